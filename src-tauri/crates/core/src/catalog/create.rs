//! Making new products. They are written by [`write::insert`](super::write::insert), which checks them.

use serde_json::json;

use super::model::{Product, ProductOption, ProductStatus, Variant};
use super::write::{Loaded, insert, position, tidy_tags};
use super::{CatalogSettings, categories, codes};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind, Recording};
use crate::{settings, store};

/// What a new variant is made of. Its values stand in the order of the product's options.
#[derive(Debug, Clone)]
pub struct NewVariant {
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub values: Vec<String>,
    pub price: Money,
    pub compare_at: Option<Money>,
    pub cost_minor: Option<i64>,
    pub weight_grams: Option<i64>,
    pub allow_backorder: bool,
}

impl NewVariant {
    /// A variant of a product without options.
    pub fn priced(price: Money) -> Self {
        Self {
            sku: None,
            barcode: None,
            values: Vec::new(),
            price,
            compare_at: None,
            cost_minor: None,
            weight_grams: None,
            allow_backorder: false,
        }
    }

    /// The variant as it is stored; its size and colour are set by [`derive`](super::write::derive).
    pub(crate) fn variant(&self, id: Id<id::Variant>, product_id: Id<id::Product>) -> Variant {
        Variant {
            id,
            product_id,
            position: 0,
            sku: codes::tidy(self.sku.as_deref()),
            barcode: codes::tidy(self.barcode.as_deref()),
            values: self.values.iter().map(|value| value.trim().to_owned()).collect(),
            size: None,
            colour: None,
            price: self.price,
            compare_at: self.compare_at,
            cost: self.cost_minor.map(|cost| Money::new(cost, self.price.currency)),
            weight_grams: self.weight_grams,
            allow_backorder: self.allow_backorder,
            version: 1,
            on_hand: 0,
            reserved: 0,
            stock_version: 0,
        }
    }
}

/// What a new product is made of.
#[derive(Debug, Clone)]
pub struct NewProduct {
    /// Empty: made from the title.
    pub handle: String,
    pub title: String,
    pub description: String,
    pub brand: String,
    /// "Women > Dresses"; categories that are missing are made. Without effect beside a `category_id`.
    pub category: String,
    pub category_id: Option<Id<id::Category>>,
    pub material: String,
    pub care: String,
    pub season: String,
    pub tags: Vec<String>,
    pub status: ProductStatus,
    /// Empty: the shop's usual one.
    pub tax_class: String,
    pub publish_at: Option<Timestamp>,
    /// Names such as "Size" and "Colour".
    pub options: Vec<String>,
    pub variants: Vec<NewVariant>,
}

impl Default for NewProduct {
    fn default() -> Self {
        Self {
            handle: String::new(),
            title: String::new(),
            description: String::new(),
            brand: String::new(),
            category: String::new(),
            category_id: None,
            material: String::new(),
            care: String::new(),
            season: String::new(),
            tags: Vec::new(),
            status: ProductStatus::Draft,
            tax_class: String::new(),
            publish_at: None,
            options: Vec::new(),
            variants: Vec::new(),
        }
    }
}

/// Adds a product with its options and variants, and indexes its words, as an operation of its own.
///
/// # Errors
/// `Invalid` when a rule is broken, `Conflict` when its handle, a SKU or a barcode exists already.
pub fn create_product(tx: &mut WriteTx<'_>, new: &NewProduct) -> Result<Id<id::Product>> {
    let details = json!({ "title": new.title.trim() });
    let mut recording = operations::begin(tx, OperationKind::ProductCreated, details)?;
    let id = write_product(tx, new, &mut recording)?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, id, serde_json::Value::Null)?;
    Ok(id)
}

/// Adds a product as a part of a larger operation. Emits no event.
///
/// # Errors
/// As [`create_product`].
pub fn write_product(
    tx: &mut WriteTx<'_>,
    new: &NewProduct,
    recording: &mut Recording,
) -> Result<Id<id::Product>> {
    Ok(insert_new(tx, new, Some(recording))?.product.id)
}

/// Adds a product; `None` records nothing (the demo shop's past).
pub(crate) fn insert_new(
    tx: &mut WriteTx<'_>,
    new: &NewProduct,
    mut recording: Option<&mut Recording>,
) -> Result<Loaded> {
    let mut made = put_together(tx, new, recording.as_deref_mut())?;
    insert(tx, &mut made, recording)?;
    Ok(made)
}

/// A new product as it would be stored. Only a category that is missing is made.
pub(super) fn put_together(
    tx: &mut WriteTx<'_>,
    new: &NewProduct,
    recording: Option<&mut Recording>,
) -> Result<Loaded> {
    let (category_id, category) = match new.category_id {
        Some(id) => (Some(id), categories::get(tx.sql(), id)?.path),
        None => categories::ensure(tx, &new.category, recording)?
            .map_or((None, String::new()), |found| (Some(found.id), found.path)),
    };
    let now = tx.now();
    let handle = match new.handle.trim() {
        "" => free_handle(tx, &new.title)?,
        handle => handle.to_owned(),
    };
    let tax_class = match new.tax_class.trim() {
        "" => settings::get::<CatalogSettings>(tx.sql())?.value.default_tax_class,
        class => class.to_owned(),
    };
    let product = Product {
        id: tx.new_id(),
        handle,
        title: new.title.trim().to_owned(),
        description: new.description.clone(),
        brand: new.brand.trim().to_owned(),
        category,
        category_id,
        material: new.material.trim().to_owned(),
        care: new.care.trim().to_owned(),
        season: new.season.trim().to_owned(),
        tags: tidy_tags(&new.tags),
        status: new.status,
        tax_class,
        publish_at: new.publish_at,
        created_at: now,
        updated_at: now,
        version: 1,
    };
    let mut variants = Vec::with_capacity(new.variants.len());
    for variant in &new.variants {
        variants.push(variant.variant(tx.new_id(), product.id));
    }
    let mut options = Vec::new();
    for (i, name) in new.options.iter().enumerate() {
        let mut values: Vec<String> = Vec::new();
        for variant in &variants {
            values.extend(variant.values.get(i).filter(|value| !values.contains(value)).cloned());
        }
        options.push(ProductOption {
            id: tx.new_id(),
            position: position(i),
            name: name.trim().to_owned(),
            values,
        });
    }
    Ok(Loaded { product, options, variants })
}

/// A handle from a title that no product has: "linen-dress", "linen-dress-2".
pub(super) fn free_handle(tx: &WriteTx<'_>, title: &str) -> Result<String> {
    let base = match super::sku::slug(title) {
        slug if slug.is_empty() => "product".to_owned(),
        slug => slug,
    };
    let mut handle = base.clone();
    let mut number = 1;
    while store::products::by_handle(tx.sql(), &handle)?.is_some() {
        number += 1;
        handle = format!("{base}-{number}");
    }
    Ok(handle)
}
