//! What a turn that is worked out step by step, and again after a language model was asked, need not look for and read twice.

use std::sync::Arc;

use parking_lot::Mutex;
use rusqlite::Connection;

use super::ProductQuery;
use super::goods::{Found, Goods};
use crate::error::Result;

/// More than one turn asks.
const MOST: usize = 32;
/// Products that are kept; one search tells a dozen, and one that asks for less tells many of them again.
const MOST_GOODS: usize = 96;

/// The searches of one turn: which products were found in which order, and what they are, as long as no product, price or
/// stock changes: each of these raises the number of the last change. Clones share what they know.
#[derive(Clone, Default)]
pub struct Searches(Arc<Mutex<Known>>);

#[derive(Default)]
struct Known {
    /// The number of the last change.
    revision: i64,
    found: Vec<(ProductQuery, Found)>,
    goods: Vec<(i64, Arc<Goods>)>,
}

impl std::fmt::Debug for Searches {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Searches").finish_non_exhaustive()
    }
}

impl Searches {
    /// What is known as of a change, and of no other.
    fn at<T>(&self, revision: i64, work: impl FnOnce(&mut Known) -> T) -> T {
        let mut known = self.0.lock();
        if known.revision != revision {
            *known = Known { revision, ..Known::default() };
        }
        work(&mut known)
    }

    pub(super) fn found(&self, revision: i64, query: &ProductQuery) -> Option<Found> {
        self.at(revision, |known| {
            known.found.iter().find(|(asked, _)| asked == query).map(|(_, found)| found.clone())
        })
    }

    pub(super) fn keep(&self, revision: i64, query: &ProductQuery, found: Found) {
        self.at(revision, |known| {
            if known.found.len() < MOST {
                known.found.push((query.clone(), found));
            }
        });
    }

    /// The product at a row of the index, as the transaction of `connection` sees it; `revision` is its last change.
    pub(super) fn goods(
        &self,
        connection: &Connection,
        revision: i64,
        row: i64,
    ) -> Result<Option<Arc<Goods>>> {
        let known = |known: &mut Known| {
            known.goods.iter().find(|(at, _)| *at == row).map(|(_, goods)| Arc::clone(goods))
        };
        if let Some(goods) = self.at(revision, known) {
            return Ok(Some(goods));
        }
        let Some(goods) = Goods::read(connection, row)?.map(Arc::new) else { return Ok(None) };
        self.at(revision, |known| {
            if known.goods.len() < MOST_GOODS {
                known.goods.push((row, Arc::clone(&goods)));
            }
        });
        Ok(Some(goods))
    }
}
