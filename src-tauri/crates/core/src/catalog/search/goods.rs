//! What candidates of a search are, read from the file: the last look at whether they fit.

use std::sync::Arc;

use rusqlite::Connection;

use super::fuse::Candidate;
use super::unwanted::{self, Has};
use super::{ProductHit, ProductQuery};
use crate::catalog::colour::AskedColours;
use crate::catalog::{Product, ProductStatus, Variant};
use crate::error::Result;
use crate::money::Money;
use crate::store;

/// What was found, in its order, and how many of the words each has.
pub(super) type Found = Vec<(Candidate, usize)>;

/// A product with all its variants.
pub(super) struct Goods {
    pub product: Product,
    pub variants: Vec<Variant>,
}

impl Goods {
    pub fn read(connection: &Connection, row: i64) -> Result<Option<Self>> {
        let Some(product) = store::products::at_row(connection, row)? else { return Ok(None) };
        let variants = store::variants::of_product(connection, product.id)?;
        Ok(Some(Self { product, variants }))
    }
}

/// Reads the candidates' rows, in their order, until there are enough that still fit.
pub(super) fn examine(
    goods: &impl Fn(i64) -> Result<Option<Arc<Goods>>>,
    query: &ProductQuery,
    candidates: impl Iterator<Item = (Candidate, usize)>,
    limit: usize,
) -> Result<(Found, Vec<ProductHit>)> {
    let filter = VariantFilter::new(query);
    let (mut found, mut hits) = (Found::new(), Vec::new());
    for (candidate, words_matched) in candidates {
        let Candidate { row, nearness, .. } = candidate;
        if hits.len() == limit {
            break;
        }
        // What is known in memory may be newer than this transaction, or older.
        let Some(goods) = goods(row)? else { continue };
        let Goods { product, variants: all_variants } = &*goods;
        let variants: Vec<Variant> =
            all_variants.iter().filter(|variant| filter.fits(variant)).cloned().collect();
        if product.status != ProductStatus::Active || variants.is_empty() {
            continue;
        }
        let colours: Vec<&str> = variants.iter().filter_map(|variant| variant.colour.as_deref()).collect();
        // In one colour it may be unwanted, in another not.
        let all_unwanted = |only: &&str| unwanted::has(product, &query.without, &[*only]) == Has::Named;
        let has_unwanted = !query.without.is_empty()
            && if colours.is_empty() {
                unwanted::has(product, &query.without, &[]) == Has::Named
            } else {
                colours.iter().all(all_unwanted)
            };
        found.push((candidate, words_matched));
        hits.push(ProductHit {
            product: product.clone(),
            variants,
            all_variants: all_variants.clone(),
            words_matched,
            nearness,
            has_unwanted,
        });
    }
    Ok((found, hits))
}

/// What is asked of one variant, in lower case.
pub(in crate::catalog) struct VariantFilter<'a> {
    query: &'a ProductQuery,
    size: Option<String>,
    colours: Option<AskedColours>,
}

impl<'a> VariantFilter<'a> {
    pub fn new(query: &'a ProductQuery) -> Self {
        Self {
            query,
            size: query.size.as_deref().map(|size| size.trim().to_lowercase()),
            colours: (!query.colours.is_empty()).then(|| AskedColours::new(&query.colours)),
        }
    }

    /// Whether a variant has all of it. The cheapest is asked first.
    pub fn fits(&self, variant: &Variant) -> bool {
        let price = variant.price;
        let within = |bound: Option<Money>, is_within: fn(i64, i64) -> bool| {
            bound
                .is_none_or(|bound| bound.currency == price.currency && is_within(price.amount, bound.amount))
        };
        (!self.query.in_stock_only || variant.is_available())
            && within(self.query.price_min, |price, min| price >= min)
            && within(self.query.price_max, |price, max| price <= max)
            && self
                .size
                .as_deref()
                .is_none_or(|asked| variant.size.as_deref().is_some_and(|have| have.to_lowercase() == asked))
            && self
                .colours
                .as_ref()
                .is_none_or(|asked| variant.colour.as_deref().is_some_and(|have| asked.have(have)))
    }
}
