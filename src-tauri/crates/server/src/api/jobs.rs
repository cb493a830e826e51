//! Work that the program does by itself.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use haberdash_core::{id, jobs};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::paging::{answer, page_request};
use super::wire::{Job, JobState, Page};
use crate::http::extract::{Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListJobs {
    /// Those that gave up when left out.
    #[param(inline)]
    state: Option<JobState>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Jobs in one state, the oldest first.
#[utoipa::path(get, path = "/jobs", operation_id = "list_jobs", tag = "jobs",
    params(ListJobs), responses((status = 200, body = Page<Job>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListJobs>,
) -> ApiResult<Json<Page<Job>>> {
    let request = page_request(params.cursor, params.limit)?;
    let wanted = params.state.unwrap_or(JobState::Dead);
    let page = state.database.read(move |connection| {
        let after = request.key()?;
        let limit = u32::try_from(request.rows_to_fetch()).unwrap_or(1);
        let rows = jobs::list(connection, wanted.into(), after, limit)?;
        request.page(rows, |job| job.id)
    });
    answer(page.await, Job::from)
}

/// Tries a job again that gave up. When the same work waits already, the one that gave up just goes.
#[utoipa::path(post, path = "/jobs/{id}/retry", operation_id = "retry_job", tag = "jobs",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn retry(State(state): State<ApiState>, PathId(id): PathId<id::Job>) -> ApiResult<StatusCode> {
    state.database.write(move |tx| jobs::retry(tx, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Discards a job that gave up.
#[utoipa::path(delete, path = "/jobs/{id}", operation_id = "discard_job", tag = "jobs",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn discard(State(state): State<ApiState>, PathId(id): PathId<id::Job>) -> ApiResult<StatusCode> {
    state.database.write(move |tx| jobs::discard(tx, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
