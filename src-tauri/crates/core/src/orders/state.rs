//! What can be done with an order in which state, and what becomes of it. Pure.
//!
//! These are the rules of the goods and the money: what was sent cannot be cancelled, what was not agreed cannot be sent.
//! What a customer is allowed besides stands in [`super::policy`].

use super::refusal::Rule;
use super::{FulfilmentStatus, Order, OrderStatus, ReturnStatus};

/// As much of an order as decides what can be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    pub status: OrderStatus,
    pub fulfilment: FulfilmentStatus,
    pub returns: ReturnStatus,
    pub archived: bool,
}

impl From<&Order> for State {
    fn from(order: &Order) -> Self {
        Self {
            status: order.status,
            fulfilment: order.fulfilment_status,
            returns: order.return_status,
            archived: order.archived_at.is_some(),
        }
    }
}

crate::text_enum! {
    /// What can be done with an order.
    pub enum Action {
        Edit = "edit",
        Discard = "discard",
        Place = "place",
        Process = "process",
        Pay = "pay",
        Refund = "refund",
        /// Pieces leave the shop, all that is left or a part.
        Fulfil = "fulfil",
        Deliver = "deliver",
        Cancel = "cancel",
        ChangeItems = "change_items",
        ChangeAddress = "change_address",
        ChangePayment = "change_payment",
        Return = "return",
        Exchange = "exchange",
        /// Everything came back.
        CompleteReturn = "complete_return",
        Archive = "archive",
        Unarchive = "unarchive",
        Duplicate = "duplicate",
    }
}

/// Whether the state allows it, or the rule that forbids it.
///
/// # Errors
/// The rule.
pub fn allow(state: State, action: Action) -> Result<(), Rule> {
    use Action as A;
    use OrderStatus as S;
    let fulfilment = state.fulfilment;
    match (action, state.status) {
        (A::Duplicate, _) | (A::Edit | A::Discard | A::Place, S::Draft) => Ok(()),
        (A::Edit | A::Discard | A::Place, _) => Err(Rule::NotDraft),

        (A::Archive, _) if state.archived => Err(Rule::AlreadyArchived),
        (A::Archive, S::Delivered | S::Cancelled | S::Returned) => Ok(()),
        (A::Archive, _) => Err(Rule::OpenOrder),
        (A::Unarchive, _) if state.archived => Ok(()),
        (A::Unarchive, _) => Err(Rule::NotArchived),

        (_, S::Draft) => Err(Rule::NotPlaced),
        (A::Refund, _) => Ok(()),
        (_, S::Cancelled) => Err(Rule::Cancelled),
        (_, S::Returned) => Err(Rule::Returned),
        (A::Pay, _) => Ok(()),

        (A::Return | A::Exchange, _) if fulfilment == FulfilmentStatus::Unfulfilled => {
            Err(Rule::NotFulfilled)
        }
        (A::Return | A::Exchange, _) => Ok(()),
        (A::CompleteReturn, S::Shipped | S::Delivered) => Ok(()),
        (A::CompleteReturn, _) => Err(Rule::NotFulfilled),

        (A::Process, S::Placed) => Ok(()),
        (A::Process, S::Processing) => Err(Rule::AlreadyProcessing),
        (A::Deliver, S::Shipped) => Ok(()),
        (A::Deliver, S::Placed | S::Processing) => Err(Rule::NotFulfilled),
        (A::Fulfil | A::ChangeAddress, S::Placed | S::Processing) => Ok(()),
        (A::ChangePayment, S::Placed | S::Processing | S::Shipped) => Ok(()),
        (A::Cancel | A::ChangeItems, S::Placed | S::Processing) => match fulfilment {
            FulfilmentStatus::Unfulfilled => Ok(()),
            FulfilmentStatus::PartlyFulfilled => Err(Rule::PartlyFulfilled),
            FulfilmentStatus::Fulfilled => Err(Rule::AlreadyFulfilled),
        },
        (A::Process | A::Fulfil | A::Cancel | A::ChangeItems | A::ChangeAddress, S::Shipped) => {
            Err(Rule::AlreadyFulfilled)
        }
        (_, S::Delivered) => Err(Rule::Delivered),
    }
}

/// The status after something was done that [`allow`] allows. `fulfilment` is what holds afterwards.
pub fn next(status: OrderStatus, action: Action, fulfilment: FulfilmentStatus) -> OrderStatus {
    use Action as A;
    use OrderStatus as S;
    match action {
        A::Place => S::Placed,
        A::Process => S::Processing,
        A::Fulfil if fulfilment == FulfilmentStatus::Fulfilled => S::Shipped,
        A::Fulfil => S::Processing,
        A::Deliver => S::Delivered,
        A::Cancel => S::Cancelled,
        A::CompleteReturn => S::Returned,
        _ => status,
    }
}

/// Everything that can be done now.
pub fn allowed(state: State) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|action| allow(state, *action).is_ok()).collect()
}
