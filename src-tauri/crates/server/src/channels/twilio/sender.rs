//! Core's question "hand this over" answered with Twilio.

use std::time::Duration;

use haberdash_core::conversations::{self, MessageStatus, Provider};
use haberdash_core::outbox::{MessageSender, OutboundMessage, SendOutcome, Sending, SentQuery};
use haberdash_core::{Code, Database, Error, Result};

use super::client::{SendResult, TwilioClient};
use super::config::{ChannelState, Health};
use super::inbound::{Address, status_from_word};

/// How much earlier than our clock says Twilio may have noted a message. A laptop's clock may be hours wrong, and a message
/// that is overlooked is sent twice; one that is found needlessly is told apart by its words and by being known.
const CLOCK_MARGIN: Duration = Duration::from_hours(24);
/// How long a message waits after the credentials were refused: the owner has to act first.
const UNAUTHORIZED_PAUSE: Duration = Duration::from_mins(1);

/// Sends through Twilio.
#[derive(Clone)]
pub struct TwilioSender {
    client: TwilioClient,
    database: Database,
}

impl TwilioSender {
    pub fn new(client: TwilioClient, database: Database) -> Self {
        Self { client, database }
    }

    async fn hand_over(&self, message: &OutboundMessage) -> SendOutcome {
        let to = Address { channel: message.channel, address: message.to.clone() };
        let config = self.client.connection().current();
        let callback =
            config.and_then(|config| config.status_callback(message.message_id, message.attempt_id));
        let result = self.client.send(&to, &message.body, callback.as_deref()).await;
        let (outcome, health) = translate(result);
        if let Some(health) = health {
            self.client.connection().tell(&self.database, health).await;
        }
        outcome
    }

    async fn look_up(&self, query: &SentQuery) -> Result<Option<(String, MessageStatus)>> {
        let to = Address { channel: query.channel, address: query.to.clone() };
        let since = query.since.minus(CLOCK_MARGIN);
        let candidates: Vec<_> = self
            .client
            .list_sent(&to, since)
            .await
            .map_err(Error::from)?
            .into_iter()
            .filter(|found| same_words(found.body.as_deref().unwrap_or_default(), &query.body))
            // One that did not arrive is the try before the owner asked for another. Were it this one, then another try
            // doubles nothing either.
            .filter(|found| !status_from_word(&found.status).is_some_and(MessageStatus::is_failure))
            .collect();
        let sids: Vec<String> = candidates.iter().map(|found| found.sid.clone()).collect();
        let known = self
            .database
            .read(move |connection| conversations::known_provider_ids(connection, Provider::Twilio, &sids))
            .await?;
        // The oldest that nobody claims: attempts claim their messages in the order they were made.
        Ok(candidates.into_iter().rev().find(|found| !known.contains(&found.sid)).map(|found| {
            let status = status_from_word(&found.status).unwrap_or(MessageStatus::Sending);
            (found.sid, status)
        }))
    }
}

/// Line ends and outer white space may change on the way.
fn same_words(theirs: &str, ours: &str) -> bool {
    theirs.split_whitespace().eq(ours.split_whitespace())
}

fn translate(result: SendResult) -> (SendOutcome, Option<Health>) {
    match result {
        SendResult::Accepted { sid, status } => {
            let status = status_from_word(&status).unwrap_or(MessageStatus::Sending);
            (SendOutcome::Accepted { provider_id: sid, status }, Some(Health::connected()))
        }
        SendResult::Refused { twilio_code, meaning } => {
            let outcome = SendOutcome::Refused { code: twilio_code.to_string(), detail: meaning.sentence() };
            (outcome, Some(Health::connected()))
        }
        SendResult::NotSent { code, retry_after, detail } => {
            let state = if code == Code::ChannelRateLimited {
                ChannelState::RateLimited
            } else {
                ChannelState::Unreachable
            };
            let health = Health { state, detail: detail.clone() };
            (SendOutcome::NotSent { detail, retry_after }, Some(health))
        }
        SendResult::Unauthorized { detail } => {
            let health = Health { state: ChannelState::Unauthorized, detail: detail.clone() };
            (SendOutcome::NotSent { detail, retry_after: Some(UNAUTHORIZED_PAUSE) }, Some(health))
        }
        SendResult::Unknown { detail } => (SendOutcome::Unknown { detail }, None),
    }
}

impl MessageSender for TwilioSender {
    fn send<'a>(&'a self, message: &'a OutboundMessage) -> Sending<'a, SendOutcome> {
        Box::pin(self.hand_over(message))
    }

    fn find_sent<'a>(&'a self, query: &'a SentQuery) -> Sending<'a, Result<Option<(String, MessageStatus)>>> {
        Box::pin(self.look_up(query))
    }
}
