//! Writing a whole order.

use rusqlite::{Connection, named_params};

use crate::error::Result;
use crate::orders::OrderDetail;

/// Writes an order with all that belongs to it, as it stands.
pub(crate) fn insert(connection: &Connection, detail: &OrderDetail) -> Result<()> {
    let order = &detail.order;
    connection
        .prepare_cached(
            "INSERT INTO orders (id, number, contact_id, status, payment_status, currency, subtotal_minor,
                                 shipping_minor, discount_minor, total_minor, ship_to_name, ship_to_address, note,
                                 cancel_reason, placed_at, created_at, updated_at, version)
             VALUES (:id, :number, :contact_id, :status, :payment_status, :currency, :subtotal_minor,
                     :shipping_minor, :discount_minor, :total_minor, :ship_to_name, :ship_to_address, :note,
                     :cancel_reason, :placed_at, :created_at, :updated_at, :version)",
        )?
        .execute(named_params! {
            ":id": order.id,
            ":number": order.number,
            ":contact_id": order.contact_id,
            ":status": order.status,
            ":payment_status": order.payment_status,
            ":currency": order.total.currency,
            ":subtotal_minor": order.subtotal.amount,
            ":shipping_minor": order.shipping.amount,
            ":discount_minor": order.discount.amount,
            ":total_minor": order.total.amount,
            ":ship_to_name": order.ship_to_name,
            ":ship_to_address": order.ship_to_address,
            ":note": order.note,
            ":cancel_reason": order.cancel_reason,
            ":placed_at": order.placed_at,
            ":created_at": order.created_at,
            ":updated_at": order.updated_at,
            ":version": order.version,
        })?;
    line_items(connection, detail)?;
    payments(connection, detail)?;
    fulfilments(connection, detail)?;
    transitions(connection, detail)
}

fn line_items(connection: &Connection, detail: &OrderDetail) -> Result<()> {
    for item in &detail.items {
        connection
            .prepare_cached(
                "INSERT INTO line_items (id, order_id, position, variant_id, title, variant_title, sku, quantity,
                                         unit_price_minor)
                 VALUES (:id, :order_id, :position, :variant_id, :title, :variant_title, :sku, :quantity,
                         :unit_price_minor)",
            )?
            .execute(named_params! {
                ":id": item.id,
                ":order_id": detail.order.id,
                ":position": item.position,
                ":variant_id": item.variant_id,
                ":title": item.title,
                ":variant_title": item.variant_title,
                ":sku": item.sku,
                ":quantity": item.quantity,
                ":unit_price_minor": item.unit_price.amount,
            })?;
    }
    Ok(())
}

fn payments(connection: &Connection, detail: &OrderDetail) -> Result<()> {
    for payment in &detail.payments {
        connection
            .prepare_cached(
                "INSERT INTO payments (id, order_id, kind, method, amount_minor, state, reference, paid_at)
                 VALUES (:id, :order_id, :kind, :method, :amount_minor, :state, :reference, :paid_at)",
            )?
            .execute(named_params! {
                ":id": payment.id,
                ":order_id": detail.order.id,
                ":kind": payment.kind,
                ":method": payment.method,
                ":amount_minor": payment.amount.amount,
                ":state": payment.state,
                ":reference": payment.reference,
                ":paid_at": payment.paid_at,
            })?;
    }
    Ok(())
}

fn fulfilments(connection: &Connection, detail: &OrderDetail) -> Result<()> {
    for parcel in &detail.fulfilments {
        connection
            .prepare_cached(
                "INSERT INTO fulfilments (id, order_id, state, carrier, tracking_number, tracking_url, shipped_at,
                                          expected_on, delivered_at, version)
                 VALUES (:id, :order_id, :state, :carrier, :tracking_number, :tracking_url, :shipped_at,
                         :expected_on, :delivered_at, :version)",
            )?
            .execute(named_params! {
                ":id": parcel.id,
                ":order_id": detail.order.id,
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
                     VALUES (:fulfilment_id, :line_item_id, :quantity)",
                )?
                .execute(named_params! {
                    ":fulfilment_id": parcel.id,
                    ":line_item_id": line.line_item_id,
                    ":quantity": line.quantity,
                })?;
        }
    }
    Ok(())
}

fn transitions(connection: &Connection, detail: &OrderDetail) -> Result<()> {
    for (position, step) in detail.transitions.iter().enumerate() {
        connection
            .prepare_cached(
                "INSERT INTO order_transitions (order_id, position, from_status, to_status, actor, reason, moved_at)
                 VALUES (:order_id, :position, :from_status, :to_status, :actor, :reason, :moved_at)",
            )?
            .execute(named_params! {
                ":order_id": detail.order.id,
                ":position": i64::try_from(position + 1).unwrap_or(i64::MAX),
                ":from_status": step.from,
                ":to_status": step.to,
                ":actor": step.actor,
                ":reason": step.reason,
                ":moved_at": step.moved_at,
            })?;
    }
    Ok(())
}
