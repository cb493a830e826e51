//! The outbox: what the shop says, from queued to accepted by the provider, once each and in order.
//!
//! Owns queueing, the send gate and the record of every try. It knows no provider: a [`MessageSender`] hands messages
//! over. A try is recorded before the network is touched; one whose end nobody saw is looked up at the provider
//! before anything is sent again, so that a kill at any instant sends nothing twice.
//!
//! A conversation's messages are sent one after another: only its oldest unsent one has a job, and when that ends the
//! next one gets its own.

mod deliver;
mod retry;
mod split;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

pub use deliver::{Delivered, deliver};
pub use retry::retry;
pub use split::split;

use crate::clock::Timestamp;
use crate::conversations::{Author, Channel, Direction, MessageStatus, Provider, preview, window_closes_at};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{AgentRun, Conversation, Id, Message, SendAttempt};
use crate::jobs::{self, ClaimedJob, Failure, Lease, NewJob, Work};
use crate::store;
use crate::store::conversations::Newest;
use crate::store::messages::NewMessage;
use crate::store::send_attempts::ToSend;
use crate::waiting_list;

/// What is to be said in a conversation.
#[derive(Debug, Clone)]
pub struct NewReply {
    pub conversation_id: Id<Conversation>,
    pub author: Author,
    /// One message each, in order. Whoever knows the channel's limit has split them.
    pub parts: Vec<String>,
    pub run_id: Option<Id<AgentRun>>,
}

/// Queues a reply's messages; what the customer wrote so far counts as answered.
///
/// # Errors
/// `NotFound` when there is no such conversation.
pub fn queue_reply(tx: &mut WriteTx<'_>, reply: &NewReply) -> Result<Vec<Id<Message>>> {
    queue(tx, reply, Meant::Reply)
}

/// As [`queue_reply`]; `dialogue` is what the agent asked and offered by it.
///
/// # Errors
/// Those of [`queue_reply`].
pub(crate) fn queue_answer(
    tx: &mut WriteTx<'_>,
    answer: &NewReply,
    dialogue: &str,
) -> Result<Vec<Id<Message>>> {
    queue(tx, answer, Meant::Answer { dialogue })
}

/// Queues what the shop says of itself: a question of the customer's stays open.
///
/// # Errors
/// Those of [`queue_reply`].
pub(crate) fn queue_notice(tx: &mut WriteTx<'_>, notice: &NewReply) -> Result<Vec<Id<Message>>> {
    queue(tx, notice, Meant::Notice)
}

/// What queued words mean for what the customer asked.
#[derive(Debug, Clone, Copy)]
enum Meant<'a> {
    /// It stays open.
    Notice,
    Reply,
    /// The agent's, with what it remembers from now on.
    Answer {
        dialogue: &'a str,
    },
}

fn queue(tx: &mut WriteTx<'_>, reply: &NewReply, meant: Meant<'_>) -> Result<Vec<Id<Message>>> {
    let id = reply.conversation_id;
    let standing =
        store::conversations::standing_of(tx.sql(), id)?.ok_or_else(|| Error::not_found("conversation"))?;
    let is_first = store::messages::first_unsent(tx.sql(), id)?.is_none();
    let mut ids = Vec::with_capacity(reply.parts.len());
    for body in &reply.parts {
        let message_id: Id<Message> = tx.new_id();
        store::messages::insert(
            tx,
            &NewMessage {
                id: message_id,
                conversation_id: id,
                direction: Direction::Outbound,
                author: reply.author,
                body,
                status: MessageStatus::Queued,
                provider: standing.channel.provider(),
                provider_id: None,
                run_id: reply.run_id,
                extra: "{}",
                provider_time: None,
            },
        )?;
        tx.emit(
            EventKind::MessageQueued,
            id,
            serde_json::json!({ "message_id": message_id, "author": reply.author }),
        )?;
        ids.push(message_id);
    }
    let dialogue = match meant {
        Meant::Answer { dialogue } => Some(dialogue),
        Meant::Notice | Meant::Reply => None,
    };
    let (Some(&first), Some(last)) = (ids.first(), reply.parts.last()) else {
        if let Some(dialogue) = dialogue {
            store::conversations::set_dialogue(tx, id, dialogue, true)?;
        }
        return Ok(ids);
    };
    let newest = Newest {
        direction: Direction::Outbound,
        preview: &preview(last),
        inbound_at: None,
        awaiting: None,
        answers: !matches!(meant, Meant::Notice),
        dialogue,
    };
    store::conversations::advance(tx, id, &newest)?;
    if is_first {
        schedule(tx, first)?;
    }
    Ok(ids)
}

fn schedule(tx: &mut WriteTx<'_>, message_id: Id<Message>) -> Result<()> {
    jobs::enqueue(tx, &NewJob::at(tx.now(), Work::SendMessage { message_id }))?;
    Ok(())
}

/// A message on its way to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundMessage {
    pub message_id: Id<Message>,
    pub attempt_id: Id<SendAttempt>,
    pub conversation_id: Id<Conversation>,
    pub channel: Channel,
    pub provider: Provider,
    /// The customer's address.
    pub to: String,
    /// The shop's sender.
    pub from: String,
    pub body: String,
}

/// What to look for at the provider: a message with the same ends and words, made since then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentQuery {
    pub message_id: Id<Message>,
    pub channel: Channel,
    pub provider: Provider,
    pub to: String,
    pub from: String,
    pub body: String,
    /// The start of the try whose end nobody saw.
    pub since: Timestamp,
}

/// What is to be done about a queued message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendDecision {
    /// Hand it over, then call [`finish_send`].
    Send(OutboundMessage),
    /// An earlier try may have succeeded: ask the provider, then call [`adopt`] or [`not_found`].
    Lookup(SentQuery),
    /// Nothing; the job is complete.
    AlreadySent,
    /// It may not be sent (`opted_out`, `window_closed`); recorded and shown to the owner, the job is complete.
    Refused(Code),
    /// Not yet; the job comes back at that time.
    Later(Timestamp),
}

/// How handing over ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// The provider has it.
    Accepted { provider_id: String, status: MessageStatus },
    /// It will never take it. `code` is the provider's own.
    Refused { code: String, detail: String },
    /// It surely does not have it: no connection, slow down, wrong credentials.
    NotSent { detail: String, retry_after: Option<Duration> },
    /// It may have it: the connection broke while it was asked.
    Unknown { detail: String },
}

/// The boxed future of a [`MessageSender`].
pub type Sending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Hands messages to providers.
pub trait MessageSender: Send + Sync {
    fn send<'a>(&'a self, message: &'a OutboundMessage) -> Sending<'a, SendOutcome>;

    /// The provider's id and status of a message like this, if it has one that is not another message of ours.
    fn find_sent<'a>(&'a self, query: &'a SentQuery) -> Sending<'a, Result<Option<(String, MessageStatus)>>>;
}

fn message_of(job: &ClaimedJob) -> Result<Id<Message>> {
    match job.work {
        Work::SendMessage { message_id } => Ok(message_id),
        _ => Err(Error::new(Code::Internal, "This job sends no message.")),
    }
}

fn load(tx: &WriteTx<'_>, message_id: Id<Message>) -> Result<ToSend> {
    store::send_attempts::to_send(tx.sql(), message_id)?.ok_or_else(|| Error::not_found("message"))
}

/// Decides what to do about the job's message, and records the try before the network is touched.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job; those of storage.
pub fn begin_send(tx: &mut WriteTx<'_>, lease: &Lease, job: &ClaimedJob) -> Result<SendDecision> {
    jobs::require_running(tx, lease, job)?;
    let message_id = message_of(job)?;
    let message = load(tx, message_id)?;
    let is_waiting = matches!(message.status, MessageStatus::Queued | MessageStatus::Sending);
    if message.provider_id.is_some() || !is_waiting {
        settle(tx, lease, job, message.conversation_id)?;
        return Ok(SendDecision::AlreadySent);
    }
    if let Some(since) = message.unknown_since {
        return Ok(SendDecision::Lookup(SentQuery {
            message_id,
            channel: message.channel,
            provider: message.provider,
            to: message.to,
            from: message.from,
            body: message.body,
            since,
        }));
    }
    if let Some(first) = message.first_unsent
        && first != message_id
    {
        schedule(tx, first)?;
        let later = tx.now().plus(Duration::from_secs(2));
        jobs::postpone(tx, lease, job, later)?;
        return Ok(SendDecision::Later(later));
    }
    start(tx, lease, job, message_id, message)
}

fn start(
    tx: &mut WriteTx<'_>,
    lease: &Lease,
    job: &ClaimedJob,
    message_id: Id<Message>,
    message: ToSend,
) -> Result<SendDecision> {
    let refused = match refusal(&message, tx.now()) {
        // What was there when it was written may be gone by the time that it goes out.
        None if waiting_list::is_gone_again(tx.sql(), message_id)? => Some(Code::OutOfStock),
        refused => refused,
    };
    if let Some(code) = refused {
        waiting_list::not_sent(tx, message_id, code)?;
        if code == Code::OutOfStock {
            // The customer waits on: nothing is to be done.
            mark_failed(tx, message_id, message.conversation_id, code.as_str())?;
        } else {
            fail_message(tx, message_id, message.conversation_id, code.as_str())?;
        }
        settle(tx, lease, job, message.conversation_id)?;
        return Ok(SendDecision::Refused(code));
    }
    let attempt_id = store::send_attempts::start(tx, message_id)?;
    Ok(SendDecision::Send(OutboundMessage {
        message_id,
        attempt_id,
        conversation_id: message.conversation_id,
        channel: message.channel,
        provider: message.provider,
        to: message.to,
        from: message.from,
        body: message.body,
    }))
}

/// The send gate: consent, and WhatsApp's 24 hours.
fn refusal(message: &ToSend, now: Timestamp) -> Option<Code> {
    if message.consent == Some(false) {
        return Some(Code::OptedOut);
    }
    if message.channel.has_reply_window()
        && window_closes_at(message.channel, message.last_inbound_at).is_none_or(|closes| now > closes)
    {
        return Some(Code::WindowClosed);
    }
    None
}

/// Records how the try ended; the job is complete or comes back.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job; those of storage.
pub fn finish_send(
    tx: &mut WriteTx<'_>,
    lease: &Lease,
    job: &ClaimedJob,
    sent: &OutboundMessage,
    outcome: &SendOutcome,
) -> Result<()> {
    jobs::require_running(tx, lease, job)?;
    match outcome {
        SendOutcome::Accepted { provider_id, status } => {
            store::send_attempts::finish(tx, sent.attempt_id, "accepted", None)?;
            accepted(tx, sent.message_id, sent.conversation_id, provider_id, *status)?;
            settle(tx, lease, job, sent.conversation_id)
        }
        SendOutcome::Refused { code, .. } => {
            store::send_attempts::finish(tx, sent.attempt_id, "refused", Some(code))?;
            fail_message(tx, sent.message_id, sent.conversation_id, code)?;
            settle(tx, lease, job, sent.conversation_id)
        }
        SendOutcome::NotSent { detail, retry_after } => {
            store::send_attempts::finish(tx, sent.attempt_id, "not_sent", None)?;
            store::messages::back_to_queue(tx, sent.message_id)?;
            jobs::fail(tx, lease, job, &Failure::passing(detail, *retry_after)).map(|_| ())
        }
        SendOutcome::Unknown { detail } => {
            store::send_attempts::finish(tx, sent.attempt_id, "unknown", None)?;
            jobs::fail(tx, lease, job, &Failure::passing(detail, None)).map(|_| ())
        }
    }
}

/// The provider has the message that an earlier try handed over.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job; those of storage.
pub fn adopt(
    tx: &mut WriteTx<'_>,
    lease: &Lease,
    job: &ClaimedJob,
    provider_id: &str,
    status: MessageStatus,
) -> Result<()> {
    let message_id = message_of(job)?;
    let conversation = load(tx, message_id)?.conversation_id;
    store::send_attempts::adopt(tx, message_id)?;
    accepted(tx, message_id, conversation, provider_id, status)?;
    settle(tx, lease, job, conversation)
}

/// The provider does not list the message. A list may lag behind, so it is sent again only `grace` after the try
/// began; until then the job comes back.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job; those of storage.
pub fn not_found(
    tx: &mut WriteTx<'_>,
    lease: &Lease,
    job: &ClaimedJob,
    grace: Duration,
) -> Result<SendDecision> {
    jobs::require_running(tx, lease, job)?;
    let message_id = message_of(job)?;
    let message = load(tx, message_id)?;
    if message.provider_id.is_some() {
        // A delivery report came in between.
        settle(tx, lease, job, message.conversation_id)?;
        return Ok(SendDecision::AlreadySent);
    }
    if let Some(since) = message.unknown_since
        && tx.now() < since.plus(grace)
        // A clock set back: the try cannot have begun in the future.
        && since <= tx.now()
    {
        let later = since.plus(grace);
        jobs::postpone(tx, lease, job, later)?;
        return Ok(SendDecision::Later(later));
    }
    store::send_attempts::never_sent(tx, message_id)?;
    start(tx, lease, job, message_id, message)
}

fn accepted(
    tx: &mut WriteTx<'_>,
    id: Id<Message>,
    conversation: Id<Conversation>,
    provider_id: &str,
    status: MessageStatus,
) -> Result<()> {
    let Some((known, has_id)) = store::messages::acceptance(tx.sql(), id, provider_id)? else {
        return Ok(());
    };
    // A provider that gives one id twice: it took the message all the same, and must not get it again.
    let least = if has_id { MessageStatus::Sending } else { MessageStatus::Sent };
    // A delivery report may have been faster; it stands.
    let status = [status, known, least].into_iter().max_by_key(|status| status.rank()).unwrap_or(least);
    store::messages::accept(tx, id, status, has_id.then_some(provider_id))?;
    tx.emit(EventKind::MessageStatus, conversation, serde_json::json!({ "message_id": id, "status": status }))
}

fn mark_failed(
    tx: &mut WriteTx<'_>,
    id: Id<Message>,
    conversation: Id<Conversation>,
    code: &str,
) -> Result<()> {
    store::messages::set_status(tx, id, MessageStatus::Failed, Some(code))?;
    tx.emit(
        EventKind::MessageStatus,
        conversation,
        serde_json::json!({ "message_id": id, "status": MessageStatus::Failed, "error_code": code }),
    )
}

/// It failed, and the owner is to look at it.
fn fail_message(
    tx: &mut WriteTx<'_>,
    id: Id<Message>,
    conversation: Id<Conversation>,
    code: &str,
) -> Result<()> {
    mark_failed(tx, id, conversation, code)?;
    store::conversations::flag(tx, conversation, "message_failed", false)?;
    tx.emit(EventKind::ConversationUpdated, conversation, serde_json::json!({}))
}

/// Ends the job and gives the conversation's next message its own.
fn settle(
    tx: &mut WriteTx<'_>,
    lease: &Lease,
    job: &ClaimedJob,
    conversation: Id<Conversation>,
) -> Result<()> {
    jobs::complete(tx, lease, job)?;
    schedule_next(tx, conversation)
}

fn schedule_next(tx: &mut WriteTx<'_>, conversation: Id<Conversation>) -> Result<()> {
    match store::messages::first_unsent(tx.sql(), conversation)? {
        Some(next) => schedule(tx, next),
        None => Ok(()),
    }
}

/// The job of this message is dead: the message has failed, the owner sees it, and the next one may go.
///
/// # Errors
/// Those of storage.
pub(crate) fn give_up(tx: &mut WriteTx<'_>, id: Id<Message>) -> Result<()> {
    let Some(message) = store::send_attempts::to_send(tx.sql(), id)? else { return Ok(()) };
    if message.provider_id.is_none()
        && matches!(message.status, MessageStatus::Queued | MessageStatus::Sending)
    {
        fail_message(tx, id, message.conversation_id, Code::ChannelUnavailable.as_str())?;
    }
    schedule_next(tx, message.conversation_id)
}

/// The owner has its dead job retried: what was given up waits once more.
///
/// # Errors
/// Those of storage.
pub(crate) fn take_up_again(tx: &mut WriteTx<'_>, id: Id<Message>) -> Result<()> {
    if store::messages::wait_again(tx, id, Code::ChannelUnavailable.as_str())?
        && let Some(message) = store::send_attempts::to_send(tx.sql(), id)?
    {
        let told = serde_json::json!({ "message_id": id, "status": MessageStatus::Queued });
        tx.emit(EventKind::MessageStatus, message.conversation_id, told)?;
    }
    Ok(())
}

/// At start: every conversation's oldest unsent message has a job.
///
/// # Errors
/// Those of storage.
pub(crate) fn ensure_jobs(tx: &mut WriteTx<'_>) -> Result<()> {
    for id in store::messages::all_first_unsent(tx.sql())? {
        schedule(tx, id)?;
    }
    Ok(())
}

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
