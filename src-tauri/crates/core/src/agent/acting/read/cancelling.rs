//! Cancelling and returning: which pieces or whole orders a customer wants to be rid of, and what that comes to for a
//! sent and an unsent order.

use super::Reader;
use crate::agent::account::AccountOrder;
use crate::agent::acting::agenda::{Change, Instead, Item, Kind, Notice, Question};
use crate::agent::acting::methods;
use crate::agent::acting::pick;
use crate::agent::acting::places;
use crate::agent::acting::references::{is_everything, order_numbers};
use crate::agent::acting::titles::Mention;
use crate::agent::acting::verbs::Verb;
use crate::agent::acting::words::{Atom, find, has, has_any};

impl Reader<'_> {
    /// Cancelling and returning.
    pub(super) fn rid(&mut self, sentence: &[Atom], part: &[Atom], found: &[Mention], verb: Verb) {
        let except_at = exception(part);
        let companion = |mention: &Mention| {
            let before = &part[mention.at.saturating_sub(2)..mention.at];
            has_any(before, &["with", "for"]) && !adds(&part[..mention.at])
        };
        let kept: Vec<&Mention> =
            found.iter().filter(|mention| except_at.is_some_and(|at| mention.at > at)).collect();
        let companions: Vec<&Mention> =
            found.iter().filter(|mention| companion(mention) && !kept.contains(mention)).collect();
        let meant: Vec<&Mention> =
            found.iter().filter(|mention| !kept.contains(mention) && !companions.contains(mention)).collect();
        let meant = if meant.is_empty() && kept.is_empty() && companions.len() == 1 {
            companions.clone()
        } else {
            meant
        };
        let everything = is_everything(part) || (!kept.is_empty() && meant.is_empty());
        if meant.is_empty() || (everything && has_any(part, &["order"])) {
            let holding: Vec<String> =
                meant.iter().chain(&companions).flat_map(|mention| mention.titles.clone()).collect();
            self.rid_orders(sentence, part, verb, everything, (&kept, &holding));
            return;
        }
        let context = pick::Context {
            account: self.account,
            sentence,
            focus: self.agenda.focus.as_deref(),
            companions: companions.iter().flat_map(|mention| mention.titles.clone()).collect(),
            verb,
        };
        let picked = pick::resolve(&context, part, &meant);
        for (mention, candidates) in meant.iter().zip(picked) {
            self.place(verb, mention, candidates, "");
        }
    }

    /// "Return everything except the kettle", "cancel all pending orders", "cancel it".
    fn rid_orders(
        &mut self,
        sentence: &[Atom],
        part: &[Atom],
        verb: Verb,
        everything: bool,
        (kept, holding): (&[&Mention], &[String]),
    ) {
        // "All orders except 1042": that one stays as it is.
        let whole = part;
        let (part, spared) = match exception(part) {
            Some(at) => (&part[..at], order_numbers(self.account, &part[at..])),
            None => (part, Vec::new()),
        };
        let part = if spared.is_empty() { whole } else { part };
        let sentence = if spared.is_empty() { sentence } else { part };
        let own = order_numbers(self.account, part);
        let named = if own.is_empty() { order_numbers(self.account, sentence) } else { own };
        let everything = everything || !spared.is_empty();
        let fits = |order: &&AccountOrder| {
            !spared.contains(&order.number)
                && match verb {
                    Verb::Cancel => order.is_pending(),
                    Verb::Return => order.is_delivered(),
                    _ => order.is_pending() || order.is_delivered(),
                }
        };
        let orders: Vec<&AccountOrder> = if named.is_empty() {
            let all: Vec<&AccountOrder> = self.account.orders.iter().filter(fits).collect();
            let placed: Vec<&AccountOrder> =
                all.iter().copied().filter(|order| places::speaks_of(sentence, &order.address)).collect();
            let many = (everything || has_any(part, &["all", "both", "every", "each", "everything"]))
                && (has_any(part, &["order", "everything", "thing", "anything", "item"]));
            let that_order = has(part, &["that", "order"])
                || has(part, &["same", "order"])
                || has_any(part, &["it", "them"]);
            let focus = self.agenda.focus.as_deref().and_then(|number| self.account.order(number));
            let whole = has(part, &["whole", "order"])
                || has(part, &["entire", "order"])
                || has(part, &["the", "order"])
                || has(part, &["full", "order"]);
            let of_orders = everything || whole || that_order || many || has_any(part, &["order"]);
            if verb == Verb::Return && !of_orders && !all.is_empty() {
                if !methods::named(sentence).is_empty() && !self.agenda.changes.is_empty() {
                    // "I want it refunded to my card", of what was asked for before.
                    return;
                }
                // "I want to return something": a return needs its things.
                self.heard.changed = true;
                self.agenda.asked = Some(Question::WhichItems { kind: Kind::Return });
                return;
            }
            let with_it: Vec<&AccountOrder> = all
                .iter()
                .copied()
                .filter(|order| order.lines.iter().any(|line| holding.contains(&line.title)))
                .collect();
            let wishes = methods::named(part);
            let paid: Vec<&AccountOrder> = all
                .iter()
                .copied()
                .filter(|order| {
                    let original = order.original_method();
                    original.is_some_and(|id| {
                        wishes.iter().any(|wish| methods::meant(self.account, None, wish).contains(&id))
                    })
                })
                .collect();
            if has_any(part, &["paid"]) && !paid.is_empty() {
                // "Those that I paid with PayPal".
                paid
            } else if !with_it.is_empty() {
                // "Everything in the order with the lamp".
                with_it
            } else if let (1, [only]) = (placed.len(), placed.as_slice()) {
                vec![*only]
            } else if let Some(focus) = focus.filter(|_| that_order || (whole && !many)) {
                vec![focus]
            } else if verb == Verb::Return
                && everything
                && has_any(part, &["just", "recently", "recent", "last", "latest"])
                && has_any(part, &["bought", "ordered", "received"])
            {
                all.first().copied().into_iter().collect()
            } else if many || all.len() == 1 {
                all
            } else if let Some(focus) = focus.filter(|_| !everything) {
                vec![focus]
            } else {
                if !all.is_empty() && (whole || everything || has_any(part, &["order"])) {
                    self.heard.changed = true;
                    let numbers = all.iter().map(|order| order.number.clone()).collect();
                    self.agenda.asked = Some(Question::WhichOrder { kind: verb.kind(), numbers });
                    Vec::new()
                } else if all.is_empty() {
                    self.heard.changed = true;
                    // The policy says of the newest one why it is not possible.
                    let newest = self.account.orders.first();
                    if newest.is_none() {
                        self.agenda.notices.push(Notice::NothingFits);
                    }
                    focus.or(newest).into_iter().collect()
                } else {
                    Vec::new()
                }
            }
        } else {
            named.iter().filter_map(|number| self.account.order(number)).collect()
        };
        let orders: Vec<AccountOrder> = orders.into_iter().cloned().collect();
        for order in &orders {
            let kept_titles: Vec<&String> = kept.iter().flat_map(|mention| &mention.titles).collect();
            let items: Vec<Item> =
                pick::items(order).into_iter().filter(|item| !kept_titles.contains(&&item.title)).collect();
            self.rid_order(order, items, verb, kept.is_empty());
        }
    }

    /// What becomes of one order of which these items are not wanted.
    pub(super) fn rid_order(&mut self, order: &AccountOrder, items: Vec<Item>, verb: Verb, all: bool) {
        self.heard.changed = true;
        self.agenda.focus = Some(order.number.clone());
        let cancels = order.is_pending() || (verb == Verb::Cancel && !order.is_delivered());
        let pieces: usize = pick::items(order).len();
        let whole = all || items.len() >= pieces;
        let instead = match (cancels, verb) {
            (true, Verb::Return) => Some(Instead::CancelIt),
            (true, _) if !whole => Some(Instead::WholeOrder),
            (false, Verb::Cancel) => Some(Instead::ReturnIt),
            _ => None,
        };
        let kind = if cancels { Kind::Cancel } else { Kind::Return };
        self.agenda.add(Change {
            items: if kind == Kind::Cancel && whole { Vec::new() } else { items },
            instead,
            reason: self.reason.clone(),
            ..Change::new(kind, Some(order.number.clone()))
        });
    }
}

/// "Undo the cancellation": not a wish to cancel.
pub(super) fn takes_back(part: &[Atom]) -> bool {
    has_any(part, &["undo", "undoing", "reinstate", "uncancel"])
}

/// Where what is to be kept begins: "everything except the kettle".
fn exception(part: &[Atom]) -> Option<usize> {
    part.iter()
        .position(|atom| atom.any(&["except", "besides", "excluding", "apart", "keep"]))
        .or_else(|| find(part, &["other", "than"]).or_else(|| find(part, &["but", "not"])))
}

/// "…, together with the lamp": one more thing, unless it came so.
fn adds(before: &[Atom]) -> bool {
    let Some(with) = before.iter().rposition(|atom| atom.is("with")) else { return false };
    let came = &before[with.saturating_sub(6)..with];
    with > 0
        && before[with - 1].any(&["together", "along"])
        && !has_any(came, &["came", "received", "got", "bought", "ordered", "delivered", "arrived", "sent"])
}
