//! The words of wishes, one file per language: what a word or a phrase does in a sentence. Says nothing of orders.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::agent::phrases::Language;
use crate::agent::understanding::fold;

/// What is wanted of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Cancel,
    Return,
    Exchange,
    /// Where it is sent to.
    Address,
}

/// What a word does in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Act(Act),
    /// A verb of sending: where a place is named, it is where the order is to go.
    Send,
    /// The noun: a wish only where something is wished for.
    Noun(Act),
    /// Something is wished for or asked of the shop.
    Want,
    /// It asks whether, how or when: no wish.
    Ask,
    If,
    But,
    Because,
    And,
    Not,
    /// Takes the act back that follows: "without", "before".
    Without,
    /// What comes after it is wanted for what stands before.
    For,
    /// As [`Tag::For`] before a size or a colour: "in".
    Into,
    /// As [`Tag::For`], and wishes for the exchange by itself: Hindi puts "in place of" after the thing.
    InPlace,
    /// What stands before it is wanted instead of what comes after.
    InsteadOf,
    Yes,
    No,
    /// May stand beside a yes.
    Polite,
    /// All is said.
    Nothing,
    All,
    Both,
    Something,
    It,
    Other,
    Bigger,
    Smaller,
    Cheaper,
    Ordinal(&'static str),
    Order,
    Orders,
    Pending,
    Received,
    Mistake,
    Needless,
    Method(&'static str),
    Size,
    /// Stands before an address: "to".
    To,
    /// Money is spoken of.
    Money,
    /// A code is to be sent once more, or has not come.
    Again,
    /// Says nothing that matters.
    Plain,
}

fn tag(name: &str) -> Option<Tag> {
    use Tag::{
        Again, All, And, Ask, Because, Bigger, Both, But, Cheaper, For, If, InPlace, InsteadOf, Into, It,
        Mistake, Money, Needless, No, Not, Nothing, Order, Orders, Other, Pending, Plain, Polite, Received,
        Send, Size, Smaller, Something, To, Want, Without, Yes,
    };
    Some(match name {
        "cancel" => Tag::Act(Act::Cancel),
        "return" => Tag::Act(Act::Return),
        "exchange" => Tag::Act(Act::Exchange),
        "address" => Tag::Act(Act::Address),
        "cancellation" => Tag::Noun(Act::Cancel),
        "return-noun" => Tag::Noun(Act::Return),
        "exchange-noun" => Tag::Noun(Act::Exchange),
        "address-noun" => Tag::Noun(Act::Address),
        "want" => Want,
        "ask" => Ask,
        "if" => If,
        "but" => But,
        "because" => Because,
        "and" => And,
        "not" => Not,
        "without" => Without,
        "for" => For,
        "into" => Into,
        "in place" => InPlace,
        "send" => Send,
        "instead of" => InsteadOf,
        "yes" => Yes,
        "no" => No,
        "polite" => Polite,
        "nothing" => Nothing,
        "all" => All,
        "both" => Both,
        "something" => Something,
        "it" => It,
        "other" => Other,
        "bigger" => Bigger,
        "smaller" => Smaller,
        "cheaper" => Cheaper,
        "first" => Tag::Ordinal("first"),
        "second" => Tag::Ordinal("second"),
        "third" => Tag::Ordinal("third"),
        "last" => Tag::Ordinal("last"),
        "order" => Order,
        "orders" => Orders,
        "pending" => Pending,
        "received" => Received,
        "mistake" => Mistake,
        "needless" => Needless,
        "gift card" => Tag::Method("gift card"),
        "paypal" => Tag::Method("paypal"),
        "visa" => Tag::Method("visa"),
        "mastercard" => Tag::Method("mastercard"),
        "card" => Tag::Method("credit card"),
        "original" => Tag::Method("original payment"),
        "size" => Size,
        "to" => To,
        "money" => Money,
        "again" => Again,
        "-" => Plain,
        _ => return None,
    })
}

/// A language's words.
pub(super) struct Table {
    /// By the first word; the longest first.
    entries: HashMap<String, Vec<(Vec<String>, Tag)>>,
    /// Endings that point at a thing: "cancelarlo".
    endings: Vec<String>,
    /// Letters that stand before a word and are its own words: the Arabic "and", "with", "the".
    fronts: Vec<(String, Option<Tag>)>,
}

impl Table {
    /// The longest entry that these words begin with: how many of them, and what they do.
    pub fn longest(&self, words: &[&str]) -> Option<(usize, Tag)> {
        let entries = self.entries.get(*words.first()?)?;
        let fits = |form: &[String]| {
            form.len() <= words.len() && form.iter().zip(words).all(|(own, word)| own == word)
        };
        entries.iter().find(|(form, _)| fits(form)).map(|(form, tag)| (form.len(), *tag))
    }

    /// A word with an ending that points at a thing, as the act that it is without.
    pub fn pointing(&self, word: &str) -> Option<Tag> {
        let act = |stem: &str| match self.longest(&[stem]) {
            Some((1, tag @ Tag::Act(_))) => Some(tag),
            _ => None,
        };
        self.endings.iter().find_map(|ending| {
            let stem = word.strip_suffix(ending.as_str()).filter(|stem| stem.chars().count() >= 4)?;
            // "annullar-lo" has lost the last letter of "annullare".
            act(stem).or_else(|| act(&format!("{stem}e")))
        })
    }

    /// The ways in which a word may have other words before it.
    pub fn fronted<'a>(&'a self, word: &'a str) -> impl Iterator<Item = (Option<Tag>, &'a str)> + 'a {
        self.fronts.iter().filter_map(move |(front, tag)| {
            let rest = word.strip_prefix(front.as_str()).filter(|rest| rest.chars().count() >= 2)?;
            Some((*tag, rest))
        })
    }
}

/// Words of a form: apostrophes and hyphens divide, as they do in what customers write.
fn form(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, '\'' | '-'))
        .filter(|word| !word.is_empty())
        .map(fold)
        .collect()
}

fn read(text: &str) -> Table {
    let mut table = Table { entries: HashMap::new(), endings: Vec::new(), fronts: Vec::new() };
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((name, forms)) = line.split_once(':') else { continue };
        let forms = forms.split(',').map(str::trim).filter(|form| !form.is_empty());
        match name {
            "endings" => table.endings.extend(forms.map(fold)),
            "fronts" => table.fronts.extend(forms.map(|front| (fold(front), None))),
            "fronts-for" => table.fronts.extend(forms.map(|front| (fold(front), Some(Tag::For)))),
            name => {
                let tag = tag(name).expect("invariant: the files are built in and a test reads each of them");
                for words in forms.map(form) {
                    if let Some(first) = words.first() {
                        table.entries.entry(first.clone()).or_default().push((words, tag));
                    }
                }
            }
        }
    }
    for of_first in table.entries.values_mut() {
        of_first.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
    }
    table
}

macro_rules! tables {
    ($($name:ident $file:literal),*) => {
        /// The words of a language; English is read by the rest of the acting part.
        pub(super) fn of(language: Language) -> Option<&'static Table> {
            match language {
                Language::English => None,
                $(Language::$name => {
                    static TABLE: LazyLock<Table> = LazyLock::new(|| read(include_str!(concat!("words/", $file, ".txt"))));
                    Some(&TABLE)
                })*
            }
        }

        #[cfg(test)]
        const TEXTS: &[(&str, &str)] = &[$(($file, include_str!(concat!("words/", $file, ".txt")))),*];
    };
}

tables!(
    Spanish "es", French "fr", German "de", Portuguese "pt", Italian "it", Hindi "hi", HindiLatin "hi-Latn", Arabic "ar"
);

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_line_is_read_and_no_form_does_two_things() {
        for (code, text) in TEXTS {
            let mut seen: BTreeMap<Vec<String>, &str> = BTreeMap::new();
            for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
                let (name, forms) = line.split_once(':').unwrap_or_else(|| panic!("{code}: {line}"));
                if matches!(name, "endings" | "fronts" | "fronts-for") {
                    continue;
                }
                assert!(tag(name).is_some(), "{code}: {name}");
                for words in forms.split(',').map(form).filter(|words| !words.is_empty()) {
                    if let Some(other) = seen.insert(words.clone(), name) {
                        assert_eq!(other, name, "{code}: {words:?}");
                    }
                }
            }
            for needed in [
                "cancel",
                "return",
                "exchange",
                "address-noun",
                "want",
                "ask",
                "if",
                "but",
                "not",
                "yes",
                "no",
            ] {
                assert!(seen.values().any(|name| *name == needed), "{code} has no {needed}");
            }
        }
    }
}
