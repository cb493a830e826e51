//! How Haberdash decides what to answer: understanding, the turn, planning, evidence and validation.
//!
//! Everything here is a pure function of its input: no SQL, no I/O, no clock. A driver performs the steps
//! that a [`Turn`] asks for and feeds back what it observed; an agent never sends and never writes.

pub mod dialogue;
pub mod evidence;
pub mod input;
pub mod intent;
pub mod knowledge;
pub mod run;

pub use dialogue::{DialogueState, PendingQuestion};
pub use evidence::{Claim, ClaimKind, Evidence, Fact, FactValue, Source, SourceKind};
pub use input::{AttachmentKind, Author, Channel, HistoryMessage, InboundMessage, TurnInput};
pub use intent::{Intent, Understanding};
pub use knowledge::{Knowledge, ProductQuery, ShopFacts};
pub use run::{HandoffReason, Outcome, Proposal, RunRecord, StepKind, StepRecord};
