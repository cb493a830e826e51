//! How long the traces of the shop's work are kept: what no screen and no rule asks for any more is deleted.
//!
//! Owns the periods. It never touches messages, orders, runs or anything else that is the shop's own history.

use std::time::Duration;

use crate::database::WriteTx;
use crate::error::Result;
use crate::store;

/// Bytes as providers delivered them, and who brought which message: long enough to settle any dispute with a provider.
pub const DELIVERIES_KEPT: Duration = Duration::from_hours(24 * 90);
/// Ended tries to hand a message over.
pub const SEND_ATTEMPTS_KEPT: Duration = Duration::from_hours(24 * 90);
/// Codes that proved who somebody is: long enough to count them, and to see why one was not sent.
pub const CODES_KEPT: Duration = Duration::from_hours(24 * 7);
/// What happened: a subscriber that was away for longer reads everything anew.
pub const EVENTS_KEPT: Duration = Duration::from_hours(24 * 30);
/// What was found on the web: a price that old is nobody's any more.
pub const MARKET_KEPT: Duration = Duration::from_hours(24 * 60);

/// Drafts of the prompt as they were tried: what they led to is in the versions.
pub const LAB_KEPT: Duration = Duration::from_hours(24 * 90);

/// Rows of each kind that one write deletes at most, so that no other write waits long.
const AT_ONCE: u32 = 5000;

/// Deletes a part of what is older than its period. Call it until nothing is left to delete.
///
/// # Errors
/// Those of the deletions.
pub fn prune(tx: &mut WriteTx<'_>) -> Result<usize> {
    let now = tx.now();
    let deliveries = store::deliveries::prune(tx, now.minus(DELIVERIES_KEPT), AT_ONCE)?;
    let attempts = store::send_attempts::prune(tx, now.minus(SEND_ATTEMPTS_KEPT), AT_ONCE)?;
    let events = store::events::prune(tx, now.minus(EVENTS_KEPT), AT_ONCE)?;
    let codes = store::codes::prune(tx, now.minus(CODES_KEPT), AT_ONCE)?;
    let market = store::market::prune(tx, now.minus(MARKET_KEPT), AT_ONCE)?;
    let lab = store::prompt_lab::prune(tx, now.minus(LAB_KEPT))?;
    Ok(deliveries + attempts + events + codes + market + lab)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversations::{InboundMessage, reply_as_owner};
    use crate::fixture::Fixture;
    use crate::jobs::JobKind;
    use crate::outbox::{SendDecision, SendOutcome, begin_send, finish_send};

    fn rows(shop: &Fixture) -> [i64; 5] {
        ["domain_events", "inbound_deliveries", "sightings", "send_attempts", "messages"].map(|table| {
            shop.read(|c| Ok(c.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?))
        })
    }

    fn days(shop: &Fixture, count: u64) {
        shop.advance(count * 24 * 60 * 60);
    }

    #[test]
    fn each_trace_goes_after_its_own_period_and_what_may_still_be_needed_stays() {
        let shop = Fixture::new();
        let (_, id) = shop.receive(InboundMessage::for_test("SM1", "hi"));
        let parts = vec!["one".to_owned(), "two".to_owned()];
        shop.write(move |tx| reply_as_owner(tx, id, parts)).expect("reply");
        for provider_id in [Some("SM2"), None] {
            let job = shop.claim_one(JobKind::SendMessage);
            let SendDecision::Send(sent) = shop.run(&job, begin_send).expect("begin") else { panic!("sent") };
            // The second one's end is never told: the process was killed.
            if let Some(provider_id) = provider_id {
                let status = crate::conversations::MessageStatus::Sent;
                let outcome = SendOutcome::Accepted { provider_id: provider_id.into(), status };
                shop.run(&job, move |tx, lease, job| finish_send(tx, lease, job, &sent, &outcome))
                    .expect("finish");
            }
        }
        let [events, ..] = rows(&shop);
        assert_eq!(rows(&shop)[1..], [1, 1, 2, 3]);
        assert!(events > 4);

        days(&shop, 29);
        assert_eq!(shop.write(prune).expect("prune"), 0);
        days(&shop, 2);
        assert_eq!(shop.write(prune).expect("prune"), usize::try_from(events).expect("small"));
        assert_eq!(rows(&shop), [0, 1, 1, 2, 3]);
        days(&shop, 60);
        assert_eq!(shop.write(prune).expect("prune"), 3);
        assert_eq!(rows(&shop), [0, 0, 0, 1, 3], "a try whose end nobody saw is still looked up");
        assert_eq!(shop.write(prune).expect("prune"), 0);
    }
}
