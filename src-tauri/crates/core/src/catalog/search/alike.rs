//! Finding products that look like a picture, among those that pass the hard filters.

use std::collections::HashSet;

use rusqlite::Connection;

use super::goods::Goods;
use super::{ProductQuery, Searcher, VariantFilter};
use crate::catalog::{Product, ProductStatus, ProductSummary, Variant};
use crate::error::Result;
use crate::id::{self, Id};
use crate::likeness::{Description, Likeness};
use crate::store;
use crate::store::images::Showing;

/// Products that are looked at for one question.
const LOOKED_AT: usize = 2_000;

/// A product that looks like what was sought.
#[derive(Debug, Clone, PartialEq)]
pub struct Alike {
    pub product: Product,
    /// Those that fit the filters; never empty, unless the product has none and nothing was filtered by.
    pub variants: Vec<Variant>,
    pub all_variants: Vec<Variant>,
    /// The one of its pictures that is most alike.
    pub image_id: Id<id::Image>,
    /// The colour that this picture shows.
    pub colour: Option<String>,
    /// The cosine of the two pictures.
    pub nearness: f32,
    /// It looks so alike that a customer may be told so.
    pub is_alike: bool,
}

impl Searcher {
    /// Products of which a picture looks like `picture`, most alike first, each once, at most `query.limit`. `query` gives the
    /// filters; its words do not count. Where it names colours, forms alone are compared: "this in red". `only_alike`
    /// leaves out what looks less alike than a customer should be told.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn alike(
        &self,
        connection: &Connection,
        picture: &[Description],
        query: &ProductQuery,
        only_alike: bool,
    ) -> Result<Vec<Alike>> {
        let near = self.likeness.nearest(connection, picture, !query.colours.is_empty(), only_alike)?;
        let filter = VariantFilter::new(query);
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for picture in near {
            for Showing { row, image_id, colour } in
                store::images::showing(connection, &picture.content_hash)?
            {
                if found.len() == query.limit || seen.len() == LOOKED_AT {
                    return Ok(found);
                }
                if !seen.insert(row) || !self.finder.with_fits(connection, query, |fits| Ok(fits.row(row)))? {
                    continue;
                }
                // What is known in memory may be newer than this transaction, or older.
                let Some(goods) = Goods::read(connection, row)? else { continue };
                let Goods { product, variants: all_variants } = goods;
                let variants: Vec<Variant> =
                    all_variants.iter().filter(|variant| filter.fits(variant)).cloned().collect();
                if product.status != ProductStatus::Active || variants.is_empty() {
                    continue;
                }
                let (nearness, is_alike) = (picture.nearness, picture.is_alike);
                found.push(Alike { product, variants, all_variants, image_id, colour, nearness, is_alike });
            }
        }
        Ok(found)
    }

    /// As [`Self::alike`], for the owner: also what looks less alike, each product as lists show it.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn list_alike(
        &self,
        connection: &Connection,
        picture: &[Description],
        query: &ProductQuery,
    ) -> Result<Vec<(ProductSummary, Alike)>> {
        let mut listed = Vec::new();
        for alike in self.alike(connection, picture, query, false)? {
            if let Some(summary) = store::products::summary(connection, alike.product.id)? {
                listed.push((summary, alike));
            }
        }
        Ok(listed)
    }

    /// As [`Self::alike`], for a stored picture. Nothing where no model has seen it.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn alike_to(
        &self,
        connection: &Connection,
        content_hash: &str,
        query: &ProductQuery,
        only_alike: bool,
    ) -> Result<Vec<Alike>> {
        let picture = Likeness::stored(connection, content_hash)?;
        self.alike(connection, &picture, query, only_alike)
    }
}
