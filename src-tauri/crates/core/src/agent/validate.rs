//! The judge of drafts.

use serde::{Deserialize, Serialize};

use super::evidence::Claim;

/// Why a draft may not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A statement that no evidence proves.
    Unproved,
    TooLong,
    Empty,
    WrongLanguage,
    /// It tells how the assistant is made.
    Leak,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    pub kind: ProblemKind,
    /// What stands in the draft.
    pub text: String,
    /// For people.
    pub detail: String,
    /// In characters of the draft.
    pub start: u32,
    pub end: u32,
}

/// A draft is good when there are no problems; then its claims are all bound.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Verdict {
    pub claims: Vec<Claim>,
    pub problems: Vec<Problem>,
}

use super::turn::{Draft, Situation};

/// Judges a draft.
pub fn validate(_situation: &Situation, _draft: &Draft) -> Verdict {
    Verdict::default()
}
