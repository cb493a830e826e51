//! The knowledge base: entries, files as entries, and questions to try.

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use haberdash_core::knowledge_base::{self, EntryFilter, EntryKind, EntryTerms, Format};
use haberdash_core::{Code, Error, id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{answer, page_request};
use super::wire::{
    ImportedKnowledge, KnowledgeChange, KnowledgeEntry, KnowledgeKind, KnowledgeListing, KnowledgeQuestion,
    KnowledgeTrial, NewKnowledge, Page,
};
use super::{ApiState, Done};
use crate::care::reading::file_error;
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId, RawBody};
use crate::http::problem::ApiResult;

/// A text of the longest kind, in JSON.
const LARGEST_ENTRY: usize = 4 << 20;

/// The routes, among them some that take large bodies.
pub(super) fn routes() -> OpenApiRouter<ApiState> {
    let limits = haberdash_files::Limits::of_documents();
    let largest = usize::try_from(limits.file_bytes).unwrap_or(usize::MAX);
    OpenApiRouter::new()
        .routes(routes!(import))
        // The reader itself says that a file is too large, and what to do.
        .layer(DefaultBodyLimit::max(largest.saturating_mul(2)))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(list, create))
                .routes(routes!(show, change, remove))
                .layer(DefaultBodyLimit::max(LARGEST_ENTRY)),
        )
        .routes(routes!(try_question))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListKnowledge {
    #[param(inline)]
    kind: Option<KnowledgeKind>,
    enabled: Option<bool>,
    /// A part of the title, the text, or another way to ask.
    search: Option<String>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Entries, the last changed first.
#[utoipa::path(get, path = "/knowledge", operation_id = "list_knowledge", tag = "knowledge",
    params(ListKnowledge), responses((status = 200, body = Page<KnowledgeListing>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListKnowledge>,
) -> ApiResult<Json<Page<KnowledgeListing>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter =
        EntryFilter { kind: params.kind.map(Into::into), enabled: params.enabled, text: params.search };
    let page = state.database.read(move |c| knowledge_base::list(c, &filter, &request));
    answer(page.await, KnowledgeListing::from)
}

#[utoipa::path(get, path = "/knowledge/{id}", operation_id = "get_knowledge", tag = "knowledge",
    params(("id" = String, Path)), responses((status = 200, body = KnowledgeEntry)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::KnowledgeEntry>,
) -> ApiResult<Json<KnowledgeEntry>> {
    let found = state.database.read(move |c| {
        let entry = knowledge_base::get(c, id)?;
        Ok(KnowledgeEntry::of(entry, knowledge_base::chunks_of(c, id)?))
    });
    Ok(Json(found.await?))
}

#[utoipa::path(post, path = "/knowledge", operation_id = "create_knowledge", tag = "knowledge",
    request_body = NewKnowledge, responses((status = 201, body = KnowledgeEntry)))]
pub async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewKnowledge>,
) -> ApiResult<Response> {
    let terms = body.into();
    let made = state.act(caller, move |tx| {
        let entry = knowledge_base::create(tx, terms)?;
        let chunks = knowledge_base::chunks_of(tx.sql(), entry.id)?;
        Ok(KnowledgeEntry::of(entry, chunks))
    });
    Ok((StatusCode::CREATED, made.await?).into_response())
}

#[utoipa::path(patch, path = "/knowledge/{id}", operation_id = "change_knowledge", tag = "knowledge",
    params(("id" = String, Path)), request_body = KnowledgeChange, responses((status = 200, body = KnowledgeEntry)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::KnowledgeEntry>,
    Body(body): Body<KnowledgeChange>,
) -> ApiResult<Done<KnowledgeEntry>> {
    let changed = state.act(caller, move |tx| {
        let version = body.version;
        let terms = body.over(knowledge_base::get(tx.sql(), id)?.terms);
        let entry = knowledge_base::change(tx, id, terms, version)?;
        let chunks = knowledge_base::chunks_of(tx.sql(), id)?;
        Ok(KnowledgeEntry::of(entry, chunks))
    });
    Ok(changed.await?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AtVersion {
    version: i64,
}

#[utoipa::path(delete, path = "/knowledge/{id}", operation_id = "remove_knowledge", tag = "knowledge",
    params(("id" = String, Path), AtVersion), responses((status = 204)))]
pub async fn remove(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::KnowledgeEntry>,
    Params(at): Params<AtVersion>,
) -> ApiResult<Response> {
    let removed = state.act(caller, move |tx| knowledge_base::remove(tx, id, at.version));
    Ok(removed.await?.without_content())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct KnowledgeFile {
    /// What the owner's file is called.
    file_name: String,
    /// Two letters; without it, what the text looks like.
    language: Option<String>,
}

/// Makes a document of a file (Markdown, plain text, HTML, PDF or DOCX): the body is its bytes. A file of the same name as one
/// that was imported before becomes a new version of that.
#[utoipa::path(post, path = "/knowledge/files", operation_id = "import_knowledge", tag = "knowledge", params(KnowledgeFile),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = ImportedKnowledge), (status = 200, body = ImportedKnowledge)))]
pub async fn import(
    State(state): State<ApiState>,
    caller: Caller,
    Params(file): Params<KnowledgeFile>,
    RawBody(bytes): RawBody,
) -> ApiResult<Response> {
    let name = file.file_name.clone();
    let reading = tokio::task::spawn_blocking(move || {
        haberdash_files::document(&name, &bytes, &haberdash_files::Limits::of_documents())
    });
    let read = reading
        .await
        .map_err(|error| Error::caused(Code::Internal, "The file could not be read.", error))?
        .map_err(file_error)?;
    let terms = EntryTerms {
        kind: EntryKind::Document,
        title: read.title.unwrap_or_else(|| name_without_ending(&file.file_name)),
        wordings: Vec::new(),
        language: file.language.unwrap_or_else(|| knowledge_base::language_of(&read.text)),
        body: read.text,
        format: if read.is_markdown { Format::Markdown } else { Format::Plain },
        source: Some(file.file_name),
        enabled: true,
    };
    let done = state.act(caller, move |tx| {
        let (entry, is_new) = knowledge_base::import(tx, terms)?;
        let chunks = knowledge_base::chunks_of(tx.sql(), entry.id)?;
        Ok((is_new, KnowledgeEntry::of(entry, chunks)))
    });
    let done = done.await?;
    let status = if done.value.0 { StatusCode::CREATED } else { StatusCode::OK };
    let answer = done.map(|(is_new, entry)| ImportedKnowledge { entry, is_new });
    Ok((status, answer).into_response())
}

fn name_without_ending(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let title: String = stem.replace(['_', '-'], " ").chars().take(200).collect();
    if title.trim().is_empty() { file_name.chars().take(200).collect() } else { title }
}

/// Tries a question: what is found, why, and what the assistant would say to somebody whom it does not know.
#[utoipa::path(post, path = "/knowledge/try", operation_id = "try_knowledge", tag = "knowledge",
    request_body = KnowledgeQuestion, responses((status = 200, body = KnowledgeTrial)))]
pub async fn try_question(
    State(state): State<ApiState>,
    Body(body): Body<KnowledgeQuestion>,
) -> ApiResult<Json<KnowledgeTrial>> {
    let now = state.database.clock().now();
    let searcher = state.searcher.clone();
    let tried =
        state.database.read(move |c| knowledge_base::try_question(c, &searcher, &body.question, now)).await?;
    Ok(Json(tried.into()))
}
