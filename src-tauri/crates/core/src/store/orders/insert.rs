//! Writing a whole order, and what differs of one.

use rusqlite::{Connection, named_params};

use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::orders::{Fulfilment, Happening, LineItem, Order, OrderDetail, Payment, Transition};

/// Rows of one second of creation.
const ROWS_A_SECOND: i64 = 16_384;

/// The first row of the second in which `millis` lies.
pub(crate) fn row_at(millis: i64) -> i64 {
    millis.div_euclid(1000).saturating_mul(ROWS_A_SECOND)
}

/// A free row in the second of creation, or the next one that has room.
fn free_row(connection: &Connection, order: &Order) -> Result<i64> {
    let mut first = row_at(order.created_at.as_millis());
    loop {
        let last: Option<i64> = connection
            .prepare_cached(
                "SELECT max(search_row) FROM orders WHERE search_row >= :first AND search_row < :end",
            )?
            .query_row(named_params! { ":first": first, ":end": first + ROWS_A_SECOND }, |row| row.get(0))?;
        let row = last.map_or(first, |last| last + 1);
        if row < first + ROWS_A_SECOND {
            return Ok(row);
        }
        first += ROWS_A_SECOND;
    }
}

/// Writes an order with all that belongs to it, as it stands.
pub(crate) fn insert(connection: &Connection, detail: &OrderDetail) -> Result<()> {
    let row = free_row(connection, &detail.order)?;
    write_order(
        connection,
        detail,
        Some(row),
        "INSERT INTO orders (search_row, id, number, contact_id, status, payment_status, fulfilment_status,
                             return_status, channel, currency, prices_include_tax, subtotal_minor, shipping_minor,
                             discount_minor, tax_minor, total_minor, paid_minor, refunded_minor, item_count,
                             ship_to_name, ship_to_address, ship_to_country, ship_to_region, shipping_method,
                             shipping_override_minor, discount_codes, manual_discount, discounts, taxes, note, tags,
                             cancel_reason, items_changed_at, archived_at, location_id, request_key, search_text,
                             placed_at, created_at, updated_at, version)
         VALUES (:search_row, :id, :number, :contact_id, :status, :payment_status, :fulfilment_status, :return_status,
                 :channel, :currency, :prices_include_tax, :subtotal, :shipping, :discount, :tax, :total, :paid,
                 :refunded, :item_count, :ship_to_name, :ship_to_address, :ship_to_country, :ship_to_region,
                 :shipping_method, :shipping_override, :discount_codes, :manual_discount, :discounts, :taxes, :note,
                 :tags, :cancel_reason, :items_changed_at, :archived_at, :location_id, :request_key, :search_text,
                 :placed_at, :created_at, :updated_at, :version)",
    )?;
    let id = detail.order.id;
    for item in &detail.items {
        write_line_item(connection, id, item)?;
    }
    for payment in &detail.payments {
        write_payment(connection, id, payment)?;
    }
    for parcel in &detail.fulfilments {
        write_fulfilment(connection, id, parcel)?;
    }
    add_steps(connection, id, 0, &detail.transitions)?;
    add_happenings(connection, id, 0, &detail.happenings)
}

/// Writes what differs between `before` and `now`.
pub(crate) fn update(tx: &WriteTx<'_>, before: &OrderDetail, now: &OrderDetail) -> Result<()> {
    let connection = tx.sql();
    let id = now.order.id;
    write_order(
        connection,
        now,
        None,
        "UPDATE orders SET number = :number, contact_id = :contact_id, status = :status,
                payment_status = :payment_status, fulfilment_status = :fulfilment_status,
                return_status = :return_status, channel = :channel, currency = :currency,
                prices_include_tax = :prices_include_tax, subtotal_minor = :subtotal, shipping_minor = :shipping,
                discount_minor = :discount, tax_minor = :tax, total_minor = :total, paid_minor = :paid,
                refunded_minor = :refunded, item_count = :item_count, ship_to_name = :ship_to_name,
                ship_to_address = :ship_to_address, ship_to_country = :ship_to_country,
                ship_to_region = :ship_to_region, shipping_method = :shipping_method,
                shipping_override_minor = :shipping_override, discount_codes = :discount_codes,
                manual_discount = :manual_discount, discounts = :discounts, taxes = :taxes, note = :note, tags = :tags,
                cancel_reason = :cancel_reason, items_changed_at = :items_changed_at, archived_at = :archived_at,
                location_id = :location_id, request_key = :request_key, search_text = :search_text,
                placed_at = :placed_at, created_at = :created_at, updated_at = :updated_at, version = :version
         WHERE id = :id AND :search_row IS NULL",
    )?;
    if now.items != before.items {
        for gone in before.items.iter().filter(|old| now.item(old.id).is_none()) {
            connection
                .prepare_cached("DELETE FROM line_items WHERE id = :id")?
                .execute(named_params! { ":id": gone.id })?;
        }
        // Positions are unique in an order: those that move step aside first.
        connection
            .prepare_cached("UPDATE line_items SET position = -position WHERE order_id = :id")?
            .execute(named_params! { ":id": id })?;
        for item in &now.items {
            write_line_item(connection, id, item)?;
        }
    }
    for payment in now.payments.iter().filter(|payment| !before.payments.contains(payment)) {
        write_payment(connection, id, payment)?;
    }
    for parcel in now.fulfilments.iter().filter(|parcel| !before.fulfilments.contains(parcel)) {
        write_fulfilment(connection, id, parcel)?;
    }
    add_steps(connection, id, before.transitions.len(), &now.transitions)?;
    add_happenings(connection, id, before.happenings.len(), &now.happenings)
}

fn write_order(
    connection: &Connection,
    detail: &OrderDetail,
    search_row: Option<i64>,
    statement: &str,
) -> Result<()> {
    let order = &detail.order;
    let manual = order.manual_discount.as_ref().map(serde_json::to_string).transpose()?;
    let item_count: i64 = detail.items.iter().map(|item| item.quantity).sum();
    connection.prepare_cached(statement)?.execute(named_params! {
        ":search_row": search_row,
        ":id": order.id,
        ":number": order.number,
        ":contact_id": order.contact_id,
        ":status": order.status,
        ":payment_status": order.payment_status,
        ":fulfilment_status": order.fulfilment_status,
        ":return_status": order.return_status,
        ":channel": order.channel,
        ":currency": order.currency(),
        ":prices_include_tax": order.prices_include_tax,
        ":subtotal": order.subtotal.amount,
        ":shipping": order.shipping.amount,
        ":discount": order.discount.amount,
        ":tax": order.tax.amount,
        ":total": order.total.amount,
        ":paid": order.paid.amount,
        ":refunded": order.refunded.amount,
        ":item_count": item_count,
        ":ship_to_name": order.ship_to.name,
        ":ship_to_address": order.ship_to.address,
        ":ship_to_country": order.ship_to.country,
        ":ship_to_region": order.ship_to.region,
        ":shipping_method": order.shipping_method,
        ":shipping_override": order.shipping_override,
        ":discount_codes": serde_json::to_string(&order.discount_codes)?,
        ":manual_discount": manual,
        ":discounts": serde_json::to_string(&order.discounts)?,
        ":taxes": serde_json::to_string(&order.taxes)?,
        ":note": order.note,
        ":tags": serde_json::to_string(&order.tags)?,
        ":cancel_reason": order.cancel_reason,
        ":items_changed_at": order.items_changed_at,
        ":archived_at": order.archived_at,
        ":location_id": order.location_id,
        ":request_key": order.request_key,
        ":search_text": search_text(detail),
        ":placed_at": order.placed_at,
        ":created_at": order.created_at,
        ":updated_at": order.updated_at,
        ":version": order.version,
    })?;
    Ok(())
}

/// What people look for besides number and name.
fn search_text(detail: &OrderDetail) -> String {
    let skus = detail.items.iter().filter_map(|item| item.sku.as_deref());
    let tracking = detail.fulfilments.iter().filter_map(|parcel| parcel.tracking_number.as_deref());
    skus.chain(tracking).collect::<Vec<_>>().join(" ")
}

fn write_line_item(connection: &Connection, order_id: Id<id::Order>, item: &LineItem) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO line_items (id, order_id, position, variant_id, title, variant_title, sku, quantity,
                                     unit_price_minor, discount_minor, tax_minor, tax_class, tax_rate_ppm, returned)
             VALUES (:id, :order_id, :position, :variant_id, :title, :variant_title, :sku, :quantity, :unit_price,
                     :discount, :tax, :tax_class, :tax_rate_ppm, :returned)
             ON CONFLICT (id) DO UPDATE SET position = :position, variant_id = :variant_id, title = :title,
                 variant_title = :variant_title, sku = :sku, quantity = :quantity, unit_price_minor = :unit_price,
                 discount_minor = :discount, tax_minor = :tax, tax_class = :tax_class, tax_rate_ppm = :tax_rate_ppm,
                 returned = :returned",
        )?
        .execute(named_params! {
            ":id": item.id,
            ":order_id": order_id,
            ":position": item.position,
            ":variant_id": item.variant_id,
            ":title": item.title,
            ":variant_title": item.variant_title,
            ":sku": item.sku,
            ":quantity": item.quantity,
            ":unit_price": item.unit_price.amount,
            ":discount": item.discount.amount,
            ":tax": item.tax.amount,
            ":tax_class": item.tax_class,
            ":tax_rate_ppm": item.tax_rate_ppm,
            ":returned": item.returned,
        })?;
    Ok(())
}

fn write_payment(connection: &Connection, order_id: Id<id::Order>, payment: &Payment) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO payments (id, order_id, kind, method, amount_minor, state, reference, tendered_minor, refund_of,
                                   stored_method_id, gift_card_id, return_id, reason, paid_at)
             VALUES (:id, :order_id, :kind, :method, :amount, :state, :reference, :tendered, :refund_of,
                     :stored_method_id, :gift_card_id, :return_id, :reason, :paid_at)
             ON CONFLICT (id) DO UPDATE SET amount_minor = :amount, state = :state, reference = :reference,
                 paid_at = :paid_at, reason = :reason",
        )?
        .execute(named_params! {
            ":id": payment.id,
            ":order_id": order_id,
            ":kind": payment.kind,
            ":method": payment.method,
            ":amount": payment.amount.amount,
            ":state": payment.state,
            ":reference": payment.reference,
            ":tendered": payment.tendered.map(|money| money.amount),
            ":refund_of": payment.refund_of,
            ":stored_method_id": payment.instrument.stored_method_id,
            ":gift_card_id": payment.instrument.gift_card_id,
            ":return_id": payment.instrument.return_id,
            ":reason": payment.reason,
            ":paid_at": payment.paid_at,
        })?;
    Ok(())
}

fn write_fulfilment(connection: &Connection, order_id: Id<id::Order>, parcel: &Fulfilment) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO fulfilments (id, order_id, state, carrier, tracking_number, tracking_url, shipped_at,
                                      expected_on, delivered_at, version)
             VALUES (:id, :order_id, :state, :carrier, :tracking_number, :tracking_url, :shipped_at,
                     :expected_on, :delivered_at, :version)
             ON CONFLICT (id) DO UPDATE SET state = :state, carrier = :carrier, tracking_number = :tracking_number,
                 tracking_url = :tracking_url, shipped_at = :shipped_at, expected_on = :expected_on,
                 delivered_at = :delivered_at, version = :version",
        )?
        .execute(named_params! {
            ":id": parcel.id,
            ":order_id": order_id,
            ":state": parcel.state,
            ":carrier": parcel.carrier,
            ":tracking_number": parcel.tracking_number,
            ":tracking_url": parcel.tracking_url,
            ":shipped_at": parcel.shipped_at,
            ":expected_on": parcel.expected_on.map(|date| date.to_string()),
            ":delivered_at": parcel.delivered_at,
            ":version": parcel.version,
        })?;
    for line in &parcel.lines {
        connection
            .prepare_cached(
                "INSERT INTO fulfilment_lines (fulfilment_id, line_item_id, quantity)
                 VALUES (:fulfilment_id, :line_item_id, :quantity)
                 ON CONFLICT (fulfilment_id, line_item_id) DO UPDATE SET quantity = :quantity",
            )?
            .execute(named_params! {
                ":fulfilment_id": parcel.id,
                ":line_item_id": line.line_item_id,
                ":quantity": line.quantity,
            })?;
    }
    Ok(())
}

/// Positions count from 1.
fn position(index: usize) -> i64 {
    i64::try_from(index + 1).unwrap_or(i64::MAX)
}

fn add_steps(connection: &Connection, id: Id<id::Order>, known: usize, steps: &[Transition]) -> Result<()> {
    for (index, step) in steps.iter().enumerate().skip(known) {
        connection
            .prepare_cached(
                "INSERT INTO order_transitions (order_id, position, from_status, to_status, actor, actor_name, reason,
                                                moved_at)
                 VALUES (:order_id, :position, :from_status, :to_status, :actor, :actor_name, :reason, :moved_at)",
            )?
            .execute(named_params! {
                ":order_id": id,
                ":position": position(index),
                ":from_status": step.from,
                ":to_status": step.to,
                ":actor": step.actor,
                ":actor_name": step.actor_name,
                ":reason": step.reason,
                ":moved_at": step.moved_at,
            })?;
    }
    Ok(())
}

fn add_happenings(
    connection: &Connection,
    id: Id<id::Order>,
    known: usize,
    happenings: &[Happening],
) -> Result<()> {
    for (index, happening) in happenings.iter().enumerate().skip(known) {
        connection
            .prepare_cached(
                "INSERT INTO order_events (order_id, position, kind, actor, actor_name, reason, details, at)
                 VALUES (:order_id, :position, :kind, :actor, :actor_name, :reason, :details, :at)",
            )?
            .execute(named_params! {
                ":order_id": id,
                ":position": position(index),
                ":kind": happening.kind,
                ":actor": happening.actor,
                ":actor_name": happening.actor_name,
                ":reason": happening.reason,
                ":details": happening.details.to_string(),
                ":at": happening.at,
            })?;
    }
    Ok(())
}
