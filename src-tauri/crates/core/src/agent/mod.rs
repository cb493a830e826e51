//! How Haberdash decides what to answer: understanding, the turn, planning, evidence and validation.
//!
//! Everything here is a pure function of its input: no SQL, no I/O, no clock. A driver performs the steps
//! that a [`Turn`] asks for and feeds back what it observed; an agent never sends and never writes.

pub mod account;
pub mod acting;
mod book;
mod claims;
#[cfg(test)]
mod conversations;
mod describe;
pub mod dialogue;
mod drive;
pub mod escalation;
pub mod evidence;
mod hours;
pub mod input;
pub mod intent;
pub mod knowledge;
#[cfg(test)]
mod languages;
pub mod letters;
mod lookups;
mod market;
pub mod modelled;
pub mod news;
mod personal;
mod photos;
mod phrases;
mod planner;
mod pointing;
pub mod promo;
mod recap;
mod remembered;
pub mod run;
mod seats;
#[cfg(test)]
mod sized;
mod taste;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;
pub mod turn;
pub mod understanding;
pub mod validate;
mod waiting;

pub use acting::{agreed_by_owner, declined_by_owner};
pub use dialogue::{DialogueState, PendingQuestion};
pub use drive::{Asking, Driven, Paused, answer, drive, resume, start};
pub use evidence::{Claim, ClaimKind, Evidence, Fact, FactValue, Source, SourceKind};
pub use input::{
    AttachmentKind, Author, Channel, CodeNeed, HistoryMessage, InboundMessage, Photo, PolicyInForce, Proving,
    TurnInput,
};
pub use intent::{Affirmation, Intent, Understanding};
pub use knowledge::{Knowledge, ProductQuery, ShopFacts};
#[cfg(test)]
pub(crate) use market::saw_it_cheaper;
pub use modelled::{Consultation, Exchange, ModelPlanner, Room, Tried};
pub use phrases::{Language, Speech, is_refusal, price_matched, price_not_matched};
pub use planner::BuiltinPlanner;
pub use run::{CodeWish, HandoffReason, Outcome, Proposal, RunAgent, RunRecord, StepKind, StepRecord};
pub use turn::{Draft, Move, Observation, Planner, Situation, Step, ToolCall, ToolResult, Turn};
pub use waiting::{Offer, back_in_stock, search_of};
