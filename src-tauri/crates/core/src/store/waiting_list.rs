//! Tables `waiting_list` and `waiting_variants`: who waits for what is sold out.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Contact, Conversation, Id, Message, Product, Variant, WaitingEntry};
use crate::waiting_list::{Entry, Listing, State};

const ENTRY: &str =
    "w.id, w.contact_id, w.conversation_id, w.product_id, w.state, w.why, w.promised_at, w.expires_at,
     w.fulfilled_at, w.variant_id, w.message_id, w.version";

/// Promises that are still open, by `:now`.
const WAITS: &str = "w.state = 'waits' AND w.expires_at > :now";

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: row.get("id")?,
        contact_id: row.get("contact_id")?,
        conversation_id: row.get("conversation_id")?,
        product_id: row.get("product_id")?,
        state: row.get("state")?,
        why: row.get("why")?,
        promised_at: row.get("promised_at")?,
        expires_at: row.get("expires_at")?,
        fulfilled_at: row.get("fulfilled_at")?,
        variant_id: row.get("variant_id")?,
        message_id: row.get("message_id")?,
        version: row.get("version")?,
    })
}

pub(crate) fn insert(tx: &WriteTx<'_>, new: &Entry, variants: &[Id<Variant>]) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO waiting_list (id, contact_id, conversation_id, product_id, state, promised_at, expires_at, version)
             VALUES (:id, :contact, :conversation, :product, :state, :promised, :expires, :version)",
        )?
        .execute(named_params! {
            ":id": new.id,
            ":contact": new.contact_id,
            ":conversation": new.conversation_id,
            ":product": new.product_id,
            ":state": new.state,
            ":promised": new.promised_at,
            ":expires": new.expires_at,
            ":version": new.version,
        })?;
    let mut insert = tx
        .sql()
        .prepare_cached("INSERT OR IGNORE INTO waiting_variants (variant_id, entry_id) VALUES (?1, ?2)")?;
    for variant in variants {
        insert.execute((variant, new.id))?;
    }
    Ok(())
}

/// Everything that may change of an entry.
pub(crate) fn update(tx: &WriteTx<'_>, entry: &Entry) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE waiting_list SET state = :state, why = :why, fulfilled_at = :fulfilled, variant_id = :variant,
                    message_id = :message, expires_at = :expires, version = version + 1
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": entry.id,
            ":state": entry.state,
            ":why": entry.why,
            ":fulfilled": entry.fulfilled_at,
            ":variant": entry.variant_id,
            ":message": entry.message_id,
            ":expires": entry.expires_at,
        })?;
    Ok(())
}

pub(crate) fn find(connection: &Connection, id: Id<WaitingEntry>) -> Result<Option<Entry>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {ENTRY} FROM waiting_list w WHERE w.id = :id"))?
        .query_row(named_params! { ":id": id }, entry)
        .optional()?)
}

pub(crate) fn by_message(connection: &Connection, id: Id<Message>) -> Result<Option<Entry>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {ENTRY} FROM waiting_list w WHERE w.message_id = :id"))?
        .query_row(named_params! { ":id": id }, entry)
        .optional()?)
}

pub(crate) fn variants(connection: &Connection, id: Id<WaitingEntry>) -> Result<Vec<Id<Variant>>> {
    let mut statement = connection
        .prepare_cached("SELECT variant_id FROM waiting_variants WHERE entry_id = :id ORDER BY variant_id")?;
    Ok(statement
        .query_map(named_params! { ":id": id }, |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Whether somebody waits for a variant. Asked at every change of stock.
pub(crate) fn is_awaited(connection: &Connection, variant: Id<Variant>, now: Timestamp) -> Result<bool> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT 1 FROM waiting_variants v CROSS JOIN waiting_list w ON w.id = v.entry_id
             WHERE v.variant_id = :variant AND {WAITS} LIMIT 1"
        ))?
        .exists(named_params! { ":variant": variant, ":now": now })?)
}

/// Who has waited longest for a variant.
pub(crate) fn first(connection: &Connection, variant: Id<Variant>, now: Timestamp) -> Result<Option<Entry>> {
    Ok(connection
        .prepare_cached(&format!(
            "SELECT {ENTRY} FROM waiting_variants v CROSS JOIN waiting_list w ON w.id = v.entry_id
             WHERE v.variant_id = :variant AND {WAITS} ORDER BY w.promised_at, w.id LIMIT 1"
        ))?
        .query_row(named_params! { ":variant": variant, ":now": now }, entry)
        .optional()?)
}

/// How many were told of a variant since then and did not order it: a piece each is still theirs to take.
pub(crate) fn told_since(connection: &Connection, variant: Id<Variant>, since: Timestamp) -> Result<i64> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM waiting_list w
             WHERE w.variant_id = :variant AND w.fulfilled_at > :since AND w.state IN ('told', 'owner')
               AND NOT EXISTS (SELECT 1 FROM orders o JOIN line_items l ON l.order_id = o.id
                               WHERE o.contact_id = w.contact_id AND o.created_at >= w.fulfilled_at
                                 AND l.variant_id = w.variant_id)",
        )?
        .query_row(named_params! { ":variant": variant, ":since": since }, |row| row.get(0))?)
}

/// What a contact waits for, the oldest first.
pub(crate) fn of_contact(
    connection: &Connection,
    contact: Id<Contact>,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<Entry>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {ENTRY} FROM waiting_list w WHERE w.contact_id = :contact AND {WAITS}
         ORDER BY w.promised_at, w.id LIMIT :limit"
    ))?;
    let rows =
        statement.query_map(named_params! { ":contact": contact, ":now": now, ":limit": limit }, entry)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Ends what a contact waits for, or what was promised in a conversation.
pub(crate) fn stop(
    tx: &WriteTx<'_>,
    contact: Id<Contact>,
    conversation: Id<Conversation>,
) -> Result<Vec<Id<Product>>> {
    let mut statement = tx.sql().prepare_cached(
        "UPDATE waiting_list SET state = 'stopped', version = version + 1
         WHERE state IN ('waits', 'owner') AND (contact_id = :contact OR conversation_id = :conversation)
         RETURNING product_id",
    )?;
    let rows = statement
        .query_map(named_params! { ":contact": contact, ":conversation": conversation }, |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Entries of these states with what people call their objects, the oldest first.
pub(crate) fn list(
    connection: &Connection,
    state: State,
    product: Option<Id<Product>>,
    now: Timestamp,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<Listing>> {
    let (after_time, after_id) = after.unwrap_or((i64::MIN, String::new()));
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {ENTRY}, coalesce(nullif(trim(c.display_name), ''), i.address) AS contact_name, p.title AS product_title, t.channel AS channel,
                (SELECT json_group_array(x.title) FROM (
                    SELECT u.title FROM waiting_variants v JOIN variants u ON u.id = v.variant_id
                    WHERE v.entry_id = w.id ORDER BY u.position LIMIT 4) x) AS variants,
                (SELECT count(*) FROM waiting_variants v WHERE v.entry_id = w.id) AS variant_count,
                (SELECT u.title FROM variants u WHERE u.id = w.variant_id) AS came
         FROM waiting_list w CROSS JOIN contacts c ON c.id = w.contact_id
              CROSS JOIN products p ON p.id = w.product_id CROSS JOIN conversations t ON t.id = w.conversation_id
              CROSS JOIN contact_identities i ON i.id = t.identity_id
         WHERE w.state = :state AND (w.promised_at, w.id) > (:after_time, :after_id)
           AND (w.state != 'waits' OR w.expires_at > :now) AND (:product IS NULL OR w.product_id = :product)
         ORDER BY w.promised_at, w.id LIMIT :limit"
    ))?;
    let rows = statement.query_map(
        named_params! {
            ":state": state,
            ":now": now,
            ":product": product,
            ":after_time": after_time,
            ":after_id": after_id,
            ":limit": limit,
        },
        |row| {
            let variants: String = row.get("variants")?;
            Ok(Listing {
                entry: entry(row)?,
                contact_name: row.get("contact_name")?,
                product_title: row.get("product_title")?,
                channel: row.get("channel")?,
                variants: serde_json::from_str(&variants).unwrap_or_default(),
                variant_count: row.get("variant_count")?,
                came: row.get("came")?,
            })
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many wait, and how many are for the owner to tell.
pub(crate) fn counts(
    connection: &Connection,
    product: Option<Id<Product>>,
    now: Timestamp,
) -> Result<(i64, i64)> {
    let (filter, index) = match product {
        Some(_) => ("w.product_id = :product AND", "waiting_list_by_product"),
        None => (":product IS NULL AND", "waiting_list_by_state"),
    };
    Ok(connection
        .prepare_cached(&format!(
            "SELECT coalesce(sum(w.state = 'waits'), 0), coalesce(sum(w.state = 'owner'), 0)
             FROM waiting_list w INDEXED BY {index}
             WHERE {filter} w.state IN ('waits', 'owner') AND (w.state = 'owner' OR w.expires_at > :now)"
        ))?
        .query_row(named_params! { ":product": product, ":now": now }, |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?)
}
