//! What is needed to talk with Twilio, at hand without asking the keyring each time.

use std::sync::Arc;

use parking_lot::RwLock;
use url::Url;

use super::inbound::Address;
use crate::secrets::Secret;

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
            api_base_url: Url::parse(TWILIO_API).expect("Twilio's address is a URL"),
        }
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
}

/// The configuration in use, shared by the webhooks, the sender and the poller. Reading it is one lock and no I/O; whoever
/// changes settings or secrets replaces it.
#[derive(Clone, Default)]
pub struct TwilioConnection {
    current: Arc<RwLock<Option<Arc<TwilioConfig>>>>,
}

impl TwilioConnection {
    pub fn new(config: Option<TwilioConfig>) -> Self {
        let connection = Self::default();
        connection.replace(config);
        connection
    }

    /// Nothing while the shop is not connected.
    pub fn current(&self) -> Option<Arc<TwilioConfig>> {
        self.current.read().clone()
    }

    pub fn replace(&self, config: Option<TwilioConfig>) {
        *self.current.write() = config.map(Arc::new);
    }
}
