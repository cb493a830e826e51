//! What a reply may say: facts with the row and version they were read from, and the claims bound to them.

use serde::{Deserialize, Serialize};

use crate::money::Money;

/// The kind of row a fact was read from. Stored in `evidence.source_kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    Product,
    Variant,
    Order,
    Fulfilment,
    Setting,
    /// The customer's own message: what was asked for, never what is so.
    Message,
    /// The clock of the turn.
    Clock,
    /// A search: how much was found and under which limits.
    Search,
    /// The shop's rules for what customers may have changed.
    Policy,
    /// The customer's own entry.
    Contact,
    /// Something that is remembered of them.
    ContactFact,
    /// An entry of the knowledge base.
    Knowledge,
    /// A chunk of one: the entry's id, `#`, and the chunk's position.
    KnowledgeChunk,
    /// A promise to write when something is there again.
    Waiting,
    /// What another shop asks, as it was seen; the version is when.
    MarketOffer,
    /// Something the shop takes off prices.
    Discount,
    /// What a customer said about news; the version is when.
    Consent,
}

impl SourceKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Variant => "variant",
            Self::Order => "order",
            Self::Fulfilment => "fulfilment",
            Self::Setting => "setting",
            Self::Message => "message",
            Self::Clock => "clock",
            Self::Search => "search",
            Self::Policy => "policy",
            Self::Contact => "contact",
            Self::ContactFact => "contact_fact",
            Self::Knowledge => "knowledge",
            Self::KnowledgeChunk => "knowledge_chunk",
            Self::Waiting => "waiting",
            Self::MarketOffer => "market_offer",
            Self::Discount => "discount",
            Self::Consent => "consent",
        }
    }
}

/// A row at a version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Source {
    pub kind: SourceKind,
    /// A public id, or a setting's key.
    pub id: String,
    pub version: i64,
}

impl Source {
    pub fn new(kind: SourceKind, id: impl Into<String>, version: i64) -> Self {
        Self { kind, id: id.into(), version }
    }
}

/// Whether and how a variant can be bought now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    InStock,
    /// None left, yet it may be ordered.
    Backorder,
    SoldOut,
}

/// A typed value that a reply may state.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum FactValue {
    Money(Money),
    Quantity(i64),
    /// A calendar day in the shop's zone.
    Date(jiff::civil::Date),
    /// A clock time in the shop's zone.
    Time(jiff::civil::Time),
    /// Hours of one day, from and to, in the shop's zone.
    TimeRange {
        from: jiff::civil::Time,
        to: jiff::civil::Time,
    },
    /// A sentence of the shop's own, such as the conditions of its return policy.
    Text(String),
    /// A product's or the shop's name.
    Name(String),
    /// An order's status in the field's words (`shipped`, `refunded`, …).
    Status(String),
    /// Days, from and to (equal when it is one number).
    Days {
        from: u32,
        to: u32,
    },
    Percentage(i64),
    Url(String),
    Email(String),
    Phone(String),
    Address(String),
    Carrier(String),
    TrackingNumber(String),
    OrderNumber(String),
    Size(String),
    Colour(String),
    Country(String),
    Flag(bool),
    /// One variant of a product, whole, so that size, colour, price and stock are checked together.
    Variant {
        size: Option<String>,
        colour: Option<String>,
        price: Money,
        availability: Availability,
        /// Units on hand; negative counts as none.
        left: i64,
    },
}

/// A named value. Names are unique within their evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    pub name: String,
    pub value: FactValue,
    /// The row, where it is another than the evidence's own (a variant of a product).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<Source>,
}

/// One thing that was looked up, with what it says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// Unique in its run, from 0.
    pub position: u32,
    pub source: Source,
    /// For people: "Order 1042".
    pub label: String,
    pub facts: Vec<Fact>,
}

impl Evidence {
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.name == name)
    }
}

/// What a claim is about. Stored in `claims.kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    Money,
    Quantity,
    Percentage,
    Date,
    Weekday,
    Time,
    Duration,
    OrderNumber,
    TrackingNumber,
    Status,
    ProductName,
    Size,
    Colour,
    Availability,
    Url,
    Email,
    Phone,
    Address,
    Name,
    Promise,
    Policy,
}

impl ClaimKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Quantity => "quantity",
            Self::Percentage => "percentage",
            Self::Date => "date",
            Self::Weekday => "weekday",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::OrderNumber => "order_number",
            Self::TrackingNumber => "tracking_number",
            Self::Status => "status",
            Self::ProductName => "product_name",
            Self::Size => "size",
            Self::Colour => "colour",
            Self::Availability => "availability",
            Self::Url => "url",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address => "address",
            Self::Name => "name",
            Self::Promise => "promise",
            Self::Policy => "policy",
        }
    }
}

/// A checkable statement of a reply and the fact that proves it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// Unique in its run, from 0.
    pub position: u32,
    pub kind: ClaimKind,
    /// As it stands in the reply.
    pub text: String,
    /// In characters (Unicode scalar values) of the reply.
    pub start: u32,
    pub end: u32,
    pub evidence_position: u32,
    /// The fact's name in that evidence.
    pub fact: String,
}
