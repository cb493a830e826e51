//! The owner's lists: search as you type, filters, sorting and jumping over 100,000 variants.
//!
//! What decides about a row (words, codes, colour, price, stock, …) is kept in memory and looked through from end to end
//! for every question; rows themselves are read from the file for the window that is shown. The memory follows the file:
//! triggers number every change of a product, and a question first reads what is newer than what it knows, in its own
//! transaction. So a list shows a change as soon as that is committed, whoever made it.

mod fits;
mod index;
mod question;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::bulk::Target;
use super::model::{ProductStatus, ProductSummary, VariantListing};
use crate::error::Result;
use crate::id::{self, Id};
use crate::store;
use index::Index;

crate::text_enum! {
    /// What a product or variant may lack.
    pub enum Missing {
        Barcode = "barcode",
        Image = "image",
        Cost = "cost",
        Sku = "sku",
    }
}

/// Which rows a list holds. Lists of words mean any of them; `missing` means all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CatalogFilter {
    /// Starts of words of title, brand, category, tags and options; the start of a SKU or barcode. All must fit.
    pub search: Option<String>,
    /// `None`: all.
    pub status: Option<ProductStatus>,
    /// Whether a piece can be sold now: one that nobody has reserved.
    pub in_stock: Option<bool>,
    /// With all below it.
    pub category: Option<Id<id::Category>>,
    pub brands: Vec<String>,
    pub tags: Vec<String>,
    /// A family ("blue") stands for its members ("navy").
    pub colours: Vec<String>,
    pub sizes: Vec<String>,
    /// Minor units.
    pub price_min: Option<i64>,
    pub price_max: Option<i64>,
    pub missing: Vec<Missing>,
    pub season: Option<String>,
    pub tax_class: Option<String>,
}

crate::text_enum! {
    pub enum Sort {
        /// Exact codes, then titles that begin so, then titles that have the words, then the rest.
        Relevance = "relevance",
        Title = "title",
        Newest = "newest",
        Oldest = "oldest",
        PriceLow = "price_low",
        PriceHigh = "price_high",
        StockLow = "stock_low",
        StockHigh = "stock_high",
        Updated = "updated",
    }
}

/// A part of a list, and how long the whole is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Window<T> {
    pub items: Vec<T>,
    pub total: usize,
    pub offset: usize,
}

/// A row of an answer: a product, or one of its variants, by its place in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spot {
    place: u32,
    variant: Option<u32>,
}

/// The same by its ids.
type Hit = (Id<id::Product>, Option<Id<id::Variant>>);

/// A value and how many products have it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    pub value: String,
    pub count: usize,
}

/// The values that products have, for choosers and suggestions: the most used first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Facets {
    pub brands: Vec<FacetValue>,
    pub tags: Vec<FacetValue>,
    pub colours: Vec<FacetValue>,
    pub sizes: Vec<FacetValue>,
    pub seasons: Vec<FacetValue>,
    pub tax_classes: Vec<FacetValue>,
    pub materials: Vec<FacetValue>,
}

/// Answers kept for who scrolls.
const ANSWERS: usize = 6;

/// One question's whole answer.
struct Answer {
    revision: i64,
    of_variants: bool,
    filter: CatalogFilter,
    sort: Sort,
    spots: Arc<[Spot]>,
}

/// Finds in the catalog. One for each open shop.
#[derive(Default)]
pub struct Finder {
    index: RwLock<Option<Index>>,
    answers: Mutex<VecDeque<Answer>>,
}

impl Finder {
    /// Products that fit.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn products(
        &self,
        connection: &Connection,
        filter: &CatalogFilter,
        sort: Option<Sort>,
        offset: usize,
        limit: usize,
    ) -> Result<Window<ProductSummary>> {
        let (hits, total) = self.hits(connection, filter, sort, false, offset, limit)?;
        let mut items = Vec::new();
        for (product, _) in hits {
            // What another reader knows to exist may be newer than this transaction.
            items.extend(store::products::summary(connection, product)?);
        }
        Ok(Window { items, total, offset })
    }

    /// Variants that fit.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn variants(
        &self,
        connection: &Connection,
        filter: &CatalogFilter,
        sort: Option<Sort>,
        offset: usize,
        limit: usize,
    ) -> Result<Window<VariantListing>> {
        let (hits, total) = self.hits(connection, filter, sort, true, offset, limit)?;
        let mut items = Vec::new();
        for variant in hits.into_iter().filter_map(|(_, variant)| variant) {
            items.extend(store::variants::listing(connection, variant)?);
        }
        Ok(Window { items, total, offset })
    }

    /// The products that fit, with their fitting variants, for a bulk edit.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn targets(&self, connection: &Connection, filter: &CatalogFilter) -> Result<Vec<Target>> {
        let sort = Some(Sort::Title);
        let (products, _) = self.hits(connection, filter, sort, false, 0, usize::MAX)?;
        if !filter.is_about_variants() {
            let whole = |(product_id, _)| Target { product_id, variant_ids: None };
            return Ok(products.into_iter().map(whole).collect());
        }
        let mut chosen: HashMap<Id<id::Product>, Vec<Id<id::Variant>>> = HashMap::new();
        for (product, variant) in self.hits(connection, filter, sort, true, 0, usize::MAX)?.0 {
            chosen.entry(product).or_default().extend(variant);
        }
        // A product may fit that has no variant yet.
        let of = |(product_id, _)| Target {
            product_id,
            variant_ids: Some(chosen.remove(&product_id).unwrap_or_default()),
        };
        Ok(products.into_iter().map(of).collect())
    }

    /// The values that products have.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn facets(&self, connection: &Connection) -> Result<Facets> {
        self.with_index(connection, |index| Ok(index.facets()))
    }

    /// Learns the catalog ahead of the first question.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn warm(&self, connection: &Connection) -> Result<()> {
        self.with_index(connection, |_| Ok(()))
    }

    /// A window of the rows that fit, and how many there are in all.
    fn hits(
        &self,
        connection: &Connection,
        filter: &CatalogFilter,
        sort: Option<Sort>,
        of_variants: bool,
        offset: usize,
        limit: usize,
    ) -> Result<(Vec<Hit>, usize)> {
        let is_search = filter.search.as_deref().is_some_and(|text| !text.trim().is_empty());
        let usual = if is_search { Sort::Relevance } else { Sort::Title };
        self.with_index(connection, |index| {
            let spots = self.answer(connection, index, filter, sort.unwrap_or(usual), of_variants)?;
            let window = spots.iter().skip(offset).take(limit);
            Ok((window.filter_map(|spot| index.ids(*spot)).collect(), spots.len()))
        })
    }

    /// All rows that fit: as just answered, or found now.
    fn answer(
        &self,
        connection: &Connection,
        index: &Index,
        filter: &CatalogFilter,
        sort: Sort,
        of_variants: bool,
    ) -> Result<Arc<[Spot]>> {
        let revision = index.revision();
        let is_same = |answer: &&Answer| {
            answer.revision == revision
                && answer.of_variants == of_variants
                && answer.sort == sort
                && answer.filter == *filter
        };
        // A category's tree may change without any product's doing so; it is small, and asked for anew.
        if filter.category.is_none()
            && let Some(known) = self.answers.lock().iter().find(is_same)
        {
            return Ok(Arc::clone(&known.spots));
        }
        let spots: Arc<[Spot]> = question::answer(connection, index, filter, sort, of_variants)?.into();
        let mut answers = self.answers.lock();
        answers.retain(|answer| answer.revision == revision);
        answers.truncate(ANSWERS - 1);
        let filter = filter.clone();
        answers.push_front(Answer { revision, of_variants, filter, sort, spots: Arc::clone(&spots) });
        Ok(spots)
    }

    /// Runs `work` on an index that knows what this transaction sees.
    fn with_index<T>(&self, connection: &Connection, work: impl FnOnce(&Index) -> Result<T>) -> Result<T> {
        let revision = store::catalog_index::revision(connection)?;
        let known = self.index.read();
        // An index that knows more was brought up to date by a reader that began later.
        if let Some(index) = known.as_ref().filter(|index| index.revision() >= revision) {
            return work(index);
        }
        drop(known);
        let mut index = self.index.write();
        match index.as_mut() {
            Some(index) if index.revision() >= revision => {}
            Some(index) => index.refresh(connection, revision)?,
            None => *index = Some(Index::load(connection, revision)?),
        }
        let index = parking_lot::RwLockWriteGuard::downgrade(index);
        match index.as_ref() {
            Some(index) => work(index),
            None => work(&Index::default()),
        }
    }
}

impl CatalogFilter {
    /// Whether something in it is about one variant rather than its product.
    pub fn is_about_variants(&self) -> bool {
        let is_search = self.search.as_deref().is_some_and(|text| !text.trim().is_empty());
        is_search
            || self.in_stock.is_some()
            || !self.colours.is_empty()
            || !self.sizes.is_empty()
            || self.price_min.is_some()
            || self.price_max.is_some()
            || self.missing.iter().any(|missing| *missing != Missing::Image)
    }
}

#[cfg(test)]
mod tests;
