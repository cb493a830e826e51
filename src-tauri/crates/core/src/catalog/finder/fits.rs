//! The hard filters of a customer's search, decided in memory: whether a product is on sale and has a variant that
//! fits them together.

use rusqlite::Connection;

use super::Finder;
use super::index::{Entry, Index, NONE};
use crate::catalog::colour;
use crate::catalog::model::ProductStatus;
use crate::catalog::search::{ProductQuery, words_of};
use crate::error::Result;

/// The filters of one question, as numbers of the index.
pub(crate) struct Fits<'a> {
    index: &'a Index,
    query: &'a ProductQuery,
    /// For each name, whether it is what was asked for; `None` where nothing was asked.
    colours: Option<Vec<bool>>,
    sizes: Option<Vec<bool>>,
    materials: Option<Vec<bool>>,
}

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
        Self { index, query, colours, sizes, materials }
    }

    /// Whether the product of an index row fits.
    pub fn row(&self, row: i64) -> bool {
        self.index.at_row(row).is_some_and(|entry| self.entry(entry))
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
                (!self.query.in_stock_only || variant.available > 0 || variant.allow_backorder)
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
