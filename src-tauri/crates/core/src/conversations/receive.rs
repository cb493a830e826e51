//! Receiving: from what a provider delivered to a stored message and the job that answers it, in one transaction.

use std::collections::HashSet;
use std::time::Duration;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{
    Author, Channel, ConversationState, DeliveryKind, DeliveryOutcome, Direction, Handler, MessageStatus,
    Provider, Source, Standing, opt_out, preview,
};
use crate::clock::Timestamp;
use crate::contacts;
use crate::database::WriteTx;
use crate::error::Result;
use crate::event::EventKind;
use crate::id::{Conversation, Id, Message};
use crate::jobs::{self, NewJob, Work};
use crate::settings::{self, AssistantSettings};
use crate::store;
use crate::store::conversations::Newest;
use crate::store::messages::NewMessage;

/// Customers who keep writing are answered after so many burst windows at the latest.
const LONGEST_BURST: u32 = 4;

/// Bytes as a provider delivered them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawDelivery {
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
}

/// A file that came with a message, still at the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundMedia {
    pub url: String,
    /// As the provider says; never trusted.
    pub declared_type: Option<String>,
}

/// A customer's message as a channel understood it.
#[derive(Debug, Clone)]
pub struct InboundMessage {
    pub provider: Provider,
    /// The provider's id of the message: the same message comes several times, and counts once.
    pub provider_id: String,
    pub source: Source,
    pub channel: Channel,
    /// The customer's address, as the channel tells it.
    pub from_address: String,
    /// The shop's sender.
    pub shop_address: String,
    /// The name that the customer gave themselves.
    pub profile_name: Option<String>,
    /// May be empty when there are media.
    pub body: String,
    pub media: Vec<InboundMedia>,
    /// When the provider says it was sent.
    pub provider_time: Option<Timestamp>,
    /// Every other parameter of the delivery.
    pub extra: serde_json::Map<String, serde_json::Value>,
    pub raw: RawDelivery,
}

/// What receiving did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Received {
    New { message_id: Id<Message>, conversation_id: Id<Conversation> },
    Duplicate { message_id: Id<Message>, conversation_id: Id<Conversation> },
}

/// Stores a message once, and sees to its answer: the raw delivery, the contact and conversation (made when new),
/// attachments with their downloads, consent when it is a keyword, the event, and the job that answers after the
/// burst window.
///
/// # Errors
/// `Invalid` when the sender's address is none of the channel's: the caller keeps it as unreadable. Those of storage.
/// Then nothing is kept.
pub fn receive_inbound(tx: &mut WriteTx<'_>, message: &InboundMessage) -> Result<Received> {
    let (provider, provider_id) = (message.provider, message.provider_id.as_str());
    let first_sight = store::deliveries::sight(tx, provider, provider_id, message.source)?;
    if let Some((message_id, conversation_id)) =
        store::messages::by_provider_id(tx.sql(), provider, provider_id)?
    {
        // A poller sees the same messages at each round; only what tells something new is kept.
        if first_sight || message.source == Source::Webhook {
            keep_raw(tx, message, DeliveryOutcome::Duplicate)?;
        }
        return Ok(Received::Duplicate { message_id, conversation_id });
    }
    let standing = find_or_open(tx, message)?;
    keep_raw(tx, message, DeliveryOutcome::Stored)?;
    let id: Id<Message> = tx.new_id();
    let extra = serde_json::to_string(&message.extra)?;
    store::messages::insert(
        tx,
        &NewMessage {
            id,
            conversation_id: standing.id,
            direction: Direction::Inbound,
            author: Author::Customer,
            body: &message.body,
            status: MessageStatus::Received,
            provider,
            provider_id: Some(provider_id),
            run_id: None,
            extra: &extra,
            provider_time: message.provider_time,
        },
    )?;
    for (position, media) in message.media.iter().enumerate() {
        let attachment_id = store::attachments::insert_pending(tx, id, position, media)?;
        jobs::enqueue(tx, &NewJob::at(tx.now(), Work::FetchMedia { attachment_id }))?;
    }
    let consent = opt_out::change(tx.sql(), &standing, &message.body)?;
    if let Some(granted) = consent {
        opt_out::record(tx, &standing, granted, id)?;
    }
    let now = tx.now();
    store::conversations::advance(
        tx,
        standing.id,
        &Newest {
            direction: Direction::Inbound,
            preview: &preview(&message.body),
            inbound_at: Some(message.provider_time.map_or(now, |sent| sent.min(now))),
            awaiting: consent.is_none().then_some(id),
            answers: false,
            dialogue: None,
        },
    )?;
    tx.emit(EventKind::MessageReceived, standing.id, serde_json::json!({ "message_id": id }))?;
    if consent.is_none() && standing.handler == Handler::Agent {
        schedule_answer(tx, standing.id)?;
    }
    Ok(Received::New { message_id: id, conversation_id: standing.id })
}

/// As [`receive_inbound`], for many at once (a poller's page). One whose sender has no address of its channel is kept
/// as unreadable and left out of the result: it must not stop the others, now or at the poller's next round.
///
/// # Errors
/// Those of storage; then none is kept.
pub fn receive_all(tx: &mut WriteTx<'_>, messages: &[InboundMessage]) -> Result<Vec<Received>> {
    let mut received = Vec::with_capacity(messages.len());
    for message in messages {
        if contacts::normalise(message.channel, &message.from_address).is_ok() {
            received.push(receive_inbound(tx, message)?);
        } else if store::deliveries::sight(tx, message.provider, &message.provider_id, message.source)? {
            let (kind, outcome) = (DeliveryKind::Unreadable, DeliveryOutcome::Unreadable);
            let id = Some(message.provider_id.as_str());
            store::deliveries::insert(tx, message.provider, kind, message.source, id, &message.raw, outcome)?;
        }
    }
    Ok(received)
}

/// Answers the conversation once the customer has paused, if the agent is switched on.
pub(super) fn schedule_answer(tx: &mut WriteTx<'_>, conversation_id: Id<Conversation>) -> Result<()> {
    match burst_window(tx)? {
        Some(window) => schedule_within(tx, conversation_id, window),
        None => Ok(()),
    }
}

/// A file of a message is there, or never will be: the answer need not wait for it any longer. The customer may still be
/// writing, though.
pub(super) fn answer_with_media(tx: &mut WriteTx<'_>, conversation_id: Id<Conversation>) -> Result<()> {
    let Some(window) = burst_window(tx)? else { return Ok(()) };
    let standing = store::conversations::standing_of(tx.sql(), conversation_id)?;
    let waits = |standing: &Standing| standing.handler == Handler::Agent && standing.awaiting_since.is_some();
    if let Some(standing) = standing.filter(waits) {
        let paused = standing.last_inbound_at.map_or(tx.now(), |at| at.plus(window));
        let run_at = paused.max(tx.now());
        jobs::enqueue(tx, &NewJob::at(run_at, Work::AnswerConversation { conversation_id }))?;
    }
    Ok(())
}

/// What a turn waited for is known.
pub(crate) fn answer_waited_for(tx: &mut WriteTx<'_>, conversation_id: Id<Conversation>) -> Result<()> {
    answer_with_media(tx, conversation_id)
}

/// `None`: the agent is switched off.
fn burst_window(tx: &WriteTx<'_>) -> Result<Option<Duration>> {
    let assistant = settings::get::<AssistantSettings>(tx.sql())?.value;
    Ok(assistant.enabled.then(|| Duration::from_millis(assistant.burst_window_ms.into())))
}

fn schedule_within(tx: &mut WriteTx<'_>, conversation_id: Id<Conversation>, window: Duration) -> Result<()> {
    let job = NewJob::at(tx.now().plus(window), Work::AnswerConversation { conversation_id })
        .debounced(window * LONGEST_BURST);
    jobs::enqueue(tx, &job)?;
    Ok(())
}

/// Gives every conversation that waits for the agent its job: at start, and when the assistant is switched on.
///
/// # Errors
/// Those of storage.
pub fn answer_waiting(tx: &mut WriteTx<'_>) -> Result<()> {
    let Some(window) = burst_window(tx)? else { return Ok(()) };
    for id in store::conversations::awaiting_agent(tx.sql())? {
        schedule_within(tx, id, window)?;
    }
    Ok(())
}

fn keep_raw(tx: &mut WriteTx<'_>, message: &InboundMessage, outcome: DeliveryOutcome) -> Result<()> {
    let provider_id = Some(message.provider_id.as_str());
    let kind = DeliveryKind::Message;
    store::deliveries::insert(
        tx,
        message.provider,
        kind,
        message.source,
        provider_id,
        &message.raw,
        outcome,
    )?;
    Ok(())
}

fn find_or_open(tx: &mut WriteTx<'_>, message: &InboundMessage) -> Result<Standing> {
    let channel = message.channel;
    let address = contacts::normalise(channel, &message.from_address)?;
    let profile = message.profile_name.as_deref().map(str::trim).filter(|name| !name.is_empty());
    // One query for the usual case: somebody who wrote before, under the same name.
    let known = store::conversations::known(tx.sql(), channel, &address, &message.shop_address)?;
    if let Some((standing, name)) = known
        && (profile.is_none() || profile == name.as_deref())
    {
        return Ok(standing);
    }
    let identity = contacts::find_or_create(tx, channel, &address, profile)?;
    if let Some((standing, _)) =
        store::conversations::known(tx.sql(), channel, &address, &message.shop_address)?
    {
        return Ok(standing);
    }
    let (identity_id, contact_id) = (identity.id, identity.contact_id);
    let standing = Standing {
        id: tx.new_id(),
        contact_id,
        identity_id,
        channel,
        shop_address: message.shop_address.clone(),
        state: ConversationState::Open,
        handler: Handler::Agent,
        needs_owner: false,
        last_inbound_at: None,
        awaiting_since: None,
        dialogue: "{}".into(),
        version: 1,
    };
    store::conversations::insert(tx, &standing)?;
    Ok(standing)
}

/// Keeps a delivery that could not be understood, so that nothing is lost.
///
/// # Errors
/// Those of storage.
pub fn record_unreadable_delivery(
    tx: &mut WriteTx<'_>,
    provider: Provider,
    source: Source,
    raw: &RawDelivery,
) -> Result<()> {
    let (kind, outcome) = (DeliveryKind::Unreadable, DeliveryOutcome::Unreadable);
    store::deliveries::insert(tx, provider, kind, source, None, raw, outcome)?;
    Ok(())
}

/// Which of these provider's ids belong to messages that are stored already, in either direction.
///
/// # Errors
/// Those of the query.
pub fn known_provider_ids(
    connection: &Connection,
    provider: Provider,
    provider_ids: &[String],
) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    for id in provider_ids {
        if store::messages::by_provider_id(connection, provider, id)?.is_some() {
            known.insert(id.clone());
        }
    }
    Ok(known)
}

/// A message that only one of the two paths brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenOnce {
    pub provider: Provider,
    pub provider_id: String,
    pub source: Source,
    pub seen_at: Timestamp,
}

/// Messages seen in `since..until` by the webhook alone or by the poller alone, newest first, at most 1000. What is
/// newer than a poller's round belongs after `until`: the other path may still bring it.
///
/// # Errors
/// Those of the query.
pub fn gap_report(connection: &Connection, since: Timestamp, until: Timestamp) -> Result<Vec<SeenOnce>> {
    store::deliveries::seen_once(connection, since, until, 1000)
}

/// Where a poller has got to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct PollCursor {
    /// In the provider's time: everything before it was seen.
    pub seen_until: Timestamp,
    pub polled_at: Timestamp,
}

/// # Errors
/// Those of the query.
pub fn poll_cursor(connection: &Connection, provider: Provider) -> Result<Option<PollCursor>> {
    store::deliveries::poll_cursor(connection, provider)
}

/// Moves the cursor on, never back.
///
/// # Errors
/// Those of the update.
pub fn move_poll_cursor(tx: &mut WriteTx<'_>, provider: Provider, seen_until: Timestamp) -> Result<()> {
    store::deliveries::move_poll_cursor(tx, provider, seen_until)
}
