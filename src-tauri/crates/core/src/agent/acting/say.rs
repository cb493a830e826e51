//! How rows are put into words.

use crate::agent::account::{Account, AccountLine, Goods, GoodsVariant};
use crate::policy::OrderStage;

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
pub(super) fn line(_account: &Account, line: &AccountLine) -> String {
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
