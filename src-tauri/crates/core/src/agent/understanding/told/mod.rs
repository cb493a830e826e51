//! What customers say of themselves, as typed facts: "I'm usually a size M", "my feet are 38", "I'm allergic to wool", "I can't
//! stand yellow".
//!
//! Strict on purpose: what counts is a statement in the first person, each word of which has its place in a small grammar
//! ([`grammar`]; of other languages [`tongues`]). A question, a wish ("I need an M"), a condition, somebody else ("she's an L") and
//! a quotation tell nothing. Values are words of our own lists: no text of a customer passes through.

mod alarms;
mod clauses;
mod empty;
mod grammar;
mod reader;
#[cfg(test)]
mod tests;
mod tongues;

pub(super) use alarms::{alarms_nobody, is_allergic};
use clauses::{OPENERS, clauses, is_quoted, sentences};

use super::words;
use crate::memory::Told;

/// Facts of one message at most.
const MOST: usize = 8;

/// People who are not the writer, and words that make a sentence something else than a statement of theirs.
#[rustfmt::skip]
const NOT_THE_WRITER: &[&str] = &[
    // Somebody else.
    "she", "he", "her", "his", "him", "hers", "mum", "mom", "mother", "dad", "father", "wife",
    "husband", "son", "sons", "daughter", "daughters", "sister", "brother", "friend", "friends", "girlfriend", "boyfriend",
    "partner", "child", "children", "kid", "kids", "baby", "toddler", "niece", "nephew", "aunt", "uncle", "grandmother", "grandma",
    "grandfather", "grandpa", "granddaughter", "grandson", "cousin", "colleague", "boss", "neighbour", "neighbor", "fiance",
    "fiancee", "someone", "somebody", "gift", "present",
    // Nothing that is so.
    "if", "unless", "whether", "pretend", "imagine", "suppose", "supposing", "say", "says", "said", "repeat", "write", "wrote",
    "system", "ignore", "maybe", "perhaps", "guess", "joking", "kidding",
];

/// What a sentence tells.
#[derive(Default)]
struct Reading {
    told: Vec<Told>,
    /// It says nothing else.
    whole: bool,
}

/// Whether messages tell something of their writer, and say nothing else.
pub(crate) fn only_tells<'a>(bodies: impl Iterator<Item = &'a str>, language: &str) -> bool {
    let mut tells = false;
    for body in bodies {
        let text = words::clean(body);
        for (sentence, question) in sentences(&text) {
            if says_nothing(sentence, language) {
                continue;
            }
            if !read(sentence, question, language).whole {
                return false;
            }
            tells = true;
        }
    }
    tells
}

fn says_nothing(sentence: &str, language: &str) -> bool {
    match language {
        "en" => clauses(sentence).iter().all(|clause| grammar::says_nothing(clause)),
        _ => tongues::says_nothing(sentence, language),
    }
}

fn read(sentence: &str, question: bool, language: &str) -> Reading {
    match language {
        _ if is_quoted(sentence) => Reading::default(),
        "en" => english(&clauses(sentence), question),
        _ if question => Reading::default(),
        _ => {
            let (told, whole) = tongues::told(sentence, language);
            Reading { told, whole }
        }
    }
}

/// What a message says of its writer, in the order of its words.
pub(crate) fn told(body: &str, language: &str) -> Vec<Told> {
    let text = words::clean(body);
    let mut all: Vec<Told> = Vec::new();
    for (sentence, question) in sentences(&text) {
        for told in read(sentence, question, language).told {
            let known = |other: &Told| (other.kind, &other.value) == (told.kind, &told.value);
            if all.len() < MOST && !all.iter().any(known) {
                all.push(told);
            }
        }
    }
    all
}

fn english(clauses: &[Vec<String>], question: bool) -> Reading {
    let others = |word: &String| NOT_THE_WRITER.contains(&word.as_str());
    if clauses.iter().flatten().any(others) {
        return Reading::default();
    }
    let asks = |clause: &Vec<String>| clause.first().is_some_and(|word| OPENERS.contains(&word.as_str()));
    let mut all = Reading { told: Vec::new(), whole: !question };
    for (i, clause) in clauses.iter().enumerate() {
        // "I'm usually an M, do you have it?" states and then asks; "I'm an M, right?" asks.
        if question && !clauses[i + 1..].iter().any(asks) {
            break;
        }
        let told = grammar::read(clause, &clauses[i + 1..]);
        let goes_on = !all.told.is_empty() && grammar::is_list(clause);
        let tells = !told.is_empty() && grammar::leaves_nothing(clause);
        all.whole &= tells || goes_on || grammar::says_nothing(clause);
        all.told.extend(told);
    }
    all.whole &= !all.told.is_empty();
    all
}
