//! What is asked of returns and exchanges.

use haberdash_core::{Id, id};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Disposition, GiftCardId, LineItemId, PaymentMethod, RefundWay, ReturnCondition, ReturnKind, ReturnLineId,
    ReturnReason, StoredMethodId, VariantId,
};

/// Where the money of a return is to go.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundTo {
    pub to: RefundWay,
    /// Of a card's slip or a transfer.
    #[serde(default)]
    pub reference: Option<String>,
    /// For `gift_card`; left out: a new one is issued.
    #[serde(default)]
    pub gift_card_id: Option<GiftCardId>,
    /// Needed for `stored_method`.
    #[serde(default)]
    pub stored_method_id: Option<StoredMethodId>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturnLine {
    pub line_item_id: LineItemId,
    #[schema(minimum = 1)]
    pub quantity: i64,
    pub reason: ReturnReason,
    #[serde(default)]
    pub note: String,
    /// Needed for an exchange.
    #[serde(default)]
    pub replacement_variant_id: Option<VariantId>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReturn {
    pub kind: ReturnKind,
    pub lines: Vec<NewReturnLine>,
    #[serde(default)]
    pub refund_to: Option<RefundTo>,
    /// Minor units.
    #[serde(default)]
    pub restocking_fee: i64,
    #[serde(default)]
    pub refund_shipping: bool,
    #[serde(default)]
    pub note: String,
    /// Approved at once.
    #[serde(default)]
    pub approve: bool,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnStepRequest {
    pub version: i64,
    /// Needed to refuse.
    #[serde(default)]
    pub reason: Option<String>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Inspection {
    pub line_id: ReturnLineId,
    /// Pieces taken back.
    pub accepted: i64,
    pub condition: ReturnCondition,
    pub disposition: Disposition,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveReturn {
    pub version: i64,
    pub lines: Vec<Inspection>,
    /// Where restocked pieces go; the shop's first place when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    pub location_id: Option<Id<id::Location>>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnChange {
    pub version: i64,
    #[serde(default)]
    pub refund_to: Option<RefundTo>,
    /// Minor units.
    #[serde(default)]
    pub restocking_fee: Option<i64>,
    #[serde(default)]
    pub refund_shipping: Option<bool>,
}

/// How the customer pays what an exchange costs more.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PayWith {
    /// Not needed with `stored_method_id`.
    #[serde(default)]
    pub method: Option<PaymentMethod>,
    #[serde(default)]
    pub reference: Option<String>,
    /// Cash that was handed over; minor units.
    #[serde(default)]
    pub tendered: Option<i64>,
    #[serde(default)]
    pub gift_card_code: Option<String>,
    #[serde(default)]
    pub stored_method_id: Option<StoredMethodId>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SettleReturn {
    pub version: i64,
    /// Instead of what was agreed.
    #[serde(default)]
    pub refund_to: Option<RefundTo>,
    /// Needed when the exchange costs more.
    #[serde(default)]
    pub pay_with: Option<PayWith>,
    #[serde(default)]
    pub carrier: Option<String>,
    #[serde(default)]
    pub tracking_number: Option<String>,
}
