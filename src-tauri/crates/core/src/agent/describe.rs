//! Steps in words, for the inspector: "Looked for: linen shirt, size M, up to €60 — 3 found".

use super::account::{Acted, Considered};
use super::knowledge::ProductQuery;
use super::news::NewsChange;
use super::promo::CodeStanding;
use super::turn::{Move, ToolCall, ToolResult};
use crate::codes::{Asked, Tried};
use crate::market::{Comparison, Matched};

pub(crate) fn query(query: &ProductQuery) -> String {
    let mut parts = Vec::new();
    if !query.words.is_empty() {
        parts.push(query.words.join(" "));
    }
    if let Some(size) = &query.size {
        parts.push(format!("size {size}"));
    }
    if let Some(colour) = query.colours.first() {
        parts.push(colour.clone());
    }
    if let Some(material) = &query.material {
        parts.push(material.clone());
    }
    if let Some(min) = query.price_min {
        parts.push(format!("from {min}"));
    }
    if let Some(max) = query.price_max {
        parts.push(format!("up to {max}"));
    }
    if query.in_stock {
        parts.push("in stock".to_owned());
    }
    parts.join(", ")
}

pub(crate) fn call(call: &ToolCall) -> String {
    match call {
        ToolCall::SearchProducts(wanted) => format!("Looked for: {}", query(wanted)),
        ToolCall::FindAlike { query: wanted, .. } => {
            format!("Looked for what looks like the picture: {}", query(wanted))
        }
        ToolCall::ReadProduct { .. } => "Read a product".to_owned(),
        ToolCall::ListOrders => "Read the customer's orders".to_owned(),
        ToolCall::ReadOrder { number } => format!("Read order {number} of the customer"),
        ToolCall::ReadAccount => "Read the customer's file".to_owned(),
        ToolCall::Identify(_) => "Looked the customer up by what was said".to_owned(),
        ToolCall::AskCode { .. } => "Asked whether a code may be mailed".to_owned(),
        ToolCall::TryCode { .. } => "Tried the code that the customer typed".to_owned(),
        ToolCall::FindGoods { words } => format!("Looked for goods: {}", words.join(" ")),
        ToolCall::AskKnowledge { question, .. } => format!("Asked the knowledge base: {question}"),
        ToolCall::ReadGoods { .. } => "Read what may be chosen of a product".to_owned(),
        ToolCall::ReadTaste => "Read what the customer bought".to_owned(),
        ToolCall::FindTogether { .. } => "Looked for what is bought together with it".to_owned(),
        ToolCall::ReadWaiting { .. } => "Read what the customer waits for".to_owned(),
        ToolCall::ComparePrices { .. } => "Compared prices of other shops".to_owned(),
        ToolCall::MatchPrice { .. } => "Asked the policy about another shop's price".to_owned(),
        ToolCall::ReadCode { code } => format!("Looked at the code {code}"),
        ToolCall::SubscribeOrOptOut { wants: true, .. } => "Asked to send the customer news".to_owned(),
        ToolCall::SubscribeOrOptOut { wants: false, .. } => {
            "Noted that the customer wants no news".to_owned()
        }
        ToolCall::Consider { wanted, .. } => format!(
            "Asked the policy: {}{}",
            wanted.action.name().replace('_', " "),
            wanted.order.as_ref().map_or(String::new(), |number| format!(" of order {number}"))
        ),
        ToolCall::Act { acts } => {
            let acts: Vec<String> =
                acts.iter().map(|act| act.wanted.action.name().replace('_', " ")).collect();
            format!("Carried out: {}", acts.join(", "))
        }
    }
}

pub(crate) fn result(result: &ToolResult) -> String {
    match result {
        ToolResult::Products(hits) => format!("{} found", hits.len()),
        ToolResult::Product(Some(product)) => product.title.clone(),
        ToolResult::Order(Some(order)) => format!("found, {}", order.status.as_str()),
        ToolResult::Product(None) | ToolResult::Order(None) => "not found".to_owned(),
        ToolResult::Orders(orders) => format!("{} found", orders.len()),
        ToolResult::Account(Some(account)) | ToolResult::Identified(Some(account)) => {
            format!("{} orders", account.orders.len())
        }
        ToolResult::Account(None) | ToolResult::Identified(None) => "not found".to_owned(),
        ToolResult::Goods(goods) => format!("{} found", goods.len()),
        ToolResult::Taste(taste) => match taste.bought.len() {
            0 => format!("nothing; {} bestsellers", taste.bestsellers.len()),
            lines => format!("{lines} lines of orders"),
        },
        ToolResult::Together(all) => format!("{} found", all.len()),
        ToolResult::Waiting(rows) => format!("{} found", rows.len()),
        ToolResult::CodeAsked(asked) => match asked {
            Asked::Coming => "yes: if it is a customer, one is mailed",
            Asked::TooMany => "no: too many were asked for lately",
            Asked::NoMail => "no: no e-mail account is set up",
        }
        .to_owned(),
        ToolResult::CodeTried { tried, .. } => match tried {
            Tried::Right => "it is the right one: the customer is known".to_owned(),
            Tried::Wrong { left } => format!("it is wrong; tries left: {left}"),
            Tried::Void => "it is wrong, and the code counts no more".to_owned(),
            Tried::Expired => "no code counts any more".to_owned(),
        },
        ToolResult::Passages(passages) => match passages.first() {
            Some(passage) => format!("“{}” answers it", passage.title),
            None => "nothing answers it".to_owned(),
        },
        ToolResult::Compared(Comparison::Found(offers)) => {
            format!("{} offers of the same product", offers.len())
        }
        ToolResult::Compared(_) => "not known now".to_owned(),
        ToolResult::Matched(Matched::Given(_)) => "matched by a code".to_owned(),
        ToolResult::Matched(Matched::Waits) => "waits for the owner".to_owned(),
        ToolResult::Matched(Matched::Refused(rule)) => format!("refused: {rule}"),
        ToolResult::Matched(Matched::Failed) => "failed".to_owned(),
        ToolResult::Code(standing) => match standing {
            CodeStanding::Holds(_) => "it holds",
            CodeStanding::NotYet(_) => "it does not hold yet",
            CodeStanding::Expired(_) => "it no longer holds",
            CodeStanding::UsedUp(_) => "it was used as often as it can be",
            CodeStanding::UsedByThem(_) => "the customer has used it",
            CodeStanding::Unknown => "none of this customer's",
        }
        .to_owned(),
        ToolResult::News(NewsChange::Recorded(_)) => "recorded".to_owned(),
        ToolResult::News(NewsChange::Known(_)) => "recorded before".to_owned(),
        ToolResult::News(NewsChange::NeedsConfirmation) => "possible, after a yes".to_owned(),
        ToolResult::News(NewsChange::Refused(rule)) => format!("refused: {rule}"),
        ToolResult::Considered(Considered::Possible(_)) => "possible, after a yes".to_owned(),
        ToolResult::Considered(Considered::Refused(rule)) => format!("refused: {rule}"),
        ToolResult::Acted { acted, .. } => {
            let done = acted.iter().filter(|one| matches!(one, Acted::Done(_))).count();
            format!("{done} of {} done", acted.len())
        }
    }
}

pub(crate) fn wanted(wanted: &Move) -> String {
    match wanted {
        Move::Call { call: asked } => format!("Wants to look: {}", call(asked)),
        Move::Draft => "Has what it needs: writes the reply".to_owned(),
        Move::Handoff { reason } => format!("Wants a person to take over: {}", reason.as_str()),
        Move::Silent { why } => format!("Says nothing: {why}"),
    }
}
