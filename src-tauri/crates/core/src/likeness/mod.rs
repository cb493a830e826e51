//! Finding goods that look like a picture: the port to what makes vectors of pictures, the model that is built in, and all
//! stored vectors in memory, compared one by one.
//!
//! Core never decodes a file: whoever does hands over a [`Raster`]. What a picture shows or says decides nothing but which
//! goods are near.

mod descriptor;
mod index;
mod keeping;
mod raster;
mod subject;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use parking_lot::RwLock;
use rusqlite::Connection;

use crate::error::Result;
use crate::store;
pub use descriptor::Descriptor;
use index::Index;
pub use keeping::{form, is_described, keep, mark, prune, undescribed};
pub use raster::{LONGEST, Raster};

/// Makes a vector of length 1 of a picture: what looks alike is near.
pub trait PictureModel: Send + Sync {
    /// The model's name and version. Vectors of different ones have nothing to do with each other.
    fn model(&self) -> &str;

    /// Numbers in a vector.
    fn dimension(&self) -> usize;

    /// # Errors
    /// `Internal` when the model fails.
    fn describe(&self, raster: &Raster) -> Result<Vec<f32>>;

    /// The cosine from which two pictures show things that look alike; below, a customer is not told so.
    fn alike(&self) -> f32;

    /// The vector for comparing everything but the colour; `None` where the model cannot tell it apart.
    fn without_colour(&self, vector: &[f32]) -> Option<Vec<f32>>;
}

/// What one model made of one picture. `None`: it cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Description {
    pub model: String,
    pub vector: Option<Vec<f32>>,
}

/// A picture with its cosine to what was sought.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Near {
    pub content_hash: String,
    pub nearness: f32,
    /// The model finds it worth telling.
    pub is_alike: bool,
}

/// A model with its vectors.
struct Known {
    model: Arc<dyn PictureModel>,
    index: RwLock<Index>,
    /// All pictures of goods were looked at once: before, what is near would only be what was looked at first.
    is_ready: AtomicBool,
}

impl Known {
    fn new(model: Arc<dyn PictureModel>) -> Self {
        let index = RwLock::new(Index::new(model.dimension()));
        Self { model, index, is_ready: AtomicBool::new(false) }
    }
}

/// How pictures are compared in an open shop. What it keeps in memory follows the file.
pub struct Likeness {
    builtin: Known,
    better: OnceLock<Known>,
}

impl Default for Likeness {
    fn default() -> Self {
        Self { builtin: Known::new(Arc::new(Descriptor)), better: OnceLock::new() }
    }
}

impl Likeness {
    /// From now on this model is asked first, once it knows all goods. The first one stays.
    pub fn set_better(&self, model: Arc<dyn PictureModel>) {
        if self.better.set(Known::new(model)).is_err() {
            tracing::warn!("models of pictures were set twice; the first stays");
        }
    }

    /// The models, the best first. The last one is built in.
    pub fn models(&self) -> Vec<Arc<dyn PictureModel>> {
        self.known().map(|known| Arc::clone(&known.model)).collect()
    }

    fn known(&self) -> impl Iterator<Item = &Known> {
        self.better.get().into_iter().chain([&self.builtin])
    }

    /// What every model makes of a picture.
    ///
    /// # Errors
    /// That of the built-in model. Another that fails is logged.
    pub fn describe(&self, raster: &Raster) -> Result<Vec<Description>> {
        let mut all = Vec::new();
        for known in self.known() {
            let model = known.model.model().to_owned();
            match known.model.describe(raster) {
                Ok(vector) => all.push(Description { model, vector: Some(vector) }),
                Err(error) if model != self.builtin.model.model() => {
                    tracing::warn!(%error, %model, "a picture could not be described");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    /// What every model makes of a picture that nobody can read.
    pub fn unreadable(&self) -> Vec<Description> {
        let unread = |known: &Known| Description { model: known.model.model().to_owned(), vector: None };
        self.known().map(unread).collect()
    }

    /// The model knows all goods.
    pub fn set_ready(&self, model: &str) {
        for known in self.known().filter(|known| known.model.model() == model) {
            known.is_ready.store(true, Ordering::Release);
        }
    }

    /// Stored pictures that look like `picture`, nearest first: by the first model that knows both them and it. Those that
    /// look less alike than the model finds worth telling are left out where `only_alike`.
    pub(crate) fn nearest(
        &self,
        connection: &Connection,
        picture: &[Description],
        without_colour: bool,
        only_alike: bool,
    ) -> Result<Vec<Near>> {
        let answering = self.known().find_map(|known| {
            let model = known.model.model();
            let is_last = model == self.builtin.model.model();
            if !is_last && !known.is_ready.load(Ordering::Acquire) {
                return None;
            }
            let described = picture.iter().find(|one| one.model == model)?;
            let vector =
                described.vector.as_ref().filter(|vector| vector.len() == known.model.dimension())?;
            Some((known, vector))
        });
        let Some((known, vector)) = answering else { return Ok(Vec::new()) };
        let colourless = if without_colour { known.model.without_colour(vector) } else { None };
        known.current(connection)?;
        let near = known.index.read().nearest(colourless.as_ref().unwrap_or(vector));
        let told = |near: &Near| !only_alike || near.is_alike;
        let judged = |(content_hash, nearness)| Near {
            content_hash,
            nearness,
            is_alike: nearness >= known.model.alike(),
        };
        Ok(near.into_iter().map(judged).filter(told).collect())
    }

    /// What is stored of a picture.
    pub(crate) fn stored(connection: &Connection, content_hash: &str) -> Result<Vec<Description>> {
        store::likenesses::of_picture(connection, content_hash)
    }
}

impl Known {
    /// Reads what the file has and the memory has not.
    fn current(&self, connection: &Connection) -> Result<()> {
        let model = self.model.model();
        let newest = store::likenesses::newest(connection)?;
        if self.index.read().seen() >= newest {
            return Ok(());
        }
        let mut index = self.index.write();
        let seen = index.seen();
        store::likenesses::each_after(connection, model, seen, |content_hash, packed| {
            index.put(content_hash, packed);
        })?;
        index.set_seen(newest);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
