//! The lookups that every turn begins with, decided by what was understood and not by a planner.

use super::dialogue::PendingQuestion;
use super::intent::{Intent, PriceBound, Reference};
use super::knowledge::ProductQuery;
use super::turn::{Situation, ToolCall};
use super::understanding::is_about_products;
use super::{market, photos};
use crate::id::{self, Id};

/// Intents that concern the customer's own orders.
pub(crate) const ABOUT_ORDERS: &[Intent] = &[
    Intent::TrackOrder,
    Intent::CancelOrder,
    Intent::ChangeOrder,
    Intent::ChangeShippingAddress,
    Intent::ReturnItem,
    Intent::ExchangeItem,
    Intent::RefundStatus,
    Intent::PaymentIssue,
    Intent::Invoice,
    Intent::Complaint,
];

/// Whether the message is about the customer's orders, and not only in a tone that makes one look at them.
pub(super) fn about_orders(situation: &Situation) -> bool {
    let understanding = &situation.understanding;
    understanding.intents.iter().any(|scored| ABOUT_ORDERS.contains(&scored.intent))
        || !understanding.entities.order_numbers.is_empty()
}

/// What to read before anything is decided.
pub(super) fn first(situation: &Situation) -> Vec<ToolCall> {
    let understanding = &situation.understanding;
    let mut calls = Vec::new();
    let angry = understanding.tone.sentiment <= -0.6 || !understanding.tone.alarms.is_empty();
    if about_orders(situation) || angry {
        for number in understanding.entities.order_numbers.iter().take(5) {
            calls.push(ToolCall::ReadOrder { number: number.clone() });
        }
        calls.push(ToolCall::ListOrders);
    }
    if market::asked(situation) {
        calls.extend(market::next_lookup(situation));
    } else if let Some(call) = photos::next_lookup(situation) {
        calls.push(call);
    } else if understanding.intents.iter().any(|scored| is_about_products(scored.intent)) {
        match pointed_at(situation) {
            Some(product) => calls.push(ToolCall::ReadProduct { product }),
            None => {
                // "The cheapest one" and the like need every offer.
                if matches!(understanding.entities.reference, Some(Reference::Cheapest | Reference::Dearest))
                {
                    let offers = situation.input.dialogue.offered.iter().take(5);
                    calls.extend(offers.map(|product| ToolCall::ReadProduct { product: *product }));
                } else if let Some(query) = search(situation) {
                    calls.push(ToolCall::SearchProducts(query));
                }
            }
        }
    }
    calls
}

/// The product that the customer points at: an ordinal of the offers, or the one in focus.
pub(crate) fn pointed_at(situation: &Situation) -> Option<Id<id::Product>> {
    let dialogue = &situation.input.dialogue;
    let entities = &situation.understanding.entities;
    match entities.reference {
        Some(Reference::Ordinal(0)) => dialogue.offered.last().copied(),
        Some(Reference::Ordinal(n)) => dialogue.offered.get(usize::from(n) - 1).copied(),
        Some(Reference::Cheapest | Reference::Dearest) => None,
        Some(Reference::Focus)
            if entities.product_words.is_empty() || only_garments(&entities.product_words) =>
        {
            dialogue.focus_product
        }
        // "size M?", "in blue?": of what is being talked about. "In blue, under 60?" looks for something else.
        None if entities.product_words.is_empty()
            && entities.price == PriceBound::default()
            && !situation.understanding.has(Intent::ProductSearch) =>
        {
            dialogue.focus_product
        }
        _ => None,
    }
}

/// "that dress" names a kind of thing, not another thing.
fn only_garments(words: &[String]) -> bool {
    words.len() == 1
}

/// Words that say whom something is for, and not what it is.
const FOR_WHOM: &[&str] = &[
    "men", "mens", "man", "male", "women", "womens", "woman", "female", "ladies", "lady", "kids", "kid",
    "girls", "girl", "boys", "boy", "unisex",
];

/// The search that the message describes; a message that only refines takes over the words of the last one.
pub(crate) fn search(situation: &Situation) -> Option<ProductQuery> {
    let dialogue = &situation.input.dialogue;
    let mut query = situation.understanding.search.clone()?;
    let empty = query.words.is_empty();
    if empty
        && let Some(last) = &dialogue.last_search
        && !matches!(dialogue.pending, Some(PendingQuestion::WhichProduct))
    {
        query.words.clone_from(&last.words);
        if query.colours.is_empty() {
            query.colours.clone_from(&last.colours);
        }
        query.size = query.size.or_else(|| last.size.clone());
        query.material = query.material.or_else(|| last.material.clone());
        query.price_max = query.price_max.or(last.price_max);
        query.price_min = query.price_min.or(last.price_min);
    }
    // "Men's" after "t-shirts?" tells whose.
    if !empty
        && query.words.iter().all(|word| FOR_WHOM.contains(&word.as_str()))
        && let Some(last) = dialogue.last_search.as_ref().filter(|last| !last.words.is_empty())
    {
        let mut words: Vec<String> =
            last.words.iter().filter(|word| !FOR_WHOM.contains(&word.as_str())).cloned().collect();
        words.append(&mut query.words);
        query.words = words;
    }
    let describes = !query.words.is_empty()
        || query.size.is_some()
        || !query.colours.is_empty()
        || query.material.is_some()
        || query.price_max.is_some()
        || query.price_min.is_some();
    describes.then_some(query)
}
