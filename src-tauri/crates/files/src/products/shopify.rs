//! The headers of Shopify's product table: those of old exports, and those of exports since 2024.
//!
//! Source of the names: Shopify's help page on product CSV files and its two templates.

use crate::fault::{Notice, NoticeCode};
use crate::fields::Field;

/// Is this Shopify's table? It has a handle and at least two headers that nobody else uses.
pub(crate) fn is_header(names: &[String]) -> bool {
    let has = |wanted: &str| names.iter().any(|name| name.trim().eq_ignore_ascii_case(wanted));
    let own = [
        "Variant Price",
        "Variant SKU",
        "Option1 Name",
        "Option1 Value",
        "Body (HTML)",
        "Variant Inventory Qty",
        "Variant Inventory Policy",
        "Variant Grams",
        "Image Src",
        "Product image URL",
        "Compare-at price",
        "Published on online store",
    ];
    (has("Handle") || has("URL handle")) && own.iter().filter(|name| has(name)).count() >= 2
}

/// What a header means; `None` is kept aside.
pub(crate) fn field(name: &str) -> Option<Field> {
    let name = name.trim();
    if let Some((_, key)) = name.strip_suffix(')').and_then(|name| name.rsplit_once('('))
        && let Some(field) = metafield(&key.to_ascii_lowercase())
    {
        return Some(field);
    }
    Some(match name.to_ascii_lowercase().as_str() {
        "handle" | "url handle" => Field::Handle,
        "title" => Field::Title,
        "body (html)" | "body html" | "description" => Field::Description,
        "vendor" => Field::Brand,
        "product category" | "standard product type" => Field::Category,
        "type" | "custom product type" => Field::ProductType,
        "tags" => Field::Tags,
        "published" | "published on online store" => Field::Published,
        "status" => Field::Status,
        "option1 name" => Field::Option1Name,
        "option1 value" => Field::Option1Value,
        "option2 name" => Field::Option2Name,
        "option2 value" => Field::Option2Value,
        "option3 name" => Field::Option3Name,
        "option3 value" => Field::Option3Value,
        "option4 name" => Field::Option4Name,
        "option4 value" => Field::Option4Value,
        "option5 name" => Field::Option5Name,
        "option5 value" => Field::Option5Value,
        "option6 name" => Field::Option6Name,
        "option6 value" => Field::Option6Value,
        "variant sku" | "sku" => Field::Sku,
        "variant barcode" | "barcode" => Field::Barcode,
        "variant price" | "price" => Field::Price,
        "variant compare at price" | "compare-at price" => Field::CompareAt,
        "cost per item" => Field::Cost,
        "variant grams" | "weight value (grams)" => Field::Weight,
        "variant inventory qty" | "inventory quantity" => Field::Stock,
        "variant inventory policy" | "continue selling when out of stock" => Field::AllowBackorder,
        "variant taxable" | "charge tax" => Field::Taxable,
        "image src" | "product image url" => Field::ImageUrl,
        "image position" => Field::ImagePosition,
        "image alt text" => Field::ImageAlt,
        "variant image" | "variant image url" => Field::VariantImage,
        _ => return None,
    })
}

/// What Shopify has no column for stands in metafields, ours and those of shops that use the plain names.
fn metafield(key: &str) -> Option<Field> {
    let name =
        key.strip_prefix("product.metafields.").and_then(|rest| rest.split_once('.')).map(|(_, name)| name);
    match name {
        Some("material") => Some(Field::Material),
        Some("care") => Some(Field::Care),
        Some("season") => Some(Field::Season),
        Some("tax_class") => Some(Field::TaxClass),
        Some("publish_date") => Some(Field::PublishDate),
        _ => (key == "variant.metafields.custom.low_stock").then_some(Field::LowStock),
    }
}

/// What of the table is not imported, said once.
pub(crate) fn notices(names: &[String]) -> Vec<Notice> {
    let (ignored, other): (Vec<String>, Vec<String>) = names
        .iter()
        .filter(|name| !name.trim().is_empty() && field(name).is_none())
        .cloned()
        .partition(|name| is_per_place(name));
    let mut notices = Vec::new();
    if !ignored.is_empty() {
        notices.push(Notice::new(
            NoticeCode::IgnoredColumns,
            ignored,
            "Stock per location and prices per market are not imported; the plain stock and price columns are.",
        ));
    }
    let other: Vec<String> = other.into_iter().filter(|name| !is_technical(name)).collect();
    if !other.is_empty() {
        notices.push(Notice::new(
            NoticeCode::OtherColumns,
            other.clone(),
            format!("These columns have no place here and are left out: {}.", other.join(", ")),
        ));
    }
    notices
}

/// Is the text of a column without a field kept with the product?
pub(crate) fn is_kept(name: &str) -> bool {
    !is_per_place(name) && !is_technical(name)
}

fn is_per_place(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase();
    name.starts_with("inventory available")
        || name.starts_with("included / ")
        || name.starts_with("price / ")
        || name.starts_with("compare at price / ")
        || name.starts_with("compare-at price / ")
}

/// Columns about Shopify's own working; nobody misses them.
fn is_technical(name: &str) -> bool {
    matches!(
        name.trim().to_ascii_lowercase().as_str(),
        // The first two are those of our own lists of refused rows.
        "row"
            | "reason"
            | "variant inventory tracker"
            | "inventory tracker"
            | "variant fulfillment service"
            | "fulfillment service"
            | "variant requires shipping"
            | "requires shipping"
            | "gift card"
            | "variant weight unit"
            | "weight unit for display"
            | "option1 linked to"
            | "option2 linked to"
            | "option3 linked to"
    ) || name.trim().to_ascii_lowercase().starts_with("google shopping / ")
}
