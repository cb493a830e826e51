//! Who a stranger says to be: an e-mail address, or a name and a postal code. What is read here is looked up as one
//! person or nobody; it is never proof of anything else.

use super::words::atoms;
use crate::agent::account::Claimed;

/// Words after which a name follows.
const BEFORE_NAMES: &[&[&str]] = &[
    &["i", "am"],
    &["im"],
    &["name", "is"],
    &["this", "is"],
    &["its"],
    &["it", "is"],
    &["named"],
    &["called"],
];
/// Capitalised words that begin no name.
const NO_NAMES: &[&str] = &[
    "i",
    "im",
    "my",
    "the",
    "a",
    "an",
    "and",
    "in",
    "zip",
    "code",
    "postal",
    "name",
    "email",
    "e-mail",
    "hi",
    "hello",
    "hey",
    "yes",
    "no",
    "it",
    "its",
    "is",
    "sure",
    "of",
    "from",
    "living",
    "residing",
    "your",
    "you",
    "this",
    "not",
    "please",
    "sorry",
    "here",
    "looking",
    "calling",
    "writing",
    "trying",
    "interested",
    "at",
    "address",
    "user",
    "id",
];

/// Adds what a text says of its writer to what was said before; later words replace earlier ones.
pub(super) fn claim(text: &str, before: &Claimed) -> Claimed {
    let mut claimed = before.clone();
    if let Some(email) = email(text) {
        claimed.email = Some(email);
    }
    if let Some(code) = postal_code(text) {
        claimed.postal_code = Some(code);
    }
    if let Some(name) = name(text, before.name.is_none()) {
        claimed.name = Some(name);
    }
    claimed
}

fn email(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '<' | '>' | '"'))
        .map(|word| word.trim_matches(|c: char| matches!(c, '.' | '!' | '?' | ':' | '\'')))
        .find(|word| {
            word.split_once('@').is_some_and(|(user, host)| {
                !user.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
            })
        })
        .map(str::to_lowercase)
}

/// The last number of five digits or a code with letters and digits, as postal codes are.
fn postal_code(text: &str) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '@' || c == '.' || c == '_' || c == '#'))
        .collect();
    words
        .iter()
        .rev()
        .map(|word| word.trim_matches(['.', '-']))
        .find(|word| word.len() == 5 && word.chars().all(|c| c.is_ascii_digit()))
        .map(str::to_owned)
}

fn name(text: &str, bare: bool) -> Option<String> {
    let words: Vec<String> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '!' | '?' | ':'))
        .filter(|word| !word.is_empty())
        .map(|word| word.trim_matches('.').to_owned())
        .collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase().replace(['\'', '’'], "")).collect();
    for phrase in BEFORE_NAMES {
        for at in 0..words.len().saturating_sub(phrase.len()) {
            if phrase.iter().enumerate().all(|(i, word)| lower[at + i] == *word)
                && let Some(name) = capitalised(&words[at + phrase.len()..])
            {
                return Some(name);
            }
        }
    }
    // "Maria Silva, 10115": the whole answer is a name and perhaps a code.
    if bare && words.len() <= 6 && atoms(text).iter().filter(|atom| !atom.mark).count() <= 7 {
        return (0..words.len()).find_map(|at| capitalised(&words[at..]));
    }
    None
}

/// Two or three capitalised words.
fn capitalised(words: &[String]) -> Option<String> {
    let name: Vec<&String> = words
        .iter()
        .take(4)
        .take_while(|word| {
            let mut chars = word.chars();
            chars.next().is_some_and(char::is_uppercase)
                && chars.all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.'))
                && !NO_NAMES.contains(&word.to_lowercase().as_str())
        })
        .take(3)
        .collect();
    (name.len() >= 2).then(|| name.iter().map(|word| word.as_str()).collect::<Vec<_>>().join(" "))
}

impl Claimed {
    /// Enough to look somebody up.
    pub(super) fn is_enough(&self) -> bool {
        self.email.is_some() || (self.name.is_some() && self.postal_code.is_some())
    }
}
