//! Language models behind core's port: the links, the chain that asks them one after the other, and who works out turns with it.

mod chain;
mod counts;
mod lab;
mod link;
mod lists;
#[cfg(feature = "llama")]
mod local;
mod remote;
pub mod trial;
mod turns;

use std::path::PathBuf;
use std::sync::{Arc, Weak};
use std::time::Duration;

use haberdash_ai::folders::Folders;
use haberdash_core::event::EventKind;
use haberdash_core::language_model::{
    Failure, LanguageModel, LanguageModelSettings, LinkSettings, published_price,
};
use haberdash_core::settings::{self, Document};
use haberdash_core::{Clock, Database, Result};
use parking_lot::RwLock;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

pub use chain::{Chain, UnderWay};
pub use lab::LabTurns;
pub use link::{Link, host_of};
pub use lists::{Listed, Lists, Place};
use remote::Measures;
pub use remote::{Caller, Remote, secret_of};
pub use turns::ModelTurns;

use crate::ending::Ending;
use crate::secrets::SecretStore;

/// Tokens of context of a model on this computer: a turn's questions are short, and memory is the laptop's.
#[cfg(feature = "llama")]
pub const LOCAL_CONTEXT: u32 = 8192;

/// How often it is looked whether a list of models is due.
const LOOKED_AFTER_EVERY: Duration = Duration::from_mins(10);

/// The shop's language models as its settings say. Cheap to clone.
#[derive(Clone)]
pub struct Languages(Arc<Inner>);

struct Inner {
    caller: Caller,
    folders: Folders,
    clock: Arc<dyn Clock>,
    now: RwLock<Option<Arc<Chain>>>,
    under_way: UnderWay,
    measures: Measures,
    lists: Arc<Lists>,
    /// Where a model on this computer keeps what it read, over restarts; `None`: nowhere.
    #[cfg(feature = "llama")]
    kept: Option<PathBuf>,
    /// Where a model on this computer is asked to count.
    #[cfg(feature = "llama")]
    runtime: Option<tokio::runtime::Handle>,
    #[cfg(feature = "llama")]
    host: local::SharedHost,
}

impl Languages {
    /// # Errors
    /// `Internal` when TLS cannot be set up on this system.
    pub fn new(secrets: Arc<dyn SecretStore>, folders: Folders, clock: Arc<dyn Clock>) -> Result<Self> {
        Ok(Self(Arc::new(Inner {
            caller: Caller::new(secrets)?,
            folders,
            now: RwLock::default(),
            under_way: UnderWay::default(),
            measures: Measures::default(),
            lists: Arc::new(Lists::new(Arc::clone(&clock))),
            clock,
            #[cfg(feature = "llama")]
            kept: None,
            #[cfg(feature = "llama")]
            runtime: tokio::runtime::Handle::try_current().ok(),
            #[cfg(feature = "llama")]
            host: local::SharedHost::default(),
        })))
    }

    /// With a folder for what a model on this computer read of its instructions, over restarts.
    #[cfg(feature = "llama")]
    #[must_use]
    pub fn keeping(self, folder: PathBuf) -> Self {
        match Arc::try_unwrap(self.0) {
            Ok(inner) => Self(Arc::new(Inner { kept: Some(folder), ..inner })),
            Err(shared) => Self(shared),
        }
    }

    /// Without models of its own there is nothing to keep.
    #[cfg(not(feature = "llama"))]
    #[must_use]
    pub fn keeping(self, _folder: PathBuf) -> Self {
        self
    }

    /// Ends what runs for the models, at the end of the program.
    #[cfg_attr(not(feature = "llama"), expect(clippy::unused_async, reason = "with the feature it waits"))]
    pub async fn stop(&self) {
        #[cfg(feature = "llama")]
        self.0.host.stop().await;
    }

    /// Who is asked now; `None`: nobody.
    pub fn chain(&self) -> Option<Arc<Chain>> {
        self.0.now.read().clone()
    }

    pub fn caller(&self) -> &Caller {
        &self.0.caller
    }

    /// Whether this program can run models itself.
    pub const fn runs_models() -> bool {
        cfg!(feature = "llama")
    }

    /// Model files that stand in the folders.
    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for folder in self.0.folders.all() {
            let Ok(entries) = std::fs::read_dir(folder) else { continue };
            names.extend(
                entries
                    .flatten()
                    .filter_map(|entry| entry.file_name().into_string().ok())
                    .filter(|name| name.to_ascii_lowercase().ends_with(".gguf")),
            );
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The model of a link.
    ///
    /// # Errors
    /// [`Failure::NotSetUp`].
    pub fn model(&self, link: &LinkSettings) -> Result<Arc<dyn LanguageModel>, Failure> {
        if link.provider.is_remote() {
            let caller = self.0.caller.clone();
            return Ok(Arc::new(Remote::new(caller, link, &self.0.measures.of(link), &self.0.lists)));
        }
        self.local(&link.model)
    }

    #[cfg(feature = "llama")]
    fn local(&self, file: &str) -> Result<Arc<dyn LanguageModel>, Failure> {
        let path = self.0.folders.file(file);
        let path =
            path.ok_or_else(|| Failure::UnknownModel { model: file.to_owned(), known: self.files() })?;
        let host = self.0.host.get()?;
        Ok(Arc::new(local::Local::new(host, file, path, self.0.kept.clone(), self.0.runtime.clone())))
    }

    #[cfg(not(feature = "llama"))]
    #[expect(clippy::unused_self, reason = "with the feature it needs the folders")]
    fn local(&self, _file: &str) -> Result<Arc<dyn LanguageModel>, Failure> {
        Err(Failure::NotSetUp { detail: "This program was built without models of its own.".into() })
    }

    /// A link with its price.
    pub fn link(&self, link: &LinkSettings) -> Link {
        let price = link.price.or_else(|| published_price(link.provider, &link.model));
        // The chain is kept here: a link that kept this would keep itself.
        let (inner, settings): (Weak<Inner>, _) = (Arc::downgrade(&self.0), link.clone());
        let seek = move || inner.upgrade().map(|inner| Self(inner).model(&settings));
        Link::sought(link.provider, &link.model, Box::new(seek), price).at(link.base_url.as_deref())
    }

    /// Follows the settings.
    pub fn set(&self, settings: &LanguageModelSettings) {
        let links: Vec<Link> = settings.chain.iter().map(|link| self.link(link)).collect();
        let budget = Duration::from_secs(settings.answer_seconds.into());
        let (clock, under_way) = (Arc::clone(&self.0.clock), Arc::clone(&self.0.under_way));
        let chain = (!links.is_empty()).then(|| Arc::new(Chain::new(links, clock, budget, under_way)));
        *self.0.now.write() = chain;
        self.0.lists.look_again();
    }

    /// Takes in a list of models that the owner fetched, where a link of the chain has use for it.
    pub fn take_list(&self, place: Place, models: &[String]) {
        if self.places().contains(&place) {
            self.0.lists.take(place, models);
        }
    }

    /// What the last list of a link's provider says of its model.
    pub fn listed(&self, link: &Link) -> Listed {
        self.0.lists.of(link)
    }

    /// Where the chain's models are listed, each once.
    fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        for link in self.chain().iter().flat_map(|chain| chain.links()) {
            let place = link.place();
            if place.0.is_remote() && !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// Fetches the lists of models that are due.
    pub async fn fetch_lists(&self) {
        self.0.lists.fetch(&self.0.caller, self.places()).await;
    }

    /// Keeps the lists of models current until the end. While no link is remote nobody is asked for anything.
    pub fn keep_lists(&self, ending: Ending) -> JoinHandle<()> {
        let languages = self.clone();
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    () = ending.wait() => return,
                    () = languages.fetch_lists() => {}
                }
                tokio::select! {
                    () = ending.wait() => return,
                    () = languages.0.lists.changed() => {}
                    // A laptop sleeps, and its timers with it: whether a day is over is the clock's to say.
                    () = tokio::time::sleep(LOOKED_AFTER_EVERY) => {}
                }
            }
        })
    }

    /// Reads the settings anew: also after a key came or went.
    ///
    /// # Errors
    /// Those of the query.
    pub async fn reload(&self, database: &Database) -> Result<()> {
        let settings = database.read(settings::get::<LanguageModelSettings>).await?.value;
        self.set(&settings);
        Ok(())
    }

    /// Follows the settings until the end.
    pub fn keep_current(&self, database: Database, ending: Ending) -> JoinHandle<()> {
        let languages = self.clone();
        tokio::spawn(async move {
            let mut events = database.subscribe();
            loop {
                if let Err(error) = languages.reload(&database).await {
                    tracing::warn!(code = %error.code, "the settings of the language models could not be read");
                }
                loop {
                    let event = tokio::select! {
                        () = ending.wait() => return,
                        event = events.recv() => event,
                    };
                    match event {
                        Ok(event) if event.kind == EventKind::SettingsUpdated => {
                            if event.subject == LanguageModelSettings::KEY {
                                break;
                            }
                        }
                        Ok(_) => {}
                        // Something was missed; it may have been this.
                        Err(RecvError::Lagged(_)) => break,
                        Err(RecvError::Closed) => return,
                    }
                }
            }
        })
    }
}
