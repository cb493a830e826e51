//! What a conversation remembers between turns: what was asked, what was offered, what is in focus.
//!
//! Kept as JSON in `conversations.dialogue`. Unknown or missing members are ignored, so that an older or a
//! newer Haberdash can read it.

use serde::{Deserialize, Serialize};

use super::acting::Agenda;
use crate::clock::Timestamp;
use crate::id::{self, Id};

/// What the agent asked last and waits to hear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PendingQuestion {
    /// Which of these orders (numbers, as told)?
    WhichOrder { numbers: Vec<String> },
    /// What is the order's number?
    OrderNumber,
    /// What kind of thing is looked for?
    WhichProduct,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DialogueState {
    /// Products told last, in the order told.
    pub offered: Vec<Id<id::Product>>,
    /// The product that "it" means.
    pub focus_product: Option<Id<id::Product>>,
    /// The number of the order that "it" means.
    pub focus_order: Option<String>,
    pub pending: Option<PendingQuestion>,
    /// What was sold out, and offered to be written about.
    pub offered_wait: Option<super::waiting::Offer>,
    /// When it was asked last, without an answer so far, whether news are wanted.
    pub offered_news: Option<Timestamp>,
    /// The search that the offers answered, so that "in blue?" refines it.
    pub last_search: Option<super::knowledge::ProductQuery>,
    /// The picture that the offers look like (the name of its bytes), so that "in red?" refines that.
    pub photo: Option<String>,
    /// Another shop's price was asked for, and it was not known of which product.
    pub wants_price_match: bool,
    /// What the last turns were asked (a digest of intents and objects), newest last.
    pub recent_questions: Vec<String>,
    /// Turns in a row whose tone was clearly negative.
    pub negative_turns: u32,
    /// Turns answered so far.
    pub turns: u32,
    /// The language that the customer wrote last, as BCP 47.
    pub language: Option<String>,
    /// What was asked for and is not done yet.
    pub agenda: Box<Agenda>,
    /// What the turns so far were about.
    pub recap: super::recap::Recap,
}

impl DialogueState {
    /// Whether the customer was asked something: a question, which order or thing is meant, or for a yes to what was stated.
    /// `conversations::opt_out` reads the same from what is stored.
    pub fn awaits_answer(&self) -> bool {
        let Agenda { asked, stated, cart_asked, .. } = &*self.agenda;
        self.pending.is_some()
            || self.offered_news.is_some()
            || asked.is_some()
            || !stated.is_empty()
            || cart_asked.is_some()
    }
}
