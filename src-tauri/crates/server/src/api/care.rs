//! Backups, restoring, and the check of the shop's file.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use haberdash_core::backups::{self as rules, BackupSettings, Reason};
use haberdash_core::database::Inspection;
use haberdash_core::jobs::{self, JobKind, JobState, NewJob, Work};
use haberdash_core::settings;
use haberdash_core::{Clock, Code, Error};

use super::ApiState;
use super::wire::{BackingUp, BackupPreview, Backups, CheckResult, Recovery, Restoring, Time};
use crate::care::backups;
use crate::care::recovery::blocking;
use crate::http::problem::ApiResult;

/// Whether the shop's file is damaged and a backup must be restored. While it is, only this and the backups answer.
#[utoipa::path(get, path = "/recovery", operation_id = "get_recovery", tag = "care", responses((status = 200, body = Recovery)))]
pub async fn recovery() -> Json<Recovery> {
    Json(Recovery { needed: false, detail: None, kept_as: None })
}

/// The backups, the newest first.
#[utoipa::path(get, path = "/backups", operation_id = "list_backups", tag = "care", responses((status = 200, body = Backups)))]
pub async fn list(State(state): State<ApiState>) -> ApiResult<Json<Backups>> {
    let told = blocking(move || {
        let (database, data_dir) = (&state.database, &state.about.data_dir);
        let shelf = backups::shelf(database, data_dir)?;
        let (settings, last, running) = database.read_blocking(|connection| {
            let at_work = jobs::list(connection, JobState::Running, None, 200)?;
            Ok((
                settings::get::<BackupSettings>(connection)?.value,
                rules::last(connection)?,
                at_work.iter().any(|job| job.kind == JobKind::BackUp),
            ))
        })?;
        let mut told = Backups::of(&shelf, shelf.list());
        told.automatic = settings.automatic;
        told.next_at = if settings.automatic { Some(Time(backups::due(database, data_dir)?)) } else { None };
        told.last_error = last.error;
        told.running = running;
        Ok(told)
    });
    Ok(Json(told.await?))
}

/// Makes a backup now, as a job.
#[utoipa::path(post, path = "/backups", operation_id = "make_backup", tag = "care", responses((status = 202, body = BackingUp)))]
pub async fn make(State(state): State<ApiState>) -> ApiResult<(StatusCode, Json<BackingUp>)> {
    let work = Work::BackUp { reason: Reason::Manual };
    state.database.write(move |tx| jobs::enqueue(tx, &NewJob::at(tx.now(), work)).map(|_| ())).await?;
    Ok((StatusCode::ACCEPTED, Json(BackingUp { running: true })))
}

/// What a backup holds, beside the shop as it is.
#[utoipa::path(get, path = "/backups/{name}", operation_id = "preview_backup", tag = "care",
    params(("name" = String, Path)), responses((status = 200, body = BackupPreview)))]
pub async fn preview(
    State(state): State<ApiState>,
    Path(name): Path<String>,
) -> ApiResult<Json<BackupPreview>> {
    let told = blocking(move || {
        let shelf = backups::shelf(&state.database, &state.about.data_dir)?;
        let preview = backups::preview(&shelf, &name)?;
        Ok(BackupPreview::of(preview, Some(backups::present(&state.database)?)))
    });
    Ok(Json(told.await?))
}

/// Puts a backup in the shop's place. The present shop becomes a backup itself; then the shop is opened anew.
#[utoipa::path(post, path = "/backups/{name}/restore", operation_id = "restore_backup", tag = "care",
    params(("name" = String, Path)), responses((status = 202, body = Restoring)))]
pub async fn restore(
    State(state): State<ApiState>,
    Path(name): Path<String>,
) -> ApiResult<(StatusCode, Json<Restoring>)> {
    let reopen = state.about.reopen.clone();
    blocking(move || {
        let shelf = backups::shelf(&state.database, &state.about.data_dir)?;
        backups::restore(&shelf, &state.about.data_dir, &name)
    })
    .await?;
    reopen.notify_one();
    Ok((StatusCode::ACCEPTED, Json(Restoring { restoring: true })))
}

/// Deletes a backup.
#[utoipa::path(delete, path = "/backups/{name}", operation_id = "delete_backup", tag = "care",
    params(("name" = String, Path)), responses((status = 204)))]
pub async fn delete(State(state): State<ApiState>, Path(name): Path<String>) -> ApiResult<StatusCode> {
    blocking(move || {
        let shelf = backups::shelf(&state.database, &state.about.data_dir)?;
        backups::delete(&shelf, &name)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Looks through the whole file: whether SQLite finds it whole, entries belong to something, and stock is what its ledger
/// says. Takes seconds on a large shop.
#[utoipa::path(post, path = "/check", operation_id = "check_shop", tag = "care", responses((status = 200, body = CheckResult)))]
pub async fn check(State(state): State<ApiState>) -> ApiResult<Json<CheckResult>> {
    let checked_at = state.database.clock().now();
    let findings = blocking(move || {
        let file = Inspection::open(&state.about.data_dir)?
            .ok_or_else(|| Error::new(Code::NotFound, "The shop's file is not there."))?;
        file.findings()
    });
    let findings = findings.await?;
    Ok(Json(CheckResult { ok: findings.is_empty(), findings, checked_at: Time(checked_at) }))
}
