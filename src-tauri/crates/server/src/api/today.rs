//! What needs the owner now.

use axum::Json;
use axum::extract::State;
use haberdash_core::Clock;
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::wire::{ChannelStatus, SalesDay, Today};
use crate::http::extract::Params;
use crate::http::problem::ApiResult;

/// What needs the owner now, and yesterday in figures.
#[utoipa::path(get, path = "/today", operation_id = "get_today", tag = "today", responses((status = 200, body = Today)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<Today>> {
    let channel = ChannelStatus::of(&state).await?;
    let now = state.database.clock().now();
    Ok(Json(state.database.read(move |connection| Today::of(connection, now, channel)).await?))
}

/// Days of the chart when the caller names none.
const DAYS: u32 = 30;
const MOST_DAYS: u32 = 366;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListSales {
    /// How many days, today included; 30 when not given.
    #[param(minimum = 1, maximum = 366)]
    days: Option<u32>,
}

/// What was sold per day, the oldest first.
#[utoipa::path(get, path = "/today/sales", operation_id = "list_daily_sales", tag = "today",
    params(ListSales), responses((status = 200, body = Vec<SalesDay>)))]
pub async fn sales(
    State(state): State<ApiState>,
    Params(params): Params<ListSales>,
) -> ApiResult<Json<Vec<SalesDay>>> {
    let days = params.days.unwrap_or(DAYS).clamp(1, MOST_DAYS);
    let now = state.database.clock().now();
    Ok(Json(state.database.read(move |connection| SalesDay::latest(connection, now, days)).await?))
}
