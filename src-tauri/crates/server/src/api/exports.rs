//! Exports: a file is asked for, a job writes it, and it is fetched.

use axum::Json;
use axum::body::Body as RawBody;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::stream;
use haberdash_core::{Code, Error, exports as rules, id};
use serde::Deserialize;
use tokio::io::AsyncReadExt as _;
use utoipa::IntoParams;

use super::paging::{answer, page_request};
use super::wire::{Export, NewExport, Page};
use super::{ApiState, wire};
use crate::care::exports;
use crate::care::recovery::blocking;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

/// Asks for a file. A job writes it.
#[utoipa::path(post, path = "/exports", operation_id = "create_export", tag = "exports", request_body = NewExport,
    responses((status = 202, body = Export)))]
pub async fn create(
    State(state): State<ApiState>,
    Body(new): Body<NewExport>,
) -> ApiResult<(StatusCode, Json<Export>)> {
    let begun = move |tx: &mut haberdash_core::WriteTx<'_>| {
        rules::begin(tx, new.what.into(), new.format.into(), new.folder)
    };
    Ok((StatusCode::ACCEPTED, Json(state.database.write(begun).await?.into())))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListExports {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Exports, the newest first.
#[utoipa::path(get, path = "/exports", operation_id = "list_exports", tag = "exports", params(ListExports),
    responses((status = 200, body = Page<Export>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListExports>,
) -> ApiResult<Json<Page<Export>>> {
    let request = page_request(params.cursor, params.limit)?;
    answer(state.database.read(move |c| rules::list(c, &request)).await, Export::from)
}

#[utoipa::path(get, path = "/exports/{id}", operation_id = "get_export", tag = "exports",
    params(("id" = String, Path)), responses((status = 200, body = Export)))]
pub async fn show(State(state): State<ApiState>, PathId(id): PathId<id::Export>) -> ApiResult<Json<Export>> {
    Ok(Json(state.database.read(move |c| rules::get(c, id)).await?.into()))
}

/// The finished file.
#[utoipa::path(get, path = "/exports/{id}/file", operation_id = "get_export_file", tag = "exports",
    params(("id" = String, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>)))]
pub async fn file(State(state): State<ApiState>, PathId(id): PathId<id::Export>) -> ApiResult<Response> {
    let export = state.database.read(move |c| rules::get(c, id)).await?;
    let path = exports::path(&state.about.data_dir, &export)
        .ok_or_else(|| Error::new(Code::Conflict, "The file is not finished yet."))?;
    let file = tokio::fs::File::open(&path).await.map_err(|error| {
        Error::caused(Code::NotFound, "The file is no longer there. Export again.", error)
    })?;
    let name = export.file_name.unwrap_or_default();
    let mut headers = vec![
        (header::CONTENT_TYPE, mime_guess::from_path(&name).first_or_octet_stream().to_string()),
        (header::CONTENT_DISPOSITION, wire::attachment(&name)),
    ];
    if let Ok(about) = file.metadata().await {
        headers.push((header::CONTENT_LENGTH, about.len().to_string()));
    }
    let chunks = stream::try_unfold(file, |mut file| async move {
        let mut chunk = vec![0; 1 << 17];
        let read = file.read(&mut chunk).await?;
        chunk.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then_some((chunk, file)))
    });
    let mut response = RawBody::from_stream(chunks).into_response();
    for (name, value) in headers {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

/// Forgets an export and its file, where that lies in the shop's own folder.
#[utoipa::path(delete, path = "/exports/{id}", operation_id = "delete_export", tag = "exports",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn delete(State(state): State<ApiState>, PathId(id): PathId<id::Export>) -> ApiResult<StatusCode> {
    let export = state.database.write(move |tx| rules::delete(tx, id)).await?;
    let data_dir = state.about.data_dir.clone();
    blocking(move || {
        exports::clear(&data_dir, &export);
        Ok(())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
