//! Statements that only the demo shop needs: counting what there is, and histories written with their own times.

use rusqlite::{Connection, named_params};

use crate::clock::Timestamp;
use crate::conversations::{Author, Channel, Direction, MessageStatus, Provider};
use crate::demo::DemoReport;
use crate::error::Result;
use crate::id::{Contact, Conversation, Id, Identity, Message, Variant};
use crate::orders::Goods;

pub(crate) fn is_empty(connection: &Connection) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT 1 FROM settings) AND NOT EXISTS (SELECT 1 FROM products)
                AND NOT EXISTS (SELECT 1 FROM contacts) AND NOT EXISTS (SELECT 1 FROM orders)",
        )?
        .query_row([], |row| row.get(0))?)
}

pub(crate) fn count(connection: &Connection) -> Result<DemoReport> {
    Ok(connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM products) AS products, (SELECT count(*) FROM variants) AS variants,
                    (SELECT count(*) FROM contacts) AS contacts, (SELECT count(*) FROM orders) AS orders,
                    (SELECT count(*) FROM conversations) AS conversations,
                    (SELECT count(*) FROM messages) AS messages",
        )?
        .query_row([], |row| {
            Ok(DemoReport {
                products: row.get("products")?,
                variants: row.get("variants")?,
                contacts: row.get("contacts")?,
                orders: row.get("orders")?,
                conversations: row.get("conversations")?,
                messages: row.get("messages")?,
            })
        })?)
}

/// A finished conversation.
pub(crate) struct PastConversation<'a> {
    pub id: Id<Conversation>,
    pub contact_id: Id<Contact>,
    pub identity_id: Id<Identity>,
    pub channel: Channel,
    pub shop_address: &'a str,
    pub created_at: Timestamp,
}

/// A message of a finished conversation.
pub(crate) struct PastMessage<'a> {
    pub id: Id<Message>,
    pub direction: Direction,
    pub author: Author,
    pub body: &'a str,
    pub status: MessageStatus,
    pub provider: Provider,
    pub at: Timestamp,
}

/// Writes a closed conversation; `last` is its last message, `last_inbound_at` the customer's last one's time.
pub(crate) fn insert_conversation(
    connection: &Connection,
    conversation: &PastConversation<'_>,
    last: &PastMessage<'_>,
    preview: &str,
    last_inbound_at: Option<Timestamp>,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO conversations (id, contact_id, identity_id, channel, shop_address, state, handler,
                                        last_message_at, last_preview, last_direction, last_inbound_at, created_at)
             VALUES (:id, :contact_id, :identity_id, :channel, :shop_address, 'closed', 'agent',
                     :last_message_at, :last_preview, :last_direction, :last_inbound_at, :created_at)",
        )?
        .execute(named_params! {
            ":id": conversation.id,
            ":contact_id": conversation.contact_id,
            ":identity_id": conversation.identity_id,
            ":channel": conversation.channel,
            ":shop_address": conversation.shop_address,
            ":last_message_at": last.at,
            ":last_preview": preview,
            ":last_direction": last.direction,
            ":last_inbound_at": last_inbound_at,
            ":created_at": conversation.created_at,
        })?;
    Ok(())
}

pub(crate) fn insert_message(
    connection: &Connection,
    conversation_id: Id<Conversation>,
    message: &PastMessage<'_>,
) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO messages (id, conversation_id, direction, author, body, status, provider, created_at,
                                   provider_time, status_at)
             VALUES (:id, :conversation_id, :direction, :author, :body, :status, :provider, :at, :at, :at)",
        )?
        .execute(named_params! {
            ":id": message.id,
            ":conversation_id": conversation_id,
            ":direction": message.direction,
            ":author": message.author,
            ":body": message.body,
            ":status": message.status,
            ":provider": message.provider,
            ":at": message.at,
        })?;
    Ok(())
}

/// Variants of active products, as orders know them.
pub(crate) fn some_goods(connection: &Connection, limit: i64) -> Result<Vec<Goods>> {
    let mut statement = connection.prepare_cached(
        "SELECT v.id FROM products p JOIN variants v ON v.product_id = p.id
         WHERE p.status = 'active' ORDER BY p.search_row, v.position LIMIT :limit",
    )?;
    let ids = statement
        .query_map(named_params! { ":limit": limit }, |row| row.get("id"))?
        .collect::<rusqlite::Result<Vec<Id<Variant>>>>()?;
    let mut goods = Vec::with_capacity(ids.len());
    for id in ids {
        goods.extend(super::orders::goods(connection, id)?);
    }
    Ok(goods)
}
