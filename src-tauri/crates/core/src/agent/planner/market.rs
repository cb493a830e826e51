//! What is said to somebody who saw it cheaper elsewhere.

use super::super::dialogue::{DialogueState, PendingQuestion};
use super::super::market::{self, Outcome, code_phrase, not_cheaper_phrase, offer_phrase};
use super::super::phrases::{Break, Phrase, Speech};
use super::super::turn::Situation;
use super::Part;
use crate::market::Matched;
use crate::policy::Rule;

/// The answer; `None` where the turn is about no price of others.
pub(super) fn answer(situation: &Situation, memory: &mut DialogueState) -> Option<Part> {
    if !market::asked(situation) {
        return None;
    }
    memory.wants_price_match = false;
    Some(match market::outcome(situation) {
        Outcome::Which => {
            memory.wants_price_match = true;
            memory.pending = Some(PendingQuestion::WhichProduct);
            Part::says(Phrase::new("which-piece"))
        }
        Outcome::Unavailable => Part::hands_over(Phrase::new("market-unavailable")),
        Outcome::NotCheaper { product, own } => {
            memory.focus_product = Some(product.id);
            Part::says(not_cheaper_phrase(product, own))
        }
        Outcome::Cheaper { product, offer, matched } => {
            memory.focus_product = Some(product.id);
            let seen = Speech::from(offer_phrase(&product.title, offer));
            let with = |phrase: Phrase| {
                let mut speech = seen.clone();
                speech.append(Break::Line, phrase.into());
                speech
            };
            match matched {
                Some(Matched::Given(given)) => Part::says(with(code_phrase(given))),
                Some(Matched::Refused(Rule::PriceMatchOff)) => Part::says(with(Phrase::new("market-off"))),
                Some(Matched::Refused(Rule::PriceMatchedAlready)) => {
                    Part::says(with(Phrase::new("market-already")))
                }
                Some(Matched::Refused(_)) => Part::says(with(Phrase::new("market-refused"))),
                // The owner decides.
                Some(Matched::Waits | Matched::Failed) | None => {
                    Part::hands_over(with(Phrase::new("market-waits")))
                }
            }
        }
    })
}
