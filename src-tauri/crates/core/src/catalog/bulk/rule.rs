//! What each kind of bulk change does to one product.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::super::categories;
use super::super::model::{ProductStatus, Variant};
use super::super::prices::{HIGHEST, Percent, Rounding};
use super::super::variant_change::fill;
use super::super::write::{Loaded, tidy_tags};
use super::Example;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::money::Money;

/// How a new price comes about. Amounts are minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum PriceRule {
    Set(i64),
    /// "-20": a fifth less.
    Percent(Percent),
    Amount(i64),
    /// The price before the reduction; variants without one stay.
    FromCompareAt(bool),
    /// "220": 2.2 times the cost; variants without one stay.
    FromCostPercent(Percent),
}

/// How a new price before reduction comes about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CompareAtRule {
    Set(i64),
    /// Of the price: "125" is a quarter more.
    Percent(Percent),
    Clear(bool),
}

/// How a new cost comes about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum AmountRule {
    Set(i64),
    Percent(Percent),
    Amount(i64),
    Clear(bool),
}

/// One thing to do to every product that is selected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BulkChange {
    Status {
        status: ProductStatus,
    },
    AddTags {
        tags: Vec<String>,
    },
    RemoveTags {
        tags: Vec<String>,
    },
    Category {
        category_id: Option<Id<id::Category>>,
    },
    Brand {
        text: String,
    },
    Season {
        text: String,
    },
    Material {
        text: String,
    },
    Care {
        text: String,
    },
    TaxClass {
        tax_class: String,
    },
    PublishAt {
        at: Option<Timestamp>,
    },
    Price {
        how: PriceRule,
        #[serde(default)]
        rounding: Option<Rounding>,
        /// Where the price falls, the old one is shown struck through (unless there is one already).
        #[serde(default)]
        keep_as_compare_at: bool,
    },
    CompareAt {
        how: CompareAtRule,
        #[serde(default)]
        rounding: Option<Rounding>,
    },
    Cost {
        how: AmountRule,
    },
    Weight {
        grams: Option<i64>,
    },
    Backorder {
        allow: bool,
    },
    FillCodes {
        #[serde(default)]
        skus: bool,
        #[serde(default)]
        barcodes: bool,
    },
}

impl BulkChange {
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Status { .. } => "status",
            Self::AddTags { .. } => "add_tags",
            Self::RemoveTags { .. } => "remove_tags",
            Self::Category { .. } => "category",
            Self::Brand { .. } => "brand",
            Self::Season { .. } => "season",
            Self::Material { .. } => "material",
            Self::Care { .. } => "care",
            Self::TaxClass { .. } => "tax_class",
            Self::PublishAt { .. } => "publish_at",
            Self::Price { .. } => "price",
            Self::CompareAt { .. } => "compare_at",
            Self::Cost { .. } => "cost",
            Self::Weight { .. } => "weight",
            Self::Backorder { .. } => "backorder",
            Self::FillCodes { .. } => "fill_codes",
        }
    }
}

/// The rules of the changes by themselves.
pub(super) fn check(connection: &Connection, changes: &[BulkChange]) -> Result<()> {
    if changes.is_empty() {
        return Err(Error::invalid("Say what to change.").at("changes"));
    }
    for (i, change) in changes.iter().enumerate() {
        check_one(connection, change).map_err(|error| {
            let field = error.field.clone().unwrap_or_default();
            error.at(format!("changes[{i}].{field}"))
        })?;
    }
    Ok(())
}

fn check_one(connection: &Connection, change: &BulkChange) -> Result<()> {
    let amount = |amount: i64, field: &str| {
        if (0..=HIGHEST).contains(&amount) {
            Ok(())
        } else {
            Err(Error::invalid("A price cannot be negative.").at(field))
        }
    };
    match change {
        BulkChange::Price { how, rounding, .. } => {
            rounding.map_or(Ok(()), Rounding::check)?;
            match how {
                PriceRule::Set(price) => amount(*price, "how.set"),
                _ => Ok(()),
            }
        }
        BulkChange::CompareAt { how, rounding } => {
            rounding.map_or(Ok(()), Rounding::check)?;
            match how {
                CompareAtRule::Set(price) => amount(*price, "how.set"),
                _ => Ok(()),
            }
        }
        BulkChange::Cost { how: AmountRule::Set(cost) } => amount(*cost, "how.set"),
        BulkChange::Category { category_id: Some(id) } => {
            categories::get(connection, *id).map(|_| ()).map_err(|error| error.at("category_id"))
        }
        BulkChange::AddTags { tags } | BulkChange::RemoveTags { tags } if tidy_tags(tags).is_empty() => {
            Err(Error::invalid("Name at least one tag.").at("tags"))
        }
        BulkChange::TaxClass { tax_class } if tax_class.trim().is_empty() => {
            Err(Error::invalid("Name the tax class, such as 'standard'.").at("tax_class"))
        }
        BulkChange::FillCodes { skus: false, barcodes: false } => {
            Err(Error::invalid("Say whether SKUs, barcodes or both are to be filled in.").at("skus"))
        }
        _ => Ok(()),
    }
}

/// Does the changes to a product in memory, but for [`fill_codes`].
pub(super) fn apply(
    connection: &Connection,
    loaded: &mut Loaded,
    chosen: Option<&[Id<id::Variant>]>,
    changes: &[BulkChange],
) -> Result<()> {
    for change in changes {
        apply_to_product(connection, loaded, change)?;
        let variants = loaded.variants.iter_mut();
        for variant in variants.filter(|variant| chosen.is_none_or(|ids| ids.contains(&variant.id))) {
            apply_to_variant(variant, change)?;
        }
    }
    Ok(())
}

fn apply_to_product(connection: &Connection, loaded: &mut Loaded, change: &BulkChange) -> Result<()> {
    let product = &mut loaded.product;
    match change {
        BulkChange::Status { status } => product.status = *status,
        BulkChange::AddTags { tags } => {
            let all: Vec<String> = product.tags.iter().chain(tags).cloned().collect();
            product.tags = tidy_tags(&all);
        }
        BulkChange::RemoveTags { tags } => {
            let gone: Vec<String> = tags.iter().map(|tag| tag.trim().to_lowercase()).collect();
            product.tags.retain(|tag| !gone.contains(&tag.to_lowercase()));
        }
        BulkChange::Category { category_id } => {
            let category = category_id.map(|id| categories::get(connection, id)).transpose()?;
            product.category_id = *category_id;
            product.category = category.map(|category| category.path).unwrap_or_default();
        }
        BulkChange::Brand { text } => text.trim().clone_into(&mut product.brand),
        BulkChange::Season { text } => text.trim().clone_into(&mut product.season),
        BulkChange::Material { text } => text.trim().clone_into(&mut product.material),
        BulkChange::Care { text } => text.trim().clone_into(&mut product.care),
        BulkChange::TaxClass { tax_class } => tax_class.trim().clone_into(&mut product.tax_class),
        BulkChange::PublishAt { at } => product.publish_at = *at,
        _ => {}
    }
    Ok(())
}

fn apply_to_variant(variant: &mut Variant, change: &BulkChange) -> Result<()> {
    let currency = variant.price.currency;
    let money = |amount: i64| Money::new(amount, currency);
    let rounded = |amount: i64, rounding: &Option<Rounding>| {
        let amount = amount.clamp(0, HIGHEST);
        rounding.map_or(amount, |rounding| rounding.apply(amount))
    };
    match change {
        BulkChange::Price { how, rounding, keep_as_compare_at } => {
            let (old, cost) = (variant.price.amount, variant.cost.map(|cost| cost.amount));
            let amount = match how {
                PriceRule::Set(amount) => Some(*amount),
                PriceRule::Percent(percent) => Some(old.saturating_add(percent.of(old))),
                PriceRule::Amount(amount) => Some(old.saturating_add(*amount)),
                PriceRule::FromCompareAt(_) => variant.compare_at.map(|price| price.amount),
                PriceRule::FromCostPercent(percent) => cost.map(|cost| percent.of(cost)),
            };
            let Some(amount) = amount else { return Ok(()) };
            let price = rounded(amount, rounding);
            if *keep_as_compare_at && price < old && variant.compare_at.is_none() {
                variant.compare_at = Some(money(old));
            }
            // The end of a sale: the struck price is the price again.
            if matches!(how, PriceRule::FromCompareAt(_)) {
                variant.compare_at = None;
            }
            variant.price = money(price);
        }
        BulkChange::CompareAt { how, rounding } => {
            variant.compare_at = match how {
                CompareAtRule::Set(amount) => Some(money(*amount)),
                CompareAtRule::Percent(percent) => {
                    Some(money(rounded(percent.of(variant.price.amount), rounding)))
                }
                CompareAtRule::Clear(_) => None,
            };
        }
        BulkChange::Cost { how } => {
            let old = variant.cost.map(|cost| cost.amount);
            let new = match how {
                AmountRule::Set(amount) => Some(*amount),
                AmountRule::Percent(percent) => old.map(|old| old.saturating_add(percent.of(old))),
                AmountRule::Amount(amount) => old.map(|old| old.saturating_add(*amount)),
                AmountRule::Clear(_) => None,
            };
            variant.cost = new.map(|amount| money(amount.clamp(0, HIGHEST)));
        }
        BulkChange::Weight { grams } => variant.weight_grams = *grams,
        BulkChange::Backorder { allow } => variant.allow_backorder = *allow,
        _ => {}
    }
    Ok(())
}

/// Fills in codes where that is asked: it takes numbers, so it needs the writer.
pub(super) fn fill_codes(
    tx: &mut WriteTx<'_>,
    loaded: &mut Loaded,
    chosen: Option<&[Id<id::Variant>]>,
    changes: &[BulkChange],
) -> Result<()> {
    for change in changes {
        if let BulkChange::FillCodes { skus, barcodes } = change {
            let ids: Vec<Id<id::Variant>> = match chosen {
                Some(ids) => ids.to_vec(),
                None => loaded.variants.iter().map(|variant| variant.id).collect(),
            };
            fill(tx, loaded, &ids, *skus, *barcodes, false)?;
        }
    }
    Ok(())
}

/// What differs between two states of a product, for people; at most `most` in all.
pub(super) fn examples(before: &Loaded, after: &Loaded, most: usize, examples: &mut Vec<Example>) {
    let (old, new) = (&before.product, &after.product);
    let mut add = |id: String, title: String, field: &'static str, was: String, is: String| {
        if was != is && examples.len() < most {
            examples.push(Example { id, title, field, before: was, after: is });
        }
    };
    let time = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
    for (field, was, is) in [
        ("status", old.status.to_string(), new.status.to_string()),
        ("tags", old.tags.join(", "), new.tags.join(", ")),
        ("category", old.category.clone(), new.category.clone()),
        ("brand", old.brand.clone(), new.brand.clone()),
        ("season", old.season.clone(), new.season.clone()),
        ("material", old.material.clone(), new.material.clone()),
        ("care", old.care.clone(), new.care.clone()),
        ("tax_class", old.tax_class.clone(), new.tax_class.clone()),
        ("publish_at", time(old.publish_at), time(new.publish_at)),
    ] {
        add(old.id.to_string(), old.title.clone(), field, was, is);
    }
    let amount = |money: Option<Money>| money.map(|money| money.to_string()).unwrap_or_default();
    for (old_variant, variant) in before.variants.iter().zip(&after.variants) {
        let title = variant.full_title(&old.title);
        for (field, was, is) in [
            ("price", old_variant.price.to_string(), variant.price.to_string()),
            ("compare_at", amount(old_variant.compare_at), amount(variant.compare_at)),
            ("cost", amount(old_variant.cost), amount(variant.cost)),
            (
                "weight",
                old_variant.weight_grams.map(|grams| grams.to_string()).unwrap_or_default(),
                variant.weight_grams.map(|grams| grams.to_string()).unwrap_or_default(),
            ),
            ("backorder", old_variant.allow_backorder.to_string(), variant.allow_backorder.to_string()),
        ] {
            add(variant.id.to_string(), title.clone(), field, was, is);
        }
    }
}
