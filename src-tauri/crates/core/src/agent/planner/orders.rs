//! "Where is my order?" and "where is my refund?", from the customer's own orders.

use jiff::civil::Date;

use super::super::dialogue::{DialogueState, PendingQuestion};
use super::super::intent::{Asked, Reference};
use super::super::knowledge::{Fulfilment, FulfilmentState, Order, OrderStatus, PaymentStatus};
use super::super::phrases::{Break, Phrase, Speech, Value};
use super::super::run::HandoffReason;
use super::super::turn::Situation;
use super::super::understanding;
use super::{Detail, Part, either, list};
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
    let language = &situation.understanding.language;
    let messages = &situation.input.messages;
    messages.iter().any(|message| {
        understanding::in_english(&message.body, language).iter().any(|word| is_order(word.as_str()))
    })
}

/// Where the order is, or a question which one is meant.
pub(super) fn track(
    situation: &Situation,
    detail: Detail,
    memory: &mut DialogueState,
) -> (Part, Option<Id<id::Order>>) {
    match which(situation) {
        Which::Named { found, missing } => {
            let mut speech = Speech::default();
            let mut handoff = None;
            for order in found.iter().take(3) {
                let part = state(situation, order, detail);
                speech.append(Break::Paragraph, part.speech);
                handoff = handoff.or(part.handoff);
            }
            if !missing.is_empty() {
                speech.append(Break::Paragraph, not_found(situation, &missing).into());
                if found.is_empty() {
                    memory.pending = Some(PendingQuestion::OrderNumber);
                }
            }
            if let Some(order) = found.last() {
                memory.focus_order = Some(order.number.clone());
            }
            (Part { speech, handoff }, found.last().map(|order| order.id))
        }
        Which::One(order) => {
            memory.focus_order = Some(order.number.clone());
            (state(situation, order, detail), Some(order.id))
        }
        Which::Several(orders) => {
            let named: Vec<&Order> = orders.iter().copied().take(NAMED_ORDERS).collect();
            let told = named.iter().map(|order| match order.placed_at {
                Some(at) if detail > Detail::Minimal => Value::from(
                    Phrase::new("order-of")
                        .with("number", order.number.as_str())
                        .with("date", Value::Date(on(situation, at))),
                ),
                _ => Value::from(order.number.as_str()),
            });
            let which = Phrase::new("which-order").with("orders", either(told));
            memory.pending = Some(PendingQuestion::WhichOrder {
                numbers: named.iter().map(|order| order.number.clone()).collect(),
            });
            let mut speech = Speech::from(Phrase::picked(situation, 20, "several-orders"));
            speech.push(which);
            (Part::says(speech), None)
        }
        Which::None => {
            memory.pending = Some(PendingQuestion::OrderNumber);
            (Part::says(Phrase::picked(situation, 21, "no-orders")), None)
        }
    }
}

fn not_found(situation: &Situation, missing: &[&str]) -> Phrase {
    Phrase::picked(situation, 22, "order-not-found").with("numbers", either(missing.iter().copied()))
}

fn on(situation: &Situation, at: Timestamp) -> Date {
    at.to_jiff().to_zoned_datetime(situation.input.now.time_zone().clone()).date()
}

/// "order 1042 (Linen Shirt and Wool Scarf)".
fn named(order: &Order, detail: Detail) -> Phrase {
    let titles: Vec<&str> = order.lines.iter().map(|line| line.title.as_str()).collect();
    if detail == Detail::Full && (1..=2).contains(&titles.len()) {
        Phrase::new("order-with").with("number", order.number.as_str()).with("titles", list(titles))
    } else {
        Phrase::new("order").with("number", order.number.as_str())
    }
}

fn state(situation: &Situation, order: &Order, detail: Detail) -> Part {
    // A state with its day, where that is known.
    let since = |phrase: &dyn Fn(&'static str) -> Phrase,
                 dated: &'static str,
                 plain: &'static str,
                 at: Option<Timestamp>| match at {
        Some(at) if detail > Detail::Minimal => phrase(dated).with("date", Value::Date(on(situation, at))),
        _ => phrase(plain),
    };
    let of = |phrase: Phrase| phrase.with("order", named(order, detail));
    match order.status {
        OrderStatus::Draft | OrderStatus::Placed => {
            let picked = |key| of(Phrase::picked(situation, 23, key));
            Part::says(since(&picked, "order-placed-on", "order-placed", order.placed_at))
        }
        OrderStatus::Processing => Part::says(of(Phrase::picked(situation, 24, "order-preparing"))),
        OrderStatus::Shipped => shipped(situation, order, detail),
        OrderStatus::Delivered => {
            let delivered =
                order.fulfilments.iter().filter_map(|f| f.delivered_at).max().or(order.status_since);
            let told = since(&|key| of(Phrase::new(key)), "order-delivered-on", "order-delivered", delivered);
            let mut speech = Speech::from(told);
            if detail == Detail::Full {
                speech.push(Phrase::new("not-with-you"));
            }
            Part::says(speech)
        }
        OrderStatus::Cancelled | OrderStatus::Returned => {
            let (dated, plain) = match order.status {
                OrderStatus::Cancelled => ("order-cancelled-on", "order-cancelled"),
                _ => ("order-returned-on", "order-returned"),
            };
            let told = since(&|key| of(Phrase::new(key)), dated, plain, order.status_since);
            let mut speech = Speech::from(told);
            if let Some(note) = refund_note(order) {
                speech.push(note);
            }
            Part::says(speech)
        }
    }
}

fn refund_note(order: &Order) -> Option<Phrase> {
    if order.refunded.amount > 0 {
        Some(Phrase::new("refunded").with("money", order.refunded))
    } else if matches!(order.payment_status, PaymentStatus::Unpaid) {
        None
    } else {
        Some(Phrase::new("not-refunded"))
    }
}

fn shipped(situation: &Situation, order: &Order, detail: Detail) -> Part {
    let today = situation.input.now.date();
    let name = named(order, detail);
    let Some(shipment) = current(order) else {
        return Part::says(Phrase::new("order-shipped").with("order", name));
    };
    // With its carrier, where that is known.
    let by = |phrase: &dyn Fn(&'static str) -> Phrase, with: &'static str, without: &'static str| {
        match &shipment.carrier {
            Some(carrier) if detail > Detail::Minimal => phrase(with).with("carrier", carrier.as_str()),
            _ => phrase(without),
        }
        .with("order", name.clone())
    };
    let mut speech = match shipment.state {
        FulfilmentState::OutForDelivery => Speech::from(by(&Phrase::new, "order-out-with", "order-out")),
        FulfilmentState::Delivered => Speech::from(Phrase::new("order-delivered").with("order", name)),
        FulfilmentState::Failed => {
            let speech = Speech::from(by(&Phrase::new, "order-failed-with", "order-failed"));
            return Part { speech, handoff: Some(HandoffReason::NeedsOwner) };
        }
        FulfilmentState::Preparing | FulfilmentState::InTransit => {
            let picked = |key| Phrase::picked(situation, 25, key);
            Speech::from(by(&picked, "order-under-way-with", "order-under-way"))
        }
    };
    if detail > Detail::Minimal && shipment.state != FulfilmentState::Delivered {
        if let Some(expected) = shipment.expected_on {
            if expected < today {
                speech.push(Phrase::new("order-late").with("date", Value::Date(expected)));
            } else if shipment.state != FulfilmentState::OutForDelivery {
                speech.push(Phrase::new("order-expected").with("date", Value::Date(expected)));
            }
        }
        if let Some(number) = &shipment.tracking_number {
            speech.push(Phrase::new("tracking").with("number", number.as_str()));
        } else if shipment.tracking_url.is_some() {
            speech.push(Phrase::new("follow"));
        }
        if let Some(url) = &shipment.tracking_url {
            speech.line(Phrase::new("url").with("url", url.as_str()));
        }
    }
    Part::says(speech)
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
            let phrase = Phrase::new("refund-made")
                .with("money", order.refunded)
                .with("number", order.number.as_str());
            (Part::says(phrase), Some(order.id))
        }
        other => (Part::nothing(HandoffReason::NeedsOwner), other.map(|order| order.id)),
    }
}
