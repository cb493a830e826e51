//! Table `conversations` and its word index: where each conversation stands, and the inbox. The people behind it
//! (`contacts`, `contact_identities`, `consents`) are only looked at here.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};

use crate::clock::Timestamp;
use crate::conversations::{
    Channel, ConversationListing, ConversationState, Direction, Handler, InboxCounts, InboxFilter, Standing,
};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Contact, Conversation, Id, Identity, Message};

/// Who has an address, and the conversation with them on one of the shop's senders.
pub(crate) struct Known {
    pub identity_id: Id<Identity>,
    pub contact_id: Id<Contact>,
    pub profile_name: Option<String>,
    pub conversation: Option<Standing>,
}

pub(crate) fn known(
    connection: &Connection,
    channel: Channel,
    address: &str,
    shop_address: &str,
) -> Result<Option<Known>> {
    Ok(connection
        .prepare_cached(
            "SELECT i.id AS who, i.contact_id AS person, i.profile_name, c.id, c.contact_id, c.identity_id, c.channel,
                    c.shop_address, c.state, c.handler, c.needs_owner, c.last_inbound_at, c.awaiting_since, c.dialogue,
                    c.version
             FROM contact_identities i
             LEFT JOIN conversations c ON c.identity_id = i.id AND c.shop_address = :shop
             WHERE i.channel = :channel AND i.address = :address",
        )?
        .query_row(
            named_params! { ":channel": channel, ":address": address, ":shop": shop_address },
            |row| {
                let conversation: Option<Id<Conversation>> = row.get("id")?;
                Ok(Known {
                    identity_id: row.get("who")?,
                    contact_id: row.get("person")?,
                    profile_name: row.get("profile_name")?,
                    conversation: conversation.map(|_| standing(row)).transpose()?,
                })
            },
        )
        .optional()?)
}

fn standing(row: &Row<'_>) -> rusqlite::Result<Standing> {
    Ok(Standing {
        id: row.get("id")?,
        contact_id: row.get("contact_id")?,
        identity_id: row.get("identity_id")?,
        channel: row.get("channel")?,
        shop_address: row.get("shop_address")?,
        state: row.get("state")?,
        handler: row.get("handler")?,
        needs_owner: row.get("needs_owner")?,
        last_inbound_at: row.get("last_inbound_at")?,
        awaiting_since: row.get("awaiting_since")?,
        dialogue: row.get("dialogue")?,
        version: row.get("version")?,
    })
}

pub(crate) fn standing_of(connection: &Connection, id: Id<Conversation>) -> Result<Option<Standing>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, contact_id, identity_id, channel, shop_address, state, handler, needs_owner, last_inbound_at,
                    awaiting_since, dialogue, version
             FROM conversations WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id }, standing)
        .optional()?)
}

pub(crate) fn insert(tx: &WriteTx<'_>, new: &Standing) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "INSERT INTO conversations (id, contact_id, identity_id, channel, shop_address, last_message_at, created_at)
             VALUES (:id, :contact, :identity, :channel, :shop, :now, :now)",
        )?
        .execute(named_params! {
            ":id": new.id,
            ":contact": new.contact_id,
            ":identity": new.identity_id,
            ":channel": new.channel,
            ":shop": new.shop_address,
            ":now": tx.now(),
        })?;
    Ok(())
}

/// The newest message of a conversation, for its derived columns.
pub(crate) struct Newest<'a> {
    pub direction: Direction,
    pub preview: &'a str,
    /// Inbound: when the customer sent it.
    pub inbound_at: Option<Timestamp>,
    /// Inbound that a turn is to answer: its id.
    pub awaiting: Option<Id<Message>>,
    /// Outbound: everything the customer wrote is answered by it.
    pub answers: bool,
}

pub(crate) fn advance(tx: &WriteTx<'_>, id: Id<Conversation>, newest: &Newest<'_>) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE conversations SET
                 state = CASE WHEN :inbound THEN 'open' ELSE state END,
                 unread_count = unread_count + :inbound,
                 last_message_at = max(last_message_at, :now),
                 last_preview = :preview,
                 last_direction = :direction,
                 last_inbound_at = CASE WHEN :inbound_at IS NULL THEN last_inbound_at
                     ELSE max(coalesce(last_inbound_at, :inbound_at), :inbound_at) END,
                 awaiting_since = CASE WHEN :answers THEN NULL ELSE coalesce(awaiting_since, :awaiting) END,
                 version = version + 1
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id,
            ":inbound": newest.direction == Direction::Inbound,
            ":direction": newest.direction,
            ":preview": newest.preview,
            ":inbound_at": newest.inbound_at,
            ":awaiting": newest.awaiting,
            ":answers": newest.answers,
            ":now": tx.now(),
        })?;
    Ok(())
}

pub(crate) fn set_handler(tx: &WriteTx<'_>, id: Id<Conversation>, handler: Handler) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE conversations SET handler = :handler, needs_owner = 0, needs_owner_reason = NULL, state = 'open',
                    version = version + 1
             WHERE id = :id",
        )?
        .execute(named_params! { ":id": id, ":handler": handler })?;
    Ok(())
}

/// Marks a conversation as one the owner must look at; `take` also makes the owner its handler.
pub(crate) fn flag(tx: &WriteTx<'_>, id: Id<Conversation>, reason: &str, take: bool) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE conversations SET needs_owner = 1, needs_owner_reason = :reason, state = 'open',
                    handler = CASE WHEN :take THEN 'owner' ELSE handler END, version = version + 1
             WHERE id = :id",
        )?
        .execute(named_params! { ":id": id, ":reason": reason, ":take": take })?;
    Ok(())
}

pub(crate) fn set_state(tx: &WriteTx<'_>, id: Id<Conversation>, state: ConversationState) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE conversations SET state = :state, handler = 'agent', needs_owner = 0, needs_owner_reason = NULL,
                    unread_count = 0, awaiting_since = NULL, version = version + 1
             WHERE id = :id",
        )?
        .execute(named_params! { ":id": id, ":state": state })?;
    Ok(())
}

/// Nothing is unread any more; false when nothing was.
pub(crate) fn mark_read(tx: &WriteTx<'_>, id: Id<Conversation>) -> Result<bool> {
    let changed = tx
        .sql()
        .prepare_cached(
            "UPDATE conversations SET unread_count = 0, version = version + 1 WHERE id = :id AND unread_count > 0",
        )?
        .execute(named_params! { ":id": id })?;
    Ok(changed == 1)
}

/// Keeps what the agent asked and offered; `answered` also ends the wait for an answer.
pub(crate) fn set_dialogue(
    tx: &WriteTx<'_>,
    id: Id<Conversation>,
    dialogue: &str,
    answered: bool,
) -> Result<()> {
    tx.sql()
        .prepare_cached(
            "UPDATE conversations SET dialogue = :dialogue,
                    awaiting_since = CASE WHEN :answered THEN NULL ELSE awaiting_since END
             WHERE id = :id",
        )?
        .execute(named_params! { ":id": id, ":dialogue": dialogue, ":answered": answered })?;
    Ok(())
}

/// Open conversations that the agent handles and has not answered.
pub(crate) fn awaiting_agent(connection: &Connection) -> Result<Vec<Id<Conversation>>> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM conversations WHERE awaiting_since IS NOT NULL AND handler = 'agent' AND state = 'open'",
    )?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<_>>>()?)
}

const LISTING: &str = "c.id, c.contact_id, p.display_name, i.address, i.profile_name, c.channel, c.shop_address, c.state, \
                       c.handler, c.needs_owner, c.needs_owner_reason, c.unread_count, c.last_message_at, \
                       c.last_preview, c.last_direction, c.last_inbound_at, c.awaiting_since, c.version";
const JOINS: &str =
    "JOIN contacts p ON p.id = c.contact_id JOIN contact_identities i ON i.id = c.identity_id";

fn listing(row: &Row<'_>) -> rusqlite::Result<ConversationListing> {
    let channel: Channel = row.get("channel")?;
    let last_inbound_at: Option<Timestamp> = row.get("last_inbound_at")?;
    let profile_name: Option<String> = row.get("profile_name")?;
    let display_name: String = row.get("display_name")?;
    Ok(ConversationListing {
        id: row.get("id")?,
        contact_id: row.get("contact_id")?,
        contact_name: if display_name.is_empty() { profile_name.unwrap_or_default() } else { display_name },
        address: row.get("address")?,
        channel,
        shop_address: row.get("shop_address")?,
        state: row.get("state")?,
        handler: row.get("handler")?,
        needs_owner: row.get("needs_owner")?,
        needs_owner_reason: row.get("needs_owner_reason")?,
        unread_count: row.get("unread_count")?,
        last_message_at: row.get("last_message_at")?,
        last_preview: row.get("last_preview")?,
        last_direction: row.get("last_direction")?,
        last_inbound_at,
        window_closes_at: crate::conversations::window_closes_at(channel, last_inbound_at),
        is_awaiting_answer: row.get::<_, Option<Id<Message>>>("awaiting_since")?.is_some(),
        version: row.get("version")?,
    })
}

pub(crate) fn get(connection: &Connection, id: Id<Conversation>) -> Result<Option<ConversationListing>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {LISTING} FROM conversations c {JOINS} WHERE c.id = :id"))?
        .query_row(named_params! { ":id": id }, listing)
        .optional()?)
}

const fn condition(filter: InboxFilter) -> &'static str {
    match filter {
        InboxFilter::All => "true",
        InboxFilter::NeedsOwner => "c.needs_owner = 1",
        InboxFilter::Agent => "c.state = 'open' AND c.handler = 'agent'",
        InboxFilter::Owner => "c.state = 'open' AND c.handler = 'owner'",
        InboxFilter::Closed => "c.state = 'closed'",
    }
}

/// How the text of a search is compared.
enum Match {
    None,
    /// Three letters and more: through the index, as a quoted phrase.
    Index(String),
    /// Shorter, or too common for the index to narrow it: compared row by row, newest first.
    Rows(String),
}

/// More hits than this are not sorted; the inbox is walked newest first instead, and they turn up soon.
const MOST_SORTED: i64 = 1000;

fn matching(connection: &Connection, text: Option<&str>) -> Result<Match> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(Match::None) };
    let pattern = || {
        let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        format!("%{escaped}%")
    };
    if text.chars().count() < 3 {
        return Ok(Match::Rows(pattern()));
    }
    let phrase = format!("\"{}\"", text.replace('"', "\"\""));
    let hits: i64 = connection
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM conversations_fts WHERE conversations_fts MATCH :phrase LIMIT :most)",
        )?
        .query_row(named_params! { ":phrase": phrase, ":most": MOST_SORTED + 1 }, |row| row.get(0))?;
    Ok(if hits > MOST_SORTED { Match::Rows(pattern()) } else { Match::Index(phrase) })
}

/// A page of the inbox, newest first, after the given sort key.
pub(crate) fn list(
    connection: &Connection,
    filter: InboxFilter,
    text: Option<&str>,
    after: Option<(Timestamp, Id<Conversation>)>,
    limit: i64,
) -> Result<Vec<ConversationListing>> {
    let (source, search) = match matching(connection, text)? {
        Match::None => ("conversations c", None),
        Match::Index(phrase) => (
            "(SELECT rowid AS found FROM conversations_fts WHERE conversations_fts MATCH :text) f \
             CROSS JOIN conversations c ON c.search_row = f.found",
            Some((phrase, "true")),
        ),
        Match::Rows(pattern) => (
            "conversations c",
            Some((pattern, "(p.display_name LIKE :text ESCAPE '\\' OR i.address LIKE :text ESCAPE '\\')")),
        ),
    };
    let compare = search.as_ref().map_or("true", |(_, compare)| compare);
    let from = if after.is_some() { "(c.last_message_at, c.id) < (:at, :id)" } else { "true" };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {LISTING} FROM {source} {JOINS} WHERE {} AND {from} AND {compare}
         ORDER BY c.last_message_at DESC, c.id DESC LIMIT :limit",
        condition(filter)
    ))?;
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":limit", &limit)];
    if let Some((text, _)) = &search {
        parameters.push((":text", text));
    }
    if let Some((at, id)) = &after {
        parameters.push((":at", at));
        parameters.push((":id", id));
    }
    Ok(statement.query_map(parameters.as_slice(), listing)?.collect::<rusqlite::Result<Vec<_>>>()?)
}

pub(crate) fn of_contact(
    connection: &Connection,
    contact: Id<Contact>,
    limit: u32,
) -> Result<Vec<ConversationListing>> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {LISTING} FROM conversations c {JOINS} WHERE c.contact_id = :contact
         ORDER BY c.last_message_at DESC, c.id DESC LIMIT :limit"
    ))?;
    let rows = statement.query_map(named_params! { ":contact": contact, ":limit": limit }, listing)?;
    Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?)
}

/// Every number from a covering index.
pub(crate) fn counts(connection: &Connection) -> Result<InboxCounts> {
    Ok(connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM conversations WHERE needs_owner = 1) AS needs_owner,
                    (SELECT count(*) FROM conversations WHERE state = 'open' AND handler = 'agent') AS agent,
                    (SELECT count(*) FROM conversations WHERE state = 'open' AND handler = 'owner') AS owner,
                    (SELECT count(*) FROM conversations WHERE state = 'closed') AS closed,
                    (SELECT count(*) FROM conversations WHERE unread_count > 0) AS unread_conversations,
                    (SELECT coalesce(sum(unread_count), 0) FROM conversations WHERE unread_count > 0) AS unread_messages",
        )?
        .query_row([], |row| {
            Ok(InboxCounts {
                needs_owner: row.get("needs_owner")?,
                agent: row.get("agent")?,
                owner: row.get("owner")?,
                closed: row.get("closed")?,
                unread_conversations: row.get("unread_conversations")?,
                unread_messages: row.get("unread_messages")?,
            })
        })?)
}

/// The newest consent of an identity to be answered; `None` when never spoken about.
pub(crate) fn consent(connection: &Connection, identity: Id<Identity>) -> Result<Option<bool>> {
    Ok(connection
        .prepare_cached(
            "SELECT granted FROM consents WHERE identity_id = :identity AND purpose = 'service'
             ORDER BY recorded_at DESC, id DESC LIMIT 1",
        )?
        .query_row(named_params! { ":identity": identity }, |row| row.get(0))
        .optional()?)
}

pub(crate) fn insert_consent(
    tx: &mut WriteTx<'_>,
    identity: Id<Identity>,
    granted: bool,
    proof: Id<Message>,
) -> Result<()> {
    let id: Id<crate::id::Consent> = tx.new_id();
    tx.sql()
        .prepare_cached(
            "INSERT INTO consents (id, identity_id, purpose, granted, message_id, recorded_at)
             VALUES (:id, :identity, 'service', :granted, :proof, :now)",
        )?
        .execute(named_params! {
            ":id": id, ":identity": identity, ":granted": granted, ":proof": proof, ":now": tx.now(),
        })?;
    Ok(())
}

pub(crate) fn set_profile_name(tx: &WriteTx<'_>, identity: Id<Identity>, name: Option<&str>) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE contact_identities SET profile_name = :name WHERE id = :identity")?
        .execute(named_params! { ":identity": identity, ":name": name })?;
    Ok(())
}

/// A contact for an address never seen before.
pub(crate) fn insert_identity(
    tx: &mut WriteTx<'_>,
    channel: Channel,
    address: &str,
    profile_name: Option<&str>,
) -> Result<(Id<Identity>, Id<Contact>)> {
    let (identity, contact): (Id<Identity>, Id<Contact>) = (tx.new_id(), tx.new_id());
    let phone = address.starts_with('+').then_some(address);
    tx.sql()
        .prepare_cached(
            "INSERT INTO contacts (id, display_name, phone, created_at, updated_at)
             VALUES (:id, :name, :phone, :now, :now)",
        )?
        .execute(named_params! {
            ":id": contact, ":name": profile_name.unwrap_or_default(), ":phone": phone, ":now": tx.now(),
        })?;
    tx.sql()
        .prepare_cached(
            "INSERT INTO contact_identities (id, contact_id, channel, address, profile_name, created_at)
             VALUES (:id, :contact, :channel, :address, :name, :now)",
        )?
        .execute(named_params! {
            ":id": identity, ":contact": contact, ":channel": channel, ":address": address,
            ":name": profile_name, ":now": tx.now(),
        })?;
    Ok((identity, contact))
}

/// How long the agent waits for the customer's next message (setting `assistant`); `None` when it is switched off.
pub(crate) fn burst_window(connection: &Connection) -> Result<Option<std::time::Duration>> {
    let set: Option<(Option<bool>, Option<u32>)> = connection
        .prepare_cached(
            "SELECT value ->> 'enabled', value ->> 'burst_window_ms' FROM settings WHERE key = 'assistant'",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (enabled, window) = set.unwrap_or_default();
    Ok(enabled.unwrap_or(true).then(|| std::time::Duration::from_millis(window.unwrap_or(4000).into())))
}
