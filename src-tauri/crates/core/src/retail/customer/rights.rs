//! The changes that a task is right with, and which stated or done ones are the same.

use crate::agent::account::Wanted;
use crate::agent::acting::agenda::Kind;
use crate::id::{self, Id};
use crate::policy::Action;

/// A right change: the order and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Right {
    pub order: Option<String>,
    pub action: Action,
    pub done: bool,
}

impl Right {
    /// `order` is a number as the tasks write it: "#W1".
    pub fn new(order: Option<&str>, action: Action) -> Self {
        Self { order: order.map(|number| number.trim_start_matches('#').to_owned()), action, done: false }
    }

    /// It is still to be done, and this is it.
    pub fn is(&self, wanted: &Wanted) -> bool {
        !self.done && self.order == wanted.order && same(&wanted.action, &self.action)
    }
}

type Variants = Vec<Id<id::Variant>>;

/// The things, and what comes instead.
pub(super) fn pieces(action: &Action) -> (Variants, Variants) {
    match action {
        Action::ReturnItems { items, .. } => (items.clone(), Vec::new()),
        Action::ModifyItems { items, new_items, .. } | Action::ExchangeItems { items, new_items, .. } => {
            (items.clone(), new_items.clone())
        }
        _ => (Vec::new(), Vec::new()),
    }
}

/// The same change, in whatever order its pieces are named.
fn same(a: &Action, b: &Action) -> bool {
    let pairs = |action: &Action| {
        let (items, new) = pieces(action);
        let mut pairs: Vec<_> =
            items.into_iter().enumerate().map(|(i, item)| (item, new.get(i).copied())).collect();
        pairs.sort();
        pairs
    };
    Kind::of(a) == Kind::of(b)
        && pairs(a) == pairs(b)
        && a.method() == b.method()
        && match (a, b) {
            (Action::CancelOrder { reason: a }, Action::CancelOrder { reason: b })
            | (Action::ModifyAddress { address: a }, Action::ModifyAddress { address: b })
            | (Action::ModifyCustomerAddress { address: a }, Action::ModifyCustomerAddress { address: b }) => {
                a == b
            }
            _ => true,
        }
}
