//! Agent runs: why a reply says what it says.

use axum::Json;
use axum::extract::State;
use haberdash_core::{id, runs};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::paging::{answer, page_request};
use super::wire::{Page, Run, RunSummary};
use crate::http::extract::{Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListRuns {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// A conversation's runs, the newest first.
#[utoipa::path(get, path = "/conversations/{id}/runs", operation_id = "list_runs", tag = "runs",
    params(("id" = String, Path), ListRuns), responses((status = 200, body = Page<RunSummary>)))]
pub async fn list(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Conversation>,
    Params(params): Params<ListRuns>,
) -> ApiResult<Json<Page<RunSummary>>> {
    let request = page_request(params.cursor, params.limit)?;
    answer(state.database.read(move |c| runs::of_conversation(c, id, &request)).await, RunSummary::from)
}

/// Steps, evidence and claims of one run.
#[utoipa::path(get, path = "/runs/{id}", operation_id = "get_run", tag = "runs",
    params(("id" = String, Path)), responses((status = 200, body = Run)))]
pub async fn show(State(state): State<ApiState>, PathId(id): PathId<id::AgentRun>) -> ApiResult<Json<Run>> {
    Ok(Json(state.database.read(move |c| runs::get(c, id)).await?.into()))
}
