//! The turn: a pure state machine. An observation goes in, the next step comes out as plain values; a driver
//! performs the step and feeds back what it saw. Same observations, same steps: a recorded turn replays.
//!
//! The planner proposes; this file decides: which lookups come first, how many tools may be used, how often a
//! draft may fail, and when a person takes over.

mod situation;
mod tools;

use serde::{Deserialize, Serialize};
pub use situation::Situation;
use situation::Thoughts;
pub use tools::{ToolCall, ToolResult};

use super::account::Act;
use super::dialogue::DialogueState;
use super::escalation::{self, Escalation};
use super::evidence::{Claim, Evidence};
use super::input::TurnInput;
use super::intent::Understanding;
use super::modelled::{Ask, Want};
use super::phrases::Speech;
use super::run::{HandoffReason, Proposal};
use super::validate::{Problem, Verdict};
use super::{acting, book, lookups, market, news, remembered, seats, taste, waiting};
use crate::agents::Seat;
use crate::id::{self, Id};

/// Tool calls that a planner may make in one turn, beyond the lookups of the retrieval step.
pub const MOST_TOOL_CALLS: usize = 40;
/// Drafts of one turn: the first and two more after failed validation.
pub const MOST_DRAFTS: u8 = 3;

/// What a planner wants next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case")]
pub enum Move {
    Call { call: ToolCall },
    Draft,
    Handoff { reason: HandoffReason },
    Silent { why: String },
}

/// A reply that nobody has checked yet. Where a person takes over, the turn itself adds who answers and when.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    pub text: String,
    /// The phrases that the text says, where it is made of them. In another language than English nothing else can be proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speech: Option<Speech>,
    /// The reply also hands over, for this reason.
    pub handoff: Option<HandoffReason>,
    /// The customer's own order that it is about.
    pub order: Option<Id<id::Order>>,
    /// What the conversation is to remember if this is sent; `None` leaves it as it was.
    pub memory: Option<Box<DialogueState>>,
}

/// Proposes moves and drafts. One implementation is built in; language models are others.
pub trait Planner {
    /// Stored in `agent_runs.planner`.
    fn name(&self) -> &str;
    fn model(&self) -> Option<&str>;
    /// Which wording of prompt or templates it used.
    fn version(&self) -> &str;
    /// What a model has to say before [`Self::plan`] or [`Self::draft`] is called for the same situation.
    fn ask(&self, _situation: &Situation, _want: Want<'_>) -> Ask {
        Ask::Nothing
    }
    fn plan(&self, situation: &Situation) -> Move;
    /// `attempt` counts from 0; `problems` are those of the attempt before.
    fn draft(&self, situation: &Situation, attempt: u8, problems: &[Problem]) -> Draft;
}

/// What the driver saw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "saw", content = "value", rename_all = "snake_case")]
pub enum Observation {
    /// The first: nothing yet.
    Started,
    Understood(Box<Understanding>),
    /// The results of the lookups, in their order.
    Retrieved(Vec<ToolResult>),
    Escalation(Option<Escalation>),
    Planned(Move),
    ToolAnswered(ToolResult),
    Drafted(Draft),
    Judged(Verdict),
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "there is one at a time")]
pub enum Step {
    /// Understand the input's messages.
    Classify,
    Retrieve {
        calls: Vec<ToolCall>,
    },
    /// Decide whether a person is needed, from [`Turn::situation`].
    CheckEscalation,
    /// Ask the planner for its next move.
    Plan,
    CallTool {
        call: ToolCall,
    },
    /// Ask the planner for a text; without `ask_planner` an empty draft is enough.
    Draft {
        attempt: u8,
        problems: Vec<Problem>,
        ask_planner: bool,
    },
    Validate {
        draft: Draft,
    },
    /// The end.
    Propose {
        proposal: Proposal,
        memory: DialogueState,
        confidence: f32,
    },
}

#[derive(Debug, Clone, PartialEq)]
enum Phase {
    Fresh,
    Classifying,
    Retrieving(Vec<ToolCall>),
    Checking,
    Planning,
    Calling(ToolCall),
    Drafting { attempt: u8, ask_planner: bool },
    Judging { attempt: u8, draft: Draft },
    Done(Box<Step>),
}

/// A turn in progress.
#[derive(Debug, Clone)]
pub struct Turn {
    situation: Situation,
    phase: Phase,
    calls_made: usize,
    /// Why the agent may not answer at all.
    barred: Option<HandoffReason>,
}

impl Turn {
    pub fn new(input: TurnInput) -> Self {
        let evidence = book::of_input(&input);
        let understanding = Understanding::default();
        let situation = Situation {
            input,
            understanding,
            results: Vec::new(),
            evidence,
            escalation: None,
            agent: Seat::default(),
            heard: Vec::new(),
            left_out: false,
            thoughts: Thoughts::default(),
        };
        Self { situation, phase: Phase::Fresh, calls_made: 0, barred: None }
    }

    pub fn situation(&self) -> &Situation {
        &self.situation
    }

    /// The evidence that the finished reply rests on or that was looked up, numbered as its claims say.
    pub fn into_evidence(self) -> Vec<Evidence> {
        self.situation.evidence
    }

    /// The step after `seen`. An observation that does not answer the last step is ignored: the step is asked
    /// for again, so that a driver that restarts in the middle cannot derail the turn.
    pub fn next(&mut self, seen: Observation) -> Step {
        let phase = std::mem::replace(&mut self.phase, Phase::Fresh);
        let (phase, step) = self.advance(phase, seen);
        self.phase = phase;
        step
    }

    fn advance(&mut self, phase: Phase, seen: Observation) -> (Phase, Step) {
        match (phase, seen) {
            (Phase::Fresh, _) => (Phase::Classifying, Step::Classify),
            (Phase::Classifying, Observation::Understood(understanding)) => {
                self.situation.understanding = *understanding;
                remembered::take_in(&mut self.situation);
                let off = seats::assign(&mut self.situation);
                book::add_request(&mut self.situation);
                self.situation.thoughts = Thoughts::default();
                let calls = self.first_lookups(off);
                if calls.is_empty() {
                    return (Phase::Checking, Step::CheckEscalation);
                }
                (Phase::Retrieving(calls.clone()), Step::Retrieve { calls })
            }
            (Phase::Retrieving(calls), Observation::Retrieved(results)) => {
                for (call, result) in calls.into_iter().zip(results) {
                    self.learn(call, result);
                }
                (Phase::Checking, Step::CheckEscalation)
            }
            (Phase::Checking, Observation::Escalation(escalation)) => {
                self.situation.escalation = match (escalation, self.barred) {
                    (escalation, None) => escalation,
                    // Who may not answer does not answer besides, either.
                    (needed, Some(barred)) => {
                        Some(Escalation::alone(needed.map_or(barred, |needed| needed.reason)))
                    }
                };
                // Who wants no news is heard, whatever else a person has to see to.
                if self.barred.is_none()
                    && news::opts_out(&self.situation)
                    && let Some(escalation) = &mut self.situation.escalation
                {
                    escalation.answer_too = true;
                }
                match &self.situation.escalation {
                    Some(escalation) if !escalation.answer_too => Self::draft(0, Vec::new(), false),
                    _ => (Phase::Planning, Step::Plan),
                }
            }
            (Phase::Planning, Observation::Planned(wanted)) => self.decide(wanted),
            (Phase::Calling(call), Observation::ToolAnswered(result)) => {
                self.learn(call, result);
                (Phase::Planning, Step::Plan)
            }
            (Phase::Drafting { attempt, .. }, Observation::Drafted(mut draft)) => {
                if let Some(reason) = self.situation.escalation.as_ref().map(|e| e.reason).or(draft.handoff) {
                    draft.handoff = Some(reason);
                    escalation::hand_over(&self.situation, &mut draft, reason);
                }
                let step = Step::Validate { draft: draft.clone() };
                (Phase::Judging { attempt, draft }, step)
            }
            (Phase::Judging { attempt, draft }, Observation::Judged(verdict)) => {
                self.judge(attempt, draft, verdict)
            }
            // Out of order: ask again.
            (phase, _) => {
                let step = Self::step_of(&phase);
                (phase, step)
            }
        }
    }

    /// The lookups that a turn begins with, as far as its agent may make them.
    fn first_lookups(&mut self, off: bool) -> Vec<ToolCall> {
        if off {
            self.barred = Some(HandoffReason::AgentOff);
            return Vec::new();
        }
        let mut calls = lookups::first(&self.situation);
        let agent = &self.situation.agent;
        // Orders that only the tone asks for are no part of the answer.
        let needed =
            |call: &ToolCall| *call != ToolCall::ListOrders || lookups::about_orders(&self.situation);
        let barred = calls.iter().any(|call| !agent.may_call(call) && needed(call));
        calls.retain(|call| agent.may_call(call));
        if barred {
            self.barred = Some(HandoffReason::ToolNotAllowed);
        }
        calls
    }

    fn learn(&mut self, call: ToolCall, result: ToolResult) {
        let (result, fewer) = remembered::leave_out(&self.situation, &call, result);
        self.situation.left_out |= fewer;
        book::add_result(&mut self.situation, &call, &result);
        remembered::take_in_acts(&mut self.situation, &call, &result);
        self.situation.results.push((call, result));
    }

    fn decide(&mut self, wanted: Move) -> (Phase, Step) {
        match wanted {
            // What needs a tool that the agent does not have is a person's.
            Move::Call { call } if !self.situation.agent.may_call(&call) => {
                let reason =
                    self.situation.escalation.as_ref().map_or(HandoffReason::ToolNotAllowed, |e| e.reason);
                self.situation.escalation = Some(Escalation::alone(reason));
                Self::draft(0, Vec::new(), false)
            }
            // Nothing is done that the customer did not just agree to, whoever plans.
            Move::Call { call: ToolCall::Act { acts } } if !self.is_agreed(&acts) => self.write_draft(),
            // Nor is a code sent or tried but by what the customer wrote.
            Move::Call { call: call @ (ToolCall::AskCode { .. } | ToolCall::TryCode { .. }) }
                if !self.situation.may_act()
                    || acting::think(&self.situation) != acting::Thought::Call(call.clone()) =>
            {
                self.write_draft()
            }
            // News are a matter of what the customer just wrote.
            Move::Call { call: call @ ToolCall::SubscribeOrOptOut { .. } }
                if news::next_lookup(&self.situation).as_ref() != Some(&call) =>
            {
                self.write_draft()
            }
            // A price is matched only where the customer just asked for it, and for the offer that was just found.
            Move::Call { call: call @ ToolCall::MatchPrice { .. } }
                if market::next_lookup(&self.situation).as_ref() != Some(&call) =>
            {
                self.write_draft()
            }
            // A repeated question has its answer already; asking again would loop.
            Move::Call { call }
                if self.calls_made < MOST_TOOL_CALLS && self.situation.answer(&call).is_none() =>
            {
                self.calls_made += 1;
                (Phase::Calling(call.clone()), Step::CallTool { call })
            }
            Move::Call { .. } | Move::Draft => self.write_draft(),
            Move::Handoff { reason } => {
                self.situation.escalation.get_or_insert(Escalation::alone(reason));
                Self::draft(0, Vec::new(), false)
            }
            Move::Silent { why } => {
                let memory = escalation::remember(&self.situation, None);
                self.finish(Proposal::Silent { why }, memory)
            }
        }
    }

    /// Whether the customer's words of this turn are the yes to exactly these acts.
    fn is_agreed(&self, acts: &[Act]) -> bool {
        let situation = &self.situation;
        match waiting::think(situation) {
            waiting::Thought::Pass => {
                situation.may_act() && acting::think(situation) == acting::Thought::Act(acts.to_vec())
            }
            thought => thought == waiting::Thought::Act(acts.to_vec()),
        }
    }

    /// What the acting part says is made from rows: a planner may repeat it.
    fn write_draft(&mut self) -> (Phase, Step) {
        match waiting::think(&self.situation) {
            waiting::Thought::Say(said) => {
                book::add_statements(&mut self.situation, said.statement.as_slice());
                return Self::draft(0, Vec::new(), true);
            }
            waiting::Thought::Pass => {}
            _ => return Self::draft(0, Vec::new(), true),
        }
        if let taste::Thought::Tell(told) = taste::think(&self.situation) {
            book::add_statements(&mut self.situation, std::slice::from_ref(&told.statement));
            book::add_reasons(&mut self.situation, told.reasons);
            return Self::draft(0, Vec::new(), true);
        }
        if self.situation.may_act()
            && let acting::Thought::Say(said) = acting::think(&self.situation)
        {
            book::add_statements(&mut self.situation, &said.statements);
        }
        Self::draft(0, Vec::new(), true)
    }

    fn draft(attempt: u8, problems: Vec<Problem>, ask_planner: bool) -> (Phase, Step) {
        (Phase::Drafting { attempt, ask_planner }, Step::Draft { attempt, problems, ask_planner })
    }

    fn judge(&mut self, attempt: u8, draft: Draft, verdict: Verdict) -> (Phase, Step) {
        if verdict.problems.is_empty() {
            return self.conclude(draft, verdict.claims);
        }
        let next = attempt + 1;
        if next < MOST_DRAFTS {
            return Self::draft(
                next,
                verdict.problems,
                self.situation.escalation.as_ref().is_none_or(|e| e.answer_too),
            );
        }
        if next == MOST_DRAFTS {
            // What was to be said cannot be proved: a person says it. The promise of that is checked as well.
            let reason =
                self.situation.escalation.as_ref().map_or(HandoffReason::ValidationFailed, |e| e.reason);
            self.situation.escalation = Some(Escalation::alone(reason));
            return Self::draft(next, verdict.problems, false);
        }
        let speech = escalation::plainest();
        let text = speech.say(self.situation.language(), self.situation.input.now.date());
        let plain = Draft { text, speech: Some(speech), ..draft };
        self.conclude(plain, Vec::new())
    }

    fn conclude(&mut self, draft: Draft, claims: Vec<Claim>) -> (Phase, Step) {
        let memory = escalation::remember(&self.situation, draft.memory.map(|memory| *memory));
        let proposal = match draft.handoff {
            None => Proposal::Reply { text: draft.text, claims },
            Some(reason) => Proposal::Handoff {
                reason,
                summary: escalation::summary(&self.situation, reason),
                customer_text: draft.text,
                claims,
                order: draft.order.or_else(|| escalation::order_in_question(&self.situation)),
            },
        };
        self.finish(proposal, memory)
    }

    fn finish(&mut self, mut proposal: Proposal, memory: DialogueState) -> (Phase, Step) {
        book::keep_what_matters(&mut self.situation.evidence, &mut proposal);
        let confidence = self.situation.understanding.confidence;
        let step = Step::Propose { proposal, memory, confidence };
        (Phase::Done(Box::new(step.clone())), step)
    }

    fn step_of(phase: &Phase) -> Step {
        match phase {
            Phase::Fresh | Phase::Classifying => Step::Classify,
            Phase::Retrieving(calls) => Step::Retrieve { calls: calls.clone() },
            Phase::Checking => Step::CheckEscalation,
            Phase::Planning => Step::Plan,
            Phase::Calling(call) => Step::CallTool { call: call.clone() },
            Phase::Drafting { attempt, ask_planner } => {
                Step::Draft { attempt: *attempt, problems: Vec::new(), ask_planner: *ask_planner }
            }
            Phase::Judging { draft, .. } => Step::Validate { draft: draft.clone() },
            Phase::Done(step) => step.as_ref().clone(),
        }
    }
}
