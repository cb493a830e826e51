//! A product from its rows, where each row is a variant, a picture, or both: Shopify's table and plain tables.

use std::collections::HashMap;

use crate::cells::{Cells, Styles, split_list};
use crate::decimal::Decimal;
use crate::fault::{Problem, ProblemCode};
use crate::fields::Field;
use crate::layout::{Format, Layout};
use crate::products::barcode;
use crate::products::options::{self, OptionRow};
use crate::products::shopify;
use crate::products::{Description, ImageLink, Product, Status, Variant};
use crate::said::Said;
use crate::text::records::Record;
use crate::text::words::folded;

/// Which column holds what.
pub(crate) struct Columns {
    by_field: HashMap<Field, Vec<usize>>,
    /// Columns without a field of ours.
    other: Vec<usize>,
    decisive: Vec<usize>,
    format: Format,
    weight_unit: Unit,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Gram,
    Kilogram,
    Ounce,
    Pound,
}

impl Columns {
    pub fn new(layout: &Layout) -> Self {
        let mut by_field: HashMap<Field, Vec<usize>> = HashMap::new();
        let mut other = Vec::new();
        let mut decisive = Vec::new();
        for column in 0..layout.names.len() {
            match layout.mapping.get(column).copied().flatten() {
                Some(field) => {
                    by_field.entry(field).or_default().push(column);
                    if field.is_of_variant() && !matches!(field, Field::Weight | Field::VariantImage) {
                        decisive.push(column);
                    }
                }
                None if layout.format == Format::ShopifyCsv && !shopify::is_kept(&layout.names[column]) => {}
                None => other.push(column),
            }
        }
        let weight_unit = by_field
            .get(&Field::Weight)
            .and_then(|columns| layout.names.get(columns[0]))
            .and_then(|name| folded(name).split(' ').find_map(unit))
            .unwrap_or(Unit::Gram);
        Self { by_field, other, decisive, format: layout.format, weight_unit }
    }

    fn one(&self, field: Field) -> Option<usize> {
        self.by_field.get(&field).map(|columns| columns[0])
    }

    fn all(&self, field: Field) -> &[usize] {
        self.by_field.get(&field).map_or(&[], Vec::as_slice)
    }
}

fn unit(word: &str) -> Option<Unit> {
    match word {
        "g" | "gram" | "grams" | "gramm" | "grammes" | "gramos" | "gramas" | "grammi" => Some(Unit::Gram),
        "kg" | "kilo" | "kilos" | "kilogram" | "kilograms" => Some(Unit::Kilogram),
        "oz" | "ounce" | "ounces" => Some(Unit::Ounce),
        "lb" | "lbs" | "pound" | "pounds" => Some(Unit::Pound),
        _ => None,
    }
}

/// To three decimals of a gram (an ounce is 28.349523125 g, a pound 453.59237 g).
fn in_grams(weight: Decimal, unit: Unit) -> Option<Decimal> {
    match unit {
        Unit::Gram => Some(weight),
        Unit::Kilogram => weight.shifted(3),
        Unit::Ounce => weight.times(28_349_523)?.shifted(-6)?.rounded(3),
        Unit::Pound => weight.times(45_359_237)?.shifted(-5)?.rounded(3),
    }
}

/// The product that these rows say. Rows that cannot be read are reported, the product is given all the same.
pub(crate) fn product(
    columns: &Columns,
    layout: &Layout,
    styles: &Styles,
    rows: &[Record],
    key: String,
    problems: &mut Vec<Problem>,
) -> Option<Product> {
    let first = rows.first()?;
    if columns.format == Format::ShopifyCsv && key.is_empty() {
        problems.push(Problem::error(
            first.row(),
            ProblemCode::MissingKey,
            "The row has no handle, so nothing says which product it belongs to.",
        ));
    }
    let mut product = Product { key, ..Product::default() };
    let mut reading = Reading {
        columns,
        status: Said::Nothing,
        published: Said::Nothing,
        images: Vec::new(),
        option_rows: Vec::new(),
        others: HashMap::new(),
    };
    for record in rows {
        let mut cells = Cells { layout, styles, record, problems };
        reading.product_fields(&mut product, &mut cells);
        reading.pictures(&mut cells);
        reading.options(&mut cells);
        let says_variant = columns.decisive.iter().any(|column| !cells.is_blank(*column));
        reading.rest(&mut product, &mut cells, says_variant);
    }
    // A product that says nothing of any variant still is one, if the table has columns for it.
    if product.variants.is_empty() && !columns.decisive.is_empty() {
        let mut cells = Cells { layout, styles, record: first, problems };
        let variant = reading.variant(&mut cells);
        product.variants.push(variant);
    }
    reading.finish(&mut product, problems);
    Some(product)
}

struct Reading<'c> {
    columns: &'c Columns,
    status: Said<Status>,
    published: Said<bool>,
    images: Vec<ImageLink>,
    option_rows: Vec<OptionRow>,
    /// Where in the product's `other` a column's text stands.
    others: HashMap<usize, usize>,
}

impl Reading<'_> {
    fn product_fields(&mut self, product: &mut Product, cells: &mut Cells<'_>) {
        let columns = self.columns;
        let key = product.key.clone();
        for (field, slot) in [
            (Field::Handle, &mut product.handle),
            (Field::Title, &mut product.title),
            (Field::Brand, &mut product.brand),
            (Field::Category, &mut product.category),
            (Field::ProductType, &mut product.product_type),
            (Field::Material, &mut product.material),
            (Field::Care, &mut product.care),
            (Field::Season, &mut product.season),
            (Field::TaxClass, &mut product.tax_class),
        ] {
            let Some(column) = columns.one(field) else { continue };
            let said = cells.said(Some(column));
            if let (Said::Value(before), Said::Value(now)) = (&*slot, &said)
                && before != now
                && !(field == Field::Handle && before.eq_ignore_ascii_case(now))
            {
                let text = format!(
                    "{}: an earlier row of “{key}” says “{}”; that one counts.",
                    cells.layout.name(column),
                    crate::fault::shortened(before)
                );
                cells.warn(column, ProblemCode::ConflictingValue, text);
            }
            slot.or_take(said);
        }
        if let Some(column) = columns.one(Field::Description) {
            self.description(product, cells, column);
        }
        if product.publish_date.value().is_none() {
            product.publish_date.or_take(cells.date(columns.one(Field::PublishDate)));
        }
        for column in columns.all(Field::Tags) {
            let text = cells.text(*column);
            product.tags.or_take(Said::Empty);
            if !text.is_empty() {
                let mut tags = std::mem::take(&mut product.tags).into_value().unwrap_or_default();
                for tag in split_list(text, columns.format != Format::ShopifyCsv) {
                    if !tags.contains(&tag) {
                        tags.push(tag);
                    }
                }
                product.tags = Said::Value(tags);
            }
        }
        self.status(cells);
    }

    fn description(&self, product: &mut Product, cells: &mut Cells<'_>, column: usize) {
        let cell = cells.raw(column);
        if cell.trim().is_empty() {
            product.description.or_take(Said::Empty);
        } else if product.description.value().is_none() {
            let (description, harmful) = Description::read(cell);
            if harmful {
                cells.warn(
                    column,
                    ProblemCode::UnsafeMarkup,
                    "Scripts and other active parts of the description are left out.",
                );
            }
            product.description = Said::Value(description);
        }
    }

    fn status(&mut self, cells: &mut Cells<'_>) {
        if let Some(column) = self.columns.one(Field::Status) {
            let text = cells.text(column);
            let said = if text.is_empty() {
                Said::Empty
            } else if let Some(status) = status(text) {
                Said::Value(status)
            } else {
                let text = format!(
                    "“{}” is no status. Use active, draft or archived.",
                    crate::fault::shortened(text)
                );
                cells.refuse(column, ProblemCode::UnknownStatus, text);
                Said::Nothing
            };
            self.status.or_take(said);
        }
        if self.published.value().is_none() {
            self.published.or_take(cells.yes_or_no(self.columns.one(Field::Published)));
        }
    }

    fn pictures(&mut self, cells: &mut Cells<'_>) {
        let alt = self.columns.one(Field::ImageAlt).map(|column| cells.text(column)).unwrap_or_default();
        let position = cells
            .whole_leniently(self.columns.one(Field::ImagePosition))
            .and_then(|position| u32::try_from(position).ok());
        for column in self.columns.all(Field::ImageUrl) {
            let text = cells.text(*column);
            let urls = if self.columns.format == Format::ShopifyCsv { vec![text] } else { split_urls(text) };
            for url in urls.into_iter().filter(|url| !url.is_empty()) {
                add_image(&mut self.images, ImageLink { url: url.to_owned(), alt: alt.to_owned(), position });
            }
        }
    }

    fn options(&mut self, cells: &mut Cells<'_>) {
        let mut row = OptionRow::default();
        for column in self.columns.all(Field::OptionColumn) {
            row.push(*column, &cells.layout.name(*column), cells.text(*column));
        }
        for (name, value) in Field::OPTIONS {
            let Some(value_column) = self.columns.one(value) else { continue };
            let name = match self.columns.one(name) {
                Some(column) => cells.text(column).to_owned(),
                None => cells.layout.name(value_column),
            };
            row.push(value_column, &name, cells.text(value_column));
        }
        self.option_rows.push(row);
    }

    fn rest(&mut self, product: &mut Product, cells: &mut Cells<'_>, says_variant: bool) {
        let mut variant = says_variant.then(|| self.variant(cells));
        for column in &self.columns.other {
            let text = cells.raw(*column);
            if text.trim().is_empty() {
                continue;
            }
            let name = cells.layout.name(*column);
            let of_variant = name.to_lowercase().contains("variant");
            let known = self.others.get(column).map(|at| product.other[*at].1.as_str());
            match (&mut variant, known) {
                (_, Some(known)) if known == text => {}
                (Some(variant), known) if of_variant || known.is_some() => {
                    variant.other.push((name, text.to_owned()));
                }
                (None, Some(_)) => {}
                _ => {
                    self.others.insert(*column, product.other.len());
                    product.other.push((name, text.to_owned()));
                }
            }
        }
        if let Some(variant) = variant {
            product.variants.push(variant);
        } else {
            self.option_rows.pop();
        }
    }

    fn variant(&self, cells: &mut Cells<'_>) -> Variant {
        let columns = self.columns;
        let mut variant = Variant {
            row: cells.record.row(),
            sku: cells.said(columns.one(Field::Sku)),
            price: cells.amount(columns.one(Field::Price)),
            compare_at: cells.amount(columns.one(Field::CompareAt)),
            cost: cells.amount(columns.one(Field::Cost)),
            stock: cells.whole(columns.one(Field::Stock)),
            low_stock: cells.whole(columns.one(Field::LowStock)),
            allow_backorder: cells.yes_or_no(columns.one(Field::AllowBackorder)),
            taxable: cells.yes_or_no(columns.one(Field::Taxable)),
            image_url: cells.said(columns.one(Field::VariantImage)),
            ..Variant::default()
        };
        variant.barcode = barcode::read(cells, columns.one(Field::Barcode));
        variant.weight_grams = self.weight(cells);
        variant
    }

    fn weight(&self, cells: &mut Cells<'_>) -> Said<Decimal> {
        let weight = cells.amount(self.columns.one(Field::Weight));
        let (Said::Value(number), Some(column)) = (weight, self.columns.one(Field::Weight)) else {
            return weight;
        };
        let told = self.columns.one(Field::WeightUnit).and_then(|column| unit(&folded(cells.text(column))));
        match in_grams(number, told.unwrap_or(self.columns.weight_unit)) {
            Some(grams) => Said::Value(grams),
            None => {
                cells.refuse(column, ProblemCode::NumberTooLarge, "The weight has too many digits.");
                Said::Nothing
            }
        }
    }

    fn finish(self, product: &mut Product, problems: &mut Vec<Problem>) {
        product.status = match (self.status, self.published) {
            (Said::Value(status), _) => Said::Value(status),
            (_, Said::Value(true)) => Said::Value(Status::Active),
            (_, Said::Value(false)) => Said::Value(Status::Draft),
            (Said::Nothing, Said::Nothing) => Said::Nothing,
            _ => Said::Empty,
        };
        let mut images = self.images;
        for variant in &product.variants {
            if let Said::Value(url) = &variant.image_url
                && !images.iter().any(|image| image.url == *url)
            {
                images.push(ImageLink { url: url.clone(), ..ImageLink::default() });
            }
        }
        images.sort_by_key(|image| image.position.unwrap_or(u32::MAX));
        product.images = images;
        options::apply(product, &self.option_rows, problems);
    }
}

/// A picture that stands twice counts once; its words may come later.
pub(crate) fn add_image(images: &mut Vec<ImageLink>, image: ImageLink) {
    match images.iter_mut().find(|known| known.url == image.url) {
        Some(known) => {
            if known.alt.is_empty() {
                known.alt = image.alt;
            }
            known.position = known.position.or(image.position);
        }
        None => images.push(image),
    }
}

/// Several links in one cell, if all parts are links; else the cell is one.
pub(crate) fn split_urls(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text
        .split(['\n', '\r', '|', ' ', ';'])
        .flat_map(split_at_commas)
        .map(|part| part.trim_matches([',', ' ']))
        .filter(|part| !part.is_empty())
        .collect();
    let is_link = |part: &str| part.starts_with("http://") || part.starts_with("https://");
    if parts.len() > 1 && parts.iter().all(|part| is_link(part)) { parts } else { vec![text] }
}

/// Commas belong to links, unless another link follows.
fn split_at_commas(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(',') {
        if text[at + 1..].starts_with("http://") || text[at + 1..].starts_with("https://") {
            parts.push(&text[start..at]);
            start = at + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A status in the words of the product's languages.
pub(crate) fn status(text: &str) -> Option<Status> {
    match folded(text).as_str() {
        "active" | "activo" | "actif" | "aktiv" | "ativo" | "attivo" | "सक्रिय" | "نشط" | "publish"
        | "published" | "enabled" | "online" => Some(Status::Active),
        "draft" | "borrador" | "brouillon" | "entwurf" | "rascunho" | "bozza" | "मसौदा" | "مسودة"
        | "private" | "pending" | "unlisted" | "hidden" | "inactive" | "inaktiv" => Some(Status::Draft),
        "archived"
        | "archivado"
        | "archive"
        | "archiviert"
        | "arquivado"
        | "archiviato"
        | "संग्रहीत"
        | "مؤرشف"
        | "discontinued" => Some(Status::Archived),
        _ => None,
    }
}
