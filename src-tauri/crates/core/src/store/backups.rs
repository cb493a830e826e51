//! What stands in a shop's file, counted.

use rusqlite::Connection;

use crate::backups::Contents;
use crate::error::Result;

pub(crate) fn contents(connection: &Connection, shop_name: String) -> Result<Contents> {
    let has_operations =
        connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'operations'")?.exists([])?;
    let newest_change_at = if has_operations {
        // Ids grow with time: the greatest is the newest.
        connection
            .query_row("SELECT (SELECT at FROM operations ORDER BY id DESC LIMIT 1)", [], |row| row.get(0))?
    } else {
        None
    };
    Ok(connection.query_row(
        "SELECT (SELECT count(*) FROM products) AS products, (SELECT count(*) FROM variants) AS variants,
                (SELECT count(*) FROM contacts) AS contacts, (SELECT count(*) FROM orders) AS orders,
                (SELECT count(*) FROM conversations) AS conversations, (SELECT count(*) FROM messages) AS messages,
                (SELECT created_at FROM messages ORDER BY id DESC LIMIT 1) AS newest_message_at,
                (SELECT max(created_at) FROM orders) AS newest_order_at",
        [],
        |row| {
            Ok(Contents {
                shop_name,
                products: row.get("products")?,
                variants: row.get("variants")?,
                contacts: row.get("contacts")?,
                orders: row.get("orders")?,
                conversations: row.get("conversations")?,
                messages: row.get("messages")?,
                newest_message_at: row.get("newest_message_at")?,
                newest_order_at: row.get("newest_order_at")?,
                newest_change_at,
            })
        },
    )?)
}
