//! "The order with the lamp", "the one that has a single thing in it": an order told by what it holds becomes its number, where
//! only one can be meant.

use crate::agent::account::{Account, AccountOrder};
use crate::agent::acting::titles::{self, Mention};
use crate::agent::acting::verbs::{self, Verb};
use crate::agent::acting::words::{Atom, atoms, has_any};

/// What an order is called.
const ORDERS: &[&str] = &["order", "package", "parcel", "delivery", "purchase", "shipment"];
const HOLDS: &[&str] = &["with", "containing", "contain", "include", "including", "holding"];
/// Words that may stand between an order and what it holds.
const BETWEEN: &[&str] = &[
    "that", "which", "i", "we", "just", "placed", "made", "ordered", "received", "bought", "got", "was",
    "is", "came", "ha", "has", "have", "had", ",",
];
/// Words that may stand before and between the things.
const BESIDE: &[&str] = &["the", "a", "an", "my", "and", "&", "both", "those", "these", ","];
const MANY_WORDS: usize = 4;

/// The text with the numbers of the orders that are told by what they hold.
pub(super) fn numbered(account: &Account, all: &[Atom]) -> Vec<Atom> {
    let mut told: Vec<Atom> = Vec::new();
    let mut at = 0;
    while at < all.len() {
        match order_at(account, all, at) {
            Some((number, end)) => {
                told.extend(atoms(&format!("order {number}")));
                at = end;
            }
            None => {
                told.push(all[at].clone());
                at += 1;
            }
        }
    }
    told
}

/// The order that is told of from here on, and where that ends.
fn order_at(account: &Account, all: &[Atom], at: usize) -> Option<(String, usize)> {
    let stands_for = all[at].any(&["one"]) && is_an_order(account, all, at);
    if !(all[at].any(ORDERS) || stands_for) || all[at].said.to_lowercase().ends_with('s') {
        return None;
    }
    let link = (at + 1..all.len().min(at + 7)).find(|i| !all[*i].any(BETWEEN))?;
    let has = all[link - 1].any(&["ha", "has", "have", "had"]) && link > at + 1;
    let from = if all[link].any(HOLDS) {
        link + 1
    } else if has {
        link
    } else {
        return None;
    };
    let sentence_end = (from..all.len()).find(|i| all[*i].mark && all[*i].text != ",").unwrap_or(all.len());
    let rest = &all[from..sentence_end];
    let (holding, end): (Vec<&AccountOrder>, usize) = match single(rest) {
        Some(end) => {
            let pieces = |order: &AccountOrder| order.lines.iter().map(|line| line.quantity).sum::<i64>();
            (account.orders.iter().filter(|order| pieces(order) == 1).collect(), end)
        }
        None => {
            let found = titles::mentioned(account, rest);
            let named = in_a_row(rest, &found);
            let last = named.last()?;
            let holds = |order: &&AccountOrder| {
                named
                    .iter()
                    .all(|mention| order.lines.iter().any(|line| mention.titles.contains(&line.title)))
            };
            (account.orders.iter().filter(holds).collect(), last.at + last.length)
        }
    };
    let number = only(&holding, all, at)?;
    let after = &all[from + end..sentence_end];
    let held = titles::mentioned(account, &rest[..end]);
    let several = held.iter().any(|mention| {
        mention.many
            || account.order(&number).is_some_and(|order| {
                order.lines.iter().filter(|line| mention.titles.contains(&line.title)).count() > 1
            })
    });
    if several && after.iter().any(|atom| atom.any(&["one", "ones"])) {
        // "In the order with two lamps the black one …": the lamps are still spoken of.
        return None;
    }
    let aside =
        all[at + 1..link].iter().any(|atom| atom.is(",")) && after.first().is_some_and(|atom| atom.is(","));
    let inside = rest.get(end).is_some_and(|atom| atom.is("in"))
        && rest.get(end + 1).is_some_and(|atom| atom.any(&["it", "there"]));
    Some((number, from + end + if inside { 2 } else { usize::from(aside) }))
}

/// "One" stands for an order: "in the one with …", or orders were what was spoken of last.
fn is_an_order(account: &Account, all: &[Atom], at: usize) -> bool {
    let before = &all[..at];
    if !before.last().is_some_and(|atom| atom.any(&["the", "other"])) {
        return false;
    }
    let article = before.iter().rposition(|atom| !atom.any(&["the", "other"])).map_or(0, |i| i + 1);
    let inside = article > 0 && all[article - 1].any(&["in", "from"]);
    let spoken_of = before.iter().rposition(|atom| atom.any(ORDERS));
    let thing = titles::mentioned(account, before).last().map(|mention| mention.at);
    let of_orders = spoken_of.is_some_and(|order| thing.is_none_or(|thing| thing < order));
    // "The other one, with the lamp": after an order with something else.
    let goes_on = all[article..at].iter().any(|atom| atom.is("other")) && spoken_of.is_some();
    of_orders || (inside && spoken_of.is_some()) || goes_on
}

/// "A single item", "only one thing": where that ends.
fn single(rest: &[Atom]) -> Option<usize> {
    let item =
        rest.iter().take(4).position(|atom| atom.any(&["item", "thing", "product", "piece", "article"]))?;
    let one = rest[..item].iter().any(|atom| atom.any(&["one", "single", "1"]));
    (one && !rest[item].said.to_lowercase().ends_with('s')).then_some(item + 1)
}

/// The mentions that follow one another, with at most a few words that describe before each.
fn in_a_row<'a>(rest: &[Atom], found: &'a [Mention]) -> Vec<&'a Mention> {
    let mut row: Vec<&Mention> = Vec::new();
    let mut by_and: Vec<bool> = Vec::new();
    for mention in found {
        let from = row.last().map_or(0, |last| last.at + last.length);
        let between = &rest[from..mention.at];
        let joined = row.is_empty() || between.iter().any(|atom| atom.any(&["and", "&", ","]));
        let other_wish = !verbs::places(between).is_empty();
        let said = between.iter().filter(|atom| !atom.any(BESIDE)).count();
        let near = if row.is_empty() { said < MANY_WORDS } else { said <= 2 };
        let new_clause = !row.is_empty()
            && between.iter().any(|atom| {
                atom.any(&["i", "to", "for", "want", "please", "also", "then", "of", "price", "in"])
            });
        if !joined || other_wish || !near || new_clause {
            break;
        }
        by_and.push(row.is_empty() || between.iter().any(|atom| atom.any(&["and", "&"])));
        row.push(mention);
    }
    // "The one with the lamp, the lamp should …": a list ends with "and".
    while by_and.last() == Some(&false) {
        by_and.pop();
        row.pop();
    }
    row
}

/// The only one of them, among those with which something can still be done where there are more.
fn only(holding: &[&AccountOrder], all: &[Atom], at: usize) -> Option<String> {
    if let [only] = holding {
        return Some(only.number.clone());
    }
    let start = all[..at].iter().rposition(|atom| atom.mark && atom.text != ",").map_or(0, |i| i + 1);
    let end = (at..all.len()).find(|i| all[*i].mark && all[*i].text != ",").unwrap_or(all.len());
    let sentence = &all[start..end];
    let verb = verbs::places(sentence).iter().find(|place| !place.negated).map(|place| place.verb);
    let pending = has_any(sentence, &["pending", "address", "upcoming"]) || verb == Some(Verb::Cancel);
    let delivered = has_any(sentence, &["delivered", "received"]) || verb == Some(Verb::Return);
    let fits = |order: &&&AccountOrder| match (pending, delivered) {
        (true, false) => order.is_pending(),
        (false, true) => order.is_delivered(),
        _ => order.is_pending() || order.is_delivered(),
    };
    let left: Vec<&&AccountOrder> = holding.iter().filter(fits).collect();
    let [only] = left.as_slice() else { return None };
    Some(only.number.clone())
}
