//! What a turn leaves behind: its steps, its proposal, and why. The strings are stored and shown: stable.

use serde::{Deserialize, Serialize};

use super::account::Claimed;
use super::dialogue::DialogueState;
use super::evidence::{Claim, Evidence};
use crate::agents::{AgentKey, Autonomy, Seat};
use crate::id::{self, Id};
use crate::memory::Heard;
use crate::prompts::PromptUse;

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// As stored and as the UI knows it.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    )*};
}

words! {
    /// A node of the agent graph. Stored in `agent_steps.kind`.
    StepKind {
        Classify = "classify",
        Retrieve = "retrieve",
        CheckEscalation = "check_escalation",
        /// A language model was asked.
        Model = "model",
        Plan = "plan",
        Tool = "tool",
        Draft = "draft",
        Validate = "validate",
        Propose = "propose",
    }

    /// How a turn ended. Stored in `agent_runs.outcome`.
    Outcome {
        Replied = "replied",
        HandedOff = "handed_off",
        Silent = "silent",
    }

    /// Why a person is needed. Stored in `agent_runs.handoff_reason` and `complaints.reason`.
    HandoffReason {
        /// The customer asked for a person.
        AsksForHuman = "asks_for_human",
        Urgent = "urgent",
        /// Strongly or lastingly negative.
        NegativeSentiment = "negative_sentiment",
        Complaint = "complaint",
        /// Lawyers, courts, chargebacks, the police, consumer protection.
        LegalWords = "legal_words",
        /// Somebody was or may be hurt.
        SafetyWords = "safety_words",
        RepeatedQuestion = "repeated_question",
        LowConfidence = "low_confidence",
        ValidationFailed = "validation_failed",
        /// A refused action is disputed.
        RefusalDisputed = "refusal_disputed",
        HighValueOrder = "high_value_order",
        /// It needs a change that only the owner may make.
        NeedsOwner = "needs_owner",
        /// Goods were put aside: the owner says how they are paid. The agent goes on.
        PutAside = "put_aside",
        /// A picture, a voice message or a file that the assistant cannot read.
        UnreadableMedia = "unreadable_media",
        /// The customer did not prove who they are, or could not.
        IdentityUnproved = "identity_unproved",
        /// The owner switched off the agent that would answer.
        AgentOff = "agent_off",
        /// The agent may not use what the answer needs.
        ToolNotAllowed = "tool_not_allowed",
    }
}

/// What the turn wants said or done. Policy and the send gate decide whether it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proposal {
    /// Every checkable statement of `text` is one of the claims.
    Reply { text: String, claims: Vec<Claim> },
    /// A person takes over. `customer_text` is said to the customer, `summary` to the owner.
    Handoff {
        reason: HandoffReason,
        summary: String,
        customer_text: String,
        claims: Vec<Claim>,
        /// The customer's own order that it is about.
        order: Option<Id<id::Order>>,
    },
    /// Nothing is said.
    Silent { why: String },
}

impl Proposal {
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Reply { .. } => Outcome::Replied,
            Self::Handoff { .. } => Outcome::HandedOff,
            Self::Silent { .. } => Outcome::Silent,
        }
    }

    /// What the customer would read.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Reply { text, .. } => Some(text),
            Self::Handoff { customer_text, .. } => Some(customer_text),
            Self::Silent { .. } => None,
        }
    }

    pub const fn handoff_reason(&self) -> Option<HandoffReason> {
        match self {
            Self::Handoff { reason, .. } => Some(*reason),
            _ => None,
        }
    }

    pub fn claims(&self) -> &[Claim] {
        match self {
            Self::Reply { claims, .. } | Self::Handoff { claims, .. } => claims,
            Self::Silent { .. } => &[],
        }
    }
}

/// One performed step. `output` has a member `summary`, a line for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepRecord {
    pub kind: StepKind,
    pub input: serde_json::Value,
    pub output: serde_json::Value,
    pub duration_us: u64,
}

/// Which agent a turn was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunAgent {
    pub key: AgentKey,
    /// 0: the program's own.
    pub version: i64,
    /// What it says waits for the owner.
    pub drafts: bool,
}

impl RunAgent {
    pub fn of(seat: &Seat) -> Self {
        Self { key: seat.key, version: seat.version, drafts: seat.autonomy == Autonomy::Draft }
    }
}

/// Whom a code is to be mailed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeWish {
    /// `None`: to the customer whom the conversation was found to be.
    pub claimed: Option<Claimed>,
    /// The language that is spoken, as BCP 47.
    pub language: String,
}

/// A finished turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RunRecord {
    /// The planner's name: `builtin`.
    pub planner: String,
    pub model: Option<String>,
    pub prompt_version: String,
    #[serde(default)]
    pub agent: Option<RunAgent>,
    /// 0…1: how sure the turn is that it understood.
    pub confidence: f32,
    pub proposal: Proposal,
    pub steps: Vec<StepRecord>,
    pub evidence: Vec<Evidence>,
    /// Whom a stranger turned out to be; the conversation is theirs from now on.
    #[serde(default)]
    pub identified: Option<Id<id::Contact>>,
    /// A code is to be mailed to whom the customer says to be.
    #[serde(default)]
    pub code_asked: Option<CodeWish>,
    /// What the messages tell of their writer, to be remembered.
    #[serde(default)]
    pub heard: Vec<Heard>,
    /// Which prompt a language model was asked with; `None`: none was asked.
    #[serde(default)]
    pub prompt: Option<PromptUse>,
    /// To be kept for the next turn.
    pub dialogue: DialogueState,
    pub duration_us: u64,
}
