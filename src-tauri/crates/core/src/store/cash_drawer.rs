//! Tables `drawer_sessions`, `drawer_entries`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::cash_drawer::{Counted, DrawerEntry, DrawerSession};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};

const SESSION: &str = "s.id, s.currency, s.opened_at, s.opened_by, s.float_minor, s.note, s.closed_at, s.counts,
     s.expected_minor, s.counted_minor, s.difference_reason, s.version,
     (SELECT coalesce(sum(e.amount_minor), 0) FROM drawer_entries e WHERE e.session_id = s.id AND e.kind = 'sale') AS sales,
     (SELECT coalesce(sum(e.amount_minor), 0) FROM drawer_entries e WHERE e.session_id = s.id AND e.kind = 'refund') AS refunds,
     (SELECT coalesce(sum(e.amount_minor), 0) FROM drawer_entries e WHERE e.session_id = s.id AND e.kind = 'pay_in') AS pay_in,
     (SELECT coalesce(sum(e.amount_minor), 0) FROM drawer_entries e WHERE e.session_id = s.id AND e.kind = 'pay_out') AS pay_out
     FROM drawer_sessions s";

fn session(row: &Row<'_>) -> Result<DrawerSession> {
    let currency: Currency = row.get("currency")?;
    let money = |column: &str| Ok::<_, rusqlite::Error>(Money::new(row.get(column)?, currency));
    let out = |column: &str| Ok::<_, rusqlite::Error>(Money::new(-row.get::<_, i64>(column)?, currency));
    let (float, sales, refunds) = (money("float_minor")?, money("sales")?, out("refunds")?);
    let (pay_in, pay_out) = (money("pay_in")?, out("pay_out")?);
    let sum = float.amount + sales.amount - refunds.amount + pay_in.amount - pay_out.amount;
    let counts: Vec<Counted> = serde_json::from_str(&row.get::<_, String>("counts")?)?;
    Ok(DrawerSession {
        id: row.get("id")?,
        opened_at: row.get("opened_at")?,
        opened_by: row.get("opened_by")?,
        note: row.get("note")?,
        float,
        sales,
        refunds,
        pay_in,
        pay_out,
        expected: Money::new(row.get::<_, Option<i64>>("expected_minor")?.unwrap_or(sum), currency),
        closed_at: row.get("closed_at")?,
        counts,
        counted: row.get::<_, Option<i64>>("counted_minor")?.map(|minor| Money::new(minor, currency)),
        difference_reason: row.get("difference_reason")?,
        version: row.get("version")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::DrawerSession>) -> Result<Option<DrawerSession>> {
    connection
        .prepare_cached(&format!("SELECT {SESSION} WHERE s.id = :id"))?
        .query_row(named_params! { ":id": id }, |row| Ok(session(row)))
        .optional()?
        .transpose()
}

pub(crate) fn open_session(connection: &Connection) -> Result<Option<DrawerSession>> {
    connection
        .prepare_cached(&format!("SELECT {SESSION} WHERE s.closed_at IS NULL"))?
        .query_row([], |row| Ok(session(row)))
        .optional()?
        .transpose()
}

/// Newest first.
pub(crate) fn list(
    connection: &Connection,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<DrawerSession>> {
    let (time, id) = after.unwrap_or((i64::MAX, String::new()));
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {SESSION} WHERE (s.opened_at, s.id) < (:time, :id)
         ORDER BY s.opened_at DESC, s.id DESC LIMIT :limit"
    ))?;
    let mut rows = statement.query(named_params! { ":time": time, ":id": id, ":limit": limit })?;
    let mut sessions = Vec::new();
    while let Some(row) = rows.next()? {
        sessions.push(session(row)?);
    }
    Ok(sessions)
}

/// Oldest first.
pub(crate) fn entries(
    connection: &Connection,
    id: Id<id::DrawerSession>,
    after: Option<String>,
    limit: i64,
) -> Result<Vec<DrawerEntry>> {
    let mut statement = connection.prepare_cached(
        "SELECT e.id, e.kind, e.amount_minor, s.currency, e.order_id, o.number, e.reason, e.actor, e.at
         FROM drawer_entries e JOIN drawer_sessions s ON s.id = e.session_id LEFT JOIN orders o ON o.id = e.order_id
         WHERE e.session_id = :id AND e.id > :after ORDER BY e.id LIMIT :limit",
    )?;
    let rows = statement.query_map(
        named_params! { ":id": id, ":after": after.unwrap_or_default(), ":limit": limit },
        |row| {
            Ok(DrawerEntry {
                id: row.get("id")?,
                kind: row.get("kind")?,
                amount: Money::new(row.get("amount_minor")?, row.get("currency")?),
                order_id: row.get("order_id")?,
                order_number: row.get("number")?,
                reason: row.get("reason")?,
                actor: row.get("actor")?,
                at: row.get("at")?,
            })
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, id: Id<id::DrawerSession>, float: Money, note: &str) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO drawer_sessions (id, currency, opened_at, opened_by, float_minor, note)
             VALUES (:id, :currency, :now, :by, :float, :note)",
        )?
        .execute(named_params! {
            ":id": id,
            ":currency": float.currency,
            ":now": tx.now(),
            ":by": tx.by().actor,
            ":float": float.amount,
            ":note": note,
        })?;
    Ok(())
}

pub(crate) fn insert_entry(
    tx: &WriteTx<'_>,
    session_id: Id<id::DrawerSession>,
    entry: &DrawerEntry,
    payment_id: Option<Id<id::Payment>>,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO drawer_entries (id, session_id, kind, amount_minor, order_id, payment_id, reason, actor, at)
             VALUES (:id, :session_id, :kind, :amount, :order_id, :payment_id, :reason, :actor, :at)",
        )?
        .execute(named_params! {
            ":id": entry.id,
            ":session_id": session_id,
            ":kind": entry.kind,
            ":amount": entry.amount.amount,
            ":order_id": entry.order_id,
            ":payment_id": payment_id,
            ":reason": entry.reason,
            ":actor": entry.actor,
            ":at": entry.at,
        })?;
    tx.sql()
        .prepare_cached("UPDATE drawer_sessions SET version = version + 1 WHERE id = :id")?
        .execute(named_params! { ":id": session_id })?;
    Ok(())
}

pub(crate) fn close(
    tx: &WriteTx<'_>,
    id: Id<id::DrawerSession>,
    counts: &[Counted],
    expected: i64,
    counted: i64,
    reason: Option<&str>,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE drawer_sessions SET closed_at = :now, counts = :counts, expected_minor = :expected,
                    counted_minor = :counted, difference_reason = :reason, version = version + 1
             WHERE id = :id AND closed_at IS NULL",
        )?
        .execute(named_params! {
            ":now": tx.now(),
            ":counts": serde_json::to_string(counts)?,
            ":expected": expected,
            ":counted": counted,
            ":reason": reason,
            ":id": id,
        })?;
    Ok(())
}
