//! Changes that customers agreed to and that wait for the owner.

use axum::Json;
use axum::extract::State;
use haberdash_core::{Id, Result, WriteTx, approvals, id};

use super::wire::Approval;
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::PathId;
use crate::http::problem::ApiResult;

/// Those that wait, the oldest first.
#[utoipa::path(get, path = "/approvals", operation_id = "list_approvals", tag = "approvals",
    responses((status = 200, body = Vec<Approval>)))]
pub async fn list(State(state): State<ApiState>) -> ApiResult<Json<Vec<Approval>>> {
    let waiting = state.database.read(approvals::waiting).await?;
    Ok(Json(waiting.into_iter().map(Approval::from).collect()))
}

/// Carries out what the customer agreed to, and tells the customer. Answers with those that still wait.
#[utoipa::path(post, path = "/approvals/{id}/approve", operation_id = "approve", tag = "approvals",
    params(("id" = String, Path)), responses((status = 200, body = Vec<Approval>)))]
pub async fn approve(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::AgentAct>,
) -> ApiResult<Done<Vec<Approval>>> {
    decide(&state, caller, id, approvals::approve).await
}

/// Changes nothing, and tells the customer. Answers with those that still wait.
#[utoipa::path(post, path = "/approvals/{id}/decline", operation_id = "decline", tag = "approvals",
    params(("id" = String, Path)), responses((status = 200, body = Vec<Approval>)))]
pub async fn decline(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::AgentAct>,
) -> ApiResult<Done<Vec<Approval>>> {
    decide(&state, caller, id, approvals::decline).await
}

/// Runs the owner's decision; answers with those that wait now.
async fn decide(
    state: &ApiState,
    caller: Caller,
    id: Id<id::AgentAct>,
    decision: fn(&mut WriteTx<'_>, Id<id::AgentAct>) -> Result<()>,
) -> ApiResult<Done<Vec<Approval>>> {
    let left = state.act(caller, move |tx| {
        decision(tx, id)?;
        Ok(approvals::waiting(tx.sql())?.into_iter().map(Approval::from).collect())
    });
    Ok(left.await?)
}
