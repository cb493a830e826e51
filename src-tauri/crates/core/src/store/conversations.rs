//! Table `conversations` and its word index: where each conversation stands, and the inbox. The people behind it
//! (`contacts`, `contact_identities`, `consents`) are only looked at here.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, named_params};

use crate::agent::understanding::fold;
use crate::clock::Timestamp;
use crate::conversations::{
    Channel, ConversationListing, ConversationState, Direction, Handler, InboxCounts, InboxFilter, Standing,
};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Contact, Conversation, Id, Message};

/// The conversation with whoever has an address, on one of the shop's senders, and the name that they told last.
pub(crate) fn known(
    connection: &Connection,
    channel: Channel,
    address: &str,
    shop_address: &str,
) -> Result<Option<(Standing, Option<String>)>> {
    Ok(connection
        .prepare_cached(
            "SELECT i.profile_name, c.id, c.contact_id, c.identity_id, c.channel, c.shop_address, c.state, c.handler,
                    c.needs_owner, c.last_inbound_at, c.awaiting_since, c.dialogue, c.version
             FROM contact_identities i JOIN conversations c ON c.identity_id = i.id AND c.shop_address = :shop
             WHERE i.channel = :channel AND i.address = :address",
        )?
        .query_row(
            named_params! { ":channel": channel, ":address": address, ":shop": shop_address },
            |row| Ok((standing(row)?, row.get("profile_name")?)),
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
    /// What the agent asked and offered by it; `None`: as before.
    pub dialogue: Option<&'a str>,
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
                 dialogue = coalesce(:dialogue, dialogue),
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
            ":dialogue": newest.dialogue,
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

pub(crate) const AWAITING_AGENT: &str = "SELECT id FROM conversations INDEXED BY conversations_by_handler
    WHERE awaiting_since IS NOT NULL AND handler = 'agent' AND state = 'open'";

/// Open conversations that the agent handles and has not answered. Reads an entry of an index for each that it handles: asked at
/// the start alone.
pub(crate) fn awaiting_agent(connection: &Connection) -> Result<Vec<Id<Conversation>>> {
    let mut statement = connection.prepare_cached(AWAITING_AGENT)?;
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

/// How a search finds its conversations.
enum Match {
    None,
    /// Parts of names and addresses, through the word index: a quoted phrase of three letters and more, and the rows among
    /// the newest that have it, as JSON.
    Index(String, String),
    /// Beginnings of names, through the contacts' index: less than three letters.
    Beginning(String),
    /// Too common for an index to narrow it: compared row by row, newest first, until the page is full.
    Rows(String),
}

/// More hits than this are not sorted; the inbox is walked newest first instead, and they turn up soon.
const MOST_SORTED: i64 = 1000;

/// Sorts after every name that begins with what stands before it.
const AFTER_ALL: char = '\u{10ffff}';

fn matching(connection: &Connection, text: Option<&str>) -> Result<Match> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(Match::None) };
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    if text.chars().count() < 3 {
        let hits: i64 = connection
            .prepare_cached(
                "SELECT count(*) FROM (SELECT 1 FROM contacts
                 WHERE display_name COLLATE NOCASE >= :text AND display_name COLLATE NOCASE < :end LIMIT :most)",
            )?
            .query_row(
                named_params! { ":text": text, ":end": format!("{text}{AFTER_ALL}"), ":most": MOST_SORTED + 1 },
                |row| row.get(0),
            )?;
        let common = hits > MOST_SORTED;
        return Ok(if common {
            Match::Rows(format!("{escaped}%"))
        } else {
            Match::Beginning(text.to_owned())
        });
    }
    let phrase = format!("\"{}\"", text.replace('"', "\"\""));
    let hits: i64 = connection
        .prepare_cached(
            "SELECT count(*) FROM (SELECT 1 FROM conversations_fts WHERE conversations_fts MATCH :phrase LIMIT :most)",
        )?
        .query_row(named_params! { ":phrase": phrase, ":most": MOST_SORTED + 1 }, |row| row.get(0))?;
    Ok(if hits > MOST_SORTED {
        Match::Rows(format!("%{escaped}%"))
    } else {
        Match::Index(phrase, newest(connection, text)?)
    })
}

/// The conversations that are not in the word index yet: less than a batch of the trigger `conversations_found`.
const NEWEST: &str = "SELECT v.search_row, c.display_name, i.address
    FROM conversations v JOIN contacts c ON c.id = v.contact_id JOIN contact_identities i ON i.id = v.identity_id
    WHERE v.search_row > (SELECT max(search_row) / 64 * 64 FROM conversations)";

/// Those of them with `text` in the name or the address, whatever the case and accents, as a JSON array of rows.
fn newest(connection: &Connection, text: &str) -> Result<String> {
    let text = fold(text);
    let mut statement = connection.prepare_cached(NEWEST)?;
    let mut found: Vec<i64> = Vec::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (name, address): (String, String) = (row.get(1)?, row.get(2)?);
        if fold(&name).contains(&text) || fold(&address).contains(&text) {
            found.push(row.get(0)?);
        }
    }
    Ok(serde_json::to_string(&found)?)
}

/// A page of the inbox, newest first, after the given sort key.
pub(crate) fn list(
    connection: &Connection,
    filter: InboxFilter,
    text: Option<&str>,
    after: Option<(Timestamp, Id<Conversation>)>,
    limit: i64,
) -> Result<Vec<ConversationListing>> {
    let found = matching(connection, text)?;
    let source = match &found {
        Match::None | Match::Rows(_) => "conversations c JOIN contacts p ON p.id = c.contact_id",
        Match::Index(..) => {
            "(SELECT rowid AS found FROM conversations_fts WHERE conversations_fts MATCH :text \
              UNION SELECT value FROM json_each(:newest)) f CROSS JOIN conversations c ON c.search_row = f.found JOIN contacts p ON p.id = c.contact_id"
        }
        Match::Beginning(_) => {
            "(SELECT id, display_name FROM contacts WHERE display_name COLLATE NOCASE >= :text \
              AND display_name COLLATE NOCASE < :end) p CROSS JOIN conversations c ON c.contact_id = p.id"
        }
    };
    let compare = match &found {
        Match::Rows(_) => "(p.display_name LIKE :text ESCAPE '\\' OR i.address LIKE :text ESCAPE '\\')",
        Match::None | Match::Index(..) | Match::Beginning(_) => "true",
    };
    let from = if after.is_some() { "(c.last_message_at, c.id) < (:at, :id)" } else { "true" };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {LISTING} FROM {source} JOIN contact_identities i ON i.id = c.identity_id
         WHERE {} AND {from} AND {compare}
         ORDER BY c.last_message_at DESC, c.id DESC LIMIT :limit",
        condition(filter)
    ))?;
    let end = match &found {
        Match::Beginning(text) => Some(format!("{text}{AFTER_ALL}")),
        _ => None,
    };
    let mut parameters: Vec<(&str, &dyn ToSql)> = vec![(":limit", &limit)];
    if let Match::Index(_, newest) = &found {
        parameters.push((":newest", newest));
    }
    if let Match::Index(text, _) | Match::Beginning(text) | Match::Rows(text) = &found {
        parameters.push((":text", text));
    }
    if let Some(end) = &end {
        parameters.push((":end", end));
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

pub(crate) fn counts(connection: &Connection) -> Result<InboxCounts> {
    Ok(connection
        .prepare_cached(
            "SELECT needs_owner, agent, owner, closed, unread_conversations, unread_messages FROM inbox_counts",
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

#[cfg(test)]
pub(crate) fn tests_rename(tx: &WriteTx<'_>, id: Id<Conversation>, name: &str) -> Result<()> {
    tx.sql().execute(
        "UPDATE contacts SET display_name = ?2 WHERE id = (SELECT contact_id FROM conversations WHERE id = ?1)",
        rusqlite::params![id, name],
    )?;
    Ok(())
}

#[cfg(test)]
pub(crate) fn tests_list_plan(connection: &Connection, filter: InboxFilter) -> Result<String> {
    let mut statement = connection.prepare(&format!(
        "EXPLAIN QUERY PLAN SELECT {LISTING} FROM conversations c {JOINS}
         WHERE {} AND (c.last_message_at, c.id) < (1, 'x') ORDER BY c.last_message_at DESC, c.id DESC LIMIT 51",
        condition(filter)
    ))?;
    let lines = statement.query_map([], |row| row.get::<_, String>("detail"))?;
    Ok(lines.map(|line| line.map(|line| line + "\n")).collect::<rusqlite::Result<_>>()?)
}
