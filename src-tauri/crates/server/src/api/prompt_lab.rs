//! The prompt lab: a draft over recorded conversations beside what is published. Nothing of it reaches a customer.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use haberdash_core::language_model::LanguageModelSettings;
use haberdash_core::{Error, WriteTx, id, prompt_lab, settings};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::paging::{answer, page_request};
use super::wire::{LabRun, LabRunDetail, LabTurn, NewLabRun, Page};
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;
use crate::language::Languages;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list, begin))
        .routes(routes!(show, delete))
        .routes(routes!(cancel))
        .routes(routes!(turns))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListLab {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Runs of drafts over recorded conversations, the newest first.
#[utoipa::path(get, path = "/prompt-lab", operation_id = "list_lab_runs", tag = "prompt", params(ListLab),
    responses((status = 200, body = Page<LabRun>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListLab>,
) -> ApiResult<Json<Page<LabRun>>> {
    let request = page_request(params.cursor, params.limit)?;
    answer(state.database.read(move |c| prompt_lab::list(c, &request)).await, LabRun::from)
}

/// Begins to play the newest conversations again, with the draft and with what is published. A job does it.
#[utoipa::path(post, path = "/prompt-lab", operation_id = "begin_lab_run", tag = "prompt", request_body = NewLabRun,
    responses((status = 202, body = LabRun)))]
pub async fn begin(
    State(state): State<ApiState>,
    Body(new): Body<NewLabRun>,
) -> ApiResult<(StatusCode, Json<LabRun>)> {
    let new = prompt_lab::NewLabRun::from(new);
    let begun = state.database.write(move |tx: &mut WriteTx<'_>| {
        let settings = settings::get::<LanguageModelSettings>(tx.sql())?.value;
        if Languages::link_of(&settings, new.provider, &new.model).is_none() {
            let detail = "Choose one of the language models that you have set up.";
            return Err(Error::invalid(detail).at("model"));
        }
        prompt_lab::begin(tx, &new)
    });
    Ok((StatusCode::ACCEPTED, Json(begun.await?.into())))
}

/// A run, and both prompts in sum.
#[utoipa::path(get, path = "/prompt-lab/{id}", operation_id = "get_lab_run", tag = "prompt",
    params(("id" = String, Path)), responses((status = 200, body = LabRunDetail)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::LabRun>,
) -> ApiResult<Json<LabRunDetail>> {
    let detail = state
        .database
        .read(move |connection| Ok((prompt_lab::get(connection, id)?, prompt_lab::sides(connection, id)?)));
    Ok(Json(detail.await?.into()))
}

/// Forgets an ended run.
#[utoipa::path(delete, path = "/prompt-lab/{id}", operation_id = "delete_lab_run", tag = "prompt",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn delete(State(state): State<ApiState>, PathId(id): PathId<id::LabRun>) -> ApiResult<StatusCode> {
    state.database.write(move |tx| prompt_lab::delete(tx, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ends a run; what was played stays.
#[utoipa::path(post, path = "/prompt-lab/{id}/cancel", operation_id = "cancel_lab_run", tag = "prompt",
    params(("id" = String, Path)), responses((status = 200, body = LabRun)))]
pub async fn cancel(
    State(state): State<ApiState>,
    PathId(id): PathId<id::LabRun>,
) -> ApiResult<Json<LabRun>> {
    Ok(Json(state.database.write(move |tx| prompt_lab::cancel(tx, id)).await?.into()))
}

/// The turns one by one: what the customer wrote, what was said then, and what each prompt makes of it.
#[utoipa::path(get, path = "/prompt-lab/{id}/turns", operation_id = "list_lab_turns", tag = "prompt",
    params(("id" = String, Path), ListLab), responses((status = 200, body = Page<LabTurn>)))]
pub async fn turns(
    State(state): State<ApiState>,
    PathId(id): PathId<id::LabRun>,
    Params(params): Params<ListLab>,
) -> ApiResult<Json<Page<LabTurn>>> {
    let request = page_request(params.cursor, params.limit)?;
    answer(state.database.read(move |c| prompt_lab::turns(c, id, &request)).await, LabTurn::from)
}
