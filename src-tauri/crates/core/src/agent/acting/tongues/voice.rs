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

/// The phrases that a line is, one after the other; the shortest first, so that no value holds another sentence.
fn line(text: &str) -> Option<Vec<Phrase>> {
    let ends = text.char_indices().filter(|(at, c)| *c == ' ' && text[..*at].ends_with(['.', '?', '!', ':']));
    let several = ends.map(|(at, _)| at).find_map(|at| {
        let first = phrase(&text[..at], false)?;
        let mut rest = line(&text[at + 1..])?;
        rest.insert(0, first);
        Some(rest)
    });
    several.or_else(|| phrase(text, false).map(|phrase| vec![phrase]))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Rule;

    fn say(language: Language, text: &str) -> Option<String> {
        let today = Date::constant(2026, 3, 10);
        Some(speech(&[Statement::policy(text)])?.say(language, today))
    }

    #[test]
    fn what_the_desk_says_is_phrases() {
        for text in [
            "Order W-1042 would be cancelled. You get back €31.00 to Visa •••• 1111 within 5 to 7 business days and €5.00 to Gift card at once.",
            "Order 1042 is cancelled. Nothing was paid.",
            "Done. Order 1042 is cancelled. You get back €31.00 the way it was paid.",
            "You return Kettle, St. Ives Scarf of order 1042. €5.00 of it is no longer to be paid once it has arrived.",
            "In order 1042, these items would be changed: Scarf for Scarf, red / long; Case for Phone for Case for Phone, black. The price stays the same. This can be done only once.",
            "Order 1042 would be paid with PayPal instead: €31.00 is charged there and given back where it was paid.",
            "The owner has to agree to this first, and was asked: Order 1042 would be cancelled. Nothing was paid. You hear from us here.",
            "Which order shall I cancel?\n1. Order 1042: Kettle, Scarf\n2. Order 1043: Belt",
            "Which Scarf would you like instead? Available:\n1. colour red, length long, €31.00",
            "Which Scarf do you mean?\n1. Scarf (red / long) in order 1042",
            "Where shall the refund go?\n1. Visa •••• 1111\n2. Gift card",
            "Order 1042 is being sent already, so it can no longer be cancelled. Once it has arrived, you can return it.",
            "The owner has to agree to it. Shall I ask? Please answer yes or no.",
            "Scarf is not available like that.",
            "All right, everything stays as it is.",
            "The owner agreed, and it is done. Order 1042 is cancelled. Nothing was paid.",
            "The owner agreed, and it is done. Your address is now: Elm Road 1, Porto.",
            "I'm sorry, the owner did not agree to this change. Nothing was changed.",
        ] {
            assert_eq!(say(Language::English, text).as_deref(), Some(text));
            for language in Language::ALL.into_iter().filter(|language| *language != Language::English) {
                let said = say(language, text).unwrap_or_else(|| panic!("{text}"));
                for left in ["order ", "Order ", "would", " the ", "You ", "which", "paid"] {
                    let own =
                        language == Language::HindiLatin && matches!(left, "order " | "Order " | " the ");
                    assert!(own || !said.contains(left), "{language:?}: {said}");
                }
            }
        }
        assert_eq!(say(Language::Spanish, "Nobody says this. Done."), None);
    }

    #[test]
    fn every_reason_of_the_policy_s_is_one() {
        for rule in [
            Rule::OrderUnknown,
            Rule::OrderNotPending,
            Rule::OrderNotDelivered,
            Rule::ItemsAlreadyChanged,
            Rule::AlreadyRequested,
            Rule::CancelReason,
            Rule::NothingNamed,
            Rule::ItemNotInOrder,
            Rule::OtherProduct,
            Rule::SameVariant,
            Rule::VariantUnavailable,
            Rule::MethodUnknown,
            Rule::GiftCardShort,
            Rule::RefundMethod,
            Rule::ReturnWindow,
            Rule::AddressMissing,
            Rule::OwnerOnly,
            Rule::OwnerAfterDays,
        ] {
            let english = say(Language::English, rule.explanation());
            assert_eq!(english.as_deref(), Some(rule.explanation()), "{rule:?}");
        }
    }
}
