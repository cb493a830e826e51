//! The hard filters of a customer's search, decided in memory: whether a product is on sale and has a variant that
//! fits them together.

use rusqlite::Connection;

use super::Finder;
use super::index::{Index, MARKS, NONE, Offers, VariantEntry, mark};
use crate::catalog::colour::AskedColours;
use crate::catalog::search::{ProductQuery, words_of};
use crate::error::Result;
use crate::sizes;

/// The filters of one question, as numbers of the index.
pub(crate) struct Fits<'a> {
    pub(super) index: &'a Index,
    query: &'a ProductQuery,
    /// For each name, whether it is what was asked for; `None` where nothing was asked.
    colours: Option<Vec<bool>>,
    sizes: Option<Vec<bool>>,
    materials: Option<Vec<bool>>,
    /// 0 where nothing was asked.
    colour_marks: u64,
    size_marks: u64,
    /// No product has what was asked for.
    is_nothing: bool,
    /// One variant of those that have what is asked for has it all: marks tell everything, and no variant is looked at.
    by_marks: bool,
}

/// Times the root of what is wanted of how many: from there on the index is faster. From the measurement in `docs/adr/0010`.
const WORTH: usize = 10;

impl<'a> Fits<'a> {
    fn new(index: &'a Index, query: &'a ProductQuery) -> Self {
        let names = &index.names;
        let colours = (!query.colours.is_empty()).then(|| {
            let asked = AskedColours::new(&query.colours);
            names.colours.fitting(|have| asked.have(have))
        });
        let sizes =
            query.size.as_deref().map(|asked| names.sizes.fitting(|have| sizes::is_same(have, asked)));
        let materials = query.material.as_deref().map(words_of).filter(|asked| !asked.is_empty());
        let materials = materials.map(|asked| {
            names.materials.fitting(|have| {
                let have = words_of(have);
                asked.iter().all(|word| have.contains(word))
            })
        });
        let marks = |names: &Option<Vec<bool>>| {
            let bit = |(n, fits): (u32, &bool)| if *fits { mark(n) } else { 0 };
            (0..).zip(names.iter().flatten()).fold(0, |marks, name| marks | bit(name))
        };
        let (colour_marks, size_marks) = (marks(&colours), marks(&sizes));
        let is_nothing = (colours.is_some() && colour_marks == 0) || (sizes.is_some() && size_marks == 0);
        let have_own_marks = (colours.is_none() || names.colours.len() <= MARKS)
            && (sizes.is_none() || names.sizes.len() <= MARKS);
        // Two conditions may be met by two variants, one each.
        let is_one = colours.is_none() || sizes.is_none();
        let by_marks = have_own_marks && is_one && query.price_min.is_none() && query.price_max.is_none();
        Self { index, query, colours, sizes, materials, colour_marks, size_marks, is_nothing, by_marks }
    }

    /// Whether the product of an index row fits.
    pub fn row(&self, row: i64) -> bool {
        self.index.place_of(row).is_some_and(|place| self.place(place, &self.index.offers[place]))
    }

    /// The rows that fit, if they are so few that comparing each with a question costs less than letting an index of near points
    /// look for `most` of them: it goes on, from neighbour to neighbour, until it has met enough that fit.
    pub fn few(&self, most: usize) -> Option<Vec<i64>> {
        let worth = WORTH * (most * self.index.offers.len()).isqrt();
        // Nearly all fit then, and would be gathered in vain.
        if !self.query.has_conditions() && self.index.offers.len() > 2 * worth {
            return None;
        }
        let rows: Vec<i64> = self.fitting().take(worth + 1).collect();
        (rows.len() <= worth).then_some(rows)
    }

    fn fitting(&self) -> impl Iterator<Item = i64> {
        let offers = self.index.offers.iter().enumerate();
        offers.filter(|(place, offers)| self.place(*place, offers)).map(|(_, offers)| offers.row)
    }

    fn place(&self, place: usize, offers: &Offers) -> bool {
        self.may_fit(offers) && (self.by_marks || self.has_variant(place))
    }

    /// Whether any of its variants may fit: told without looking at them, which lie elsewhere in memory.
    fn may_fit(&self, offers: &Offers) -> bool {
        let (colours, sizes, has_any) = if self.query.in_stock_only {
            (offers.colours_now, offers.sizes_now, offers.is_available)
        } else {
            (offers.colours, offers.sizes, offers.has_variants)
        };
        let has = |asked: u64, have: u64| (asked == 0) | (asked & have != 0);
        let is_cheap_enough = self.query.price_max.is_none_or(|max| offers.lowest <= max.amount);
        let is_dear_enough = self.query.price_min.is_none_or(|min| offers.highest >= min.amount);
        // All is asked at once: the processor cannot guess what a product has, and a wrong guess costs more than the rest.
        let all = offers.is_active
            & has_any
            & has(self.colour_marks, colours)
            & has(self.size_marks, sizes)
            & is_cheap_enough
            & is_dear_enough
            & !self.is_nothing;
        all && is_one_of(self.materials.as_deref(), offers.material)
    }

    /// The rows that fit, newest first, at most `most`.
    pub fn newest(&self, most: usize) -> Vec<i64> {
        let mut rows: Vec<i64> = self.fitting().collect();
        rows.sort_unstable_by(|a, b| b.cmp(a));
        rows.truncate(most);
        rows
    }

    /// Whether one variant of the product at a place has all that is asked of one.
    fn has_variant(&self, place: usize) -> bool {
        let within = |price: i64| {
            self.query.price_min.is_none_or(|min| price >= min.amount)
                && self.query.price_max.is_none_or(|max| price <= max.amount)
        };
        let fits = |variant: &VariantEntry| {
            (!self.query.in_stock_only || variant.is_available())
                && is_one_of(self.colours.as_deref(), variant.colour)
                && is_one_of(self.sizes.as_deref(), variant.size)
                && within(variant.price)
        };
        self.index.entries[place].as_ref().is_some_and(|entry| entry.variants.iter().any(fits))
    }
}

/// Whether a name is among those that were asked for, if any were.
fn is_one_of(names: Option<&[bool]>, number: u32) -> bool {
    let Some(names) = names else { return true };
    number != NONE && names.get(number as usize).copied().unwrap_or(false)
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
