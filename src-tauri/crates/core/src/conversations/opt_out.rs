//! The words by which a customer stops and resumes messages, and their proof.
//!
//! English keywords of Twilio's opt-out handling (twilio.com/docs/messaging/tutorials/advanced-opt-out), and what people write instead
//! in the other languages that are answered.

use rusqlite::Connection;

use super::Standing;
use crate::agent::understanding::fold;
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

/// A keyword by which messages are stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It means what it says, whatever was asked.
    Always,
    /// It answers a question as well: "cancel", "basta".
    UnlessAsked,
}

/// Folded, each a message of its own. Of the other languages the words that people use for it: none of them is the provider's.
#[rustfmt::skip]
const STOP: &[&str] = &[
    "stop", "stopall", "unsubscribe", "end", "quit",
    "ende", "abmelden", "austragen",
    "desuscribir", "desuscribirme", "darme de baja",
    "arret", "arreter", "desabonner", "me desabonner", "desinscription", "desinscrire",
    "sair", "descadastrar",
    "disiscrivimi", "disiscrizione", "cancellami",
    "बंद करो", "बंद करें", "बंद कीजिए", "band karo", "band karen", "band kijiye",
    "ايقاف", "الغاء الاشتراك",
];
#[rustfmt::skip]
const STOP_UNLESS_ASKED: &[&str] =
    &["cancel", "stopp", "abbestellen", "baja", "parar", "detener", "basta", "ferma", "توقف"];
const START: &[&str] = &["start", "yes", "unstop"];

/// The words of a message, closing punctuation aside.
fn bare(body: &str) -> String {
    fold(body.trim().trim_end_matches(['.', '!', '।']).trim_end())
}

/// Whether the message is a keyword that stops messages, and nothing else.
pub(crate) fn stop(body: &str) -> Option<Stop> {
    let body = bare(body);
    if STOP.contains(&body.as_str()) {
        Some(Stop::Always)
    } else {
        STOP_UNLESS_ASKED.contains(&body.as_str()).then_some(Stop::UnlessAsked)
    }
}

/// The keyword that the message consists of: in any case, closing punctuation aside.
pub fn keyword(body: &str) -> Option<Keyword> {
    if stop(body).is_some() {
        return Some(Keyword::Stop);
    }
    START.contains(&bare(body).as_str()).then_some(Keyword::Start)
}

/// Keywords that answer a question as well. All others mean what they say, whatever was asked.
fn may_be_an_answer(body: &str) -> bool {
    stop(body) == Some(Stop::UnlessAsked) || bare(body) == "yes"
}

/// As [`crate::agent::DialogueState::awaits_answer`], of what is stored: what an older version stored in another form tells it, too.
fn has_pending_question(dialogue: &str) -> bool {
    let waits = |state: serde_json::Value| {
        ["/pending", "/offered_news", "/agenda/asked", "/agenda/stated/0", "/agenda/cart_asked"]
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
    use crate::clock::Timestamp;

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
            ("Ende", Some(Keyword::Stop)),
            ("ABMELDEN!", Some(Keyword::Stop)),
            ("Arrêt", Some(Keyword::Stop)),
            ("ARRET", Some(Keyword::Stop)),
            ("Se désabonner de quoi ?", None),
            ("Baja", Some(Keyword::Stop)),
            ("parar", Some(Keyword::Stop)),
            ("Sair.", Some(Keyword::Stop)),
            ("basta!", Some(Keyword::Stop)),
            ("बंद करो।", Some(Keyword::Stop)),
            ("band karo", Some(Keyword::Stop)),
            ("إيقاف", Some(Keyword::Stop)),
            ("إلغاء الاشتراك", Some(Keyword::Stop)),
            ("am Ende passt es doch", None),
            ("Ende der Woche", None),
            ("arrêt de bus", None),
            ("planta baja", None),
            ("quiero parar el pedido", None),
            ("dukan band karo jaldi", None),
            ("ايقاف الطلب", None),
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
    fn what_may_answer_a_question_stops_nothing_then() {
        for (body, expected) in [
            ("cancel", Some(Stop::UnlessAsked)),
            ("Stopp!", Some(Stop::UnlessAsked)),
            ("basta", Some(Stop::UnlessAsked)),
            ("توقف", Some(Stop::UnlessAsked)),
            ("STOP", Some(Stop::Always)),
            ("Ende", Some(Stop::Always)),
            ("yes", None),
        ] {
            assert_eq!(stop(body), expected, "{body}");
        }
        let is_folded = |word: &&str| bare(word) == **word;
        assert!(STOP.iter().chain(STOP_UNLESS_ASKED).chain(START).all(is_folded));
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
        let mut states = [(); 6].map(|()| DialogueState::default());
        states[1].pending = Some(PendingQuestion::OrderNumber);
        states[2].agenda.await_code(Some(Claimed::default()));
        states[3].agenda.cart_asked = Some("a coat".into());
        states[4].agenda.misnamed = Some("1".into());
        states[5].offered_news = Some(Timestamp::from_millis(1));
        let told = |state: &DialogueState| {
            let stored = has_pending_question(&serde_json::to_string(state).expect("JSON"));
            assert_eq!(stored, state.awaits_answer(), "{state:?}");
            stored
        };
        assert_eq!(states.each_ref().map(told), [false, true, true, true, false, true]);
    }
}
