//! The worker's part for conversations that are held on the simulated phone: turns are really worked out, and what is
//! sent counts as delivered at once. It must not be used where a message has to reach a network.

use super::{Turns, answer_blocking};
use crate::conversations::MessageStatus;
use crate::database::Database;
use crate::error::Result;
use crate::jobs::{self, ClaimedJob, JobKind, Lease};
use crate::outbox::{self, SendDecision, SendOutcome};

/// The jobs that a conversation leaves behind.
pub(crate) const SIMULATED_JOBS: [JobKind; 3] =
    [JobKind::AnswerConversation, JobKind::SendMessage, JobKind::NotifyOwner];

/// Runs one of the [`SIMULATED_JOBS`] to its end on this thread, which may block. Nobody is notified.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job; those of storage.
pub(crate) fn work_simulated(
    database: &Database,
    turns: &dyn Turns,
    lease: &Lease,
    job: ClaimedJob,
) -> Result<()> {
    if job.kind == JobKind::AnswerConversation {
        return answer_blocking(database, turns, lease, &job).map(|_| ());
    }
    let lease = lease.clone();
    database.write_blocking(move |tx| {
        if job.kind == JobKind::NotifyOwner {
            return jobs::complete(tx, &lease, &job);
        }
        if let SendDecision::Send(message) = outbox::begin_send(tx, &lease, &job)? {
            let provider_id = message.message_id.to_string();
            let outcome = SendOutcome::Accepted { provider_id, status: MessageStatus::Delivered };
            outbox::finish_send(tx, &lease, &job, &message, &outcome)?;
        }
        Ok(())
    })
}
