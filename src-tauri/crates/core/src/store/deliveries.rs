//! Tables `inbound_deliveries`, `sightings`, `poll_cursors`.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::clock::Timestamp;
use crate::conversations::{
    DeliveryKind, DeliveryOutcome, PollCursor, Provider, RawDelivery, SeenOnce, Source,
};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Id, InboundDelivery};

pub(crate) fn insert(
    tx: &mut WriteTx<'_>,
    provider: Provider,
    kind: DeliveryKind,
    source: Source,
    provider_id: Option<&str>,
    raw: &RawDelivery,
    outcome: DeliveryOutcome,
) -> Result<Id<InboundDelivery>> {
    let id: Id<InboundDelivery> = tx.new_id();
    tx.sql()
        .prepare_cached(
            "INSERT INTO inbound_deliveries
                 (id, provider, kind, source, provider_id, content_type, body, outcome, received_at)
             VALUES (:id, :provider, :kind, :source, :provider_id, :content_type, :body, :outcome, :now)",
        )?
        .execute(named_params! {
            ":id": id,
            ":provider": provider,
            ":kind": kind,
            ":source": source,
            ":provider_id": provider_id,
            ":content_type": raw.content_type,
            ":body": raw.bytes,
            ":outcome": outcome,
            ":now": tx.now(),
        })?;
    Ok(id)
}

/// Notes that a path brought a message; false when it had brought it before. Only one leads from the simulated phone: nothing
/// is noted of it.
pub(crate) fn sight(tx: &WriteTx<'_>, provider: Provider, provider_id: &str, source: Source) -> Result<bool> {
    if provider == Provider::Phone {
        return Ok(true);
    }
    let new = tx
        .sql()
        .prepare_cached(
            "INSERT INTO sightings (provider, provider_id, source, seen_at)
             VALUES (:provider, :provider_id, :source, :now) ON CONFLICT DO NOTHING",
        )?
        .execute(named_params! {
            ":provider": provider,
            ":provider_id": provider_id,
            ":source": source,
            ":now": tx.now(),
        })?;
    Ok(new == 1)
}

/// Messages that one path alone has brought, first seen in `from..until`, newest first. Looks through all sightings.
pub(crate) fn seen_once(
    connection: &Connection,
    from: Timestamp,
    until: Timestamp,
    limit: u32,
) -> Result<Vec<SeenOnce>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.provider, s.provider_id, s.source, s.seen_at FROM sightings s
         WHERE s.seen_at >= :from AND s.seen_at < :until AND s.provider <> 'phone'
           AND NOT EXISTS (SELECT 1 FROM sightings o
               WHERE o.provider = s.provider AND o.provider_id = s.provider_id AND o.source <> s.source)
         ORDER BY s.seen_at DESC LIMIT :limit",
    )?;
    let rows =
        statement.query_map(named_params! { ":from": from, ":until": until, ":limit": limit }, |row| {
            Ok(SeenOnce {
                provider: row.get(0)?,
                provider_id: row.get(1)?,
                source: row.get(2)?,
                seen_at: row.get(3)?,
            })
        })?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Deletes the oldest raw deliveries, and sightings, of before a time, at most `limit` of each. Looks through all sightings.
pub(crate) fn prune(tx: &WriteTx<'_>, before: Timestamp, limit: u32) -> Result<usize> {
    let deliveries = tx
        .sql()
        .prepare_cached(
            "DELETE FROM inbound_deliveries WHERE id IN (
                 SELECT id FROM inbound_deliveries WHERE id < :bound AND received_at < :before ORDER BY id LIMIT :limit)",
        )?
        .execute(named_params! {
            ":bound": Id::<InboundDelivery>::first_at(before), ":before": before, ":limit": limit,
        })?;
    let sightings = tx
        .sql()
        .prepare_cached(
            "DELETE FROM sightings WHERE (provider, provider_id, source) IN (
                 SELECT provider, provider_id, source FROM sightings WHERE seen_at < :before LIMIT :limit)",
        )?
        .execute(named_params! { ":before": before, ":limit": limit })?;
    Ok(deliveries + sightings)
}

pub(crate) fn poll_cursor(connection: &Connection, provider: Provider) -> Result<Option<PollCursor>> {
    Ok(connection
        .prepare_cached("SELECT seen_until, polled_at FROM poll_cursors WHERE provider = :provider")?
        .query_row(named_params! { ":provider": provider }, |row| {
            Ok(PollCursor { seen_until: row.get(0)?, polled_at: row.get(1)? })
        })
        .optional()?)
}

pub(crate) fn move_poll_cursor(tx: &WriteTx<'_>, provider: Provider, seen_until: Timestamp) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO poll_cursors (provider, seen_until, polled_at) VALUES (:provider, :seen_until, :now)
             ON CONFLICT (provider) DO UPDATE
             SET seen_until = max(seen_until, excluded.seen_until), polled_at = excluded.polled_at",
        )?
        .execute(named_params! { ":provider": provider, ":seen_until": seen_until, ":now": tx.now() })?;
    Ok(())
}

#[cfg(test)]
pub(crate) fn tests_outcomes(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare("SELECT outcome FROM inbound_deliveries ORDER BY id")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
}
