//! Phrases one after another: a reply that knows no language yet.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Language, Phrase, forms};

/// What stands before a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::agent) enum Break {
    Space,
    Line,
    Paragraph,
}

impl Break {
    const fn text(self) -> &'static str {
        match self {
            Self::Space => " ",
            Self::Line => "\n",
            Self::Paragraph => "\n\n",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Speech(Vec<(Break, Phrase)>);

/// A text with the place of each phrase in it, in characters.
pub(in crate::agent) struct Spoken {
    pub text: String,
    pub places: Vec<(usize, usize)>,
}

impl From<Phrase> for Speech {
    fn from(phrase: Phrase) -> Self {
        Self(vec![(Break::Space, phrase)])
    }
}

impl Speech {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it greets and says nothing else.
    pub(in crate::agent) fn only_greets(&self) -> bool {
        !self.is_empty() && self.0.iter().all(|(_, phrase)| matches!(&*phrase.key, "hello" | "hello-name"))
    }

    pub(in crate::agent) fn push(&mut self, phrase: Phrase) {
        self.0.push((Break::Space, phrase));
    }

    pub(in crate::agent) fn line(&mut self, phrase: Phrase) {
        self.0.push((Break::Line, phrase));
    }

    /// Goes on with what another says.
    pub(in crate::agent) fn append(&mut self, before: Break, other: Self) {
        let mut first = true;
        for (own, phrase) in other.0 {
            self.0.push((if first { before } else { own }, phrase));
            first = false;
        }
    }

    /// In a language. `today`: days are told relative to it.
    pub fn say(&self, language: Language, today: Date) -> String {
        self.spoken(language, today).text
    }

    pub(in crate::agent) fn spoken(&self, language: Language, today: Date) -> Spoken {
        let mut spoken = Spoken { text: String::new(), places: Vec::with_capacity(self.0.len()) };
        let mut length = 0;
        for (before, phrase) in &self.0 {
            let said = forms::say(phrase, language, today);
            if length > 0 && !said.is_empty() {
                spoken.text.push_str(before.text());
                length += before.text().chars().count();
            }
            let start = length;
            length += said.chars().count();
            spoken.text.push_str(&said);
            spoken.places.push((start, length));
        }
        spoken
    }
}
