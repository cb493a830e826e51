//! The API as its callers find it: through the doors, over a shop's file in a temporary folder.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use haberdash_core::Timestamp;
use haberdash_core::clock::ManualClock;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::app::{App, AppOptions};
use crate::secrets::MemorySecrets;

mod alike;
mod care;
mod catalog;
mod conversations;
mod demo;
mod documents;
mod doors;
mod events;
mod imports;
mod instruments;
mod jobs;
mod knowledge;
mod memory;
mod missing;
mod orders;
mod pictures;
mod printing;
mod problems;
mod returns;
mod settings;
mod stock;

pub const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);

/// A started application without a worker, its clock standing still.
pub struct Shop {
    pub app: App,
    _clock: Arc<ManualClock>,
    _dir: tempfile::TempDir,
}

/// An answer, read whole.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Asserts the shape of a problem and returns its code.
    #[track_caller]
    pub fn problem(&self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        assert_eq!(self.header(header::CONTENT_TYPE), "application/problem+json");
        let problem = self.json();
        assert_eq!(problem["status"], status);
        for field in ["type", "title", "detail", "code"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {problem}");
        }
        problem["code"].as_str().expect("code").to_owned()
    }

    /// The first field a problem names.
    pub fn field(&self) -> String {
        self.json()["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
    }
}

pub async fn call(router: Router, request: Request<Body>) -> Answer {
    let response = router.oneshot(request).await.expect("infallible");
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.expect("body").to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, bytes }
}

pub async fn shop() -> Shop {
    shop_in(tempfile::tempdir().expect("dir")).await
}

/// With a worker: jobs are done.
pub async fn working_shop() -> Shop {
    started(tempfile::tempdir().expect("dir"), true).await
}

pub async fn shop_in(dir: tempfile::TempDir) -> Shop {
    started(dir, false).await
}

async fn started(dir: tempfile::TempDir, worker: bool) -> Shop {
    let clock = Arc::new(ManualClock::at(START));
    let options = AppOptions {
        clock: Arc::<ManualClock>::clone(&clock),
        secrets: Arc::new(MemorySecrets::default()),
        worker,
        models: None,
        ..AppOptions::new(dir.path())
    };
    Shop { app: App::start(options).await.expect("start"), _clock: clock, _dir: dir }
}

impl Shop {
    /// Sends raw bytes.
    pub async fn upload(&self, path: &str, bytes: impl Into<Body>) -> Answer {
        let request = Request::builder().method(Method::POST).uri(path).body(bytes.into()).expect("request");
        call(self.app.in_process_router(), request).await
    }

    /// Asks again after each event until the answer `is` the one. A job that hangs fails the test.
    pub async fn until(&self, path: &str, is: impl Fn(&Value) -> bool) -> Value {
        let mut events = self.app.subscribe();
        let wait = async {
            loop {
                let told = self.get(path).await.json();
                if is(&told) {
                    return told;
                }
                // A lag is news too.
                let _ = events.recv().await;
            }
        };
        let patience = std::time::Duration::from_secs(60);
        tokio::time::timeout(patience, wait).await.unwrap_or_else(|_| panic!("{path} never came there"))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map_or_else(Body::empty, |json| Body::from(json.to_string()));
        call(self.app.in_process_router(), request.body(body).expect("request")).await
    }

    /// Sends it and takes the operation that it was recorded as back.
    pub async fn undo(&self, done: &Answer) -> Answer {
        let path = format!("/api/v1/operations/{}/undo", done.header("operation-id"));
        self.send(Method::POST, &path, None).await
    }
}
