//! What is known, in memory: every chunk with its words and its meaning, to be compared with a question. It follows the file
//! by the number of the last change, which is all that a turn reads where nothing changed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use rusqlite::Connection;

use super::score::{Finding, Measured, measure};
use super::{content_words, language};
use crate::error::Result;
use crate::id::{self, Id};
use crate::retrieval::Meaning;
use crate::store;
use crate::store::embeddings::ContentHash;
use crate::store::knowledge::ChunkRow;
use crate::store::words::Stemmer;

/// Words of a question that are looked at; more than that is a story.
const MOST_WORDS: usize = 24;
/// Chunks that are looked at closely.
const LOOKED_AT: usize = 12;
/// Without any of the words, so near must a chunk be to be shown.
const NEAR: f32 = 0.4;
/// The sentence model has learned English.
const MODEL_LANGUAGE: &str = "en";

/// A question in a language.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub question: &'a str,
    pub language: &'a str,
}

/// One chunk.
pub(super) struct Piece {
    pub row: ChunkRow,
    /// Stems of the words that say what its heading is about.
    pub asked: HashSet<String>,
    /// Stems of its text.
    pub said: HashSet<String>,
    pub vector: Option<Vec<f32>>,
    pub held_back: bool,
}

#[derive(Default)]
struct Shelf {
    revision: i64,
    model: Option<String>,
    pieces: Vec<Arc<Piece>>,
}

/// A question beside what is known.
struct Look<'a> {
    shelf: Arc<Shelf>,
    /// Two letters.
    language: &'a str,
    words: Vec<String>,
    /// Of each word.
    stems: Vec<Vec<String>>,
}

impl Look<'_> {
    /// What is written in the question's language.
    fn pieces(&self) -> impl Iterator<Item = &Piece> {
        let is_spoken = |piece: &&Arc<Piece>| language::base(&piece.row.language) == self.language;
        self.shelf.pieces.iter().filter(is_spoken).map(AsRef::as_ref)
    }

    /// The question's point, where it can be compared with any.
    fn meant(&self, question: &str, meaning: Option<&Meaning>) -> Option<Vec<f32>> {
        let has_points =
            self.language == MODEL_LANGUAGE && self.shelf.pieces.iter().any(|piece| piece.vector.is_some());
        let embedded = meaning.filter(|_| has_points)?.embed(question.trim());
        embedded.inspect_err(|error| tracing::warn!(%error, "a question's meaning is not known")).ok()
    }
}

type Key = (Id<id::KnowledgeEntry>, i64, i64);

impl Piece {
    fn key(&self) -> Key {
        (self.row.entry_id, self.row.version, self.row.chunk.position)
    }
}

/// Answers questions from the entries of one open shop.
#[derive(Default)]
pub struct Library {
    shelf: RwLock<Arc<Shelf>>,
    /// Held by whoever reads anew.
    stemmer: Mutex<Option<Stemmer>>,
}

impl Library {
    /// What is nearest to a question, the best first, at most one finding of each entry. Whether it answers the question is
    /// [`Finding::answers`].
    ///
    /// # Errors
    /// Those of the queries. A model that fails is logged, and words alone count.
    pub fn find(
        &self,
        connection: &Connection,
        asked: Asked<'_>,
        meaning: Option<&Meaning>,
        most: usize,
    ) -> Result<Vec<Finding>> {
        let Some(look) = self.look(connection, asked, meaning)? else { return Ok(Vec::new()) };
        let meant = look.meant(asked.question, meaning);
        self.judged(&look, meant.as_deref(), most)
    }

    /// What answers a question: of [`Self::find`] those that do, without asking the model where no entry's words let it.
    ///
    /// # Errors
    /// As of [`Self::find`].
    pub fn answers(
        &self,
        connection: &Connection,
        asked: Asked<'_>,
        meaning: Option<&Meaning>,
        most: usize,
    ) -> Result<Vec<Finding>> {
        let Some(look) = self.look(connection, asked, meaning)? else { return Ok(Vec::new()) };
        if !look.pieces().any(|piece| measure(piece, &look.stems, None).may_answer(piece)) {
            return Ok(Vec::new());
        }
        let meant = look.meant(asked.question, meaning);
        let mut found = self.judged(&look, meant.as_deref(), most)?;
        found.retain(Finding::answers);
        Ok(found)
    }

    /// `None` where there is nothing to look at, or nothing to look for.
    fn look<'a>(
        &self,
        connection: &Connection,
        asked: Asked<'a>,
        meaning: Option<&Meaning>,
    ) -> Result<Option<Look<'a>>> {
        let revision = store::knowledge::revision(connection)?;
        if revision == 0 {
            return Ok(None);
        }
        let mut words = content_words(asked.question, asked.language);
        words.truncate(MOST_WORDS);
        if words.is_empty() {
            return Ok(None);
        }
        self.with_stemmer(|stemmer| {
            let shelf = self.shelf(connection, revision, meaning, stemmer)?;
            let stems = words.iter().map(|word| stemmer.stems(word)).collect::<Result<Vec<_>>>()?;
            Ok(Some(Look { shelf, language: language::base(asked.language), words, stems }))
        })
    }

    fn judged(&self, look: &Look<'_>, meant: Option<&[f32]>, most: usize) -> Result<Vec<Finding>> {
        let mut near: Vec<(&Piece, Measured)> = Vec::new();
        for piece in look.pieces() {
            let nearness = meant.zip(piece.vector.as_deref()).map(|(a, b)| cosine(a, b));
            let measured = measure(piece, &look.stems, nearness);
            if measured.coverage > 0.0 || nearness.is_some_and(|nearness| nearness >= NEAR) {
                near.push((piece, measured));
            }
        }
        near.sort_by(|(a, one), (b, other)| {
            other.rank().total_cmp(&one.rank()).then_with(|| b.key().cmp(&a.key()))
        });
        near.truncate(LOOKED_AT);
        let mut findings = self.with_stemmer(|stemmer| {
            let judge = |(piece, measured): &(&Piece, Measured)| {
                measured.look(piece, &look.words, &look.stems, stemmer)
            };
            near.iter().map(judge).collect::<Result<Vec<Finding>>>()
        })?;
        let mut seen = HashSet::new();
        // What answers comes first, then what is nearer.
        findings.sort_by_key(|finding| !finding.answers());
        findings.retain(|finding| seen.insert(finding.entry_id));
        findings.truncate(most);
        Ok(findings)
    }

    fn with_stemmer<T>(&self, work: impl FnOnce(&mut Stemmer) -> Result<T>) -> Result<T> {
        let mut stemmer = self.stemmer.lock();
        match &mut *stemmer {
            Some(stemmer) => work(stemmer),
            empty => work(empty.insert(Stemmer::new()?)),
        }
    }

    /// What is known as of `revision`, or later.
    fn shelf(
        &self,
        connection: &Connection,
        revision: i64,
        meaning: Option<&Meaning>,
        stemmer: &mut Stemmer,
    ) -> Result<Arc<Shelf>> {
        let model = meaning.map(|meaning| meaning.embedder().model().to_owned());
        let known = Arc::clone(&self.shelf.read());
        if known.revision == revision && known.model == model {
            return Ok(known);
        }
        let same_model = known.model == model;
        let old: HashMap<Key, &Arc<Piece>> = known.pieces.iter().map(|piece| (piece.key(), piece)).collect();
        let mut pieces = Vec::new();
        store::knowledge::each_chunk(connection, |row| {
            let key = (row.entry_id, row.version, row.chunk.position);
            let kept = old.get(&key).filter(|piece| piece.row.language == row.language);
            if let Some(kept) = kept.filter(|piece| same_model && (piece.vector.is_some() || model.is_none()))
            {
                pieces.push(Arc::clone(kept));
                return Ok(());
            }
            let vector = vector(connection, model.as_deref(), &row.hash)?;
            pieces.push(Arc::new(read(row, vector, stemmer)?));
            Ok(())
        })?;
        let shelf = Arc::new(Shelf { revision, model, pieces });
        *self.shelf.write() = Arc::clone(&shelf);
        Ok(shelf)
    }
}

fn vector(connection: &Connection, model: Option<&str>, hash: &ContentHash) -> Result<Option<Vec<f32>>> {
    match model {
        Some(model) => store::embeddings::vector(connection, model, hash),
        None => Ok(None),
    }
}

fn read(row: ChunkRow, vector: Option<Vec<f32>>, stemmer: &mut Stemmer) -> Result<Piece> {
    let asked = stems_of(&content_words(&row.chunk.heading, &row.language), stemmer)?;
    let said = stems_of(&content_words(&row.chunk.text, &row.language), stemmer)?;
    let held_back = row.chunk.is_held_back();
    Ok(Piece { row, asked, said, vector, held_back })
}

pub(super) fn stems_of(words: &[String], stemmer: &mut Stemmer) -> Result<HashSet<String>> {
    let mut stems = HashSet::with_capacity(words.len());
    for word in words {
        stems.extend(stemmer.stems(word)?);
    }
    Ok(stems)
}

/// Of two points of length 1; one may be rounded.
fn cosine(a: &[f32], b: &[f32]) -> f32 {
    if a.len() == b.len() { a.iter().zip(b).map(|(a, b)| a * b).sum() } else { 0.0 }
}
