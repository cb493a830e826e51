//! The whole application with the demo shop, connected to a Twilio of our own over real HTTP. Time stands still until a test moves
//! it.

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use haberdash_core::clock::ManualClock;
use haberdash_core::conversations::Channel;
use haberdash_core::database::{FILE_NAME, Options as DatabaseOptions};
use haberdash_core::demo::{self, DemoOptions};
use haberdash_core::settings::{self, AssistantSettings, TwilioSettings};
use haberdash_core::{Clock as _, Database, contacts};
use haberdash_server::app::{App, AppOptions};
use haberdash_server::notify::{Handoff, OwnerNotifier};
use haberdash_server::secrets::{MemorySecrets, SecretName};
use haberdash_server::turns;
use haberdash_tests::twilio::{Options, PATIENCE, TwilioSimulator};
use parking_lot::Mutex;

use crate::channel::{PUBLIC_URL, noon};

/// A customer whom the demo shop does not know.
pub const STRANGER: &str = "whatsapp:+15550107001";
/// A customer who has an order on its way.
pub const BUYER: &str = "whatsapp:+15550107002";

#[derive(Default)]
pub struct Notified(Mutex<Vec<Handoff>>);

impl OwnerNotifier for Notified {
    fn notify(&self, handoff: Handoff) {
        self.0.lock().push(handoff);
    }
}

pub struct WholeShop {
    pub twilio: TwilioSimulator,
    pub clock: Arc<ManualClock>,
    pub notified: Arc<Notified>,
    /// The number of the buyer's newest order on its way.
    pub order_number: String,
    app: Option<App>,
    server: Option<tokio::task::JoinHandle<()>>,
    dir: tempfile::TempDir,
}

impl WholeShop {
    pub async fn open() -> Self {
        let clock = Arc::new(ManualClock::at(noon()));
        let options = Options { clock: clock.clone(), automatic_callbacks: true, ..Options::default() };
        let twilio = TwilioSimulator::start_with(options).await;
        let dir = tempfile::tempdir().expect("a folder");
        let (folder, api) = (dir.path().to_owned(), twilio.clone());
        let order_number =
            tokio::task::spawn_blocking(move || prepare(&folder, &api)).await.expect("the shop is prepared");
        let mut shop =
            Self { twilio, clock, notified: Arc::default(), order_number, app: None, server: None, dir };
        shop.start().await;
        shop
    }

    /// Starts the application on its folder, and waits until it is connected.
    pub async fn start(&mut self) {
        let polls = self.polls();
        let secrets =
            MemorySecrets::default().with(SecretName::TwilioAuthToken, &self.twilio.options().auth_token);
        let app = App::start(AppOptions {
            clock: self.clock.clone(),
            secrets: Arc::new(secrets),
            notifier: self.notified.clone(),
            models: None,
            ..AppOptions::new(self.dir.path())
        })
        .await
        .expect("the application starts");
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let router = app.webhook_router();
        self.server = Some(tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the webhooks' server");
        }));
        self.app = Some(app);
        // A first round of polling that has ended tells that settings and secrets are loaded.
        self.until(|shop| {
            let next = shop.texts(
                "SELECT CAST(run_at AS TEXT) FROM jobs WHERE kind = 'poll_channel' AND state = 'ready'",
            );
            shop.polls() > polls
                && next.iter().all(|at| *at > shop.clock.now().as_millis().to_string())
                && !next.is_empty()
        })
        .await;
        self.twilio.connect_webhooks(PUBLIC_URL, &format!("http://{address}"));
    }

    /// Ends it as a person does.
    pub async fn stop(&mut self) {
        self.twilio.disconnect_webhooks();
        if let Some(server) = self.server.take() {
            server.abort();
        }
        if let Some(app) = self.app.take() {
            app.shutdown().await;
        }
    }

    pub fn database(&self) -> &Database {
        self.app.as_ref().expect("it runs").database()
    }

    fn polls(&self) -> usize {
        let is_poll = |query: &str| query.contains("DateSent");
        self.twilio
            .requests()
            .iter()
            .filter(|request| request.method == "GET" && is_poll(&request.query))
            .count()
    }

    /// Time passes, and the worker looks at the clock.
    pub fn pass(&self, time: Duration) {
        self.clock.advance(time);
        self.database().job_signal().notify_one();
    }

    /// A number from the shop's file.
    pub fn count(&self, sql: &str) -> i64 {
        self.database()
            .read_blocking(|connection| Ok(connection.query_row(sql, [], |row| row.get(0))?))
            .expect("a number")
    }

    /// One column of text from the shop's file.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        self.database()
            .read_blocking(|connection| {
                let mut statement = connection.prepare(sql)?;
                let rows = statement.query_map([], |row| row.get(0))?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            })
            .expect("texts")
    }

    /// Waits until the shop's file says so: it is asked after every event, and now and then for what tells no event.
    pub async fn until(&self, condition: impl Fn(&Self) -> bool) {
        let mut events = self.database().subscribe();
        let waiting = async {
            while !condition(self) {
                let _ = tokio::time::timeout(Duration::from_millis(100), events.recv()).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("the shop waited in vain");
    }

    /// Whether nothing is left to answer or to send.
    fn is_quiet(&self) -> bool {
        self.count(
            "SELECT (SELECT count(*) FROM jobs WHERE kind IN ('answer_conversation', 'send_message', 'notify_owner'))
                  + (SELECT count(*) FROM messages
                      WHERE status IN ('queued', 'sending') AND provider_id IS NULL AND provider = 'twilio')",
        ) == 0
    }

    /// Waits until nothing is left to answer or to send.
    pub async fn until_quiet(&self) {
        self.until(Self::is_quiet).await;
    }

    /// As [`WholeShop::until_quiet`], while time passes two minutes at a go, so that what waits for another try gets it.
    pub async fn pass_until_quiet(&self) {
        let mut events = self.database().subscribe();
        while !self.is_quiet() {
            self.pass(Duration::from_secs(120));
            assert!(self.clock.now().since(noon()) < Duration::from_secs(23 * 3600), "answers are missing");
            // Whatever happens next, or nothing at all: then time passes again.
            let _ = tokio::time::timeout(Duration::from_millis(100), events.recv()).await;
        }
    }

    /// What was sent to one customer, oldest first.
    pub fn sent_to(&self, customer: &str) -> Vec<String> {
        self.twilio.sent().into_iter().filter(|m| m.to == customer).map(|m| m.body).collect()
    }

    pub fn handoffs(&self) -> Vec<Handoff> {
        self.notified.0.lock().clone()
    }
}

/// The demo shop is made once and copied.
fn demo_shop() -> &'static Path {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    MADE.get_or_init(|| {
        let dir = tempfile::tempdir().expect("a folder");
        demo::create(dir.path(), &DemoOptions::new(noon()), &turns::builtin()).expect("the demo shop");
        dir
    })
    .path()
}

fn prepare(dir: &Path, twilio: &TwilioSimulator) -> String {
    std::fs::copy(demo_shop().join(FILE_NAME), dir.join(FILE_NAME)).expect("copied");
    let clock = Arc::new(ManualClock::at(noon()));
    let database = Database::open(dir, DatabaseOptions::new(clock)).expect("the shop's file");
    let options = twilio.options().clone();
    let api_base_url = Some(twilio.base_url());
    database
        .write_blocking(move |tx| {
            // What the demo left for the worker is not this test's.
            tx.sql().execute("DELETE FROM jobs", [])?;
            let assistant = settings::get::<AssistantSettings>(tx.sql())?;
            let at_once = AssistantSettings { burst_window_ms: 0, ..assistant.value };
            settings::update(tx, at_once, assistant.version)?;
            let connected = TwilioSettings {
                account_sid: options.account_sid,
                sender: options.sender,
                webhook_public_url: PUBLIC_URL.into(),
                polling_enabled: true,
                api_base_url,
                ..TwilioSettings::default()
            };
            let version = settings::get::<TwilioSettings>(tx.sql())?.version;
            settings::update(tx, connected, version)?;
            // A buyer with one order on its way and no other that is under way.
            let (contact, number): (_, String) = tx.sql().query_row(
                "SELECT orders.contact_id, orders.number FROM orders
                   JOIN fulfilments ON fulfilments.order_id = orders.id AND fulfilments.tracking_number IS NOT NULL
                  WHERE orders.status = 'shipped'
                    AND (SELECT count(*) FROM orders AS other
                          WHERE other.contact_id = orders.contact_id
                            AND other.status IN ('placed', 'processing', 'shipped')) = 1
                  ORDER BY orders.created_at DESC LIMIT 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?;
            contacts::add_identity(tx, contact, Channel::Whatsapp, BUYER, None)?;
            Ok(number)
        })
        .expect("a connected shop")
}
