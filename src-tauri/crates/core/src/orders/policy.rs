//! What customers, and agents on their behalf, may do with an order. The owner is bound only by [`super::state`], but must
//! say why when going beyond the customer's one change.
//!
//! The preset is the strict one of retail: an order that nobody has begun to prepare may be cancelled for one of two
//! reasons, its address and payment changed, and its items changed once; after that it can be neither changed nor
//! cancelled. A delivered order may be returned or exchanged once.

use super::refusal::Rule;
use super::state::{self, Action, State};
use super::{Order, OrderStatus, ReturnStatus};
use crate::actor::{Actor, By};

/// The only reasons for which a customer may cancel.
pub const CANCEL_REASONS: [&str; 2] = ["no longer needed", "ordered by mistake"];

/// Whether the customer's rules hold for a party.
pub fn is_strict(by: &By) -> bool {
    matches!(by.actor, Actor::Agent | Actor::Customer)
}

/// Whether this party may do it now, for this reason.
///
/// # Errors
/// The rule that forbids it.
pub fn decide(order: &Order, action: Action, by: &By, reason: &str) -> Result<(), Rule> {
    let state = State::from(order);
    if is_strict(by) {
        strict(state, order.items_changed_at.is_some(), action, reason)?;
    } else if order.items_changed_at.is_some()
        && matches!(action, Action::ChangeItems | Action::Cancel)
        && reason.trim().is_empty()
    {
        return Err(Rule::ReasonRequired);
    }
    state::allow(state, action)
}

fn strict(state: State, items_changed: bool, action: Action, reason: &str) -> Result<(), Rule> {
    match action {
        Action::Cancel | Action::ChangeItems | Action::ChangeAddress | Action::ChangePayment => {
            if state.status != OrderStatus::Placed {
                return Err(Rule::NotPending);
            }
            if items_changed {
                return Err(Rule::ItemsAlreadyChanged);
            }
            if action == Action::Cancel && !CANCEL_REASONS.contains(&reason) {
                return Err(Rule::WrongReason);
            }
            Ok(())
        }
        Action::Return | Action::Exchange => {
            if state.status != OrderStatus::Delivered {
                return Err(Rule::NotDelivered);
            }
            if state.returns != ReturnStatus::None {
                return Err(Rule::ReturnOpen);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
