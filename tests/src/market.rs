//! The two search providers on the loopback, with their bad days.
//!
//! One server answers as both: `POST /search` is Tavily's, `GET /search` and `GET /account` are SerpAPI's.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use parking_lot::Mutex;
use serde_json::{Value, json};
use tokio::sync::Notify;

/// The keys that are right.
pub const TAVILY_KEY: &str = "tvly-simulated-key";
pub const SERPAPI_KEY: &str = "simulated0serp0key";

/// How one request is answered.
#[derive(Debug, Clone)]
pub enum Answer {
    /// With the pages that are offered.
    Whole,
    /// With this status; 429 with so many seconds in `Retry-After`.
    Status(u16, Option<u64>),
    /// With a body that is none of theirs.
    Text(&'static str),
    /// With so many bytes.
    Huge(usize),
    /// To another address.
    Redirect(String),
    /// Not before [`SearchSimulator::release`].
    Stall,
}

/// What was asked.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: Method,
    pub path: String,
    /// Tavily's body, or SerpAPI's parameters without the key.
    pub question: Value,
    pub key: Option<String>,
}

#[derive(Default)]
struct Inner {
    pages: Mutex<Vec<Value>>,
    answers: Mutex<VecDeque<Answer>>,
    asked: Mutex<Vec<Asked>>,
    released: Notify,
}

/// A running server. It ends when it is dropped.
pub struct SearchSimulator {
    inner: Arc<Inner>,
    address: SocketAddr,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for SearchSimulator {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl SearchSimulator {
    /// # Panics
    /// When the port of the loopback is taken; 0 is any.
    pub async fn start(port: u16) -> Self {
        let inner = Arc::<Inner>::default();
        let router = Router::new().fallback(answer).with_state(Arc::clone(&inner));
        let listener =
            tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("a port on the loopback");
        let address = listener.local_addr().expect("its address");
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the search provider");
        });
        Self { inner, address, server }
    }

    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on these pages are found, in the form of both providers.
    pub fn offer(&self, pages: impl IntoIterator<Item = Value>) {
        *self.inner.pages.lock() = pages.into_iter().collect();
    }

    /// The next requests are answered so; all after them well.
    pub fn next(&self, answers: impl IntoIterator<Item = Answer>) {
        self.inner.answers.lock().extend(answers);
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.inner.asked.lock().clone()
    }

    /// Lets a stalled request go on.
    pub fn release(&self) {
        self.inner.released.notify_one();
    }
}

/// A page in the form of both: what one of them does not know it does not read.
pub fn page(title: &str, merchant: &str, url: &str, price: &str) -> Value {
    json!({
        "title": title, "url": url, "content": format!("{title} for {price}. In stock."), "score": 0.9,
        "link": url, "source": merchant, "price": price, "delivery": "Free delivery",
    })
}

async fn answer(
    State(inner): State<Arc<Inner>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let is_tavily = method == Method::POST;
    let parameters: Vec<(String, String)> =
        form_urlencoded::parse(uri.query().unwrap_or("").as_bytes()).into_owned().collect();
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let key = if is_tavily {
        bearer.and_then(|text| text.strip_prefix("Bearer ")).map(str::to_owned)
    } else {
        parameters.iter().find(|(name, _)| name == "api_key").map(|(_, key)| key.clone())
    };
    let question = if is_tavily {
        serde_json::from_slice(&body).unwrap_or(Value::Null)
    } else {
        parameters.iter().filter(|(name, _)| name != "api_key").map(|(k, v)| (k.clone(), json!(v))).collect()
    };
    let right = key.as_deref() == Some(if is_tavily { TAVILY_KEY } else { SERPAPI_KEY });
    inner.asked.lock().push(Asked { method, path: uri.path().to_owned(), question, key });
    let how = inner.answers.lock().pop_front().unwrap_or(Answer::Whole);
    match how {
        Answer::Whole => {}
        Answer::Status(status, retry_after) => {
            let status = StatusCode::from_u16(status).expect("a status");
            let mut response = (status, Json(json!({ "error": "simulated" }))).into_response();
            if let Some(seconds) = retry_after {
                response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            }
            return response;
        }
        Answer::Text(text) => return text.into_response(),
        Answer::Huge(bytes) => return Body::from(vec![b' '; bytes]).into_response(),
        Answer::Redirect(to) => return (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Answer::Stall => inner.released.notified().await,
    }
    if !right {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "error": "Invalid API key." }))).into_response();
    }
    let pages = inner.pages.lock().clone();
    match (is_tavily, uri.path()) {
        (true, "/search") => Json(json!({ "query": "", "results": pages })).into_response(),
        (false, "/account") => {
            Json(json!({ "account_status": "Active", "plan_searches_left": 90 })).into_response()
        }
        (false, "/search") if pages.is_empty() => {
            Json(json!({ "error": "Google hasn't returned any results for this query." })).into_response()
        }
        (false, "/search") => {
            Json(json!({ "search_metadata": { "status": "Success" }, "shopping_results": pages }))
                .into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}
