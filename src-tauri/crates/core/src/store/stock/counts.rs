//! Tables `stocktakes` and `stocktake_counts`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::stock::{Count, CountFilter, Counted, Stocktake, StocktakeListing, StocktakeStatus};

pub(crate) fn next_number(connection: &Connection) -> Result<i64> {
    super::next_number(connection, "SELECT max(number) FROM stocktakes")
}

pub(crate) fn is_open(
    connection: &Connection,
    location_id: Id<id::Location>,
    category: Option<&str>,
) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT 1 FROM stocktakes WHERE status = 'open' AND location_id = :location AND category IS :category",
        )?
        .exists(named_params! { ":location": location_id, ":category": category })?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, stocktake: &Stocktake) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO stocktakes (id, number, name, location_id, category, status, started_at, version)
             VALUES (:id, :number, :name, :location, :category, :status, :started_at, :version)",
        )?
        .execute(named_params! {
            ":id": stocktake.id,
            ":number": stocktake.number,
            ":name": stocktake.name,
            ":location": stocktake.location_id,
            ":category": stocktake.category,
            ":status": stocktake.status,
            ":started_at": stocktake.started_at,
            ":version": stocktake.version,
        })?;
    Ok(())
}

pub(crate) fn save(tx: &WriteTx<'_>, stocktake: &Stocktake, result: &Counted) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE stocktakes SET status = :status, ended_at = :ended_at, version = :version,
                    counted_variants = :variants, counted_pieces = :pieces, difference_pieces = :difference,
                    difference_minor = :minor
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": stocktake.id,
            ":status": stocktake.status,
            ":ended_at": stocktake.ended_at,
            ":version": stocktake.version,
            ":variants": result.variants,
            ":pieces": result.pieces,
            ":difference": result.difference_pieces,
            ":minor": result.difference_minor,
        })?;
    Ok(())
}

const LISTING: &str =
    "s.id, s.number, s.name, s.location_id, l.name AS location_name, s.category, s.status, s.started_at,
     s.ended_at, s.version, s.counted_variants, s.counted_pieces, s.difference_pieces, s.difference_minor
     FROM stocktakes s JOIN locations l ON l.id = s.location_id";

fn row_of(row: &Row<'_>, currency: Currency) -> rusqlite::Result<StocktakeListing> {
    let counted = Counted {
        variants: row.get("counted_variants")?,
        pieces: row.get("counted_pieces")?,
        difference_pieces: row.get("difference_pieces")?,
        difference_minor: row.get("difference_minor")?,
    };
    Ok(StocktakeListing {
        stocktake: Stocktake {
            id: row.get("id")?,
            number: row.get("number")?,
            name: row.get("name")?,
            location_id: row.get("location_id")?,
            category: row.get("category")?,
            status: row.get("status")?,
            started_at: row.get("started_at")?,
            ended_at: row.get("ended_at")?,
            version: row.get("version")?,
        },
        location_name: row.get("location_name")?,
        counted,
        difference_value: Money::new(counted.difference_minor, currency),
        uncounted: (0, 0),
        moved_while_counting: 0,
    })
}

fn currency(connection: &Connection) -> Result<Currency> {
    Ok(crate::settings::get::<crate::settings::ShopProfile>(connection)?.value.currency)
}

pub(crate) fn listing(connection: &Connection, id: Id<id::Stocktake>) -> Result<Option<StocktakeListing>> {
    let currency = currency(connection)?;
    Ok(connection
        .prepare_cached(&format!("SELECT {LISTING} WHERE s.id = :id"))?
        .query_row(named_params! { ":id": id }, |row| row_of(row, currency))
        .optional()?)
}

pub(crate) fn find(connection: &Connection, id: Id<id::Stocktake>) -> Result<Option<Stocktake>> {
    Ok(listing(connection, id)?.map(|listing| listing.stocktake))
}

pub(crate) fn list(
    connection: &Connection,
    status: Option<StocktakeStatus>,
    before: Option<String>,
    limit: i64,
) -> Result<Vec<StocktakeListing>> {
    let currency = currency(connection)?;
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {LISTING}
         WHERE (:before IS NULL OR s.id < :before) AND (:status IS NULL OR s.status = :status)
         ORDER BY s.id DESC LIMIT :limit"
    ))?;
    let rows = statement
        .query_map(named_params! { ":before": before, ":status": status, ":limit": limit }, |row| {
            row_of(row, currency)
        })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Adds to a count; `level` is the place's at this moment.
pub(crate) fn add(
    tx: &WriteTx<'_>,
    id: Id<id::Stocktake>,
    variant_id: Id<id::Variant>,
    quantity: i64,
    level: i64,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO stocktake_counts (stocktake_id, variant_id, counted, expected, first_expected, counted_at)
             VALUES (:id, :variant, :quantity, :level, :level, :now)
             ON CONFLICT (stocktake_id, variant_id) DO UPDATE SET
                 counted = counted + excluded.counted, expected = excluded.expected, counted_at = excluded.counted_at",
        )?
        .execute(named_params! {
            ":id": id, ":variant": variant_id, ":quantity": quantity, ":level": level, ":now": tx.now(),
        })?;
    Ok(())
}

pub(crate) fn remove(tx: &WriteTx<'_>, id: Id<id::Stocktake>, variant_id: Id<id::Variant>) -> Result<()> {
    tx.sql()
        .prepare_cached("DELETE FROM stocktake_counts WHERE stocktake_id = :id AND variant_id = :variant")?
        .execute(named_params! { ":id": id, ":variant": variant_id })?;
    Ok(())
}

/// What the counts say together; the value of variants in the shop's currency.
pub(crate) fn result(connection: &Connection, stocktake: &Stocktake) -> Result<Counted> {
    let currency = currency(connection)?;
    Ok(connection
        .prepare_cached(
            "SELECT count(*) AS variants, coalesce(sum(c.counted), 0) AS pieces,
                    coalesce(sum(c.counted - c.expected), 0) AS difference,
                    coalesce(sum((c.counted - c.expected) * v.cost_minor) FILTER (WHERE v.currency = :currency), 0)
                        AS minor
             FROM stocktake_counts c JOIN variants v ON v.id = c.variant_id WHERE c.stocktake_id = :id",
        )?
        .query_row(named_params! { ":id": stocktake.id, ":currency": currency }, |row| {
            Ok(Counted {
                variants: row.get("variants")?,
                pieces: row.get("pieces")?,
                difference_pieces: row.get("difference")?,
                difference_minor: row.get("minor")?,
            })
        })?)
}

/// Variants whose count differs, and by how much.
pub(crate) fn differences(
    connection: &Connection,
    id: Id<id::Stocktake>,
) -> Result<Vec<(Id<id::Variant>, i64)>> {
    let mut statement = connection.prepare_cached(
        "SELECT variant_id, counted - expected FROM stocktake_counts
         WHERE stocktake_id = :id AND counted != expected ORDER BY variant_id",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn moved(connection: &Connection, id: Id<id::Stocktake>) -> Result<i64> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM stocktake_counts WHERE stocktake_id = :id AND expected != first_expected",
        )?
        .query_row(named_params! { ":id": id }, |row| row.get(0))?)
}

/// What should be there and was not counted.
const MISSING: &str = "FROM stock_levels l CROSS JOIN variants v ON v.id = l.variant_id
     CROSS JOIN products p ON p.id = v.product_id
     WHERE l.location_id = :location AND l.on_hand > 0
       AND (:category IS NULL OR p.category = :category OR p.category LIKE :category || ' > %')
       AND NOT EXISTS (SELECT 1 FROM stocktake_counts c WHERE c.stocktake_id = :id AND c.variant_id = l.variant_id)";

pub(crate) fn missing(connection: &Connection, stocktake: &Stocktake) -> Result<Vec<(Id<id::Variant>, i64)>> {
    let mut statement = connection
        .prepare_cached(&format!("SELECT l.variant_id, l.on_hand {MISSING} ORDER BY l.variant_id"))?;
    let rows = statement.query_map(
        named_params! {
            ":location": stocktake.location_id, ":category": stocktake.category, ":id": stocktake.id,
        },
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn uncounted(connection: &Connection, stocktake: &Stocktake) -> Result<(i64, i64)> {
    Ok(connection
        .prepare_cached(&format!("SELECT count(*), coalesce(sum(l.on_hand), 0) {MISSING}"))?
        .query_row(
            named_params! {
                ":location": stocktake.location_id, ":category": stocktake.category, ":id": stocktake.id,
            },
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?)
}

const COUNT: &str = "v.id AS variant_id, p.title AS product_title,
     v.title AS variant_title, v.sku, v.barcode, v.cost_minor, v.currency,
     (SELECT i.id FROM images i WHERE i.product_id = v.product_id
      ORDER BY EXISTS (SELECT 1 FROM image_variants a WHERE a.image_id = i.id AND a.variant_id = v.id) DESC,
               i.colour IS v.colour DESC, i.position LIMIT 1) AS image_id";

const COUNTED: &str = "c.counted, c.expected, c.expected != c.first_expected AS moved, c.counted_at
     FROM stocktake_counts c CROSS JOIN variants v ON v.id = c.variant_id
     CROSS JOIN products p ON p.id = v.product_id
     WHERE c.stocktake_id = :id";

fn count(row: &Row<'_>) -> rusqlite::Result<Count> {
    let currency: Currency = row.get("currency")?;
    Ok(Count {
        variant_id: row.get("variant_id")?,
        product_title: row.get("product_title")?,
        variant_title: row.get("variant_title")?,
        sku: row.get("sku")?,
        barcode: row.get("barcode")?,
        image_id: row.get("image_id")?,
        counted: row.get("counted")?,
        expected: row.get("expected")?,
        cost: row.get::<_, Option<i64>>("cost_minor")?.map(|cost| Money::new(cost, currency)),
        moved_while_counting: row.get("moved")?,
        counted_at: row.get("counted_at")?,
    })
}

pub(crate) fn counts(
    connection: &Connection,
    stocktake: &Stocktake,
    filter: CountFilter,
    offset: i64,
    limit: i64,
) -> Result<Vec<Count>> {
    let statement = match filter {
        CountFilter::All => format!("SELECT {COUNT}, {COUNTED} ORDER BY c.counted_at DESC, c.variant_id"),
        CountFilter::Differences => format!(
            "SELECT {COUNT}, {COUNTED} AND c.counted != c.expected
             ORDER BY abs((c.counted - c.expected) * coalesce(v.cost_minor, 0)) DESC, c.variant_id"
        ),
        CountFilter::Uncounted => format!(
            "SELECT {COUNT}, NULL AS counted, l.on_hand AS expected, 0 AS moved, NULL AS counted_at {MISSING}
             ORDER BY l.variant_id"
        ),
    };
    let mut statement = connection.prepare_cached(&format!("{statement} LIMIT :limit OFFSET :offset"))?;
    let (id, location, category) = (stocktake.id, stocktake.location_id, &stocktake.category);
    let rows = if filter == CountFilter::Uncounted {
        statement.query_map(
            named_params! {
                ":id": id, ":location": location, ":category": category, ":limit": limit, ":offset": offset,
            },
            count,
        )?
    } else {
        statement.query_map(named_params! { ":id": id, ":limit": limit, ":offset": offset }, count)?
    };
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn count_of(
    connection: &Connection,
    stocktake: &Stocktake,
    variant_id: Id<id::Variant>,
) -> Result<Option<Count>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COUNT}, {COUNTED} AND c.variant_id = :variant"))?
        .query_row(named_params! { ":id": stocktake.id, ":variant": variant_id }, count)
        .optional()?)
}
