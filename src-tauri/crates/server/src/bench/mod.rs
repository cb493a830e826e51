//! Measures what the owner and the customers feel: how fast a message is answered, how many a second, how fast lists
//! and search are, how fast the program starts and what memory it takes. Against a floor: a durable write in the same
//! folder.
//!
//! It works on a demo shop only, and adds to it.

mod catalog;
mod language;
mod load;
mod orders;
mod points;
mod queries;
mod retrieval;
mod serving;
mod times;
mod transfer;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use haberdash_core::conversations::MessageStatus;
use haberdash_core::database::{Inspection, Options};
use haberdash_core::demo::{self, DemoOptions, ShopState};
use haberdash_core::event::EventKind;
use haberdash_core::outbox::{MessageSender, OutboundMessage, SendOutcome, Sending, SentQuery};
use haberdash_core::settings::{self, AssistantSettings, TwilioSettings};
use haberdash_core::{Clock, Code, Database, Error, SystemClock};
use serde::Serialize;

use crate::app::{App, AppOptions};
use crate::meaning::State;
use crate::secrets::{MemorySecrets, Secret, SecretName, SecretStore};
use crate::turns;
pub use times::Percentiles;
pub(crate) use times::Times;

const LOOK_AGAIN: Duration = Duration::from_millis(20);
const LEARNING_PATIENCE: Duration = Duration::from_mins(10);

/// How much is measured.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Size {
    pub variants: usize,
    pub messages: usize,
    pub orders: usize,
    /// Messages that are answered one after the other.
    pub answers: usize,
    /// Messages that are answered with a language model, and as many failures of one.
    pub modelled: usize,
    /// Messages that the webhook takes as fast as it can.
    pub webhooks: usize,
    /// Queries of each kind.
    pub queries: usize,
    /// Orders that are placed as fast as the program can.
    pub placements: usize,
    /// Starts of the program.
    pub starts: usize,
    /// Requests that a served program answers before its memory is read.
    pub served: usize,
    /// Durable writes of the floor.
    pub commits: usize,
    /// Products of the shop in which is searched by words and meaning.
    pub products: usize,
}

impl Size {
    pub fn of(variants: usize, messages: usize, orders: usize) -> Self {
        Self {
            variants,
            messages,
            orders,
            answers: 600,
            modelled: 200,
            webhooks: 20_000,
            queries: 400,
            placements: 10_000,
            starts: 5,
            served: 3000,
            commits: 500,
            products: 100_000,
        }
    }

    pub fn quick() -> Self {
        Self {
            variants: 500,
            messages: 2000,
            orders: 500,
            answers: 20,
            modelled: 10,
            webhooks: 200,
            queries: 20,
            placements: 100,
            starts: 1,
            served: 50,
            commits: 20,
            products: 300,
        }
    }
}

/// Everything that was measured. Times are milliseconds.
#[derive(Debug, Serialize)]
pub struct Report {
    pub version: &'static str,
    pub size: Size,
    /// Made now, or found as an earlier run left it.
    pub shop_made_in_seconds: Option<f64>,
    pub shop: Counts,
    /// A durable write of one row, alone, in the same folder.
    pub floor_commit: Percentiles,
    /// Whether messages are understood and products found by meaning, too, while everything else is measured. The products'
    /// points are drawn.
    pub has_meanings: bool,
    /// From a customer's message to the queued reply, one after the other.
    pub message_to_reply: load::Answered,
    pub message_to_reply_in_commits: f64,
    pub webhook: load::Sustained,
    pub language_model: language::AroundAModel,
    pub lists: Vec<queries::Measured>,
    pub search: Percentiles,
    pub catalog_search: catalog::CatalogSearch,
    /// Orders placed and paid through the API, several at once.
    pub order_placement: orders::Placed,
    /// The order list with every filter, page after page.
    pub order_lists: Vec<queries::Measured>,
    /// From the program's start to its first answer.
    pub start_to_serving: Percentiles,
    pub memory: serving::Memory,
    /// Finding by words and meaning.
    pub retrieval: retrieval::Retrieval,
    /// A Shopify file of as many variants, into an empty shop.
    pub import_100k: transfer::Transfer,
    /// Everything of the measured shop as one archive.
    pub export_all: transfer::Transfer,
}

#[derive(Debug, Serialize)]
pub struct Counts {
    pub variants: i64,
    pub messages: i64,
    pub orders: i64,
}

/// Measures in `dir`, which is empty or holds a demo shop.
pub async fn run(dir: &Path, size: &Size) -> anyhow::Result<Report> {
    let shop_made_in_seconds = prepare(dir, size).await?;
    let floor_commit = floor(dir, size.commits).await?;
    let (folder, products) = (dir.to_owned(), size.variants * 37 / 100);
    let has_meanings = tokio::task::spawn_blocking(move || points::fill(&folder, products))
        .await?
        .context("giving the products points")?;
    let (start_to_serving, memory) =
        serving::measure(dir, size).await.context("measuring the served program")?;

    let secrets = MemorySecrets::default();
    secrets.set(SecretName::TwilioAuthToken, &Secret::new(load::AUTH_TOKEN))?;
    let options =
        AppOptions { secrets: Arc::new(secrets), sender: Some(Arc::new(TakesAll)), ..AppOptions::new(dir) };
    let app = App::start(options).await?;
    if has_meanings {
        until_learned(&app).await?;
    }
    let message_to_reply = load::one_by_one(&app, size.answers).await?;
    let webhook = load::sustained(&app, size.webhooks).await?;
    let language_model = language::measure(&app, size.modelled).await.context("measuring around a model")?;
    let lists = queries::lists(&app, size.queries).await?;
    let search = queries::search(&app, size.queries).await?;
    let catalog_search = catalog::search(&app, size.queries).await?;
    let order_lists = orders::lists(&app, size.queries).await?;
    let order_placement = orders::placement(&app, size.placements).await?;
    let shop = counts(&app).await?;
    app.shutdown().await;
    let export_all = transfer::export(dir).await.context("measuring the export")?;
    let import_100k = transfer::import(dir, size.variants).await.context("measuring the import")?;

    let retrieval =
        retrieval::measure(dir, size.products, size.queries).await.context("measuring retrieval")?;

    Ok(Report {
        version: env!("CARGO_PKG_VERSION"),
        size: *size,
        shop_made_in_seconds,
        shop,
        message_to_reply_in_commits: message_to_reply.all.p50 / floor_commit.p50,
        floor_commit,
        has_meanings,
        message_to_reply,
        webhook,
        language_model,
        lists,
        search,
        catalog_search,
        order_placement,
        order_lists,
        start_to_serving,
        memory,
        retrieval,
        import_100k,
        export_all,
    })
}

/// Measures finding by words and meaning alone, in a folder of its own inside `dir`.
///
/// # Errors
/// Those of the shop's file and of the model.
pub async fn run_retrieval(dir: &Path, size: &Size) -> anyhow::Result<retrieval::Retrieval> {
    retrieval::measure(dir, size.products, size.queries).await
}

/// Makes the demo shop where none is, and sets it up to answer at once. An owner's own shop is refused.
async fn prepare(dir: &Path, size: &Size) -> anyhow::Result<Option<f64>> {
    let (dir, size) = (dir.to_owned(), *size);
    tokio::task::spawn_blocking(move || {
        let state = match Inspection::open(&dir)? {
            None => ShopState::Empty,
            Some(file) => file.read(demo::state)?,
        };
        let started = Instant::now();
        let made = match state {
            ShopState::Demo => None,
            ShopState::Owned => {
                return Err(Error::new(
                    Code::Conflict,
                    "Measuring adds messages; this folder holds an owner's shop.",
                )
                .into());
            }
            ShopState::Empty => {
                let options = DemoOptions {
                    // Products of the big shop have 2.7 variants on average.
                    products: size.variants * 37 / 100,
                    messages: size.messages,
                    orders: size.orders,
                    ..DemoOptions::new(SystemClock.now())
                };
                demo::create(&dir, &options, &turns::builtin())?;
                Some(started.elapsed().as_secs_f64())
            }
        };
        let database = Database::open(&dir, Options::new(Arc::new(SystemClock)))?;
        database.write_blocking(|tx| {
            let assistant = settings::get::<AssistantSettings>(tx.sql())?;
            let at_once = AssistantSettings { burst_window_ms: 0, enabled: true, ..assistant.value };
            settings::update(tx, at_once, assistant.version)?;
            let twilio = settings::get::<TwilioSettings>(tx.sql())?;
            settings::update(tx, load::twilio_settings(), twilio.version)?;
            Ok(())
        })?;
        Ok(made)
    })
    .await?
}

/// Durable writes of one small row, one after the other.
async fn floor(dir: &Path, commits: usize) -> anyhow::Result<Percentiles> {
    let folder = dir.join("floor");
    let path = folder.clone();
    let times = tokio::task::spawn_blocking(move || {
        let database = Database::open(&path, Options::new(Arc::new(SystemClock)))?;
        let mut times = Times::default();
        for _ in 0..commits {
            let started = Instant::now();
            database.write_blocking(|tx| tx.emit(EventKind::ChannelState, "floor", serde_json::json!({})))?;
            times.add(started.elapsed());
        }
        Ok::<_, Error>(times)
    })
    .await??;
    std::fs::remove_dir_all(folder)?;
    times.percentiles()
}

/// Nothing is measured while the background still learns.
async fn until_learned(app: &App) -> anyhow::Result<()> {
    let learned = async {
        loop {
            match app.meaning() {
                State::Ready => return Ok(()),
                State::WordsOnly { reason } => anyhow::bail!("{reason}"),
                State::Waiting | State::Learning { .. } => tokio::time::sleep(LOOK_AGAIN).await,
            }
        }
    };
    tokio::time::timeout(LEARNING_PATIENCE, learned)
        .await
        .context("the catalog's meanings are not learned")?
}

async fn counts(app: &App) -> anyhow::Result<Counts> {
    let report = app.database().read(demo::count).await?;
    Ok(Counts { variants: report.variants, messages: report.messages, orders: report.orders })
}

/// Stands in the providers' place: what is measured ends at our own door.
struct TakesAll;

impl MessageSender for TakesAll {
    fn send<'a>(&'a self, message: &'a OutboundMessage) -> Sending<'a, SendOutcome> {
        let provider_id = message.message_id.to_string();
        Box::pin(async move { SendOutcome::Accepted { provider_id, status: MessageStatus::Sent } })
    }

    fn find_sent<'a>(
        &'a self,
        _query: &'a SentQuery,
    ) -> Sending<'a, haberdash_core::Result<Option<(String, MessageStatus)>>> {
        Box::pin(async { Ok(None) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn an_owner_s_shop_is_not_measured() {
        let dir = tempfile::tempdir().expect("dir");
        let path = dir.path().to_owned();
        let owned = move || {
            let database = Database::open(&path, Options::new(Arc::new(SystemClock))).expect("open");
            let own =
                haberdash_core::contacts::NewContact { display_name: "Ana".into(), ..Default::default() };
            database.write_blocking(|tx| haberdash_core::contacts::create(tx, own)).expect("a contact");
        };
        tokio::task::spawn_blocking(owned).await.expect("made");
        let error = run(dir.path(), &Size::quick()).await.expect_err("refused");
        assert_eq!(error.downcast_ref::<Error>().map(|error| error.code), Some(Code::Conflict));
    }
}
