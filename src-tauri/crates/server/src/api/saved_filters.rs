//! Filters of lists that the owner named.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use haberdash_core::{id, saved_filters};
use serde::Deserialize;
use utoipa::IntoParams;

use super::products::AtVersion;
use super::wire::{NewSavedFilter, SavedFilter, SavedFilterChange};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListSavedFilters {
    #[param(example = "products")]
    list: String,
}

#[utoipa::path(get, path = "/saved-filters", operation_id = "list_saved_filters", tag = "lists",
    params(ListSavedFilters), responses((status = 200, body = Vec<SavedFilter>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListSavedFilters>,
) -> ApiResult<Json<Vec<SavedFilter>>> {
    let found = state.database.read(move |c| saved_filters::of_list(c, &params.list)).await?;
    Ok(Json(found.into_iter().map(SavedFilter::from).collect()))
}

#[utoipa::path(post, path = "/saved-filters", operation_id = "create_saved_filter", tag = "lists",
    request_body = NewSavedFilter, responses((status = 201, body = SavedFilter)))]
pub async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewSavedFilter>,
) -> ApiResult<Response> {
    let done = state.act(caller, move |tx| saved_filters::create(tx, &body.list, &body.name, body.filter));
    Ok((StatusCode::CREATED, done.await?.map(SavedFilter::from)).into_response())
}

#[utoipa::path(patch, path = "/saved-filters/{id}", operation_id = "change_saved_filter", tag = "lists",
    params(("id" = String, Path)), request_body = SavedFilterChange,
    responses((status = 200, body = SavedFilter)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::SavedFilter>,
    Body(body): Body<SavedFilterChange>,
) -> ApiResult<Done<SavedFilter>> {
    let change =
        saved_filters::SavedFilterChange { name: body.name, filter: body.filter, position: body.position };
    let done = state.act(caller, move |tx| saved_filters::change(tx, id, body.version, change));
    Ok(done.await?.map(SavedFilter::from))
}

#[utoipa::path(delete, path = "/saved-filters/{id}", operation_id = "delete_saved_filter", tag = "lists",
    params(("id" = String, Path), AtVersion), responses((status = 204)))]
pub async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::SavedFilter>,
    Params(params): Params<AtVersion>,
) -> ApiResult<Response> {
    let done = state.act(caller, move |tx| saved_filters::delete(tx, id, params.version));
    Ok(done.await?.without_content())
}
