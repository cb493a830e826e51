//! What the shop's pictures look like, kept in step with the catalog: pictures that no model has seen are looked at in the
//! background, a few at a time, and what was made of them is written down. It can be killed at any instant: what is missing is
//! told by the file.

use std::sync::Arc;
use std::time::Duration;

use haberdash_ai::folders::Folders;
use haberdash_ai::{ClipModel, EngineError};
use haberdash_core::blobs::Blob;
use haberdash_core::catalog::Searcher;
use haberdash_core::likeness::{self, Description, PictureModel};
use haberdash_core::{Code, Database, Error, Result};
use parking_lot::Mutex;
use tokio::task::JoinHandle;

use crate::ending::Ending;
use crate::pictures;

/// Pictures that are looked at between two commits.
const AT_ONCE: usize = 16;
/// How often new pictures are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// The pause while others use the shop.
const MAKE_WAY: Duration = Duration::from_millis(20);
/// So many pauses, and the next picture is looked at all the same: a shop that is never quiet gets its pictures, too.
const MOST_PAUSES: usize = 50;

/// How far it is, for the owner.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing was looked at yet.
    #[default]
    Waiting,
    /// So many of the pictures are looked at.
    Looking {
        done: usize,
        total: usize,
    },
    Ready,
}

/// Cheap to clone; all clones tell the same.
#[derive(Debug, Clone, Default)]
pub struct Status(Arc<Mutex<(State, How)>>);

/// What pictures are compared by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum How {
    #[default]
    Builtin,
    /// The model in this file.
    File(String),
    /// A file was put there and cannot be used, for this reason.
    Unusable(String),
}

impl Status {
    pub fn now(&self) -> State {
        self.0.lock().0.clone()
    }

    pub fn how(&self) -> How {
        self.0.lock().1.clone()
    }

    fn set(&self, state: State) {
        self.0.lock().0 = state;
    }
}

/// What the background works with.
pub(crate) struct Background {
    pub database: Database,
    pub searcher: Arc<Searcher>,
    /// Where a picture model may have been put.
    pub folders: Option<Folders>,
    pub status: Status,
    pub ending: Ending,
}

/// Follows the catalog until the end begins.
pub(crate) fn keep_looking(background: Background) -> JoinHandle<()> {
    tokio::spawn(async move {
        let background = Arc::new(background);
        let loading = Arc::clone(&background);
        if let Err(error) = tokio::task::spawn_blocking(move || loading.load()).await {
            tracing::error!(%error, "a picture model could not be loaded");
        }
        let mut is_pruned = false;
        let mut seen = None;
        while !background.ending.has_begun() {
            let working = Arc::clone(&background);
            let looked = tokio::task::spawn_blocking(move || working.look(seen, !is_pruned)).await;
            match looked {
                Ok(Ok(mark)) => (is_pruned, seen) = (true, Some(mark)),
                Ok(Err(error)) => {
                    tracing::warn!(%error, code = %error.code, "pictures could not be looked at; it is tried again");
                }
                Err(error) => {
                    tracing::error!(%error, "looking at pictures ended unexpectedly; it is tried again");
                }
            }
            tokio::select! {
                () = background.ending.wait() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
    })
}

impl Background {
    /// Takes the picture model that somebody put into a folder, if there is one.
    fn load(&self) {
        let Some(folders) = &self.folders else { return };
        let how = match ClipModel::load(folders) {
            Ok(model) => {
                self.searcher.likeness().set_better(Arc::new(model));
                How::File(haberdash_ai::pictures::FILE.to_owned())
            }
            Err(EngineError::Missing { file }) if file == haberdash_ai::pictures::FILE => return,
            Err(error) => {
                tracing::warn!(%error, "pictures are compared by colour, texture and shape alone");
                How::Unusable(error.to_string())
            }
        };
        self.status.0.lock().1 = how;
    }

    /// Looks at all pictures that a model has not seen, unless none came since the mark. Says the mark as it was before.
    fn look(&self, seen: Option<(i64, i64)>, prunes: bool) -> Result<(i64, i64)> {
        let mark = self.database.read_blocking(likeness::mark)?;
        if seen == Some(mark) {
            return Ok(mark);
        }
        let models = self.searcher.likeness().models();
        // The one that is built in comes first: it is the quick one.
        for model in models.iter().rev() {
            self.look_with(model)?;
        }
        self.status.set(State::Ready);
        if prunes {
            let names: Vec<String> = models.iter().map(|model| model.model().to_owned()).collect();
            while self.database.write_blocking({
                let names = names.clone();
                move |tx| likeness::prune(tx, &names.iter().map(String::as_str).collect::<Vec<_>>())
            })? {}
        }
        Ok(mark)
    }

    fn look_with(&self, model: &Arc<dyn PictureModel>) -> Result<()> {
        let hashes = self.database.read_blocking(|c| likeness::undescribed(c, model.model()))?;
        let mut uses = self.database.uses();
        for (batch, next) in hashes.chunks(AT_ONCE).enumerate() {
            if self.ending.has_begun() {
                return Ok(());
            }
            self.status.set(State::Looking { done: batch * AT_ONCE, total: hashes.len() });
            let mut descriptions = Vec::with_capacity(next.len());
            for hash in next {
                make_way(&mut uses, || self.database.uses(), || std::thread::sleep(MAKE_WAY));
                uses += 1;
                if let Some(blob) = self.database.read_blocking(|c| likeness::form(c, hash))? {
                    descriptions.push((hash.clone(), described(&**model, &blob)));
                }
            }
            self.database.write_blocking(move |tx| {
                descriptions
                    .iter()
                    .try_for_each(|(hash, one)| likeness::keep(tx, hash, std::slice::from_ref(one)))
            })?;
            uses += 1;
        }
        self.searcher.likeness().set_ready(model.model());
        Ok(())
    }
}

/// Pauses for as long as others use the shop, and remembers how often it was used. `known` is what it would be without them.
fn make_way(known: &mut usize, uses: impl Fn() -> usize, mut pause: impl FnMut()) {
    for _ in 0..MOST_PAUSES {
        let now = uses();
        if std::mem::replace(known, now) == now {
            return;
        }
        pause();
    }
}

/// What a model makes of a stored picture. One that cannot be read is kept as such, so that it is not tried for ever.
fn described(model: &dyn PictureModel, stored: &Blob) -> Description {
    // What a decoder cannot survive is a damaged picture too.
    let made = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        pictures::stored(stored).and_then(|raster| model.describe(&raster))
    }));
    let made = made.unwrap_or_else(|_| Err(Error::invalid("This picture cannot be read.")));
    if let Err(error) = &made {
        tracing::info!(%error, "a picture is left out of the search by picture");
    }
    Description { model: model.model().to_owned(), vector: made.ok() }
}

/// What all models make of a customer's or the owner's picture. It takes a while.
///
/// # Errors
/// `Invalid` or `TooLarge` when it is no picture that can be read.
pub(crate) fn describe(searcher: &Searcher, bytes: &[u8]) -> Result<Vec<Description>> {
    let made = std::panic::catch_unwind(|| pictures::raster(bytes));
    let raster = made.unwrap_or_else(|_| Err(Error::invalid("This picture cannot be read.")))?;
    searcher.likeness().describe(&raster)
}

/// As [`describe`]; where it cannot be read, that is what is known of it.
///
/// # Errors
/// `Internal` when a model fails.
pub(crate) fn seen(searcher: &Searcher, bytes: &[u8]) -> Result<Vec<Description>> {
    match describe(searcher, bytes) {
        Err(error) if matches!(error.code, Code::Invalid | Code::TooLarge) => {
            tracing::info!(%error, "a customer's picture cannot be read");
            Ok(searcher.likeness().unreadable())
        }
        described => described,
    }
}

#[cfg(test)]
mod tests;
