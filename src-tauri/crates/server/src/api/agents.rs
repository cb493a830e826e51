//! The agents that answer customers, and their versions.

use axum::Json;
use axum::extract::{Path, State};
use haberdash_core::agents::{self, AgentKey};
use haberdash_core::{Code, Result};

use super::wire::{Agent, AgentChange, AgentDetail, AgentRollBack};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::Body;
use crate::http::problem::{ApiError, ApiResult};

/// Every agent as it is now.
#[utoipa::path(get, path = "/agents", operation_id = "list_agents", tag = "agents",
    responses((status = 200, body = Vec<Agent>)))]
pub async fn list(State(state): State<ApiState>) -> ApiResult<Json<Vec<Agent>>> {
    let all = state.database.read(agents::all).await?;
    Ok(Json(all.into_iter().map(Agent::from).collect()))
}

/// An agent, the program's own, and everything that was published.
#[utoipa::path(get, path = "/agents/{key}", operation_id = "get_agent", tag = "agents",
    params(("key" = String, Path, example = "support")), responses((status = 200, body = AgentDetail)))]
pub async fn show(State(state): State<ApiState>, Path(key): Path<String>) -> ApiResult<Json<AgentDetail>> {
    let key = known(&key)?;
    let detail = state.database.read(move |connection| {
        Ok(AgentDetail::of(
            agents::get(connection, key)?,
            agents::own(key),
            agents::history(connection, key)?,
        ))
    });
    Ok(Json(detail.await?))
}

/// Publishes an agent. The newest publication holds from the next message on.
#[utoipa::path(put, path = "/agents/{key}", operation_id = "publish_agent", tag = "agents",
    params(("key" = String, Path, example = "support")), request_body = AgentChange, responses((status = 200, body = Agent)))]
pub async fn publish(
    State(state): State<ApiState>,
    caller: Caller,
    Path(key): Path<String>,
    Body(body): Body<AgentChange>,
) -> ApiResult<Done<Agent>> {
    let key = known(&key)?;
    let definition = body.definition.map(agents::Definition::try_from).transpose()?;
    let published = state.act(caller, move |tx| {
        agents::publish(tx, key, definition, &body.note, body.version).map(Agent::from)
    });
    Ok(published.await?)
}

/// Publishes an earlier version once more.
#[utoipa::path(post, path = "/agents/{key}/roll-back", operation_id = "roll_back_agent", tag = "agents",
    params(("key" = String, Path, example = "support")), request_body = AgentRollBack,
    responses((status = 200, body = Agent)))]
pub async fn roll_back(
    State(state): State<ApiState>,
    caller: Caller,
    Path(key): Path<String>,
    Body(body): Body<AgentRollBack>,
) -> ApiResult<Done<Agent>> {
    let key = known(&key)?;
    let published = state
        .act(caller, move |tx| agents::roll_back(tx, key, body.to_version, body.version).map(Agent::from));
    Ok(published.await?)
}

fn known(key: &str) -> Result<AgentKey, ApiError> {
    key.parse().map_err(|_| ApiError::new(Code::NotFound, "There is no such agent."))
}
