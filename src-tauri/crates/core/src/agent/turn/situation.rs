//! What a turn knows so far.

use std::fmt;
use std::sync::OnceLock;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

use super::{ToolCall, ToolResult};
use crate::agent::acting::Thought;
use crate::agent::escalation::Escalation;
use crate::agent::evidence::Evidence;
use crate::agent::input::TurnInput;
use crate::agent::intent::Understanding;
use crate::agent::knowledge::{Order, Product};
use crate::agents::Seat;
use crate::id::{self, Id};
use crate::memory::Heard;

/// All that is known in the middle of a turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Situation {
    pub input: TurnInput,
    /// Present once classified.
    pub understanding: Understanding,
    /// Lookups and tool calls so far, in order.
    pub results: Vec<(ToolCall, ToolResult)>,
    /// Everything the reply may be built from.
    pub evidence: Vec<Evidence>,
    /// A person is needed, whatever is answered besides.
    pub escalation: Option<Escalation>,
    /// Which agent this turn is; the one of small talk until it is understood.
    #[serde(default)]
    pub agent: Seat,
    /// What the messages tell of their writer.
    #[serde(default)]
    pub heard: Vec<Heard>,
    /// Something was left out of what lookups returned, because the customer must not wear it.
    #[serde(default)]
    pub left_out: bool,
    #[serde(skip)]
    pub(in crate::agent) thoughts: Thoughts,
}

/// What [`crate::agent::acting::think`] and others made of a situation, who are asked several times until a reply is written. They read the
/// input, what was understood, the agent and the results, and nothing else of it. A turn only adds to its results, and forgets this when it
/// understands its messages; a copy, which may be changed, knows nothing.
#[derive(Default)]
pub(in crate::agent) struct Thoughts {
    acting: Mutex<Option<(usize, Thought)>>,
    /// Whether news are wanted, and the discount code: what the messages alone say of them.
    news: OnceLock<Option<bool>>,
    code: OnceLock<Option<String>>,
}

impl Thoughts {
    /// With so many results: what was thought then, or is now.
    pub fn with(&self, results: usize, think: impl FnOnce() -> Thought) -> Thought {
        let known =
            self.acting.lock().as_ref().filter(|(with, _)| *with == results).map(|(_, known)| known.clone());
        known.unwrap_or_else(|| {
            let thought = think();
            *self.acting.lock() = Some((results, thought.clone()));
            thought
        })
    }

    pub fn of_news(&self, read: impl FnOnce() -> Option<bool>) -> Option<bool> {
        *self.news.get_or_init(read)
    }

    pub fn of_code(&self, read: impl FnOnce() -> Option<String>) -> Option<String> {
        self.code.get_or_init(read).clone()
    }
}

impl Clone for Thoughts {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Thoughts {
    /// They are no part of what is known.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Thoughts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Thoughts")
    }
}

impl Situation {
    /// The answer to `call`, if it was asked already.
    pub fn answer(&self, call: &ToolCall) -> Option<&ToolResult> {
        self.results.iter().find(|(asked, _)| asked == call).map(|(_, result)| result)
    }

    /// A product that any lookup returned.
    pub fn product(&self, id: Id<id::Product>) -> Option<&Product> {
        self.results.iter().find_map(|(_, result)| match result {
            ToolResult::Product(Some(product)) if product.id == id => Some(product.as_ref()),
            ToolResult::Products(hits) => hits.iter().map(|hit| &hit.product).find(|p| p.id == id),
            ToolResult::Together(all) => all.iter().map(|with| &with.product).find(|p| p.id == id),
            _ => None,
        })
    }

    /// The customer's orders as far as they were looked up, newest first.
    pub fn orders(&self) -> &[Order] {
        self.results
            .iter()
            .find_map(|(_, result)| match result {
                ToolResult::Orders(orders) => Some(orders.as_slice()),
                _ => None,
            })
            .unwrap_or_default()
    }

    pub(crate) fn order_by_id(&self, id: Id<id::Order>) -> Option<&Order> {
        let read = self.results.iter().find_map(|(_, result)| match result {
            ToolResult::Order(Some(order)) if order.id == id => Some(order.as_ref()),
            _ => None,
        });
        read.or_else(|| self.orders().iter().find(|order| order.id == id))
    }

    /// An order of the customer that any lookup returned.
    pub fn order(&self, number: &str) -> Option<&Order> {
        let read = self.results.iter().find_map(|(_, result)| match result {
            ToolResult::Order(Some(order)) if order.number.eq_ignore_ascii_case(number) => {
                Some(order.as_ref())
            }
            _ => None,
        });
        read.or_else(|| self.orders().iter().find(|order| order.number.eq_ignore_ascii_case(number)))
    }
}
