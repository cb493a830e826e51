//! Where goods come from.

use axum::Json;
use axum::extract::State;
use haberdash_core::{id, stock};
use serde::Deserialize;
use utoipa::IntoParams;

use super::wire::{NewSupplier, Supplier, SupplierChange};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListSuppliers {
    search: Option<String>,
    /// Those that are no longer ordered from too.
    archived: Option<bool>,
}

/// Suppliers by name; the first 500.
#[utoipa::path(get, path = "/suppliers", operation_id = "list_suppliers", tag = "purchasing",
    params(ListSuppliers), responses((status = 200, body = Vec<Supplier>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListSuppliers>,
) -> ApiResult<Json<Vec<Supplier>>> {
    let archived = params.archived.unwrap_or_default();
    let found = state.database.read(move |c| stock::suppliers(c, params.search.as_deref(), archived)).await?;
    Ok(Json(found.into_iter().map(Into::into).collect()))
}

#[utoipa::path(post, path = "/suppliers", operation_id = "create_supplier", tag = "purchasing",
    request_body = NewSupplier, responses((status = 200, body = Supplier)))]
pub async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewSupplier>,
) -> ApiResult<Done<Supplier>> {
    let done = state.act(caller, move |tx| {
        let made = stock::create_supplier(tx, body.into())?;
        stock::supplier(tx.sql(), made.id)
    });
    Ok(done.await?.map(Into::into))
}

#[utoipa::path(get, path = "/suppliers/{id}", operation_id = "get_supplier", tag = "purchasing",
    params(("id" = String, Path)), responses((status = 200, body = Supplier)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Supplier>,
) -> ApiResult<Json<Supplier>> {
    Ok(Json(state.database.read(move |c| stock::supplier(c, id)).await?.into()))
}

#[utoipa::path(patch, path = "/suppliers/{id}", operation_id = "change_supplier", tag = "purchasing",
    params(("id" = String, Path)), request_body = SupplierChange, responses((status = 200, body = Supplier)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Supplier>,
    Body(body): Body<SupplierChange>,
) -> ApiResult<Done<Supplier>> {
    let done = state.act(caller, move |tx| {
        let (version, before) = (body.version, stock::supplier(tx.sql(), id)?.supplier);
        stock::change_supplier(tx, id, version, body.over(before.fields))?;
        stock::supplier(tx.sql(), id)
    });
    Ok(done.await?.map(Into::into))
}
