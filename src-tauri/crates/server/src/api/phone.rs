//! A simulated customer's phone. Its messages take the same way as every other.

use std::sync::Arc;

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use haberdash_core::conversations::{InboundFile, Received};
use haberdash_core::{Code, Error};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::wire::{ConversationId, MessageId, Persona, PhoneAccepted, PhoneMessage, PhoneThread};
use crate::channels::twilio::media;
use crate::http::extract::{Body, Params, RawBody};
use crate::http::problem::ApiResult;
use crate::{likeness, phone};

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
    Ok((StatusCode::ACCEPTED, Json(accepted(received.await?))))
}

/// The route that takes a picture's bytes.
pub(super) fn pictures() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(send_picture))
        .layer(DefaultBodyLimit::max(media::LARGEST_FILE + 1024))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PictureFrom {
    /// The phone's number.
    from: String,
    /// Words with the picture.
    body: Option<String>,
    profile_name: Option<String>,
}

/// A customer's picture: the body is its bytes.
#[utoipa::path(post, path = "/phone/pictures", operation_id = "send_phone_picture", tag = "phone",
    params(PictureFrom),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 202, body = PhoneAccepted)))]
pub async fn send_picture(
    State(state): State<ApiState>,
    Params(params): Params<PictureFrom>,
    RawBody(bytes): RawBody,
) -> ApiResult<(StatusCode, Json<PhoneAccepted>)> {
    let searcher = Arc::clone(&state.searcher);
    let looked = tokio::task::spawn_blocking(move || {
        let file = media::judge(&bytes, None)?;
        if !file.media_type.starts_with("image/") {
            return Err(Error::invalid("This is not a picture. Pictures can be JPEG, PNG, WebP or GIF."));
        }
        let seen = likeness::seen(&searcher, &file.bytes)?;
        Ok(InboundFile { media_type: file.media_type, bytes: file.bytes, seen })
    });
    let picture = looked
        .await
        .map_err(|error| Error::caused(Code::Internal, "The picture could not be looked at.", error))??;
    let received = state.database.write(move |tx| {
        let words = params.body.unwrap_or_default();
        phone::receive_picture(tx, &params.from, &words, params.profile_name.as_deref(), &picture)
    });
    Ok((StatusCode::ACCEPTED, Json(accepted(received.await?))))
}

const fn accepted(received: Received) -> PhoneAccepted {
    let (Received::New { message_id, conversation_id } | Received::Duplicate { message_id, conversation_id }) =
        received;
    PhoneAccepted { conversation_id: ConversationId(conversation_id), message_id: MessageId(message_id) }
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
