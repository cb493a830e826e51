//! How rows are put into words, and which row each sentence was read from.

use crate::agent::account::{Account, AccountLine, AccountOrder, Goods, GoodsVariant};
use crate::agent::evidence::{Source, SourceKind};
use crate::memory::ContactFact;
use crate::policy::{OrderStage, Policy};
use crate::settings::Document;

/// A sentence about rows, and the row it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    pub text: String,
    pub source: Source,
}

impl Statement {
    /// A sentence of the policy's, which holds for everybody. Its version is put in where it becomes evidence.
    pub(super) fn policy(text: impl Into<String>) -> Self {
        Self { text: text.into(), source: Source::new(SourceKind::Policy, Policy::KEY, 0) }
    }

    pub(super) fn of_order(order: &AccountOrder, text: String) -> Self {
        Self { text, source: Source::new(SourceKind::Order, order.id.to_string(), order.version) }
    }

    pub(super) fn of_goods(goods: &Goods, text: String) -> Self {
        Self { text, source: Source::new(SourceKind::Product, goods.id.to_string(), goods.version) }
    }

    /// Of what is kept with the customer.
    pub(super) fn of_customer(account: &Account, text: String) -> Self {
        Self { text, source: Source::new(SourceKind::Contact, account.id.to_string(), account.version) }
    }

    /// Of what is remembered of the customer.
    pub(super) fn of_memory(fact: &ContactFact, text: String) -> Self {
        Self { text, source: Source::new(SourceKind::ContactFact, fact.id.to_string(), fact.version) }
    }

    /// Of several rows together; `what` says which.
    pub(super) fn of_search(what: &str, version: i64, text: String) -> Self {
        Self { text, source: Source::new(SourceKind::Search, what, version) }
    }
}

/// "size M, colour navy".
pub(super) fn values(goods: &Goods, variant: &GoodsVariant) -> String {
    goods
        .options
        .iter()
        .zip(&variant.values)
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name} {value}"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// "Linen Shirt (M / navy)".
pub(super) fn line(line: &AccountLine) -> String {
    if line.variant_title.is_empty() {
        line.title.clone()
    } else {
        format!("{} ({})", line.title, line.variant_title)
    }
}

pub(super) fn one_line(address: &str) -> String {
    address.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
}

pub(super) const fn stage(stage: OrderStage) -> &'static str {
    match stage {
        OrderStage::Pending => "pending: it has not been sent yet",
        OrderStage::PendingItemsChanged => "pending, with its items changed",
        OrderStage::Processed => "on its way: it was processed and can no longer be changed",
        OrderStage::Delivered => "delivered",
        OrderStage::ReturnOrExchangeRequested => "delivered, with a return or an exchange asked for",
        OrderStage::Cancelled => "cancelled",
        OrderStage::NotPlaced => "not placed",
    }
}
