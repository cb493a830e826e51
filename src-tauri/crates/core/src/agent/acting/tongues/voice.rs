//! The desk's sentences as phrases of the catalogue: each is taken apart by the English form of a phrase, and said in English
//! it must be the same sentence again, letter for letter. What is no phrase cannot be said in another language.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::agent::acting::say::Statement;
use crate::agent::phrases::{Joint, Language, Phrase, Speech, Value, english_forms};

/// What the keys of the desk's phrases begin with; parts of sentences begin with the second.
const DESK: &str = "act-";
const PART: &str = "act-part-";

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Slot(String),
}

struct Form {
    key: String,
    pieces: Vec<Piece>,
}

impl Form {
    fn read(key: &str, english: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = english;
        while let Some(at) = rest.find("{$") {
            let Some(end) = rest[at..].find('}') else { break };
            if at > 0 {
                pieces.push(Piece::Text(rest[..at].to_owned()));
            }
            pieces.push(Piece::Slot(rest[at + 2..at + end].to_owned()));
            rest = &rest[at + end + 1..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        Self { key: key.to_owned(), pieces }
    }

    /// How much of it is the phrase's own words.
    fn weight(&self) -> usize {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => text.len(),
            Piece::Slot(_) => 0,
        };
        self.pieces.iter().map(text).sum()
    }

    fn is_part(&self) -> bool {
        self.key.starts_with(PART)
    }
}

/// Forms with more words of their own first.
static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let mut forms: Vec<Form> =
        english_forms(DESK).iter().map(|(key, english)| Form::read(key, english)).collect();
    forms.sort_by_key(|form| std::cmp::Reverse(form.weight()));
    forms
});

/// Whether a text can stand in a slot of this name.
fn fits(name: &str, text: &str) -> bool {
    let word = !text.contains(' ');
    match name {
        "order" | "tracking" => word,
        "n" => text.chars().all(|c| c.is_ascii_digit()),
        "money" => text.chars().count() <= 24 && text.chars().any(|c| c.is_ascii_digit()),
        _ => true,
    }
}

fn value(name: &str, text: &str) -> Option<Value> {
    match name {
        // "€31.00 to Visa within 5 to 7 business days and €5.00 to Gift card at once"
        "parts" => {
            let parts: Option<Vec<Value>> =
                text.split(" and ").map(|part| phrase(part, true).map(Value::from)).collect();
            Some(Value::List(parts?, Joint::And))
        }
        // "Wool Scarf for Wool Scarf, green / long; …"
        "changes" => changes(text).map(Value::from),
        _ => Some(Value::from(text)),
    }
}

fn changes(text: &str) -> Option<Phrase> {
    match text.split_once("; ") {
        Some((first, rest)) => {
            let (first, rest) = (change(first)?, changes(rest)?);
            Some(Phrase::read("act-part-changes", vec![("first", first.into()), ("rest", rest.into())]))
        }
        None => change(text),
    }
}

fn change(text: &str) -> Option<Phrase> {
    // The new one begins with the old one's name.
    let (at, _) =
        text.match_indices(" for ").find(|(at, link)| text[at + link.len()..].starts_with(&text[..*at]))?;
    let (item, new) = (&text[..at], &text[at + 5..]);
    Some(Phrase::read("act-part-change", vec![("item", item.into()), ("new", new.into())]))
}

/// Values of the slots, where the pieces are the whole text.
fn matched(pieces: &[Piece], text: &str) -> Option<Vec<(String, Value)>> {
    match pieces {
        [] => text.is_empty().then(Vec::new),
        [Piece::Text(own), rest @ ..] => matched(rest, text.strip_prefix(own.as_str())?),
        [Piece::Slot(name)] => {
            let whole = !text.is_empty() && fits(name, text);
            let value = whole.then(|| value(name, text)).flatten()?;
            Some(vec![(name.clone(), value)])
        }
        [Piece::Slot(name), rest @ ..] => {
            let Some(Piece::Text(next)) = rest.first() else { return None };
            text.match_indices(next.as_str()).filter(|(at, _)| *at > 0 && fits(name, &text[..*at])).find_map(
                |(at, _)| {
                    let mut values = matched(rest, &text[at..])?;
                    values.insert(0, (name.clone(), value(name, &text[..at])?));
                    Some(values)
                },
            )
        }
    }
}

/// The phrase that a whole text is.
fn phrase(text: &str, part: bool) -> Option<Phrase> {
    FORMS.iter().filter(|form| form.is_part() == part).find_map(|form| {
        let phrase = Phrase::read(&form.key, matched(&form.pieces, text)?);
        let again = Speech::from(phrase.clone()).say(Language::English, Date::constant(2026, 1, 1));
        (again == text).then_some(phrase)
    })
}

/// The phrases that a line is, one after the other.
fn line(text: &str) -> Option<Vec<Phrase>> {
    if let Some(phrase) = phrase(text, false) {
        return Some(vec![phrase]);
    }
    let ends = text.char_indices().filter(|(at, c)| *c == ' ' && text[..*at].ends_with(['.', '?', '!', ':']));
    ends.map(|(at, _)| at).find_map(|at| {
        let first = phrase(&text[..at], false)?;
        let mut rest = line(&text[at + 1..])?;
        rest.insert(0, first);
        Some(rest)
    })
}

/// What the desk says, in no language yet; `None`: some of it is no phrase.
pub(in crate::agent::acting) fn speech(statements: &[Statement]) -> Option<Speech> {
    let mut speech = Speech::default();
    for text in statements.iter().flat_map(|statement| statement.text.split('\n')) {
        for (i, phrase) in line(text)?.into_iter().enumerate() {
            if i == 0 {
                speech.line(phrase);
            } else {
                speech.push(phrase);
            }
        }
    }
    (!speech.is_empty()).then_some(speech)
}
