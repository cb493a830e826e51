//! Products from a canonical file, one at a time; reading can begin at any entry's position.

use std::io::{Read, Seek};

use crate::entry::Entry;
use crate::fault::{Problem, ProblemCode, Result};
use crate::groups::{Group, Groups};
use crate::layout::{Format, Layout, Position};
use crate::products::keys::fingerprint;
use crate::products::{Keyer, Product, variant_rows, woocommerce};
use crate::said::Said;
use crate::survey::Survey;

/// Reads products. See [`products`].
pub struct Products<R> {
    groups: Groups<R>,
    keyer: Keyer,
    layout: Layout,
    survey: Survey,
    rows: Rows,
}

enum Rows {
    Variants(variant_rows::Columns),
    WooCommerce(Box<woocommerce::Columns>),
}

/// Products from `from` on (at first: `layout.body`).
///
/// # Errors
/// `Io`.
pub fn products<R: Read + Seek>(
    input: R,
    layout: &Layout,
    survey: &Survey,
    from: Position,
) -> Result<Products<R>> {
    let rows = match layout.format {
        Format::WoocommerceCsv => Rows::WooCommerce(Box::new(woocommerce::Columns::new(&layout.names))),
        _ => Rows::Variants(variant_rows::Columns::new(layout)),
    };
    Ok(Products {
        groups: Groups::new(input, layout, survey, from, &survey.limits)?,
        keyer: Keyer::new(layout, &survey.aliases),
        layout: layout.clone(),
        survey: survey.clone(),
        rows,
    })
}

impl<R: Read + Seek> Products<R> {
    /// The next product; `None` at the end of the file.
    ///
    /// # Errors
    /// Whatever makes the rest of the file unreadable.
    pub fn next_entry(&mut self) -> Result<Option<Entry<Product>>> {
        let Some(group) = self.groups.next_group()? else { return Ok(None) };
        Ok(Some(self.entry(group)))
    }

    fn entry(&self, group: Group) -> Entry<Product> {
        let mut problems = Vec::new();
        let key = group.rows.iter().map(|row| self.keyer.text(row)).find(|key| !key.is_empty());
        let key = key.unwrap_or_default();
        let item = match &self.rows {
            Rows::Variants(columns) => variant_rows::product(
                columns,
                &self.layout,
                &self.survey.styles,
                &group.rows,
                key,
                &mut problems,
            ),
            Rows::WooCommerce(columns) => woocommerce::product(
                columns,
                &self.layout,
                &self.survey.styles,
                &group.rows,
                key,
                &mut problems,
            ),
        };
        if let Some(product) = &item {
            self.find_repeated(product, &mut problems);
        }
        for row in &group.rows {
            let beyond =
                (self.layout.names.len()..row.len()).find(|column| !row.get(*column).trim().is_empty());
            if let Some(column) = beyond {
                problems.push(
                    Problem::error(
                        row.row(),
                        ProblemCode::TooManyCells,
                        format!(
                            "The row has more cells than the header. A text or number with “{}” in it needs quotation marks.",
                            self.layout.delimiter.escape_default()
                        ),
                    )
                    .with_value(row.get(column)),
                );
            }
        }
        if group.cut {
            problems.push(Problem::error(
                group.position.row + 1,
                ProblemCode::TooManyVariants,
                format!("More than {} rows belong to this product.", group.rows.len()),
            ));
        }
        problems.sort_by_key(|problem| problem.row);
        Entry {
            index: group.position.index,
            position: group.position,
            after: group.after,
            rows: group.rows.iter().map(|row| row.row()).collect(),
            item,
            problems,
        }
    }

    /// SKUs and barcodes that stand in an earlier row of the file too.
    fn find_repeated(&self, product: &Product, problems: &mut Vec<Problem>) {
        for variant in &product.variants {
            if let Said::Value(sku) = &variant.sku
                && let Some(first) =
                    self.survey.skus.get(&fingerprint(sku)).filter(|first| **first != variant.row)
            {
                problems.push(
                    Problem::error(
                        variant.row,
                        ProblemCode::DuplicateSku,
                        format!("The SKU “{sku}” stands in row {first} too. Each variant needs its own."),
                    )
                    .with_value(sku),
                );
            }
            if let Said::Value(barcode) = &variant.barcode
                && let Some(first) =
                    self.survey.barcodes.get(&fingerprint(barcode)).filter(|first| **first != variant.row)
            {
                problems.push(
                    Problem::warning(
                        variant.row,
                        ProblemCode::DuplicateBarcode,
                        format!(
                            "The barcode {barcode} stands in row {first} too: a scan cannot tell them apart."
                        ),
                    )
                    .with_value(barcode),
                );
            }
        }
    }
}

impl<R: Read + Seek> Iterator for Products<R> {
    type Item = Result<Entry<Product>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_entry().transpose()
    }
}
