//! What a conversation still has to do: the changes that were asked for, what is missing, and what awaits a yes.
//! Kept in the dialogue's memory between turns.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::agent::account::Wanted;
use crate::clock::Timestamp;
use crate::id::{self, Id};
use crate::policy::{Action, MethodRef};

/// What is to become of an order or of the customer's own entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Cancel,
    Return,
    /// Items for others: a change before it is sent, an exchange after it came.
    Swap,
    Address,
    ProfileAddress,
    Payment,
    /// Goods that are to be put aside.
    Buy,
}

impl Kind {
    /// What an act does to an order.
    /// `None`: it is no change of the agenda's.
    pub const fn of(action: &Action) -> Option<Self> {
        Some(match action {
            Action::CancelOrder { .. } => Self::Cancel,
            Action::ReturnItems { .. } => Self::Return,
            Action::ModifyItems { .. } | Action::ExchangeItems { .. } => Self::Swap,
            Action::ModifyAddress { .. } => Self::Address,
            Action::ModifyCustomerAddress { .. } => Self::ProfileAddress,
            Action::ModifyPayment { .. } => Self::Payment,
            Action::PutAside { .. } => Self::Buy,
            // These are done without the agenda.
            Action::WaitForStock { .. } | Action::MatchPrice { .. } | Action::SubscribeOrOptOut { .. } => {
                return None;
            }
        })
    }
}

/// A piece of an order, and what is wanted instead of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub variant: Id<id::Variant>,
    pub product: Id<id::Product>,
    pub title: String,
    /// The customer's words about what comes instead, all of them so far.
    #[serde(default)]
    pub wanted: String,
    /// The one that was settled on.
    #[serde(default)]
    pub picked: Option<Id<id::Variant>>,
}

/// Why something else is proposed than was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instead {
    /// One item cannot be cancelled alone.
    WholeOrder,
    /// A delivered order is returned, not cancelled.
    ReturnIt,
    /// A pending order is cancelled, not returned.
    CancelIt,
}

/// A change to one order, with all its items: the policy allows items to be changed once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub number: u32,
    pub kind: Kind,
    pub order: Option<String>,
    #[serde(default)]
    pub items: Vec<Item>,
    #[serde(default)]
    pub address: Option<String>,
    /// Another one is meant than was confirmed before.
    #[serde(default)]
    pub another_address: bool,
    #[serde(default)]
    pub method: Option<MethodRef>,
    /// The customer named it for this change.
    #[serde(default)]
    pub method_named: bool,
    #[serde(default)]
    pub reason: Option<String>,
    #[serde(default)]
    pub instead: Option<Instead>,
    /// Ways to pay that the policy refused for it.
    #[serde(default)]
    pub tried: Vec<MethodRef>,
    /// It was said why it is not as asked.
    #[serde(default)]
    pub told: bool,
    /// The customer said yes, and it is being carried out.
    #[serde(default)]
    pub agreed: bool,
}

impl Change {
    pub fn new(kind: Kind, order: Option<String>) -> Self {
        Self {
            number: 0,
            kind,
            order,
            items: Vec::new(),
            address: None,
            another_address: false,
            method: None,
            method_named: false,
            reason: None,
            instead: None,
            tried: Vec::new(),
            told: false,
            agreed: false,
        }
    }

    /// What its items are called.
    pub fn titles(&self) -> Vec<&str> {
        self.items.iter().map(|item| item.title.as_str()).collect()
    }
}

/// A wish whose object is not clear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unclear {
    pub kind: Kind,
    pub title: String,
    /// Order numbers and items that it may mean.
    pub candidates: Vec<(String, Item)>,
    pub wanted: String,
}

/// "If that is not possible, cancel the whole order."
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Otherwise {
    pub condition: String,
    pub consequence: String,
    /// It is to follow a change that is done, not one that is not possible.
    #[serde(default)]
    pub after: bool,
}

/// What is found out of a wish while it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// There is no order for which it is possible.
    NothingFits,
    /// An order was named that is none of the customer's.
    UnknownOrder,
    /// The customer has no such thing that it could be about.
    NoSuchItem,
    /// It hung on a price; whether that condition holds.
    PriceCondition(bool),
}

/// Which way to pay is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodWish {
    pub kind: MethodKind,
    #[serde(default)]
    pub brand: Option<String>,
    #[serde(default)]
    pub last_four: Option<String>,
    /// Another than the one used before.
    #[serde(default)]
    pub other: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    Card,
    Paypal,
    GiftCard,
    BankAccount,
    /// As it was paid.
    Original,
    /// Any: only "the other one" is said.
    Any,
}

/// What was asked last.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Question {
    /// E-mail, or name and postal code.
    Identity,
    /// The six digits that went to the customer's e-mail address.
    Code {
        /// Whom the writer says to be; `None`: the customer whom the conversation was found to be.
        claimed: Option<crate::agent::account::Claimed>,
        /// The last one that was typed came too late.
        #[serde(default)]
        expired: bool,
    },
    /// Which of these items? The list is that of the first unclear wish.
    WhichItem {
        options: Vec<(String, Id<id::Variant>)>,
    },
    WhichOrder {
        kind: Kind,
        numbers: Vec<String>,
    },
    /// Which variant instead?
    WhichVariant {
        change: u32,
        item: usize,
        options: Vec<Id<id::Variant>>,
    },
    /// Which way to pay or be paid?
    Method {
        change: u32,
        options: Vec<MethodRef>,
    },
    Reason {
        change: u32,
    },
    Address {
        change: u32,
        /// The one that was confirmed before and was proposed: a yes means it.
        #[serde(default)]
        proposed: Option<String>,
    },
    /// Which items of which order?
    WhichItems {
        kind: Kind,
    },
}

impl Question {
    /// The change that it is about.
    pub const fn change(&self) -> Option<u32> {
        match self {
            Self::WhichVariant { change, .. }
            | Self::Method { change, .. }
            | Self::Reason { change }
            | Self::Address { change, .. } => Some(*change),
            Self::Identity
            | Self::Code { .. }
            | Self::WhichItem { .. }
            | Self::WhichOrder { .. }
            | Self::WhichItems { .. } => None,
        }
    }
}

/// A change that was stated and waits for a yes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stated {
    pub change: u32,
    /// Unique in the conversation.
    pub proposal: String,
    pub wanted: Wanted,
    /// The sentence, as it was said.
    pub sentence: String,
    pub expires_at: Timestamp,
}

/// A piece of an order and a variant that it may become.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Considered {
    pub order: String,
    pub item: Item,
    pub variant: Id<id::Variant>,
}

/// A change that was carried out in this conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Done {
    pub wanted: Wanted,
    pub sentence: String,
    /// Minor units that the customer pays (or, negative, gets back).
    pub difference: i64,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Agenda {
    /// Said before it was known who speaks.
    pub heard: Vec<String>,
    pub claimed: crate::agent::account::Claimed,
    pub changes: Vec<Change>,
    pub unclear: Vec<Unclear>,
    pub otherwise: Vec<Otherwise>,
    /// Ways to pay in the order in which they were preferred.
    pub methods: Vec<MethodWish>,
    pub reason: Option<String>,
    /// How much more what comes instead may cost, in minor units, where the customer said so.
    pub most_extra: Option<i64>,
    /// Who speaks was asked and found: they came about their orders.
    pub identified: bool,
    /// A wish about an order that is none of the customer's: the right number may follow.
    pub misnamed: Option<String>,
    pub asked: Option<Question>,
    pub stated: Vec<Stated>,
    pub done: Vec<Done>,
    /// The address that was the customer's before it was changed here.
    pub former_address: Option<String>,
    pub last_number: u32,
    /// The order that was last spoken of.
    pub focus: Option<String>,
    /// The product's title that was last spoken of.
    pub focus_title: Option<String>,
    /// What the present turn found out about the wishes, newest last; empty between turns.
    #[serde(skip)]
    pub notices: Vec<Notice>,
    /// The desk has spoken in this conversation.
    pub spoke: bool,
    /// Messages in a row that were not understood.
    pub puzzled: u32,
    /// Questions that are answered when all is done.
    pub asks: Vec<super::asks::Ask>,
    /// Something of theirs was told last, and what is said next may be about it.
    pub told_own: bool,
    /// Where this order goes was told last: "it" is that address.
    pub address_told: Option<String>,
    /// The balance of a gift card was told last: "it" is that one.
    pub balance_told: bool,
    /// Another variant of a piece of theirs, with what it costs more, was told last: "swap it then".
    pub considered: Option<Considered>,
    /// One thing was suggested beside what is bought; there is no second one.
    pub suggested: bool,
    /// A thing for the cart of which it was asked which one is meant, as it was said.
    pub cart_asked: Option<String>,
    /// When the desk spoke last.
    pub spoke_at: Option<Timestamp>,
    /// A code was asked for in this conversation: earlier messages may hold one.
    pub had_code: bool,
}

/// How long a wish stays open without a word: a yes, or the answer to a question, comes before that or means something else.
pub const EXPIRES: Duration = Duration::from_hours(24);

impl Agenda {
    /// Forgets what was left open too long ago. What was done in the conversation is remembered.
    pub fn expire(&mut self, now: Timestamp) {
        if self.spoke_at.is_some_and(|spoke_at| spoke_at.plus(EXPIRES) <= now) {
            *self = Self {
                done: std::mem::take(&mut self.done),
                former_address: self.former_address.take(),
                identified: self.identified,
                last_number: self.last_number,
                suggested: self.suggested,
                had_code: self.had_code,
                ..Self::default()
            };
        }
    }

    /// After a question about a change that was not answered, but with another wish: that one comes first, and an order that
    /// is to be cancelled needs no other change.
    pub fn turn_to(&mut self, before: &Self, question: &Question) {
        let Some(number) = question.change() else { return };
        let is_new = |change: &Change| change.number > before.last_number;
        if self.change(number) != before.change(number) || !self.changes.iter().any(is_new) {
            return;
        }
        let cancelled: Vec<Option<String>> = self
            .changes
            .iter()
            .filter(|change| is_new(change) && change.kind == Kind::Cancel)
            .map(|change| change.order.clone())
            .collect();
        self.changes.retain(|change| is_new(change) || !cancelled.contains(&change.order));
        self.changes.sort_by_key(|change| change.number == number);
    }

    /// Waits for a code.
    pub fn await_code(&mut self, claimed: Option<crate::agent::account::Claimed>) {
        self.asked = Some(Question::Code { claimed, expired: false });
        self.had_code = true;
    }

    pub fn awaits_code(&self) -> bool {
        matches!(self.asked, Some(Question::Code { .. }))
    }

    /// Drops what was asked for. What was done in the conversation is remembered.
    pub fn forget_wishes(&mut self) {
        *self = Self {
            done: std::mem::take(&mut self.done),
            former_address: self.former_address.take(),
            last_number: self.last_number,
            focus: self.focus.take(),
            had_code: self.had_code,
            ..Self::default()
        };
    }

    /// Drops what was asked for and is not done. Who speaks and what is spoken of stay as they are.
    pub fn call_off(&mut self) {
        self.changes.clear();
        self.unclear.clear();
        self.otherwise.clear();
        self.methods.clear();
        self.reason = None;
        self.most_extra = None;
        self.asked = None;
        self.stated.clear();
        self.asks.clear();
    }

    /// Something is open.
    pub fn is_active(&self) -> bool {
        !self.heard.is_empty()
            || !self.changes.is_empty()
            || !self.unclear.is_empty()
            || self.asked.is_some()
            || self.misnamed.is_some()
            || !self.stated.is_empty()
    }

    pub fn change(&self, number: u32) -> Option<&Change> {
        self.changes.iter().find(|change| change.number == number)
    }

    pub fn change_mut(&mut self, number: u32) -> Option<&mut Change> {
        self.changes.iter_mut().find(|change| change.number == number)
    }

    pub fn drop_change(&mut self, number: u32) {
        self.changes.retain(|change| change.number != number);
        self.stated.retain(|stated| stated.change != number);
    }

    /// Adds a change, or its items to the one that is open for the same order.
    pub fn add(&mut self, mut new: Change) -> u32 {
        if let Some(open) =
            self.changes.iter_mut().find(|open| open.kind == new.kind && open.order == new.order)
        {
            // Two pieces alike are two pieces; one that is named again is not.
            let wanted = if new.kind == Kind::Swap { Vec::new() } else { new.items.clone() };
            for (i, item) in wanted.iter().enumerate() {
                let count = |items: &[Item]| items.iter().filter(|one| one.variant == item.variant).count();
                let before = count(&wanted[..i]);
                if before > 0 && count(&open.items) <= before {
                    open.items.push(item.clone());
                }
            }
            for item in new.items {
                match open.items.iter_mut().find(|known| {
                    known.variant == item.variant
                        && (known.wanted.is_empty() || known.wanted == item.wanted || item.wanted.is_empty())
                }) {
                    Some(known) if known.wanted.is_empty() => known.wanted = item.wanted,
                    Some(_) => {}
                    None => open.items.push(item),
                }
            }
            open.address = new.address.or(open.address.take());
            open.reason = new.reason.or(open.reason.take());
            if new.method.is_some() {
                open.method = new.method;
                open.method_named = new.method_named;
            }
            open.instead = open.instead.or(new.instead);
            let number = open.number;
            self.stated.retain(|stated| stated.change != number);
            return number;
        }
        self.last_number += 1;
        new.number = self.last_number;
        self.changes.push(new);
        self.last_number
    }
}
