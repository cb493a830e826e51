//! Where what stands in WooCommerce's table.

use super::{BARCODE, KeyColumns, TECHNICAL, column, meta};
use crate::text::words::folded;

/// One attribute: columns of its name and values.
pub(super) struct Attribute {
    pub(super) name: usize,
    pub(super) values: Option<usize>,
}

pub(crate) struct Columns {
    pub(super) keys: KeyColumns,
    pub(super) name: Option<usize>,
    pub(super) published: Option<usize>,
    pub(super) short_description: Option<usize>,
    pub(super) description: Option<usize>,
    pub(super) regular_price: Option<usize>,
    pub(super) sale_price: Option<usize>,
    pub(super) tax_status: Option<usize>,
    pub(super) tax_class: Option<usize>,
    pub(super) stock: Option<usize>,
    pub(super) low_stock: Option<usize>,
    pub(super) backorders: Option<usize>,
    pub(super) weight: Option<usize>,
    pub(super) weight_power: i8,
    pub(super) categories: Option<usize>,
    pub(super) tags: Option<usize>,
    pub(super) brands: Option<usize>,
    pub(super) images: Option<usize>,
    pub(super) barcode: Option<usize>,
    pub(super) handle: Option<usize>,
    pub(super) material: Option<usize>,
    pub(super) care: Option<usize>,
    pub(super) season: Option<usize>,
    pub(super) product_type: Option<usize>,
    pub(super) publish_date: Option<usize>,
    pub(super) status: Option<usize>,
    pub(super) cost: Option<usize>,
    pub(super) compare_at: Option<usize>,
    pub(super) alts: Option<usize>,
    pub(super) variant_image: Option<usize>,
    pub(super) attributes: Vec<Attribute>,
    pub(super) other: Vec<usize>,
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
