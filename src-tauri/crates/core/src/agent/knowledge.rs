//! What the agents may ask about the shop: a port, answered over SQLite by the shop's own modules.
//!
//! The one who makes an implementation binds it to a customer; no method names a contact, so nothing that a
//! planner asks can read another customer's orders.

use serde::{Deserialize, Serialize};

use super::account::{Account, Act, Acted, Claimed, Considered, Goods, Wanted};
use super::news::NewsChange;
use super::promo::CodeStanding;
use crate::Result;
use crate::clock::Timestamp;
use crate::codes::{Asked, Tried, TypedCode};
use crate::id::{self, Id};
use crate::market::{Comparison, Matched};
use crate::money::{Currency, Money};
pub use crate::orders::{FulfilmentState, OrderStatus, PaymentStatus};
use crate::retrieval::Embedder;

/// Reads of one customer's shop. Errors are failures of storage; what does not exist is `None` or empty.
pub trait Knowledge {
    /// Active products that fit, best first, at most `query.limit`. Every filter must hold for at least one
    /// variant of a product (all of them for the same variant).
    fn search_products(&self, query: &ProductQuery) -> Result<Vec<ProductHit>>;

    /// Active products that look like a picture the customer sent (by the name of its bytes), most alike first, at most
    /// `query.limit`; only such as look alike. The query's filters must hold, its words do not count.
    fn alike(&self, _picture: &str, _query: &ProductQuery) -> Result<Vec<ProductHit>> {
        Ok(Vec::new())
    }

    /// An active product with all of its variants.
    fn product(&self, id: Id<id::Product>) -> Result<Option<Product>>;

    /// The customer's orders except drafts, newest first, at most `limit`.
    fn orders(&self, limit: usize) -> Result<Vec<Order>>;

    /// The customer's order of this number (digits and letters as stored, no `#`). Another customer's order
    /// does not exist here.
    fn order_by_number(&self, number: &str) -> Result<Option<Order>>;

    fn shop(&self) -> Result<ShopFacts>;

    /// The customer's file; `None` where nothing is done for customers.
    fn account(&self) -> Result<Option<Account>> {
        Ok(None)
    }

    /// Looks exactly one customer up by what a stranger says; from then on all reads are that customer's. `None`: nobody,
    /// or the shop does not take it on trust.
    fn identify(&self, _claimed: &Claimed) -> Result<Option<Account>> {
        Ok(None)
    }

    /// Whether a code may be mailed to whom a stranger says to be, or to the customer whom the conversation was found to
    /// be. It sends none, and does not tell whether such a customer exists.
    fn ask_code(&self, _claimed: Option<&Claimed>) -> Result<Asked> {
        Ok(Asked::NoMail)
    }

    /// Tries a code; the right one makes all further reads its customer's. Only where [`Self::can_write`].
    fn try_code(&self, _code: &TypedCode) -> Result<(Tried, Option<Account>)> {
        Ok((Tried::Expired, None))
    }

    /// Active products whose titles have these words.
    fn goods(&self, _words: &[String]) -> Result<Vec<Goods>> {
        Ok(Vec::new())
    }

    /// An active product with everything that may be chosen of it.
    fn goods_of(&self, _product: Id<id::Product>) -> Result<Option<Goods>> {
        Ok(None)
    }

    /// What the policy says of a wish.
    fn consider(&self, _wanted: &Wanted) -> Result<Considered> {
        Ok(Considered::Refused(crate::policy::Rule::OrderUnknown))
    }

    /// Whether [`Self::act`] can be asked here. Where it cannot, a turn that wants to act goes on elsewhere.
    fn can_write(&self) -> bool {
        false
    }

    /// Carries out what the customer agreed to, each once.
    fn act(&self, acts: &[Act]) -> Result<Vec<Acted>> {
        Ok(acts.iter().map(|_| Acted::Failed).collect())
    }

    /// What the customer waits for.
    fn waiting(&self) -> Result<Vec<Waiting>> {
        Ok(Vec::new())
    }

    /// What the customer bought, and what everybody does.
    fn taste(&self) -> Result<Taste> {
        Ok(Taste::default())
    }

    /// What customers bought together with a product clearly more often than by chance, and is in stock; the clearest first.
    fn together(&self, _product: Id<id::Product>) -> Result<Vec<Together>> {
        Ok(Vec::new())
    }

    /// What the owner wrote that answers a question in this language, at most one passage. Near misses are none.
    fn answers(&self, _question: &str, _language: &str) -> Result<Vec<Passage>> {
        Ok(Vec::new())
    }

    /// What other shops ask for a product.
    fn compare_prices(&self, _product: Id<id::Product>) -> Result<Comparison> {
        Ok(Comparison::Unavailable)
    }

    /// Has the policy decide about another shop's price, and carries out what it allows.
    fn match_price(&self, _product: Id<id::Product>, _offer: Id<id::MarketOffer>) -> Result<Matched> {
        Ok(Matched::Failed)
    }

    /// How a discount code, as the customer wrote it, stands for them. Another customer's code does not exist here.
    fn promo_code(&self, _code: &str) -> Result<CodeStanding> {
        Ok(CodeStanding::Unknown)
    }

    /// Has the policy decide about a wish for or against news, and records what it allows with its message. Only where
    /// [`Self::can_write`].
    fn subscribe_or_opt_out(
        &self,
        _wants: bool,
        _confirmed: bool,
        _message: Id<id::Message>,
    ) -> Result<NewsChange> {
        Ok(NewsChange::Refused(crate::policy::Rule::OwnerOnly))
    }

    /// The model that reads meanings, where one is installed and loaded.
    fn embedder(&self) -> Option<&dyn Embedder> {
        None
    }
}

/// What a recommendation rests on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Taste {
    /// The customer's own lines, the newest order first.
    pub bought: Vec<Bought>,
    /// What came into the catalog last, the newest first.
    pub newest: Vec<Id<id::Product>>,
    /// Products in stock with the pieces sold in the last `days`, most first. Looked up for who bought nothing.
    pub bestsellers: Vec<(Id<id::Product>, i64)>,
    pub days: u32,
}

/// A line of one of the customer's orders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bought {
    pub order: Id<id::Order>,
    pub order_version: i64,
    /// `None`: the catalog no longer has it.
    pub product: Option<Id<id::Product>>,
    pub title: String,
    /// "Women > Dresses".
    pub category: String,
    /// The last part of it: "Dresses".
    pub kind: String,
    pub size: Option<String>,
    pub colour: Option<String>,
    pub price: Money,
    pub quantity: i64,
    /// Pieces that came back.
    pub returned: i64,
}

/// A product that is bought together with another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Together {
    pub product: Product,
    /// Orders that hold both.
    pub orders: i64,
    /// How much more often than by chance: 250 is two and a half times.
    pub lift_percent: i64,
}

/// A promise to write when one of these variants is there again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub id: Id<id::WaitingEntry>,
    pub version: i64,
    pub product: Id<id::Product>,
    pub variants: Vec<Id<id::Variant>>,
    /// It holds until then.
    pub until: Timestamp,
}

/// Sentences of an entry of the knowledge base, which may be said word for word.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    pub entry: Id<id::KnowledgeEntry>,
    pub version: i64,
    /// The chunk's position in the entry, from 1.
    pub chunk: i64,
    pub title: String,
    pub text: String,
    /// The part of the question's words that it has, 0…1.
    pub words: f32,
    /// The cosine of question and passage, where it is known.
    pub meaning: Option<f32>,
}

/// What to look for. Words are alternatives ranked by how many fit; filters are hard.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ProductQuery {
    /// Search words, lower case, without stop words, sizes, colours and bounds.
    pub words: Vec<String>,
    /// Things that it must not have, lower case: "hood", "mesh liner".
    #[serde(default)]
    pub without: Vec<String>,
    /// As variants store it: upper case.
    pub size: Option<String>,
    /// Any of these colours (lower case): what people call one colour may be several names.
    pub colours: Vec<String>,
    /// Lower case, part of the product's material.
    pub material: Option<String>,
    pub price_min: Option<Money>,
    pub price_max: Option<Money>,
    /// Only with a variant that can be bought now.
    pub in_stock: bool,
    pub limit: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductHit {
    pub product: Product,
    /// How many of the query's words the product has (title, category, colours, material, tags, brand,
    /// description), stemmed.
    pub words_matched: usize,
    /// The cosine of what was asked and what the product is about, where a model is installed: from about 0.45 it is
    /// clearly about that, also without any of the words. For a picture, that of the two pictures.
    #[serde(default)]
    pub nearness: Option<f32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Product {
    pub id: Id<id::Product>,
    pub version: i64,
    pub title: String,
    /// "Women > Dresses".
    pub category: String,
    pub brand: String,
    /// "100% linen".
    pub material: String,
    pub care: String,
    pub description: String,
    pub variants: Vec<Variant>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Variant {
    pub id: Id<id::Variant>,
    pub version: i64,
    /// Upper case.
    pub size: Option<String>,
    /// Lower case.
    pub colour: Option<String>,
    pub price: Money,
    pub compare_at: Option<Money>,
    /// Units in all locations that were not promised to others.
    pub available: i64,
    pub allow_backorder: bool,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    pub id: Id<id::Order>,
    pub version: i64,
    /// What people say: "1042".
    pub number: String,
    pub status: OrderStatus,
    pub payment_status: PaymentStatus,
    pub total: Money,
    pub placed_at: Option<Timestamp>,
    pub lines: Vec<OrderLine>,
    pub fulfilments: Vec<Fulfilment>,
    /// The sum of settled refunds; zero when there is none.
    pub refunded: Money,
    /// When the order reached its present status, where that is recorded.
    pub status_since: Option<Timestamp>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OrderLine {
    pub title: String,
    /// "M / navy".
    pub variant_title: String,
    pub quantity: i64,
    pub unit_price: Money,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fulfilment {
    pub id: Id<id::Fulfilment>,
    pub version: i64,
    pub state: FulfilmentState,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    pub shipped_at: Option<Timestamp>,
    /// In the shop's zone.
    pub expected_on: Option<jiff::civil::Date>,
    pub delivered_at: Option<Timestamp>,
}

/// A setting's value with the row it was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Setting<T> {
    pub key: String,
    pub version: i64,
    pub value: T,
}

/// What the shop says about itself. `None`: the owner has not said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShopFacts {
    pub currency: Currency,
    /// Key `shop.name`.
    pub name: Setting<String>,
    /// Key `shop.hours`.
    pub hours: Option<Setting<OpeningHours>>,
    /// Key `shop.contact`.
    pub contact: Option<Setting<ShopContact>>,
    /// Key `policy.shipping`.
    pub shipping: Option<Setting<ShippingPolicy>>,
    /// Key `policy.returns`.
    pub returns: Option<Setting<ReturnPolicy>>,
}

/// Hours of the shop, in its zone.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OpeningHours {
    /// Seven days, Monday first. An empty day is closed.
    pub week: Vec<Vec<Opening>>,
    /// Days that differ: holidays, sales.
    #[serde(default)]
    pub exceptions: Vec<DayException>,
}

/// One span of a day, in the shop's zone; `from` before `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub from: jiff::civil::Time,
    pub to: jiff::civil::Time,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DayException {
    pub date: jiff::civil::Date,
    /// Empty: closed.
    #[serde(default)]
    pub open: Vec<Opening>,
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ShopContact {
    #[serde(default)]
    pub address: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
    #[serde(default)]
    pub email: Option<String>,
    #[serde(default)]
    pub website: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ShippingPolicy {
    /// In the order to tell them. A country that none names is not shipped to.
    pub zones: Vec<ShippingZone>,
    /// A sentence of the owner's own, told as it stands.
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShippingZone {
    /// "Germany", "the EU".
    pub name: String,
    /// English country names; empty when the zone is one country, named by `name`.
    #[serde(default)]
    pub countries: Vec<String>,
    pub cost: Money,
    #[serde(default)]
    pub free_from: Option<Money>,
    /// Working days from dispatch.
    pub days_from: u32,
    pub days_to: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReturnPolicy {
    /// Days after delivery.
    pub window_days: u32,
    /// `None` or zero: returns cost the customer nothing.
    #[serde(default)]
    pub return_cost: Option<Money>,
    pub exchanges: bool,
    /// Working days until the refund is paid, from and to.
    #[serde(default)]
    pub refund_days: Option<(u32, u32)>,
    /// Sentences of the owner's own, told as they stand: "Items must be unworn, with their tags."
    #[serde(default)]
    pub conditions: String,
}
