//! Language models behind core's port: the links, the chain that asks them one after the other, and who works out turns with it.

mod chain;
mod lab;
#[cfg(feature = "llama")]
mod local;
mod remote;
mod turns;

use std::sync::Arc;
use std::time::Duration;

use haberdash_ai::folders::Folders;
use haberdash_core::event::EventKind;
use haberdash_core::language_model::{
    Failure, LanguageModel, LanguageModelSettings, LinkSettings, Provider, published_price,
};
use haberdash_core::settings::{self, Document};
use haberdash_core::{Clock, Database, Result};
use parking_lot::RwLock;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;

pub use chain::{Chain, Link};
pub use lab::LabTurns;
pub use remote::{Caller, Remote, secret_of};
pub use turns::ModelTurns;

use crate::ending::Ending;
use crate::secrets::SecretStore;

/// The shop's language models as its settings say. Cheap to clone.
#[derive(Clone)]
pub struct Languages(Arc<Inner>);

struct Inner {
    caller: Caller,
    folders: Folders,
    clock: Arc<dyn Clock>,
    now: RwLock<Option<Arc<Chain>>>,
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
            clock,
            now: RwLock::default(),
            #[cfg(feature = "llama")]
            host: local::SharedHost::default(),
        })))
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
            return Ok(Arc::new(Remote::new(caller, link.provider, &link.model, link.base_url.as_deref())));
        }
        self.local(&link.model)
    }

    #[cfg(feature = "llama")]
    fn local(&self, file: &str) -> Result<Arc<dyn LanguageModel>, Failure> {
        let path = self.0.folders.file(file);
        let path =
            path.ok_or_else(|| Failure::UnknownModel { model: file.to_owned(), known: self.files() })?;
        let host = self.0.host.get()?;
        Ok(Arc::new(local::Local::new(host, file, path)))
    }

    #[cfg(not(feature = "llama"))]
    #[expect(clippy::unused_self, reason = "with the feature it needs the folders")]
    fn local(&self, _file: &str) -> Result<Arc<dyn LanguageModel>, Failure> {
        Err(Failure::NotSetUp { detail: "This program was built without models of its own.".into() })
    }

    /// A link with its price.
    pub fn link(&self, link: &LinkSettings) -> Link {
        let model = self.model(link).unwrap_or_else(|failure| Arc::new(Absent::new(link, failure)));
        let price = link.price.or_else(|| published_price(link.provider, &link.model));
        Link::new(link.provider, model, price)
    }

    /// Follows the settings.
    pub fn set(&self, settings: &LanguageModelSettings) {
        let links: Vec<Link> = settings.chain.iter().map(|link| self.link(link)).collect();
        let budget = Duration::from_secs(settings.answer_seconds.into());
        let chain =
            (!links.is_empty()).then(|| Arc::new(Chain::new(links, Arc::clone(&self.0.clock), budget)));
        *self.0.now.write() = chain;
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

/// A link that cannot be asked, with the reason: it stands in the records like any other that failed.
struct Absent {
    provider: Provider,
    model: String,
    why: Failure,
}

impl Absent {
    fn new(link: &LinkSettings, why: Failure) -> Self {
        Self { provider: link.provider, model: link.model.clone(), why }
    }
}

impl LanguageModel for Absent {
    fn name(&self) -> &str {
        self.provider.as_str()
    }

    fn model(&self) -> String {
        self.model.clone()
    }

    fn capabilities(&self) -> haberdash_core::language_model::Capabilities {
        haberdash_core::language_model::Capabilities {
            context_tokens: u32::MAX,
            holds_schema: false,
            is_remote: false,
        }
    }

    fn count(&self, _text: &str) -> usize {
        0
    }

    fn answer<'a>(
        &'a self,
        _request: &'a haberdash_core::language_model::Request,
        _piece: &'a (dyn Fn(&str) + Send + Sync),
    ) -> haberdash_core::language_model::Answering<'a> {
        Box::pin(std::future::ready(Err(self.why.clone())))
    }
}
