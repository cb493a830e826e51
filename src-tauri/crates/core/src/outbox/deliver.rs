//! One job's way through the outbox: decide, hand over, record.

use std::time::Duration;

use super::{MessageSender, SendDecision, adopt, begin_send, finish_send, not_found};
use crate::clock::Timestamp;
use crate::database::Database;
use crate::error::{Code, Result};
use crate::jobs::{self, ClaimedJob, Failure, Lease};

/// What became of the job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivered {
    /// The provider was asked to take it; the outcome is recorded.
    Tried,
    /// It had been sent already.
    AlreadySent,
    Refused(Code),
    Later(Timestamp),
}

/// Runs a `send_message` job to its recorded end. `grace`: how long a provider's list may lag behind what it took.
///
/// # Errors
/// Those of storage; the job then stays running, and the caller fails it.
pub async fn deliver(
    database: &Database,
    sender: &dyn MessageSender,
    lease: &Lease,
    job: &ClaimedJob,
    grace: Duration,
) -> Result<Delivered> {
    let mut decision = {
        let (lease, job) = (lease.clone(), job.clone());
        database.write(move |tx| begin_send(tx, &lease, &job)).await?
    };
    if let SendDecision::Lookup(query) = &decision {
        let found = sender.find_sent(query).await;
        let (lease, job) = (lease.clone(), job.clone());
        decision = match found {
            Ok(Some((provider_id, status))) => {
                database.write(move |tx| adopt(tx, &lease, &job, &provider_id, status)).await?;
                SendDecision::AlreadySent
            }
            Ok(None) => database.write(move |tx| not_found(tx, &lease, &job, grace)).await?,
            Err(error) => {
                // Whatever hinders the question, the answer matters too much to give up.
                let failure = Failure { counts: false, ..Failure::from(&error) };
                let failed = database.write(move |tx| jobs::fail(tx, &lease, &job, &failure)).await?;
                match failed {
                    jobs::Failed::Again(at) => SendDecision::Later(at),
                    jobs::Failed::Merged | jobs::Failed::Died => SendDecision::AlreadySent,
                }
            }
        };
    }
    match decision {
        SendDecision::Send(message) => {
            let outcome = sender.send(&message).await;
            let (lease, job) = (lease.clone(), job.clone());
            database.write(move |tx| finish_send(tx, &lease, &job, &message, &outcome)).await?;
            Ok(Delivered::Tried)
        }
        // `Lookup` was replaced above.
        SendDecision::AlreadySent | SendDecision::Lookup(_) => Ok(Delivered::AlreadySent),
        SendDecision::Refused(code) => Ok(Delivered::Refused(code)),
        SendDecision::Later(at) => Ok(Delivered::Later(at)),
    }
}
