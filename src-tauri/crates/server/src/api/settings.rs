//! The shop's settings.

use axum::Json;
use axum::extract::{Path, State};

use super::ApiState;
use super::wire::{Setting, SettingChange, Settings};
use crate::http::extract::Body;
use crate::http::problem::ApiResult;

/// Every setting with its version.
#[utoipa::path(get, path = "/settings", operation_id = "get_settings", tag = "settings", responses((status = 200, body = Settings)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<Settings>> {
    unlanded!(state)
}

/// Replaces one setting.
#[utoipa::path(put, path = "/settings/{key}", operation_id = "replace_setting", tag = "settings",
    params(("key" = String, Path, example = "shop")), request_body = SettingChange, responses((status = 200, body = Setting)))]
pub async fn replace(State(state): State<ApiState>, Path(key): Path<String>, Body(body): Body<SettingChange>) -> ApiResult<Json<Setting>> {
    unlanded!(state, key, body)
}
