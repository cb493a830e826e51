//! A shop's channel on its own: its file, its webhooks on a real port, its client, and a Twilio to talk with. No worker runs:
//! a test does the steps itself and sees each of them.

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::clock::ManualClock;
use haberdash_core::conversations::{Channel, InboundMessage, Provider, RawDelivery, Source};
use haberdash_core::database::Options as DatabaseOptions;
use haberdash_core::{Clock as _, Database, Timestamp};
use haberdash_server::channels::twilio::client::TwilioClient;
use haberdash_server::channels::twilio::config::TwilioConnection;
use haberdash_server::channels::twilio::poller::{self, Polled};
use haberdash_server::channels::twilio::webhook::{self, WebhookState};
use haberdash_tests::twilio::{Options, TwilioSimulator};

pub const CUSTOMER: &str = "whatsapp:+15550100001";
pub const PUBLIC_URL: &str = "https://shop.example";

pub struct ShopChannel {
    pub twilio: TwilioSimulator,
    pub database: Database,
    pub connection: TwilioConnection,
    pub client: TwilioClient,
    pub webhooks: WebhookState,
    pub clock: Arc<ManualClock>,
    pub address: std::net::SocketAddr,
    server: tokio::task::JoinHandle<()>,
    _dir: tempfile::TempDir,
}

impl Drop for ShopChannel {
    fn drop(&mut self) {
        self.server.abort();
    }
}

pub fn noon() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().expect("a time")
}

impl ShopChannel {
    /// Connected both ways, on 1 March 2026 at noon.
    pub async fn open() -> Self {
        let clock = Arc::new(ManualClock::at(noon()));
        let twilio =
            TwilioSimulator::start_with(Options { clock: clock.clone(), ..Options::default() }).await;
        let dir = tempfile::tempdir().expect("a folder");
        let options = DatabaseOptions { id_seed: Some(1), ..DatabaseOptions::new(clock.clone()) };
        let database = Database::open(dir.path(), options).expect("a shop");
        let mut config = twilio.config();
        config.public_url = Some(PUBLIC_URL.into());
        let connection = TwilioConnection::new(Some(config));
        let client =
            TwilioClient::with_timeout(connection.clone(), Duration::from_secs(10)).expect("a client");
        let webhooks = WebhookState::new(database.clone(), connection.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let routes = webhook::routes(webhooks.clone());
        let server = tokio::spawn(async move {
            axum::serve(listener, routes).await.expect("the webhooks' server");
        });
        twilio.connect_webhooks(PUBLIC_URL, &format!("http://{address}"));
        Self { twilio, database, connection, client, webhooks, clock, address, server, _dir: dir }
    }

    pub async fn poll(&self) -> haberdash_core::Result<Polled> {
        poller::poll_once(&self.database, &self.client).await
    }

    /// A number from the shop's file.
    pub fn count(&self, sql: &str) -> i64 {
        self.database
            .read_blocking(|connection| Ok(connection.query_row(sql, [], |row| row.get(0))?))
            .expect("a number")
    }

    /// One column of text from the shop's file.
    pub fn texts(&self, sql: &str) -> Vec<String> {
        self.database
            .read_blocking(|connection| {
                let mut statement = connection.prepare(sql)?;
                let rows = statement.query_map([], |row| row.get(0))?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            })
            .expect("texts")
    }

    pub fn inbound_bodies(&self) -> Vec<String> {
        self.texts("SELECT body FROM messages WHERE direction = 'inbound' ORDER BY id")
    }

    pub fn deliveries(&self, kind: &str, outcome: &str) -> i64 {
        self.count(&format!(
            "SELECT count(*) FROM inbound_deliveries WHERE kind = '{kind}' AND outcome = '{outcome}'"
        ))
    }

    /// Something a customer wrote, put straight into the shop's file, so that there is a conversation to answer in.
    pub async fn customer_wrote(
        &self,
        provider_id: &str,
        body: &str,
    ) -> haberdash_core::Id<haberdash_core::id::Conversation> {
        let message = InboundMessage {
            provider: Provider::Twilio,
            provider_id: provider_id.into(),
            source: Source::Webhook,
            channel: Channel::Whatsapp,
            from_address: CUSTOMER.trim_start_matches("whatsapp:").into(),
            shop_address: "+15550109999".into(),
            profile_name: None,
            body: body.into(),
            media: Vec::new(),
            provider_time: Some(self.clock.now()),
            extra: serde_json::Map::new(),
            raw: RawDelivery::default(),
        };
        let received = self
            .database
            .write(move |tx| haberdash_core::conversations::receive_inbound(tx, &message))
            .await
            .expect("received");
        match received {
            haberdash_core::conversations::Received::New { conversation_id, .. }
            | haberdash_core::conversations::Received::Duplicate { conversation_id, .. } => conversation_id,
        }
    }
}
