//! What customers say of themselves, as typed facts: "I'm usually a size M", "my feet are 38", "I'm allergic to wool", "I can't
//! stand yellow".
//!
//! Strict on purpose: what counts is a statement in the first person, each word of which has its place in a small grammar
//! ([`grammar`]; of other languages [`tongues`]). A question, a wish ("I need an M"), a condition, somebody else ("she's an L") and
//! a quotation tell nothing. Values are words of our own lists: no text of a customer passes through.

mod grammar;
#[cfg(test)]
mod tests;
mod tongues;

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

/// Words that begin a question.
const OPENERS: &[&str] = &[
    "do", "does", "did", "can", "could", "is", "are", "am", "was", "have", "has", "had", "will", "would",
    "should", "shall", "may", "what", "which", "where", "when", "who", "whose", "how", "why", "any", "got",
];

/// A sentence in clauses of words.
struct Sentence {
    clauses: Vec<Vec<String>>,
    question: bool,
}

/// Whether every sentence of a message tells something of its writer.
pub(crate) fn only_tells(body: &str, language: &str) -> bool {
    let text = words::clean(body);
    let mut all = sentences(&text).into_iter();
    all.all(|(sentence, question)| !of_sentence(sentence, question, language).is_empty())
}

/// Whether a sentence says what its writer is allergic to and nothing else: it alarms nobody.
pub(super) fn is_plain_allergy(segment: &words::Segment) -> bool {
    let said: Vec<String> = segment.tokens.iter().map(grammar::word_of).collect();
    grammar::is_plain_allergy(&said)
}

fn of_sentence(sentence: &str, question: bool, language: &str) -> Vec<Told> {
    match language {
        _ if is_quoted(sentence) => Vec::new(),
        "en" => english(&Sentence { clauses: clauses(sentence), question }),
        _ if question => Vec::new(),
        _ => tongues::told(sentence, language),
    }
}

/// What a message says of its writer, in the order of its words.
pub(crate) fn told(body: &str, language: &str) -> Vec<Told> {
    let text = words::clean(body);
    let mut all: Vec<Told> = Vec::new();
    for (sentence, question) in sentences(&text) {
        for told in of_sentence(sentence, question, language) {
            let known = |other: &Told| (other.kind, &other.value) == (told.kind, &told.value);
            if all.len() < MOST && !all.iter().any(known) {
                all.push(told);
            }
        }
    }
    all
}

/// Sentences, and whether each asks.
fn sentences(text: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let before_digit = chars.peek().is_some_and(|(_, next)| next.is_ascii_digit());
        let ends = matches!(c, '\n' | ';' | '!' | '?' | '…') || (c == '.' && !before_digit);
        if ends {
            found.push((&text[start..at], c == '?'));
            start = at + c.len_utf8();
        }
    }
    found.push((&text[start..], false));
    found.retain(|(sentence, _)| !sentence.trim().is_empty());
    found
}

/// Another's words, or a label with what follows: only "my size: M" is the writer's own.
fn is_quoted(sentence: &str) -> bool {
    let label = sentence.split_once(':').map(|(label, _)| words::folded(label));
    sentence.contains(['"', '«', '»', '<', '>', '{', '}', '[', ']'])
        || label.is_some_and(|label| !(label.starts_with("my ") && label.ends_with("size")))
}

/// The parts between commas, and before "and I", "but my", "so do you".
fn clauses(sentence: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for part in parts(sentence) {
        let tokens: Vec<String> = words::read(&[part]).tokens().map(grammar::word_of).collect();
        let mut clause: Vec<String> = Vec::new();
        for (i, word) in tokens.iter().enumerate() {
            let next = tokens.get(i + 1).map_or("", String::as_str);
            let joins = matches!(word.as_str(), "and" | "but" | "so" | "because" | "or");
            if joins && (matches!(next, "i" | "my") || OPENERS.contains(&next)) {
                all.push(std::mem::take(&mut clause));
                continue;
            }
            clause.push(word.clone());
        }
        all.push(clause);
    }
    all.retain(|clause| !clause.is_empty());
    all
}

/// Split at commas that stand in no number, at brackets and at dashes between words.
fn parts(sentence: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before = ' ';
    let mut chars = sentence.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let splits = match c {
            ',' => !(before.is_ascii_digit() && next.is_ascii_digit()),
            '-' => before == ' ' && next == ' ',
            '(' | ')' => true,
            _ => false,
        };
        if splits {
            found.push(&sentence[start..at]);
            start = at + c.len_utf8();
        }
        before = c;
    }
    found.push(&sentence[start..]);
    found
}

fn english(sentence: &Sentence) -> Vec<Told> {
    let Sentence { clauses, question } = sentence;
    let others = |word: &String| NOT_THE_WRITER.contains(&word.as_str());
    if clauses.iter().flatten().any(others) {
        return Vec::new();
    }
    let asks = |clause: &Vec<String>| clause.first().is_some_and(|word| OPENERS.contains(&word.as_str()));
    let mut found = Vec::new();
    for (i, clause) in clauses.iter().enumerate() {
        // "I'm usually an M, do you have it?" states and then asks; "I'm an M, right?" asks.
        if *question && !clauses[i + 1..].iter().any(asks) {
            break;
        }
        found.extend(grammar::read(clause, &clauses[i + 1..]));
    }
    found
}
