//! Answers that add up or compare what stands in the customer's orders: what things cost together, what comes back, which of
//! them costs the most.

use super::answers::{Around, goods_of};
use crate::agent::account::{Account, AccountLine, AccountOrder};
use crate::agent::acting::references::order_numbers;
use crate::agent::acting::say::{self, Statement};
use crate::agent::acting::titles;
use crate::agent::acting::words::{Atom, has_any};
use crate::money::Money;
use crate::policy::OrderStage;

/// What all of a thing, or several things, cost together.
pub(super) fn spent(around: &Around<'_>, text: &[Atom]) -> Option<Statement> {
    let account = around.account;
    let titles = titles::named(&titles::mentioned(account, text));
    let titles = if titles.is_empty() { vec![goods_of(around, text)?.title.clone()] } else { titles };
    let numbers = order_numbers(account, text);
    let lines: Vec<&AccountLine> = account
        .orders
        .iter()
        .filter(|order| numbers.is_empty() || numbers.contains(&order.number))
        .flat_map(|order| &order.lines)
        .filter(|line| titles.contains(&line.title))
        .collect();
    let first = lines.first()?;
    let sum: i64 = lines.iter().map(|line| line.price.amount * line.quantity).sum();
    let sum = Money::new(sum, first.price.currency);
    let text = match titles.as_slice() {
        [only] => format!("All of {only} in your orders together come to {sum}."),
        several => format!("{} in your orders together come to {sum}.", several.join(" and ")),
    };
    Some(Statement::of_search("The customer's orders", 1, text))
}

/// What comes back, or is paid, for all that was done here.
pub(super) fn refund(around: &Around<'_>) -> Option<Statement> {
    let currency = around.account.orders.first()?.total.currency;
    let parts: Vec<i64> =
        around.done.iter().map(|done| done.difference).filter(|amount| *amount != 0).collect();
    if parts.is_empty() {
        return None;
    }
    let sum: i64 = parts.iter().sum();
    let text = if sum <= 0 {
        format!("In total you get back {}.", Money::new(-sum, currency))
    } else {
        format!("In total you pay {}.", Money::new(sum, currency))
    };
    Some(Statement::of_search("What was changed in this conversation", 1, text))
}

/// What was paid back for orders that had been cancelled before.
pub(super) fn refunded(account: &Account, text: &[Atom]) -> Option<Statement> {
    if !has_any(text, &["cancelled", "canceled"]) {
        return None;
    }
    let orders: Vec<&AccountOrder> =
        account.orders.iter().filter(|order| order.stage == OrderStage::Cancelled).collect();
    let first = orders.first()?;
    let sum: i64 = orders.iter().map(|order| order.total.amount).sum();
    let sum = Money::new(sum, first.total.currency);
    let numbers: Vec<&str> = orders.iter().map(|order| order.number.as_str()).collect();
    let text = format!("Cancelled: {}. In total that came to {sum}.", numbers.join(", "));
    Some(Statement::of_search("The customer's orders", 1, text))
}

/// Which of several of their own costs the most or the least.
pub(super) fn dearest_of(account: &Account, text: &[Atom]) -> Option<Statement> {
    let mentions = titles::mentioned(account, text);
    let received = has_any(text, &["received", "delivered", "got"]);
    let pending = has_any(text, &["pending"]);
    let fits = |order: &&AccountOrder| match (received, pending) {
        (true, false) => order.is_delivered(),
        (false, true) => order.is_pending(),
        _ => order.stage != OrderStage::Cancelled,
    };
    let of_numbers = order_numbers(account, text);
    let lines = account
        .orders
        .iter()
        .filter(fits)
        .filter(|order| of_numbers.is_empty() || of_numbers.contains(&order.number))
        .flat_map(|order| order.lines.iter().map(move |line| (order, line)))
        .filter(|(_, line)| titles::mean(&mentions, &line.title));
    let least = has_any(text, &["least", "less", "cheaper"]);
    let (order, line) = if least {
        lines.min_by_key(|(_, line)| line.price.amount)?
    } else {
        lines.max_by_key(|(_, line)| line.price.amount)?
    };
    let degree = if least { "least" } else { "most" };
    let text =
        format!("The {degree} expensive is {} in order {}: {}.", say::line(line), order.number, line.price);
    Some(Statement::of_order(order, text))
}
