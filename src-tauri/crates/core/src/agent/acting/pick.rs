//! Which of the customer's own things are meant, by their names, their orders and what is said of them.

use super::agenda::Item;
use super::choose;
use super::places;
use super::references::order_numbers;
use super::scales;
use super::titles::Mention;
use super::verbs::Verb;
use super::words::{Atom, has, has_any, spoken};
use crate::agent::account::{Account, AccountLine, AccountOrder};

/// A piece of an order that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub order: String,
    pub item: Item,
    /// "and another one": a piece of its own.
    pub another: bool,
    /// Nothing else can be meant.
    pub sure: bool,
}

impl Candidate {
    pub fn new(order: &str, item: Item) -> Self {
        Self { order: order.to_owned(), item, another: false, sure: true }
    }
}

pub(super) fn is_clear(candidates: &[Candidate]) -> bool {
    candidates.iter().all(|candidate| candidate.sure)
}

/// A line as a piece; `None` when the catalog no longer has it.
pub(super) fn item(line: &AccountLine) -> Option<Item> {
    Some(Item {
        variant: line.variant?,
        product: line.product?,
        title: line.title.clone(),
        wanted: String::new(),
        picked: None,
    })
}

/// An order's pieces, one entry for each.
pub(super) fn items(order: &AccountOrder) -> Vec<Item> {
    order
        .lines
        .iter()
        .filter_map(|line| Some((item(line)?, usize::try_from(line.quantity).unwrap_or(1))))
        .flat_map(|(item, quantity)| std::iter::repeat_n(item, quantity))
        .collect()
}

pub(super) struct Context<'a> {
    pub account: &'a Account,
    /// The whole sentence, for what it says of orders.
    pub sentence: &'a [Atom],
    pub focus: Option<&'a str>,
    /// Titles of things in the same order.
    pub companions: Vec<String>,
    pub verb: Verb,
}

/// The pieces that each mention may mean.
pub(super) fn resolve(context: &Context<'_>, part: &[Atom], mentions: &[&Mention]) -> Vec<Vec<Candidate>> {
    let mut all: Vec<Vec<Candidate>> = Vec::new();
    for (i, mention) in mentions.iter().enumerate() {
        let from = if i == 0 { 0 } else { mentions[i - 1].at + mentions[i - 1].length };
        let to = mentions.get(i + 1).map_or(part.len(), |next| next.at);
        // What is said before it, and after it up to what comes instead.
        let before = &part[from..mention.at];
        let before = match before.iter().rposition(|atom| atom.is("and") || (atom.mark && atom.text == ",")) {
            Some(cut) if i > 0 => &before[cut + 1..],
            _ => before,
        };
        let after = &part[mention.at + mention.length..to];
        let after = match after.iter().rposition(|atom| atom.is("and") || (atom.mark && atom.text == ",")) {
            // What follows describes the next one.
            Some(cut) if i + 1 < mentions.len() => &after[..cut],
            _ => after,
        };
        let after = match context.verb {
            Verb::Swap | Verb::SwapOrReturn => {
                let ends = |atom: &Atom| {
                    atom.any(&[
                        "to",
                        "for",
                        "into",
                        "changed",
                        "swapped",
                        "exchanged",
                        "replaced",
                        "switched",
                    ])
                };
                let end = after.iter().position(ends).unwrap_or(after.len());
                &after[..end]
            }
            _ => after,
        };
        all.push(of_mention(context, part, mention, before, after));
    }
    // Things named together lie in one order, where that decides.
    let settled: Vec<String> =
        all.iter().filter(|c| is_clear(c)).flat_map(|c| c.iter().map(|c| c.order.clone())).collect();
    for candidates in &mut all {
        if candidates.len() > 1 && !is_clear(candidates) {
            let together: Vec<Candidate> =
                candidates.iter().filter(|c| settled.contains(&c.order)).cloned().collect();
            if !together.is_empty() {
                *candidates = together;
                settle(candidates, false, None);
            }
        }
    }
    all
}

fn of_mention(
    context: &Context<'_>,
    part: &[Atom],
    mention: &Mention,
    before: &[Atom],
    after: &[Atom],
) -> Vec<Candidate> {
    let account = context.account;
    let mut candidates: Vec<Candidate> = account
        .orders
        .iter()
        .flat_map(|order| items(order).into_iter().map(move |item| Candidate::new(&order.number, item)))
        .filter(|candidate| mention.titles.contains(&candidate.item.title))
        .collect();
    let order_of = |candidate: &Candidate| account.order(&candidate.order);
    let numbers = order_numbers(account, part);
    let numbers = if numbers.is_empty() { order_numbers(account, context.sentence) } else { numbers };
    if !numbers.is_empty() {
        narrow(&mut candidates, |c| numbers.contains(&c.order));
    }
    let nearby: Vec<Atom> = before.iter().chain(after).cloned().collect();
    let said = |words: &[&str]| has_any(&nearby, words);
    let received = said(&["received", "delivered", "got", "arrived", "came"])
        || has(&nearby, &["already", "have"])
        || has(&nearby, &["already", "own"]);
    let unsent = has(&nearby, &["open", "order"])
        || has(&nearby, &["current", "order"])
        || said(&["unshipped", "undelivered"]);
    let pending = unsent
        || said(&["pending", "upcoming"])
        || (said(&["just"]) && said(&["ordered", "placed", "bought"]) && !received);
    // Only what can still be acted on.
    match context.verb {
        Verb::Cancel => narrow(&mut candidates, |c| order_of(c).is_some_and(AccountOrder::is_pending)),
        Verb::Return => narrow(&mut candidates, |c| order_of(c).is_some_and(AccountOrder::is_delivered)),
        _ => narrow(&mut candidates, |c| {
            order_of(c).is_some_and(|order| order.is_pending() || order.is_delivered())
        }),
    }
    if received {
        narrow(&mut candidates, |c| order_of(c).is_some_and(AccountOrder::is_delivered));
    } else if pending {
        narrow(&mut candidates, |c| order_of(c).is_some_and(AccountOrder::is_pending));
    }
    if let Some(focus) = context.focus
        && (has(&nearby, &["in", "it"]) || has(&nearby, &["in", "there"]) || has(&nearby, &["same", "order"]))
    {
        narrow(&mut candidates, |c| c.order == focus);
    }
    if !context.companions.is_empty() {
        narrow(&mut candidates, |c| {
            order_of(c)
                .is_some_and(|order| order.lines.iter().any(|line| context.companions.contains(&line.title)))
        });
    }
    let placed: Vec<String> = account
        .orders
        .iter()
        .filter(|order| places::speaks_of(&nearby, &order.address))
        .map(|order| order.number.clone())
        .collect();
    if !placed.is_empty() {
        narrow(&mut candidates, |c| placed.contains(&c.order));
    }
    // "the small one", "the long coat"
    let text = spoken(&nearby);
    let likeness = |c: &Candidate| {
        account
            .goods(c.item.product)
            .and_then(|goods| {
                goods.variant(c.item.variant).map(|variant| choose::likeness(goods, variant, &text))
            })
            .unwrap_or(0)
    };
    if let Some(best) = candidates.iter().map(likeness).max()
        && candidates.iter().any(|c| likeness(c) < best)
    {
        candidates.retain(|c| likeness(c) == best);
    }
    // "the smaller of the two"
    let compared: Vec<_> = candidates
        .iter()
        .filter_map(|c| {
            let goods = account.goods(c.item.product)?;
            Some((goods, goods.variant(c.item.variant)?))
        })
        .collect();
    let outstanding = choose::outstanding(&compared, &spoken(before));
    if compared.len() == candidates.len() && !outstanding.is_empty() {
        candidates.retain(|c| outstanding.contains(&c.item.variant));
    }
    let price = |c: &Candidate| {
        order_of(c)
            .and_then(|order| order.lines.iter().find(|line| line.variant == Some(c.item.variant)))
            .map_or(0, |line| line.price.amount)
    };
    if has(&nearby, &["more", "expensive"]) || has(&nearby, &["most", "expensive"]) || said(&["pricier"]) {
        let most = candidates.iter().map(price).max();
        candidates.retain(|c| Some(price(c)) == most);
    } else if has(&nearby, &["less", "expensive"])
        || has(&nearby, &["least", "expensive"])
        || (said(&["cheaper", "cheapest"]) && context.verb != Verb::Swap)
    {
        let least = candidates.iter().map(price).min();
        candidates.retain(|c| Some(price(c)) == least);
    }
    let another = has_any(before, &["another", "second"]) && !has(before, &["another", "order"]);
    for candidate in &mut candidates {
        candidate.another = another;
    }
    // "One of my two lamps", "the smaller of the lamps" is one.
    let of_them = before.iter().rposition(|atom| atom.is("of")).is_some_and(|of| {
        before[..of]
            .last()
            .is_some_and(|atom| atom.any(&["one"]) || scales::degree(atom).is_some() || atom.is("cheaper"))
            || !outstanding.is_empty()
    });
    settle(&mut candidates, mention.many && !of_them, context.focus);
    candidates
}

/// Keeps those that fit, if any does.
fn narrow(candidates: &mut Vec<Candidate>, fits: impl Fn(&Candidate) -> bool) {
    if candidates.iter().any(&fits) {
        candidates.retain(fits);
    }
}

/// Marks what is clear: one piece, several alike in one order, or all of them where all are meant.
fn settle(candidates: &mut Vec<Candidate>, many: bool, focus: Option<&str>) {
    if many {
        for candidate in candidates.iter_mut() {
            candidate.sure = true;
        }
        return;
    }
    let alike = |candidates: &[Candidate]| {
        candidates
            .windows(2)
            .all(|pair| pair[0].order == pair[1].order && pair[0].item.variant == pair[1].item.variant)
    };
    if !alike(candidates)
        && let Some(focus) = focus
    {
        let there: Vec<Candidate> = candidates.iter().filter(|c| c.order == focus).cloned().collect();
        if !there.is_empty() && alike(&there) {
            *candidates = there;
        }
    }
    if alike(candidates) {
        candidates.truncate(1);
        for candidate in candidates.iter_mut() {
            candidate.sure = true;
        }
        return;
    }
    for candidate in candidates.iter_mut() {
        candidate.sure = false;
    }
}
