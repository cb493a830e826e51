//! What a text can state: the statements, and the sentences that hold them.

use jiff::civil::{Date, Time};

use super::super::evidence::ClaimKind;
use crate::money::Money;

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    Money(Money),
    Percentage,
    Days {
        from: u32,
        to: u32,
    },
    Date(Date),
    /// A weekday beside a date that it does not fall on.
    WrongDate,
    /// 1 Monday … 7 Sunday.
    Weekday(i8),
    Today,
    Tomorrow,
    Now,
    Time(Time),
    Order(String),
    Code(String),
    Number(i64),
    Left(i64),
    Size(String),
    Colour(String),
    Status(Status),
    InStock,
    /// "We have it".
    Offered,
    SoldOut,
    Open,
    Closed,
    Free,
    Exchanges,
    Promise,
    /// What no fact of a shop can prove, however it is meant.
    Unprovable,
    Url(String),
    Email(String),
    Phone(String),
    /// A capitalised name that is not among the names looked up.
    Name(String),
    /// A name, address or sentence that stands in the evidence: its text.
    Literal(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Placed,
    Preparing,
    Shipped,
    UnderWay,
    OutForDelivery,
    Delivered,
    Cancelled,
    Returned,
    Refunded,
    Paid,
    Late,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub kind: ClaimKind,
    pub said: Said,
    /// In characters.
    pub start: usize,
    pub end: usize,
    /// A "not" or the like stands before it in its clause.
    pub negated: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub text: String,
    pub lower: String,
    pub start: usize,
    pub end: usize,
    pub used: bool,
}

/// A sentence or line, with its statements.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sentence {
    pub words: Vec<Word>,
    pub statements: Vec<Statement>,
    /// The first of a paragraph.
    pub opens_paragraph: bool,
}

impl Sentence {
    pub fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.lower.as_str()))
    }

    pub fn negated(&self) -> bool {
        self.words.iter().any(|word| is_negation(&word.lower))
            || self.statements.iter().any(|s| s.said == Said::SoldOut)
    }
}

pub(super) fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "no" | "never" | "nothing" | "without" | "cannot" | "none" | "nor" | "neither")
        || word.ends_with("n't")
}
