//! Words of other languages as the English ones that entities are read from: "talla M" is a size as "size M" is. What a
//! message wants is told by its own words ([`super::classifier`]); only the things it names pass through here.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::language;
use super::lexicon::is_garment;
use super::words::{self, Segment, Token};

/// Words of one entry at most.
const LONGEST: usize = 4;

pub(super) struct Glossary {
    /// By the first word; the longest first.
    entries: HashMap<String, Vec<(Vec<String>, Vec<&'static str>)>>,
    /// Words that name nothing.
    plain: HashSet<String>,
}

/// A sentence as it reads in English, word by word.
pub(super) struct Glossed {
    pub segment: Segment,
    /// The words for garments as they were said: a shop's catalog may be in the customer's language.
    pub garments: Vec<String>,
}

fn read(code: &str, text: &'static str) -> Glossary {
    let mut entries: HashMap<String, Vec<(Vec<String>, Vec<&'static str>)>> = HashMap::new();
    let mut plain: HashSet<String> = language::common(code).map(words::fold).collect();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let Some((english, forms)) = line.split_once(':') else { continue };
        let english: Vec<&'static str> = english.split_whitespace().filter(|word| *word != "-").collect();
        for form in forms.split(',') {
            let form: Vec<String> = form.split_whitespace().map(words::fold).collect();
            match (english.is_empty(), form.as_slice()) {
                (_, []) => {}
                (true, [only]) => drop(plain.insert(only.clone())),
                (_, [first, ..]) => entries.entry(first.clone()).or_default().push((form, english.clone())),
            }
        }
    }
    for of_first in entries.values_mut() {
        of_first.sort_by_key(|(form, _)| std::cmp::Reverse(form.len()));
    }
    Glossary { entries, plain }
}

macro_rules! glossaries {
    ($($code:literal),*) => {
        /// The glossary of a language, by its BCP 47 code.
        pub(super) fn of(code: &str) -> Option<&'static Glossary> {
            match code {
                $($code => {
                    static GLOSSARY: LazyLock<Glossary> = LazyLock::new(|| {
                        read($code, include_str!(concat!("glossary/", $code, ".txt")))
                    });
                    Some(&GLOSSARY)
                })*
                _ => None,
            }
        }
    };
}

glossaries!("es", "fr", "de", "pt", "it", "hi", "hi-Latn", "ar");

/// As it was typed, small and without accents.
fn typed(token: &Token) -> &str {
    token.typed.as_ref().unwrap_or(&token.word)
}

impl Glossary {
    pub fn english(&self, segment: &Segment) -> Glossed {
        let tokens = &segment.tokens;
        let mut english: Vec<Token> = Vec::with_capacity(tokens.len());
        let mut garments = Vec::new();
        let push = |english: &mut Vec<Token>, word: &str| {
            english.push(Token { word: word.to_owned(), typed: None, stem: words::stem(word) });
        };
        let mut i = 0;
        while i < tokens.len() {
            let word = typed(&tokens[i]);
            let fits = |form: &[String]| {
                form.len() <= LONGEST
                    && form
                        .iter()
                        .enumerate()
                        .all(|(n, part)| tokens.get(i + n).is_some_and(|t| typed(t) == part))
            };
            let entry =
                self.entries.get(word).and_then(|entries| entries.iter().find(|(form, _)| fits(form)));
            if let Some((form, meaning)) = entry {
                if let [only] = meaning.as_slice()
                    && is_garment(only)
                    && *only != word
                {
                    garments.push(word.to_owned());
                }
                for word in meaning {
                    push(&mut english, word);
                }
                i += form.len();
                continue;
            }
            // "Taille L": a letter after "size" is one, and no elided article.
            let sized = english.last().is_some_and(|token| token.word == "size");
            let last = i + 1 == tokens.len();
            let size = matches!(word, "s" | "m" | "l") && (sized || last);
            if size || !self.plain.contains(word) {
                push(&mut english, word);
            }
            i += 1;
        }
        Glossed { segment: Segment { tokens: english, question: segment.question }, garments }
    }
}

/// The words of a text, in English where a glossary knows them.
pub(crate) fn in_english(text: &str, language: &str) -> Vec<String> {
    match of(language) {
        Some(glossary) => words::read(&[text])
            .segments
            .iter()
            .flat_map(|segment| glossary.english(segment).segment.tokens)
            .map(|token| token.word)
            .collect(),
        None => text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect(),
    }
}
