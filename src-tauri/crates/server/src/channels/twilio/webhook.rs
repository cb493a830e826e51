//! The two addresses that Twilio calls: a customer's message, and what became of one of ours.
//!
//! Owns the order of things: limit, verify, understand, store, and only then answer. Nothing is answered with success
//! before it would survive a power cut. A webhook that fails is not repeated by Twilio; the poller finds its message.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use haberdash_core::conversations::{self, Provider, RawDelivery, Source};
use haberdash_core::{Database, Error, Timestamp};

use super::config::{MESSAGES_PATH, STATUS_PATH, TwilioConnection};
use super::inbound;
use super::signature::{SIGNATURE_HEADER, UnverifiedWebhook, VerifiedWebhook};

/// Twilio's largest webhook is a few kilobytes.
const LARGEST_BODY: usize = 256 * 1024;

/// Twilio itself gives up after 15 seconds; a stranger must not hold a connection for ever.
const LONGEST_READ: Duration = Duration::from_secs(15);

/// An answer that makes Twilio do nothing: replies go out through REST.
const NO_REPLY: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>";

/// What the webhooks work with. Cheap to clone.
#[derive(Clone)]
pub struct WebhookState {
    database: Database,
    connection: TwilioConnection,
    counts: Arc<Counts>,
}

#[derive(Default)]
struct Counts {
    accepted: AtomicU64,
    refused: AtomicU64,
    unreadable: AtomicU64,
    /// Milliseconds; zero: never.
    last_accepted: AtomicI64,
}

/// How many webhooks came since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebhookCounts {
    pub accepted: u64,
    /// Without Twilio's signature.
    pub refused: u64,
    /// Signed, and not what Twilio documents. Kept as they came.
    pub unreadable: u64,
    pub last_accepted_at: Option<Timestamp>,
}

impl WebhookState {
    pub fn new(database: Database, connection: TwilioConnection) -> Self {
        Self { database, connection, counts: Arc::default() }
    }

    pub fn counts(&self) -> WebhookCounts {
        let last = self.counts.last_accepted.load(Ordering::Relaxed);
        WebhookCounts {
            accepted: self.counts.accepted.load(Ordering::Relaxed),
            refused: self.counts.refused.load(Ordering::Relaxed),
            unreadable: self.counts.unreadable.load(Ordering::Relaxed),
            last_accepted_at: (last != 0).then(|| Timestamp::from_millis(last)),
        }
    }
}

/// Twilio's two addresses and nothing else.
pub fn routes(state: WebhookState) -> Router {
    Router::new().route(MESSAGES_PATH, post(message)).route(STATUS_PATH, post(status)).with_state(state)
}

async fn message(State(state): State<WebhookState>, request: Request) -> Response {
    let webhook = match verified(&state, request).await {
        Ok(webhook) => webhook,
        Err(refusal) => return refusal,
    };
    let Ok(message) = inbound::from_webhook(&webhook) else { return keep_unreadable(&state, &webhook).await };
    let message = message.into_core(Source::Webhook, raw(&webhook));
    let stored = state.database.write(move |tx| conversations::receive_inbound(tx, &message)).await;
    answer(stored.map(drop))
}

async fn status(State(state): State<WebhookState>, request: Request) -> Response {
    let webhook = match verified(&state, request).await {
        Ok(webhook) => webhook,
        Err(refusal) => return refusal,
    };
    let Ok(status) = inbound::status_from_webhook(&webhook) else {
        return keep_unreadable(&state, &webhook).await;
    };
    let update = status.into_core(Source::Webhook, raw(&webhook));
    let stored = state.database.write(move |tx| conversations::apply_status(tx, &update)).await;
    answer(stored.map(drop))
}

async fn verified(state: &WebhookState, request: Request) -> Result<VerifiedWebhook, Response> {
    // Without them nothing can be checked. Twilio counts it as failed, and the poller finds the message.
    let config = state.connection.current();
    let Some((public_url, token)) =
        config.as_ref().and_then(|config| Some((config.public_url.as_ref()?, config.auth_token.as_ref()?)))
    else {
        return Err(StatusCode::SERVICE_UNAVAILABLE.into_response());
    };
    let (parts, body) = request.into_parts();
    let body = read(&parts.headers, body, LONGEST_READ).await?;
    let text = |name: header::HeaderName| {
        parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
    };
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let signature = text(header::HeaderName::from_static(SIGNATURE_HEADER));
    let webhook = UnverifiedWebhook::new(target, text(header::CONTENT_TYPE), signature, body)
        .verify(public_url, token)
        .map_err(|_| {
            let count = state.counts.refused.fetch_add(1, Ordering::Relaxed) + 1;
            // At 1, 2, 4, 8…: strangers must not fill the log.
            if count.is_power_of_two() {
                tracing::warn!(count, "webhooks without Twilio's signature were refused");
            }
            StatusCode::FORBIDDEN.into_response()
        })?;
    state.counts.accepted.fetch_add(1, Ordering::Relaxed);
    state.counts.last_accepted.store(state.database.clock().now().as_millis(), Ordering::Relaxed);
    Ok(webhook)
}

async fn read(headers: &HeaderMap, body: Body, patience: Duration) -> Result<bytes::Bytes, Response> {
    let declared: Option<usize> = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok())
        .and_then(|length| length.parse().ok());
    if declared.is_some_and(|length| length > LARGEST_BODY) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    }
    let whole = tokio::time::timeout(patience, axum::body::to_bytes(body, LARGEST_BODY)).await;
    whole.map_err(|_| StatusCode::REQUEST_TIMEOUT.into_response())?.map_err(|error| {
        let is_limit = std::error::Error::source(&error)
            .is_some_and(|source| source.is::<http_body_util::LengthLimitError>());
        if is_limit { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST }.into_response()
    })
}

fn raw(webhook: &VerifiedWebhook) -> RawDelivery {
    RawDelivery { content_type: webhook.content_type().map(str::to_owned), bytes: webhook.body().to_vec() }
}

/// It is Twilio's, so it is kept; sending it again would not make it readable, so it is taken.
async fn keep_unreadable(state: &WebhookState, webhook: &VerifiedWebhook) -> Response {
    state.counts.unreadable.fetch_add(1, Ordering::Relaxed);
    tracing::warn!(
        bytes = webhook.body().len(),
        "a signed webhook could not be read; it was kept as it came"
    );
    let raw = raw(webhook);
    let kept = state
        .database
        .write(move |tx| {
            conversations::record_unreadable_delivery(tx, Provider::Twilio, Source::Webhook, &raw)
        })
        .await;
    answer(kept)
}

fn answer(stored: Result<(), Error>) -> Response {
    match stored {
        Ok(()) => (StatusCode::OK, [(header::CONTENT_TYPE, "text/xml")], NO_REPLY).into_response(),
        Err(error) => {
            tracing::error!(code = %error.code, "a webhook could not be stored; the poller will fetch it");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_that_never_ends_is_left() {
        let endless = Body::from_stream(futures::stream::pending::<Result<bytes::Bytes, std::io::Error>>());
        let left = read(&HeaderMap::new(), endless, Duration::from_millis(1)).await.expect_err("left");
        assert_eq!(left.status(), StatusCode::REQUEST_TIMEOUT);
        let whole = read(&HeaderMap::new(), Body::from("a=1"), LONGEST_READ).await.expect("read");
        assert_eq!(whole, "a=1");
    }
}
