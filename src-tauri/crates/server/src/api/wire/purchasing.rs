//! Suppliers and orders to them on the wire.

use haberdash_core::{Timestamp, stock};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::scalar::present;
use super::stock::{stock_words, today};
use super::{
    LocationId, Money, OperationActor, PurchaseOrderId, PurchaseOrderLineId, ReceiptId, SupplierId, Time,
    VariantId, count, image_url,
};

stock_words! {
    PurchaseStatus = stock::PurchaseStatus { Draft, Ordered, PartlyReceived, Received, Cancelled }
    PurchaseAction = stock::PurchaseAction { Change, Order, Receive, Close, Cancel, Delete }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PurchaseFilter {
    Draft,
    Ordered,
    PartlyReceived,
    Received,
    Cancelled,
    /// Drafts and what is still to come.
    Open,
    #[default]
    All,
}

impl PurchaseFilter {
    pub fn statuses(self) -> Vec<stock::PurchaseStatus> {
        use stock::PurchaseStatus::{Cancelled, Draft, Ordered, PartlyReceived, Received};
        match self {
            Self::Draft => vec![Draft],
            Self::Ordered => vec![Ordered],
            Self::PartlyReceived => vec![PartlyReceived],
            Self::Received => vec![Received],
            Self::Cancelled => vec![Cancelled],
            Self::Open => vec![Draft, Ordered, PartlyReceived],
            Self::All => Vec::new(),
        }
    }
}

/// An id with the name people know.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SupplierName {
    pub id: SupplierId,
    pub name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LocationName {
    pub id: LocationId,
    pub name: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Supplier {
    pub id: SupplierId,
    pub name: String,
    pub contact_name: String,
    pub email: String,
    pub phone: String,
    pub website: String,
    pub note: String,
    /// The usual days between an order and the goods.
    pub lead_time_days: i64,
    pub archived: bool,
    /// Orders of which goods are still to come.
    pub open_orders: u64,
    pub version: i64,
}

impl From<stock::SupplierListing> for Supplier {
    fn from(listing: stock::SupplierListing) -> Self {
        let stock::Supplier { id, fields, version, .. } = listing.supplier;
        Self {
            id: id.into(),
            name: fields.name,
            contact_name: fields.contact_name,
            email: fields.email,
            phone: fields.phone,
            website: fields.website,
            note: fields.note,
            lead_time_days: fields.lead_time_days,
            archived: fields.archived,
            open_orders: count(listing.open_orders),
            version,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewSupplier {
    pub name: String,
    pub contact_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub note: Option<String>,
    pub lead_time_days: Option<i64>,
}

impl From<NewSupplier> for stock::SupplierFields {
    fn from(new: NewSupplier) -> Self {
        let usual = Self::named(new.name);
        Self {
            contact_name: new.contact_name.unwrap_or_default(),
            email: new.email.unwrap_or_default(),
            phone: new.phone.unwrap_or_default(),
            website: new.website.unwrap_or_default(),
            note: new.note.unwrap_or_default(),
            lead_time_days: new.lead_time_days.unwrap_or(usual.lead_time_days),
            ..usual
        }
    }
}

/// What changes about a supplier; what is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplierChange {
    pub version: i64,
    pub name: Option<String>,
    pub contact_name: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub website: Option<String>,
    pub note: Option<String>,
    pub lead_time_days: Option<i64>,
    pub archived: Option<bool>,
}

impl SupplierChange {
    pub fn over(self, fields: stock::SupplierFields) -> stock::SupplierFields {
        stock::SupplierFields {
            name: self.name.unwrap_or(fields.name),
            contact_name: self.contact_name.unwrap_or(fields.contact_name),
            email: self.email.unwrap_or(fields.email),
            phone: self.phone.unwrap_or(fields.phone),
            website: self.website.unwrap_or(fields.website),
            note: self.note.unwrap_or(fields.note),
            lead_time_days: self.lead_time_days.unwrap_or(fields.lead_time_days),
            archived: self.archived.unwrap_or(fields.archived),
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PurchaseOrderSummary {
    pub id: PurchaseOrderId,
    #[schema(example = "PO-1001")]
    pub number: String,
    pub supplier: SupplierName,
    pub location: LocationName,
    pub status: PurchaseStatus,
    #[schema(format = Date)]
    pub expected_on: Option<String>,
    pub ordered_at: Option<Time>,
    pub created_at: Time,
    pub pieces: i64,
    pub received: i64,
    pub total: Money,
    /// Goods are still to come and should have been here.
    pub is_late: bool,
    pub version: i64,
}

impl PurchaseOrderSummary {
    pub fn of(order: stock::PurchaseOrderListing, now: Timestamp) -> Self {
        let awaited =
            matches!(order.status, stock::PurchaseStatus::Ordered | stock::PurchaseStatus::PartlyReceived);
        Self {
            id: order.id.into(),
            number: format!("PO-{}", order.number),
            supplier: SupplierName { id: order.supplier_id.into(), name: order.supplier_name },
            location: LocationName { id: order.location_id.into(), name: order.location_name },
            status: order.status.into(),
            is_late: awaited && order.expected_on.is_some_and(|date| date < today(now)),
            expected_on: order.expected_on.map(|date| date.to_string()),
            ordered_at: order.ordered_at.map(Time),
            created_at: order.created_at.into(),
            pieces: order.pieces,
            received: order.received,
            total: order.total.into(),
            version: order.version,
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PurchaseOrderLine {
    pub id: PurchaseOrderLineId,
    pub variant_id: VariantId,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub image_url: Option<String>,
    pub quantity: i64,
    pub received: i64,
    pub unit_cost: Money,
    pub total: Money,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReceiptLine {
    pub line_id: PurchaseOrderLineId,
    pub variant_id: VariantId,
    pub quantity: i64,
    pub unit_cost: Money,
}

/// Goods that came in together.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Receipt {
    pub id: ReceiptId,
    pub number: i64,
    pub received_at: Time,
    pub note: String,
    pub delivery_note: String,
    pub actor: OperationActor,
    /// It was entered by mistake and taken back.
    pub taken_back_at: Option<Time>,
    pub lines: Vec<ReceiptLine>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PurchaseOrder {
    #[serde(flatten)]
    pub summary: PurchaseOrderSummary,
    pub note: String,
    pub currency: String,
    pub lines: Vec<PurchaseOrderLine>,
    /// The newest first.
    pub receipts: Vec<Receipt>,
    /// What can be done with it now.
    pub allowed: Vec<PurchaseAction>,
}

impl PurchaseOrder {
    pub fn of(view: stock::PurchaseOrderView, now: Timestamp) -> Self {
        let currency = view.currency;
        let money = |minor| haberdash_core::Money::new(minor, currency).into();
        let allowed =
            stock::allowed_actions(view.listing.status).iter().map(|action| (*action).into()).collect();
        let line = |view: stock::PurchaseLineView| PurchaseOrderLine {
            id: view.line.id.into(),
            variant_id: view.line.variant_id.into(),
            product_title: view.product_title,
            variant_title: view.variant_title,
            sku: view.sku,
            barcode: view.barcode,
            image_url: view.image_id.map(image_url),
            quantity: view.line.quantity,
            received: view.line.received,
            unit_cost: money(view.line.unit_cost),
            total: money(view.line.unit_cost.saturating_mul(view.line.quantity)),
        };
        let receipt_line = |line: stock::ReceiptLine| ReceiptLine {
            line_id: line.line_id.into(),
            variant_id: line.variant_id.into(),
            quantity: line.quantity,
            unit_cost: money(line.unit_cost),
        };
        let receipt = |receipt: stock::Receipt| Receipt {
            id: receipt.id.into(),
            number: receipt.number,
            received_at: receipt.received_at.into(),
            note: receipt.note,
            delivery_note: receipt.delivery_note,
            actor: receipt.actor.into(),
            taken_back_at: receipt.taken_back_at.map(Time),
            lines: receipt.lines.into_iter().map(receipt_line).collect(),
        };
        Self {
            summary: PurchaseOrderSummary::of(view.listing, now),
            note: view.note,
            currency: currency.to_string(),
            lines: view.lines.into_iter().map(line).collect(),
            receipts: view.receipts.into_iter().map(receipt).collect(),
            allowed,
        }
    }
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPurchaseLine {
    pub variant_id: VariantId,
    pub quantity: i64,
    /// Minor units of the shop's currency.
    pub unit_cost: i64,
}

impl From<NewPurchaseLine> for stock::NewPurchaseLine {
    fn from(line: NewPurchaseLine) -> Self {
        Self { variant_id: line.variant_id.0, quantity: line.quantity, unit_cost: line.unit_cost }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPurchaseOrder {
    pub supplier_id: SupplierId,
    /// Where the goods go.
    pub location_id: LocationId,
    #[schema(value_type = Option<String>, format = Date)]
    pub expected_on: Option<Date>,
    pub note: Option<String>,
    pub lines: Vec<NewPurchaseLine>,
}

impl From<NewPurchaseOrder> for stock::NewPurchaseOrder {
    fn from(new: NewPurchaseOrder) -> Self {
        Self {
            supplier_id: new.supplier_id.0,
            location_id: new.location_id.0,
            expected_on: new.expected_on,
            note: new.note.unwrap_or_default(),
            lines: new.lines.into_iter().map(Into::into).collect(),
        }
    }
}

/// What changes; what is left out stays. Once ordered, only the date and the note can change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PurchaseOrderChange {
    pub version: i64,
    pub supplier_id: Option<SupplierId>,
    pub location_id: Option<LocationId>,
    /// Null clears it.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expected_on: Option<Option<Date>>,
    pub note: Option<String>,
    /// The whole list.
    pub lines: Option<Vec<NewPurchaseLine>>,
}

impl From<PurchaseOrderChange> for stock::PurchaseChange {
    fn from(change: PurchaseOrderChange) -> Self {
        Self {
            supplier_id: change.supplier_id.map(|id| id.0),
            location_id: change.location_id.map(|id| id.0),
            expected_on: change.expected_on,
            note: change.note,
            lines: change.lines.map(|lines| lines.into_iter().map(Into::into).collect()),
        }
    }
}

/// Which version the caller saw.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SeenVersion {
    pub version: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceivedLine {
    pub line_id: PurchaseOrderLineId,
    pub quantity: i64,
    /// Minor units; left out: as ordered.
    pub unit_cost: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Receiving {
    pub version: i64,
    pub lines: Vec<ReceivedLine>,
    pub note: Option<String>,
    /// The number on the supplier's paper.
    pub delivery_note: Option<String>,
    /// More than ordered is right.
    pub accept_more: Option<bool>,
}

impl From<Receiving> for stock::Receiving {
    fn from(receiving: Receiving) -> Self {
        let line = |line: ReceivedLine| stock::LineReceived {
            line_id: line.line_id.0,
            quantity: line.quantity,
            unit_cost: line.unit_cost,
        };
        Self {
            lines: receiving.lines.into_iter().map(line).collect(),
            note: receiving.note.unwrap_or_default(),
            delivery_note: receiving.delivery_note.unwrap_or_default(),
            accept_more: receiving.accept_more.unwrap_or_default(),
        }
    }
}
