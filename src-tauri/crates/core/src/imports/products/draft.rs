//! What becomes of an entry that the shop does not have: a product to be made.

use super::entry::{filled, handle, new_variant, path, pictures, pieces};
use super::{Draft, Plan, Rules};
use crate::catalog::{NewVariant, Product, ProductStatus, write};
use crate::id::Id;
use crate::imports::incoming::{IncomingProduct, Said};
use crate::imports::outcome::{Fate, FieldChange, Outcome};

pub(super) fn draft(rules: &Rules, incoming: &IncomingProduct) -> (Fate, Plan) {
    let reject = |reason: &str, field: &str| (Fate::rejected(reason, Some(field.to_owned())), Plan::Nothing);
    let Some(title) = filled(&incoming.title) else {
        return reject("It is not in the shop yet, and a new product needs a title.", "title");
    };
    let Some(handle) = handle(incoming) else {
        return reject("A new product needs a handle: its title holds no letters or digits.", "handle");
    };
    let unpriced = incoming.variants.iter().all(|variant| variant.price == Said::Nothing);
    let mut variants = Vec::with_capacity(incoming.variants.len());
    for variant in &incoming.variants {
        let price = match variant.price {
            Said::Value(price) => price,
            // A file without prices: the owner sets them before the product is shown.
            Said::Nothing if unpriced => 0,
            Said::Nothing | Said::Empty => return reject("A new product needs a price.", "price"),
        };
        variants.push(new_variant(rules, variant, price));
    }
    if variants.is_empty() {
        variants.push(NewVariant::priced(rules.money(0)));
    }
    let text = |said: &Said<String>| filled(said).unwrap_or_default().to_owned();
    let usual = rules.options.status.unwrap_or(ProductStatus::Active);
    let status = match incoming.status.value().copied().unwrap_or(usual) {
        ProductStatus::Active if unpriced => ProductStatus::Draft,
        status => status,
    };
    let product = Product {
        id: Id::from_uuid(uuid::Uuid::nil()),
        handle,
        title: title.to_owned(),
        description: incoming.description.value().cloned().unwrap_or_default(),
        brand: text(&incoming.brand),
        category: path(filled(&incoming.category).unwrap_or_default()),
        category_id: None,
        material: text(&incoming.material),
        care: text(&incoming.care),
        season: text(&incoming.season),
        tags: write::tidy_tags(incoming.tags.value().map_or(&[], Vec::as_slice)),
        status,
        tax_class: filled(&incoming.tax_class).unwrap_or(&rules.tax_class).to_owned(),
        publish_at: incoming.publish_at.value().copied(),
        created_at: crate::Timestamp::default(),
        updated_at: crate::Timestamp::default(),
        version: 1,
    };
    let stock: Vec<Option<i64>> = incoming.variants.iter().map(|variant| pieces(rules, variant)).collect();
    let fate = Fate::of(Outcome::Created, None, described(&product, &variants, &stock));
    let images = pictures(rules, incoming);
    let draft = Draft { product, options: incoming.options.clone(), variants, stock, images };
    (fate, Plan::Create(Box::new(draft)))
}

/// What a new product is, for the list.
fn described(product: &Product, variants: &[NewVariant], stock: &[Option<i64>]) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let mut add = |field: &str, after: String| {
        if !after.is_empty() {
            changes.push(FieldChange::new(field, None, Some(after)));
        }
    };
    add("title", product.title.clone());
    add("brand", product.brand.clone());
    add("category", product.category.clone());
    add("status", product.status.to_string());
    add("tags", product.tags.join(", "));
    add("variants", variants.len().to_string());
    let prices = || variants.iter().map(|variant| variant.price);
    if let (Some(low), Some(high)) = (prices().min_by_key(|p| p.amount), prices().max_by_key(|p| p.amount)) {
        add("price", if low == high { low.to_string() } else { format!("{low} – {high}") });
    }
    let pieces: i64 = stock.iter().flatten().sum();
    if pieces > 0 {
        add("stock", pieces.to_string());
    }
    changes
}
