//! The port to language models: a chat goes in, a text bound to a JSON schema comes out, with its tokens as they come and what it
//! took. Which model runs where is nobody's business in core; [`crate::agent`] asks and believes nothing that it gets.

mod breaker;
mod ledger;
mod mask;
mod settings;

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub use breaker::{Breaker, Gate};
pub use ledger::{Purse, Spent, count, spent, spent_today};
pub use mask::Mask;
pub use settings::{LanguageModelSettings, LinkSettings, Price, Provider, published_price};

/// Who says a message of a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The shop's instructions.
    System,
    User,
    /// The model, earlier.
    Assistant,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub role: Role,
    pub content: String,
}

/// The form that an answer must have.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerSchema {
    /// Letters, digits and `_`: providers take nothing else.
    pub name: String,
    /// JSON Schema: every property required, no others allowed, as strict modes demand.
    pub schema: serde_json::Value,
}

/// One question to a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub messages: Vec<Message>,
    pub answer: AnswerSchema,
    /// Tokens that the answer may have.
    pub most_tokens: u32,
    /// 0…2. 0 takes the likeliest token always.
    pub temperature: f32,
}

/// Tokens of one question and its answer, as the model's own tokenizer counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Usage {
    pub prompt_tokens: u32,
    /// Of these, what did not have to be read again.
    pub reused_tokens: u32,
    pub answer_tokens: u32,
    /// In millionths of a US dollar, where the provider's price is known.
    pub cost_micros: Option<i64>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    /// Meant to be of the schema. Nobody may rely on it.
    pub text: String,
    /// Which model it was, as it calls itself.
    pub model: String,
    pub usage: Usage,
}

/// Why there is no answer. The order is that of how much the link itself is to blame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Failure {
    /// The link asks to be left alone for a while.
    #[error("the limit of requests is reached")]
    Limited { retry_after: Option<Duration> },
    #[error("it did not answer in time")]
    TooLate,
    #[error("it cannot be reached: {detail}")]
    Unreachable { detail: String },
    /// It broke down on its side, or in the middle of an answer.
    #[error("it failed: {detail}")]
    Broken { detail: String },
    /// An answer that is none of the form.
    #[error("its answer is not of the form that was asked for: {detail}")]
    Malformed { detail: String },
    /// The key is missing, wrong or may not do this. Only the owner can mend it.
    #[error("it refuses the key: {detail}")]
    Unauthorized { detail: String },
    /// There is no such model (any more). Only the owner can mend it.
    #[error("it does not know the model “{model}”")]
    UnknownModel { model: String, known: Vec<String> },
    /// More text than the model can read at once.
    #[error("the question is longer than the model can read")]
    TooLong,
    /// What the owner lets it cost is spent.
    #[error("{detail}")]
    CapReached { detail: String },
    /// It was not asked, because it failed too often lately.
    #[error("it failed too often lately and is not asked for a while")]
    Resting,
    #[error("{detail}")]
    NotSetUp { detail: String },
}

impl Failure {
    /// Whether somebody was asked at all.
    pub const fn was_asked(&self) -> bool {
        !matches!(self, Self::CapReached { .. } | Self::Resting | Self::NotSetUp { .. })
    }

    /// Whether the link itself is in trouble, so that asking it again soon is of no use.
    pub const fn is_the_link_s(&self) -> bool {
        matches!(self, Self::Limited { .. } | Self::TooLate | Self::Unreachable { .. } | Self::Broken { .. })
    }
}

/// What a model can do, for whoever builds a question for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Capabilities {
    /// Tokens of question and answer together.
    pub context_tokens: u32,
    /// The form of an answer is held by the model's own side.
    pub holds_schema: bool,
    /// What is asked leaves this machine.
    pub is_remote: bool,
}

/// An answer under way. Dropping it ends the work on it.
pub type Answering<'a> = Pin<Box<dyn Future<Output = Result<Completion, Failure>> + Send + 'a>>;

/// One model somewhere.
pub trait LanguageModel: Send + Sync {
    /// Of the link, as the owner and the records call it: `groq`, `local`.
    fn name(&self) -> &str;

    /// What is asked for: the model's name there.
    fn model(&self) -> String;

    fn capabilities(&self) -> Capabilities;

    /// Tokens of a text: by the model's own tokenizer where it is at hand, else as many as its provider counted of texts as long, from
    /// above; a careful guess until that is known. May wait for the tokenizer: not to be called by a task of an asynchronous runtime.
    fn count(&self, text: &str) -> usize {
        guessed_tokens(text)
    }

    /// Asks. `piece` is told each piece of text as it comes.
    fn answer<'a>(&'a self, request: &'a Request, piece: &'a (dyn Fn(&str) + Send + Sync)) -> Answering<'a>;
}

/// Tokens of a text for whom no tokenizer is at hand. English has about four bytes a token; other scripts have up to three bytes
/// a character and often a token for each, so three bytes a token is from above for nearly all.
pub fn guessed_tokens(text: &str) -> usize {
    text.len().div_ceil(3)
}
