//! The shop's settings.

use axum::Json;
use axum::extract::{Path, State};
use haberdash_core::settings::{
    self, AssistantSettings, Document, NotificationSettings, OpeningHours, ReturnPolicy, ShippingPolicy,
    ShopProfile, ShopSettings, TwilioSettings,
};
use haberdash_core::{Code, Result};
use serde::Serialize;

use super::ApiState;
use super::wire::{Setting, SettingChange, Settings, Time};
use crate::http::extract::{Body, read_json};
use crate::http::problem::{ApiError, ApiResult};

/// Every setting with its version.
#[utoipa::path(get, path = "/settings", operation_id = "get_settings", tag = "settings", responses((status = 200, body = Settings)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<Settings>> {
    let all = state.database.read(ShopSettings::load).await?;
    Ok(Json(Settings {
        shop: wire(all.shop)?,
        hours: wire(all.hours)?,
        shipping: wire(all.shipping)?,
        returns: wire(all.returns)?,
        assistant: wire(all.assistant)?,
        twilio: wire(all.twilio)?,
        notifications: wire(all.notifications)?,
    }))
}

/// Replaces one setting.
#[utoipa::path(put, path = "/settings/{key}", operation_id = "replace_setting", tag = "settings",
    params(("key" = String, Path, example = "shop")), request_body = SettingChange, responses((status = 200, body = Setting)))]
pub async fn replace(
    State(state): State<ApiState>,
    Path(key): Path<String>,
    Body(body): Body<SettingChange>,
) -> ApiResult<Json<Setting>> {
    let setting = match key.as_str() {
        ShopProfile::KEY => update::<ShopProfile>(&state, body).await?,
        OpeningHours::KEY => update::<OpeningHours>(&state, body).await?,
        ShippingPolicy::KEY => update::<ShippingPolicy>(&state, body).await?,
        ReturnPolicy::KEY => update::<ReturnPolicy>(&state, body).await?,
        AssistantSettings::KEY => update::<AssistantSettings>(&state, body).await?,
        TwilioSettings::KEY => update::<TwilioSettings>(&state, body).await?,
        NotificationSettings::KEY => update::<NotificationSettings>(&state, body).await?,
        _ => return Err(ApiError::new(Code::NotFound, "There is no such setting.")),
    };
    Ok(Json(setting))
}

async fn update<T: Document + Send + 'static>(state: &ApiState, change: SettingChange) -> ApiResult<Setting> {
    // Read again as the document, so that a wrong field is named by its path.
    let value: T = read_json(change.value.to_string().as_bytes()).map_err(|error| error.under("value"))?;
    let updated = state.database.write(move |tx| settings::update(tx, value, change.version)).await;
    let setting = updated.map_err(|error| ApiError::from(error).under("value"))?;
    Ok(wire(setting)?)
}

fn wire<T: Serialize>(setting: settings::Setting<T>) -> Result<Setting> {
    Ok(Setting {
        value: serde_json::to_value(setting.value)?,
        version: setting.version,
        updated_at: setting.updated_at.map(Time),
    })
}
