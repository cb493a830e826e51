//! The customer's answers to what was asked.

use super::agenda::{Agenda, Kind, Question};
use super::choose::{self, Choice};
use super::methods;
use super::pick::Candidate;
use super::places;
use super::read::{self, Heard};
use super::reasons;
use super::references::order_numbers;
use super::reply::{self, Reply, ordinals};
use super::titles;
use super::verbs::{self, Verb};
use super::words::{Atom, append, atoms, has, has_any};
use crate::agent::account::Account;
use crate::id::{self, Id};
use crate::policy::CANCEL_REASONS;

/// Reads the answer to a question; what is no answer is read as a wish.
pub(super) fn answer(account: &Account, agenda: &mut Agenda, question: &Question, text: &str) -> Heard {
    let said = atoms(text);
    let taken = match question {
        Question::Identity | Question::Code { .. } => false,
        Question::Reason { change } => match reasons::reason(&said).or_else(|| short_reason(&said)) {
            Some(reason) => {
                agenda.reason = Some(reason.clone());
                if let Some(change) = agenda.change_mut(*change) {
                    change.reason = Some(reason);
                }
                true
            }
            None => false,
        },
        Question::Method { change, options } => {
            let order = agenda.change(*change).and_then(|change| change.order.clone());
            let order = order.as_deref().and_then(|number| account.order(number));
            let chosen = methods::named(&said)
                .iter()
                .flat_map(|wish| methods::meant(account, order, wish))
                .find(|id| options.contains(id))
                .or_else(|| ordinals(text, options.len()).first().map(|i| options[*i]));
            match chosen {
                Some(method) => {
                    if let Some(change) = agenda.change_mut(*change) {
                        change.method = Some(method);
                        change.method_named = true;
                    }
                    true
                }
                None => false,
            }
        }
        Question::Address { change, proposed } => {
            let change = &one_address(account, agenda, *change, &said);
            let order = agenda.change(*change).and_then(|change| change.order.clone());
            let agreed = matches!(reply::read(text), Reply::Yes(_)) && !places::is_written(text, "");
            let found = match proposed {
                Some(proposed) if agreed => vec![proposed.clone()],
                _ => places::meant(account, text, order.as_deref()),
            };
            match found.as_slice() {
                [address] => {
                    let numbers: Vec<u32> = agenda
                        .changes
                        .iter()
                        .filter(|open| {
                            matches!(open.kind, Kind::Address | Kind::ProfileAddress)
                                && open.address.is_none()
                        })
                        .map(|open| open.number)
                        .collect();
                    for number in numbers {
                        if let Some(change) = agenda.change_mut(number) {
                            change.address = Some(address.clone());
                        }
                    }
                    true
                }
                _ => false,
            }
        }
        Question::WhichVariant { change, item, options } => {
            which_variant(account, agenda, *change, *item, options, text)
        }
        Question::WhichItem { options } => which_item(account, agenda, options, text),
        Question::WhichOrder { kind, numbers } => {
            let mut named = order_numbers(account, &said);
            if named.is_empty() {
                named = ordinals(text, numbers.len()).into_iter().map(|i| numbers[i].clone()).collect();
            }
            if named.is_empty() && has_any(&said, &["all", "both", "each", "every"]) {
                named.clone_from(numbers);
            }
            let verb = match kind {
                Kind::Cancel => "cancel",
                Kind::Return => "return everything of",
                _ => "change the payment method of",
            };
            if named.is_empty() {
                false
            } else {
                let wish = named
                    .iter()
                    .map(|number| format!("{verb} order {number}."))
                    .collect::<Vec<_>>()
                    .join(" ");
                return read::read(account, agenda, &wish);
            }
        }
        Question::WhichItems { kind } => {
            let verb = match kind {
                Kind::Return => "return",
                Kind::Cancel => "cancel",
                _ => "exchange",
            };
            if verbs::places(&said).is_empty() {
                return read::read(account, agenda, &format!("{verb} {text}"));
            }
            false
        }
    };
    if taken {
        // What else was said beside the answer.
        let more = verbs::places(&said).iter().any(|place| !place.negated)
            && matches!(
                question,
                Question::Reason { .. } | Question::Method { .. } | Question::Address { .. }
            );
        return if more {
            read::read(account, agenda, text)
        } else {
            Heard { changed: true, ..Heard::default() }
        };
    }
    let heard = read::read(account, agenda, text);
    let declined = reply::read(text) == Reply::No && !heard.changed;
    match (question, declined) {
        (Question::WhichItem { .. }, true) if !agenda.unclear.is_empty() => {
            agenda.unclear.remove(0);
        }
        (Question::WhichVariant { change, item, .. }, true) => {
            match agenda.change(*change).map(|c| c.items.len()) {
                Some(2..) => {
                    if let Some(change) = agenda.change_mut(*change) {
                        change.items.remove(*item);
                    }
                }
                _ => agenda.drop_change(*change),
            }
        }
        // "No" to the address that was proposed leaves the wish, and the question.
        (Question::Address { change, proposed: Some(_) }, true) => {
            if let Some(change) = agenda.change_mut(*change) {
                change.another_address = true;
            }
        }
        (
            Question::Method { change, .. } | Question::Reason { change } | Question::Address { change, .. },
            true,
        ) => agenda.drop_change(*change),
        _ => {}
    }
    heard
}

/// "For the navy cardigan, to …": of several orders the one that holds it. The others keep their addresses.
fn one_address(account: &Account, agenda: &mut Agenda, asked: u32, said: &[Atom]) -> u32 {
    let mentions = titles::mentioned(account, said);
    let text = super::words::spoken(said);
    let like = |number: &Option<String>| {
        let order = number.as_deref().and_then(|number| account.order(number))?;
        let lines = order.lines.iter().filter(|line| titles::mean(&mentions, &line.title));
        lines
            .filter_map(|line| {
                let goods = line.product.and_then(|id| account.goods(id))?;
                Some(choose::likeness(goods, goods.variant(line.variant?)?, &text))
            })
            .max()
    };
    let open: Vec<(u32, Option<i32>)> = agenda
        .changes
        .iter()
        .filter(|change| change.kind == Kind::Address && change.address.is_none())
        .map(|change| (change.number, like(&change.order)))
        .collect();
    let best = open.iter().filter_map(|(_, like)| *like).max();
    let kept: Vec<u32> =
        open.iter().filter(|(_, like)| like.is_some() && *like == best).map(|one| one.0).collect();
    let [only] = kept.as_slice() else { return asked };
    for (number, _) in open.iter().filter(|(number, _)| number != only) {
        agenda.drop_change(*number);
    }
    *only
}

fn short_reason(said: &[Atom]) -> Option<String> {
    if has_any(said, &["mistake", "accident", "wrong"]) {
        Some(CANCEL_REASONS[1].to_owned())
    } else if has_any(said, &["needed", "need", "longer", "unnecessary"]) {
        Some(CANCEL_REASONS[0].to_owned())
    } else {
        None
    }
}

fn which_variant(
    account: &Account,
    agenda: &mut Agenda,
    change: u32,
    at: usize,
    options: &[Id<id::Variant>],
    text: &str,
) -> bool {
    let Some(item) = agenda.change(change).and_then(|change| change.items.get(at)).cloned() else {
        return false;
    };
    let Some(goods) = account.goods(item.product) else { return false };
    let chosen = ordinals(text, options.len()).first().map(|i| options[*i]);
    if let Some(chosen) = chosen {
        if let Some(item) = agenda.change_mut(change).and_then(|change| change.items.get_mut(at)) {
            item.picked = Some(chosen);
        }
        return true;
    }
    let said = atoms(text);
    if verbs::places(&said).iter().any(|place| !place.negated && !matches!(place.verb, Verb::Swap)) {
        return false;
    }
    let buys = agenda.change(change).is_some_and(|change| change.kind == Kind::Buy);
    let current = goods.variant(item.variant).filter(|_| !buys);
    match choose::choose(goods, current, text) {
        Choice::Unsaid => false,
        choice => {
            let Some(item) = agenda.change_mut(change).and_then(|change| change.items.get_mut(at)) else {
                return false;
            };
            // The answer narrows the offers down; on its own it may mean more.
            if let Choice::One(id) = choice
                && options.contains(&id)
            {
                item.picked = Some(id);
                return true;
            }
            let liked: Vec<_> = options
                .iter()
                .filter_map(|id| goods.variant(*id))
                .map(|variant| (choose::likeness(goods, variant, text), variant.id))
                .collect();
            let best = liked.iter().map(|(score, _)| *score).max().unwrap_or(0);
            let top: Vec<_> = liked.iter().filter(|(score, _)| *score == best && best > 0).collect();
            if let [(_, only)] = top.as_slice() {
                item.picked = Some(*only);
            } else {
                append(&mut item.wanted, text);
            }
            true
        }
    }
}

fn which_item(
    account: &Account,
    agenda: &mut Agenda,
    options: &[(String, Id<id::Variant>)],
    text: &str,
) -> bool {
    let Some(unclear) = agenda.unclear.first().cloned() else { return false };
    let said = atoms(text);
    let mut chosen: Vec<(String, Id<id::Variant>)> =
        ordinals(text, options.len()).into_iter().map(|i| options[i].clone()).collect();
    if chosen.is_empty() && has_any(&said, &["all", "both", "each", "2"]) && !has_any(&said, &["one"]) {
        chosen = options.to_vec();
    }
    if chosen.is_empty() {
        let numbers = order_numbers(account, &said);
        let mut left: Vec<_> = options.to_vec();
        if !numbers.is_empty() {
            left.retain(|(number, _)| numbers.contains(number));
        }
        let goods_of = |variant: &Id<id::Variant>| {
            let (_, item) = unclear.candidates.iter().find(|(_, item)| item.variant == *variant)?;
            let goods = account.goods(item.product)?;
            goods.variant(*variant).map(|variant| (goods, variant))
        };
        let score = |variant: &Id<id::Variant>| {
            goods_of(variant).map_or(0, |(goods, variant)| choose::likeness(goods, variant, text))
        };
        let price =
            |variant: &Id<id::Variant>| goods_of(variant).map_or(0, |(_, variant)| variant.price.amount);
        if has(&said, &["more", "expensive"]) || has(&said, &["most", "expensive"]) {
            let most = left.iter().map(|(_, v)| price(v)).max();
            left.retain(|(_, v)| Some(price(v)) == most);
        } else if has(&said, &["less", "expensive"]) || has_any(&said, &["cheaper", "cheapest"]) {
            let least = left.iter().map(|(_, v)| price(v)).min();
            left.retain(|(_, v)| Some(price(v)) == least);
        }
        let best = left.iter().map(|(_, v)| score(v)).max().unwrap_or(0);
        if best > 0 {
            left.retain(|(_, v)| score(v) == best);
        }
        // "the one with the lamp", "the one sent to Denver"
        let mut companions = titles::named(&titles::mentioned(account, &said));
        companions.retain(|title| *title != unclear.title);
        if !companions.is_empty() {
            left.retain(|(number, _)| {
                account.order(number).is_some_and(|o| o.lines.iter().any(|l| companions.contains(&l.title)))
            });
        }
        if has_any(&said, &["pending"]) {
            left.retain(|(number, _)| account.order(number).is_some_and(|order| order.is_pending()));
        } else if has_any(&said, &["received", "delivered"]) {
            left.retain(|(number, _)| account.order(number).is_some_and(|order| order.is_delivered()));
        }
        if left.len() < options.len() && !left.is_empty() {
            chosen = left;
        }
    }
    if chosen.is_empty() {
        return false;
    }
    if chosen.len() > 1
        && !has_any(&said, &["all", "both", "2", "two"])
        && ordinals(text, options.len()).is_empty()
    {
        // Fewer than before, yet not one.
        if let Some(first) = agenda.unclear.first_mut() {
            first.candidates.retain(|(number, item)| chosen.contains(&(number.clone(), item.variant)));
        }
        return true;
    }
    agenda.unclear.remove(0);
    let verb = match unclear.kind {
        Kind::Swap => Verb::Swap,
        Kind::Cancel => Verb::Cancel,
        _ => Verb::Return,
    };
    for (number, variant) in chosen {
        let found = unclear.candidates.iter().find(|(n, item)| *n == number && item.variant == variant);
        if let Some((number, item)) = found {
            read::add_one(account, agenda, verb, Candidate::new(number, item.clone()), &unclear.wanted);
        }
    }
    true
}
