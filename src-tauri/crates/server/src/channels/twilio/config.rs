//! What is needed to talk with Twilio, and how it goes, at hand without asking the keyring each time.

use std::sync::Arc;

use haberdash_core::id::{Message, SendAttempt};
use haberdash_core::settings::TwilioSettings;
use haberdash_core::{Code, Error, Id, Result, event::EventKind};
use parking_lot::RwLock;
use serde::{Deserialize, Serialize};
use url::Url;

use super::inbound::Address;
use crate::secrets::{Secret, SecretName, SecretStore};

/// Where Twilio's REST API stands.
pub const TWILIO_API: &str = "https://api.twilio.com";

/// Paths of our webhooks behind the public URL.
pub const MESSAGES_PATH: &str = "/webhooks/twilio/messages";
pub const STATUS_PATH: &str = "/webhooks/twilio/status";

/// The account and sender of one shop. Every part may be missing while the owner is still setting up.
#[derive(Debug, Clone)]
pub struct TwilioConfig {
    pub account_sid: String,
    /// Checks webhook signatures; authenticates REST calls when there is no API key.
    pub auth_token: Option<Secret>,
    /// SID and secret of an API key: preferred for REST calls, since it can be revoked alone.
    pub api_key: Option<(String, Secret)>,
    /// Our own address.
    pub sender: Option<Address>,
    /// Sends instead of `sender` when set.
    pub messaging_service_sid: Option<String>,
    /// What Twilio was told to call, without a path of ours. Signatures are computed from it.
    pub public_url: Option<String>,
    pub polling: bool,
    pub api_base_url: Url,
}

impl TwilioConfig {
    pub fn new(account_sid: impl Into<String>) -> Self {
        Self {
            account_sid: account_sid.into(),
            auth_token: None,
            api_key: None,
            sender: None,
            messaging_service_sid: None,
            public_url: None,
            polling: true,
            api_base_url: Url::parse(TWILIO_API).expect("Twilio's address is a URL"),
        }
    }

    /// From the shop's settings and the keyring, which may block. `None`: no account is set.
    ///
    /// # Errors
    /// `KeyringUnavailable`; `Invalid` when an address in the settings is none.
    pub fn load(settings: &TwilioSettings, secrets: &dyn SecretStore) -> Result<Option<Self>> {
        if settings.account_sid.is_empty() {
            return Ok(None);
        }
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut config = Self::new(&settings.account_sid);
        config.auth_token = secrets.get(SecretName::TwilioAuthToken)?;
        if let Some(sid) = text(&settings.api_key_sid) {
            config.api_key = secrets.get(SecretName::TwilioApiKeySecret)?.map(|secret| (sid, secret));
        }
        config.sender = match text(&settings.sender) {
            Some(sender) => Some(Address::parse(&sender).ok_or_else(|| {
                Error::invalid("The sender must be a phone number such as whatsapp:+15550100123.")
            })?),
            None => None,
        };
        config.messaging_service_sid = text(&settings.messaging_service_sid);
        config.public_url =
            text(&settings.webhook_public_url).map(|url| url.trim_end_matches('/').to_owned());
        config.polling = settings.polling_enabled;
        if let Some(base) = settings.api_base_url.as_deref().and_then(text) {
            config.api_base_url = Url::parse(&base)
                .map_err(|error| Error::caused(Code::Invalid, "The API's address is not a URL.", error))?;
        }
        Ok(Some(config))
    }

    /// User name and password of REST calls.
    pub fn credentials(&self) -> Option<(&str, &Secret)> {
        if self.account_sid.is_empty() {
            return None;
        }
        match (&self.api_key, &self.auth_token) {
            (Some((sid, secret)), _) => Some((sid, secret)),
            (None, Some(token)) => Some((&self.account_sid, token)),
            (None, None) => None,
        }
    }

    /// Whether messages can go out.
    pub fn can_send(&self) -> bool {
        self.credentials().is_some() && (self.sender.is_some() || self.messaging_service_sid.is_some())
    }

    /// Where Twilio reports what became of this try to send `message`; nothing without a public URL.
    pub fn status_callback(&self, message: Id<Message>, attempt: Id<SendAttempt>) -> Option<String> {
        let url = self.public_url.as_ref()?;
        Some(format!("{url}{STATUS_PATH}?message={message}&attempt={attempt}"))
    }
}

/// How the connection is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelState {
    /// No account, secret or sender yet.
    NotConnected,
    Connected,
    /// Twilio refuses the account or its credentials: the owner must act.
    Unauthorized,
    /// No network, or Twilio fails.
    Unreachable,
    /// The secrets cannot be read.
    KeyringUnavailable,
    RateLimited,
}

/// The state with a sentence for the owner; empty when all is well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Health {
    pub state: ChannelState,
    pub detail: String,
}

impl Health {
    pub fn connected() -> Self {
        Self { state: ChannelState::Connected, detail: String::new() }
    }

    pub fn of_error(error: &Error) -> Self {
        let state = match error.code {
            Code::ChannelNotConnected | Code::Invalid => ChannelState::NotConnected,
            Code::ChannelUnauthorized => ChannelState::Unauthorized,
            Code::ChannelRateLimited => ChannelState::RateLimited,
            Code::KeyringUnavailable => ChannelState::KeyringUnavailable,
            _ => ChannelState::Unreachable,
        };
        Self { state, detail: error.detail.clone() }
    }
}

/// The configuration in use and how it goes, shared by the webhooks, the sender and the poller. Reading is one lock and
/// no I/O; whoever changes settings or secrets reloads it.
#[derive(Clone)]
pub struct TwilioConnection {
    inner: Arc<RwLock<Inner>>,
}

struct Inner {
    config: Option<Arc<TwilioConfig>>,
    health: Health,
}

impl Default for TwilioConnection {
    fn default() -> Self {
        Self::new(None)
    }
}

impl TwilioConnection {
    pub fn new(config: Option<TwilioConfig>) -> Self {
        let health = health_of(config.as_ref());
        Self { inner: Arc::new(RwLock::new(Inner { config: config.map(Arc::new), health })) }
    }

    /// Nothing while the shop is not connected.
    pub fn current(&self) -> Option<Arc<TwilioConfig>> {
        self.inner.read().config.clone()
    }

    pub fn health(&self) -> Health {
        self.inner.read().health.clone()
    }

    pub fn replace(&self, config: Option<TwilioConfig>) {
        let health = health_of(config.as_ref());
        *self.inner.write() = Inner { config: config.map(Arc::new), health };
    }

    /// Reads settings and secrets anew. May block on the keyring. When that fails the connection is closed and its health
    /// says why.
    ///
    /// # Errors
    /// As [`TwilioConfig::load`].
    pub fn reload(&self, settings: &TwilioSettings, secrets: &dyn SecretStore) -> Result<()> {
        match TwilioConfig::load(settings, secrets) {
            Ok(config) => {
                self.replace(config);
                Ok(())
            }
            Err(error) => {
                *self.inner.write() = Inner { config: None, health: Health::of_error(&error) };
                Err(error)
            }
        }
    }

    /// Notes how it went; true when that is news. A connection without a configuration keeps its own reason.
    pub fn note(&self, health: Health) -> bool {
        let mut inner = self.inner.write();
        if inner.config.is_none() || inner.health == health {
            return false;
        }
        inner.health = health;
        true
    }

    /// As [`TwilioConnection::note`], and tells the owner's window when it is news.
    pub async fn tell(&self, database: &haberdash_core::Database, health: Health) {
        if !self.note(health.clone()) {
            return;
        }
        let told = database
            .write(move |tx| tx.emit(EventKind::ChannelState, "twilio", serde_json::to_value(&health)?))
            .await;
        if let Err(error) = told {
            tracing::warn!(%error, "the channel's state could not be told");
        }
    }
}

fn health_of(config: Option<&TwilioConfig>) -> Health {
    let missing = match config {
        None => "Twilio is not connected yet. Enter the account in the settings.",
        Some(config) if config.credentials().is_none() => {
            "The auth token is missing. Enter it in the settings."
        }
        Some(config) if !config.can_send() => {
            "No sender is set. Enter the shop's WhatsApp number in the settings."
        }
        Some(_) => return Health::connected(),
    };
    Health { state: ChannelState::NotConnected, detail: missing.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secrets::{MemorySecrets, StoreState};

    fn settings() -> TwilioSettings {
        TwilioSettings {
            account_sid: format!("AC{:032x}", 1),
            sender: "whatsapp:+15550109999".into(),
            webhook_public_url: "https://shop.example/".into(),
            polling_enabled: true,
            ..TwilioSettings::default()
        }
    }

    fn load(settings: &TwilioSettings, secrets: &MemorySecrets) -> TwilioConfig {
        TwilioConfig::load(settings, secrets).expect("readable").expect("an account")
    }

    #[test]
    fn the_key_is_preferred_and_the_token_remains_for_signatures() {
        let secrets = MemorySecrets::default()
            .with(SecretName::TwilioAuthToken, "token")
            .with(SecretName::TwilioApiKeySecret, "key");
        let token_only = load(&settings(), &secrets);
        assert_eq!(token_only.credentials().map(|(_, secret)| secret.expose()), Some("token"));
        let sid = format!("SK{:032x}", 1);
        let both = load(&TwilioSettings { api_key_sid: sid.clone(), ..settings() }, &secrets);
        assert_eq!(
            both.credentials().map(|(user, secret)| (user, secret.expose())),
            Some((sid.as_str(), "key"))
        );
        assert_eq!(both.auth_token.as_ref().map(Secret::expose), Some("token"));
        assert_eq!(
            both.status_callback(
                "msg_01h455vb4pex5vsknk084sn02q".parse().expect("id"),
                "snd_01h455vb4pex5vsknk084sn02r".parse().expect("id"),
            )
            .as_deref(),
            Some(
                "https://shop.example/webhooks/twilio/status?message=msg_01h455vb4pex5vsknk084sn02q\
                 &attempt=snd_01h455vb4pex5vsknk084sn02r"
            )
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let connection = TwilioConnection::default();
        let detail = |settings: TwilioSettings, secrets: &MemorySecrets| {
            connection.reload(&settings, secrets).expect("readable");
            (connection.health().state, connection.health().detail)
        };
        let none = MemorySecrets::default();
        let token = MemorySecrets::default().with(SecretName::TwilioAuthToken, "token");
        for (settings, secrets, word) in [
            (TwilioSettings::default(), &token, "account"),
            (settings(), &none, "auth token"),
            (TwilioSettings { sender: String::new(), ..settings() }, &token, "sender"),
        ] {
            let (state, detail) = detail(settings, secrets);
            assert_eq!(state, ChannelState::NotConnected);
            assert!(detail.contains(word), "{detail}");
        }
        assert_eq!(detail(settings(), &token), (ChannelState::Connected, String::new()));
    }

    #[test]
    fn a_locked_keyring_closes_the_connection_and_says_so() {
        struct Locked;
        impl SecretStore for Locked {
            fn get(&self, _: SecretName) -> Result<Option<Secret>> {
                Err(Error::new(Code::KeyringUnavailable, "Unlock it."))
            }
            fn set(&self, _: SecretName, _: &Secret) -> Result<()> {
                Err(Error::new(Code::KeyringUnavailable, "Unlock it."))
            }
            fn delete(&self, _: SecretName) -> Result<()> {
                Err(Error::new(Code::KeyringUnavailable, "Unlock it."))
            }
            fn state(&self) -> StoreState {
                StoreState::Unavailable { detail: "Unlock it.".into() }
            }
        }
        let connection = TwilioConnection::new(Some(TwilioConfig::new("AC1")));
        connection.reload(&settings(), &Locked).expect_err("locked");
        assert!(connection.current().is_none());
        let expected = Health { state: ChannelState::KeyringUnavailable, detail: "Unlock it.".into() };
        assert_eq!(connection.health(), expected);
        // A late answer to an earlier request does not hide the reason.
        assert!(!connection.note(Health::connected()));
        assert_eq!(connection.health(), expected);
    }

    #[test]
    fn health_is_news_only_when_it_changes() {
        let mut config = TwilioConfig::new("AC1");
        config.auth_token = Some(Secret::new("token"));
        config.sender = Address::parse("whatsapp:+15550109999");
        let connection = TwilioConnection::new(Some(config));
        assert!(!connection.note(Health::connected()));
        let down = Health { state: ChannelState::Unreachable, detail: "No network.".into() };
        assert!(connection.note(down.clone()));
        assert!(!connection.note(down));
        assert!(connection.note(Health::connected()));
    }
}
