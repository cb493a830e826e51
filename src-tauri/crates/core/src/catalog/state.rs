//! Products, variants, pictures and categories as operations record them, and putting them back.
//!
//! An object may be put back when it is still what the operation left, whatever its version: so one can take back one
//! operation after the other.

use serde::{Deserialize, Serialize};

use super::model::{Product, ProductOption, Variant};
use super::write::{self, Loaded};
use super::{categories, images, prices, publish};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::operations::{Change, Recording, Restored, Subject};
use crate::store;

/// A product around an operation, without its variants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProductState {
    #[serde(flatten)]
    pub product: Product,
    pub options: Vec<ProductOption>,
}

impl ProductState {
    /// Whether the owner sees no difference.
    fn same_as(&self, other: &Self) -> bool {
        let timeless = |state: &Self| {
            let mut state = state.clone();
            state.product.version = 0;
            state.product.updated_at = Timestamp::default();
            state
        };
        timeless(self) == timeless(other)
    }
}

/// A variant around an operation. Stock has a ledger of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct VariantState {
    pub product_id: Id<id::Product>,
    pub position: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sku: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub barcode: Option<String>,
    pub values: Vec<String>,
    pub price: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare_at: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<i64>,
    pub currency: Currency,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_grams: Option<i64>,
    pub allow_backorder: bool,
    pub version: i64,
}

impl VariantState {
    pub fn of(variant: &Variant) -> Self {
        Self {
            product_id: variant.product_id,
            position: variant.position,
            sku: variant.sku.clone(),
            barcode: variant.barcode.clone(),
            values: variant.values.clone(),
            price: variant.price.amount,
            compare_at: variant.compare_at.map(|price| price.amount),
            cost: variant.cost.map(|cost| cost.amount),
            currency: variant.price.currency,
            weight_grams: variant.weight_grams,
            allow_backorder: variant.allow_backorder,
            version: variant.version,
        }
    }

    pub fn same_as(&self, other: &Self) -> bool {
        let timeless = |state: &Self| Self { version: 0, ..state.clone() };
        timeless(self) == timeless(other)
    }

    fn variant(&self, id: Id<id::Variant>, version: i64) -> Variant {
        let money = |amount| Money::new(amount, self.currency);
        Variant {
            id,
            product_id: self.product_id,
            position: self.position,
            sku: self.sku.clone(),
            barcode: self.barcode.clone(),
            values: self.values.clone(),
            size: None,
            colour: None,
            price: money(self.price),
            compare_at: self.compare_at.map(money),
            cost: self.cost.map(money),
            weight_grams: self.weight_grams,
            allow_backorder: self.allow_backorder,
            version,
            on_hand: 0,
            reserved: 0,
            stock_version: 0,
        }
    }
}

/// Puts an object of the catalog back as it was before a change, unless it was changed since.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    match change.subject {
        Subject::Product => restore_product(tx, recording, change),
        Subject::Variant => restore_variant(tx, recording, change),
        Subject::Image => images::restore(tx, recording, change),
        Subject::ImageOrder => images::restore_order(tx, recording, change),
        _ => categories::restore(tx, recording, change),
    }
}

/// The two states of a change, read.
pub(super) fn states<S: serde::de::DeserializeOwned>(change: &Change) -> Result<(Option<S>, Option<S>)> {
    let read = |state: &Option<serde_json::Value>| state.clone().map(serde_json::from_value).transpose();
    Ok((read(&change.before)?, read(&change.after)?))
}

fn restore_product(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let Ok(id) = change.subject_id.parse::<Id<id::Product>>() else { return Ok(Restored::ChangedSince) };
    let (before, after) = states::<ProductState>(change)?;
    let found = store::products::find(tx.sql(), id)?;
    match (before, after, found) {
        // It was removed: it comes back, its variants after it.
        (Some(mut before), None, None) => {
            if store::products::by_handle(tx.sql(), &before.product.handle)?.is_some() {
                return Ok(Restored::ChangedSince);
            }
            before.product.version += 1;
            keep_category(tx, &mut before.product)?;
            store::products::insert(tx.sql(), &before.product, &before.options, &[])?;
            publish::schedule(tx, &before.product)?;
            recording.change(tx, Subject::Product, id, None, Some(&before))?;
        }
        // It was made: it goes, when nothing hangs on it.
        (None, Some(after), Some(_)) => {
            let now = Loaded::find(tx, id)?;
            let has_images = !store::images::of_product(tx.sql(), id)?.is_empty();
            if !now.state().same_as(&after) || !now.variants.is_empty() || has_images {
                return Ok(Restored::ChangedSince);
            }
            recording.change(tx, Subject::Product, id, Some(&now.state()), None)?;
            store::products::delete(tx.sql(), id)?;
        }
        (Some(before), Some(after), Some(_)) => {
            let now = Loaded::find(tx, id)?;
            let was = now.state();
            if !was.same_as(&after) {
                return Ok(Restored::ChangedSince);
            }
            if before.product.handle != was.product.handle
                && store::products::by_handle(tx.sql(), &before.product.handle)?.is_some()
            {
                return Ok(Restored::ChangedSince);
            }
            let mut next =
                Loaded { product: before.product, options: before.options, variants: now.variants };
            next.product.version = was.product.version + 1;
            next.product.updated_at = tx.now();
            keep_category(tx, &mut next.product)?;
            store::products::update(tx.sql(), &next.product)?;
            store::products::replace_options(tx.sql(), id, &next.options)?;
            let positions: Vec<i64> = next.variants.iter().map(|variant| variant.position).collect();
            write::derive(&mut next);
            for (variant, position) in next.variants.iter_mut().zip(positions) {
                variant.position = position;
                store::variants::update(tx.sql(), variant)?;
            }
            store::products::reindex(tx.sql(), &next.product, &next.variants)?;
            publish::schedule(tx, &next.product)?;
            recording.change(tx, Subject::Product, id, Some(&was), Some(&next.state()))?;
        }
        _ => return Ok(Restored::ChangedSince),
    }
    tx.emit(EventKind::ProductUpdated, id, serde_json::Value::Null)?;
    Ok(Restored::Done)
}

/// A category that is gone meanwhile is left out.
fn keep_category(tx: &WriteTx<'_>, product: &mut Product) -> Result<()> {
    let found = match product.category_id {
        Some(id) => store::categories::find(tx.sql(), id)?,
        None => None,
    };
    product.category_id = found.as_ref().map(|category| category.id);
    product.category = found.map(|category| category.path).unwrap_or_default();
    Ok(())
}

fn restore_variant(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let Ok(id) = change.subject_id.parse::<Id<id::Variant>>() else { return Ok(Restored::ChangedSince) };
    let (before, after) = states::<VariantState>(change)?;
    let Some(product_id) = before.as_ref().or(after.as_ref()).map(|state| state.product_id) else {
        return Ok(Restored::ChangedSince);
    };
    if store::products::find(tx.sql(), product_id)?.is_none() {
        return Ok(Restored::ChangedSince);
    }
    let mut loaded = Loaded::find(tx, product_id)?;
    let place = loaded.variants.iter().position(|variant| variant.id == id);
    let now = place.map(|i| VariantState::of(&loaded.variants[i]));
    let next = match (&before, &after, &now) {
        (Some(before), None, None) => Some(before.variant(id, before.version + 1)),
        (None, Some(after), Some(now)) if now.same_as(after) => {
            if store::variants::with_history(tx.sql(), product_id)?.contains(&id) {
                return Ok(Restored::ChangedSince);
            }
            None
        }
        (Some(before), Some(after), Some(now)) if now.same_as(after) => {
            Some(before.variant(id, now.version + 1))
        }
        _ => return Ok(Restored::ChangedSince),
    };
    if let Some(next) = &next
        && has_taken_code(tx, next)?
    {
        return Ok(Restored::ChangedSince);
    }
    let restored = next.as_ref().map(VariantState::of);
    let words_differ = match (&restored, &now) {
        (Some(restored), Some(now)) => restored.values != now.values,
        _ => true,
    };
    recording.change(tx, Subject::Variant, id, now.as_ref(), restored.as_ref())?;
    match (next, place) {
        (Some(next), Some(i)) => {
            let old = std::mem::replace(&mut loaded.variants[i], next);
            let position = loaded.variants[i].position;
            write::derive(&mut loaded);
            loaded.variants[i].position = position;
            store::variants::update(tx.sql(), &loaded.variants[i])?;
            prices::note(tx, &old, &loaded.variants[i], recording.id)?;
        }
        (Some(next), None) => {
            let position = next.position;
            loaded.variants.push(next);
            write::derive(&mut loaded);
            if let Some(last) = loaded.variants.last_mut() {
                last.position = position;
                store::variants::insert(tx.sql(), last)?;
            }
        }
        (None, Some(i)) => {
            store::variants::delete(tx.sql(), id)?;
            loaded.variants.remove(i);
        }
        (None, None) => {}
    }
    store::products::touch(tx.sql(), product_id, tx.now())?;
    store::products::set_price_bounds(tx.sql(), product_id)?;
    if words_differ {
        store::products::reindex(tx.sql(), &loaded.product, &loaded.variants)?;
    }
    tx.emit(EventKind::ProductUpdated, product_id, serde_json::Value::Null)?;
    Ok(Restored::Done)
}

/// Another variant has the SKU or barcode meanwhile.
fn has_taken_code(tx: &WriteTx<'_>, variant: &Variant) -> Result<bool> {
    let sku = match &variant.sku {
        Some(sku) => store::variants::by_sku(tx.sql(), sku)?,
        None => None,
    };
    let barcode = match &variant.barcode {
        Some(barcode) => store::variants::by_gtin(tx.sql(), &super::codes::gtin(barcode))?,
        None => None,
    };
    Ok([sku, barcode].into_iter().flatten().any(|other| other != variant.id))
}
