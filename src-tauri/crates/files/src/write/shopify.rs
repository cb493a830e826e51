//! Products as Shopify's table. What Shopify has no column for goes into metafields, from which we read it back.

use std::io::Write;

use crate::cells::join_list;
use crate::fault::Result;
use crate::products::{ImageLink, Product, Status, Variant};
use crate::write::cell::Cell;
use crate::write::{CsvOut, CsvStyle};

pub struct ShopifyWriter<W: Write> {
    out: CsvOut<W>,
    options: usize,
}

impl<W: Write> ShopifyWriter<W> {
    /// `options`: the most options that any product has; Shopify itself knows three and ignores the others.
    ///
    /// # Errors
    /// `Io`.
    pub fn new(out: W, options: usize) -> Result<Self> {
        let options = options.clamp(3, 6);
        let mut out = CsvOut::new(out, CsvStyle { crlf: false, ..CsvStyle::default() })?;
        let mut headers: Vec<String> =
            ["Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published"]
                .map(str::to_owned)
                .to_vec();
        for number in 1..=options {
            headers.push(format!("Option{number} Name"));
            headers.push(format!("Option{number} Value"));
        }
        headers.extend(
            [
                "Variant SKU",
                "Variant Grams",
                "Variant Inventory Tracker",
                "Variant Inventory Qty",
                "Variant Inventory Policy",
                "Variant Fulfillment Service",
                "Variant Price",
                "Variant Compare At Price",
                "Variant Requires Shipping",
                "Variant Taxable",
                "Variant Barcode",
                "Image Src",
                "Image Position",
                "Image Alt Text",
                "Variant Image",
                "Cost per item",
                "Status",
                "Material (product.metafields.custom.material)",
                "Care (product.metafields.custom.care)",
                "Season (product.metafields.custom.season)",
                "Tax class (product.metafields.custom.tax_class)",
                "Publish date (product.metafields.custom.publish_date)",
                "Low stock (variant.metafields.custom.low_stock)",
            ]
            .map(str::to_owned),
        );
        out.verbatim(headers.iter().map(String::as_str))?;
        Ok(Self { out, options })
    }

    /// Its handle must not be blank.
    ///
    /// # Errors
    /// `Io`.
    pub fn product(&mut self, product: &Product) -> Result<()> {
        for at in 0..product.variants.len().max(product.images.len()).max(1) {
            let mut row = Vec::new();
            self.product_cells(product, at == 0, &mut row);
            self.variant_cells(product, product.variants.get(at), product.images.get(at), at, &mut row);
            let status = match product.status.value() {
                Some(Status::Active) => "active",
                Some(Status::Draft) => "draft",
                Some(Status::Archived) => "archived",
                None => "",
            };
            row.push(Cell::text(if at == 0 { status } else { "" }));
            for said in [&product.material, &product.care, &product.season, &product.tax_class] {
                row.push(if at == 0 { Cell::said(said) } else { Cell::Blank });
            }
            row.push(if at == 0 { Cell::date(product.publish_date) } else { Cell::Blank });
            row.push(
                product.variants.get(at).map_or(Cell::Blank, |variant| Cell::integer(variant.low_stock)),
            );
            self.out.row(row)?;
        }
        Ok(())
    }

    fn product_cells<'p>(&self, product: &'p Product, first: bool, row: &mut Vec<Cell<'p>>) {
        row.push(Cell::said(&product.handle));
        if !first {
            row.extend(std::iter::repeat_n(Cell::Blank, 7));
            return;
        }
        row.push(Cell::said(&product.title));
        row.push(
            product.description.value().map_or(Cell::Blank, |description| Cell::text(description.to_html())),
        );
        row.push(Cell::said(&product.brand));
        row.push(Cell::said(&product.category));
        row.push(Cell::said(&product.product_type));
        row.push(product.tags.value().map_or(Cell::Blank, |tags| Cell::text(join_list(tags))));
        row.push(match product.status.value() {
            Some(Status::Active) => Cell::text("TRUE"),
            Some(_) => Cell::text("FALSE"),
            None => Cell::Blank,
        });
    }

    fn variant_cells<'p>(
        &self,
        product: &'p Product,
        variant: Option<&'p Variant>,
        image: Option<&'p ImageLink>,
        at: usize,
        row: &mut Vec<Cell<'p>>,
    ) {
        let options = product.options.value().map_or(&[][..], Vec::as_slice);
        for number in 0..self.options {
            match (options.get(number), variant) {
                (Some(option), Some(variant)) => {
                    row.push(if at == 0 { Cell::text(&option.name) } else { Cell::Blank });
                    row.push(variant.values.get(number).map_or(Cell::Blank, Cell::text));
                }
                (None, Some(_)) if number == 0 && at == 0 => {
                    row.push(Cell::text("Title"));
                    row.push(Cell::text("Default Title"));
                }
                _ => row.extend([Cell::Blank, Cell::Blank]),
            }
        }
        match variant {
            Some(variant) => row.extend([
                Cell::said(&variant.sku),
                Cell::number(variant.weight_grams),
                Cell::text(if variant.stock.value().is_some() { "shopify" } else { "" }),
                Cell::integer(variant.stock),
                Cell::choice(variant.allow_backorder, "continue", "deny"),
                Cell::text("manual"),
                Cell::number(variant.price),
                Cell::number(variant.compare_at),
                Cell::text("TRUE"),
                Cell::choice(variant.taxable, "TRUE", "FALSE"),
                Cell::said(&variant.barcode),
            ]),
            None => row.extend(std::iter::repeat_n(Cell::Blank, 11)),
        }
        match image {
            Some(image) => row.extend([
                Cell::text(&image.url),
                Cell::Integer(i64::try_from(at + 1).unwrap_or(i64::MAX)),
                Cell::text(&image.alt),
            ]),
            None => row.extend(std::iter::repeat_n(Cell::Blank, 3)),
        }
        row.push(variant.map_or(Cell::Blank, |variant| Cell::said(&variant.image_url)));
        row.push(variant.map_or(Cell::Blank, |variant| Cell::number(variant.cost)));
    }

    /// # Errors
    /// `Io`.
    pub fn finish(self) -> Result<()> {
        self.out.finish()
    }
}
