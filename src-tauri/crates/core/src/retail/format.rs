//! The files' form. Amounts are decimal numbers of US dollars; here they are cents.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::money::{Currency, Money};

/// All amounts are in it.
pub(super) const CURRENCY: Currency = Currency::USD;

/// Cents, read from a decimal number and rounded to the nearest: the benchmark's sums carry the errors of binary
/// fractions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cents(pub i64);

impl Cents {
    pub fn money(self) -> Money {
        Money::new(self.0, CURRENCY)
    }
}

impl<'de> Deserialize<'de> for Cents {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        let digits = format!("{number:.2}").replace('.', "");
        digits.parse().map(Self).map_err(|_| serde::de::Error::custom("this is no amount of money"))
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct Shop {
    pub products: BTreeMap<String, Product>,
    pub users: BTreeMap<String, User>,
    pub orders: BTreeMap<String, Order>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Product {
    pub name: String,
    pub product_id: String,
    pub variants: BTreeMap<String, Item>,
}

/// What the benchmark calls an item is a variant.
#[derive(Debug, Clone, Deserialize)]
pub struct Item {
    pub item_id: String,
    pub options: BTreeMap<String, String>,
    pub available: bool,
    pub price: Cents,
}

#[derive(Debug, Clone, Deserialize)]
pub struct User {
    pub user_id: String,
    pub name: Name,
    pub address: Address,
    pub email: String,
    pub payment_methods: BTreeMap<String, PaymentMethod>,
    #[serde(default)]
    pub orders: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Name {
    pub first_name: String,
    pub last_name: String,
}

impl Name {
    pub fn whole(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Address {
    pub address1: String,
    #[serde(default)]
    pub address2: String,
    pub city: String,
    pub state: String,
    pub country: String,
    pub zip: String,
}

impl Address {
    /// As it stands on a parcel. Two addresses are the same when their lines are.
    pub fn lines(&self) -> String {
        let town = format!("{}, {} {}", self.city.trim(), self.state.trim(), self.zip.trim());
        let lines = [self.address1.trim(), self.address2.trim(), town.as_str(), self.country.trim()];
        lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PaymentMethod {
    pub source: String,
    pub id: String,
    #[serde(default)]
    pub brand: Option<String>,
    #[serde(default)]
    pub last_four: Option<String>,
    /// Of a gift card.
    #[serde(default)]
    pub balance: Option<Cents>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Order {
    pub order_id: String,
    pub user_id: String,
    pub address: Address,
    pub items: Vec<OrderItem>,
    pub status: String,
    #[serde(default)]
    pub fulfillments: Vec<Fulfilment>,
    #[serde(default)]
    pub payment_history: Vec<Payment>,
    #[serde(default)]
    pub cancel_reason: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OrderItem {
    pub name: String,
    pub product_id: String,
    pub item_id: String,
    pub price: Cents,
    pub options: BTreeMap<String, String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Fulfilment {
    #[serde(default)]
    pub tracking_id: Vec<String>,
    #[serde(default)]
    pub item_ids: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Payment {
    /// "payment" or "refund".
    pub transaction_type: String,
    pub amount: Cents,
    pub payment_method_id: String,
}

/// A file of tasks: bare, or beside where they come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Tasks {
    Bare(Vec<Task>),
    Sourced { tasks: Vec<Task> },
}

impl Tasks {
    pub fn into_tasks(self) -> Vec<Task> {
        match self {
            Self::Bare(tasks) | Self::Sourced { tasks } => tasks,
        }
    }
}

#[derive(Debug, Clone, Deserialize)]
pub struct Task {
    #[serde(alias = "id", deserialize_with = "text_or_number")]
    pub task_id: String,
    /// What the player wants, in the second person.
    #[serde(default, deserialize_with = "text_or_nothing")]
    pub reason_for_call: String,
    /// All of it, in the older form.
    #[serde(default, deserialize_with = "text_or_nothing")]
    pub instruction: String,
    /// What the player knows of itself.
    #[serde(default, deserialize_with = "text_or_nothing")]
    pub known_info: String,
    /// How the player behaves.
    #[serde(default, deserialize_with = "text_or_nothing")]
    pub task_instructions: String,
    /// What the player must be told.
    #[serde(default, alias = "outputs", deserialize_with = "list_or_nothing")]
    pub communicate_info: Vec<String>,
    #[serde(default)]
    pub actions: Vec<ToolCall>,
    /// By "orders/#W…" or "users/…".
    #[serde(default)]
    pub expected_db_changes: BTreeMap<String, serde_json::Value>,
}

/// A tool as it was called.
#[derive(Debug, Clone, Deserialize)]
pub struct ToolCall {
    pub name: String,
    #[serde(default, alias = "arguments")]
    pub kwargs: serde_json::Map<String, serde_json::Value>,
    /// It was not refused.
    #[serde(default = "yes")]
    pub ok: bool,
}

fn text_or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

fn list_or_nothing<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

const fn yes() -> bool {
    true
}

fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => Ok(text),
        serde_json::Value::Number(number) => Ok(number.to_string()),
        _ => Err(serde::de::Error::custom("a task is named by a text or a number")),
    }
}

/// What should have become of an order; what is absent should be as before.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderChange {
    pub status: Option<String>,
    pub address: Option<Address>,
    pub items: Option<Vec<OrderItem>>,
    pub payment_history: Option<Vec<Payment>>,
    pub cancel_reason: Option<String>,
    pub return_items: Option<Vec<String>>,
    pub return_payment_method_id: Option<String>,
    pub exchange_items: Option<Vec<String>>,
    pub exchange_new_items: Option<Vec<String>>,
    pub exchange_payment_method_id: Option<String>,
    pub exchange_price_difference: Option<Cents>,
}

/// What should have become of a customer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UserChange {
    pub address: Option<Address>,
    pub payment_methods: Option<BTreeMap<String, PaymentMethod>>,
}
