//! Changing, deleting and copying one product. Its variants change in [`variant_change`](super::variant_change).
//!
//! What takes a [`Recording`] is a part of a larger operation (an import, a bulk edit) and emits no event; what takes a
//! version is an act of its own by somebody who saw that version.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::create::free_handle;
use super::model::ProductStatus;
use super::state::VariantState;
use super::write::{self, Loaded, save, stale, tidy_tags};
use super::{categories, images};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, OperationKind, Recording, Subject};
use crate::store;

/// What to change of a product; `None` leaves it. The inner `None` clears.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductChange {
    pub handle: Option<String>,
    pub title: Option<String>,
    pub description: Option<String>,
    pub brand: Option<String>,
    pub category_id: Option<Option<Id<id::Category>>>,
    /// "Women > Dresses": missing categories are made. Without effect beside a `category_id`.
    pub category: Option<String>,
    pub material: Option<String>,
    pub care: Option<String>,
    pub season: Option<String>,
    pub tags: Option<Vec<String>>,
    pub status: Option<ProductStatus>,
    pub tax_class: Option<String>,
    pub publish_at: Option<Option<Timestamp>>,
}

impl ProductChange {
    /// The names of what it changes, for the operation's sentence.
    pub fn fields(&self) -> Vec<&'static str> {
        let named = [
            ("handle", self.handle.is_some()),
            ("title", self.title.is_some()),
            ("description", self.description.is_some()),
            ("brand", self.brand.is_some()),
            ("category", self.category.is_some() || self.category_id.is_some()),
            ("material", self.material.is_some()),
            ("care", self.care.is_some()),
            ("season", self.season.is_some()),
            ("tags", self.tags.is_some()),
            ("status", self.status.is_some()),
            ("tax_class", self.tax_class.is_some()),
            ("publish_at", self.publish_at.is_some()),
        ];
        named.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name).collect()
    }

    fn apply(&self, tx: &mut WriteTx<'_>, loaded: &mut Loaded, recording: &mut Recording) -> Result<()> {
        let product = &mut loaded.product;
        let texts = [
            (&self.handle, &mut product.handle),
            (&self.title, &mut product.title),
            (&self.brand, &mut product.brand),
            (&self.material, &mut product.material),
            (&self.care, &mut product.care),
            (&self.season, &mut product.season),
            (&self.tax_class, &mut product.tax_class),
        ];
        for (wanted, text) in texts {
            if let Some(wanted) = wanted {
                *text = wanted.trim().to_owned();
            }
        }
        if let Some(description) = &self.description {
            product.description.clone_from(description);
        }
        if let Some(tags) = &self.tags {
            product.tags = tidy_tags(tags);
        }
        if let Some(status) = self.status {
            product.status = status;
        }
        if let Some(publish_at) = self.publish_at {
            product.publish_at = publish_at;
        }
        let category = match (&self.category_id, &self.category) {
            (Some(None), _) => Some(None),
            (Some(Some(id)), _) => Some(Some(categories::get(tx.sql(), *id)?)),
            (None, Some(path)) => Some(categories::ensure(tx, path, Some(recording))?),
            (None, None) => None,
        };
        if let Some(category) = category {
            loaded.product.category_id = category.as_ref().map(|category| category.id);
            loaded.product.category = category.map(|category| category.path).unwrap_or_default();
        }
        Ok(())
    }
}

/// Changes a product as a part of a larger operation. Returns whether anything differs.
///
/// # Errors
/// `NotFound`, and those of saving.
pub fn change_product(
    tx: &mut WriteTx<'_>,
    id: Id<id::Product>,
    change: &ProductChange,
    recording: &mut Recording,
) -> Result<bool> {
    let before = Loaded::find(tx, id)?;
    let mut after = before.clone();
    change.apply(tx, &mut after, recording)?;
    Ok(save(tx, &before, after, recording)?.any())
}

/// Changes a product that somebody saw at this version.
///
/// # Errors
/// `NotFound`; `Conflict` when it was changed meanwhile; those of saving.
pub fn edit_product(
    tx: &mut WriteTx<'_>,
    id: Id<id::Product>,
    version: i64,
    change: &ProductChange,
) -> Result<()> {
    let before = Loaded::at_version(tx, id, version)?;
    let details = json!({ "title": before.product.title, "fields": change.fields() });
    let mut recording = operations::begin(tx, OperationKind::ProductChanged, details)?;
    let mut after = before.clone();
    change.apply(tx, &mut after, &mut recording)?;
    save(tx, &before, after, &mut recording)?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, id, serde_json::Value::Null)
}

/// Deletes a draft that nothing names.
///
/// # Errors
/// `NotFound`; `Conflict` for a stale version, for a product that is no draft, and when an order or the ledger names it.
pub fn delete_draft(tx: &mut WriteTx<'_>, id: Id<id::Product>, version: i64) -> Result<()> {
    let before = Loaded::find(tx, id)?;
    if before.product.version != version {
        return Err(stale());
    }
    if before.product.status != ProductStatus::Draft {
        return Err(Error::new(
            Code::Conflict,
            "Only a draft can be deleted. Archive this product instead: it leaves the shop and keeps its history.",
        ));
    }
    if !store::variants::with_history(tx.sql(), id)?.is_empty() {
        return Err(Error::new(
            Code::Conflict,
            "Orders or stock movements name this draft, so it stays. Archive it instead.",
        ));
    }
    let details = json!({ "title": before.product.title });
    let mut recording = operations::begin(tx, OperationKind::ProductDeleted, details)?;
    for image in store::images::of_product(tx.sql(), id)? {
        images::remove_recorded(tx, &image, &mut recording)?;
    }
    for variant in &before.variants {
        let state = VariantState::of(variant);
        recording.change(tx, Subject::Variant, variant.id, Some(&state), None)?;
        store::variants::delete(tx.sql(), variant.id)?;
    }
    recording.change(tx, Subject::Product, id, Some(&before.state()), None)?;
    store::products::delete(tx.sql(), id)?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, id, serde_json::Value::Null)
}

/// A draft like another product, without codes and stock; pictures are shared.
///
/// # Errors
/// `NotFound`.
pub fn duplicate(tx: &mut WriteTx<'_>, id: Id<id::Product>, title: Option<&str>) -> Result<Id<id::Product>> {
    let mut copy = Loaded::find(tx, id)?;
    let images = store::images::of_product(tx.sql(), id)?;
    let now = tx.now();
    copy.product.id = tx.new_id();
    copy.product.title =
        title.map_or_else(|| format!("{} (copy)", copy.product.title), |text| text.trim().to_owned());
    copy.product.handle = free_handle(tx, &copy.product.title)?;
    copy.product.status = ProductStatus::Draft;
    copy.product.publish_at = None;
    (copy.product.created_at, copy.product.updated_at, copy.product.version) = (now, now, 1);
    for option in &mut copy.options {
        option.id = tx.new_id();
    }
    let mut twins = Vec::new();
    for variant in &mut copy.variants {
        let twin = tx.new_id();
        twins.push((variant.id, twin));
        (variant.id, variant.product_id) = (twin, copy.product.id);
        (variant.sku, variant.barcode, variant.version) = (None, None, 1);
    }
    let details = json!({ "title": copy.product.title });
    let mut recording = operations::begin(tx, OperationKind::ProductCreated, details)?;
    write::insert(tx, &mut copy, Some(&mut recording))?;
    for mut image in images {
        (image.id, image.product_id) = (tx.new_id(), copy.product.id);
        for variant_id in &mut image.variant_ids {
            if let Some((_, twin)) = twins.iter().find(|(old, _)| old == variant_id) {
                *variant_id = *twin;
            }
        }
        images::insert_recorded(tx, &image, &mut recording)?;
    }
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, copy.product.id, serde_json::Value::Null)?;
    Ok(copy.product.id)
}
