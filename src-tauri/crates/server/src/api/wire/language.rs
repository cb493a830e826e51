//! Language models, on the wire.

use haberdash_core::language_model as core;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Time;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LanguageProvider {
    Groq,
    Openai,
    Anthropic,
    Gemini,
    Local,
}

impl From<core::Provider> for LanguageProvider {
    fn from(provider: core::Provider) -> Self {
        match provider {
            core::Provider::Groq => Self::Groq,
            core::Provider::Openai => Self::Openai,
            core::Provider::Anthropic => Self::Anthropic,
            core::Provider::Gemini => Self::Gemini,
            core::Provider::Local => Self::Local,
        }
    }
}

impl From<LanguageProvider> for core::Provider {
    fn from(provider: LanguageProvider) -> Self {
        match provider {
            LanguageProvider::Groq => Self::Groq,
            LanguageProvider::Openai => Self::Openai,
            LanguageProvider::Anthropic => Self::Anthropic,
            LanguageProvider::Gemini => Self::Gemini,
            LanguageProvider::Local => Self::Local,
        }
    }
}

/// What a provider takes, in millionths of a US dollar for a million tokens.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct LanguagePrice {
    pub question: i64,
    pub answer: i64,
}

impl From<core::Price> for LanguagePrice {
    fn from(price: core::Price) -> Self {
        Self { question: price.question, answer: price.answer }
    }
}

/// A model of the chain, and how it did when it was asked last.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LanguageLink {
    pub provider: LanguageProvider,
    pub model: String,
    /// Why it did not answer when it was asked last, for people. Null: it answered, or nobody asked yet.
    pub last_failure: Option<String>,
    /// When the provider's list of models was fetched last. Null: not yet, or it has none.
    pub listed_at: Option<Time>,
    /// The model is not in that list any more.
    pub is_gone: bool,
}

/// What was asked and spent in the shop's day so far.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LanguageUsage {
    pub questions: i64,
    /// Of these, without an answer.
    pub failures: i64,
    pub prompt_tokens: i64,
    pub answer_tokens: i64,
    /// In millionths of a US dollar, as far as prices are known.
    pub cost_micros: i64,
}

impl From<core::Spent> for LanguageUsage {
    fn from(spent: core::Spent) -> Self {
        Self {
            questions: spent.questions,
            failures: spent.failures,
            prompt_tokens: spent.prompt_tokens,
            answer_tokens: spent.answer_tokens,
            cost_micros: spent.cost_micros,
        }
    }
}

/// How language models are set up. Never holds a key.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LanguageStatus {
    /// In the order in which they are asked; empty: none is, and nothing leaves the laptop.
    pub links: Vec<LanguageLink>,
    /// Providers whose key is in the keyring.
    pub keys: Vec<LanguageProvider>,
    /// Why keys cannot be read or kept, for people.
    pub keyring_problem: Option<String>,
    /// Whether this program can run models itself.
    pub runs_models: bool,
    /// Model files on this computer.
    pub files: Vec<String>,
    pub today: LanguageUsage,
}

/// A key for the system's keyring. Nothing reads it back.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LanguageKey {
    pub provider: LanguageProvider,
    pub key: String,
    /// Another server than the provider's own, where the key is tried.
    #[serde(default)]
    pub base_url: Option<String>,
}

/// A model that a provider has.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LanguageModelChoice {
    pub name: String,
    /// As it was published once; null: not known.
    pub price: Option<LanguagePrice>,
}

/// What came of trying a key.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LanguageKeyTest {
    /// Null: it could not be tried now.
    pub works: Option<bool>,
    /// It is in the keyring.
    pub kept: bool,
    /// For people.
    pub detail: String,
    /// What may be asked with it.
    pub models: Vec<LanguageModelChoice>,
}

/// What a model is asked in a trial.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum TrialQuestion {
    /// Whether it answers at all.
    #[default]
    Greeting,
    /// Whether it says that a day is closed.
    Hours,
    /// Whether it says a price, and that a size is sold out.
    Stock,
    /// Whether it leaves to a person what only a person may decide.
    Refund,
}

impl From<TrialQuestion> for crate::language::trial::Question {
    fn from(question: TrialQuestion) -> Self {
        match question {
            TrialQuestion::Greeting => Self::Greeting,
            TrialQuestion::Hours => Self::Hours,
            TrialQuestion::Stock => Self::Stock,
            TrialQuestion::Refund => Self::Refund,
        }
    }
}

/// A model to be tried.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LanguageTrial {
    pub provider: LanguageProvider,
    pub model: String,
    #[serde(default)]
    pub base_url: Option<String>,
    #[serde(default)]
    pub question: TrialQuestion,
}

/// What a model made of a small question.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LanguageTrialResult {
    pub works: bool,
    /// It kept to what it was told. Null where it did not answer.
    pub is_right: Option<bool>,
    /// For people.
    pub detail: String,
    /// What it was asked.
    pub asked: String,
    /// What it said.
    pub said: Option<String>,
    pub milliseconds: u64,
    pub tokens: Option<u32>,
    /// Of the answer, from its first word on. Null: it came at once, or was too short to tell.
    pub tokens_per_second: Option<f64>,
}
