//! WooCommerce's product table: products and their variations, which name their parent by SKU or `id:N`, in any order.
//!
//! Source of the columns: WooCommerce's "Product CSV Importer and Exporter" and its column schema.

mod columns;
mod product;

pub(crate) use columns::Columns;
pub(crate) use product::product;

use crate::fault::{Notice, NoticeCode};
use crate::text::escape::unescape;
use crate::text::records::Record;

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

/// Columns about WooCommerce's own working; nobody misses them.
const TECHNICAL: [&str; 18] = [
    // Of our own lists of refused rows.
    "row",
    "reason",
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
        other.clone(),
        format!("These columns have no place here and are left out: {}.", other.join(", ")),
    )]
}
