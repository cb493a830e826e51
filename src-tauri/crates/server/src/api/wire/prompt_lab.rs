//! The prompt lab on the wire: a draft over recorded turns beside what is published.

use haberdash_core::prompt_lab as lab;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AgentRunId, ConversationId, LabRunId, LanguageProvider, PromptTemplate, Time};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabState {
    Running,
    Done,
    /// By the owner.
    Cancelled,
    /// It could not go on; what was played stays.
    Stopped,
}

/// What would have come of a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabOutcome {
    Answered,
    HandedOver,
    /// A change that the customer agreed to would have been carried out.
    Acts,
    /// Prices elsewhere would have been searched for.
    Searches,
    Silent,
    /// It could not be worked out any more.
    Failed,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLabRun {
    /// Which of the language models that are set up is asked, and nobody else.
    pub provider: LanguageProvider,
    pub model: String,
    /// The newest ones that were answered.
    pub conversations: u32,
    /// US cents that it may cost at most.
    pub cap_cents: u32,
    /// Of the draft that was read; a stale one is a conflict.
    pub revision: i64,
}

/// What came of the turns with one prompt.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabSide {
    pub turns: i64,
    /// In which a language model had a say; all others are the same with any prompt.
    pub asked: i64,
    pub answered: i64,
    pub handed_over: i64,
    pub acts: i64,
    /// Turns whose text is the model's own.
    pub spoke: i64,
    /// Turns whose model did not answer.
    pub failed: i64,
    /// Drafts that could not be proved and would not have been sent.
    pub refusals: i64,
    /// Questions to the model.
    pub questions: i64,
    /// Words of the model's own texts, all together.
    pub words: i64,
    pub prompt_tokens: i64,
    pub answer_tokens: i64,
    /// In millionths of a US dollar, as far as prices are known.
    pub cost_micros: i64,
    /// Waiting for the model, in milliseconds, all turns together.
    pub milliseconds: i64,
}

/// One comparison over recorded conversations.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabRun {
    pub id: LabRunId,
    /// The draft as it was when it began.
    pub template: PromptTemplate,
    /// What it is compared with.
    pub against_version: i64,
    pub provider: LanguageProvider,
    pub model: String,
    pub conversations: u32,
    pub cap_cents: i64,
    /// In millionths of a US dollar.
    pub spent_micros: i64,
    pub state: LabState,
    /// Why it stopped, for people.
    pub problem: Option<String>,
    /// Of `total` turns, each with both prompts.
    pub done: i64,
    pub total: i64,
    pub created_at: Time,
    pub ended_at: Option<Time>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabRunDetail {
    #[serde(flatten)]
    pub run: LabRun,
    /// Over the turns that were played with both.
    pub published: LabSide,
    pub draft: LabSide,
}

/// What came of a turn with one prompt.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabResult {
    pub outcome: LabOutcome,
    pub handoff_reason: Option<String>,
    /// A language model had a say.
    pub asked: bool,
    /// The text is the model's own.
    pub spoke: bool,
    /// What would have been said, or done.
    pub text: Option<String>,
    /// What was wrong with drafts that would not have been sent.
    pub problems: Vec<String>,
    pub refusals: i64,
    pub prompt_tokens: i64,
    pub answer_tokens: i64,
    pub cost_micros: i64,
    pub milliseconds: i64,
    /// Why the model did not answer.
    pub failure: Option<String>,
}

/// A recorded turn and what the two prompts made of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabTurn {
    pub position: i64,
    pub run_id: AgentRunId,
    pub conversation_id: ConversationId,
    pub contact_name: String,
    /// What the customer wrote.
    pub question: String,
    /// What was said then.
    pub reply: Option<String>,
    /// Null: not played yet.
    pub published: Option<LabResult>,
    pub draft: Option<LabResult>,
}

impl From<lab::LabState> for LabState {
    fn from(state: lab::LabState) -> Self {
        match state {
            lab::LabState::Running => Self::Running,
            lab::LabState::Done => Self::Done,
            lab::LabState::Cancelled => Self::Cancelled,
            lab::LabState::Stopped => Self::Stopped,
        }
    }
}

impl From<lab::Outcome> for LabOutcome {
    fn from(outcome: lab::Outcome) -> Self {
        match outcome {
            lab::Outcome::Answered => Self::Answered,
            lab::Outcome::HandedOver => Self::HandedOver,
            lab::Outcome::Acts => Self::Acts,
            lab::Outcome::Searches => Self::Searches,
            lab::Outcome::Silent => Self::Silent,
            lab::Outcome::Failed => Self::Failed,
        }
    }
}

impl From<NewLabRun> for lab::NewLabRun {
    fn from(new: NewLabRun) -> Self {
        Self {
            provider: new.provider.into(),
            model: new.model,
            conversations: new.conversations,
            cap_cents: new.cap_cents,
            revision: new.revision,
        }
    }
}

impl From<lab::LabRun> for LabRun {
    fn from(run: lab::LabRun) -> Self {
        Self {
            id: run.id.into(),
            template: run.template.into(),
            against_version: run.against_version,
            provider: run.provider.into(),
            model: run.model,
            conversations: run.conversations,
            cap_cents: run.cap_micros / 10_000,
            spent_micros: run.spent_micros,
            state: run.state.into(),
            problem: run.problem,
            done: run.done / 2,
            total: run.total,
            created_at: run.created_at.into(),
            ended_at: run.ended_at.map(Into::into),
        }
    }
}

impl From<lab::Side> for LabSide {
    fn from(side: lab::Side) -> Self {
        Self {
            turns: side.turns,
            asked: side.asked,
            answered: side.answered,
            handed_over: side.handed_over,
            acts: side.acts,
            spoke: side.spoke,
            failed: side.failed,
            refusals: side.figures.refusals,
            questions: side.figures.questions,
            words: side.words,
            prompt_tokens: side.figures.prompt_tokens,
            answer_tokens: side.figures.answer_tokens,
            cost_micros: side.figures.cost_micros,
            milliseconds: side.figures.took_us / 1_000,
        }
    }
}

impl From<(lab::LabRun, lab::Sides)> for LabRunDetail {
    fn from((run, sides): (lab::LabRun, lab::Sides)) -> Self {
        Self { run: run.into(), published: sides.published.into(), draft: sides.draft.into() }
    }
}

impl From<lab::LabResult> for LabResult {
    fn from(result: lab::LabResult) -> Self {
        Self {
            outcome: result.outcome.into(),
            handoff_reason: result.handoff_reason,
            asked: result.asked,
            spoke: result.spoke,
            text: result.text,
            problems: result.problems,
            refusals: result.figures.refusals,
            prompt_tokens: result.figures.prompt_tokens,
            answer_tokens: result.figures.answer_tokens,
            cost_micros: result.figures.cost_micros,
            milliseconds: result.figures.took_us / 1_000,
            failure: result.failure,
        }
    }
}

impl From<lab::LabTurn> for LabTurn {
    fn from(turn: lab::LabTurn) -> Self {
        Self {
            position: turn.position,
            run_id: turn.run_id.into(),
            conversation_id: turn.conversation_id.into(),
            contact_name: turn.contact_name,
            question: turn.question,
            reply: turn.reply,
            published: turn.published.map(Into::into),
            draft: turn.draft.map(Into::into),
        }
    }
}
