//! Table `price_changes`.

use rusqlite::{Connection, named_params};

use crate::actor::By;
use crate::catalog::prices::PriceChange;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};

pub(crate) fn insert(connection: &Connection, change: &PriceChange) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO price_changes (variant_id, id, currency, price_minor, compare_at_minor, price_before_minor,
                                        compare_at_before_minor, actor, actor_name, operation_id, changed_at)
             VALUES (:variant_id, :id, :currency, :price_minor, :compare_at_minor, :price_before_minor,
                     :compare_at_before_minor, :actor, :actor_name, :operation_id, :changed_at)",
        )?
        .execute(named_params! {
            ":variant_id": change.variant_id,
            ":id": change.id,
            ":currency": change.price.currency,
            ":price_minor": change.price.amount,
            ":compare_at_minor": change.compare_at.map(|price| price.amount),
            ":price_before_minor": change.price_before.amount,
            ":compare_at_before_minor": change.compare_at_before.map(|price| price.amount),
            ":actor": change.by.actor,
            ":actor_name": change.by.name,
            ":operation_id": change.operation_id,
            ":changed_at": change.at,
        })?;
    Ok(())
}

/// The newest first, older than `before`.
pub(crate) fn of_variant(
    connection: &Connection,
    variant_id: Id<id::Variant>,
    before: Option<String>,
    limit: i64,
) -> Result<Vec<PriceChange>> {
    let mut statement = connection.prepare_cached(
        "SELECT variant_id, id, currency, price_minor, compare_at_minor, price_before_minor, compare_at_before_minor,
                actor, actor_name, operation_id, changed_at
         FROM price_changes WHERE variant_id = :variant_id AND (:before IS NULL OR id < :before)
         ORDER BY id DESC LIMIT :limit",
    )?;
    let rows = statement.query_map(
        named_params! { ":variant_id": variant_id, ":before": before, ":limit": limit },
        |row| {
            let currency: Currency = row.get("currency")?;
            let money = |amount| Money::new(amount, currency);
            Ok(PriceChange {
                id: row.get("id")?,
                variant_id: row.get("variant_id")?,
                price: money(row.get("price_minor")?),
                compare_at: row.get::<_, Option<i64>>("compare_at_minor")?.map(money),
                price_before: money(row.get("price_before_minor")?),
                compare_at_before: row.get::<_, Option<i64>>("compare_at_before_minor")?.map(money),
                by: By { actor: row.get("actor")?, name: row.get("actor_name")? },
                operation_id: row.get("operation_id")?,
                at: row.get("changed_at")?,
            })
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
