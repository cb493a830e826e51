//! The port through which the owner is told that a conversation needs them.

use haberdash_core::Id;
use haberdash_core::id::{Complaint, Conversation};

/// What the owner must know to decide whether to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handoff {
    pub conversation_id: Id<Conversation>,
    pub complaint_id: Id<Complaint>,
    pub contact_name: String,
    pub reason: String,
    pub summary: String,
}

/// Shows a notification. Called on a thread that may block, at least once for each handoff.
pub trait OwnerNotifier: Send + Sync + 'static {
    fn notify(&self, handoff: Handoff);
}

/// Without a desktop: one line in the log, without anything personal.
#[derive(Debug, Default)]
pub struct LogNotifier;

impl OwnerNotifier for LogNotifier {
    fn notify(&self, handoff: Handoff) {
        tracing::info!(conversation = %handoff.conversation_id, reason = %handoff.reason, "a conversation needs the owner");
    }
}
