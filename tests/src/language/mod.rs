//! The providers of language models on the loopback, each by its own rules, with their bad days.
//!
//! One server answers as all of them, by path: `/groq/v1/`, `/openai/v1/`, `/anthropic/v1/` and `/gemini/v1beta/`. What a model
//! would say is said by a [`Mind`]; how the provider behaves is said by an [`Answer`].

mod anthropic;
mod gemini;
mod openai;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::sync::watch;

/// The key that is right everywhere.
pub const KEY: &str = "simulated-language-key";
/// Models that all of them have.
pub const MODELS: [&str; 2] = ["model-large", "model-small"];
/// A model of Groq's that knows no schemas, only JSON.
pub const WITHOUT_SCHEMAS: &str = "model-small";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    Groq,
    Openai,
    Anthropic,
    Gemini,
}

impl Provider {
    pub const ALL: [Self; 4] = [Self::Groq, Self::Openai, Self::Anthropic, Self::Gemini];

    fn of(path: &str) -> Option<(Self, &str)> {
        [
            (Self::Groq, "/groq/v1/"),
            (Self::Openai, "/openai/v1/"),
            (Self::Anthropic, "/anthropic/v1/"),
            (Self::Gemini, "/gemini/v1beta/"),
        ]
        .into_iter()
        .find_map(|(provider, prefix)| Some((provider, path.strip_prefix(prefix)?)))
    }
}

/// A question as a model sees it.
#[derive(Debug, Clone)]
pub struct Question {
    pub provider: Provider,
    pub model: String,
    /// Role and text; the instructions are of the role `system` everywhere.
    pub messages: Vec<(String, String)>,
    pub schema: Option<Value>,
    pub streamed: bool,
    pub key: Option<String>,
    /// As it came.
    pub body: Value,
}

impl Question {
    /// The last thing that was said to the model.
    pub fn last(&self) -> &str {
        self.messages.last().map_or("", |(_, text)| text)
    }

    /// All that left the laptop.
    pub fn everything(&self) -> String {
        self.messages.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// What a model says.
pub type Mind = Arc<dyn Fn(&Question) -> String + Send + Sync>;

/// Tokens of all that a model was told.
type Tokenizer = fn(&str) -> usize;

/// How one question is answered.
#[derive(Debug, Clone)]
pub enum Answer {
    /// By the model.
    Whole,
    /// Its first word comes after so long; where it is streamed, the head of the answer comes at once.
    Slow(Duration),
    /// Too many requests or tokens of this minute or day; asks to wait so many seconds.
    Limited { retry_after: Option<u64>, per_day: bool },
    /// The model called a tool although none was given. Groq only.
    ToolUseFailed(String),
    /// What the model said broke the schema. Groq only.
    JsonInvalid(Option<String>),
    /// The model is gone.
    Retired,
    /// The line is cut in the middle of the answer.
    Cut,
    /// Half of the answer, and then nothing for ever.
    Stall,
    /// A status with a page of somebody else's.
    Status(u16),
    /// The provider ended the answer at the limit of tokens.
    TooLong,
}

struct Inner {
    mind: Mutex<Mind>,
    answers: Mutex<VecDeque<Answer>>,
    always: Mutex<Answer>,
    asked: Mutex<Vec<Question>>,
    models: Mutex<Vec<String>>,
    tokenizer: Mutex<Tokenizer>,
    listed: watch::Sender<usize>,
    lists_fail: Mutex<bool>,
    wants_no_key: Mutex<bool>,
}

/// A running server. It ends when it is dropped.
pub struct ModelSimulator {
    inner: Arc<Inner>,
    address: SocketAddr,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for ModelSimulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl ModelSimulator {
    /// # Panics
    /// When the port of the loopback is taken; 0 is any.
    pub async fn start(port: u16) -> Self {
        let inner = Arc::new(Inner {
            mind: Mutex::new(Arc::new(|_: &Question| step("reply", "Hello!"))),
            answers: Mutex::default(),
            always: Mutex::new(Answer::Whole),
            asked: Mutex::default(),
            models: Mutex::new(MODELS.map(str::to_owned).to_vec()),
            // As rough as a tokenizer that nobody has.
            tokenizer: Mutex::new(|text| text.len() / 4),
            listed: watch::Sender::new(0),
            lists_fail: Mutex::default(),
            wants_no_key: Mutex::default(),
        });
        let router = Router::new().fallback(serve).with_state(Arc::clone(&inner));
        let listener =
            tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("a port on the loopback");
        let address = listener.local_addr().expect("its address");
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the providers of models");
        });
        Self { inner, address, server }
    }

    pub fn base_url(&self, provider: Provider) -> String {
        let path = match provider {
            Provider::Groq => "groq/v1",
            Provider::Openai => "openai/v1",
            Provider::Anthropic => "anthropic/v1",
            Provider::Gemini => "gemini/v1beta",
        };
        format!("http://{}/{path}", self.address)
    }

    /// From now on models say this.
    pub fn think(&self, mind: impl Fn(&Question) -> String + Send + Sync + 'static) {
        *self.inner.mind.lock() = Arc::new(mind);
    }

    /// The next questions are answered so; all after them as [`ModelSimulator::always`] says.
    pub fn next(&self, answers: impl IntoIterator<Item = Answer>) {
        self.inner.answers.lock().extend(answers);
    }

    /// From now on.
    pub fn always(&self, answer: Answer) {
        *self.inner.always.lock() = answer;
    }

    pub fn asked(&self) -> Vec<Question> {
        self.inner.asked.lock().clone()
    }

    pub fn forget(&self) {
        self.inner.asked.lock().clear();
    }

    /// As a server of one's own is.
    pub fn want_no_key(&self) {
        *self.inner.wants_no_key.lock() = true;
    }

    /// From now on these models are there, and no others.
    pub fn offer(&self, models: &[&str]) {
        *self.inner.models.lock() = models.iter().map(|&model| model.to_owned()).collect();
    }

    /// From now on questions and answers are counted so.
    pub fn tokenize(&self, tokenizer: fn(&str) -> usize) {
        *self.inner.tokenizer.lock() = tokenizer;
    }

    /// How often the list of models was fetched.
    pub fn listed(&self) -> usize {
        *self.inner.listed.borrow()
    }

    /// Returns when the list of models was fetched so often.
    pub async fn until_listed(&self, times: usize) {
        let mut listed = self.inner.listed.subscribe();
        listed.wait_for(|listed| *listed >= times).await.expect("the server runs");
    }

    /// From now on nobody gets a list of models, or everybody.
    pub fn fail_lists(&self, fail: bool) {
        *self.inner.lists_fail.lock() = fail;
    }
}

/// A step as a model writes it.
pub fn step(kind: &str, text: &str) -> String {
    json!({ "step": kind, "text": text, "words": "", "size": "", "colour": "", "at_most": "", "order_number": "" })
        .to_string()
}

/// A step that looks something up.
pub fn lookup(kind: &str, words: &str, order_number: &str) -> String {
    json!({ "step": kind, "text": words, "words": words, "size": "", "colour": "", "at_most": "",
            "order_number": order_number })
    .to_string()
}

/// A refusal in the provider's own form.
fn refusal(provider: Provider, status: u16, code: &str, message: &str, more: &[(&str, Value)]) -> Response {
    let status = StatusCode::from_u16(status).expect("a status");
    let mut body = match provider {
        Provider::Groq | Provider::Openai => {
            json!({ "error": { "message": message, "type": "invalid_request_error", "code": code } })
        }
        Provider::Anthropic => json!({ "type": "error", "error": { "type": code, "message": message } }),
        Provider::Gemini => {
            json!({ "error": { "code": status.as_u16(), "message": message, "status": code } })
        }
    };
    for (name, value) in more {
        body["error"][*name] = value.clone();
    }
    (status, axum::Json(body)).into_response()
}

fn key_of(provider: Provider, headers: &HeaderMap) -> Option<String> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match provider {
        Provider::Groq | Provider::Openai => {
            text("authorization").and_then(|text| text.strip_prefix("Bearer "))
        }
        Provider::Anthropic => text("anthropic-version").and_then(|_| text("x-api-key")),
        Provider::Gemini => text("x-goog-api-key"),
    }
    .map(str::to_owned)
}

async fn serve(
    State(inner): State<Arc<Inner>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some((provider, path)) = Provider::of(uri.path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let key = key_of(provider, &headers);
    if key.as_deref() != Some(KEY) && !*inner.wants_no_key.lock() {
        // The message repeats the key, as OpenAI's does.
        let message = format!("Incorrect API key provided: {}. API key not valid.", key.unwrap_or_default());
        return match provider {
            Provider::Gemini => refusal(provider, 400, "INVALID_ARGUMENT", &message, &[]),
            Provider::Anthropic => refusal(provider, 401, "authentication_error", &message, &[]),
            _ => refusal(provider, 401, "invalid_api_key", &message, &[]),
        };
    }
    if method == Method::GET && path == "models" {
        inner.listed.send_modify(|listed| *listed += 1);
        if *inner.lists_fail.lock() {
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
        let models = inner.models.lock().clone();
        let entries: Vec<Value> = models
            .iter()
            .map(|name| match provider {
                Provider::Gemini => json!({ "name": format!("models/{name}") }),
                _ => json!({ "id": name }),
            })
            .collect();
        return axum::Json(match provider {
            Provider::Gemini => json!({ "models": entries }),
            _ => json!({ "object": "list", "data": entries }),
        })
        .into_response();
    }
    let Ok(body) = serde_json::from_slice::<Value>(&body) else {
        return refusal(provider, 400, "invalid_request_error", "The body is no JSON.", &[]);
    };
    let models = inner.models.lock().clone();
    let read = match provider {
        Provider::Groq | Provider::Openai => openai::question(provider, &models, path, &body),
        Provider::Anthropic => anthropic::question(&models, path, &body),
        Provider::Gemini => gemini::question(&models, path, uri.query().unwrap_or(""), &body),
    };
    let question = match read {
        Ok(question) => Question { key, ..question },
        Err(refused) => return *refused,
    };
    inner.asked.lock().push(question.clone());
    let how = inner.answers.lock().pop_front().unwrap_or_else(|| inner.always.lock().clone());
    answer(&inner, &question, how).await
}

async fn answer(inner: &Arc<Inner>, question: &Question, how: Answer) -> Response {
    let provider = question.provider;
    let text = {
        let mind = inner.mind.lock().clone();
        mind(question)
    };
    // What its tokenizer makes of the question and of the answer.
    let tokens = {
        let tokenizer = *inner.tokenizer.lock();
        (tokenizer(&question.everything()), tokenizer(&text))
    };
    let whole = |text: &str, too_long, broken| whole(question, text, too_long, tokens, broken);
    match how {
        Answer::Whole => whole(&text, false, None),
        Answer::TooLong => whole(&text[..text.len() / 2], true, None),
        Answer::Slow(wait) => {
            if question.streamed {
                return whole(&text, false, Some(Broken::Late(wait)));
            }
            tokio::time::sleep(wait).await;
            whole(&text, false, None)
        }
        Answer::Cut => whole(&text, false, Some(Broken::Cut)),
        Answer::Stall => whole(&text, false, Some(Broken::Stall)),
        Answer::Status(status) => {
            let status = StatusCode::from_u16(status).expect("a status");
            (status, [(header::CONTENT_TYPE, "text/html")], "<html><h1>A page of somebody else's</h1></html>")
                .into_response()
        }
        Answer::Limited { retry_after, per_day } => {
            let (code, message) = if per_day {
                ("rate_limit_exceeded", "Rate limit reached: requests per day (RPD): Limit 1000, Used 1000.")
            } else {
                ("rate_limit_exceeded", "Rate limit reached: tokens per minute (TPM): Limit 8000, Used 7999.")
            };
            let mut response = refusal(provider, 429, code, message, &[]);
            let headers = response.headers_mut();
            headers.insert("x-ratelimit-limit-requests", 1000.into());
            headers.insert("x-ratelimit-remaining-requests", u32::from(!per_day).into());
            headers.insert("x-ratelimit-remaining-tokens", 1.into());
            if let Some(seconds) = retry_after {
                headers.insert(header::RETRY_AFTER, seconds.into());
            }
            response
        }
        Answer::ToolUseFailed(said) => refusal(
            provider,
            400,
            "tool_use_failed",
            "Tool choice is none, but model called a tool",
            &[("failed_generation", json!(said))],
        ),
        Answer::JsonInvalid(said) => {
            let more: Vec<_> = said.map(|said| ("failed_generation", json!(said))).into_iter().collect();
            refusal(provider, 400, "json_validate_failed", "Failed to validate JSON.", &more)
        }
        Answer::Retired => match provider {
            Provider::Groq => refusal(
                provider,
                400,
                "model_decommissioned",
                "The model has been decommissioned and is no longer supported.",
                &[],
            ),
            Provider::Openai => refusal(provider, 404, "model_not_found", "The model does not exist.", &[]),
            Provider::Anthropic => refusal(provider, 404, "not_found_error", "model: gone", &[]),
            Provider::Gemini => refusal(provider, 404, "NOT_FOUND", "models/gone is not found", &[]),
        },
    }
}

/// What happens to an answer whose head has come.
enum Broken {
    Late(Duration),
    Cut,
    Stall,
}

/// An answer in the provider's form, or the part of it that comes through.
fn whole(
    question: &Question,
    text: &str,
    too_long: bool,
    tokens: (usize, usize),
    broken: Option<Broken>,
) -> Response {
    let (kind, parts) = match question.provider {
        Provider::Groq | Provider::Openai => openai::parts(question, text, too_long, tokens),
        Provider::Anthropic => anthropic::parts(question, text, too_long, tokens),
        Provider::Gemini => gemini::parts(question, text, too_long, tokens),
    };
    let Some(broken) = broken else {
        return ([(header::CONTENT_TYPE, kind)], parts.concat()).into_response();
    };
    let whole = parts.concat();
    let half = Bytes::from(whole[..whole.len() / 2].to_owned());
    let first = stream::once(async move { Ok::<_, std::io::Error>(half) });
    let body = match broken {
        Broken::Late(wait) => Body::from_stream(stream::once(async move {
            tokio::time::sleep(wait).await;
            Ok::<_, std::io::Error>(whole)
        })),
        Broken::Cut => {
            let cut = stream::once(async { Err(std::io::Error::other("the line is cut")) });
            Body::from_stream(first.chain(cut))
        }
        Broken::Stall => Body::from_stream(first.chain(stream::pending())),
    };
    ([(header::CONTENT_TYPE, kind)], body).into_response()
}

/// The rules of strict schemas: every property required, no others, nothing but plain types.
fn strict_problem(schema: &Value) -> Option<String> {
    let object = schema.as_object()?;
    match object.get("type").and_then(Value::as_str) {
        Some("object") => {
            let none = serde_json::Map::new();
            let properties = object.get("properties").and_then(Value::as_object).unwrap_or(&none);
            let required: Vec<&str> = object
                .get("required")
                .and_then(Value::as_array)
                .map(|names| names.iter().filter_map(Value::as_str).collect())
                .unwrap_or_default();
            if object.get("additionalProperties") != Some(&json!(false)) {
                return Some("'additionalProperties' is required to be supplied and to be false".into());
            }
            if let Some(name) = properties.keys().find(|name| !required.contains(&name.as_str())) {
                return Some(format!("'required' must hold every property: '{name}' is missing"));
            }
            properties.values().find_map(strict_problem)
        }
        Some("string" | "integer" | "number" | "boolean" | "array") => None,
        _ => Some("a schema needs a 'type'".into()),
    }
}

/// Cuts a text in pieces, as it is streamed.
fn pieces(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(7).map(|piece| piece.iter().collect()).collect()
}
