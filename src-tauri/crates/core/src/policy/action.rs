//! What can be asked for.

use serde::{Deserialize, Serialize};

use crate::id::{self, Id};

/// A way to pay that the customer keeps with the shop.
pub type MethodRef = Id<id::StoredMethod>;

/// A customer-side act. Pieces are named by their variants, one entry for each piece; the same variant twice means two
/// pieces. What comes instead stands in the same place of the second list. Where no kept way to pay is named, money goes
/// back the way the order was paid, and what is owed in addition is the owner's to collect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
pub enum Action {
    CancelOrder {
        reason: String,
    },
    ModifyItems {
        items: Vec<Id<id::Variant>>,
        new_items: Vec<Id<id::Variant>>,
        settle_with: Option<MethodRef>,
    },
    ModifyAddress {
        address: String,
    },
    ModifyPayment {
        pay_with: MethodRef,
    },
    ReturnItems {
        items: Vec<Id<id::Variant>>,
        refund_to: Option<MethodRef>,
    },
    ExchangeItems {
        items: Vec<Id<id::Variant>>,
        new_items: Vec<Id<id::Variant>>,
        settle_with: Option<MethodRef>,
    },
    /// Goods of the catalog are kept for the customer, as a draft that the owner makes an order of: these and no others, so
    /// that none ends what was put aside before.
    PutAside {
        items: Vec<Id<id::Variant>>,
    },
    /// The customer is written to once one of these, all sold out and of one product, is there again.
    WaitForStock {
        items: Vec<Id<id::Variant>>,
    },
    /// Another shop's price for a product: a code of the customer's own takes the difference off one piece.
    MatchPrice {
        product: Id<id::Product>,
        offer: Id<id::MarketOffer>,
    },
    /// The address kept with the customer, not an order's.
    ModifyCustomerAddress {
        address: String,
    },
    /// News and offers are wanted, or none any more, as the customer wrote in this message.
    SubscribeOrOptOut {
        wants: bool,
        message: Id<id::Message>,
    },
}

impl Action {
    /// A word that names it, for records and explanations.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CancelOrder { .. } => "cancel_order",
            Self::ModifyItems { .. } => "modify_items",
            Self::ModifyAddress { .. } => "modify_address",
            Self::ModifyPayment { .. } => "modify_payment",
            Self::ReturnItems { .. } => "return_items",
            Self::ExchangeItems { .. } => "exchange_items",
            Self::PutAside { .. } => "put_aside",
            Self::WaitForStock { .. } => "wait_for_stock",
            Self::MatchPrice { .. } => "match_price",
            Self::ModifyCustomerAddress { .. } => "modify_customer_address",
            Self::SubscribeOrOptOut { .. } => "subscribe_or_opt_out",
        }
    }

    /// The kept way to pay that it names.
    pub const fn method(&self) -> Option<MethodRef> {
        match self {
            Self::ReturnItems { refund_to: method, .. }
            | Self::ModifyItems { settle_with: method, .. }
            | Self::ExchangeItems { settle_with: method, .. } => *method,
            Self::ModifyPayment { pay_with: method } => Some(*method),
            Self::CancelOrder { .. }
            | Self::ModifyAddress { .. }
            | Self::PutAside { .. }
            | Self::WaitForStock { .. }
            | Self::MatchPrice { .. }
            | Self::ModifyCustomerAddress { .. }
            | Self::SubscribeOrOptOut { .. } => None,
        }
    }

    /// Needs an order to act on.
    pub const fn concerns_order(&self) -> bool {
        !matches!(
            self,
            Self::ModifyCustomerAddress { .. }
                | Self::PutAside { .. }
                | Self::WaitForStock { .. }
                | Self::SubscribeOrOptOut { .. }
        )
    }
}
