//! What language models are told: its draft, its versions, and two of them side by side.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use haberdash_core::language_model::{LanguageModelSettings, guessed_tokens, published_price};
use haberdash_core::{Code, Error, Result, id, prompt_lab, prompts, settings};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::wire::{
    NewPromptTrial, PromptChoice, PromptDetail, PromptDraft, PromptDraftChange, PromptModel,
    PromptPublication, PromptRollBack, PromptTrial,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;
use crate::language::Chain;

/// What is taken for a model's room while none is set up.
const USUAL_ROOM: usize = 8_192;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(save_draft, discard_draft))
        .routes(routes!(publish))
        .routes(routes!(roll_back))
        .routes(routes!(trials, begin_trial))
        .routes(routes!(end_trial))
}

/// The models that are asked, ready to count: a tokenizer that has to be loaded first does not keep the shop's writer waiting.
async fn counting(state: &ApiState) -> Result<Option<Arc<Chain>>> {
    let Some(chain) = state.languages.chain() else { return Ok(None) };
    let ready = Arc::clone(&chain);
    tokio::task::spawn_blocking(move || ready.count("-"))
        .await
        .map_err(|error| Error::caused(Code::Internal, "The prompt's length could not be counted.", error))?;
    Ok(Some(chain))
}

/// Runs `work` with how much the prompt may take of what the shop's models can read.
fn with_budget<T>(chain: Option<&Arc<Chain>>, work: impl FnOnce(&prompts::Budget<'_>) -> T) -> T {
    match chain {
        Some(chain) => {
            let count = |text: &str| chain.count(text);
            work(&prompts::Budget { context_tokens: chain.context_tokens(), count: &count })
        }
        None => work(&prompts::Budget { context_tokens: USUAL_ROOM, count: &guessed_tokens }),
    }
}

/// What language models are told, what is being written, every version, and the comparison that is on.
#[utoipa::path(get, path = "/prompt", operation_id = "get_prompt", tag = "prompt",
    responses((status = 200, body = PromptDetail)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<PromptDetail>> {
    let detail = state.database.read(|connection| {
        let prompt = prompts::get(connection)?;
        let trial = prompts::open_trial(connection)?;
        let models = settings::get::<LanguageModelSettings>(connection)?.value.chain;
        Ok(PromptDetail {
            version: prompt.version,
            is_own: prompt.is_own,
            template: prompt.template.into(),
            own: prompts::Template::own().into(),
            places: prompts::Place::ALL.iter().map(|place| (*place).into()).collect(),
            draft: prompts::draft(connection)?.map(Into::into),
            versions: prompts::history(connection)?.into_iter().map(Into::into).collect(),
            trial: match trial {
                Some(trial) => Some(PromptTrial::of(&trial, prompts::outcomes(connection, &trial)?)),
                None => None,
            },
            models: models
                .into_iter()
                .map(|link| PromptModel {
                    is_unpriced: link.provider.is_remote()
                        && link.price.or_else(|| published_price(link.provider, &link.model)).is_none(),
                    provider: link.provider.into(),
                    model: link.model,
                })
                .collect(),
            most_conversations: prompt_lab::MOST_CONVERSATIONS,
        })
    });
    Ok(Json(detail.await?))
}

/// Keeps what is being written. It holds for nobody until it is published.
#[utoipa::path(put, path = "/prompt/draft", operation_id = "save_prompt_draft", tag = "prompt",
    request_body = PromptDraftChange, responses((status = 200, body = PromptDraft)))]
pub async fn save_draft(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<PromptDraftChange>,
) -> ApiResult<Done<PromptDraft>> {
    let chain = counting(&state).await?;
    let template = prompts::Template::from(body.template);
    let saved = state.act(caller, move |tx| {
        with_budget(chain.as_ref(), |budget| prompts::save_draft(tx, &template, body.revision, budget))
            .map(PromptDraft::from)
    });
    Ok(saved.await?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichDraft {
    /// Of the draft that was read; a stale one is a conflict.
    revision: i64,
}

/// Throws away what is being written.
#[utoipa::path(delete, path = "/prompt/draft", operation_id = "discard_prompt_draft", tag = "prompt",
    params(WhichDraft), responses((status = 204)))]
pub async fn discard_draft(
    State(state): State<ApiState>,
    caller: Caller,
    Params(params): Params<WhichDraft>,
) -> ApiResult<impl IntoResponse> {
    let gone = state.act(caller, move |tx| prompts::discard_draft(tx, params.revision)).await?;
    Ok(gone.without_content())
}

/// Publishes the draft: for all, or for a share of the conversations beside what holds now.
#[utoipa::path(post, path = "/prompt/publish", operation_id = "publish_prompt", tag = "prompt",
    request_body = PromptPublication, responses((status = 200, body = PromptDetail)))]
pub async fn publish(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<PromptPublication>,
) -> ApiResult<Done<PromptDetail>> {
    let chain = counting(&state).await?;
    let how = prompts::Publication {
        note: body.note,
        expected_version: body.version,
        revision: body.revision,
        share: body.share,
    };
    let published = state.act(caller, move |tx| {
        with_budget(chain.as_ref(), |budget| prompts::publish_draft(tx, &how, budget)).map(|_| ())
    });
    as_it_is(&state, published.await).await
}

/// Publishes an earlier version once more.
#[utoipa::path(post, path = "/prompt/roll-back", operation_id = "roll_back_prompt", tag = "prompt",
    request_body = PromptRollBack, responses((status = 200, body = PromptDetail)))]
pub async fn roll_back(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<PromptRollBack>,
) -> ApiResult<Done<PromptDetail>> {
    let published =
        state.act(caller, move |tx| prompts::roll_back(tx, body.to_version, body.version).map(|_| ()));
    as_it_is(&state, published.await).await
}

async fn as_it_is(state: &ApiState, done: Result<Done<()>>) -> ApiResult<Done<PromptDetail>> {
    let done = done?;
    let Json(detail) = show(State(state.clone())).await?;
    Ok(done.map(|()| detail))
}

/// Comparisons on live traffic, the newest first.
#[utoipa::path(get, path = "/prompt/trials", operation_id = "list_prompt_trials", tag = "prompt",
    responses((status = 200, body = Vec<PromptTrial>)))]
pub async fn trials(State(state): State<ApiState>) -> ApiResult<Json<Vec<PromptTrial>>> {
    let trials = state.database.read(|connection| {
        let trials = prompts::trials(connection)?.into_iter();
        trials.map(|trial| Ok(PromptTrial::of(&trial, prompts::outcomes(connection, &trial)?))).collect()
    });
    Ok(Json(trials.await?))
}

/// Begins to compare two published versions on live traffic.
#[utoipa::path(post, path = "/prompt/trials", operation_id = "begin_prompt_trial", tag = "prompt",
    request_body = NewPromptTrial, responses((status = 201, body = PromptTrial)))]
pub async fn begin_trial(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewPromptTrial>,
) -> ApiResult<(StatusCode, Done<PromptTrial>)> {
    let begun = state.act(caller, move |tx| {
        let trial = prompts::begin_trial(tx, body.first_version, body.second_version, body.share)?;
        Ok(PromptTrial::of(&trial, prompts::outcomes(tx.sql(), &trial)?))
    });
    Ok((StatusCode::CREATED, begun.await?))
}

/// Ends a comparison: one of the two versions holds for all.
#[utoipa::path(post, path = "/prompt/trials/{id}/end", operation_id = "end_prompt_trial", tag = "prompt",
    params(("id" = String, Path)), request_body = PromptChoice, responses((status = 200, body = PromptTrial)))]
pub async fn end_trial(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::PromptTrial>,
    Body(body): Body<PromptChoice>,
) -> ApiResult<Done<PromptTrial>> {
    let ended = state.act(caller, move |tx| {
        let trial = prompts::end_trial(tx, id, body.version)?;
        Ok(PromptTrial::of(&trial, prompts::outcomes(tx.sql(), &trial)?))
    });
    Ok(ended.await?)
}
