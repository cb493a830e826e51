//! What becomes of one entry, with the reason in the owner's words.

use serde::{Deserialize, Serialize};
use serde_json::Value;

crate::text_enum! {
    pub enum Outcome {
        Created = "created",
        Changed = "changed",
        /// The shop has it just so.
        Unchanged = "unchanged",
        /// Left alone, as the options say.
        Skipped = "skipped",
        /// It cannot be imported.
        Rejected = "rejected",
    }
}

/// A field before and after, as text for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl FieldChange {
    pub(super) fn new(field: impl Into<String>, before: Option<String>, after: Option<String>) -> Self {
        let filled = |text: Option<String>| text.filter(|text| !text.is_empty()).map(|text| shortened(&text));
        Self { field: field.into(), before: filled(before), after: filled(after) }
    }
}

/// A long text's beginning: the list shows what differs, not whole descriptions.
fn shortened(text: &str) -> String {
    const MOST: usize = 200;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What becomes of an entry, and what of it differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fate {
    pub outcome: Outcome,
    pub reason: Option<String>,
    pub field: Option<String>,
    pub subject_id: Option<String>,
    pub changes: Vec<FieldChange>,
}

impl Fate {
    pub fn of(outcome: Outcome, subject_id: Option<String>, changes: Vec<FieldChange>) -> Self {
        Self { outcome, reason: None, field: None, subject_id, changes }
    }

    pub fn rejected(reason: impl Into<String>, field: Option<String>) -> Self {
        let reason = Some(reason.into());
        Self { outcome: Outcome::Rejected, reason, field, subject_id: None, changes: Vec::new() }
    }

    pub fn skipped(reason: impl Into<String>, subject_id: String) -> Self {
        let reason = Some(reason.into());
        Self {
            outcome: Outcome::Skipped,
            reason,
            field: None,
            subject_id: Some(subject_id),
            changes: Vec::new(),
        }
    }
}

/// An entry of the file with what becomes, or became, of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportRow {
    pub position: i64,
    pub first_row: i64,
    pub last_row: i64,
    pub title: String,
    pub outcome: Outcome,
    pub reason: Option<String>,
    pub field: Option<String>,
    pub subject_id: Option<String>,
    pub changes: Vec<FieldChange>,
    /// Where it stands, for writing it out again; of rejected ones only.
    pub source: Option<Value>,
}
