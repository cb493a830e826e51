//! What a contact has to spend in this shop: an append-only ledger per contact and currency.
//!
//! [`grant`] is an act of the owner and records an operation. [`spend`] and [`refund`] are parts of a payment and record
//! none. A balance is never below nothing, and a payment moves it once; the file itself holds both.

use rusqlite::Connection;
use serde_json::json;

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
pub use crate::gift_cards::Cause;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::operations::{self, OperationKind, Subject};
use crate::page::{Page, PageRequest};
use crate::{contacts, store};

/// The most that a contact can have, in minor units.
const LARGEST_MINOR: i64 = 100_000_000;

crate::text_enum! {
    /// Why a contact's store credit changed.
    pub enum CreditKind {
        /// Given by the owner.
        Granted = "granted",
        /// Spent on an order.
        Spent = "spent",
        /// Given back for an order.
        Refunded = "refunded",
        /// Taken away by the owner.
        Adjusted = "adjusted",
        Imported = "imported",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditEntry {
    pub id: Id<id::StoreCreditEntry>,
    pub kind: CreditKind,
    /// What it added; negative took away.
    pub amount: Money,
    /// What the contact had afterwards.
    pub balance: Money,
    pub order_id: Option<Id<id::Order>>,
    pub order_number: Option<String>,
    pub payment_id: Option<Id<id::Payment>>,
    pub note: String,
    pub actor: Actor,
    pub at: Timestamp,
}

/// A contact who has something to spend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreditHolder {
    pub contact_id: Id<id::Contact>,
    pub contact_name: String,
    pub balance: Money,
    pub last_entry_at: Timestamp,
}

/// What a contact has in a currency; nothing when there never was an entry.
///
/// # Errors
/// Those of the query.
pub fn balance(connection: &Connection, contact_id: Id<id::Contact>, currency: Currency) -> Result<Money> {
    Ok(Money::new(store::store_credit::balance(connection, contact_id, currency)?.unwrap_or(0), currency))
}

/// What a contact has, per currency in which there ever was an entry.
///
/// # Errors
/// Those of the query.
pub fn balances(connection: &Connection, contact_id: Id<id::Contact>) -> Result<Vec<Money>> {
    store::store_credit::balances(connection, contact_id)
}

/// A contact's ledger, the newest entry first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn entries(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    page: &PageRequest,
) -> Result<Page<CreditEntry>> {
    let rows =
        store::store_credit::entries(connection, contact_id, page.key::<String>()?, page.rows_to_fetch())?;
    page.page(rows, |entry| entry.id.to_string())
}

/// Contacts who have something to spend, whose last entry is the newest first. `text` is a part of their name.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn holders(
    connection: &Connection,
    text: Option<&str>,
    page: &PageRequest,
) -> Result<Page<CreditHolder>> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let rows = store::store_credit::holders(
        connection,
        text,
        page.key::<(i64, String, String)>()?,
        page.rows_to_fetch(),
    )?;
    page.page(rows, |row| {
        (row.last_entry_at.as_millis(), row.contact_id.to_string(), row.balance.currency.to_string())
    })
}

/// Gives a contact credit, or takes some away (an amount below zero).
///
/// # Errors
/// `NotFound` for an unknown contact; `Invalid` for nothing, or without a note when some is taken away; `Conflict` when
/// the contact has less.
pub fn grant(tx: &mut WriteTx<'_>, contact_id: Id<id::Contact>, amount: Money, note: &str) -> Result<Money> {
    let contact = contacts::get(tx.sql(), contact_id)?;
    let note = note.trim();
    if amount.amount == 0 {
        return Err(Error::invalid("Say how much; it cannot be zero.").at("amount"));
    }
    if amount.amount < 0 && note.is_empty() {
        return Err(Error::invalid("Say why the credit is taken away.").at("note"));
    }
    let before = balance(tx.sql(), contact_id, amount.currency)?;
    let kind = if amount.amount > 0 { CreditKind::Granted } else { CreditKind::Adjusted };
    let after = add(tx, contact_id, kind, amount, Cause::default(), note)?;
    let mut recording = operations::begin(
        tx,
        OperationKind::StoreCreditGranted,
        json!({ "contact_id": contact_id, "name": contact.display_name, "amount": amount, "note": note }),
    )?;
    recording.change(tx, Subject::StoreCredit, contact_id, Some(&before), Some(&after))?;
    recording.finish(tx)?;
    Ok(after)
}

/// Pays with a contact's credit. A part of the payment's operation: records none itself.
///
/// # Errors
/// `Conflict` when the contact has less; `Invalid` for nothing.
pub fn spend(
    tx: &mut WriteTx<'_>,
    contact_id: Id<id::Contact>,
    amount: Money,
    cause: Cause,
) -> Result<Money> {
    if amount.amount <= 0 {
        return Err(Error::invalid("A payment must be above zero.").at("amount"));
    }
    let taken = Money::new(-amount.amount, amount.currency);
    add(tx, contact_id, CreditKind::Spent, taken, cause, "")
}

/// Gives a contact credit for an order. Records no operation.
///
/// # Errors
/// `Invalid` for nothing.
pub fn refund(
    tx: &mut WriteTx<'_>,
    contact_id: Id<id::Contact>,
    amount: Money,
    cause: Cause,
) -> Result<Money> {
    if amount.amount <= 0 {
        return Err(Error::invalid("A refund must be above zero.").at("amount"));
    }
    add(tx, contact_id, CreditKind::Refunded, amount, cause, "")
}

fn add(
    tx: &mut WriteTx<'_>,
    contact_id: Id<id::Contact>,
    kind: CreditKind,
    amount: Money,
    cause: Cause,
    note: &str,
) -> Result<Money> {
    let before = balance(tx.sql(), contact_id, amount.currency)?;
    let Some(after) = before.checked_add(amount).filter(|after| after.amount <= LARGEST_MINOR) else {
        return Err(Error::invalid("This is more store credit than a customer can have.").at("amount"));
    };
    if after.amount < 0 {
        let asked = Money::new(-amount.amount, amount.currency);
        return Err(Error::new(
            Code::Conflict,
            format!("The customer has {before} of store credit, which does not cover {asked}."),
        ));
    }
    let entry = CreditEntry {
        id: tx.new_id(),
        kind,
        amount,
        balance: after,
        order_id: cause.order_id,
        order_number: None,
        payment_id: cause.payment_id,
        note: note.to_owned(),
        actor: tx.by().actor,
        at: tx.now(),
    };
    store::store_credit::insert(tx, contact_id, &entry)?;
    tx.emit(EventKind::StoreCreditUpdated, contact_id, json!({ "balance": after }))?;
    Ok(after)
}

#[cfg(test)]
mod tests;
