//! The same tasks, played: a scripted customer writes to the real agents over the way of every message, and the end state is
//! compared as in the replay. Each task needs a shop file of its own, as it was imported.

use super::customer::{Customer, Hears};
use super::format::Task;
use super::import::Imported;
use super::replay::{Named, Versions, compare};
use crate::agent::DialogueState;
use crate::answer::{SIMULATED_JOBS, Turns, work_simulated};
use crate::conversations::{self, Channel, Handler, InboundMessage, Provider, RawDelivery, Received, Source};
use crate::database::{Database, WriteTx};
use crate::error::{Code, Error, Result};
use crate::id::{Conversation, Id, Message};
use crate::jobs::{self, Lease};
use crate::policy::{Identification, Policy};
use crate::settings::{self, AssistantSettings};
use crate::store;

/// Messages after which a customer gives up.
const MOST_MESSAGES: usize = 40;
const PHONE: &str = "+15550100001";

/// What was said in a played task, for those who want to know why it failed.
#[derive(Debug, Clone, Default)]
pub struct Played {
    /// `None`: it passed.
    pub why: Option<String>,
    /// "Customer: …" and "Agent: …".
    pub transcript: Vec<String>,
}

/// Lets strangers say who they are and answers at once, as the tasks need it.
///
/// # Errors
/// Those of storage.
pub fn prepare(tx: &mut WriteTx<'_>) -> Result<()> {
    let now = settings::get::<AssistantSettings>(tx.sql())?;
    let assistant = AssistantSettings { burst_window_ms: 0, ..now.value };
    settings::update(tx, assistant, now.version)?;
    let now = settings::get::<Policy>(tx.sql())?;
    let policy = Policy { identification: Identification::Claim, ..now.value };
    settings::update(tx, policy, now.version)?;
    Ok(())
}

/// Plays a task on `database`, a shop of its own. `pristine` is the shop as it was.
///
/// # Errors
/// Those of storage; a task that fails is no error.
pub fn play(
    database: &Database,
    pristine: &Database,
    turns: &dyn Turns,
    shop: &Imported,
    task: &Task,
) -> Result<Played> {
    let versions = pristine.read_blocking(Versions::read)?;
    let named = match pristine.read_blocking(|connection| Named::of(connection, shop, task))? {
        Ok(named) => named,
        Err(why) => return Ok(Played { why: Some(why), transcript: Vec::new() }),
    };
    let stage = Stage::new(database, turns, PHONE);
    let mut customer = pristine.read_blocking(|connection| Customer::new(connection, shop, task))?;
    let mut transcript = Vec::new();
    let mut told = String::new();
    let mut next = customer.opens();
    for i in 0..MOST_MESSAGES {
        let Some(body) = next else { break };
        transcript.push(format!("Customer: {body}"));
        let (conversation, replies) = stage.say(i, body)?;
        for reply in &replies {
            transcript.push(format!("Agent: {reply}"));
            told.push_str(reply);
            told.push('\n');
        }
        let (dialogue, with_owner) = stage.standing(conversation)?;
        if with_owner {
            break;
        }
        next = customer.answers(&Hears { agenda: &dialogue.agenda });
    }
    let differs = database.read_blocking(|connection| compare(connection, &named, &versions))?;
    let why = match differs {
        Err(why) => Some(why),
        Ok(beside) => {
            let beside = beside.without_new(&versions);
            pristine.read_blocking(|connection| beside.differs(connection))?
        }
    };
    let why = why.or_else(|| untold(task, &told));
    Ok(Played { why, transcript })
}

/// What should have been told and was not: numbers are compared without separators, words without case.
fn untold(task: &Task, told: &str) -> Option<String> {
    let told = told.replace(',', "").to_lowercase();
    let missing: Vec<&str> = task
        .communicate_info
        .iter()
        .map(String::as_str)
        .filter(|part| !told.contains(&part.replace(',', "").to_lowercase()))
        .collect();
    (!missing.is_empty()).then(|| format!("not told: {}", missing.join(", ")))
}

/// What came of messages that one customer wrote.
#[derive(Debug, Clone, Default)]
pub struct Conversed {
    /// What was answered to each, one after the other.
    pub replies: Vec<Vec<String>>,
    /// A person has the conversation.
    pub with_owner: bool,
}

/// Writes messages from a phone and gives what was answered.
///
/// # Errors
/// Those of storage.
pub fn converse(database: &Database, turns: &dyn Turns, from: &str, bodies: &[String]) -> Result<Conversed> {
    let stage = Stage::new(database, turns, from);
    let mut conversed = Conversed::default();
    for (i, body) in bodies.iter().enumerate() {
        let (conversation, replies) = stage.say(i, body.clone())?;
        conversed.replies.push(replies);
        conversed.with_owner = stage.standing(conversation)?.1;
    }
    Ok(conversed)
}

/// The version of every order, customer and gift card: whatever changes one of them changes this.
#[derive(Debug, PartialEq, Eq)]
pub struct Fingerprint(Versions);

impl Fingerprint {
    /// # Errors
    /// Those of the queries.
    pub fn read(connection: &rusqlite::Connection) -> Result<Self> {
        Versions::read(connection).map(Self)
    }

    /// Whether everything that was there before is as it was.
    pub fn holds(&self, now: &Self) -> bool {
        let same_contacts =
            self.0.contacts.iter().all(|(id, version)| now.0.contacts.get(id) == Some(version));
        same_contacts && self.0.orders == now.0.orders && self.0.gift_cards == now.0.gift_cards
    }
}

pub(super) struct Stage<'a> {
    database: &'a Database,
    turns: &'a dyn Turns,
    lease: Lease,
    from: &'a str,
}

impl<'a> Stage<'a> {
    pub(super) fn new(database: &'a Database, turns: &'a dyn Turns, from: &'a str) -> Self {
        Self { database, turns, lease: Lease::new("retail"), from }
    }

    /// Says it, lets the shop work, and gives what was answered.
    fn say(&self, number: usize, body: String) -> Result<(Id<Conversation>, Vec<String>)> {
        let (conversation, message) = self.writes(number, body)?;
        Ok((conversation, self.hears(conversation, message)?))
    }

    /// The message comes in.
    pub(super) fn writes(&self, number: usize, body: String) -> Result<(Id<Conversation>, Id<Message>)> {
        let message = InboundMessage {
            provider: Provider::Phone,
            provider_id: format!("retail-{number}"),
            source: Source::Webhook,
            channel: Channel::Phone,
            from_address: self.from.into(),
            shop_address: "shop".into(),
            profile_name: None,
            body,
            media: Vec::new(),
            provider_time: None,
            extra: serde_json::Map::new(),
            raw: RawDelivery::default(),
        };
        let received =
            self.database.write_blocking(move |tx| conversations::receive_inbound(tx, &message))?;
        let (Received::New { conversation_id, message_id }
        | Received::Duplicate { conversation_id, message_id }) = received;
        Ok((conversation_id, message_id))
    }

    /// The shop works, and what was answered after the message is given.
    pub(super) fn hears(&self, conversation: Id<Conversation>, message: Id<Message>) -> Result<Vec<String>> {
        for _ in 0..100 {
            let lease = self.lease.clone();
            let claimed = self
                .database
                .write_blocking(move |tx| jobs::claim(tx, &lease, &SIMULATED_JOBS.map(|kind| (kind, 8))))?;
            if claimed.is_empty() {
                break;
            }
            for job in claimed {
                work_simulated(self.database, self.turns, &self.lease, job)?;
            }
        }
        self.database.read_blocking(|connection| replies(connection, conversation, message))
    }

    /// What the conversation remembers, and whether a person has it.
    pub(super) fn standing(&self, id: Id<Conversation>) -> Result<(DialogueState, bool)> {
        let standing =
            self.database.read_blocking(|connection| store::conversations::standing_of(connection, id))?;
        let standing = standing.ok_or_else(|| Error::new(Code::Internal, "A conversation is gone."))?;
        let dialogue = serde_json::from_str(&standing.dialogue).unwrap_or_default();
        Ok((dialogue, standing.handler == Handler::Owner))
    }
}

/// The texts that were sent after a message.
fn replies(
    connection: &rusqlite::Connection,
    conversation: Id<Conversation>,
    after: Id<Message>,
) -> Result<Vec<String>> {
    let mut messages = store::messages::before(connection, conversation, None, 20)?;
    messages.retain(|message| message.direction == conversations::Direction::Outbound && message.id > after);
    messages.reverse();
    Ok(messages.into_iter().map(|message| message.body).collect())
}
