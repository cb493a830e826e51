//! A simulated customer's phone. Its messages take the same way as every other.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use haberdash_core::conversations::Received;
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::wire::{Persona, PhoneAccepted, PhoneMessage, PhoneThread};
use crate::http::extract::{Body, Params};
use crate::http::problem::ApiResult;
use crate::phone;

/// Contacts one can speak as.
#[utoipa::path(get, path = "/phone/personas", operation_id = "list_personas", tag = "phone", responses((status = 200, body = Vec<Persona>)))]
pub async fn personas(State(state): State<ApiState>) -> ApiResult<Json<Vec<Persona>>> {
    Ok(Json(state.database.read(Persona::some).await?))
}

/// A customer's message.
#[utoipa::path(post, path = "/phone/messages", operation_id = "send_phone_message", tag = "phone",
    request_body = PhoneMessage, responses((status = 202, body = PhoneAccepted)))]
pub async fn send(
    State(state): State<ApiState>,
    Body(body): Body<PhoneMessage>,
) -> ApiResult<(StatusCode, Json<PhoneAccepted>)> {
    let received = state
        .database
        .write(move |tx| phone::receive(tx, &body.from, &body.body, body.profile_name.as_deref()));
    let (Received::New { message_id, conversation_id } | Received::Duplicate { message_id, conversation_id }) =
        received.await?;
    let accepted = PhoneAccepted { conversation_id: conversation_id.into(), message_id: message_id.into() };
    Ok((StatusCode::ACCEPTED, Json(accepted)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ThreadOf {
    /// The phone's number.
    from: String,
}

/// What the phone shows: its latest messages, oldest first.
#[utoipa::path(get, path = "/phone/thread", operation_id = "get_phone_thread", tag = "phone",
    params(ThreadOf), responses((status = 200, body = PhoneThread)))]
pub async fn thread(
    State(state): State<ApiState>,
    Params(params): Params<ThreadOf>,
) -> ApiResult<Json<PhoneThread>> {
    Ok(Json(state.database.read(move |connection| PhoneThread::of(connection, &params.from)).await?))
}
