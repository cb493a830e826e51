//! The live test of the settings screen: does the account work, with this sender, and would webhooks be believed?

use haberdash_core::{Code, Error};
use serde::Serialize;

use super::client::{ApiError, TwilioClient};
use super::config::{Health, TwilioConfig};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckName {
    Account,
    Sender,
    Webhook,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    pub name: CheckName,
    pub ok: bool,
    pub detail: String,
    pub next_action: Option<String>,
}

impl Check {
    fn good(name: CheckName, detail: impl Into<String>) -> Self {
        Self { name, ok: true, detail: detail.into(), next_action: None }
    }

    fn bad(name: CheckName, detail: impl Into<String>, next: impl Into<String>) -> Self {
        Self { name, ok: false, detail: detail.into(), next_action: Some(next.into()) }
    }
}

/// Asks Twilio. Nothing is sent to anybody.
pub async fn check(client: &TwilioClient) -> Vec<Check> {
    let Some(config) = client.connection().current() else {
        let Health { detail, .. } = client.connection().health();
        return vec![Check::bad(CheckName::Account, detail, "Enter the account SID and the auth token.")];
    };
    let account = account(client).await;
    let works = account.ok;
    let mut checks = vec![account];
    if works {
        checks.push(sender(client, &config).await);
    }
    checks.push(webhook(&config));
    checks
}

async fn account(client: &TwilioClient) -> Check {
    let name = CheckName::Account;
    let account = match client.account().await {
        Ok(account) => account,
        Err(error) => return failed(name, error),
    };
    if account.status != "active" {
        let detail = format!("The Twilio account is {}.", account.status);
        return Check::bad(name, detail, "Open the Twilio console and settle what it asks for.");
    }
    match client.can_read_messages().await {
        Ok(()) => Check::good(name, format!("Connected to the account \"{}\".", account.friendly_name)),
        Err(error) => failed(name, error),
    }
}

async fn sender(client: &TwilioClient, config: &TwilioConfig) -> Check {
    let name = CheckName::Sender;
    let next = "Enter a WhatsApp sender or number of this account, such as whatsapp:+15550100123.";
    let Some(sender) = &config.sender else {
        return match &config.messaging_service_sid {
            Some(_) => Check::good(name, "Messages are sent by the messaging service."),
            None => Check::bad(name, "No sender is set.", next),
        };
    };
    if sender.channel == haberdash_core::conversations::Channel::Sms {
        return match client.owns_number(&sender.address).await {
            Ok(true) => Check::good(name, "The number belongs to the account."),
            Ok(false) => Check::bad(name, "The number does not belong to this account.", next),
            Err(error) => failed(name, error),
        };
    }
    // Twilio's messaging API has no question that tells a WhatsApp sender's owner; the first message does.
    Check::good(name, "The WhatsApp sender is set. Twilio confirms it with the first message.")
}

fn webhook(config: &TwilioConfig) -> Check {
    let name = CheckName::Webhook;
    match (&config.public_url, &config.auth_token) {
        (_, None) => Check::bad(
            name,
            "Without the auth token no webhook can be checked.",
            "Enter the auth token as well: an API key alone cannot check signatures.",
        ),
        (None, Some(_)) if config.polling => {
            Check::good(name, "No public address is set: Haberdash asks Twilio for new messages instead.")
        }
        (None, Some(_)) => Check::bad(
            name,
            "No public address is set and asking for new messages is off.",
            "Switch asking for new messages on, or enter the address of your tunnel.",
        ),
        (Some(url), Some(_)) if url.starts_with("https://") => {
            Check::good(name, format!("Twilio must call {url}{}.", super::config::MESSAGES_PATH))
        }
        (Some(_), Some(_)) => Check::bad(
            name,
            "The public address is not encrypted.",
            "Use the address that starts with https://.",
        ),
    }
}

fn failed(name: CheckName, error: ApiError) -> Check {
    let error = Error::from(error);
    let next = match error.code {
        Code::ChannelNotConnected => "Enter the account SID and the auth token.",
        Code::ChannelUnauthorized => {
            "Copy the account SID, the auth token and the API key again from Twilio's console."
        }
        Code::ChannelRateLimited => "Try again in a minute.",
        _ => "Check the network and try again.",
    };
    Check::bad(name, error.detail, next)
}
