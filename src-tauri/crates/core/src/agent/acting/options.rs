//! Questions about a product's variants by options of any name ("is the 45 l one in stock?"): those that fit, each with its
//! price. It changes nothing, and anybody may ask.

use super::choose::{self, Choice};
use super::say::{self, Statement};
use super::words::{atoms, has, has_any};
use super::{Said, Thought, has_wish, text_of};
use crate::agent::account::Goods;
use crate::agent::intent::{Intent, Reference};
use crate::agent::lookups;
use crate::agent::turn::{Situation, ToolCall, ToolResult};
use crate::agent::understanding::folded_words;
use crate::id::{self, Id};

/// Variants that are told.
const TOLD: usize = 5;

/// The product that a question is about, where it is about one.
fn product(situation: &Situation) -> Option<Id<id::Product>> {
    let understanding = &situation.understanding;
    let talked = situation.input.dialogue.focus_product.is_some();
    let asks = |intent| {
        matches!(intent, Intent::ProductQuestion | Intent::PriceQuestion | Intent::ProductSearch)
            || (talked && intent == Intent::Other)
    };
    if situation.input.dialogue.agenda.is_active()
        || situation.language() != crate::agent::phrases::Language::English
        || !understanding.intents.iter().all(|scored| asks(scored.intent))
        || understanding.intents.is_empty()
        || has_wish(&text_of(situation))
    {
        return None;
    }
    if let Some(pointed) = lookups::pointed_at(situation) {
        return Some(pointed);
    }
    if talked
        && (asks_cheapest(situation) || understanding.has(Intent::Other))
        && understanding.entities.product_words.is_empty()
    {
        return situation.input.dialogue.focus_product;
    }
    // The only thing that was found by the words for it.
    let hits = situation.results.iter().find_map(|(_, result)| match result {
        ToolResult::Products(hits) if !hits.is_empty() => Some(hits),
        _ => None,
    })?;
    let most = hits.iter().map(|hit| hit.words_matched).max().filter(|most| *most > 0)?;
    let mut best = hits.iter().filter(|hit| hit.words_matched == most);
    let first = best.next()?;
    best.next().is_none().then_some(first.product.id)
}

/// "What's the cheapest one?", of the thing that is talked about.
fn asks_cheapest(situation: &Situation) -> bool {
    let said = atoms(&text_of(situation));
    has_any(&said, &["cheapest"]) || has(&said, &["least", "expensive"])
}

/// Size and colour that were spoken of before, of the same thing.
fn before(situation: &Situation) -> String {
    let dialogue = &situation.input.dialogue;
    let entities = &situation.understanding.entities;
    let goes_on = lookups::pointed_at(situation).is_some()
        && lookups::pointed_at(situation) == dialogue.focus_product
        && !matches!(entities.reference, Some(Reference::Ordinal(_)));
    let Some(last) = dialogue.last_search.as_ref().filter(|_| goes_on) else { return String::new() };
    let size = last.size.as_ref().filter(|_| entities.sizes.is_empty()).map(|size| format!("size {size}"));
    let colour = last.colours.first().filter(|_| entities.colours.is_empty()).cloned();
    [size, colour].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What such a question comes to; `None`: it is another one.
pub(super) fn think(situation: &Situation) -> Option<Thought> {
    let product = product(situation)?;
    let text = text_of(situation);
    // Cheap: without a number or a word of this kind no such option is meant.
    let said = atoms(&text);
    if said.iter().filter(|atom| !atom.mark).count() > 20 || has_any(&said, &["return", "cancel", "exchange"])
    {
        return None;
    }
    if !says_more(situation, product) && !asks_cheapest(situation) {
        return None;
    }
    let call = ToolCall::ReadGoods { product };
    let goods = match situation.answer(&call) {
        None => return Some(Thought::Call(call)),
        Some(ToolResult::Goods(goods)) => goods.first()?,
        Some(_) => return None,
    };
    if choose::names_foreign_size(goods, &text)
        || (!choose::names_other_option(goods, &text) && !asks_cheapest(situation))
    {
        return None;
    }
    Some(Thought::Say(Box::new(Said {
        statements: vec![told(goods, &text, &before(situation))],
        agenda: situation.input.dialogue.agenda.as_ref().clone(),
        order: None,
        handoff: None,
        focus_product: Some(product),
    })))
}

/// Whether the words say more than what it is called, its size, its colour and its price. Cheap.
fn says_more(situation: &Situation, product: Id<id::Product>) -> bool {
    let understanding = &situation.understanding;
    let entities = &understanding.entities;
    let name = situation.product(product).map(|product| folded_words(&product.title)).unwrap_or_default();
    let without = understanding.search.iter().flat_map(|query| &query.without);
    let words = entities.product_words.iter().chain(&entities.materials).chain(without);
    let number = || {
        let plain = |text: &str| text.chars().all(|c| c.is_ascii_digit());
        let numbers: Vec<_> =
            atoms(&text_of(situation)).into_iter().filter(|atom| plain(&atom.text)).collect();
        let sizes: Vec<&str> = entities.size_mentions.iter().map(|mention| mention.value.as_str()).collect();
        numbers.iter().any(|atom| !sizes.contains(&atom.text.as_str())) && entities.price.max.is_none()
    };
    words.into_iter().any(|word| !name.contains(word.trim_end_matches('s'))) || number()
}

fn told(goods: &Goods, text: &str, before: &str) -> Statement {
    let fit = |text: &str| match choose::choose(goods, None, text) {
        Choice::One(id) => vec![id],
        Choice::Several(ids) => ids,
        Choice::Nothing(_) | Choice::Unsaid => Vec::new(),
    };
    let mut fitting = fit(&format!("{text} . {before}"));
    if fitting.is_empty() {
        fitting = fit(text);
    }
    let list: Vec<String> = fitting
        .iter()
        .take(TOLD)
        .filter_map(|id| goods.variant(*id))
        .map(|variant| format!("{} for {}", say::values(goods, variant), variant.price))
        .collect();
    let text = if list.is_empty() {
        format!("{} is not available like that at the moment.", goods.title)
    } else {
        format!("In stock of {}: {}.", goods.title, list.join("; "))
    };
    Statement::of_goods(goods, text)
}
