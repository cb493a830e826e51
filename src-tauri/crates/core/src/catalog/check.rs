//! What a product and its variants must keep to be written. Changes nothing.

use std::collections::HashSet;

use super::model::{MOST_OPTIONS, MOST_VARIANTS, Product, ProductOption, Variant};
use super::write::Loaded;
use super::{codes, prices};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{self, Id};
use crate::store;

/// The rules of one product by itself.
pub(super) fn check(loaded: &Loaded) -> Result<()> {
    let Loaded { product, options, variants } = loaded;
    if product.title.is_empty() {
        return Err(Error::invalid("A product needs a title.").at("title"));
    }
    for (field, name, text, most) in [
        ("title", "The title", &product.title, 255),
        ("handle", "The handle", &product.handle, 255),
        ("brand", "The brand", &product.brand, 120),
        ("material", "The material", &product.material, 500),
        ("care", "The care text", &product.care, 2000),
        ("season", "The season", &product.season, 120),
        ("description", "The description", &product.description, 100_000),
    ] {
        if text.chars().count() > most {
            return Err(Error::invalid(format!("{name} is longer than {most} characters.")).at(field));
        }
    }
    if product.handle.trim().is_empty() || product.handle.contains(char::is_whitespace) {
        return Err(
            Error::invalid("A handle has no spaces and is not empty, such as linen-midi-dress.").at("handle")
        );
    }
    if product.tax_class.is_empty() || product.tax_class.len() > 40 {
        return Err(Error::invalid("Name the tax class, such as 'standard'.").at("tax_class"));
    }
    if product.tags.len() > 250 || product.tags.iter().any(|tag| tag.chars().count() > 255) {
        return Err(Error::invalid("At most 250 tags of 255 characters each can be kept.").at("tags"));
    }
    if options.len() > MOST_OPTIONS {
        return Err(
            Error::invalid(format!("A product can have {MOST_OPTIONS} options at most.")).at("options")
        );
    }
    for (i, option) in options.iter().enumerate() {
        if option.name.is_empty() {
            return Err(
                Error::invalid("An option needs a name, such as Size.").at(format!("options[{i}].name"))
            );
        }
        if options[..i].iter().any(|other| other.name.to_lowercase() == option.name.to_lowercase()) {
            return Err(Error::invalid(format!("The option '{}' stands twice.", option.name))
                .at(format!("options[{i}].name")));
        }
    }
    if variants.len() > MOST_VARIANTS {
        return Err(
            Error::invalid(format!("A product can have {MOST_VARIANTS} variants at most.")).at("variants")
        );
    }
    let mut seen = HashSet::new();
    for (i, variant) in variants.iter().enumerate() {
        check_variant(variant, options).map_err(|error| under(error, "variants", i))?;
        if !seen.insert(&variant.values) {
            let detail = match variant.title() {
                title if title.is_empty() => "A product without options has one variant.".to_owned(),
                title => format!("The variant '{title}' stands twice."),
            };
            return Err(Error::invalid(detail).at(format!("variants[{i}].option_values")));
        }
    }
    Ok(())
}

fn check_variant(variant: &Variant, options: &[ProductOption]) -> Result<()> {
    if variant.values.len() != options.len() {
        return Err(Error::invalid("Each variant needs one value for each of the product's options.")
            .at("option_values"));
    }
    if let Some(i) = variant.values.iter().position(|value| value.is_empty() || value.chars().count() > 255) {
        return Err(
            Error::invalid(format!("The variant needs a value for {}.", options[i].name)).at("option_values")
        );
    }
    let amounts =
        [("price", Some(variant.price)), ("compare_at", variant.compare_at), ("cost", variant.cost)];
    for (field, amount) in amounts {
        let Some(amount) = amount else { continue };
        if amount.amount < 0 {
            return Err(Error::invalid("A price cannot be negative.").at(field));
        }
        if amount.amount > prices::HIGHEST {
            return Err(Error::invalid("This price is too high to be meant.").at(field));
        }
        if amount.currency != variant.price.currency {
            return Err(Error::invalid("All prices of a variant must have the same currency.").at(field));
        }
    }
    if variant.weight_grams.is_some_and(|grams| !(0..=100_000_000).contains(&grams)) {
        return Err(Error::invalid("A weight is between 0 and 100,000 kg.").at("weight_grams"));
    }
    if variant.sku.as_ref().is_some_and(|sku| sku.chars().count() > 255) {
        return Err(Error::invalid("A SKU is 255 characters long at most.").at("sku"));
    }
    Ok(())
}

/// Refuses codes that are malformed or another variant's. Codes that did not change are left alone.
pub(super) fn check_codes(tx: &WriteTx<'_>, variant: &Variant, old: Option<&Variant>) -> Result<()> {
    if let Some(barcode) = variant.barcode.as_deref()
        && old.is_none_or(|old| old.barcode.as_deref() != Some(barcode))
    {
        codes::check(barcode)?;
        if let Some(other) = store::variants::by_gtin(tx.sql(), &codes::gtin(barcode))?
            && other != variant.id
        {
            return Err(taken(tx, "barcode", "barcode", barcode, other)?);
        }
    }
    if let Some(sku) = variant.sku.as_deref()
        && old.is_none_or(|old| old.sku.as_deref() != Some(sku))
        && let Some(other) = store::variants::by_sku(tx.sql(), sku)?
        && other != variant.id
    {
        return Err(taken(tx, "sku", "SKU", sku, other)?);
    }
    Ok(())
}

/// Names the variant that has the code.
fn taken(tx: &WriteTx<'_>, field: &str, word: &str, code: &str, other: Id<id::Variant>) -> Result<Error> {
    let owner = super::variant_listing(tx.sql(), other)?;
    let name = owner.variant.full_title(&owner.product_title);
    Ok(Error::new(Code::Conflict, format!("The {word} '{code}' belongs to '{name}' already.")).at(field))
}

pub(super) fn check_handle(tx: &WriteTx<'_>, product: &Product) -> Result<()> {
    match store::products::by_handle(tx.sql(), &product.handle)? {
        Some(other) if other != product.id => {
            let title = super::product(tx.sql(), other)?.title;
            Err(Error::new(
                Code::Conflict,
                format!("The handle '{}' belongs to '{title}' already.", product.handle),
            )
            .at("handle"))
        }
        _ => Ok(()),
    }
}

/// The error's field below an item of a list.
pub(super) fn under(mut error: Error, list: &str, index: usize) -> Error {
    if let Some(field) = error.field.take() {
        error.field = Some(format!("{list}[{index}].{field}"));
    }
    error
}
