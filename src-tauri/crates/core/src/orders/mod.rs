//! Orders as they were agreed, how they were paid, sent and changed.
//!
//! The owner's reads stand here; what a customer may see of them is in [`customer`] and needs a
//! [`crate::scope::CustomerScope`].

pub mod customer;

use jiff::civil::Date;
use rusqlite::Connection;
use serde::Serialize;

pub use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::money::Money;
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    pub enum OrderStatus {
        /// Being put together; the customer has not agreed.
        Draft = "draft",
        Placed = "placed",
        /// Being packed.
        Processing = "processing",
        Shipped = "shipped",
        Delivered = "delivered",
        Cancelled = "cancelled",
        Returned = "returned",
    }
}

crate::text_enum! {
    pub enum PaymentStatus {
        Unpaid = "unpaid",
        PartlyPaid = "partly_paid",
        Paid = "paid",
        PartlyRefunded = "partly_refunded",
        Refunded = "refunded",
    }
}

crate::text_enum! {
    pub enum PaymentKind {
        Payment = "payment",
        Refund = "refund",
    }
}

crate::text_enum! {
    pub enum PaymentMethod {
        Card = "card",
        Cash = "cash",
        BankTransfer = "bank_transfer",
        GiftCard = "gift_card",
        StoreCredit = "store_credit",
        OnDelivery = "on_delivery",
    }
}

crate::text_enum! {
    pub enum PaymentState {
        Pending = "pending",
        Settled = "settled",
        Failed = "failed",
    }
}

crate::text_enum! {
    pub enum FulfilmentState {
        Preparing = "preparing",
        InTransit = "in_transit",
        OutForDelivery = "out_for_delivery",
        Delivered = "delivered",
        Failed = "failed",
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Order {
    pub id: Id<id::Order>,
    /// What people say: "1042".
    pub number: String,
    pub contact_id: Id<id::Contact>,
    pub status: OrderStatus,
    pub payment_status: PaymentStatus,
    pub subtotal: Money,
    pub shipping: Money,
    pub discount: Money,
    /// Subtotal + shipping − discount.
    pub total: Money,
    pub ship_to_name: String,
    pub ship_to_address: String,
    pub note: String,
    pub cancel_reason: Option<String>,
    pub placed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// What was bought, as it was called and priced then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LineItem {
    pub id: Id<id::LineItem>,
    pub position: i64,
    /// `None` when it was not from the catalog.
    pub variant_id: Option<Id<id::Variant>>,
    pub title: String,
    /// "M / navy".
    pub variant_title: String,
    pub sku: Option<String>,
    pub quantity: i64,
    pub unit_price: Money,
    /// The variant's product, and the picture that shows it; read from the catalog as it is now.
    pub product_id: Option<Id<id::Product>>,
    pub image_id: Option<Id<id::Image>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Payment {
    pub id: Id<id::Payment>,
    pub kind: PaymentKind,
    pub method: PaymentMethod,
    pub amount: Money,
    pub state: PaymentState,
    pub reference: Option<String>,
    pub paid_at: Timestamp,
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fulfilment {
    pub id: Id<id::Fulfilment>,
    pub state: FulfilmentState,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    pub shipped_at: Option<Timestamp>,
    /// In the shop's zone.
    pub expected_on: Option<Date>,
    pub delivered_at: Option<Timestamp>,
    pub version: i64,
    pub lines: Vec<FulfilmentLine>,
}

/// How many pieces of a line item a parcel holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FulfilmentLine {
    pub line_item_id: Id<id::LineItem>,
    pub quantity: i64,
}

/// A step of an order's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transition {
    pub from: Option<OrderStatus>,
    pub to: OrderStatus,
    pub actor: Actor,
    pub reason: String,
    pub moved_at: Timestamp,
}

/// A line of the order list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderSummary {
    pub id: Id<id::Order>,
    pub number: String,
    pub contact_id: Id<id::Contact>,
    pub contact_name: String,
    pub status: OrderStatus,
    pub payment_status: PaymentStatus,
    pub total: Money,
    /// Pieces of all line items.
    pub item_count: i64,
    /// The picture of the first line item.
    pub image_id: Option<Id<id::Image>>,
    pub placed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderDetail {
    pub order: Order,
    pub contact_name: String,
    /// The contact's latest conversation.
    pub conversation_id: Option<Id<id::Conversation>>,
    pub items: Vec<LineItem>,
    pub payments: Vec<Payment>,
    pub fulfilments: Vec<Fulfilment>,
    /// The oldest first.
    pub transitions: Vec<Transition>,
}

/// Which orders a list holds.
#[derive(Debug, Clone, Default)]
pub struct OrderFilter {
    pub status: Option<OrderStatus>,
    /// The start of an order number, or a part of the contact's name.
    pub text: Option<String>,
}

/// Figures for the start screen, each counted up to [`COUNT_CAP`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OrderCounts {
    /// Placed or being packed.
    pub to_ship: i64,
    /// On the way, and expected before today.
    pub late: i64,
}

/// Beyond this, a figure says only "many".
pub const COUNT_CAP: i64 = 1000;

/// Orders, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(connection: &Connection, filter: &OrderFilter, page: &PageRequest) -> Result<Page<OrderSummary>> {
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let rows = store::orders::list(
        connection,
        filter.status,
        text,
        page.key::<(i64, String)>()?,
        page.rows_to_fetch(),
    )?;
    page.page(rows, key)
}

/// A contact's orders for the owner, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn of_contact(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    page: &PageRequest,
) -> Result<Page<OrderSummary>> {
    let rows = store::orders::of_contact(
        connection,
        contact_id,
        page.key::<(i64, String)>()?,
        page.rows_to_fetch(),
    )?;
    page.page(rows, key)
}

fn key(row: &OrderSummary) -> (i64, String) {
    (row.created_at.as_millis(), row.id.to_string())
}

/// # Errors
/// `NotFound`.
pub fn detail(connection: &Connection, id: Id<id::Order>) -> Result<OrderDetail> {
    let order = store::orders::find(connection, id)?.ok_or_else(|| Error::not_found("order"))?;
    around(connection, order)
}

/// An order's lines, payments, parcels and steps.
fn around(connection: &Connection, order: Order) -> Result<OrderDetail> {
    let currency = order.total.currency;
    let (contact_name, conversation_id) = store::orders::contact(connection, order.contact_id)?;
    Ok(OrderDetail {
        contact_name,
        conversation_id,
        items: store::orders::line_items(connection, order.id, currency)?,
        payments: store::orders::payments(connection, order.id, currency)?,
        fulfilments: store::orders::fulfilments(connection, order.id)?,
        transitions: store::orders::transitions(connection, order.id)?,
        order,
    })
}

/// What was ordered in a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayFigures {
    pub orders: i64,
    /// The totals of those orders, per currency.
    pub sales: Vec<Money>,
}

/// Orders placed from `from` until before `to`, without drafts and cancelled ones.
///
/// # Errors
/// Those of the query.
pub fn day_figures(connection: &Connection, from: Timestamp, to: Timestamp) -> Result<DayFigures> {
    store::orders::day_figures(connection, from, to)
}

/// What waits for the owner. `today` is the date in the shop's zone.
///
/// # Errors
/// Those of the query.
pub fn counts(connection: &Connection, today: Date) -> Result<OrderCounts> {
    store::orders::counts(connection, today, COUNT_CAP)
}

#[cfg(test)]
mod tests;
