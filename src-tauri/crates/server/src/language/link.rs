//! A link of the chain: a model, or why there is none, and how it did lately.

use std::sync::Arc;

use haberdash_core::language_model::{Breaker, Failure, LanguageModel, Price, Provider, Request};
use parking_lot::{Mutex, RwLock};

use super::lists::Place;
use super::remote;

type Model = Arc<dyn LanguageModel>;
/// Looks for the model of a link. `None`: there is nobody any more who could look.
pub type Seek = Box<dyn Fn() -> Option<Result<Model, Failure>> + Send + Sync>;

/// The host of a server's address, with a port of its own.
pub fn host_of(address: &str) -> Option<String> {
    let url = url::Url::parse(address).ok()?;
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// A model, and how it did lately.
pub struct Link {
    pub provider: Provider,
    /// As the settings call it.
    model: String,
    /// Another server than the provider's own.
    server: Option<String>,
    now: RwLock<Result<Model, Failure>>,
    /// For as long as it is not there.
    seek: Option<Seek>,
    pub(super) price: Option<Price>,
    pub(super) breaker: Mutex<Breaker>,
    /// Why it did not answer when it was asked last.
    last_failure: Mutex<Option<Failure>>,
}

impl Link {
    pub fn new(provider: Provider, model: Model, price: Option<Price>) -> Self {
        Self {
            provider,
            model: model.model(),
            server: None,
            now: RwLock::new(Ok(model)),
            seek: None,
            price,
            breaker: Mutex::default(),
            last_failure: Mutex::default(),
        }
    }

    /// A link whose model is looked for: before each question, until it is there.
    pub fn sought(provider: Provider, model: &str, seek: Seek, price: Option<Price>) -> Self {
        Self {
            provider,
            model: model.to_owned(),
            server: None,
            now: RwLock::new(
                seek().unwrap_or_else(|| Err(Failure::NotSetUp { detail: "The program ends.".into() })),
            ),
            seek: Some(seek),
            price,
            breaker: Mutex::default(),
            last_failure: Mutex::default(),
        }
    }

    /// A link whose model stands on another server than the provider's own.
    #[must_use]
    pub fn at(self, server: Option<&str>) -> Self {
        Self { server: server.filter(|server| !server.is_empty()).map(str::to_owned), ..self }
    }

    /// Where its model is listed.
    pub fn place(&self) -> Place {
        (self.provider, self.server.clone())
    }

    /// The host that its question goes to, with a port of its own. `None`: this computer.
    pub fn host(&self) -> Option<String> {
        host_of(self.server.as_deref().unwrap_or_else(|| self.provider.address()))
    }

    pub fn model(&self) -> String {
        self.model.clone()
    }

    /// As the records call it.
    pub fn name(&self) -> String {
        match &*self.now.read() {
            Ok(model) => model.name().to_owned(),
            Err(_) => self.provider.as_str().to_owned(),
        }
    }

    pub fn last_failure(&self) -> Option<Failure> {
        self.last_failure.lock().clone()
    }

    pub(super) fn note(&self, failure: Option<&Failure>) {
        *self.last_failure.lock() = failure.cloned();
    }

    /// Its model. One that was not there is looked for again: a file may have come, or a permission.
    ///
    /// # Errors
    /// Why there is none.
    pub(super) fn now(&self) -> Result<Model, Failure> {
        let known = self.now.read().clone();
        let found = match &self.seek {
            Some(seek) if known.is_err() => seek(),
            _ => None,
        };
        let Some(found) = found else { return known };
        self.now.write().clone_from(&found);
        found
    }

    /// Tokens of a text; of one that is not there, none.
    pub(super) fn count(&self, text: &str) -> usize {
        self.now.read().as_ref().map_or(0, |model| model.count(text))
    }

    /// What a question costs at most, in millionths of a dollar.
    pub(super) fn most_cost(&self, model: &dyn LanguageModel, request: &Request) -> i64 {
        let Some(price) = self.price else { return 0 };
        let tokens: usize = request.messages.iter().map(|message| model.count(&message.content) + 8).sum();
        let schema = model.count(&request.answer.schema.to_string());
        let tokens = u32::try_from(tokens + schema).unwrap_or(u32::MAX);
        let thinking = if model.capabilities().is_remote { remote::THINKING } else { 0 };
        price.of_tokens(tokens, request.most_tokens.saturating_add(thinking))
    }
}
