//! Tables `orders`, `line_items`, `payments`, `fulfilments`, `fulfilment_lines`, `order_transitions`, `order_events`.

mod goods;
mod insert;
mod list;

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Row, named_params};

pub(crate) use goods::{categories, goods};
pub(crate) use insert::{insert, row_at, update};
pub(crate) use list::{ListKey, filter_counts, list, of_contact};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::orders::{
    DayFigures, Fulfilment, FulfilmentLine, Happening, Instrument, LineItem, Order, OrderCounts, Payment,
    ShipTo, Transition,
};

const ORDER: &str = "o.id, o.number, o.contact_id, o.status, o.payment_status, o.fulfilment_status, o.return_status,
     o.channel, o.currency, o.prices_include_tax, o.subtotal_minor, o.shipping_minor, o.discount_minor, o.tax_minor,
     o.total_minor, o.paid_minor, o.refunded_minor, o.ship_to_name, o.ship_to_address, o.ship_to_country,
     o.ship_to_region, o.shipping_method, o.shipping_override_minor, o.discount_codes, o.manual_discount, o.discounts,
     o.taxes, o.note, o.tags, o.cancel_reason, o.items_changed_at, o.archived_at, o.location_id, o.request_key,
     o.placed_at, o.created_at, o.updated_at, o.version";

fn order(row: &Row<'_>) -> Result<Order> {
    let currency: Currency = row.get("currency")?;
    let money = |column: &str| Ok::<_, rusqlite::Error>(Money::new(row.get(column)?, currency));
    let manual: Option<String> = row.get("manual_discount")?;
    Ok(Order {
        id: row.get("id")?,
        number: row.get("number")?,
        contact_id: row.get("contact_id")?,
        status: row.get("status")?,
        payment_status: row.get("payment_status")?,
        fulfilment_status: row.get("fulfilment_status")?,
        return_status: row.get("return_status")?,
        channel: row.get("channel")?,
        prices_include_tax: row.get("prices_include_tax")?,
        subtotal: money("subtotal_minor")?,
        shipping: money("shipping_minor")?,
        discount: money("discount_minor")?,
        tax: money("tax_minor")?,
        total: money("total_minor")?,
        paid: money("paid_minor")?,
        refunded: money("refunded_minor")?,
        ship_to: ShipTo {
            name: row.get("ship_to_name")?,
            address: row.get("ship_to_address")?,
            country: row.get("ship_to_country")?,
            region: row.get("ship_to_region")?,
        },
        shipping_method: row.get("shipping_method")?,
        shipping_override: row.get("shipping_override_minor")?,
        discount_codes: serde_json::from_str(&row.get::<_, String>("discount_codes")?)?,
        manual_discount: manual.map(|text| serde_json::from_str(&text)).transpose()?,
        discounts: serde_json::from_str(&row.get::<_, String>("discounts")?)?,
        taxes: serde_json::from_str(&row.get::<_, String>("taxes")?)?,
        note: row.get("note")?,
        tags: serde_json::from_str(&row.get::<_, String>("tags")?)?,
        cancel_reason: row.get("cancel_reason")?,
        items_changed_at: row.get("items_changed_at")?,
        archived_at: row.get("archived_at")?,
        location_id: row.get("location_id")?,
        request_key: row.get("request_key")?,
        placed_at: row.get("placed_at")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::Order>) -> Result<Option<Order>> {
    connection
        .prepare_cached(&format!("SELECT {ORDER} FROM orders o WHERE o.id = :id"))?
        .query_row(named_params! { ":id": id }, |row| Ok(order(row)))
        .optional()?
        .transpose()
}

pub(crate) fn by_request_key(connection: &Connection, key: &str) -> Result<Option<Id<id::Order>>> {
    Ok(connection
        .prepare_cached("SELECT id FROM orders WHERE request_key = :key")?
        .query_row(named_params! { ":key": key }, |row| row.get("id"))
        .optional()?)
}

pub(crate) fn number_exists(connection: &Connection, number: &str) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM orders WHERE number = :number)")?
        .query_row(named_params! { ":number": number }, |row| row.get(0))?)
}

/// Removes an order with all that belongs to it.
pub(crate) fn delete(tx: &WriteTx<'_>, id: Id<id::Order>) -> Result<()> {
    tx.sql().prepare_cached("DELETE FROM orders WHERE id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
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
/// The newest draft of the agent's that keeps pieces for a contact.
pub(crate) fn aside_of_contact(
    connection: &Connection,
    contact: Id<id::Contact>,
) -> Result<Option<Id<id::Order>>> {
    Ok(connection
        .prepare_cached(
            "SELECT o.id FROM orders o
             WHERE o.contact_id = :contact AND o.status = 'draft' AND o.channel = 'agent'
               AND EXISTS (SELECT 1 FROM reservations r WHERE r.order_id = o.id AND r.expires_at IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM line_items l WHERE l.order_id = o.id AND l.variant_id IS NULL)
             ORDER BY o.created_at DESC LIMIT 1",
        )?
        .query_row(named_params! { ":contact": contact }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn newest_of_contact(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    limit: i64,
) -> Result<Vec<Order>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {ORDER} FROM orders o WHERE o.contact_id = :contact_id AND o.status != 'draft'
         ORDER BY o.search_row DESC LIMIT :limit"
    ))?;
    let mut rows = statement.query(named_params! { ":contact_id": contact_id, ":limit": limit })?;
    let mut orders = Vec::new();
    while let Some(row) = rows.next()? {
        orders.push(order(row)?);
    }
    Ok(orders)
}

/// Without drafts. Numbers are compared without regard to ASCII case.
pub(crate) fn by_number_of_contact(
    connection: &Connection,
    contact_id: Id<id::Contact>,
    number: &str,
) -> Result<Option<Order>> {
    connection
        .prepare_cached(&format!(
            "SELECT {ORDER} FROM orders o
             WHERE o.contact_id = :contact_id AND o.number = :number COLLATE NOCASE AND o.status != 'draft'"
        ))?
        .query_row(named_params! { ":contact_id": contact_id, ":number": number }, |row| Ok(order(row)))
        .optional()?
        .transpose()
}

/// The draft that has this line; `None` when no draft has.
pub(crate) fn draft_of_line(
    connection: &Connection,
    line: Id<id::LineItem>,
) -> Result<Option<Id<id::Order>>> {
    Ok(connection
        .prepare_cached(
            "SELECT o.id FROM line_items l JOIN orders o ON o.id = l.order_id WHERE l.id = :line AND o.status = 'draft'",
        )?
        .query_row(named_params! { ":line": line }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn line_items(
    connection: &Connection,
    order_id: Id<id::Order>,
    currency: Currency,
) -> Result<Vec<LineItem>> {
    let mut statement = connection.prepare_cached(
        "SELECT l.id, l.position, l.variant_id, l.title, l.variant_title, l.sku, l.quantity, l.unit_price_minor,
                l.discount_minor, l.tax_minor, l.tax_class, l.tax_rate_ppm, l.returned, v.product_id,
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
            discount: Money::new(row.get("discount_minor")?, currency),
            tax: Money::new(row.get("tax_minor")?, currency),
            tax_class: row.get("tax_class")?,
            tax_rate_ppm: row.get("tax_rate_ppm")?,
            returned: row.get("returned")?,
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
        "SELECT id, kind, method, amount_minor, state, reference, tendered_minor, refund_of, stored_method_id, gift_card_id,
                return_id, reason, paid_at
         FROM payments WHERE order_id = :order_id ORDER BY id",
    )?;
    let rows = statement.query_map(named_params! { ":order_id": order_id }, |row| {
        Ok(Payment {
            id: row.get("id")?,
            kind: row.get("kind")?,
            method: row.get("method")?,
            amount: Money::new(row.get("amount_minor")?, currency),
            state: row.get("state")?,
            reference: row.get("reference")?,
            tendered: row.get::<_, Option<i64>>("tendered_minor")?.map(|amount| Money::new(amount, currency)),
            refund_of: row.get("refund_of")?,
            instrument: Instrument {
                stored_method_id: row.get("stored_method_id")?,
                gift_card_id: row.get("gift_card_id")?,
                return_id: row.get("return_id")?,
            },
            reason: row.get("reason")?,
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
        "SELECT from_status, to_status, actor, actor_name, reason, moved_at
         FROM order_transitions WHERE order_id = :order_id ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":order_id": order_id }, |row| {
        Ok(Transition {
            from: row.get("from_status")?,
            to: row.get("to_status")?,
            actor: row.get("actor")?,
            actor_name: row.get("actor_name")?,
            reason: row.get("reason")?,
            moved_at: row.get("moved_at")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn happenings(connection: &Connection, order_id: Id<id::Order>) -> Result<Vec<Happening>> {
    let mut statement = connection.prepare_cached(
        "SELECT kind, actor, actor_name, reason, details, at FROM order_events
         WHERE order_id = :order_id ORDER BY position",
    )?;
    let mut rows = statement.query(named_params! { ":order_id": order_id })?;
    let mut happenings = Vec::new();
    while let Some(row) = rows.next()? {
        happenings.push(Happening {
            kind: row.get("kind")?,
            actor: row.get("actor")?,
            actor_name: row.get("actor_name")?,
            reason: row.get("reason")?,
            details: serde_json::from_str(&row.get::<_, String>("details")?)?,
            at: row.get("at")?,
        });
    }
    Ok(happenings)
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
