//! What the agents say, as phrases of a catalogue with typed values: one file per language, the same phrases in each.
//!
//! A [`Speech`] knows no language; it is said in any of them, and what it says in English is what the validator reads
//! ([`super::claims`]). A phrase states nothing by itself that its English form does not.

mod catalogue;
mod forms;
mod names;
mod speech;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::acting;
use super::escalation::pick;
use super::turn::Situation;
use crate::money::Money;

#[cfg(test)]
pub(super) use forms::date_in_words;
pub(super) use speech::Break;
pub use speech::Speech;

/// Languages that replies are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    English,
    Spanish,
    French,
    German,
    Portuguese,
    Italian,
    Hindi,
    /// Hindi in Latin letters, as many people type it.
    HindiLatin,
    Arabic,
}

impl Language {
    pub const ALL: [Self; 9] = [
        Self::English,
        Self::Spanish,
        Self::French,
        Self::German,
        Self::Portuguese,
        Self::Italian,
        Self::Hindi,
        Self::HindiLatin,
        Self::Arabic,
    ];

    /// As BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Spanish => "es",
            Self::French => "fr",
            Self::German => "de",
            Self::Portuguese => "pt",
            Self::Italian => "it",
            Self::Hindi => "hi",
            Self::HindiLatin => "hi-Latn",
            Self::Arabic => "ar",
        }
    }

    /// As the owner reads it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::Spanish => "Spanish",
            Self::French => "French",
            Self::German => "German",
            Self::Portuguese => "Portuguese",
            Self::Italian => "Italian",
            Self::Hindi | Self::HindiLatin => "Hindi",
            Self::Arabic => "Arabic",
        }
    }

    /// From BCP 47; the region does not matter.
    pub fn parse(code: &str) -> Option<Self> {
        let exact = Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(code));
        let base = code.split('-').next().unwrap_or("");
        exact.or_else(|| Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(base)))
    }
}

/// A phrase of the catalogue with what is put into it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Phrase {
    pub(super) key: Cow<'static, str>,
    /// Which of the phrase's wordings, counted by those of English.
    #[serde(default)]
    pub(super) wording: usize,
    #[serde(default)]
    pub(super) values: Vec<(Cow<'static, str>, Value)>,
}

/// What a phrase is given. How it is written is the language's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// As it stands: a title, a number, an address.
    Text(String),
    /// How many: decides between singular and plural.
    Count(i64),
    Money(Money),
    /// "Friday 13 March".
    Date(Date),
    /// "today", "tomorrow", "on Monday", "on Monday 4 January".
    Day(Date),
    /// 1 Monday … 7 Sunday: "Monday".
    Weekday(i8),
    /// "on Monday".
    OnWeekday(i8),
    /// "Monday to Friday".
    Weekdays(i8, i8),
    Clock(Time),
    /// A colour, by the name that the catalog or the customer uses.
    Colour(String),
    /// A country or region, by its English name or the owner's own.
    Country(String),
    List(Vec<Value>, Joint),
    Phrase(Phrase),
}

/// What joins the last two of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Joint {
    And,
    Or,
    /// The list was cut: "a, b and more".
    More,
}

impl Phrase {
    pub(super) fn new(key: &'static str) -> Self {
        Self { key: Cow::Borrowed(key), wording: 0, values: Vec::new() }
    }

    /// One of the phrase's wordings: always the same for the same message.
    pub(super) fn picked(situation: &Situation, salt: u64, key: &'static str) -> Self {
        let wording = pick(situation, salt, catalogue::wordings(Language::English, key));
        Self { wording, ..Self::new(key) }
    }

    /// The owner's own words, which no catalogue translates: as they stand, and quoted where they are in another language
    /// than the reply.
    pub(super) fn own(situation: &Situation, text: &str) -> Self {
        let language = situation.language();
        let same = language == Language::English
            || Language::parse(&super::understanding::language_of(text)) == Some(language);
        Self::new(if same { "own" } else { "own-quoted" }).with("text", text)
    }

    /// A phrase that was found by its English form.
    pub(super) fn read<N: Into<String>>(key: &str, values: Vec<(N, Value)>) -> Self {
        let values = values.into_iter().map(|(name, value)| (Cow::Owned(name.into()), value)).collect();
        Self { key: Cow::Owned(key.to_owned()), wording: 0, values }
    }

    #[must_use]
    pub(super) fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.values.push((Cow::Borrowed(name), value.into()));
        self
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Money> for Value {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}

impl From<Phrase> for Value {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Self {
        Self::Count(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

impl From<u32> for Value {
    fn from(count: u32) -> Self {
        Self::Count(i64::from(count))
    }
}

impl Situation {
    /// The language of the reply: the customer's, or English where it is none that we write. What answers what the acting
    /// part asked is of the language in which it asked, whatever a "no" may be besides.
    pub fn language(&self) -> Language {
        acting::tongue(self)
    }

    /// Whether changes can be talked about: in another language than English only what is surely understood.
    pub(super) fn may_act(&self) -> bool {
        acting::understands(self)
    }
}

/// The phrases whose keys begin so, each as it reads in English with its values left open: "Order {$order} is cancelled."
pub(super) fn english_forms(prefix: &str) -> Vec<(String, String)> {
    let keys = catalogue::text(Language::English)
        .lines()
        .filter_map(|line| line.split_once(" ="))
        .map(|(key, _)| key);
    keys.filter(|key| key.starts_with(prefix))
        .map(|key| {
            (key.to_owned(), catalogue::format(Language::English, key, 0, &fluent_bundle::FluentArgs::new()))
        })
        .collect()
}

/// The owner agreed to another shop's price. `language`: BCP 47, the customer's.
pub fn price_matched(language: Option<&str>, code: &str) -> String {
    told(language, &Phrase::new("market-approved").with("code", code))
}

/// The owner did not.
pub fn price_not_matched(language: Option<&str>) -> String {
    told(language, &Phrase::new("market-declined"))
}

fn told(language: Option<&str>, phrase: &Phrase) -> String {
    let language = language.and_then(Language::parse).unwrap_or(Language::English);
    forms::say(phrase, language, Date::constant(2026, 1, 1))
}

/// Whether a reply declines what is none of the shop's business, in any language.
pub fn is_refusal(reply: &str) -> bool {
    let any_day = Date::constant(2026, 1, 1);
    Language::ALL.into_iter().any(|language| {
        (0..catalogue::wordings(language, "refusal")).any(|wording| {
            let phrase = Phrase { wording, ..Phrase::new("refusal") };
            reply.contains(&forms::say(&phrase, language, any_day))
        })
    })
}
