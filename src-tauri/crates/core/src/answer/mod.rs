//! The driver of a turn: from "this conversation waits for an answer" to the queued reply, exactly once.
//!
//! Reading and planning happen on a reader, over one consistent state of the file; everything that follows is one
//! write: run, steps, evidence and claims, the reply and its jobs, or the handoff, and the end of the job. That write
//! first makes sure that the world is still the one the turn looked at: a newer message sends the turn round again,
//! so that one reply answers the whole burst; an owner who took over silences it. A kill anywhere re-runs the turn.
//!
//! It decides nothing itself: [`crate::agent`] does.

mod acting;
mod conclude;
mod photos;
mod prices;
mod proving;
mod recorded;
mod simulated;
mod turns;

use std::panic::{AssertUnwindSafe, catch_unwind};

use rusqlite::Connection;

pub use conclude::conclude;
pub use recorded::{RecordedTurn, replay};
pub(crate) use simulated::{SIMULATED_JOBS, work_simulated};
pub use turns::{Consulting, PlannedTurns, ShopTurns, Turns, builtin};

use crate::agent::{
    self, Asking, AttachmentKind, Consultation, DialogueState, Driven, Exchange, HistoryMessage,
    InboundMessage, PolicyInForce, Proving, TurnInput,
};
use crate::agents::{self, AgentKey};
use crate::catalog::{Searcher, Searches};
use crate::clock::Timestamp;
use crate::contacts::{self, Purpose};
use crate::conversations::{
    self, AttachmentListing, Author, ConversationState, Handler, Standing, StoredMessage,
};
use crate::database::{Database, Durability, WriteTx};
use crate::error::{Code, Error, Result};
use crate::id::{AgentRun, Conversation, Id, Message};
use crate::jobs::{self, ClaimedJob, Failed, Lease, Work};
use crate::knowledge::{ShopKnowledge, shop_facts};
use crate::memory;
use crate::prompts::{self, PromptInForce};
use crate::scope;
use crate::settings::ShopSettings;
use crate::store;

/// Earlier messages that a turn is told.
const HISTORY: i64 = 12;
/// Messages of one burst that are read; a longer burst is answered by its newest ones.
const LONGEST_BURST: i64 = 100;

/// What a job came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// The run's proposal stands: a reply is queued, the owner has it, or nothing is to be said.
    Done(Id<AgentRun>),
    /// Nothing waits for the agent (any more).
    NothingToDo,
    /// The customer wrote meanwhile; the turn comes round again.
    Again,
    /// The turn could not be worked out; what its job's queue makes of that.
    Failed(Failed),
}

/// A turn that was worked out and not yet kept.
#[derive(Debug, Clone)]
pub struct PlannedTurn {
    pub conversation_id: Id<Conversation>,
    pub first_message_id: Id<Message>,
    pub last_message_id: Id<Message>,
    pub started_at: Timestamp,
    pub driven: Driven,
}

fn conversation_of(job: &ClaimedJob) -> Result<Id<Conversation>> {
    match job.work {
        Work::AnswerConversation { conversation_id } => Ok(conversation_id),
        _ => Err(Error::new(Code::Internal, "This job answers no conversation.")),
    }
}

/// Runs an `answer_conversation` job to its end on this thread, which may block.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job; those of storage. A turn that fails is no error here.
pub fn answer_blocking(
    database: &Database,
    turns: &dyn Turns,
    lease: &Lease,
    job: &ClaimedJob,
) -> Result<Answered> {
    let id = conversation_of(job)?;
    let mut so_far = SoFar::default();
    let planned = loop {
        let now = database.clock().now();
        let planned = database.read_blocking(|connection| plan(connection, turns, id, now, &so_far));
        match planned {
            Ok(Some(PlannedTurn { driven: Driven::Asking(asking), .. })) => {
                if !consult(turns, id, &asking, &mut so_far.consultation) {
                    let (lease, job) = (lease.clone(), job.clone());
                    let leave = move |tx: &mut WriteTx<'_>| {
                        let now = tx.now();
                        jobs::postpone(tx, &lease, &job, now)
                    };
                    return database.write_blocking(leave).map(|()| Answered::Again);
                }
            }
            planned => break planned,
        }
    };
    let (lease, job) = (lease.clone(), job.clone());
    database.write_blocking(move |tx| conclude(tx, &lease, &job, planned))
}

/// What is known of a turn that is worked out again: what language models said in it, and what it searched for.
#[derive(Debug, Clone, Default)]
pub struct SoFar {
    pub consultation: Consultation,
    pub searches: Searches,
}

/// A turn to be worked out.
#[derive(Debug, Clone)]
pub struct OpenTurn {
    pub job: ClaimedJob,
    pub so_far: SoFar,
}

impl OpenTurn {
    pub fn new(job: ClaimedJob) -> Self {
        Self { job, so_far: SoFar::default() }
    }

    /// Asks on. Blocks for as long as the models may take. `false`: the program ends, and the turn is to be left.
    pub fn consult(&mut self, turns: &dyn Turns, asking: &Asking) -> bool {
        conversation_of(&self.job).is_ok_and(|id| consult(turns, id, asking, &mut self.so_far.consultation))
    }
}

fn consult(
    turns: &dyn Turns,
    conversation: Id<Conversation>,
    asking: &Asking,
    consultation: &mut Consultation,
) -> bool {
    let nobody = || Some(Exchange::with_nobody(asking.request.clone()));
    let exchange = if consultation.is_exhausted() {
        nobody()
    } else {
        let question = Consulting { conversation, asking, spent: consultation.spent() };
        // A stranger's bytes are read there. A fault in it costs the model's answer, never the customer's.
        catch_unwind(AssertUnwindSafe(|| turns.consult(&question))).unwrap_or_else(|_| {
            tracing::error!("asking a language model ended unexpectedly");
            nobody()
        })
    };
    let Some(exchange) = exchange else { return false };
    consultation.take(asking.after, exchange);
    true
}

/// As [`answer_blocking`], for several jobs: their turns are worked out over one state of the file, on this thread. A
/// reader starts with an empty page cache after every commit (sqlite.org/wal), so turns that share a state share its
/// pages, too. Each job has its own end, which `ended` is told on the writer's thread; a turn that panics fails alone. One that
/// has to ask a language model is handed to `asks` instead, on this thread: nobody waits for a model here.
pub fn answer_all<E, A>(
    database: &Database,
    turns: &dyn Turns,
    lease: &Lease,
    open: Vec<OpenTurn>,
    asks: A,
    ended: E,
) where
    E: Fn(&ClaimedJob, Result<Answered>) + Clone + Send + 'static,
    A: Fn(OpenTurn, Asking),
{
    let now = database.clock().now();
    let planned = database.read_blocking(|connection| {
        let plan = |turn: &OpenTurn| {
            let id = conversation_of(&turn.job)?;
            catch_unwind(AssertUnwindSafe(|| plan(connection, turns, id, now, &turn.so_far)))
                .unwrap_or_else(|_| Err(Error::new(Code::Internal, "The turn ended unexpectedly.")))
        };
        Ok(open.iter().map(plan).collect::<Vec<_>>())
    });
    let planned = planned.unwrap_or_else(|error| {
        open.iter().map(|_| Err(Error::new(error.code, error.detail.clone()))).collect()
    });
    // All are handed to the writer at once: they share a commit.
    for (turn, planned) in open.into_iter().zip(planned) {
        if let Ok(Some(PlannedTurn { driven: Driven::Asking(asking), .. })) = planned {
            asks(turn, *asking);
            continue;
        }
        let job = turn.job;
        let (lease, concluded, ended) = (lease.clone(), job.clone(), ended.clone());
        database.submit_then(
            Durability::PowerCut,
            move |tx| conclude(tx, &lease, &concluded, planned),
            move |answered| ended(&job, answered),
        );
    }
}

/// Whether and what the agent has to answer.
fn is_agents(standing: &Standing) -> bool {
    standing.handler == Handler::Agent && standing.state == ConversationState::Open
}

/// Works out a turn for everything the customer wrote since the last answer. `None`: nothing waits for the agent, or the turn
/// waits for a picture.
///
/// # Errors
/// Those of the queries and of the turn.
pub fn plan(
    connection: &Connection,
    turns: &dyn Turns,
    id: Id<Conversation>,
    now: Timestamp,
    so_far: &SoFar,
) -> Result<Option<PlannedTurn>> {
    let Some(standing) = store::conversations::standing_of(connection, id)? else { return Ok(None) };
    let Some(first) = standing.awaiting_since.filter(|_| is_agents(&standing)) else { return Ok(None) };
    let settings = ShopSettings::load(connection)?;
    if !settings.assistant.value.enabled || has_opted_out(connection, &standing)? {
        return Ok(None);
    }
    let burst = burst(connection, id, first)?;
    let attachments = attachments_of(connection, &burst)?;
    if photos::awaited(&burst, &attachments, now).is_some() {
        return Ok(None);
    }
    let (Some(oldest), Some(newest)) = (burst.first(), burst.last()) else { return Ok(None) };
    let (first_message_id, last_message_id) = (oldest.id, newest.id);
    if drafted_already(connection, id, last_message_id)? {
        return Ok(None);
    }
    let dialogue = dialogue(&standing.dialogue, now);
    let prompt = prompts::in_force(connection, id)?;
    let heard = HeardTurn { standing: &standing, burst, attachments, dialogue, now, prompt };
    let driven = begin(connection, turns, &settings, heard, so_far)?;
    Ok(Some(PlannedTurn { conversation_id: id, first_message_id, last_message_id, started_at: now, driven }))
}

/// What a turn is about.
struct HeardTurn<'a> {
    standing: &'a Standing,
    /// Oldest first, at least one.
    burst: Vec<StoredMessage>,
    attachments: Vec<AttachmentListing>,
    dialogue: DialogueState,
    now: Timestamp,
    prompt: PromptInForce,
}

/// Works a turn out over the shop as this connection sees it.
fn begin(
    connection: &Connection,
    turns: &dyn Turns,
    settings: &ShopSettings,
    heard: HeardTurn<'_>,
    so_far: &SoFar,
) -> Result<Driven> {
    let HeardTurn { standing, burst, attachments, dialogue, now, prompt } = heard;
    let id = standing.id;
    let first = burst.first().map(|message| message.id);
    let mut history = store::messages::before(connection, id, first, HISTORY + 1)?;
    let read = usize::try_from(HISTORY).unwrap_or(usize::MAX);
    let has_older = history.len() > read;
    history.truncate(read);
    let who = scope::Standing::of(connection, id)?;
    let scope = who.scope;
    let acting = proving::may_act(connection, &settings.policy.value, who, id, now)?;
    let contact = contacts::get(connection, scope.contact_id())?;
    let mut messages = questions(connection, burst, &attachments)?;
    let mut history: Vec<_> = history.into_iter().rev().map(earlier).collect();
    let typed = proving::take_codes(&dialogue, &mut messages, &mut history);
    let agents = agents::roster(connection)?;
    let input = TurnInput {
        messages,
        history,
        has_older,
        dialogue,
        contact_name: contact.display_name,
        contact_address: contact.address,
        language: contact.language,
        shop: shop_facts(settings),
        now: now.to_jiff().to_zoned_datetime(settings.shop.value.zone()),
        channel: channel(standing.channel),
        may_identify: acting.may_identify,
        can_act: acting.acts,
        proving: Proving { needs: acting.needs, typed },
        market: settings.market.value.is_on() && agents.seat(AgentKey::MarketIntelligence).enabled,
        agents,
        facts: memory::of_contact(connection, scope::remembered(connection, id, who)?)?,
        policy: PolicyInForce { rules: settings.policy.value.clone(), version: settings.policy.version },
        prompt,
    };
    let own = Searcher::default();
    let searcher = turns.searcher().unwrap_or(&own);
    let knowledge =
        ShopKnowledge::new(connection, scope, searcher).acting(acting).remembering(so_far.searches.clone());
    turns.start(input, &knowledge, so_far.consultation.told())
}

/// A draft for the customer's last words waits: another would be the same.
fn drafted_already(connection: &Connection, id: Id<Conversation>, last: Id<Message>) -> Result<bool> {
    let Some((draft, _)) = store::reply_drafts::find(connection, id)? else { return Ok(false) };
    Ok(store::runs::get(connection, draft.run_id)?.is_some_and(|run| run.last_message_id == last))
}

/// What the customer wrote from `first` on, oldest first.
fn burst(connection: &Connection, id: Id<Conversation>, first: Id<Message>) -> Result<Vec<StoredMessage>> {
    let mut burst = store::messages::inbound_from(connection, id, first, LONGEST_BURST)?;
    burst.reverse();
    Ok(burst)
}

fn has_opted_out(connection: &Connection, standing: &Standing) -> Result<bool> {
    Ok(contacts::consent(connection, standing.identity_id, Purpose::Service)?
        .is_some_and(|consent| !consent.granted))
}

/// What an older version remembered in another form is forgotten rather than in the way, and so is what was left open too
/// long ago.
fn dialogue(kept: &str, now: Timestamp) -> DialogueState {
    let mut dialogue: DialogueState = serde_json::from_str(kept).unwrap_or_default();
    dialogue.agenda.expire(now);
    dialogue
}

/// The files of these messages.
fn attachments_of(connection: &Connection, burst: &[StoredMessage]) -> Result<Vec<AttachmentListing>> {
    let ids: Vec<_> = burst.iter().map(|message| message.id).collect();
    store::attachments::of_messages(connection, &ids)
}

fn questions(
    connection: &Connection,
    burst: Vec<StoredMessage>,
    attachments: &[AttachmentListing],
) -> Result<Vec<InboundMessage>> {
    burst
        .into_iter()
        .map(|message| {
            let own = || attachments.iter().filter(|attachment| attachment.message_id == message.id);
            let mut kinds: Vec<_> = own().map(kind).collect();
            if message.extra.contains_key("Latitude") {
                kinds.push(AttachmentKind::Location);
            }
            let photos = photos::of_message(connection, own())?;
            Ok(InboundMessage { id: message.id, body: message.body, attachments: kinds, photos })
        })
        .collect()
}

fn kind(attachment: &AttachmentListing) -> AttachmentKind {
    let media_type = attachment.media_type.as_deref().or(attachment.declared_type.as_deref());
    AttachmentKind::of_media_type(media_type.unwrap_or_default())
}

fn earlier(message: StoredMessage) -> HistoryMessage {
    let author = match message.author {
        Author::Customer => agent::Author::Customer,
        Author::Agent => agent::Author::Agent,
        Author::Owner => agent::Author::Owner,
    };
    HistoryMessage { author, body: message.body, at: message.created_at }
}

const fn channel(channel: conversations::Channel) -> agent::Channel {
    match channel {
        conversations::Channel::Whatsapp => agent::Channel::Whatsapp,
        conversations::Channel::Sms => agent::Channel::Sms,
        conversations::Channel::Email => agent::Channel::Email,
        conversations::Channel::Tiktok => agent::Channel::Tiktok,
        conversations::Channel::Linkedin => agent::Channel::Linkedin,
        conversations::Channel::Phone => agent::Channel::Phone,
    }
}

#[cfg(test)]
mod memory_tests;
#[cfg(test)]
mod tests;
