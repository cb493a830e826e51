//! "Something like it, but cheaper": other things of the same kind that cost less, or honestly that there are none.

use super::super::dialogue::DialogueState;
use super::super::intent::PriceBound;
use super::super::knowledge::{Product, ProductQuery};
use super::super::phrases::Phrase;
use super::super::pointing::text_of;
use super::super::turn::{Situation, ToolCall, ToolResult};
use super::super::understanding::folded_words;
use super::offers::{one, several};
use super::products::lowest;
use super::wanted::{Relaxed, Wanted};
use super::{Detail, Part};
use crate::money::Money;

const OFFERS: usize = 3;
/// Products that are looked at.
const LOOKED_AT: usize = 12;
/// What may stand beside "cheaper" without naming another thing.
const AROUND: &[&str] = &[
    "similar",
    "something",
    "anything",
    "like",
    "alike",
    "else",
    "ones",
    "one",
    "options",
    "option",
    "same",
    "kind",
    "style",
    "stuff",
    "things",
    "smth",
    "sth",
    "price",
    "prices",
    "lower",
    "less",
    "expensive",
    "cheaper",
    "alternative",
    "alternatives",
    "got",
    "any",
    "version",
    "budget",
];

/// Whether it is asked for what costs less than what is talked about.
pub(super) fn asked(situation: &Situation) -> bool {
    let dialogue = &situation.input.dialogue;
    let said = folded_words(&text_of(situation));
    let words: Vec<&str> = said.split(' ').collect();
    let less = words.contains(&"cheaper") || said.contains("less expensive") || said.contains("lower price");
    // "The cheaper one" is one of those that were told.
    let of_those = said.contains("the cheaper") || said.contains("elsewhere") || said.contains("why");
    let entities = &situation.understanding.entities;
    let kind = base(situation).map(|product| folded_words(&product.title));
    let names_other = entities.product_words.iter().any(|word| {
        let word = word.trim_end_matches('s');
        !AROUND.contains(&word)
            && !AROUND.iter().any(|known| known.trim_end_matches('s') == word)
            && !kind.as_ref().is_some_and(|kind| kind.contains(word))
    });
    less && !of_those
        && !dialogue.agenda.is_active()
        && (dialogue.focus_product.is_some() || !dialogue.offered.is_empty())
        && entities.price == PriceBound::default()
        && entities.order_numbers.is_empty()
        && (kind.is_none() || !names_other)
        && words.len() <= 16
}

/// Those that were told: the one that is talked about, else all of them.
fn told(situation: &Situation) -> Vec<ToolCall> {
    let dialogue = &situation.input.dialogue;
    match dialogue.focus_product {
        Some(product) => vec![ToolCall::ReadProduct { product }],
        None => dialogue
            .offered
            .iter()
            .take(5)
            .map(|product| ToolCall::ReadProduct { product: *product })
            .collect(),
    }
}

/// The least dear of those.
fn base(situation: &Situation) -> Option<&Product> {
    let products = told(situation).into_iter().filter_map(|call| match call {
        ToolCall::ReadProduct { product } => situation.product(product),
        _ => None,
    });
    products.min_by_key(|product| lowest(product))
}

/// What it is called by its last word: "cardigan".
fn search(base: &Product) -> ProductQuery {
    let kind = folded_words(&base.title).split(' ').next_back().map(str::to_owned);
    ProductQuery {
        words: kind.into_iter().collect(),
        in_stock: true,
        limit: LOOKED_AT,
        ..ProductQuery::default()
    }
}

pub(super) fn next_lookup(situation: &Situation) -> Option<ToolCall> {
    if let Some(call) = told(situation).into_iter().find(|call| situation.answer(call).is_none()) {
        return Some(call);
    }
    let call = ToolCall::SearchProducts(search(base(situation)?));
    situation.answer(&call).is_none().then_some(call)
}

pub(super) fn answer(situation: &Situation, detail: Detail, memory: &mut DialogueState) -> Option<Part> {
    if !asked(situation) {
        return None;
    }
    let base = base(situation)?;
    let query = search(base);
    let kind = query.words.first().cloned().unwrap_or_default();
    let Some(ToolResult::Products(hits)) = situation.answer(&ToolCall::SearchProducts(query.clone())) else {
        return None;
    };
    let least = base.variants.iter().map(|variant| variant.price).min_by_key(|price| price.amount)?;
    let least = Money::new(lowest(base), least.currency);
    let mut products: Vec<&Product> = hits
        .iter()
        .map(|hit| &hit.product)
        .filter(|product| {
            let name = folded_words(&format!("{} {}", product.title, product.category));
            product.id != base.id
                && lowest(product) < least.amount
                && name.contains(kind.trim_end_matches('s'))
        })
        .collect();
    products.sort_by_key(|product| lowest(product));
    products.truncate(OFFERS);
    let any = Wanted { size: None, colours: Vec::new(), said: None, max: None, min: None };
    memory.last_search = Some(query);
    Some(match products.as_slice() {
        [] => {
            Part::says(Phrase::new("nothing-cheaper").with("title", base.title.as_str()).with("money", least))
        }
        [only] => {
            memory.offered = vec![only.id];
            memory.focus_product = Some(only.id);
            Part::says(one(situation, only, &any, Relaxed::Nothing, detail))
        }
        several_of_them => {
            memory.offered = several_of_them.iter().map(|product| product.id).collect();
            memory.focus_product = None;
            Part::says(several(situation, several_of_them, &any, Relaxed::Nothing, detail))
        }
    })
}
