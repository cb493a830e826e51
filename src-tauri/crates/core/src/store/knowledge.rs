//! Tables `knowledge_entries` and `knowledge_chunks`, and the counter of their changes.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use super::contacts::containing;
use super::counters;
use super::embeddings::ContentHash;
use crate::error::Result;
use crate::id::{self, Id};
use crate::knowledge_base::{Chunk, Entry, EntryFilter, EntryKind, EntryListing, EntryTerms, content_hash};

/// The number of the last change, of entries or of what is known of their meaning.
const REVISION: &str = "knowledge.revision";

const ENTRY: &str =
    "id, kind, title, wordings, body, format, language, source, enabled, created_at, updated_at, version";

fn entry(row: &Row<'_>) -> Result<Entry> {
    Ok(Entry {
        id: row.get("id")?,
        terms: EntryTerms {
            kind: row.get("kind")?,
            title: row.get("title")?,
            wordings: serde_json::from_str(&row.get::<_, String>("wordings")?)?,
            body: row.get("body")?,
            format: row.get("format")?,
            language: row.get("language")?,
            source: row.get("source")?,
            enabled: row.get("enabled")?,
        },
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

/// 0: there never was anything.
pub(crate) fn revision(connection: &Connection) -> Result<i64> {
    Ok(counters::get(connection, REVISION)?.unwrap_or(0))
}

/// Says that something changed.
pub(crate) fn advance(connection: &Connection) -> Result<()> {
    counters::set(connection, REVISION, revision(connection)? + 1)
}

pub(crate) fn find(connection: &Connection, id: Id<id::KnowledgeEntry>) -> Result<Option<Entry>> {
    connection
        .prepare_cached(&format!("SELECT {ENTRY} FROM knowledge_entries WHERE id = :id"))?
        .query_row(named_params! { ":id": id }, |row| Ok(entry(row)))
        .optional()?
        .transpose()
}

/// The last changed entry that was read from a file of this name.
pub(crate) fn of_source(connection: &Connection, source: &str) -> Result<Option<Entry>> {
    connection
        .prepare_cached(&format!(
            "SELECT {ENTRY} FROM knowledge_entries WHERE source = :source ORDER BY updated_at DESC, id DESC LIMIT 1"
        ))?
        .query_row(named_params! { ":source": source }, |row| Ok(entry(row)))
        .optional()?
        .transpose()
}

pub(crate) fn count(connection: &Connection) -> Result<i64> {
    Ok(connection
        .prepare_cached("SELECT count(*) FROM knowledge_entries")?
        .query_row([], |row| row.get(0))?)
}

pub(crate) fn count_chunks(connection: &Connection) -> Result<i64> {
    Ok(connection.prepare_cached("SELECT count(*) FROM knowledge_chunks")?.query_row([], |row| row.get(0))?)
}

pub(crate) fn list(
    connection: &Connection,
    filter: &EntryFilter,
    after: Option<(i64, String)>,
    limit: i64,
) -> Result<Vec<EntryListing>> {
    let text = filter.text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(containing);
    let (after_at, after_id) = after.unzip();
    let mut statement = connection.prepare_cached(
        r"SELECT e.id, e.kind, e.title, substr(e.body, 1, 240) AS beginning, e.language, e.source, e.enabled,
                 e.updated_at, e.version,
                 (SELECT count(*) FROM knowledge_chunks c WHERE c.entry_id = e.id) AS chunk_count
          FROM knowledge_entries e
          WHERE (:after_at IS NULL OR (e.updated_at, e.id) < (:after_at, :after_id))
            AND (:kind IS NULL OR e.kind = :kind)
            AND (:enabled IS NULL OR e.enabled = :enabled)
            AND (:text IS NULL OR e.title LIKE :text ESCAPE '\' OR e.wordings LIKE :text ESCAPE '\'
                 OR e.body LIKE :text ESCAPE '\')
          ORDER BY e.updated_at DESC, e.id DESC LIMIT :limit",
    )?;
    let rows = statement.query_map(
        named_params! {
            ":after_at": after_at,
            ":after_id": after_id,
            ":kind": filter.kind,
            ":enabled": filter.enabled,
            ":text": text,
            ":limit": limit,
        },
        |row| {
            Ok(EntryListing {
                id: row.get("id")?,
                kind: row.get("kind")?,
                title: row.get("title")?,
                beginning: row.get("beginning")?,
                language: row.get("language")?,
                source: row.get("source")?,
                enabled: row.get("enabled")?,
                chunk_count: row.get("chunk_count")?,
                updated_at: row.get("updated_at")?,
                version: row.get("version")?,
            })
        },
    )?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert(connection: &Connection, entry: &Entry) -> Result<()> {
    write(
        connection,
        entry,
        "INSERT INTO knowledge_entries (id, kind, title, wordings, body, format, language, source, enabled, created_at,
                                        updated_at, version)
         VALUES (:id, :kind, :title, :wordings, :body, :format, :language, :source, :enabled, :created_at, :updated_at,
                 :version)",
    )
}

pub(crate) fn update(connection: &Connection, entry: &Entry) -> Result<()> {
    write(
        connection,
        entry,
        "UPDATE knowledge_entries
         SET kind = :kind, title = :title, wordings = :wordings, body = :body, format = :format, language = :language,
             source = :source, enabled = :enabled, created_at = :created_at, updated_at = :updated_at, version = :version
         WHERE id = :id",
    )
}

fn write(connection: &Connection, entry: &Entry, statement: &str) -> Result<()> {
    let terms = &entry.terms;
    connection.prepare_cached(statement)?.execute(named_params! {
        ":id": entry.id,
        ":kind": terms.kind,
        ":title": terms.title,
        ":wordings": serde_json::to_string(&terms.wordings)?,
        ":body": terms.body,
        ":format": terms.format,
        ":language": terms.language,
        ":source": terms.source,
        ":enabled": terms.enabled,
        ":created_at": entry.created_at,
        ":updated_at": entry.updated_at,
        ":version": entry.version,
    })?;
    Ok(())
}

/// Its chunks go with it.
pub(crate) fn delete(connection: &Connection, id: Id<id::KnowledgeEntry>) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM knowledge_entries WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

pub(crate) fn set_chunks(connection: &Connection, entry: &Entry, chunks: &[Chunk]) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM knowledge_chunks WHERE entry_id = :id")?
        .execute(named_params! { ":id": entry.id })?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO knowledge_chunks (entry_id, position, entry_version, heading, text, content_hash)
         VALUES (:entry_id, :position, :version, :heading, :text, :hash)",
    )?;
    for chunk in chunks {
        insert.execute(named_params! {
            ":entry_id": entry.id,
            ":position": chunk.position,
            ":version": entry.version,
            ":heading": chunk.heading,
            ":text": chunk.text,
            ":hash": content_hash(entry.terms.kind, chunk).as_slice(),
        })?;
    }
    Ok(())
}

fn chunk(row: &Row<'_>) -> rusqlite::Result<Chunk> {
    Ok(Chunk { position: row.get("position")?, heading: row.get("heading")?, text: row.get("text")? })
}

pub(crate) fn chunks_of(connection: &Connection, id: Id<id::KnowledgeEntry>) -> Result<Vec<Chunk>> {
    let mut statement = connection.prepare_cached(
        "SELECT position, heading, text FROM knowledge_chunks WHERE entry_id = :id ORDER BY position",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, chunk)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// A chunk that customers may be answered from.
pub(crate) struct ChunkRow {
    pub entry_id: Id<id::KnowledgeEntry>,
    pub version: i64,
    pub kind: EntryKind,
    pub title: String,
    pub language: String,
    pub hash: ContentHash,
    pub chunk: Chunk,
}

/// Visits every chunk of every entry that is enabled, in the order of entries and chunks.
pub(crate) fn each_chunk(
    connection: &Connection,
    mut visit: impl FnMut(ChunkRow) -> Result<()>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT c.entry_id, c.entry_version, e.kind, e.title, e.language, c.content_hash, c.position, c.heading, c.text
         FROM knowledge_entries e JOIN knowledge_chunks c ON c.entry_id = e.id
         WHERE e.enabled = 1 ORDER BY c.entry_id, c.position",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        visit(ChunkRow {
            entry_id: row.get("entry_id")?,
            version: row.get("entry_version")?,
            kind: row.get("kind")?,
            title: row.get("title")?,
            language: row.get("language")?,
            hash: row.get("content_hash")?,
            chunk: chunk(row)?,
        })?;
    }
    Ok(())
}

/// Hash, kind, heading and text of chunks whose meaning is not kept yet.
pub(crate) fn unread(
    connection: &Connection,
    model: &str,
    most: usize,
) -> Result<Vec<(ContentHash, EntryKind, String, String)>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.content_hash, e.kind, c.heading, c.text
         FROM knowledge_chunks c JOIN knowledge_entries e ON e.id = c.entry_id
         WHERE NOT EXISTS (SELECT 1 FROM embeddings m WHERE m.model = :model AND m.content_hash = c.content_hash)
         GROUP BY c.content_hash LIMIT :most",
    )?;
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = statement.query_map(named_params! { ":model": model, ":most": most }, |row| {
        Ok((row.get("content_hash")?, row.get("kind")?, row.get("heading")?, row.get("text")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
