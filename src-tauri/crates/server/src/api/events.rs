//! What happens, live.

use std::collections::VecDeque;
use std::convert::Infallible;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{self, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt, stream};
use haberdash_core::Id;
use haberdash_core::event::{self, DomainEvent, Missed};
use haberdash_core::id;
use serde::Deserialize;
use tokio::sync::broadcast::{self, error::RecvError};
use utoipa::IntoParams;

use super::ApiState;
use super::wire::{Event, EventId};
use crate::http::extract::Params;
use crate::http::problem::{ApiError, ApiResult};

/// Missed events that are sent again; after more, the page reads everything anew.
const LONGEST_REPLAY: u16 = 1000;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventsAfter {
    /// The last event that was seen; what was missed since comes first. `Last-Event-ID` does the same.
    #[param(value_type = Option<String>)]
    after: Option<EventId>,
}

/// Server-sent events: `id`, `event` (the kind) and `data` (an `Event`). `resync` says that too much was missed.
#[utoipa::path(get, path = "/events", operation_id = "stream_events", tag = "events",
    params(EventsAfter), responses((status = 200, content_type = "text/event-stream", body = String)))]
pub async fn stream(
    State(state): State<ApiState>,
    Params(params): Params<EventsAfter>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let seen = last_seen(&headers, params.after)?;
    // Subscribed before the past is read, so that nothing falls between.
    let live = state.database.subscribe();
    let missed = match seen {
        Some(seen) => state.database.read(move |c| event::missed_since(c, seen, LONGEST_REPLAY)).await?,
        None => Missed::Events(Vec::new()),
    };
    let stream = told(live, seen, missed).map(|told| Ok::<_, Infallible>(told.into_sse()));
    let ended = state.about.ended.clone();
    let stream = stream.take_until(async move { ended.wait().await });
    Ok(Sse::new(stream).keep_alive(KeepAlive::default()).into_response())
}

fn last_seen(headers: &HeaderMap, after: Option<EventId>) -> ApiResult<Option<Id<id::Event>>> {
    match headers.get("last-event-id").map(|value| value.to_str().unwrap_or_default()) {
        // What a browser sends when it connects again counts more than the address it first opened.
        Some(text) if !text.is_empty() => {
            let wrong = |_| ApiError::field("Last-Event-ID", "This is not the id of an event.");
            text.parse().map(Some).map_err(wrong)
        }
        _ => Ok(after.map(|id| id.0)),
    }
}

/// One message of the stream.
enum Told {
    Event(Box<DomainEvent>),
    Resync,
}

impl Told {
    fn into_sse(self) -> sse::Event {
        match self {
            Self::Event(event) => {
                let (id, kind) = (event.id.to_string(), event.kind);
                let data = sse::Event::default().json_data(Event::from(*event));
                data.unwrap_or_default().id(id).event(kind.as_str())
            }
            Self::Resync => sse::Event::default().event("resync").data("{}"),
        }
    }
}

/// What was missed, then what happens.
fn told(
    live: broadcast::Receiver<DomainEvent>,
    seen: Option<Id<id::Event>>,
    missed: Missed,
) -> impl Stream<Item = Told> {
    let first: VecDeque<Told> = match missed {
        Missed::Events(events) => events.into_iter().map(|event| Told::Event(Box::new(event))).collect(),
        Missed::TooMuch => VecDeque::from([Told::Resync]),
    };
    stream::unfold((live, seen, first), |(mut live, mut seen, mut first)| async move {
        if let Some(told) = first.pop_front() {
            if let Told::Event(event) = &told {
                seen = Some(event.id);
            }
            return Some((told, (live, seen, first)));
        }
        loop {
            match live.recv().await {
                // Ids grow with time: what the replay told already is not told twice.
                Ok(event) if seen.is_some_and(|seen| event.id <= seen) => {}
                Ok(event) => return Some((Told::Event(Box::new(event)), (live, seen, first))),
                Err(RecvError::Lagged(_)) => return Some((Told::Resync, (live, seen, first))),
                Err(RecvError::Closed) => return None,
            }
        }
    })
}
