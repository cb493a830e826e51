//! Who says what they are allergic to tells the shop something; who was hurt has to have a person. Both say "allergic".
//!
//! Errs towards the person: calm are messages of which every clause is such a statement, an empty word, or a question or wish about
//! goods that has nothing of a body in it.

use super::super::words::{self, Token};
use super::clauses::{clauses, is_quoted, sentences};
use super::empty::FILLERS;
use super::reader::{Reader, word_of};
use super::{grammar, read, says_nothing};
use crate::memory::FactKind;

/// What questions about goods begin with.
#[rustfmt::skip]
const ASKS: &[&str] = &[
    "do", "does", "can", "could", "is", "are", "would", "will", "should", "what", "which", "where", "when", "any", "have", "got",
];

/// What wishes begin with.
const WISHES: &[&str] = &[
    "i am looking for",
    "i am searching for",
    "i need",
    "i want",
    "i would like",
    "looking for",
    "show me",
    "recommend me",
    "suggest me",
];

/// Words of somebody who tells what happened to them.
#[rustfmt::skip]
const OF_A_BODY: &[&str] = &[
    "my", "myself", "am", "was", "were", "why", "got", "get", "getting", "skin", "itch", "itchy", "itching", "itches", "react",
    "reacted", "reacting", "reaction", "swollen", "swelling", "happened", "happens", "since", "after", "because", "sick", "ill",
    "pain", "painful", "hurt", "hurts", "hurting", "help", "normal", "sore", "making", "makes", "burning", "burns", "breathe",
    "breathing", "face", "eyes", "throat", "neck", "arm", "arms", "hand", "hands", "daughter", "son", "child", "baby", "kid",
];

/// Whether messages say what their writer is allergic to, and nothing of anybody who was hurt.
pub(in super::super) fn alarms_nobody(bodies: &[&str], language: &str) -> bool {
    let mut allergy = false;
    for body in bodies {
        let text = words::clean(body);
        for (sentence, question) in sentences(&text) {
            let reading = read(sentence, question, language);
            let calm = match language {
                _ if says_nothing(sentence, language) => true,
                "en" => !is_quoted(sentence) && is_calm(&clauses(sentence)),
                _ => reading.whole,
            };
            if !calm {
                return false;
            }
            allergy |= reading.told.iter().any(|told| told.kind == FactKind::MaterialAllergy);
        }
    }
    allergy
}

/// The word by itself.
pub(in super::super) fn is_allergic(token: &Token) -> bool {
    word_of(token) == "allergic"
}

fn is_calm(clauses: &[Vec<String>]) -> bool {
    let mut told = false;
    clauses.iter().enumerate().all(|(i, clause)| {
        let tells = !grammar::read(clause, &clauses[i + 1..]).is_empty() && grammar::leaves_nothing(clause);
        let goes_on = told && grammar::is_list(clause);
        told |= tells;
        tells || goes_on || grammar::says_nothing(clause) || is_about_goods(clause)
    })
}

fn is_about_goods(clause: &[String]) -> bool {
    let mut reader = Reader::new(clause);
    reader.skip(FILLERS);
    let begins = ASKS.contains(&reader.peek()) || reader.any(WISHES);
    begins && !reader.words.iter().any(|word| OF_A_BODY.contains(&word.as_str()))
}
