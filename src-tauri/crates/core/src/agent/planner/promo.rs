//! What is said of a customer's discount code.

use super::super::phrases::{Phrase, Speech};
use super::super::promo::{self, CodeStanding};
use super::super::turn::Situation;
use super::Part;

/// The answer; `None` where no code was looked up.
pub(super) fn answer(situation: &Situation) -> Option<Part> {
    let (code, standing) = promo::outcome(situation)?;
    let mut speech = Speech::default();
    for phrase in promo::phrases(&code, standing) {
        speech.push(phrase);
    }
    Some(match standing {
        // Of an order that there is already the price is the owner's to change.
        CodeStanding::Holds(_) if promo::is_for_an_order(situation) => Part::hands_over(speech),
        CodeStanding::Holds(_) => {
            speech.line(Phrase::new("promo-how"));
            Part::says(speech)
        }
        _ => Part::says(speech),
    })
}
