//! Table `identity_codes`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::clock::Timestamp;
use crate::codes::{Ended, MailState};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Contact, Conversation, Id, IdentityCode};
use crate::mail::MailProblem;

pub(crate) struct NewCode<'a> {
    pub id: Id<IdentityCode>,
    pub conversation_id: Id<Conversation>,
    pub contact_id: Option<Id<Contact>>,
    pub claim: &'a [u8],
    pub language: &'a str,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

pub(crate) struct StoredCode {
    pub id: Id<IdentityCode>,
    pub conversation_id: Id<Conversation>,
    pub contact_id: Option<Id<Contact>>,
    pub language: String,
    pub salt: Option<Vec<u8>>,
    pub hash: Option<Vec<u8>>,
    pub tries: u32,
    pub attempts: u32,
    pub mail: MailState,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub ended: Option<Ended>,
}

const COLUMNS: &str = "id, conversation_id, contact_id, language, salt, hash, tries, attempts, mail, created_at, expires_at, ended";

fn stored(row: &Row<'_>) -> rusqlite::Result<StoredCode> {
    Ok(StoredCode {
        id: row.get("id")?,
        conversation_id: row.get("conversation_id")?,
        contact_id: row.get("contact_id")?,
        language: row.get("language")?,
        salt: row.get("salt")?,
        hash: row.get("hash")?,
        tries: row.get("tries")?,
        attempts: row.get("attempts")?,
        mail: row.get("mail")?,
        created_at: row.get("created_at")?,
        expires_at: row.get("expires_at")?,
        ended: row.get("ended")?,
    })
}

pub(crate) fn insert(tx: &WriteTx<'_>, new: &NewCode<'_>) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO identity_codes (id, conversation_id, contact_id, claim, language, mail, created_at, expires_at)
             VALUES (:id, :conversation, :contact, :claim, :language, 'queued', :created, :expires)",
        )?
        .execute(named_params! {
            ":id": new.id,
            ":conversation": new.conversation_id,
            ":contact": new.contact_id,
            ":claim": new.claim,
            ":language": new.language,
            ":created": new.created_at,
            ":expires": new.expires_at,
        })?;
    Ok(())
}

pub(crate) fn find(connection: &Connection, id: Id<IdentityCode>) -> Result<Option<StoredCode>> {
    let sql = format!("SELECT {COLUMNS} FROM identity_codes WHERE id = :id");
    Ok(connection.prepare_cached(&sql)?.query_row(named_params! { ":id": id }, stored).optional()?)
}

/// The newest of a conversation that has not ended.
pub(crate) fn open(connection: &Connection, conversation: Id<Conversation>) -> Result<Option<StoredCode>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM identity_codes WHERE conversation_id = :conversation AND ended IS NULL
         ORDER BY created_at DESC, id DESC LIMIT 1"
    );
    let found =
        connection.prepare_cached(&sql)?.query_row(named_params! { ":conversation": conversation }, stored);
    Ok(found.optional()?)
}

/// How many a conversation asked for since then.
pub(crate) fn of_conversation(
    connection: &Connection,
    conversation: Id<Conversation>,
    since: Timestamp,
) -> Result<u32> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM identity_codes WHERE conversation_id = :conversation AND created_at > :since",
        )?
        .query_row(named_params! { ":conversation": conversation, ":since": since }, |row| row.get(0))?)
}

/// How many were asked for under the same words since then.
pub(crate) fn of_claim(connection: &Connection, claim: &[u8], since: Timestamp) -> Result<u32> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM identity_codes WHERE claim = :claim AND created_at > :since")?
        .query_row(named_params! { ":claim": claim, ":since": since }, |row| row.get(0))?)
}

/// How many were meant for an address since then, whichever contact has it.
pub(crate) fn of_address(connection: &Connection, email: &str, since: Timestamp) -> Result<u32> {
    Ok(connection
        .prepare_cached(
            "SELECT count(*) FROM contacts c JOIN identity_codes k ON k.contact_id = c.id
             WHERE c.email = :email AND k.created_at > :since",
        )?
        .query_row(named_params! { ":email": email, ":since": since }, |row| row.get(0))?)
}

/// A mail is on its way from now on: the code is what it is compared with, if it is anybody's.
pub(crate) fn begin_attempt(
    tx: &WriteTx<'_>,
    id: Id<IdentityCode>,
    secret: Option<(&[u8], &[u8])>,
    expires_at: Timestamp,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE identity_codes
             SET salt = :salt, hash = :hash, attempts = attempts + 1, mail = 'trying', attempted_at = :now, expires_at = :expires
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id,
            ":salt": secret.map(|(salt, _)| salt),
            ":hash": secret.map(|(_, hash)| hash),
            ":now": tx.now(),
            ":expires": expires_at,
        })?;
    Ok(())
}

pub(crate) fn set_mail(
    tx: &WriteTx<'_>,
    id: Id<IdentityCode>,
    mail: MailState,
    problem: Option<MailProblem>,
) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE identity_codes SET mail = :mail, problem = :problem WHERE id = :id")?
        .execute(named_params! { ":id": id, ":mail": mail, ":problem": problem })?;
    Ok(())
}

pub(crate) fn count_try(tx: &WriteTx<'_>, id: Id<IdentityCode>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE identity_codes SET tries = tries + 1 WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

/// It counts no more, and nothing is left to compare with.
pub(crate) fn end(tx: &WriteTx<'_>, id: Id<IdentityCode>, ended: Ended) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE identity_codes SET ended = :ended, ended_at = :now, salt = NULL, hash = NULL
             WHERE id = :id AND ended IS NULL",
        )?
        .execute(named_params! { ":id": id, ":ended": ended, ":now": tx.now() })?;
    Ok(())
}

/// Ends what a conversation has open.
pub(crate) fn end_all(tx: &WriteTx<'_>, conversation: Id<Conversation>, ended: Ended) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE identity_codes SET ended = :ended, ended_at = :now, salt = NULL, hash = NULL
             WHERE conversation_id = :conversation AND ended IS NULL",
        )?
        .execute(named_params! { ":conversation": conversation, ":ended": ended, ":now": tx.now() })?;
    Ok(())
}

/// The newest mail that was tried: when, and what hindered it.
pub(crate) fn newest_attempt(
    connection: &Connection,
) -> Result<Option<(Timestamp, MailState, Option<MailProblem>)>> {
    Ok(connection
        .prepare_cached(
            "SELECT attempted_at, mail, problem FROM identity_codes WHERE attempted_at IS NOT NULL
             ORDER BY created_at DESC, id DESC LIMIT 1",
        )?
        .query_row([], |row| Ok((row.get("attempted_at")?, row.get("mail")?, row.get("problem")?)))
        .optional()?)
}

pub(crate) fn prune(tx: &WriteTx<'_>, before: Timestamp, at_once: u32) -> Result<usize> {
    Ok(tx
        .sql()
        .prepare_cached(
            "DELETE FROM identity_codes WHERE id IN
                 (SELECT id FROM identity_codes WHERE created_at < :before ORDER BY created_at LIMIT :most)",
        )?
        .execute(named_params! { ":before": before, ":most": at_once })?)
}
