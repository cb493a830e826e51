//! Customers who write: one after the other, and as many at once as the webhook takes.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use haberdash_core::conversations::Received;
use haberdash_core::event::{DomainEvent, EventKind};
use haberdash_core::settings::TwilioSettings;
use haberdash_core::{Clock, conversations, figures};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::sync::broadcast::{self, error::RecvError};

use super::times::{Percentiles, Times};
use crate::app::App;
use crate::channels::twilio::config::MESSAGES_PATH;
use crate::channels::twilio::signature::{SIGNATURE_HEADER, form_pairs, sign};
use crate::phone;
use crate::secrets::Secret;

/// Of an account that nobody has.
pub const AUTH_TOKEN: &str = "00000000000000000000000000000000";
const ACCOUNT: &str = "AC00000000000000000000000000000000";
const SENDER: &str = "whatsapp:+15550109999";
const PUBLIC_URL: &str = "https://bench.example";

/// Requests under way at once, each on a connection that is kept.
const CONNECTIONS: usize = 32;

/// Customers who write one after the other.
const CUSTOMERS: usize = 50;

/// Without news for so long, something is wrong.
const PATIENCE: Duration = Duration::from_secs(120);

/// What customers ask, of every kind that the agents tell apart most often; with a word that varies, because what was
/// asked lately is remembered.
const QUESTIONS: [&str; 10] = [
    "Hello, {} here!",
    "Where is my order? {} wants to know",
    "Do you have a blue midi dress in M for {}?",
    "How much is shipping to Germany for {}?",
    "Can I return something I bought last week for {}?",
    "What are your opening hours on Saturday? {} asks",
    "Is the linen shirt available in XL for {}?",
    "What is the price of the denim jacket for {}?",
    "I would like to exchange my sneakers for a bigger size for {}",
    "Thank you from {}, bye!",
];
/// More than are remembered.
const NAMES: [&str; 16] = [
    "Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hana", "Ida", "Jon", "Kim", "Leo", "Mia", "Noa",
    "Ole", "Pia",
];

pub fn question(n: usize) -> String {
    QUESTIONS[n % QUESTIONS.len()].replace("{}", NAMES[n / QUESTIONS.len() % NAMES.len()])
}

pub fn twilio_settings() -> TwilioSettings {
    TwilioSettings {
        account_sid: ACCOUNT.into(),
        sender: SENDER.into(),
        webhook_public_url: PUBLIC_URL.into(),
        ..TwilioSettings::default()
    }
}

/// From a message typed on the phone to the queued reply.
#[derive(Debug, Serialize)]
pub struct Answered {
    #[serde(flatten)]
    pub all: Percentiles,
    /// Of each question.
    pub questions: Vec<Asked>,
}

#[derive(Debug, Serialize)]
pub struct Asked {
    pub question: &'static str,
    #[serde(flatten)]
    pub times: Percentiles,
}

/// Answers messages, each after the one before was answered.
pub async fn one_by_one(app: &App, count: usize) -> anyhow::Result<Answered> {
    let mut times = Times::default();
    let mut by_question = QUESTIONS.map(|_| Times::default());
    for n in 0..count {
        let from = format!("+1555011{:04}", n % CUSTOMERS);
        // Nobody asks the same thing twice in a row: that would be a case for the owner.
        let asked = n + n / CUSTOMERS;
        let took = one(app, from, question(asked)).await?.took();
        times.add(took);
        by_question[asked % QUESTIONS.len()].add(took);
    }
    let questions = QUESTIONS.into_iter().zip(by_question).filter(|(_, times)| !times.is_empty());
    let questions = questions
        .map(|(question, times)| Ok(Asked { question, times: times.percentiles()? }))
        .collect::<anyhow::Result<_>>()?;
    Ok(Answered { all: times.percentiles()?, questions })
}

/// One message and its queued reply.
pub struct Turn {
    pub written: Instant,
    pub answered: Instant,
}

impl Turn {
    pub fn took(&self) -> Duration {
        self.answered.saturating_duration_since(self.written)
    }
}

/// Has one message answered.
pub async fn one(app: &App, from: String, body: String) -> anyhow::Result<Turn> {
    let mut events = app.subscribe();
    let written = Instant::now();
    let received = app.database().write(move |tx| phone::receive(tx, &from, &body, None)).await?;
    let (Received::New { conversation_id, .. } | Received::Duplicate { conversation_id, .. }) = received;
    let subject = conversation_id.to_string();
    let answered = |event: &DomainEvent| event.kind == EventKind::RunFinished && event.subject == subject;
    wait(&mut events, answered).await.context("an answer to one message")?;
    let turn = Turn { written, answered: Instant::now() };
    // Sending is no part of it, and must not stand in the way of the next one.
    let sent = |event: &DomainEvent| event.kind == EventKind::MessageStatus && event.subject == subject;
    wait(&mut events, sent).await.context("the answer's way out")?;
    // A conversation that went to the owner is answered by nobody: the next round would wait for ever.
    app.database().write(move |tx| conversations::hand_back(tx, conversation_id)).await?;
    Ok(turn)
}

async fn wait(
    events: &mut broadcast::Receiver<DomainEvent>,
    mut is: impl FnMut(&DomainEvent) -> bool,
) -> anyhow::Result<()> {
    let found = async {
        loop {
            match events.recv().await {
                Ok(event) if is(&event) => return Ok(()),
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => anyhow::bail!("the events ended"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, found).await?
}

/// What the webhook sustained.
#[derive(Debug, Serialize)]
pub struct Sustained {
    pub messages: usize,
    /// Turns that ended in a queued reply or with the owner.
    pub answered: usize,
    /// From the first request to the last answer.
    pub seconds: f64,
    /// Signed, stored durably, planned, and the answer in the outbox.
    pub messages_per_second: f64,
    /// Of the webhook's own answer.
    pub accepted_in: Percentiles,
}

/// Sends signed webhooks over real connections as fast as they are taken, each from another customer, and waits until
/// all are answered.
pub async fn sustained(app: &App, count: usize) -> anyhow::Result<Sustained> {
    until_connected(app).await?;
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let ending = app.ending();
    let router = app.webhook_router();
    tokio::spawn(async move {
        let served = axum::serve(listener, router).with_graceful_shutdown(async move { ending.wait().await });
        if let Err(error) = served.await {
            tracing::error!(%error, "the measured webhook ended");
        }
    });
    let client = reqwest::Client::builder().pool_max_idle_per_host(CONNECTIONS).build()?;
    let url = format!("http://{address}{MESSAGES_PATH}");
    let before = runs(app).await?;
    let mut events = app.subscribe();
    let next = Arc::new(AtomicUsize::new(0));
    let run = std::process::id();
    let started = Instant::now();
    let mut senders = Vec::new();
    for _ in 0..CONNECTIONS {
        let (client, url, next) = (client.clone(), url.clone(), Arc::clone(&next));
        senders.push(tokio::spawn(async move {
            let secret = Secret::new(AUTH_TOKEN);
            let mut times = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= count {
                    return Ok::<_, anyhow::Error>(times);
                }
                // Nobody who wrote in an earlier measurement: some of them were handed to the owner.
                let customer = 2_000_000 + (before + n as u64) % 7_000_000;
                let form = form(run, customer, n);
                let signed = format!("{PUBLIC_URL}{MESSAGES_PATH}");
                let signature = sign(&secret, &signed, &form_pairs(form.as_bytes()));
                let sent = Instant::now();
                let request = client
                    .post(&url)
                    .header("content-type", "application/x-www-form-urlencoded")
                    .header(SIGNATURE_HEADER, signature)
                    .body(form);
                let response = request.send().await?.error_for_status()?;
                response.bytes().await?;
                times.push(sent.elapsed());
            }
        }));
    }
    let mut times = Times::default();
    for sender in senders {
        sender.await??.into_iter().for_each(|time| times.add(time));
    }
    let answered = until_answered(app, &mut events, before, count).await?;
    let seconds = started.elapsed().as_secs_f64();
    Ok(Sustained {
        messages: count,
        answered,
        seconds,
        messages_per_second: f64::from(u32::try_from(answered)?) / seconds,
        accepted_in: times.percentiles()?,
    })
}

/// The form of one customer's message, as Twilio sends it.
fn form(run: u32, customer: u64, n: usize) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("MessageSid", &format!("SM{run:016x}{n:016x}"))
        .append_pair("SmsSid", &format!("SM{run:016x}{n:016x}"))
        .append_pair("AccountSid", ACCOUNT)
        .append_pair("From", &format!("whatsapp:+1555{:07}", customer))
        .append_pair("To", SENDER)
        .append_pair("Body", &question(n))
        .append_pair("NumMedia", "0")
        .append_pair("NumSegments", "1")
        .append_pair("ProfileName", "Customer")
        .append_pair("SmsStatus", "received")
        .append_pair("ApiVersion", "2010-04-01")
        .finish()
}

/// The connection is loaded in the background after the start.
async fn until_connected(app: &App) -> anyhow::Result<()> {
    let connected = async {
        while !app.is_twilio_connected() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, connected).await.context("the connection was not loaded")
}

/// Waits until as many turns ended as messages came, and returns how many did. Counting them reads them all, so that is done
/// only when what is told since says that they may have ended, or is not the whole.
async fn until_answered(
    app: &App,
    events: &mut broadcast::Receiver<DomainEvent>,
    before: u64,
    count: usize,
) -> anyhow::Result<usize> {
    let target = before + u64::try_from(count)?;
    loop {
        let missing = target.saturating_sub(runs(app).await?);
        if missing == 0 {
            return Ok(count);
        }
        let mut told = 0;
        while told < missing {
            match tokio::time::timeout(PATIENCE, events.recv()).await {
                Ok(Ok(event)) => told += u64::from(event.kind == EventKind::RunFinished),
                // Some were missed while nobody listened: what is there is counted.
                Ok(Err(RecvError::Lagged(_))) => break,
                Ok(Err(RecvError::Closed)) => anyhow::bail!("the events ended"),
                Err(_) => anyhow::bail!("{missing} of {count} messages were not answered"),
            }
        }
    }
}

/// Turns that ended since the shop began.
async fn runs(app: &App) -> anyhow::Result<u64> {
    let database = app.database();
    let until = database.clock().now().plus(Duration::from_secs(60));
    let figures = database.read(move |c| figures::of_conversations(c, until.minus(SPAN), until)).await?;
    Ok(figures.answered_by_agent + figures.handed_off)
}

/// Long enough for the whole measurement.
const SPAN: Duration = Duration::from_hours(6);
