//! What a conversation was about so far, kept turn by turn as typed facts: what a model reads in the place of messages that no longer
//! fit, and of those that are too long ago to be read at all.
//!
//! Nothing here is anybody's sentence but the desk's own receipts: numbers of the customer's own orders, titles of goods, searches.

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::describe;
use super::dialogue::{DialogueState, PendingQuestion};
use super::turn::Situation;

/// Of each sort, the newest.
const MOST: usize = 8;

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Recap {
    /// Numbers of the customer's orders that were spoken of.
    pub orders: Vec<String>,
    /// Titles of goods that were told of.
    pub goods: Vec<String>,
    /// What was looked for: "dresses, size M, navy".
    pub searches: Vec<String>,
}

/// Adds what a turn was about. `memory`: what the conversation remembers after it.
pub(super) fn take_in(situation: &Situation, memory: &mut DialogueState) {
    let named = situation.understanding.entities.order_numbers.iter();
    let spoken_of = named.chain(&memory.focus_order).chain(&memory.agenda.focus);
    let orders = spoken_of.filter_map(|number| situation.order(number)).map(|order| order.number.clone());
    let told = memory.focus_product.iter().chain(&memory.offered);
    let goods = told.filter_map(|id| situation.product(*id)).map(|product| product.title.clone());
    let searches =
        situation.understanding.search.as_ref().map(describe::query).filter(|text| !text.is_empty());
    let (orders, goods): (Vec<_>, Vec<_>) = (orders.collect(), goods.collect());
    let recap = &mut memory.recap;
    add(&mut recap.orders, orders);
    add(&mut recap.goods, goods);
    add(&mut recap.searches, searches);
}

/// The newest last; what was spoken of again is new again.
fn add(into: &mut Vec<String>, new: impl IntoIterator<Item = String>) {
    for text in new {
        into.retain(|known| *known != text);
        into.push(text);
    }
    let surplus = into.len().saturating_sub(MOST);
    into.drain(..surplus);
}

/// Lines, those first that are missed most. Each is whole; who has no room leaves out the last ones.
pub(super) fn lines(dialogue: &DialogueState) -> Vec<String> {
    let agenda = &dialogue.agenda;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(agenda.done.iter().map(|done| format!("Done: {}", done.sentence)));
    lines.extend(
        agenda
            .stated
            .iter()
            .map(|stated| format!("Proposed, and waits for the customer's yes: {}", stated.sentence)),
    );
    lines.extend(dialogue.pending.as_ref().map(asked));
    let recap = &dialogue.recap;
    for (what, all) in [
        ("Orders spoken of", &recap.orders),
        ("Goods told of", &recap.goods),
        ("The customer looked for", &recap.searches),
    ] {
        if !all.is_empty() {
            lines.push(format!("{what}: {}.", all.join("; ")));
        }
    }
    lines
}

fn asked(pending: &PendingQuestion) -> String {
    match pending {
        PendingQuestion::WhichOrder { numbers } => {
            format!("Asked, and not answered yet: which order, {}?", numbers.join(" or "))
        }
        PendingQuestion::OrderNumber => "Asked, and not answered yet: the order's number?".into(),
        PendingQuestion::WhichProduct => "Asked, and not answered yet: which product?".into(),
    }
}
