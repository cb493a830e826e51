//! Reads a sentence's statements from its words and forms. Knows no evidence.

use jiff::civil::Date;

use super::super::evidence::ClaimKind;
use super::said::{Said, Sentence, Statement, Status, is_negation};
use super::scan::{Colours, is_bare_domain};
use crate::money::{Currency, Money};

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

/// Capitalised words that name nothing.
const COMMON_CAPITALS: &[&str] = &["I", "I'm", "I'll", "I've", "I'd", "STOP", "OK", "PS", "No", "Yes", "SMS"];

const NUMBER_WORDS: [&str; 11] =
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

pub(super) struct Reader<'a> {
    pub(super) chars: &'a [char],
    pub(super) sentence: &'a mut Sentence,
    pub(super) today: Date,
}

impl Reader<'_> {
    pub(super) fn lower(&self, i: usize) -> &str {
        self.sentence.words.get(i).map_or("", |word| word.lower.as_str())
    }

    pub(super) fn back(&self, i: usize, n: usize) -> &str {
        i.checked_sub(n).map_or("", |j| self.lower(j))
    }

    pub(super) fn free(&self, i: usize) -> bool {
        self.sentence.words.get(i).is_some_and(|word| !word.used)
    }

    /// Records words `from..=to` as a statement.
    pub(super) fn state(&mut self, kind: ClaimKind, said: Said, from: usize, to: usize) {
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

    pub(super) fn read(&mut self, colours: &Colours, sizes: &[String]) {
        self.written_sizes(sizes);
        self.addresses();
        self.phones();
        self.money();
        self.dates();
        self.times();
        self.counted();
        self.wordings();
        self.orders_and_codes();
        self.sizes();
        self.colours(colours);
        self.phrases();
        self.names();
        self.numbers();
    }

    pub(super) fn len(&self) -> usize {
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
            ]) || recent[0] == "be";
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
                ("we", "have", _) => self.state(ClaimKind::Availability, Said::Offered, i, i + 1),
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
            if word.contains(|c: char| c.is_numeric() && !c.is_ascii_digit()) {
                // "３９" or "½": no fact is written so.
                self.state(ClaimKind::Quantity, Said::Unprovable, i, i);
            } else if word.starts_with(|c: char| c.is_ascii_digit()) {
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
