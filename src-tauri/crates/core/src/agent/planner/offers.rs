//! How products are told: one with its choices, or several in a list.

use super::super::escalation::pick;
use super::super::intent::{Asked, Intent};
use super::super::knowledge::{Product, Variant};
use super::super::turn::Situation;
use super::wanted::{Relaxed, Wanted, can_buy};
use super::{Detail, list, sentence};

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
pub(super) fn price_of(variants: &[&Variant]) -> String {
    let lowest = variants.iter().map(|variant| variant.price).min_by_key(|price| price.amount);
    let highest = variants.iter().map(|variant| variant.price).max_by_key(|price| price.amount);
    match (lowest, highest) {
        (Some(low), Some(high)) if low == high => low.to_string(),
        (Some(low), Some(high)) => format!("{low} to {high}"),
        _ => String::new(),
    }
}

fn few(mut items: Vec<String>, most: usize, more: &str) -> String {
    if items.len() > most {
        items.truncate(most);
        format!("{} and {more}", items.join(", "))
    } else {
        list(&items)
    }
}

pub(super) fn several(
    situation: &Situation,
    offers: &[&Product],
    wanted: &Wanted,
    relaxed: Relaxed,
    detail: Detail,
) -> String {
    let opening = match (relaxed, &wanted.said, &wanted.size) {
        (Relaxed::Nothing, _, _) => pick(
            situation,
            33,
            &["Here's what I found for you:", "These could be something for you:", "How about one of these?"],
        )
        .to_owned(),
        (Relaxed::Colour, Some(said), _) => {
            format!("I couldn't find that in {said}, but we have these in other colours:")
        }
        (Relaxed::Price, _, _) => match (wanted.max, wanted.min) {
            (Some(max), _) => format!("I couldn't find that under {max}. The closest I have:"),
            (None, Some(min)) => format!("I couldn't find that over {min}. The closest I have:"),
            _ => "The closest I have:".to_owned(),
        },
        (Relaxed::Size, _, Some(size)) => {
            format!("I couldn't find that in size {size}, but we have these in other sizes:")
        }
        _ => "I couldn't find exactly that, but these come close:".to_owned(),
    };
    let lines: Vec<String> =
        offers.iter().enumerate().map(|(i, product)| line(i + 1, product, wanted, relaxed, detail)).collect();
    let closing = if detail == Detail::Full && offers.len() > 1 {
        pick(
            situation,
            34,
            &["\nWould you like to know more about one of them?", "\nDo you like one of them?", ""],
        )
    } else {
        ""
    };
    format!("{opening}\n{}{closing}", lines.join("\n"))
}

/// "1. Linen Shirt – €49.90, in navy and white, sizes S, M and L".
pub(super) fn line(
    number: usize,
    product: &Product,
    wanted: &Wanted,
    relaxed: Relaxed,
    detail: Detail,
) -> String {
    let buyable: Vec<&Variant> = product.variants.iter().filter(can_buy).collect();
    let title = &product.title;
    if buyable.is_empty() {
        let all: Vec<&Variant> = product.variants.iter().collect();
        return format!("{number}. {title} – {}, sold out at the moment", price_of(&all));
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
    let mut text = format!("{number}. {title} – {}", price_of(shown));
    if detail == Detail::Minimal {
        return text;
    }
    let colours = colours_of(shown);
    if !colours.is_empty() {
        text.push_str(&format!(", in {}", few(colours, COLOURS_TOLD, "more")));
    }
    let sizes = sizes_of(shown);
    if !sizes.is_empty() {
        let word = if sizes.len() == 1 { "size" } else { "sizes" };
        text.push_str(&format!(", {word} {}", few(sizes, SIZES_TOLD, "more")));
    }
    text
}

/// "The Sintra Jeans are", "the Wrap Dress is".
pub(super) fn agree(title: &str, one: &'static str, many: &'static str) -> &'static str {
    if title.ends_with('s') && !title.ends_with("ss") { many } else { one }
}

/// Everything asked about one product.
pub(super) fn one(
    situation: &Situation,
    product: &Product,
    wanted: &Wanted,
    relaxed: Relaxed,
    detail: Detail,
) -> String {
    let asks = |asked: Asked| situation.understanding.entities.asks.contains(&asked);
    let title = &product.title;
    let all: Vec<&Variant> = product.variants.iter().collect();
    let buyable: Vec<&Variant> = all.iter().copied().filter(can_buy).collect();
    let mut texts: Vec<String> = Vec::new();
    if buyable.is_empty() {
        texts.push(format!(
            "Sorry, the {title} {} sold out at the moment. The price is {}.",
            agree(title, "is", "are"),
            price_of(&all)
        ));
        return texts.remove(0);
    }
    let specific = wanted.size.is_some() || !wanted.colours.is_empty();
    if specific {
        let text = choice(product, wanted, &buyable);
        let dearer = wanted.max.filter(|_| relaxed == Relaxed::Price);
        texts.push(match (dearer, text.strip_prefix("Yes, we have")) {
            (Some(max), Some(rest)) => {
                format!("I couldn't find that under {max}. The closest I have is{rest}")
            }
            _ => text,
        });
    } else {
        let found = if relaxed == Relaxed::Price {
            match wanted.max {
                Some(max) => format!(
                    "I couldn't find that under {max}. The closest I have is the {title} at {}.",
                    price_of(&buyable)
                ),
                None => format!("The closest I have is the {title} at {}.", price_of(&buyable)),
            }
        } else if asks(Asked::Stock) {
            format!("Yes, the {title} {} in stock for {}.", agree(title, "is", "are"), price_of(&buyable))
        } else {
            match pick(situation, 35, &["a", "b"]) {
                "a" => format!("The {title} {} {}.", agree(title, "is", "are"), price_of(&buyable)),
                _ => format!("The {title} {} {}.", agree(title, "costs", "cost"), price_of(&buyable)),
            }
        };
        texts.push(found);
        if detail > Detail::Minimal {
            texts.push(choices(title, &buyable, asks(Asked::Sizes), asks(Asked::Colours)));
        }
    }
    let material = asks(Asked::Material)
        || (situation.understanding.has(Intent::ProductQuestion)
            && !situation.understanding.entities.materials.is_empty());
    if material && !product.material.trim().is_empty() {
        texts.push(format!("Material: {}", sentence(&product.material)));
    }
    if asks(Asked::Care) && !product.care.trim().is_empty() {
        texts.push(format!("Care: {}", sentence(&product.care)));
    }
    texts.retain(|text| !text.is_empty());
    texts.join(" ")
}

/// "It comes in navy and white, in sizes S, M and L."
fn choices(title: &str, buyable: &[&Variant], sizes_asked: bool, colours_asked: bool) -> String {
    let colours = colours_of(buyable);
    let sizes = sizes_of(buyable);
    let both = sizes_asked == colours_asked;
    let mut parts = Vec::new();
    if !colours.is_empty() && (both || colours_asked) {
        parts.push(format!("in {}", few(colours, COLOURS_TOLD + 3, "more")));
    }
    if !sizes.is_empty() && (both || sizes_asked) {
        let word = if sizes.len() == 1 { "size" } else { "sizes" };
        parts.push(format!("in {word} {}", few(sizes, SIZES_TOLD + 4, "more")));
    }
    if parts.is_empty() {
        String::new()
    } else {
        format!("We have {} {}.", agree(title, "it", "them"), parts.join(", "))
    }
}

/// The answer to "in navy, size M?".
fn choice(product: &Product, wanted: &Wanted, buyable: &[&Variant]) -> String {
    let title = &product.title;
    let exact: Vec<&Variant> =
        buyable.iter().copied().filter(|v| wanted.size_fits(v) && wanted.colour_fits(v)).collect();
    if let Some(first) = exact.first() {
        let colours = colours_of(&exact);
        let mut words = format!("Yes, we have the {title}");
        if !wanted.colours.is_empty() && !colours.is_empty() {
            words.push_str(&format!(" in {}", list(&colours)));
        }
        if let Some(size) = first.size.as_ref().filter(|_| wanted.size.is_some()) {
            words.push_str(&format!(" in size {size}"));
        }
        words.push_str(&format!(" for {}.", price_of(&exact)));
        let left: i64 = exact.iter().map(|variant| variant.available.max(0)).sum();
        if exact.len() == 1 {
            match left {
                1 => words.push_str(" It's the last one!"),
                2..=FEW_LEFT => words.push_str(&format!(" Only {left} left.")),
                _ => {}
            }
        }
        if wanted.size.is_none() {
            let sizes = sizes_of(&exact);
            if !sizes.is_empty() {
                let word = if sizes.len() == 1 { "Size" } else { "Sizes" };
                words.push_str(&format!(" {word} in stock: {}.", few(sizes, SIZES_TOLD, "more")));
            }
        } else if wanted.colours.is_empty() && !colours.is_empty() {
            let word = if colours.len() == 1 { "Colour" } else { "Colours" };
            words
                .push_str(&format!(" {word} in stock in that size: {}.", few(colours, COLOURS_TOLD, "more")));
        }
        return words;
    }
    // Not to be had: say what is missing, and the nearest that is there.
    let colour_exists = product.variants.iter().any(|v| wanted.colour_fits(v));
    let size_exists = product.variants.iter().any(|v| wanted.size_fits(v));
    let in_colour: Vec<&Variant> = buyable.iter().copied().filter(|v| wanted.colour_fits(v)).collect();
    let in_size: Vec<&Variant> = buyable.iter().copied().filter(|v| wanted.size_fits(v)).collect();
    let said = wanted.said.clone().unwrap_or_default();
    let actual = product
        .variants
        .iter()
        .find(|v| wanted.colour_fits(v))
        .and_then(|v| v.colour.clone())
        .unwrap_or_else(|| said.clone());
    let missing = match (&wanted.size, wanted.colours.is_empty()) {
        (Some(size), false) if colour_exists && size_exists => {
            format!("Sorry, the {title} in {actual} {} sold out in size {size}.", agree(title, "is", "are"))
        }
        (_, false) if !colour_exists => {
            format!("Sorry, the {title} {} come in {said}.", agree(title, "doesn't", "don't"))
        }
        (Some(size), _) if !size_exists => {
            format!("Sorry, the {title} {} come in size {size}.", agree(title, "doesn't", "don't"))
        }
        (Some(size), true) => {
            format!("Sorry, the {title} {} sold out in size {size}.", agree(title, "is", "are"))
        }
        _ => format!("Sorry, the {title} {} sold out in {actual}.", agree(title, "is", "are")),
    };
    let rest = if !wanted.colours.is_empty() && !in_colour.is_empty() && wanted.size.is_some() {
        let sizes = sizes_of(&in_colour);
        let word = if sizes.len() == 1 { "size" } else { "sizes" };
        format!(" In {actual} we have {word} {}.", few(sizes, SIZES_TOLD, "more"))
    } else if wanted.size.is_some() && !in_size.is_empty() {
        let colours = colours_of(&in_size);
        let size = in_size.first().and_then(|v| v.size.clone()).unwrap_or_default();
        format!(
            " In size {size} we have {} in {} for {}.",
            agree(title, "it", "them"),
            few(colours, COLOURS_TOLD, "more"),
            price_of(&in_size)
        )
    } else {
        let text = choices(title, buyable, false, false);
        format!(" {text}")
    };
    format!("{missing}{rest}")
}
