//! Products as WooCommerce's table: a variable product and its variations, or a simple product.

use std::io::Write;

use crate::cells::join_list;
use crate::fault::Result;
use crate::products::woocommerce::meta;
use crate::products::{Product, Status, Variant};
use crate::said::Said;
use crate::write::cell::Cell;
use crate::write::{CsvOut, CsvStyle};

pub struct WooCommerceWriter<W: Write> {
    out: CsvOut<W>,
    options: usize,
}

impl<W: Write> WooCommerceWriter<W> {
    /// `options`: the most options that any product has.
    ///
    /// # Errors
    /// `Io`.
    pub fn new(out: W, options: usize) -> Result<Self> {
        let options = options.clamp(1, 6);
        let mut out = CsvOut::new(out, CsvStyle { crlf: false, ..CsvStyle::default() })?;
        let mut headers: Vec<String> = [
            "ID",
            "Type",
            "SKU",
            "GTIN, UPC, EAN, or ISBN",
            "Name",
            "Published",
            "Is featured?",
            "Visibility in catalog",
            "Description",
            "Tax status",
            "Tax class",
            "In stock?",
            "Stock",
            "Low stock amount",
            "Backorders allowed?",
            "Weight (kg)",
            "Sale price",
            "Regular price",
            "Categories",
            "Tags",
            "Images",
            "Parent",
            "Position",
            "Brands",
        ]
        .map(str::to_owned)
        .to_vec();
        for number in 1..=options {
            for part in ["name", "value(s)", "visible", "global"] {
                headers.push(format!("Attribute {number} {part}"));
            }
        }
        headers.extend(
            [
                meta::HANDLE,
                meta::MATERIAL,
                meta::CARE,
                meta::SEASON,
                meta::PRODUCT_TYPE,
                meta::PUBLISH_DATE,
                meta::STATUS,
                meta::COST,
                meta::COMPARE_AT,
                meta::ALTS,
                meta::VARIANT_IMAGE,
            ]
            .map(str::to_owned),
        );
        out.verbatim(headers.iter().map(String::as_str))?;
        Ok(Self { out, options })
    }

    /// # Errors
    /// `Io`.
    pub fn product(&mut self, product: &Product) -> Result<()> {
        let varies = product.options.value().is_some_and(|options| !options.is_empty());
        if !varies {
            return self.row(product, Role::Simple, product.variants.first());
        }
        self.row(product, Role::Variable, None)?;
        for (position, variant) in product.variants.iter().enumerate() {
            self.row(product, Role::Variation { position: position + 1 }, Some(variant))?;
        }
        Ok(())
    }

    fn row(&mut self, product: &Product, role: Role, variant: Option<&Variant>) -> Result<()> {
        let is_product = !matches!(role, Role::Variation { .. });
        let of_product =
            |cell: fn(&Product) -> Cell<'_>| if is_product { cell(product) } else { Cell::Blank };
        let (regular, sale, told) = variant.map_or((Said::Empty, Said::Empty, Said::Empty), prices);
        let parent = parent_sku(product);
        let mut row = vec![
            Cell::Blank,
            Cell::text(match role {
                Role::Simple => "simple",
                Role::Variable => "variable",
                Role::Variation { .. } => "variation",
            }),
            match variant {
                Some(variant) => Cell::said(&variant.sku),
                None => Cell::text(parent),
            },
            variant.map_or(Cell::Blank, |variant| Cell::said(&variant.barcode)),
            Cell::said(&product.title),
            of_product(|product| match product.status.value() {
                Some(Status::Active) => Cell::Integer(1),
                Some(Status::Draft | Status::Archived) => Cell::Integer(-1),
                None => Cell::Blank,
            }),
            of_product(|_| Cell::Integer(0)),
            of_product(|_| Cell::text("visible")),
            of_product(|product| {
                product.description.value().map_or(Cell::Blank, |text| Cell::text(one_line(&text.to_html())))
            }),
            variant.map_or(Cell::Blank, |variant| Cell::choice(variant.taxable, "taxable", "none")),
            if is_product { Cell::said(&product.tax_class) } else { Cell::text("parent") },
            variant.map_or(Cell::Blank, |variant| match variant.stock {
                Said::Value(stock) => Cell::Integer(i64::from(stock > 0)),
                _ => Cell::Blank,
            }),
            variant.map_or(Cell::Blank, |variant| Cell::integer(variant.stock)),
            variant.map_or(Cell::Blank, |variant| Cell::integer(variant.low_stock)),
            variant.map_or(Cell::Blank, |variant| Cell::choice(variant.allow_backorder, "1", "0")),
            variant.map_or(Cell::Blank, |variant| match variant.weight_grams {
                Said::Value(grams) => grams.shifted(-3).map_or(Cell::Blank, Cell::Number),
                _ => Cell::Blank,
            }),
            Cell::number(sale),
            Cell::number(regular),
            of_product(|product| match product.category.value() {
                Some(path) => Cell::text(join_list(std::slice::from_ref(path))),
                None => Cell::Blank,
            }),
            of_product(|product| {
                product.tags.value().map_or(Cell::Blank, |tags| Cell::text(join_list(tags)))
            }),
            if is_product {
                Cell::text(
                    product.images.iter().map(|image| image.url.as_str()).collect::<Vec<_>>().join(", "),
                )
            } else {
                variant.map_or(Cell::Blank, |variant| Cell::said(&variant.image_url))
            },
            if is_product { Cell::Blank } else { Cell::text(parent) },
            match role {
                Role::Variation { position } => Cell::Integer(i64::try_from(position).unwrap_or(i64::MAX)),
                _ => Cell::Integer(0),
            },
            of_product(|product| Cell::said(&product.brand)),
        ];
        self.attributes(product, role, variant, &mut row);
        row.extend([
            of_product(|product| Cell::said(&product.handle)),
            of_product(|product| Cell::said(&product.material)),
            of_product(|product| Cell::said(&product.care)),
            of_product(|product| Cell::said(&product.season)),
            of_product(|product| Cell::said(&product.product_type)),
            of_product(|product| Cell::date(product.publish_date)),
            of_product(|product| match product.status.value() {
                Some(Status::Active) => Cell::text("active"),
                Some(Status::Draft) => Cell::text("draft"),
                Some(Status::Archived) => Cell::text("archived"),
                None => Cell::Blank,
            }),
            variant.map_or(Cell::Blank, |variant| Cell::number(variant.cost)),
            Cell::number(told),
            of_product(|product| {
                let texts: Vec<String> =
                    product.images.iter().map(|image| image.alt.replace('\n', " ")).collect();
                Cell::text(texts.join("\n").trim_end_matches('\n').to_owned())
            }),
            match (role, variant) {
                (Role::Simple, Some(variant)) => Cell::said(&variant.image_url),
                _ => Cell::Blank,
            },
        ]);
        self.out.row(row)
    }

    fn attributes<'p>(
        &self,
        product: &'p Product,
        role: Role,
        variant: Option<&'p Variant>,
        row: &mut Vec<Cell<'p>>,
    ) {
        let options = product.options.value().map_or(&[][..], Vec::as_slice);
        for number in 0..self.options {
            let Some(option) = options.get(number) else {
                row.extend(std::iter::repeat_n(Cell::Blank, 4));
                continue;
            };
            let values = match (role, variant) {
                (Role::Variation { .. }, Some(variant)) => {
                    variant.values.get(number).map(std::slice::from_ref).unwrap_or_default()
                }
                _ => option.values.as_slice(),
            };
            row.push(Cell::text(&option.name));
            row.push(Cell::text(join_list(values)));
            let flag = |number| {
                if matches!(role, Role::Variation { .. }) { Cell::Blank } else { Cell::Integer(number) }
            };
            row.push(flag(1));
            row.push(flag(0));
        }
    }

    /// # Errors
    /// `Io`.
    pub fn finish(self) -> Result<()> {
        self.out.finish()
    }
}

#[derive(Clone, Copy)]
enum Role {
    Simple,
    Variable,
    Variation { position: usize },
}

/// What variations call their product by: it needs a SKU of its own there.
fn parent_sku(product: &Product) -> &str {
    match product.handle.value() {
        Some(handle) => handle,
        None => product.title.text(),
    }
}

type Price = Said<crate::decimal::Decimal>;

/// Regular price, sale price, and a price before the reduction that is none.
fn prices(variant: &Variant) -> (Price, Price, Price) {
    match (variant.price, variant.compare_at) {
        (Said::Value(price), Said::Value(before)) if before > price => {
            (Said::Value(before), Said::Value(price), Said::Empty)
        }
        (price, before @ Said::Value(_)) => (price, Said::Empty, before),
        (price, _) => (price, Said::Empty, Said::Empty),
    }
}

/// Line breaks stand as the two characters \n there; a backslash is written by its number.
fn one_line(html: &str) -> String {
    html.replace('\\', "&#92;").replace('\n', "\\n")
}
