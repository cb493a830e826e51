//! Everything that can go wrong between Haberdash and Twilio, on order.

use std::sync::Arc;

use axum::Json;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Inner;
use super::connection::Line;

/// Which requests meet a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Any,
    /// Only the creation of messages.
    Send,
    /// Only reading.
    Read,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// None: this request is answered as usual, the next one meets the next fault.
    Pass,
    /// 401 with code 20003.
    Unauthorized,
    /// 429 with code 20429 and, if given, `Retry-After` in seconds.
    RateLimited { retry_after: Option<u64> },
    /// This status with Twilio's code.
    Refuse { status: u16, code: i64 },
    /// This status with a page of HTML.
    Html { status: u16 },
    /// 200, processed, but the answer is no JSON.
    Garbage,
    /// Never answers; not processed.
    Hang,
    /// Processes the request and never answers.
    HangAfterProcessing,
    /// Cuts the line before anything is processed.
    CloseBeforeProcessing,
    /// Processes the request and cuts the line before a byte of the answer.
    CloseAfterProcessing,
}

pub(crate) async fn meet(
    State(inner): State<Arc<Inner>>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
    next: Next,
) -> Response {
    let fault = {
        let mut state = inner.state.lock();
        let method = request.method().clone();
        let found = state.faults.iter().position(|(scope, _)| match scope {
            Scope::Any => true,
            Scope::Send => method == Method::POST,
            Scope::Read => method == Method::GET,
        });
        found.and_then(|position| state.faults.remove(position)).map(|(_, fault)| fault)
    };
    if fault.is_some() {
        inner.changed.notify_waiters();
    }
    match fault {
        None | Some(Fault::Pass) => next.run(request).await,
        Some(Fault::Unauthorized) => problem(StatusCode::UNAUTHORIZED, 20003, "Authenticate"),
        Some(Fault::RateLimited { retry_after }) => {
            let mut response = problem(StatusCode::TOO_MANY_REQUESTS, 20429, "Too Many Requests");
            if let Some(seconds) = retry_after {
                response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            }
            response
        }
        Some(Fault::Refuse { status, code }) => {
            problem(StatusCode::from_u16(status).expect("a status"), code, "Refused on order")
        }
        Some(Fault::Html { status }) => (
            StatusCode::from_u16(status).expect("a status"),
            [(header::CONTENT_TYPE, "text/html")],
            "<html><body>Something is wrong</body></html>",
        )
            .into_response(),
        Some(Fault::Garbage) => {
            next.run(request).await;
            inner.changed.notify_waiters();
            (StatusCode::OK, "}{ this is no JSON").into_response()
        }
        Some(Fault::Hang) => std::future::pending().await,
        Some(Fault::HangAfterProcessing) => {
            next.run(request).await;
            std::future::pending().await
        }
        Some(Fault::CloseBeforeProcessing) => {
            line.cut();
            StatusCode::OK.into_response()
        }
        Some(Fault::CloseAfterProcessing) => {
            let response = next.run(request).await;
            line.cut();
            response
        }
    }
}

/// An error as Twilio writes it.
pub(crate) fn problem(status: StatusCode, code: i64, message: &str) -> Response {
    let more_info = format!("https://www.twilio.com/docs/errors/{code}");
    let body = json!({ "code": code, "message": message, "more_info": more_info, "status": status.as_u16() });
    (status, Json(body)).into_response()
}
