//! Writing products: making new ones, and saving changed ones.
//!
//! [`save`] is the one way in which a product and its variants change. It compares with what was loaded, checks, writes
//! what differs, records both states, and keeps what is derived: sizes, colours, price bounds, words, price history.

use std::collections::HashSet;

use serde_json::json;

use super::model::{MOST_OPTIONS, MOST_VARIANTS, Product, ProductOption, ProductStatus, Variant};
use super::state::{ProductState, VariantState};
use super::{CatalogSettings, categories, codes, prices, publish};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind, Recording, Subject};
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

    /// The variant as it is stored; its size and colour are set by [`derive`].
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

/// The rules of one product by itself.
fn check(loaded: &Loaded) -> Result<()> {
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
fn check_codes(tx: &WriteTx<'_>, variant: &Variant, old: Option<&Variant>) -> Result<()> {
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
    let name = match owner.variant.title() {
        title if title.is_empty() => owner.product_title,
        title => format!("{}, {title}", owner.product_title),
    };
    Ok(Error::new(Code::Conflict, format!("The {word} '{code}' belongs to '{name}' already.")).at(field))
}

/// The error's field below an item of a list.
fn under(mut error: Error, list: &str, index: usize) -> Error {
    if let Some(field) = error.field.take() {
        error.field = Some(format!("{list}[{index}].{field}"));
    }
    error
}

fn check_handle(tx: &WriteTx<'_>, product: &Product) -> Result<()> {
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

/// A handle from a title that no product has: "linen-dress", "linen-dress-2".
pub(crate) fn free_handle(tx: &WriteTx<'_>, title: &str) -> Result<String> {
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
pub(super) fn is_size(option: &str) -> bool {
    matches!(
        option.to_lowercase().as_str(),
        "size" | "größe" | "groesse" | "taille" | "talla" | "taglia" | "maat"
    )
}

pub(super) fn is_colour(option: &str) -> bool {
    matches!(option.to_lowercase().as_str(), "colour" | "color" | "farbe" | "couleur" | "colore" | "kleur")
}
