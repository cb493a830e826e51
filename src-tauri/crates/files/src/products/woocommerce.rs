//! WooCommerce's product table: products and their variations, which name their parent by SKU or `id:N`, in any order.
//!
//! Source of the columns: WooCommerce's "Product CSV Importer and Exporter" and its column schema.

use crate::cells::{Cells, Styles, split_list};
use crate::decimal::Decimal;
use crate::fault::{Notice, NoticeCode};
use crate::fault::{Problem, ProblemCode, Severity};
use crate::layout::Layout;
use crate::products::options::{self, OptionRow};
use crate::products::variant_rows::{add_image, split_urls};
use crate::products::{Description, ImageLink, Product, Status, Variant, barcode};
use crate::said::Said;
use crate::text::escape::unescape;
use crate::text::records::Record;
use crate::text::words::folded;

pub(crate) const BARCODE: &[&str] =
    &["gtin, upc, ean, or isbn", "meta: _barcode", "meta: _ean", "ean", "barcode", "gtin"];

/// What [`crate::WooCommerceWriter`] adds for what WooCommerce has no column for.
pub(crate) mod meta {
    pub const HANDLE: &str = "Meta: _haberdash_handle";
    pub const MATERIAL: &str = "Meta: _haberdash_material";
    pub const CARE: &str = "Meta: _haberdash_care";
    pub const SEASON: &str = "Meta: _haberdash_season";
    pub const PRODUCT_TYPE: &str = "Meta: _haberdash_product_type";
    pub const PUBLISH_DATE: &str = "Meta: _haberdash_publish_date";
    pub const STATUS: &str = "Meta: _haberdash_status";
    pub const COST: &str = "Meta: _wc_cog_cost";
    /// Only where it is not above the price, which WooCommerce does not allow.
    pub const COMPARE_AT: &str = "Meta: _haberdash_compare_at";
    pub const ALTS: &str = "Meta: _haberdash_image_texts";
    pub const VARIANT_IMAGE: &str = "Meta: _haberdash_variant_image";
}

/// Is this WooCommerce's table?
pub(crate) fn is_header(names: &[String]) -> bool {
    let has = |wanted: &str| names.iter().any(|name| name.trim().eq_ignore_ascii_case(wanted));
    let own = [
        "Regular price",
        "Sale price",
        "In stock?",
        "Backorders allowed?",
        "Attribute 1 name",
        "Is featured?",
        "Visibility in catalog",
        "Parent",
        "Tax class",
        "Shipping class",
    ];
    has("Type")
        && (has("SKU") || has("ID"))
        && has("Name")
        && own.iter().filter(|name| has(name)).count() >= 2
}

/// The first of these columns (lower case) that the table has.
pub(crate) fn column(names: &[String], wanted: &[&str]) -> Option<usize> {
    wanted.iter().find_map(|wanted| names.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted)))
}

pub(crate) enum Holds {
    Amount,
    Measure,
    Other,
}

/// What the numbers of a column are for.
pub(crate) fn holds(name: &str) -> Holds {
    let name = name.trim().to_ascii_lowercase();
    if name.contains("price")
        || name == meta::COST.to_ascii_lowercase()
        || name == meta::COMPARE_AT.to_ascii_lowercase()
    {
        Holds::Amount
    } else if name.starts_with("weight") || name == "stock" || name == "low stock amount" {
        Holds::Measure
    } else {
        Holds::Other
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowType {
    /// A product with variations.
    Variable,
    Variation,
    /// A product that is its own variant.
    Single,
    /// Grouped and external products are only references to others.
    Unsupported,
}

/// The columns that say what a row belongs to.
#[derive(Debug, Clone)]
pub(crate) struct KeyColumns {
    kind: Option<usize>,
    id: Option<usize>,
    sku: Option<usize>,
    parent: Option<usize>,
}

pub(crate) struct KeyRow<'r> {
    pub kind: RowType,
    pub id: &'r str,
    pub sku: &'r str,
    pub parent: &'r str,
}

impl KeyColumns {
    pub fn new(names: &[String]) -> Self {
        Self {
            kind: column(names, &["type"]),
            id: column(names, &["id"]),
            sku: column(names, &["sku"]),
            parent: column(names, &["parent"]),
        }
    }

    pub fn row<'r>(&self, record: &'r Record) -> KeyRow<'r> {
        let cell = |column: Option<usize>| column.map_or("", |column| unescape(record.get(column)).trim());
        let kind = cell(self.kind);
        let is = |wanted: &str| kind.split(',').any(|word| word.trim().eq_ignore_ascii_case(wanted));
        let kind = if is("variation") {
            RowType::Variation
        } else if is("variable") {
            RowType::Variable
        } else if is("grouped") || is("external") {
            RowType::Unsupported
        } else {
            RowType::Single
        };
        KeyRow { kind, id: cell(self.id), sku: cell(self.sku), parent: cell(self.parent) }
    }
}

/// One attribute: columns of its name and values.
struct Attribute {
    name: usize,
    values: Option<usize>,
}

pub(crate) struct Columns {
    keys: KeyColumns,
    name: Option<usize>,
    published: Option<usize>,
    short_description: Option<usize>,
    description: Option<usize>,
    regular_price: Option<usize>,
    sale_price: Option<usize>,
    tax_status: Option<usize>,
    tax_class: Option<usize>,
    stock: Option<usize>,
    low_stock: Option<usize>,
    backorders: Option<usize>,
    weight: Option<usize>,
    weight_power: i8,
    categories: Option<usize>,
    tags: Option<usize>,
    brands: Option<usize>,
    images: Option<usize>,
    barcode: Option<usize>,
    handle: Option<usize>,
    material: Option<usize>,
    care: Option<usize>,
    season: Option<usize>,
    product_type: Option<usize>,
    publish_date: Option<usize>,
    status: Option<usize>,
    cost: Option<usize>,
    compare_at: Option<usize>,
    alts: Option<usize>,
    variant_image: Option<usize>,
    attributes: Vec<Attribute>,
    other: Vec<usize>,
}

impl Columns {
    pub fn new(names: &[String]) -> Self {
        let mut known = Vec::new();
        let mut find = |wanted: &[&str]| {
            let found = column(names, wanted);
            known.extend(found);
            found
        };
        let keys = KeyColumns::new(names);
        for unused in ["type", "in stock?"] {
            find(&[unused]);
        }
        find(&["id"]);
        find(&["sku"]);
        find(&["parent"]);
        let mut attributes = Vec::new();
        for number in 1..=50 {
            let Some(name) = find(&[&format!("attribute {number} name")]) else { break };
            attributes.push(Attribute { name, values: find(&[&format!("attribute {number} value(s)")]) });
            find(&[&format!("attribute {number} visible")]);
            find(&[&format!("attribute {number} global")]);
            find(&[&format!("attribute {number} default")]);
        }
        let weight = names.iter().position(|name| name.trim().to_ascii_lowercase().starts_with("weight"));
        let kilograms =
            weight.is_some_and(|column| folded(&names[column]).split(' ').any(|word| word == "kg"));
        let mut columns = Self {
            keys,
            name: find(&["name"]),
            published: find(&["published"]),
            short_description: find(&["short description"]),
            description: find(&["description"]),
            regular_price: find(&["regular price"]),
            sale_price: find(&["sale price"]),
            tax_status: find(&["tax status"]),
            tax_class: find(&["tax class"]),
            stock: find(&["stock"]),
            low_stock: find(&["low stock amount"]),
            backorders: find(&["backorders allowed?"]),
            weight,
            weight_power: if kilograms { 3 } else { 0 },
            categories: find(&["categories"]),
            tags: find(&["tags"]),
            brands: find(&["brands", "brand", "meta: _brand"]),
            images: find(&["images"]),
            barcode: find(BARCODE),
            handle: find(&[meta::HANDLE, "slug"]),
            material: find(&[meta::MATERIAL]),
            care: find(&[meta::CARE]),
            season: find(&[meta::SEASON]),
            product_type: find(&[meta::PRODUCT_TYPE]),
            publish_date: find(&[meta::PUBLISH_DATE]),
            status: find(&[meta::STATUS]),
            cost: find(&[meta::COST, "cost of goods", "cost"]),
            compare_at: find(&[meta::COMPARE_AT]),
            alts: find(&[meta::ALTS]),
            variant_image: find(&[meta::VARIANT_IMAGE]),
            attributes,
            other: Vec::new(),
        };
        known.extend(weight);
        columns.other = (0..names.len())
            .filter(|column| {
                !known.contains(column)
                    && !TECHNICAL.iter().any(|name| names[*column].trim().eq_ignore_ascii_case(name))
            })
            .collect();
        columns
    }
}

/// Columns about WooCommerce's own working; nobody misses them.
const TECHNICAL: [&str; 16] = [
    "is featured?",
    "visibility in catalog",
    "sold individually?",
    "allow customer reviews?",
    "purchase note",
    "shipping class",
    "position",
    "download limit",
    "download expiry days",
    "external url",
    "button text",
    "date sale price starts",
    "date sale price ends",
    "upsells",
    "cross-sells",
    "grouped products",
];

/// Columns that have no place here.
pub(crate) fn notices(names: &[String]) -> Vec<Notice> {
    let columns = Columns::new(names);
    let other: Vec<String> = columns
        .other
        .iter()
        .map(|column| names[*column].clone())
        .filter(|name| !name.trim().is_empty())
        .collect();
    if other.is_empty() {
        return Vec::new();
    }
    vec![Notice::new(
        NoticeCode::OtherColumns,
        other,
        "These columns have no place here. Their texts are kept with the product.",
    )]
}

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
                product.material = Said::Value(text)
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
        && let Some(status) = super::variant_rows::status(&told)
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
