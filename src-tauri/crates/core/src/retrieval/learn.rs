//! Keeping embeddings and their index in step with the products: which texts are new, and what is known of them.
//!
//! The steps are apart so that whoever runs them can pause, and so that no transaction waits for a model: [`Learner::next`]
//! reads, [`Lesson::embed`] computes, [`Learner::keep`] writes, [`Learner::put`] tells the index.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::{Meaning, Point};
use crate::WriteTx;
use crate::catalog::Product;
use crate::error::Result;
use crate::id::{self, Id};
use crate::store;
use crate::store::embeddings::ContentHash;

/// How much of a product's text is read, in the model's pieces of words: title and the rest come before the description,
/// whose beginning says what the product is. Twice as much takes twice as long and finds hardly more (`docs/adr/0010`).
const PIECES: usize = 72;
/// What comes after so many characters is never read.
const LONGEST: usize = 600;
/// Embeddings that are deleted at once.
const PRUNED: usize = 500;

/// What a product is about, as one text of whole words.
fn text_of(product: &Product, colours: &str) -> String {
    let tags = product.tags.join(" ");
    let parts = [
        &product.title,
        &product.brand,
        colours,
        &product.category,
        &product.material,
        &tags,
        &product.description,
    ];
    let mut text = String::with_capacity(LONGEST);
    for word in parts.into_iter().flat_map(str::split_whitespace) {
        if text.len() + word.len() > LONGEST && !text.is_empty() {
            break;
        }
        text.push_str(word);
        text.push(' ');
    }
    text
}

fn tag_of(content: &ContentHash) -> u64 {
    content.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Follows the catalog for one model.
pub struct Learner {
    meaning: Arc<Meaning>,
    /// The last change that was looked at; `None` before the first look.
    seen: Option<i64>,
    waiting: Vec<i64>,
    total: usize,
}

/// A product whose text changed.
pub struct Lesson {
    row: i64,
    product: Id<id::Product>,
    content: ContentHash,
    text: String,
    vector: Option<Vec<f32>>,
    is_new: bool,
}

/// What one step found.
#[derive(Default)]
pub struct Lessons {
    lessons: Vec<Lesson>,
    gone: Vec<i64>,
}

impl Lesson {
    /// Computes the embedding, where it is not known.
    ///
    /// # Errors
    /// The model's.
    pub fn embed(&mut self, meaning: &Meaning) -> Result<()> {
        if self.vector.is_none() {
            self.vector = Some(meaning.embedder().embed_beginning(&self.text, PIECES)?);
            self.is_new = true;
        }
        Ok(())
    }

    pub fn is_known(&self) -> bool {
        self.vector.is_some()
    }
}

impl Lessons {
    pub fn is_empty(&self) -> bool {
        self.lessons.is_empty() && self.gone.is_empty()
    }

    pub fn each(&mut self) -> impl Iterator<Item = &mut Lesson> {
        self.lessons.iter_mut()
    }

    /// Those whose embedding is not known, each text once: [`Self::share`] gives it to its twins.
    pub fn unknown(&mut self) -> Vec<&mut Lesson> {
        let mut texts = HashSet::new();
        self.each().filter(|lesson| lesson.vector.is_none() && texts.insert(lesson.content)).collect()
    }

    /// Gives what was computed for a text to all products that have it.
    pub fn share(&mut self) {
        let computed = self.lessons.iter().filter(|lesson| lesson.is_new);
        let computed: HashMap<ContentHash, Vec<f32>> =
            computed.filter_map(|lesson| Some((lesson.content, lesson.vector.clone()?))).collect();
        for lesson in self.lessons.iter_mut().filter(|lesson| lesson.vector.is_none()) {
            lesson.vector = computed.get(&lesson.content).cloned();
        }
    }
}

impl Learner {
    pub fn new(meaning: Arc<Meaning>) -> Self {
        Self { meaning, seen: None, waiting: Vec::new(), total: 0 }
    }

    /// Looks for changes when there is nothing to do; how many products wait to be looked at.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn look(&mut self, connection: &Connection) -> Result<usize> {
        if !self.waiting.is_empty() {
            return Ok(self.waiting.len());
        }
        let revision = store::catalog_index::revision(connection)?;
        if self.seen == Some(revision) {
            self.meaning.set_ready();
            return Ok(0);
        }
        let mut rows: HashSet<i64> = match self.seen {
            Some(seen) => store::catalog_index::changed_since(connection, seen)?.into_iter().collect(),
            // At first all, and what only the index knows of.
            None => self.unlearned(connection)?,
        };
        self.waiting = rows.drain().collect();
        // The oldest first, so that what is put in together was written together.
        self.waiting.sort_unstable_by(|a, b| b.cmp(a));
        self.total = self.waiting.len();
        self.seen = Some(revision);
        Ok(self.waiting.len())
    }

    /// Every product but those whose index entry is that of their stored text, and every index entry without a product.
    fn unlearned(&self, connection: &Connection) -> Result<HashSet<i64>> {
        let mut rows: HashSet<i64> = store::products::search_rows(connection)?.into_iter().collect();
        rows.extend(self.meaning.index().tags().into_keys());
        Ok(rows)
    }

    /// How many of the products of the last look are done, and how many they are.
    pub fn progress(&self) -> (usize, usize) {
        (self.total - self.waiting.len(), self.total)
    }

    /// The next products that wait, at most `most`; those that need nothing are passed over.
    ///
    /// # Errors
    /// Those of the queries.
    pub fn next(&mut self, connection: &Connection, most: usize) -> Result<Lessons> {
        let model = self.meaning.embedder().model();
        let tags = self.meaning.index().tags_of(&self.waiting[self.waiting.len().saturating_sub(most)..]);
        let mut found = Lessons::default();
        for _ in 0..most {
            let Some(row) = self.waiting.pop() else { break };
            let tag = tags.get(&row).copied();
            let Some(product) = store::products::at_row(connection, row)? else {
                found.gone.extend(tag.map(|_| row));
                continue;
            };
            let variants = store::variants::of_product(connection, product.id)?;
            let text = text_of(&product, &store::products::colours_and_sizes(&variants).0);
            let content: ContentHash = Sha256::digest(&text).into();
            let is_stored = store::embeddings::of_product(connection, model, product.id)? == Some(content);
            if is_stored && tag == Some(tag_of(&content)) {
                continue;
            }
            let vector = store::embeddings::vector(connection, model, &content)?;
            let vector = vector.filter(|vector| vector.len() == self.meaning.embedder().dimension());
            found.lessons.push(Lesson { row, product: product.id, content, text, vector, is_new: false });
        }
        Ok(found)
    }

    /// Writes what is new, and deletes some of what no product has any more.
    ///
    /// # Errors
    /// Those of the writes.
    pub fn keep(tx: &mut WriteTx<'_>, model: &str, lessons: &Lessons) -> Result<()> {
        let known = || lessons.lessons.iter().filter_map(|lesson| Some((lesson, lesson.vector.as_ref()?)));
        // A twin of a new text may come before it, so texts are first.
        for (lesson, vector) in known().filter(|(lesson, _)| lesson.is_new) {
            store::embeddings::insert(tx, model, &lesson.content, vector)?;
        }
        for (lesson, _) in known() {
            store::embeddings::set_product(tx, model, lesson.product, &lesson.content)?;
        }
        Ok(())
    }

    /// Deletes embeddings that no product has any more, some at once; whether there may be others.
    ///
    /// # Errors
    /// Those of the deletion.
    pub fn prune(tx: &mut WriteTx<'_>, model: &str) -> Result<bool> {
        Ok(store::embeddings::prune(tx, model, PRUNED)? == PRUNED)
    }

    /// Tells the index.
    ///
    /// # Errors
    /// The engine's.
    pub fn put(&self, lessons: Lessons) -> Result<()> {
        let index = self.meaning.index();
        index.remove(&lessons.gone)?;
        let points = lessons.lessons.into_iter().filter_map(|lesson| {
            Some(Point { key: lesson.row, tag: tag_of(&lesson.content), vector: lesson.vector? })
        });
        index.put(&points.collect::<Vec<_>>())
    }
}
