//! What a turn may ask the shop's records, and what they answer.

use serde::{Deserialize, Serialize};

use crate::agent::account::{Account, Act, Acted, Claimed, Considered, Goods, Wanted};
use crate::agent::knowledge::{Order, Passage, Product, ProductHit, ProductQuery, Taste, Together, Waiting};
use crate::agent::news::NewsChange;
use crate::agent::promo::CodeStanding;
use crate::codes::{Asked, Tried, TypedCode};
use crate::id::{self, Id};
use crate::market::{Comparison, Matched};

/// A question to the shop's own records. All of them are bound to the verified customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "tool", rename_all = "snake_case")]
pub enum ToolCall {
    SearchProducts(ProductQuery),
    /// Products that look like a picture of the customer's.
    FindAlike {
        picture: String,
        query: ProductQuery,
    },
    ReadProduct {
        product: Id<id::Product>,
    },
    ListOrders,
    ReadOrder {
        number: String,
    },
    /// The customer's whole file, for acting.
    ReadAccount,
    /// Who a stranger says to be.
    Identify(Claimed),
    /// Whether a code may be sent to whom a stranger says to be; without that, to the customer whom the conversation was
    /// found to be. If it may, it is sent where the turn is kept.
    AskCode {
        claimed: Option<Claimed>,
    },
    /// Tries the code that was typed.
    TryCode {
        code: TypedCode,
    },
    FindGoods {
        words: Vec<String>,
    },
    /// What the owner wrote that answers a question.
    AskKnowledge {
        question: String,
        language: String,
    },
    /// A product with everything that may be chosen of it.
    ReadGoods {
        product: Id<id::Product>,
    },
    /// What the customer bought, and what everybody does.
    ReadTaste,
    /// What is bought together with a product.
    FindTogether {
        product: Id<id::Product>,
    },
    /// What the customer waits for. `after`: the acts of this turn are done.
    ReadWaiting {
        after: bool,
    },
    /// What other shops ask for a product.
    ComparePrices {
        product: Id<id::Product>,
    },
    /// Has the policy decide about another shop's price, and carries out what it allows.
    MatchPrice {
        product: Id<id::Product>,
        offer: Id<id::MarketOffer>,
    },
    /// Has the policy decide whether news are sent or not any more, and records what it allows. `confirmed`: the message is the yes to
    /// the question.
    SubscribeOrOptOut {
        wants: bool,
        confirmed: bool,
        message: Id<id::Message>,
    },
    /// How a discount code that the customer wrote stands for them.
    ReadCode {
        code: String,
    },
    /// Asks the policy. `after`: the acts of this turn are done.
    Consider {
        wanted: Wanted,
        after: bool,
    },
    /// Carries out what the customer said yes to; the turn itself makes sure of that.
    Act {
        acts: Vec<Act>,
    },
}

/// What a tool answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "found", content = "value", rename_all = "snake_case")]
pub enum ToolResult {
    Products(Vec<ProductHit>),
    Product(Option<Box<Product>>),
    Orders(Vec<Order>),
    Order(Option<Box<Order>>),
    Account(Option<Box<Account>>),
    Identified(Option<Box<Account>>),
    CodeAsked(Asked),
    /// And the file of the customer who it is by that.
    CodeTried {
        tried: Tried,
        account: Option<Box<Account>>,
    },
    Goods(Vec<Goods>),
    Passages(Vec<Passage>),
    Waiting(Vec<Waiting>),
    Taste(Box<Taste>),
    Together(Vec<Together>),
    Considered(Considered),
    Compared(Comparison),
    Matched(Matched),
    News(NewsChange),
    Code(CodeStanding),
    /// What became of the acts, and the customer's file as it is after them.
    Acted {
        acted: Vec<Acted>,
        account: Option<Box<Account>>,
    },
}
