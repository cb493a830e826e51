//! The versions of all orders, contacts and gift cards: what a replay compares to see that nothing else was touched.

use rusqlite::{Connection, Row};

use crate::error::Result;
use crate::id::{self, Id, Kind};

fn pair<K: Kind>(row: &Row<'_>) -> rusqlite::Result<(Id<K>, i64)> {
    Ok((row.get("id")?, row.get("version")?))
}

pub(crate) fn order_versions(connection: &Connection) -> Result<Vec<(Id<id::Order>, i64)>> {
    let mut statement = connection.prepare_cached("SELECT id, version FROM orders")?;
    let rows = statement.query_map([], pair)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn contact_versions(connection: &Connection) -> Result<Vec<(Id<id::Contact>, i64)>> {
    let mut statement = connection.prepare_cached("SELECT id, version FROM contacts")?;
    let rows = statement.query_map([], pair)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A card, its version, and the contact that has it.
type CardVersion = (Id<id::GiftCard>, i64, Option<Id<id::Contact>>);

pub(crate) fn gift_card_versions(connection: &Connection) -> Result<Vec<CardVersion>> {
    let mut statement = connection.prepare_cached("SELECT id, version, contact_id FROM gift_cards")?;
    let rows =
        statement.query_map([], |row| Ok((row.get("id")?, row.get("version")?, row.get("contact_id")?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
