//! Messages, the owner's replies and attachments.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use haberdash_core::{Error, conversations, id, outbox};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::paging::page_limit;
use super::wire::{Message, MessageId, MessageWindow, NewMessage};
use crate::http::extract::{Body, Params, PathId};
use crate::http::guard;
use crate::http::problem::{ApiError, ApiResult};

const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

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
pub async fn list(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
    Params(params): Params<ListMessages>,
) -> ApiResult<Json<MessageWindow>> {
    let limit = page_limit(params.limit)?;
    let (before, after) = (params.before.map(|id| id.0), params.after.map(|id| id.0));
    if before.is_some() && after.is_some() {
        return Err(ApiError::field("after", "Ask for what is before a message or after one, not both."));
    }
    let window = state.database.read(move |connection| {
        // The message that was asked about lies itself on the other side.
        let (page, has_older, has_newer) = match after {
            Some(after) => {
                let page = conversations::thread_after(connection, id, after, limit)?;
                let has_newer = page.has_more;
                (page, true, has_newer)
            }
            None => {
                let page = conversations::thread(connection, id, before, limit)?;
                let has_older = page.has_more;
                (page, has_older, before.is_some())
            }
        };
        Ok(MessageWindow { has_older, has_newer, items: page.messages.into_iter().map(Into::into).collect() })
    });
    Ok(Json(window.await?))
}

/// The owner's reply. The owner takes the conversation over.
#[utoipa::path(post, path = "/conversations/{id}/messages", operation_id = "send_message", tag = "messages",
    params(("id" = String, Path)), request_body = NewMessage, responses((status = 201, body = Message)))]
pub async fn reply(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
    Body(body): Body<NewMessage>,
) -> ApiResult<(StatusCode, Json<Message>)> {
    let message = state.database.write(move |tx| {
        let channel = conversations::conversation(tx.sql(), id)?.channel;
        let sent = conversations::reply_as_owner(tx, id, outbox::split(channel, &body.body))?;
        let last = sent.last().copied().ok_or_else(|| Error::invalid("The message is empty."))?;
        conversations::message(tx.sql(), last)
    });
    Ok((StatusCode::CREATED, Json(message.await?.into())))
}

/// Sends a message again that did not arrive.
#[utoipa::path(post, path = "/messages/{id}/retry", operation_id = "retry_message", tag = "messages",
    params(("id" = String, Path)), responses((status = 200, body = Message)))]
pub async fn retry(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Message>,
) -> ApiResult<Json<Message>> {
    let message = state.database.write(move |tx| {
        outbox::retry(tx, id)?;
        conversations::message(tx.sql(), id)
    });
    Ok(Json(message.await?.into()))
}

/// The bytes of a stored attachment.
#[utoipa::path(get, path = "/attachments/{id}", operation_id = "get_attachment", tag = "messages",
    params(("id" = String, Path)), responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
pub async fn attachment(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Attachment>,
) -> ApiResult<Response> {
    let (media_type, bytes) = state.database.read(move |c| conversations::attachment_content(c, id)).await?;
    // What a customer sent is shown only where nothing in it can run: pictures, sound, film and plain text.
    let is_shown = ["image/", "audio/", "video/"].iter().any(|kind| media_type.starts_with(kind))
        && media_type != "image/svg+xml"
        || media_type == "text/plain";
    let disposition = if is_shown { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_str(&media_type).unwrap_or(OCTETS)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(disposition)),
        // Whatever its kind is: what a customer sent never runs as a page of ours.
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(guard::NO_PAGE_POLICY)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
    ];
    Ok((headers, bytes).into_response())
}
