//! Finding by meaning: the ports to what turns texts into points and finds the near ones, and what core does with them.
//!
//! Core keeps the embeddings (in the shop's file, by the hash of their text) and decides what is near enough to show;
//! the engines know nothing of a shop.

mod learn;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use parking_lot::Mutex;

use crate::error::Result;
pub use learn::{Learner, Lesson, Lessons};

/// Turns texts into points: what means the same is near.
pub trait Embedder: Send + Sync {
    /// The model's name. Points of different models have nothing to do with each other.
    fn model(&self) -> &str;

    /// Numbers in a point.
    fn dimension(&self) -> usize;

    /// The point of one text, of length 1. A long text is cut to what the model reads.
    ///
    /// # Errors
    /// `Internal` when the model fails.
    fn embed(&self, text: &str) -> Result<Vec<f32>>;

    /// The point of a text's beginning: so many of the pieces of words that the model reads it by.
    ///
    /// # Errors
    /// As [`Self::embed`].
    fn embed_beginning(&self, text: &str, pieces: usize) -> Result<Vec<f32>>;
}

/// A point of an index. The tag tells the text that it was made of; two of the same tag are the same point.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub key: i64,
    pub tag: u64,
    pub vector: Vec<f32>,
}

/// Finds near points fast, about as well as comparing with all would. It is disposable: whatever it holds can be made
/// again from the embeddings.
pub trait VectorIndex: Send + Sync {
    /// Keys and tags of all of its points.
    fn tags(&self) -> HashMap<i64, u64>;

    /// As [`Self::tags`], of some keys.
    fn tags_of(&self, keys: &[i64]) -> HashMap<i64, u64>;

    /// Puts points in, each in place of the one of its key.
    ///
    /// # Errors
    /// `Internal` when the engine fails; some may be in then.
    fn put(&self, points: &[Point]) -> Result<()>;

    /// Takes points out, those that are there.
    ///
    /// # Errors
    /// `Internal` when the engine fails.
    fn remove(&self, keys: &[i64]) -> Result<()>;

    /// Takes all points out.
    ///
    /// # Errors
    /// `Internal` when the engine fails.
    fn clear(&self) -> Result<()>;

    /// Keys of the points nearest to `vector` among those that `keep` lets pass, with their cosine to it, nearest
    /// first, at most `most`.
    ///
    /// # Errors
    /// `Internal` when the engine fails.
    fn nearest(&self, vector: &[f32], most: usize, keep: &dyn Fn(i64) -> bool) -> Result<Vec<(i64, f32)>>;

    /// The cosines of these points to `vector`, in their order; `None` for what is not there.
    ///
    /// # Errors
    /// `Internal` when the engine fails.
    fn cosines(&self, vector: &[f32], keys: &[i64]) -> Result<Vec<Option<f32>>>;

    /// Writes it down, so that the next start need not make it again.
    ///
    /// # Errors
    /// `StorageUnavailable` when it cannot be written; what was written before may be lost then.
    fn save(&self) -> Result<()>;
}

/// Questions whose points are remembered.
const REMEMBERED: usize = 32;

/// What finds by meaning: a model, and the index of its points.
pub struct Meaning {
    embedder: Arc<dyn Embedder>,
    index: Arc<dyn VectorIndex>,
    /// Questions so far: work in the background makes way for them.
    asked: AtomicUsize,
    /// The last questions' points: a turn asks the same with fewer and fewer conditions.
    answered: Mutex<VecDeque<(String, Vec<f32>)>>,
    /// The whole catalog was looked at once: before, what is near would only be what was looked at first.
    is_ready: AtomicBool,
}

impl Meaning {
    pub fn new(embedder: Arc<dyn Embedder>, index: Arc<dyn VectorIndex>) -> Self {
        Self {
            embedder,
            index,
            asked: AtomicUsize::new(0),
            answered: Mutex::default(),
            is_ready: AtomicBool::new(false),
        }
    }

    pub fn embedder(&self) -> &dyn Embedder {
        &*self.embedder
    }

    pub fn index(&self) -> &dyn VectorIndex {
        &*self.index
    }

    /// The point of somebody's question.
    ///
    /// # Errors
    /// The model's.
    pub fn embed(&self, question: &str) -> Result<Vec<f32>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if let Some((_, point)) = self.answered.lock().iter().find(|(text, _)| text == question) {
            return Ok(point.clone());
        }
        let point = self.embedder.embed(question)?;
        let mut answered = self.answered.lock();
        answered.truncate(REMEMBERED - 1);
        answered.push_front((question.to_owned(), point.clone()));
        Ok(point)
    }

    /// Whether the points of all of these are known.
    pub(crate) fn remembers(&self, questions: &[String]) -> bool {
        let answered = self.answered.lock();
        questions.iter().all(|question| answered.iter().any(|(text, _)| text == question))
    }

    /// How many questions there were.
    pub fn questions(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// Whether search may go by it.
    pub fn is_ready(&self) -> bool {
        self.is_ready.load(Ordering::Acquire)
    }

    fn set_ready(&self) {
        self.is_ready.store(true, Ordering::Release);
    }

    /// The model for questions: remembered, and work in the background makes way.
    pub(crate) fn for_questions(&self) -> &dyn Embedder {
        self
    }

    pub(crate) fn nearest(
        &self,
        point: &[f32],
        most: usize,
        keep: &dyn Fn(i64) -> bool,
    ) -> Result<Vec<(i64, f32)>> {
        self.index.nearest(point, most, keep)
    }

    /// As [`Self::nearest`] among few: each of them is compared.
    pub(crate) fn nearest_of(&self, point: &[f32], most: usize, rows: &[i64]) -> Result<Vec<(i64, f32)>> {
        let cosines = self.index.cosines(point, rows)?;
        let known = rows.iter().zip(cosines).filter_map(|(row, cosine)| Some((*row, cosine?)));
        let mut near: Vec<(i64, f32)> = known.collect();
        let nearer = |a: &(i64, f32), b: &(i64, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if near.len() > most {
            near.select_nth_unstable_by(most, nearer);
            near.truncate(most);
        }
        near.sort_unstable_by(nearer);
        Ok(near)
    }

    pub(crate) fn cosines(&self, point: &[f32], rows: &[i64]) -> Result<Vec<Option<f32>>> {
        self.index.cosines(point, rows)
    }
}

impl Embedder for Meaning {
    fn model(&self) -> &str {
        self.embedder.model()
    }

    fn dimension(&self) -> usize {
        self.embedder.dimension()
    }

    fn embed(&self, text: &str) -> Result<Vec<f32>> {
        Self::embed(self, text)
    }

    fn embed_beginning(&self, text: &str, pieces: usize) -> Result<Vec<f32>> {
        self.embedder.embed_beginning(text, pieces)
    }
}
