//! The sentence model and its index in a running shop: loaded after the start, and kept in step with the catalog.
//!
//! It works in the background with pauses for whoever asks something. Where a file is missing or damaged, the owner is told
//! so and search goes by words alone.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use haberdash_ai::folders::Folders;
use haberdash_ai::{EngineError, SentenceModel, UsearchIndex};
use haberdash_core::catalog::Searcher;
use haberdash_core::retrieval::{Embedder, Learner, Lessons, Meaning};
use haberdash_core::{Code, Database, Error, Result};
use parking_lot::Mutex;
use serde::Serialize;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::ending::Ending;

/// The index's folder inside the data folder. Whatever is in it can be made again.
pub(crate) const FOLDER: &str = "vectors";
/// Products that are looked at between two commits.
const AT_ONCE: usize = 64;
/// Threads that embed: the model has as many sessions.
const THREADS: usize = 2;
/// How often changes are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The pause after somebody asked something.
const MAKE_WAY: Duration = Duration::from_millis(20);
/// The index is written down so long after the last change at the earliest, and at the end.
const SAVE_AFTER: Duration = Duration::from_secs(30);

/// What is known of it, for the owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum State {
    /// Nobody asked for it, or it is not loaded yet.
    Waiting,
    /// Search goes by words alone, for this reason.
    WordsOnly {
        reason: String,
    },
    /// So many of the products are looked at.
    Learning {
        done: usize,
        total: usize,
    },
    Ready,
}

/// Cheap to clone; all clones tell the same.
#[derive(Clone)]
pub struct Status(Arc<Mutex<State>>);

impl Default for Status {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(State::Waiting)))
    }
}

impl Status {
    pub fn now(&self) -> State {
        self.0.lock().clone()
    }

    fn set(&self, state: State) {
        *self.0.lock() = state;
    }
}

/// What the background works with.
pub(crate) struct Background {
    pub database: Database,
    pub searcher: Arc<Searcher>,
    pub folders: Folders,
    /// Counts up whenever a model file came or went.
    pub changes: watch::Receiver<u64>,
    pub data_dir: PathBuf,
    pub status: Status,
    pub ending: Ending,
}

/// Loads what is there, or what comes to be there, and follows the catalog until the end begins.
pub(crate) fn keep_learning(background: Background) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut changes = background.changes.clone();
        let background = Arc::new(background);
        let meaning = loop {
            // What comes from now on is looked at after this try.
            changes.mark_unchanged();
            let loading = Arc::clone(&background);
            let loaded = tokio::task::spawn_blocking(move || loading.load()).await;
            let reason = match loaded {
                Ok(Ok(meaning)) => break meaning,
                Ok(Err(error)) => {
                    tracing::info!(%error, "search goes by words alone");
                    error.to_string()
                }
                Err(error) => {
                    tracing::error!(%error, "the model of meanings could not be loaded");
                    "The model ended unexpectedly while it was loaded.".to_owned()
                }
            };
            background.status.set(State::WordsOnly { reason });
            tokio::select! {
                () = background.ending.wait() => return,
                changed = changes.changed() => if changed.is_err() { return },
            }
        };
        background.searcher.set_meaning(Arc::clone(&meaning));
        let mut course =
            Course { learner: Learner::new(Arc::clone(&meaning)), meaning, unsaved: None, is_pruned: false };
        loop {
            let working = Arc::clone(&background);
            let ended = tokio::task::spawn_blocking(move || {
                let learned = course.learn(&working);
                (course, learned)
            });
            let Ok((back, learned)) = ended.await else {
                tracing::error!("learning the catalog's meanings ended unexpectedly");
                return background.status.set(State::WordsOnly { reason: "The model failed.".into() });
            };
            course = back;
            if let Err(error) = learned {
                tracing::warn!(%error, code = %error.code, "the catalog's meanings could not be learned; it is tried again");
                // What was in hand is found by looking at all again.
                course.learner = Learner::new(Arc::clone(&course.meaning));
            }
            if background.ending.has_begun() {
                break;
            }
            tokio::select! {
                () = background.ending.wait() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
            }
        }
        // A task that panicked has told so already.
        let _ = tokio::task::spawn_blocking(move || course.save()).await;
    })
}

impl Background {
    fn load(&self) -> Result<Arc<Meaning>, EngineError> {
        let model = SentenceModel::load(&self.folders)?;
        let index = UsearchIndex::open(&self.data_dir.join(FOLDER), model.model(), model.dimension())?;
        Ok(Arc::new(Meaning::new(Arc::new(model), Arc::new(index))))
    }
}

struct Course {
    learner: Learner,
    meaning: Arc<Meaning>,
    /// When the index first differed from its file.
    unsaved: Option<Instant>,
    /// Embeddings that no product has any more were deleted.
    is_pruned: bool,
}

impl Course {
    /// Takes in all that changed since the last time.
    fn learn(&mut self, background: &Background) -> Result<()> {
        while background.database.read_blocking(|c| self.learner.look(c))? > 0 {
            if background.ending.has_begun() {
                return Ok(());
            }
            let lessons = background.database.read_blocking(|c| self.learner.next(c, AT_ONCE))?;
            if !lessons.is_empty() {
                let (done, total) = self.learner.progress();
                background.status.set(State::Learning { done, total });
                let mut lessons = lessons;
                let questions = AtomicUsize::new(self.meaning.questions());
                embed(&mut lessons, &self.meaning, || {
                    if self.meaning.questions() != questions.load(Ordering::Relaxed) {
                        std::thread::sleep(MAKE_WAY);
                        questions.store(self.meaning.questions(), Ordering::Relaxed);
                    }
                    // What is not embedded now is embedded after the next start.
                    !background.ending.has_begun()
                })?;
                let model = self.meaning.embedder().model().to_owned();
                let keep = move |tx: &mut haberdash_core::WriteTx<'_>| {
                    Learner::keep(tx, &model, &lessons).map(|()| lessons)
                };
                let lessons = background.database.write_blocking(keep)?;
                self.learner.put(lessons)?;
                self.unsaved = self.unsaved.or_else(|| Some(Instant::now()));
            }
        }
        background.status.set(State::Ready);
        // It looks at every embedding, so it is done once: what gathers in one run is little.
        if !std::mem::replace(&mut self.is_pruned, true) {
            let model = self.meaning.embedder().model().to_owned();
            while background.database.write_blocking({
                let model = model.clone();
                move |tx| Learner::prune(tx, &model)
            })? {}
        }
        if self.unsaved.is_some_and(|since| since.elapsed() >= SAVE_AFTER) {
            self.save();
        }
        Ok(())
    }

    fn save(&mut self) {
        if self.unsaved.take().is_some()
            && let Err(error) = self.meaning.index().save()
        {
            tracing::warn!(%error, "the index of meanings is made again at the next start");
        }
    }
}

/// Embeds what is not known, by [`THREADS`], each text once. Before each `go_on` is asked.
///
/// # Errors
/// The model's.
pub(crate) fn embed(lessons: &mut Lessons, meaning: &Meaning, go_on: impl Fn() -> bool + Sync) -> Result<()> {
    let unknown = Mutex::new(lessons.unknown());
    let work = || -> Result<()> {
        loop {
            let next = unknown.lock().pop();
            let Some(lesson) = next.filter(|_| go_on()) else { return Ok(()) };
            lesson.embed(meaning)?;
        }
    };
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..THREADS).map(|_| scope.spawn(work)).collect();
        let mine = work();
        others.into_iter().fold(mine, |worked, other| {
            let ended = Error::new(Code::Internal, "A thread that embeds ended unexpectedly.");
            worked.and(other.join().unwrap_or(Err(ended)))
        })
    })?;
    lessons.share();
    Ok(())
}

#[cfg(test)]
mod tests;
