//! The cash drawer: opened with a float, every coin that goes in or out entered, counted when it is closed.
//!
//! At most one session is open. What a payment moves ([`note_payment`]) is a part of the payment's operation; opening,
//! paying in and out, and closing are acts of their own. A session's expected cash is the sum of its entries; a count
//! that differs is kept with its reason, never made to fit.

mod denominations;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use denominations::denominations;

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind, Subject};
use crate::page::{Page, PageRequest};
use crate::settings::{self, ShopProfile};
use crate::store;

/// The most that a drawer or one entry can hold, in minor units.
const LARGEST_MINOR: i64 = 1_000_000_000;

crate::text_enum! {
    pub enum DrawerEntryKind {
        Sale = "sale",
        Refund = "refund",
        PayIn = "pay_in",
        PayOut = "pay_out",
    }
}

/// The drawer from its opening to its count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrawerSession {
    pub id: Id<id::DrawerSession>,
    pub opened_at: Timestamp,
    pub opened_by: Actor,
    pub note: String,
    pub float: Money,
    pub sales: Money,
    /// What went out for refunds, as a positive amount.
    pub refunds: Money,
    pub pay_in: Money,
    /// As a positive amount.
    pub pay_out: Money,
    /// Float + sales − refunds + pay-ins − pay-outs.
    pub expected: Money,
    pub closed_at: Option<Timestamp>,
    pub counts: Vec<Counted>,
    pub counted: Option<Money>,
    pub difference_reason: Option<String>,
    pub version: i64,
}

impl DrawerSession {
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none()
    }

    /// Counted less expected: negative is missing.
    pub fn difference(&self) -> Option<Money> {
        let counted = self.counted?;
        Some(Money::new(counted.amount - self.expected.amount, counted.currency))
    }
}

/// How many notes or coins of a kind were in the drawer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Minor units: 5000 is a fifty.
    pub denomination: i64,
    pub count: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DrawerEntry {
    pub id: Id<id::DrawerEntry>,
    pub kind: DrawerEntryKind,
    /// Into the drawer; negative out of it.
    pub amount: Money,
    pub order_id: Option<Id<id::Order>>,
    pub order_number: Option<String>,
    pub reason: String,
    pub actor: Actor,
    pub at: Timestamp,
}

/// The open session, if there is one.
///
/// # Errors
/// Those of the query.
pub fn current(connection: &Connection) -> Result<Option<DrawerSession>> {
    store::cash_drawer::open_session(connection)
}

/// # Errors
/// `NotFound`.
pub fn session(connection: &Connection, id: Id<id::DrawerSession>) -> Result<DrawerSession> {
    store::cash_drawer::find(connection, id)?.ok_or_else(|| Error::not_found("drawer session"))
}

/// Sessions, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn sessions(connection: &Connection, page: &PageRequest) -> Result<Page<DrawerSession>> {
    let rows = store::cash_drawer::list(connection, page.key::<(i64, String)>()?, page.rows_to_fetch())?;
    page.page(rows, |row| (row.opened_at.as_millis(), row.id.to_string()))
}

/// What went in and out during a session, the oldest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn entries(
    connection: &Connection,
    id: Id<id::DrawerSession>,
    page: &PageRequest,
) -> Result<Page<DrawerEntry>> {
    let rows = store::cash_drawer::entries(connection, id, page.key::<String>()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.id.to_string())
}

/// Opens the drawer with what is in it.
///
/// # Errors
/// `Conflict` when it is open; `Invalid` for an amount below zero or in another currency than the shop's.
pub fn open(tx: &mut WriteTx<'_>, float: Money, note: &str) -> Result<DrawerSession> {
    let shop = settings::get::<ShopProfile>(tx.sql())?.value;
    if float.currency != shop.currency {
        return Err(Error::invalid(format!("The drawer is counted in {}.", shop.currency)).at("float"));
    }
    if !(0..=LARGEST_MINOR).contains(&float.amount) {
        return Err(Error::invalid("Count what is in the drawer; it cannot be below zero.").at("float"));
    }
    if current(tx.sql())?.is_some() {
        return Err(Error::new(
            Code::Conflict,
            "The drawer is open already. Close it before it is opened again.",
        ));
    }
    let id = tx.new_id();
    store::cash_drawer::insert(tx, id, float, note.trim())?;
    let after = session(tx.sql(), id)?;
    record(tx, OperationKind::DrawerOpened, json!({ "float": float }), None, &after)?;
    Ok(after)
}

/// Puts cash into the drawer or takes some out, for another reason than a sale or refund.
///
/// # Errors
/// `Conflict` when the drawer is closed or holds less; `Invalid` for nothing or without a reason.
pub fn enter(
    tx: &mut WriteTx<'_>,
    kind: DrawerEntryKind,
    amount: Money,
    reason: &str,
) -> Result<DrawerSession> {
    let before = current(tx.sql())?.ok_or_else(closed)?;
    let reason = reason.trim();
    if amount.currency != before.float.currency {
        return Err(
            Error::invalid(format!("The drawer is counted in {}.", before.float.currency)).at("amount")
        );
    }
    if !(1..=LARGEST_MINOR).contains(&amount.amount) {
        return Err(Error::invalid("Say how much; it must be above zero.").at("amount"));
    }
    if reason.is_empty() {
        return Err(Error::invalid("Say what it is for.").at("reason"));
    }
    let (signed, operation) = match kind {
        DrawerEntryKind::PayIn => (amount.amount, OperationKind::DrawerPaidIn),
        DrawerEntryKind::PayOut => (-amount.amount, OperationKind::DrawerPaidOut),
        DrawerEntryKind::Sale | DrawerEntryKind::Refund => {
            return Err(Error::invalid("Sales and refunds are entered by their payments.").at("kind"));
        }
    };
    if before.expected.amount + signed < 0 {
        return Err(Error::new(Code::Conflict, format!("The drawer holds only {}.", before.expected)));
    }
    insert(tx, before.id, kind, Money::new(signed, amount.currency), None, None, reason)?;
    let after = session(tx.sql(), before.id)?;
    record(tx, operation, json!({ "amount": amount, "reason": reason }), Some(&before), &after)?;
    Ok(after)
}

/// Cash that a settled payment brought, or that a refund took (`amount` below zero). While the drawer is closed nothing
/// is entered: the payment itself is the record. Records no operation.
///
/// # Errors
/// Those of the insertion.
pub fn note_payment(
    tx: &mut WriteTx<'_>,
    payment_id: Id<id::Payment>,
    order_id: Id<id::Order>,
    amount: Money,
) -> Result<()> {
    let Some(open) = current(tx.sql())? else { return Ok(()) };
    if amount.amount == 0 || amount.currency != open.float.currency {
        return Ok(());
    }
    let kind = if amount.amount > 0 { DrawerEntryKind::Sale } else { DrawerEntryKind::Refund };
    insert(tx, open.id, kind, amount, Some(order_id), Some(payment_id), "")
}

/// Cash for what is no order: a gift card that was sold. Records no operation; nothing while the drawer is closed.
///
/// # Errors
/// Those of the insertion.
pub fn note_sale(tx: &mut WriteTx<'_>, amount: Money, what: &str) -> Result<()> {
    let Some(open) = current(tx.sql())? else { return Ok(()) };
    if amount.amount <= 0 || amount.currency != open.float.currency {
        return Ok(());
    }
    insert(tx, open.id, DrawerEntryKind::Sale, amount, None, None, what)
}

/// Closes the drawer with what was counted.
///
/// # Errors
/// `Conflict` when it is closed, or was used meanwhile (another version); `Invalid` for counts below zero, a kind of
/// coin that stands twice, or a difference without a reason.
pub fn close(
    tx: &mut WriteTx<'_>,
    counts: Vec<Counted>,
    reason: Option<&str>,
    expected_version: i64,
) -> Result<DrawerSession> {
    let before = current(tx.sql())?.ok_or_else(closed)?;
    if before.version != expected_version {
        return Err(Error::new(
            Code::Conflict,
            "Cash went in or out while you counted. Look at what is expected now, then close.",
        ));
    }
    let mut counted: i64 = 0;
    for (i, line) in counts.iter().enumerate() {
        let known = denominations(before.float.currency).contains(&line.denomination);
        let twice = counts[..i].iter().any(|other| other.denomination == line.denomination);
        if !known || twice || !(0..=1_000_000).contains(&line.count) {
            return Err(
                Error::invalid("Count each note and coin once, from zero on.").at(format!("counts[{i}]"))
            );
        }
        counted += line.denomination * line.count;
    }
    let difference = counted - before.expected.amount;
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    if difference != 0 && reason.is_none() {
        let by = Money::new(difference.abs(), before.float.currency);
        let how = if difference < 0 { "missing" } else { "too much" };
        return Err(Error::invalid(format!("{by} is {how}. Count again, or say why.")).at("reason"));
    }
    store::cash_drawer::close(tx, before.id, &counts, before.expected.amount, counted, reason)?;
    let after = session(tx.sql(), before.id)?;
    let details = json!({
        "counted": after.counted, "difference": Money::new(difference, before.float.currency), "reason": reason,
    });
    record(tx, OperationKind::DrawerClosed, details, Some(&before), &after)?;
    Ok(after)
}

fn closed() -> Error {
    Error::new(Code::Conflict, "The drawer is closed. Open it first.")
}

fn insert(
    tx: &mut WriteTx<'_>,
    session_id: Id<id::DrawerSession>,
    kind: DrawerEntryKind,
    amount: Money,
    order_id: Option<Id<id::Order>>,
    payment_id: Option<Id<id::Payment>>,
    reason: &str,
) -> Result<()> {
    let entry = DrawerEntry {
        id: tx.new_id(),
        kind,
        amount,
        order_id,
        order_number: None,
        reason: reason.to_owned(),
        actor: tx.by().actor,
        at: tx.now(),
    };
    store::cash_drawer::insert_entry(tx, session_id, &entry, payment_id)?;
    tx.emit(EventKind::CashDrawerUpdated, session_id, json!({}))
}

fn record(
    tx: &mut WriteTx<'_>,
    kind: OperationKind,
    details: serde_json::Value,
    before: Option<&DrawerSession>,
    after: &DrawerSession,
) -> Result<()> {
    let mut recording = operations::begin(tx, kind, details)?;
    recording.change(tx, Subject::CashDrawer, after.id, before, Some(after))?;
    recording.finish(tx)?;
    tx.emit(EventKind::CashDrawerUpdated, after.id, json!({}))
}

#[cfg(test)]
mod tests;
