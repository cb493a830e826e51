//! Table `reply_drafts`.

use rusqlite::{Connection, OptionalExtension, named_params};

use crate::conversations::ReplyDraft;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Conversation, Id};

/// Keeps a draft in the place of an earlier one; `dialogue` is what the conversation remembers once it is sent.
pub(crate) fn put(
    tx: &WriteTx<'_>,
    conversation: Id<Conversation>,
    draft: &ReplyDraft,
    dialogue: &str,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO reply_drafts (conversation_id, run_id, text, dialogue, created_at)
             VALUES (:conversation, :run, :text, :dialogue, :now)
             ON CONFLICT (conversation_id) DO UPDATE SET
                 run_id = excluded.run_id, text = excluded.text, dialogue = excluded.dialogue,
                 created_at = excluded.created_at",
        )?
        .execute(named_params! {
            ":conversation": conversation,
            ":run": draft.run_id,
            ":text": draft.text,
            ":dialogue": dialogue,
            ":now": draft.created_at,
        })?;
    Ok(())
}

/// A conversation's draft, with the memory that goes with it.
pub(crate) fn find(
    connection: &Connection,
    conversation: Id<Conversation>,
) -> Result<Option<(ReplyDraft, String)>> {
    Ok(connection
        .prepare_cached(
            "SELECT run_id, text, dialogue, created_at FROM reply_drafts WHERE conversation_id = :conversation",
        )?
        .query_row(named_params! { ":conversation": conversation }, |row| {
            let draft = ReplyDraft {
                run_id: row.get("run_id")?,
                text: row.get("text")?,
                created_at: row.get("created_at")?,
            };
            Ok((draft, row.get("dialogue")?))
        })
        .optional()?)
}

/// `true`: there was one.
pub(crate) fn delete(tx: &WriteTx<'_>, conversation: Id<Conversation>) -> Result<bool> {
    let gone = tx
        .sql()
        .prepare_cached("DELETE FROM reply_drafts WHERE conversation_id = :conversation")?
        .execute(named_params! { ":conversation": conversation })?;
    Ok(gone == 1)
}
