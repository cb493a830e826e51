use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use haberdash_core::agent::{Knowledge, RunRecord, TurnInput};
use haberdash_core::answer::Turns;
use haberdash_core::conversations::{self, Author, MessageStatus, Received};
use haberdash_core::database::Connection;
use haberdash_core::event::EventKind;
use haberdash_core::jobs::{JobKind, JobState, NewJob, Work};
use haberdash_core::{Code, Database, Error, Id, Result, SystemClock, id, jobs, stock};

use super::insist;
use crate::app::{App, AppOptions};
use crate::ending::Ending;
use crate::notify::{Handoff, LowStockNotice, OwnerNotifier};
use crate::secrets::MemorySecrets;
use crate::{phone, turns};

/// Long enough for a busy machine; a test that reaches it fails.
const PATIENCE: Duration = Duration::from_secs(60);

/// Panics at the word "panic", else answers as ever.
struct Fragile;

impl Turns for Fragile {
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        assert!(!input.messages.iter().any(|message| message.body.contains("panic")), "as the message says");
        turns::builtin().run(input, knowledge)
    }
}

#[derive(Default)]
struct Told {
    handoffs: parking_lot::Mutex<Vec<Handoff>>,
    /// Rings at each.
    bell: tokio::sync::Notify,
}

impl OwnerNotifier for Told {
    fn notify(&self, handoff: Handoff) {
        self.handoffs.lock().push(handoff);
        self.bell.notify_one();
    }
}

#[derive(Default)]
struct HeardLow(parking_lot::Mutex<Vec<LowStockNotice>>);

impl OwnerNotifier for HeardLow {
    fn notify(&self, _handoff: Handoff) {}

    fn low_stock(&self, notice: LowStockNotice) {
        self.0.lock().push(notice);
    }
}

fn options(dir: &std::path::Path) -> AppOptions {
    AppOptions {
        clock: Arc::new(SystemClock),
        secrets: Arc::new(MemorySecrets::default()),
        turns: Arc::new(Fragile),
        models: None,
        ..AppOptions::new(dir)
    }
}

async fn say(database: &Database, from: &'static str, body: &'static str) -> Id<id::Conversation> {
    let received = database.write(move |tx| {
        let received = phone::receive(tx, from, body, None)?;
        jobs::make_due(tx, JobKind::AnswerConversation)?;
        Ok(received)
    });
    match received.await.expect("received") {
        Received::New { conversation_id, .. } | Received::Duplicate { conversation_id, .. } => {
            conversation_id
        }
    }
}

/// Waits for an event that `is` the one, looking also at what happened before.
async fn until(app: &App, mut is: impl FnMut(&Database) -> bool) {
    let mut events = app.subscribe();
    let wait = async {
        while !is(app.database()) {
            // A lag is news too.
            let _ = events.recv().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("it happens");
}

fn agents_words(database: &Database, id: Id<id::Conversation>) -> Vec<MessageStatus> {
    let thread = database.read_blocking(|c| conversations::thread(c, id, None, 100)).expect("thread");
    let own = thread.messages.into_iter().filter(|message| message.message.author == Author::Agent);
    own.map(|message| message.message.status).collect()
}

fn count(database: &Database, wanted: JobState) -> u64 {
    let counts = database.read_blocking(jobs::counts).expect("counts");
    counts.into_iter().filter(|(state, ..)| *state == wanted).map(|(.., count)| count).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_answered_and_the_answer_delivered() {
    let dir = tempfile::tempdir().expect("dir");
    let app = App::start(options(dir.path())).await.expect("start");
    let id = say(app.database(), "+15550100", "hello").await;
    until(&app, |database| agents_words(database, id) == [MessageStatus::Delivered]).await;
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_panics_fails_alone_and_the_others_go_on() {
    let dir = tempfile::tempdir().expect("dir");
    let app = App::start(options(dir.path())).await.expect("start");
    let broken = say(app.database(), "+15550101", "panic please").await;
    let whole = say(app.database(), "+15550102", "hello").await;
    until(&app, |database| !agents_words(database, whole).is_empty()).await;
    let failed = |database: &Database| {
        let jobs = database.read_blocking(|c| jobs::list(c, JobState::Ready, None, 100)).expect("jobs");
        jobs.iter().any(|job| job.kind == JobKind::AnswerConversation && job.attempts > 0)
    };
    // Nothing is told about a failure that is tried again, so it is looked for.
    let wait = async {
        while !failed(app.database()) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("it fails and waits");
    assert!(agents_words(app.database(), broken).is_empty());
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_for_a_person_tells_the_owner_once() {
    let dir = tempfile::tempdir().expect("dir");
    let told = Arc::new(Told::default());
    let notifier: Arc<dyn OwnerNotifier> = Arc::<Told>::clone(&told);
    let app = App::start(AppOptions { notifier, ..options(dir.path()) }).await.expect("start");
    let id = say(app.database(), "+15550103", "I want to speak to a human please").await;
    tokio::time::timeout(PATIENCE, told.bell.notified()).await.expect("told");
    // The end waits for what runs: what would be told once more is told by then.
    app.shutdown().await;
    let handoffs = told.handoffs.lock().clone();
    assert_eq!(handoffs.len(), 1);
    assert_eq!((handoffs[0].conversation_id, &handoffs[0].approval), (id, &None));
}

/// Sells two variants down to one piece each, and keeps one of them in a cart whose time is over.
fn sell_down(tx: &mut haberdash_core::WriteTx<'_>) -> Result<Id<id::Variant>> {
    use haberdash_core::catalog::{self, NewProduct, NewVariant, ProductStatus};
    let priced = |size: &str| NewVariant {
        values: vec![size.into()],
        ..NewVariant::priced(haberdash_core::Money::new(5000, haberdash_core::Currency::EUR))
    };
    let product = NewProduct {
        title: "Linen dress".into(),
        handle: "linen-dress".into(),
        status: ProductStatus::Active,
        options: vec!["Size".into()],
        variants: vec![priced("S"), priced("M")],
        ..NewProduct::default()
    };
    let product = catalog::create_product(tx, &product)?;
    let ids: Vec<_> = catalog::variants(tx.sql(), product)?.iter().map(|variant| variant.id).collect();
    for id in &ids {
        stock::put(tx, &stock::Wanted::anywhere(*id, 5), stock::MovementReason::Opening, None, "", None)?;
        stock::take(tx, &stock::Wanted::anywhere(*id, 4), stock::MovementReason::Sold, None, "")?;
    }
    let (cart, now) = (stock::Holder::Cart(tx.new_id()), tx.now());
    stock::reserve(tx, cart, &stock::Wanted::anywhere(ids[0], 1), Some(now))?;
    jobs::make_due(tx, JobKind::TellLowStock)?;
    jobs::make_due(tx, JobKind::ExpireReservations)?;
    Ok(ids[0])
}

#[tokio::test(flavor = "multi_thread")]
async fn what_runs_low_is_told_once_together_and_an_expired_cart_gives_its_pieces_back() {
    let dir = tempfile::tempdir().expect("dir");
    let heard = Arc::new(HeardLow::default());
    let notifier: Arc<dyn OwnerNotifier> = Arc::<HeardLow>::clone(&heard);
    let app = App::start(AppOptions { notifier, ..options(dir.path()) }).await.expect("start");
    let variant = app.database().write(sell_down).await.expect("sold");
    let waits = |database: &Database| {
        let reserved = database.read_blocking(|c| stock::totals(c, variant)).expect("totals").reserved;
        let untold = database.read_blocking(stock::alerts).expect("alerts").len();
        reserved > 0 || untold > 0 || count(database, JobState::Running) > 0
    };
    let wait = async {
        while waits(app.database()) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("told and given back");
    let notices = heard.0.lock().clone();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!((notices[0].variants, notices[0].title.as_str()), (2, "2 products are running low"));
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ending_leaves_nothing_running_and_a_new_start_takes_up_the_rest() {
    let dir = tempfile::tempdir().expect("dir");
    let app = App::start(AppOptions { worker: false, ..options(dir.path()) }).await.expect("start");
    let mut ids = Vec::new();
    for from in ["+15550110", "+15550111", "+15550112", "+15550113"] {
        ids.push(say(app.database(), from, "hello").await);
    }
    app.shutdown().await;
    let app = App::start(options(dir.path())).await.expect("start");
    app.shutdown().await;
    let app = App::start(AppOptions { worker: false, ..options(dir.path()) }).await.expect("start");
    assert_eq!(count(app.database(), JobState::Running), 0);
    app.shutdown().await;
    let app = App::start(options(dir.path())).await.expect("start");
    until(&app, |database| ids.iter().all(|id| agents_words(database, *id) == [MessageStatus::Delivered]))
        .await;
    app.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_poll_without_a_channel_ends_by_itself() {
    let dir = tempfile::tempdir().expect("dir");
    let app = App::start(options(dir.path())).await.expect("start");
    let mut events = app.subscribe();
    let poll = |tx: &mut haberdash_core::WriteTx<'_>| {
        jobs::enqueue(tx, &NewJob::at(tx.now(), Work::PollChannel { provider: "twilio".into() }))?;
        tx.emit(EventKind::ChannelState, "twilio", serde_json::json!({}))
    };
    app.database().write(poll).await.expect("enqueue");
    events.recv().await.expect("event");
    let wait = async {
        while count(app.database(), JobState::Running) > 0 || has_poll(app.database()) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, wait).await.expect("the job ends");
    app.shutdown().await;
}

fn has_poll(database: &Database) -> bool {
    let ready = database.read_blocking(|c| jobs::list(c, JobState::Ready, None, 100)).expect("jobs");
    ready.iter().any(|job| job.kind == JobKind::PollChannel)
}

#[tokio::test]
async fn what_storage_refuses_for_now_is_tried_until_it_is_taken() {
    let check = async |failures: usize, code: Code, ending: &Ending| {
        let tries = AtomicUsize::new(0);
        let outcome = insist(ending, Duration::ZERO, || {
            let refused = tries.fetch_add(1, Ordering::Relaxed) < failures;
            std::future::ready(if refused { Err(Error::new(code, "no")) } else { Ok(()) })
        })
        .await;
        (outcome.is_ok(), tries.into_inner())
    };
    let ending = Ending::default();
    assert_eq!(check(0, Code::DiskFull, &ending).await, (true, 1));
    assert_eq!(check(500, Code::DiskFull, &ending).await, (true, 501));
    assert_eq!(check(3, Code::DatabaseLocked, &ending).await, (true, 4));
    assert_eq!(check(3, Code::Conflict, &ending).await, (false, 1), "another try would not help");
    ending.begin();
    assert_eq!(check(500, Code::DiskFull, &ending).await, (false, 1), "the next start sees to it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_another_program_locks_is_named_and_a_shop_that_is_open_says_so() {
    let dir = tempfile::tempdir().expect("dir");
    let app = App::start(options(dir.path())).await.expect("start");
    let twice = App::start(options(dir.path())).await.err().expect("it is open");
    assert_eq!(twice.code, Code::DatabaseLocked);
    assert!(twice.detail.contains("Another Haberdash has this shop open"), "{}", twice.detail);
    app.shutdown().await;

    let other = Connection::open(dir.path().join(haberdash_core::database::FILE_NAME)).expect("raw");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let locked = App::start(options(dir.path())).await.err().expect("it is locked");
    assert_eq!(locked.code, Code::DatabaseLocked);
    assert_eq!(locked.detail, "Another program is using the shop's file.");
    other.execute_batch("ROLLBACK").expect("free");
    App::start(options(dir.path())).await.expect("start").shutdown().await;
}
