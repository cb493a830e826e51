//! How products are told: one with its choices, or several in a list.

use super::super::intent::{Asked, Intent};
use super::super::knowledge::{Product, Variant};
use super::super::phrases::{Break, Joint, Phrase, Speech, Value};
use super::super::turn::Situation;
use super::wanted::{Relaxed, Wanted, can_buy};
use super::{Detail, list, sentence};
use crate::agent::escalation::pick;
use crate::money::Money;

const COLOURS_TOLD: usize = 5;
const SIZES_TOLD: usize = 8;
/// Up to this many, what is left is told exactly.
const FEW_LEFT: i64 = 3;

fn colours_of(variants: &[&Variant]) -> Vec<String> {
    let mut colours: Vec<String> = Vec::new();
    for colour in variants.iter().filter_map(|variant| variant.colour.clone()) {
        if !colours.contains(&colour) {
            colours.push(colour);
        }
    }
    colours
}

fn sizes_of(variants: &[&Variant]) -> Vec<String> {
    let mut sizes: Vec<String> = Vec::new();
    for size in variants.iter().filter_map(|variant| variant.size.clone()) {
        if !sizes.contains(&size) {
            sizes.push(size);
        }
    }
    sizes.sort_by_key(|size| size_rank(size));
    sizes
}

fn size_rank(size: &str) -> (usize, String) {
    const LETTERS: [&str; 9] = ["XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL", "4XL"];
    let rank = LETTERS.iter().position(|letter| *letter == size).unwrap_or(LETTERS.len());
    (rank, format!("{size:0>6}"))
}

/// "€49.90" or "€49.90 to €54.90".
pub(super) fn price_of(variants: &[&Variant]) -> Value {
    let lowest = variants.iter().map(|variant| variant.price).min_by_key(|price| price.amount);
    let highest = variants.iter().map(|variant| variant.price).max_by_key(|price| price.amount);
    match (lowest, highest) {
        (Some(low), Some(high)) if low == high => low.into(),
        (Some(low), Some(high)) => Phrase::new("range").with("from", low).with("to", high).into(),
        _ => "".into(),
    }
}

fn few(mut items: Vec<Value>, most: usize) -> Value {
    if items.len() > most {
        items.truncate(most);
        Value::List(items, Joint::More)
    } else {
        list(items)
    }
}

fn told_colours(colours: Vec<String>, most: usize) -> Value {
    few(colours.into_iter().map(Value::Colour).collect(), most)
}

fn told_sizes(sizes: Vec<String>, most: usize) -> Value {
    few(sizes.into_iter().map(Value::Text).collect(), most)
}

pub(super) fn several(
    situation: &Situation,
    offers: &[&Product],
    wanted: &Wanted,
    relaxed: Relaxed,
    detail: Detail,
) -> Speech {
    let opening = match (relaxed, &wanted.said, &wanted.size) {
        (Relaxed::Nothing, _, _) => Phrase::picked(situation, 33, "offers"),
        (Relaxed::Colour, Some(said), _) => {
            Phrase::new("offers-other-colours").with("colour", Value::Colour(said.clone()))
        }
        (Relaxed::Price, _, _) => match (wanted.max, wanted.min) {
            (Some(max), _) => Phrase::new("offers-dearer").with("money", max),
            (None, Some(min)) => Phrase::new("offers-cheaper").with("money", min),
            _ => Phrase::new("offers-closest"),
        },
        (Relaxed::Size, _, Some(size)) => Phrase::new("offers-other-sizes").with("size", size.as_str()),
        _ => Phrase::new("offers-near"),
    };
    let mut speech = Speech::from(opening);
    if let Some(size) = &wanted.size
        && offers.iter().any(|product| wanted.is_unmarked_in(product))
    {
        speech.push(Phrase::new("sizes-own").with("size", size.as_str()));
    }
    for (i, product) in offers.iter().enumerate() {
        speech.line(line(i + 1, product, wanted, relaxed, detail));
    }
    if let Some(question) = question(situation, offers.len(), detail) {
        speech.line(question);
    }
    speech
}

/// Asks what the customer makes of several offers. One time of three the list speaks for itself.
pub(super) fn question(situation: &Situation, offers: usize, detail: Detail) -> Option<Phrase> {
    let wording = pick(situation, 34, 3);
    (detail == Detail::Full && offers > 1 && wording < 2)
        .then(|| Phrase { wording, ..Phrase::new("offers-question") })
}

/// "1. Linen Shirt – €49.90, in navy and white, sizes S, M and L".
pub(super) fn line(
    number: usize,
    product: &Product,
    wanted: &Wanted,
    relaxed: Relaxed,
    detail: Detail,
) -> Phrase {
    let buyable: Vec<&Variant> = product.variants.iter().filter(can_buy).collect();
    let of = |key| Phrase::new(key).with("line", number.to_string()).with("title", product.title.as_str());
    if buyable.is_empty() {
        let all: Vec<&Variant> = product.variants.iter().collect();
        return of("offer-sold-out").with("price", price_of(&all));
    }
    // The narrower choice is told where there is one: the colours of the wanted size, its price.
    let narrowed = |keep: &dyn Fn(&Variant) -> bool| -> Vec<&Variant> {
        buyable.iter().copied().filter(|v| keep(v)).collect()
    };
    let exact = match relaxed {
        Relaxed::Nothing => narrowed(&|v| wanted.fits(v)),
        Relaxed::Colour => narrowed(&|v| wanted.size_fits(v) && wanted.price_fits(v)),
        Relaxed::Price => narrowed(&|v| wanted.size_fits(v) && wanted.colour_fits(v)),
        Relaxed::Size => narrowed(&|v| wanted.colour_fits(v) && wanted.price_fits(v)),
        Relaxed::Stock => Vec::new(),
    };
    let shown = if exact.is_empty() { &buyable } else { &exact };
    let of = |key| of(key).with("price", price_of(shown));
    let (colours, sizes) = (colours_of(shown), sizes_of(shown));
    if detail == Detail::Minimal {
        return of("offer");
    }
    let count = sizes.len();
    match (colours.is_empty(), sizes.is_empty()) {
        (true, true) => of("offer"),
        (false, true) => of("offer-colours").with("colours", told_colours(colours, COLOURS_TOLD)),
        (true, false) => of("offer-sizes").with("count", count).with("sizes", told_sizes(sizes, SIZES_TOLD)),
        (false, false) => of("offer-colours-sizes")
            .with("colours", told_colours(colours, COLOURS_TOLD))
            .with("count", count)
            .with("sizes", told_sizes(sizes, SIZES_TOLD)),
    }
}

/// Whether a title's grammar is that of one or of many: "the Sintra Jeans are", "the Wrap Dress is".
pub(in crate::agent) fn number_of(title: &str) -> &'static str {
    if title.ends_with('s') && !title.ends_with("ss") { "many" } else { "one" }
}

/// A phrase about a product.
fn about(product: &Product, key: &'static str) -> Phrase {
    Phrase::new(key).with("title", product.title.as_str()).with("number", number_of(&product.title))
}

/// Everything asked about one product.
pub(super) fn one(
    situation: &Situation,
    product: &Product,
    wanted: &Wanted,
    relaxed: Relaxed,
    detail: Detail,
) -> Speech {
    let asks = |asked: Asked| situation.understanding.entities.asks.contains(&asked);
    let all: Vec<&Variant> = product.variants.iter().collect();
    let buyable: Vec<&Variant> = all.iter().copied().filter(can_buy).collect();
    if buyable.is_empty() {
        return about(product, "piece-sold-out").with("price", price_of(&all)).into();
    }
    let mut speech = Speech::default();
    let specific = wanted.size.is_some() || !wanted.colours.is_empty();
    if specific {
        let dearer = wanted.max.filter(|_| relaxed == Relaxed::Price);
        speech.append(Break::Space, choice(product, wanted, &buyable, dearer));
    } else {
        let price = price_of(&buyable);
        speech.push(if relaxed == Relaxed::Price {
            match wanted.max {
                Some(max) => about(product, "piece-dearer").with("price", price).with("money", max),
                None => about(product, "piece-closest").with("price", price),
            }
        } else if asks(Asked::Stock) {
            about(product, "piece-in-stock").with("price", price)
        } else {
            let wording = Phrase::picked(situation, 35, "piece").wording;
            Phrase { wording, ..about(product, "piece") }.with("price", price)
        });
        if detail > Detail::Minimal
            && let Some(phrase) = choices(product, &buyable, asks(Asked::Sizes), asks(Asked::Colours))
        {
            speech.push(phrase);
        }
        if detail == Detail::Full
            && let Some(phrase) = in_worn_size(situation, product, &buyable)
        {
            speech.push(phrase);
        }
    }
    let material = asks(Asked::Material)
        || (situation.understanding.has(Intent::ProductQuestion)
            && !situation.understanding.entities.materials.is_empty());
    if material && !product.material.trim().is_empty() {
        speech.push(Phrase::new("material").with("text", sentence(&product.material)));
    }
    if asks(Asked::Care) && !product.care.trim().is_empty() {
        speech.push(Phrase::new("care").with("text", sentence(&product.care)));
    }
    speech
}

/// How it stands in the size that the customer is remembered to wear: "In size M we have it in navy for €49.90."
fn in_worn_size(situation: &Situation, product: &Product, buyable: &[&Variant]) -> Option<Phrase> {
    let worn = Wanted::worn(situation, product)?;
    let size = worn.size.as_deref()?;
    let there: Vec<&Variant> = buyable.iter().copied().filter(|v| worn.size_fits(v)).collect();
    if there.is_empty() {
        return Some(about(product, "gone-size").with("size", size));
    }
    let colours = colours_of(&there);
    let several = sizes_of(buyable).len() > 1 && !colours.is_empty();
    several.then(|| {
        about(product, "left-in-size")
            .with("size", size)
            .with("colours", told_colours(colours, COLOURS_TOLD))
            .with("price", price_of(&there))
    })
}

/// "We have it in navy and white, in sizes S, M and L."
fn choices(
    product: &Product,
    buyable: &[&Variant],
    sizes_asked: bool,
    colours_asked: bool,
) -> Option<Phrase> {
    let both = sizes_asked == colours_asked;
    let colours = if both || colours_asked { colours_of(buyable) } else { Vec::new() };
    let sizes = if both || sizes_asked { sizes_of(buyable) } else { Vec::new() };
    let count = sizes.len();
    let colours = (!colours.is_empty()).then(|| told_colours(colours, COLOURS_TOLD + 3));
    let sizes = (!sizes.is_empty()).then(|| told_sizes(sizes, SIZES_TOLD + 4));
    match (colours, sizes) {
        (None, None) => None,
        (Some(colours), None) => Some(about(product, "comes-in-colours").with("colours", colours)),
        (None, Some(sizes)) => {
            Some(about(product, "comes-in-sizes").with("count", count).with("sizes", sizes))
        }
        (Some(colours), Some(sizes)) => Some(
            about(product, "comes-in-both")
                .with("colours", colours)
                .with("count", count)
                .with("sizes", sizes),
        ),
    }
}

/// "the Linen Shirt in navy in size M for €49.90".
fn chosen(product: &Product, wanted: &Wanted, exact: &[&Variant]) -> Phrase {
    let colours = colours_of(exact);
    let colours = (!wanted.colours.is_empty() && !colours.is_empty())
        .then(|| list(colours.into_iter().map(Value::Colour)));
    let size = exact.first().and_then(|first| first.size.clone()).filter(|_| wanted.size.is_some());
    let phrase = match (colours, size) {
        (None, None) => about(product, "chosen"),
        (Some(colours), None) => about(product, "chosen-colour").with("colours", colours),
        (None, Some(size)) => about(product, "chosen-size").with("size", size),
        (Some(colours), Some(size)) => {
            about(product, "chosen-both").with("colours", colours).with("size", size)
        }
    };
    phrase.with("price", price_of(exact))
}

/// The answer to "in navy, size M?". `dearer`: the bound that could not be kept.
fn choice(product: &Product, wanted: &Wanted, buyable: &[&Variant], dearer: Option<Money>) -> Speech {
    let exact: Vec<&Variant> =
        buyable.iter().copied().filter(|v| wanted.size_fits(v) && wanted.colour_fits(v)).collect();
    if exact.is_empty() {
        return missing(product, wanted, buyable);
    }
    let chosen = chosen(product, wanted, &exact);
    let mut speech = Speech::from(match dearer {
        Some(max) => Phrase::new("have-dearer").with("money", max).with("piece", chosen),
        None => Phrase::new("have").with("piece", chosen),
    });
    let left: i64 = exact.iter().map(|variant| variant.available.max(0)).sum();
    if exact.len() == 1 {
        match left {
            1 => speech.push(Phrase::new("last-one")),
            2..=FEW_LEFT => speech.push(Phrase::new("few-left").with("count", Value::Count(left))),
            _ => {}
        }
    }
    let (colours, sizes) = (colours_of(&exact), sizes_of(&exact));
    if wanted.size.is_none() {
        if !sizes.is_empty() {
            let count = sizes.len();
            speech.push(
                Phrase::new("sizes-in-stock")
                    .with("count", count)
                    .with("sizes", told_sizes(sizes, SIZES_TOLD)),
            );
        }
    } else if wanted.colours.is_empty() && !colours.is_empty() {
        let count = colours.len();
        speech.push(
            Phrase::new("colours-in-stock")
                .with("count", count)
                .with("colours", told_colours(colours, COLOURS_TOLD)),
        );
    }
    speech
}

/// Not to be had: says what is missing, and the nearest that is there.
fn missing(product: &Product, wanted: &Wanted, buyable: &[&Variant]) -> Speech {
    let colour_exists = product.variants.iter().any(|v| wanted.colour_fits(v));
    let size_exists = product.variants.iter().any(|v| wanted.size_fits(v));
    let in_colour: Vec<&Variant> = buyable.iter().copied().filter(|v| wanted.colour_fits(v)).collect();
    let in_size: Vec<&Variant> = buyable.iter().copied().filter(|v| wanted.size_fits(v)).collect();
    let said = wanted.said.clone().unwrap_or_default();
    let actual = product.variants.iter().find(|v| wanted.colour_fits(v)).and_then(|v| v.colour.clone());
    let actual = Value::Colour(actual.unwrap_or_else(|| said.clone()));
    let mut speech = Speech::from(match (&wanted.size, wanted.colours.is_empty()) {
        (Some(size), false) if colour_exists && size_exists => {
            about(product, "gone-both").with("colour", actual.clone()).with("size", size.as_str())
        }
        (_, false) if !colour_exists => about(product, "never-colour").with("colour", Value::Colour(said)),
        (Some(size), _) if wanted.is_unmarked_in(product) => {
            about(product, "size-own").with("size", size.as_str())
        }
        (Some(size), _) if !size_exists => about(product, "never-size").with("size", size.as_str()),
        (Some(size), true) => about(product, "gone-size").with("size", size.as_str()),
        _ => about(product, "gone-colour").with("colour", actual.clone()),
    });
    let beside = wanted.beside(product, if in_colour.is_empty() { buyable } else { &in_colour });
    if !beside.is_empty() && (colour_exists || wanted.colours.is_empty()) {
        let count = beside.len();
        let sizes = told_sizes(beside.into_iter().map(str::to_owned).collect(), SIZES_TOLD);
        speech.push(Phrase::new("size-usual").with("count", count).with("sizes", sizes));
    }
    if !wanted.colours.is_empty() && !in_colour.is_empty() && wanted.size.is_some() {
        let sizes = sizes_of(&in_colour);
        let count = sizes.len();
        speech.push(
            Phrase::new("left-in-colour")
                .with("colour", actual)
                .with("count", count)
                .with("sizes", told_sizes(sizes, SIZES_TOLD)),
        );
    } else if wanted.size.is_some() && !in_size.is_empty() {
        let size = in_size.first().and_then(|v| v.size.clone()).unwrap_or_default();
        speech.push(
            about(product, "left-in-size")
                .with("size", size)
                .with("colours", told_colours(colours_of(&in_size), COLOURS_TOLD))
                .with("price", price_of(&in_size)),
        );
    } else if let Some(phrase) = choices(product, buyable, false, false) {
        speech.push(phrase);
    }
    speech
}
