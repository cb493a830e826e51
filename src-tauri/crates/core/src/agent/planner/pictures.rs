//! What is said to a customer's picture: the goods that look like it, or the truth that none does or that it did not open.

use super::super::dialogue::{DialogueState, PendingQuestion};
use super::super::escalation::pick;
use super::super::input::Photo;
use super::super::knowledge::Product;
use super::super::photos::{self, Given};
use super::super::turn::Situation;
use super::offers::line;
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
        Photo::Coming => (
            Part::says(
                "Your picture hasn't come through to me yet. Could you send it once more, or tell me what it shows?",
            ),
            says_more,
        ),
        Photo::Unreadable => (
            Part::says(
                "I'm sorry, I couldn't view your picture. Could you send it once more as an ordinary photo, or tell me what you're looking for?",
            ),
            says_more,
        ),
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
        return Part::says(pick(
            situation,
            36,
            &[
                "Thank you for the picture! I couldn't find anything in our shop that looks like it. What are you looking for?",
                "Thanks for the picture! We don't seem to have anything that looks like it. Can you tell me what you're looking for?",
            ],
        ));
    }
    let wanted = Wanted::of(situation);
    let opening = opening(situation, &wanted, given, offers.len() == 1);
    let relaxed = if given == Given::Nothing { Relaxed::Nothing } else { Relaxed::Stock };
    let lines: Vec<String> = offers
        .iter()
        .enumerate()
        .map(|(i, product)| line(i + 1, product, &wanted, relaxed, detail))
        .collect();
    let closing = if detail == Detail::Full && offers.len() > 1 {
        pick(
            situation,
            34,
            &["\nWould you like to know more about one of them?", "\nDo you like one of them?", ""],
        )
    } else {
        ""
    };
    Part::says(format!("{opening}\n{}{closing}", lines.join("\n")))
}

fn opening(situation: &Situation, wanted: &Wanted, given: Given, is_one: bool) -> String {
    let these = if is_one { "this looks" } else { "these look" };
    match given {
        Given::Nothing if is_one => "This looks most like your photo:".to_owned(),
        Given::Nothing => pick(
            situation,
            37,
            &["These look most like your photo:", "Here is what looks most like your photo:"],
        )
        .to_owned(),
        Given::Stock => "I'm sorry, what looks most like your photo can't be had right now:".to_owned(),
        Given::Wishes => {
            let wish = match (&wanted.said, &wanted.size, wanted.max) {
                (Some(said), _, _) => format!(" in {said}"),
                (None, Some(size), _) => format!(" in size {size}"),
                (None, None, Some(max)) => format!(" under {max}"),
                (None, None, None) => String::new(),
            };
            format!("I couldn't find one like it{wish}, but {these} most like your photo:")
        }
    }
}
