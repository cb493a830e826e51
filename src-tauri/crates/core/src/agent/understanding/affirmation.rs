//! Whether a message agrees to what was proposed. "Yes, but…" is not yes: a change is carried out on an unconditional
//! yes only, so whatever is doubtful counts against it.

use super::words::{Segment, Token, Words};
use crate::agent::intent::Affirmation;

/// Said in front of an answer without changing it.
const FILLERS: &[&str] = &[
    "oh", "ah", "um", "uh", "hmm", "hm", "well", "so", "hi", "hello", "hey", "thanks", "thank", "you",
    "sorry", "lol", "haha", "great", "awesome", "perfect", "actually", "honestly", "man", "dear", "sir",
    "and", "then", "pues", "alors", "also", "tja", "bem", "bhai",
];

/// Sentences of one piece that say yes by themselves, wherever they stand.
#[rustfmt::skip]
const YES_PHRASES: &[&str] = &[
    "go ahead", "go for it", "please do", "please proceed", "proceed", "do it", "do that", "do so", "i confirm",
    "i agree", "i approve", "i accept", "that is right", "that is correct", "that is fine", "that is ok", "that is okay",
    "that is good", "that is perfect", "that is great", "that is it exactly", "that is the one", "thats right",
    "thats correct", "thats fine", "thats ok", "thats perfect", "thats good", "thats great", "it is correct",
    "it is right", "is correct", "is right", "sounds good", "sounds great", "sounds fine", "sounds perfect",
    "sounds right", "sound good", "looks good", "looks great", "looks right", "looks correct", "works for me",
    "that works", "fine with me", "fine by me", "ok with me", "okay with me", "good with me", "good to go", "happy with that",
    "i think so", "i guess so", "make it so", "confirmed", "confirm", "consider it done", "you may", "you can go ahead",
    "you have my permission", "yes please", "why not", "all correct", "all good", "everything is correct",
    "everything is right", "everything looks good",
    "de acuerdo", "esta bien", "adelante", "hazlo", "por supuesto", "d accord", "allez y", "vas y", "bien sur",
    "c est bon", "c est correct", "ca marche", "ca me va", "einverstanden", "in ordnung", "passt so", "das passt",
    "das stimmt", "mach das", "machen sie das", "com certeza", "pode ser", "pode fazer", "esta certo", "va bene",
    "d accordo", "procedi", "proceda pure", "theek hai", "thik hai", "thik h", "kar do", "kar dijiye", "ठीक है", "कर दो",
];

/// Words that say yes at the beginning, whatever follows.
#[rustfmt::skip]
const YES_WORDS: &[&str] = &[
    "yes", "yess", "yeah", "yea", "yeh", "yep", "yup", "yap", "ya", "yh", "ye", "aye", "definitely", "absolutely",
    "certainly", "affirmative", "indeed", "correct", "confirm", "confirmed", "agreed", "exactly", "y", "course",
    "si", "claro", "oui", "ouais", "ja", "jawohl", "genau", "stimmt", "gerne", "sim", "certo", "esatto", "haan", "haanji", "hanji",
    "han", "bilkul", "हाँ", "हां", "हा", "जी", "बिलकुल", "نعم", "ايوه", "اجل", "تمام", "موافق", "اكيد",
];

/// Words that say yes alone, and only open a sentence otherwise ("ok, and how much is it?").
#[rustfmt::skip]
const WEAK_YES: &[&str] = &[
    "ok", "okay", "okey", "okie", "k", "kk", "sure", "right", "fine", "good", "alright", "perfect", "great", "cool", "please",
    "surely", "vale", "bien", "klar", "bom", "bene", "bitte", "theek", "thik",
];

/// What may follow a weak yes without taking it back.
#[rustfmt::skip]
const POLITE: &[&str] = &[
    "please", "thanks", "thank", "you", "then", "that", "is", "it", "me", "for", "with", "by", "so", "much", "very", "a", "lot",
    "cheers", "good", "great", "perfect", "fine", "sure", "ok", "okay", "yes", "works", "sounds", "all", "the", "thing", "lovely",
    "let", "us", "do", "go", "ahead", "gracias", "merci", "danke", "grazie", "obrigado", "obrigada", "bitte", "por", "favor",
];

/// Beginnings that say no.
#[rustfmt::skip]
const NO_LEADS: &[&str] = &[
    "no", "nope", "nah", "noo", "n", "never", "nay", "negative", "wait", "stop", "do not", "not", "please do not",
    "absolutely not", "definitely not", "of course not", "course not", "certainly not", "hold on", "hang on",
    "one moment", "one sec", "forget", "cancel that", "rather not", "wrong", "incorrect", "actually no",
    "non", "nein", "nicht", "nee", "nao", "nahi", "nahin", "mat", "नहीं", "नही", "मत", "لا", "كلا",
];

/// Phrases that say no wherever they stand.
#[rustfmt::skip]
const NO_PHRASES: &[&str] = &[
    "is not right", "is not correct", "is not what", "is wrong", "is incorrect", "not correct", "changed my mind",
    "change my mind", "rather not", "never mind", "nevermind", "forget it", "forget about it", "hold on", "hang on",
    "i do not think so", "not that one", "not this one", "do not do that", "do not do it", "please do not", "not yet",
    "do not want that", "do not want this", "do not agree", "do not confirm", "can not agree", "no longer want to proceed",
    "i refuse", "let me think", "not now", "no thanks", "no thank you", "that will not work", "does not work for me", "no way",
];

/// "No" that is no refusal.
const NOT_NO: &[&str] = &[
    "no problem",
    "no problems",
    "no worries",
    "no issue",
    "no issues",
    "not a problem",
    "no prob",
    "no doubt",
    "no objection",
    "no objections",
    "no rush",
];

/// What follows a yes and takes it back in part.
#[rustfmt::skip]
const BUT: &[&str] = &[
    "but", "except", "however", "instead", "unless", "if", "although", "though", "only", "wait", "actually", "rather", "provided",
    "as long as", "on condition", "first tell", "before", "make it", "make that", "change it", "change that", "different",
    "another", "apart from", "not the", "do not", "hold on", "until", "depends", "maybe", "perhaps", "not sure",
    "pero", "mais", "aber", "mas", "lekin", "magar", "sauf", "sondern", "tranne", "excepto", "लेकिन", "मगर", "لكن",
];

/// Beginnings of questions and requests, where a phrase of agreement is none ("can you confirm the address").
const ASKS: &[&str] = &[
    "can", "could", "would", "will", "do", "does", "did", "is", "are", "what", "when", "where", "which",
    "who", "how", "why", "should", "shall", "may", "if", "has", "have",
];

fn begins<'a>(words: &[&str], phrases: &'a [&'a str]) -> Option<&'a str> {
    phrases
        .iter()
        .filter(|phrase| {
            // Nearly all of them end at the first word.
            let mut said = words.iter();
            phrase.split(' ').all(|part| said.next() == Some(&part))
        })
        .max_by_key(|phrase| phrase.len())
        .copied()
}

/// Where one of the phrases stands, and how many words it has.
fn contains(words: &[&str], phrases: &[&str]) -> Option<(usize, usize)> {
    (0..words.len())
        .find_map(|at| begins(&words[at..], phrases).map(|phrase| (at, phrase.split(' ').count())))
}

/// What a message says to a proposal.
pub(super) fn affirmation(words: &Words) -> Affirmation {
    let mut said = by_emoji(words);
    for segment in words.segments.iter().take(8) {
        let heard = of_sentence(segment);
        said = match (said, heard) {
            (Affirmation::None, heard) => heard,
            (Affirmation::Yes, Affirmation::No | Affirmation::YesBut) => Affirmation::YesBut,
            (Affirmation::Yes, Affirmation::None) if takes_back(segment) => Affirmation::YesBut,
            (said, _) => said,
        };
    }
    said
}

fn by_emoji(words: &Words) -> Affirmation {
    if words.segments.iter().any(|segment| !segment.tokens.is_empty()) {
        return Affirmation::None;
    }
    match words.emoji.first() {
        Some('👍' | '✅' | '✔' | '👌') => Affirmation::Yes,
        Some('👎' | '❌' | '🚫') => Affirmation::No,
        _ => Affirmation::None,
    }
}

/// A sentence after the yes that changes what was agreed to.
fn takes_back(segment: &Segment) -> bool {
    let words: Vec<&str> = segment.tokens.iter().map(|token| token.word.as_str()).collect();
    let opens =
        ["but", "wait", "actually", "however", "except", "only", "although", "pero", "mais", "aber", "mas"];
    words.first().is_some_and(|first| opens.contains(first))
        || (!segment.question && words.contains(&"instead"))
}

/// The corrected word, unless what was typed is a word of another language.
fn as_meant(token: &Token) -> &str {
    match token.typed.as_deref() {
        Some(typed) if [BUT, YES_WORDS, NO_LEADS].iter().any(|list| list.contains(&typed)) => typed,
        _ => &token.word,
    }
}

fn of_sentence(segment: &Segment) -> Affirmation {
    let all: Vec<&str> = segment.tokens.iter().map(as_meant).collect();
    let mut words = all.as_slice();
    // "Great, thank you".
    if !segment.question
        && words.first().is_some_and(|first| WEAK_YES.contains(first))
        && words.iter().all(|word| POLITE.contains(word))
    {
        return Affirmation::Yes;
    }
    // "Perfect, yes" and "oh no" begin with their second word; "perfect" alone is its own.
    while let Some(first) = words.first()
        && FILLERS.contains(first)
        && words.len() > 1
    {
        words = &words[1..];
    }
    if let Some(phrase) = begins(words, NOT_NO) {
        words = &words[phrase.split(' ').count()..];
        if words.is_empty() {
            return Affirmation::Yes;
        }
    } else if begins(words, NO_LEADS).is_some() {
        return Affirmation::No;
    }
    if contains(words, NO_PHRASES).is_some() {
        let yes_first = words.first().is_some_and(|first| YES_WORDS.contains(first));
        return if yes_first { Affirmation::YesBut } else { Affirmation::No };
    }
    if words.first() == Some(&"of") && words.get(1) == Some(&"course") {
        words = &words[1..];
    }
    let asks = segment.question || words.first().is_some_and(|first| ASKS.contains(first));
    if let Some(phrase) = begins(words, YES_PHRASES) {
        let rest = &words[phrase.split(' ').count()..];
        return if segment.question && rest.is_empty() {
            Affirmation::None
        } else {
            after_yes(rest, segment.question)
        };
    }
    match words.first() {
        Some(first) if YES_WORDS.contains(first) => {
            if segment.question && words.len() == 1 {
                return Affirmation::None;
            }
            after_yes(&words[1..], segment.question)
        }
        Some(first) if WEAK_YES.contains(first) => {
            let rest = &words[1..];
            let agrees =
                rest.iter().any(|word| YES_WORDS.contains(word)) || contains(rest, YES_PHRASES).is_some();
            if !segment.question && contains(rest, BUT).is_some() {
                return Affirmation::YesBut;
            }
            if segment.question || !(agrees || rest.iter().all(|word| POLITE.contains(word))) {
                return Affirmation::None;
            }
            after_yes(rest, false)
        }
        _ => {
            let Some((at, length)) = contains(words, YES_PHRASES) else { return Affirmation::None };
            if asks {
                return Affirmation::None;
            }
            if words[..at].iter().rev().take(3).any(|word| matches!(*word, "not" | "never" | "no")) {
                return Affirmation::No;
            }
            // "The address is correct" agrees; "it says the code is correct and fails" tells a story.
            if at > 8 {
                return Affirmation::None;
            }
            if contains(&words[..at], BUT).is_some() {
                return Affirmation::YesBut;
            }
            after_yes(&words[at + length..], segment.question)
        }
    }
}

/// What is left of a yes when all was said.
fn after_yes(rest: &[&str], question: bool) -> Affirmation {
    let no = begins(rest, NO_LEADS).is_some() && begins(rest, NOT_NO).is_none();
    let further = rest.first().is_some_and(|word| matches!(*word, "and" | "also" | "y" | "et" | "und" | "e"));
    if no || contains(rest, BUT).is_some() || (question && !further) {
        return Affirmation::YesBut;
    }
    Affirmation::Yes
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;
    use crate::agent::intent::Affirmation::{No, None, Yes, YesBut};

    #[track_caller]
    fn check(expected: Affirmation, messages: &[&str]) {
        let wrong: Vec<String> = messages
            .iter()
            .map(|message| (message, affirmation(&words::read(&[message]))))
            .filter(|(_, heard)| *heard != expected)
            .map(|(message, heard)| format!("{message}: {heard:?}"))
            .collect();
        assert!(wrong.is_empty(), "not {expected:?}:\n{}", wrong.join("\n"));
    }

    #[test]
    fn a_plain_yes_is_yes() {
        check(
            Yes,
            &[
                "yes",
                "Yes please!",
                "yep",
                "YES",
                "yeah go ahead",
                "go ahead",
                "Go ahead, thanks",
                "please do",
                "ok",
                "ok!",
                "sure",
                "that's right",
                "Thats correct",
                "that is correct.",
                "sounds good",
                "I confirm",
                "confirmed",
                "correct",
                "Yes, cancel it",
                "yes I want to return both",
                "do it",
                "perfect, yes",
                "no problem, go ahead",
                "please proceed",
                "of course",
                "ok go ahead",
                "Okay, that works for me",
                "y",
                "👍",
                "all correct",
                "yes. how long does the refund take?",
                "Yes, and also what are your opening hours?",
                "exactly",
                "I'd like to go ahead",
                "that looks good",
                "sure thing",
                "fine",
                "great, thank you",
                "yes, no problem",
                "the address is correct",
                "Yes, that's fine. Thank you!",
                "yes no worries",
                "sí",
                "si, por favor",
                "oui",
                "d'accord",
                "ja bitte",
                "ja genau",
                "sim",
                "sì, va bene",
                "haan ji",
                "theek hai",
                "हाँ",
                "ठीक है",
                "نعم",
                "de acuerdo",
            ],
        );
    }

    #[test]
    fn a_no_is_no() {
        check(
            No,
            &[
                "no",
                "No.",
                "nope",
                "no thanks",
                "no, the blue one",
                "don't",
                "please don't do that",
                "wait",
                "hold on a second",
                "not yet",
                "that's not right",
                "that's wrong",
                "I don't think so",
                "never mind",
                "absolutely not",
                "stop",
                "actually no",
                "I changed my mind",
                "nah its ok",
                "not that one",
                "I'd rather not",
                "do not go ahead",
                "that isn't what i said",
                "no wait",
                "oh no",
                "👎",
                "nein",
                "non merci",
                "não",
                "nahi",
                "नहीं",
                "لا",
            ],
        );
    }

    #[test]
    fn a_yes_with_a_condition_is_none() {
        check(
            YesBut,
            &[
                "yes but in blue",
                "yes, but first tell me the price",
                "sure, as long as it's free",
                "yes if it arrives by friday",
                "yes, make it size L",
                "yes except the hat",
                "yes. But not the jeans",
                "yes no wait",
                "yes, only the shirt",
                "yes, to the other address instead",
                "ok yes but to my paypal",
                "go ahead unless it costs more",
                "yes, how much will that be?",
                "yes. Actually, send it to Porto",
                "sí, pero en azul",
                "oui mais en bleu",
                "ja aber in blau",
            ],
        );
    }

    #[test]
    fn what_is_no_answer_is_neither() {
        check(
            None,
            &[
                "",
                "where is my order",
                "can you confirm the address?",
                "could you confirm my order",
                "ok so when will it come?",
                "ok, how much is the coat",
                "the blue one",
                "1042",
                "is that right?",
                "I'm looking for a dress",
                "right now i am in Lisbon",
                "good morning",
                "hello there",
                "can you do that for me",
                "fine dresses in linen",
                "yes?",
                "😂",
            ],
        );
    }
}
