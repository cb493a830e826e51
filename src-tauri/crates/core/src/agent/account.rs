//! A customer's file as the acting part reads it: who they are, what they bought and how it was paid, and the goods that
//! may come instead. Read through one verified scope at one moment; nothing here names another customer.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::id::{self, Id};
use crate::money::Money;
use crate::policy::{Action, MethodRef, OrderStage, Rule, Summary};
use crate::stored_methods::StoredMethodKind;

/// What the shop keeps of the customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The conversation's address belongs to somebody whose orders are looked at. Otherwise they may say who they are.
    pub known: bool,
    pub id: Id<id::Contact>,
    pub version: i64,
    pub name: String,
    /// The address kept with the customer, in lines.
    pub address: String,
    pub methods: Vec<AccountMethod>,
    /// The newest first; no drafts.
    pub orders: Vec<AccountOrder>,
    /// The products of the orders, as the catalog has them now.
    pub goods: Vec<Goods>,
    /// What is put aside for them.
    #[serde(default)]
    pub aside: Option<Aside>,
    /// Addresses that the writer confirmed before, the newest first: see [`crate::memory`].
    #[serde(default)]
    pub confirmed: Vec<String>,
}

/// A draft of the agent's whose pieces are kept for the customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Aside {
    pub order: Id<id::Order>,
    pub version: i64,
    pub lines: Vec<AccountLine>,
    pub total: Money,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountMethod {
    pub id: MethodRef,
    pub kind: StoredMethodKind,
    /// "Visa •••• 9212".
    pub label: String,
    pub brand: Option<String>,
    pub last_four: Option<String>,
    /// Of a gift card.
    pub balance: Option<Money>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountOrder {
    pub id: Id<id::Order>,
    pub version: i64,
    pub number: String,
    pub stage: OrderStage,
    pub total: Money,
    /// Where it goes or went, in lines.
    pub address: String,
    pub placed_at: Option<Timestamp>,
    pub lines: Vec<AccountLine>,
    /// What each way to pay still holds of it; `None`: not a kept one.
    pub paid_with: Vec<(Option<MethodRef>, Money)>,
    pub tracking: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AccountLine {
    pub variant: Option<Id<id::Variant>>,
    pub product: Option<Id<id::Product>>,
    pub title: String,
    /// "M / navy", as bought.
    pub variant_title: String,
    pub quantity: i64,
    /// For one piece.
    pub price: Money,
}

/// A product with everything that may be chosen of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Goods {
    pub id: Id<id::Product>,
    pub version: i64,
    pub title: String,
    pub handle: String,
    /// The options' names: "size", "voltage", "material".
    pub options: Vec<String>,
    pub variants: Vec<GoodsVariant>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GoodsVariant {
    pub id: Id<id::Variant>,
    pub version: i64,
    pub sku: Option<String>,
    /// In the order of the product's options.
    pub values: Vec<String>,
    pub price: Money,
    pub available: bool,
}

impl Account {
    pub fn order(&self, number: &str) -> Option<&AccountOrder> {
        self.orders.iter().find(|order| order.number.eq_ignore_ascii_case(number))
    }

    pub fn method(&self, id: MethodRef) -> Option<&AccountMethod> {
        self.methods.iter().find(|method| method.id == id)
    }

    pub fn goods(&self, id: Id<id::Product>) -> Option<&Goods> {
        self.goods.iter().find(|goods| goods.id == id)
    }
}

impl AccountOrder {
    pub const fn is_pending(&self) -> bool {
        matches!(self.stage, OrderStage::Pending | OrderStage::PendingItemsChanged)
    }

    pub const fn is_delivered(&self) -> bool {
        matches!(self.stage, OrderStage::Delivered | OrderStage::ReturnOrExchangeRequested)
    }

    /// The one kept way by which it was paid.
    pub fn original_method(&self) -> Option<MethodRef> {
        match self.paid_with.as_slice() {
            [(only, _)] => *only,
            several => {
                let mut kept = several.iter().filter_map(|(id, _)| *id);
                let first = kept.next()?;
                kept.all(|id| id == first).then_some(first)
            }
        }
    }
}

impl Goods {
    pub fn variant(&self, id: Id<id::Variant>) -> Option<&GoodsVariant> {
        self.variants.iter().find(|variant| variant.id == id)
    }
}

/// A wish as the policy is asked about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    pub order: Option<String>,
    pub action: Action,
}

/// What the policy says of a wish that nobody confirmed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "considered", content = "with", rename_all = "snake_case")]
pub enum Considered {
    /// Possible once the customer says yes to the summary.
    Possible(Summary),
    Refused(Rule),
}

/// Who a stranger says to be. Any one of both forms is looked up: the e-mail, or the name with the postal code.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Claimed {
    pub email: Option<String>,
    pub name: Option<String>,
    pub postal_code: Option<String>,
}

/// A change to which the customer said yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Unique in its conversation: the same yes carries it out once.
    pub proposal: String,
    pub wanted: Wanted,
    /// The summary's sentence, as it was said. When it would be another now, nothing is done.
    pub agreed: String,
}

/// What became of an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "acted", content = "with", rename_all = "snake_case")]
pub enum Acted {
    Done(Summary),
    /// The facts changed since it was stated: it would be this now.
    Changed(Summary),
    /// It waits for the owner.
    NeedsApproval(Summary),
    Refused(Rule),
    /// The shop's own books did not allow it.
    Failed,
}
