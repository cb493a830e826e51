//! Conversations: the inbox and who answers.

use axum::Json;
use axum::extract::State;
use haberdash_core::page::Page as CorePage;
use haberdash_core::{Id, conversations, id};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::paging::{answer, page_request};
use super::wire::{
    Conversation, ConversationCounts, ConversationFilter, ConversationSummary, DraftDecision, Page,
};
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListConversations {
    #[param(inline)]
    filter: Option<ConversationFilter>,
    /// Words of the contact's name or address.
    search: Option<String>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Conversations, the latest first.
#[utoipa::path(get, path = "/conversations", operation_id = "list_conversations", tag = "conversations",
    params(ListConversations), responses((status = 200, body = Page<ConversationSummary>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListConversations>,
) -> ApiResult<Json<Page<ConversationSummary>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter = params.filter.unwrap_or_default().into();
    let page = state.database.read(move |connection| {
        let page = conversations::inbox(connection, filter, params.search.as_deref(), &request)?;
        let items = page.items.into_iter().map(|listing| ConversationSummary::of(connection, listing));
        Ok(CorePage { items: items.collect::<Result<Vec<_>, _>>()?, next: page.next })
    });
    answer(page.await, |summary| summary)
}

/// How many conversations each filter holds.
#[utoipa::path(get, path = "/conversations/counts", operation_id = "count_conversations", tag = "conversations",
    responses((status = 200, body = ConversationCounts)))]
pub async fn counts(State(state): State<ApiState>) -> ApiResult<Json<ConversationCounts>> {
    Ok(Json(state.database.read(conversations::counts).await?.into()))
}

#[utoipa::path(get, path = "/conversations/{id}", operation_id = "get_conversation", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
) -> ApiResult<Json<Conversation>> {
    read_one(&state, id).await
}

/// The owner answers from now on; the agent is silent.
#[utoipa::path(post, path = "/conversations/{id}/take-over", operation_id = "take_over_conversation", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
pub async fn take_over(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
) -> ApiResult<Json<Conversation>> {
    state.database.write(move |tx| conversations::take_over(tx, id)).await?;
    read_one(&state, id).await
}

/// The agent answers again, beginning with what is unanswered.
#[utoipa::path(post, path = "/conversations/{id}/hand-back", operation_id = "hand_back_conversation", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
pub async fn hand_back(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
) -> ApiResult<Json<Conversation>> {
    state.database.write(move |tx| conversations::hand_back(tx, id)).await?;
    read_one(&state, id).await
}

/// The owner has read everything.
#[utoipa::path(post, path = "/conversations/{id}/read", operation_id = "read_conversation", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
pub async fn read(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
) -> ApiResult<Json<Conversation>> {
    state.database.write(move |tx| conversations::mark_read(tx, id)).await?;
    read_one(&state, id).await
}

/// Nothing is left to do. A new message opens it again.
#[utoipa::path(post, path = "/conversations/{id}/close", operation_id = "close_conversation", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
pub async fn close(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
) -> ApiResult<Json<Conversation>> {
    state.database.write(move |tx| conversations::close(tx, id)).await?;
    read_one(&state, id).await
}

/// There is more to do after all.
#[utoipa::path(post, path = "/conversations/{id}/reopen", operation_id = "reopen_conversation", tag = "conversations",
    params(("id" = String, Path)), responses((status = 200, body = Conversation)))]
pub async fn reopen(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
) -> ApiResult<Json<Conversation>> {
    state.database.write(move |tx| conversations::reopen(tx, id)).await?;
    read_one(&state, id).await
}

/// Sends the draft that waits, as it stands. The agent keeps the conversation, if it had it.
#[utoipa::path(post, path = "/conversations/{id}/draft/send", operation_id = "send_draft", tag = "conversations",
    params(("id" = String, Path)), request_body = DraftDecision, responses((status = 200, body = Conversation)))]
pub async fn send_draft(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
    Body(body): Body<DraftDecision>,
) -> ApiResult<Json<Conversation>> {
    state.database.write(move |tx| conversations::send_draft(tx, id, body.run_id.0)).await?;
    read_one(&state, id).await
}

/// Throws the draft that waits away; the owner answers.
#[utoipa::path(post, path = "/conversations/{id}/draft/discard", operation_id = "discard_draft", tag = "conversations",
    params(("id" = String, Path)), request_body = DraftDecision, responses((status = 200, body = Conversation)))]
pub async fn discard_draft(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
    Body(body): Body<DraftDecision>,
) -> ApiResult<Json<Conversation>> {
    state.database.write(move |tx| conversations::discard_draft(tx, id, body.run_id.0)).await?;
    read_one(&state, id).await
}

async fn read_one(state: &ApiState, id: Id<id::Conversation>) -> ApiResult<Json<Conversation>> {
    let read = state
        .database
        .read(move |connection| Conversation::of(connection, conversations::conversation(connection, id)?));
    Ok(Json(read.await?))
}
