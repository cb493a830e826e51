//! A message as sentences and their clauses.

use super::super::words;
use super::reader::word_of;

/// Words that begin a question.
pub(super) const OPENERS: &[&str] = &[
    "do", "does", "did", "can", "could", "is", "are", "am", "was", "have", "has", "had", "will", "would",
    "should", "shall", "may", "what", "which", "where", "when", "who", "whose", "how", "why", "any", "got",
];

/// Sentences, and whether each asks.
pub(super) fn sentences(text: &str) -> Vec<(&str, bool)> {
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
pub(super) fn is_quoted(sentence: &str) -> bool {
    let label = sentence.split_once(':').map(|(label, _)| words::folded(label));
    sentence.contains(['"', '«', '»', '<', '>', '{', '}', '[', ']'])
        || label.is_some_and(|label| !(label.starts_with("my ") && label.ends_with("size")))
}

/// The parts between commas, and before "and I", "but my", "so do you".
pub(super) fn clauses(sentence: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for part in parts(sentence) {
        let tokens: Vec<String> = words::read(&[part]).tokens().map(word_of).collect();
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
