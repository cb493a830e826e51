//! What stands in a shop's file, counted; and laying to rest what a restored file was in the middle of.

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

/// What a backup was in the middle of happened since, or did not: nobody can tell from the file. So nothing of it goes on by
/// itself. Imports stop where they were, what waited to be sent is the owner's to send again, and the assistant is off: its
/// channel brings the messages of the meantime once more, and they were answered already.
const REST: &str = r#"
    UPDATE imports SET state = CASE state WHEN 'checking' THEN 'analysed' WHEN 'running' THEN 'paused' ELSE 'failed' END
    WHERE state IN ('checking', 'running', 'undoing');
    UPDATE exports SET state = 'failed', error = 'The shop was restored from a backup meanwhile.' WHERE state = 'running';
    UPDATE messages SET status = 'failed', error_code = 'restored'
    WHERE direction = 'outbound' AND status IN ('queued', 'sending') AND provider_id IS NULL;
    DELETE FROM jobs WHERE kind IN ('run_import', 'run_export', 'back_up', 'answer_conversation', 'send_message');
    INSERT INTO settings (key, value, updated_at) VALUES ('assistant', '{"enabled":false}', unixepoch() * 1000)
    ON CONFLICT (key) DO UPDATE SET value = json_set(value, '$.enabled', json('false')), version = version + 1,
        updated_at = unixepoch() * 1000;
"#;

/// Lays to rest what the file of a backup was in the middle of. It must be of this program's schema.
pub(crate) fn lay_to_rest(connection: &Connection) -> Result<()> {
    connection.execute_batch(REST)?;
    Ok(())
}
