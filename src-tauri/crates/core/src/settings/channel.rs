//! How the assistant, the messaging provider and notifications work. No secrets: those are in the keyring.

use serde::{Deserialize, Serialize};

use super::{Document, validation};
use crate::error::{Error, Result};

/// The assistant that answers customers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AssistantSettings {
    /// Off: every message waits for the owner.
    pub enabled: bool,
    /// How the assistant calls itself.
    pub name: String,
    /// Messages that follow each other within this time are answered together. Milliseconds.
    pub burst_window_ms: u32,
    /// Ends a greeting or a handoff, such as "Your Linden & Lark team"; empty: none.
    pub signature: String,
}

impl Default for AssistantSettings {
    fn default() -> Self {
        Self { enabled: true, name: "Shop assistant".into(), burst_window_ms: 4000, signature: String::new() }
    }
}

impl Document for AssistantSettings {
    const KEY: &'static str = "assistant";

    fn validate(&self) -> Result<()> {
        validation::filled("name", "The assistant needs a name.", &self.name)?;
        validation::at_most("name", "The assistant's name", &self.name, 40)?;
        validation::at_most("signature", "The signature", &self.signature, 200)?;
        if self.burst_window_ms > 60_000 {
            return Err(Error::invalid("The assistant can wait 60 seconds at most for further messages.")
                .at("burst_window_ms"));
        }
        Ok(())
    }
}

/// The connection to Twilio. Its auth token and API key secret are in the keyring.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TwilioSettings {
    /// `AC…`; empty: not connected.
    pub account_sid: String,
    /// `SK…`; empty: the auth token signs requests.
    pub api_key_sid: String,
    /// The shop's number: E.164, `whatsapp:` in front for WhatsApp.
    pub sender: String,
    /// `MG…`; empty: messages are sent from `sender`.
    pub messaging_service_sid: String,
    /// The address under which Twilio reaches the webhooks; signatures are computed from it.
    pub webhook_public_url: String,
    pub polling_enabled: bool,
    /// Another server than Twilio's own, for a proxy or a simulator.
    pub api_base_url: Option<String>,
}

impl Document for TwilioSettings {
    const KEY: &'static str = "twilio";

    fn validate(&self) -> Result<()> {
        sid("account_sid", "The account SID", &self.account_sid, "AC")?;
        sid("api_key_sid", "The API key SID", &self.api_key_sid, "SK")?;
        sid("messaging_service_sid", "The messaging service SID", &self.messaging_service_sid, "MG")?;
        let number = self.sender.strip_prefix("whatsapp:").unwrap_or(&self.sender);
        if !self.sender.is_empty() && !crate::contacts::is_e164(number) {
            return Err(Error::invalid(
                "The sender must be a phone number such as +15550100123, or whatsapp:+15550100123.",
            )
            .at("sender"));
        }
        validation::link("webhook_public_url", "The webhook's address", &self.webhook_public_url)?;
        validation::link("api_base_url", "The API's address", self.api_base_url.as_deref().unwrap_or(""))
    }
}

/// Twilio's identifiers: two letters and 32 hexadecimal digits.
fn sid(path: &str, field: &str, text: &str, prefix: &str) -> Result<()> {
    let well_formed = text
        .strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == 32 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
    if text.is_empty() || well_formed {
        return Ok(());
    }
    Err(Error::invalid(format!(
        "{field} is {prefix} and 32 digits or letters from a to f; copy it from Twilio's console."
    ))
    .at(path))
}

/// What raises a desktop notification, and what counts as low.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NotificationSettings {
    pub escalations: bool,
    pub channel_problems: bool,
    /// Tell when something falls to its low level.
    pub low_stock: bool,
    /// A variant with at most this many pieces is low.
    pub low_stock_at: u32,
}

impl Default for NotificationSettings {
    fn default() -> Self {
        Self { escalations: true, channel_problems: true, low_stock: true, low_stock_at: 3 }
    }
}

impl Document for NotificationSettings {
    const KEY: &'static str = "notifications";

    fn validate(&self) -> Result<()> {
        if self.low_stock_at > 10_000 {
            return Err(Error::invalid("Low stock can be set up to 10,000 pieces.").at("low_stock_at"));
        }
        Ok(())
    }
}
