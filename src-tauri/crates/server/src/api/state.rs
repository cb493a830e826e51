//! What the handlers share.

use std::path::PathBuf;
use std::sync::Arc;

use std::sync::atomic::{AtomicBool, Ordering};

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use haberdash_core::catalog::Searcher;
use haberdash_core::catalog::finder::Finder;
use haberdash_core::{Database, Id, Result, Timestamp, WriteTx, id};
use tokio::sync::Notify;

use crate::channels::twilio::client::TwilioClient;
use crate::channels::twilio::webhook::WebhookState;

use crate::ending::Ending;
use crate::http::auth::Caller;
use crate::language::Languages;
use crate::market::Market;
use crate::meaning::Status;
use crate::models::Models;
use crate::secrets::SecretStore;

/// Cheap to clone.
#[derive(Clone)]
pub struct ApiState {
    pub database: Database,
    pub twilio: TwilioClient,
    pub webhooks: WebhookState,
    pub secrets: Arc<dyn SecretStore>,
    pub about: Arc<About>,
    /// The catalog's lists.
    pub finder: Arc<Finder>,
    /// Finds products for customers.
    pub searcher: Arc<Searcher>,
    /// How far the catalog's meanings are learned.
    pub meaning: Status,
    /// How far the catalog's pictures are looked at.
    pub likeness: crate::likeness::Status,
    /// The model files of this machine.
    pub models: Models,
    /// Searches the web for prices.
    pub market: Market,
    /// Language models.
    pub languages: Languages,
}

/// Names the operation that a request recorded, so that it can be taken back.
const OPERATION: HeaderName = HeaderName::from_static("operation-id");

impl ApiState {
    /// Runs `work` in the writer on behalf of `caller`.
    ///
    /// # Errors
    /// Those of `work`, or the commit's.
    pub async fn act<T, F>(&self, caller: Caller, work: F) -> Result<Done<T>>
    where
        T: Send + 'static,
        F: FnOnce(&mut WriteTx<'_>) -> Result<T> + Send + 'static,
    {
        let done = self.database.write(move |tx| {
            tx.act_as(caller.by());
            let value = work(tx)?;
            Ok(Done { value, operation: tx.operation() })
        });
        done.await
    }
}

/// What an act gave, and the operation that recorded it. As an answer: JSON with the header `Operation-Id`.
#[derive(Debug)]
pub struct Done<T> {
    pub value: T,
    pub operation: Option<Id<id::Operation>>,
}

impl<T> Done<T> {
    pub fn map<U>(self, with: impl FnOnce(T) -> U) -> Done<U> {
        Done { value: with(self.value), operation: self.operation }
    }
}

impl Done<()> {
    /// As an answer that says nothing but that it is done.
    pub fn without_content(self) -> Response {
        named(StatusCode::NO_CONTENT.into_response(), self.operation)
    }
}

impl<T: serde::Serialize> IntoResponse for Done<T> {
    fn into_response(self) -> Response {
        named(Json(self.value).into_response(), self.operation)
    }
}

/// The answer with the operation's name in its header.
fn named(mut response: Response, operation: Option<Id<id::Operation>>) -> Response {
    let name = operation.and_then(|id| HeaderValue::from_str(&id.to_string()).ok());
    if let Some(name) = name {
        response.headers_mut().insert(OPERATION, name);
    }
    response
}

/// Facts about this process.
pub struct About {
    pub data_dir: PathBuf,
    /// The data folder's own name, not its path.
    pub data_dir_name: String,
    pub started_at: Timestamp,
    pub ended: Ending,
    /// Asks for the shop to be closed and opened anew.
    pub reopen: Arc<Notify>,
    webhook_listening: AtomicBool,
}

impl About {
    pub fn new(
        data_dir: PathBuf,
        data_dir_name: String,
        started_at: Timestamp,
        ended: Ending,
        reopen: Arc<Notify>,
    ) -> Self {
        let webhook_listening = AtomicBool::new(false);
        Self { data_dir, data_dir_name, started_at, ended, reopen, webhook_listening }
    }

    /// Whether a port takes webhooks.
    pub fn is_webhook_listening(&self) -> bool {
        self.webhook_listening.load(Ordering::Relaxed)
    }

    pub fn set_webhook_listening(&self, listens: bool) {
        self.webhook_listening.store(listens, Ordering::Relaxed);
    }
}
