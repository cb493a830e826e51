//! Orders: as they were agreed, paid, sent and changed.
//!
//! What an order is stands in [`model`], what can be done with it when in [`state`], what customers may do besides in
//! [`policy`]. Every change goes through an [`Edit`], by a use case of [`cases`]. The owner's reads stand here; what a
//! customer may see is in [`customer`] and needs a [`crate::scope::CustomerScope`]. Prices are made by
//! [`crate::pricing`], stock is kept by [`crate::stock`]; coming back is the business of returns.

mod aside;
mod cases;
pub mod customer;
mod draft;
mod edit;
mod goods;
mod instruments;
mod model;
mod numbers;
pub mod policy;
mod quote;
mod redemptions;
mod refusal;
pub mod settlement;
pub mod state;
mod stocking;
mod undo;

use jiff::civil::Date;
use rusqlite::Connection;
use serde::Serialize;

pub use crate::actor::Actor;
pub(crate) use aside::{aside_of, put_aside, put_aside_for};
pub use cases::{
    Sale, add_payment, archive, cancel, change_address, change_fulfilment, change_items, change_payment,
    create_draft, create_placed, deliver, discard_draft, duplicate, edit_draft, fail_payment, fulfil, place,
    process, refund, sell, settle_payment, unarchive,
};
pub use draft::{DraftChange, LineInput, preview};
pub use edit::{
    Cancellation, Edit, FulfilmentChange, ItemChange, NewFulfilment, NewPayment, NewRefund, RefundChoice,
    actions,
};
pub use goods::Goods;
pub use model::{
    Fulfilment, FulfilmentLine, FulfilmentState, FulfilmentStatus, Happening, HappeningKind, Instrument,
    LineItem, Order, OrderChannel, OrderDetail, OrderStatus, OrderSummary, Payment, PaymentKind,
    PaymentMethod, PaymentState, PaymentStatus, ReturnStatus, ShipTo, Transition,
};
pub(crate) use quote::apply as apply_price;
pub use quote::{Quote, ShippingOption};
pub use refusal::{Refusal, Rule};
pub use state::Action;
pub(crate) use undo::restore;

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::money::Money;
use crate::page::{Page, PageRequest};
use crate::settings::{self, ShopProfile, TaxSettings};
use crate::{pricing, store};

crate::text_enum! {
    pub enum OrderSort {
        Newest = "newest",
        Oldest = "oldest",
        TotalHigh = "total_high",
        TotalLow = "total_low",
    }
}

/// Which orders a list holds, and in which order.
#[derive(Debug, Clone)]
pub struct OrderFilter {
    pub status: Option<OrderStatus>,
    pub payment_status: Option<PaymentStatus>,
    pub fulfilment_status: Option<FulfilmentStatus>,
    pub return_status: Option<ReturnStatus>,
    pub channel: Option<OrderChannel>,
    pub contact_id: Option<Id<id::Contact>>,
    /// Days of creation in the shop's zone, both included.
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// `None`: both.
    pub archived: Option<bool>,
    /// Placed or being prepared.
    pub open: bool,
    /// Placed and not cancelled, and not or not fully paid.
    pub due: bool,
    /// A return or an exchange is asked for.
    pub returning: bool,
    /// The starts of words of the number, the customer's or recipient's name, SKUs, tracking numbers.
    pub text: Option<String>,
    pub sort: OrderSort,
}

impl Default for OrderFilter {
    fn default() -> Self {
        Self {
            status: None,
            payment_status: None,
            fulfilment_status: None,
            return_status: None,
            channel: None,
            contact_id: None,
            from: None,
            to: None,
            archived: None,
            open: false,
            due: false,
            returning: false,
            text: None,
            sort: OrderSort::Newest,
        }
    }
}

/// Figures for the start screen, each counted up to [`COUNT_CAP`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OrderCounts {
    /// Placed or being packed.
    pub to_ship: i64,
    /// On the way, and expected before today.
    pub late: i64,
}

/// How many orders each filter shows, each counted up to [`COUNT_CAP`]. The statuses without the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FilterCounts {
    pub draft: i64,
    pub placed: i64,
    pub processing: i64,
    pub shipped: i64,
    pub delivered: i64,
    pub cancelled: i64,
    pub returned: i64,
    pub to_ship: i64,
    /// Placed to delivered, and not paid in full.
    pub unpaid: i64,
    pub partly_fulfilled: i64,
    pub return_requested: i64,
    pub exchange_requested: i64,
    pub archived: i64,
}

/// Beyond this, a figure says only "many".
pub const COUNT_CAP: i64 = 1000;

/// Orders by any filter.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(connection: &Connection, filter: &OrderFilter, page: &PageRequest) -> Result<Page<OrderSummary>> {
    let (mut from, mut to) = (i64::MIN, i64::MAX);
    if filter.from.is_some() || filter.to.is_some() {
        let zone = settings::get::<ShopProfile>(connection)?.value.zone();
        let start = |date: Date| {
            let start = date.to_zoned_datetime(zone.clone());
            start.map_or(0, |start| start.timestamp().as_millisecond())
        };
        from = filter.from.map_or(from, |date| store::orders::row_at(start(date)));
        // Until the day after begins.
        let end = filter.to.and_then(|date| date.tomorrow().ok());
        to = end.map_or(to, |date| store::orders::row_at(start(date)) - 1);
    }
    let rows = store::orders::list(connection, filter, (from, to), page.key()?, page.rows_to_fetch())?;
    without_keys(page, rows)
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
    let rows = store::orders::of_contact(connection, contact_id, page.key()?, page.rows_to_fetch())?;
    without_keys(page, rows)
}

fn without_keys(
    page: &PageRequest,
    rows: Vec<(store::orders::ListKey, OrderSummary)>,
) -> Result<Page<OrderSummary>> {
    let page = page.page(rows, |(key, _)| *key)?;
    Ok(Page { items: page.items.into_iter().map(|(_, summary)| summary).collect(), next: page.next })
}

/// How many orders each filter shows; of one contact when it is named.
///
/// # Errors
/// Those of the queries.
pub fn filter_counts(connection: &Connection, contact_id: Option<Id<id::Contact>>) -> Result<FilterCounts> {
    store::orders::filter_counts(connection, contact_id, COUNT_CAP)
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
    let (contact_name, conversation_id) = match order.contact_id {
        Some(contact_id) => store::orders::contact(connection, contact_id)?,
        None => (String::new(), None),
    };
    Ok(OrderDetail {
        contact_name,
        conversation_id,
        items: store::orders::line_items(connection, order.id, currency)?,
        payments: store::orders::payments(connection, order.id, currency)?,
        fulfilments: store::orders::fulfilments(connection, order.id)?,
        transitions: store::orders::transitions(connection, order.id)?,
        happenings: store::orders::happenings(connection, order.id)?,
        order,
    })
}

/// An amount in the shop's second currency, for looking only; `None` when there is none.
///
/// # Errors
/// Those of the query.
pub fn displayed(connection: &Connection, amount: Money) -> Result<Option<Money>> {
    let display = settings::get::<TaxSettings>(connection)?.value.display;
    Ok(display.map(|display| pricing::display_amount(amount, display.currency, display.rate_millionths)))
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
