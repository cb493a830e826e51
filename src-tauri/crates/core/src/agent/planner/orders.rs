//! "Where is my order?" and "where is my refund?", from the customer's own orders.

use jiff::civil::Date;

use super::super::dialogue::{DialogueState, PendingQuestion};
use super::super::escalation::pick;
use super::super::intent::{Asked, Reference};
use super::super::knowledge::{Fulfilment, FulfilmentState, Order, OrderStatus, PaymentStatus};
use super::super::run::HandoffReason;
use super::super::turn::Situation;
use super::{Detail, Part, date_in_words, joined, list};
use crate::clock::Timestamp;
use crate::id::{self, Id};

/// Orders named in a question which one is meant.
const NAMED_ORDERS: usize = 4;

enum Which<'a> {
    /// Found, in the order asked for; and numbers that are none of this customer's.
    Named {
        found: Vec<&'a Order>,
        missing: Vec<&'a str>,
    },
    One(&'a Order),
    Several(Vec<&'a Order>),
    None,
}

const fn is_open(order: &Order) -> bool {
    matches!(order.status, OrderStatus::Placed | OrderStatus::Processing | OrderStatus::Shipped)
}

fn which(situation: &Situation) -> Which<'_> {
    let entities = &situation.understanding.entities;
    let dialogue = &situation.input.dialogue;
    if !entities.order_numbers.is_empty() {
        let (mut found, mut missing) = (Vec::new(), Vec::new());
        for number in &entities.order_numbers {
            match situation.order(number) {
                Some(order) => found.push(order),
                None => missing.push(number.as_str()),
            }
        }
        return Which::Named { found, missing };
    }
    if let Some(PendingQuestion::WhichOrder { numbers }) = &dialogue.pending {
        let chosen = match entities.reference {
            Some(Reference::Ordinal(0)) => numbers.last(),
            Some(Reference::Ordinal(n)) => numbers.get(usize::from(n) - 1),
            _ if entities.asks.contains(&Asked::Latest) => numbers.first(),
            _ => None,
        };
        if let Some(order) = chosen.and_then(|number| situation.order(number)) {
            return Which::One(order);
        }
    }
    let orders = situation.orders();
    if entities.asks.contains(&Asked::Latest)
        && let Some(latest) = orders.first()
    {
        return Which::One(latest);
    }
    // "and the tracking number?": of the order that was just told.
    let anew = entities.reference.is_none() && names_an_order(situation);
    if !anew && let Some(order) = dialogue.focus_order.as_deref().and_then(|number| situation.order(number)) {
        return Which::One(order);
    }
    let open: Vec<&Order> = orders.iter().filter(|order| is_open(order)).collect();
    match (open.as_slice(), orders.first()) {
        ([only], _) => Which::One(only),
        ([], Some(latest)) => Which::One(latest),
        ([], None) => Which::None,
        _ => Which::Several(open),
    }
}

/// "Where is my order?" begins anew; "and the tracking number?" goes on about the order in focus.
fn names_an_order(situation: &Situation) -> bool {
    let is_order = |word: &str| {
        matches!(
            word,
            "order" | "orders" | "parcel" | "parcels" | "package" | "packages" | "delivery" | "shipment"
        )
    };
    situation
        .input
        .messages
        .iter()
        .any(|message| message.body.to_lowercase().split(|c: char| !c.is_alphabetic()).any(is_order))
}

/// Where the order is, or a question which one is meant.
pub(super) fn track(
    situation: &Situation,
    detail: Detail,
    memory: &mut DialogueState,
) -> (Part, Option<Id<id::Order>>) {
    match which(situation) {
        Which::Named { found, missing } => {
            let mut texts: Vec<String> = Vec::new();
            let mut handoff = None;
            for order in found.iter().take(3) {
                let part = state(situation, order, detail);
                texts.push(part.text);
                handoff = handoff.or(part.handoff);
            }
            if !missing.is_empty() {
                texts.push(not_found(situation, &missing));
                if found.is_empty() {
                    memory.pending = Some(PendingQuestion::OrderNumber);
                }
            }
            if let Some(order) = found.last() {
                memory.focus_order = Some(order.number.clone());
            }
            (Part { text: texts.join("\n\n"), handoff }, found.last().map(|order| order.id))
        }
        Which::One(order) => {
            memory.focus_order = Some(order.number.clone());
            (state(situation, order, detail), Some(order.id))
        }
        Which::Several(orders) => {
            let named: Vec<&Order> = orders.iter().copied().take(NAMED_ORDERS).collect();
            let today = situation.input.now.date();
            let lines: Vec<String> = named
                .iter()
                .map(|order| match order.placed_at {
                    Some(at) if detail > Detail::Minimal => {
                        format!("{} (placed on {})", order.number, date_in_words(today, on(situation, at)))
                    }
                    _ => order.number.clone(),
                })
                .collect();
            memory.pending = Some(PendingQuestion::WhichOrder {
                numbers: named.iter().map(|order| order.number.clone()).collect(),
            });
            let opening = pick(
                situation,
                20,
                &[
                    "You have more than one order with us on the go.",
                    "I can see more than one open order of yours.",
                ],
            );
            (Part::says(format!("{opening} Which order do you mean: {}?", joined(&lines, "or"))), None)
        }
        Which::None => {
            memory.pending = Some(PendingQuestion::OrderNumber);
            let text = pick(
                situation,
                21,
                &[
                    "I can't find any order for the number you're writing from. Could you send me your order number?",
                    "There's no order under the number you're writing from. Do you have an order number for me?",
                ],
            );
            (Part::says(text), None)
        }
    }
}

fn not_found(situation: &Situation, missing: &[&str]) -> String {
    let numbers: Vec<String> = missing.iter().map(|number| (*number).to_owned()).collect();
    let numbers = joined(&numbers, "or");
    match pick(situation, 22, &["a", "b"]) {
        "a" => format!(
            "I can't find order {numbers} for the number you're writing from. Could you check the number? If you ordered with another phone, please write from that one."
        ),
        _ => format!(
            "There's no order {numbers} under the number you're writing from. Could you check it again? It may also belong to another phone."
        ),
    }
}

fn on(situation: &Situation, at: Timestamp) -> Date {
    at.to_jiff().to_zoned_datetime(situation.input.now.time_zone().clone()).date()
}

/// "order 1042 (Linen Shirt and Wool Scarf)".
fn named(order: &Order, detail: Detail) -> String {
    let titles: Vec<String> = order.lines.iter().map(|line| line.title.clone()).collect();
    if detail == Detail::Full && (1..=2).contains(&titles.len()) {
        format!("order {} ({})", order.number, list(&titles))
    } else {
        format!("order {}", order.number)
    }
}

fn state(situation: &Situation, order: &Order, detail: Detail) -> Part {
    let today = situation.input.now.date();
    let name = named(order, detail);
    let since = |at: Option<Timestamp>| match at {
        Some(at) if detail > Detail::Minimal => format!(" on {}", date_in_words(today, on(situation, at))),
        _ => String::new(),
    };
    match order.status {
        OrderStatus::Draft | OrderStatus::Placed => {
            let placed = since(order.placed_at);
            Part::says(match pick(situation, 23, &["a", "b"]) {
                "a" => format!("Your {name} was placed{placed} and hasn't shipped yet. We're on it."),
                _ => format!("We have your {name}, placed{placed}. It hasn't shipped yet."),
            })
        }
        OrderStatus::Processing => Part::says(match pick(situation, 24, &["a", "b"]) {
            "a" => format!("Your {name} is being prepared right now. It hasn't shipped yet."),
            _ => format!("We're preparing your {name} at the moment; it hasn't shipped yet."),
        }),
        OrderStatus::Shipped => shipped(situation, order, &name, detail),
        OrderStatus::Delivered => {
            let delivered =
                order.fulfilments.iter().filter_map(|f| f.delivered_at).max().or(order.status_since);
            let ask = if detail == Detail::Full {
                " If it isn't with you, tell me and I'll get someone to look into it."
            } else {
                ""
            };
            Part::says(format!("Your {name} was delivered{}.{ask}", since(delivered)))
        }
        OrderStatus::Cancelled => Part::says(format!(
            "Your {name} was cancelled{}.{}",
            since(order.status_since),
            refund_note(order)
        )),
        OrderStatus::Returned => Part::says(format!(
            "Your {name} was returned{}.{}",
            since(order.status_since),
            refund_note(order)
        )),
    }
}

fn refund_note(order: &Order) -> String {
    if order.refunded.amount > 0 {
        format!(" {} has been refunded.", order.refunded)
    } else if matches!(order.payment_status, PaymentStatus::Unpaid) {
        String::new()
    } else {
        " It hasn't been refunded yet.".to_owned()
    }
}

fn shipped(situation: &Situation, order: &Order, name: &str, detail: Detail) -> Part {
    let today = situation.input.now.date();
    let Some(shipment) = current(order) else {
        return Part::says(format!("Your {name} has shipped."));
    };
    let carrier = match &shipment.carrier {
        Some(carrier) if detail > Detail::Minimal => format!(" with {carrier}"),
        _ => String::new(),
    };
    let mut text = match shipment.state {
        FulfilmentState::OutForDelivery => format!("Your {name} is out for delivery{carrier}."),
        FulfilmentState::Delivered => format!("Your {name} was delivered."),
        FulfilmentState::Failed => {
            let text = format!("Your {name} has shipped{carrier}, but it couldn't be delivered.");
            return Part { text, handoff: Some(HandoffReason::NeedsOwner) };
        }
        FulfilmentState::Preparing | FulfilmentState::InTransit => {
            match pick(situation, 25, &["a", "b", "c"]) {
                "a" => format!("Good news: your {name} is on its way{carrier}."),
                "b" => format!("Your {name} has shipped and is on its way{carrier}."),
                _ => format!("Your {name} is on its way to you{carrier}."),
            }
        }
    };
    if detail > Detail::Minimal && shipment.state != FulfilmentState::Delivered {
        if let Some(expected) = shipment.expected_on {
            let day = date_in_words(today, expected);
            if expected < today {
                text.push_str(&format!(" It was expected on {day}, so it's late. Sorry about that!"));
            } else if shipment.state != FulfilmentState::OutForDelivery {
                text.push_str(&format!(" It's expected on {day}."));
            }
        }
        match (&shipment.tracking_number, &shipment.tracking_url) {
            (Some(number), Some(url)) => text.push_str(&format!(" Tracking number: {number}\n{url}")),
            (Some(number), None) => text.push_str(&format!(" Tracking number: {number}")),
            (None, Some(url)) => text.push_str(&format!(" Follow it here:\n{url}")),
            (None, None) => {}
        }
    }
    Part::says(text)
}

/// The shipment that matters: the one furthest from done.
fn current(order: &Order) -> Option<&Fulfilment> {
    order
        .fulfilments
        .iter()
        .find(|f| f.state != FulfilmentState::Delivered)
        .or_else(|| order.fulfilments.last())
}

/// What the records say of a refund; what they do not say, a person does.
pub(super) fn refund(situation: &Situation, memory: &mut DialogueState) -> (Part, Option<Id<id::Order>>) {
    let order = match which(situation) {
        Which::Named { found, missing } => match found.first() {
            Some(order) => Some(*order),
            None => return (Part::says(not_found(situation, &missing)), None),
        },
        Which::One(order) => Some(order),
        _ => situation.orders().iter().find(|order| order.refunded.amount > 0),
    };
    match order {
        Some(order) if order.refunded.amount > 0 => {
            memory.focus_order = Some(order.number.clone());
            let text = format!(
                "{} has been refunded for your order {}. How long it takes to show depends on your bank.",
                order.refunded, order.number
            );
            (Part::says(text), Some(order.id))
        }
        other => (Part::hands_over(""), other.map(|order| order.id)),
    }
}
