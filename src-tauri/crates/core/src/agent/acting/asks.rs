//! Questions that the customer's own records and the catalog answer with a figure or a word.

use serde::{Deserialize, Serialize};

use super::choose;
use super::places;
use super::read::order_numbers;
use super::say;
use super::scales::thousandths;
use super::titles;
use super::words::{Atom, atoms, has, has_any, spoken, words};
use crate::agent::account::{Account, AccountLine, AccountOrder, Goods};
use crate::agent::evidence::{Source, SourceKind};
use crate::money::Money;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Tracking,
    /// How many variants can be had.
    Options,
    /// What comes back in total.
    Refund,
    OrderTotal,
    ItemPrice,
    /// All of a kind in all orders together.
    Spent,
    Balance,
    ShippedTo,
    Detail,
    DearestItem,
    Cheapest,
    /// All variants that can be had, with their prices.
    List,
    /// What the items that stay cost.
    Remaining,
    Status,
    Refundable,
}

/// A question, with the words it was asked in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub about: About,
    pub text: String,
}

impl Ask {
    /// It speaks of a product rather than of orders or money.
    pub const fn is_about_goods(&self) -> bool {
        matches!(self.about, About::Options | About::Cheapest | About::List | About::Detail)
    }

    /// It speaks of how things are when all is done.
    pub const fn waits(&self) -> bool {
        matches!(self.about, About::Refund | About::Balance | About::Remaining | About::OrderTotal)
    }
}

/// A sentence about rows, and the row it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub text: String,
    pub source: Source,
}

/// The questions of a sentence.
pub(super) fn read(account: &Account, sentence: &[Atom], all: &[Atom], acts: bool) -> Vec<Ask> {
    let mut found: Vec<About> = Vec::new();
    let word = |words: &[&str]| has_any(sentence, words);
    let asking = word(&[
        "know", "what", "which", "how", "where", "when", "check", "ask", "tell", "wonder", "confirm",
        "inquire", "provide", "whats", "want", "get", "need", "status", "find", "see", "total", "curious",
    ]);
    if !asking {
        return Vec::new();
    }
    let titles: Vec<&str> =
        account.orders.iter().flat_map(|o| o.lines.iter().map(|l| l.title.as_str())).collect();
    let mentioned = !titles::mentions(sentence, &titles).is_empty();
    if word(&["tracking"]) {
        found.push(About::Tracking);
    }
    if has(sentence, &["how", "many"])
        && word(&["option", "type", "kind", "available", "variant", "version", "style"])
    {
        found.push(About::Options);
    }
    if word(&["balance"]) {
        found.push(About::Balance);
    }
    let back = word(&["back", "refund", "refunded"]);
    if back && (has(sentence, &["how", "much"]) || word(&["total", "amount", "much"])) {
        found.push(About::Refund);
    }
    if has(sentence, &["need", "to", "pay"]) && word(&["total", "much"]) {
        found.push(About::Refund);
    }
    if word(&["remaining", "rest"]) && word(&["total", "amount", "paid", "price"]) {
        found.push(About::Remaining);
    }
    let whole = word(&["order", "total"]) && !back && !word(&["remaining"]);
    if whole
        && (has(sentence, &["total", "price"])
            || has(sentence, &["how", "much"])
            || word(&["paid", "total", "cost"]))
    {
        if mentioned && word(&["all"]) {
            found.push(About::Spent);
        } else if !word(&["tracking"]) {
            found.push(About::OrderTotal);
        }
    }
    if mentioned
        && word(&["price", "cost", "much"])
        && !word(&["total"])
        && !back
        && !word(&["difference", "cheapest"])
    {
        found.push(About::ItemPrice);
    }
    if has(sentence, &["most", "expensive", "item"]) && word(&["what", "which", "whats", "ask"]) {
        found.push(About::DearestItem);
    }
    if word(&["cheapest"]) && word(&["what", "which", "know", "whats"]) && !acts {
        found.push(About::Cheapest);
    }
    if (word(&["options", "option"]) && word(&["available", "all", "price", "prices"]))
        && !found.contains(&About::Options)
        && !word(&["many"])
    {
        found.push(About::List);
    }
    if word(&["address"]) && word(&["which", "what", "where", "check"]) && !acts {
        found.push(About::ShippedTo);
    }
    if word(&["transit", "arriving", "arrive", "arrived", "status", "shipped"])
        && !mentioned
        && (word(&["status", "when", "where", "still"]))
    {
        found.push(About::Status);
    }
    if !acts || has_any(sentence, &["check"]) {
        let named = account.goods.iter().any(|goods| {
            let own = titles::mentions(sentence, &[goods.title.as_str()]);
            let near = own.is_empty() && titles::mentions(all, &[goods.title.as_str()]).is_empty();
            !near
                && goods.options.iter().any(|option| {
                    let name = words(option);
                    name.iter().any(|w| {
                        w.len() > 3
                            && w != "size"
                            && sentence.iter().any(|a| a.text == *w || a.text == format!("{w}s"))
                    })
                })
        });
        if named
            && word(&["what", "which", "storage", "check", "know", "ask"])
            && !word(&["prefer"])
            && (mentioned || word(&["its", "it", "they"]))
        {
            found.push(About::Detail);
        }
    }
    let mut asks: Vec<Ask> = Vec::new();
    for about in found {
        if !asks.iter().any(|ask: &Ask| ask.about == about) {
            asks.push(Ask { about, text: spoken(sentence) });
        }
    }
    asks
}

/// Whether a condition about a price holds; `None`: it is about something else, or cannot be told.
pub(super) fn price_condition(account: &Account, condition: &[Atom], all: &[Atom]) -> Option<bool> {
    let number = condition.iter().find_map(|atom| thousandths(&atom.text))?;
    let less = has_any(condition, &["less", "under", "below", "cheaper", "lower"]);
    let more = has_any(condition, &["more", "greater", "over", "above", "higher", "exceed"]);
    let of_price = has_any(condition, &["price", "cost", "buck", "dollar", "usd", "it", "cheaper", "euro"]);
    if !of_price || less == more || number < 1000 {
        return None;
    }
    let titles: Vec<&str> =
        account.orders.iter().flat_map(|o| o.lines.iter().map(|l| l.title.as_str())).collect();
    let mut mentions = titles::mentions(condition, &titles);
    if mentions.is_empty() {
        mentions = titles::mentions(all, &titles);
    }
    let title = mentions.first()?.titles.first()?.clone();
    // Minor units of a currency with two decimals.
    let limit = number / 10;
    let price = if has_any(all, &["cheapest"])
        && !has_any(condition, &["paid"])
        && has_any(condition, &["it", "cheapest"])
    {
        let goods = account.goods.iter().find(|goods| goods.title == title)?;
        goods.variants.iter().filter(|v| v.available).map(|v| v.price.amount).min()?
    } else {
        account.orders.iter().flat_map(|o| &o.lines).find(|line| line.title == title)?.price.amount
    };
    Some(if less { price < limit } else { price > limit })
}

fn order_source(order: &AccountOrder) -> Source {
    Source::new(SourceKind::Order, order.id.to_string(), order.version)
}

fn goods_source(goods: &Goods) -> Source {
    Source::new(SourceKind::Product, goods.id.to_string(), goods.version)
}

/// The orders that a question is about: by number, by item, by place, in focus, or the newest.
fn orders_of<'a>(account: &'a Account, text: &[Atom], focus: Option<&str>) -> Vec<&'a AccountOrder> {
    let numbers = order_numbers(account, text);
    if !numbers.is_empty() {
        return numbers.iter().filter_map(|number| account.order(number)).collect();
    }
    let titles: Vec<&str> =
        account.orders.iter().flat_map(|o| o.lines.iter().map(|l| l.title.as_str())).collect();
    let mentions = titles::mentions(text, &titles);
    let mut orders: Vec<&AccountOrder> = account.orders.iter().collect();
    if !mentions.is_empty() {
        orders.retain(|order| {
            order.lines.iter().any(|line| mentions.iter().any(|m| m.titles.contains(&line.title)))
        });
        return orders;
    }
    let placed: Vec<&AccountOrder> =
        orders.iter().copied().filter(|order| places::speaks_of(text, &order.address)).collect();
    if !placed.is_empty() {
        return placed;
    }
    if has_any(text, &["cancelled", "canceled"]) {
        orders.retain(|order| order.stage == crate::policy::OrderStage::Cancelled);
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

/// What is needed to answer.
pub(super) enum Answer {
    Say(Vec<Statement>),
    /// Nothing can be told.
    Unknown,
}

pub(super) struct Around<'a> {
    pub account: &'a Account,
    pub goods: &'a [Goods],
    pub focus: Option<&'a str>,
    pub focus_title: Option<&'a str>,
    pub changes: &'a [super::agenda::Change],
    /// Differences of what was done here, in minor units.
    pub done: &'a [super::agenda::Done],
}

/// The product that a question is about.
fn goods_of<'a>(around: &Around<'a>, text: &[Atom]) -> Option<&'a Goods> {
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

/// Answers a question from the rows.
pub(super) fn answer(ask: &Ask, around: &Around<'_>) -> Answer {
    let account = around.account;
    let text = atoms(&ask.text);
    let mut said: Vec<Statement> = Vec::new();
    match ask.about {
        About::Tracking => {
            for order in orders_of(account, &text, around.focus).into_iter().take(4) {
                if let Some(number) = order.tracking.first() {
                    let text = format!("The tracking number of order {} is {number}.", order.number);
                    said.push(Statement { text, source: order_source(order) });
                } else {
                    let text = format!("Order {} has no tracking number.", order.number);
                    said.push(Statement { text, source: order_source(order) });
                }
            }
        }
        About::Options => {
            if let Some(goods) = goods_of(around, &text) {
                let count = choose::fitting(goods, "").len();
                let text = format!("{count} options of {} are available right now.", goods.title);
                said.push(Statement { text, source: goods_source(goods) });
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
                    Some(item) => choose::fitting_instead(goods, goods.variant(item.variant), &item.wanted),
                    None => choose::fitting(goods, &ask.text),
                };
                let options: Vec<String> = fitting
                    .iter()
                    .take(12)
                    .filter_map(|id| goods.variant(*id))
                    .map(|variant| format!("{} for {}", say::values(goods, variant), variant.price))
                    .collect();
                if !options.is_empty() {
                    let text = format!("Available of {}: {}.", goods.title, options.join("; "));
                    said.push(Statement { text, source: goods_source(goods) });
                }
            }
        }
        About::Cheapest => {
            if let Some(goods) = goods_of(around, &text)
                && let Some(variant) =
                    goods.variants.iter().filter(|v| v.available).min_by_key(|v| v.price.amount)
            {
                let text = format!(
                    "The cheapest available {} is {} for {}.",
                    goods.title,
                    say::values(goods, variant),
                    variant.price
                );
                said.push(Statement { text, source: goods_source(goods) });
            }
        }
        About::Refund => said.extend(refund(around)),
        About::Refundable => {}
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
                said.push(Statement { text, source: order_source(order) });
            }
        }
        About::ItemPrice => {
            let titles: Vec<&str> =
                account.orders.iter().flat_map(|o| o.lines.iter().map(|l| l.title.as_str())).collect();
            let mentions = titles::mentions(&text, &titles);
            for order in &account.orders {
                for line in &order.lines {
                    if mentions.iter().any(|m| m.titles.contains(&line.title)) && said.len() < 4 {
                        let text = format!(
                            "{} in order {} costs {}.",
                            say::line(account, line),
                            order.number,
                            line.price
                        );
                        said.push(Statement { text, source: order_source(order) });
                    }
                }
            }
        }
        About::Spent => {
            if let Some(goods) = goods_of(around, &text) {
                let lines: Vec<&AccountLine> = account
                    .orders
                    .iter()
                    .flat_map(|order| &order.lines)
                    .filter(|line| line.title == goods.title)
                    .collect();
                if let Some(first) = lines.first() {
                    let sum: i64 = lines.iter().map(|line| line.price.amount * line.quantity).sum();
                    let sum = Money::new(sum, first.price.currency);
                    let text = format!("All of {} in your orders together come to {sum}.", goods.title);
                    said.push(Statement {
                        text,
                        source: Source::new(SourceKind::Search, "The customer's orders", 1),
                    });
                }
            }
        }
        About::Balance => {
            for method in &account.methods {
                if let Some(balance) = method.balance {
                    let text = format!("The balance of {} is {balance}.", method.label);
                    let source =
                        Source::new(SourceKind::Search, "The customer's ways to pay", account.version);
                    said.push(Statement { text, source });
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
                said.push(Statement { text, source: order_source(order) });
            }
        }
        About::Detail => {
            let titles: Vec<&str> =
                account.orders.iter().flat_map(|o| o.lines.iter().map(|l| l.title.as_str())).collect();
            let mentions = titles::mentions(&text, &titles);
            for order in &account.orders {
                for line in &order.lines {
                    let meant = mentions.iter().any(|m| m.titles.contains(&line.title))
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
                        said.push(Statement { text, source: order_source(order) });
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
                    say::line(account, line),
                    line.price
                );
                said.push(Statement { text, source: order_source(order) });
            }
        }
        About::Remaining => {
            for done in around.done {
                if let crate::policy::Action::ReturnItems { items, .. } = &done.wanted.action
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
                    said.push(Statement { text, source: order_source(order) });
                }
            }
        }
        About::Status => {
            for order in orders_of(account, &text, around.focus).into_iter().take(3) {
                let text = format!("Order {} is {}.", order.number, say::stage(order.stage));
                said.push(Statement { text, source: order_source(order) });
            }
        }
    }
    if said.is_empty() { Answer::Unknown } else { Answer::Say(said) }
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
    Some(Statement {
        text,
        source: Source::new(SourceKind::Search, "What was changed in this conversation", 1),
    })
}
