//! A request to a model and what comes back: plain types, the same in both processes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Who said a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    System,
    User,
    Assistant,
    /// The result of a tool.
    Tool,
}

/// A tool as the model called it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ToolCall {
    /// Ties a result to its call; unique within the conversation.
    pub id: String,
    pub name: String,
    /// An object by the tool's own schema.
    pub arguments: Value,
}

/// One message of the conversation so far.
///
/// Texts are data: what the model's vocabulary reads as a mark of its own (such as the end of a turn) is broken up before the
/// text reaches the prompt, so no text can pretend to be another role's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    pub role: Role,
    pub content: String,
    /// What the assistant called in this message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ToolCall>,
    /// The call that a [`Role::Tool`] message answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tool_call_id: Option<String>,
    /// The tool's name in a [`Role::Tool`] message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Message {
    pub fn new(role: Role, content: impl Into<String>) -> Self {
        Self { role, content: content.into(), tool_calls: Vec::new(), tool_call_id: None, name: None }
    }
}

/// A tool that the model is told of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tool {
    pub name: String,
    pub description: String,
    /// JSON schema of an object.
    pub parameters: Value,
}

/// How tokens are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Sampling {
    /// 0 takes the likeliest token always.
    pub temperature: f32,
    /// Only the likeliest tokens that together have this probability, in (0, 1].
    pub top_p: f32,
    /// Only this many of the likeliest tokens; 0 is all.
    pub top_k: u32,
    /// The same seed, model, machine and request give the same answer.
    pub seed: u32,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { temperature: 0.0, top_p: 1.0, top_k: 0, seed: 0 }
    }
}

/// What the model shall answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChatRequest {
    pub messages: Vec<Message>,
    /// Shown to the model. Without a schema it may call them; with one they are only described, and the schema says how to
    /// name one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<Tool>,
    /// It must call one of them at least.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub must_call: bool,
    /// JSON schema that the whole answer obeys. An answer that ends with [`Finish::Stop`] is valid JSON by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<Value>,
    /// Tokens of the answer at most.
    pub max_tokens: u32,
    /// Milliseconds from the moment that the request is made; then the answer ends as far as it got.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline_ms: Option<u64>,
    /// The answer ends before any of these. Not together with a schema.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stop: Vec<String>,
    #[serde(default)]
    pub sampling: Sampling,
    /// Today as the shop has it, `YYYY-MM-DD`, for templates that print it. The same day keeps the prompt's beginning the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
    /// Goes on when the model would end: for measuring speed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ignore_end: bool,
}

impl ChatRequest {
    pub fn new(messages: Vec<Message>, max_tokens: u32) -> Self {
        Self {
            messages,
            tools: Vec::new(),
            must_call: false,
            schema: None,
            max_tokens,
            deadline_ms: None,
            stop: Vec::new(),
            sampling: Sampling::default(),
            today: None,
            ignore_end: false,
        }
    }
}

/// Why an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// The model ended it, or one of the request's own stops did, or nothing more fits the schema.
    Stop,
    /// It called tools.
    ToolCalls,
    /// `max_tokens` or the context was full: under a schema the text may be no JSON.
    Length,
    Cancelled,
    Deadline,
}

/// What an answer took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens of the whole prompt.
    pub prompt_tokens: u32,
    /// Tokens of the prompt that were known from before.
    pub reused_tokens: u32,
    /// Tokens of the prompt that had to be evaluated.
    pub evaluated_tokens: u32,
    /// Tokens of the answer.
    pub generated_tokens: u32,
    /// Those of them that the schema left no choice for: they cost little.
    #[serde(default)]
    pub forced_tokens: u32,
    pub prompt_micros: u64,
    pub generation_micros: u64,
}

/// A finished answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChatAnswer {
    /// The text without what calls tools.
    pub text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tool_calls: Vec<ToolCall>,
    pub finish: Finish,
    pub usage: Usage,
}

/// What happens while an answer is made, in this order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ChatEvent {
    /// The prompt is understood, and its evaluation begins.
    Started { prompt_tokens: u32, reused_tokens: u32 },
    /// More of the answer, always whole characters. All of them are the answer as the model wrote it, calls of tools included.
    Text { text: String },
    /// The last event.
    Finished { answer: ChatAnswer },
}
