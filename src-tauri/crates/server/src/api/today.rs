//! What needs the owner now.

use axum::Json;
use axum::extract::State;
use haberdash_core::Clock;

use super::ApiState;
use super::wire::{ChannelStatus, Today};
use crate::http::problem::ApiResult;

/// What needs the owner now, and yesterday in figures.
#[utoipa::path(get, path = "/today", operation_id = "get_today", tag = "today", responses((status = 200, body = Today)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<Today>> {
    let channel = ChannelStatus::of(&state).await?;
    let now = state.database.clock().now();
    Ok(Json(state.database.read(move |connection| Today::of(connection, now, channel)).await?))
}
