//! Agent runs on the wire: why a reply says what it says.

use haberdash_core::agent::{Fact, FactValue, Tried};
use haberdash_core::language_model::{Failure, Message, Provider, Role};
use haberdash_core::{approvals, conversations, runs};
use serde::Serialize;
use utoipa::ToSchema;

use super::{AgentActId, AgentRunId, ContactId, ConversationId, MessageId, Time};

/// How a turn ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunOutcome {
    Replied,
    HandedOff,
    Silent,
}

impl RunOutcome {
    /// The file allows no fourth word.
    fn of(word: &str) -> Self {
        match word {
            "replied" => Self::Replied,
            "handed_off" => Self::HandedOff,
            _ => Self::Silent,
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunSummary {
    pub id: AgentRunId,
    pub outcome: RunOutcome,
    pub handoff_reason: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
    pub started_at: Time,
    /// Microseconds.
    pub duration_us: u64,
    pub reply_preview: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunStep {
    pub position: u32,
    pub kind: String,
    /// What the step did, for people.
    pub title: String,
    pub input: serde_json::Value,
    pub output: serde_json::Value,
    /// Microseconds.
    pub duration_us: u64,
    /// Of a question to language models.
    pub question: Option<ModelQuestion>,
}

/// A question to language models: who was asked, what came of it, and what left this computer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ModelQuestion {
    /// Every link of the chain that was tried, in their order; the last is the one that answered, if one did.
    pub tried: Vec<TriedModel>,
    /// Null: none answered.
    pub prompt_tokens: Option<u32>,
    pub answer_tokens: Option<u32>,
    /// Names, addresses and numbers that were hidden before anything left.
    pub hidden: usize,
    /// What left this computer, with its stand-ins. Empty: nothing did, or it is from before this was recorded.
    pub sent: Vec<SentMessage>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TriedModel {
    /// `groq`, `local`.
    pub provider: String,
    pub model: String,
    /// The host of the server that it stands on. Null: this computer, or it was not recorded at that time.
    pub server: Option<String>,
    /// It is another server than the provider's own.
    pub is_own_server: bool,
    /// Microseconds.
    pub took_us: u64,
    /// Millionths of a US dollar; where nobody tells, the most that it may have cost.
    pub cost_micros: i64,
    /// Null: it answered.
    pub failure: Option<ModelFailure>,
    /// More about the failure, for people.
    pub failure_detail: Option<String>,
    /// `false`: it was passed over.
    pub asked: bool,
    /// The question left this computer for it.
    pub sent: bool,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelFailure {
    Limited,
    TooLate,
    Unreachable,
    Broken,
    Malformed,
    Unauthorized,
    UnknownModel,
    TooLong,
    CapReached,
    Resting,
    NotSetUp,
}

#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModelRole {
    System,
    User,
    Assistant,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SentMessage {
    pub role: ModelRole,
    pub text: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EvidenceFact {
    pub name: String,
    /// For people.
    pub value: String,
    pub kind: String,
}

/// A row that facts of the reply came from.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunEvidence {
    pub position: u32,
    pub source_kind: String,
    pub source_id: String,
    pub source_version: i64,
    /// For people: "Order 1042".
    pub label: String,
    pub facts: Vec<EvidenceFact>,
}

/// A checkable statement of the reply and the fact it is bound to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunClaim {
    pub position: u32,
    pub kind: String,
    pub text: String,
    /// In characters (Unicode scalar values) of `reply_text`.
    pub start: u32,
    pub end: u32,
    pub evidence_position: u32,
    pub fact: String,
}

/// Which agent answered, as it was then.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunAgent {
    #[schema(example = "support")]
    pub key: String,
    pub name: String,
    /// 0: the program's own.
    pub version: i64,
}

/// With which version of the prompt a turn's language model was asked.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RunPrompt {
    /// 0: the program's own.
    pub version: i64,
    /// It was one of two that were compared.
    pub is_compared: bool,
    /// What was said are the model's words.
    pub spoke: bool,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Run {
    pub id: AgentRunId,
    pub conversation_id: ConversationId,
    #[schema(example = "builtin")]
    pub planner: String,
    pub model: Option<String>,
    pub prompt_version: String,
    /// Which prompt a language model was asked with. Null: none was asked.
    pub prompt: Option<RunPrompt>,
    /// Null: from before there were agents.
    pub agent: Option<RunAgent>,
    pub outcome: RunOutcome,
    pub handoff_reason: Option<String>,
    /// 0 to 1.
    pub confidence: f64,
    pub started_at: Time,
    /// Microseconds.
    pub duration_us: u64,
    pub question_message_ids: Vec<MessageId>,
    pub reply_message_ids: Vec<MessageId>,
    pub reply_text: Option<String>,
    pub steps: Vec<RunStep>,
    pub evidence: Vec<RunEvidence>,
    pub claims: Vec<RunClaim>,
}

impl From<runs::RunListing> for RunSummary {
    fn from(run: runs::RunListing) -> Self {
        Self {
            id: run.id.into(),
            outcome: RunOutcome::of(&run.outcome),
            handoff_reason: run.handoff_reason,
            confidence: run.confidence,
            started_at: run.started_at.into(),
            duration_us: run.duration_us,
            reply_preview: run.reply_text.map(|text| conversations::preview(&text)),
        }
    }
}

impl From<runs::RunDetail> for Run {
    fn from(detail: runs::RunDetail) -> Self {
        let run = detail.run;
        Self {
            id: run.id.into(),
            conversation_id: run.conversation_id.into(),
            planner: run.planner,
            model: run.model,
            prompt_version: run.prompt_version,
            prompt: detail.prompt.map(|used| RunPrompt {
                version: used.version,
                is_compared: used.trial.is_some(),
                spoke: used.spoke,
            }),
            agent: match (run.agent_key, detail.agent_name, run.agent_version) {
                (Some(key), Some(name), Some(version)) => Some(RunAgent { key, name, version }),
                _ => None,
            },
            outcome: RunOutcome::of(&run.outcome),
            handoff_reason: run.handoff_reason,
            confidence: run.confidence,
            started_at: run.started_at.into(),
            duration_us: run.duration_us,
            question_message_ids: detail.question_message_ids.into_iter().map(Into::into).collect(),
            reply_message_ids: detail.reply_message_ids.into_iter().map(Into::into).collect(),
            reply_text: run.reply_text,
            steps: detail.steps.into_iter().map(Into::into).collect(),
            evidence: detail.evidence.into_iter().map(Into::into).collect(),
            claims: detail.claims.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<runs::StepListing> for RunStep {
    fn from(step: runs::StepListing) -> Self {
        let question = step.consulted().map(Into::into);
        Self {
            question,
            title: title(&step.kind),
            position: step.position,
            kind: step.kind,
            input: step.input,
            output: step.output,
            duration_us: step.duration_us,
        }
    }
}

impl From<runs::Consulted> for ModelQuestion {
    fn from(asked: runs::Consulted) -> Self {
        Self {
            tried: asked.tried.into_iter().map(Into::into).collect(),
            prompt_tokens: asked.usage.map(|usage| usage.prompt_tokens),
            answer_tokens: asked.usage.map(|usage| usage.answer_tokens),
            hidden: asked.hidden,
            sent: asked.sent.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Tried> for TriedModel {
    fn from(tried: Tried) -> Self {
        let provider = tried.link.parse::<Provider>().ok();
        let is_another = |server: &String| provider.is_some_and(|provider| provider.host() != server);
        Self {
            is_own_server: tried.server.as_ref().is_some_and(is_another),
            provider: tried.link,
            model: tried.model,
            server: tried.server,
            took_us: u64::try_from(tried.took.as_micros()).unwrap_or(u64::MAX),
            cost_micros: tried.cost_micros,
            asked: tried.failure.as_ref().is_none_or(Failure::was_asked),
            failure_detail: tried.failure.as_ref().and_then(detail),
            failure: tried.failure.map(Into::into),
            sent: tried.sent,
        }
    }
}

/// What a failure says beside its kind.
fn detail(failure: &Failure) -> Option<String> {
    match failure {
        Failure::Unreachable { detail }
        | Failure::Broken { detail }
        | Failure::Malformed { detail }
        | Failure::Unauthorized { detail }
        | Failure::CapReached { detail }
        | Failure::NotSetUp { detail } => Some(detail.trim_end_matches('.').to_owned()),
        Failure::UnknownModel { model, .. } => Some(model.clone()),
        Failure::Limited { .. } | Failure::TooLate | Failure::TooLong | Failure::Resting => None,
    }
}

impl From<Failure> for ModelFailure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Limited { .. } => Self::Limited,
            Failure::TooLate => Self::TooLate,
            Failure::Unreachable { .. } => Self::Unreachable,
            Failure::Broken { .. } => Self::Broken,
            Failure::Malformed { .. } => Self::Malformed,
            Failure::Unauthorized { .. } => Self::Unauthorized,
            Failure::UnknownModel { .. } => Self::UnknownModel,
            Failure::TooLong => Self::TooLong,
            Failure::CapReached { .. } => Self::CapReached,
            Failure::Resting => Self::Resting,
            Failure::NotSetUp { .. } => Self::NotSetUp,
        }
    }
}

impl From<Message> for SentMessage {
    fn from(message: Message) -> Self {
        let role = match message.role {
            Role::System => ModelRole::System,
            Role::User => ModelRole::User,
            Role::Assistant => ModelRole::Assistant,
        };
        Self { role, text: message.content }
    }
}

impl From<runs::EvidenceListing> for RunEvidence {
    fn from(evidence: runs::EvidenceListing) -> Self {
        Self {
            position: evidence.position,
            source_kind: evidence.source_kind,
            source_id: evidence.source_id,
            source_version: evidence.source_version,
            label: evidence.label,
            facts: evidence.facts.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<runs::ClaimListing> for RunClaim {
    fn from(claim: runs::ClaimListing) -> Self {
        Self {
            position: claim.position,
            kind: claim.kind,
            text: claim.text,
            start: claim.start,
            end: claim.end,
            evidence_position: claim.evidence_position,
            fact: claim.fact,
        }
    }
}

impl From<Fact> for EvidenceFact {
    fn from(fact: Fact) -> Self {
        let (kind, value) = in_words(fact.value);
        Self { name: fact.name, value, kind: kind.into() }
    }
}

/// A fact's kind and its value for people.
fn in_words(value: FactValue) -> (&'static str, String) {
    match value {
        FactValue::Money(money) => ("money", money.to_string()),
        FactValue::Quantity(quantity) => ("quantity", quantity.to_string()),
        FactValue::Date(date) => ("date", date.to_string()),
        FactValue::Time(time) => ("time", time.strftime("%H:%M").to_string()),
        FactValue::TimeRange { from, to } => {
            ("time_range", format!("{}–{}", from.strftime("%H:%M"), to.strftime("%H:%M")))
        }
        FactValue::Text(text) => ("text", text),
        FactValue::Name(text) => ("name", text),
        FactValue::Status(text) => ("status", text),
        FactValue::Days { from, to } if from == to => ("days", format!("{from} days")),
        FactValue::Days { from, to } => ("days", format!("{from}–{to} days")),
        FactValue::Percentage(percentage) => ("percentage", format!("{percentage} %")),
        FactValue::Url(text) => ("url", text),
        FactValue::Email(text) => ("email", text),
        FactValue::Phone(text) => ("phone", text),
        FactValue::Address(text) => ("address", text),
        FactValue::Carrier(text) => ("carrier", text),
        FactValue::TrackingNumber(text) => ("tracking_number", text),
        FactValue::OrderNumber(text) => ("order_number", text),
        FactValue::Size(text) => ("size", text),
        FactValue::Colour(text) => ("colour", text),
        FactValue::Country(text) => ("country", text),
        FactValue::Flag(flag) => ("flag", if flag { "yes" } else { "no" }.into()),
        FactValue::Variant { size, colour, price, left, .. } => {
            let choice = [size, colour].into_iter().flatten().collect::<Vec<_>>().join(" / ");
            let left = left.max(0);
            let parts = [
                Some(choice).filter(|choice| !choice.is_empty()),
                Some(price.to_string()),
                Some(format!("{left} left")),
            ];
            ("variant", parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        }
    }
}

/// What a step of the agent graph did, for people.
fn title(kind: &str) -> String {
    match kind {
        "classify" => "Understood the message",
        "retrieve" => "Looked things up",
        "check_escalation" => "Checked whether the owner is needed",
        "plan" => "Decided what to do",
        "tool" => "Asked the shop's records",
        "draft" => "Wrote the answer",
        "validate" => "Checked every fact",
        "model" => "Asked a language model",
        "propose" => "Proposed the answer",
        other => return other.replace('_', " "),
    }
    .into()
}

/// A change that a customer agreed to and that waits for the owner.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Approval {
    pub id: AgentActId,
    pub conversation_id: ConversationId,
    pub contact_id: ContactId,
    pub contact_name: String,
    pub order_number: Option<String>,
    /// A word: `cancel_order`, `return_items`, ….
    pub action: String,
    /// What the customer agreed to, with its money.
    pub agreed: String,
    pub created_at: Time,
}

impl From<approvals::Approval> for Approval {
    fn from(approval: approvals::Approval) -> Self {
        Self {
            id: approval.id.into(),
            conversation_id: approval.conversation_id.into(),
            contact_id: approval.contact_id.into(),
            contact_name: approval.contact_name,
            order_number: approval.order_number,
            action: approval.action,
            agreed: approval.agreed,
            created_at: Time(approval.created_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_was_passed_over_was_not_asked_and_says_why() {
        let tried = |failure| {
            let took = Duration::from_millis(3);
            let (link, model) = ("groq".to_owned(), "m".to_owned());
            TriedModel::from(Tried { link, model, server: None, failure, took, cost_micros: 0, sent: false })
        };
        let detail = "Nothing is left of today's sum.".to_owned();
        for (failure, asked, told) in [
            (None, true, None),
            (Some(Failure::TooLate), true, None),
            (Some(Failure::Resting), false, None),
            (Some(Failure::CapReached { detail }), false, Some("Nothing is left of today's sum")),
            (Some(Failure::UnknownModel { model: "m".into(), known: vec!["n".into()] }), true, Some("m")),
        ] {
            let shown = tried(failure);
            assert_eq!((shown.asked, shown.failure_detail.as_deref(), shown.took_us), (asked, told, 3_000));
        }
    }

    #[test]
    fn a_server_of_somebody_s_own_is_told_from_the_provider_s() {
        for (link, server, is_own) in [
            ("openai", Some("api.openai.com"), false),
            ("openai", Some("127.0.0.1:1234"), true),
            ("groq", Some("api.openai.com"), true),
            ("openai", None, false),
            ("local", None, false),
        ] {
            let tried = TriedModel::from(Tried {
                link: link.into(),
                model: "m".into(),
                server: server.map(str::to_owned),
                failure: None,
                took: Duration::ZERO,
                cost_micros: 0,
                sent: true,
            });
            assert_eq!((tried.server.as_deref(), tried.is_own_server), (server, is_own), "{link}");
        }
    }
}
