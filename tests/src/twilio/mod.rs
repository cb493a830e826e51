//! A Twilio of our own: its REST API over real HTTP on the loopback, and its signed webhooks.
//!
//! It follows Twilio's documented rules (validation codes, day-granular filters, page tokens, no retry of webhooks) rather than
//! what Haberdash happens to do, so that a test can fail on a wrong reading of them. Nothing is random and nothing
//! happens by itself unless [`Options::automatic_callbacks`] is set: the test decides when.
//!
//! ```no_run
//! # async fn example() {
//! use haberdash_tests::twilio::TwilioSimulator;
//! let twilio = TwilioSimulator::start().await;
//! twilio.connect_webhooks("https://shop.example", "http://127.0.0.1:4000");
//! twilio.inbound("whatsapp:+15550100001", "where is my order?").await;
//! let replies = twilio.wait_for_sent(1).await;
//! # }
//! ```

mod connection;
mod fault;
mod media;
mod messages;
mod resource;
mod state;
mod webhooks;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use haberdash_core::{Clock, SystemClock};
use haberdash_server::channels::twilio::config::TwilioConfig;
use haberdash_server::channels::twilio::inbound::Address;
use haberdash_server::secrets::Secret;
use tokio::sync::Notify;

pub use fault::{Fault, Scope};
pub use media::{Media, Serving};
pub use state::{Direction, MessageRecord, RequestRecord, Status};
pub use webhooks::{Delivery, Inbound, Signature};

use connection::SeverableListener;
use state::State;

/// How long a test waits for something that should happen before it fails.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The account that is simulated.
#[derive(Clone)]
pub struct Options {
    pub account_sid: String,
    pub auth_token: String,
    pub api_key: (String, String),
    /// Our WhatsApp sender, as Twilio writes it.
    pub sender: String,
    pub clock: Arc<dyn Clock>,
    /// Zero takes any free port.
    pub port: u16,
    /// Reports `sent` and `delivered` by itself after each accepted message.
    pub automatic_callbacks: bool,
    /// Refuses a message outside the 24-hour window at once instead of accepting and failing it, which is what
    /// Twilio does for WhatsApp.
    pub refuses_closed_window_at_once: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            account_sid: format!("AC{:032x}", 1),
            auth_token: "a-fictional-auth-token".into(),
            api_key: (format!("SK{:032x}", 1), "a-fictional-api-key-secret".into()),
            sender: "whatsapp:+15550109999".into(),
            clock: Arc::new(SystemClock),
            port: 0,
            automatic_callbacks: false,
            refuses_closed_window_at_once: false,
        }
    }
}

/// A running simulator. It ends when the last handle is dropped.
#[derive(Clone)]
pub struct TwilioSimulator {
    inner: Arc<Inner>,
    running: Arc<Running>,
}

pub(crate) struct Inner {
    pub options: Options,
    pub state: parking_lot::Mutex<State>,
    /// Wakes whoever waits for a request or a message.
    pub changed: Notify,
    pub http: reqwest::Client,
    pub address: SocketAddr,
}

struct Running(tokio::task::JoinHandle<()>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl TwilioSimulator {
    pub async fn start() -> Self {
        Self::start_with(Options::default()).await
    }

    /// # Panics
    /// When the loopback has no free port.
    pub async fn start_with(options: Options) -> Self {
        let listener = SeverableListener::bind(options.port).await.expect("a port on the loopback");
        let address = listener.address();
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            // A line of its own for each webhook: one that the shop closed (after a body that was too large, say) must not
            // swallow the next.
            .pool_max_idle_per_host(0)
            // Twilio's own patience with a webhook.
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(15))
            .build()
            .expect("an HTTP client");
        let inner =
            Arc::new(Inner { options, state: Default::default(), changed: Notify::new(), http, address });
        let router = router(&inner);
        let server = tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<connection::Line>();
            if let Err(error) = axum::serve(listener, service).await {
                tracing::error!(%error, "the simulator ended");
            }
        });
        Self { inner, running: Arc::new(Running(server)) }
    }

    /// Where its REST API stands.
    pub fn base_url(&self) -> String {
        format!("http://{}", self.inner.address)
    }

    pub fn options(&self) -> &Options {
        &self.inner.options
    }

    /// What Haberdash must be told to use this account, without a public URL.
    pub fn config(&self) -> TwilioConfig {
        let options = &self.inner.options;
        let mut config = TwilioConfig::new(&options.account_sid);
        config.auth_token = Some(Secret::new(&options.auth_token));
        config.sender = Address::parse(&options.sender);
        config.api_base_url = self.base_url().parse().expect("the loopback's address is a URL");
        config
    }

    /// Every message this account sent, oldest first.
    pub fn sent(&self) -> Vec<MessageRecord> {
        self.inner
            .state
            .lock()
            .messages
            .iter()
            .filter(|m| m.direction == Direction::Outbound)
            .cloned()
            .collect()
    }

    pub fn message(&self, sid: &str) -> Option<MessageRecord> {
        self.inner.state.lock().messages.iter().find(|message| message.sid == sid).cloned()
    }

    /// Every REST request that came in, refused ones included.
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.inner.state.lock().requests.clone()
    }

    /// Waits until the account has sent `count` messages.
    ///
    /// # Panics
    /// When it does not come to that within [`PATIENCE`].
    pub async fn wait_for_sent(&self, count: usize) -> Vec<MessageRecord> {
        self.wait_until(|simulator| {
            let sent = simulator.sent();
            (sent.len() >= count).then_some(sent)
        })
        .await
    }

    /// Waits until `condition` has a value; it is asked after every change.
    ///
    /// # Panics
    /// When it has none within [`PATIENCE`].
    pub async fn wait_until<T>(&self, condition: impl Fn(&Self) -> Option<T>) -> T {
        let waiting = async {
            loop {
                let changed = self.inner.changed.notified();
                tokio::pin!(changed);
                changed.as_mut().enable();
                if let Some(value) = condition(self) {
                    return value;
                }
                changed.await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("the simulator waited in vain")
    }

    /// The customer wrote STOP to Twilio: sends to them answer 21610.
    pub fn opt_out(&self, address: &str) {
        self.inner.state.lock().opted_out.insert(address.to_owned());
    }

    /// The account as Twilio would show it: `active`, `suspended` or `closed`.
    pub fn set_account_status(&self, status: &'static str) {
        self.inner.state.lock().account_status = status;
    }

    /// The next `count` requests of `scope` meet `fault`.
    pub fn fail_next(&self, scope: Scope, fault: Fault, count: usize) {
        let mut state = self.inner.state.lock();
        state.faults.extend(std::iter::repeat_n((scope, fault), count));
    }

    /// Makes Twilio's dates of all messages so far earlier, as they are when the shop's clock is ahead.
    pub fn shift_dates(&self, earlier_by: Duration) {
        for message in &mut self.inner.state.lock().messages {
            message.created_at = message.created_at.minus(earlier_by);
            message.sent_at = message.sent_at.map(|sent| sent.minus(earlier_by));
        }
    }

    /// How many prepared faults were not met yet.
    pub fn faults_left(&self) -> usize {
        self.inner.state.lock().faults.len()
    }

    /// Keeps the server running as long as this handle lives.
    pub fn is_running(&self) -> bool {
        !self.running.0.is_finished()
    }
}

fn router(inner: &Arc<Inner>) -> Router {
    Router::new()
        .route("/2010-04-01/Accounts/{account}", get(messages::account))
        .route("/2010-04-01/Accounts/{account}/Messages.json", get(messages::list).post(messages::create))
        .route("/2010-04-01/Accounts/{account}/Messages/{sid}", get(messages::fetch))
        .route("/2010-04-01/Accounts/{account}/Messages/{sid}/Media.json", get(media::list))
        .route("/2010-04-01/Accounts/{account}/Messages/{sid}/Media/{media}", get(media::download))
        .route("/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json", get(messages::numbers))
        .route("/elsewhere/{media}", get(media::elsewhere))
        .layer(axum::middleware::from_fn_with_state(Arc::clone(inner), fault::meet))
        .with_state(Arc::clone(inner))
}
