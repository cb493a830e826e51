//! What shall come instead told by another piece of the customer's: "the same as the one that I already have", "just like the navy
//! pair". Knows where such words point; what is possible is the policy's.

use super::agenda::Item;
use super::choose;
use super::references::order_numbers;
use super::words::{Atom, atoms, find, has, has_any, spoken};
use crate::agent::account::{Account, AccountOrder};
use crate::id::{self, Id};

/// Where words begin that point at another piece of theirs; `None`: they do not.
pub(super) fn points_at(words: &[Atom]) -> Option<usize> {
    let stage = has_any(words, &["order", "received", "already", "pending"])
        && has_any(words, &["type", "same", "one", "like", "kind"]);
    let after = |link: &[&str]| find(words, link).map(|at| at + link.len());
    let like = find(words, &["like"]).filter(|at| {
        words.get(at + 1).is_some_and(|next| next.any(&["the", "my", "mine"]))
            && !at.checked_sub(1).is_some_and(|before| words[before].any(&["would", "id", "i", "wed"]))
    });
    // "The same kind as the one …", and not "the same size as …".
    let as_same = words.iter().position(|atom| atom.any(&["same", "identical"])).and_then(|same| {
        const KINDS: &[&str] =
            &["kind", "type", "one", "ones", "model", "item", "version", "thing", "pair", "sort"];
        let at = same + 1 + words[same + 1..].iter().position(|atom| !atom.any(KINDS))?;
        let points = words.get(at + 1)?.any(&["the", "my", "mine", "those", "that"]);
        (words[at].is("as") && points).then_some(at + 1)
    });
    after(&["identical", "to"]).or(as_same).or(like.map(|at| at + 1)).or_else(|| stage.then_some(0))
}

/// The variant of the piece that the wish for `item` points at, where only one can be meant.
pub(super) fn meant(account: &Account, order: Option<&str>, item: &Item) -> Option<Id<id::Variant>> {
    let words = atoms(&item.wanted);
    let at = points_at(&words)?;
    // "…, in order 1042": where the piece is, not what it shall be like.
    if order.is_some_and(|order| order_numbers(account, &words).iter().any(|own| own == order)) {
        return None;
    }
    let told = &words[at..];
    let pending = if has_any(told, &["pending"]) {
        Some(true)
    } else if has_any(told, &["received", "delivered", "arrived", "got"]) {
        Some(false)
    } else {
        None
    };
    let goods = account.goods(item.product)?;
    let text = spoken(told);
    let like =
        |id: Id<id::Variant>| goods.variant(id).map_or(0, |variant| choose::likeness(goods, variant, &text));
    let pieces = |fits: &dyn Fn(&AccountOrder) -> bool| -> Vec<Id<id::Variant>> {
        let mut found: Vec<Id<id::Variant>> = Vec::new();
        for other in account.orders.iter().filter(|order| fits(order)) {
            for line in other.lines.iter().filter(|line| line.product == Some(item.product)) {
                found.extend(line.variant.filter(|id| *id != item.variant && !found.contains(id)));
            }
        }
        found
    };
    let stage = |other: &AccountOrder| pending.is_none_or(|pending| other.is_pending() == pending);
    let mut others = pieces(&|other| Some(other.number.as_str()) != order && stage(other));
    let own = pieces(&|other| Some(other.number.as_str()) == order && pending.is_none());
    if at > 0 {
        others.extend(own.into_iter().filter(|id| like(*id) > 0));
    }
    let best = others.iter().map(|id| like(*id)).max()?;
    others.retain(|id| like(*id) == best);
    // Where the words are no more than a place, the newest is meant.
    let single = others.len() == 1 || at == 0 || has(told, &["already"]);
    others.first().copied().filter(|_| best >= 0 && single)
}
