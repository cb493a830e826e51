//! The product that WooCommerce's rows say.

use super::{Columns, RowType, column};
use crate::cells::{Cells, Styles, split_list};
use crate::decimal::Decimal;
use crate::fault::{Problem, ProblemCode, Severity};
use crate::layout::Layout;
use crate::products::options::{self, OptionRow};
use crate::products::variant_rows::{self, add_image, split_urls};
use crate::products::{Description, ImageLink, Product, Status, Variant, barcode};
use crate::said::Said;
use crate::text::records::Record;
use crate::text::words::folded;

/// The product that these rows say.
pub(crate) fn product(
    columns: &Columns,
    layout: &Layout,
    styles: &Styles,
    rows: &[Record],
    key: String,
    problems: &mut Vec<Problem>,
) -> Option<Product> {
    let mut product = Product { key, ..Product::default() };
    let mut attributes = Vec::new();
    let mut option_rows = Vec::new();
    let parent = rows.iter().find(|row| columns.keys.row(row).kind != RowType::Variation);
    let Some(parent) = parent else {
        let first = rows.first()?;
        problems.push(
            Problem::error(
                first.row(),
                ProblemCode::MissingParent,
                "The product of this variation is not in the file.",
            )
            .with_value(columns.keys.row(first).parent),
        );
        return None;
    };
    let kind = columns.keys.row(parent).kind;
    if kind == RowType::Unsupported {
        problems.push(Problem::error(
            parent.row(),
            ProblemCode::UnsupportedRow,
            "Grouped and external products are references to others and are not imported.",
        ));
        return None;
    }
    let mut cells = Cells { layout, styles, record: parent, problems };
    product_fields(columns, &mut product, &mut cells);
    for attribute in &columns.attributes {
        let name = cells.text(attribute.name);
        if !name.is_empty() {
            let values =
                attribute.values.map(|column| split_list(cells.text(column), false)).unwrap_or_default();
            attributes.push((name.to_owned(), values));
        }
    }
    let parent_tax_class = product.tax_class.clone();
    if kind == RowType::Single {
        let mut variant = variant(columns, &mut cells);
        variant.tax_class = Said::Nothing;
        variant.image_url = cells.said(columns.variant_image);
        product.variants.push(variant);
        option_rows.push(OptionRow::default());
        described(&mut product, &attributes);
    }
    let mut varied: Vec<bool> = vec![false; attributes.len()];
    let mut variations: Vec<&Record> = rows.iter().filter(|row| !std::ptr::eq(*row, parent)).collect();
    sort_by_position(layout, &mut variations);
    let mut images = std::mem::take(&mut product.images);
    for record in variations {
        if columns.keys.row(record).kind != RowType::Variation {
            problems.push(Problem::error(
                record.row(),
                ProblemCode::ConflictingValue,
                format!("Row {} is the same product already.", parent.row()),
            ));
            continue;
        }
        let mut cells = Cells { layout, styles, record, problems };
        let mut variant = variant(columns, &mut cells);
        if variant
            .tax_class
            .value()
            .is_some_and(|class| class == "parent" || Some(class) == parent_tax_class.value())
        {
            variant.tax_class = Said::Empty;
        }
        if let Said::Value(url) = &variant.image_url {
            add_image(&mut images, ImageLink { url: url.clone(), ..ImageLink::default() });
        }
        product.variants.push(variant);
        option_rows.push(option_row(columns, &cells, &attributes, &mut varied));
    }
    product.images = images;
    if kind == RowType::Variable {
        if product.variants.is_empty() {
            problems.push(Problem::warning(
                parent.row(),
                ProblemCode::MissingParent,
                "The product has no variations in the file.",
            ));
        }
        let rest: Vec<_> =
            attributes.iter().zip(&varied).filter(|(_, varied)| !**varied).map(|(a, _)| a.clone()).collect();
        described(&mut product, &rest);
    }
    options::apply(&mut product, &option_rows, problems);
    order_values(&mut product, &attributes);
    if kind == RowType::Single {
        product.options = Said::Empty;
    }
    Some(product)
}

/// Attributes in which no variant differs are told with the product.
fn described(product: &mut Product, attributes: &[(String, Vec<String>)]) {
    for (name, values) in attributes {
        let text = values.join(", ");
        if text.is_empty() {
            continue;
        }
        match folded(name).as_str() {
            "material" | "fabric" if product.material.value().is_none() => {
                product.material = Said::Value(text);
            }
            "care" if product.care.value().is_none() => product.care = Said::Value(text),
            "season" if product.season.value().is_none() => product.season = Said::Value(text),
            "brand" if product.brand.value().is_none() => product.brand = Said::Value(text),
            _ => product.other.push((name.clone(), text)),
        }
    }
}

/// The "Position" column orders variations within their product.
fn sort_by_position(layout: &Layout, rows: &mut [&Record]) {
    if let Some(column) = column(&layout.names, &["position"]) {
        rows.sort_by_key(|row| row.get(column).trim().parse::<u32>().unwrap_or(u32::MAX));
    }
}

fn option_row(
    columns: &Columns,
    cells: &Cells<'_>,
    attributes: &[(String, Vec<String>)],
    varied: &mut [bool],
) -> OptionRow {
    let mut row = OptionRow::default();
    let mut given: Vec<(&str, String)> = Vec::new();
    for attribute in &columns.attributes {
        let name = cells.text(attribute.name);
        // Values of a variation are one value, commas and all, protected as in lists.
        let value = attribute
            .values
            .map(|column| split_list(cells.text(column), false).join(", "))
            .unwrap_or_default();
        if !name.is_empty() && !value.is_empty() {
            given.push((name, value));
        }
    }
    for (at, (name, _)) in attributes.iter().enumerate() {
        if let Some(found) = given.iter().position(|(given, _)| given.eq_ignore_ascii_case(name)) {
            varied[at] = true;
            row.push(at, name, &given.remove(found).1);
        }
    }
    for (at, (name, value)) in given.into_iter().enumerate() {
        row.push(attributes.len() + at, name, &value);
    }
    row
}

/// Values in the order in which the product lists them.
fn order_values(product: &mut Product, attributes: &[(String, Vec<String>)]) {
    if let Said::Value(options) = &mut product.options {
        for option in options {
            if let Some((_, listed)) =
                attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(&option.name))
            {
                option.values.sort_by_key(|value| {
                    listed.iter().position(|known| known == value).unwrap_or(usize::MAX)
                });
            }
        }
    }
}

fn product_fields(columns: &Columns, product: &mut Product, cells: &mut Cells<'_>) {
    product.external_id =
        columns.keys.id.map(|column| cells.text(column).to_owned()).filter(|id| !id.is_empty());
    product.handle = cells.said(columns.handle);
    product.title = cells.said(columns.name);
    product.brand = cells.said(columns.brands);
    product.material = cells.said(columns.material);
    product.care = cells.said(columns.care);
    product.season = cells.said(columns.season);
    product.product_type = cells.said(columns.product_type);
    product.tax_class = cells.said(columns.tax_class);
    product.publish_date = cells.date(columns.publish_date);
    product.description = description(columns, cells);
    product.tags = cells.said(columns.tags).map(|tags| split_list(&tags, false));
    product.status = status(columns, cells);
    if let Some(column) = columns.categories {
        product.category = category(product, cells, column);
    }
    let alts =
        columns.alts.map(|column| cells.raw(column).split('\n').collect::<Vec<_>>()).unwrap_or_default();
    if let Some(column) = columns.images {
        for (at, url) in image_urls(cells.text(column)).into_iter().enumerate() {
            let alt = alts.get(at).copied().unwrap_or_default().to_owned();
            add_image(&mut product.images, ImageLink { url, alt, position: None });
        }
    }
    for column in &columns.other {
        let text = cells.raw(*column);
        if !text.trim().is_empty() {
            product.other.push((cells.layout.name(*column), text.to_owned()));
        }
    }
}

/// Commas stand between links; one inside a link is not followed by a space or another link.
fn image_urls(text: &str) -> Vec<String> {
    text.split(", ")
        .flat_map(split_urls)
        .map(|url| url.trim().to_owned())
        .filter(|url| !url.is_empty())
        .collect()
}

/// WooCommerce writes a line break as the two characters `\n`, and these two as `\\n`.
fn with_line_breaks(text: &str) -> String {
    let parts: Vec<String> = text.split("\\\\n").map(|part| part.replace("\\n", "\n")).collect();
    parts.join("\\n").replace("&#92;", "\\")
}

fn description(columns: &Columns, cells: &mut Cells<'_>) -> Said<Description> {
    for column in [columns.description, columns.short_description].into_iter().flatten() {
        let cell = with_line_breaks(cells.raw(column));
        if cell.trim().is_empty() {
            continue;
        }
        let (description, harmful) = Description::read(&cell);
        if harmful {
            cells.warn(
                column,
                ProblemCode::UnsafeMarkup,
                "Scripts and other active parts of the description are left out.",
            );
        }
        return Said::Value(description);
    }
    if columns.description.is_some() { Said::Empty } else { Said::Nothing }
}

fn status(columns: &Columns, cells: &mut Cells<'_>) -> Said<Status> {
    if let Said::Value(told) = cells.said(columns.status)
        && let Some(status) = variant_rows::status(&told)
    {
        return Said::Value(status);
    }
    let Some(column) = columns.published else { return Said::Nothing };
    match cells.text(column) {
        "" => Said::Empty,
        "1" => Said::Value(Status::Active),
        // 0: private, −1: draft.
        "0" | "-1" => Said::Value(Status::Draft),
        _ => cells.yes_or_no(Some(column)).map(|yes| if yes { Status::Active } else { Status::Draft }),
    }
}

/// "Clothing, Clothing > Dresses": the deepest one is the category, the others are kept aside.
fn category(product: &mut Product, cells: &Cells<'_>, column: usize) -> Said<String> {
    let paths = split_list(cells.text(column), false);
    let Some(deepest) = paths.iter().rev().max_by_key(|path| path.matches(" > ").count()).cloned() else {
        return Said::Empty;
    };
    let more: Vec<&str> = paths
        .iter()
        .map(String::as_str)
        .filter(|path| *path != deepest && !deepest.starts_with(&format!("{path} > ")))
        .collect();
    if !more.is_empty() {
        product.other.push((cells.layout.name(column), more.join(", ")));
    }
    Said::Value(deepest)
}

fn variant(columns: &Columns, cells: &mut Cells<'_>) -> Variant {
    let (price, mut compare_at) = prices(columns, cells);
    if let told @ Said::Value(_) = cells.amount(columns.compare_at) {
        compare_at = told;
    }
    let before = cells.problems.len();
    let stock = cells.whole(columns.stock);
    // "parent" and other words in the stock column mean that nobody counts here.
    for problem in &mut cells.problems[before..] {
        problem.severity = Severity::Warning;
    }
    let weight_power = columns.weight_power;
    Variant {
        row: cells.record.row(),
        sku: cells.said(columns.keys.sku),
        barcode: barcode::read(cells, columns.barcode),
        values: Vec::new(),
        price,
        compare_at,
        cost: cells.amount(columns.cost),
        stock,
        low_stock: cells.whole(columns.low_stock),
        allow_backorder: cells.yes_or_no(columns.backorders),
        weight_grams: match cells.amount(columns.weight) {
            Said::Value(weight) => weight.shifted(weight_power).map_or(Said::Nothing, Said::Value),
            other => other,
        },
        taxable: match cells.said(columns.tax_status) {
            Said::Value(told) => Said::Value(!told.eq_ignore_ascii_case("none")),
            Said::Empty => Said::Empty,
            Said::Nothing => Said::Nothing,
        },
        tax_class: cells.said(columns.tax_class),
        image_url: match columns.variant_image {
            Some(column) if !cells.is_blank(column) => cells.said(Some(column)),
            _ => match columns.images.map(|column| image_urls(cells.text(column))) {
                None => Said::Nothing,
                Some(urls) => urls.into_iter().next().map_or(Said::Empty, Said::Value),
            },
        },
        other: Vec::new(),
    }
}

/// With a sale price, that is the price and the regular one stands before the reduction.
fn prices(columns: &Columns, cells: &mut Cells<'_>) -> (Said<Decimal>, Said<Decimal>) {
    let regular = cells.amount(columns.regular_price);
    let sale = cells.amount(columns.sale_price);
    match (regular, sale) {
        (Said::Value(regular), Said::Value(sale)) if sale < regular => {
            (Said::Value(sale), Said::Value(regular))
        }
        (Said::Value(regular), _) => {
            let compare_at = if columns.sale_price.is_some() { Said::Empty } else { Said::Nothing };
            (Said::Value(regular), compare_at)
        }
        (regular, Said::Value(sale)) => (Said::Value(sale), regular),
        (regular, sale) => (regular, sale),
    }
}
