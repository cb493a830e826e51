//! Two published versions side by side on live traffic. A conversation has one of the two from its id alone, so it keeps it, and a
//! restart or another laptop gives it the same.

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::{SUBJECT, append, get, published, tell};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{self, Conversation, Id};
use crate::operations::{self, OperationKind, Subject};
use crate::store;

/// Two versions that are compared, or were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    pub id: Id<id::PromptTrial>,
    pub first_version: i64,
    pub second_version: i64,
    /// Percent of the conversations that have the second, 1..=99.
    pub second_share: u8,
    pub started_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub chosen_version: Option<i64>,
}

/// What came of one version's turns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PromptOutcome {
    pub version: i64,
    pub conversations: i64,
    /// In which no turn was handed to the owner, who wrote nothing either.
    pub without_owner: i64,
    /// In which a complaint was opened after the version's first turn.
    pub complained: i64,
    pub turns: i64,
    pub answered: i64,
    pub handed_over: i64,
    /// Turns whose text is the model's own.
    pub spoke: i64,
    pub refusals: i64,
    pub prompt_tokens: i64,
    pub answer_tokens: i64,
    pub cost_micros: i64,
    pub took_us: i64,
}

/// Whether a conversation has the second of a comparison's versions.
pub fn is_second(trial: &Trial, conversation: Id<Conversation>) -> bool {
    let mut hash = Sha256::new();
    // With the comparison's own id, so that the next one mixes the conversations anew.
    hash.update(trial.id.to_string());
    hash.update(conversation.to_string());
    let digest = hash.finalize();
    let drawn = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    // Of 2^32 values a hundredth more or less is nothing.
    u64::from(drawn) * 100 < u64::from(trial.second_share) << 32
}

/// The comparison that is on.
///
/// # Errors
/// Those of the query.
pub fn open_trial(connection: &Connection) -> Result<Option<Trial>> {
    store::prompts::open_trial(connection)
}

/// All comparisons, the newest first.
///
/// # Errors
/// Those of the query.
pub fn trials(connection: &Connection) -> Result<Vec<Trial>> {
    store::prompts::trials(connection)
}

/// What came of the two versions of a comparison: the first's, then the second's.
///
/// # Errors
/// Those of the query.
pub fn outcomes(connection: &Connection, trial: &Trial) -> Result<[PromptOutcome; 2]> {
    let found = store::prompts::outcomes(connection, trial.id)?;
    Ok([trial.first_version, trial.second_version].map(|version| {
        let known = found.iter().find(|outcome| outcome.version == version).copied();
        known.unwrap_or(PromptOutcome { version, ..PromptOutcome::default() })
    }))
}

/// Begins to compare two published versions; 0 is the program's own.
///
/// # Errors
/// `NotFound` for a version that never was; `Invalid` for a share that leaves one of them nothing; `Conflict` while others are compared.
pub fn begin_trial(tx: &mut WriteTx<'_>, first: i64, second: i64, share: u8) -> Result<Trial> {
    if first == second {
        return Err(Error::invalid("Choose two different versions.").at("second_version"));
    }
    if !(1..=99).contains(&share) {
        return Err(Error::invalid("The share is from 1 to 99 percent.").at("share"));
    }
    published(tx.sql(), first)?;
    published(tx.sql(), second)?;
    if open_trial(tx.sql())?.is_some() {
        return Err(Error::new(
            Code::Conflict,
            "Two versions are being compared already. Choose one of them first.",
        ));
    }
    let trial = Trial {
        id: tx.new_id(),
        first_version: first,
        second_version: second,
        second_share: share,
        started_at: tx.now(),
        ended_at: None,
        chosen_version: None,
    };
    let details = serde_json::json!({ "first": first, "second": second, "share": share });
    let recording = operations::begin(tx, OperationKind::PromptTrialStarted, details)?;
    store::prompts::insert_trial(tx, &trial)?;
    tell(tx)?;
    recording.finish(tx)?;
    Ok(trial)
}

/// Ends a comparison by choosing one of its versions: that one holds for all. Where it is not the newest it is published once more.
///
/// # Errors
/// `NotFound`; `Conflict` when it has ended; `Invalid` for a third version.
pub fn end_trial(tx: &mut WriteTx<'_>, id: Id<id::PromptTrial>, chosen: i64) -> Result<Trial> {
    let mut trial = store::prompts::trial(tx.sql(), id)?.ok_or_else(|| Error::not_found("comparison"))?;
    if trial.ended_at.is_some() {
        return Err(Error::new(Code::Conflict, "This comparison has ended."));
    }
    if chosen != trial.first_version && chosen != trial.second_version {
        return Err(Error::invalid("Choose one of the two versions.").at("version"));
    }
    (trial.ended_at, trial.chosen_version) = (Some(tx.now()), Some(chosen));
    store::prompts::close_trial(tx, &trial)?;
    let details =
        serde_json::json!({ "first": trial.first_version, "second": trial.second_version, "chosen": chosen });
    let mut recording = operations::begin(tx, OperationKind::PromptTrialEnded, details)?;
    let before = get(tx.sql())?;
    let template = published(tx.sql(), chosen)?;
    if before.version != chosen {
        let note = format!("As version {chosen}");
        let after = append(tx, template, &note, before.version + 1)?;
        let states = (super::State::of(&before), super::State::of(&after));
        recording.change(tx, Subject::Prompt, SUBJECT, Some(&states.0), Some(&states.1))?;
    }
    tell(tx)?;
    recording.finish(tx)?;
    Ok(trial)
}
