//! Tables `orders`, `line_items`, `payments`, `fulfilments`, `fulfilment_lines`, `order_transitions`.

mod insert;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};

pub(crate) use insert::insert;

use super::contacts::containing;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::orders::{
    DayFigures, Fulfilment, FulfilmentLine, LineItem, Order, OrderCounts, OrderStatus, OrderSummary, Payment,
    Transition,
};

const ORDER: &str = "o.id, o.number, o.contact_id, o.status, o.payment_status, o.currency, o.subtotal_minor,
     o.shipping_minor, o.discount_minor, o.total_minor, o.ship_to_name, o.ship_to_address, o.note, o.cancel_reason,
     o.placed_at, o.created_at, o.updated_at, o.version";

fn order(row: &Row<'_>) -> rusqlite::Result<Order> {
    let currency: Currency = row.get("currency")?;
    let money = |column: &str| Ok::<_, rusqlite::Error>(Money::new(row.get(column)?, currency));
    Ok(Order {
        id: row.get("id")?,
        number: row.get("number")?,
        contact_id: row.get("contact_id")?,
        status: row.get("status")?,
        payment_status: row.get("payment_status")?,
        subtotal: money("subtotal_minor")?,
        shipping: money("shipping_minor")?,
        discount: money("discount_minor")?,
        total: money("total_minor")?,
        ship_to_name: row.get("ship_to_name")?,
        ship_to_address: row.get("ship_to_address")?,
        note: row.get("note")?,
        cancel_reason: row.get("cancel_reason")?,
        placed_at: row.get("placed_at")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

const SUMMARY: &str =
    "o.id, o.number, o.contact_id, c.display_name AS contact_name, o.status, o.payment_status,
     o.currency, o.total_minor, o.placed_at, o.created_at, o.updated_at, o.version,
     (SELECT coalesce(sum(l.quantity), 0) FROM line_items l WHERE l.order_id = o.id) AS item_count,
     (SELECT (SELECT i.id FROM images i WHERE i.product_id = v.product_id
              ORDER BY i.colour IS v.colour DESC, i.position LIMIT 1)
      FROM line_items l JOIN variants v ON v.id = l.variant_id
      WHERE l.order_id = o.id ORDER BY l.position LIMIT 1) AS image_id";

fn summary(row: &Row<'_>) -> rusqlite::Result<OrderSummary> {
    Ok(OrderSummary {
        id: row.get("id")?,
        number: row.get("number")?,
        contact_id: row.get("contact_id")?,
        contact_name: row.get("contact_name")?,
        status: row.get("status")?,
        payment_status: row.get("payment_status")?,
        total: Money::new(row.get("total_minor")?, row.get("currency")?),
        item_count: row.get("item_count")?,
        image_id: row.get("image_id")?,
        placed_at: row.get("placed_at")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

/// Newest first. Each filter that is absent leaves no trace in the statement, so that its index is used.
pub(crate) fn list(
    connection: &Connection,
    status: Option<OrderStatus>,
    text: Option<&str>,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<OrderSummary>> {
    let number = text.map(|text| containing(text.trim_start_matches('#')).split_off(1));
    let name = text.map(containing);
    let (after_time, after_id) = after.unzip();
    let mut conditions = vec!["1"];
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":limit", &limit)];
    if status.is_some() {
        conditions.push("o.status = :status");
        parameters.push((":status", &status));
    }
    if text.is_some() {
        conditions.push(r"(o.number LIKE :number ESCAPE '\' OR c.display_name LIKE :name ESCAPE '\')");
        parameters.push((":number", &number));
        parameters.push((":name", &name));
    }
    if after_time.is_some() {
        conditions.push("(o.created_at, o.id) < (:after_time, :after_id)");
        parameters.push((":after_time", &after_time));
        parameters.push((":after_id", &after_id));
    }
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {SUMMARY} FROM orders o CROSS JOIN contacts c ON c.id = o.contact_id
         WHERE {} ORDER BY o.created_at DESC, o.id DESC LIMIT :limit",
        conditions.join(" AND ")
    ))?;
    let rows = statement.query_map(parameters.as_slice(), summary)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn of_contact(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<OrderSummary>> {
    let (after_time, after_id) = after.unwrap_or((i64::MAX, String::new()));
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {SUMMARY} FROM orders o CROSS JOIN contacts c ON c.id = o.contact_id
         WHERE o.contact_id = :contact_id AND (o.created_at, o.id) < (:after_time, :after_id)
         ORDER BY o.created_at DESC, o.id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":contact_id": contact_id,
            ":after_time": after_time,
            ":after_id": after_id,
            ":limit": limit,
        },
        summary,
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn find(connection: &Connection, id: Id<id::Order>) -> Result<Option<Order>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {ORDER} FROM orders o WHERE o.id = :id"))?
        .query_row(named_params! { ":id": id }, order)
        .optional()?)
}

/// The contact's name and latest conversation.
pub(crate) fn contact(
    connection: &Connection,
    contact_id: Id<id::Contact>,
) -> Result<(String, Option<Id<id::Conversation>>)> {
    Ok(connection
        .prepare_cached(
            "SELECT c.display_name,
                    (SELECT v.id FROM conversations v WHERE v.contact_id = c.id
                     ORDER BY v.last_message_at DESC LIMIT 1) AS conversation_id
             FROM contacts c WHERE c.id = :contact_id",
        )?
        .query_row(named_params! { ":contact_id": contact_id }, |row| {
            Ok((row.get("display_name")?, row.get("conversation_id")?))
        })?)
}

pub(crate) fn day_figures(connection: &Connection, from: Timestamp, to: Timestamp) -> Result<DayFigures> {
    let mut statement = connection.prepare_cached(
        "SELECT currency, count(*) AS orders, sum(total_minor) AS sales FROM orders
         WHERE placed_at >= :from AND placed_at < :to AND status NOT IN ('draft', 'cancelled')
         GROUP BY currency ORDER BY currency",
    )?;
    let rows = statement
        .query_map(named_params! { ":from": from, ":to": to }, |row| {
            Ok((row.get::<_, i64>("orders")?, Money::new(row.get("sales")?, row.get("currency")?)))
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(DayFigures {
        orders: rows.iter().map(|(orders, _)| orders).sum(),
        sales: rows.into_iter().map(|(_, sales)| sales).collect(),
    })
}

/// Without drafts.
pub(crate) fn newest_of_contact(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    limit: i64,
) -> Result<Vec<Order>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {ORDER} FROM orders o WHERE o.contact_id = :contact_id AND o.status != 'draft'
         ORDER BY o.created_at DESC, o.id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(named_params! { ":contact_id": contact_id, ":limit": limit }, order)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Without drafts. Numbers are compared without regard to ASCII case.
pub(crate) fn by_number_of_contact(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    number: &str,
) -> Result<Option<Order>> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {ORDER} FROM orders o
             WHERE o.contact_id = :contact_id AND o.number = :number COLLATE NOCASE AND o.status != 'draft'"
        ))?
        .query_row(named_params! { ":contact_id": contact_id, ":number": number }, order)
        .optional()?)
}

pub(crate) fn line_items(
    connection: &Connection,
    order_id: Id<id::Order>,
    currency: Currency,
) -> Result<Vec<LineItem>> {
    let mut statement = connection.prepare_cached(
        "SELECT l.id, l.position, l.variant_id, l.title, l.variant_title, l.sku, l.quantity, l.unit_price_minor,
                v.product_id,
                (SELECT i.id FROM images i WHERE i.product_id = v.product_id
                 ORDER BY i.colour IS v.colour DESC, i.position LIMIT 1) AS image_id
         FROM line_items l LEFT JOIN variants v ON v.id = l.variant_id
         WHERE l.order_id = :order_id ORDER BY l.position",
    )?;
    let rows = statement.query_map(named_params! { ":order_id": order_id }, |row| {
        Ok(LineItem {
            id: row.get("id")?,
            position: row.get("position")?,
            variant_id: row.get("variant_id")?,
            title: row.get("title")?,
            variant_title: row.get("variant_title")?,
            sku: row.get("sku")?,
            quantity: row.get("quantity")?,
            unit_price: Money::new(row.get("unit_price_minor")?, currency),
            product_id: row.get("product_id")?,
            image_id: row.get("image_id")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn payments(
    connection: &Connection,
    order_id: Id<id::Order>,
    currency: Currency,
) -> Result<Vec<Payment>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, kind, method, amount_minor, state, reference, paid_at
         FROM payments WHERE order_id = :order_id ORDER BY paid_at, id",
    )?;
    let rows = statement.query_map(named_params! { ":order_id": order_id }, |row| {
        Ok(Payment {
            id: row.get("id")?,
            kind: row.get("kind")?,
            method: row.get("method")?,
            amount: Money::new(row.get("amount_minor")?, currency),
            state: row.get("state")?,
            reference: row.get("reference")?,
            paid_at: row.get("paid_at")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn fulfilments(connection: &Connection, order_id: Id<id::Order>) -> Result<Vec<Fulfilment>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, state, carrier, tracking_number, tracking_url, shipped_at, expected_on, delivered_at, version
         FROM fulfilments WHERE order_id = :order_id ORDER BY id",
    )?;
    let mut parcels = statement
        .query_map(named_params! { ":order_id": order_id }, |row| {
            let expected_on: Option<String> = row.get("expected_on")?;
            Ok(Fulfilment {
                id: row.get("id")?,
                state: row.get("state")?,
                carrier: row.get("carrier")?,
                tracking_number: row.get("tracking_number")?,
                tracking_url: row.get("tracking_url")?,
                shipped_at: row.get("shipped_at")?,
                expected_on: expected_on.map(|text| date(&text)).transpose()?,
                delivered_at: row.get("delivered_at")?,
                version: row.get("version")?,
                lines: Vec::new(),
            })
        })?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT f.line_item_id, f.quantity FROM fulfilment_lines f JOIN line_items l ON l.id = f.line_item_id
         WHERE f.fulfilment_id = :fulfilment_id ORDER BY l.position",
    )?;
    for parcel in &mut parcels {
        parcel.lines = statement
            .query_map(named_params! { ":fulfilment_id": parcel.id }, |row| {
                Ok(FulfilmentLine { line_item_id: row.get("line_item_id")?, quantity: row.get("quantity")? })
            })?
            .collect::<rusqlite::Result<_>>()?;
    }
    Ok(parcels)
}

fn date(text: &str) -> rusqlite::Result<Date> {
    text.parse().map_err(|error: jiff::Error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}

pub(crate) fn transitions(connection: &Connection, order_id: Id<id::Order>) -> Result<Vec<Transition>> {
    let mut statement = connection.prepare_cached(
        "SELECT from_status, to_status, actor, reason, moved_at
         FROM order_transitions WHERE order_id = :order_id ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":order_id": order_id }, |row| {
        Ok(Transition {
            from: row.get("from_status")?,
            to: row.get("to_status")?,
            actor: row.get("actor")?,
            reason: row.get("reason")?,
            moved_at: row.get("moved_at")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn counts(connection: &Connection, today: Date, cap: i64) -> Result<OrderCounts> {
    Ok(connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM (SELECT 1 FROM orders
                                           WHERE status IN ('placed', 'processing') LIMIT :cap)) AS to_ship,
                    (SELECT count(*) FROM (SELECT 1 FROM fulfilments f JOIN orders o ON o.id = f.order_id
                                           WHERE f.state IN ('preparing', 'in_transit', 'out_for_delivery')
                                             AND f.expected_on < :today AND o.status = 'shipped'
                                           LIMIT :cap)) AS late",
        )?
        .query_row(named_params! { ":today": today.to_string(), ":cap": cap }, |row| {
            Ok(OrderCounts { to_ship: row.get("to_ship")?, late: row.get("late")? })
        })?)
}
