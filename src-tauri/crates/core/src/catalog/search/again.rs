//! Searches of a turn that is worked out again, after a language model was asked: they need not be made again.

use std::sync::Arc;

use parking_lot::Mutex;

use super::ProductQuery;
use super::fuse::Candidate;

/// More than one turn asks.
const MOST: usize = 32;

/// What was found, in its order, and how many of the words each has.
pub(super) type Found = Vec<(Candidate, usize)>;

/// The searches of one turn: which products were found in which order, as long as no product changes. The goods themselves are
/// read anew. Clones share what they know.
#[derive(Debug, Clone, Default)]
pub struct Searches {
    /// With the number of the last change.
    known: Arc<Mutex<Vec<(i64, ProductQuery, Found)>>>,
}

impl Searches {
    pub(super) fn found(&self, revision: i64, query: &ProductQuery) -> Option<Found> {
        let known = self.known.lock();
        known.iter().find(|(at, asked, _)| *at == revision && asked == query).map(|(.., found)| found.clone())
    }

    pub(super) fn keep(&self, revision: i64, query: &ProductQuery, found: Found) {
        let mut known = self.known.lock();
        known.retain(|(at, ..)| *at == revision);
        if known.len() < MOST {
            known.push((revision, query.clone(), found));
        }
    }
}
