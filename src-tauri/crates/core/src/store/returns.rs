//! Tables `returns`, `return_lines`, `return_transitions`.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};

use super::contacts::containing;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::returns::{
    Replacement, Return, ReturnCounts, ReturnDetail, ReturnFilter, ReturnLine, ReturnPayment, ReturnState,
    ReturnTransition,
};

const HEAD: &str = "r.id, r.number, r.order_id, o.number AS order_number, r.contact_id,
     coalesce(c.display_name, '') AS contact_name, r.kind, r.state, r.currency, r.item_count, r.goods_minor,
     r.replacements_minor, r.restocking_fee_minor, r.shipping_refund_minor, r.refund_to, r.note, r.reason,
     r.issued_gift_card_id, r.created_at, r.updated_at, r.version
     FROM returns r JOIN orders o ON o.id = r.order_id LEFT JOIN contacts c ON c.id = r.contact_id";

fn head(row: &Row<'_>) -> Result<Return> {
    let currency: Currency = row.get("currency")?;
    let money = |column: &str| Ok::<_, rusqlite::Error>(Money::new(row.get(column)?, currency));
    Ok(Return {
        id: row.get("id")?,
        number: row.get("number")?,
        order_id: row.get("order_id")?,
        order_number: row.get("order_number")?,
        contact_id: row.get("contact_id")?,
        contact_name: row.get("contact_name")?,
        kind: row.get("kind")?,
        state: row.get("state")?,
        item_count: row.get("item_count")?,
        goods: money("goods_minor")?,
        replacements: money("replacements_minor")?,
        restocking_fee: money("restocking_fee_minor")?,
        shipping_refund: money("shipping_refund_minor")?,
        refund_to: serde_json::from_str(&row.get::<_, String>("refund_to")?)?,
        note: row.get("note")?,
        reason: row.get("reason")?,
        issued_gift_card_id: row.get("issued_gift_card_id")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::Return>) -> Result<Option<Return>> {
    connection
        .prepare_cached(&format!("SELECT {HEAD} WHERE r.id = :id"))?
        .query_row(named_params! { ":id": id }, |row| Ok(head(row)))
        .optional()?
        .transpose()
}

/// Oldest first.
pub(crate) fn of_order(connection: &Connection, order_id: Id<id::Order>) -> Result<Vec<Return>> {
    let mut statement = connection
        .prepare_cached(&format!("SELECT {HEAD} WHERE r.order_id = :order_id ORDER BY r.created_at, r.id"))?;
    let mut rows = statement.query(named_params! { ":order_id": order_id })?;
    let mut heads = Vec::new();
    while let Some(row) = rows.next()? {
        heads.push(head(row)?);
    }
    Ok(heads)
}

/// Newest first. Each filter that is absent leaves no trace in the statement, so that its index is used.
pub(crate) fn list(
    connection: &Connection,
    filter: &ReturnFilter,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<Return>> {
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let number = text.map(|text| containing(text.trim_start_matches('#')).split_off(1));
    let name = text.map(containing);
    let (after_time, after_id) = after.unzip();
    let mut conditions = vec!["1"];
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":limit", &limit)];
    if filter.state.is_some() {
        conditions.push("r.state = :state");
        parameters.push((":state", &filter.state));
    }
    if filter.open {
        conditions.push("r.state IN ('requested', 'approved', 'received', 'settled')");
    }
    if filter.order_id.is_some() {
        conditions.push("r.order_id = :order_id");
        parameters.push((":order_id", &filter.order_id));
    }
    if filter.contact_id.is_some() {
        conditions.push("r.contact_id = :contact_id");
        parameters.push((":contact_id", &filter.contact_id));
    }
    if text.is_some() {
        conditions.push(r"(r.number LIKE :number ESCAPE '\' OR c.display_name LIKE :name ESCAPE '\')");
        parameters.push((":number", &number));
        parameters.push((":name", &name));
    }
    if after_time.is_some() {
        conditions.push("(r.created_at, r.id) < (:after_time, :after_id)");
        parameters.push((":after_time", &after_time));
        parameters.push((":after_id", &after_id));
    }
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {HEAD} WHERE {} ORDER BY r.created_at DESC, r.id DESC LIMIT :limit",
        conditions.join(" AND ")
    ))?;
    let mut rows = statement.query(parameters.as_slice())?;
    let mut heads = Vec::new();
    while let Some(row) = rows.next()? {
        heads.push(head(row)?);
    }
    Ok(heads)
}

pub(crate) fn counts(connection: &Connection, cap: i64) -> Result<ReturnCounts> {
    let count = |state: ReturnState| -> Result<i64> {
        Ok(connection
            .prepare_cached("SELECT count(*) FROM (SELECT 1 FROM returns WHERE state = :state LIMIT :cap)")?
            .query_row(named_params! { ":state": state, ":cap": cap }, |row| row.get(0))?)
    };
    Ok(ReturnCounts {
        requested: count(ReturnState::Requested)?,
        approved: count(ReturnState::Approved)?,
        received: count(ReturnState::Received)?,
        settled: count(ReturnState::Settled)?,
    })
}

pub(crate) fn lines(
    connection: &Connection,
    id: Id<id::Return>,
    currency: Currency,
) -> Result<Vec<ReturnLine>> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, r.position, r.line_item_id, l.variant_id, l.title, l.variant_title, l.sku, r.quantity, r.reason,
                r.note, r.refund_minor, r.replacement_variant_id, r.replacement_title, r.replacement_sku,
                r.replacement_price_minor, r.accepted, r.condition, r.disposition,
                (SELECT i.id FROM images i WHERE i.product_id = v.product_id
                 ORDER BY i.colour IS v.colour DESC, i.position LIMIT 1) AS image_id
         FROM return_lines r JOIN line_items l ON l.id = r.line_item_id LEFT JOIN variants v ON v.id = l.variant_id
         WHERE r.return_id = :id ORDER BY r.position",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| {
        let replacement = match row.get::<_, Option<Id<id::Variant>>>("replacement_variant_id")? {
            Some(variant_id) => Some(Replacement {
                variant_id,
                title: row.get("replacement_title")?,
                sku: row.get("replacement_sku")?,
                unit_price: Money::new(
                    row.get::<_, Option<i64>>("replacement_price_minor")?.unwrap_or(0),
                    currency,
                ),
            }),
            None => None,
        };
        Ok(ReturnLine {
            id: row.get("id")?,
            position: row.get("position")?,
            line_item_id: row.get("line_item_id")?,
            variant_id: row.get("variant_id")?,
            title: row.get("title")?,
            variant_title: row.get("variant_title")?,
            sku: row.get("sku")?,
            image_id: row.get("image_id")?,
            quantity: row.get("quantity")?,
            reason: row.get("reason")?,
            note: row.get("note")?,
            refund: Money::new(row.get("refund_minor")?, currency),
            replacement,
            accepted: row.get("accepted")?,
            condition: row.get("condition")?,
            disposition: row.get("disposition")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn transitions(connection: &Connection, id: Id<id::Return>) -> Result<Vec<ReturnTransition>> {
    let mut statement = connection.prepare_cached(
        "SELECT from_state, to_state, actor, note, moved_at FROM return_transitions
         WHERE return_id = :id ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| {
        Ok(ReturnTransition {
            from: row.get("from_state")?,
            to: row.get("to_state")?,
            actor: row.get("actor")?,
            note: row.get("note")?,
            moved_at: row.get("moved_at")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn payments(
    connection: &Connection,
    id: Id<id::Return>,
    currency: Currency,
) -> Result<Vec<ReturnPayment>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.id, p.kind, p.method, p.amount_minor, p.stored_method_id
         FROM returns r JOIN payments p ON p.order_id = r.order_id AND p.return_id = r.id
         WHERE r.id = :id ORDER BY p.paid_at, p.id",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| {
        Ok(ReturnPayment {
            id: row.get("id")?,
            kind: row.get("kind")?,
            method: row.get("method")?,
            amount: Money::new(row.get("amount_minor")?, currency),
            stored_method_id: row.get("stored_method_id")?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many returns an order ever had.
pub(crate) fn count_of_order(connection: &Connection, order_id: Id<id::Order>) -> Result<i64> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM returns WHERE order_id = :order_id")?
        .query_row(named_params! { ":order_id": order_id }, |row| row.get(0))?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, detail: &ReturnDetail) -> Result<()> {
    let head = &detail.head;
    tx.sql()
        .prepare_cached(
            "INSERT INTO returns (id, number, order_id, contact_id, kind, state, currency, item_count, goods_minor,
                                  replacements_minor, restocking_fee_minor, shipping_refund_minor, refund_to, note,
                                  reason, created_at, updated_at, version)
             VALUES (:id, :number, :order_id, :contact_id, :kind, :state, :currency, :item_count, :goods,
                     :replacements, :fee, :shipping, :refund_to, :note, :reason, :created_at, :updated_at, :version)",
        )?
        .execute(named_params! {
            ":id": head.id,
            ":number": head.number,
            ":order_id": head.order_id,
            ":contact_id": head.contact_id,
            ":kind": head.kind,
            ":state": head.state,
            ":currency": head.currency(),
            ":item_count": head.item_count,
            ":goods": head.goods.amount,
            ":replacements": head.replacements.amount,
            ":fee": head.restocking_fee.amount,
            ":shipping": head.shipping_refund.amount,
            ":refund_to": serde_json::to_string(&head.refund_to)?,
            ":note": head.note,
            ":reason": head.reason,
            ":created_at": head.created_at,
            ":updated_at": head.updated_at,
            ":version": head.version,
        })?;
    let mut statement = tx.sql().prepare_cached(
        "INSERT INTO return_lines (id, return_id, position, line_item_id, quantity, reason, note, refund_minor,
                                   replacement_variant_id, replacement_title, replacement_sku, replacement_price_minor)
         VALUES (:id, :return_id, :position, :line_item_id, :quantity, :reason, :note, :refund, :variant, :title, :sku,
                 :price)",
    )?;
    for line in &detail.lines {
        let new = line.replacement.as_ref();
        statement.execute(named_params! {
            ":id": line.id,
            ":return_id": head.id,
            ":position": line.position,
            ":line_item_id": line.line_item_id,
            ":quantity": line.quantity,
            ":reason": line.reason,
            ":note": line.note,
            ":refund": line.refund.amount,
            ":variant": new.map(|new| new.variant_id),
            ":title": new.map_or("", |new| new.title.as_str()),
            ":sku": new.and_then(|new| new.sku.as_deref()),
            ":price": new.map(|new| new.unit_price.amount),
        })?;
    }
    Ok(())
}

/// Writes what may change of a return, as its next version.
pub(crate) fn update(tx: &WriteTx<'_>, head: &Return) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE returns SET state = :state, goods_minor = :goods, replacements_minor = :replacements,
                    restocking_fee_minor = :fee, shipping_refund_minor = :shipping, refund_to = :refund_to,
                    reason = :reason, issued_gift_card_id = :card, updated_at = :now, version = version + 1
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":state": head.state,
            ":goods": head.goods.amount,
            ":replacements": head.replacements.amount,
            ":fee": head.restocking_fee.amount,
            ":shipping": head.shipping_refund.amount,
            ":refund_to": serde_json::to_string(&head.refund_to)?,
            ":reason": head.reason,
            ":card": head.issued_gift_card_id,
            ":now": tx.now(),
            ":id": head.id,
        })?;
    Ok(())
}

pub(crate) fn set_inspected(tx: &WriteTx<'_>, line: &ReturnLine) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE return_lines SET accepted = :accepted, condition = :condition, disposition = :disposition
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":accepted": line.accepted,
            ":condition": line.condition,
            ":disposition": line.disposition,
            ":id": line.id,
        })?;
    Ok(())
}

pub(crate) fn insert_transition(
    tx: &WriteTx<'_>,
    id: Id<id::Return>,
    from: Option<ReturnState>,
    to: ReturnState,
    note: &str,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO return_transitions (return_id, position, from_state, to_state, actor, note, moved_at)
             VALUES (:id, (SELECT count(*) FROM return_transitions WHERE return_id = :id), :from, :to, :actor, :note,
                     :now)",
        )?
        .execute(named_params! {
            ":id": id,
            ":from": from,
            ":to": to,
            ":actor": tx.by().actor,
            ":note": note,
            ":now": tx.now(),
        })?;
    Ok(())
}
