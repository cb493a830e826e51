//! Cancelling and returning: which pieces or whole orders a customer wants to be rid of, and what that comes to for a
//! sent and an unsent order.

use super::Reader;
use crate::agent::account::AccountOrder;
use crate::agent::acting::agenda::{Change, Instead, Item, Kind, Notice, Question};
use crate::agent::acting::choose;
use crate::agent::acting::methods;
use crate::agent::acting::pick;
use crate::agent::acting::places;
use crate::agent::acting::references::{is_everything, order_numbers};
use crate::agent::acting::titles::{self, Mention};
use crate::agent::acting::verbs::{self, Verb};
use crate::agent::acting::words::{Atom, find, has, has_any, spoken};

impl Reader<'_> {
    /// Cancelling and returning.
    pub(super) fn rid(&mut self, sentence: &[Atom], part: &[Atom], found: &[Mention], verb: Verb) {
        let except_at = exception(part);
        let companion = |mention: &Mention| {
            let before = &part[mention.at.saturating_sub(2)..mention.at];
            has_any(before, &["with", "for"]) && !adds(&part[..mention.at])
        };
        let kept: Vec<&Mention> = found
            .iter()
            .filter(|mention| {
                except_at.is_some_and(|at| mention.at > at) || stays(part, mention) || is_kept(part, mention)
            })
            .collect();
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
            } else if let Some(one) = by_total(&all, part).filter(|_| holding.is_empty() && !everything) {
                vec![one]
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
            let all = pick::items(order);
            let mut items = all.clone();
            for mention in kept {
                let near = nearby(whole, mention);
                self.without(&mut items, mention, near);
            }
            let text = self.all.clone();
            if everything {
                // "The boots stay", said in another sentence.
                for mention in titles::mentioned(self.account, &text) {
                    if stays(&text, &mention) {
                        self.without(&mut items, &mention, nearby(&text, &mention));
                    }
                }
            }
            let rest = part.windows(3).any(|words| {
                words[0].any(&["other", "rest", "remaining"])
                    && words.iter().any(|atom| atom.any(&["thing", "item", "piece", "2", "3", "of"]))
            });
            if rest {
                // "The other things in that order": without those that something else was asked for.
                let others = self
                    .agenda
                    .changes
                    .iter()
                    .filter(|change| change.order.as_deref() == Some(&order.number));
                let taken: Vec<_> =
                    others.flat_map(|change| &change.items).map(|item| item.variant).collect();
                items.retain(|item| !taken.contains(&item.variant));
            }
            let touched = items.len() < all.len();
            if touched && items.is_empty() {
                continue;
            }
            self.rid_order(order, items, verb, !touched);
        }
    }

    /// Takes what a mention names out of the items: of several of a name, the ones that are described.
    fn without(&self, items: &mut Vec<Item>, mention: &Mention, described: &[Atom]) {
        let text = spoken(described);
        let like = |item: &Item| {
            let goods = self.account.goods(item.product);
            goods
                .and_then(|goods| Some(choose::likeness(goods, goods.variant(item.variant)?, &text)))
                .unwrap_or(0)
        };
        let is_named = |item: &Item| mention.titles.contains(&item.title);
        let best = items.iter().filter(|item| is_named(item)).map(like).max().unwrap_or(0);
        items.retain(|item| !(is_named(item) && like(item) == best));
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

/// "The more expensive one", of orders.
fn by_total<'a>(orders: &[&'a AccountOrder], part: &[Atom]) -> Option<&'a AccountOrder> {
    let most = has(part, &["more", "expensive"])
        || has(part, &["most", "expensive"])
        || has_any(part, &["dearer", "pricier", "costlier", "larger", "bigger"]);
    let least = has(part, &["less", "expensive"])
        || has(part, &["least", "expensive"])
        || has_any(part, &["cheaper", "cheapest", "smaller"]);
    if most == least || !has_any(part, &["one", "order", "2"]) {
        return None;
    }
    let total = |order: &&&AccountOrder| order.total.amount;
    let found = if most { orders.iter().max_by_key(total) } else { orders.iter().min_by_key(total) };
    found.copied()
}

/// "Undo the cancellation": not a wish to cancel.
pub(super) fn takes_back(part: &[Atom]) -> bool {
    has_any(part, &["undo", "undoing", "reinstate", "uncancel"])
}

/// "The speakers must stay": what is named is to be left as it is.
fn stays(part: &[Atom], mention: &Mention) -> bool {
    const BETWEEN: &[&str] = &[
        "must", "should", "shall", "will", "can", "to", "has", "have", "need", "is", "are", "i", "id", "ill",
        "want", "would", "like", "that", "which", "just", "all", "both",
    ];
    const STAYS: &[&str] = &["stay", "staying", "remain", "remains", "keep", "keeping", "kept"];
    let mut after = part[(mention.at + mention.length).min(part.len())..].iter().take(6);
    after.find(|atom| !atom.any(BETWEEN)).is_some_and(|atom| atom.any(STAYS))
}

/// "Keep the kettle and return the mat": no verb stands between.
fn is_kept(part: &[Atom], mention: &Mention) -> bool {
    let keep = part[..mention.at].iter().rposition(|atom| atom.any(&["keep", "keeping"]));
    let end = (mention.at + mention.length).min(part.len());
    // "The bag I love, keep that."
    let pointed = part[end..].windows(2).position(|pair| {
        pair[0].any(&["keep", "keeping"]) && pair[1].any(&["that", "it", "them", "those", "this", "these"])
    });
    let pointed = pointed.is_some_and(|keep| keep <= 8 && verbs::places(&part[end..end + keep]).is_empty());
    pointed || keep.is_some_and(|keep| verbs::places(&part[keep..mention.at]).is_empty())
}

/// The words that describe what a mention names, with its own.
fn nearby<'a>(part: &'a [Atom], mention: &Mention) -> &'a [Atom] {
    let from = mention.at.saturating_sub(4);
    let from = part[from..mention.at].iter().rposition(|atom| atom.mark).map_or(from, |mark| from + mark + 1);
    let end = mention.at + mention.length;
    let to = part[end..]
        .iter()
        .take(6)
        .position(|atom| atom.mark)
        .map_or((end + 6).min(part.len()), |mark| end + mark);
    &part[from..to]
}

/// Where what is to be kept begins: "everything except the kettle".
fn exception(part: &[Atom]) -> Option<usize> {
    // "Return all of it, but keep the kettle", and not "keep the kettle and return the mat".
    let kept = |at: usize| part[at].is("keep") && !verbs::places(&part[..at]).is_empty();
    (0..part.len())
        .find(|at| part[*at].any(&["except", "besides", "excluding", "apart"]) || kept(*at))
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
