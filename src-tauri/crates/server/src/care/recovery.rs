//! The API while the shop's file is damaged: the backups and restoring one, and nothing else. Never an empty shop.

use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router, middleware};
use haberdash_core::{Code, Error};
use tokio::sync::Notify;

use super::backups::{self, Shelf};
use crate::api::{PREFIX, wire};
use crate::http::auth;
use crate::http::problem::{ApiError, ApiResult};

/// What it needs to know.
#[derive(Clone)]
pub struct Recovery {
    pub data_dir: PathBuf,
    pub code: Code,
    /// What was found, for people.
    pub detail: String,
    /// Asks for the shop to be opened anew.
    pub reopen: Arc<Notify>,
}

impl Recovery {
    fn shelf(&self) -> Shelf {
        Shelf::remembered(&self.data_dir)
    }
}

/// The routes, closed to everybody whom no door has named.
pub fn router(recovery: Recovery) -> Router {
    let routes = Router::new()
        .route("/recovery", get(show))
        .route("/backups", get(list))
        .route("/backups/{name}", get(preview))
        .route("/backups/{name}/restore", axum::routing::post(restore))
        .fallback(damaged)
        .method_not_allowed_fallback(damaged)
        .layer(middleware::from_fn(auth::require_caller))
        .with_state(recovery);
    Router::new().nest(PREFIX, routes)
}

async fn show(State(recovery): State<Recovery>) -> Json<wire::Recovery> {
    Json(wire::Recovery { needed: true, detail: Some(recovery.detail), kept_as: Some("shop.sqlite".into()) })
}

async fn damaged(State(recovery): State<Recovery>) -> ApiError {
    ApiError::new(recovery.code, recovery.detail)
}

async fn list(State(recovery): State<Recovery>) -> ApiResult<Json<wire::Backups>> {
    let shelf = recovery.shelf();
    let listed = blocking(move || Ok(wire::Backups::of(&shelf, shelf.list()))).await?;
    Ok(Json(listed))
}

async fn preview(
    State(recovery): State<Recovery>,
    Path(name): Path<String>,
) -> ApiResult<Json<wire::BackupPreview>> {
    let shelf = recovery.shelf();
    let preview = blocking(move || backups::preview(&shelf, &name)).await?;
    Ok(Json(wire::BackupPreview::of(preview, None)))
}

async fn restore(
    State(recovery): State<Recovery>,
    Path(name): Path<String>,
) -> ApiResult<(StatusCode, Json<wire::Restoring>)> {
    let (shelf, data_dir) = (recovery.shelf(), recovery.data_dir.clone());
    blocking(move || backups::restore(&shelf, &data_dir, &name)).await?;
    recovery.reopen.notify_one();
    Ok((StatusCode::ACCEPTED, Json(wire::Restoring { restoring: true })))
}

/// Runs work on files on a thread that may block.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> haberdash_core::Result<T> + Send + 'static,
) -> haberdash_core::Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(Error::caused(Code::Internal, "The work ended unexpectedly.", error)),
    }
}
