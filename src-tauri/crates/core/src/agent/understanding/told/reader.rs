//! Words of a statement, read one after the other: sizes, kinds of goods, colours and materials.

use super::super::lexicon::{COLOURS, LETTER_SIZES, MATERIALS, NAMED_SIZES, is_garment};
use super::super::words::Token;
use super::empty::{CORRECTS, TRAIL};
use crate::memory::{SHOES, System, system_of};

#[rustfmt::skip]
const SHOE_WORDS: &[&str] = &[
    "shoe", "shoes", "boot", "boots", "sneaker", "sneakers", "trainers", "sandal", "sandals", "heels", "loafers",
    "slippers", "espadrilles", "feet", "foot",
];

/// Goods as such.
#[rustfmt::skip]
const CLOTHES: &[&str] = &[
    "clothes", "clothing", "everything", "things", "usual", "normal", "regular", "general",
];

/// A token as the grammar reads it: as it was typed, where that is a word of ours.
pub(super) fn word_of(token: &Token) -> String {
    #[rustfmt::skip]
    const OURS: &[&str] = &[
        "allergic", "allergy", "allergies", "itch", "itchy", "feet", "foot", "hate", "detest", "dislike", "avoid", "rash", "bear",
        "loose", "slim", "regular", "oversized", "wear", "usually", "normally", "stand", "tolerate", "react", "reacts", "like", "love",
        "prefer", "adore",
    ];
    match token.typed.as_deref().unwrap_or(&token.word) {
        "alergic" | "allergick" | "allergicc" => "allergic".into(),
        "alergy" => "allergy".into(),
        "color" | "colors" => "colour".into(),
        typed if OURS.contains(&typed) => typed.into(),
        _ => token.word.clone(),
    }
}

/// The kind of goods that a word is about, in the form in which it is kept.
pub(super) fn goods(word: &str) -> Option<String> {
    if SHOE_WORDS.contains(&word) {
        return Some(SHOES.into());
    }
    if CLOTHES.contains(&word) {
        return Some(String::new());
    }
    if !is_garment(word) {
        return None;
    }
    let singular = word.strip_suffix("es").filter(|word| is_garment(word));
    Some(singular.or_else(|| word.strip_suffix('s').filter(|word| is_garment(word))).unwrap_or(word).into())
}

/// Words that are read one after the other.
pub(super) struct Reader<'a> {
    pub words: &'a [String],
    /// What was read puts right what was said before.
    pub corrects: bool,
}

impl<'a> Reader<'a> {
    pub const fn new(words: &'a [String]) -> Self {
        Self { words, corrects: false }
    }

    pub fn peek(&self) -> &'a str {
        self.words.first().map_or("", String::as_str)
    }

    pub fn skip(&mut self, list: &[&str]) {
        while !self.words.is_empty() && list.contains(&self.peek()) {
            self.corrects |= CORRECTS.contains(&self.peek());
            self.words = &self.words[1..];
        }
    }

    /// Takes these words, if they come next.
    pub fn take(&mut self, phrase: &str) -> bool {
        let parts: Vec<&str> = phrase.split(' ').collect();
        let comes = self.words.len() >= parts.len() && self.words.iter().zip(&parts).all(|(a, b)| a == b);
        if comes {
            self.words = &self.words[parts.len()..];
        }
        comes
    }

    pub fn any(&mut self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.take(phrase))
    }

    /// Nothing but what changes nothing.
    pub fn ends(&mut self) -> bool {
        self.skip(TRAIL);
        self.words.is_empty()
    }

    pub fn goods(&mut self) -> Option<String> {
        let found = goods(self.peek())?;
        self.words = &self.words[1..];
        Some(found)
    }

    pub fn system(&mut self) -> Option<System> {
        let system = match self.peek() {
            "eu" | "european" | "eur" => System::Eu,
            "uk" | "british" => System::Uk,
            "us" | "american" => System::Us,
            _ => return None,
        };
        self.words = &self.words[1..];
        Some(system)
    }

    /// "M", "size M", "EU 38", "7.5 UK". `clear`: something before it says that a size comes.
    pub fn size(&mut self, clear: bool) -> Option<(String, System)> {
        let article = self.any(&["a", "an"]);
        let mut system = self.system();
        let clear = self.take("size") || article || clear || system.is_some();
        system = system.or_else(|| self.system());
        let extra = self.any(&["extra", "x"]);
        let word = self.peek();
        let named = NAMED_SIZES.iter().find(|(said, _)| *said == word).map(|(_, size)| *size);
        let letter = LETTER_SIZES.iter().find(|(said, _)| *said == word).map(|(_, size)| *size);
        let value = match (named, letter) {
            (Some(size), _) if extra && size != "M" => format!("X{size}"),
            _ if extra => return None,
            (Some(size), _) if clear => size.to_owned(),
            (None, Some(size)) if clear || word.len() > 1 => size.to_owned(),
            (None, None) if clear => number(word)?,
            _ => return None,
        };
        self.words = &self.words[1..];
        let system = system.or_else(|| self.system());
        let own = system_of(&value);
        Some((value, if own == System::Number { system.unwrap_or(own) } else { own }))
    }

    /// Colours and materials, joined by "and" or "or"; what is no such thing ends them.
    pub fn list(&mut self) -> Vec<(bool, String)> {
        let mut found = Vec::new();
        loop {
            self.skip(&["and", "or", "nor", "any", "pure", "real", "bright", "wearing"]);
            if let Some((words, colour)) = colour(self.words) {
                found.push((true, colour.to_owned()));
                self.words = &self.words[words..];
            } else if let Some(material) = material(self.peek()) {
                found.push((false, material.to_owned()));
                self.words = &self.words[1..];
            } else {
                return found;
            }
        }
    }
}

/// "38", "7.5", "40,5".
fn number(word: &str) -> Option<String> {
    let (whole, half) = match word.split_once(['.', ',']) {
        Some((whole, "5")) => (whole, ".5"),
        Some(_) => return None,
        None => (word, ""),
    };
    let value: u32 = whole.parse().ok().filter(|_| whole.len() <= 2)?;
    (2..=60).contains(&value).then(|| format!("{value}{half}"))
}

/// The colour that words begin with: "light blue" before "blue".
fn colour(words: &[String]) -> Option<(usize, &'static str)> {
    let fits = |said: &str| {
        let count = said.split(' ').count();
        let fits = words.len() >= count && said.split(' ').zip(words).all(|(part, word)| part == word);
        fits.then_some(count)
    };
    COLOURS.iter().filter_map(|(said, _)| Some((fits(said)?, *said))).max_by_key(|(count, _)| *count)
}

fn material(word: &str) -> Option<&'static str> {
    let word = if word == "woollen" { "wool" } else { word };
    MATERIALS.iter().find(|known| **known == word).copied()
}

pub(super) fn is_size(word: &str) -> bool {
    let listed = |list: &[(&str, &str)]| list.iter().any(|(said, _)| *said == word);
    listed(LETTER_SIZES) || listed(NAMED_SIZES) || number(word).is_some()
}
