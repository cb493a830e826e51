//! What becomes of an entry that the shop has: each field that differs, as the owner's rule for existing things allows.

use rusqlite::Connection;

use super::entry::{filled, new_variant, path, pictures, pieces};
use super::{Change, Picture, Plan, Rules};
use crate::catalog::write::{self, Loaded};
use crate::catalog::{NewVariant, ProductOption, Variant, codes};
use crate::error::Result;
use crate::imports::Existing;
use crate::imports::incoming::{IncomingProduct, IncomingVariant, Said};
use crate::imports::outcome::{Fate, FieldChange, Outcome};
use crate::money::Money;
use crate::store;

/// Writes into a field what the file says, as the owner's rule for existing things allows, and notes it.
struct Editor<'a> {
    rule: Existing,
    changes: &'a mut Vec<FieldChange>,
}

impl Editor<'_> {
    fn set<T: PartialEq + Clone>(
        &mut self,
        field: &str,
        now: &mut T,
        said: Option<T>,
        is_empty: impl Fn(&T) -> bool,
        text: impl Fn(&T) -> String,
    ) {
        let Some(said) = said else { return };
        let wanted = match self.rule {
            Existing::Update => true,
            Existing::Fill => is_empty(now),
            Existing::Skip => false,
        };
        if wanted && *now != said {
            self.changes.push(FieldChange::new(field, Some(text(now)), Some(text(&said))));
            *now = said;
        }
    }

    fn text(&mut self, field: &str, now: &mut String, said: &Said<String>) {
        let said = filled(said).map(str::to_owned);
        self.set(field, now, said, String::is_empty, Clone::clone);
    }
}

pub(super) fn change(
    connection: &Connection,
    rules: &Rules,
    incoming: &IncomingProduct,
    before: Loaded,
) -> Result<(Fate, Plan)> {
    let id = before.product.id.to_string();
    let Some(order) = option_order(&before.options, &incoming.options) else {
        let names = |options: &mut dyn Iterator<Item = &str>| match options.collect::<Vec<_>>().join(", ") {
            names if names.is_empty() => "no options".to_owned(),
            names => names,
        };
        let reason = format!(
            "In the shop it has {}; in the file, {}.",
            names(&mut before.options.iter().map(|option| option.name.as_str())),
            names(&mut incoming.options.iter().map(|(name, _)| name.as_str())),
        );
        return Ok((Fate::rejected(reason, Some("options".into())), Plan::Nothing));
    };
    let mut after = before.clone();
    let mut changes = Vec::new();
    let mut editor = Editor { rule: rules.options.existing, changes: &mut changes };
    let product = &mut after.product;
    editor.text("title", &mut product.title, &incoming.title);
    let description = incoming.description.value().filter(|text| !text.trim().is_empty()).cloned();
    editor.set("description", &mut product.description, description, String::is_empty, Clone::clone);
    editor.text("brand", &mut product.brand, &incoming.brand);
    let category = filled(&incoming.category).map(path);
    editor.set("category", &mut product.category, category, String::is_empty, Clone::clone);
    editor.text("material", &mut product.material, &incoming.material);
    editor.text("care", &mut product.care, &incoming.care);
    editor.text("season", &mut product.season, &incoming.season);
    let tags = incoming.tags.value().map(|tags| write::tidy_tags(tags));
    editor.set("tags", &mut product.tags, tags, Vec::is_empty, |tags| tags.join(", "));
    editor.set(
        "status",
        &mut product.status,
        incoming.status.value().copied(),
        |_| false,
        ToString::to_string,
    );
    editor.text("tax_class", &mut product.tax_class, &incoming.tax_class);
    let publish_at = incoming.publish_at.value().copied().map(Some);
    editor.set("publish_at", &mut product.publish_at, publish_at, Option::is_none, |at| {
        at.map(|at| at.to_string()).unwrap_or_default()
    });

    let mut added = Vec::new();
    let mut stock = Vec::new();
    // Where each of the file's variants went: among `after`'s, or behind them among the added ones.
    let mut places = Vec::new();
    for variant in &incoming.variants {
        let values: Vec<String> = order.iter().filter_map(|i| variant.values.get(*i)).cloned().collect();
        let place = match_variant(&after, variant, &values);
        let place = match place {
            Some(place) => {
                edit_variant(rules, &mut editor, &mut after.variants[place], variant);
                place
            }
            None => {
                let price =
                    variant.price.value().copied().or_else(|| after.variants.first().map(|v| v.price.amount));
                let Some(price) = price else {
                    return Ok((
                        Fate::rejected("A new variant needs a price.", Some("price".into())),
                        Plan::Nothing,
                    ));
                };
                let mut new = new_variant(rules, variant, price);
                if let Some(first) = after.variants.first() {
                    // Within a product there is one currency.
                    new.price.currency = first.price.currency;
                }
                new.values = values;
                editor.changes.push(FieldChange::new("variant", None, Some(describe(&new))));
                added.push(new);
                after.variants.len() + added.len() - 1
            }
        };
        places.push(place);
        if let Some(pieces) = pieces(rules, variant)
            && let Some(location) = rules.location
        {
            let existing = after.variants.get(place);
            let now = match existing {
                Some(variant) => store::imports::on_hand(connection, variant.id, location)?,
                None => 0,
            };
            let wanted = rules.options.existing == Existing::Update || now == 0;
            if wanted && pieces != now {
                let name = existing.map(Variant::title).unwrap_or_default();
                editor.changes.push(FieldChange::new(
                    named("stock", &name),
                    Some(now.to_string()),
                    Some(pieces.to_string()),
                ));
                stock.push((place, pieces));
            }
        }
    }
    let images = new_pictures(connection, rules, incoming, &before, &mut changes, &places)?;
    if changes.is_empty() {
        return Ok((Fate::of(Outcome::Unchanged, Some(id), changes), Plan::Nothing));
    }
    let fate = Fate::of(Outcome::Changed, Some(id), changes);
    Ok((fate, Plan::Change(Box::new(Change { before, after, added, stock, images }))))
}

/// For each option of the shop, its place among the file's; `None` when they are not the same options.
fn option_order(shop: &[ProductOption], file: &[(String, Vec<String>)]) -> Option<Vec<usize>> {
    if shop.len() != file.len() {
        return None;
    }
    shop.iter()
        .map(|option| {
            file.iter().position(|(name, _)| name.trim().to_lowercase() == option.name.to_lowercase())
        })
        .collect()
}

/// The variant that the file means: by its SKU, else its values, else its barcode.
fn match_variant(loaded: &Loaded, incoming: &IncomingVariant, values: &[String]) -> Option<usize> {
    let at = |is: &dyn Fn(&Variant) -> bool| loaded.variants.iter().position(is);
    let by_sku = filled(&incoming.sku).and_then(|sku| {
        at(&|variant| variant.sku.as_deref().is_some_and(|own| own.to_lowercase() == sku.to_lowercase()))
    });
    let trimmed: Vec<&str> = values.iter().map(|value| value.trim()).collect();
    let by_values = || at(&|variant| variant.values.iter().map(String::as_str).eq(trimmed.iter().copied()));
    let by_barcode = || {
        let gtin = codes::gtin(filled(&incoming.barcode)?);
        at(&|variant| variant.barcode.as_deref().is_some_and(|own| codes::gtin(own) == gtin))
    };
    by_sku.or_else(by_values).or_else(by_barcode)
}

fn edit_variant(rules: &Rules, editor: &mut Editor<'_>, variant: &mut Variant, incoming: &IncomingVariant) {
    let name = variant.title();
    let currency = variant.price.currency;
    let money = |minor: Option<i64>| minor.map(|minor| Money::new(minor, currency));
    let text = |price: &Option<Money>| price.map(|price| price.to_string()).unwrap_or_default();
    let sku = filled(&incoming.sku).map(|sku| Some(sku.to_owned()));
    editor.set(&named("sku", &name), &mut variant.sku, sku, Option::is_none, |sku| {
        sku.clone().unwrap_or_default()
    });
    let barcode = codes::tidy(filled(&incoming.barcode)).map(Some);
    editor.set(&named("barcode", &name), &mut variant.barcode, barcode, Option::is_none, |barcode| {
        barcode.clone().unwrap_or_default()
    });
    let price = money(incoming.price.value().copied());
    editor.set(
        &named("price", &name),
        &mut variant.price,
        price,
        |price| price.amount == 0,
        ToString::to_string,
    );
    // A blank cell ends a reduction; everywhere else it only says nothing.
    let compare_at = match &incoming.compare_at {
        Said::Value(minor) => Some(money(Some(*minor))),
        Said::Empty if rules.options.existing == Existing::Update => Some(None),
        Said::Empty | Said::Nothing => None,
    };
    editor.set(&named("compare_at", &name), &mut variant.compare_at, compare_at, Option::is_none, text);
    let cost = incoming.cost.value().map(|minor| money(Some(*minor)));
    editor.set(&named("cost", &name), &mut variant.cost, cost, Option::is_none, text);
    let weight = incoming.weight_grams.value().map(|grams| Some(*grams));
    editor.set(&named("weight", &name), &mut variant.weight_grams, weight, Option::is_none, |grams| {
        grams.map(|grams| format!("{grams} g")).unwrap_or_default()
    });
    let backorder = incoming.allow_backorder.value().copied();
    editor.set(
        &named("backorder", &name),
        &mut variant.allow_backorder,
        backorder,
        |_| false,
        ToString::to_string,
    );
}

/// "price (M / Navy)".
fn named(field: &str, variant: &str) -> String {
    if variant.is_empty() { field.to_owned() } else { format!("{field} ({variant})") }
}

fn describe(variant: &NewVariant) -> String {
    let mut parts = vec![variant.values.join(" / ")];
    parts.extend(variant.sku.clone());
    parts.push(variant.price.to_string());
    parts.retain(|part| !part.is_empty());
    parts.join(", ")
}

/// Links that the shop does not know yet.
fn new_pictures(
    connection: &Connection,
    rules: &Rules,
    incoming: &IncomingProduct,
    before: &Loaded,
    changes: &mut Vec<FieldChange>,
    places: &[usize],
) -> Result<Vec<Picture>> {
    let mut fresh = Vec::new();
    for mut picture in pictures(rules, incoming) {
        if !store::imports::knows_image(connection, before.product.id, &picture.url)? {
            picture.variant = picture.variant.and_then(|place| places.get(place).copied());
            fresh.push(picture);
        }
    }
    if rules.options.existing == Existing::Fill && store::imports::has_images(connection, before.product.id)?
    {
        fresh.clear();
    }
    if !fresh.is_empty() {
        changes.push(FieldChange::new("images", None, Some(fresh.len().to_string())));
    }
    Ok(fresh)
}
