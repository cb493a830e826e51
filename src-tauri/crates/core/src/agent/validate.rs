//! The judge of drafts: what may be sent and what may not.

use serde::{Deserialize, Serialize};

use super::evidence::Claim;
use super::input::Channel;
use super::phrases::Language;
use super::turn::{Draft, Situation};
use super::{claims, understanding};

/// Why a draft may not be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// A statement that no evidence proves.
    Unproved,
    TooLong,
    Empty,
    WrongLanguage,
    /// It tells how the assistant is made.
    Leak,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    pub kind: ProblemKind,
    /// What stands in the draft.
    pub text: String,
    /// For people.
    pub detail: String,
    /// In characters of the draft.
    pub start: u32,
    pub end: u32,
}

/// A draft is good when there are no problems; then its claims are all bound.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Verdict {
    pub claims: Vec<Claim>,
    pub problems: Vec<Problem>,
}

/// A WhatsApp reply should be read at a glance; longer ones are cut down before they are given up.
const PREFERRED_CHARACTERS: usize = 900;

/// Words that only speak of how the assistant is made.
const INNER_WORDS: &[&str] = &[
    "system prompt",
    "my instructions",
    "my prompt",
    "language model",
    "developer message",
    "customerscope",
    "tool call",
    "<information>",
    "{{",
    "}}",
];

/// Judges a draft: every statement proved, the right language, a length that the channel takes, nothing leaked.
pub fn validate(situation: &Situation, draft: &Draft) -> Verdict {
    let text = draft.text.trim();
    let length = text.chars().count();
    let whole = |kind, detail: String| Problem {
        kind,
        text: String::new(),
        detail,
        start: 0,
        end: u32::try_from(length).unwrap_or(u32::MAX),
    };
    if text.is_empty() {
        return Verdict {
            claims: Vec::new(),
            problems: vec![whole(ProblemKind::Empty, "the reply is empty".to_owned())],
        };
    }
    let longest = situation.input.channel.longest_reply();
    if length > longest {
        // Not read any further: a runaway text is refused for its length alone.
        let detail = format!("{length} characters, and the channel takes {longest}");
        return Verdict { claims: Vec::new(), problems: vec![whole(ProblemKind::TooLong, detail)] };
    }
    let language = situation.language();
    let today = situation.input.now.date();
    let (claims, mut problems) = match &draft.speech {
        _ if language == Language::English => claims::check(situation, &draft.text),
        // Said word for word, or it is somebody's own text.
        Some(speech) if speech.say(language, today) == draft.text => {
            claims::check_speech(situation, speech, language)
        }
        _ => {
            let detail = format!("only the catalogue's phrases can be proved in {}", language.code());
            (Vec::new(), vec![whole(ProblemKind::Unproved, detail)])
        }
    };
    let stated =
        situation.evidence.iter().flat_map(|entry| &entry.facts).any(|fact| fact.name.starts_with("said."));
    // An exact change is stated whole.
    if length > PREFERRED_CHARACTERS && situation.input.channel != Channel::Email && !stated {
        problems.push(whole(
            ProblemKind::TooLong,
            format!("{length} characters are too many to read at a glance"),
        ));
    }
    let lower = text.to_lowercase();
    if let Some(inner) = INNER_WORDS.iter().find(|words| lower.contains(**words)) {
        problems.push(whole(ProblemKind::Leak, format!("it speaks of how the assistant is made: {inner}")));
    }
    if language == Language::English && !stated {
        let written = understanding::language_of(text);
        if written != "en" {
            let detail = format!("it is not in English but in {written}");
            problems.push(whole(ProblemKind::WrongLanguage, detail));
        }
    }
    Verdict { claims, problems }
}
