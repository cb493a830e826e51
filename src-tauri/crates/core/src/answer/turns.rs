//! Who works a turn out. The port lets a test, and later a chain of models, stand in for the built-in planner.

use std::sync::Arc;
use std::time::Duration;

use crate::agent::{
    self, Asking, BuiltinPlanner, Driven, Exchange, Knowledge, Planner, RunRecord, TurnInput,
};
use crate::catalog::Searcher;
use crate::error::Result;
use crate::id::{Conversation, Id};

/// A question to the language models, with what they need to know of its turn.
#[derive(Debug, Clone, Copy)]
pub struct Consulting<'a> {
    pub conversation: Id<Conversation>,
    pub asking: &'a Asking,
    /// How long the questions of this turn took so far.
    pub spent: Duration,
}

/// Works out one turn: what to say, and why.
pub trait Turns: Send + Sync {
    /// # Errors
    /// The turn is tried again; after the last try the owner gets the conversation.
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord>;

    /// As [`Self::run`], to its end, to where it has to act, or to where a language model has to be asked. `told`: what was
    /// asked in this turn so far.
    ///
    /// # Errors
    /// As [`Self::run`].
    fn start(&self, input: TurnInput, knowledge: &dyn Knowledge, _told: &[Exchange]) -> Result<Driven> {
        self.run(input, knowledge).map(|record| Driven::Finished(Box::new(record)))
    }

    /// Asks the language models. It blocks for as long as they may take, and never fails: that nobody answered is an answer.
    /// `None`: the program ends, and the turn is to be left for the next start.
    fn consult(&self, question: &Consulting<'_>) -> Option<Exchange> {
        Some(Exchange::with_nobody(question.asking.request.clone()))
    }

    /// What finds products in this shop. `None`: whoever needs one makes it for the one turn.
    fn searcher(&self) -> Option<&Searcher> {
        None
    }
}

/// Turns of an open shop, with what finds products in it.
pub struct ShopTurns {
    turns: Arc<dyn Turns>,
    searcher: Arc<Searcher>,
}

impl ShopTurns {
    pub fn new(turns: Arc<dyn Turns>, searcher: Arc<Searcher>) -> Self {
        Self { turns, searcher }
    }
}

impl Turns for ShopTurns {
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        self.turns.run(input, knowledge)
    }

    fn start(&self, input: TurnInput, knowledge: &dyn Knowledge, told: &[Exchange]) -> Result<Driven> {
        self.turns.start(input, knowledge, told)
    }

    fn consult(&self, question: &Consulting<'_>) -> Option<Exchange> {
        self.turns.consult(question)
    }

    fn searcher(&self) -> Option<&Searcher> {
        Some(&self.searcher)
    }
}

/// The agent graph with one planner.
pub struct PlannedTurns<P, S> {
    planner: P,
    stopwatch: S,
}

impl<P, S> PlannedTurns<P, S>
where
    P: Planner + Send + Sync,
    S: Fn() -> Duration + Send + Sync,
{
    /// `stopwatch` tells the time since any fixed moment, and never goes back; it only measures.
    pub fn new(planner: P, stopwatch: S) -> Self {
        Self { planner, stopwatch }
    }
}

/// Turns by the built-in planner: no model, no network.
pub fn builtin<S: Fn() -> Duration + Send + Sync>(stopwatch: S) -> PlannedTurns<BuiltinPlanner, S> {
    PlannedTurns::new(BuiltinPlanner, stopwatch)
}

impl<P, S> Turns for PlannedTurns<P, S>
where
    P: Planner + Send + Sync,
    S: Fn() -> Duration + Send + Sync,
{
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        agent::drive(input, knowledge, &self.planner, &mut || (self.stopwatch)())
    }

    fn start(&self, input: TurnInput, knowledge: &dyn Knowledge, _told: &[Exchange]) -> Result<Driven> {
        agent::start(input, knowledge, &self.planner, &mut || (self.stopwatch)())
    }
}
