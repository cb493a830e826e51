//! Tables `store_credit_balances`, `store_credit_entries`.

use rusqlite::{Connection, OptionalExtension, ToSql, named_params};

use super::contacts::containing;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::store_credit::{CreditEntry, CreditHolder};

pub(crate) fn balance(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    currency: Currency,
) -> Result<Option<i64>> {
    Ok(connection
        .prepare_cached(
            "SELECT balance_minor FROM store_credit_balances WHERE contact_id = :contact_id AND currency = :currency",
        )?
        .query_row(named_params! { ":contact_id": contact_id, ":currency": currency }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn balances(connection: &Connection, contact_id: Id<id::Contact>) -> Result<Vec<Money>> {
    let mut statement = connection.prepare_cached(
        "SELECT currency, balance_minor FROM store_credit_balances WHERE contact_id = :contact_id ORDER BY currency",
    )?;
    let rows = statement.query_map(named_params! { ":contact_id": contact_id }, |row| {
        Ok(Money::new(row.get("balance_minor")?, row.get("currency")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Newest first.
pub(crate) fn entries(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    before: Option<String>,
    limit: i64,
) -> Result<Vec<CreditEntry>> {
    let mut statement = connection.prepare_cached(
        "SELECT e.id, e.kind, e.currency, e.amount_minor, e.balance_minor, e.order_id, o.number, e.payment_id, e.note,
                e.actor, e.at
         FROM store_credit_entries e LEFT JOIN orders o ON o.id = e.order_id
         WHERE e.contact_id = :contact_id AND (:before IS NULL OR e.id < :before)
         ORDER BY e.id DESC LIMIT :limit",
    )?;
    let rows = statement.query_map(
        named_params! { ":contact_id": contact_id, ":before": before, ":limit": limit },
        |row| {
            let currency: Currency = row.get("currency")?;
            Ok(CreditEntry {
                id: row.get("id")?,
                kind: row.get("kind")?,
                amount: Money::new(row.get("amount_minor")?, currency),
                balance: Money::new(row.get("balance_minor")?, currency),
                order_id: row.get("order_id")?,
                order_number: row.get("number")?,
                payment_id: row.get("payment_id")?,
                note: row.get("note")?,
                actor: row.get("actor")?,
                at: row.get("at")?,
            })
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn holders(
    connection: &Connection,
    text: Option<&str>,
    after: Option<(i64, String, String)>,
    limit: i64,
) -> Result<Vec<CreditHolder>> {
    let name = text.map(containing);
    let mut conditions = vec!["b.balance_minor > 0"];
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":limit", &limit)];
    if name.is_some() {
        conditions.push(r"c.display_name LIKE :name ESCAPE '\'");
        parameters.push((":name", &name));
    }
    let (time, contact, currency) = after.unwrap_or_default();
    if !contact.is_empty() {
        conditions.push("(b.last_entry_at, b.contact_id, b.currency) < (:time, :contact, :currency)");
        parameters.push((":time", &time));
        parameters.push((":contact", &contact));
        parameters.push((":currency", &currency));
    }
    let mut statement = connection.prepare_cached(&format!(
        "SELECT b.contact_id, c.display_name, b.currency, b.balance_minor, b.last_entry_at
         FROM store_credit_balances b CROSS JOIN contacts c ON c.id = b.contact_id
         WHERE {} ORDER BY b.last_entry_at DESC, b.contact_id DESC, b.currency DESC LIMIT :limit",
        conditions.join(" AND ")
    ))?;
    let rows = statement.query_map(parameters.as_slice(), |row| {
        Ok(CreditHolder {
            contact_id: row.get("contact_id")?,
            contact_name: row.get("display_name")?,
            balance: Money::new(row.get("balance_minor")?, row.get("currency")?),
            last_entry_at: row.get("last_entry_at")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The trigger adds it to the balance and refuses one that does not lead to `entry.balance`.
pub(crate) fn insert(tx: &WriteTx<'_>, contact_id: Id<id::Contact>, entry: &CreditEntry) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO store_credit_entries (id, contact_id, kind, currency, amount_minor, balance_minor, order_id,
                                               payment_id, note, actor, at)
             VALUES (:id, :contact_id, :kind, :currency, :amount_minor, :balance_minor, :order_id, :payment_id, :note,
                     :actor, :at)",
        )?
        .execute(named_params! {
            ":id": entry.id,
            ":contact_id": contact_id,
            ":kind": entry.kind,
            ":currency": entry.amount.currency,
            ":amount_minor": entry.amount.amount,
            ":balance_minor": entry.balance.amount,
            ":order_id": entry.order_id,
            ":payment_id": entry.payment_id,
            ":note": entry.note,
            ":actor": entry.actor,
            ":at": entry.at,
        })?;
    Ok(())
}
