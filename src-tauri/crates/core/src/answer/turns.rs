//! Who works a turn out. The port lets a test, and later a chain of models, stand in for the built-in planner.

use crate::agent::{Knowledge, RunRecord, TurnInput};
use crate::error::Result;

/// Works out one turn: what to say, and why.
pub trait Turns: Send + Sync {
    /// # Errors
    /// The turn is tried again; after the last try the owner gets the conversation.
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord>;
}
