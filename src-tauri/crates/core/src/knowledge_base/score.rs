//! How well a chunk answers a question, and from where on it does. An honest nothing is better than a wrong answer: what
//! is not told by the words must be told by the meaning, and a word that the entry does not know counts against it. The
//! thresholds are those of `docs/adr/0013`.

use std::collections::HashSet;

use super::EntryKind;
use super::library::Piece;
use super::passage::{self, Passage};
use crate::error::Result;
use crate::id::{self, Id};
use crate::store::words::Stemmer;

/// So near that it is the same question in other words.
const SAME: f32 = 0.88;
/// Near enough where most of the words are there, too, and a question was asked whole.
const CLOSE: f32 = 0.62;
/// "Most" of the words: two of three.
const MOST: f32 = 0.66;
/// Without a model, "most" is more: three of four.
const NEARLY_ALL: f32 = 0.75;
/// An entry's question must be met by so much of the customer's words, that "Do you alter suits?" is not "Do you alter suits on
/// the day of a wedding?".
const MET: f32 = 0.5;
/// And so much where a word stands in the answer alone: what is said of cards may mention gifts.
const MET_BESIDES: f32 = 0.66;
/// So much of the words of two questions that mean the same is in both of them. From the measurement in `docs/adr/0013`.
const AKIN: f32 = 0.4;
/// Farther than this it is something else, whatever the words.
const ELSEWHERE: f32 = 0.30;

crate::text_enum! {
    /// Why a chunk answers a question, or does not.
    pub enum Reason {
        /// Every word of the question is there.
        AllWords = "all_words",
        /// Nearly every word, and all of those that the entry asks for.
        NearlyAllWords = "nearly_all_words",
        /// It means the same.
        SameMeaning = "same_meaning",
        /// Most of the words, and it means nearly the same.
        WordsAndMeaning = "words_and_meaning",
        /// Words of the question are not in it.
        WordsMissing = "words_missing",
        /// The words are there, but what it is about is something else.
        OnlyInPassing = "only_in_passing",
        /// It means something else.
        OtherMeaning = "other_meaning",
        /// It reads like an order to the assistant ([`super::is_planted`]).
        HeldBack = "held_back",
    }
}

impl Reason {
    pub const fn answers(self) -> bool {
        matches!(self, Self::AllWords | Self::NearlyAllWords | Self::SameMeaning | Self::WordsAndMeaning)
    }
}

/// What was found for a question, with what speaks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    pub entry_id: Id<id::KnowledgeEntry>,
    pub version: i64,
    pub kind: EntryKind,
    pub title: String,
    /// The chunk's position in the entry, from 1.
    pub chunk: i64,
    pub heading: String,
    /// What would be said of it, word for word.
    pub answer: String,
    /// The part of the question's words that it has, 0…1.
    pub words: f32,
    pub found_words: Vec<String>,
    pub missing_words: Vec<String>,
    /// The cosine of what is asked and what it is about, where a model is installed and has read it.
    pub meaning: Option<f32>,
    pub reason: Reason,
}

impl Finding {
    pub fn answers(&self) -> bool {
        self.reason.answers()
    }
}

/// A question beside a chunk.
pub(super) struct Measured {
    /// Of the question's words, how many are in heading or text.
    pub coverage: f32,
    /// Of the heading's words, how many the question has.
    pub met: f32,
    /// Of the words of question and heading, how many are in both: the coefficient of Sørensen and Dice.
    akin: f32,
    /// How many of the question's words are in the heading.
    in_heading: usize,
    nearness: Option<f32>,
}

fn part(some: usize, all: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "words of a question")]
    let part = some as f32 / all.max(1) as f32;
    part
}

fn has(stems: &HashSet<String>, word: &[String]) -> bool {
    word.iter().any(|stem| stems.contains(stem))
}

/// `stems`: of each of the question's words.
pub(super) fn measure(piece: &Piece, stems: &[Vec<String>], nearness: Option<f32>) -> Measured {
    let in_heading = stems.iter().filter(|word| has(&piece.asked, word)).count();
    let found = stems.iter().filter(|word| has(&piece.asked, word) || has(&piece.said, word)).count();
    let met = piece.asked.iter().filter(|stem| stems.iter().any(|word| word.contains(stem))).count();
    Measured {
        coverage: part(found, stems.len()),
        met: part(met, piece.asked.len()),
        akin: part(in_heading + met, stems.len() + piece.asked.len()),
        in_heading,
        nearness,
    }
}

impl Measured {
    /// To look at the likeliest first.
    pub fn rank(&self) -> f32 {
        let words = self.coverage + 0.2 * self.met;
        self.nearness.map_or(words, |nearness| f32::midpoint(words, nearness))
    }

    /// Whether it answers if its meaning is near enough.
    pub fn may_answer(&self, piece: &Piece) -> bool {
        let is_akin = self.akin >= AKIN || piece.asked.is_empty();
        let may_be_same = piece.row.kind == EntryKind::Question && is_akin;
        may_be_same || (self.in_heading > 0 && self.coverage >= MOST)
    }

    /// Chooses what would be said, and judges whether it answers.
    pub fn look(
        &self,
        piece: &Piece,
        words: &[String],
        stems: &[Vec<String>],
        stemmer: &mut Stemmer,
    ) -> Result<Finding> {
        let row = &piece.row;
        let is_question = row.kind == EntryKind::Question;
        let passage = if is_question {
            Passage { text: row.chunk.text.clone(), stems: piece.said.clone() }
        } else {
            passage::choose(&row.chunk.text, &row.language, &piece.asked, stems, stemmer)?
        };
        let is_there = |word: &[String]| has(&piece.asked, word) || has(&passage.stems, word);
        let (mut found_words, mut missing_words) = (Vec::new(), Vec::new());
        for (word, stems) in words.iter().zip(stems) {
            if is_there(stems) { found_words.push(word.clone()) } else { missing_words.push(word.clone()) }
        }
        let coverage = part(found_words.len(), words.len());
        Ok(Finding {
            entry_id: row.entry_id,
            version: row.version,
            kind: row.kind,
            title: row.title.clone(),
            chunk: row.chunk.position,
            heading: row.chunk.heading.clone(),
            answer: passage.text,
            words: coverage,
            reason: if piece.held_back {
                Reason::HeldBack
            } else {
                self.judge(is_question, coverage, words.len(), !piece.asked.is_empty())
            },
            found_words,
            missing_words,
            meaning: self.nearness,
        })
    }

    /// `coverage`: of the question's words, in the heading and in what would be said.
    fn judge(&self, is_question: bool, coverage: f32, words: usize, has_heading: bool) -> Reason {
        let nearness = self.nearness.unwrap_or(0.0);
        if self.nearness.is_some_and(|nearness| nearness < ELSEWHERE) {
            return Reason::OtherMeaning;
        }
        if is_question && nearness >= SAME {
            return Reason::SameMeaning;
        }
        // Words that only the answer mentions are not what the entry is about.
        let least = if self.in_heading == words { MET } else { MET_BESIDES };
        let is_about_it = self.in_heading > 0 && (!is_question || self.met >= least || !has_heading);
        // A single word says little: it must be what the entry asks for, nearly alone.
        let is_enough = words > 1 || self.met >= MET;
        if coverage >= 1.0 {
            return if is_about_it && is_enough { Reason::AllWords } else { Reason::OnlyInPassing };
        }
        let is_asked_whole = !is_question || self.met >= 1.0;
        if nearness >= CLOSE && coverage >= MOST && self.in_heading > 0 && is_asked_whole {
            return Reason::WordsAndMeaning;
        }
        if self.nearness.is_none() && coverage >= NEARLY_ALL && self.met >= 1.0 && self.in_heading > 1 {
            return Reason::NearlyAllWords;
        }
        if coverage >= MOST && self.nearness.is_some() { Reason::OtherMeaning } else { Reason::WordsMissing }
    }
}
