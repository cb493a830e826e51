//! Files of messages. Twilio asks for credentials and may send the caller on to another host.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::StreamExt as _;
use serde_json::json;

use super::Inner;
use super::fault::problem;
use super::messages::{authenticate, record};
use super::resource::date;

/// A file a customer attached.
#[derive(Debug, Clone)]
pub struct Media {
    /// What Twilio says it is, in the webhook and the list.
    pub declared_type: String,
    pub bytes: Bytes,
    pub serving: Serving,
    /// Bytes handed out so far, over all downloads.
    pub served: Arc<AtomicUsize>,
}

/// How a download is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Serving {
    Directly,
    /// 307 to another host, which must not see the credentials.
    FromElsewhere,
    /// The bytes again and again, without a length, until the caller hangs up.
    Endlessly,
}

impl Media {
    pub fn new(declared_type: &str, bytes: impl Into<Bytes>) -> Self {
        Self {
            declared_type: declared_type.into(),
            bytes: bytes.into(),
            serving: Serving::Directly,
            served: Arc::default(),
        }
    }

    pub fn served(mut self, serving: Serving) -> Self {
        self.serving = serving;
        self
    }

    fn body(&self) -> Body {
        let served = Arc::clone(&self.served);
        let bytes = self.bytes.clone();
        if self.serving == Serving::Endlessly {
            let endless = futures::stream::repeat(bytes).map(move |bytes| {
                served.fetch_add(bytes.len(), Ordering::SeqCst);
                Ok::<_, std::io::Error>(bytes)
            });
            return Body::from_stream(endless);
        }
        served.fetch_add(bytes.len(), Ordering::SeqCst);
        Body::from(bytes)
    }
}

pub(crate) async fn list(
    State(inner): State<Arc<Inner>>,
    Path((account, sid)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let path = format!("/2010-04-01/Accounts/{account}/Messages/{sid}/Media.json");
    if let Err(refusal) = authenticate(&inner, &headers, &account, record("GET", path.clone(), None), false) {
        return refusal;
    }
    let state = inner.state.lock();
    let Some(message) = state.messages.iter().find(|message| message.sid == sid) else {
        return problem(StatusCode::NOT_FOUND, 20404, "The requested resource was not found");
    };
    let media: Vec<_> = message
        .media
        .iter()
        .filter_map(|media_sid| Some((media_sid, state.media.get(media_sid)?)))
        .map(|(media_sid, media)| {
            json!({
                "sid": media_sid,
                "account_sid": account,
                "parent_sid": sid,
                "content_type": media.declared_type,
                "date_created": date(message.created_at),
                "uri": format!("/2010-04-01/Accounts/{account}/Messages/{sid}/Media/{media_sid}.json"),
            })
        })
        .collect();
    Json(json!({ "media_list": media, "next_page_uri": null, "uri": path })).into_response()
}

pub(crate) async fn download(
    State(inner): State<Arc<Inner>>,
    Path((account, sid, media)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    let path = format!("/2010-04-01/Accounts/{account}/Messages/{sid}/Media/{media}");
    if let Err(refusal) = authenticate(&inner, &headers, &account, record("GET", path, None), false) {
        return refusal;
    }
    let Some(file) = inner.state.lock().media.get(&media).cloned() else {
        return problem(StatusCode::NOT_FOUND, 20404, "The requested resource was not found");
    };
    if file.serving == Serving::FromElsewhere {
        // The same machine under another name is another host.
        let url = format!("http://localhost:{}/elsewhere/{media}", inner.address.port());
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, url)]).into_response();
    }
    ([(header::CONTENT_TYPE, file.declared_type.clone())], file.body()).into_response()
}

/// The other host. It notes what it was shown, and refuses whoever shows it credentials that are not its own.
pub(crate) async fn elsewhere(
    State(inner): State<Arc<Inner>>,
    Path(media): Path<String>,
    headers: HeaderMap,
) -> Response {
    let was_shown_credentials = headers.contains_key(header::AUTHORIZATION);
    let mut state = inner.state.lock();
    let mut noted = record("GET", format!("/elsewhere/{media}"), None);
    noted.user = was_shown_credentials.then(|| "credentials".to_owned());
    state.requests.push(noted);
    match state.media.get(&media) {
        _ if was_shown_credentials => StatusCode::BAD_REQUEST.into_response(),
        Some(file) => ([(header::CONTENT_TYPE, file.declared_type.clone())], file.body()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
