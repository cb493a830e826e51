//! Complaints.

use axum::Json;
use axum::extract::State;
use haberdash_core::{complaints, id};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::paging::{answer, page_request};
use super::wire::{Complaint, ComplaintChange, ComplaintFilter, ComplaintSummary, Page};
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListComplaints {
    #[param(inline)]
    status: Option<ComplaintFilter>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[utoipa::path(get, path = "/complaints", operation_id = "list_complaints", tag = "complaints",
    params(ListComplaints), responses((status = 200, body = Page<ComplaintSummary>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListComplaints>,
) -> ApiResult<Json<Page<ComplaintSummary>>> {
    let request = page_request(params.cursor, params.limit)?;
    let status = params.status.unwrap_or_default().status();
    answer(state.database.read(move |c| complaints::list(c, status, &request)).await, ComplaintSummary::from)
}

#[utoipa::path(get, path = "/complaints/{id}", operation_id = "get_complaint", tag = "complaints",
    params(("id" = String, Path)), responses((status = 200, body = Complaint)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Complaint>,
) -> ApiResult<Json<Complaint>> {
    Ok(Json(state.database.read(move |c| complaints::get(c, id)).await?.into()))
}

/// Moves a complaint on or says how it was resolved.
#[utoipa::path(patch, path = "/complaints/{id}", operation_id = "change_complaint", tag = "complaints",
    params(("id" = String, Path)), request_body = ComplaintChange, responses((status = 200, body = Complaint)))]
pub async fn change(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Complaint>,
    Body(body): Body<ComplaintChange>,
) -> ApiResult<Json<Complaint>> {
    let changed = state.database.write(move |tx| {
        let before = complaints::get(tx.sql(), id)?;
        let status = body.status.map_or(before.status, Into::into);
        complaints::update(tx, id, status, body.resolution.as_deref(), Some(body.version))
    });
    Ok(Json(changed.await?.into()))
}
