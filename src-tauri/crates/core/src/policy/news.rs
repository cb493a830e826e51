//! News and offers: who wants none gets none, at once and whatever else the owner allows; who wants them says so twice.

use super::{Decision, Facts, Rule, Summary};

/// The policy's word about a wish for or against news.
pub(super) fn decide(wants: bool, facts: &Facts) -> Decision {
    let summary = |sentence: &str, done: &str| Summary {
        sentence: sentence.to_owned(),
        done: done.to_owned(),
        difference: None,
        method: None,
        pieces: Vec::new(),
    };
    if !wants {
        let none = "No news and offers are sent to you.";
        return Decision::Allowed(summary(none, none));
    }
    if !facts.policy.acts() {
        return Decision::Refused(Rule::OwnerOnly);
    }
    let some = summary("News and offers would be sent to you.", "News and offers are sent to you.");
    if facts.confirmed { Decision::Allowed(some) } else { Decision::NeedsConfirmation(some) }
}
