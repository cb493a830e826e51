//! What happens when something cannot be done as asked: the customer's own "if not, then …" decides; else it is
//! explained, with what can be had instead.

use super::agenda::{Change, Instead, Kind, Question};
use super::asks::Statement;
use super::desk::Desk;
use super::fill::Trouble;
use super::methods;
use super::read::{self, append};
use super::say;
use super::titles;
use super::verbs;
use super::words::{Atom, atoms, has, has_any, spoken};
use super::{choose, policy};
use crate::agent::account::Wanted;
use crate::agent::evidence::{Source, SourceKind};
use crate::policy::{Action, Rule};

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
    let method = match &wanted.action {
        Action::ReturnItems { refund_to: method, .. }
        | Action::ModifyItems { settle_with: method, .. }
        | Action::ExchangeItems { settle_with: method, .. }
        | Action::ModifyPayment { pay_with: method } => Some(*method),
        _ => None,
    };
    let of_method =
        matches!(rule, Rule::RefundMethod | Rule::GiftCardShort | Rule::SameMethod | Rule::MethodUnknown);
    if let (true, Some(method)) = (of_method, method) {
        desk.say(policy(rule.explanation()));
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
        _ => None,
    };
    let titles: Vec<String> = change.items.iter().map(|item| item.title.clone()).collect();
    let title = item.and_then(|i| titles.get(i)).cloned();
    let of_product = |desk: &Desk<'_>| {
        let goods = item.and_then(|i| change.items.get(i)).and_then(|item| desk.account.goods(item.product));
        goods.map_or_else(
            || Source::new(SourceKind::Policy, "strict_retail", 1),
            |goods| Source::new(SourceKind::Product, goods.id.to_string(), goods.version),
        )
    };
    match &trouble {
        Trouble::NotAvailable { .. } => {
            let text = format!("{} is not available like that.", title.unwrap_or_default());
            let source = of_product(desk);
            desk.say(Statement { text, source });
        }
        Trouble::OtherProduct { .. } => desk.say(policy(Rule::OtherProduct.explanation())),
        Trouble::Gone => desk.say(policy(Rule::OrderUnknown.explanation())),
        Trouble::Rule(rule) => desk.say(policy(rule.explanation())),
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
    let mut titles: Vec<String> = Vec::new();
    for line in desk.account.orders.iter().flat_map(|order| &order.lines) {
        if !titles.contains(&line.title) {
            titles.push(line.title.clone());
        }
    }
    let all: Vec<&str> = titles.iter().map(String::as_str).collect();
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
        let mentioned = titles::mentions(&atoms(&otherwise.condition), &all);
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
pub(super) fn wish_after(desk: &mut Desk<'_>, titles: &[String]) -> Option<String> {
    let refs: Vec<&str> = titles.iter().map(String::as_str).collect();
    let at = desk.agenda.otherwise.iter().position(|otherwise| {
        otherwise.after && !titles::mentions(&atoms(&otherwise.condition), &refs).is_empty()
    })?;
    Some(desk.agenda.otherwise.remove(at).consequence)
}

/// Does what is wanted instead. `true`: the agenda changed.
fn apply(desk: &mut Desk<'_>, change: &Change, consequence: &[Atom], item: Option<usize>) -> bool {
    let leaves = (has_any(consequence, &["dont", "nothing", "forget", "keep", "leave", "no", "never"])
        || has(consequence, &["do", "not"]))
        && verbs::places(consequence).iter().all(|place| place.negated || has_any(consequence, &["tell"]));
    let titles: Vec<&str> = change.items.iter().map(|item| item.title.as_str()).collect();
    let mentioned = titles::mentions(consequence, &titles);
    if has_any(consequence, &["only"]) && !mentioned.is_empty() {
        let named: Vec<String> = mentioned.iter().flat_map(|mention| mention.titles.clone()).collect();
        if let Some(change) = desk.agenda.change_mut(change.number) {
            change.items.retain(|item| named.contains(&item.title));
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
            if choose::choose(goods, goods.variant(one.variant), &text) != choose::Choice::Unsaid {
                if let Some(one) =
                    desk.agenda.change_mut(change.number).and_then(|change| change.items.get_mut(i))
                {
                    append(&mut one.wanted, &text);
                }
                return true;
            }
        }
        let wishes = methods::named(consequence);
        if !wishes.is_empty() {
            desk.agenda.methods = wishes;
            return true;
        }
        if leaves {
            match (item, change.items.len()) {
                (Some(i), 2..) => {
                    if let Some(change) = desk.agenda.change_mut(change.number) {
                        change.items.remove(i);
                    }
                }
                _ => desk.agenda.drop_change(change.number),
            }
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

impl Desk<'_> {
    /// Says the question that was set.
    pub fn ask(&mut self) {
        let Some(question) = self.agenda.asked.clone() else { return };
        let general = Source::new(SourceKind::Policy, "strict_retail", 1);
        let statement = match &question {
            Question::Identity => {
                policy("Please tell me your e-mail address, or your full name and postal code.")
            }
            Question::WhichItem { .. } => return,
            Question::WhichOrder { numbers, kind } => {
                let mut lines = vec![match kind {
                    Kind::Cancel => "Which order shall I cancel?".to_owned(),
                    _ => "Which order is it about?".to_owned(),
                }];
                for (i, number) in numbers.iter().enumerate() {
                    if let Some(order) = self.account.order(number) {
                        let titles: Vec<&str> = order.lines.iter().map(|line| line.title.as_str()).collect();
                        lines.push(format!("{}. Order {number}: {}", i + 1, titles.join(", ")));
                    }
                }
                Statement { text: lines.join("\n"), source: general }
            }
            Question::WhichVariant { change, item, options } => {
                let Some(one) = self.agenda.change(*change).and_then(|change| change.items.get(*item)) else {
                    return;
                };
                let Some(goods) = self.account.goods(one.product) else { return };
                let mut lines = vec![format!("Which {} would you like instead? Available:", goods.title)];
                for (i, id) in options.iter().take(10).enumerate() {
                    if let Some(variant) = goods.variant(*id) {
                        lines.push(format!("{}. {}, {}", i + 1, say::values(goods, variant), variant.price));
                    }
                }
                let source = Source::new(SourceKind::Product, goods.id.to_string(), goods.version);
                Statement { text: lines.join("\n"), source }
            }
            Question::Method { change, options } => {
                let kind = self.agenda.change(*change).map(|change| change.kind);
                let mut lines = vec![match kind {
                    Some(Kind::Return) => "Where shall the refund go?".to_owned(),
                    _ => "Which way to pay shall I use?".to_owned(),
                }];
                for (i, id) in options.iter().enumerate() {
                    if let Some(method) = self.account.method(*id) {
                        lines.push(format!("{}. {}", i + 1, method.label));
                    }
                }
                let source =
                    Source::new(SourceKind::Contact, self.account.id.to_string(), self.account.version);
                Statement { text: lines.join("\n"), source }
            }
            Question::Reason { .. } => {
                policy("May I ask why: is it no longer needed, or was it ordered by mistake?")
            }
            Question::Address { .. } => policy(
                "To which address? Please write the street, the town and the postal code, or say which known one.",
            ),
            Question::WhichItems { kind } => policy(match kind {
                Kind::Return => "Which items would you like to return?",
                _ => "Which items is it about?",
            }),
        };
        self.say(statement);
    }

    /// Asks which of several things is meant.
    pub fn ask_which(&mut self, unclear: &super::agenda::Unclear) {
        let mut lines = vec![format!("Which {} do you mean?", unclear.title)];
        let mut options = Vec::new();
        for (number, item) in &unclear.candidates {
            let Some(order) = self.account.order(number) else { continue };
            if options.contains(&(number.clone(), item.variant)) || options.len() >= 8 {
                continue;
            }
            if let Some(line) = order.lines.iter().find(|line| line.variant == Some(item.variant)) {
                options.push((number.clone(), item.variant));
                lines.push(format!("{}. {} in order {number}", options.len(), say::line(self.account, line)));
            }
        }
        self.agenda.asked = Some(Question::WhichItem { options });
        let source = Source::new(SourceKind::Search, "The customer's orders", 1);
        self.say(Statement { text: lines.join("\n"), source });
    }
}
