//! Documents: issuing, listing, printing; their look tried out.

use axum::Json;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use haberdash_core::database::Connection;
use haberdash_core::documents::{self, Content, IssuedDocument};
use haberdash_core::settings::{self, Document as _, DocumentSettings, ShopProfile};
use haberdash_core::{Code, Error, Id, blobs, id};
use haberdash_documents::{Copy, Pictures, SampleLook};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{answer, page_request};
use super::wire::{
    ContactId, Document, DocumentKind, DocumentLanguage, DocumentPaper, DocumentPreview, Logo, NewDocument,
    OrderId, Page, PageImages,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId, RawBody, read_json};
use crate::http::problem::{ApiError, ApiResult};
use crate::pictures;

/// The most pages that are drawn as pictures.
const MOST_PAGES: usize = 20;
/// A logo's bytes, and the longer side of one made of pixels.
const LARGEST_LOGO: usize = 2 * 1024 * 1024;
const LONGEST_LOGO_SIDE: u32 = 4000;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(upload_logo))
        .layer(DefaultBodyLimit::max(LARGEST_LOGO))
        .routes(routes!(logo))
        .routes(routes!(issue))
        .routes(routes!(list))
        .routes(routes!(preview))
        .routes(routes!(show))
        .routes(routes!(pdf))
        .routes(routes!(pages))
}

/// Issues a document of an order: 201. What says the same was issued before is that document: 200.
#[utoipa::path(post, path = "/orders/{id}/documents", operation_id = "issue_document", tag = "documents",
    params(("id" = String, Path)), request_body = NewDocument,
    responses((status = 201, body = Document), (status = 200, body = Document)))]
pub async fn issue(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<NewDocument>,
) -> ApiResult<Response> {
    let request = body.into();
    let done = state.act(caller, move |tx| documents::issue(tx, id, &request)).await?;
    let status = if done.value.is_new { StatusCode::CREATED } else { StatusCode::OK };
    let answer: Done<Document> = done.map(|issued| issued.document.into());
    Ok((status, answer).into_response())
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListDocuments {
    #[param(inline)]
    kind: Option<DocumentKind>,
    #[param(value_type = Option<String>)]
    order_id: Option<OrderId>,
    #[param(value_type = Option<String>)]
    contact_id: Option<ContactId>,
    year: Option<i16>,
    /// A part of a number, a running number, or a whole order number.
    search: Option<String>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Documents, the newest first.
#[utoipa::path(get, path = "/documents", operation_id = "list_documents", tag = "documents",
    params(ListDocuments), responses((status = 200, body = Page<Document>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListDocuments>,
) -> ApiResult<Json<Page<Document>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter = documents::DocumentFilter {
        kind: params.kind.map(Into::into),
        order_id: params.order_id.map(|id| id.0),
        contact_id: params.contact_id.map(|id| id.0),
        year: params.year,
        text: params.search,
    };
    let page = state.database.read(move |c| documents::list(c, &filter, &request));
    answer(page.await, Document::from)
}

#[utoipa::path(get, path = "/documents/{id}", operation_id = "get_document", tag = "documents",
    params(("id" = String, Path)), responses((status = 200, body = Document)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Document>,
) -> ApiResult<Json<Document>> {
    Ok(Json(state.database.read(move |c| documents::get(c, id)).await?.into()))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PrintDocument {
    /// To be saved, not shown.
    download: Option<bool>,
    /// A copy in another language.
    #[param(inline)]
    language: Option<DocumentLanguage>,
    /// A copy on other paper.
    #[param(inline)]
    paper: Option<DocumentPaper>,
}

impl PrintDocument {
    fn copy(&self) -> Copy {
        Copy { language: self.language.map(Into::into), paper: self.paper.map(Into::into) }
    }
}

/// The document as PDF: the same bytes each time.
#[utoipa::path(get, path = "/documents/{id}/pdf", operation_id = "get_document_pdf", tag = "documents",
    params(("id" = String, Path), PrintDocument), responses((status = 200, content_type = "application/pdf", body = Vec<u8>)))]
pub async fn pdf(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Document>,
    Params(params): Params<PrintDocument>,
) -> ApiResult<Response> {
    let copy = params.copy();
    let (document, content, pictures) = state.database.read(move |c| stored(c, id)).await?;
    let bytes = typeset(move || haberdash_documents::pdf(&content, copy, &pictures)).await?;
    Ok(pdf_answer(bytes, &document.file_name(), params.download.unwrap_or_default()))
}

/// The document's pages as pictures, for the screen and for printers.
#[utoipa::path(get, path = "/documents/{id}/pages", operation_id = "get_document_pages", tag = "documents",
    params(("id" = String, Path), PrintDocument), responses((status = 200, body = PageImages)))]
pub async fn pages(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Document>,
    Params(params): Params<PrintDocument>,
) -> ApiResult<Json<PageImages>> {
    let copy = params.copy();
    let (_, content, pictures) = state.database.read(move |c| stored(c, id)).await?;
    let pages = typeset(move || haberdash_documents::pages(&content, copy, &pictures, MOST_PAGES)).await?;
    Ok(Json(pages.into()))
}

/// A document with invented content, as these settings would make it. No number is taken.
#[utoipa::path(post, path = "/documents/preview", operation_id = "preview_document", tag = "documents",
    request_body = DocumentPreview, responses((status = 200, body = PageImages)))]
pub async fn preview(
    State(state): State<ApiState>,
    Body(body): Body<DocumentPreview>,
) -> ApiResult<Json<PageImages>> {
    let edited: Option<DocumentSettings> = match &body.settings {
        Some(value) => {
            Some(read_json(value.to_string().as_bytes()).map_err(|error| error.under("settings"))?)
        }
        None => None,
    };
    if let Some(edited) = &edited {
        edited.validate().map_err(|error| ApiError::from(error).under("settings"))?;
    }
    let kind = body.kind.into();
    let now = state.database.clock().now();
    let copy = Copy { language: body.language.map(Into::into), paper: body.paper.map(Into::into) };
    let (content, pictures) = state
        .database
        .read(move |c| {
            let own = documents::draft(c, kind, edited, now)?;
            let content = haberdash_documents::sample(
                kind,
                SampleLook {
                    number: own.number,
                    today: own.issued_on,
                    currency: settings::get::<ShopProfile>(c)?.value.currency,
                    language: own.language,
                    paper: own.paper,
                    look: own.look,
                    seller: own.seller,
                    notes: own.notes,
                    due_on: own.due_on,
                },
            );
            let pictures = pictures_of(c, &content)?;
            Ok((content, pictures))
        })
        .await?;
    let pages = typeset(move || haberdash_documents::pages(&content, copy, &pictures, 2)).await?;
    Ok(Json(pages.into()))
}

/// Keeps a logo: the body is its bytes (PNG, JPEG, WebP, GIF or SVG).
#[utoipa::path(put, path = "/documents/logo", operation_id = "upload_logo", tag = "documents",
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 200, body = Logo)))]
pub async fn upload_logo(State(state): State<ApiState>, RawBody(bytes): RawBody) -> ApiResult<Json<Logo>> {
    let media_type = if is_drawing(&bytes) {
        "image/svg+xml"
    } else {
        let seen = pictures::look(&bytes)?;
        if seen.width.max(seen.height) > LONGEST_LOGO_SIDE {
            let detail = format!(
                "A logo may be {LONGEST_LOGO_SIDE} pixels wide and high at most. Make it smaller and try again."
            );
            return Err(ApiError::new(Code::Invalid, detail));
        }
        seen.media_type
    };
    let logo = state.database.write(move |tx| blobs::put(tx, media_type, &bytes)).await?;
    Ok(Json(Logo { logo }))
}

/// An uploaded logo's bytes.
#[utoipa::path(get, path = "/documents/logo/{hash}", operation_id = "get_logo", tag = "documents",
    params(("hash" = String, Path)), responses((status = 200, content_type = "image/*", body = Vec<u8>)))]
pub async fn logo(State(state): State<ApiState>, Path(hash): Path<String>) -> ApiResult<Response> {
    let blob = state.database.read(move |c| blobs::get(c, &hash)).await?;
    if !blob.media_type.starts_with("image/") {
        return Err(Error::not_found("logo").into());
    }
    let media_type = HeaderValue::from_str(&blob.media_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let kept = HeaderValue::from_static("private, max-age=31536000, immutable");
    Ok(([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, kept)], blob.bytes).into_response())
}

/// Whether the bytes begin as an SVG drawing does.
fn is_drawing(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).into_owned();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<svg")
        || (head.starts_with("<?xml") || head.starts_with("<!--")) && head.contains("<svg")
}

fn stored(
    c: &Connection,
    id: Id<id::Document>,
) -> haberdash_core::Result<(IssuedDocument, Content, Pictures)> {
    let document = documents::get(c, id)?;
    let content = documents::content(c, id)?;
    let pictures = pictures_of(c, &content)?;
    Ok((document, content, pictures))
}

/// A picture that is gone is left out.
fn pictures_of(c: &Connection, content: &Content) -> haberdash_core::Result<Pictures> {
    let mut pictures = Pictures::new();
    for hash in haberdash_documents::pictures_of(content) {
        match blobs::get(c, &hash) {
            Ok(blob) => {
                pictures.insert(hash, blob.bytes);
            }
            Err(error) if error.code == Code::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(pictures)
}

/// Typesetting takes a good part of a second of one core: never on the threads that serve.
pub(super) async fn typeset<T: Send + 'static>(
    make: impl FnOnce() -> haberdash_documents::Result<T> + Send + 'static,
) -> ApiResult<T> {
    let made = tokio::task::spawn_blocking(make)
        .await
        .map_err(|error| Error::caused(Code::Internal, "The document could not be made.", error))?;
    Ok(made.map_err(|error| Error::caused(Code::Internal, "The document could not be made.", error))?)
}

/// A PDF with its name. Its name is ASCII without quotes, see `IssuedDocument::file_name`.
pub(super) fn pdf_answer(bytes: Vec<u8>, file_name: &str, download: bool) -> Response {
    let kind = if download { "attachment" } else { "inline" };
    let disposition = HeaderValue::from_str(&format!("{kind}; filename=\"{file_name}\""))
        .unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    (headers, bytes).into_response()
}
