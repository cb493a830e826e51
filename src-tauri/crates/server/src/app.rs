//! The composition root: opens the shop, starts what runs by itself, and hands out the doors.
//!
//! Owns the order of starting and ending. It decides nothing about the shop.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use haberdash_ai::folders::Folders;
use haberdash_core::answer::{ShopTurns, Turns};
use haberdash_core::catalog::Searcher;
use haberdash_core::catalog::finder::Finder;
use haberdash_core::database::{FILE_NAME, Options, is_restore_pending};
use haberdash_core::demo::{self, DemoOptions};
use haberdash_core::event::DomainEvent;
use haberdash_core::jobs::Lease;
use haberdash_core::outbox::MessageSender;
use haberdash_core::{Clock, Code, Database, Error, Result, SystemClock, id};
use tokio::runtime::Handle;
use tokio::sync::{Notify, broadcast};
use tokio::task::JoinHandle;

use crate::api::{About, ApiState};
use crate::channels::email::ShopMailer;
use crate::channels::twilio::client::TwilioClient;
use crate::channels::twilio::config::TwilioConnection;
use crate::channels::twilio::sender::TwilioSender;
use crate::channels::twilio::webhook::WebhookState;
use crate::ending::Ending;
use crate::http::auth::{Role, Tokens};
use crate::instance::InstanceLock;
use crate::language::{Languages, ModelTurns};
use crate::likeness;
use crate::market::Market;
use crate::meaning::{self, Background, Status};
use crate::models::{Models, Source};
use crate::notify::{LogNotifier, OwnerNotifier};
use crate::phone::PhoneSender;
use crate::secrets::{SecretStore, SystemSecrets};
use crate::senders::Senders;
use crate::worker::{self, Tools};
use crate::{connection, doors, turns};

/// Providers list what they took within seconds; a minute leaves room for a bad day.
const SEND_GRACE: Duration = Duration::from_mins(1);

/// How to start.
#[derive(Clone)]
pub struct AppOptions {
    /// The folder of the shop's file.
    pub data_dir: PathBuf,
    pub clock: Arc<dyn Clock>,
    pub secrets: Arc<dyn SecretStore>,
    pub notifier: Arc<dyn OwnerNotifier>,
    /// Who works out what to answer.
    pub turns: Arc<dyn Turns>,
    /// Hands messages over instead of the providers: for measurements.
    pub sender: Option<Arc<dyn MessageSender>>,
    /// Whether jobs run: answers, sending, fetching.
    pub worker: bool,
    /// How long a provider's list may lag behind what it took: only then is a message whose sending broke off sent again.
    pub send_grace: Duration,
    /// Whether an empty shop is filled with the demo shop.
    pub demo: bool,
    /// Who may come in by the network's door; `None` makes a new key.
    pub tokens: Option<Arc<Tokens>>,
    /// Where the model files stand; `None`: search goes by words alone.
    pub models: Option<Folders>,
    /// Which model files there are, and where they are downloaded.
    pub model_source: Source,
    /// Told when the shop is to be closed and opened anew: a backup waits to take its place.
    pub reopen: Arc<Notify>,
}

impl AppOptions {
    /// The machine's clock and keyring, the log as notifier, the worker on.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        let data_dir = data_dir.into();
        Self {
            secrets: Arc::new(SystemSecrets::new(&shop_name(&data_dir))),
            models: Some(Folders::of_shop(Some(&data_dir))),
            model_source: Source::own(),
            data_dir,
            clock: Arc::new(SystemClock),
            notifier: Arc::new(LogNotifier),
            turns: Arc::new(turns::builtin()),
            sender: None,
            worker: true,
            send_grace: SEND_GRACE,
            demo: false,
            tokens: None,
            reopen: Arc::new(Notify::new()),
        }
    }
}

/// The folder of what a model on this computer keeps over restarts: made anew where it is gone.
const LANGUAGE_STATE: &str = "language-state";

/// The data folder's own name.
pub(crate) fn shop_name(data_dir: &Path) -> String {
    let whole = std::path::absolute(data_dir).unwrap_or_else(|_| data_dir.to_owned());
    whole.file_name().map_or_else(|| "shop".into(), |name| name.to_string_lossy().into_owned())
}

/// A started Haberdash.
pub struct App {
    state: ApiState,
    tokens: Arc<Tokens>,
    ending: Ending,
    /// What runs by itself; each ends after [`Ending::begin`].
    running: Vec<JoinHandle<()>>,
    _lock: InstanceLock,
}

impl App {
    /// Opens the shop and starts the worker. Never blocks the caller's thread on the file.
    ///
    /// # Errors
    /// `DatabaseLocked` when another Haberdash has the shop open, and those of [`Database::open`].
    pub async fn start(options: AppOptions) -> Result<Self> {
        let (data_dir, clock) = (options.data_dir.clone(), Arc::clone(&options.clock));
        let demo = options.demo.then(|| Arc::clone(&options.turns));
        let opened = tokio::task::spawn_blocking(move || open(&data_dir, clock, demo)).await;
        let (lock, database) = opened
            .map_err(|error| Error::caused(Code::Internal, "The start ended unexpectedly.", error))??;
        let ending = Ending::default();
        let connection = TwilioConnection::default();
        let twilio = TwilioClient::new(connection.clone())?;
        let market = Market::new(Arc::clone(&options.secrets))?;
        let webhooks = WebhookState::new(database.clone(), connection.clone());
        let about = About::new(
            options.data_dir.clone(),
            shop_name(&options.data_dir),
            options.clock.now(),
            ending.clone(),
            Arc::clone(&options.reopen),
        );
        let finder = Arc::<Finder>::default();
        let folders = options.models.clone().unwrap_or_else(|| Folders::of_shop(Some(&options.data_dir)));
        let languages =
            Languages::new(Arc::clone(&options.secrets), folders.clone(), Arc::clone(&options.clock))?
                .keeping(options.data_dir.join(LANGUAGE_STATE));
        // The first turn finds what the owner has set.
        languages.reload(&database).await?;
        let models = Models::new(options.model_source, folders, database.clone(), ending.clone());
        let state = ApiState {
            database: database.clone(),
            twilio: twilio.clone(),
            webhooks: webhooks.clone(),
            secrets: Arc::clone(&options.secrets),
            about: Arc::new(about),
            searcher: Arc::new(Searcher::new(Arc::clone(&finder))),
            finder,
            meaning: Status::default(),
            likeness: likeness::Status::default(),
            models: models.clone(),
            market: market.clone(),
            languages: languages.clone(),
        };
        let mut running = vec![
            connection::keep_current(database.clone(), connection, options.secrets, ending.clone()),
            models.keep_going(),
            languages.keep_current(database.clone(), ending.clone()),
            languages.keep_lists(ending.clone()),
        ];
        if options.worker {
            running.push(learn_catalog(&state));
            running.push(likeness::keep_looking(likeness::Background {
                database: database.clone(),
                searcher: Arc::clone(&state.searcher),
                folders: options.models.clone(),
                status: state.likeness.clone(),
                ending: ending.clone(),
            }));
            if let Some(folders) = options.models {
                running.push(meaning::keep_learning(Background {
                    database: database.clone(),
                    searcher: Arc::clone(&state.searcher),
                    folders,
                    changes: models.changes(),
                    data_dir: options.data_dir.clone(),
                    status: state.meaning.clone(),
                    ending: ending.clone(),
                }));
            }
            let sender: Arc<dyn MessageSender> = match options.sender {
                Some(sender) => sender,
                None => Arc::new(Senders {
                    twilio: TwilioSender::new(twilio.clone(), database.clone()),
                    phone: PhoneSender,
                }),
            };
            let turns: Arc<dyn Turns> = Arc::new(ModelTurns::new(
                languages.clone(),
                options.turns,
                database.clone(),
                Handle::current(),
                ending.clone(),
            ));
            let mailer = ShopMailer::new(database.clone(), Arc::clone(&state.secrets));
            let tools = Tools {
                database: database.clone(),
                mailer: Arc::new(mailer),
                turns: Arc::new(ShopTurns::new(turns, Arc::clone(&state.searcher))),
                sender,
                notifier: options.notifier,
                twilio,
                webhooks,
                market,
                languages,
                searcher: Arc::clone(&state.searcher),
                send_grace: options.send_grace,
                data_dir: options.data_dir.clone(),
            };
            let name = database.write(|tx| Ok(tx.new_id::<id::Job>().to_string())).await?;
            let lease = Lease::new(format!("{}-{name}", std::process::id()));
            // What an earlier process left is taken up before anybody can add to it.
            running.push(worker::start(tools, lease, ending.clone()).await);
        }
        let tokens = match options.tokens {
            Some(tokens) => tokens,
            None => Arc::new(Tokens::new(options.clock)?),
        };
        Ok(Self { state, tokens, ending, running, _lock: lock })
    }

    pub fn database(&self) -> &Database {
        &self.state.database
    }

    pub fn languages(&self) -> &Languages {
        &self.state.languages
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

    /// How far the catalog's meanings are learned.
    pub fn meaning(&self) -> meaning::State {
        self.state.meaning.now()
    }

    /// Whether Twilio's account, sender and secrets are loaded.
    pub fn is_twilio_connected(&self) -> bool {
        self.state.twilio.connection().current().is_some_and(|config| config.can_send())
    }

    /// Tells everything that runs to end; event streams close.
    pub fn ending(&self) -> Ending {
        self.ending.clone()
    }

    /// Tells the owner's settings whether a port takes webhooks.
    pub fn set_webhook_listening(&self, listens: bool) {
        self.state.about.set_webhook_listening(listens);
    }

    /// Stops claiming jobs, lets the running ones end, and closes the file.
    pub async fn shutdown(self) {
        self.ending.begin();
        for task in self.running {
            // A task that panicked has told so already.
            let _ = task.await;
        }
        let state = self.state;
        state.languages.stop().await;
        // The last handle waits for the writer, which folds its log into the file.
        let _ = tokio::task::spawn_blocking(move || drop(state)).await;
    }
}

/// Learns the catalog ahead of the owner's first search.
fn learn_catalog(state: &ApiState) -> JoinHandle<()> {
    let (database, searcher) = (state.database.clone(), Arc::clone(&state.searcher));
    tokio::task::spawn_blocking(move || {
        if let Err(error) = database.read_blocking(|connection| searcher.warm(connection)) {
            tracing::warn!(%error, code = %error.code, "the catalog could not be learned ahead of the first search");
        }
    })
}

/// Takes the shop's lock and opens its file; makes the demo shop first where that was asked and nothing is there.
fn open(
    data_dir: &Path,
    clock: Arc<dyn Clock>,
    demo: Option<Arc<dyn Turns>>,
) -> Result<(InstanceLock, Database)> {
    let lock = InstanceLock::take(data_dir)?;
    if let Some(turns) = demo
        && !data_dir.join(FILE_NAME).exists()
        && !is_restore_pending(data_dir)
    {
        demo::create(data_dir, &DemoOptions::new(clock.now()), &*turns)?;
    }
    Ok((lock, Database::open(data_dir, Options::new(clock))?))
}
