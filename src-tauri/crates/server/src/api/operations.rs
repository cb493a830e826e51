//! The record of who changed what, and taking it back.

use axum::Json;
use axum::extract::State;
use haberdash_core::actor::Actor;
use haberdash_core::{id, imports, operations};
use serde::Deserialize;
use utoipa::IntoParams;

use super::paging::{answer, page_request};
use super::wire::{Operation, OperationActor, OperationChange, Page, Undone};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListOperations {
    /// Only those that changed this object: its id, or a setting's key.
    subject: Option<String>,
    #[param(inline)]
    actor: Option<OperationActor>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Who changed what, the newest first.
#[utoipa::path(get, path = "/operations", operation_id = "list_operations", tag = "operations",
    params(ListOperations), responses((status = 200, body = Page<Operation>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListOperations>,
) -> ApiResult<Json<Page<Operation>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter =
        operations::OperationFilter { subject_id: params.subject, actor: params.actor.map(Actor::from) };
    let page = state.database.read(move |c| operations::list(c, &filter, &request));
    answer(page.await, Operation::from)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListChanges {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// The objects an operation changed, with their state before and after.
#[utoipa::path(get, path = "/operations/{id}/changes", operation_id = "list_operation_changes", tag = "operations",
    params(("id" = String, Path), ListChanges), responses((status = 200, body = Page<OperationChange>)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Operation>,
    Params(params): Params<ListChanges>,
) -> ApiResult<Json<Page<OperationChange>>> {
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| operations::changes(c, id, &request));
    answer(page.await, OperationChange::from)
}

/// Takes an operation back. Refused as a whole when something was changed again since; an import is taken back by its job,
/// which leaves what was changed since.
#[utoipa::path(post, path = "/operations/{id}/undo", operation_id = "undo_operation", tag = "operations",
    params(("id" = String, Path)), responses((status = 200, body = Undone)))]
pub async fn undo(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Operation>,
) -> ApiResult<Done<Undone>> {
    let undone = state.act(caller, move |tx| match imports::of_operation(tx.sql(), id)? {
        Some(import) => {
            imports::undo(tx, import)?;
            Ok(Undone { operation_id: id.into(), restored: 0 })
        }
        None => Ok(operations::undo(tx, id)?.into()),
    });
    Ok(undone.await?)
}
