//! The owner's own answers, policies and documents: what is kept, changed and taken back. Entries are cut into chunks, and a
//! question is answered from those ([`Library`]); what an agent makes of that is decided by [`crate::agent`].
//!
//! Not to be mixed up with [`crate::knowledge`], which answers the agents' questions about the whole shop.

mod chunks;
mod language;
mod library;
mod passage;
mod planted;
mod score;
#[cfg(test)]
mod tests;
mod trial;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

pub use chunks::{Chunk, chunks};
pub use language::content_words;
pub use library::{Asked, Library};
pub use planted::is_planted;
pub use score::{Finding, Reason};
pub use trial::{Trial, TrialReply, try_question};

use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, Change, OperationKind, Recording, Restored, Subject};
use crate::page::{Page, PageRequest};
use crate::retrieval::Meaning;
use crate::store;

const LONGEST_TITLE: usize = 300;
/// An answer is said whole, and WhatsApp takes 1600 characters.
pub const LONGEST_ANSWER: usize = 1_200;
/// Characters of a policy or a document: some hundred pages.
pub const LONGEST_BODY: usize = 400_000;
const MOST_WORDINGS: usize = 20;
const MOST_ENTRIES: i64 = 2_000;
/// All pieces are compared with every question.
const MOST_CHUNKS: i64 = 20_000;

crate::text_enum! {
    pub enum EntryKind {
        /// A question with its answer, which is said as it stands.
        Question = "question",
        Policy = "policy",
        Document = "document",
    }
}

crate::text_enum! {
    /// How a policy's or a document's text is written.
    pub enum Format {
        Plain = "plain",
        Markdown = "markdown",
    }
}

/// What the owner says of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryTerms {
    pub kind: EntryKind,
    /// Of a question: the question.
    pub title: String,
    /// Other ways to ask a question.
    pub wordings: Vec<String>,
    pub body: String,
    pub format: Format,
    /// Two letters. Customers who write another language are not answered from it.
    pub language: String,
    /// The file that it was read from.
    pub source: Option<String>,
    /// Whether customers are answered from it.
    pub enabled: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: Id<id::KnowledgeEntry>,
    #[serde(flatten)]
    pub terms: EntryTerms,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// # Errors
/// `Invalid` with the field.
pub fn create(tx: &mut WriteTx<'_>, terms: EntryTerms) -> Result<Entry> {
    if store::knowledge::count(tx.sql())? >= MOST_ENTRIES {
        return Err(Error::invalid(format!("There can be {MOST_ENTRIES} entries at most.")));
    }
    let terms = checked(terms)?;
    let now = tx.now();
    let entry = Entry { id: tx.new_id(), terms, created_at: now, updated_at: now, version: 1 };
    store::knowledge::insert(tx.sql(), &entry)?;
    cut(tx, &entry)?;
    record(tx, OperationKind::KnowledgeCreated, None, Some(&entry))?;
    Ok(entry)
}

/// Takes in what was read from a file, and whether that is new: a file of a name that an entry was read from before becomes the
/// next version of that entry. What the owner changed of it but its text stays.
///
/// # Errors
/// `Invalid` with the field.
pub fn import(tx: &mut WriteTx<'_>, terms: EntryTerms) -> Result<(Entry, bool)> {
    let known = match &terms.source {
        Some(source) => store::knowledge::of_source(tx.sql(), source)?,
        None => None,
    };
    let Some(known) = known else { return Ok((create(tx, terms)?, true)) };
    let next = EntryTerms { body: terms.body, format: terms.format, ..known.terms.clone() };
    if checked(next.clone())? == known.terms {
        return Ok((known, false));
    }
    Ok((change(tx, known.id, next, known.version)?, false))
}

/// The language that a text is in, in two letters; English, where nobody can tell.
pub fn language_of(text: &str) -> String {
    let beginning = text.char_indices().nth(2_000).map_or(text, |(end, _)| &text[..end]);
    crate::agent::understanding::language_of(beginning)
}

/// # Errors
/// `NotFound`; `Conflict` when it was changed meanwhile; `Invalid` with the field.
pub fn change(
    tx: &mut WriteTx<'_>,
    id: Id<id::KnowledgeEntry>,
    terms: EntryTerms,
    version: i64,
) -> Result<Entry> {
    let before = at_version(tx, id, version)?;
    let terms = checked(terms)?;
    let after = Entry { terms, updated_at: tx.now(), version: version + 1, ..before.clone() };
    store::knowledge::update(tx.sql(), &after)?;
    cut(tx, &after)?;
    record(tx, OperationKind::KnowledgeChanged, Some(&before), Some(&after))?;
    Ok(after)
}

/// # Errors
/// `NotFound`; `Conflict` when it was changed meanwhile.
pub fn remove(tx: &mut WriteTx<'_>, id: Id<id::KnowledgeEntry>, version: i64) -> Result<()> {
    let before = at_version(tx, id, version)?;
    store::knowledge::delete(tx.sql(), id)?;
    record(tx, OperationKind::KnowledgeRemoved, Some(&before), None)
}

fn at_version(tx: &WriteTx<'_>, id: Id<id::KnowledgeEntry>, version: i64) -> Result<Entry> {
    let entry = get(tx.sql(), id)?;
    if entry.version != version {
        let detail = "The entry was changed meanwhile. Look at it again, then save.";
        return Err(Error::new(Code::Conflict, detail));
    }
    Ok(entry)
}

/// Writes the entry's chunks anew.
fn cut(tx: &WriteTx<'_>, entry: &Entry) -> Result<()> {
    let cut = chunks(&entry.terms);
    store::knowledge::set_chunks(tx.sql(), entry, &cut)?;
    if store::knowledge::count_chunks(tx.sql())? > MOST_CHUNKS {
        let detail = "All of the documents together are too much for one shop. Leave the parts out that no customer asks about.";
        return Err(Error::invalid(detail).at("body"));
    }
    Ok(())
}

fn checked(mut terms: EntryTerms) -> Result<EntryTerms> {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    terms.title = one_line(&terms.title);
    terms.body = terms.body.replace("\r\n", "\n").trim().to_owned();
    terms.wordings = terms.wordings.iter().map(|wording| one_line(wording)).collect();
    terms.wordings.retain(|wording| !wording.is_empty() && *wording != terms.title);
    let is_question = terms.kind == EntryKind::Question;
    if !is_question {
        terms.wordings.clear();
    }
    if terms.title.is_empty() {
        let what = if is_question { "Write the question." } else { "Give it a title." };
        return Err(Error::invalid(what).at("title"));
    }
    if terms.title.chars().count() > LONGEST_TITLE {
        return Err(Error::invalid(format!("At most {LONGEST_TITLE} characters.")).at("title"));
    }
    if terms.wordings.len() > MOST_WORDINGS
        || terms.wordings.iter().any(|wording| wording.chars().count() > LONGEST_TITLE)
    {
        let detail = format!("At most {MOST_WORDINGS} other ways to ask, of {LONGEST_TITLE} characters.");
        return Err(Error::invalid(detail).at("wordings"));
    }
    if terms.body.is_empty() {
        let what = if is_question { "Write the answer." } else { "Write or import its text." };
        return Err(Error::invalid(what).at("body"));
    }
    let longest = if is_question { LONGEST_ANSWER } else { LONGEST_BODY };
    let length = terms.body.chars().count();
    if length > longest {
        let detail = if is_question {
            format!(
                "An answer can have {longest} characters; this one has {length}. Make a longer text a document."
            )
        } else {
            format!("A text can have {longest} characters; this one has {length}. Divide it.")
        };
        return Err(Error::invalid(detail).at("body"));
    }
    if terms.language.len() != 2 || !terms.language.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Err(Error::invalid("Say the language with two letters, such as \"en\".").at("language"));
    }
    terms.source = terms.source.filter(|source| !source.trim().is_empty());
    Ok(terms)
}

fn record(
    tx: &mut WriteTx<'_>,
    kind: OperationKind,
    before: Option<&Entry>,
    after: Option<&Entry>,
) -> Result<()> {
    let Some(named) = after.or(before) else { return Ok(()) };
    let details =
        json!({ "title": named.terms.title, "kind": named.terms.kind, "source": named.terms.source });
    let mut recording = operations::begin(tx, kind, details)?;
    recording.change(tx, Subject::KnowledgeEntry, named.id, before, after)?;
    recording.finish(tx)?;
    tell(tx, named.id)
}

fn tell(tx: &mut WriteTx<'_>, id: Id<id::KnowledgeEntry>) -> Result<()> {
    store::knowledge::advance(tx.sql())?;
    tx.emit(EventKind::KnowledgeUpdated, id, json!({}))
}

/// Puts an entry back as it was before a change, unless it was changed since.
pub(crate) fn restore(tx: &mut WriteTx<'_>, recording: &mut Recording, change: &Change) -> Result<Restored> {
    let read =
        |state: &Option<serde_json::Value>| state.clone().map(serde_json::from_value::<Entry>).transpose();
    let (before, after) = (read(&change.before)?, read(&change.after)?);
    let Some(id) = before.as_ref().or(after.as_ref()).map(|entry| entry.id) else {
        return Ok(Restored::ChangedSince);
    };
    let now = store::knowledge::find(tx.sql(), id)?;
    if now.as_ref().map(|now| now.version) != after.as_ref().map(|after| after.version) {
        return Ok(Restored::ChangedSince);
    }
    // Versions only grow, so that what was said of an old one can be told from what stands there now.
    let version = now.as_ref().or(before.as_ref()).map_or(1, |entry| entry.version + 1);
    let restored = before.map(|before| Entry { version, updated_at: tx.now(), ..before });
    match (&restored, &now) {
        (Some(restored), Some(_)) => store::knowledge::update(tx.sql(), restored)?,
        (Some(restored), None) => store::knowledge::insert(tx.sql(), restored)?,
        (None, _) => store::knowledge::delete(tx.sql(), id)?,
    }
    if let Some(restored) = &restored {
        cut(tx, restored)?;
    }
    recording.change(tx, Subject::KnowledgeEntry, id, now.as_ref(), restored.as_ref())?;
    tell(tx, id)?;
    Ok(Restored::Done)
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::KnowledgeEntry>) -> Result<Entry> {
    store::knowledge::find(connection, id)?.ok_or_else(|| Error::not_found("entry"))
}

/// Which entries a list holds.
#[derive(Debug, Clone, Default)]
pub struct EntryFilter {
    pub kind: Option<EntryKind>,
    pub enabled: Option<bool>,
    /// A part of the title, the text, or another wording.
    pub text: Option<String>,
}

/// An entry in a list: with the beginning of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryListing {
    pub id: Id<id::KnowledgeEntry>,
    pub kind: EntryKind,
    pub title: String,
    pub beginning: String,
    pub language: String,
    pub source: Option<String>,
    pub enabled: bool,
    pub chunk_count: i64,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// Entries, the last changed first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(connection: &Connection, filter: &EntryFilter, page: &PageRequest) -> Result<Page<EntryListing>> {
    let after = page.key::<(i64, String)>()?;
    let rows = store::knowledge::list(connection, filter, after, page.rows_to_fetch())?;
    page.page(rows, |row| (row.updated_at.as_millis(), row.id.to_string()))
}

/// The chunks of an entry as they are kept.
///
/// # Errors
/// Those of the query.
pub fn chunks_of(connection: &Connection, id: Id<id::KnowledgeEntry>) -> Result<Vec<Chunk>> {
    store::knowledge::chunks_of(connection, id)
}

/// SHA-256 of what is embedded of a chunk.
pub(crate) fn content_hash(kind: EntryKind, chunk: &Chunk) -> [u8; 32] {
    Sha256::digest(embedded_text(kind, &chunk.heading, &chunk.text)).into()
}

/// A question is found by what is asked, a document by what it says.
fn embedded_text(kind: EntryKind, heading: &str, text: &str) -> String {
    match kind {
        EntryKind::Question => heading.to_owned(),
        EntryKind::Policy | EntryKind::Document => format!("{heading}\n{text}"),
    }
}

/// How much of a chunk the model reads, in its pieces of words: all of it, as a rule.
const PIECES: usize = 200;

/// Embeddings of chunks that are not known yet.
pub struct Unread {
    texts: Vec<([u8; 32], String)>,
    vectors: Vec<([u8; 32], Vec<f32>)>,
}

impl Unread {
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Embeds the next one; `false` when all are.
    ///
    /// # Errors
    /// The model's.
    pub fn embed_next(&mut self, meaning: &Meaning) -> Result<bool> {
        let Some((hash, text)) = self.texts.pop() else { return Ok(false) };
        self.vectors.push((hash, meaning.embedder().embed_beginning(&text, PIECES)?));
        Ok(true)
    }
}

/// Chunks whose meaning a model has not read yet, at most `most`.
///
/// # Errors
/// Those of the query.
pub fn unread(connection: &Connection, model: &str, most: usize) -> Result<Unread> {
    let rows = store::knowledge::unread(connection, model, most)?;
    let texts = rows
        .into_iter()
        .map(|(hash, kind, heading, text)| (hash, embedded_text(kind, &heading, &text)))
        .collect();
    Ok(Unread { texts, vectors: Vec::new() })
}

/// Writes what was embedded.
///
/// # Errors
/// Those of the writes.
pub fn keep_read(tx: &mut WriteTx<'_>, model: &str, read: &Unread) -> Result<()> {
    for (hash, vector) in &read.vectors {
        store::embeddings::insert(tx, model, hash, vector)?;
    }
    if !read.vectors.is_empty() {
        store::knowledge::advance(tx.sql())?;
    }
    Ok(())
}
