//! Cuts a text into sentences and has their statements read. Knows no evidence but its names and texts.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::super::evidence::ClaimKind;
use super::reader::Reader;
use super::said::{Said, Sentence, Statement, Word};

/// A colour's name as words.
type Parts = Vec<String>;

/// Names of colours by their first word: those everybody knows, and those of the evidence besides.
#[derive(Debug, Default)]
pub(super) struct Colours {
    own: HashMap<String, Vec<Parts>>,
}

static KNOWN_COLOURS: LazyLock<HashMap<String, Vec<Parts>>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for name in super::super::understanding::colour_names() {
        add_colour(&mut known, name);
    }
    known
});

fn add_colour(colours: &mut HashMap<String, Vec<Parts>>, name: &str) {
    let parts: Parts = name.split([' ', '-']).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    if let Some(first) = parts.first().cloned() {
        let of_first = colours.entry(first).or_default();
        if !of_first.contains(&parts) {
            of_first.push(parts);
        }
    }
}

impl Colours {
    pub fn with<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut own = HashMap::new();
        for name in names {
            add_colour(&mut own, &name.to_lowercase());
        }
        Self { own }
    }

    pub(super) fn beginning_with(&self, word: &str) -> impl Iterator<Item = &Parts> {
        let known = KNOWN_COLOURS.get(word).into_iter().flatten();
        known.chain(self.own.get(word).into_iter().flatten())
    }
}

/// Splits a text and reads its statements. `literals` are the names and texts of the evidence, longest first;
/// `colours` the names of colours to look for,
/// `sizes` those that are more than a letter or a number, longest first.
pub(super) fn read(
    text: &str,
    literals: &[String],
    colours: &Colours,
    sizes: &[String],
    today: Date,
) -> Vec<Sentence> {
    let chars: Vec<char> = text.chars().collect();
    let masks = masks(&chars, literals);
    let mut sentences = split(&chars, &masks);
    for sentence in &mut sentences {
        let line_start = sentence.words.first().map_or(0, |word| word.start);
        let end = sentence.words.last().map_or(line_start, |word| word.end);
        for (start, stop, literal) in &masks {
            if *start >= line_start && *stop <= end {
                sentence.statements.push(Statement {
                    kind: ClaimKind::Name,
                    said: Said::Literal(literal.clone()),
                    start: *start,
                    end: *stop,
                    negated: false,
                });
                for word in sentence.words.iter_mut().filter(|w| w.start >= *start && w.end <= *stop) {
                    word.used = true;
                }
            }
        }
        Reader { chars: &chars, sentence, today }.read(colours, sizes);
        sentence.statements.sort_by_key(|statement| statement.start);
    }
    sentences
}

/// Where the literals stand, whole words only, the longest first.
fn masks(chars: &[char], literals: &[String]) -> Vec<(usize, usize, String)> {
    let mut masks: Vec<(usize, usize, String)> = Vec::new();
    for literal in literals {
        let needle: Vec<char> = literal.chars().collect();
        if needle.len() < 2 || needle.len() > chars.len() {
            continue;
        }
        for start in 0..=chars.len() - needle.len() {
            let end = start + needle.len();
            if chars[start] != needle[0] {
                continue;
            }
            let whole = (start == 0 || !chars[start - 1].is_alphanumeric())
                && chars.get(end).is_none_or(|c| !c.is_alphanumeric());
            if whole
                && chars[start..end] == needle[..]
                && !masks.iter().any(|(s, e, _)| start < *e && *s < end)
            {
                masks.push((start, end, literal.clone()));
            }
        }
    }
    masks
}

fn split(chars: &[char], masks: &[(usize, usize, String)]) -> Vec<Sentence> {
    let masked = |i: usize| masks.iter().any(|(start, end, _)| *start <= i && i < *end);
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut sentence = Sentence { opens_paragraph: true, ..Sentence::default() };
    let mut i = 0;
    let mut newlines = 0;
    while i < chars.len() {
        let c = chars[i];
        if c == '\n' && !masked(i) {
            newlines += 1;
            if !sentence.words.is_empty() {
                sentences.push(std::mem::take(&mut sentence));
            }
            sentence.opens_paragraph = newlines >= 2;
            i += 1;
            continue;
        }
        newlines = 0;
        if c.is_whitespace() {
            i += 1;
            continue;
        }
        let start = i;
        if c.is_alphanumeric() || matches!(c, '#' | '+') {
            // A chunk that is an address of some kind is one word.
            let stop = (i..chars.len()).find(|j| chars[*j].is_whitespace()).unwrap_or(chars.len());
            let chunk: String = chars[i..stop].iter().collect();
            let trimmed = chunk.trim_end_matches(['.', ',', '!', '?', ')', ';', ':']);
            let address = chunk.contains("://") || chunk.contains('@') || is_bare_domain(trimmed);
            if !masked(i) && address {
                i += trimmed.chars().count().max(1);
            } else {
                i += 1;
                while i < chars.len()
                    && (chars[i].is_alphanumeric()
                        || (matches!(chars[i], '\'' | '’')
                            && chars.get(i + 1).is_some_and(|c| c.is_alphabetic()))
                        || (matches!(chars[i], '.' | ',' | ':')
                            && chars[i - 1].is_ascii_digit()
                            && chars.get(i + 1).is_some_and(char::is_ascii_digit)))
                {
                    i += 1;
                }
            }
        } else {
            i += 1;
        }
        let text: String = chars[start..i].iter().collect();
        let ends =
            matches!(c, '.' | '!' | '?') && !masked(start) && chars.get(i).is_none_or(|c| c.is_whitespace());
        // "1." at the beginning of a line numbers it.
        let numbers_line =
            ends && sentence.words.len() == 1 && sentence.words[0].text.chars().all(|c| c.is_ascii_digit());
        if numbers_line {
            sentence.words.clear();
            continue;
        }
        let lower = text.to_lowercase().replace('’', "'");
        sentence.words.push(Word { text, lower, start, end: i, used: false });
        if ends {
            sentences.push(std::mem::take(&mut sentence));
        }
    }
    if !sentence.words.is_empty() {
        sentences.push(sentence);
    }
    sentences
}

/// "shop.example/path".
pub(super) fn is_bare_domain(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or("");
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    top.len() >= 2
        && top.chars().all(|c| c.is_ascii_alphabetic())
        && name.chars().any(|c| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
}
