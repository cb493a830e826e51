//! Model files: the list, downloads, the owner's own copies.

use axum::Json;
use axum::body::Body as RawBody;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use futures::StreamExt;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::wire::{ModelFile, ModelFiles, ModelImport};
use crate::care::recovery::blocking;
use crate::http::extract::Body;
use crate::http::problem::{ApiError, ApiResult};

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(download, cancel))
        .routes(routes!(pause))
        .routes(routes!(install, delete))
        .routes(routes!(import))
}

/// Every model file that this system can use, and how it stands.
#[utoipa::path(get, path = "/models", operation_id = "list_models", tag = "models",
    responses((status = 200, body = ModelFiles)))]
pub async fn list(State(state): State<ApiState>) -> ApiResult<Json<ModelFiles>> {
    let items = state.models.list().await?.into_iter().map(ModelFile::from).collect();
    let computer_memory = state.models.memory();
    Ok(Json(ModelFiles { items, computer_memory, meaning: state.meaning.now().into() }))
}

/// Downloads a model file in the background: begins, goes on after a pause, or tries again now.
#[utoipa::path(post, path = "/models/{id}/download", operation_id = "download_model", tag = "models",
    params(("id" = String, Path)), responses((status = 200, body = ModelFile)))]
pub async fn download(State(state): State<ApiState>, Path(id): Path<String>) -> ApiResult<Json<ModelFile>> {
    Ok(Json(state.models.download(&id).await?.into()))
}

/// Stops a download; what came is kept.
#[utoipa::path(post, path = "/models/{id}/pause", operation_id = "pause_model_download", tag = "models",
    params(("id" = String, Path)), responses((status = 200, body = ModelFile)))]
pub async fn pause(State(state): State<ApiState>, Path(id): Path<String>) -> ApiResult<Json<ModelFile>> {
    Ok(Json(state.models.pause(&id).await?.into()))
}

/// Stops a download; what came is removed.
#[utoipa::path(delete, path = "/models/{id}/download", operation_id = "cancel_model_download", tag = "models",
    params(("id" = String, Path)), responses((status = 200, body = ModelFile)))]
pub async fn cancel(State(state): State<ApiState>, Path(id): Path<String>) -> ApiResult<Json<ModelFile>> {
    Ok(Json(state.models.cancel(&id).await?.into()))
}

/// Installs a model from the owner's own copy: the body is its bytes. Another file than the listed one is refused.
#[utoipa::path(put, path = "/models/{id}/file", operation_id = "install_model", tag = "models",
    params(("id" = String, Path)), request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = ModelFile)))]
pub async fn install(
    State(state): State<ApiState>,
    Path(id): Path<String>,
    body: RawBody,
) -> ApiResult<Json<ModelFile>> {
    let mut upload = state.models.upload(&id).await?;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| {
            let detail = "The file broke off before it was whole. Nothing was kept.";
            ApiError::new(haberdash_core::Code::Malformed, detail)
        })?;
        upload = blocking(move || {
            upload.write(&chunk)?;
            Ok(upload)
        })
        .await?;
    }
    blocking(move || upload.finish()).await?;
    Ok(Json(state.models.told(&id).await?.into()))
}

/// Copies a model file of the owner's own from elsewhere on this computer.
#[utoipa::path(post, path = "/models/import", operation_id = "import_model", tag = "models",
    request_body = ModelImport, responses((status = 200, body = ModelFile)))]
pub async fn import(
    State(state): State<ApiState>,
    Body(body): Body<ModelImport>,
) -> ApiResult<Json<ModelFile>> {
    Ok(Json(state.models.import(body.path.trim().into()).await?.into()))
}

/// Removes a model file. What has read it already goes on with it until the program's next start.
#[utoipa::path(delete, path = "/models/{id}/file", operation_id = "delete_model", tag = "models",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn delete(State(state): State<ApiState>, Path(id): Path<String>) -> ApiResult<StatusCode> {
    state.models.delete(&id).await?;
    Ok(StatusCode::NO_CONTENT)
}
