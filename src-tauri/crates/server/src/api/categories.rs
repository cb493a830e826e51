//! The tree of categories.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use haberdash_core::catalog::categories::{self, CategoryNode};
use haberdash_core::{Error, Id, Result, id};

use super::products::AtVersion;
use super::wire::{Category, CategoryChange, NewCategory};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

/// The whole tree, depth first.
#[utoipa::path(get, path = "/categories", operation_id = "list_categories", tag = "catalog",
    responses((status = 200, body = Vec<Category>)))]
pub async fn list(State(state): State<ApiState>) -> ApiResult<Json<Vec<Category>>> {
    let nodes = state.database.read(categories::tree).await?;
    Ok(Json(nodes.into_iter().map(Category::from).collect()))
}

/// A category in its place of the tree.
fn node(connection: &haberdash_core::database::Connection, id: Id<id::Category>) -> Result<CategoryNode> {
    let mut nodes = categories::tree(connection)?.into_iter();
    nodes.find(|node| node.category.id == id).ok_or_else(|| Error::not_found("category"))
}

#[utoipa::path(post, path = "/categories", operation_id = "create_category", tag = "catalog",
    request_body = NewCategory, responses((status = 201, body = Category)))]
pub async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewCategory>,
) -> ApiResult<Response> {
    let done = state.act(caller, move |tx| {
        let made = categories::create(tx, &body.name, body.parent_id.map(|id| id.0))?;
        node(tx.sql(), made.id)
    });
    Ok((StatusCode::CREATED, done.await?.map(Category::from)).into_response())
}

/// Renames or moves a category; its products follow.
#[utoipa::path(patch, path = "/categories/{id}", operation_id = "change_category", tag = "catalog",
    params(("id" = String, Path)), request_body = CategoryChange, responses((status = 200, body = Category)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Category>,
    Body(body): Body<CategoryChange>,
) -> ApiResult<Done<Category>> {
    let version = body.version;
    let change = categories::CategoryChange::from(body);
    let done = state.act(caller, move |tx| {
        categories::change(tx, id, version, &change)?;
        node(tx.sql(), id)
    });
    Ok(done.await?.map(Category::from))
}

/// Deletes a category; its products and what is below it move up.
#[utoipa::path(delete, path = "/categories/{id}", operation_id = "delete_category", tag = "catalog",
    params(("id" = String, Path), AtVersion), responses((status = 204)))]
pub async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Category>,
    Params(params): Params<AtVersion>,
) -> ApiResult<Response> {
    let done = state.act(caller, move |tx| categories::delete(tx, id, params.version));
    Ok(done.await?.without_content())
}
