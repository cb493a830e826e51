//! What is said to a customer's picture: the goods that look like it, or the truth that none does or that it did not come.

use super::super::dialogue::{DialogueState, PendingQuestion};
use super::super::input::Photo;
use super::super::knowledge::Product;
use super::super::photos::{self, Given};
use super::super::phrases::{Phrase, Speech, Value};
use super::super::turn::Situation;
use super::offers::{line, question};
use super::wanted::{Relaxed, Wanted};
use super::{Detail, Part};

const OFFERS: usize = 3;

/// The answer to a picture; `None` where the turn is about none. Whether it leaves the text's own question open.
pub(super) fn answer(
    situation: &Situation,
    detail: Detail,
    memory: &mut DialogueState,
) -> Option<(Part, bool)> {
    let says_more = !situation.understanding.entities.product_words.is_empty();
    Some(match photos::sought(situation)? {
        Photo::Seen { content_hash } => (alike(situation, &content_hash, detail, memory), false),
        Photo::Coming => (Part::says(Phrase::new("photo-coming")), says_more),
        Photo::Unreadable => (Part::says(Phrase::new("photo-unreadable")), says_more),
    })
}

fn alike(situation: &Situation, photo: &str, detail: Detail, memory: &mut DialogueState) -> Part {
    let (hits, given) = photos::found(situation, photo);
    let offers: Vec<&Product> = hits.iter().take(OFFERS).map(|hit| &hit.product).collect();
    memory.offered = offers.iter().map(|product| product.id).collect();
    memory.focus_product = match offers.as_slice() {
        [only] => Some(only.id),
        _ => None,
    };
    memory.last_search = None;
    memory.photo = Some(photo.to_owned());
    if offers.is_empty() {
        memory.pending = Some(PendingQuestion::WhichProduct);
        memory.photo = None;
        return Part::says(Phrase::picked(situation, 36, "photo-nothing"));
    }
    let wanted = Wanted::of(situation);
    let relaxed = if given == Given::Nothing { Relaxed::Nothing } else { Relaxed::Stock };
    let mut speech = Speech::from(opening(situation, &wanted, given, offers.len() == 1));
    for (i, product) in offers.iter().enumerate() {
        speech.line(line(i + 1, product, &wanted, relaxed, detail));
    }
    if situation.left_out {
        speech.line(Phrase::new("remembered-left-out"));
    }
    if let Some(question) = question(situation, offers.len(), detail) {
        speech.line(question);
    }
    Part::says(speech)
}

fn opening(situation: &Situation, wanted: &Wanted, given: Given, is_one: bool) -> Phrase {
    match given {
        Given::Nothing if is_one => Phrase::new("photo-alike-one"),
        Given::Nothing => Phrase::picked(situation, 37, "photo-alike"),
        Given::Stock => Phrase::new("photo-sold-out"),
        Given::Wishes => match (&wanted.said, &wanted.size, wanted.max) {
            (Some(said), _, _) => {
                Phrase::new("photo-other-colour").with("colour", Value::Colour(said.clone()))
            }
            (None, Some(size), _) => Phrase::new("photo-other-size").with("size", size.as_str()),
            (None, None, Some(max)) => Phrase::new("photo-dearer").with("money", max),
            (None, None, None) => Phrase::new("photo-near"),
        },
    }
}
