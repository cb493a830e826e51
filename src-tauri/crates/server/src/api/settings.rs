//! The shop's settings.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use haberdash_core::agent::acting::code::introduction;
use haberdash_core::backups::BackupSettings;
use haberdash_core::catalog::CatalogSettings;
use haberdash_core::language_model::LanguageModelSettings;
use haberdash_core::market::MarketSettings;
use haberdash_core::policy::{self, Policy};
use haberdash_core::settings::{
    self, AssistantSettings, Document, DocumentSettings, EmailSettings, NotificationSettings, OpeningHours,
    OrderNumbers, ReturnPolicy, ShippingPolicy, ShopProfile, ShopSettings, TaxSettings, TwilioSettings,
};
use haberdash_core::{Code, Result};
use serde::Serialize;

use super::wire::{Heard, PolicyPreview, Setting, SettingChange, Settings, Time};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, read_json};
use crate::http::problem::{ApiError, ApiResult};

/// Every setting with its version.
#[utoipa::path(get, path = "/settings", operation_id = "get_settings", tag = "settings", responses((status = 200, body = Settings)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<Settings>> {
    let all = Arc::unwrap_or_clone(state.database.read(ShopSettings::load).await?);
    Ok(Json(Settings {
        shop: wire(all.shop)?,
        hours: wire(all.hours)?,
        shipping: wire(all.shipping)?,
        returns: wire(all.returns)?,
        assistant: wire(all.assistant)?,
        twilio: wire(all.twilio)?,
        notifications: wire(all.notifications)?,
        backups: wire(all.backups)?,
        documents: wire(all.documents)?,
        taxes: wire(all.taxes)?,
        order_numbers: wire(all.order_numbers)?,
        catalog: wire(all.catalog)?,
        policy: wire(all.policy)?,
        market: wire(all.market)?,
        language_models: wire(all.language_models)?,
    }))
}

/// Replaces one setting.
#[utoipa::path(put, path = "/settings/{key}", operation_id = "replace_setting", tag = "settings",
    params(("key" = String, Path, example = "shop")), request_body = SettingChange, responses((status = 200, body = Setting)))]
pub async fn replace(
    State(state): State<ApiState>,
    caller: Caller,
    Path(key): Path<String>,
    Body(body): Body<SettingChange>,
) -> ApiResult<Done<Setting>> {
    let setting = match key.as_str() {
        ShopProfile::KEY => update::<ShopProfile>(&state, caller, body).await?,
        OpeningHours::KEY => update::<OpeningHours>(&state, caller, body).await?,
        ShippingPolicy::KEY => update::<ShippingPolicy>(&state, caller, body).await?,
        ReturnPolicy::KEY => update::<ReturnPolicy>(&state, caller, body).await?,
        AssistantSettings::KEY => update::<AssistantSettings>(&state, caller, body).await?,
        TwilioSettings::KEY => update::<TwilioSettings>(&state, caller, body).await?,
        NotificationSettings::KEY => update::<NotificationSettings>(&state, caller, body).await?,
        BackupSettings::KEY => update::<BackupSettings>(&state, caller, body).await?,
        DocumentSettings::KEY => update::<DocumentSettings>(&state, caller, body).await?,
        TaxSettings::KEY => update::<TaxSettings>(&state, caller, body).await?,
        OrderNumbers::KEY => update::<OrderNumbers>(&state, caller, body).await?,
        CatalogSettings::KEY => update::<CatalogSettings>(&state, caller, body).await?,
        Policy::KEY => update::<Policy>(&state, caller, body).await?,
        MarketSettings::KEY => update::<MarketSettings>(&state, caller, body).await?,
        LanguageModelSettings::KEY => {
            let setting = update::<LanguageModelSettings>(&state, caller, body).await?;
            // The next turn asks whom the owner just chose.
            state.languages.reload(&state.database).await?;
            setting
        }
        _ => return Err(ApiError::new(Code::NotFound, "There is no such setting.")),
    };
    Ok(setting)
}

/// What customers would hear under a policy that need not be stored: every kind of change, over an invented order.
#[utoipa::path(post, path = "/policy/preview", operation_id = "preview_policy", tag = "settings",
    request_body = PolicyPreview, responses((status = 200, body = Vec<Heard>)))]
pub async fn preview_policy(
    State(state): State<ApiState>,
    Body(body): Body<PolicyPreview>,
) -> ApiResult<Json<Vec<Heard>>> {
    let value: Policy =
        read_json(body.policy.to_string().as_bytes()).map_err(|error| error.under("policy"))?;
    value.validate().map_err(|error| ApiError::from(error).under("policy"))?;
    let (shop, email) = state
        .database
        .read(|connection| {
            Ok((settings::get::<ShopProfile>(connection)?, settings::get::<EmailSettings>(connection)?))
        })
        .await?;
    let introduction = introduction(&value, email.value.is_set_up());
    let heard = policy::preview(&value, shop.value.currency, body.days_since_delivery);
    Ok(Json(heard.into_iter().map(|heard| Heard::of(heard, &introduction)).collect()))
}

async fn update<T: Document + Send + 'static>(
    state: &ApiState,
    caller: Caller,
    change: SettingChange,
) -> ApiResult<Done<Setting>> {
    // Read again as the document, so that a wrong field is named by its path.
    let value: T = read_json(change.value.to_string().as_bytes()).map_err(|error| error.under("value"))?;
    let updated = state.act(caller, move |tx| wire(settings::update(tx, value, change.version)?)).await;
    updated.map_err(|error| ApiError::from(error).under("value"))
}

fn wire<T: Serialize>(setting: settings::Setting<T>) -> Result<Setting> {
    Ok(Setting {
        value: serde_json::to_value(setting.value)?,
        version: setting.version,
        updated_at: setting.updated_at.map(Time),
    })
}
