//! What happens when something cannot be done as asked: the customer's own "if not, then …" decides; else it is
//! explained, with what can be had instead.

use super::agenda::{Agenda, Change, Instead, Kind, Question};
use super::choose::{self, Choice};
use super::desk::Desk;
use super::fill::Trouble;
use super::methods;
use super::read;
use super::say::Statement;
use super::titles;
use super::verbs;
use super::words::{Atom, append, atoms, has, has_any, spoken};
use crate::agent::account::Wanted;
use crate::agent::run::HandoffReason;
use crate::money::Money;
use crate::policy::{OrderStage, Rule};

/// Something else than asked for would be done. The customer may have said what then. `true`: the agenda changed.
pub(super) fn not_as_asked(desk: &mut Desk<'_>, change: &Change, instead: Instead) -> bool {
    if let Some(change) = desk.agenda.change_mut(change.number) {
        change.told = true;
    }
    if instead == Instead::ReturnIt {
        return false;
    }
    match wish_then(desk, change) {
        Some(consequence) => apply(desk, change, &consequence, None),
        None => false,
    }
}

/// The policy refused what was filled.
pub(super) fn refused(desk: &mut Desk<'_>, change: &Change, wanted: &Wanted, rule: Rule) {
    let of_method =
        matches!(rule, Rule::RefundMethod | Rule::GiftCardShort | Rule::SameMethod | Rule::MethodUnknown);
    if let (true, Some(method)) = (of_method, wanted.action.method()) {
        desk.say(Statement::policy(rule.explanation()));
        let other = wish_then(desk, change);
        if let Some(change) = desk.agenda.change_mut(change.number) {
            change.tried.push(method);
            change.method = None;
        }
        let original = change
            .order
            .as_deref()
            .and_then(|n| desk.account.order(n))
            .and_then(|order| order.original_method());
        match other {
            Some(consequence) => {
                // The way that was refused is no longer wished for.
                desk.agenda.methods.clear();
                apply(desk, change, &consequence, None);
            }
            None => {
                let left: Vec<_> = desk
                    .agenda
                    .methods
                    .iter()
                    .flat_map(|wish| {
                        let order = change.order.as_deref().and_then(|number| desk.account.order(number));
                        methods::meant(desk.account, order, wish)
                    })
                    .filter(|id| *id != method && !change.tried.contains(id))
                    .collect();
                if left.is_empty() {
                    let options: Vec<_> = desk
                        .account
                        .methods
                        .iter()
                        .filter(|other| other.id != method && !change.tried.contains(&other.id))
                        .filter(|other| {
                            change.kind != Kind::Return
                                || Some(other.id) == original
                                || other.balance.is_some()
                        })
                        .map(|other| other.id)
                        .collect();
                    if options.is_empty() {
                        desk.agenda.drop_change(change.number);
                    } else {
                        desk.agenda.asked = Some(Question::Method { change: change.number, options });
                    }
                }
            }
        }
        return;
    }
    handle(desk, change, Trouble::Rule(rule));
}

/// Tells a trouble, or does what the customer wanted in that case.
pub(super) fn handle(desk: &mut Desk<'_>, change: &Change, trouble: Trouble) {
    let item = match &trouble {
        Trouble::NotAvailable { item, .. } | Trouble::OtherProduct { item } => Some(*item),
        Trouble::TooDear { .. } if change.items.len() == 1 => Some(0),
        _ => None,
    };
    match &trouble {
        Trouble::NotAvailable { item, .. } => {
            let item = change.items.get(*item);
            let title = item.map_or("", |item| item.title.as_str());
            let text = format!("{title} is not available like that.");
            desk.say(match item.and_then(|item| desk.account.goods(item.product)) {
                Some(goods) => Statement::of_goods(goods, text),
                None => Statement::policy(text),
            });
        }
        Trouble::OtherProduct { .. } => desk.say(Statement::policy(Rule::OtherProduct.explanation())),
        Trouble::TooDear { more } => {
            let order = change.order.as_deref().and_then(|number| desk.account.order(number));
            if let Some(order) = order {
                let more = Money::new(*more, order.total.currency);
                desk.say(Statement::of_order(order, format!("That would cost {more} more.")));
            }
        }
        Trouble::Gone => desk.say(Statement::policy(Rule::OrderUnknown.explanation())),
        Trouble::Rule(rule) if rule.is_for_owner() => desk.refuse(*rule),
        Trouble::Rule(rule) => {
            let why = why(desk, change, *rule);
            desk.say(why);
        }
        Trouble::NoOtherMethod => {
            desk.say(Statement::policy("No other way to pay is kept with your account."));
            desk.hand_over(HandoffReason::NeedsOwner);
        }
    }
    if let Some(consequence) = wish_then(desk, change)
        && apply(desk, change, &consequence, item)
    {
        return;
    }
    if let Trouble::NotAvailable { item, nearest } = &trouble
        && !nearest.is_empty()
    {
        let options = nearest.clone();
        desk.agenda.asked = Some(Question::WhichVariant { change: change.number, item: *item, options });
        return;
    }
    // The others of the same change may still be possible.
    drop_item(desk, change, item);
}

/// Why the policy says no, with where the order stands if that is the reason.
fn why(desk: &Desk<'_>, change: &Change, rule: Rule) -> Statement {
    if (change.kind, rule) == (Kind::Buy, Rule::VariantUnavailable) {
        return Statement::policy("There are not that many of it left.");
    }
    let order = change.order.as_deref().and_then(|number| desk.account.order(number));
    let Some(order) = order else { return Statement::policy(rule.explanation()) };
    let number = &order.number;
    let wish = match change.kind {
        Kind::Cancel => "cancelled",
        Kind::Return => "returned",
        Kind::Swap if rule == Rule::OrderNotDelivered => "exchanged",
        _ => "changed",
    };
    let text = match (rule, order.stage) {
        (Rule::OrderNotPending, OrderStage::Processed) => format!(
            "Order {number} is being sent already, so it can no longer be {wish}. Once it has arrived, you can return it."
        ),
        (Rule::OrderNotPending, OrderStage::Delivered) => {
            format!("Order {number} was delivered already, so it can no longer be {wish}.")
        }
        (Rule::OrderNotDelivered, OrderStage::Processed) => {
            format!("Order {number} is still on its way; once it has arrived, it can be {wish}.")
        }
        (_, OrderStage::Cancelled) => format!("Order {number} is cancelled already."),
        _ => return Statement::policy(rule.explanation()),
    };
    Statement::of_order(order, text)
}

/// Drops an item of several; else the whole change.
fn drop_item(desk: &mut Desk<'_>, change: &Change, item: Option<usize>) {
    match (item, change.items.len()) {
        (Some(item), 2..) => {
            if let Some(change) = desk.agenda.change_mut(change.number) {
                change.items.remove(item);
            }
        }
        _ => desk.agenda.drop_change(change.number),
    }
}

/// What the customer wants when a change is not possible; each is used once.
fn wish_then(desk: &mut Desk<'_>, change: &Change) -> Option<Vec<Atom>> {
    let own: Vec<&String> = change.items.iter().map(|item| &item.title).collect();
    let in_order: Vec<String> = change
        .order
        .as_deref()
        .and_then(|number| desk.account.order(number))
        .map(|order| order.lines.iter().map(|line| line.title.clone()).collect())
        .unwrap_or_default();
    let at = desk.agenda.otherwise.iter().position(|otherwise| {
        if otherwise.after {
            return false;
        }
        let mentioned = titles::mentioned(desk.account, &atoms(&otherwise.condition));
        mentioned.is_empty()
            || mentioned.iter().any(|mention| {
                mention
                    .titles
                    .iter()
                    .any(|title| own.contains(&title) || (own.is_empty() && in_order.contains(title)))
            })
    })?;
    let otherwise = desk.agenda.otherwise.remove(at);
    Some(atoms(&otherwise.consequence))
}

/// What the customer wants once something is done with these things; each is used once.
pub(super) fn wish_after(agenda: &mut Agenda, titles: &[&str]) -> Option<String> {
    let at = agenda.otherwise.iter().position(|otherwise| {
        otherwise.after && !titles::mentions(&atoms(&otherwise.condition), titles).is_empty()
    })?;
    Some(agenda.otherwise.remove(at).consequence)
}

/// Does what is wanted instead. `true`: the agenda changed.
fn apply(desk: &mut Desk<'_>, change: &Change, consequence: &[Atom], item: Option<usize>) -> bool {
    let leaves = (has_any(consequence, &["dont", "nothing", "forget", "keep", "leave", "no", "never"])
        || has(consequence, &["do", "not"]))
        && verbs::places(consequence).iter().all(|place| place.negated || has_any(consequence, &["tell"]));
    let titles = change.titles();
    let mentioned = titles::mentions(consequence, &titles);
    if has_any(consequence, &["only"]) && !mentioned.is_empty() {
        if let Some(change) = desk.agenda.change_mut(change.number) {
            change.items.retain(|item| titles::mean(&mentioned, &item.title));
        }
        return true;
    }
    let acts: Vec<_> = verbs::places(consequence).into_iter().filter(|place| !place.negated).collect();
    if acts.is_empty() {
        // "I'd go for no backlight": more about the item.
        if let Some(i) = item
            && let Some(one) =
                desk.agenda.change(change.number).and_then(|change| change.items.get(i)).cloned()
            && let Some(goods) = desk.account.goods(one.product)
        {
            let text = spoken(consequence);
            let current = goods.variant(one.variant);
            if choose::choose(goods, current, &text) != Choice::Unsaid {
                let mut wanted = one.wanted;
                append(&mut wanted, &text);
                if matches!(choose::choose(goods, current, &wanted), Choice::Nothing(_))
                    && matches!(choose::choose(goods, current, &text), Choice::One(_) | Choice::Several(_))
                {
                    // It says all that is wanted then: what could not be had is given up.
                    wanted = text;
                }
                if let Some(one) =
                    desk.agenda.change_mut(change.number).and_then(|change| change.items.get_mut(i))
                {
                    one.wanted = wanted;
                    one.picked = None;
                }
                return true;
            }
        }
        let wishes = methods::named(consequence);
        let pays_all = has_any(consequence, &["payment", "pay"]) && has_any(consequence, &["order"]);
        if let (Some(order), Kind::Swap, true) = (&change.order, change.kind, pays_all)
            && leaves
            && !wishes.is_empty()
        {
            // "Leave it, and pay for that order by …": another change of the same order.
            let number = desk.agenda.add(Change::new(Kind::Payment, Some(order.clone())));
            drop_item(desk, change, item);
            let account = desk.account;
            let order = account.order(order);
            let meant: Vec<_> = wishes.iter().flat_map(|wish| methods::meant(account, order, wish)).collect();
            if let Some(change) = desk.agenda.change_mut(number) {
                change.method = meant.first().copied();
                change.method_named = change.method.is_some();
            }
            return true;
        }
        if !wishes.is_empty() {
            desk.agenda.methods = wishes;
            return true;
        }
        if leaves {
            drop_item(desk, change, item);
            return true;
        }
        return false;
    }
    // Something else is to be done with the same things.
    desk.agenda.drop_change(change.number);
    desk.agenda.focus = change.order.clone().or(desk.agenda.focus.take());
    let mut text = spoken(consequence);
    let of_order = has_any(consequence, &["order", "everything", "all", "whole"]);
    if titles::mentions(consequence, &titles).is_empty()
        && !of_order
        && let Some(first) = change.items.first()
    {
        // "return it": the thing that was spoken of.
        let verb = acts[0].at;
        let (before, after) = consequence.split_at(verb + 1);
        text = format!("{} the {} {}", spoken(before), first.title, spoken(after));
    }
    let heard = read::read(desk.account, &mut desk.agenda, &text);
    desk.agenda.asks.extend(heard.asks);
    if let Some(order) = &change.order {
        for new in &mut desk.agenda.changes {
            // The customer knows by now.
            if new.order.as_ref() == Some(order) && new.kind == Kind::Cancel && of_order {
                new.instead = None;
            }
        }
    }
    true
}
