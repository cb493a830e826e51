//! Steps in words, for the inspector: "Looked for: linen shirt, size M, up to €60 — 3 found".

use super::account::{Acted, Considered};
use super::knowledge::ProductQuery;
use super::turn::{Move, ToolCall, ToolResult};
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
        ToolCall::FindGoods { words } => format!("Looked for goods: {}", words.join(" ")),
        ToolCall::AskKnowledge { question, .. } => format!("Asked the knowledge base: {question}"),
        ToolCall::ReadGoods { .. } => "Read what may be chosen of a product".to_owned(),
        ToolCall::ComparePrices { .. } => "Compared prices of other shops".to_owned(),
        ToolCall::MatchPrice { .. } => "Asked the policy about another shop's price".to_owned(),
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
