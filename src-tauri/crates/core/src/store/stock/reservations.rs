//! Table `reservations`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::stock::{Reservation, ReservationListing};

const COLUMNS: &str =
    "r.id, r.variant_id, r.location_id, r.quantity, r.order_id, r.holder, r.expires_at, r.created_at";

fn reservation(row: &Row<'_>) -> rusqlite::Result<Reservation> {
    Ok(Reservation {
        id: row.get("id")?,
        variant_id: row.get("variant_id")?,
        location_id: row.get("location_id")?,
        quantity: row.get("quantity")?,
        order_id: row.get("order_id")?,
        holder: row.get("holder")?,
        expires_at: row.get("expires_at")?,
        created_at: row.get("created_at")?,
    })
}

/// Adds it, or its pieces to what the holder has of the variant in that place.
pub(crate) fn add(tx: &WriteTx<'_>, new: &Reservation) -> Result<Reservation> {
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO reservations AS r (id, variant_id, location_id, quantity, order_id, holder, expires_at, created_at)
         VALUES (:id, :variant_id, :location_id, :quantity, :order_id, :holder, :expires_at, :created_at)
         ON CONFLICT (holder, variant_id, location_id)
         DO UPDATE SET quantity = quantity + excluded.quantity, expires_at = excluded.expires_at
         RETURNING id, variant_id, location_id, quantity, order_id, holder, expires_at, created_at",
    )?;
    Ok(statement.query_row(
        named_params! {
            ":id": new.id,
            ":variant_id": new.variant_id,
            ":location_id": new.location_id,
            ":quantity": new.quantity,
            ":order_id": new.order_id,
            ":holder": new.holder,
            ":expires_at": new.expires_at,
            ":created_at": new.created_at,
        },
        reservation,
    )?)
}

/// Takes pieces off it; with the last one it goes.
pub(crate) fn lessen(tx: &WriteTx<'_>, kept: &Reservation, pieces: i64) -> Result<()> {
    if pieces >= kept.quantity {
        tx.sql()
            .prepare_cached("DELETE FROM reservations WHERE id = :id")?
            .execute(named_params! { ":id": kept.id })?;
    } else {
        tx.sql()
            .prepare_cached("UPDATE reservations SET quantity = quantity - :pieces WHERE id = :id")?
            .execute(named_params! { ":id": kept.id, ":pieces": pieces })?;
    }
    Ok(())
}

/// In the order in which places are taken from.
pub(crate) fn of_holder(
    connection: &Connection,
    holder: &str,
    variant_id: Option<Id<id::Variant>>,
) -> Result<Vec<Reservation>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM reservations r JOIN locations l ON l.id = r.location_id
         WHERE r.holder = :holder AND (:variant IS NULL OR r.variant_id = :variant)
         ORDER BY r.variant_id, l.position, l.id"
    ))?;
    let rows =
        statement.query_map(named_params! { ":holder": holder, ":variant": variant_id }, reservation)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn of_order(connection: &Connection, order_id: Id<id::Order>) -> Result<Vec<Reservation>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM reservations r WHERE r.order_id = :order_id ORDER BY r.id"
    ))?;
    let rows = statement.query_map(named_params! { ":order_id": order_id }, reservation)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn of_variant(
    connection: &Connection,
    variant_id: Id<id::Variant>,
) -> Result<Vec<ReservationListing>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS}, l.name AS location_name, o.number AS order_number
         FROM reservations r JOIN locations l ON l.id = r.location_id LEFT JOIN orders o ON o.id = r.order_id
         WHERE r.variant_id = :variant_id ORDER BY r.id LIMIT 200"
    ))?;
    let rows = statement.query_map(named_params! { ":variant_id": variant_id }, |row| {
        Ok(ReservationListing {
            reservation: reservation(row)?,
            location_name: row.get("location_name")?,
            order_number: row.get("order_number")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn expired(connection: &Connection, now: Timestamp, limit: u32) -> Result<Vec<Reservation>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM reservations r WHERE r.expires_at <= :now ORDER BY r.expires_at LIMIT :limit"
    ))?;
    let rows = statement.query_map(named_params! { ":now": now, ":limit": limit }, reservation)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn next_expiry(connection: &Connection) -> Result<Option<Timestamp>> {
    Ok(connection
        .prepare_cached(
            "SELECT expires_at FROM reservations WHERE expires_at IS NOT NULL ORDER BY expires_at LIMIT 1",
        )?
        .query_row([], |row| row.get(0))
        .optional()?)
}
