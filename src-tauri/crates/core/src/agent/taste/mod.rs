//! Recommendations: from the customer's own orders, for a stranger from what sells, and what goes with something. What is
//! offered is in stock, in the customer's size where it is known, and says why it is offered. Pure; the same rows give the
//! same offers.

mod asked;
mod profile;
#[cfg(test)]
mod tests;

use super::acting::Statement;
use super::evidence::{Fact, FactValue, Source, SourceKind};
use super::knowledge::{Bought, Product, ProductQuery, Taste, Together};
use super::phrases::{Language, Phrase, Value};
use super::planner::{can_buy, list, number_of};
use super::pointing::{self, text_of};
use super::remembered;
use super::turn::{Situation, ToolCall, ToolResult};
use super::understanding::is_garment;
use crate::id::{self, Id};
pub(super) use asked::Asked;
use profile::{Kind, Profile};

/// Kinds of goods that are looked through.
const KINDS: usize = 2;
/// Products of a kind that are compared.
const COMPARED: usize = 24;
const OFFERS: usize = 3;
/// Products that are read for one offer in vain at most.
const READ: usize = 8;

/// What comes next.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Thought {
    Pass,
    Call(ToolCall),
    Tell(Box<Told>),
}

/// Offers with the reason for them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Told {
    pub opening: Phrase,
    /// The opening as it is said in English, with its row.
    pub statement: Statement,
    /// How it came about, for the record.
    pub reasons: Vec<Fact>,
    pub offers: Vec<Product>,
    /// The size in which they are there.
    pub size: Option<String>,
    /// More is asked for.
    pub asks: bool,
}

/// What the message asks for of these.
pub(super) fn wished(situation: &Situation) -> Option<Asked> {
    if situation.input.dialogue.agenda.is_active() {
        return None;
    }
    let asked = asked::asks(&text_of(situation), &situation.understanding.language)?;
    // "Recommend a linen dress under 80" is looked for as any dress is.
    let described = situation.understanding.entities.price.max.is_some()
        || !situation.understanding.entities.colours.is_empty()
        || !situation.understanding.entities.sizes.is_empty();
    // In other languages words that name nothing are not all known as such.
    let english = situation.language() == Language::English;
    let only_kinds =
        !english || pointing::named(situation, asked::CUE_WORDS).iter().all(|word| is_garment(word));
    (asked == Asked::GoesWith || (!described && only_kinds)).then_some(asked)
}

/// Works out what comes next.
pub(super) fn think(situation: &Situation) -> Thought {
    match wished(situation) {
        None => Thought::Pass,
        Some(Asked::GoesWith) => beside(situation).unwrap_or(Thought::Pass),
        Some(asked) => {
            let Some(ToolResult::Taste(taste)) = situation.answer(&ToolCall::ReadTaste) else {
                return match situation.answer(&ToolCall::ReadTaste) {
                    None => Thought::Call(ToolCall::ReadTaste),
                    Some(_) => Thought::Pass,
                };
            };
            match Profile::of(&taste.bought).map(|profile| profile.with_memory(&situation.input.facts)) {
                Some(profile) => known(situation, asked, taste, &profile),
                None => stranger(situation, asked, taste),
            }
        }
    }
}

/// The kinds of goods that are looked through: those that the message names, else those that were bought most.
fn kinds<'a>(situation: &Situation, profile: &'a Profile) -> Vec<&'a Kind> {
    let named = garments(situation);
    let is_named = |kind: &&Kind| {
        let name = kind.name.to_lowercase();
        named.iter().any(|word| name.contains(word.trim_end_matches('s')))
    };
    if named.is_empty() {
        profile.kinds.iter().filter(|kind| !kind.name.is_empty()).take(KINDS).collect()
    } else {
        profile.kinds.iter().filter(is_named).take(KINDS).collect()
    }
}

/// The kinds of goods that the message names.
fn garments(situation: &Situation) -> Vec<String> {
    let mut named = pointing::named(situation, asked::CUE_WORDS);
    named.retain(|word| is_garment(word));
    named
}

fn search_for(kind: &Kind) -> ToolCall {
    let words = kind.name.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
    ToolCall::SearchProducts(ProductQuery {
        words: words.map(str::to_owned).collect(),
        size: kind.size.clone(),
        in_stock: true,
        limit: COMPARED,
        ..ProductQuery::default()
    })
}

fn known(situation: &Situation, asked: Asked, taste: &Taste, profile: &Profile) -> Thought {
    let kinds = kinds(situation, profile);
    if kinds.is_empty() && !garments(situation).is_empty() {
        // Nothing is known of that kind: it is looked for as ever.
        return Thought::Pass;
    }
    let mut found: Vec<(i64, usize, &Product, &Kind)> = Vec::new();
    let mut reasons = Vec::new();
    for kind in kinds {
        let call = search_for(kind);
        let Some(ToolResult::Products(hits)) = situation.answer(&call) else {
            return if situation.answer(&call).is_none() { Thought::Call(call) } else { Thought::Pass };
        };
        for (rank, hit) in hits.iter().enumerate() {
            let of_kind = hit.product.category == kind.example.category;
            let newest = asked != Asked::New || taste.newest.contains(&hit.product.id);
            let Some(score) = profile.score(&hit.product, kind.size.as_deref()) else { continue };
            if of_kind && newest && score.total() >= 0 {
                found.push((score.total(), rank, &hit.product, kind));
                reasons.push(Fact {
                    name: format!("score.{}", hit.product.id),
                    value: FactValue::Quantity(score.total()),
                    row: None,
                });
            }
        }
    }
    // The best first; among equals as the search had them.
    found.sort_by_key(|(score, rank, product, _)| (std::cmp::Reverse(*score), *rank, product.id));
    found.dedup_by_key(|(_, _, product, _)| product.id);
    let Some((_, _, _, kind)) = found.first() else {
        return stranger(situation, asked, taste);
    };
    let kind = (*kind).clone();
    let offers: Vec<Product> = found
        .iter()
        .filter(|(_, _, _, of)| of.example.category == kind.example.category)
        .take(OFFERS)
        .map(|(_, _, product, _)| (*product).clone())
        .collect();
    reasons.retain(|fact| offers.iter().any(|offer| fact.name == format!("score.{}", offer.id)));
    reasons.extend(reasons_of(profile, &kind));
    let key = if asked == Asked::New { "taste-because-new" } else { "taste-because" };
    let example = &kind.example;
    let opening = Phrase::new(key)
        .with("piece", piece(&example.title, example))
        .with("number", number_of(&example.title));
    let source = Source::new(SourceKind::Order, example.order.to_string(), example.order_version);
    tell(situation, opening, source, reasons, offers, kind.size.clone(), false)
}

/// What is known, for the record.
fn reasons_of(profile: &Profile, kind: &Kind) -> Vec<Fact> {
    let text =
        |name: &str, value: String| Fact { name: name.into(), value: FactValue::Text(value), row: None };
    let mut facts = vec![text("kind", kind.name.clone()), text("kept", kind.kept.to_string())];
    if let Some(size) = &kind.size {
        facts.push(text("size", size.clone()));
    }
    let colours: Vec<&str> = profile.colours.iter().map(|(colour, _)| colour.as_str()).collect();
    facts.push(text("colours", colours.join(", ")));
    if !profile.unliked.is_empty() {
        facts.push(text("colours that came back", profile.unliked.join(", ")));
    }
    facts
}

/// "the Linen Shirt in size M".
fn piece(title: &str, bought: &Bought) -> Phrase {
    let key = match (&bought.colour, &bought.size) {
        (None, None) => "piece-name",
        (Some(_), None) => "piece-colour",
        (None, Some(_)) => "piece-size",
        (Some(_), Some(_)) => "piece-both",
    };
    let mut phrase = Phrase::new(key).with("title", title);
    if let Some(colour) = &bought.colour {
        phrase = phrase.with("colours", list([Value::Colour(colour.clone())]));
    }
    if let Some(size) = &bought.size {
        phrase = phrase.with("size", size.as_str());
    }
    phrase
}

/// Nothing is known of them: what sells, said as such, and one question.
fn stranger(situation: &Situation, asked: Asked, taste: &Taste) -> Thought {
    if !garments(situation).is_empty() {
        return Thought::Pass;
    }
    let new = asked == Asked::New;
    let ids: Vec<Id<id::Product>> = if new {
        taste.newest.clone()
    } else {
        taste.bestsellers.iter().map(|(product, _)| *product).collect()
    };
    let offers = match read(situation, &ids) {
        Ok(offers) => offers,
        Err(call) => return Thought::Call(*call),
    };
    if offers.is_empty() {
        // What is looked for is asked, as ever.
        return Thought::Pass;
    }
    let opening = if new {
        Phrase::new("taste-new")
    } else {
        Phrase::new("taste-bestsellers").with("days", Value::Count(i64::from(taste.days)))
    };
    let sold = |offer: &Product| taste.bestsellers.iter().find(|(product, _)| *product == offer.id);
    let reasons = offers
        .iter()
        .filter_map(sold)
        .map(|(product, pieces)| Fact {
            name: format!("sold.{product}"),
            value: FactValue::Quantity(*pieces),
            row: None,
        })
        .collect();
    let source = Source::new(SourceKind::Search, if new { "What came in last" } else { "What sold most" }, 1);
    tell(situation, opening, source, reasons, offers, None, true)
}

/// The first of these that can be had.
fn read(situation: &Situation, ids: &[Id<id::Product>]) -> Result<Vec<Product>, Box<ToolCall>> {
    let mut offers = Vec::new();
    for product in ids.iter().take(READ) {
        if offers.len() >= OFFERS {
            break;
        }
        let call = ToolCall::ReadProduct { product: *product };
        match situation.answer(&call) {
            None => return Err(Box::new(call)),
            Some(ToolResult::Product(Some(product)))
                if product.variants.iter().any(|v| can_buy(&v))
                    && !remembered::is_harmful(situation, product) =>
            {
                offers.push(product.as_ref().clone());
            }
            Some(_) => {}
        }
    }
    Ok(offers)
}

fn tell(
    situation: &Situation,
    opening: Phrase,
    source: Source,
    reasons: Vec<Fact>,
    offers: Vec<Product>,
    size: Option<String>,
    asks: bool,
) -> Thought {
    let text =
        super::phrases::Speech::from(opening.clone()).say(Language::English, situation.input.now.date());
    let statement = Statement { text, source };
    Thought::Tell(Box::new(Told { opening, statement, reasons, offers, size, asks }))
}

/// What goes with something: what was bought together with it, else what its kind is worn with. `None`: it is not clear with
/// what.
fn beside(situation: &Situation) -> Option<Thought> {
    let product = match pointing::meant(situation, asked::CUE_WORDS) {
        Err(call) => return Some(Thought::Call(*call)),
        Ok(found) => found?.0,
    };
    let read = ToolCall::ReadProduct { product };
    let product = match situation.answer(&read) {
        None => return Some(Thought::Call(read)),
        Some(ToolResult::Product(product)) => product.as_ref()?,
        Some(_) => return None,
    };
    let call = ToolCall::FindTogether { product: product.id };
    let together = match situation.answer(&call) {
        None => return Some(Thought::Call(call)),
        Some(ToolResult::Together(together)) => together,
        Some(_) => return None,
    };
    let piece = Phrase::new("piece-name").with("title", product.title.as_str());
    if !together.is_empty() {
        let opening = Phrase::new("goes-with").with("piece", piece).with("number", number_of(&product.title));
        let source = Source::new(SourceKind::Search, format!("Bought together with {}", product.title), 1);
        let offers = together.iter().take(OFFERS).map(|with| with.product.clone()).collect();
        let reasons = together.iter().take(OFFERS).flat_map(reasons_together).collect();
        return Some(tell(situation, opening, source, reasons, offers, None, false));
    }
    let mut offers: Vec<(bool, Product)> = Vec::new();
    for kind in worn_with(&product.category) {
        let query = ProductQuery {
            words: vec![(*kind).to_owned()],
            in_stock: true,
            limit: READ,
            ..ProductQuery::default()
        };
        let call = ToolCall::SearchProducts(query);
        let Some(ToolResult::Products(hits)) = situation.answer(&call) else {
            return Some(Thought::Call(call));
        };
        let is_one = |hit: &&super::knowledge::ProductHit| {
            let leaf = hit.product.category.rsplit('>').next().unwrap_or("").to_lowercase();
            leaf.contains(kind) && hit.product.id != product.id && is_for_the_same(product, &hit.product)
        };
        let mut of_kind: Vec<&Product> = hits.iter().filter(is_one).map(|hit| &hit.product).collect();
        of_kind.sort_by_key(|other| !harmonises(product, other));
        offers.extend(of_kind.first().map(|best| (harmonises(product, best), (*best).clone())));
    }
    offers.sort_by_key(|(harmonises, _)| !harmonises);
    let offers: Vec<Product> = offers.into_iter().map(|(_, offer)| offer).take(OFFERS).collect();
    if offers.is_empty() {
        return None;
    }
    let opening =
        Phrase::new("goes-with-look").with("piece", piece).with("number", number_of(&product.title));
    let source = Source::new(SourceKind::Product, product.id.to_string(), product.version);
    Some(tell(situation, opening, source, Vec::new(), offers, None, false))
}

fn reasons_together(with: &Together) -> Vec<Fact> {
    let fact = |what: &str, number| Fact {
        name: format!("{what}.{}", with.product.id),
        value: FactValue::Quantity(number),
        row: None,
    };
    vec![fact("together", with.orders), fact("lift_percent", with.lift_percent)]
}

/// Kinds of goods that are worn with a kind, by parts of the names of categories.
fn worn_with(category: &str) -> &'static [&'static str] {
    const PAIRS: &[(&str, &[&str])] = &[
        ("dress", &["cardigan", "belt", "jacket", "scar", "shoe"]),
        ("skirt", &["blouse", "top", "knit", "belt"]),
        ("shirt", &["trouser", "jean", "belt", "jacket"]),
        ("blouse", &["skirt", "trouser", "jean"]),
        ("top", &["jean", "skirt", "trouser"]),
        ("knit", &["jean", "skirt", "trouser", "scar"]),
        ("sweater", &["jean", "trouser", "scar"]),
        ("jumper", &["jean", "trouser", "scar"]),
        ("trouser", &["shirt", "blouse", "belt", "knit"]),
        ("jean", &["shirt", "top", "belt", "knit"]),
        ("coat", &["scar", "hat", "glove"]),
        ("jacket", &["scar", "shirt", "jean"]),
        ("suit", &["shirt", "belt", "tie"]),
        ("shoe", &["sock", "bag", "belt"]),
        ("bag", &["scar", "wallet", "belt"]),
        ("belt", &["trouser", "jean", "dress"]),
        ("scar", &["coat", "hat", "glove"]),
        ("hat", &["scar", "glove", "coat"]),
    ];
    let leaf = category.rsplit('>').next().unwrap_or("").to_lowercase();
    PAIRS.iter().find(|(kind, _)| leaf.contains(kind)).map_or(&[], |(_, with)| with)
}

/// For the same people, as far as the categories say: nothing of "Men" beside something of "Women".
fn is_for_the_same(product: &Product, other: &Product) -> bool {
    const PEOPLE: &[&str] = &["women", "men", "ladies", "girls", "boys", "kids", "children", "baby"];
    let whose = |product: &Product| {
        let root = product.category.split('>').next().unwrap_or("").trim().to_lowercase();
        PEOPLE.contains(&root.as_str()).then_some(root)
    };
    match (whose(product), whose(other)) {
        (Some(one), Some(two)) => one == two,
        _ => true,
    }
}

/// Colours that go with any.
const QUIET: &[&str] = &[
    "black", "white", "navy", "grey", "gray", "beige", "camel", "sand", "brown", "cream", "ecru", "denim",
    "indigo",
];

/// Whether a colour of the one goes with one of the other: the same, or a quiet one.
fn harmonises(product: &Product, other: &Product) -> bool {
    let colours = |product: &Product| -> Vec<String> {
        product.variants.iter().filter(can_buy).filter_map(|variant| variant.colour.clone()).collect()
    };
    let own = colours(product);
    let quiet = |colour: &String| QUIET.iter().any(|quiet| colour.contains(quiet));
    colours(other).iter().any(|colour| quiet(colour) || own.contains(colour)) || own.iter().all(quiet)
}
