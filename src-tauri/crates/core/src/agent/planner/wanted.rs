//! What a customer wants of a product, and what was given up to find something near.

use super::super::book::availability;
use super::super::evidence::Availability;
use super::super::intent::{Asked, Reference};
use super::super::knowledge::{Product, Variant};
use super::super::lookups::{pointed_at, search};
use super::super::photos;
use super::super::remembered;
use super::super::turn::Situation;
use crate::memory::{ContactFact, System, system_of};
use crate::money::Money;
use crate::sizes::{self, Region};

/// What was given up to find something near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relaxed {
    Nothing,
    Colour,
    Price,
    Size,
    Stock,
}

/// What the customer wants of a product.
pub(super) struct Wanted {
    pub(super) size: Option<String>,
    /// The colour's names, best first; and the word used.
    pub(super) colours: Vec<String>,
    pub(super) said: Option<String>,
    pub(super) max: Option<Money>,
    pub(super) min: Option<Money>,
}

impl Wanted {
    pub(super) fn of(situation: &Situation) -> Self {
        let entities = &situation.understanding.entities;
        let inherited = search(situation)
            .filter(|_| pointed_at(situation).is_none() && photos::sought(situation).is_none());
        // "Navy, in M?" … "and how much is it?": of the same thing.
        let asks_choice = [Asked::Colours, Asked::Sizes].iter().any(|asked| entities.asks.contains(asked));
        let talked = situation.input.dialogue.last_search.clone().filter(|_| {
            pointed_at(situation).is_some()
                && pointed_at(situation) == situation.input.dialogue.focus_product
                && !matches!(entities.reference, Some(Reference::Ordinal(_)))
                && !asks_choice
                && (!entities.sizes.is_empty()
                    || !entities.colours.is_empty()
                    || [Asked::Price, Asked::Stock].iter().any(|asked| entities.asks.contains(asked)))
        });
        let inherited = inherited.or(talked);
        let mention = entities.colours.first();
        Self {
            size: entities.sizes.first().cloned().or_else(|| inherited.as_ref().and_then(|q| q.size.clone())),
            colours: mention
                .map(|mention| mention.names.clone())
                .or_else(|| inherited.as_ref().map(|q| q.colours.clone()))
                .unwrap_or_default(),
            said: mention
                .map(|mention| mention.said.clone())
                .or_else(|| inherited.as_ref().and_then(|q| q.colours.first().cloned())),
            max: entities.price.max.or_else(|| inherited.as_ref().and_then(|q| q.price_max)),
            min: entities.price.min.or_else(|| inherited.as_ref().and_then(|q| q.price_min)),
        }
    }

    /// The size that the customer is remembered to wear of a product, where it comes in that.
    pub(super) fn worn(situation: &Situation, product: &Product) -> Option<Self> {
        let worn = Self::of_worn_size(situation, product)?;
        product.variants.iter().any(|variant| worn.size_fits(variant)).then_some(worn)
    }

    /// The size that they are remembered to wear of its kind, where it comes in sizes of that notation.
    pub(super) fn of_worn_size(situation: &Situation, product: &Product) -> Option<Self> {
        let size = worn_size(remembered::size_for(situation, product)?);
        let region = |size: &str| sizes::marked(size).map(|marked| marked.region);
        let alike = |own: &String| match region(&size) {
            Some(marked) => region(own) == Some(marked),
            None => region(own).is_none() && system_of(own) == system_of(&size),
        };
        product.variants.iter().filter_map(|variant| variant.size.as_ref()).any(alike).then_some(())?;
        Some(Self { size: Some(size), colours: Vec::new(), said: None, max: None, min: None })
    }

    pub(super) fn size_fits(&self, variant: &Variant) -> bool {
        self.size.as_ref().is_none_or(|size| variant.size.as_ref().is_some_and(|s| same_size(s, size)))
    }

    /// A size of a system was asked for, and none of the product's sizes says any.
    pub(super) fn is_unmarked_in(&self, product: &Product) -> bool {
        let mut own = product.variants.iter().filter_map(|variant| variant.size.as_deref()).peekable();
        self.size.as_deref().is_some_and(|size| sizes::marked(size).is_some())
            && own.peek().is_some()
            && own.all(|size| sizes::marked(size).is_none())
    }

    /// Sizes of these variants that the usual tables put beside the one that was asked for.
    pub(super) fn beside<'a>(&self, product: &Product, variants: &[&'a Variant]) -> Vec<&'a str> {
        let Some(asked) = &self.size else { return Vec::new() };
        let own = variants.iter().filter_map(|variant| variant.size.as_deref());
        sizes::beside(&product.category, &product.title, asked, own)
    }

    pub(super) fn colour_fits(&self, variant: &Variant) -> bool {
        self.colours.is_empty()
            || variant
                .colour
                .as_ref()
                .is_some_and(|colour| self.colours.iter().any(|name| colour.eq_ignore_ascii_case(name)))
    }

    pub(super) fn price_fits(&self, variant: &Variant) -> bool {
        self.max.is_none_or(|max| variant.price.amount <= max.amount)
            && self.min.is_none_or(|min| variant.price.amount >= min.amount)
    }

    pub(super) fn fits(&self, variant: &Variant) -> bool {
        self.size_fits(variant) && self.colour_fits(variant) && self.price_fits(variant)
    }
}

/// What is remembered of somebody's size, with its system: "UK 10".
fn worn_size(fact: &ContactFact) -> String {
    let region = match fact.system {
        Some(System::Eu) => Region::Eu,
        Some(System::Uk) => Region::Uk,
        Some(System::Us) => Region::Us,
        Some(System::Letter | System::Number) | None => return fact.value.clone(),
    };
    if sizes::marked(&fact.value).is_some() { fact.value.clone() } else { sizes::label(region, &fact.value) }
}

/// "S" and "small" are one size.
fn same_size(a: &str, b: &str) -> bool {
    let letter = |size: &str| {
        let upper = size.trim().to_uppercase();
        match upper.as_str() {
            "EXTRA SMALL" => "XS".to_owned(),
            "SMALL" => "S".to_owned(),
            "MEDIUM" => "M".to_owned(),
            "LARGE" => "L".to_owned(),
            "EXTRA LARGE" => "XL".to_owned(),
            _ => upper,
        }
    };
    sizes::is_same(&letter(a), &letter(b))
}

pub(in crate::agent) fn can_buy(variant: &&Variant) -> bool {
    availability(variant) != Availability::SoldOut
}
