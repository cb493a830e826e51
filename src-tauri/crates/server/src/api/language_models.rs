//! Language models: which are asked and how they do, their keys, and trying them. What is set stands in the settings.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::{Path, State};
use haberdash_core::language_model::{
    self, Failure, LanguageModelSettings, LinkSettings, Price, Provider, published_price,
};
use haberdash_core::settings::Document;
use haberdash_core::{Clock, Code, Error, settings};
use parking_lot::Mutex;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::wire::{
    LanguageKey, LanguageKeyTest, LanguageLink, LanguageModelChoice, LanguageStatus, LanguageTrial,
    LanguageTrialResult,
};
use crate::http::extract::{Body, Params};
use crate::http::problem::{ApiError, ApiResult};
use crate::language::trial::Question;
use crate::language::{Languages, host_of, secret_of};
use crate::models::Speed;
use crate::secrets::Secret;

/// How long a model may take for a trial: a file of this computer is loaded first.
const TRIAL: Duration = Duration::from_secs(90);
/// How long a provider may take for its list.
const LIST: Duration = Duration::from_secs(15);

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(status))
        .routes(routes!(keep_key))
        .routes(routes!(forget_key))
        .routes(routes!(list_models))
        .routes(routes!(try_model))
}

/// How language models are set up, how they did and what they cost today.
#[utoipa::path(get, path = "/language-models", operation_id = "get_language_models", tag = "language models",
    responses((status = 200, body = LanguageStatus)))]
pub async fn status(State(state): State<ApiState>) -> ApiResult<Json<LanguageStatus>> {
    let now = state.database.clock().now();
    let today = state.database.read(move |connection| language_model::spent_today(connection, now)).await?;
    let secrets = Arc::clone(&state.secrets);
    // The keyring may ask its owner for a password, and waits meanwhile.
    let (keys, keyring_problem) = tokio::task::spawn_blocking(move || {
        let (mut keys, mut problem) = (Vec::new(), None);
        for provider in Provider::ALL {
            match secret_of(*provider).map(|name| secrets.get(name)) {
                Some(Ok(Some(_))) => keys.push((*provider).into()),
                // One stands for all: it is the same keyring.
                Some(Err(error)) => problem = problem.or(Some(error.detail)),
                Some(Ok(None)) | None => {}
            }
        }
        (keys, problem)
    })
    .await
    .map_err(|error| Error::caused(Code::Internal, "The keyring's work ended unexpectedly.", error))?;
    let links = state.languages.chain().map(|chain| {
        let link = |link: &crate::language::Link| {
            let listed = state.languages.listed(link);
            let (provider, server) = link.place();
            let name = name_of(provider, server.as_deref());
            LanguageLink {
                provider: link.provider.into(),
                model: link.model(),
                last_failure: link.last_failure().map(|failure| sentence(&name, &failure)),
                listed_at: listed.at.map(Into::into),
                is_gone: listed.is_gone,
            }
        };
        chain.links().iter().map(link).collect()
    });
    Ok(Json(LanguageStatus {
        links: links.unwrap_or_default(),
        keys,
        keyring_problem,
        runs_models: Languages::runs_models(),
        files: state.languages.files(),
        today: today.into(),
    }))
}

/// A provider as its owner knows it: a server that speaks `OpenAI`'s language is not `OpenAI`.
fn name_of(provider: Provider, server: Option<&str>) -> String {
    let host = server.filter(|_| provider == Provider::Openai).and_then(host_of);
    host.map_or_else(|| provider.name().to_owned(), |host| format!("Your own server ({host})"))
}

fn sentence(name: &str, failure: &Failure) -> String {
    match failure {
        Failure::NotSetUp { detail } => detail.clone(),
        Failure::UnknownModel { model, .. } => {
            format!("{name} does not have the model “{model}” (any more). Choose another one.")
        }
        Failure::Unauthorized { detail } => format!("{name} refuses the key: {detail}."),
        Failure::Limited { retry_after: Some(wait) } => format!(
            "{name}: the limit of requests is reached; it asks to wait {} seconds.",
            wait.as_secs().max(1)
        ),
        other => format!("{name}: {other}."),
    }
}

/// Tries a provider's key by fetching its list of models, which costs nothing, and keeps it in the system's keyring unless it is
/// refused.
#[utoipa::path(put, path = "/language-models/key", operation_id = "keep_language_key", tag = "language models",
    request_body = LanguageKey, responses((status = 200, body = LanguageKeyTest)))]
pub async fn keep_key(
    State(state): State<ApiState>,
    Body(body): Body<LanguageKey>,
) -> ApiResult<Json<LanguageKeyTest>> {
    let text = body.key.trim();
    if text.is_empty() || text.len() > 400 || !text.chars().all(|c| c.is_ascii_graphic()) {
        return Err(ApiError::field("key", "This is no key: copy it from your account at the provider."));
    }
    let provider = Provider::from(body.provider);
    let Some(name) = secret_of(provider) else {
        return Err(ApiError::field("provider", "Models of this computer need no key."));
    };
    let base_url = checked(provider, "any", body.base_url)?.base_url;
    let key = Secret::new(text);
    let called = name_of(provider, base_url.as_deref());
    let tried = models(&state, provider, base_url.as_deref(), &key).await;
    if let Err(failure @ Failure::Unauthorized { .. }) = &tried {
        let detail = format!("{} It was not kept.", sentence(&called, failure));
        return Ok(Json(LanguageKeyTest { works: Some(false), kept: false, detail, models: Vec::new() }));
    }
    let secrets = Arc::clone(&state.secrets);
    let kept = tokio::task::spawn_blocking(move || secrets.set(name, &key)).await;
    kept.map_err(|error| Error::caused(Code::Internal, "The keyring's work ended unexpectedly.", error))??;
    state.languages.reload(&state.database).await?;
    Ok(Json(match tried {
        Ok(models) => LanguageKeyTest {
            works: Some(true),
            kept: true,
            detail: format!("{called} takes the key."),
            models,
        },
        Err(failure) => LanguageKeyTest {
            works: None,
            kept: true,
            detail: format!("The key is kept, but it could not be tried. {}", sentence(&called, &failure)),
            models: Vec::new(),
        },
    }))
}

/// Removes a provider's key from the keyring.
#[utoipa::path(delete, path = "/language-models/keys/{provider}", operation_id = "forget_language_key",
    tag = "language models", params(("provider" = String, Path, example = "groq")),
    responses((status = 200, body = LanguageStatus)))]
pub async fn forget_key(
    State(state): State<ApiState>,
    Path(provider): Path<String>,
) -> ApiResult<Json<LanguageStatus>> {
    let no_such = || ApiError::new(Code::NotFound, "There is no such provider.");
    let provider: Provider = provider.parse().map_err(|_| no_such())?;
    let name = secret_of(provider).ok_or_else(no_such)?;
    let secrets = Arc::clone(&state.secrets);
    let gone = tokio::task::spawn_blocking(move || secrets.delete(name)).await;
    gone.map_err(|error| Error::caused(Code::Internal, "The keyring's work ended unexpectedly.", error))??;
    state.languages.reload(&state.database).await?;
    status(State(state)).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhoseModels {
    #[param(example = "groq")]
    provider: String,
    /// Another server than the provider's own.
    base_url: Option<String>,
}

/// The models that a provider has now, with the key that is kept. An address that is not saved yet is asked without it.
#[utoipa::path(get, path = "/language-models/models", operation_id = "list_language_models", tag = "language models",
    params(WhoseModels), responses((status = 200, body = Vec<LanguageModelChoice>)))]
pub async fn list_models(
    State(state): State<ApiState>,
    Params(params): Params<WhoseModels>,
) -> ApiResult<Json<Vec<LanguageModelChoice>>> {
    let provider: Provider = params.provider.parse()?;
    if !provider.is_remote() {
        let files = state.languages.files().into_iter();
        return Ok(Json(files.map(|name| choice(provider, name)).collect()));
    }
    let base_url = checked(provider, "any", params.base_url)?.base_url;
    let called = name_of(provider, base_url.as_deref());
    // The key goes to addresses only that the owner has saved: any page in a browser can ask for a list.
    let chain = state.database.read(settings::get::<LanguageModelSettings>).await?;
    let is_saved = |link: &LinkSettings| link.provider == provider && link.base_url == base_url;
    let key = if base_url.is_none() || chain.value.chain.iter().any(is_saved) {
        let key = state.languages.caller().key_to_try(provider, base_url.is_some()).await;
        key.map_err(|failure| refused(&called, &failure))?.0
    } else {
        Secret::new("none")
    };
    let listed = models(&state, provider, base_url.as_deref(), &key).await;
    Ok(Json(listed.map_err(|failure| refused(&called, &failure))?))
}

/// Asks a model a small question, as customers' questions are asked, and tells what came of it.
#[utoipa::path(post, path = "/language-models/trial", operation_id = "try_language_model", tag = "language models",
    request_body = LanguageTrial, responses((status = 200, body = LanguageTrialResult)))]
pub async fn try_model(
    State(state): State<ApiState>,
    Body(body): Body<LanguageTrial>,
) -> ApiResult<Json<LanguageTrialResult>> {
    let provider = Provider::from(body.provider);
    let link = checked(provider, &body.model, body.base_url)?;
    let question = Question::from(body.question);
    let request = question.request();
    let began = Instant::now();
    // When the first and the last piece came.
    let pieces = Mutex::new(None);
    let piece = |_: &str| {
        let now = Instant::now();
        let mut pieces = pieces.lock();
        *pieces = Some((pieces.map_or(now, |(first, _)| first), now));
    };
    let outcome = match state.languages.model(&link) {
        Ok(model) => match tokio::time::timeout(TRIAL, model.answer(&request, &piece)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Failure::TooLate),
        },
        Err(failure) => Err(failure),
    };
    let took = began.elapsed();
    let price = published_price(provider, &body.model);
    let usage = outcome.as_ref().ok().map(|completion| {
        let mut usage = completion.usage;
        usage.cost_micros = price.map(|price| price.of(&usage));
        usage
    });
    if outcome.as_ref().err().is_none_or(Failure::was_asked) {
        let model = body.model.clone();
        let count = state
            .database
            .write(move |tx| language_model::count(tx, None, provider, &model, usage.as_ref(), 0));
        count.await?;
    }
    let streamed = pieces.into_inner().map(|(first, last)| last - first);
    let tokens_per_second = usage.zip(streamed).and_then(|(usage, time)| rate(usage.answer_tokens, time));
    if let (Provider::Local, Some(tokens_per_second)) = (provider, tokens_per_second) {
        let speed = Speed { tokens_per_second, seconds: took.as_secs_f64() };
        state.models.note_speed(&body.model, speed);
    }
    let made = outcome.as_ref().ok().map(|completion| question.judge(completion));
    let (works, detail) = match (&outcome, &made) {
        (Ok(_), Some(made)) if made.has_form => {
            (true, format!("It answers, in {:.1} seconds.", took.as_secs_f64()))
        }
        (Ok(_), _) => (false, "It answers, but not in the form that was asked for.".to_owned()),
        (Err(failure), _) => (false, sentence(&name_of(provider, link.base_url.as_deref()), failure)),
    };
    Ok(Json(LanguageTrialResult {
        works,
        is_right: made.as_ref().map(|made| made.is_right),
        detail,
        asked: question.asked().to_owned(),
        said: made.map(|made| made.said.chars().take(500).collect()),
        milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
        tokens: usage.map(|usage| usage.prompt_tokens + usage.answer_tokens),
        tokens_per_second,
    }))
}

/// Tokens a second of an answer whose pieces came over this time; of a few it says nothing.
fn rate(tokens: u32, time: Duration) -> Option<f64> {
    (tokens >= 8 && time >= Duration::from_millis(20)).then(|| f64::from(tokens - 1) / time.as_secs_f64())
}

/// A link by the settings' own rules.
fn checked(provider: Provider, model: &str, base_url: Option<String>) -> Result<LinkSettings, ApiError> {
    let free = Some(Price { question: 0, answer: 0 });
    let model = if model == "any" && provider == Provider::Local { "any.gguf" } else { model };
    let base_url = base_url.filter(|url| !url.is_empty());
    let link = LinkSettings { provider, model: model.to_owned(), base_url, price: free };
    let settings = LanguageModelSettings { chain: vec![link.clone()], ..LanguageModelSettings::default() };
    settings.validate().map_err(|error| {
        let field = error.field.as_deref().and_then(|field| field.rsplit('.').next()).map(str::to_owned);
        match field {
            Some(field) => ApiError::from(Error::invalid(error.detail).at(field)),
            None => ApiError::from(error),
        }
    })?;
    Ok(link)
}

async fn models(
    state: &ApiState,
    provider: Provider,
    base_url: Option<&str>,
    key: &Secret,
) -> Result<Vec<LanguageModelChoice>, Failure> {
    let asked = state.languages.caller().models(provider, base_url, key);
    let names = tokio::time::timeout(LIST, asked).await.unwrap_or(Err(Failure::TooLate))?;
    state.languages.take_list((provider, base_url.map(str::to_owned)), &names);
    Ok(names.into_iter().map(|name| choice(provider, name)).collect())
}

fn choice(provider: Provider, name: String) -> LanguageModelChoice {
    LanguageModelChoice { price: published_price(provider, &name).map(Into::into), name }
}

fn refused(name: &str, failure: &Failure) -> ApiError {
    let code = match failure {
        Failure::Unauthorized { .. } => Code::ChannelUnauthorized,
        Failure::Limited { .. } => Code::ChannelRateLimited,
        Failure::NotSetUp { .. } => Code::ChannelNotConnected,
        _ => Code::ChannelUnavailable,
    };
    ApiError::new(code, sentence(name, failure))
}
