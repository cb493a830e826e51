//! What customers would hear under a policy.

use haberdash_core::agent::acting::code::Introduction;
use haberdash_core::policy;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyPreview {
    /// The document `policy`, as it would be stored.
    pub policy: serde_json::Value,
    /// How long ago the invented order arrived, where it has to have.
    pub days_since_delivery: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PolicyChange {
    Cancel,
    Items,
    Address,
    Payment,
    Return,
    Exchange,
    OwnAddress,
    PutAside,
    BackInStock,
}

/// A line of the talk by which somebody unknown proves who they are.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct IntroductionLine {
    pub by_customer: bool,
    pub text: String,
}

/// One kind of change, as a customer would live through it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Heard {
    pub change: PolicyChange,
    /// What the customer writes.
    pub asks: String,
    /// What is stated before anything is done, to be agreed to; null where nothing can be.
    pub stated: Option<String>,
    /// What is said after the customer's yes, or to the request where nothing was stated.
    pub answered: String,
    /// The owner has to decide.
    pub waits: bool,
    /// The conversation is handed to the owner.
    pub handed_over: bool,
    /// The rule that it is refused by.
    pub rule: Option<String>,
    /// What comes before that, after the wish, where somebody unknown writes.
    pub introduction: Vec<IntroductionLine>,
    /// Somebody unknown comes no further.
    pub unknown_ends: bool,
}

impl Heard {
    pub fn of(heard: policy::Heard, introduction: &Introduction) -> Self {
        Self {
            change: match heard.change {
                policy::Change::Cancel => PolicyChange::Cancel,
                policy::Change::Items => PolicyChange::Items,
                policy::Change::Address => PolicyChange::Address,
                policy::Change::Payment => PolicyChange::Payment,
                policy::Change::Return => PolicyChange::Return,
                policy::Change::Exchange => PolicyChange::Exchange,
                policy::Change::OwnAddress => PolicyChange::OwnAddress,
                policy::Change::PutAside => PolicyChange::PutAside,
                policy::Change::BackInStock => PolicyChange::BackInStock,
            },
            asks: heard.asks.to_owned(),
            stated: heard.stated,
            answered: heard.answered,
            waits: heard.waits,
            handed_over: heard.handed_over,
            rule: heard.rule.map(|rule| rule.as_str().to_owned()),
            introduction: introduction
                .lines
                .iter()
                .map(|(by_customer, text)| IntroductionLine { by_customer: *by_customer, text: text.clone() })
                .collect(),
            unknown_ends: introduction.ends,
        }
    }
}
