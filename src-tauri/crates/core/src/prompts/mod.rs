//! What language models are told, as versions of one document: what is being written, what was published, what holds.
//!
//! As with agents ([`crate::agents`], ADR 18) a publication is kept for ever, the newest holds, and version 0 is the program's own. While
//! two versions are compared on live traffic ([`trial`]) each conversation has one of the two. This module asks no model.

pub mod template;
#[cfg(test)]
mod tests;
mod trial;
mod uses;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

pub use template::{Budget, Place, Template};
pub use trial::{PromptOutcome, Trial, begin_trial, end_trial, is_second, open_trial, outcomes, trials};
pub(crate) use uses::problems;
pub use uses::{Figures, PromptUse};

use crate::agents;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Conversation, Id};
use crate::operations::{self, Change, OperationKind, Recording, Restored, Subject};
use crate::store;

/// The subject of the prompt's operations and events: there is one.
pub const SUBJECT: &str = "prompt";
/// What an unpublished draft is in records.
pub const DRAFT: i64 = -1;

const LONGEST_NOTE: usize = 200;

/// What holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// Publications so far; 0: never edited.
    pub version: i64,
    /// It follows the program.
    pub is_own: bool,
    pub template: Template,
    pub published_at: Option<Timestamp>,
}

/// One publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub version: i64,
    /// `None`: the program's own.
    pub template: Option<Template>,
    pub note: String,
    pub created_at: Timestamp,
}

/// What is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    pub template: Template,
    /// Counts each time that it was saved.
    pub revision: i64,
    /// The version that it began as.
    pub based_on: i64,
    pub updated_at: Timestamp,
}

/// The prompt as a turn has it. The default is the program's own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PromptInForce {
    /// 0: the program's own; [`DRAFT`]: not published.
    pub version: i64,
    /// The comparison that gave it to the conversation.
    pub trial: Option<Id<id::PromptTrial>>,
    /// `None`: the program's own.
    pub template: Option<Template>,
}

impl PromptInForce {
    pub const fn draft(template: Template) -> Self {
        Self { version: DRAFT, trial: None, template: Some(template) }
    }

    /// # Errors
    /// `NotFound` for a version that never was.
    pub fn of_version(connection: &Connection, version: i64) -> Result<Self> {
        Ok(Self { version, trial: None, template: published(connection, version)? })
    }

    /// As the records name it; `own`: what the program's own is called.
    pub fn name(&self, own: &str) -> String {
        match self.version {
            DRAFT => "draft".to_owned(),
            // A publication that follows the program is as old as the program.
            0 => own.to_owned(),
            version => format!("prompt-{version}"),
        }
    }
}

/// # Errors
/// Those of the query.
pub fn get(connection: &Connection) -> Result<Prompt> {
    Ok(prompt(store::prompts::find(connection, None)?))
}

fn prompt(newest: Option<Version>) -> Prompt {
    let (version, published_at) =
        newest.as_ref().map_or((0, None), |newest| (newest.version, Some(newest.created_at)));
    let edited = newest.and_then(|newest| newest.template);
    Prompt { version, is_own: edited.is_none(), template: edited.unwrap_or_else(Template::own), published_at }
}

/// The document of a version; `None`: the program's own.
///
/// # Errors
/// `NotFound` for a version that never was.
pub fn published(connection: &Connection, version: i64) -> Result<Option<Template>> {
    if version == 0 {
        return Ok(None);
    }
    let found = store::prompts::find(connection, Some(version))?;
    Ok(found.ok_or_else(|| Error::not_found("version"))?.template)
}

/// What a conversation's turns are told now.
///
/// # Errors
/// Those of the queries.
pub fn in_force(connection: &Connection, conversation: Id<Conversation>) -> Result<PromptInForce> {
    if let Some(trial) = open_trial(connection)? {
        let version =
            if is_second(&trial, conversation) { trial.second_version } else { trial.first_version };
        let template = published(connection, version)?;
        return Ok(PromptInForce { version, trial: Some(trial.id), template });
    }
    Ok(store::prompts::find(connection, None)?.map_or_else(PromptInForce::default, |newest| PromptInForce {
        version: newest.version,
        trial: None,
        template: newest.template,
    }))
}

/// Every publication, the newest first.
///
/// # Errors
/// Those of the query.
pub fn history(connection: &Connection) -> Result<Vec<Version>> {
    store::prompts::history(connection)
}

/// # Errors
/// Those of the query.
pub fn draft(connection: &Connection) -> Result<Option<Draft>> {
    store::prompts::draft(connection)
}

/// What takes most room in the places, as far as the shop has it.
fn longest(connection: &Connection) -> Result<impl Fn(Place) -> String + use<>> {
    let agents = agents::all(connection)?;
    let prompt = agents.into_iter().map(|agent| agent.definition.prompt).max_by_key(String::len);
    let prompt = prompt.unwrap_or_default();
    Ok(move |place| crate::agent::modelled::sample(place, &prompt))
}

/// Whether a document could be saved.
///
/// # Errors
/// `Invalid`, see [`Template::check`].
pub fn check(connection: &Connection, template: &Template, budget: &Budget<'_>) -> Result<()> {
    template.check(&longest(connection)?, budget)
}

/// Keeps what is being written. It holds for nobody.
///
/// # Errors
/// `Invalid`, see [`Template::check`]; `Conflict` when `revision` is not that of the draft (0: there is none).
pub fn save_draft(
    tx: &mut WriteTx<'_>,
    template: &Template,
    revision: i64,
    budget: &Budget<'_>,
) -> Result<Draft> {
    let template = template.tidied();
    check(tx.sql(), &template, budget)?;
    let before = draft(tx.sql())?;
    same_revision(before.as_ref(), revision)?;
    let based_on = match &before {
        Some(draft) => draft.based_on,
        None => get(tx.sql())?.version,
    };
    let draft = Draft { template, revision: revision + 1, based_on, updated_at: tx.now() };
    store::prompts::put_draft(tx, &draft)?;
    tell(tx)?;
    Ok(draft)
}

fn same_revision(draft: Option<&Draft>, revision: i64) -> Result<()> {
    if draft.map_or(0, |draft| draft.revision) == revision {
        return Ok(());
    }
    Err(Error::new(Code::Conflict, "The draft was changed meanwhile. Look at it again."))
}

/// Throws away what is being written.
///
/// # Errors
/// `Conflict` when `revision` is not that of the draft.
pub fn discard_draft(tx: &mut WriteTx<'_>, revision: i64) -> Result<()> {
    let before = draft(tx.sql())?;
    same_revision(before.as_ref(), revision)?;
    store::prompts::delete_draft(tx)?;
    tell(tx)
}

/// How a draft is published.
#[derive(Debug, Clone, Default)]
pub struct Publication {
    pub note: String,
    /// Of the version that holds.
    pub expected_version: i64,
    /// Of the draft.
    pub revision: i64,
    /// For so many percent of the conversations, beside what held before; `None`: for all.
    pub share: Option<u8>,
}

/// Publishes the draft.
///
/// # Errors
/// `NotFound` without a draft; `Invalid`, see [`Template::check`]; `Conflict` when something was changed meanwhile, or while two versions
/// are compared.
pub fn publish_draft(tx: &mut WriteTx<'_>, how: &Publication, budget: &Budget<'_>) -> Result<Prompt> {
    let draft = draft(tx.sql())?.ok_or_else(|| Error::not_found("draft"))?;
    same_revision(Some(&draft), how.revision)?;
    check(tx.sql(), &draft.template, budget)?;
    let published = publish(tx, Some(draft.template), &how.note, how.expected_version)?;
    store::prompts::delete_draft(tx)?;
    if let Some(share) = how.share {
        begin_trial(tx, how.expected_version, published.version, share)?;
    }
    Ok(published)
}

/// Publishes an earlier version once more; version 0 is the program's own.
///
/// # Errors
/// `NotFound` for a version that never was; `Conflict` when something was published meanwhile, or while two versions are compared.
pub fn roll_back(tx: &mut WriteTx<'_>, to_version: i64, expected_version: i64) -> Result<Prompt> {
    let template = published(tx.sql(), to_version)?;
    publish(tx, template, &format!("As version {to_version}"), expected_version)
}

fn publish(
    tx: &mut WriteTx<'_>,
    template: Option<Template>,
    note: &str,
    expected_version: i64,
) -> Result<Prompt> {
    if note.chars().count() > LONGEST_NOTE {
        return Err(Error::invalid("The note is longer than 200 characters.").at("note"));
    }
    if open_trial(tx.sql())?.is_some() {
        return Err(Error::new(Code::Conflict, "Two versions are being compared. Choose one of them first."));
    }
    let before = get(tx.sql())?;
    if before.version != expected_version {
        return Err(Error::new(
            Code::Conflict,
            "Something else was published meanwhile. Look at it again, then publish.",
        ));
    }
    let details = serde_json::json!({ "version": expected_version + 1, "note": note.trim() });
    let mut recording = operations::begin(tx, OperationKind::PromptPublished, details)?;
    let after = append(tx, template, note.trim(), expected_version + 1)?;
    recording.change(tx, Subject::Prompt, SUBJECT, Some(&State::of(&before)), Some(&State::of(&after)))?;
    recording.finish(tx)?;
    Ok(after)
}

fn append(tx: &mut WriteTx<'_>, template: Option<Template>, note: &str, version: i64) -> Result<Prompt> {
    let published = Version { version, template, note: note.to_owned(), created_at: tx.now() };
    store::prompts::insert(tx, &published)?;
    tell(tx)?;
    Ok(prompt(Some(published)))
}

fn tell(tx: &mut WriteTx<'_>) -> Result<()> {
    tx.emit(EventKind::PromptUpdated, SUBJECT, serde_json::json!({}))
}

/// The prompt around an operation.
#[derive(Serialize, Deserialize)]
struct State {
    version: i64,
    /// Nothing: the program's own.
    template: Option<Template>,
}

impl State {
    fn of(prompt: &Prompt) -> Self {
        Self { version: prompt.version, template: (!prompt.is_own).then(|| prompt.template.clone()) }
    }
}

/// Publishes what was before, unless something was published since or two versions are being compared.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let now = get(tx.sql())?;
    let after: Option<State> = change.after.clone().map(serde_json::from_value).transpose()?;
    if after.is_none_or(|after| after.version != now.version) || open_trial(tx.sql())?.is_some() {
        return Ok(Restored::ChangedSince);
    }
    let before: Option<State> = change.before.clone().map(serde_json::from_value).transpose()?;
    let template = before.and_then(|before| before.template);
    let restored = append(tx, template, "Taken back", now.version + 1)?;
    recording.change(tx, Subject::Prompt, SUBJECT, Some(&State::of(&now)), Some(&State::of(&restored)))?;
    Ok(Restored::Done)
}
