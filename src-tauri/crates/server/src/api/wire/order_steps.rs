//! What is asked of an order in each step of its life: placing, parcels, changes, cancelling.

use haberdash_core::{Code, Error, Id, Result, id, orders};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    FulfilmentId, FulfilmentLine, FulfilmentState, LineItemId, LocationId, OrderId, PaymentId, PaymentInput,
    ShipToInput, VariantId,
};

/// A step that needs nothing, or a reason.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderStep {
    pub version: Option<i64>,
    pub reason: String,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderPlacing {
    pub version: Option<i64>,
    pub reason: String,
    /// What is paid at once.
    pub payments: Vec<PaymentInput>,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FulfilmentInput {
    pub version: Option<i64>,
    /// Left out: everything that stands in no parcel yet.
    pub lines: Option<Vec<FulfilmentLine>>,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    /// A date in the shop's zone.
    #[schema(format = Date)]
    pub expected_on: Option<String>,
    /// Left out: it leaves now. `delivered`: handed over.
    pub state: Option<FulfilmentState>,
    pub location_id: Option<LocationId>,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FulfilmentChange {
    pub version: Option<i64>,
    pub state: Option<FulfilmentState>,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    #[schema(format = Date)]
    pub expected_on: Option<String>,
}

fn date(text: Option<String>) -> Result<Option<jiff::civil::Date>> {
    let date = text.filter(|text| !text.is_empty()).map(|text| {
        text.parse().map_err(|_| {
            Error::new(Code::Invalid, "There is no such date. Write it as 2027-01-31.").at("expected_on")
        })
    });
    date.transpose()
}

impl FulfilmentInput {
    /// # Errors
    /// `Invalid` for a date that does not exist.
    pub fn fulfilment(self) -> Result<orders::NewFulfilment> {
        let line = |line: FulfilmentLine| orders::FulfilmentLine {
            line_item_id: line.line_item_id.0,
            quantity: line.quantity,
        };
        Ok(orders::NewFulfilment {
            lines: self.lines.map(|lines| lines.into_iter().map(line).collect()),
            carrier: self.carrier,
            tracking_number: self.tracking_number,
            tracking_url: self.tracking_url,
            expected_on: date(self.expected_on)?,
            state: self.state.map(Into::into),
            location_id: self.location_id.map(|id| id.0),
        })
    }
}

impl FulfilmentChange {
    /// # Errors
    /// `Invalid` for a date that does not exist.
    pub fn change(self) -> Result<orders::FulfilmentChange> {
        Ok(orders::FulfilmentChange {
            state: self.state.map(Into::into),
            carrier: self.carrier,
            tracking_number: self.tracking_number,
            tracking_url: self.tracking_url,
            expected_on: date(self.expected_on)?,
        })
    }
}

/// What becomes of the money of a cancelled order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefundChoice {
    /// Back to where each payment came from.
    #[default]
    Original,
    None,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderCancellation {
    pub version: Option<i64>,
    pub reason: String,
    pub refund: RefundChoice,
    pub note: String,
}

impl From<OrderCancellation> for orders::Cancellation {
    fn from(cancellation: OrderCancellation) -> Self {
        Self {
            reason: cancellation.reason,
            refund: match cancellation.refund {
                RefundChoice::Original => orders::RefundChoice::Original,
                RefundChoice::None => orders::RefundChoice::None,
            },
            note: cancellation.note,
        }
    }
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemChange {
    pub line_item_id: LineItemId,
    pub variant_id: VariantId,
    /// Left out: all pieces of the line.
    #[serde(default)]
    pub quantity: Option<i64>,
}

impl From<ItemChange> for orders::ItemChange {
    fn from(change: ItemChange) -> Self {
        Self {
            line_item_id: change.line_item_id.0,
            variant_id: change.variant_id.0,
            quantity: change.quantity,
        }
    }
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemsChange {
    #[serde(default)]
    pub version: Option<i64>,
    pub changes: Vec<ItemChange>,
    /// How the difference is paid or given back.
    pub settle: PaymentInput,
    #[serde(default)]
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressChange {
    #[serde(default)]
    pub version: Option<i64>,
    pub ship_to: ShipToInput,
    #[serde(default)]
    pub reason: String,
}

/// The two ids in the path of an order's part.
#[derive(Debug, Deserialize)]
pub struct OrderPart<T> {
    pub id: OrderId,
    #[serde(alias = "payment_id", alias = "fulfilment_id")]
    pub part_id: T,
}

/// A payment of an order.
pub type OrderPayment = OrderPart<PaymentId>;
/// A parcel of an order.
pub type OrderParcel = OrderPart<FulfilmentId>;

impl OrderPayment {
    pub fn ids(&self) -> (Id<id::Order>, Id<id::Payment>) {
        (self.id.0, self.part_id.0)
    }
}

impl OrderParcel {
    pub fn ids(&self) -> (Id<id::Order>, Id<id::Fulfilment>) {
        (self.id.0, self.part_id.0)
    }
}
