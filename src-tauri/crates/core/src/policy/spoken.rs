//! What a customer hears of a decision, in the words that the agent and the preview of the settings share.

use super::Summary;

/// After it was carried out.
pub fn done(summary: &Summary) -> String {
    format!("Done. {}", summary.done)
}

/// After a yes that waits for the owner's.
pub fn waits_for_owner(summary: &Summary) -> String {
    format!(
        "The owner has to agree to this first, and was asked: {} You hear from us here.",
        summary.sentence
    )
}
