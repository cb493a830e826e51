//! The words by which a customer stops and resumes messages, and their proof.
//!
//! English keywords of Twilio's opt-out handling (twilio.com/docs/messaging/tutorials/advanced-opt-out).

use rusqlite::Connection;

use super::Standing;
use crate::contacts::{self, Purpose};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{Id, Message};
use crate::waiting_list;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyword {
    Stop,
    Start,
}

/// The keyword that the message consists of: one word, in any case, closing punctuation aside.
pub fn keyword(body: &str) -> Option<Keyword> {
    let is = |words: &[&str]| is_one_of(body, words);
    if is(&["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"]) {
        Some(Keyword::Stop)
    } else if is(&["START", "YES", "UNSTOP"]) {
        Some(Keyword::Start)
    } else {
        None
    }
}

fn is_one_of(body: &str, words: &[&str]) -> bool {
    let word = body.trim().trim_end_matches(['.', '!']).trim_end();
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Keywords that answer a question as well. All others mean what they say, whatever was asked.
fn may_be_an_answer(body: &str) -> bool {
    is_one_of(body, &["CANCEL", "YES"])
}

/// As [`crate::agent::DialogueState::awaits_answer`], of what is stored: what an older version stored in another form tells it, too.
fn has_pending_question(dialogue: &str) -> bool {
    let waits = |state: serde_json::Value| {
        ["/pending", "/agenda/asked", "/agenda/stated/0", "/agenda/cart_asked"]
            .iter()
            .any(|open| state.pointer(open).is_some_and(|open| !open.is_null()))
    };
    serde_json::from_str(dialogue).is_ok_and(waits)
}

/// The change of consent that a message means, if any. START counts only for who had stopped: "yes" is else just a
/// yes.
pub(super) fn change(connection: &Connection, standing: &Standing, body: &str) -> Result<Option<bool>> {
    let Some(keyword) = keyword(body) else { return Ok(None) };
    if may_be_an_answer(body) && has_pending_question(&standing.dialogue) {
        return Ok(None);
    }
    Ok(match keyword {
        Keyword::Stop => Some(false),
        Keyword::Start => contacts::consent(connection, standing.identity_id, Purpose::Service)?
            .is_some_and(|consent| !consent.granted)
            .then_some(true),
    })
}

pub(super) fn record(
    tx: &mut WriteTx<'_>,
    standing: &Standing,
    granted: bool,
    proof: Id<Message>,
) -> Result<()> {
    contacts::record_consent(tx, standing.identity_id, Purpose::Service, granted, Some(proof))?;
    if !granted {
        // Who wants no messages waits for none.
        waiting_list::stop(tx, standing.contact_id, standing.id)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::account::Claimed;
    use crate::agent::{DialogueState, PendingQuestion};

    #[test]
    fn only_a_single_keyword_counts() {
        for (body, found) in [
            ("STOP", Some(Keyword::Stop)),
            (" stop! ", Some(Keyword::Stop)),
            ("Unsubscribe.", Some(Keyword::Stop)),
            ("cancel", Some(Keyword::Stop)),
            ("StopAll", Some(Keyword::Stop)),
            ("quit", Some(Keyword::Stop)),
            ("end", Some(Keyword::Stop)),
            ("START", Some(Keyword::Start)),
            ("yes", Some(Keyword::Start)),
            ("unstop", Some(Keyword::Start)),
            ("stop it", None),
            ("cancel my order", None),
            ("stop?", None),
            ("yes please", None),
            ("", None),
        ] {
            assert_eq!(keyword(body), found, "{body}");
        }
    }

    #[test]
    fn a_pending_question_is_read_from_the_dialogue() {
        for (dialogue, pending) in [
            ("{}", false),
            (r#"{"pending":null}"#, false),
            (r#"{"pending":{"kind":"which_order"}}"#, true),
            (r#"{"pending":"yes_or_no"}"#, true),
            (r#"{"pending":null,"agenda":{"asked":null,"stated":[],"cart_asked":null}}"#, false),
            (r#"{"pending":null,"agenda":{"asked":{"about":"order"},"stated":[]}}"#, true),
            (r#"{"agenda":{"asked":null,"stated":[{"change":1}]}}"#, true),
            (r#"{"agenda":{"cart_asked":"a coat"}}"#, true),
            ("broken", false),
        ] {
            assert_eq!(has_pending_question(dialogue), pending, "{dialogue}");
        }
    }

    #[test]
    fn what_is_stored_tells_what_the_agent_knows() {
        let mut states = [(); 5].map(|()| DialogueState::default());
        states[1].pending = Some(PendingQuestion::OrderNumber);
        states[2].agenda.await_code(Some(Claimed::default()));
        states[3].agenda.cart_asked = Some("a coat".into());
        states[4].agenda.misnamed = Some("1".into());
        let told = |state: &DialogueState| {
            let stored = has_pending_question(&serde_json::to_string(state).expect("JSON"));
            assert_eq!(stored, state.awaits_answer(), "{state:?}");
            stored
        };
        assert_eq!(states.each_ref().map(told), [false, true, true, true, false]);
    }
}
