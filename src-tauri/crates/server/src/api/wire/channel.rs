//! Channels and settings on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelState {
    NotConnected,
    Connected,
    Unauthorized,
    Unreachable,
    KeyringUnavailable,
    RateLimited,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecretsSource {
    Keyring,
    Environment,
    None,
}

/// How the connection to the channel's provider is. Never holds a secret.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelStatus {
    pub state: ChannelState,
    /// For people.
    pub detail: String,
    pub has_auth_token: bool,
    pub has_api_key_secret: bool,
    pub secrets_from: SecretsSource,
    pub sender: Option<String>,
    /// Where the provider delivers, as configured.
    pub webhook_url: Option<String>,
    pub webhook_listening: bool,
    pub last_webhook_at: Option<Time>,
    pub last_poll_at: Option<Time>,
    pub polling: bool,
}

/// Secrets for the system's keyring. What is left out stays as it is; nothing reads them back.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SecretsChange {
    pub auth_token: Option<String>,
    pub api_key_secret: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChannelCheckName {
    Account,
    Sender,
    Webhook,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelCheck {
    pub name: ChannelCheckName,
    pub ok: bool,
    pub detail: String,
    pub next_action: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ChannelTest {
    pub ok: bool,
    pub checks: Vec<ChannelCheck>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SightingSource {
    Webhook,
    Poll,
}

/// A message that only one path saw.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Gap {
    pub provider_id: String,
    pub seen_by: SightingSource,
    pub seen_at: Time,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GapReport {
    pub only_webhook: u64,
    pub only_poll: u64,
    pub items: Vec<Gap>,
}

/// One setting's document.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Setting {
    pub value: serde_json::Value,
    pub version: i64,
    pub updated_at: Time,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Settings {
    pub shop: Setting,
    pub hours: Setting,
    pub shipping: Setting,
    pub returns: Setting,
    pub assistant: Setting,
    pub twilio: Setting,
    pub notifications: Setting,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingChange {
    pub value: serde_json::Value,
    /// The version that was read; a stale one is a conflict.
    pub version: i64,
}
