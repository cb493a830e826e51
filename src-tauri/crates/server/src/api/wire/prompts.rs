//! The prompt on the wire: what models are told, its versions, and two of them side by side.

use haberdash_core::prompts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{LanguageProvider, PromptTrialId, Time};

/// What a language model is told: two texts with places such as `{{shop}}`.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptTemplate {
    /// The same in every conversation with an agent.
    pub instructions: String,
    /// What is asked in a conversation. Its places hold what others wrote, within fences, and stand alone on their lines.
    pub question: String,
}

/// Where the program puts something in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PromptPlace {
    /// Without braces.
    #[schema(example = "shop")]
    pub name: String,
    /// Nothing is kept without it.
    pub is_needed: bool,
    /// It belongs into the question: it holds what others wrote.
    pub is_fenced: bool,
}

/// What is being written. It holds for nobody.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PromptDraft {
    pub template: PromptTemplate,
    /// Counts each time that it was saved.
    pub revision: i64,
    /// The version that it began as.
    pub based_on: i64,
    pub updated_at: Time,
}

/// One publication.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PromptVersion {
    pub version: i64,
    /// Null: the program's own.
    pub template: Option<PromptTemplate>,
    pub note: String,
    pub created_at: Time,
}

/// What came of one version's turns in a comparison.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PromptOutcome {
    pub version: i64,
    pub conversations: i64,
    /// Conversations that needed no person.
    pub without_owner: i64,
    /// Conversations in which a complaint followed.
    pub complained: i64,
    /// Turns in which a language model was asked.
    pub turns: i64,
    pub answered: i64,
    pub handed_over: i64,
    /// Turns whose text is the model's own.
    pub spoke: i64,
    /// Drafts that could not be proved and were not sent.
    pub refusals: i64,
    pub prompt_tokens: i64,
    pub answer_tokens: i64,
    /// In millionths of a US dollar, as far as prices are known.
    pub cost_micros: i64,
    /// Waiting for models, in milliseconds, all turns together.
    pub milliseconds: i64,
}

/// Two versions that answer side by side, or did.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PromptTrial {
    pub id: PromptTrialId,
    pub first_version: i64,
    pub second_version: i64,
    /// Percent of the conversations that have the second.
    pub second_share: u8,
    pub started_at: Time,
    pub ended_at: Option<Time>,
    /// Null while it is on.
    pub chosen_version: Option<i64>,
    /// The first's, then the second's.
    pub outcomes: Vec<PromptOutcome>,
}

/// A language model that is set up.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PromptModel {
    pub provider: LanguageProvider,
    pub model: String,
    /// Its price is not known: what it costs cannot be counted.
    pub is_unpriced: bool,
}

/// Everything about the prompt.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PromptDetail {
    /// Publications so far; 0: never edited.
    pub version: i64,
    /// It follows the program.
    pub is_own: bool,
    pub template: PromptTemplate,
    /// As the program has it.
    pub own: PromptTemplate,
    pub places: Vec<PromptPlace>,
    pub draft: Option<PromptDraft>,
    /// The newest first.
    pub versions: Vec<PromptVersion>,
    /// The comparison that is on.
    pub trial: Option<PromptTrial>,
    /// Those that are set up; empty: nobody reads the prompt.
    pub models: Vec<PromptModel>,
    /// Conversations that can be tried in one run.
    pub most_conversations: u32,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptDraftChange {
    pub template: PromptTemplate,
    /// Of the draft that was read; 0: there was none. A stale one is a conflict.
    pub revision: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptPublication {
    #[serde(default)]
    pub note: String,
    /// The version that was read; a stale one is a conflict.
    pub version: i64,
    /// Of the draft that was read.
    pub revision: i64,
    /// For so many percent of the conversations, 1 to 99, beside what holds now. Null: for all.
    #[serde(default)]
    pub share: Option<u8>,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptRollBack {
    /// 0: the program's own.
    pub to_version: i64,
    /// The version that was read; a stale one is a conflict.
    pub version: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPromptTrial {
    /// 0: the program's own.
    pub first_version: i64,
    pub second_version: i64,
    /// Percent of the conversations that get the second, 1 to 99.
    pub share: u8,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptChoice {
    /// One of the two; it holds for all.
    pub version: i64,
}

impl From<prompts::Template> for PromptTemplate {
    fn from(template: prompts::Template) -> Self {
        Self { instructions: template.instructions, question: template.question }
    }
}

impl From<PromptTemplate> for prompts::Template {
    fn from(template: PromptTemplate) -> Self {
        Self { instructions: template.instructions, question: template.question }
    }
}

impl From<prompts::Place> for PromptPlace {
    fn from(place: prompts::Place) -> Self {
        Self { name: place.to_string(), is_needed: place.is_needed(), is_fenced: place.is_fenced() }
    }
}

impl From<prompts::Draft> for PromptDraft {
    fn from(draft: prompts::Draft) -> Self {
        Self {
            template: draft.template.into(),
            revision: draft.revision,
            based_on: draft.based_on,
            updated_at: draft.updated_at.into(),
        }
    }
}

impl From<prompts::Version> for PromptVersion {
    fn from(version: prompts::Version) -> Self {
        Self {
            version: version.version,
            template: version.template.map(Into::into),
            note: version.note,
            created_at: version.created_at.into(),
        }
    }
}

impl From<prompts::PromptOutcome> for PromptOutcome {
    fn from(outcome: prompts::PromptOutcome) -> Self {
        Self {
            version: outcome.version,
            conversations: outcome.conversations,
            without_owner: outcome.without_owner,
            complained: outcome.complained,
            turns: outcome.turns,
            answered: outcome.answered,
            handed_over: outcome.handed_over,
            spoke: outcome.spoke,
            refusals: outcome.refusals,
            prompt_tokens: outcome.prompt_tokens,
            answer_tokens: outcome.answer_tokens,
            cost_micros: outcome.cost_micros,
            milliseconds: outcome.took_us / 1_000,
        }
    }
}

impl PromptTrial {
    pub fn of(trial: &prompts::Trial, outcomes: [prompts::PromptOutcome; 2]) -> Self {
        Self {
            id: trial.id.into(),
            first_version: trial.first_version,
            second_version: trial.second_version,
            second_share: trial.second_share,
            started_at: trial.started_at.into(),
            ended_at: trial.ended_at.map(Into::into),
            chosen_version: trial.chosen_version,
            outcomes: outcomes.into_iter().map(Into::into).collect(),
        }
    }
}
