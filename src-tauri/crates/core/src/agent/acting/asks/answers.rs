//! Answers to questions, from the customer's own records and the catalog. What they do not tell is not answered.

use super::sums::{dearest_of, refund, refunded, spent};
use super::{About, Ask};
use crate::agent::account::{Account, AccountLine, AccountOrder, Goods, GoodsVariant};
use crate::agent::acting::agenda::{Change, Considered, Done};
use crate::agent::acting::choose;
use crate::agent::acting::pick;
use crate::agent::acting::places;
use crate::agent::acting::references::order_numbers;
use crate::agent::acting::say::{self, Statement};
use crate::agent::acting::titles;
use crate::agent::acting::words::{Atom, atoms, has, has_any};
use crate::money::Money;
use crate::policy::{Action, OrderStage};

/// The orders that a question is about: by number, by item, by place, in focus, or the newest.
fn orders_of<'a>(account: &'a Account, text: &[Atom], focus: Option<&str>) -> Vec<&'a AccountOrder> {
    let numbers = order_numbers(account, text);
    if !numbers.is_empty() {
        return numbers.iter().filter_map(|number| account.order(number)).collect();
    }
    let mentions = titles::mentioned(account, text);
    let mut orders: Vec<&AccountOrder> = account.orders.iter().collect();
    if !mentions.is_empty() {
        orders.retain(|order| order.lines.iter().any(|line| titles::mean(&mentions, &line.title)));
        return orders;
    }
    let placed: Vec<&AccountOrder> =
        orders.iter().copied().filter(|order| places::speaks_of(text, &order.address)).collect();
    if !placed.is_empty() {
        return placed;
    }
    if has(text, &["on", "its", "way"]) || has(text, &["on", "the", "way"]) {
        let under_way: Vec<&AccountOrder> =
            orders.iter().copied().filter(|order| order.stage == OrderStage::Processed).collect();
        if !under_way.is_empty() {
            return under_way;
        }
    }
    if has_any(text, &["cancelled", "canceled"]) {
        orders.retain(|order| order.stage == OrderStage::Cancelled);
        return orders;
    }
    if has_any(text, &["recent", "recently", "latest", "last", "newest"]) {
        return orders.into_iter().take(1).collect();
    }
    if let Some(order) = focus.and_then(|number| account.order(number)) {
        return vec![order];
    }
    orders
}

/// What is known where a question is answered.
pub(in crate::agent::acting) struct Around<'a> {
    pub account: &'a Account,
    pub goods: &'a [Goods],
    pub focus: Option<&'a str>,
    pub focus_title: Option<&'a str>,
    pub changes: &'a [Change],
    /// Differences of what was done here, in minor units.
    pub done: &'a [Done],
}

/// The product that a question is about.
pub(super) fn goods_of<'a>(around: &Around<'a>, text: &[Atom]) -> Option<&'a Goods> {
    let all: Vec<&Goods> = around.account.goods.iter().chain(around.goods).collect();
    let titles: Vec<&str> = all.iter().map(|goods| goods.title.as_str()).collect();
    let mentions = titles::mentions(text, &titles);
    let title = mentions
        .first()
        .and_then(|m| m.titles.first().cloned())
        .or_else(|| around.focus_title.map(str::to_owned))?;
    all.into_iter().find(|goods| goods.title == title)
}

fn line_values(account: &Account, line: &AccountLine) -> Vec<(String, String)> {
    let found = line.product.and_then(|id| account.goods(id)).zip(line.variant);
    match found.and_then(|(goods, id)| goods.variant(id).map(|v| (goods, v))) {
        Some((goods, variant)) => goods.options.iter().cloned().zip(variant.values.iter().cloned()).collect(),
        None => Vec::new(),
    }
}

/// Answers a question from the rows; with nothing where they do not tell.
pub(in crate::agent::acting) fn answer(ask: &Ask, around: &Around<'_>) -> Vec<Statement> {
    let account = around.account;
    let text = atoms(&ask.text);
    let mut said: Vec<Statement> = Vec::new();
    match ask.about {
        About::Tracking => {
            for order in orders_of(account, &text, around.focus).into_iter().take(4) {
                let text = match order.tracking.first() {
                    Some(number) => format!("The tracking number of order {} is {number}.", order.number),
                    None => format!("Order {} has no tracking number.", order.number),
                };
                said.push(Statement::of_order(order, text));
            }
        }
        About::Options => {
            if let Some(goods) = goods_of(around, &text) {
                let count = choose::fitting(goods, None, "").len();
                let text = format!("{count} options of {} are available right now.", goods.title);
                said.push(Statement::of_goods(goods, text));
            }
        }
        About::List => {
            if let Some(goods) = goods_of(around, &text) {
                let wished = around
                    .changes
                    .iter()
                    .flat_map(|change| &change.items)
                    .find(|item| item.product == goods.id && !item.wanted.is_empty());
                let fitting = match wished {
                    Some(item) => choose::fitting(goods, goods.variant(item.variant), &item.wanted),
                    None => choose::fitting(goods, None, &ask.text),
                };
                let options: Vec<String> = fitting
                    .iter()
                    .take(12)
                    .filter_map(|id| goods.variant(*id))
                    .map(|variant| format!("{} for {}", say::values(goods, variant), variant.price))
                    .collect();
                if !options.is_empty() {
                    let text = format!("Available of {}: {}.", goods.title, options.join("; "));
                    said.push(Statement::of_goods(goods, text));
                }
            }
        }
        About::Cheapest => {
            // "The cheapest water resistant speaker": of those that are so.
            let as_said = |goods: &Goods| match choose::choose(goods, None, &ask.text) {
                choose::Choice::One(id) => Some(id),
                choose::Choice::Several(ids) => ids.first().copied(),
                _ => None,
            };
            if let Some(goods) = goods_of(around, &text)
                && let Some(variant) = as_said(goods)
                    .and_then(|id| goods.variant(id))
                    .or_else(|| goods.variants.iter().filter(|v| v.available).min_by_key(|v| v.price.amount))
            {
                let text = format!(
                    "The cheapest available {} is {} for {}.",
                    goods.title,
                    say::values(goods, variant),
                    variant.price
                );
                said.push(Statement::of_goods(goods, text));
            }
        }
        About::Refund => said.extend(refund(around).or_else(|| refunded(account, &text))),
        About::OrderTotal => {
            let mut orders = orders_of(account, &text, around.focus);
            let changed: Vec<&AccountOrder> = around
                .done
                .iter()
                .filter_map(|done| account.order(done.wanted.order.as_deref()?))
                .filter(|order| order.is_pending())
                .collect();
            if has_any(&text, &["new", "after", "now"])
                && order_numbers(account, &text).is_empty()
                && !changed.is_empty()
            {
                orders = changed;
            }
            for order in orders.into_iter().take(3) {
                let text = format!("Order {} comes to {}.", order.number, order.total);
                said.push(Statement::of_order(order, text));
            }
        }
        About::Orders => {
            for order in account.orders.iter().take(4) {
                let titles: Vec<String> = order.lines.iter().map(say::line).collect();
                let text = format!(
                    "Order {} is {}. In it: {}.",
                    order.number,
                    say::stage(order.stage),
                    titles.join("; ")
                );
                said.push(Statement::of_order(order, text));
            }
        }
        About::Others | About::Difference => said.extend(others(around, ask, &text)),
        About::ItemPrice => {
            let mentions = titles::mentioned(account, &text);
            if has_any(&text, &["their", "its", "new"])
                && let Some(priced) = of_what_comes(around, &mentions)
            {
                return vec![priced];
            }
            if let Some(priced) = of_the_catalog(around, &mentions, &ask.text) {
                return vec![priced];
            }
            for order in &account.orders {
                for line in &order.lines {
                    if titles::mean(&mentions, &line.title) && said.len() < 4 {
                        let text =
                            format!("{} in order {} costs {}.", say::line(line), order.number, line.price);
                        said.push(Statement::of_order(order, text));
                    }
                }
            }
        }
        About::Spent => said.extend(spent(around, &text)),
        About::Balance => {
            for method in &account.methods {
                if let Some(balance) = method.balance {
                    let text = format!("The balance of {} is {balance}.", method.label);
                    let what = "The customer's ways to pay";
                    said.push(Statement::of_search(what, account.version, text));
                }
            }
        }
        About::ShippedTo => {
            let mut orders = orders_of(account, &text, around.focus);
            if orders.len() > 1 {
                orders.retain(|order| order.address != account.address);
            }
            for order in orders.into_iter().take(3) {
                let text = format!("Order {} goes to {}.", order.number, say::one_line(&order.address));
                said.push(Statement::of_order(order, text));
            }
        }
        About::Detail => {
            let mentions = titles::mentioned(account, &text);
            for order in &account.orders {
                for line in &order.lines {
                    let meant = titles::mean(&mentions, &line.title)
                        || (mentions.is_empty() && around.focus_title == Some(line.title.as_str()));
                    if !meant || said.len() >= 6 {
                        continue;
                    }
                    let values: Vec<String> = line_values(account, line)
                        .iter()
                        .map(|(name, value)| format!("{name} {value}"))
                        .collect();
                    if !values.is_empty() {
                        let text =
                            format!("{} in order {}: {}.", line.title, order.number, values.join(", "));
                        said.push(Statement::of_order(order, text));
                    }
                }
            }
        }
        About::DearestItem => {
            if let Some(order) = orders_of(account, &text, around.focus).first()
                && let Some(line) = order.lines.iter().max_by_key(|line| line.price.amount)
            {
                let text = format!(
                    "The most expensive item of order {} is {} for {}.",
                    order.number,
                    say::line(line),
                    line.price
                );
                said.push(Statement::of_order(order, text));
            }
        }
        About::DearestOf => said.extend(dearest_of(account, &text)),
        About::Remaining => {
            for done in around.done {
                if let Action::ReturnItems { items, .. } = &done.wanted.action
                    && let Some(order) = done.wanted.order.as_deref().and_then(|number| account.order(number))
                {
                    let mut left: i64 = order.lines.iter().map(|l| l.price.amount * l.quantity).sum();
                    for item in items {
                        left -= order
                            .lines
                            .iter()
                            .find(|line| line.variant == Some(*item))
                            .map_or(0, |line| line.price.amount);
                    }
                    let left = Money::new(left, order.total.currency);
                    let text = format!("The items of order {} that stay come to {left}.", order.number);
                    said.push(Statement::of_order(order, text));
                }
            }
        }
        About::Status => {
            for order in orders_of(account, &text, around.focus).into_iter().take(3) {
                let mentions = titles::mentioned(account, &text);
                let with: Vec<&str> = order
                    .lines
                    .iter()
                    .filter(|line| titles::mean(&mentions, &line.title))
                    .map(|line| line.title.as_str())
                    .collect();
                let stage = match (order.stage, order.tracking.first()) {
                    (OrderStage::Processed, Some(number)) => {
                        format!("{}. Its tracking number is {number}", say::stage(order.stage))
                    }
                    _ => say::stage(order.stage).to_owned(),
                };
                let text = if with.is_empty() {
                    format!("Order {} is {stage}.", order.number)
                } else {
                    format!("Order {} with {} is {stage}.", order.number, with.join(" and "))
                };
                said.push(Statement::of_order(order, text));
            }
        }
    }
    said
}

/// What is to come instead of a piece of theirs, where that is settled.
fn of_what_comes(around: &Around<'_>, mentions: &[titles::Mention]) -> Option<Statement> {
    let mut items = around.changes.iter().flat_map(|change| &change.items);
    let item = items.find(|item| titles::mean(mentions, &item.title) && !item.wanted.is_empty())?;
    let goods = around.account.goods(item.product)?;
    let choose::Choice::One(id) = choose::choose(goods, goods.variant(item.variant), &item.wanted) else {
        return None;
    };
    let variant = goods.variant(id)?;
    let text = format!("{} ({}) costs {}.", goods.title, say::values(goods, variant), variant.price);
    Some(Statement::of_goods(goods, text))
}

/// The variant of the shop that a question describes, where it is none of the customer's own.
fn of_the_catalog(around: &Around<'_>, mentions: &[titles::Mention], text: &str) -> Option<Statement> {
    let account = around.account;
    let named = titles::named(mentions);
    let [title] = named.as_slice() else { return None };
    let goods = account.goods.iter().find(|goods| goods.title == *title)?;
    let choose::Choice::One(id) = choose::choose(goods, None, text) else { return None };
    let variant = goods.variant(id)?;
    let own = own_pieces(account, goods);
    let like = |variant: &GoodsVariant| choose::likeness(goods, variant, text);
    if own.iter().any(|piece| piece.id == id || like(piece) >= like(variant)) {
        return None;
    }
    let text = format!("{} ({}) costs {}.", goods.title, say::values(goods, variant), variant.price);
    Some(Statement::of_goods(goods, text))
}

/// The variants of a product that stand in the customer's orders.
fn own_pieces<'a>(account: &Account, goods: &'a Goods) -> Vec<&'a GoodsVariant> {
    let lines = account.orders.iter().flat_map(|order| &order.lines);
    let mut own: Vec<&GoodsVariant> = Vec::new();
    for variant in lines.filter_map(|line| line.variant).filter_map(|id| goods.variant(id)) {
        if !own.iter().any(|known| known.id == variant.id) {
            own.push(variant);
        }
    }
    own
}

/// The one other variant that such a question comes to.
pub(in crate::agent::acting) fn considered(ask: &Ask, around: &Around<'_>) -> Option<Considered> {
    let (_, mine, fitting) = others_of(around, ask, &atoms(&ask.text))?;
    let [variant] = fitting.as_slice() else { return None };
    let orders = around.account.orders.iter().filter(|order| order.is_pending() || order.is_delivered());
    let mut pieces =
        orders.flat_map(|order| pick::items(order).into_iter().map(|item| (order.number.clone(), item)));
    let (order, item) = pieces.find(|(_, item)| item.variant == mine.id)?;
    Some(Considered { order, item, variant: variant.id })
}

/// The product, the customer's own piece, and others than it that are as described.
fn others_of<'a>(
    around: &Around<'a>,
    ask: &Ask,
    text: &[Atom],
) -> Option<(&'a Goods, &'a GoodsVariant, Vec<&'a GoodsVariant>)> {
    let goods = goods_of(around, text)?;
    let mut own = own_pieces(around.account, goods);
    let best = own.iter().map(|piece| choose::likeness(goods, piece, &ask.text)).max()?;
    own.retain(|piece| choose::likeness(goods, piece, &ask.text) == best);
    let [mine] = own.as_slice() else { return None };
    let mine = *mine;
    let fitting: Vec<&GoodsVariant> = match choose::choose(goods, Some(mine), &ask.text) {
        choose::Choice::One(id) if ask.about == About::Difference => goods.variant(id).into_iter().collect(),
        _ => choose::fitting(goods, Some(mine), &ask.text)
            .into_iter()
            .filter_map(|id| goods.variant(id))
            .collect(),
    };
    Some((goods, mine, fitting))
}

/// Other variants than the customer's own piece that are as described, each with what it costs more or less.
fn others(around: &Around<'_>, ask: &Ask, text: &[Atom]) -> Option<Statement> {
    let (goods, mine, fitting) = others_of(around, ask, text)?;
    let told: Vec<String> = fitting
        .iter()
        .take(6)
        .map(|variant| {
            let more = variant.price.amount - mine.price.amount;
            let money = Money::new(more.abs(), variant.price.currency);
            let compared = match more {
                0 => "the same price".to_owned(),
                1.. => format!("{money} more"),
                _ => format!("{money} less"),
            };
            format!("{} for {} ({compared})", say::values(goods, variant), variant.price)
        })
        .collect();
    let than = say::values(goods, mine);
    let text = if told.is_empty() {
        format!("There is no other {} like that at the moment.", goods.title)
    } else {
        format!("Compared with your {} ({than}) there is: {}.", goods.title, told.join("; "))
    };
    Some(Statement::of_goods(goods, text))
}
