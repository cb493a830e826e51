//! Writing products: adding what was put together, and saving changed ones.
//!
//! [`save`] is the one way in which a product and its variants change. It compares with what was loaded, checks, writes
//! what differs, records both states, and keeps what is derived: sizes, colours, price bounds, words, price history.

use std::collections::HashSet;

use super::check::{check, check_codes, check_handle, under};
use super::model::{Product, ProductOption, ProductStatus, Variant};
use super::state::{ProductState, VariantState};
use super::{prices, publish};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{self, Id};
use crate::operations::{Recording, Subject};
use crate::{store, waiting_list};

/// A product with all that [`save`] compares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loaded {
    pub product: Product,
    pub options: Vec<ProductOption>,
    /// In display order.
    pub variants: Vec<Variant>,
}

impl Loaded {
    pub fn find(tx: &WriteTx<'_>, id: Id<id::Product>) -> Result<Self> {
        Ok(Self {
            product: super::product(tx.sql(), id)?,
            options: store::products::options(tx.sql(), id)?,
            variants: store::variants::of_product(tx.sql(), id)?,
        })
    }

    /// As [`Loaded::find`], for a caller who saw this version.
    pub fn at_version(tx: &WriteTx<'_>, id: Id<id::Product>, version: i64) -> Result<Self> {
        let loaded = Self::find(tx, id)?;
        if loaded.product.version == version { Ok(loaded) } else { Err(stale()) }
    }

    pub fn state(&self) -> ProductState {
        ProductState { product: self.product.clone(), options: self.options.clone() }
    }
}

pub(super) fn stale() -> Error {
    Error::new(Code::Conflict, "This product was changed meanwhile. Look at it again, then save.")
}

/// What [`save`] changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Saved {
    pub product: bool,
    /// Made, changed or removed.
    pub variants: usize,
}

impl Saved {
    pub fn any(self) -> bool {
        self.product || self.variants > 0
    }
}

/// Checks and adds a product that was put together elsewhere.
pub(crate) fn insert(
    tx: &mut WriteTx<'_>,
    made: &mut Loaded,
    recording: Option<&mut Recording>,
) -> Result<()> {
    derive(made);
    check(made)?;
    check_handle(tx, &made.product)?;
    for (i, variant) in made.variants.iter().enumerate() {
        check_codes(tx, variant, None).map_err(|error| under(error, "variants", i))?;
    }
    store::products::insert(tx.sql(), &made.product, &made.options, &made.variants)?;
    publish::schedule(tx, &made.product)?;
    if let Some(recording) = recording {
        recording.change(tx, Subject::Product, made.product.id, None, Some(&made.state()))?;
        for variant in &made.variants {
            recording.change(tx, Subject::Variant, variant.id, None, Some(&VariantState::of(variant)))?;
        }
    }
    Ok(())
}

/// Writes what differs between `before` (as loaded in this transaction) and `after`, and records it. The caller emits
/// the event.
///
/// # Errors
/// `Invalid` when a rule is broken; `Conflict` for a handle, SKU or barcode of another, and for a variant that cannot be
/// removed because it has a history.
pub(crate) fn save(
    tx: &mut WriteTx<'_>,
    before: &Loaded,
    mut after: Loaded,
    recording: &mut Recording,
) -> Result<Saved> {
    derive(&mut after);
    if after == *before {
        return Ok(Saved::default());
    }
    check(&after)?;
    if after.product.handle != before.product.handle {
        check_handle(tx, &after.product)?;
    }
    let kept: HashSet<Id<id::Variant>> = after.variants.iter().map(|variant| variant.id).collect();
    let gone: Vec<&Variant> = before.variants.iter().filter(|variant| !kept.contains(&variant.id)).collect();
    if !gone.is_empty() {
        let with_history = store::variants::with_history(tx.sql(), before.product.id)?;
        if let Some(variant) = gone.iter().find(|variant| with_history.contains(&variant.id)) {
            return Err(Error::new(
                Code::Conflict,
                format!(
                    "'{}' cannot be removed: orders or stock movements name it. Set its stock to zero, or archive the product.",
                    variant.title()
                ),
            )
            .at("variant_ids"));
        }
    }
    let structure = after.options != before.options
        || after.variants.len() != before.variants.len()
        || after.variants.iter().zip(&before.variants).any(|(a, b)| a.id != b.id || a.values != b.values);
    write(tx, before, &mut after, &gone, structure, recording)
}

fn write(
    tx: &mut WriteTx<'_>,
    before: &Loaded,
    after: &mut Loaded,
    gone: &[&Variant],
    structure: bool,
    recording: &mut Recording,
) -> Result<Saved> {
    let now = tx.now();
    let mut saved = Saved { product: after.product != before.product, variants: gone.len() };
    after.product.updated_at = now;
    if saved.product || structure {
        after.product.version = before.product.version + 1;
    }
    store::products::update(tx.sql(), &after.product)?;
    if after.options != before.options {
        saved.product = true;
        store::products::replace_options(tx.sql(), after.product.id, &after.options)?;
    }
    if saved.product {
        let states = (before.state(), after.state());
        recording.change(tx, Subject::Product, after.product.id, Some(&states.0), Some(&states.1))?;
        publish::schedule(tx, &after.product)?;
        if after.product.status == ProductStatus::Active && before.product.status != ProductStatus::Active {
            waiting_list::published(tx, after.product.id)?;
        }
    }
    for variant in gone {
        let state = VariantState::of(variant);
        recording.change(tx, Subject::Variant, variant.id, Some(&state), None)?;
        store::variants::delete(tx.sql(), variant.id)?;
    }
    saved.variants += write_variants(tx, before, after, recording)?;
    if saved.variants > 0 {
        store::products::set_price_bounds(tx.sql(), after.product.id)?;
    }
    if saved.product || structure {
        store::products::reindex(tx.sql(), &after.product, &after.variants)?;
    }
    Ok(saved)
}

/// Writes the variants that are new or differ; returns how many.
fn write_variants(
    tx: &mut WriteTx<'_>,
    before: &Loaded,
    after: &mut Loaded,
    recording: &mut Recording,
) -> Result<usize> {
    let old = |id: Id<id::Variant>| before.variants.iter().find(|variant| variant.id == id);
    let same_order = before.variants.len() == after.variants.len()
        && before.variants.iter().zip(&after.variants).all(|(a, b)| a.id == b.id);
    // Two variants that swap their SKUs would stand in each other's way.
    for variant in &after.variants {
        if old(variant.id).is_some_and(|old| old.sku.is_some() && old.sku != variant.sku) {
            store::variants::clear_sku(tx.sql(), variant.id)?;
        }
    }
    let mut written = 0;
    for (i, variant) in after.variants.iter_mut().enumerate() {
        // In the usual case positions tell where the old one is.
        let found = if same_order { before.variants.get(i) } else { old(variant.id) };
        let Some(old) = found else {
            check_codes(tx, variant, None).map_err(|error| under(error, "variants", i))?;
            store::variants::insert(tx.sql(), variant)?;
            recording.change(tx, Subject::Variant, variant.id, None, Some(&VariantState::of(variant)))?;
            written += 1;
            continue;
        };
        if variant == old {
            continue;
        }
        check_codes(tx, variant, Some(old)).map_err(|error| under(error, "variants", i))?;
        let states = (VariantState::of(old), VariantState::of(variant));
        let is_recorded = !states.0.same_as(&states.1);
        if is_recorded {
            variant.version = old.version + 1;
        }
        store::variants::update(tx.sql(), variant)?;
        if is_recorded {
            let after = VariantState { version: variant.version, ..states.1 };
            recording.change(tx, Subject::Variant, variant.id, Some(&states.0), Some(&after))?;
            written += 1;
        }
        prices::note(tx, old, variant, recording.id)?;
    }
    Ok(written)
}

/// Sets what follows from the rest: positions, sizes, colours.
pub(super) fn derive(loaded: &mut Loaded) {
    for (i, option) in loaded.options.iter_mut().enumerate() {
        option.position = position(i);
    }
    let names: Vec<String> = loaded.options.iter().map(|option| option.name.clone()).collect();
    let (size, colour) =
        (names.iter().position(|name| is_size(name)), names.iter().position(|name| is_colour(name)));
    for (i, variant) in loaded.variants.iter_mut().enumerate() {
        variant.position = position(i);
        variant.size = size.and_then(|i| variant.values.get(i)).map(|value| value.to_uppercase());
        variant.colour = colour.and_then(|i| variant.values.get(i)).map(|value| value.to_lowercase());
    }
}

pub(super) fn position(index: usize) -> i64 {
    i64::try_from(index + 1).unwrap_or(i64::MAX)
}

/// Adds values that the options do not have yet; `values` stand in the order of the options.
pub(crate) fn add_values(options: &mut [ProductOption], values: &[String]) {
    for (option, value) in options.iter_mut().zip(values) {
        if !option.values.contains(value) {
            option.values.push(value.clone());
        }
    }
}

/// Trimmed, none empty, none twice.
pub(crate) fn tidy_tags(tags: &[String]) -> Vec<String> {
    let mut tidy: Vec<String> = Vec::new();
    for tag in tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        if !tidy.iter().any(|other| other.to_lowercase() == tag.to_lowercase()) {
            tidy.push(tag.to_owned());
        }
    }
    tidy
}

/// The option that is a size, by its name in the languages of the shops' exports.
fn is_size(option: &str) -> bool {
    matches!(
        option.to_lowercase().as_str(),
        "size" | "größe" | "groesse" | "taille" | "talla" | "taglia" | "maat"
    )
}

fn is_colour(option: &str) -> bool {
    matches!(option.to_lowercase().as_str(), "colour" | "color" | "farbe" | "couleur" | "colore" | "kleur")
}
