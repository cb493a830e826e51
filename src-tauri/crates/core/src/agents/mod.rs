//! The agents: named sets of intents, tools, autonomy and tone that a turn is one of. Each is data that the owner edits; one that
//! was never edited follows the program ([`defaults`]).
//!
//! A publication is kept for ever and the newest holds, so a run's agent and version say how it was. This module decides nothing
//! about a message: [`crate::agent`] chooses the agent and obeys it.

mod defaults;
mod roster;
#[cfg(test)]
mod tests;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

pub use defaults::own;
pub use roster::{Roster, Seat};

use crate::agent::{Intent, ToolCall};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::operations::{self, Change, OperationKind, Recording, Restored, Subject};
use crate::store;

crate::text_enum! {
    /// What an agent is for. Which there are is the program's.
    pub enum AgentKey {
        Sales = "sales",
        Support = "support",
        VisualSearch = "visual_search",
        MarketIntelligence = "market_intelligence",
        /// Takes what no other takes.
        Conversation = "conversation",
    }
}

crate::text_enum! {
    /// What an agent may look at or do.
    pub enum Tool {
        /// The catalog: products, prices, stock.
        FindProducts = "find_products",
        /// The customer's own orders.
        LookUpOrders = "look_up_orders",
        /// The customer's whole file: addresses, ways to pay, what they bought; and finding a stranger's.
        OpenAccount = "open_account",
        /// Having a change made that the customer agreed to, within the policy.
        MakeChanges = "make_changes",
        /// What other shops ask, from the web.
        SearchWeb = "search_web",
        /// Having another shop's price matched, within the owner's limits.
        MatchPrices = "match_prices",
    }
}

impl Tool {
    /// The tool that a call needs; `None`: it is open to every agent, as what the owner wrote for customers is.
    pub const fn of(call: &ToolCall) -> Option<Self> {
        Some(match call {
            ToolCall::SearchProducts(_)
            | ToolCall::ReadProduct { .. }
            | ToolCall::FindAlike { .. }
            | ToolCall::FindGoods { .. }
            | ToolCall::FindTogether { .. }
            | ToolCall::ReadWaiting { .. }
            | ToolCall::ReadGoods { .. } => Self::FindProducts,
            ToolCall::ListOrders | ToolCall::ReadOrder { .. } | ToolCall::ReadTaste => Self::LookUpOrders,
            // Asking the policy changes nothing.
            ToolCall::ReadAccount
            | ToolCall::Identify(_)
            | ToolCall::AskCode { .. }
            | ToolCall::TryCode { .. }
            | ToolCall::Consider { .. } => Self::OpenAccount,
            ToolCall::Act { .. } => Self::MakeChanges,
            ToolCall::ComparePrices { .. } => Self::SearchWeb,
            ToolCall::MatchPrice { .. } => Self::MatchPrices,
            // Who wants no news must be heard by whoever reads it.
            ToolCall::AskKnowledge { .. }
            | ToolCall::SubscribeOrOptOut { .. }
            | ToolCall::ReadCode { .. } => return None,
        })
    }
}

crate::text_enum! {
    /// How far an agent goes without the owner.
    pub enum Autonomy {
        /// Writes, and the owner sends.
        Draft = "draft",
        /// Answers; every change waits for the owner.
        Approval = "approval",
        /// Answers, and makes the changes that the policy allows.
        Limits = "limits",
    }
}

crate::text_enum! {
    /// How it greets and closes.
    pub enum Tone {
        Warm = "warm",
        Neutral = "neutral",
        Brief = "brief",
    }
}

/// An agent as it is edited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    pub name: String,
    /// What it is for, in the owner's words.
    pub description: String,
    /// The kinds of messages that it takes. Each is taken once; what nobody takes is [`AgentKey::Conversation`]'s.
    pub intents: Vec<Intent>,
    /// What a language model is told before it writes. The built-in planner does not read it.
    pub prompt: String,
    pub tools: Vec<Tool>,
    pub autonomy: Autonomy,
    pub tone: Tone,
    /// Off: what it takes goes to the owner.
    pub enabled: bool,
}

/// An agent as it is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Agent {
    pub key: AgentKey,
    /// Publications so far; 0: never edited.
    pub version: i64,
    /// It follows the program.
    pub is_own: bool,
    pub definition: Definition,
    pub published_at: Option<Timestamp>,
}

/// One publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    pub version: i64,
    /// As it was published; `None`: the program's own.
    pub definition: Option<Definition>,
    pub note: String,
    pub created_at: Timestamp,
}

const LONGEST_PROMPT: usize = 8_000;

/// All of them, in their fixed order.
///
/// # Errors
/// Those of the query.
pub fn all(connection: &Connection) -> Result<Vec<Agent>> {
    let published = store::agents::newest(connection)?;
    Ok(AgentKey::ALL
        .iter()
        .map(|key| match published.iter().find(|(agent, _)| agent == key) {
            None => agent(*key, None),
            Some((_, version)) => agent(*key, Some(version.clone())),
        })
        .collect())
}

fn agent(key: AgentKey, newest: Option<Version>) -> Agent {
    let (version, published_at) =
        newest.as_ref().map_or((0, None), |newest| (newest.version, Some(newest.created_at)));
    let edited = newest.and_then(|newest| newest.definition);
    Agent {
        key,
        version,
        is_own: edited.is_none(),
        definition: edited.unwrap_or_else(|| own(key)),
        published_at,
    }
}

/// # Errors
/// Those of the query.
pub fn get(connection: &Connection, key: AgentKey) -> Result<Agent> {
    Ok(agent(key, store::agents::find(connection, key, None)?))
}

/// How an agent was called as of a version.
///
/// # Errors
/// Those of the query.
pub fn name_at(connection: &Connection, key: AgentKey, version: i64) -> Result<String> {
    let published = match version {
        0 => None,
        _ => store::agents::find(connection, key, Some(version))?,
    };
    Ok(published.and_then(|published| published.definition).unwrap_or_else(|| own(key)).name)
}

/// Every publication, the newest first.
///
/// # Errors
/// Those of the query.
pub fn history(connection: &Connection, key: AgentKey) -> Result<Vec<Version>> {
    store::agents::history(connection, key)
}

/// What holds now, for turns.
///
/// # Errors
/// Those of the query.
pub fn roster(connection: &Connection) -> Result<Roster> {
    Ok(Roster::of(&all(connection)?))
}

/// Publishes a definition. `None`: the agent follows the program again.
///
/// # Errors
/// `Invalid` when a rule is broken; `Conflict` when `expected_version` is not the newest.
pub fn publish(
    tx: &mut WriteTx<'_>,
    key: AgentKey,
    definition: Option<Definition>,
    note: &str,
    expected_version: i64,
) -> Result<Agent> {
    let definition = definition.map(tidied);
    if let Some(definition) = &definition {
        validate(tx.sql(), key, definition)?;
    }
    if note.chars().count() > 200 {
        return Err(Error::invalid("The note is longer than 200 characters.").at("note"));
    }
    let before = get(tx.sql(), key)?;
    if before.version != expected_version {
        return Err(Error::new(
            Code::Conflict,
            "This agent was changed meanwhile. Look at it again, then publish.",
        ));
    }
    let mut recording = operations::begin(
        tx,
        OperationKind::AgentPublished,
        serde_json::json!({ "key": key, "name": before.definition.name, "version": expected_version + 1 }),
    )?;
    let after = append(tx, key, definition, note.trim(), expected_version + 1)?;
    recording.change(tx, Subject::Agent, key, Some(&State::of(&before)), Some(&State::of(&after)))?;
    recording.finish(tx)?;
    Ok(after)
}

/// Publishes an earlier version once more; version 0 is the program's own.
///
/// # Errors
/// `NotFound` for a version that never was; those of [`publish`].
pub fn roll_back(
    tx: &mut WriteTx<'_>,
    key: AgentKey,
    to_version: i64,
    expected_version: i64,
) -> Result<Agent> {
    let definition = match to_version {
        0 => None,
        _ => {
            store::agents::find(tx.sql(), key, Some(to_version))?
                .ok_or_else(|| Error::not_found("version"))?
                .definition
        }
    };
    publish(tx, key, definition, &format!("As version {to_version}"), expected_version)
}

fn append(
    tx: &mut WriteTx<'_>,
    key: AgentKey,
    definition: Option<Definition>,
    note: &str,
    version: i64,
) -> Result<Agent> {
    let published = Version { version, definition, note: note.to_owned(), created_at: tx.now() };
    store::agents::insert(tx, key, &published)?;
    tx.emit(EventKind::AgentsUpdated, key, serde_json::json!({ "version": version }))?;
    Ok(agent(key, Some(published)))
}

/// An agent around an operation.
#[derive(Serialize, Deserialize)]
struct State {
    version: i64,
    /// Nothing: the program's own.
    definition: Option<Definition>,
}

impl State {
    fn of(agent: &Agent) -> Self {
        Self { version: agent.version, definition: (!agent.is_own).then(|| agent.definition.clone()) }
    }
}

/// Publishes what was before, unless something was published since. What it was is still checked: another agent may have
/// taken over an intent meanwhile.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let key: AgentKey = change.subject_id.parse()?;
    let now = get(tx.sql(), key)?;
    let after: Option<State> = change.after.clone().map(serde_json::from_value).transpose()?;
    if after.is_none_or(|after| after.version != now.version) {
        return Ok(Restored::ChangedSince);
    }
    let before: Option<State> = change.before.clone().map(serde_json::from_value).transpose()?;
    let definition = before.and_then(|before| before.definition);
    if let Some(definition) = &definition
        && validate(tx.sql(), key, definition).is_err()
    {
        return Ok(Restored::ChangedSince);
    }
    let restored = append(tx, key, definition, "Taken back", now.version + 1)?;
    recording.change(tx, Subject::Agent, key, Some(&State::of(&now)), Some(&State::of(&restored)))?;
    Ok(Restored::Done)
}

fn tidied(mut definition: Definition) -> Definition {
    definition.name = definition.name.trim().to_owned();
    definition.description = definition.description.trim().to_owned();
    definition.intents.sort_unstable();
    definition.intents.dedup();
    definition.tools.sort_unstable();
    definition.tools.dedup();
    definition
}

fn validate(connection: &Connection, key: AgentKey, definition: &Definition) -> Result<()> {
    let too_long = |text: &str, most: usize| text.chars().count() > most;
    if definition.name.is_empty() || too_long(&definition.name, 40) {
        return Err(Error::invalid("An agent needs a name of 40 characters at most.").at("definition.name"));
    }
    if too_long(&definition.description, 400) {
        return Err(
            Error::invalid("The description is longer than 400 characters.").at("definition.description")
        );
    }
    if too_long(&definition.prompt, LONGEST_PROMPT) {
        return Err(Error::invalid("The prompt is longer than 8,000 characters.").at("definition.prompt"));
    }
    if definition.tools.contains(&Tool::MakeChanges) && !definition.tools.contains(&Tool::OpenAccount) {
        return Err(Error::invalid("Who makes changes has to see the customer's orders and ways to pay.")
            .at("definition.tools"));
    }
    if key == AgentKey::Conversation && !definition.intents.is_empty() {
        return Err(
            Error::invalid("This agent takes whatever no other agent takes.").at("definition.intents")
        );
    }
    for other in all(connection)?.into_iter().filter(|other| other.key != key) {
        if let Some(taken) =
            definition.intents.iter().find(|intent| other.definition.intents.contains(intent))
        {
            return Err(Error::invalid(format!(
                "{} takes “{}” already. Take it away there first.",
                other.definition.name,
                taken.as_str().replace('_', " ")
            ))
            .at("definition.intents"));
        }
    }
    Ok(())
}
