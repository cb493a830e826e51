//! Options and the matrix of variants that they span.

use std::collections::HashSet;

use rusqlite::Connection;
use serde_json::json;

use super::model::{MOST_VARIANTS, ProductOption, Variant};
use super::write::{Loaded, save};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind};
use crate::{settings, store};

/// An option as the owner wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionChange {
    /// `None`: a new option. Its first value goes to the variants that exist.
    pub id: Option<Id<id::ProductOption>>,
    pub name: String,
    /// In display order.
    pub values: Vec<ValueChange>,
}

/// A value as the owner wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueChange {
    pub name: String,
    /// What it was called before; `None`: the same, or it is new.
    pub was: Option<String>,
}

/// What new variants begin with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NewCombinations {
    /// `None`: the commonest price of the product.
    pub price: Option<Money>,
    pub fill_skus: bool,
    pub fill_barcodes: bool,
}

/// Replaces the options: order, names, values. Variants follow.
///
/// # Errors
/// `Conflict` for a stale version, and when a variant still needs an option or value that would go; `Invalid` when a rule
/// is broken.
pub fn set_options(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    version: i64,
    wanted: &[OptionChange],
) -> Result<()> {
    let before = Loaded::at_version(tx, product_id, version)?;
    let mut after = before.clone();
    after.options = Vec::new();
    // For each wanted option: where its values stood in the variants.
    let mut places = Vec::new();
    for (i, option) in wanted.iter().enumerate() {
        let at = |field: &str| format!("options[{i}].{field}");
        let values: Vec<String> = option.values.iter().map(|value| value.name.trim().to_owned()).collect();
        if values.is_empty() || values.iter().any(String::is_empty) {
            return Err(
                Error::invalid("An option needs at least one value, and none empty.").at(at("values"))
            );
        }
        if let Some(twice) = values.iter().enumerate().find(|(n, value)| values[..*n].contains(value)) {
            return Err(Error::invalid(format!("The value '{}' stands twice.", twice.1)).at(at("values")));
        }
        let place = match option.id {
            None => None,
            Some(id) => Some(before.options.iter().position(|old| old.id == id).ok_or_else(|| {
                Error::new(Code::Conflict, "One of the options is gone meanwhile. Look at the product again.")
                    .at(at("id"))
            })?),
        };
        if place.is_some() && places.contains(&place) {
            return Err(Error::invalid("An option stands twice.").at(at("id")));
        }
        places.push(place);
        after.options.push(ProductOption {
            id: option.id.unwrap_or_else(|| tx.new_id()),
            position: 0,
            name: option.name.trim().to_owned(),
            values,
        });
    }
    for variant in &mut after.variants {
        variant.values = moved(variant, wanted, &places, &after.options)?;
    }
    refuse_merged(&before.variants, &after.variants)?;
    record(tx, &before, after, OperationKind::OptionsChanged)
}

/// A variant's values after the options were changed.
fn moved(
    variant: &Variant,
    wanted: &[OptionChange],
    places: &[Option<usize>],
    options: &[ProductOption],
) -> Result<Vec<String>> {
    let mut values = Vec::new();
    for (i, (option, place)) in wanted.iter().zip(places).enumerate() {
        let Some(old) = place.and_then(|place| variant.values.get(place)) else {
            values.push(options[i].values[0].clone());
            continue;
        };
        let renamed = option.values.iter().find(|value| value.was.as_deref().map(str::trim) == Some(old));
        let kept = || option.values.iter().find(|value| value.was.is_none() && value.name.trim() == old);
        let Some(value) = renamed.or_else(kept) else {
            return Err(Error::new(
                Code::Conflict,
                format!(
                    "The value '{old}' of {} cannot go: the variant '{}' has it. Remove that variant first.",
                    option.name,
                    variant.title()
                ),
            )
            .at(format!("options[{i}].values")));
        };
        values.push(value.name.trim().to_owned());
    }
    Ok(values)
}

/// Without an option, two variants may become the same.
fn refuse_merged(before: &[Variant], after: &[Variant]) -> Result<()> {
    for (i, variant) in after.iter().enumerate() {
        if let Some(n) = after[..i].iter().position(|other| other.values == variant.values) {
            return Err(Error::new(
                Code::Conflict,
                format!(
                    "Then '{}' and '{}' would be the same. Remove one of them first.",
                    before[n].title(),
                    before[i].title()
                ),
            )
            .at("options"));
        }
    }
    Ok(())
}

/// Combinations of the options' values that no variant has, in the order of the options: the last one varies fastest.
pub fn missing_of(options: &[ProductOption], variants: &[Variant]) -> Vec<Vec<String>> {
    let have: HashSet<&Vec<String>> = variants.iter().map(|variant| &variant.values).collect();
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for option in options {
        let mut longer = Vec::new();
        for start in &all {
            for value in &option.values {
                let mut values = start.clone();
                values.push(value.clone());
                longer.push(values);
                // A matrix of millions helps nobody; one more than is taken tells that.
                if longer.len() > MOST_VARIANTS * 2 {
                    break;
                }
            }
        }
        all = longer;
    }
    all.retain(|values| !have.contains(values));
    all
}

/// The combinations that a product's variants leave out.
///
/// # Errors
/// `NotFound`.
pub fn missing(connection: &Connection, product_id: Id<id::Product>) -> Result<Vec<Vec<String>>> {
    super::product(connection, product_id)?;
    let options = store::products::options(connection, product_id)?;
    Ok(missing_of(&options, &store::variants::of_product(connection, product_id)?))
}

/// Makes variants of missing combinations: of these, or of all. The variants then stand in the matrix's order.
///
/// # Errors
/// `Conflict` for a stale version; `Invalid` when there are too many, or one is no combination of the options' values.
pub fn add_missing(
    tx: &mut WriteTx<'_>,
    product_id: Id<id::Product>,
    version: i64,
    only: Option<&[Vec<String>]>,
    new: NewCombinations,
) -> Result<usize> {
    let before = Loaded::at_version(tx, product_id, version)?;
    let mut wanted = missing_of(&before.options, &before.variants);
    if let Some(only) = only {
        if let Some(i) = only.iter().position(|values| !wanted.contains(values)) {
            let detail = format!("'{}' is no missing combination of the options.", only[i].join(" / "));
            return Err(Error::invalid(detail).at(format!("combinations[{i}]")));
        }
        wanted.retain(|values| only.contains(values));
    }
    if wanted.len() + before.variants.len() > MOST_VARIANTS {
        return Err(Error::invalid(format!(
            "That would make more than {MOST_VARIANTS} variants. Choose fewer combinations."
        ))
        .at("combinations"));
    }
    let mut after = before.clone();
    let count = wanted.len();
    extend(tx, &mut after, wanted, new)?;
    let details = json!({ "title": after.product.title, "count": count });
    let mut recording = operations::begin(tx, OperationKind::VariantsAdded, details)?;
    save(tx, &before, after, &mut recording)?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, product_id, serde_json::Value::Null)?;
    Ok(count)
}

/// Adds variants with these values to a product that is not saved yet.
pub(super) fn extend(
    tx: &mut WriteTx<'_>,
    loaded: &mut Loaded,
    combinations: Vec<Vec<String>>,
    new: NewCombinations,
) -> Result<()> {
    let price = match new.price.or_else(|| commonest_price(&loaded.variants)) {
        Some(price) => price,
        None => {
            return Err(Error::invalid("Say what the new variants cost.").at("price"));
        }
    };
    let weight = loaded.variants.first().and_then(|variant| variant.weight_grams);
    let cost = loaded.variants.first().and_then(|variant| variant.cost.map(|cost| cost.amount));
    let mut made = Vec::new();
    for values in combinations {
        let fresh = super::NewVariant {
            values,
            weight_grams: weight,
            cost_minor: cost,
            ..super::NewVariant::priced(price)
        };
        let variant = fresh.variant(tx.new_id(), loaded.product.id);
        made.push(variant.id);
        loaded.variants.push(variant);
    }
    let options = loaded.options.clone();
    let rank = |variant: &Variant| -> Vec<usize> {
        let place = |(option, value): (&ProductOption, &String)| {
            option.values.iter().position(|other| other == value).unwrap_or(usize::MAX)
        };
        options.iter().zip(&variant.values).map(place).collect()
    };
    loaded.variants.sort_by_cached_key(rank);
    super::variant_change::fill(tx, loaded, &made, new.fill_skus, new.fill_barcodes, false)
}

/// Adds a product whose options and values are given, as an operation of its own: with the variants that are given, with
/// one of each combination, or with one plain variant.
///
/// # Errors
/// As [`super::create_product`]; `Invalid` without a price for variants that are made here.
pub fn create(
    tx: &mut WriteTx<'_>,
    mut new: super::NewProduct,
    options: &[(String, Vec<String>)],
    all_combinations: bool,
    fresh: NewCombinations,
) -> Result<Id<id::Product>> {
    let details = json!({ "title": new.title.trim() });
    let mut recording = operations::begin(tx, OperationKind::ProductCreated, details)?;
    new.options = options.iter().map(|(name, _)| name.clone()).collect();
    let mut made = super::create::put_together(tx, &new, Some(&mut recording))?;
    for (i, (_, wanted)) in options.iter().enumerate() {
        let option = &mut made.options[i];
        let used = std::mem::take(&mut option.values);
        // The order that was given; a value that only a variant names comes last.
        for value in wanted.iter().map(|value| value.trim().to_owned()).chain(used) {
            if !value.is_empty() && !option.values.contains(&value) {
                option.values.push(value);
            }
        }
        if option.values.is_empty() {
            let detail = "An option needs at least one value, such as M.";
            return Err(Error::invalid(detail).at(format!("options[{i}].values")));
        }
    }
    let is_plain = options.is_empty() && new.variants.is_empty() && fresh.price.is_some();
    if all_combinations || is_plain {
        let wanted = missing_of(&made.options, &made.variants);
        if wanted.len() + made.variants.len() > MOST_VARIANTS {
            let detail = format!("These options make more than {MOST_VARIANTS} variants. Use fewer values.");
            return Err(Error::invalid(detail).at("options"));
        }
        extend(tx, &mut made, wanted, NewCombinations { fill_skus: false, fill_barcodes: false, ..fresh })?;
    }
    let all: Vec<Id<id::Variant>> = made.variants.iter().map(|variant| variant.id).collect();
    super::variant_change::fill(tx, &mut made, &all, fresh.fill_skus, fresh.fill_barcodes, false)?;
    super::write::insert(tx, &mut made, Some(&mut recording))?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, made.product.id, serde_json::Value::Null)?;
    Ok(made.product.id)
}

fn commonest_price(variants: &[Variant]) -> Option<Money> {
    let count = |price: Money| variants.iter().filter(|variant| variant.price == price).count();
    let mut best: Option<(usize, Money)> = None;
    for variant in variants {
        let found = count(variant.price);
        if best.is_none_or(|(most, _)| found > most) {
            best = Some((found, variant.price));
        }
    }
    best.map(|(_, price)| price)
}

/// SKUs that a pattern would make, for the first variants of a product.
///
/// # Errors
/// `Invalid` for a pattern that means nothing; `NotFound`.
pub fn preview_skus(
    connection: &Connection,
    pattern: Option<&str>,
    product_id: Id<id::Product>,
) -> Result<Vec<String>> {
    let pattern = match pattern {
        Some(pattern) => pattern.to_owned(),
        None => settings::get::<super::CatalogSettings>(connection)?.value.sku_pattern,
    };
    let pattern = super::sku::Pattern::read(&pattern)?;
    let product = super::product(connection, product_id)?;
    let variants = store::variants::of_product(connection, product_id)?;
    Ok(variants.iter().take(5).map(|variant| pattern.sku(&product, variant)).collect())
}

/// Saves as an operation of its own that names the product.
pub(super) fn record(
    tx: &mut WriteTx<'_>,
    before: &Loaded,
    after: Loaded,
    kind: OperationKind,
) -> Result<()> {
    let id = before.product.id;
    let details = json!({ "title": after.product.title });
    let mut recording = operations::begin(tx, kind, details)?;
    save(tx, before, after, &mut recording)?;
    recording.finish(tx)?;
    tx.emit(EventKind::ProductUpdated, id, serde_json::Value::Null)
}
