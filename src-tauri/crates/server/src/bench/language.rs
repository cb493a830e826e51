//! What Haberdash itself takes around a language model's answers, and how long a model that is away holds up the next one.
//!
//! A server that speaks OpenAI's language and says always the same stands in the place of a provider: it notes when
//! it had each call and when it had answered it, and what remains is ours. The way to it is the one to any provider.

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

/// Milliseconds. What is ours has three parts, each by itself and in a sum: before the model has a call (the message stored, its
/// graph, the prompt, the way over the loopback), between the answer of one call and the next call (the lookup that it asked
/// for), and after the last answer (validation, storage).
#[derive(Debug, Serialize)]
pub struct AroundAModel {
    /// Around one call: from what was before it (the customer's message, or the answer of the call before) until the model has
    /// it, and from its answer until what comes after it (the next call, or the queued reply). What lies between two calls is
    /// counted for both.
    pub overhead: Percentiles,
    pub before_the_first_call: Percentiles,
    pub between_calls: Percentiles,
    pub after_the_last_call: Percentiles,
    /// Of a whole turn, all its calls together.
    pub overhead_of_a_turn: Percentiles,
    /// From the question to the moment in which the second model has it, after the first refused the connection.
    pub failover: Percentiles,
}

/// What is ours of the turns that asked the model.
#[derive(Debug, Default)]
struct Ours {
    around: Times,
    before: Times,
    between: Times,
    after: Times,
    turns: Times,
}

impl Ours {
    /// Of one turn, whose calls were served in this order.
    fn add(&mut self, turn: &load::Turn, served: &[Served]) {
        let (Some(first), Some(last)) = (served.first(), served.last()) else {
            // A thank-you, an order to be returned: those speak for themselves.
            return;
        };
        let before = first.heard.saturating_duration_since(turn.written);
        let between =
            served.windows(2).map(|calls| calls[1].heard.saturating_duration_since(calls[0].answered));
        let after = turn.answered.saturating_duration_since(last.answered);
        let parts: Vec<Duration> =
            std::iter::once(before).chain(between.clone()).chain(std::iter::once(after)).collect();
        for around in parts.windows(2) {
            self.around.add(around.iter().sum());
        }
        self.turns.add(parts.iter().sum());
        self.before.add(before);
        between.for_each(|time| self.between.add(time));
        self.after.add(after);
    }
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
    let mut ours = Ours::default();
    for n in 0..count {
        let from = format!("+1555013{n:04}");
        provider.served.lock().clear();
        let turn = load::one(app, from, load::question(n)).await?;
        ours.add(&turn, &provider.served.lock());
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
        overhead: ours.around.percentiles()?,
        before_the_first_call: ours.before.percentiles()?,
        between_calls: ours.between.percentiles()?,
        after_the_last_call: ours.after.percentiles()?,
        overhead_of_a_turn: ours.turns.percentiles()?,
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

/// A call that was answered.
#[derive(Debug, Clone, Copy)]
struct Served {
    heard: Instant,
    answered: Instant,
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
    served.lock().push(Served { heard, answered: Instant::now() });
    Ok(([(CONTENT_TYPE, "text/event-stream")], parts.concat()))
}

fn step(kind: &str, text: &str, words: &str) -> String {
    json!({ "step": kind, "text": text, "words": words, "size": "", "colour": "", "at_most": "",
            "order_number": "" })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ours_is_told_of_each_call() {
        let start = Instant::now();
        let at = |millis: u64| start + Duration::from_millis(millis);
        let mut ours = Ours::default();
        // 3 before, 20 in the model, 8 between, 100 in the model, 4 after.
        let calls = [Served { heard: at(3), answered: at(23) }, Served { heard: at(31), answered: at(131) }];
        ours.add(&load::Turn { written: at(0), answered: at(135) }, &calls);
        // One call only: 2 before, 5 after.
        ours.add(
            &load::Turn { written: at(200), answered: at(217) },
            &[Served { heard: at(202), answered: at(212) }],
        );
        // The model was not asked.
        ours.add(&load::Turn { written: at(300), answered: at(900) }, &[]);
        let told = |times: Times| {
            let told = times.percentiles().expect("some");
            (told.count, told.p50, told.max)
        };
        assert_eq!(told(ours.around), (3, 11.0, 12.0));
        assert_eq!(told(ours.before), (2, 2.0, 3.0));
        assert_eq!(told(ours.between), (1, 8.0, 8.0));
        assert_eq!(told(ours.after), (2, 4.0, 5.0));
        assert_eq!(told(ours.turns), (2, 7.0, 15.0));
    }
}
