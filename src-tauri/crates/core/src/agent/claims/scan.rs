//! Reads a text for statements that can be checked. Knows words and forms, no evidence but literal names.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::{Date, Time};

use super::super::book::WEEKDAY_NAMES;
use super::super::evidence::ClaimKind;
use crate::money::{Currency, Money};

/// What a statement says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    Money(Money),
    Percentage,
    Days {
        from: u32,
        to: u32,
    },
    Date(Date),
    /// A weekday beside a date that it does not fall on.
    WrongDate,
    /// 1 Monday … 7 Sunday.
    Weekday(i8),
    Today,
    Tomorrow,
    Now,
    Time(Time),
    Order(String),
    Code(String),
    Number(i64),
    Left(i64),
    Size(String),
    Colour(String),
    Status(Status),
    InStock,
    SoldOut,
    Open,
    Closed,
    Free,
    Exchanges,
    Promise,
    Url(String),
    Email(String),
    Phone(String),
    /// A capitalised name that is not among the names looked up.
    Name(String),
    /// A name, address or sentence that stands in the evidence: its text.
    Literal(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Placed,
    Preparing,
    Shipped,
    UnderWay,
    OutForDelivery,
    Delivered,
    Cancelled,
    Returned,
    Refunded,
    Paid,
    Late,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Statement {
    pub kind: ClaimKind,
    pub said: Said,
    /// In characters.
    pub start: usize,
    pub end: usize,
    /// A "not" or the like stands before it in its clause.
    pub negated: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub text: String,
    pub lower: String,
    pub start: usize,
    pub end: usize,
    pub used: bool,
}

/// A sentence or line, with its statements.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sentence {
    pub words: Vec<Word>,
    pub statements: Vec<Statement>,
    /// The first of a paragraph.
    pub opens_paragraph: bool,
}

impl Sentence {
    pub fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.lower.as_str()))
    }

    pub fn negated(&self) -> bool {
        self.words.iter().any(|word| is_negation(&word.lower))
            || self.statements.iter().any(|s| s.said == Said::SoldOut)
    }
}

pub(super) fn is_negation(word: &str) -> bool {
    matches!(word, "not" | "no" | "never" | "nothing" | "without" | "cannot" | "none" | "nor" | "neither")
        || word.ends_with("n't")
}

const STATUS_WORDS: &[(&str, Status)] = &[
    ("placed", Status::Placed),
    ("prepared", Status::Preparing),
    ("preparing", Status::Preparing),
    ("packed", Status::Preparing),
    ("processing", Status::Preparing),
    ("processed", Status::Preparing),
    ("shipped", Status::Shipped),
    ("dispatched", Status::Shipped),
    ("sent", Status::Shipped),
    ("delivered", Status::Delivered),
    ("arrived", Status::Delivered),
    ("cancelled", Status::Cancelled),
    ("canceled", Status::Cancelled),
    ("returned", Status::Returned),
    ("refunded", Status::Refunded),
    ("reimbursed", Status::Refunded),
    ("paid", Status::Paid),
    ("late", Status::Late),
    ("delayed", Status::Late),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Capitalised words that name nothing.
const COMMON_CAPITALS: &[&str] = &["I", "I'm", "I'll", "I've", "I'd", "STOP", "OK", "PS", "No", "Yes", "SMS"];

const NUMBER_WORDS: [&str; 11] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

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
    /// `names` in lower case.
    pub fn with<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut own = HashMap::new();
        for name in names {
            add_colour(&mut own, name);
        }
        Self { own }
    }

    fn beginning_with(&self, word: &str) -> impl Iterator<Item = &Parts> {
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

struct Reader<'a> {
    chars: &'a [char],
    sentence: &'a mut Sentence,
    today: Date,
}

impl Reader<'_> {
    fn lower(&self, i: usize) -> &str {
        self.sentence.words.get(i).map_or("", |word| word.lower.as_str())
    }

    fn back(&self, i: usize, n: usize) -> &str {
        i.checked_sub(n).map_or("", |j| self.lower(j))
    }

    fn free(&self, i: usize) -> bool {
        self.sentence.words.get(i).is_some_and(|word| !word.used)
    }

    /// Records words `from..=to` as a statement.
    fn state(&mut self, kind: ClaimKind, said: Said, from: usize, to: usize) {
        let negated = (1..=5)
            .map(|n| self.back(from, n))
            .take_while(|word| !matches!(*word, "," | ";" | "but" | "and" | "–"))
            .any(is_negation);
        let (start, end) = (self.sentence.words[from].start, self.sentence.words[to].end);
        for word in &mut self.sentence.words[from..=to] {
            word.used = true;
        }
        self.sentence.statements.push(Statement { kind, said, start, end, negated });
    }

    fn read(&mut self, colours: &Colours, sizes: &[String]) {
        self.written_sizes(sizes);
        self.addresses();
        self.phones();
        self.money();
        self.dates();
        self.times();
        self.counted();
        self.orders_and_codes();
        self.sizes();
        self.colours(colours);
        self.phrases();
        self.names();
        self.numbers();
    }

    fn len(&self) -> usize {
        self.sentence.words.len()
    }

    fn addresses(&mut self) {
        for i in 0..self.len() {
            if !self.free(i) {
                continue;
            }
            let text = self.sentence.words[i].text.clone();
            if text.contains("://") {
                self.state(ClaimKind::Url, Said::Url(text), i, i);
            } else if text.contains('@') && text.chars().count() > 3 {
                self.state(ClaimKind::Email, Said::Email(text), i, i);
            } else if is_bare_domain(&text) {
                self.state(ClaimKind::Url, Said::Url(text), i, i);
            }
        }
    }

    fn phones(&mut self) {
        let mut i = 0;
        while i < self.len() {
            let starts = self.free(i) && (self.lower(i).starts_with('+') || self.lower(i).starts_with('0'));
            if starts {
                let mut end = i;
                let mut digits: String = self.lower(i).chars().filter(char::is_ascii_digit).collect();
                while end + 1 < self.len()
                    && self
                        .lower(end + 1)
                        .chars()
                        .all(|c| c.is_ascii_digit() || matches!(c, '-' | '(' | ')' | '/'))
                {
                    end += 1;
                    digits.extend(self.lower(end).chars().filter(char::is_ascii_digit));
                }
                if digits.len() >= 8 {
                    self.state(ClaimKind::Phone, Said::Phone(digits), i, end);
                    i = end;
                }
            }
            i += 1;
        }
    }

    fn money(&mut self) {
        for i in 0..self.len() {
            if !self.free(i) {
                continue;
            }
            let (unit, number_at) = match (currency(self.lower(i)), self.lower(i + 1)) {
                (Some(unit), next) if is_amount(next) => (unit, i + 1),
                _ => continue,
            };
            self.amount(unit, number_at, i, number_at);
        }
        for i in 0..self.len() {
            if self.free(i)
                && is_amount(self.lower(i))
                && let Some(unit) = currency(self.lower(i + 1))
                && self.free(i + 1)
            {
                self.amount(unit, i, i, i + 1);
            }
        }
    }

    fn amount(&mut self, unit: Currency, number: usize, from: usize, to: usize) {
        let text = self.lower(number).to_owned();
        let said = match super::super::understanding::amount(&text, unit) {
            Some(amount) => Said::Money(Money::new(amount, unit)),
            // An amount nobody can read cannot be proved.
            None => Said::Number(i64::MIN),
        };
        self.state(ClaimKind::Money, said, from, to);
    }

    fn dates(&mut self) {
        let mut i = 0;
        while i < self.len() {
            let weekday = self.weekday(i);
            let at = if weekday.is_some() { i + 1 } else { i };
            let at = if weekday.is_some() && matches!(self.lower(at), "," | "the") { at + 1 } else { at };
            if self.free(i)
                && let Some((date, end)) = self.date_at(at)
            {
                let said = match (date, weekday) {
                    (Some(date), Some(day)) if date.weekday().to_monday_one_offset() != day => {
                        Said::WrongDate
                    }
                    (Some(date), _) => Said::Date(date),
                    (None, _) => Said::WrongDate,
                };
                self.state(ClaimKind::Date, said, i, end);
                i = end + 1;
                continue;
            }
            if self.free(i) {
                if let Some(day) = weekday {
                    self.state(ClaimKind::Weekday, Said::Weekday(day), i, i);
                } else if matches!(self.lower(i), "today" | "tonight") {
                    self.state(ClaimKind::Date, Said::Today, i, i);
                } else if self.lower(i) == "tomorrow" {
                    self.state(ClaimKind::Date, Said::Tomorrow, i, i);
                } else if self.lower(i) == "yesterday" {
                    let said = self.today.yesterday().map_or(Said::WrongDate, Said::Date);
                    self.state(ClaimKind::Date, said, i, i);
                }
            }
            i += 1;
        }
    }

    fn weekday(&self, i: usize) -> Option<i8> {
        let word = self.lower(i);
        let index = WEEKDAY_NAMES.iter().position(|name| {
            name.eq_ignore_ascii_case(word)
                || word.strip_suffix('s').is_some_and(|w| name.eq_ignore_ascii_case(w))
        })?;
        i8::try_from(index + 1).ok()
    }

    /// A date that begins at word `i`, with its last word. `Some((None, _))` is no day of the calendar.
    fn date_at(&self, i: usize) -> Option<(Option<Date>, usize)> {
        let month_of = |word: &str| {
            MONTHS.iter().position(|month| *month == word || (word.len() == 3 && month.starts_with(word)))
        };
        let day_of = |word: &str| {
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            (!digits.is_empty() && digits.len() <= 2).then(|| digits.parse::<i8>().ok()).flatten()
        };
        let (day, month, mut end) =
            if let (Some(day), Some(month)) = (day_of(self.lower(i)), month_of(self.lower(i + 1))) {
                (day, month, i + 1)
            } else if let (Some(day), "of", Some(month)) =
                (day_of(self.lower(i)), self.lower(i + 1), month_of(self.lower(i + 2)))
            {
                (day, month, i + 2)
            } else if let (Some(month), Some(day)) = (month_of(self.lower(i)), day_of(self.lower(i + 1))) {
                (day, month, i + 1)
            } else {
                return self.numeric_date(i);
            };
        let month = i8::try_from(month + 1).ok()?;
        let after = if self.lower(end + 1) == "," { end + 2 } else { end + 1 };
        let year = self.lower(after);
        if year.len() == 4
            && let Ok(year) = year.parse::<i16>()
        {
            end = after;
            return Some((Date::new(year, month, day).ok(), end));
        }
        Some((self.this_year(month, day), end))
    }

    /// "2026-03-13", "13/03/2026", "13.03.2026" and shorter.
    fn numeric_date(&self, i: usize) -> Option<(Option<Date>, usize)> {
        let number = |i: usize| -> Option<i16> {
            let word = self.lower(i);
            (!word.is_empty() && word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()))
                .then(|| word.parse().ok())
                .flatten()
        };
        let dotted: Vec<&str> = self.lower(i).split('.').collect();
        if let [day, month, year] = dotted.as_slice()
            && let (Ok(day), Ok(month), Ok(year)) = (day.parse(), month.parse(), year.parse())
        {
            return Some((Date::new(year, month, day).ok(), i));
        }
        let separated = matches!(self.lower(i + 1), "-" | "/") && self.lower(i + 1) == self.lower(i + 3);
        if separated && let (Some(a), Some(b), Some(c)) = (number(i), number(i + 2), number(i + 4)) {
            let (year, month, day) = if self.lower(i).len() == 4 { (a, b, c) } else { (c, b, a) };
            let date = i8::try_from(month)
                .ok()
                .zip(i8::try_from(day).ok())
                .and_then(|(m, d)| Date::new(year, m, d).ok());
            return Some((date, i + 4));
        }
        if self.lower(i + 1) == "/"
            && let (Some(a), Some(b)) = (number(i), number(i + 2))
        {
            let date = i8::try_from(b).ok().zip(i8::try_from(a).ok()).and_then(|(m, d)| self.this_year(m, d));
            return Some((date, i + 2));
        }
        None
    }

    /// A day without its year is one of this year: other years are written out.
    fn this_year(&self, month: i8, day: i8) -> Option<Date> {
        Date::new(self.today.year(), month, day).ok()
    }

    fn times(&mut self) {
        for i in 0..self.len() {
            if !self.free(i) {
                continue;
            }
            let word = self.lower(i).to_owned();
            let (digits, mut half) = match word
                .strip_suffix("am")
                .map(|d| (d, "am"))
                .or_else(|| word.strip_suffix("pm").map(|d| (d, "pm")))
            {
                Some((digits, half)) => (digits.to_owned(), half),
                None => (word.clone(), ""),
            };
            let mut end = i;
            if half.is_empty() && matches!(self.lower(i + 1), "am" | "pm") {
                half = if self.lower(i + 1) == "am" { "am" } else { "pm" };
                end = i + 1;
            }
            let (hour, minute) = match digits.split_once(':') {
                Some((hour, minute)) => (hour, minute),
                None if !half.is_empty() => (digits.as_str(), "0"),
                None if matches!(self.lower(i + 1), "o'clock") => (digits.as_str(), "0"),
                None => continue,
            };
            let (Ok(mut hour), Ok(minute)) = (hour.parse::<i8>(), minute.parse::<i8>()) else { continue };
            match half {
                "pm" if hour < 12 => hour += 12,
                "am" if hour == 12 => hour = 0,
                _ => {}
            }
            match Time::new(hour, minute, 0, 0) {
                Ok(time) => self.state(ClaimKind::Time, Said::Time(time), i, end),
                Err(_) => self.state(ClaimKind::Time, Said::Number(i64::MIN), i, end),
            }
        }
    }

    /// Durations, percentages and what is left.
    fn counted(&mut self) {
        for i in 0..self.len() {
            let Some(first) = self.number(i).filter(|_| self.free(i)) else { continue };
            let (last, mut end) = match self.lower(i + 1) {
                "–" | "-" | "to" => self.number(i + 2).map_or((first, i), |n| (n, i + 2)),
                _ => (first, i),
            };
            let mut unit_at = end + 1;
            if matches!(self.lower(unit_at), "-" | "working" | "business" | "full" | "more" | "calendar") {
                unit_at += 1;
            }
            let scale = match self.lower(unit_at) {
                "day" | "days" => Some(1),
                "week" | "weeks" => Some(7),
                "month" | "months" => Some(30),
                "year" | "years" => Some(365),
                // No fact of a shop is kept in hours.
                "hour" | "hours" | "minute" | "minutes" => Some(0),
                _ => None,
            };
            if let Some(scale) = scale {
                end = unit_at;
                let days =
                    |n: i64| u32::try_from(n).ok().and_then(|n| n.checked_mul(scale)).filter(|_| scale > 0);
                let said = match (days(first), days(last)) {
                    (Some(from), Some(to)) => Said::Days { from, to },
                    _ => Said::Number(i64::MIN),
                };
                self.state(ClaimKind::Duration, said, i, end);
            } else if matches!(self.lower(end + 1), "%" | "percent") {
                self.state(ClaimKind::Percentage, Said::Percentage, i, end + 1);
            } else if self.lower(end + 1) == "left"
                || (matches!(self.lower(end + 1), "pieces" | "items" | "more")
                    && self.lower(end + 2) == "left")
            {
                self.state(ClaimKind::Quantity, Said::Left(first), i, end + 1);
            }
        }
    }

    fn number(&self, i: usize) -> Option<i64> {
        let word = self.lower(i);
        if let Some(value) = NUMBER_WORDS.iter().position(|name| *name == word) {
            return i64::try_from(value).ok();
        }
        (!word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok()).flatten()
    }

    fn orders_and_codes(&mut self) {
        for i in 0..self.len() {
            if !self.free(i) {
                continue;
            }
            let word = self.sentence.words[i].text.trim_start_matches('#').to_owned();
            let digits = word.chars().filter(char::is_ascii_digit).count();
            let letters = word.chars().filter(|c| c.is_alphabetic()).count();
            let hash = self.lower(i).starts_with('#');
            let plain = word.chars().all(char::is_alphanumeric);
            if !plain || digits == 0 {
                continue;
            }
            let tracked = (1..=3).any(|n| self.back(i, n) == "tracking");
            if tracked || (digits + letters >= 8 && digits >= 3) {
                self.state(ClaimKind::TrackingNumber, Said::Code(word), i, i);
                continue;
            }
            let ordered = self.sentence.has(&["order", "orders"]);
            if hash || (letters == 0 && digits >= 3 && ordered) {
                self.state(ClaimKind::OrderNumber, Said::Order(word), i, i);
            } else if letters > 0
                && digits > 0
                && !word.ends_with("st")
                && !word.ends_with("nd")
                && !word.ends_with("th")
            {
                // "SAVE10": a code of some kind.
                if !matches!(word.to_uppercase().as_str(), "2XL" | "3XL" | "4XL" | "5XL" | "2XS" | "3XS") {
                    self.state(ClaimKind::TrackingNumber, Said::Code(word), i, i);
                }
            }
        }
    }

    /// Sizes that are more than a letter or a number, as the evidence writes them: "35-38", "One size".
    fn written_sizes(&mut self, sizes: &[String]) {
        for size in sizes {
            let parts: Vec<String> = tokens(size);
            for i in 0..self.len() {
                let end = i + parts.len();
                let fits = end <= self.len()
                    && (i..end).all(|at| self.free(at))
                    && parts.iter().enumerate().all(|(n, part)| self.lower(i + n) == *part);
                if fits && !parts.is_empty() {
                    self.state(ClaimKind::Size, Said::Size(size.clone()), i, end - 1);
                }
            }
        }
    }

    fn sizes(&mut self) {
        const LETTERS: [&str; 12] =
            ["XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL", "2XL", "3XL", "4XL", "5XL"];
        let mut listing = false;
        for i in 0..self.len() {
            let lower = self.lower(i);
            if matches!(lower, "size" | "sizes") {
                listing = true;
                continue;
            }
            let text = self.sentence.words[i].text.clone();
            let numeric =
                listing && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
            if self.free(i) && (LETTERS.contains(&text.as_str()) || numeric) {
                self.state(ClaimKind::Size, Said::Size(text), i, i);
            } else if !matches!(
                self.lower(i),
                "," | "and" | "or" | ":" | "/" | "in" | "stock" | "eu" | "uk" | "us" | "are" | "is"
            ) {
                listing = false;
            }
        }
    }

    fn colours(&mut self, colours: &Colours) {
        for i in 0..self.len() {
            if !self.free(i) {
                continue;
            }
            let names = colours.beginning_with(self.lower(i));
            let fitting = names.filter_map(|parts| {
                let mut at = i;
                let fits = parts.iter().enumerate().all(|(n, part)| {
                    if n > 0 && self.lower(at) == "-" {
                        at += 1;
                    }
                    let fits = self.lower(at) == *part && self.free(at);
                    at += 1;
                    fits
                });
                fits.then_some(at - 1)
            });
            if let Some(end) = fitting.max() {
                let (from, to) = (self.sentence.words[i].start, self.sentence.words[end].end);
                let name: String = self.chars[from..to].iter().collect();
                self.state(ClaimKind::Colour, Said::Colour(name.to_lowercase()), i, end);
            }
        }
    }

    fn phrases(&mut self) {
        for i in 0..self.len() {
            if !self.free(i) {
                continue;
            }
            let (word, next, after) =
                (self.lower(i).to_owned(), self.lower(i + 1).to_owned(), self.lower(i + 2).to_owned());
            let recent: Vec<String> = (1..=4).map(|n| self.back(i, n).to_owned()).collect();
            let any = |words: &[&str]| recent.iter().any(|w| words.contains(&w.as_str()));
            // What may or must happen is not said to have happened.
            let conditional = any(&[
                "if", "once", "when", "can", "could", "may", "might", "would", "unless", "until", "before",
                "should",
            ]);
            let future = any(&["will", "we'll", "i'll", "it'll", "they'll", "you'll", "going", "shall"]);
            match (word.as_str(), next.as_str(), after.as_str()) {
                ("out", "for", "delivery") => {
                    self.state(ClaimKind::Status, Said::Status(Status::OutForDelivery), i, i + 2);
                }
                ("on", "its" | "the", "way") => {
                    self.state(ClaimKind::Status, Said::Status(Status::UnderWay), i, i + 2);
                }
                ("in", "transit", _) => {
                    self.state(ClaimKind::Status, Said::Status(Status::UnderWay), i, i + 1);
                }
                ("in", "stock", _) => self.state(ClaimKind::Availability, Said::InStock, i, i + 1),
                ("sold", "out", _) => self.state(ClaimKind::Availability, Said::SoldOut, i, i + 1),
                ("out", "of", "stock") => self.state(ClaimKind::Availability, Said::SoldOut, i, i + 2),
                ("last", "one", _) if !conditional => {
                    self.state(ClaimKind::Quantity, Said::Left(1), i, i + 1);
                }
                ("available", _, _) if !conditional => {
                    self.state(ClaimKind::Availability, Said::InStock, i, i);
                }
                ("right", "now", _) => self.state(ClaimKind::Time, Said::Now, i, i + 1),
                ("now", _, _) => self.state(ClaimKind::Time, Said::Now, i, i),
                ("open" | "opens", _, _) => self.state(ClaimKind::Time, Said::Open, i, i),
                ("closed" | "closes", _, _) => self.state(ClaimKind::Time, Said::Closed, i, i),
                ("free", _, _) if self.back(i, 1) != "feel" => {
                    self.state(ClaimKind::Policy, Said::Free, i, i);
                }
                ("exchange" | "exchanges" | "exchanged", _, _) => {
                    self.state(ClaimKind::Policy, Said::Exchanges, i, i);
                }
                (
                    "guarantee" | "guaranteed" | "promise" | "promised" | "discount" | "voucher" | "coupon"
                    | "compensation" | "gift",
                    _,
                    _,
                ) => {
                    self.state(ClaimKind::Promise, Said::Promise, i, i);
                }
                (
                    "refund" | "cancel" | "ship" | "deliver" | "replace" | "reserve" | "arrive" | "reimburse"
                    | "dispatch",
                    _,
                    _,
                ) if future => {
                    self.state(ClaimKind::Promise, Said::Promise, i, i);
                }
                (word, _, _) => {
                    if let Some((_, status)) = STATUS_WORDS.iter().find(|(name, _)| *name == word) {
                        let status = *status;
                        if future {
                            self.state(ClaimKind::Promise, Said::Promise, i, i);
                        } else if !(conditional || status == Status::Placed && any(&["orders"])) {
                            self.state(ClaimKind::Status, Said::Status(status), i, i);
                        }
                    }
                }
            }
        }
    }

    /// Capitalised words within a sentence, and pairs of them anywhere.
    fn names(&mut self) {
        let mut i = 0;
        while i < self.len() {
            let capital = |reader: &Self, i: usize| {
                reader.sentence.words.get(i).is_some_and(|word| {
                    !word.used
                        && word.text.chars().next().is_some_and(char::is_uppercase)
                        && !COMMON_CAPITALS.contains(&word.text.replace('’', "'").as_str())
                })
            };
            if capital(self, i) {
                let mut end = i;
                while capital(self, end + 1) {
                    end += 1;
                }
                // A list's "Material:" begins a line, and a colon begins a sentence of its own.
                let starts = i == 0 || matches!(self.back(i, 1), ":" | "“" | "\"" | "–" | "-" | "(");
                if end > i || !starts {
                    let (from, to) = (self.sentence.words[i].start, self.sentence.words[end].end);
                    let name: String = self.chars[from..to].iter().collect();
                    self.state(ClaimKind::Name, Said::Name(name), i, end);
                }
                i = end;
            }
            i += 1;
        }
    }

    /// Whatever number is left.
    fn numbers(&mut self) {
        for i in 0..self.len() {
            if !self.free(i) {
                continue;
            }
            let word = self.lower(i).trim_start_matches('#').to_owned();
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                let value = word.parse().unwrap_or(i64::MIN);
                self.state(ClaimKind::Quantity, Said::Number(value), i, i);
            } else if let Some(value) = NUMBER_WORDS.iter().position(|name| *name == word).filter(|n| *n >= 2)
                && matches!(
                    self.lower(i + 1),
                    "items" | "pieces" | "orders" | "left" | "pairs" | "parcels" | "colours" | "sizes" | "in"
                )
            {
                self.state(ClaimKind::Quantity, Said::Number(i64::try_from(value).unwrap_or(i64::MIN)), i, i);
            }
        }
    }
}

/// A size's words and signs, as [`split`] cuts them.
fn tokens(size: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut joins = false;
    for c in size.to_lowercase().chars() {
        match tokens.last_mut() {
            Some(last) if joins && c.is_alphanumeric() => last.push(c),
            _ if c.is_whitespace() => {}
            _ => tokens.push(c.to_string()),
        }
        joins = c.is_alphanumeric();
    }
    tokens
}

/// "shop.example/path".
fn is_bare_domain(text: &str) -> bool {
    let host = text.split('/').next().unwrap_or("");
    let Some((name, top)) = host.rsplit_once('.') else { return false };
    top.len() >= 2
        && top.chars().all(|c| c.is_ascii_alphabetic())
        && name.chars().any(|c| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.'))
}

fn is_amount(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
}

fn currency(word: &str) -> Option<Currency> {
    match word {
        "€" | "eur" | "euro" | "euros" => Some(Currency::EUR),
        "$" | "usd" | "dollar" | "dollars" => Some(Currency::USD),
        "£" | "gbp" | "pound" | "pounds" => Some(Currency::GBP),
        "₹" | "inr" | "rupees" => "INR".parse().ok(),
        "¥" | "jpy" | "yen" => "JPY".parse().ok(),
        other
            if other.len() == 3
                && matches!(
                    other,
                    "chf" | "sek" | "nok" | "dkk" | "pln" | "brl" | "cad" | "aud" | "mxn" | "aed"
                ) =>
        {
            other.parse().ok()
        }
        _ => None,
    }
}
