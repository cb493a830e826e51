//! The connection to Twilio.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use haberdash_core::conversations::{self, Provider};
use haberdash_core::{Clock, Code, Error, Result};
use serde::Deserialize;
use tokio::task::JoinHandle;
use utoipa::IntoParams;

use super::ApiState;
use super::wire::{ChannelCheck, ChannelStatus, ChannelTest, GapReport, SecretsChange, Time};
use crate::channels::twilio::check;
use crate::connection;
use crate::http::extract::{Body, Params};
use crate::http::problem::ApiResult;
use crate::secrets::{Secret, SecretName};

/// Gaps are told of this span when nobody asks for another.
const USUAL_SPAN: Duration = Duration::from_hours(24);

/// How the connection to Twilio is.
#[utoipa::path(get, path = "/channels/twilio", operation_id = "get_channel", tag = "channels", responses((status = 200, body = ChannelStatus)))]
pub async fn status(State(state): State<ApiState>) -> ApiResult<Json<ChannelStatus>> {
    Ok(Json(ChannelStatus::of(&state).await?))
}

/// Keeps secrets in the system's keyring.
#[utoipa::path(put, path = "/channels/twilio/secrets", operation_id = "keep_channel_secrets", tag = "channels",
    request_body = SecretsChange, responses((status = 200, body = ChannelStatus)))]
pub async fn keep_secrets(
    State(state): State<ApiState>,
    Body(body): Body<SecretsChange>,
) -> ApiResult<Json<ChannelStatus>> {
    let secrets = Arc::clone(&state.secrets);
    let kept = tokio::task::spawn_blocking(move || {
        let named = [
            (SecretName::TwilioAuthToken, body.auth_token),
            (SecretName::TwilioApiKeySecret, body.api_key_secret),
        ];
        for (name, text) in named {
            match text.as_deref().map(str::trim) {
                None => {}
                Some("") => secrets.delete(name)?,
                Some(text) => secrets.set(name, &Secret::new(text))?,
            }
        }
        Ok(())
    });
    after(&state, kept).await
}

/// Removes the secrets from the keyring.
#[utoipa::path(delete, path = "/channels/twilio/secrets", operation_id = "forget_channel_secrets", tag = "channels", responses((status = 200, body = ChannelStatus)))]
pub async fn forget_secrets(State(state): State<ApiState>) -> ApiResult<Json<ChannelStatus>> {
    let secrets = Arc::clone(&state.secrets);
    let forgotten = tokio::task::spawn_blocking(move || {
        secrets.delete(SecretName::TwilioAuthToken)?;
        secrets.delete(SecretName::TwilioApiKeySecret)
    });
    after(&state, forgotten).await
}

/// Asks Twilio whether the settings and secrets work.
#[utoipa::path(post, path = "/channels/twilio/test", operation_id = "test_channel", tag = "channels", responses((status = 200, body = ChannelTest)))]
pub async fn test(State(state): State<ApiState>) -> ApiResult<Json<ChannelTest>> {
    let checks: Vec<ChannelCheck> = check::check(&state.twilio).await.into_iter().map(Into::into).collect();
    Ok(Json(ChannelTest { ok: checks.iter().all(|check| check.ok), checks }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GapsSince {
    /// The last 24 hours when left out.
    #[param(value_type = Option<String>, format = DateTime)]
    since: Option<Time>,
}

/// Messages that only the webhook or only the poll saw.
#[utoipa::path(get, path = "/channels/twilio/gaps", operation_id = "list_channel_gaps", tag = "channels",
    params(GapsSince), responses((status = 200, body = GapReport)))]
pub async fn gaps(
    State(state): State<ApiState>,
    Params(params): Params<GapsSince>,
) -> ApiResult<Json<GapReport>> {
    let now = state.database.clock().now();
    let since = params.since.map_or_else(|| now.minus(USUAL_SPAN), |since| since.0);
    let seen_once = state.database.read(move |connection| {
        // What is newer than the last round may still be brought by the other path.
        let cursor = conversations::poll_cursor(connection, Provider::Twilio)?;
        conversations::gap_report(connection, since, cursor.map_or(now, |cursor| cursor.polled_at))
    });
    Ok(Json(GapReport::from(seen_once.await?)))
}

/// The status once the keyring's work is done and the connection uses it.
async fn after(state: &ApiState, work: JoinHandle<Result<()>>) -> ApiResult<Json<ChannelStatus>> {
    work.await
        .map_err(|error| Error::caused(Code::Internal, "The keyring's work ended unexpectedly.", error))??;
    connection::reload(&state.database, state.twilio.connection(), &state.secrets).await?;
    Ok(Json(ChannelStatus::of(state).await?))
}
