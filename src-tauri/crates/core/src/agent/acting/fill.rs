//! From a change on the agenda to exactly what the policy is asked: what is missing is asked for, what cannot be had is
//! a trouble.

use super::agenda::{Agenda, Change, Item, Kind, MethodKind, Question};
use super::choose::{self, Choice};
use super::methods;
use super::own;
use super::titles;
use super::words::atoms;
use crate::agent::account::{Account, Wanted};
use crate::id::{self, Id};
use crate::policy::{Action, MethodRef, OrderStage, Rule};

/// What a change came to.
pub(super) enum Filled {
    Ready(Wanted),
    Ask(Question),
    Trouble(Trouble),
}

/// Why it cannot be done as asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Trouble {
    /// No such variant can be had; these come nearest.
    NotAvailable { item: usize, nearest: Vec<Id<id::Variant>> },
    /// Another product is wanted instead.
    OtherProduct { item: usize },
    /// It would cost so much more, in minor units, and the customer does not want that.
    TooDear { more: i64 },
    /// The order is not there.
    Gone,
    /// The policy says no.
    Rule(Rule),
    /// No other way to pay is kept.
    NoOtherMethod,
}

pub(super) fn fill(account: &Account, agenda: &mut Agenda, number: u32) -> Filled {
    let Some(change) = agenda.change(number).cloned() else { return Filled::Trouble(Trouble::Gone) };
    let stage = change.order.as_deref().and_then(|number| account.order(number)).map(|order| order.stage);
    let action = match change.kind {
        // No reason is asked for what is not possible.
        Kind::Cancel if matches!(stage, Some(OrderStage::Processed | OrderStage::Cancelled)) => {
            return Filled::Trouble(Trouble::Rule(Rule::OrderNotPending));
        }
        Kind::Cancel => match change.reason.clone().or_else(|| agenda.reason.clone()) {
            Some(reason) => Action::CancelOrder { reason },
            None => return Filled::Ask(Question::Reason { change: number }),
        },
        Kind::Address => match &change.address {
            Some(address) => Action::ModifyAddress { address: address.clone() },
            None => return Filled::Ask(Question::Address { change: number, proposed: None }),
        },
        Kind::ProfileAddress => match &change.address {
            Some(address) => Action::ModifyCustomerAddress { address: address.clone() },
            None => return Filled::Ask(Question::Address { change: number, proposed: None }),
        },
        Kind::Payment => match method(account, agenda, &change, false) {
            Ok(Some(pay_with)) => Action::ModifyPayment { pay_with },
            Ok(None) => return Filled::Trouble(Trouble::NoOtherMethod),
            Err(question) => return Filled::Ask(question),
        },
        Kind::Return => {
            if change.items.is_empty() {
                return Filled::Ask(Question::WhichItems { kind: Kind::Return });
            }
            match method(account, agenda, &change, true) {
                Ok(refund_to) => Action::ReturnItems {
                    items: change.items.iter().map(|item| item.variant).collect(),
                    refund_to,
                },
                Err(question) => return Filled::Ask(question),
            }
        }
        Kind::Buy => match buy(account, &change) {
            Ok(action) => action,
            Err(filled) => return filled,
        },
        Kind::Swap => match swap(account, agenda, &change) {
            Ok(action) => action,
            Err(filled) => return filled,
        },
    };
    Filled::Ready(Wanted { order: change.order, action })
}

fn swap(account: &Account, agenda: &mut Agenda, change: &Change) -> Result<Action, Filled> {
    let number = change.number;
    let Some(order) = change.order.as_deref().and_then(|order| account.order(order)) else {
        return Err(Filled::Trouble(Trouble::Gone));
    };
    let mut new_items = Vec::new();
    for (i, item) in change.items.iter().enumerate() {
        if let Some(picked) = item.picked {
            new_items.push(picked);
            continue;
        }
        let Some(goods) = account.goods(item.product) else {
            return Err(Filled::Trouble(Trouble::NotAvailable { item: i, nearest: Vec::new() }));
        };
        if !order.is_pending() && !order.is_delivered() {
            return Err(Filled::Trouble(Trouble::Rule(Rule::OrderNotPending)));
        }
        let current = goods.variant(item.variant);
        if let Some(same) = own::meant(account, change.order.as_deref(), item) {
            new_items.push(same);
            continue;
        }
        match choose::choose(goods, current, &item.wanted) {
            // The cheapest is what the customer has: nothing to change about it.
            Choice::One(id) if id == item.variant && order.is_pending() => {
                if change.items.len() == 1 {
                    return Err(Filled::Trouble(Trouble::Rule(Rule::SameVariant)));
                }
                if let Some(change) = agenda.change_mut(number) {
                    change.items.remove(i);
                }
                return Err(fill(account, agenda, number));
            }
            Choice::One(id) => new_items.push(id),
            Choice::Several(options) => {
                return Err(Filled::Ask(Question::WhichVariant { change: number, item: i, options }));
            }
            Choice::Nothing(nearest) => {
                return Err(Filled::Trouble(Trouble::NotAvailable { item: i, nearest }));
            }
            Choice::Unsaid => {
                let words = atoms(&item.wanted);
                let others: Vec<&str> = account
                    .goods
                    .iter()
                    .map(|goods| goods.title.as_str())
                    .filter(|title| *title != item.title)
                    .collect();
                if !titles::mentions(&words, &others).is_empty() || asks_for_other_goods(&words, goods) {
                    return Err(Filled::Trouble(Trouble::OtherProduct { item: i }));
                }
                let options = choose::fitting(goods, current, "");
                if options.is_empty() {
                    return Err(Filled::Trouble(Trouble::NotAvailable { item: i, nearest: Vec::new() }));
                }
                return Err(Filled::Ask(Question::WhichVariant { change: number, item: i, options }));
            }
        }
    }
    if let Some(most) = agenda.most_extra {
        let price = |id: Id<id::Variant>| {
            let of =
                |goods: &crate::agent::account::Goods| goods.variant(id).map(|variant| variant.price.amount);
            account.goods.iter().find_map(of).unwrap_or(0)
        };
        let paid = |id: Id<id::Variant>| {
            order.lines.iter().find(|line| line.variant == Some(id)).map_or(0, |line| line.price.amount)
        };
        let new: i64 = new_items.iter().map(|id| price(*id)).sum();
        let old: i64 = change.items.iter().map(|item| paid(item.variant)).sum();
        if new - old > most {
            return Err(Filled::Trouble(Trouble::TooDear { more: new - old }));
        }
    }
    let settle_with = method(account, agenda, change, false).map_err(Filled::Ask)?;
    let items = change.items.iter().map(|item| item.variant).collect();
    Ok(if order.is_pending() {
        Action::ModifyItems { items, new_items, settle_with }
    } else {
        Action::ExchangeItems { items, new_items, settle_with }
    })
}

/// Which pieces are to be put aside; what is settled for one piece holds for the others of the same product.
fn buy(account: &Account, change: &Change) -> Result<Action, Filled> {
    let mut items = Vec::new();
    for (i, item) in change.items.iter().enumerate() {
        // What was said alike is meant alike.
        let alike = |other: &&Item| other.product == item.product && other.wanted == item.wanted;
        let settled = change.items.iter().filter(alike).find_map(|one| one.picked);
        if let Some(picked) = item.picked.or(settled) {
            items.push(picked);
            continue;
        }
        let Some(goods) = account.goods(item.product) else { return Err(Filled::Trouble(Trouble::Gone)) };
        let ask = |options| Filled::Ask(Question::WhichVariant { change: change.number, item: i, options });
        match choose::choose(goods, None, &item.wanted) {
            Choice::One(id) => items.push(id),
            Choice::Several(options) => return Err(ask(options)),
            Choice::Nothing(nearest) => {
                return Err(Filled::Trouble(Trouble::NotAvailable { item: i, nearest }));
            }
            Choice::Unsaid => match choose::fitting(goods, None, "").as_slice() {
                [] => return Err(Filled::Trouble(Trouble::NotAvailable { item: i, nearest: Vec::new() })),
                [only] => items.push(*only),
                several => return Err(ask(several.to_vec())),
            },
        }
    }
    Ok(Action::PutAside { items })
}

/// "for a coat": a thing that is no variant of this one.
fn asks_for_other_goods(words: &[super::words::Atom], goods: &crate::agent::account::Goods) -> bool {
    let own = super::words::words(&goods.title);
    let ends = |at: &usize| {
        let word = &words[*at];
        word.mark
            || word.any(&["instead", "please", "rather"])
            || (word.is("in") && words.get(at + 1).is_some_and(|next| next.any(&["its", "place"])))
    };
    let words = &words[..(0..words.len()).find(ends).unwrap_or(words.len())];
    match words {
        [article, thing] => {
            article.any(&["a", "an", "some"])
                && !own.contains(&thing.text)
                && !thing.any(&["one", "other", "different"])
        }
        [article, thing, ..] if article.any(&["a", "an"]) => {
            words.len() <= 3
                && !own.contains(&thing.text)
                && !thing.any(&["new", "different", "other", "one", "bigger", "smaller", "better"])
        }
        _ => false,
    }
}

/// The way to pay: named for this change, else preferred, else the order's own, else the only one. `None`: the way the order
/// was paid, where nothing that is kept stands for it.
fn method(
    account: &Account,
    agenda: &mut Agenda,
    change: &Change,
    refund: bool,
) -> Result<Option<MethodRef>, Question> {
    if let Some(method) = change.method.filter(|method| !change.tried.contains(method)) {
        return Ok(Some(method));
    }
    let order = change.order.as_deref().and_then(|number| account.order(number));
    let original = order.and_then(|order| order.original_method());
    let wishes = agenda.methods.clone();
    for wish in &wishes {
        if wish.kind == MethodKind::Original && change.kind == Kind::Payment {
            continue;
        }
        let mut meant = methods::meant(account, order, wish);
        meant.retain(|method| !change.tried.contains(method));
        match meant.as_slice() {
            [only] => return Ok(Some(*only)),
            [] => {}
            _ => return Err(Question::Method { change: change.number, options: meant }),
        }
    }
    if change.kind != Kind::Payment
        && let Some(original) = original.filter(|method| !change.tried.contains(method))
    {
        return Ok(Some(original));
    }
    let paid_otherwise = order.is_some_and(|order| order.paid_with.iter().all(|(kept, _)| kept.is_none()));
    if refund && paid_otherwise {
        return Ok(None);
    }
    let mut options: Vec<MethodRef> = account
        .methods
        .iter()
        .filter(|method| {
            !refund || Some(method.id) == original || method.balance.is_some() || original.is_none()
        })
        .map(|method| method.id)
        .collect();
    options.retain(|method| !change.tried.contains(method));
    match options.as_slice() {
        [] => Ok(None),
        [only] if change.kind != Kind::Payment => Ok(Some(*only)),
        _ => Err(Question::Method { change: change.number, options }),
    }
}
