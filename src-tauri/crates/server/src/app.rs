//! The composition root: opens the shop, starts what runs by itself, and hands out the doors.
//!
//! Owns the order of starting and ending. It decides nothing about the shop.

use std::path::PathBuf;
use std::sync::Arc;

use haberdash_core::database::Options;
use haberdash_core::event::DomainEvent;
use haberdash_core::{Clock, Database, Error, Result, SystemClock};
use tokio::sync::broadcast;

use crate::api::{About, ApiState};
use crate::doors;
use crate::ending::Ending;
use crate::http::auth::{Role, Tokens};
use crate::instance::InstanceLock;
use crate::notify::{LogNotifier, OwnerNotifier};
use crate::secrets::{SecretStore, SystemSecrets};

/// How to start.
pub struct AppOptions {
    /// The folder of the shop's file.
    pub data_dir: PathBuf,
    pub clock: Arc<dyn Clock>,
    pub secrets: Arc<dyn SecretStore>,
    pub notifier: Arc<dyn OwnerNotifier>,
    /// Whether jobs run: answers, sending, fetching.
    pub worker: bool,
}

impl AppOptions {
    /// The machine's clock and keyring, the log as notifier, the worker on.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        let data_dir = data_dir.into();
        Self {
            secrets: Arc::new(SystemSecrets::new(&shop_name(&data_dir))),
            data_dir,
            clock: Arc::new(SystemClock),
            notifier: Arc::new(LogNotifier),
            worker: true,
        }
    }
}

/// The data folder's own name.
fn shop_name(data_dir: &std::path::Path) -> String {
    let whole = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
    whole.file_name().map_or_else(|| "shop".into(), |name| name.to_string_lossy().into_owned())
}

/// A started Haberdash.
pub struct App {
    state: ApiState,
    tokens: Arc<Tokens>,
    ending: Ending,
    _lock: InstanceLock,
}

impl App {
    /// Opens the shop and starts the worker. Never blocks the caller's thread on the file.
    ///
    /// # Errors
    /// `DatabaseLocked` when another Haberdash has the shop open, and those of [`Database::open`].
    pub async fn start(options: AppOptions) -> Result<Self> {
        let (data_dir, clock) = (options.data_dir.clone(), Arc::clone(&options.clock));
        let (lock, database) = tokio::task::spawn_blocking(move || {
            let lock = InstanceLock::take(&data_dir)?;
            Ok::<_, Error>((lock, Database::open(&data_dir, Options::new(clock))?))
        })
        .await
        .map_err(|error| {
            Error::caused(haberdash_core::Code::Internal, "The start ended unexpectedly.", error)
        })??;
        let ending = Ending::default();
        let about = About {
            data_dir: options.data_dir.clone(),
            data_dir_name: shop_name(&options.data_dir),
            started_at: options.clock.now(),
            ended: ending.clone(),
        };
        let state = ApiState { database, about: Arc::new(about) };
        let tokens = Arc::new(Tokens::new(options.clock)?);
        Ok(Self { state, tokens, ending, _lock: lock })
    }

    pub fn database(&self) -> &Database {
        &self.state.database
    }

    /// Everything that happens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<DomainEvent> {
        self.state.database.subscribe()
    }

    /// The API, its documentation and the window for a caller inside this process: the owner, by construction.
    pub fn in_process_router(&self) -> axum::Router {
        doors::in_process(self.state.clone())
    }

    /// The same behind tokens, for the loopback address.
    pub fn network_router(&self) -> axum::Router {
        doors::network(self.state.clone(), Arc::clone(&self.tokens))
    }

    /// What a tunnel may expose: webhooks and `/health`, nothing else.
    pub fn webhook_router(&self) -> axum::Router {
        doors::webhooks(self.state.clone())
    }

    /// A token of the owner for the network's door; it ends with this process.
    ///
    /// # Errors
    /// `Internal` when it cannot be signed.
    pub fn owner_token(&self) -> Result<String> {
        self.tokens.issue(Role::Owner)
    }

    /// Tells everything that runs to end; event streams close.
    pub fn ending(&self) -> Ending {
        self.ending.clone()
    }

    /// Stops claiming jobs, lets the running ones end, and closes the file.
    pub async fn shutdown(self) {
        self.ending.begin();
        let Self { state, .. } = self;
        // The last handle waits for the writer, which folds its log into the file.
        let _ = tokio::task::spawn_blocking(move || drop(state)).await;
    }
}
