//! Who works out the answers on this machine: the built-in planner.

use std::time::Instant;

use haberdash_core::Result;
use haberdash_core::agent::{self, BuiltinPlanner, Knowledge, RunRecord, TurnInput};
use haberdash_core::answer::Turns;

/// The built-in planner, timed with the machine's stopwatch.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltinTurns;

impl Turns for BuiltinTurns {
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        let started = Instant::now();
        agent::drive(input, knowledge, &BuiltinPlanner, &mut || started.elapsed())
    }
}
