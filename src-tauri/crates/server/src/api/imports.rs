//! Imports: a file is taken up, looked at, checked, imported, and taken back.

use axum::Json;
use axum::body::Body as RawBody;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use haberdash_core::imports as rules;
use haberdash_core::{Code, Error, Id, Result, WriteTx, id};
use haberdash_files::Kind;
use serde::Deserialize;
use utoipa::IntoParams;

use super::paging::{answer, page_request};
use super::wire::{
    Import, ImportKind, ImportOutcome, ImportPreview, ImportRow, ImportSetup, Page, PendingImages, field,
};
use super::{ApiState, wire};
use crate::care::imports::{self, Desk, Reading, Upload};
use crate::care::recovery::blocking;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::{ApiError, ApiResult};

/// The largest file that is taken, in bytes.
const LARGEST_FILE: u64 = 4 << 30;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NewFile {
    /// What the owner's file is called.
    file_name: String,
}

/// Takes up a file: the body is its bytes, as they are. It is looked at, and nothing is imported.
#[utoipa::path(post, path = "/imports", operation_id = "create_import", tag = "imports", params(NewFile),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses((status = 201, body = Import)))]
pub async fn create(
    State(state): State<ApiState>,
    Params(params): Params<NewFile>,
    body: RawBody,
) -> ApiResult<(StatusCode, Json<Import>)> {
    let id: Id<id::Import> = state.database.write(|tx| Ok(tx.new_id())).await?;
    let desk = Desk::of(&state.about.data_dir, id);
    if let Err(error) = receive(&desk, body).await {
        desk.clear();
        return Err(error);
    }
    let (database, data_dir) = (state.database.clone(), state.about.data_dir.clone());
    let taken = blocking(move || imports::take_up(&database, &data_dir, id, &params.file_name)).await?;
    Ok((StatusCode::CREATED, Json(shown(&state, taken).await?)))
}

/// Writes the body to the disk as it comes.
async fn receive(desk: &Desk, body: RawBody) -> ApiResult<()> {
    let at = desk.clone();
    let mut upload = blocking(move || Upload::create(&at, LARGEST_FILE)).await?;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| {
            ApiError::new(Code::Malformed, "The file broke off before it was whole. Nothing was kept.")
        })?;
        upload = blocking(move || {
            upload.write(&chunk)?;
            Ok(upload)
        })
        .await?;
    }
    Ok(blocking(move || upload.finish()).await?)
}

async fn shown(state: &ApiState, import: rules::Import) -> Result<Import> {
    let mut wire = Import::try_from(import)?;
    if let Some(archive) = &mut wire.archive {
        archive.now = Some(state.database.read(haberdash_core::backups::contents).await?.into());
    }
    Ok(wire)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListImports {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Imports, the newest first.
#[utoipa::path(get, path = "/imports", operation_id = "list_imports", tag = "imports", params(ListImports),
    responses((status = 200, body = Page<Import>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListImports>,
) -> ApiResult<Json<Page<Import>>> {
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| rules::list(c, &request)).await?;
    let items = page.items.into_iter().map(Import::try_from).collect::<Result<_>>()?;
    Ok(Json(Page { items, next_cursor: page.next.map(|cursor| cursor.to_string()) }))
}

#[utoipa::path(get, path = "/imports/{id}", operation_id = "get_import", tag = "imports",
    params(("id" = String, Path)), responses((status = 200, body = Import)))]
pub async fn show(State(state): State<ApiState>, PathId(id): PathId<id::Import>) -> ApiResult<Json<Import>> {
    let import = state.database.read(move |c| rules::get(c, id)).await?;
    Ok(Json(shown(&state, import).await?))
}

/// Says how the file is read and imported. A check made before is void.
#[utoipa::path(put, path = "/imports/{id}/setup", operation_id = "set_up_import", tag = "imports",
    params(("id" = String, Path)), request_body = ImportSetup, responses((status = 200, body = Import)))]
pub async fn set_up(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Import>,
    Body(setup): Body<ImportSetup>,
) -> ApiResult<Json<Import>> {
    let import = state.database.read(move |c| rules::get(c, id)).await?;
    // Before anything is rewritten: an import at work keeps its file.
    import.state.after(rules::Act::SetUp)?;
    let data_dir = state.about.data_dir.clone();
    let (kind, reading, options) = blocking(move || read_setup(&data_dir, &import, &setup)).await?;
    let version = setup_version(&state, id).await?;
    let changed =
        state.database.write(move |tx| rules::set_up(tx, id, version, kind, reading, options)).await?;
    Ok(Json(shown(&state, changed).await?))
}

async fn setup_version(state: &ApiState, id: Id<id::Import>) -> Result<i64> {
    Ok(state.database.read(move |c| rules::get(c, id)).await?.version)
}

fn read_setup(
    data_dir: &std::path::Path,
    import: &rules::Import,
    setup: &ImportSetup,
) -> Result<(rules::ImportKind, serde_json::Value, rules::ImportOptions)> {
    if setup.version != import.version {
        return Err(Error::new(Code::Conflict, "This import was changed meanwhile. Look at it again."));
    }
    let mut prepared = Reading::of(import)?.table()?.clone();
    let options = setup.options.as_ref();
    if let Some(sheet) = options.and_then(|options| options.sheet.as_deref())
        && prepared.sheet.as_deref() != Some(sheet)
    {
        prepared = imports::choose_sheet(data_dir, import, sheet)?;
    }
    match setup.kind {
        Some(ImportKind::Archive) => {
            return Err(Error::invalid("This file holds no whole shop.").at("kind"));
        }
        Some(kind) => {
            let kind = if kind == ImportKind::Contacts { Kind::Contacts } else { Kind::Products };
            if prepared.layout.kind != kind {
                if !prepared.mapping_needed() {
                    return Err(Error::invalid("The format of this file says what it holds.").at("kind"));
                }
                let samples: Vec<Vec<String>> =
                    prepared.columns.iter().map(|column| column.samples.clone()).collect();
                prepared.layout.kind = kind;
                prepared.kind = kind;
                prepared.layout.mapping =
                    haberdash_files::guess_mapping(kind, &prepared.layout.names, &samples);
            }
        }
        None => {}
    }
    for (place, column) in setup.mapping.iter().flatten().enumerate() {
        let index = usize::try_from(column.column).unwrap_or(usize::MAX);
        let wanted = match &column.field {
            None => None,
            Some(id) => Some(field(prepared.layout.kind, id, place)?),
        };
        let slot = prepared.layout.mapping.get_mut(index).ok_or_else(|| {
            Error::invalid("There is no such column.").at(format!("mapping[{place}].column"))
        })?;
        *slot = wanted;
    }
    if let Some(options) = options {
        prepared.layout.decimal = options.decimal();
    }
    if let Err(problems) = prepared.layout.check()
        && let Some(problem) = problems.into_iter().next()
    {
        return Err(Error::invalid(problem.text).at("mapping"));
    }
    let kind = imports::kind(prepared.layout.kind);
    let rules = match options {
        Some(options) => options.rules()?,
        None => import.options.clone(),
    };
    Ok((kind, serde_json::to_value(Reading::Table(Box::new(prepared)))?, rules))
}

/// One of the acts that only change the state.
async fn act(
    state: &ApiState,
    id: Id<id::Import>,
    act: impl FnOnce(&mut WriteTx<'_>, Id<id::Import>) -> Result<rules::Import> + Send + 'static,
) -> ApiResult<Json<Import>> {
    let import = state.database.write(move |tx| act(tx, id)).await?;
    Ok(Json(shown(state, import).await?))
}

/// The dry run: what would become of each entry. A job does it.
#[utoipa::path(post, path = "/imports/{id}/check", operation_id = "check_import", tag = "imports",
    params(("id" = String, Path)), responses((status = 200, body = Import)))]
pub async fn check(State(state): State<ApiState>, PathId(id): PathId<id::Import>) -> ApiResult<Json<Import>> {
    act(&state, id, |tx, id| {
        if rules::get(tx.sql(), id)?.kind == rules::ImportKind::Archive {
            return Err(Error::new(Code::Conflict, "A whole shop needs no check: start it."));
        }
        rules::check(tx, id)
    })
    .await
}

/// Imports, or goes on with it. The shop is backed up before. A whole shop takes the place of the present one.
#[utoipa::path(post, path = "/imports/{id}/start", operation_id = "start_import", tag = "imports",
    params(("id" = String, Path)), responses((status = 200, body = Import)))]
pub async fn start(State(state): State<ApiState>, PathId(id): PathId<id::Import>) -> ApiResult<Json<Import>> {
    let import = state.database.read(move |c| rules::get(c, id)).await?;
    if import.kind != rules::ImportKind::Archive {
        return act(&state, id, rules::start).await;
    }
    let (data_dir, reopen) = (state.about.data_dir.clone(), state.about.reopen.clone());
    blocking(move || crate::care::archive::stage(&data_dir, &Desk::of(&data_dir, id).upload())).await?;
    reopen.notify_one();
    Ok(Json(shown(&state, import).await?))
}

#[utoipa::path(post, path = "/imports/{id}/pause", operation_id = "pause_import", tag = "imports",
    params(("id" = String, Path)), responses((status = 200, body = Import)))]
pub async fn pause(State(state): State<ApiState>, PathId(id): PathId<id::Import>) -> ApiResult<Json<Import>> {
    act(&state, id, rules::pause).await
}

/// Stops a check, or an import for good. What was imported stays and can be taken back.
#[utoipa::path(post, path = "/imports/{id}/cancel", operation_id = "cancel_import", tag = "imports",
    params(("id" = String, Path)), responses((status = 200, body = Import)))]
pub async fn cancel(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Import>,
) -> ApiResult<Json<Import>> {
    act(&state, id, rules::cancel).await
}

/// Takes the whole import back. What was changed since stays.
#[utoipa::path(post, path = "/imports/{id}/undo", operation_id = "undo_import", tag = "imports",
    params(("id" = String, Path)), responses((status = 200, body = Import)))]
pub async fn undo(State(state): State<ApiState>, PathId(id): PathId<id::Import>) -> ApiResult<Json<Import>> {
    act(&state, id, rules::undo).await
}

/// Forgets an import and its file. What was imported stays.
#[utoipa::path(delete, path = "/imports/{id}", operation_id = "delete_import", tag = "imports",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn delete(State(state): State<ApiState>, PathId(id): PathId<id::Import>) -> ApiResult<StatusCode> {
    state.database.write(move |tx| rules::delete(tx, id)).await?;
    let desk = Desk::of(&state.about.data_dir, id);
    blocking(move || {
        desk.clear();
        Ok(())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListRows {
    #[param(inline)]
    outcome: Option<ImportOutcome>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What becomes of each entry: as planned until the import is started, then as it was done. What stays as it is has no row.
#[utoipa::path(get, path = "/imports/{id}/rows", operation_id = "list_import_rows", tag = "imports",
    params(("id" = String, Path), ListRows), responses((status = 200, body = Page<ImportRow>)))]
pub async fn rows(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Import>,
    Params(params): Params<ListRows>,
) -> ApiResult<Json<Page<ImportRow>>> {
    let request = page_request(params.cursor, params.limit)?;
    let outcome = params.outcome.map(Into::into);
    let page = state.database.read(move |c| rules::rows(c, id, outcome, &request));
    answer(page.await, ImportRow::from)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewRows {
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// The file's first rows as they are read.
#[utoipa::path(get, path = "/imports/{id}/preview", operation_id = "preview_import", tag = "imports",
    params(("id" = String, Path), PreviewRows), responses((status = 200, body = ImportPreview)))]
pub async fn preview(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Import>,
    Params(params): Params<PreviewRows>,
) -> ApiResult<Json<ImportPreview>> {
    let count = super::paging::page_limit(params.limit.or(Some(20)))?;
    let import = state.database.read(move |c| rules::get(c, id)).await?;
    let data_dir = state.about.data_dir.clone();
    let preview = blocking(move || {
        let columns = Reading::of(&import)?.table()?.layout.names.clone();
        Ok(ImportPreview { columns, rows: imports::preview(&data_dir, &import, count)? })
    });
    Ok(Json(preview.await?))
}

/// The rejected rows as they came, with the reason beside each: corrected, they can be imported again.
#[utoipa::path(get, path = "/imports/{id}/rejected", operation_id = "get_rejected_rows", tag = "imports",
    params(("id" = String, Path)), responses((status = 200, content_type = "text/csv", body = Vec<u8>)))]
pub async fn rejected(State(state): State<ApiState>, PathId(id): PathId<id::Import>) -> ApiResult<Response> {
    let import = state.database.read(move |c| rules::get(c, id)).await?;
    let (database, data_dir) = (state.database.clone(), state.about.data_dir.clone());
    let (name, bytes) = blocking(move || {
        let format = Reading::of(&import)?.table()?.layout.format;
        let stem = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
        let name = format!("{stem} - rejected.{}", imports::rejected_extension(format));
        let mut bytes = Vec::new();
        imports::write_rejected(&database, &data_dir, &import, &mut bytes)?;
        Ok((name, bytes))
    })
    .await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, wire::attachment(&name)),
    ];
    Ok((headers, bytes).into_response())
}

/// How many pictures that files only named wait to be fetched.
#[utoipa::path(get, path = "/imports/pending-images", operation_id = "count_pending_images", tag = "imports",
    responses((status = 200, body = PendingImages)))]
pub async fn pending_images(State(state): State<ApiState>) -> ApiResult<Json<PendingImages>> {
    let count = state.database.read(rules::count_pending_images).await?;
    Ok(Json(PendingImages { count: wire::count(count) }))
}

/// Fetches the pictures that files only named, and tries those that failed once more. Needs the network.
#[utoipa::path(post, path = "/imports/pending-images/fetch", operation_id = "fetch_pending_images", tag = "imports",
    responses((status = 202, body = PendingImages)))]
pub async fn fetch_images(State(state): State<ApiState>) -> ApiResult<(StatusCode, Json<PendingImages>)> {
    let count = state.database.write(rules::fetch_images).await?;
    Ok((StatusCode::ACCEPTED, Json(PendingImages { count: wire::count(count) })))
}
