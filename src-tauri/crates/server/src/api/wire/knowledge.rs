//! The knowledge base on the wire.

use haberdash_core::knowledge_base::{self, Chunk, Entry, EntryListing, EntryTerms, Finding, Trial};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::words::wire_words;
use super::{KnowledgeEntryId, Time, count};

wire_words! {
    KnowledgeKind = knowledge_base::EntryKind { Question, Policy, Document }
    KnowledgeFormat = knowledge_base::Format { Plain, Markdown }
    KnowledgeReason = knowledge_base::Reason {
        AllWords, NearlyAllWords, SameMeaning, WordsAndMeaning, WordsMissing, OnlyInPassing, OtherMeaning, HeldBack,
    }
}

/// An entry in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KnowledgeListing {
    pub id: KnowledgeEntryId,
    pub kind: KnowledgeKind,
    pub title: String,
    /// The beginning of its text.
    pub beginning: String,
    pub language: String,
    /// The file that it was read from.
    pub source: Option<String>,
    pub enabled: bool,
    pub chunk_count: u64,
    pub updated_at: Time,
    pub version: i64,
}

impl From<EntryListing> for KnowledgeListing {
    fn from(entry: EntryListing) -> Self {
        Self {
            id: entry.id.into(),
            kind: entry.kind.into(),
            title: entry.title,
            beginning: entry.beginning,
            language: entry.language,
            source: entry.source,
            enabled: entry.enabled,
            chunk_count: count(entry.chunk_count),
            updated_at: entry.updated_at.into(),
            version: entry.version,
        }
    }
}

/// A piece of an entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KnowledgeChunk {
    /// From 1.
    pub position: u64,
    /// The question, or the title and the headings above it.
    pub heading: String,
    pub text: String,
    /// It is never said: it reads like an order to the assistant, or asks customers for what no shop asks for.
    pub held_back: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KnowledgeEntry {
    pub id: KnowledgeEntryId,
    pub kind: KnowledgeKind,
    /// Of a question: the question.
    pub title: String,
    /// Other ways to ask a question.
    pub wordings: Vec<String>,
    pub body: String,
    pub format: KnowledgeFormat,
    /// Two letters. Customers who write another language are not answered from it.
    pub language: String,
    /// The file that it was read from.
    pub source: Option<String>,
    /// Whether customers are answered from it.
    pub enabled: bool,
    pub chunks: Vec<KnowledgeChunk>,
    pub created_at: Time,
    pub updated_at: Time,
    pub version: i64,
}

impl KnowledgeEntry {
    pub fn of(entry: Entry, chunks: Vec<Chunk>) -> Self {
        let terms = entry.terms;
        Self {
            id: entry.id.into(),
            kind: terms.kind.into(),
            title: terms.title,
            wordings: terms.wordings,
            body: terms.body,
            format: terms.format.into(),
            language: terms.language,
            source: terms.source,
            enabled: terms.enabled,
            chunks: chunks
                .into_iter()
                .map(|chunk| KnowledgeChunk {
                    position: count(chunk.position),
                    held_back: chunk.is_held_back(),
                    heading: chunk.heading,
                    text: chunk.text,
                })
                .collect(),
            created_at: entry.created_at.into(),
            updated_at: entry.updated_at.into(),
            version: entry.version,
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportedKnowledge {
    pub entry: KnowledgeEntry,
    /// False: an entry of this file was there already, and has its text now.
    pub is_new: bool,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKnowledge {
    pub kind: KnowledgeKind,
    pub title: String,
    #[serde(default)]
    pub wordings: Vec<String>,
    pub body: String,
    /// Markdown, if it is left out.
    #[serde(default)]
    pub format: Option<KnowledgeFormat>,
    /// Two letters; English, if it is left out.
    #[serde(default)]
    pub language: Option<String>,
    /// Yes, if it is left out.
    #[serde(default)]
    pub enabled: Option<bool>,
}

impl From<NewKnowledge> for EntryTerms {
    fn from(new: NewKnowledge) -> Self {
        Self {
            kind: new.kind.into(),
            title: new.title,
            wordings: new.wordings,
            body: new.body,
            format: new.format.unwrap_or(KnowledgeFormat::Markdown).into(),
            language: new.language.unwrap_or_else(|| "en".to_owned()),
            source: None,
            enabled: new.enabled.unwrap_or(true),
        }
    }
}

/// What to change; what is left out stays.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnowledgeChange {
    pub version: i64,
    #[serde(default)]
    pub kind: Option<KnowledgeKind>,
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub wordings: Option<Vec<String>>,
    #[serde(default)]
    pub body: Option<String>,
    #[serde(default)]
    pub format: Option<KnowledgeFormat>,
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub enabled: Option<bool>,
}

impl KnowledgeChange {
    pub fn over(self, terms: EntryTerms) -> EntryTerms {
        EntryTerms {
            kind: self.kind.map_or(terms.kind, Into::into),
            title: self.title.unwrap_or(terms.title),
            wordings: self.wordings.unwrap_or(terms.wordings),
            body: self.body.unwrap_or(terms.body),
            format: self.format.map_or(terms.format, Into::into),
            language: self.language.unwrap_or(terms.language),
            source: terms.source,
            enabled: self.enabled.unwrap_or(terms.enabled),
        }
    }
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KnowledgeQuestion {
    pub question: String,
}

/// What was found for a question.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KnowledgeFinding {
    pub entry_id: KnowledgeEntryId,
    pub version: i64,
    pub kind: KnowledgeKind,
    pub title: String,
    /// The piece's position in the entry, from 1.
    pub chunk: u64,
    pub heading: String,
    /// What would be said of it, word for word.
    pub answer: String,
    /// The part of the question's words that it has, 0…1.
    pub words: f32,
    pub found_words: Vec<String>,
    pub missing_words: Vec<String>,
    /// How near it is to what is meant, −1…1; null where no model has read it.
    pub meaning: Option<f32>,
    /// Whether it is good enough to be said.
    pub answers: bool,
    pub reason: KnowledgeReason,
}

impl From<Finding> for KnowledgeFinding {
    fn from(found: Finding) -> Self {
        Self {
            answers: found.answers(),
            entry_id: found.entry_id.into(),
            version: found.version,
            kind: found.kind.into(),
            title: found.title,
            chunk: count(found.chunk),
            heading: found.heading,
            answer: found.answer,
            words: found.words,
            found_words: found.found_words,
            missing_words: found.missing_words,
            meaning: found.meaning,
            reason: found.reason.into(),
        }
    }
}

/// What a question came to. Nothing is kept of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct KnowledgeTrial {
    /// Two letters, as it was understood.
    pub language: String,
    /// The words that say what it is about.
    pub words: Vec<String>,
    /// The best first.
    pub findings: Vec<KnowledgeFinding>,
    /// `replied`, `handed_off` or `silent`.
    pub outcome: String,
    /// What the customer would read.
    pub reply: Option<String>,
    pub handoff_reason: Option<String>,
    /// The entry that the reply is said from; null: it rests on other facts, or on none.
    pub reply_entry_id: Option<KnowledgeEntryId>,
    pub reply_version: Option<i64>,
}

impl From<Trial> for KnowledgeTrial {
    fn from(tried: Trial) -> Self {
        Self {
            language: tried.language,
            words: tried.words,
            findings: tried.findings.into_iter().map(Into::into).collect(),
            outcome: tried.reply.outcome.as_str().to_owned(),
            reply: tried.reply.text,
            handoff_reason: tried.reply.handoff.map(|reason| reason.as_str().to_owned()),
            reply_entry_id: tried.reply.entry.map(|(id, _)| id.into()),
            reply_version: tried.reply.entry.map(|(_, version)| version),
        }
    }
}
