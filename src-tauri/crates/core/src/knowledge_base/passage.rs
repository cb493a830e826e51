//! Which sentences of a document's chunk are said: few, whole, in their order, word for word.

use std::collections::HashSet;

use unicode_segmentation::UnicodeSegmentation;

use super::content_words;
use super::library::stems_of;
use crate::error::Result;
use crate::store::words::Stemmer;

/// A chunk of this many characters is short enough to be said whole.
const SHORT: usize = 320;
/// Characters of what is said of a longer one, at most, unless its first sentence alone is longer.
const LONGEST: usize = 420;

pub(super) struct Passage {
    pub text: String,
    /// Stems of its words.
    pub stems: HashSet<String>,
}

/// The sentences that have the most of the question's words. What the heading has need not be said again.
pub(super) fn choose(
    text: &str,
    language: &str,
    heading: &HashSet<String>,
    question: &[Vec<String>],
    stemmer: &mut Stemmer,
) -> Result<Passage> {
    let whole = |stemmer: &mut Stemmer, text: &str| -> Result<Passage> {
        Ok(Passage { text: text.to_owned(), stems: stems_of(&content_words(text, language), stemmer)? })
    };
    if text.chars().count() <= SHORT {
        return whole(stemmer, text);
    }
    // Lines are sentences of their own: list items, rows.
    let mut bounds: Vec<(usize, &str)> = Vec::new();
    for (at, line) in lines(text) {
        bounds.extend(line.split_sentence_bound_indices().map(|(start, sentence)| (at + start, sentence)));
    }
    let stems: Vec<HashSet<String>> = bounds
        .iter()
        .map(|(_, sentence)| stems_of(&content_words(sentence, language), stemmer))
        .collect::<Result<_>>()?;
    let wanted: Vec<&Vec<String>> =
        question.iter().filter(|word| !word.iter().any(|stem| heading.contains(stem))).collect();
    let mut best: Option<(usize, usize, usize)> = None;
    for start in 0..bounds.len() {
        let mut end = start;
        while end < bounds.len() {
            let last = bounds[end];
            let length = text[bounds[start].0..last.0 + last.1.len()].trim().chars().count();
            if length > LONGEST && end > start {
                break;
            }
            end += 1;
        }
        let has =
            |word: &&&Vec<String>| word.iter().any(|stem| stems[start..end].iter().any(|s| s.contains(stem)));
        let covered = wanted.iter().filter(has).count();
        // The earliest of the best; what begins with one of the words is better than what leads to it.
        let leads = wanted.iter().any(|word| word.iter().any(|stem| stems[start].contains(stem)));
        let value = covered * 2 + usize::from(leads);
        if best.is_none_or(|(most, ..)| value > most) {
            best = Some((value, start, end));
        }
    }
    let Some((_, start, end)) = best else { return whole(stemmer, text) };
    let last = bounds[end - 1];
    whole(stemmer, text[bounds[start].0..last.0 + last.1.len()].trim())
}

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}
