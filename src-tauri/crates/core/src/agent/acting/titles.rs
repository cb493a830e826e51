//! Which products a text speaks of, by the words of their titles.

use super::words::{Atom, words};
use crate::agent::account::Account;

/// A place where a product is spoken of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub at: usize,
    pub length: usize,
    /// The titles that it may mean.
    pub titles: Vec<String>,
    /// "all my", "both", a plural.
    pub many: bool,
}

/// First words of titles that are said of many things: alone they name nothing.
const QUALIFIERS: &[&str] = &[
    "smart",
    "wireless",
    "electric",
    "digital",
    "portable",
    "indoor",
    "outdoor",
    "security",
    "light",
    "wall",
    "pet",
    "water",
    "garden",
    "patio",
    "office",
    "desk",
    "action",
    "running",
    "hiking",
    "cycling",
    "gaming",
    "mechanical",
    "bluetooth",
    "leather",
    "cotton",
    "linen",
    "summer",
    "winter",
    "classic",
    "black",
    "white",
    "small",
    "large",
    "women",
    "men",
    "kid",
    "sport",
    "travel",
    "kitchen",
    "table",
    "floor",
    "silver",
    "gold",
    "wooden",
    "metal",
    "tea",
    "organic",
    "vintage",
    "slim",
    "long",
    "short",
    "power",
];
/// Last words that are said of many things.
const EMPTY_HEADS: &[&str] = &["set", "kit", "pack", "pair", "box", "light", "case", "cover", "top"];

/// What people call things that shops call otherwise.
#[rustfmt::skip]
const OTHER_NAMES: &[(&str, &[&str])] = &[
    ("bike", &["bicycle"]), ("cellphone", &["smartphone", "phone"]), ("mobile", &["smartphone", "phone"]),
    ("handset", &["smartphone", "phone"]), ("trainer", &["sneaker"]), ("rucksack", &["backpack"]),
    ("parasol", &["umbrella"]), ("tee", &["shirt"]), ("jumper", &["sweater", "pullover"]), ("pullover", &["sweater"]),
    ("hoover", &["cleaner"]), ("earphone", &["earbud", "headphone"]), ("earbud", &["earphone"]), ("couch", &["sofa"]),
    ("suitcase", &["luggage"]), ("notepad", &["notebook"]), ("barbecue", &["grill"]),
    ("bbq", &["grill"]), ("fragrance", &["perfume"]), 
    ("hosepipe", &["hose"]), ("bookcase", &["bookshelf"]), ("purse", &["handbag", "bag"]),
    ("trouser", &["pant"]), ("pant", &["trouser"]), ("rug", &["carpet"]),
    ("bulb", &["lightbulb"]), ("bag", &["tote", "backpack", "handbag"]), ("powerbank", &["charger"]),
];

/// The titles of what stands in the customer's orders, each once.
pub(super) fn of_orders(account: &Account) -> Vec<&str> {
    let mut titles: Vec<&str> = Vec::new();
    for line in account.orders.iter().flat_map(|order| &order.lines) {
        if !titles.contains(&line.title.as_str()) {
            titles.push(&line.title);
        }
    }
    titles
}

/// Mentions of what stands in the customer's orders.
pub(super) fn mentioned(account: &Account, atoms: &[Atom]) -> Vec<Mention> {
    mentions(atoms, &of_orders(account))
}

/// The titles that mentions may mean.
pub(super) fn named(mentions: &[Mention]) -> Vec<String> {
    mentions.iter().flat_map(|mention| mention.titles.iter().cloned()).collect()
}

/// Whether one of the mentions may mean the title.
pub(super) fn mean(mentions: &[Mention], title: &str) -> bool {
    mentions.iter().any(|mention| mention.titles.iter().any(|own| own == title))
}

/// All mentions, in order; where readings overlap, the longest.
pub(super) fn mentions(atoms: &[Atom], titles: &[&str]) -> Vec<Mention> {
    let titled: Vec<(&str, Vec<String>)> = titles.iter().map(|title| (*title, words(title))).collect();
    let mut all = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        let longest = (1..=5usize.min(atoms.len() - at)).rev().find_map(|length| {
            let part = &atoms[at..at + length];
            if part.iter().any(|atom| atom.mark) {
                return None;
            }
            let fit: Vec<String> =
                titled.iter().filter(|(_, words)| names(part, words)).map(|(t, _)| (*t).to_owned()).collect();
            (!fit.is_empty()).then_some((length, fit))
        });
        match longest {
            Some((length, fit)) => {
                let many = is_many(atoms, at, length, &fit);
                // "coffee machine": two words that each name something are one thing of either name.
                if let Some(last) = all.last_mut().filter(|last: &&mut Mention| last.at + last.length == at) {
                    last.length += length;
                    let both: Vec<String> = last.titles.iter().filter(|t| fit.contains(t)).cloned().collect();
                    if both.is_empty() {
                        last.titles.extend(fit);
                    } else {
                        last.titles = both;
                    }
                    last.many |= many;
                } else {
                    all.push(Mention { at, length, titles: fit, many });
                }
                at += length;
            }
            None => at += 1,
        }
    }
    all
}

fn names(part: &[Atom], title: &[String]) -> bool {
    let said: Vec<&str> = part.iter().map(|atom| atom.text.as_str()).collect();
    let compact = said.concat();
    let Some(head) = title.last() else { return false };
    if compact == title.concat() {
        return true;
    }
    if said.len() == 1 {
        let word = said[0];
        if word == head {
            return word.chars().count() >= 3 && !EMPTY_HEADS.contains(&word);
        }
        let other = OTHER_NAMES.iter().find(|(said, _)| *said == word);
        if other.is_some_and(|(_, names)| title.iter().any(|own| names.contains(&own.as_str()))) {
            return true;
        }
        // "shirt" for "sweatshirt".
        if word.chars().count() >= 5 && head.ends_with(word) {
            return true;
        }
        return word.chars().count() >= 5
            && !QUALIFIERS.contains(&word)
            && title.iter().any(|part| part == word);
    }
    // The end of the title: "midi dress" of "Linen Midi Dress".
    said.len() < title.len() && title[title.len() - said.len()..].iter().zip(&said).all(|(a, b)| a == b)
}

fn is_many(atoms: &[Atom], at: usize, length: usize, titles: &[String]) -> bool {
    let before = &atoms[at.saturating_sub(4)..at];
    let said = atoms[at + length - 1].said.to_lowercase();
    let plural = said.ends_with('s') && atoms[at + length - 1].text.len() < said.len();
    // "My trousers" are one thing where the shop itself calls one so.
    let own_name = titles.iter().all(|title| title.ends_with('s') && !title.ends_with("ss"));
    let counted = || before.iter().any(|atom| atom.any(&["both", "every", "all", "two", "2", "pair", "of"]));
    (plural && (!own_name || counted())) || before.iter().any(|atom| atom.any(&["both", "every", "all"]))
}
