//! The hard filters of a customer's search, decided in memory: whether a product is on sale and has a variant that
//! fits them together.

use rusqlite::Connection;

use super::Finder;
use super::index::{Entry, Index, NONE, Offers, mark};
use crate::catalog::colour;
use crate::catalog::model::ProductStatus;
use crate::catalog::search::{ProductQuery, words_of};
use crate::error::Result;

/// The filters of one question, as numbers of the index.
pub(crate) struct Fits<'a> {
    pub(super) index: &'a Index,
    query: &'a ProductQuery,
    /// For each name, whether it is what was asked for; `None` where nothing was asked.
    colours: Option<Vec<bool>>,
    sizes: Option<Vec<bool>>,
    materials: Option<Vec<bool>>,
    colour_marks: Option<u64>,
    size_marks: Option<u64>,
}

/// Times the root of what is wanted of how many: from there on the index is faster. From the measurement in `docs/adr/0010`.
const WORTH: usize = 4;

impl<'a> Fits<'a> {
    fn new(index: &'a Index, query: &'a ProductQuery) -> Self {
        let names = &index.names;
        let colours = (!query.colours.is_empty()).then(|| {
            names.colours.fitting(|have| query.colours.iter().any(|asked| colour::matches(asked, have)))
        });
        let sizes = query.size.as_deref().map(|asked| {
            let asked = asked.trim().to_lowercase();
            names.sizes.fitting(|have| have.to_lowercase() == asked)
        });
        let materials = query.material.as_deref().map(words_of).filter(|asked| !asked.is_empty());
        let materials = materials.map(|asked| {
            names.materials.fitting(|have| {
                let have = words_of(have);
                asked.iter().all(|word| have.contains(word))
            })
        });
        let marks = |names: &Option<Vec<bool>>| {
            let bit = |(n, fits): (u32, &bool)| if *fits { mark(n) } else { 0 };
            names.as_ref().map(|names| (0..).zip(names).fold(0, |marks, name| marks | bit(name)))
        };
        let (colour_marks, size_marks) = (marks(&colours), marks(&sizes));
        Self { index, query, colours, sizes, materials, colour_marks, size_marks }
    }

    /// Whether the product of an index row fits.
    pub fn row(&self, row: i64) -> bool {
        self.index.at_row(row).is_some_and(|entry| self.entry(entry))
    }

    /// The rows that fit, if they are so few that comparing each with a question costs less than letting an index of near points
    /// look for `most` of them: it goes on, from neighbour to neighbour, until it has met enough that fit.
    pub fn few(&self, most: usize) -> Option<Vec<i64>> {
        let entries = &self.index.entries;
        let worth = WORTH * (most * entries.len()).isqrt();
        let mut rows = Vec::new();
        for entry in entries.iter().flatten().filter(|entry| self.may_fit(&entry.offers) && self.entry(entry))
        {
            if rows.len() == worth {
                return None;
            }
            rows.push(entry.row);
        }
        Some(rows)
    }

    /// Whether any of its variants may fit: told without looking at them, which lie elsewhere in memory.
    fn may_fit(&self, offers: &Offers) -> bool {
        let has = |asked: Option<u64>, have: u64| asked.is_none_or(|asked| asked & have != 0);
        (!self.query.in_stock_only || offers.available)
            && has(self.colour_marks, offers.colours)
            && has(self.size_marks, offers.sizes)
            && self.query.price_max.is_none_or(|max| offers.lowest <= max.amount)
            && self.query.price_min.is_none_or(|min| offers.highest >= min.amount)
    }

    /// The rows that fit, newest first, at most `most`.
    pub fn newest(&self, most: usize) -> Vec<i64> {
        let mut rows: Vec<i64> = self
            .index
            .entries
            .iter()
            .flatten()
            .filter(|entry| self.entry(entry))
            .map(|entry| entry.row)
            .collect();
        rows.sort_unstable_by(|a, b| b.cmp(a));
        rows.truncate(most);
        rows
    }

    fn entry(&self, entry: &Entry) -> bool {
        let has = |names: &Option<Vec<bool>>, number: u32| {
            let Some(names) = names else { return true };
            number != NONE && names.get(number as usize).copied().unwrap_or(false)
        };
        let within = |price: i64| {
            self.query.price_min.is_none_or(|min| price >= min.amount)
                && self.query.price_max.is_none_or(|max| price <= max.amount)
        };
        entry.status == ProductStatus::Active
            && has(&self.materials, entry.material)
            && entry.variants.iter().any(|variant| {
                (!self.query.in_stock_only || variant.is_available())
                    && has(&self.colours, variant.colour)
                    && has(&self.sizes, variant.size)
                    && within(variant.price)
            })
    }
}

impl Finder {
    /// Runs `work` with the filters of `query`. Currencies are not compared: whoever shows a variant looks at it.
    pub(crate) fn with_fits<T>(
        &self,
        connection: &Connection,
        query: &ProductQuery,
        work: impl FnOnce(&Fits<'_>) -> Result<T>,
    ) -> Result<T> {
        self.with_index(connection, |index| work(&Fits::new(index, query)))
    }
}
