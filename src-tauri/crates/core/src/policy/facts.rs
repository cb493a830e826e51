//! What a decision rests on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::id::{self, Id};
use crate::money::Money;
use crate::stored_methods::StoredMethodKind;

/// Everything a decision may look at. Made for one customer: the order and the methods are theirs.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// `None`: the order does not exist, or is not this customer's.
    pub order: Option<OrderFacts>,
    pub methods: Vec<MethodFacts>,
    /// Those that the action names.
    pub variants: BTreeMap<Id<id::Variant>, VariantFacts>,
    /// The customer said yes to exactly this.
    pub confirmed: bool,
    /// What the owner lets the assistant do.
    pub policy: Policy,
    /// Of a price to be matched.
    pub price_match: Option<super::PriceMatchFacts>,
}

/// Where an order stands, in the words of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderStage {
    Pending,
    /// Pending, and its items were changed: nothing else may be.
    PendingItemsChanged,
    Processed,
    Delivered,
    /// Delivered, and a return or exchange was asked for already.
    ReturnOrExchangeRequested,
    Cancelled,
    /// A draft: nothing was agreed yet.
    NotPlaced,
}

impl OrderStage {
    pub const ALL: [Self; 7] = [
        Self::Pending,
        Self::PendingItemsChanged,
        Self::Processed,
        Self::Delivered,
        Self::ReturnOrExchangeRequested,
        Self::Cancelled,
        Self::NotPlaced,
    ];
}

#[derive(Debug, Clone)]
pub struct OrderFacts {
    pub number: String,
    pub stage: OrderStage,
    pub total: Money,
    /// In the order of the order's lines.
    pub lines: Vec<LineFacts>,
    /// What each way to pay still holds of this order: payments less refunds, those above zero.
    pub paid_with: Vec<PaidWith>,
    /// Payments and refunds there ever were.
    pub payment_count: usize,
    /// The shop's days for returns have passed since the delivery.
    pub return_window_over: bool,
    /// Whole days since the last parcel arrived, in the shop's zone.
    pub days_since_delivery: Option<u32>,
}

#[derive(Debug, Clone)]
pub struct LineFacts {
    pub line_item_id: Id<id::LineItem>,
    /// `None`: the catalog no longer has it.
    pub variant_id: Option<Id<id::Variant>>,
    pub product_id: Option<Id<id::Product>>,
    pub title: String,
    pub quantity: i64,
    pub unit_price: Money,
}

#[derive(Debug, Clone, Copy)]
pub struct PaidWith {
    /// `None`: paid in another way than by a stored method.
    pub method_id: Option<Id<id::StoredMethod>>,
    pub amount: Money,
}

#[derive(Debug, Clone)]
pub struct MethodFacts {
    pub id: Id<id::StoredMethod>,
    pub kind: StoredMethodKind,
    pub label: String,
    /// What a gift card can pay now; `None` for what is no gift card.
    pub gift_balance: Option<Money>,
}

#[derive(Debug, Clone)]
pub struct VariantFacts {
    pub product_id: Id<id::Product>,
    /// "Water bottle, 750 ml / steel".
    pub title: String,
    pub price: Money,
    /// Pieces that can be promised now; `None`: as many as one likes.
    pub available: Option<i64>,
    /// Offered at all: a variant of an active product.
    pub sold: bool,
}
