//! What is said about news: what was recorded, or the question.

use super::super::dialogue::DialogueState;
use super::super::input::Channel;
use super::super::news::{self, NewsChange};
use super::super::phrases::{Phrase, Speech};
use super::super::run::HandoffReason;
use super::super::turn::Situation;
use super::Part;

/// The answer; `None` where the turn is about no news.
pub(super) fn answer(situation: &Situation, memory: &mut DialogueState) -> Option<Part> {
    let change = news::outcome(situation)?;
    let Some(phrase) = news::phrase(change) else { return Some(Part::nothing(HandoffReason::NeedsOwner)) };
    let mut speech = Speech::from(phrase);
    match change {
        NewsChange::NeedsConfirmation => memory.offered_news = Some(news::now(situation)),
        NewsChange::Recorded(row) | NewsChange::Known(row)
            if !row.granted && matches!(situation.input.channel, Channel::Whatsapp | Channel::Sms) =>
        {
            speech.line(Phrase::new("news-stop"));
        }
        _ => {}
    }
    Some(Part::says(speech))
}
