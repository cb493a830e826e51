//! One try to fetch a model's file over HTTP: from where an earlier one broke off, if the server lets us.
//!
//! Range requests by RFC 9110, 14: `If-Range` with the version that the beginning came from, so that a server with another
//! version sends it from the start; so does one that knows no ranges. What comes is only ever appended or begun anew.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use haberdash_ai::arrival::{Arrival, ArrivalError, Incoming, Note};
use reqwest::header::{ACCEPT_ENCODING, CONTENT_RANGE, ETAG, HeaderMap, IF_RANGE, RANGE, RETRY_AFTER};
use reqwest::{Client, Response, StatusCode};
use tokio::sync::watch;

use super::{Models, Stop, unusable};
use crate::care::recovery::blocking;
use crate::ending::Ending;

/// A server that says nothing for so long is gone.
const SILENCE: Duration = Duration::from_secs(30);
/// Bytes that are written at once.
const PIECE: usize = 1 << 20;
/// How often progress is told.
const TOLD_EVERY: Duration = Duration::from_millis(500);
/// What stays free on the disk for the shop itself.
const SPARED: u64 = 64 << 20;
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(1);

/// Why the file is not there.
#[derive(Debug)]
pub(super) enum Broke {
    /// Another try may go better.
    Passing { reason: String, retry_after: Option<Duration> },
    /// Another try would end the same.
    Lasting { reason: String },
    /// It was told to stop; what came is on the disk.
    Stopped,
}

impl From<ArrivalError> for Broke {
    fn from(error: ArrivalError) -> Self {
        Self::Lasting { reason: unusable(error).detail }
    }
}

impl From<haberdash_core::Error> for Broke {
    fn from(error: haberdash_core::Error) -> Self {
        Self::Lasting { reason: error.detail }
    }
}

/// Returns when somebody wants it to stop.
pub(super) async fn told_to_stop(told: &mut watch::Receiver<Option<Stop>>, ending: &Ending) {
    tokio::select! {
        // It fails only when the sender is gone, which lives as long as the download.
        _ = told.wait_for(Option::is_some) => {}
        () = ending.wait() => {}
    }
}

pub(super) struct Download {
    client: Client,
    arrival: Arrival,
    address: String,
    received: Arc<AtomicU64>,
    /// Told of progress.
    models: Models,
}

/// Where what comes is written.
struct Sink {
    incoming: Option<Incoming>,
    gathered: Vec<u8>,
}

impl Sink {
    async fn open(arrival: &Arrival, from_start: bool) -> Result<Self, Broke> {
        let arrival = arrival.clone();
        let opened = blocking(move || arrival.open(from_start).map_err(unusable)).await?;
        Ok(Self { incoming: Some(opened), gathered: Vec::with_capacity(PIECE) })
    }

    async fn flush(&mut self) -> Result<(), Broke> {
        if self.gathered.is_empty() {
            return Ok(());
        }
        // It is gone after a write that failed.
        let Some(mut incoming) = self.incoming.take() else { return Ok(()) };
        let gathered = std::mem::take(&mut self.gathered);
        let written = blocking(move || {
            incoming.write(&gathered).map_err(unusable)?;
            Ok((incoming, gathered))
        });
        let (incoming, mut gathered) = written.await?;
        gathered.clear();
        (self.incoming, self.gathered) = (Some(incoming), gathered);
        Ok(())
    }
}

impl Download {
    pub(super) fn new(
        models: Models,
        arrival: Arrival,
        address: String,
        received: Arc<AtomicU64>,
    ) -> Result<Self, Broke> {
        let client = Client::builder()
            .connect_timeout(SILENCE)
            .read_timeout(SILENCE)
            .redirect(reqwest::redirect::Policy::limited(5))
            .build()
            .map_err(|error| Broke::Lasting { reason: format!("This system gives no TLS: {error}.") })?;
        Ok(Self { client, arrival, address, received, models })
    }

    /// Brings the bytes that are missing onto the disk.
    pub(super) async fn try_once(
        &mut self,
        told: &mut watch::Receiver<Option<Stop>>,
        ending: &Ending,
    ) -> Result<(), Broke> {
        let size = self.arrival.model().size;
        let mut came = self.arrival.received();
        if came > size {
            self.arrival.clear()?;
            came = 0;
        }
        self.received.store(came, Ordering::Relaxed);
        if came == size {
            return Ok(());
        }
        self.require_room(size - came)?;
        let response = tokio::select! {
            response = self.ask(came) => response?,
            () = told_to_stop(told, ending) => return Err(Broke::Stopped),
        };
        let is_rest = response.status() == StatusCode::PARTIAL_CONTENT;
        if !is_rest {
            came = 0;
        }
        self.note_version(response.headers())?;
        let mut sink = Sink::open(&self.arrival, !is_rest).await?;
        let brought = self.receive(response, &mut sink, came, told, ending).await;
        // What came before it broke off is kept, unless the disk refuses.
        sink.flush().await?;
        brought
    }

    fn require_room(&self, missing: u64) -> Result<(), Broke> {
        let folder = self.arrival.folder();
        std::fs::create_dir_all(folder).map_err(|error| Broke::from(ArrivalError::from(error)))?;
        match fs4::available_space(folder) {
            Ok(free) if free < missing.saturating_add(SPARED) => Err(Broke::Lasting {
                reason: format!(
                    "The disk is too full: {} MB are needed and {} MB are free. Nothing was kept.",
                    (missing.saturating_add(SPARED)) >> 20,
                    free >> 20
                ),
            }),
            // Who does not know how much is free finds out by writing.
            _ => Ok(()),
        }
    }

    /// Asks for the file from `came` on; an answer that can be used.
    async fn ask(&self, came: u64) -> Result<Response, Broke> {
        let mut request = self.client.get(&self.address).header(ACCEPT_ENCODING, "identity");
        if came > 0 {
            request = request.header(RANGE, format!("bytes={came}-"));
            if let Some(version) = self.arrival.note().and_then(|note| note.version) {
                request = request.header(IF_RANGE, version);
            }
        }
        let response = request.send().await.map_err(|error| {
            if error.is_builder() || error.is_redirect() {
                let reason = "The place that the file should come from has no usable address.".to_owned();
                return Broke::Lasting { reason };
            }
            passing("The server could not be reached. It is tried again by itself.")
        })?;
        let status = response.status();
        let size = self.arrival.model().size;
        let total = match status {
            StatusCode::OK => response.content_length(),
            StatusCode::PARTIAL_CONTENT => match content_range(response.headers()) {
                Some((first, total)) if first == came => total,
                _ => {
                    self.arrival.clear()?;
                    return Err(passing("The server sent another part than was asked for."));
                }
            },
            // What came is longer than what the server has.
            StatusCode::RANGE_NOT_SATISFIABLE if came > 0 => {
                self.arrival.clear()?;
                return Err(passing("The server has another file now; it is fetched from the start."));
            }
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => {
                return Err(asked_to_wait(&response));
            }
            status if status.is_server_error() => return Err(asked_to_wait(&response)),
            StatusCode::NOT_FOUND | StatusCode::GONE => {
                return Err(lasting("The file is not there any more (404). Install it from a file instead."));
            }
            status => return Err(lasting(format!("The server refused the file ({status})."))),
        };
        match total {
            Some(total) if total != size => {
                Err(lasting(format!("The server has another file: {total} bytes instead of {size}.")))
            }
            _ => Ok(response),
        }
    }

    fn note_version(&self, headers: &HeaderMap) -> Result<(), Broke> {
        let version = headers.get(ETAG).and_then(|value| value.to_str().ok());
        // Only a strong tag names the same bytes (RFC 9110, 8.8.1).
        let version = version.filter(|version| version.starts_with('"')).map(str::to_owned);
        let note = Note { wanted: true, version, problem: None };
        if self.arrival.note().as_ref() != Some(&note) {
            self.arrival.keep_note(&note)?;
        }
        Ok(())
    }

    async fn receive(
        &self,
        mut response: Response,
        sink: &mut Sink,
        mut came: u64,
        told: &mut watch::Receiver<Option<Stop>>,
        ending: &Ending,
    ) -> Result<(), Broke> {
        let size = self.arrival.model().size;
        let mut last_told = Instant::now();
        loop {
            let chunk = tokio::select! {
                chunk = response.chunk() => chunk,
                () = told_to_stop(told, ending) => return Err(Broke::Stopped),
            };
            let Ok(chunk) = chunk else {
                return Err(passing("The connection broke off. It goes on by itself."));
            };
            let Some(chunk) = chunk else { break };
            came += chunk.len() as u64;
            if came > size {
                return Err(lasting(format!("The server sends more than the file's {size} bytes.")));
            }
            sink.gathered.extend_from_slice(&chunk);
            if sink.gathered.len() >= PIECE {
                sink.flush().await?;
            }
            self.received.store(came, Ordering::Relaxed);
            if last_told.elapsed() >= TOLD_EVERY {
                self.models.tell(&self.arrival.model().id).await;
                last_told = Instant::now();
            }
        }
        if came < size {
            return Err(passing("The server ended too early. It goes on by itself."));
        }
        Ok(())
    }
}

fn passing(reason: &str) -> Broke {
    Broke::Passing { reason: reason.to_owned(), retry_after: None }
}

fn lasting(reason: impl Into<String>) -> Broke {
    Broke::Lasting { reason: reason.into() }
}

fn asked_to_wait(response: &Response) -> Broke {
    let seconds = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    Broke::Passing {
        reason: format!("The server is busy ({}). It is tried again by itself.", response.status().as_u16()),
        retry_after: seconds.map(Duration::from_secs).map(|wait| wait.min(LONGEST_RETRY_AFTER)),
    }
}

/// First byte and whole length of `bytes 5-9/10`; the length may be unknown.
fn content_range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let text = headers.get(CONTENT_RANGE)?.to_str().ok()?;
    let (range, total) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (first, _) = range.split_once('-')?;
    Some((first.trim().parse().ok()?, total.trim().parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_range_names_its_first_byte_and_the_length() {
        let check = |text: &str, expected: Option<(u64, Option<u64>)>| {
            let mut headers = HeaderMap::new();
            headers.insert(CONTENT_RANGE, text.parse().expect("a header"));
            assert_eq!(content_range(&headers), expected, "{text}");
        };
        check("bytes 5-9/10", Some((5, Some(10))));
        check("bytes 0-0/*", Some((0, None)));
        for wrong in ["", "bytes", "bytes */10", "items 0-1/2", "bytes a-b/c"] {
            check(wrong, None);
        }
    }
}
