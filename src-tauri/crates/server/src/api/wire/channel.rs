//! Channels and settings on the wire.

use std::sync::Arc;

use haberdash_core::conversations::{self, Provider};
use haberdash_core::{Code, Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;
use crate::api::ApiState;
use crate::channels::twilio::{check, config};
use crate::secrets::{SecretName, StoreState};

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
    /// Null while the default holds.
    pub updated_at: Option<Time>,
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
    pub backups: Setting,
    pub documents: Setting,
    pub taxes: Setting,
    pub order_numbers: Setting,
    pub catalog: Setting,
    pub market: Setting,
    pub language_models: Setting,
    pub policy: Setting,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingChange {
    pub value: serde_json::Value,
    /// The version that was read; a stale one is a conflict.
    pub version: i64,
}

impl From<config::ChannelState> for ChannelState {
    fn from(state: config::ChannelState) -> Self {
        match state {
            config::ChannelState::NotConnected => Self::NotConnected,
            config::ChannelState::Connected => Self::Connected,
            config::ChannelState::Unauthorized => Self::Unauthorized,
            config::ChannelState::Unreachable => Self::Unreachable,
            config::ChannelState::KeyringUnavailable => Self::KeyringUnavailable,
            config::ChannelState::RateLimited => Self::RateLimited,
        }
    }
}

impl From<check::Check> for ChannelCheck {
    fn from(check: check::Check) -> Self {
        let name = match check.name {
            check::CheckName::Account => ChannelCheckName::Account,
            check::CheckName::Sender => ChannelCheckName::Sender,
            check::CheckName::Webhook => ChannelCheckName::Webhook,
        };
        Self { name, ok: check.ok, detail: check.detail, next_action: check.next_action }
    }
}

impl From<Vec<conversations::SeenOnce>> for GapReport {
    fn from(seen_once: Vec<conversations::SeenOnce>) -> Self {
        let by = |source| seen_once.iter().filter(|seen| seen.source == source).count();
        let count = |source| u64::try_from(by(source)).unwrap_or(u64::MAX);
        Self {
            only_webhook: count(conversations::Source::Webhook),
            only_poll: count(conversations::Source::Poll),
            items: seen_once
                .into_iter()
                .map(|seen| Gap {
                    provider_id: seen.provider_id,
                    seen_by: seen.source.into(),
                    seen_at: seen.seen_at.into(),
                })
                .collect(),
        }
    }
}

impl ChannelStatus {
    /// # Errors
    /// Those of the query.
    pub async fn of(state: &ApiState) -> Result<Self> {
        let polled = state.database.read(|c| conversations::poll_cursor(c, Provider::Twilio)).await?;
        let config = state.twilio.connection().current();
        let health = state.twilio.connection().health();
        let kept = Kept::look(state).await?;
        let sender =
            config.as_ref().and_then(|config| config.sender.as_ref()).map(|sender| sender.address.clone());
        let public_url = config.as_ref().and_then(|config| config.public_url.as_ref());
        Ok(Self {
            state: health.state.into(),
            detail: health.detail,
            has_auth_token: kept.auth_token,
            has_api_key_secret: kept.api_key_secret,
            secrets_from: kept.source,
            sender,
            webhook_url: public_url.map(|url| format!("{url}{}", config::MESSAGES_PATH)),
            webhook_listening: state.about.is_webhook_listening(),
            last_webhook_at: state.webhooks.counts().last_accepted_at.map(Time),
            last_poll_at: polled.map(|polled| polled.polled_at.into()),
            polling: config.is_some_and(|config| config.polling),
        })
    }
}

/// Which secrets there are, and where.
struct Kept {
    auth_token: bool,
    api_key_secret: bool,
    source: SecretsSource,
}

impl Kept {
    async fn look(state: &ApiState) -> Result<Self> {
        let secrets = Arc::clone(&state.secrets);
        let look = move || {
            // A keyring that cannot be read has none for us; the connection's health says why.
            let has = |name| secrets.get(name).ok().flatten().is_some();
            let (auth_token, api_key_secret) =
                (has(SecretName::TwilioAuthToken), has(SecretName::TwilioApiKeySecret));
            let source = match secrets.state() {
                _ if !auth_token && !api_key_secret => SecretsSource::None,
                StoreState::Keyring => SecretsSource::Keyring,
                StoreState::Environment { .. } | StoreState::Memory | StoreState::Unavailable { .. } => {
                    SecretsSource::Environment
                }
            };
            Self { auth_token, api_key_secret, source }
        };
        let looked = tokio::task::spawn_blocking(look).await;
        looked.map_err(|error| Error::caused(Code::Internal, "The keyring's work ended unexpectedly.", error))
    }
}
