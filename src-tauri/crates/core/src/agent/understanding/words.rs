//! Words of a message, normalised: case, accents, contractions, slang and small typing errors do not matter.
//!
//! Reads at most [`LONGEST`] characters, so that a message of any size costs bounded time.

use unicode_normalization::UnicodeNormalization;

use super::lexicon;
use super::spelling::{correct, squeeze};

/// Characters that are read: the beginning, and the end of what is longer.
pub(super) const LONGEST: usize = 4000;
const TAIL: usize = 1000;

/// A word, number or sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case, without accents and apostrophes; typing errors corrected where the word is known.
    pub word: String,
    /// As typed (lower case, without accents), where a correction changed it.
    pub typed: Option<String>,
    /// What cues are compared with.
    pub stem: String,
}

/// The words of one sentence or line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Segment {
    pub tokens: Vec<Token>,
    pub question: bool,
}

/// A message as words.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Words {
    pub segments: Vec<Segment>,
    /// Cleaned text: no invisible characters, one kind of quote, case kept.
    pub clean: String,
    pub emails: Vec<String>,
    pub exclamations: usize,
    /// Letters and how many of them are capitals.
    pub letters: usize,
    pub capitals: usize,
    pub emoji: Vec<char>,
}

impl Words {
    pub fn tokens(&self) -> impl Iterator<Item = &Token> {
        self.segments.iter().flat_map(|segment| segment.tokens.iter())
    }
}

/// Zero-width and direction marks: they show nothing and would split words.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}'
        | '\u{feff}' | '\u{00ad}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0000}'..='\u{e007f}')
        || (c.is_control() && c != '\n' && c != '\t' && c != '\r')
}

pub(super) fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f300}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{1f1e6}'..='\u{1f1ff}')
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

/// Readable characters of a text in bounded length.
pub(crate) fn clean(text: &str) -> String {
    let visible = |c: &char| !is_invisible(*c);
    let fold = |c: char| match c {
        '\u{2018}' | '\u{2019}' | '\u{02bc}' | '`' | '\u{00b4}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' => '"',
        '\u{2013}' | '\u{2014}' | '\u{2212}' => '-',
        '\u{00a0}' | '\t' | '\r' => ' ',
        // Digits of Arabic, Persian and Hindi.
        '\u{660}'..='\u{669}' => digit(c, '\u{660}'),
        '\u{6f0}'..='\u{6f9}' => digit(c, '\u{6f0}'),
        '\u{966}'..='\u{96f}' => digit(c, '\u{966}'),
        other => other,
    };
    // Normalisation may lengthen a text eighteenfold: the bound is taken before and after.
    let head: String = text.chars().filter(visible).take(LONGEST).map(fold).nfkc().take(LONGEST).collect();
    if text.len() <= LONGEST {
        return head;
    }
    let mut tail: Vec<char> = text.chars().rev().filter(visible).take(TAIL).map(fold).collect();
    tail.reverse();
    if text.chars().filter(visible).nth(LONGEST).is_none() {
        return head;
    }
    let mut whole: String = head.chars().take(LONGEST - TAIL).collect();
    whole.push('\n');
    whole.extend(tail);
    whole
}

/// Splits messages into sentences of words.
pub(super) fn read(bodies: &[&str]) -> Words {
    let mut words = Words::default();
    for body in bodies {
        let text = clean(body);
        read_one(&text, &mut words);
        if !words.clean.is_empty() {
            words.clean.push('\n');
        }
        words.clean.push_str(&text);
        if words.clean.chars().count() > 2 * LONGEST {
            break;
        }
    }
    words
}

fn read_one(text: &str, words: &mut Words) {
    let mut segment = Segment::default();
    for line in text.split('\n') {
        for chunk in line.split(' ').filter(|chunk| !chunk.is_empty()) {
            if let Some(email) = email_in(chunk) {
                words.emails.push(email);
                continue;
            }
            read_chunk(chunk, words, &mut segment);
        }
        close(&mut segment, words);
    }
}

fn close(segment: &mut Segment, words: &mut Words) {
    if !segment.tokens.is_empty() {
        words.segments.push(std::mem::take(segment));
    }
}

/// An e-mail address, as a chunk between spaces.
pub(super) fn email_in(chunk: &str) -> Option<String> {
    let (local, host) = chunk
        .trim_matches(|c: char| !c.is_alphanumeric())
        .split_once('@')
        .filter(|(local, host)| !local.is_empty() && host.contains('.') && !host.contains('@'))?;
    let fine = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    (local.chars().all(fine) && host.chars().all(fine)).then(|| format!("{local}@{host}").to_lowercase())
}

fn read_chunk(chunk: &str, words: &mut Words, segment: &mut Segment) {
    let chars: Vec<char> = chunk.chars().collect();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if is_letter(c) {
            let start = i;
            while i < chars.len()
                && (is_letter(chars[i])
                    || (chars[i] == '\'' && i + 1 < chars.len() && is_letter(chars[i + 1])))
            {
                words.letters += 1;
                words.capitals += usize::from(chars[i].is_uppercase());
                i += 1;
            }
            let word: String = chars[start..i].iter().collect();
            push_word(&fold(&word), segment);
        } else if c.is_ascii_digit() {
            let start = i;
            while i < chars.len()
                && (chars[i].is_ascii_digit()
                    || (matches!(chars[i], '.' | ',')
                        && i + 1 < chars.len()
                        && chars[i + 1].is_ascii_digit()))
            {
                i += 1;
            }
            push(chars[start..i].iter().collect(), segment);
        } else {
            i += 1;
            match c {
                '€' | '$' | '£' | '#' | '%' | '+' | '/' => push(c.to_string(), segment),
                '!' => words.exclamations += 1,
                _ if is_emoji(c) => words.emoji.push(c),
                _ => {}
            }
            // A dot inside "49.90" was read with its number; others end the sentence.
            if matches!(c, '.' | '!' | '?' | ';' | '…') {
                segment.question |= c == '?';
                if !segment.tokens.is_empty() {
                    words.segments.push(std::mem::take(segment));
                }
            }
        }
    }
}

/// Lower case without accents.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    // Accents of Latin, Greek and Cyrillic letters, hamza and vowel marks of Arabic: people leave them out. The vowel signs
    // of Indian scripts are letters.
    let is_accent =
        |c: char| matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{640}');
    let alike = |c: char| match c {
        'ة' => 'ه',
        'ى' => 'ي',
        other => other,
    };
    word.nfd().filter(|c| !is_accent(*c)).flat_map(char::to_lowercase).map(alike).nfc().collect()
}

/// The words of a text, folded, with one space between.
pub(super) fn folded(text: &str) -> String {
    let words = text.split(|c: char| !is_letter(c) && !c.is_numeric()).filter(|word| !word.is_empty());
    words.map(fold).collect::<Vec<_>>().join(" ")
}

/// The folded words of a text, to look for phrases in.
pub(in crate::agent) struct Folded {
    text: String,
    /// Where each word begins.
    starts: Vec<usize>,
}

impl Folded {
    pub fn new(text: &str) -> Self {
        let text = folded(text);
        let spaces = text.bytes().enumerate().filter(|(_, byte)| *byte == b' ');
        let starts = std::iter::once(0).chain(spaces.map(|(at, _)| at + 1)).collect();
        Self { text, starts }
    }

    /// Whether it has a phrase of folded words; one that ends in `*` is the beginning of a word.
    pub fn says(&self, phrase: &str) -> bool {
        let (phrase, is_open) =
            phrase.strip_suffix('*').map_or((phrase, false), |beginning| (beginning, true));
        self.starts.iter().any(|start| {
            let rest = self.text.as_bytes()[*start..].strip_prefix(phrase.as_bytes());
            rest.is_some_and(|rest| is_open || rest.first().is_none_or(|after| *after == b' '))
        })
    }

    pub fn says_any(&self, phrases: &[&str]) -> bool {
        phrases.iter().any(|phrase| self.says(phrase))
    }
}

/// Letters, and the signs of Indian scripts that belong to their letters.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{64b}'..='\u{65f}')
}

fn push(word: String, segment: &mut Segment) {
    let stem = stem(&word);
    segment.tokens.push(Token { word, typed: None, stem });
}

fn push_word(word: &str, segment: &mut Segment) {
    if let Some(parts) = lexicon::SLANG.get(word) {
        for part in *parts {
            push((*part).to_owned(), segment);
        }
        return;
    }
    if let Some((base, rest)) = word.split_once('\'') {
        let (base, rest): (&str, &[&str]) = match (base, rest) {
            ("can", "t") => ("can", &["not"]),
            ("won", "t") => ("will", &["not"]),
            ("shan", "t") => ("shall", &["not"]),
            (base, "t") => (base.strip_suffix('n').unwrap_or(base), &["not"]),
            (base, "s") if lexicon::BEFORE_IS.contains(&base) => (base, &["is"]),
            (base, "re") => (base, &["are"]),
            (base, "m") => (base, &["am"]),
            (base, "ve") => (base, &["have"]),
            (base, "ll") => (base, &["will"]),
            (base, "d") => (base, &["would"]),
            (base, "s") => (base, &[]),
            // "d'accord", "l'article".
            (base, rest) => {
                push_word(base, segment);
                push_word(rest, segment);
                return;
            }
        };
        push_word(base, segment);
        for part in rest {
            push((*part).to_owned(), segment);
        }
        return;
    }
    // "sooooo" and "hellooo" are "so" and "hello".
    let squeezed = squeeze(word);
    let word = squeezed.as_str();
    match correct(word) {
        Some(known) => {
            segment.tokens.push(Token {
                word: known.to_owned(),
                typed: Some(word.to_owned()),
                stem: stem(known),
            });
        }
        None => push(word.to_owned(), segment),
    }
}

/// A light English stem. Cues are stemmed by the same function, so that only consistency counts.
pub(super) fn stem(word: &str) -> String {
    if !word.is_ascii() || word.len() < 4 || !word.as_bytes()[0].is_ascii_alphabetic() {
        return word.to_owned();
    }
    let mut stem = word.to_owned();
    if let Some(base) = word.strip_suffix("ies").filter(|base| base.len() > 1) {
        stem = format!("{base}y");
    } else if word.ends_with("sses")
        || word.ends_with("shes")
        || word.ends_with("ches")
        || word.ends_with("xes")
    {
        stem.truncate(word.len() - 2);
    } else if word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is") {
        stem.pop();
    }
    for suffix in ["ing", "ed"] {
        if let Some(base) = stem.strip_suffix(suffix)
            && base.len() >= 3
            && !stem.ends_with("eed")
            && base.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
        {
            let bytes = base.as_bytes();
            let last = bytes[bytes.len() - 1];
            let doubled = bytes[bytes.len() - 2] == last && !matches!(last, b's' | b'l' | b'z' | b'f');
            let doubled_l = last == b'l' && bytes[bytes.len() - 2] == b'l' && base.len() > 5;
            stem = base[..base.len() - usize::from(doubled || doubled_l)].to_owned();
            break;
        }
    }
    if stem.len() > 4 && stem.ends_with('e') {
        stem.pop();
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        read(&[text]).tokens().map(|token| token.word.as_str()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_people_type_becomes_plain_words() {
        for (typed, plain) in [
            ("Where’s my ordr??", "where is my order"),
            ("wheres my pakage", "where is my package"),
            ("can't u canel it", "can not you cancel it"),
            ("HELLOOO", "hello"),
            ("do\u{200b} y\u{200b}ou", "do you"),
            ("t-shirt 40eur, #1042", "t shirt 40 eur # 1042"),
            ("Café crème", "cafe creme"),
            ("refnd plz", "refund please"),
            ("49,90 or 49.90.", "49,90 or 49.90"),
        ] {
            assert_eq!(words(typed), plain, "{typed}");
        }
    }

    #[test]
    fn inflections_share_a_stem() {
        for group in [
            &["cancel", "cancelled", "canceled", "cancelling"][..],
            &["arrive", "arrived", "arriving", "arrives"],
            &["ship", "shipped", "shipping"],
            &["return", "returns", "returning", "returned"],
            &["exchange", "exchanged", "exchanging"],
            &["dress", "dresses"],
        ] {
            let first = stem(group[0]);
            for word in group {
                assert_eq!(stem(word), first, "{word}");
            }
        }
    }

    #[test]
    fn an_enormous_message_is_read_in_part() {
        let text = "a ".repeat(60_000) + "refund";
        let read = read(&[&text]);
        assert!(read.tokens().count() <= LONGEST);
        assert_eq!(read.tokens().last().map(|token| token.word.as_str()), Some("refund"));
    }

    #[test]
    fn a_phrase_is_whole_words_and_an_open_one_begins_one() {
        let text = Folded::new("Let's RE-STOCK the Café, please");
        for phrase in ["let s", "re stock the cafe", "please", "rest*", "st*", "pl*", "re st*"] {
            assert_eq!(text.says(phrase), phrase != "rest*", "{phrase}");
        }
        for phrase in ["et", "stoc", "tock", "*ease", "please do", "the cafes", "tock*"] {
            assert!(!text.says(phrase), "{phrase}");
        }
        assert!(text.says_any(&["coffee", "cafe"]) && !text.says_any(&["coffee", "tea"]));
        assert!(!Folded::new("").says("a") && !Folded::new("?!").says("a*"));
    }
}
