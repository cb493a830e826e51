//! What answers at the doors: the open shop; while its file is damaged, the backups; and nobody for the moment in which a
//! restored file takes its place.
//!
//! Owns opening the shop anew inside one process: doors, tokens and subscribers stay.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use haberdash_core::event::DomainEvent;
use haberdash_core::{Code, Database, Error, Result};
use parking_lot::{Mutex, RwLock};
use tokio::sync::{Notify, broadcast};
use tokio::task::JoinHandle;
use tower::{ServiceExt, service_fn};

use crate::app::{App, AppOptions};
use crate::care::recovery::{self, Recovery};
use crate::doors;
use crate::ending::Ending;
use crate::http::auth::{Role, Tokens};
use crate::http::problem::ApiError;

/// How long opening anew waits for requests that still hold the old file.
const PATIENCE: Duration = Duration::from_secs(30);
/// Between two looks whether they have ended.
const PAUSE: Duration = Duration::from_millis(20);

/// Which way a request came.
#[derive(Debug, Clone, Copy)]
enum Door {
    InProcess,
    Network,
    Webhooks,
}

/// The routers of one stage.
#[derive(Clone)]
struct Routers {
    in_process: Router,
    network: Router,
    webhooks: Router,
}

struct Inner {
    options: AppOptions,
    tokens: Arc<Tokens>,
    /// `None`: it is being opened anew.
    routers: RwLock<Option<Routers>>,
    app: Mutex<Option<App>>,
    ending: Ending,
    events: broadcast::Sender<DomainEvent>,
    webhook_listening: AtomicBool,
}

/// Cheap to clone.
#[derive(Clone)]
pub struct Shopfront(Arc<Inner>);

impl Shopfront {
    /// Opens the shop. A damaged file opens the recovery instead.
    ///
    /// # Errors
    /// As [`App::start`], but for `DatabaseCorrupt`.
    pub async fn open(mut options: AppOptions) -> Result<Self> {
        let tokens = match &options.tokens {
            Some(tokens) => Arc::clone(tokens),
            None => Arc::new(Tokens::new(Arc::clone(&options.clock))?),
        };
        options.tokens = Some(Arc::clone(&tokens));
        let inner = Inner {
            options,
            tokens,
            routers: RwLock::new(None),
            app: Mutex::new(None),
            ending: Ending::default(),
            events: broadcast::channel(4096).0,
            webhook_listening: AtomicBool::new(false),
        };
        let front = Self(Arc::new(inner));
        match front.start().await {
            Ok(()) => {}
            Err(error) if error.code == Code::DatabaseCorrupt => front.recover(&error),
            Err(error) => return Err(error),
        }
        front.clone().watch();
        Ok(front)
    }

    async fn start(&self) -> Result<()> {
        let app = App::start(self.0.options.clone()).await?;
        app.set_webhook_listening(self.0.webhook_listening.load(Ordering::Relaxed));
        self.forward(app.subscribe());
        let routers = Routers {
            in_process: app.in_process_router(),
            network: app.network_router(),
            webhooks: app.webhook_router(),
        };
        *self.0.app.lock() = Some(app);
        *self.0.routers.write() = Some(routers);
        Ok(())
    }

    fn recover(&self, error: &Error) {
        tracing::error!(code = %error.code, "the shop could not be opened; its backups can be restored");
        let recovery = Recovery {
            data_dir: self.0.options.data_dir.clone(),
            code: error.code,
            detail: error.detail.clone(),
            reopen: Arc::clone(&self.0.options.reopen),
        };
        let api = recovery::router(recovery);
        let routers = Routers {
            in_process: doors::recovery_in_process(api.clone()),
            network: doors::recovery_network(api, Arc::clone(&self.0.tokens)),
            webhooks: doors::closed_webhooks(),
        };
        *self.0.routers.write() = Some(routers);
    }

    /// Events reach subscribers also over an opening anew.
    fn forward(&self, mut events: broadcast::Receiver<DomainEvent>) -> JoinHandle<()> {
        let out = self.0.events.clone();
        tokio::spawn(async move {
            loop {
                match events.recv().await {
                    Ok(event) => {
                        // No subscriber is no fault.
                        let _ = out.send(event);
                    }
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return,
                }
            }
        })
    }

    /// Opens the shop anew whenever that is asked for, until the end.
    fn watch(self) {
        tokio::spawn(async move {
            let reopen = Arc::clone(&self.0.options.reopen);
            loop {
                tokio::select! {
                    () = self.0.ending.wait() => return,
                    () = reopen.notified() => {}
                }
                *self.0.routers.write() = None;
                self.close().await;
                if self.0.ending.has_begun() {
                    return;
                }
                if let Err(error) = self.start().await {
                    self.recover(&error);
                }
            }
        });
    }

    /// Ends the shop's work and waits until nothing holds its file.
    async fn close(&self) {
        let app = self.0.app.lock().take();
        let Some(app) = app else { return };
        let database = app.database().clone();
        app.shutdown().await;
        if !wait_until_alone(&database).await {
            tracing::warn!("requests still hold the shop's file; it is opened anew all the same");
        }
        // The last handle waits for the writer, which folds its log into the file.
        let _ = tokio::task::spawn_blocking(move || drop(database)).await;
    }

    fn router(&self, door: Door) -> Router {
        let inner = Arc::clone(&self.0);
        let service = service_fn(move |request: Request| {
            let routers = inner.routers.read().clone();
            async move { Ok::<_, Infallible>(answer(routers, door, request).await) }
        });
        Router::new().fallback_service(service)
    }

    /// For a caller inside this process: the owner, by construction.
    pub fn in_process_router(&self) -> Router {
        self.router(Door::InProcess)
    }

    /// The same behind tokens, for the loopback address.
    pub fn network_router(&self) -> Router {
        self.router(Door::Network)
    }

    /// What a tunnel may expose.
    pub fn webhook_router(&self) -> Router {
        self.router(Door::Webhooks)
    }

    /// Everything that happens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<DomainEvent> {
        self.0.events.subscribe()
    }

    /// A token of the owner for the network's door; it ends with this process.
    ///
    /// # Errors
    /// `Internal` when it cannot be signed.
    pub fn owner_token(&self) -> Result<String> {
        self.0.tokens.issue(Role::Owner)
    }

    /// Tells everything that runs to end.
    pub fn ending(&self) -> Ending {
        self.0.ending.clone()
    }

    /// Asks for the shop to be opened anew.
    pub fn reopen(&self) -> Arc<Notify> {
        Arc::clone(&self.0.options.reopen)
    }

    /// Tells the owner's settings whether a port takes webhooks.
    pub fn set_webhook_listening(&self, listens: bool) {
        self.0.webhook_listening.store(listens, Ordering::Relaxed);
        if let Some(app) = &*self.0.app.lock() {
            app.set_webhook_listening(listens);
        }
    }

    /// Lets running jobs end and closes the file.
    pub async fn shutdown(self) {
        self.0.ending.begin();
        // The routers hold the file, too.
        *self.0.routers.write() = None;
        self.close().await;
    }
}

async fn wait_until_alone(database: &Database) -> bool {
    let alone = async {
        while database.is_shared() {
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, alone).await.is_ok()
}

async fn answer(routers: Option<Routers>, door: Door, request: Request) -> Response {
    let Some(routers) = routers else {
        let detail = "The shop is being opened anew. Try again in a moment.";
        return ApiError::new(Code::DatabaseLocked, detail).into_response();
    };
    let router = match door {
        Door::InProcess => routers.in_process,
        Door::Network => routers.network,
        Door::Webhooks => routers.webhooks,
    };
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}
