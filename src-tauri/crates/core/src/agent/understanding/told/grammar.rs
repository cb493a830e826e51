//! The statements that are understood, word by word.

use super::super::lexicon::{COLOURS, LETTER_SIZES, MATERIALS, NAMED_SIZES, is_garment};
use super::super::words::Token;
use crate::memory::{FITS, FactKind, SHOES, System, Told, system_of};

/// Before what is said.
const FILLERS: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "hiya",
    "so",
    "well",
    "oh",
    "ah",
    "actually",
    "sorry",
    "no",
    "yes",
    "ok",
    "and",
    "but",
    "also",
    "because",
    "since",
    "as",
    "by",
    "the",
    "way",
    "fyi",
    "btw",
    "usually",
    "normally",
    "unfortunately",
    "sadly",
    "note",
    "please",
    "that",
    "just",
    "correction",
    "wait",
    "now",
    "for",
    "info",
    "generally",
    "thanks",
    "thank",
    "you",
    "great",
    "hmm",
    "remember",
];
/// Within it, where they change nothing.
const ADVERBS: &[&str] = &[
    "usually",
    "normally",
    "always",
    "generally",
    "mostly",
    "typically",
    "really",
    "just",
    "also",
    "actually",
    "now",
    "only",
    "personally",
    "absolutely",
    "definitely",
    "still",
    "severely",
    "very",
    "quite",
    "unfortunately",
    "sadly",
    "currently",
    "most",
    "often",
    "seriously",
    "highly",
    "terribly",
    "extremely",
    "simply",
    "about",
];
/// After it.
const TRAIL: &[&str] = &[
    "now",
    "usually",
    "normally",
    "mostly",
    "generally",
    "always",
    "these",
    "days",
    "actually",
    "myself",
    "here",
    "too",
    "though",
    "please",
    "thanks",
    "thank",
    "you",
    "fyi",
    "btw",
    "currently",
    "in",
    "most",
    "things",
    "clothes",
    "clothing",
    "everything",
    "at",
    "all",
    "so",
    "much",
    "anymore",
    "any",
    "more",
    "sorry",
    "on",
    "me",
    "stuff",
    "either",
    "really",
    "anything",
    "general",
    "colour",
    "colours",
    "material",
    "materials",
    "fabric",
    "fabrics",
    "by",
    "the",
    "way",
];
/// They put right what was said before.
const CORRECTS: &[&str] = &["actually", "sorry", "correction", "wait", "now", "no", "days", "anymore"];
const SHOE_WORDS: &[&str] = &[
    "shoe",
    "shoes",
    "boot",
    "boots",
    "sneaker",
    "sneakers",
    "trainers",
    "sandal",
    "sandals",
    "heels",
    "loafers",
    "slippers",
    "espadrilles",
    "feet",
    "foot",
];
/// Goods as such.
const CLOTHES: &[&str] =
    &["clothes", "clothing", "everything", "things", "usual", "normal", "regular", "general"];

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
struct Reader<'a> {
    words: &'a [String],
    corrects: bool,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> &'a str {
        self.words.first().map_or("", String::as_str)
    }

    fn skip(&mut self, list: &[&str]) {
        while !self.words.is_empty() && list.contains(&self.peek()) {
            self.corrects |= CORRECTS.contains(&self.peek());
            self.words = &self.words[1..];
        }
    }

    /// Takes these words, if they come next.
    fn take(&mut self, phrase: &str) -> bool {
        let parts: Vec<&str> = phrase.split(' ').collect();
        let comes = self.words.len() >= parts.len() && self.words.iter().zip(&parts).all(|(a, b)| a == b);
        if comes {
            self.words = &self.words[parts.len()..];
        }
        comes
    }

    fn any(&mut self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.take(phrase))
    }

    /// Nothing but what changes nothing.
    fn ends(&mut self) -> bool {
        self.skip(TRAIL);
        self.words.is_empty()
    }

    fn goods(&mut self) -> Option<String> {
        let found = goods(self.peek())?;
        self.words = &self.words[1..];
        Some(found)
    }

    fn system(&mut self) -> Option<System> {
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
    fn size(&mut self, clear: bool) -> Option<(String, System)> {
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
    fn list(&mut self) -> Vec<(bool, String)> {
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

fn plain(kind: FactKind, value: String) -> Told {
    Told { kind, about: None, value, system: None, corrects: false, holds: true }
}

pub(super) fn size_told(about: Option<String>, (value, system): (String, System), corrects: bool) -> Told {
    Told { kind: FactKind::Size, about, value, system: Some(system), corrects, holds: true }
}

/// What is avoided of a list.
pub(super) fn avoided(list: Vec<(bool, String)>) -> Vec<Told> {
    let kind = |is_colour| if is_colour { FactKind::ColourAvoided } else { FactKind::MaterialAvoided };
    list.into_iter().map(|(is_colour, value)| plain(kind(is_colour), value)).collect()
}

pub(super) fn allergies(list: Vec<(bool, String)>, holds: bool) -> Vec<Told> {
    let materials = list.into_iter().filter(|(is_colour, _)| !is_colour);
    materials.map(|(_, value)| Told { holds, ..plain(FactKind::MaterialAllergy, value) }).collect()
}

/// A list of another language, in English words.
pub(super) fn list_of(words: &[String]) -> (Vec<(bool, String)>, bool) {
    let mut reader = Reader { words, corrects: false };
    let list = reader.list();
    (list, reader.ends())
}

/// A size of another language, in English words.
pub(super) fn size_of(words: &[String]) -> Option<(String, System)> {
    let mut reader = Reader { words, corrects: false };
    let size = reader.size(true)?;
    reader.ends().then_some(size)
}

/// "I'm allergic to wool", and not a word more: a fact, and nobody who was hurt.
pub(super) fn is_plain_allergy(words: &[String]) -> bool {
    let mut reader = Reader { words, corrects: false };
    reader.skip(FILLERS);
    reader.take("i") && {
        reader.skip(ADVERBS);
        reader.take("am") && {
            reader.skip(ADVERBS);
            reader.take("allergic to") && !reader.list().is_empty() && reader.ends()
        }
    }
}

/// What one clause tells. `after`: the clauses that follow, where a list may go on.
pub(super) fn read(clause: &[String], after: &[Vec<String>]) -> Vec<Told> {
    let mut reader = Reader { words: clause, corrects: false };
    reader.skip(FILLERS);
    if reader.take("my") {
        return mine(reader, after);
    }
    if reader.take("i") {
        let all = reader.words.len();
        reader.skip(ADVERBS);
        let habit = reader.words.len() < all;
        return of_me(reader, habit, after);
    }
    // "Wool makes me itch", "green is my favourite colour".
    let list = reader.list();
    if list.is_empty() {
        return Vec::new();
    }
    let hurts = reader.any(&["makes me", "make me"]) && reader.any(&["itch", "itchy", "sneeze", "scratch"])
        || reader.any(&["gives me", "give me"]) && reader.any(&["a rash", "rashes", "hives"])
        || reader.any(&["irritates my skin", "irritate my skin"]);
    if hurts {
        let materials = list.into_iter().filter(|(is_colour, _)| !is_colour).collect();
        return avoided(materials);
    }
    let favourite = reader.any(&["is my favourite", "is my favorite"]);
    reader.take("colour");
    if favourite && reader.words.is_empty() { liked(list) } else { Vec::new() }
}

fn liked(list: Vec<(bool, String)>) -> Vec<Told> {
    let colours = list.into_iter().filter(|(is_colour, _)| *is_colour);
    colours.map(|(_, value)| plain(FactKind::ColourLiked, value)).collect()
}

/// After "my".
fn mine(mut reader: Reader<'_>, after: &[Vec<String>]) -> Vec<Told> {
    if reader.any(&["favourite colour is", "favorite colour is", "favourite colours are"]) {
        let list = whole_list(&mut reader, after);
        return list.map(liked).unwrap_or_default();
    }
    if reader.take("skin") {
        reader.skip(ADVERBS);
        if reader.take("is allergic to") {
            return allergies(open_list(&mut reader, after), true);
        }
        let reacts = reader.any(&[
            "reacts to",
            "reacts badly to",
            "does not like",
            "does not tolerate",
            "can not stand",
        ]);
        return if reacts {
            whole_list(&mut reader, after).map(avoided).unwrap_or_default()
        } else {
            Vec::new()
        };
    }
    reader.skip(ADVERBS);
    let system = reader.system();
    let about = reader.goods();
    let feet = about.as_deref() == Some(SHOES);
    let sized = reader.take("size");
    // "My feet are 38", "my dress size is 40", "my size M".
    if !(sized || feet) {
        return Vec::new();
    }
    let stated = reader.any(&["is", "are"]);
    reader.skip(ADVERBS);
    if !(stated || sized) {
        return Vec::new();
    }
    stated_size(reader, about, system, after)
}

fn stated_size(
    mut reader: Reader<'_>,
    about: Option<String>,
    system: Option<System>,
    after: &[Vec<String>],
) -> Vec<Told> {
    let Some((value, own)) = reader.size(true) else { return Vec::new() };
    let own = system.filter(|_| own == System::Number).unwrap_or(own);
    finish_size(reader, about, (value, own), after)
}

/// What may follow a size: what it is a size of, and nothing else.
fn finish_size(
    mut reader: Reader<'_>,
    about: Option<String>,
    size: (String, System),
    after: &[Vec<String>],
) -> Vec<Told> {
    reader.skip(&["now", "usually", "normally", "always", "mostly", "generally"]);
    let named = if reader.any(&["in", "for"]) || about.is_none() { reader.goods() } else { None };
    let about = about.or(named);
    // "I wear S, sometimes M": it is not clear which.
    let unsure = after.first().is_some_and(|next| {
        let own = next.first().is_some_and(|word| matches!(word.as_str(), "i" | "my"));
        !own && next.len() <= 4 && next.iter().any(|word| is_size(word))
    });
    if !reader.ends() || unsure {
        return Vec::new();
    }
    vec![size_told(about, size, reader.corrects)]
}

fn is_size(word: &str) -> bool {
    let listed = |list: &[(&str, &str)]| list.iter().any(|(said, _)| *said == word);
    listed(LETTER_SIZES) || listed(NAMED_SIZES) || number(word).is_some()
}

/// A list that ends where its clause does, and goes on in the next ones: "wool, silk and linen".
fn whole_list(reader: &mut Reader<'_>, after: &[Vec<String>]) -> Option<Vec<(bool, String)>> {
    let mut list = reader.list();
    if list.is_empty() || !reader.ends() {
        return None;
    }
    list.extend(more(after));
    Some(list)
}

fn more(after: &[Vec<String>]) -> Vec<(bool, String)> {
    let mut list = Vec::new();
    for clause in after {
        let mut next = Reader { words: clause, corrects: false };
        let items = next.list();
        if items.is_empty() || !next.ends() {
            break;
        }
        list.extend(items);
    }
    list
}

/// As far as it is understood: "wool and peanuts". What follows "wool and cotton is fine" says of cotton is something else.
fn open_list(reader: &mut Reader<'_>, after: &[Vec<String>]) -> Vec<(bool, String)> {
    let mut list = reader.list();
    if reader.any(&["is", "are", "would", "works", "work", "seems"]) {
        list.pop();
    } else if reader.ends() && !list.is_empty() {
        list.extend(more(after));
    }
    list
}

/// After "I". "I'll take an M" buys; "I usually take an M" tells.
fn of_me(mut reader: Reader<'_>, habit: bool, after: &[Vec<String>]) -> Vec<Told> {
    if reader.take("am") {
        reader.skip(ADVERBS);
        if reader.take("allergic to") {
            return allergies(open_list(&mut reader, after), true);
        }
        if reader.any(&["not allergic to", "no longer allergic to"]) {
            return whole_list(&mut reader, after).map(|list| allergies(list, false)).unwrap_or_default();
        }
        if reader.any(&[
            "sensitive to",
            "intolerant to",
            "not a fan of",
            "not fond of",
            "not keen on",
            "not into",
        ]) {
            return whole_list(&mut reader, after).map(avoided).unwrap_or_default();
        }
        return my_size(reader, false, after);
    }
    if reader.take("have") {
        reader.skip(ADVERBS);
        if reader.any(&[
            "an allergy to",
            "a allergy to",
            "allergies to",
            "a severe allergy to",
            "a bad allergy to",
        ]) {
            return allergies(open_list(&mut reader, after), true);
        }
        reader.any(&["a", "an"]);
        reader.any(&["severe", "bad", "strong"]);
        let list = reader.list();
        return if reader.any(&["allergy", "allergies"]) && reader.ends() {
            allergies(list, true)
        } else {
            Vec::new()
        };
    }
    let refuses = reader.any(&[
        "can not stand",
        "can not bear",
        "can not tolerate",
        "can not wear",
        "do not wear",
        "never wear",
        "do not like",
        "do not tolerate",
        "hate wearing",
        "hate",
        "dislike",
        "detest",
        "avoid",
        "react to",
        "react badly to",
        "do not want to wear",
        "really do not like",
    ]);
    if refuses {
        return whole_list(&mut reader, after).map(avoided).unwrap_or_default();
    }
    if reader.take("wear") || (habit && reader.take("take")) {
        return my_size(reader, true, after);
    }
    if reader.any(&["love", "like", "adore", "prefer"]) {
        reader.take("my clothes");
        return fit(&reader)
            .map(|told| vec![told])
            .or_else(|| whole_list(&mut reader, after).map(liked))
            .unwrap_or_default();
    }
    Vec::new()
}

/// "a loose fit", "slim fits", "loose".
fn fit(reader: &Reader<'_>) -> Option<Told> {
    let mut reader = Reader { words: reader.words, corrects: false };
    reader.any(&["a", "an"]);
    let fit = *FITS.iter().find(|fit| **fit == reader.peek())?;
    reader.words = &reader.words[1..];
    let named = reader.any(&["fit", "fits", "fitting", "clothes"]);
    let about = if reader.any(&["in", "for"]) { Some(reader.goods()?) } else { None };
    let told = Told { about, ..plain(FactKind::Fit, fit.to_owned()) };
    ((named || fit != "regular") && reader.ends()).then_some(told)
}

/// After "I am" or "I wear".
fn my_size(mut reader: Reader<'_>, wears: bool, after: &[Vec<String>]) -> Vec<Told> {
    let article = reader.any(&["a", "an"]);
    // "A shoe size 40".
    if let Some(about) = goods(reader.peek()) {
        reader.words = &reader.words[1..];
        return if reader.take("size") { stated_size(reader, Some(about), None, after) } else { Vec::new() };
    }
    match reader.size(wears || article) {
        Some(size) => finish_size(reader, None, size, after),
        None => Vec::new(),
    }
}
