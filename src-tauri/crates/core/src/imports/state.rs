//! The life of an import, as a pure table: which act is allowed in which state.

use crate::error::{Code, Error, Result};

crate::text_enum! {
    pub enum ImportState {
        /// The file can be read; the owner says what its columns mean.
        Analysed = "analysed",
        /// The dry run goes on.
        Checking = "checking",
        /// What would happen is known.
        Checked = "checked",
        Running = "running",
        Paused = "paused",
        Done = "done",
        /// Stopped for good; what was imported stays.
        Cancelled = "cancelled",
        /// Stopped by a fault; it can go on.
        Failed = "failed",
        Undoing = "undoing",
        Undone = "undone",
    }
}

/// What may happen to an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    SetUp,
    Check,
    CheckEnded,
    Start,
    Pause,
    Cancel,
    Finish,
    Fail,
    Undo,
    UndoEnded,
    Delete,
}

impl ImportState {
    /// The state after an act.
    ///
    /// # Errors
    /// `Conflict` with a sentence for the owner when the act is not allowed now.
    pub fn after(self, act: Act) -> Result<Self> {
        use ImportState as S;
        Ok(match (self, act) {
            (S::Analysed | S::Checked, Act::SetUp) => S::Analysed,
            (S::Analysed | S::Checked, Act::Check) => S::Checking,
            (S::Checking, Act::CheckEnded) => S::Checked,
            (S::Checked | S::Paused | S::Failed, Act::Start) => S::Running,
            (S::Running, Act::Pause) => S::Paused,
            (S::Checking, Act::Cancel | Act::Fail) => S::Analysed,
            (S::Running | S::Paused | S::Failed, Act::Cancel) => S::Cancelled,
            (S::Running, Act::Finish) => S::Done,
            (S::Running | S::Undoing, Act::Fail) => S::Failed,
            (S::Done | S::Cancelled | S::Paused | S::Failed, Act::Undo) => S::Undoing,
            (S::Undoing, Act::UndoEnded) => S::Undone,
            (S::Analysed | S::Checked | S::Done | S::Cancelled | S::Failed | S::Undone, Act::Delete) => self,
            _ => return Err(Error::new(Code::Conflict, self.refusal(act))),
        })
    }

    fn refusal(self, act: Act) -> &'static str {
        match (act, self) {
            (_, Self::Checking) => "The file is being checked. Wait for it, or cancel it first.",
            (_, Self::Running) => "The import is running. Pause or cancel it first.",
            (_, Self::Undoing) => "The import is being taken back. Wait for it to end.",
            (Act::Start, Self::Analysed) => "Check the file first: then you see what would happen.",
            (Act::Undo, Self::Analysed | Self::Checked) => "Nothing was imported yet.",
            (_, Self::Undone) => "This import was taken back. Import the file again for another try.",
            (Act::Delete, Self::Paused) => "The import is paused. Cancel it first, or take it back.",
            (_, Self::Done) => "This import is finished.",
            (_, Self::Cancelled) => "This import was cancelled. Import the file again for another try.",
            _ => "The import cannot do that now.",
        }
    }

    /// Whether a job works on it.
    pub fn is_at_work(self) -> bool {
        matches!(self, Self::Checking | Self::Running | Self::Undoing)
    }

    /// Whether its rows tell what was done, not what is planned.
    pub fn has_begun(self) -> bool {
        !matches!(self, Self::Analysed | Self::Checking | Self::Checked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Columns: set up, check, check ended, start, pause, cancel, finish, fail, undo, undo ended, delete.
    const TABLE: [(ImportState, [Option<ImportState>; 11]); 10] = {
        use ImportState::{
            Analysed, Cancelled, Checked, Checking, Done, Failed, Paused, Running, Undoing, Undone,
        };
        const NO: Option<ImportState> = None;
        [
            (Analysed, [Some(Analysed), Some(Checking), NO, NO, NO, NO, NO, NO, NO, NO, Some(Analysed)]),
            (Checking, [NO, NO, Some(Checked), NO, NO, Some(Analysed), NO, Some(Analysed), NO, NO, NO]),
            (
                Checked,
                [Some(Analysed), Some(Checking), NO, Some(Running), NO, NO, NO, NO, NO, NO, Some(Checked)],
            ),
            (Running, [NO, NO, NO, NO, Some(Paused), Some(Cancelled), Some(Done), Some(Failed), NO, NO, NO]),
            (Paused, [NO, NO, NO, Some(Running), NO, Some(Cancelled), NO, NO, Some(Undoing), NO, NO]),
            (Done, [NO, NO, NO, NO, NO, NO, NO, NO, Some(Undoing), NO, Some(Done)]),
            (Cancelled, [NO, NO, NO, NO, NO, NO, NO, NO, Some(Undoing), NO, Some(Cancelled)]),
            (
                Failed,
                [NO, NO, NO, Some(Running), NO, Some(Cancelled), NO, NO, Some(Undoing), NO, Some(Failed)],
            ),
            (Undoing, [NO, NO, NO, NO, NO, NO, NO, Some(Failed), NO, Some(Undone), NO]),
            (Undone, [NO, NO, NO, NO, NO, NO, NO, NO, NO, NO, Some(Undone)]),
        ]
    };

    #[test]
    fn every_act_in_every_state() {
        let acts = [
            Act::SetUp,
            Act::Check,
            Act::CheckEnded,
            Act::Start,
            Act::Pause,
            Act::Cancel,
            Act::Finish,
            Act::Fail,
            Act::Undo,
            Act::UndoEnded,
            Act::Delete,
        ];
        assert_eq!(TABLE.map(|(state, _)| state).as_slice(), ImportState::ALL);
        for (state, row) in TABLE {
            for (act, expected) in acts.into_iter().zip(row) {
                match (state.after(act), expected) {
                    (Ok(next), Some(expected)) => assert_eq!(next, expected, "{state} {act:?}"),
                    (Err(error), None) => {
                        assert_eq!(error.code, Code::Conflict);
                        assert!(error.detail.ends_with('.'), "{state} {act:?}");
                    }
                    (got, expected) => panic!("{state} {act:?}: {got:?} instead of {expected:?}"),
                }
            }
        }
    }
}
