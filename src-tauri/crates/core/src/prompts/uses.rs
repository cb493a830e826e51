//! What a turn that asked a language model took, read off its steps.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::PromptInForce;
use crate::agent::{StepKind, StepRecord};
use crate::id::{self, Id};

/// Which prompt a turn's model was asked with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptUse {
    /// 0: the program's own; [`super::DRAFT`]: not published.
    pub version: i64,
    pub trial: Option<Id<id::PromptTrial>>,
    /// What came of the turn are the model's words.
    pub spoke: bool,
}

impl PromptUse {
    /// `None`: no model was asked.
    pub fn of(prompt: &PromptInForce, steps: &[StepRecord]) -> Option<Self> {
        let asked = steps.iter().any(|step| step.kind == StepKind::Model);
        asked.then_some(Self { version: prompt.version, trial: prompt.trial, spoke: true })
    }
}

/// What questions to models took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    pub questions: i64,
    /// Drafts that the validator let not through.
    pub refusals: i64,
    pub prompt_tokens: i64,
    pub answer_tokens: i64,
    /// In millionths of a US dollar, as far as prices are known.
    pub cost_micros: i64,
    /// Waiting for models, in microseconds.
    pub took_us: i64,
}

impl Figures {
    pub fn of(steps: &[StepRecord]) -> Self {
        let mut figures = Self::default();
        for step in steps {
            match step.kind {
                StepKind::Model => {
                    let usage = |name: &str| step.output["usage"][name].as_i64().unwrap_or(0);
                    let tried = step.output["tried"].as_array();
                    let costs = tried.into_iter().flatten().map(|tried| tried["cost_micros"].as_i64());
                    figures.questions += 1;
                    figures.prompt_tokens += usage("prompt_tokens");
                    figures.answer_tokens += usage("answer_tokens");
                    figures.cost_micros += costs.map(|cost| cost.unwrap_or(0).max(0)).sum::<i64>();
                    figures.took_us += i64::try_from(step.duration_us).unwrap_or(0);
                }
                StepKind::Validate if !problems(step).is_empty() => figures.refusals += 1,
                _ => {}
            }
        }
        figures
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.questions += other.questions;
        self.refusals += other.refusals;
        self.prompt_tokens += other.prompt_tokens;
        self.answer_tokens += other.answer_tokens;
        self.cost_micros += other.cost_micros;
        self.took_us += other.took_us;
    }
}

/// What was wrong with the draft that a step judged.
pub(crate) fn problems(step: &StepRecord) -> &[Value] {
    step.output["verdict"]["problems"].as_array().map_or(&[], Vec::as_slice)
}
