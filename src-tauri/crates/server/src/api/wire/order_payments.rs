//! What is asked of an order's money.

use haberdash_core::orders;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{PaymentId, PaymentMethod, PaymentState};

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentInput {
    pub method: PaymentMethod,
    /// Minor units; left out: what is due.
    #[serde(default)]
    pub amount: Option<i64>,
    /// Cash that is handed over, minor units.
    #[serde(default)]
    pub tendered: Option<i64>,
    #[serde(default)]
    pub reference: Option<String>,
    /// Left out: as the method usually is; transfers and what is paid at the door are pending.
    #[serde(default)]
    pub state: Option<PaymentState>,
    #[serde(default)]
    pub stored_method_id: Option<String>,
    #[serde(default)]
    pub gift_card_id: Option<String>,
    #[serde(default)]
    pub version: Option<i64>,
}

impl From<PaymentInput> for orders::NewPayment {
    fn from(input: PaymentInput) -> Self {
        Self {
            method: input.method.into(),
            amount: input.amount,
            tendered: input.tendered,
            reference: input.reference,
            state: input.state.map(Into::into),
            instrument: orders::Instrument {
                stored_method_id: input.stored_method_id,
                gift_card_id: input.gift_card_id,
                return_id: None,
            },
        }
    }
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundInput {
    /// Minor units.
    pub amount: i64,
    /// The payment that is given back; may be left out where only one can be meant.
    #[serde(default)]
    pub payment_id: Option<PaymentId>,
    /// Left out: as it was paid.
    #[serde(default)]
    pub method: Option<PaymentMethod>,
    #[serde(default)]
    pub reference: Option<String>,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub state: Option<PaymentState>,
    #[serde(default)]
    pub stored_method_id: Option<String>,
    #[serde(default)]
    pub gift_card_id: Option<String>,
    #[serde(default)]
    pub return_id: Option<String>,
    #[serde(default)]
    pub version: Option<i64>,
}

impl From<RefundInput> for orders::NewRefund {
    fn from(input: RefundInput) -> Self {
        Self {
            amount: input.amount,
            payment_id: input.payment_id.map(|id| id.0),
            method: input.method.map(Into::into),
            reference: input.reference,
            reason: input.reason,
            state: input.state.map(Into::into),
            instrument: orders::Instrument {
                stored_method_id: input.stored_method_id,
                gift_card_id: input.gift_card_id,
                return_id: input.return_id,
            },
        }
    }
}

/// The end of a payment that was expected.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PaymentEnd {
    pub version: Option<i64>,
    pub reference: Option<String>,
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentMethodChange {
    #[serde(default)]
    pub version: Option<i64>,
    pub to: PaymentInput,
    #[serde(default)]
    pub reason: String,
}
