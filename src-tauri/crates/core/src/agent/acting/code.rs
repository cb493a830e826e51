//! The code that proves who somebody is: asked for, waited for, tried. What is said is the same whether or not such a customer
//! exists.

use super::agenda::{Agenda, Question};
use super::identity;
use super::reply::{self, Reply};
use super::say::Statement;
use super::words::{atoms, has, has_any};
use super::{Said, Thought, desk, has_wish};
use crate::agent::account::Claimed;
use crate::agent::input::CodeNeed;
use crate::agent::intent::Intent;
use crate::agent::lookups::about_orders;
use crate::agent::run::HandoffReason;
use crate::agent::turn::{Situation, ToolCall, ToolResult};
use crate::agents::Autonomy;
use crate::clock::Timestamp;
use crate::codes::{Asked, Tried};
use crate::policy::{CodeFor, Policy, Rule};

/// Answers in a row that lead nowhere before a person takes over.
const MOST_PUZZLED: u32 = 2;

pub(super) const WHO: &str = "I'm happy to help. First I need to find your account: please tell me your e-mail address, or your \
                              full name and postal code.";
/// Said to everybody, customer or not.
pub const COMING: &str = "If this belongs to one of our customers, a code is on its way to the e-mail address that we have for \
                          them (we send a few an hour at most). Please tell me its six digits.";
/// Said to whom the shop already told of their orders.
pub const COMING_FOR_CHANGES: &str = "Before I change anything, I make sure that it is you: a code is on its way to the e-mail address that we have for you. \
     Please tell me its six digits.";
pub const RIGHT: &str = "Thank you, that is the right code.";
pub const NO_MAIL: &str = "To be sure who you are I would have to send you a code by e-mail, and I can't send e-mail at the \
                           moment.";
const AGAIN: &str =
    "If this belongs to one of our customers, another code is on its way. The earlier one no longer counts.";
const AGAIN_FOR_CHANGES: &str = "Another code is on its way. The earlier one no longer counts.";
const TOO_MANY: &str = "That is as many codes as I may send for now.";
const EXPIRED: &str = "That code no longer counts: a code holds for ten minutes. Shall I send another one?";
const VOID: &str = "That was not the code either, and it no longer counts now.";
const WHAT_NOW: &str = "What would you like me to do?";
const DROPPED: &str = "All right. Is there anything else I can do for you?";
const NO_ACCESS: &str = "I can send a code only to the e-mail address that we have.";
const SIX_DIGITS: &str = "The code has six digits. Please tell me all of them, as they stand in the e-mail.";
const ONLY_THE_CODE: &str = "I can go on only with the six digits from the e-mail. It may be in your spam folder. Say \"send it \
                             again\" for another code, or \"a person\" if you can't get at that mailbox.";
const GIVEN_UP: &str = "I don't get any further without the code.";

fn wrong(left: u32) -> String {
    let tries = if left == 1 { "one try is".to_owned() } else { format!("{left} tries are") };
    format!("That is not the code. Please look again at the newest e-mail; {tries} left.")
}

impl Situation {
    /// The code that was typed is the right one.
    pub(super) fn is_proved(&self) -> bool {
        self.results
            .iter()
            .any(|(_, result)| matches!(result, ToolResult::CodeTried { tried: Tried::Right, .. }))
    }

    /// Nothing may be changed before a code.
    pub(super) fn needs_code_for_changes(&self) -> bool {
        self.input.proving.needs == CodeNeed::Changes && !self.is_proved()
    }
}

/// What somebody unknown lives through under a policy, before what they want is looked at: for the owner to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Introduction {
    /// Who says it (the customer: true), and what.
    pub lines: Vec<(bool, String)>,
    /// It ends there.
    pub ends: bool,
}

pub fn introduction(policy: &Policy, mail: bool) -> Introduction {
    let mut lines = Vec::new();
    if !policy.acts() || !policy.takes_strangers() {
        lines.push((false, Rule::OrderUnknown.explanation().to_owned()));
        return Introduction { lines, ends: true };
    }
    lines.push((false, WHO.to_owned()));
    lines.push((true, "lena@example.com".to_owned()));
    if policy.asks_for_code() {
        if !mail {
            lines.push((false, NO_MAIL.to_owned()));
            return Introduction { lines, ends: true };
        }
        let coming = if policy.code_for == CodeFor::Changes { COMING_FOR_CHANGES } else { COMING };
        lines.push((false, coming.to_owned()));
        lines.push((true, "123 456".to_owned()));
        lines.push((false, RIGHT.to_owned()));
    }
    Introduction { lines, ends: false }
}

/// What comes of a message while a code is awaited.
pub(super) enum Heard {
    /// The code was right: on with what waited, and with the rest of what was said.
    GoOn(Box<Agenda>, String),
    Is(Thought),
}

/// `text`: as the desk reads it; `written`: as it was written.
pub(super) fn hear(situation: &Situation, mut agenda: Agenda, text: &str, written: &str) -> Heard {
    let Some(Question::Code { claimed, expired }) = agenda.asked.clone() else {
        return Heard::GoOn(Box::new(agenda), text.to_owned());
    };
    let talk = Talk { situation };
    if let Some(code) = situation.input.proving.typed.clone() {
        let call = ToolCall::TryCode { code };
        let Some(ToolResult::CodeTried { tried, .. }) = situation.answer(&call) else {
            return Heard::Is(Thought::Call(call));
        };
        return match tried {
            Tried::Right => {
                agenda.asked = None;
                agenda.puzzled = 0;
                Heard::GoOn(Box::new(agenda), beside_the_code(text))
            }
            Tried::Wrong { left } => talk.say(agenda, wrong(*left)),
            Tried::Void => talk.hand_over(agenda, VOID),
            Tried::Expired => {
                agenda.asked = Some(Question::Code { claimed, expired: true });
                talk.say(agenda, EXPIRED)
            }
        };
    }
    let said = atoms(text);
    let answer = reply::read(text);
    if has_no_access(&said) {
        return talk.hand_over(agenda, NO_ACCESS);
    }
    if wants_another(&said) || (expired && matches!(answer, Reply::Yes(_))) {
        let again = if claimed.is_some() { AGAIN } else { AGAIN_FOR_CHANGES };
        return talk.send(agenda, claimed, again);
    }
    if desk::interrupts(situation) && situation.understanding.primary() != Intent::TrackOrder {
        // The question stays open and is answered after that.
        return Heard::Is(Thought::Pass);
    }
    let other = identity::claim(written, &Claimed::default());
    if claimed.is_some() && other.is_enough() && claimed.as_ref() != Some(&other) {
        return talk.send(agenda, Some(other), COMING);
    }
    if answer == Reply::No {
        agenda.forget_wishes();
        return talk.say(agenda, DROPPED);
    }
    if claimed.is_some() && (has_wish(text) || about_orders(situation)) {
        agenda.heard.push(written.to_owned());
    }
    agenda.puzzled += 1;
    if agenda.puzzled > MOST_PUZZLED {
        return talk.hand_over(agenda, GIVEN_UP);
    }
    let digits = written.chars().filter(char::is_ascii_digit).count();
    let words = atoms(written).iter().filter(|atom| atom.text.chars().any(char::is_alphabetic)).count();
    talk.say(agenda, if digits > 2 && words <= 3 { SIX_DIGITS } else { ONLY_THE_CODE })
}

/// What was said besides: "code", "it's code" and the like are nothing.
fn beside_the_code(text: &str) -> String {
    const NOTHING: &[&str] = &[
        "code", "its", "it", "is", "s", "the", "here", "my", "a", "that", "thats", "this", "sure", "yes",
        "ok", "okay", "thanks", "thank", "you", "please", "hi", "hello", "says", "got", "i", "was", "number",
        "there", "go", "now",
    ];
    if atoms(text).iter().all(|atom| atom.mark || atom.any(NOTHING)) {
        String::new()
    } else {
        text.to_owned()
    }
}

/// The mailbox is out of reach, or the code is to go elsewhere.
fn has_no_access(said: &[super::words::Atom]) -> bool {
    let elsewhere = has_any(said, &["instead", "different", "sms"])
        && has_any(said, &["send", "email", "mail", "address", "number", "phone", "sms", "whatsapp"]);
    let gone = has_any(said, &["email", "mail", "mailbox", "address", "account"])
        && has_any(said, &["old", "lost", "anymore", "longer", "closed", "expired", "changed"]);
    elsewhere || gone || has_any(said, &["access", "blocked", "hacked"])
}

fn wants_another(said: &[super::words::Atom]) -> bool {
    let again = has_any(said, &["again", "resend", "another", "new"])
        && (has_any(said, &["send", "resend", "code", "mail", "email", "one", "another"]));
    let missing = has_any(said, &["nothing"])
        || has_any(
            said,
            &["nothing", "didnt", "havent", "hasnt", "not", "no", "never", "dont", "cant", "wheres"],
        ) && has_any(
            said,
            &[
                "get", "got", "receive", "received", "come", "came", "arrive", "arrived", "have", "see",
                "find", "there", "mail", "email", "code",
            ],
        );
    again
        || missing
        || has(said, &["where", "is", "the", "code"])
        || has(said, &["where", "the", "code"])
        || has_any(said, &["resend"])
}

/// Asks for a code to be sent before anything of a customer's is told.
pub(super) fn ask_for_facts(situation: &Situation, agenda: Agenda, claimed: Claimed) -> Thought {
    match (Talk { situation }).send(agenda, Some(claimed), COMING) {
        Heard::Is(thought) => thought,
        Heard::GoOn(..) => Thought::Pass,
    }
}

/// Whether a code can be sent before something is changed.
pub(super) enum ForChanges {
    Call(ToolCall),
    Coming,
    /// It cannot, and this is why.
    Not(&'static str),
}

pub(super) fn for_changes(situation: &Situation) -> ForChanges {
    match may_send(situation, None) {
        Err(call) => ForChanges::Call(*call),
        Ok(Asked::Coming) => ForChanges::Coming,
        Ok(Asked::TooMany) => ForChanges::Not(TOO_MANY),
        Ok(Asked::NoMail) => ForChanges::Not(NO_MAIL),
    }
}

/// An agent that only drafts sends nothing, and no code either.
fn may_send(situation: &Situation, claimed: Option<Claimed>) -> Result<Asked, Box<ToolCall>> {
    if situation.agent.autonomy == Autonomy::Draft {
        return Ok(Asked::NoMail);
    }
    let call = ToolCall::AskCode { claimed };
    match situation.answer(&call) {
        Some(ToolResult::CodeAsked(asked)) => Ok(*asked),
        _ => Err(Box::new(call)),
    }
}

struct Talk<'a> {
    situation: &'a Situation,
}

impl Talk<'_> {
    fn send(&self, mut agenda: Agenda, claimed: Option<Claimed>, text: &str) -> Heard {
        match may_send(self.situation, claimed.clone()) {
            Err(call) => Heard::Is(Thought::Call(*call)),
            Ok(Asked::NoMail) => self.hand_over(agenda, NO_MAIL),
            Ok(Asked::TooMany) => self.hand_over(agenda, TOO_MANY),
            Ok(Asked::Coming) => {
                agenda.await_code(claimed);
                self.say(agenda, text)
            }
        }
    }

    fn say(&self, agenda: Agenda, text: impl Into<String>) -> Heard {
        self.end(agenda, text.into(), None)
    }

    /// What was wanted stays in the owner's summary; the agent begins anew should it be handed back.
    fn hand_over(&self, mut agenda: Agenda, text: &str) -> Heard {
        agenda.forget_wishes();
        self.end(agenda, text.to_owned(), Some(HandoffReason::IdentityUnproved))
    }

    fn end(&self, mut agenda: Agenda, text: String, handoff: Option<HandoffReason>) -> Heard {
        agenda.spoke = true;
        agenda.spoke_at = Some(Timestamp::from_millis(self.situation.input.now.timestamp().as_millisecond()));
        Heard::Is(Thought::Say(Box::new(Said {
            statements: vec![Statement::policy(text)],
            agenda,
            order: None,
            handoff,
            focus_product: None,
        })))
    }
}

/// After the right code, where nothing waited.
pub(super) fn what_now() -> Statement {
    Statement::policy(WHAT_NOW)
}
