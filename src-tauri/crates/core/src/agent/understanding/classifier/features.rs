//! What the classifier sees of a message: words, pairs of words and pieces of words, each as a number.
//!
//! A change here changes what trained weights mean: raise [`VERSION`] and train again.

use std::collections::HashMap;

use super::super::lexicon::{self, COLOURS, COUNTRIES, MATERIALS, NUMBER_WORDS, WEEKDAYS};
use super::super::words::{Segment, Token};

/// Of the features' meaning; stored beside the weights.
pub const VERSION: u16 = 1;

/// Shortest and longest piece of a word, its edges included.
const PIECES: std::ops::RangeInclusive<usize> = 3..=5;

/// Words and pieces of words are weighed apart, so that many pieces do not outweigh few words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    Word,
    Piece,
}

/// A feature of a message and how often it stands there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Feature {
    pub hash: u32,
    pub kind: Kind,
    pub count: f32,
}

/// FNV-1a of the parts, with a separator between them.
fn hash(parts: &[&str]) -> u32 {
    let mut hash = 0x811c_9dc5u32;
    for part in parts {
        for byte in part.bytes().chain([0x1f]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

/// What kind of word it is, where that says more than the word.
fn class(word: &str) -> Option<&'static str> {
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(if word.bytes().filter(u8::is_ascii_digit).count() > 2 {
            "<number>"
        } else {
            "<count>"
        });
    }
    if lexicon::is_garment(word) {
        return Some("<garment>");
    }
    if MATERIALS.contains(&word) {
        return Some("<material>");
    }
    if COLOURS.iter().any(|(said, _)| *said == word) {
        return Some("<colour>");
    }
    if COUNTRIES.iter().any(|(said, _)| *said == word) {
        return Some("<place>");
    }
    if WEEKDAYS.iter().any(|(said, _)| *said == word) {
        return Some("<day>");
    }
    NUMBER_WORDS.iter().any(|(said, _)| *said == word).then_some("<count>")
}

/// All features of these sentences, in a fixed order, none twice.
pub(in super::super) fn of<'a>(segments: impl IntoIterator<Item = &'a Segment>) -> Vec<Feature> {
    let mut counts: HashMap<(Kind, u32), f32> = HashMap::new();
    let mut add = |kind: Kind, parts: &[&str]| *counts.entry((kind, hash(parts))).or_insert(0.0) += 1.0;
    for segment in segments {
        let shown = |token: &'a Token| -> &'a str {
            let number = token.word.starts_with(|c: char| c.is_ascii_digit());
            if number { class(&token.word).unwrap_or(&token.stem) } else { &token.stem }
        };
        let tokens = &segment.tokens;
        for (i, token) in tokens.iter().enumerate() {
            add(Kind::Word, &["1", shown(token)]);
            let class = class(&token.word);
            if let Some(class) = class {
                add(Kind::Word, &["1", class]);
            }
            let next = tokens.get(i + 1).map_or("$", |next| shown(next));
            add(Kind::Word, &["2", shown(token), next]);
            if let Some(after) = tokens.get(i + 2) {
                add(Kind::Word, &["3", shown(token), shown(after)]);
            }
            if i == 0 {
                add(Kind::Word, &["2", "^", shown(token)]);
            }
            if token.word.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let edged: Vec<char> =
                std::iter::once(' ').chain(token.word.chars().take(24)).chain([' ']).collect();
            for length in PIECES {
                for piece in edged.windows(length) {
                    let piece: String = piece.iter().collect();
                    add(Kind::Piece, &[&piece]);
                }
            }
        }
        if segment.question {
            add(Kind::Word, &["?"]);
        }
    }
    let mut features: Vec<Feature> =
        counts.into_iter().map(|((kind, hash), count)| Feature { hash, kind, count }).collect();
    features.sort_by_key(|feature| (feature.kind, feature.hash));
    features
}
