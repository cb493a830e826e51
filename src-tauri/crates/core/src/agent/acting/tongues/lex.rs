//! A message as the words that matter: what each does by the language's table, the customer's own things, and the things
//! that the glossary knows. Decides nothing.

use super::table::{Table, Tag};
use crate::agent::account::Account;
use crate::agent::acting::{verbs, words};
use crate::agent::phrases::Language;
use crate::agent::understanding::{self, clean, fold, glossed, is_garment, is_plain};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Tag(Tag),
    /// Digits, or what else may be the number of an order.
    Number,
    /// Names a thing, in the words of the customer's orders or in English.
    Name(String),
    /// What a thing is like: a colour, a size, any value of an option.
    Value(String),
    /// A common word that says nothing here.
    Known,
    Unknown,
    Comma,
    End,
    Question,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub raw: String,
    /// In bytes of the cleaned text.
    pub at: usize,
}

impl Token {
    pub fn is(&self, tag: Tag) -> bool {
        self.kind == Kind::Tag(tag)
    }

    pub const fn is_mark(&self) -> bool {
        matches!(self.kind, Kind::Comma | Kind::End | Kind::Question)
    }

    pub fn is_capital(&self) -> bool {
        self.raw.chars().next().is_some_and(char::is_uppercase)
    }
}

/// A message, cleaned, with its tokens.
pub(super) struct Said {
    pub text: String,
    pub tokens: Vec<Token>,
}

/// The words of what the customer has and of what it may become.
#[derive(Default)]
struct Own {
    names: Vec<String>,
    values: Vec<String>,
    /// Of orders.
    numbers: Vec<String>,
}

/// A name that is a wish in English would be one in what is read on.
fn quiet(word: &str) -> bool {
    verbs::places(&words::atoms(word)).is_empty()
}

impl Own {
    fn of(account: &Account) -> Self {
        let split = |text: &str| -> Vec<String> {
            text.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty()).map(fold).collect()
        };
        let lines = account.orders.iter().flat_map(|order| &order.lines);
        let titles = lines.clone().map(|line| line.title.as_str());
        let titles = titles.chain(account.goods.iter().map(|goods| goods.title.as_str()));
        let names = titles.flat_map(split).filter(|word| word.chars().count() >= 3).collect();
        let variants = account.goods.iter().flat_map(|goods| &goods.variants);
        let values = variants.flat_map(|variant| &variant.values).map(String::as_str);
        let values = values.chain(lines.map(|line| line.variant_title.as_str()));
        let numbers = account.orders.iter().map(|order| fold(order.number.trim_start_matches('#'))).collect();
        Self { names, values: values.flat_map(split).collect(), numbers }
    }

    fn exact(&self, word: &str) -> Option<Kind> {
        if self.names.iter().any(|own| own == word) {
            return quiet(word).then(|| Kind::Name(word.to_owned()));
        }
        (self.values.iter().any(|own| own == word) && quiet(word)).then(|| Kind::Value(word.to_owned()))
    }

    /// "roten" where the shop says "Rot".
    fn inflected(&self, word: &str) -> Option<Kind> {
        let alike = |own: &&String| {
            let length = own.chars().count();
            let stem: String =
                if length >= 4 { own.chars().take(length - 1).collect() } else { (*own).clone() };
            let said = word.chars().count();
            length >= 3 && word.starts_with(&stem) && said <= length + 2 && said + 1 >= length
        };
        let found = |words: &[String]| words.iter().find(alike).filter(|own| quiet(own)).cloned();
        found(&self.names).map(Kind::Name).or_else(|| found(&self.values).map(Kind::Value))
    }

    fn has(&self, word: &str) -> bool {
        self.names.iter().chain(&self.values).any(|own| own == word)
    }
}

fn is_colour(words: &[&str]) -> bool {
    understanding::colour_names().any(|name| name == words.join(" ")) || words.contains(&"grey")
}

const MATERIALS: &[&str] = &["linen", "cotton", "wool", "silk", "leather"];

/// "W1000001": a letter or some, and digits.
fn is_order_number(word: &str) -> bool {
    let letters = word.chars().take_while(char::is_ascii_alphabetic).count();
    let digits = word.chars().filter(char::is_ascii_digit).count();
    (1..=3).contains(&letters) && digits >= 3 && letters + digits == word.chars().count()
}

/// Whether a number that was written is that of an order: by its digits.
pub(super) fn is_number_of(number: &str, written: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let bare = written.chars().all(|c| c.is_ascii_digit());
    number.trim_start_matches('#').eq_ignore_ascii_case(written) || (bare && digits(number) == written)
}

/// What the glossary says a word is, as far as it names a thing.
fn named(english: &[&str]) -> Kind {
    let said = english.join(" ");
    match english {
        ["size"] => Kind::Tag(Tag::Size),
        ["order" | "parcel"] => Kind::Tag(Tag::Order),
        _ if is_colour(english) => Kind::Value(said.replace("navy blue", "navy")),
        [only] if MATERIALS.contains(only) => Kind::Value(said),
        [.., last] if is_garment(last) => Kind::Name(said),
        _ => Kind::Known,
    }
}

const LETTER_SIZES: &[&str] = &["xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"];

struct Lexer<'a> {
    table: &'a Table,
    code: &'static str,
    own: Own,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    /// What begins a run of words, and of how many words it is made.
    fn next(&self, words: &[&str], raw: &str) -> (usize, Vec<Kind>) {
        let word = words[0];
        // "n° 1042", "no 1042": the number's.
        let digits = |word: &&str| word.chars().all(|c| c.is_ascii_digit()) || is_order_number(word);
        if matches!(word, "n" | "no" | "nr") && words.get(1).is_some_and(digits) {
            return (1, vec![Kind::Known]);
        }
        // A small letter alone is an elided article, unless a number stands before it: "1 l".
        let measured = self.tokens.last().is_some_and(|token| {
            token.kind == Kind::Number || token.raw.ends_with(|c: char| c.is_ascii_digit())
        });
        let elided = word.len() == 1 && raw.chars().all(char::is_lowercase) && !measured;
        let tagged = self.table.longest(words);
        match tagged {
            Some((1, Tag::Plain)) if self.own.has(word) && !elided => {}
            Some((length, tag)) => return (length, vec![Kind::Tag(tag)]),
            None => {}
        }
        if self.after_size() && (LETTER_SIZES.contains(&word) || word.chars().all(|c| c.is_ascii_digit())) {
            return (1, vec![Kind::Value(word.to_owned())]);
        }
        if word.chars().all(|c| c.is_ascii_digit()) {
            let kind = if word.len() < 4 && self.own.has(word) {
                Kind::Value(word.to_owned())
            } else {
                Kind::Number
            };
            return (1, vec![kind]);
        }
        if is_order_number(word) || self.own.numbers.iter().any(|number| number == word) {
            return (1, vec![Kind::Number]);
        }
        if let Some(kind) = self.own.exact(word).filter(|_| !elided) {
            return (1, vec![kind]);
        }
        for (tag, rest) in self.table.fronted(word) {
            let Some(tag) = tag else { continue };
            if let Some((1, english)) = glossed(self.code, &[rest]) {
                return (1, vec![Kind::Tag(tag), named(english)]);
            }
        }
        if let Some((length, english)) = glossed(self.code, words) {
            let kind = named(english);
            // The shop may call it as the customer does.
            let shops = english.iter().any(|word| self.own.has(word));
            if let (1, false, Some(own)) = (length, shops, self.own.inflected(word)) {
                return (1, vec![own]);
            }
            return (length, vec![kind]);
        }
        if let Some(tag) = self.table.pointing(word) {
            return (1, vec![Kind::Tag(tag), Kind::Tag(Tag::It)]);
        }
        for (tag, rest) in self.table.fronted(word) {
            let known = match self.table.longest(&[rest]) {
                Some((1, tag)) => Some(Kind::Tag(tag)),
                _ => self
                    .own
                    .exact(rest)
                    .or_else(|| glossed(self.code, &[rest]).map(|(_, english)| named(english))),
            };
            if let Some(kind) = known {
                let front = tag.map(Kind::Tag);
                return (1, front.into_iter().chain([kind]).collect());
            }
        }
        if let Some(own) = self.own.inflected(word) {
            return (1, vec![own]);
        }
        if is_garment(word) {
            return (1, vec![Kind::Name(word.to_owned())]);
        }
        if is_colour(&[word]) {
            return (1, vec![Kind::Value(word.to_owned())]);
        }
        // "M" alone is a size; a small letter may be an elided article.
        if LETTER_SIZES.contains(&word) && raw.chars().all(char::is_uppercase) {
            return (1, vec![Kind::Value(word.to_owned())]);
        }
        let known = is_plain(self.code, word) || word.chars().count() == 1;
        (1, vec![if known { Kind::Known } else { Kind::Unknown }])
    }

    fn after_size(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.is(Tag::Size))
    }

    fn run(&mut self, run: &[(usize, String)]) {
        let folded: Vec<String> = run.iter().map(|(_, word)| fold(word)).collect();
        let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
        let mut i = 0;
        while i < run.len() {
            let (length, kinds) = self.next(&folded[i..], &run[i].1);
            let raw: Vec<&str> = run[i..i + length].iter().map(|(_, word)| word.as_str()).collect();
            for kind in kinds {
                self.tokens.push(Token { kind, raw: raw.join(" "), at: run[i].0 });
            }
            i += length;
        }
    }

    fn mark(&mut self, at: usize, kind: Kind) {
        if self
            .tokens
            .last()
            .is_some_and(|last| !last.is_mark() || (last.kind == Kind::Comma && kind != Kind::Comma))
        {
            self.tokens.push(Token { kind, raw: String::new(), at });
        }
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}' | '\u{64b}'..='\u{65f}' | '\u{300}'..='\u{36f}')
}

pub(super) fn read(language: Language, table: &Table, text: &str, account: Option<&Account>) -> Said {
    // "Nº 1042" would become "no 1042".
    let text = clean(&text.replace(['º', 'ª', '°'], " "));
    let own = account.map(Own::of).unwrap_or_default();
    let mut lexer = Lexer { table, code: language.code(), own, tokens: Vec::new() };
    let mut run: Vec<(usize, String)> = Vec::new();
    let mut word: Option<(usize, String)> = None;
    for (at, c) in text.char_indices() {
        if is_letter(c) {
            word.get_or_insert_with(|| (at, String::new())).1.push(c);
            continue;
        }
        let after_digit = word.as_ref().is_some_and(|(_, word)| word.ends_with(|c: char| c.is_ascii_digit()));
        run.extend(word.take());
        // "49.90"
        let before_digit = text[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        if matches!(c, '.' | ',') && after_digit && before_digit {
            continue;
        }
        let kind = match c {
            '.' | '!' | ';' | '\n' | '\u{964}' | '؛' => Kind::End,
            '?' | '؟' => Kind::Question,
            ',' | ':' | '،' | '(' | ')' => Kind::Comma,
            _ => continue,
        };
        lexer.run(&run);
        run.clear();
        lexer.mark(at, kind);
    }
    run.extend(word);
    lexer.run(&run);
    Said { text, tokens: lexer.tokens }
}
