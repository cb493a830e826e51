//! Messages, the owner's replies and attachments.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use haberdash_core::{Id, id};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::wire::{Message, MessageId, MessageWindow, NewMessage};
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListMessages {
    /// Those before this one; not together with `after`.
    #[param(value_type = Option<String>)]
    before: Option<MessageId>,
    /// Those after this one.
    #[param(value_type = Option<String>)]
    after: Option<MessageId>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// A stretch of the thread, oldest first; without `before` and `after` its end.
#[utoipa::path(get, path = "/conversations/{id}/messages", operation_id = "list_messages", tag = "messages",
    params(("id" = String, Path), ListMessages), responses((status = 200, body = MessageWindow)))]
pub async fn list(State(state): State<ApiState>, PathId(id): PathId<id::Conversation>, Params(params): Params<ListMessages>) -> ApiResult<Json<MessageWindow>> {
    unlanded!(state, id, params)
}

/// The owner's reply. The owner takes the conversation over.
#[utoipa::path(post, path = "/conversations/{id}/messages", operation_id = "send_message", tag = "messages",
    params(("id" = String, Path)), request_body = NewMessage, responses((status = 201, body = Message)))]
pub async fn reply(State(state): State<ApiState>, PathId(id): PathId<id::Conversation>, Body(body): Body<NewMessage>) -> ApiResult<(StatusCode, Json<Message>)> {
    unlanded!(state, id, body)
}

/// Sends a message again that did not arrive.
#[utoipa::path(post, path = "/messages/{id}/retry", operation_id = "retry_message", tag = "messages",
    params(("id" = String, Path)), responses((status = 200, body = Message)))]
pub async fn retry(State(state): State<ApiState>, PathId(id): PathId<id::Message>) -> ApiResult<Json<Message>> {
    unlanded!(state, id)
}

/// The bytes of a stored attachment.
#[utoipa::path(get, path = "/attachments/{id}", operation_id = "get_attachment", tag = "messages",
    params(("id" = String, Path)), responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
pub async fn attachment(State(state): State<ApiState>, PathId(id): PathId<id::Attachment>) -> ApiResult<Response> {
    unlanded!(state, id)
}
