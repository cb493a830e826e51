//! Recommendations as a reply.

use super::super::dialogue::DialogueState;
use super::super::knowledge::ProductQuery;
use super::super::phrases::{Break, Phrase, Speech};
use super::super::taste::Told;
use super::super::turn::{Draft, Situation};
use super::offers::line;
use super::wanted::{Relaxed, Wanted};
use super::{Detail, hello};

/// Why, what, and for a stranger one question.
pub(super) fn draft(situation: &Situation, told: Told, detail: Detail) -> Draft {
    let wanted = Wanted { size: told.size.clone(), colours: Vec::new(), said: None, max: None, min: None };
    let mut speech = Speech::default();
    if let Some(hello) = hello(situation) {
        speech.push(hello);
    }
    speech.append(Break::Space, told.opening.into());
    for (i, product) in told.offers.iter().enumerate() {
        speech.line(line(i + 1, product, &wanted, Relaxed::Nothing, detail));
    }
    if situation.left_out {
        speech.line(Phrase::new("remembered-left-out"));
    }
    if told.asks && detail > Detail::Minimal {
        speech.line(Phrase::new("taste-ask"));
    }
    let focus = match told.offers.as_slice() {
        [only] => Some(only.id),
        _ => None,
    };
    let memory = DialogueState {
        pending: None,
        offered_wait: None,
        offered_news: None,
        offered: told.offers.iter().map(|product| product.id).collect(),
        focus_product: focus,
        // "In blue?" goes on from the size that is known.
        last_search: Some(ProductQuery {
            size: told.size,
            in_stock: true,
            limit: 3,
            ..ProductQuery::default()
        }),
        photo: None,
        ..situation.input.dialogue.clone()
    };
    let text = speech.say(situation.language(), situation.input.now.date());
    Draft { text, speech: Some(speech), memory: Some(Box::new(memory)), ..Draft::default() }
}
