//! The shop's API as its own window asks it: in process, with no port.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use haberdash_server::app::App;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

/// What is answered at a path behind `/api/v1`; `Null` where the answer is no JSON.
///
/// # Panics
/// When the path is none.
pub async fn ask(app: &App, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(format!("/api/v1{path}"));
    let request = match body {
        Some(body) => request.header("content-type", "application/json").body(Body::from(body.to_string())),
        None => request.body(Body::empty()),
    };
    let response = app.in_process_router().oneshot(request.expect("a request")).await.expect("an answer");
    let status = response.status();
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

/// # Panics
/// When the answer is anything but 200.
pub async fn get(app: &App, path: &str) -> Value {
    let (status, value) = ask(app, Method::GET, path, None).await;
    assert_eq!(status, StatusCode::OK, "{path}: {value}");
    value
}

/// Changes some members of a settings document.
///
/// # Panics
/// When it is refused.
pub async fn set(app: &App, document: &str, rules: Value) {
    let setting = get(app, "/settings").await[document].clone();
    let mut value = setting["value"].clone();
    for (name, one) in rules.as_object().expect("rules") {
        value[name] = one.clone();
    }
    let body = json!({ "value": value, "version": setting["version"] });
    let (status, answer) = ask(app, Method::PUT, &format!("/settings/{document}"), Some(body)).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
}
