//! Finding products, and questions about one: price, sizes, colours, material, stock.

use super::super::book::availability;
use super::super::dialogue::{DialogueState, PendingQuestion};
use super::super::escalation::pick;
use super::super::evidence::Availability;
use super::super::intent::{Asked, Intent, Reference};
use super::super::knowledge::{Product, ProductHit, ProductQuery, Variant};
use super::super::lookups::{pointed_at, search};
use super::super::run::HandoffReason;
use super::super::turn::{Situation, ToolCall, ToolResult};
use super::super::understanding::{is_about_products, is_garment};
use super::{Detail, Part, list, sentence};
use crate::money::Money;

const OFFERS: usize = 3;
const COLOURS_TOLD: usize = 5;
const SIZES_TOLD: usize = 8;
/// Up to this many, what is left is told exactly.
const FEW_LEFT: i64 = 3;
/// Below this, a search on a hunch that finds nothing is no answer.
const HUNCH: f32 = 0.4;

/// What was given up to find something near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relaxed {
    Nothing,
    Colour,
    Price,
    Size,
    Stock,
}

/// The searches to try, nearest first.
fn ladder(query: &ProductQuery) -> Vec<(Relaxed, ProductQuery)> {
    let mut steps = vec![(Relaxed::Nothing, query.clone())];
    if query.words.is_empty() && query.material.is_none() {
        return steps;
    }
    if !query.colours.is_empty() {
        steps.push((Relaxed::Colour, ProductQuery { colours: Vec::new(), ..query.clone() }));
    }
    if query.price_max.is_some() || query.price_min.is_some() {
        steps.push((Relaxed::Price, ProductQuery { price_max: None, price_min: None, ..query.clone() }));
    }
    if query.size.is_some() {
        steps.push((Relaxed::Size, ProductQuery { size: None, ..query.clone() }));
    }
    let bare = ProductQuery { words: query.words.clone(), limit: query.limit, ..ProductQuery::default() };
    steps.push((Relaxed::Stock, bare));
    steps
}

/// A further lookup that would help to answer.
pub(super) fn next_lookup(situation: &Situation) -> Option<ToolCall> {
    let understanding = &situation.understanding;
    if !understanding.intents.iter().any(|scored| is_about_products(scored.intent))
        || pointed_at(situation).is_some()
    {
        return None;
    }
    let query = search(situation)?;
    for (_, step) in ladder(&query) {
        let call = ToolCall::SearchProducts(step);
        match situation.answer(&call) {
            None => return Some(call),
            Some(ToolResult::Products(hits)) if !fitting(&query, hits, true).is_empty() => return None,
            Some(_) => {}
        }
    }
    None
}

/// Whether a product is the garment that was asked for, by its title or category: a shirt whose description
/// says that it goes with jeans is no pair of jeans.
fn is_the_garment(query: &ProductQuery, product: &Product) -> bool {
    let name = format!("{} {}", product.title, product.category).to_lowercase();
    let root = |word: &str| -> String {
        let cut = ["sses", "shes", "ches", "xes"].iter().any(|ending| word.ends_with(ending));
        let shorter = if cut { &word[..word.len() - 2] } else { word.strip_suffix('s').unwrap_or(word) };
        if word.ends_with("ss") { word.to_owned() } else { shorter.to_owned() }
    };
    let mut garments = query.words.iter().filter(|word| is_garment(word)).peekable();
    garments.peek().is_none() || garments.any(|word| name.contains(&root(word)))
}

/// Hits that really are what was asked for: as many of the words as any other, and where `strict` the garment.
fn fitting<'a>(query: &ProductQuery, hits: &'a [ProductHit], strict: bool) -> Vec<&'a Product> {
    let is_it = |hit: &&ProductHit| !strict || is_the_garment(query, &hit.product);
    let most = hits.iter().filter(is_it).map(|hit| hit.words_matched).max().unwrap_or(0);
    let enough = query.words.len().div_ceil(2).max(usize::from(!query.words.is_empty()));
    hits.iter()
        .filter(is_it)
        .filter(|hit| query.words.is_empty() || (hit.words_matched >= enough && hit.words_matched + 1 > most))
        .map(|hit| &hit.product)
        .collect()
}

/// The product pointed at, or what the searches found and what had to be given up for it.
fn found(situation: &Situation) -> (Vec<&Product>, Relaxed) {
    if let Some(product) = pointed_at(situation) {
        return (situation.product(product).into_iter().collect(), Relaxed::Nothing);
    }
    let reference = situation.understanding.entities.reference;
    if matches!(reference, Some(Reference::Cheapest | Reference::Dearest)) {
        let offers = situation.input.dialogue.offered.iter().filter_map(|id| situation.product(*id));
        let chosen = match reference {
            Some(Reference::Cheapest) => offers.min_by_key(|product| lowest(product)),
            _ => offers.max_by_key(|product| lowest(product)),
        };
        return (chosen.into_iter().collect(), Relaxed::Nothing);
    }
    let Some(query) = search(situation) else { return (Vec::new(), Relaxed::Nothing) };
    // A name that only the description bears is the last resort.
    for strict in [true, false] {
        for (relaxed, step) in ladder(&query) {
            if let Some(ToolResult::Products(hits)) = situation.answer(&ToolCall::SearchProducts(step)) {
                let products = fitting(&query, hits, strict);
                if !products.is_empty() {
                    return (products, relaxed);
                }
            }
        }
    }
    (Vec::new(), Relaxed::Nothing)
}

fn lowest(product: &Product) -> i64 {
    product.variants.iter().map(|variant| variant.price.amount).min().unwrap_or(i64::MAX)
}

/// What the customer wants of a product.
struct Wanted {
    size: Option<String>,
    /// The colour's names, best first; and the word used.
    colours: Vec<String>,
    said: Option<String>,
    max: Option<Money>,
    min: Option<Money>,
}

impl Wanted {
    fn of(situation: &Situation) -> Self {
        let entities = &situation.understanding.entities;
        let inherited = search(situation).filter(|_| pointed_at(situation).is_none());
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

    fn size_fits(&self, variant: &Variant) -> bool {
        self.size
            .as_ref()
            .is_none_or(|size| variant.size.as_ref().is_some_and(|s| s.eq_ignore_ascii_case(size)))
    }

    fn colour_fits(&self, variant: &Variant) -> bool {
        self.colours.is_empty()
            || variant
                .colour
                .as_ref()
                .is_some_and(|colour| self.colours.iter().any(|name| colour.eq_ignore_ascii_case(name)))
    }

    fn price_fits(&self, variant: &Variant) -> bool {
        self.max.is_none_or(|max| variant.price.amount <= max.amount)
            && self.min.is_none_or(|min| variant.price.amount >= min.amount)
    }

    fn fits(&self, variant: &Variant) -> bool {
        self.size_fits(variant) && self.colour_fits(variant) && self.price_fits(variant)
    }
}

fn can_buy(variant: &&Variant) -> bool {
    availability(variant) != Availability::SoldOut
}

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
fn price_of(variants: &[&Variant]) -> String {
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

/// The reply to everything about products.
pub(super) fn answer(
    situation: &Situation,
    intent: Intent,
    detail: Detail,
    memory: &mut DialogueState,
) -> Part {
    let (products, relaxed) = found(situation);
    let wanted = Wanted::of(situation);
    let pointed = pointed_at(situation).is_some()
        || matches!(
            situation.understanding.entities.reference,
            Some(Reference::Cheapest | Reference::Dearest)
        );
    let query = search(situation);
    if let Some(query) = query.clone().filter(|_| !pointed) {
        memory.last_search = Some(query);
    }
    let Some(first) = products.first() else {
        if query.is_none() && matches!(intent, Intent::ProductQuestion | Intent::PriceQuestion) {
            memory.pending = Some(PendingQuestion::WhichProduct);
            return Part::says("Which piece do you mean? Tell me its name, and I'll look it up.");
        }
        return nothing(situation, query.is_some() || pointed, memory);
    };
    let question = matches!(intent, Intent::ProductQuestion | Intent::PriceQuestion | Intent::PlaceOrder);
    if pointed || products.len() == 1 || (question && names(situation, first)) {
        memory.focus_product = Some(first.id);
        // "The second one" still counts the offers after a question about one of them.
        if !pointed && !memory.offered.contains(&first.id) {
            memory.offered = vec![first.id];
        }
        let gone = !first.variants.iter().any(|variant| can_buy(&variant));
        let asks = |asked: Asked| situation.understanding.entities.asks.contains(&asked);
        let specific = wanted.size.is_some() || !wanted.colours.is_empty();
        if intent == Intent::ProductQuestion && asks(Asked::Property) && !specific {
            return property(first);
        }
        let mut text = one(situation, first, &wanted, relaxed, detail);
        if asks(Asked::Picture) {
            return Part::hands_over(text);
        }
        if intent == Intent::PlaceOrder && !gone {
            if !specific {
                let buyable: Vec<&Variant> = first.variants.iter().filter(can_buy).collect();
                text = format!(
                    "The {} {} {}.",
                    first.title,
                    agree(&first.title, "is", "are"),
                    price_of(&buyable)
                );
            }
            let thanks = pick(situation, 30, &["Great choice!", "Lovely choice!", "Good choice!"]);
            text = format!("{thanks} {text}");
            return Part::hands_over(text);
        }
        return Part::says(text);
    }
    let offers: Vec<&Product> = ranked(&products, &wanted).into_iter().take(OFFERS).collect();
    memory.offered = offers.iter().map(|product| product.id).collect();
    memory.focus_product = None;
    Part::says(several(situation, &offers, &wanted, relaxed, detail))
}

/// What no record tells, a person does; the material may help already.
fn property(product: &Product) -> Part {
    match product.material.trim() {
        "" => Part::hands_over(""),
        material => Part::hands_over(format!("The {} – material: {}", product.title, sentence(material))),
    }
}

/// Whether the customer named this very product: two or more of its title's words.
fn names(situation: &Situation, product: &Product) -> bool {
    let title = product.title.to_lowercase();
    let words = &situation.understanding.entities.product_words;
    let materials = &situation.understanding.entities.materials;
    let hits =
        words.iter().chain(materials).filter(|word| title.contains(word.trim_end_matches('s'))).count();
    hits >= 2 || (hits >= 1 && title.split_whitespace().count() == 1)
}

/// Search order is kept among equals; with a price ceiling or "cheap" in sight, nothing is reordered either.
fn ranked<'a>(products: &[&'a Product], wanted: &Wanted) -> Vec<&'a Product> {
    let mut ranked: Vec<&Product> = products.to_vec();
    // What can be had exactly as wanted comes first.
    ranked.sort_by_key(|product| !product.variants.iter().any(|v| wanted.fits(v) && can_buy(&v)));
    ranked
}

fn nothing(situation: &Situation, searched: bool, memory: &mut DialogueState) -> Part {
    if !searched {
        memory.pending = Some(PendingQuestion::WhichProduct);
        return Part::says(pick(
            situation,
            31,
            &[
                "Happy to help you find something! What are you looking for, and in which size or colour?",
                "Sure! What kind of piece do you have in mind, and in which size or colour?",
            ],
        ));
    }
    if situation.understanding.confidence < HUNCH {
        return Part { text: String::new(), handoff: Some(HandoffReason::LowConfidence) };
    }
    memory.pending = Some(PendingQuestion::WhichProduct);
    Part::says(pick(
        situation,
        32,
        &[
            "Sorry, I couldn't find anything like that in our shop. Could you describe it in other words?",
            "I'm afraid we don't seem to have that. Is there something else I can look for?",
        ],
    ))
}

fn several(
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
fn line(number: usize, product: &Product, wanted: &Wanted, relaxed: Relaxed, detail: Detail) -> String {
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
fn agree(title: &str, one: &'static str, many: &'static str) -> &'static str {
    if title.ends_with('s') && !title.ends_with("ss") { many } else { one }
}

/// Everything asked about one product.
fn one(
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
        let left: i64 = exact.iter().map(|variant| variant.on_hand.max(0)).sum();
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
