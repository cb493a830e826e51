//! The connection to Twilio.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::wire::{ChannelStatus, ChannelTest, GapReport, SecretsChange, Time};
use crate::http::extract::{Body, Params};
use crate::http::problem::ApiResult;

/// How the connection to Twilio is.
#[utoipa::path(get, path = "/channels/twilio", operation_id = "get_channel", tag = "channels", responses((status = 200, body = ChannelStatus)))]
pub async fn status(State(state): State<ApiState>) -> ApiResult<Json<ChannelStatus>> {
    unlanded!(state)
}

/// Keeps secrets in the system's keyring.
#[utoipa::path(put, path = "/channels/twilio/secrets", operation_id = "keep_channel_secrets", tag = "channels",
    request_body = SecretsChange, responses((status = 200, body = ChannelStatus)))]
pub async fn keep_secrets(State(state): State<ApiState>, Body(body): Body<SecretsChange>) -> ApiResult<Json<ChannelStatus>> {
    let _ = body.auth_token;
    unlanded!(state)
}

/// Removes the secrets from the keyring.
#[utoipa::path(delete, path = "/channels/twilio/secrets", operation_id = "forget_channel_secrets", tag = "channels", responses((status = 200, body = ChannelStatus)))]
pub async fn forget_secrets(State(state): State<ApiState>) -> ApiResult<Json<ChannelStatus>> {
    unlanded!(state)
}

/// Asks Twilio whether the settings and secrets work.
#[utoipa::path(post, path = "/channels/twilio/test", operation_id = "test_channel", tag = "channels", responses((status = 200, body = ChannelTest)))]
pub async fn test(State(state): State<ApiState>) -> ApiResult<Json<ChannelTest>> {
    unlanded!(state)
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
pub async fn gaps(State(state): State<ApiState>, Params(params): Params<GapsSince>) -> ApiResult<Json<GapReport>> {
    unlanded!(state, params)
}
