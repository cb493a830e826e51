//! What a customer, or an agent on a customer's behalf, may have done to an order.
//!
//! Which order can be changed how, and how often, is code ([`decide`]); who has it done, up to which sum and how long after the
//! delivery is the owner's ([`Policy`], a document of settings; its default is the preset "strict retail").
//!
//! Pure: an [`Action`] and the [`Facts`] around it go in, a [`Decision`] comes out. It reads nothing, changes nothing and
//! knows no clock. Who gathers the facts does so in the transaction that acts afterwards, so that what was decided is
//! what happens. The owner is not bound by this; for the owner the use cases themselves hold what is possible.

mod action;
mod decide;
mod facts;
mod news;
mod preview;
mod price_match;
mod rule;
mod rules;
mod spoken;

pub use action::{Action, MethodRef};
pub use decide::{Decision, Summary, decide, line_pieces};
pub use facts::{Facts, LineFacts, MethodFacts, OrderFacts, OrderStage, PaidWith, VariantFacts};
pub use preview::{Heard, preview};
pub use price_match::PriceMatchFacts;
pub use rule::Rule;
pub use rules::{Change, CodeFor, Identification, Permission, Permissions, Policy, Preset};
pub use spoken::{done, waits_for_owner};

/// How long goods are kept for a customer who wants to buy them.
pub const PUT_ASIDE: std::time::Duration = std::time::Duration::from_hours(48);

/// The two reasons for which a customer may cancel.
pub const CANCEL_REASONS: [&str; 2] = ["no longer needed", "ordered by mistake"];

#[cfg(test)]
mod tests;
