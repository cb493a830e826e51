//! Corrections of what was stated and not agreed to.

use super::agenda::{Agenda, Item, Kind, MethodKind, Question};
use super::choose::{self, Choice};
use super::methods;
use super::pick::{self, Candidate};
use super::read::{self, Heard};
use super::titles;
use super::verbs::{self, Verb};
use super::words::{Atom, atoms, has, has_any, spoken};
use crate::agent::account::{Account, AccountOrder};
use crate::policy::Action;
use crate::stored_methods::StoredMethodKind;

/// "Wait, not the clock", "everything but the lamp": what was named stays out of it. `true`: the agenda changed.
fn keeps_some(account: &Account, agenda: &mut Agenda, stated: &[u32], said: &[Atom]) -> bool {
    const OUT: &[&str] = &["not", "except", "without", "keep", "keeping", "minus", "but"];
    let mut changed = false;
    for number in stated {
        let Some(change) = agenda.change_mut(*number).filter(|change| change.items.len() > 1) else {
            continue;
        };
        let own: Vec<String> = change.items.iter().map(|item| item.title.clone()).collect();
        let titles: Vec<&str> = own.iter().map(String::as_str).collect();
        for mention in titles::mentions(said, &titles) {
            let before = &said[mention.at.saturating_sub(4)..mention.at];
            if !has_any(before, OUT) {
                continue;
            }
            let near = spoken(&said[mention.at.saturating_sub(4)..mention.at + mention.length]);
            let like = |item: &Item| {
                let goods = account.goods(item.product);
                goods
                    .and_then(|goods| Some(choose::likeness(goods, goods.variant(item.variant)?, &near)))
                    .unwrap_or(0)
            };
            let is_named = |item: &Item| mention.titles.contains(&item.title);
            let best = change.items.iter().filter(|item| is_named(item)).map(like).max().unwrap_or(0);
            let stays = |item: &Item| !(is_named(item) && like(item) == best);
            if change.items.iter().any(|item| !stays(item)) && change.items.iter().any(stays) {
                change.items.retain(stays);
                changed = true;
            }
        }
    }
    if changed {
        agenda.stated.clear();
    }
    changed
}

/// "No, the blue one", "wait, I meant the lamp": the same is to be done with another thing of theirs.
fn another_piece(account: &Account, agenda: &mut Agenda, stated: &[u32], text: &str) -> Option<Heard> {
    let [number] = stated else { return None };
    let change = agenda.change(*number)?.clone();
    let (Kind::Return | Kind::Cancel, [item]) = (change.kind, change.items.as_slice()) else { return None };
    let said = atoms(text);
    let verb = if change.kind == Kind::Return { Verb::Return } else { Verb::Cancel };
    let own = titles::named(&titles::mentioned(account, &said));
    let other = has_any(&said, &["other"]);
    let fits = |order: &&AccountOrder| match verb {
        Verb::Return => order.is_delivered(),
        _ => order.is_pending(),
    };
    let mut scored: Vec<(i32, Candidate)> = Vec::new();
    for order in account.orders.iter().filter(fits) {
        for piece in pick::items(order) {
            let is_it = Some(&order.number) == change.order.as_ref() && piece.variant == item.variant;
            let meant = if own.is_empty() { piece.title == item.title } else { own.contains(&piece.title) };
            let Some(goods) = account.goods(piece.product).filter(|_| meant && !is_it) else { continue };
            let likeness = goods.variant(piece.variant).map_or(0, |v| choose::likeness(goods, v, text));
            scored.push((likeness, Candidate::new(&order.number, piece)));
        }
    }
    let best = scored.iter().map(|(score, _)| *score).max()?;
    scored.retain(|(score, _)| *score == best);
    let renamed = !own.is_empty() && !own.contains(&item.title);
    if (best <= 0 && !other && !renamed) || best < 0 {
        return None;
    }
    let [(_, candidate)] = scored.as_slice() else { return None };
    let candidate = candidate.clone();
    agenda.drop_change(*number);
    read::add_one(account, agenda, verb, candidate, "");
    agenda.stated.clear();
    Some(Heard { changed: true, ..Heard::default() })
}

/// "Also", "too": it comes beside what was stated.
fn adds(said: &[Atom]) -> bool {
    has_any(
        said,
        &["also", "too", "add", "added", "include", "included", "another", "besides", "additionally"],
    ) && !has(said, &["instead"])
}

/// Corrects what was stated. `no`: it is not to be done as it was said.
pub(super) fn correct(account: &Account, agenda: &mut Agenda, text: &str, no: bool) -> Heard {
    let said = atoms(text);
    let stated: Vec<u32> = agenda.stated.iter().map(|stated| stated.change).collect();
    let places = verbs::places(&said);
    // "No, I don't want that" only declines.
    let declines =
        |place: &verbs::Place| place.verb == Verb::Rid && titles::mentioned(account, &said).is_empty();
    let acts = places.iter().any(|place| !place.negated && !declines(place));
    let named = methods::named(&said);
    if !named.is_empty() {
        for number in &stated {
            let order = agenda.change(*number).and_then(|change| change.order.clone());
            let order = order.as_deref().and_then(|order| account.order(order));
            let before = agenda.change(*number).and_then(|change| change.method);
            let used =
                agenda.stated.iter().find(|s| s.change == *number).and_then(|s| s.wanted.action.method());
            let meant: Vec<_> = named
                .iter()
                .flat_map(|wish| {
                    let Some(used) = used.filter(|_| wish.other) else {
                        return methods::meant(account, order, wish);
                    };
                    // "The other card": any but the one that was stated.
                    let cards_only = wish.kind == MethodKind::Card;
                    account
                        .methods
                        .iter()
                        .filter(|method| !cards_only || method.kind == StoredMethodKind::Card)
                        .map(|method| method.id)
                        .filter(|id| *id != used)
                        .collect::<Vec<_>>()
                })
                .collect();
            if let Some(change) = agenda.change_mut(*number) {
                change.method = meant.first().copied().or(before);
                change.method_named = true;
                change.tried.clear();
            }
        }
        agenda.methods.splice(0..0, named.clone());
        agenda.methods.dedup();
    }
    // "only the lamp"
    let titles: Vec<String> = stated
        .iter()
        .filter_map(|number| agenda.change(*number))
        .flat_map(|change| change.items.iter().map(|item| item.title.clone()))
        .collect();
    let refs: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mentioned = titles::named(&titles::mentions(&said, &refs));
    if has_any(&said, &["only", "just"]) && !mentioned.is_empty() {
        for number in &stated {
            if let Some(change) = agenda.change_mut(*number)
                && change.items.iter().any(|item| mentioned.contains(&item.title))
            {
                change.items.retain(|item| mentioned.contains(&item.title));
            }
        }
        agenda.stated.clear();
        return Heard { changed: true, ..Heard::default() };
    }
    if !acts
        && named.is_empty()
        && (no || has_any(&said, &["wait", "sorry", "meant", "mean", "oops", "actually", "rather"]))
        && let Some(heard) = another_piece(account, agenda, &stated, text)
    {
        return heard;
    }
    if !acts && named.is_empty() && keeps_some(account, agenda, &stated, &said) {
        return Heard { changed: true, ..Heard::default() };
    }
    if !acts
        && adds(&said)
        && let [number] = stated.as_slice()
        && let Some(kind) = agenda.change(*number).map(|change| change.kind)
        && matches!(kind, Kind::Return | Kind::Cancel)
        && titles::mentioned(account, &said).iter().any(|mention| {
            !titles::mean(std::slice::from_ref(mention), titles.first().map_or("", String::as_str))
        })
    {
        // "The clock, too": the same is to be done with it.
        let verb = if kind == Kind::Return { "return" } else { "cancel" };
        let heard = read::read(account, agenda, &format!("{verb} {text}"));
        if heard.changed {
            agenda.stated.clear();
        }
        return heard;
    }
    let replaces = no || has_any(&said, &["instead", "mind", "actually", "rather"]);
    if acts && replaces && !adds(&said) {
        // Something else takes the place of what was stated.
        let items: Vec<_> = stated
            .iter()
            .filter_map(|number| agenda.change(*number))
            .flat_map(|change| change.items.clone())
            .collect();
        let kept = agenda.changes.clone();
        for number in &stated {
            agenda.drop_change(*number);
        }
        let mut wish = text.to_owned();
        if mentioned.is_empty()
            && let Some(first) = items.first()
            && let Some(one) = said.iter().position(|atom| atom.is("one"))
        {
            let (before, after) = said.split_at(one);
            wish = format!("{} {} {}", spoken(before), first.title, spoken(&after[1..]));
        }
        let heard = read::read(account, agenda, &wish);
        if heard.changed {
            return heard;
        }
        if !named.is_empty() && !no {
            agenda.changes = kept;
        }
        agenda.stated.clear();
        return heard;
    }
    let before = agenda.changes.clone();
    if no && !acts && named.is_empty() && has_any(&said, &["right", "wrong", "different", "other", "another"])
    {
        // Not this one: what else there is.
        if let [number] = stated.as_slice()
            && let Some(change) = agenda.change(*number).cloned()
            && change.kind == Kind::Swap
            && let [item] = change.items.as_slice()
            && let Some(goods) = account.goods(item.product)
            && choose::choose(goods, goods.variant(item.variant), text) == Choice::Unsaid
        {
            let offered = agenda.stated.first().map(|stated| stated.wanted.action.clone());
            let refused = match offered {
                Some(Action::ModifyItems { new_items, .. } | Action::ExchangeItems { new_items, .. }) => {
                    new_items
                }
                _ => Vec::new(),
            };
            let mut options = choose::fitting(goods, goods.variant(item.variant), "");
            options.retain(|id| !refused.contains(id));
            agenda.stated.clear();
            if !options.is_empty() {
                agenda.asked = Some(Question::WhichVariant { change: *number, item: 0, options });
                return Heard { changed: true, ..Heard::default() };
            }
        }
    }
    let heard = read::read(account, agenda, text);
    let altered = agenda.changes != before || !named.is_empty();
    if altered {
        agenda.stated.clear();
    } else if no {
        for number in &stated {
            agenda.drop_change(*number);
        }
    }
    heard
}
