//! Asks Twilio for what the webhooks may have missed: a sleeping laptop, a tunnel that was down, a full disk.
//!
//! Owns one round and the pace. Webhook and poll run together; core counts a message once and remembers which of the two
//! saw it. The cursor is in Twilio's time and moves only after everything before it is stored.

use std::time::Duration;

use haberdash_core::conversations::{
    self, InboundMedia, InboundMessage, Provider, RawDelivery, Received, Source, StatusUpdate,
    move_poll_cursor,
};
use haberdash_core::{Clock as _, Database, Error, Result, Timestamp};

use super::client::{ApiError, MessageResource, TwilioClient};
use super::config::Health;
use super::errors::Verdict;
use super::inbound;

/// Lists may lag, and messages of one second may appear in any order.
const OVERLAP: Duration = Duration::from_mins(10);
/// What came before the shop was connected was answered by somebody else, or by nobody: only the last hour is ours.
const FIRST_LOOK_BACK: Duration = Duration::from_hours(1);
/// Reports that come at all come within seconds; so long after the last news of a message it is asked for.
const ASKED_AFTER: Duration = Duration::from_secs(5);
/// The same where reports are sent to us: then only a lost one is asked for.
const REPORTS_LOST_AFTER: Duration = Duration::from_mins(2);
/// What has no end after a day gets none.
const REPORTS_ASKED_FOR: Duration = Duration::from_hours(24);
const REPORTS_AT_ONCE: usize = 5;
const MOST_UNDECIDED: u32 = 500;
/// Messages of one transaction.
const BATCH: usize = 100;

/// What a round found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Polled {
    /// Messages in the window, known ones included.
    pub listed: usize,
    /// Messages that the webhook had not brought.
    pub new: usize,
}

/// One round: everything sent to us since the cursor, oldest first, each stored once.
///
/// # Errors
/// Those of Twilio or of storage. What was stored stays; the cursor stands before the first that was not.
pub async fn poll_once(database: &Database, client: &TwilioClient) -> Result<Polled> {
    let round = run(database, client).await;
    let health = match &round {
        Ok(_) => Health::connected(),
        Err(error) => Health::of_error(error),
    };
    client.connection().tell(database, health).await;
    round
}

async fn run(database: &Database, client: &TwilioClient) -> Result<Polled> {
    let config = client.config().map_err(Error::from)?;
    let cursor = database.read(|connection| conversations::poll_cursor(connection, Provider::Twilio)).await?;
    let seen_until = match cursor {
        Some(cursor) => cursor.seen_until,
        None => database.clock().now().minus(FIRST_LOOK_BACK),
    };
    let since = if cursor.is_some() { seen_until.minus(OVERLAP) } else { seen_until };
    let listed = client.list_received(config.sender.as_ref(), since).await.map_err(Error::from)?;
    // Twilio filters by day; the rest of the day before `since` is not ours to answer.
    let mut window: Vec<(Timestamp, MessageResource)> = listed
        .into_iter()
        .map(|message| (message.time().unwrap_or(seen_until), message))
        .filter(|(time, _)| *time >= since)
        .collect();
    // The list is newest first; a stable sort after turning it round keeps the order within a second.
    window.reverse();
    window.sort_by_key(|(time, _)| *time);

    let mut polled = Polled { listed: window.len(), new: 0 };
    if window.is_empty() {
        database.write(move |tx| move_poll_cursor(tx, Provider::Twilio, seen_until)).await?;
    }
    for batch in window.chunks(BATCH) {
        polled.new += store(database, client, batch, seen_until).await?;
    }
    let patience = if config.public_url.is_some() { REPORTS_LOST_AFTER } else { ASKED_AFTER };
    if let Err(error) = ask_for_reports(database, client, patience).await {
        // Asked again in the next round; customers' messages must not wait for it.
        tracing::debug!(code = %error.code, "delivery reports could not be asked for");
    }
    Ok(polled)
}

/// Asks what became of our own messages: without a public address Twilio reports nothing, and a report may get lost. A few
/// at a time, another few each round.
async fn ask_for_reports(database: &Database, client: &TwilioClient, patience: Duration) -> Result<()> {
    let now = database.clock().now();
    let (since, quiet) = (now.minus(REPORTS_ASKED_FOR), now.minus(patience));
    let mut open = database
        .read(move |c| conversations::undecided(c, Provider::Twilio, since, quiet, MOST_UNDECIDED))
        .await?;
    let seconds = usize::try_from(now.as_millis() / 1000).unwrap_or_default();
    let start = seconds.checked_rem(open.len()).unwrap_or_default();
    open.rotate_left(start);
    for (sid, known) in open.into_iter().take(REPORTS_AT_ONCE) {
        let resource = match client.message(&sid).await {
            Ok(resource) => resource,
            // Deleted at Twilio: nothing will ever be told.
            Err(ApiError::Refused(..)) => continue,
            Err(error) => return Err(error.into()),
        };
        let Some(status) = inbound::status_from_word(&resource.status) else { continue };
        if status.rank() <= known.rank() {
            continue;
        }
        let update = StatusUpdate {
            provider: Provider::Twilio,
            provider_id: sid,
            message_id: None,
            attempt_id: None,
            status,
            error_code: resource.error_code.filter(|code| *code != 0).map(|code| code.to_string()),
            source: Source::Poll,
            raw: raw(&resource),
        };
        database.write(move |tx| conversations::apply_status(tx, &update)).await?;
    }
    Ok(())
}

async fn store(
    database: &Database,
    client: &TwilioClient,
    batch: &[(Timestamp, MessageResource)],
    seen_until: Timestamp,
) -> Result<usize> {
    let sids: Vec<String> = batch.iter().map(|(_, message)| message.sid.clone()).collect();
    let known = database
        .read(move |connection| conversations::known_provider_ids(connection, Provider::Twilio, &sids))
        .await?;
    let mut messages = Vec::with_capacity(batch.len());
    let mut unreadable = Vec::new();
    for (time, resource) in batch {
        match understood(client, resource, known.contains(&resource.sid)).await? {
            Some(message) => messages.push(message),
            // Within the overlap it was kept by an earlier round.
            None if *time >= seen_until => unreadable.push(raw(resource)),
            None => {}
        }
    }
    let reached = batch.last().map_or(seen_until, |(time, _)| (*time).max(seen_until));
    database
        .write(move |tx| {
            for raw in &unreadable {
                conversations::record_unreadable_delivery(tx, Provider::Twilio, Source::Poll, raw)?;
            }
            let received = conversations::receive_all(tx, &messages)?;
            move_poll_cursor(tx, Provider::Twilio, reached)?;
            Ok(received.iter().filter(|received| matches!(received, Received::New { .. })).count())
        })
        .await
}

/// The message with its files; `None` when it is from a channel that we do not have.
async fn understood(
    client: &TwilioClient,
    resource: &MessageResource,
    is_known: bool,
) -> Result<Option<InboundMessage>> {
    let Ok(mut message) = inbound::from_resource(resource) else { return Ok(None) };
    if message.media_count > 0 && !is_known {
        message.media = match client.list_media(&resource.sid).await {
            Ok(files) => files
                .into_iter()
                .map(|(url, file)| InboundMedia { url, declared_type: file.content_type })
                .collect(),
            // Deleted at Twilio, or never to be had: the words still count, and the messages behind it must not wait.
            Err(ApiError::Refused(_, meaning)) if meaning.verdict == Verdict::Refused => Vec::new(),
            Err(error) => return Err(error.into()),
        };
    }
    Ok(Some(message.into_core(Source::Poll, raw(resource))))
}

fn raw(resource: &MessageResource) -> RawDelivery {
    RawDelivery {
        content_type: Some("application/json".into()),
        bytes: resource.raw.to_string().into_bytes(),
    }
}

/// How long Twilio asked to wait when a round failed.
pub fn asked_to_wait(error: &Error) -> Option<Duration> {
    match std::error::Error::source(error)?.downcast_ref::<ApiError>()? {
        ApiError::RateLimited(wait) => *wait,
        _ => None,
    }
}

/// What the pace depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// Rounds that failed in a row.
    pub failures: u32,
    /// What Twilio asked for.
    pub retry_after: Option<Duration>,
    /// Since the last message of a customer; `None`: none yet.
    pub quiet_for: Option<Duration>,
    /// Whether a webhook came since the last message that only a poll found.
    pub webhooks_work: bool,
}

/// A conversation counts as live so long after the customer's last message.
const LIVE: Duration = Duration::from_mins(10);

/// The wait before the next round: short while somebody is writing and no webhook tells us, long while the webhooks
/// do, longer after each failure.
pub fn next_poll_in(pace: &Pace) -> Duration {
    if pace.failures > 0 {
        let backoff = Duration::from_secs(5)
            .saturating_mul(1 << (pace.failures - 1).min(6))
            .min(Duration::from_mins(5));
        return backoff.max(pace.retry_after.unwrap_or_default());
    }
    let is_live = pace.quiet_for.is_some_and(|quiet| quiet < LIVE);
    match (is_live, pace.webhooks_work) {
        (true, false) => Duration::from_secs(3),
        (false, false) => Duration::from_secs(15),
        (true, true) => Duration::from_secs(30),
        (false, true) => Duration::from_mins(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_follows_the_conversation_and_the_failures() {
        let live = Pace { quiet_for: Some(Duration::from_secs(20)), ..Pace::default() };
        let idle = Pace { quiet_for: Some(Duration::from_hours(3)), ..Pace::default() };
        assert!(next_poll_in(&live) < next_poll_in(&idle));
        assert!(next_poll_in(&live) < next_poll_in(&Pace { webhooks_work: true, ..live }));
        assert!(next_poll_in(&idle) < next_poll_in(&Pace { webhooks_work: true, ..idle }));
        assert_eq!(next_poll_in(&Pace::default()), next_poll_in(&idle));
        let mut last = Duration::ZERO;
        for failures in 1..40 {
            let wait = next_poll_in(&Pace { failures, ..live });
            assert!(wait >= last && wait <= Duration::from_mins(5));
            last = wait;
        }
        let asked = Duration::from_mins(20);
        assert_eq!(next_poll_in(&Pace { failures: 1, retry_after: Some(asked), ..live }), asked);
    }
}
