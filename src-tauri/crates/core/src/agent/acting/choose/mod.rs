//! Which variant comes instead: the customer's description over a product's own options, whatever they are called.
//!
//! What is named must hold; what is called the same must stay; what is preferred decides between what is left; and what
//! nobody mentioned stays as it was where that is possible. It never guesses between equals: those are offered.

mod degrees;
mod description;
mod ranking;
mod reading;
mod values;

use super::scales;
use crate::agent::account::{Goods, GoodsVariant};
use crate::id::{self, Id};
use reading::describe;

/// What a description comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    One(Id<id::Variant>),
    /// Several fit equally; the cheapest first.
    Several(Vec<Id<id::Variant>>),
    /// None can be had that fits; these are nearest.
    Nothing(Vec<Id<id::Variant>>),
    /// Nothing was said that tells variants apart.
    Unsaid,
}

/// Chooses by a description. `current` is what the customer has.
pub(super) fn choose(goods: &Goods, current: Option<&GoodsVariant>, text: &str) -> Choice {
    let said = describe(goods, text);
    if said.says_nothing() {
        return Choice::Unsaid;
    }
    if let Some(sku) = &said.sku
        && let Some(variant) = goods.variants.iter().find(|variant| variant.sku.as_deref() == Some(sku))
    {
        return if variant.available { Choice::One(variant.id) } else { Choice::Nothing(Vec::new()) };
    }
    let fits = |strict: bool| -> Vec<&GoodsVariant> {
        goods
            .variants
            .iter()
            .filter(|variant| variant.available)
            .filter(|variant| {
                said.same_item || current.is_none_or(|now| now.id != variant.id) || said.by_price.is_some()
            })
            .filter(|variant| said.fits(goods, current, variant, strict))
            .collect()
    };
    let strict = fits(true);
    if strict.is_empty() {
        return Choice::Nothing(ids(&said.best(goods, current, fits(false))));
    }
    match said.best(goods, current, strict).as_slice() {
        // Which of the shop's own sizes is meant is the customer's to say.
        _ if said.foreign_size => Choice::Several(fitting(goods, current, text)),
        [only] => Choice::One(only.id),
        several => Choice::Several(ids(several)),
    }
}

fn ids(variants: &[&GoodsVariant]) -> Vec<Id<id::Variant>> {
    variants.iter().map(|variant| variant.id).collect()
}

/// Available variants other than the `current` one that fit a description, the cheapest first. Without a description
/// that is all of them.
pub(super) fn fitting(goods: &Goods, current: Option<&GoodsVariant>, text: &str) -> Vec<Id<id::Variant>> {
    let said = describe(goods, text);
    let others = goods.variants.iter().filter(|v| v.available && current.is_none_or(|now| now.id != v.id));
    let mut fit: Vec<&GoodsVariant> = others.filter(|v| said.fits(goods, current, v, false)).collect();
    fit.sort_by_key(|variant| variant.price.amount);
    ids(&fit)
}

/// Whether a text says something of an option that is neither a colour nor a size.
pub(super) fn names_other_option(goods: &Goods, text: &str) -> bool {
    let said = describe(goods, text);
    let of = |(name, said): (&String, &description::Said)| {
        let name = name.to_lowercase();
        let usual = ["color", "colour", "size"].iter().any(|usual| name == *usual);
        !usual && (!said.must.is_empty() || !said.never.is_empty() || said.degree.is_some())
    };
    goods.options.iter().zip(&said.options).any(of)
}

/// Whether a text says a size in a system that the product's sizes do not say: "UK 10", of a shop's own 8, 10 and 12.
pub(super) fn names_foreign_size(goods: &Goods, text: &str) -> bool {
    describe(goods, text).foreign_size
}

/// How well a variant the customer has is described: the number of its values that are named, less those that the
/// description contradicts.
pub(super) fn likeness(goods: &Goods, variant: &GoodsVariant, text: &str) -> i32 {
    let said = describe(goods, text);
    let mut score = 0;
    for (i, option) in said.options.iter().enumerate() {
        let Some(value) = variant.values.get(i) else { continue };
        if option.must.contains(value) {
            score += 2;
        } else if !option.must.is_empty() || option.never.contains(value) {
            score -= 3;
        }
    }
    score
}

/// Which of these the description's degrees point at: "the smaller one", "the brightest". Empty where none does, or all alike.
pub(super) fn outstanding(these: &[(&Goods, &GoodsVariant)], text: &str) -> Vec<Id<id::Variant>> {
    let Some((goods, _)) = these.first() else { return Vec::new() };
    if these.iter().any(|(other, _)| other.id != goods.id) {
        return Vec::new();
    }
    let said = describe(goods, text);
    for (i, option) in said.options.iter().enumerate() {
        let Some((direction, _)) = option.degree else { continue };
        let all = values::values(goods, i);
        let rank_of =
            |variant: &GoodsVariant| variant.values.get(i).and_then(|value| scales::rank(value, &all));
        let ranks: Vec<i64> = these.iter().filter_map(|(_, variant)| rank_of(variant)).collect();
        let best = match direction {
            scales::Direction::More => ranks.iter().max(),
            scales::Direction::Less => ranks.iter().min(),
        };
        let Some(best) = best.copied() else { continue };
        let top: Vec<_> = these.iter().filter(|(_, v)| rank_of(v) == Some(best)).map(|(_, v)| v.id).collect();
        if ranks.len() == these.len() && top.len() < these.len() {
            return top;
        }
    }
    Vec::new()
}
