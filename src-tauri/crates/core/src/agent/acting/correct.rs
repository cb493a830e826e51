//! Answers to what was asked, and corrections of what was stated.

use super::agenda::{Agenda, Kind, Question};
use super::choose::{self, Choice};
use super::methods;
use super::pick::Candidate;
use super::places;
use super::read::{self, Heard, append, order_numbers};
use super::reply::ordinals;
use super::titles;
use super::verbs::{self, Verb};
use super::words::{atoms, has, has_any, spoken};
use crate::agent::account::Account;

/// Reads the answer to a question; what is no answer is read as a wish.
pub(super) fn answer(account: &Account, agenda: &mut Agenda, question: &Question, text: &str) -> Heard {
    let said = atoms(text);
    let taken = match question {
        Question::Identity => false,
        Question::Reason { change } => match verbs::reason(&said).or_else(|| short_reason(&said)) {
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
        Question::Address { change } => {
            let order = agenda.change(*change).and_then(|change| change.order.clone());
            let found = places::meant(account, text, order.as_deref());
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
    let declined = super::reply::read(text) == super::reply::Reply::No && !heard.changed;
    match (question, declined) {
        (Question::WhichItem { .. }, _) if (declined || !heard.changed) && !agenda.unclear.is_empty() => {
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
        (
            Question::Method { change, .. } | Question::Reason { change } | Question::Address { change },
            true,
        ) => agenda.drop_change(*change),
        _ => {}
    }
    heard
}

fn short_reason(said: &[super::words::Atom]) -> Option<String> {
    if has_any(said, &["mistake", "accident", "wrong"]) {
        Some(crate::policy::CANCEL_REASONS[1].to_owned())
    } else if has_any(said, &["needed", "need", "longer", "unnecessary"]) {
        Some(crate::policy::CANCEL_REASONS[0].to_owned())
    } else {
        None
    }
}

fn which_variant(
    account: &Account,
    agenda: &mut Agenda,
    change: u32,
    at: usize,
    options: &[crate::Id<crate::id::Variant>],
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
    match choose::choose(goods, goods.variant(item.variant), text) {
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
    options: &[(String, crate::Id<crate::id::Variant>)],
    text: &str,
) -> bool {
    let Some(unclear) = agenda.unclear.first().cloned() else { return false };
    let said = atoms(text);
    let mut chosen: Vec<(String, crate::Id<crate::id::Variant>)> =
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
        let find = |variant: &crate::Id<crate::id::Variant>| {
            unclear.candidates.iter().find(|(_, item)| item.variant == *variant).map(|(_, item)| item)
        };
        let score = |variant: &crate::Id<crate::id::Variant>| {
            find(variant)
                .and_then(|item| account.goods(item.product))
                .and_then(|goods| goods.variant(*variant).map(|v| choose::likeness(goods, v, text)))
                .unwrap_or(0)
        };
        let price = |variant: &crate::Id<crate::id::Variant>| {
            find(variant)
                .and_then(|item| account.goods(item.product))
                .and_then(|goods| goods.variant(*variant))
                .map_or(0, |variant| variant.price.amount)
        };
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
        let titles: Vec<&str> =
            account.orders.iter().flat_map(|o| o.lines.iter().map(|l| l.title.as_str())).collect();
        let companions: Vec<String> = titles::mentions(&said, &titles)
            .into_iter()
            .flat_map(|mention| mention.titles)
            .filter(|title| *title != unclear.title)
            .collect();
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

/// Corrects what was stated. `no`: it is not to be done as it was said.
pub(super) fn correct(account: &Account, agenda: &mut Agenda, text: &str, no: bool) -> Heard {
    let said = atoms(text);
    let stated: Vec<u32> = agenda.stated.iter().map(|stated| stated.change).collect();
    let places = verbs::places(&said);
    let acts = places.iter().any(|place| !place.negated);
    let named = methods::named(&said);
    if !named.is_empty() {
        for number in &stated {
            let order = agenda.change(*number).and_then(|change| change.order.clone());
            let order = order.as_deref().and_then(|order| account.order(order));
            let before = agenda.change(*number).and_then(|change| change.method);
            let used =
                agenda.stated.iter().find(|s| s.change == *number).and_then(|s| method_of(&s.wanted.action));
            let meant: Vec<_> = named
                .iter()
                .flat_map(|wish| {
                    let mut meant = methods::meant(account, order, wish);
                    if wish.other
                        && let Some(used) = used
                    {
                        let cards: Vec<_> = account
                            .methods
                            .iter()
                            .filter(|m| {
                                m.kind == crate::stored_methods::StoredMethodKind::Card
                                    || wish.kind != super::agenda::MethodKind::Card
                            })
                            .map(|m| m.id)
                            .filter(|id| *id != used)
                            .collect();
                        meant = cards;
                    }
                    meant
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
    let mentioned: Vec<String> =
        titles::mentions(&said, &refs).into_iter().flat_map(|mention| mention.titles).collect();
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
    let replaces = no || has_any(&said, &["instead", "mind", "actually", "rather"]);
    let adds = has_any(&said, &["also", "too", "add", "another", "besides", "additionally"])
        && !has(&said, &["instead"]);
    if acts && replaces && !adds {
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
                Some(
                    crate::policy::Action::ModifyItems { new_items, .. }
                    | crate::policy::Action::ExchangeItems { new_items, .. },
                ) => new_items,
                _ => Vec::new(),
            };
            let mut options = choose::fitting(goods, "");
            options.retain(|id| *id != item.variant && !refused.contains(id));
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

fn method_of(action: &crate::policy::Action) -> Option<crate::policy::MethodRef> {
    use crate::policy::Action;
    match action {
        Action::ReturnItems { refund_to: method, .. }
        | Action::ModifyItems { settle_with: method, .. }
        | Action::ExchangeItems { settle_with: method, .. }
        | Action::ModifyPayment { pay_with: method } => Some(*method),
        _ => None,
    }
}
