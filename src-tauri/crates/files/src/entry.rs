//! One product or contact as it was read, with its place in the file and what is wrong with it.

use crate::fault::{Problem, Severity};
use crate::layout::Position;

/// What one step of reading gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<T> {
    /// Products or contacts before it in the file.
    pub index: u64,
    /// Its first row: reading from here gives it again.
    pub position: Position,
    /// Reading from here gives the next one.
    pub after: Position,
    /// All its rows, 1-based, the header being row 1. For contact cards: the card's number.
    pub rows: Vec<u64>,
    /// `None` when nothing of it can be understood.
    pub item: Option<T>,
    pub problems: Vec<Problem>,
}

impl<T> Entry<T> {
    /// Nothing of it is to be imported.
    pub fn rejected(&self) -> bool {
        self.item.is_none() || self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}
