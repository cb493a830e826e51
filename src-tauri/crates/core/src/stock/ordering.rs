//! Orders to suppliers: draft → ordered → partly received → received, or cancelled.
//!
//! Lines can be changed while it is a draft; afterwards only the date and the note. What came is entered by
//! [`super::receive`].

use jiff::civil::Date;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::receiving::Receipt;
use super::reservations::LARGEST;
use super::{locations, suppliers};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::operations::{self, OperationKind, Subject};
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    pub enum PurchaseStatus {
        Draft = "draft",
        Ordered = "ordered",
        PartlyReceived = "partly_received",
        Received = "received",
        Cancelled = "cancelled",
    }
}

crate::text_enum! {
    pub enum PurchaseAction {
        Change = "change",
        Order = "order",
        Receive = "receive",
        /// Nothing more will come.
        Close = "close",
        Cancel = "cancel",
        Delete = "delete",
    }
}

/// What can be done with an order in a status.
pub const fn allowed_actions(status: PurchaseStatus) -> &'static [PurchaseAction] {
    use PurchaseAction::{Cancel, Change, Close, Delete, Order, Receive};
    match status {
        PurchaseStatus::Draft => &[Change, Order, Delete],
        PurchaseStatus::Ordered => &[Change, Receive, Cancel],
        PurchaseStatus::PartlyReceived => &[Change, Receive, Close],
        PurchaseStatus::Received | PurchaseStatus::Cancelled => &[],
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseLine {
    pub id: Id<id::PurchaseOrderLine>,
    pub variant_id: Id<id::Variant>,
    pub quantity: i64,
    pub received: i64,
    /// Minor units of the order's currency.
    pub unit_cost: i64,
}

/// An order to a supplier with its lines in display order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurchaseOrder {
    pub id: Id<id::PurchaseOrder>,
    /// Shown as "PO-1001".
    pub number: i64,
    pub supplier_id: Id<id::Supplier>,
    /// Where the goods go.
    pub location_id: Id<id::Location>,
    pub status: PurchaseStatus,
    pub currency: Currency,
    pub expected_on: Option<Date>,
    pub note: String,
    pub ordered_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
    pub lines: Vec<PurchaseLine>,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PurchaseOrderListing {
    pub id: Id<id::PurchaseOrder>,
    pub number: i64,
    pub supplier_id: Id<id::Supplier>,
    pub supplier_name: String,
    pub location_id: Id<id::Location>,
    pub location_name: String,
    pub status: PurchaseStatus,
    pub expected_on: Option<Date>,
    pub ordered_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub pieces: i64,
    pub received: i64,
    pub total: Money,
    pub version: i64,
}

/// A line with what people call its variant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PurchaseLineView {
    pub line: PurchaseLine,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub image_id: Option<Id<id::Image>>,
}

/// An order with all that its screen shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PurchaseOrderView {
    pub listing: PurchaseOrderListing,
    pub note: String,
    pub currency: Currency,
    pub lines: Vec<PurchaseLineView>,
    /// The newest first.
    pub receipts: Vec<Receipt>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewPurchaseLine {
    pub variant_id: Id<id::Variant>,
    pub quantity: i64,
    /// Minor units of the shop's currency.
    pub unit_cost: i64,
}

#[derive(Debug, Clone)]
pub struct NewPurchaseOrder {
    pub supplier_id: Id<id::Supplier>,
    pub location_id: Id<id::Location>,
    pub expected_on: Option<Date>,
    pub note: String,
    pub lines: Vec<NewPurchaseLine>,
}

/// What changes; `None` stays.
#[derive(Debug, Clone, Default)]
pub struct PurchaseChange {
    pub supplier_id: Option<Id<id::Supplier>>,
    pub location_id: Option<Id<id::Location>>,
    /// `Some(None)` clears it.
    pub expected_on: Option<Option<Date>>,
    pub note: Option<String>,
    pub lines: Option<Vec<NewPurchaseLine>>,
}

/// Which orders a list holds.
#[derive(Debug, Clone, Default)]
pub struct PurchaseFilter {
    /// Empty: all.
    pub statuses: Vec<PurchaseStatus>,
    pub supplier_id: Option<Id<id::Supplier>>,
    /// A number, or a part of the supplier's name.
    pub text: Option<String>,
}

/// Begins an order as a draft.
///
/// # Errors
/// `Invalid` when a rule is broken; `NotFound`.
pub fn create_purchase(tx: &mut WriteTx<'_>, new: &NewPurchaseOrder) -> Result<PurchaseOrder> {
    require_supplier(tx, new.supplier_id)?;
    require_location(tx, new.location_id)?;
    let currency = crate::settings::get::<crate::settings::ShopProfile>(tx.sql())?.value.currency;
    let now = tx.now();
    let order = PurchaseOrder {
        id: tx.new_id(),
        number: store::stock::ordering::next_number(tx.sql())?,
        supplier_id: new.supplier_id,
        location_id: new.location_id,
        status: PurchaseStatus::Draft,
        currency,
        expected_on: new.expected_on,
        note: checked_note(&new.note)?,
        ordered_at: None,
        created_at: now,
        updated_at: now,
        version: 1,
        lines: lines(tx, &new.lines, currency)?,
    };
    store::stock::ordering::insert(tx, &order)?;
    record(tx, OperationKind::PurchaseOrderSaved, None, Some(&order))?;
    Ok(order)
}

fn require_supplier(tx: &WriteTx<'_>, id: Id<id::Supplier>) -> Result<()> {
    let supplier = suppliers::supplier(tx.sql(), id).map_err(|error| error.at("supplier_id"))?;
    if supplier.supplier.fields.archived {
        return Err(Error::invalid("This supplier is archived. Bring it back first.").at("supplier_id"));
    }
    Ok(())
}

fn require_location(tx: &WriteTx<'_>, id: Id<id::Location>) -> Result<()> {
    if locations::location(tx.sql(), id)?.active {
        return Ok(());
    }
    Err(Error::invalid("This place is out of use.").at("location_id"))
}

fn checked_note(note: &str) -> Result<String> {
    if note.chars().count() > 5000 {
        return Err(Error::invalid("A note may have 5,000 characters at most.").at("note"));
    }
    Ok(note.trim().to_owned())
}

fn lines(tx: &mut WriteTx<'_>, new: &[NewPurchaseLine], currency: Currency) -> Result<Vec<PurchaseLine>> {
    if new.len() > 1000 {
        return Err(Error::invalid("An order has 1,000 lines at most.").at("lines"));
    }
    let mut made: Vec<PurchaseLine> = Vec::new();
    for (i, line) in new.iter().enumerate() {
        let at = |field: &str| format!("lines[{i}].{field}");
        let variant =
            crate::catalog::variant(tx.sql(), line.variant_id).map_err(|e| e.at(at("variant_id")))?;
        if made.iter().any(|other| other.variant_id == line.variant_id) {
            return Err(Error::invalid("This variant stands in the order twice.").at(at("variant_id")));
        }
        if variant.price.currency != currency {
            return Err(Error::invalid(format!("This variant is priced in {}.", variant.price.currency))
                .at(at("variant_id")));
        }
        if !(1..=LARGEST).contains(&line.quantity) {
            return Err(
                Error::invalid("The number of pieces must be between 1 and 1,000,000.").at(at("quantity"))
            );
        }
        if !(0..=100_000_000_000).contains(&line.unit_cost) {
            return Err(Error::invalid("The cost of a piece cannot be negative.").at(at("unit_cost")));
        }
        made.push(PurchaseLine {
            id: tx.new_id(),
            variant_id: line.variant_id,
            quantity: line.quantity,
            received: 0,
            unit_cost: line.unit_cost,
        });
    }
    Ok(made)
}

/// Changes an order: all of a draft; later the date and the note.
///
/// # Errors
/// `NotFound`; `Conflict` when it was changed since `version` or its status does not allow it; `Invalid`.
pub fn change_purchase(
    tx: &mut WriteTx<'_>,
    id: Id<id::PurchaseOrder>,
    version: i64,
    change: PurchaseChange,
) -> Result<PurchaseOrder> {
    let before = begin(tx, id, version, PurchaseAction::Change)?;
    let mut after = next(tx, &before);
    let goods = change.supplier_id.is_some() || change.location_id.is_some() || change.lines.is_some();
    if goods && before.status != PurchaseStatus::Draft {
        return Err(Error::new(
            Code::Conflict,
            "This order was sent to the supplier. Only the date and the note can be changed now.",
        ));
    }
    if let Some(supplier) = change.supplier_id {
        require_supplier(tx, supplier)?;
        after.supplier_id = supplier;
    }
    if let Some(location) = change.location_id {
        require_location(tx, location)?;
        after.location_id = location;
    }
    if let Some(new) = &change.lines {
        after.lines = lines(tx, new, before.currency)?;
    }
    if let Some(note) = &change.note {
        after.note = checked_note(note)?;
    }
    after.expected_on = change.expected_on.unwrap_or(after.expected_on);
    store::stock::ordering::save(tx, &after)?;
    record(tx, OperationKind::PurchaseOrderSaved, Some(&before), Some(&after))?;
    Ok(after)
}

/// The order went to the supplier.
///
/// # Errors
/// As [`change_purchase`]; `Invalid` without lines.
pub fn order_purchase(
    tx: &mut WriteTx<'_>,
    id: Id<id::PurchaseOrder>,
    version: i64,
) -> Result<PurchaseOrder> {
    let before = begin(tx, id, version, PurchaseAction::Order)?;
    if before.lines.is_empty() {
        return Err(Error::invalid("An order needs one line at least.").at("lines"));
    }
    let after =
        PurchaseOrder { status: PurchaseStatus::Ordered, ordered_at: Some(tx.now()), ..next(tx, &before) };
    store::stock::ordering::save(tx, &after)?;
    record(tx, OperationKind::PurchaseOrderOrdered, Some(&before), Some(&after))?;
    Ok(after)
}

/// Nothing of it will come.
///
/// # Errors
/// As [`change_purchase`].
pub fn cancel_purchase(
    tx: &mut WriteTx<'_>,
    id: Id<id::PurchaseOrder>,
    version: i64,
) -> Result<PurchaseOrder> {
    let before = begin(tx, id, version, PurchaseAction::Cancel)?;
    let after = PurchaseOrder { status: PurchaseStatus::Cancelled, ..next(tx, &before) };
    store::stock::ordering::save(tx, &after)?;
    record(tx, OperationKind::PurchaseOrderCancelled, Some(&before), Some(&after))?;
    Ok(after)
}

/// Nothing more of it will come.
///
/// # Errors
/// As [`change_purchase`].
pub fn close_purchase(
    tx: &mut WriteTx<'_>,
    id: Id<id::PurchaseOrder>,
    version: i64,
) -> Result<PurchaseOrder> {
    let before = begin(tx, id, version, PurchaseAction::Close)?;
    let after = PurchaseOrder { status: PurchaseStatus::Received, ..next(tx, &before) };
    store::stock::ordering::save(tx, &after)?;
    record(tx, OperationKind::PurchaseOrderClosed, Some(&before), Some(&after))?;
    Ok(after)
}

/// Throws a draft away.
///
/// # Errors
/// `NotFound`; `Conflict` when it is no draft any more.
pub fn delete_purchase(tx: &mut WriteTx<'_>, id: Id<id::PurchaseOrder>) -> Result<()> {
    let before = purchase(tx.sql(), id)?;
    require(&before, PurchaseAction::Delete)?;
    store::stock::ordering::delete(tx, id)?;
    record(tx, OperationKind::PurchaseOrderDeleted, Some(&before), None)
}

pub(super) fn begin(
    tx: &WriteTx<'_>,
    id: Id<id::PurchaseOrder>,
    version: i64,
    action: PurchaseAction,
) -> Result<PurchaseOrder> {
    let order = purchase(tx.sql(), id)?;
    if order.version != version {
        return Err(Error::new(Code::Conflict, "This order was changed meanwhile. Look at it again."));
    }
    require(&order, action)?;
    Ok(order)
}

fn require(order: &PurchaseOrder, action: PurchaseAction) -> Result<()> {
    if allowed_actions(order.status).contains(&action) {
        return Ok(());
    }
    let is = match order.status {
        PurchaseStatus::Draft => "is still a draft",
        PurchaseStatus::Ordered => "was sent to the supplier",
        PurchaseStatus::PartlyReceived => "was partly received",
        PurchaseStatus::Received => "was received",
        PurchaseStatus::Cancelled => "was cancelled",
    };
    Err(Error::new(
        Code::Conflict,
        format!("PO-{} {is}; this is not possible any more or not yet.", order.number),
    ))
}

/// The order as it will be, a version later.
pub(super) fn next(tx: &WriteTx<'_>, before: &PurchaseOrder) -> PurchaseOrder {
    PurchaseOrder { version: before.version + 1, updated_at: tx.now(), ..before.clone() }
}

fn record(
    tx: &mut WriteTx<'_>,
    kind: OperationKind,
    before: Option<&PurchaseOrder>,
    after: Option<&PurchaseOrder>,
) -> Result<()> {
    let Some(order) = after.or(before) else { return Ok(()) };
    let details = serde_json::json!({ "number": format!("PO-{}", order.number) });
    let mut recording = operations::begin(tx, kind, details)?;
    recording.change(tx, Subject::PurchaseOrder, order.id, before, after)?;
    recording.finish(tx)?;
    tx.emit(EventKind::PurchaseOrderUpdated, order.id, serde_json::Value::Null)
}

/// # Errors
/// `NotFound`.
pub(crate) fn purchase(connection: &Connection, id: Id<id::PurchaseOrder>) -> Result<PurchaseOrder> {
    store::stock::ordering::find(connection, id)?.ok_or_else(|| Error::not_found("order to a supplier"))
}

/// An order with all that its screen shows.
///
/// # Errors
/// `NotFound`.
pub fn purchase_order(connection: &Connection, id: Id<id::PurchaseOrder>) -> Result<PurchaseOrderView> {
    store::stock::ordering::view(connection, id)?.ok_or_else(|| Error::not_found("order to a supplier"))
}

/// Orders to suppliers, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn purchase_orders(
    connection: &Connection,
    filter: &PurchaseFilter,
    page: &PageRequest,
) -> Result<Page<PurchaseOrderListing>> {
    let rows = store::stock::ordering::list(connection, filter, page.key::<String>()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.id.to_string())
}
