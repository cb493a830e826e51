//! A place on the loopback that offers model files, and its bad days: connections that break off, files that changed,
//! servers that know no ranges.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use parking_lot::Mutex;
use tokio::sync::Notify;

/// How one request is answered.
#[derive(Debug, Clone)]
pub enum Answer {
    /// As a good server does, ranges included.
    Whole,
    /// After so many bytes of the body the connection breaks off.
    Cut(usize),
    /// After so many bytes nothing more comes until [`ModelHost::release`].
    Stall(usize),
    /// The range is not looked at.
    IgnoresRange,
    Status(u16),
    /// Busy; with `Retry-After: 0`.
    Busy,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub path: String,
    pub range: Option<String>,
    pub if_range: Option<String>,
}

struct Inner {
    content: Mutex<(Bytes, String)>,
    answers: Mutex<VecDeque<Answer>>,
    asked: Mutex<Vec<Asked>>,
    released: Notify,
}

/// A running host. It ends when it is dropped.
pub struct ModelHost {
    inner: Arc<Inner>,
    address: std::net::SocketAddr,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for ModelHost {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl ModelHost {
    /// Offers `content` under every path, with the entity tag `version`.
    ///
    /// # Panics
    /// When the loopback has no free port.
    pub async fn start(content: impl Into<Bytes>, version: &str) -> Self {
        let inner = Arc::new(Inner {
            content: Mutex::new((content.into(), version.to_owned())),
            answers: Mutex::default(),
            asked: Mutex::default(),
            released: Notify::new(),
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&inner));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port on the loopback");
        let address = listener.local_addr().expect("its address");
        let server = tokio::spawn(async move {
            axum::serve(listener, router).await.expect("the host of models");
        });
        Self { inner, address, server }
    }

    pub fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The next requests are answered so; all after them well.
    pub fn next(&self, answers: impl IntoIterator<Item = Answer>) {
        self.inner.answers.lock().extend(answers);
    }

    /// From now on another file is offered.
    pub fn offer(&self, content: impl Into<Bytes>, version: &str) {
        *self.inner.content.lock() = (content.into(), version.to_owned());
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.inner.asked.lock().clone()
    }

    /// Lets a stalled request go on.
    pub fn release(&self) {
        self.inner.released.notify_one();
    }
}

async fn answer(State(inner): State<Arc<Inner>>, uri: axum::http::Uri, headers: HeaderMap) -> Response {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (range, if_range) = (text(header::RANGE), text(header::IF_RANGE));
    inner.asked.lock().push(Asked {
        path: uri.path().to_owned(),
        range: range.clone(),
        if_range: if_range.clone(),
    });
    let how = inner.answers.lock().pop_front().unwrap_or(Answer::Whole);
    match how {
        Answer::Status(status) => {
            return StatusCode::from_u16(status).expect("a status").into_response();
        }
        Answer::Busy => {
            return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "0")]).into_response();
        }
        _ => {}
    }
    let (content, version) = inner.content.lock().clone();
    let is_current = if_range.is_none_or(|asked| asked == version);
    let first: Option<usize> = range
        .filter(|_| is_current && !matches!(how, Answer::IgnoresRange))
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok());
    if first.is_some_and(|first| first >= content.len()) {
        let range = format!("bytes */{}", content.len());
        return (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, range)]).into_response();
    }
    let body = content.slice(first.unwrap_or(0)..);
    let builder =
        Response::builder().header(header::ETAG, version).header(header::CONTENT_LENGTH, body.len());
    let builder = match first {
        Some(first) => builder
            .status(StatusCode::PARTIAL_CONTENT)
            .header(header::CONTENT_RANGE, format!("bytes {first}-{}/{}", content.len() - 1, content.len())),
        None => builder,
    };
    let body = match how {
        Answer::Cut(after) => {
            let beginning = body.slice(..after.min(body.len()));
            let broken = Err(std::io::Error::other("the connection broke off"));
            Body::from_stream(stream::iter([Ok(beginning), broken]))
        }
        Answer::Stall(after) => {
            let (beginning, rest) =
                (body.slice(..after.min(body.len())), body.slice(after.min(body.len())..));
            let rest = stream::once(async move {
                inner.released.notified().await;
                Ok::<_, std::io::Error>(rest)
            });
            Body::from_stream(stream::iter([Ok(beginning)]).chain(rest))
        }
        _ => Body::from(body),
    };
    builder.body(body).expect("a response")
}

/// A model file without weights: what a header tells, and nothing to load.
pub fn gguf(name: &str) -> Vec<u8> {
    let mut writer = haberdash_llama::gguf::Writer::new();
    writer.text("general.architecture", "llama");
    writer.text("general.name", name);
    for (key, value) in [
        ("context_length", 2048),
        ("embedding_length", 64),
        ("block_count", 2),
        ("attention.head_count", 4),
        ("attention.head_count_kv", 2),
    ] {
        writer.u32(&format!("llama.{key}"), value);
    }
    writer.text("tokenizer.ggml.model", "llama");
    writer.texts("tokenizer.ggml.tokens", &["<unk>", "a", "b"]);
    writer.tensor("token_embd.weight", &[64, 3], 0, Box::new(|_| {}));
    let mut bytes = Vec::new();
    writer.write(&mut bytes).expect("memory takes it");
    bytes
}
