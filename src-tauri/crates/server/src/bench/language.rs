//! What Haberdash itself takes around a language model's answers, and how long a model that is away holds up the next one.
//!
//! A server that speaks OpenAI's language and says always the same stands in the place of a provider: it counts how long it
//! took itself, and what remains is ours. The way to it is the one to any provider.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::post;
use haberdash_core::SystemClock;
use haberdash_core::agent::Asking;
use haberdash_core::agents::Seat;
use haberdash_core::language_model::{
    AnswerSchema, LanguageModelSettings, LinkSettings, Message, Provider, Purse, Request, Role,
};
use haberdash_core::settings;
use parking_lot::Mutex;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::load;
use super::times::{Percentiles, Times};
use crate::app::App;
use crate::ending::Ending;
use crate::language::{Chain, UnderWay};

const MODEL: &str = "bench";
/// Far from anything that is measured.
const BUDGET: Duration = Duration::from_secs(20);

/// Milliseconds.
#[derive(Debug, Serialize)]
pub struct AroundAModel {
    /// Of turns that asked the model: from a customer's message to the queued reply, without the time that the model took itself: graph, prompt, two questions,
    /// their ways over the loopback, a lookup, validation, storage.
    pub overhead: Percentiles,
    /// The same, divided by the questions that the turn asked: the mean of its calls, so one slow call among them does not show.
    pub overhead_of_a_call: Percentiles,
    /// Questions that the model was asked.
    pub questions: usize,
    /// From the question to the moment in which the second model has it, after the first refused the connection.
    pub failover: Percentiles,
}

/// # Errors
/// When a turn does not come to an end, or nobody asked the model.
pub async fn measure(app: &App, count: usize) -> anyhow::Result<AroundAModel> {
    let provider = Provides::start().await?;
    let away = nobody_there().await?;
    let here = format!("http://{}/v1", provider.address);
    let link = |model: &str, base_url: &str| LinkSettings {
        provider: Provider::Openai,
        model: model.to_owned(),
        base_url: Some(base_url.to_owned()),
        price: None,
    };
    set(app, vec![link(MODEL, &here)]).await?;
    let (mut overhead, mut of_a_call) = (Times::default(), Times::default());
    let mut questions = 0;
    for n in 0..count {
        let from = format!("+1555013{n:04}");
        provider.served.lock().clear();
        let took = load::one(app, from, load::question(n)).await?;
        let served: Vec<Duration> = provider.served.lock().iter().map(|served| served.took).collect();
        // A thank-you, an order to be returned: those speak for themselves.
        if let Ok(calls @ 1..) = u32::try_from(served.len()) {
            let ours = took.saturating_sub(served.iter().sum());
            questions += served.len();
            overhead.add(ours);
            of_a_call.add(ours / calls);
        }
    }
    set(app, Vec::new()).await?;

    let mut failover = Times::default();
    for _ in 0..count {
        // A new chain each time: a link that failed rests.
        let links = [link("away", &away), link(MODEL, &here)].map(|link| app.languages().link(&link));
        let chain = Chain::new(links.into(), Arc::new(SystemClock), BUDGET, UnderWay::default());
        provider.served.lock().clear();
        let began = Instant::now();
        let exchange = chain.ask(&asking(), Duration::ZERO, Purse::default(), &Ending::default()).await;
        anyhow::ensure!(exchange.completion.is_some(), "nobody answered: {:?}", exchange.tried);
        let heard = provider.served.lock().first().map(|served| served.heard);
        failover.add(heard.context("the second model was not asked")?.saturating_duration_since(began));
    }
    Ok(AroundAModel {
        overhead: overhead.percentiles()?,
        overhead_of_a_call: of_a_call.percentiles()?,
        questions,
        failover: failover.percentiles()?,
    })
}

async fn set(app: &App, chain: Vec<LinkSettings>) -> anyhow::Result<()> {
    let limits = LanguageModelSettings { daily_cents: None, conversation_cents: None, ..Default::default() };
    app.database()
        .write(move |tx| {
            let now = settings::get::<LanguageModelSettings>(tx.sql())?;
            settings::update(tx, LanguageModelSettings { chain, ..limits }, now.version)
        })
        .await?;
    // The settings are followed in the background; here they hold at once.
    app.languages().reload(app.database()).await?;
    Ok(())
}

/// The address of a port that refuses.
async fn nobody_there() -> anyhow::Result<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    Ok(format!("http://{}/v1", listener.local_addr()?))
}

fn asking() -> Asking {
    let message = Message { role: Role::User, content: "Hello?".to_owned() };
    Asking {
        request: Request {
            messages: vec![message],
            answer: AnswerSchema { name: "step".into(), schema: json!({ "type": "object" }) },
            most_tokens: 100,
            temperature: 0.0,
        },
        after: 0,
        agent: Seat::default(),
        personal: Vec::new(),
    }
}

/// A question that was answered.
struct Served {
    heard: Instant,
    took: Duration,
}

/// Stands in the provider's place: looks for something first, and then has an answer that states nothing.
struct Provides {
    address: std::net::SocketAddr,
    served: Book,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Provides {
    fn drop(&mut self) {
        self.server.abort();
    }
}

type Book = Arc<Mutex<Vec<Served>>>;

impl Provides {
    async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let served = Book::default();
        let router =
            Router::new().route("/v1/chat/completions", post(answer)).with_state(Arc::clone(&served));
        let server = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the measured model ended");
            }
        });
        Ok(Self { address, served, server })
    }
}

async fn answer(State(served): State<Book>, body: String) -> Result<impl IntoResponse, Infallible> {
    let heard = Instant::now();
    let body: Value = serde_json::from_str(&body).unwrap_or_default();
    let messages = body["messages"].as_array().map_or(&[][..], Vec::as_slice);
    let has_spoken = messages.iter().any(|message| message["role"] == "assistant");
    let text = if has_spoken {
        step("reply", "Thank you for writing! Have a look at our shop, and tell me what you would like.", "")
    } else {
        step("find_products", "", "linen shirt")
    };
    let part = |delta: Value, end: Value| {
        let choices = json!([{ "index": 0, "delta": delta, "finish_reason": end }]);
        let part =
            json!({ "id": "1", "object": "chat.completion.chunk", "model": MODEL, "choices": choices });
        format!("data: {part}\n\n")
    };
    let parts = [
        part(json!({ "role": "assistant", "content": text }), Value::Null),
        part(json!({}), json!("stop")),
        "data: [DONE]\n\n".to_owned(),
    ];
    served.lock().push(Served { heard, took: heard.elapsed() });
    Ok(([(CONTENT_TYPE, "text/event-stream")], parts.concat()))
}

fn step(kind: &str, text: &str, words: &str) -> String {
    json!({ "step": kind, "text": text, "words": words, "size": "", "colour": "", "at_most": "",
            "order_number": "" })
    .to_string()
}
