//! Changing the variants of one product: their fields, which there are, their order and their codes.
//!
//! What takes a [`Recording`] is a part of a larger operation (an import, a bulk edit) and emits no event; what takes a
//! version is an act of its own by somebody who saw that version.

use serde_json::json;

use super::model::Variant;
use super::write::{self, Loaded, add_values, save};
use super::{CatalogSettings, NewVariant, codes, matrix, sku};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind, Recording};
use crate::{settings, store};

/// What to change of a variant; `None` leaves it, the inner `None` clears. Amounts are minor units of its currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantChange {
    pub id: Id<id::Variant>,
    /// `None`: whatever it is.
    pub version: Option<i64>,
    pub values: Option<Vec<String>>,
    pub sku: Option<Option<String>>,
    pub barcode: Option<Option<String>>,
    pub price_minor: Option<i64>,
    pub compare_at_minor: Option<Option<i64>>,
    pub cost_minor: Option<Option<i64>>,
    pub weight_grams: Option<Option<i64>>,
    pub allow_backorder: Option<bool>,
}

impl VariantChange {
    /// Changes nothing yet.
    pub const fn of(id: Id<id::Variant>) -> Self {
        Self {
            id,
            version: None,
            values: None,
            sku: None,
            barcode: None,
            price_minor: None,
            compare_at_minor: None,
            cost_minor: None,
            weight_grams: None,
            allow_backorder: None,
        }
    }

    fn apply(&self, variant: &mut Variant) {
        let currency = variant.price.currency;
        let money = |amount| Money::new(amount, currency);
        if let Some(values) = &self.values {
            variant.values = values.iter().map(|value| value.trim().to_owned()).collect();
        }
        if let Some(sku) = &self.sku {
            variant.sku = codes::tidy(sku.as_deref());
        }
        if let Some(barcode) = &self.barcode {
            variant.barcode = codes::tidy(barcode.as_deref());
        }
        if let Some(price) = self.price_minor {
            variant.price = money(price);
        }
        if let Some(compare_at) = self.compare_at_minor {
            variant.compare_at = compare_at.map(money);
        }
        if let Some(cost) = self.cost_minor {
            variant.cost = cost.map(money);
        }
        if let Some(weight) = self.weight_grams {
            variant.weight_grams = weight;
        }
        if let Some(allow) = self.allow_backorder {
            variant.allow_backorder = allow;
        }
    }
}

/// Changes variants of one product as a part of a larger operation. Returns how many differ.
///
/// # Errors
/// `NotFound`; `Conflict` for a stale version; those of saving, with the field `changes[i].…`.
pub fn change_variants(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    changes: &[VariantChange],
    recording: &mut Recording,
) -> Result<usize> {
    let before = Loaded::find(tx, product_id)?;
    let mut after = before.clone();
    for (i, change) in changes.iter().enumerate() {
        let Some(variant) = after.variants.iter_mut().find(|variant| variant.id == change.id) else {
            return Err(Error::not_found("variant").at(format!("changes[{i}].id")));
        };
        if change.version.is_some_and(|version| version != variant.version) {
            let detail = format!("'{}' was changed meanwhile. Look at it again, then save.", variant.title());
            return Err(Error::new(Code::Conflict, detail).at(format!("changes[{i}].version")));
        }
        change.apply(variant);
        let values = variant.values.clone();
        add_values(&mut after.options, &values);
    }
    let saved = save(tx, &before, after, recording).map_err(|error| at_change(error, &before, changes))?;
    Ok(saved.variants)
}

/// An error's place among the product's variants becomes its place among the changes.
fn at_change(mut error: Error, before: &Loaded, changes: &[VariantChange]) -> Error {
    let place = error.field.as_deref().and_then(|field| {
        let rest = field.strip_prefix("variants[")?;
        let (index, path) = rest.split_once("].")?;
        let id = before.variants.get(index.parse::<usize>().ok()?)?.id;
        let i = changes.iter().position(|change| change.id == id)?;
        Some(format!("changes[{i}].{path}"))
    });
    if place.is_some() {
        error.field = place;
    }
    error
}

/// Changes variants of one product, as an operation of its own.
///
/// # Errors
/// As [`change_variants`].
pub fn edit_variants(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    changes: &[VariantChange],
) -> Result<()> {
    let title = super::product(tx.sql(), product_id)?.title;
    let details = json!({ "title": title, "count": changes.len() });
    let mut recording = operations::begin(tx, OperationKind::VariantsChanged, details)?;
    change_variants(tx, product_id, changes, &mut recording)?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, product_id, serde_json::Value::Null)
}

/// Adds one variant as a part of a larger operation; values that are new are added to the options.
///
/// # Errors
/// `NotFound`, and those of saving.
pub fn add_variant(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    new: &NewVariant,
    recording: &mut Recording,
) -> Result<Id<id::Variant>> {
    let before = Loaded::find(tx, product_id)?;
    let mut after = before.clone();
    let variant = new.variant(tx.new_id(), product_id);
    let id = variant.id;
    add_values(&mut after.options, &variant.values);
    after.variants.push(variant);
    save(tx, &before, after, recording).map_err(bare)?;
    Ok(id)
}

/// The error's field without the place of the one variant that it can be about.
fn bare(mut error: Error) -> Error {
    error.field = error.field.map(|field| match field.split_once("].") {
        Some((list, path)) if list.starts_with("variants[") => path.to_owned(),
        _ => field,
    });
    error
}

/// Adds one variant, as an operation of its own.
///
/// # Errors
/// `Conflict` for a stale version; as [`add_variant`].
pub fn add_variant_to(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    version: i64,
    new: &NewVariant,
) -> Result<Id<id::Variant>> {
    let loaded = Loaded::at_version(tx, product_id, version)?;
    let details = json!({ "title": loaded.product.title, "count": 1 });
    let mut recording = operations::begin(tx, OperationKind::VariantsAdded, details)?;
    let id = add_variant(tx, product_id, new, &mut recording)?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, product_id, serde_json::Value::Null)?;
    Ok(id)
}

/// Removes variants that nothing names. Values that no variant has any more stay with the options.
///
/// # Errors
/// `Conflict` for a stale version, and when one has a history; `NotFound`.
pub fn remove_variants(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    version: i64,
    ids: &[Id<id::Variant>],
) -> Result<()> {
    let before = Loaded::at_version(tx, product_id, version)?;
    if let Some(i) = ids.iter().position(|id| !before.variants.iter().any(|variant| variant.id == *id)) {
        return Err(Error::not_found("variant").at(format!("variant_ids[{i}]")));
    }
    let mut after = before.clone();
    after.variants.retain(|variant| !ids.contains(&variant.id));
    let details = json!({ "title": before.product.title, "count": ids.len() });
    let mut recording = operations::begin(tx, OperationKind::VariantsRemoved, details)?;
    save(tx, &before, after, &mut recording)?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, product_id, serde_json::Value::Null)
}

/// Puts the variants in this order.
///
/// # Errors
/// `Conflict` for a stale version; `Invalid` when these are not all of them.
pub fn order_variants(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    version: i64,
    ids: &[Id<id::Variant>],
) -> Result<()> {
    let before = Loaded::at_version(tx, product_id, version)?;
    let mut after = before.clone();
    after.variants = Vec::new();
    for id in ids {
        after.variants.extend(before.variants.iter().find(|variant| variant.id == *id).cloned());
    }
    let twice = ids.iter().enumerate().any(|(i, id)| ids[..i].contains(id));
    if twice || after.variants.len() != before.variants.len() {
        return Err(Error::invalid("Name each of the product's variants once.").at("variant_ids"));
    }
    matrix::record(tx, &before, after, OperationKind::VariantsChanged)
}

/// Gives variants SKUs by the shop's pattern and barcodes from its own range. Those that have one keep it, unless
/// `overwrite`.
///
/// # Errors
/// `Conflict` for a stale version, or when the pattern makes a SKU that another product has.
pub fn fill_codes(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    version: i64,
    ids: &[Id<id::Variant>],
    skus: bool,
    barcodes: bool,
    overwrite: bool,
) -> Result<()> {
    let before = Loaded::at_version(tx, product_id, version)?;
    let mut after = before.clone();
    let all: Vec<Id<id::Variant>> = before.variants.iter().map(|variant| variant.id).collect();
    fill(tx, &mut after, if ids.is_empty() { &all } else { ids }, skus, barcodes, overwrite)?;
    matrix::record(tx, &before, after, OperationKind::VariantsChanged)
}

/// As [`fill_codes`], before saving. A SKU that another variant has gets a number behind it.
pub(super) fn fill(
    tx: &mut WriteTx<'_>,
    loaded: &mut Loaded,
    ids: &[Id<id::Variant>],
    skus: bool,
    barcodes: bool,
    overwrite: bool,
) -> Result<()> {
    write::derive(loaded);
    if skus {
        let pattern = sku::Pattern::read(&settings::get::<CatalogSettings>(tx.sql())?.value.sku_pattern)?;
        for i in 0..loaded.variants.len() {
            let variant = &loaded.variants[i];
            if !ids.contains(&variant.id) || (variant.sku.is_some() && !overwrite) {
                continue;
            }
            let base = pattern.sku(&loaded.product, variant);
            let mut wanted = base.clone();
            let mut number = 1;
            while !is_free_sku(tx, loaded, i, &wanted)? {
                number += 1;
                wanted = format!("{base}-{number}");
            }
            loaded.variants[i].sku = Some(wanted).filter(|sku| !sku.is_empty());
        }
    }
    if barcodes {
        for variant in &mut loaded.variants {
            if ids.contains(&variant.id) && (variant.barcode.is_none() || overwrite) {
                variant.barcode = Some(codes::next_own(tx)?);
            }
        }
    }
    Ok(())
}

fn is_free_sku(tx: &WriteTx<'_>, loaded: &Loaded, index: usize, sku: &str) -> Result<bool> {
    let own = loaded.variants[index].id;
    let among = loaded.variants.iter().any(|other| {
        other.id != own && other.sku.as_deref().is_some_and(|have| have.eq_ignore_ascii_case(sku))
    });
    if among {
        return Ok(false);
    }
    let stored = store::variants::by_sku(tx.sql(), sku)?;
    Ok(stored.is_none_or(|other| loaded.variants.iter().any(|variant| variant.id == other)))
}
