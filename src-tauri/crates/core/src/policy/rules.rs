//! What the owner lets the assistant do for customers: a document of settings, with presets.

use serde::{Deserialize, Serialize};

use super::Action;
use crate::error::{Error, Result};
use crate::money::Money;
use crate::settings::Document;

crate::text_enum! {
    /// The kinds of changes that customers ask for.
    pub enum Change {
        Cancel = "cancel",
        Items = "items",
        Address = "address",
        Payment = "payment",
        Return = "return",
        Exchange = "exchange",
        /// The address kept with the customer.
        OwnAddress = "own_address",
        /// Goods are kept for the customer.
        PutAside = "put_aside",
        /// The customer is written to when what is sold out is there again.
        BackInStock = "back_in_stock",
    }
}

impl Change {
    /// `None`: it is no change of what the customer has, and has rules of its own.
    pub const fn of(action: &Action) -> Option<Self> {
        Some(match action {
            Action::CancelOrder { .. } => Self::Cancel,
            Action::ModifyItems { .. } => Self::Items,
            Action::ModifyAddress { .. } => Self::Address,
            Action::ModifyPayment { .. } => Self::Payment,
            Action::ReturnItems { .. } => Self::Return,
            Action::ExchangeItems { .. } => Self::Exchange,
            Action::ModifyCustomerAddress { .. } => Self::OwnAddress,
            Action::PutAside { .. } => Self::PutAside,
            Action::WaitForStock { .. } => Self::BackInStock,
            Action::MatchPrice { .. } | Action::SubscribeOrOptOut { .. } => return None,
        })
    }
}

crate::text_enum! {
    /// Who has a change made after the customer's yes, the freest first.
    pub enum Permission {
        /// The assistant, within the other rules.
        Assistant = "assistant",
        /// The customer's yes waits for the owner's.
        Approval = "approval",
        /// The owner alone: the assistant hands the conversation over.
        Owner = "owner",
    }
}

crate::text_enum! {
    /// Whom somebody without orders under their address may be.
    pub enum Identification {
        /// Only whom the channel says.
        Channel = "channel",
        /// An e-mail address, or a name with a postal code, is taken on trust.
        Claim = "claim",
        /// So is that, and a code that goes to the customer's own e-mail address.
        Code = "code",
    }
}

crate::text_enum! {
    /// What the code is asked for.
    pub enum CodeFor {
        /// What orders hold is told to whoever names the customer; before anything is changed the code is asked for.
        Changes = "changes",
        /// Nothing of a customer's is told or changed before the code.
        Facts = "facts",
    }
}

crate::text_enum! {
    /// Permissions that fit together.
    pub enum Preset {
        StrictRetail = "strict_retail",
        Careful = "careful",
        AnswersOnly = "answers_only",
    }
}

/// Who makes each kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Permissions {
    pub cancel: Permission,
    pub items: Permission,
    pub address: Permission,
    pub payment: Permission,
    #[serde(rename = "return")]
    pub returns: Permission,
    pub exchange: Permission,
    pub own_address: Permission,
    // A document from before it: what nobody allowed is the owner's.
    #[serde(default = "owners")]
    pub put_aside: Permission,
    #[serde(default = "owners")]
    pub back_in_stock: Permission,
}

const fn owners() -> Permission {
    Permission::Owner
}

impl Permissions {
    pub const fn all(permission: Permission) -> Self {
        Self {
            cancel: permission,
            items: permission,
            address: permission,
            payment: permission,
            returns: permission,
            exchange: permission,
            own_address: permission,
            put_aside: permission,
            back_in_stock: permission,
        }
    }

    pub const fn of(&self, change: Change) -> Permission {
        match change {
            Change::Cancel => self.cancel,
            Change::Items => self.items,
            Change::Address => self.address,
            Change::Payment => self.payment,
            Change::Return => self.returns,
            Change::Exchange => self.exchange,
            Change::OwnAddress => self.own_address,
            Change::PutAside => self.put_aside,
            Change::BackInStock => self.back_in_stock,
        }
    }

    /// The same, with nothing freer than `limit`.
    #[must_use]
    pub fn at_most(self, limit: Permission) -> Self {
        let bound = |permission: Permission| permission.max(limit);
        Self {
            cancel: bound(self.cancel),
            items: bound(self.items),
            address: bound(self.address),
            payment: bound(self.payment),
            returns: bound(self.returns),
            exchange: bound(self.exchange),
            own_address: bound(self.own_address),
            put_aside: bound(self.put_aside),
            back_in_stock: bound(self.back_in_stock),
        }
    }

    /// There is something that the assistant may at least prepare.
    pub fn any(&self) -> bool {
        Change::ALL.iter().any(|change| self.of(*change) != Permission::Owner)
    }
}

impl Default for Permissions {
    fn default() -> Self {
        Preset::StrictRetail.permissions()
    }
}

impl Preset {
    /// Whom strangers may be, where codes can be sent.
    pub const fn identification(self) -> Identification {
        match self {
            Self::StrictRetail | Self::Careful => Identification::Code,
            // Without changes there is little to prove anything for.
            Self::AnswersOnly => Identification::Channel,
        }
    }

    pub const fn permissions(self) -> Permissions {
        Permissions::all(match self {
            Self::StrictRetail => Permission::Assistant,
            Self::Careful => Permission::Approval,
            Self::AnswersOnly => Permission::Owner,
        })
    }
}

/// The shop's policy for what is done on a customer's word. Which order may be changed how is no knob: see
/// [`super::decide`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    pub changes: Permissions,
    /// Returns and exchanges later than so many days after the delivery are the owner's. `null`: as long as the shop's
    /// return policy takes them; that policy holds in any case.
    pub return_days: Option<u32>,
    /// A change that moves more money than this (minor units of the shop's currency) waits for the owner; `null`: none.
    pub approval_above: Option<i64>,
    pub identification: Identification,
    /// How many days a promise to write holds when something is back in stock.
    pub waiting_days: u32,
    /// After a yes to buy, one thing that goes with it may be named, once in a conversation.
    pub suggests: bool,
    /// What the code is for, where strangers need one.
    pub code_for: CodeFor,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            changes: Permissions::default(),
            return_days: None,
            approval_above: None,
            identification: Identification::Channel,
            waiting_days: 90,
            suggests: true,
            code_for: CodeFor::Facts,
        }
    }
}

impl Policy {
    /// What binds a change that the owner agreed to: what is possible at all.
    pub fn approved() -> Self {
        Self::default()
    }

    /// Something may be done or prepared by the assistant.
    pub fn acts(&self) -> bool {
        self.changes.any()
    }

    /// So much money moves that the owner decides.
    pub fn is_large(&self, difference: Option<Money>) -> bool {
        self.approval_above.zip(difference).is_some_and(|(most, money)| money.amount.abs() > most)
    }

    /// Whoever names a customer is told what is kept of them.
    pub fn trusts_claims(&self) -> bool {
        match self.identification {
            Identification::Channel => false,
            Identification::Claim => true,
            Identification::Code => self.code_for == CodeFor::Changes,
        }
    }

    /// Somebody unknown may say who they are.
    pub fn takes_strangers(&self) -> bool {
        self.identification != Identification::Channel
    }

    /// Changes need more than a claim.
    pub fn asks_for_code(&self) -> bool {
        self.identification == Identification::Code
    }

    /// The preset whose permissions these are.
    pub fn preset(&self) -> Option<Preset> {
        Preset::ALL.iter().copied().find(|preset| preset.permissions() == self.changes)
    }
}

impl Document for Policy {
    const KEY: &'static str = "policy";

    fn validate(&self) -> Result<()> {
        if self.return_days.is_some_and(|days| days > 730) {
            return Err(Error::invalid("Returns can be taken for 730 days at most.").at("return_days"));
        }
        if !(1..=730).contains(&self.waiting_days) {
            return Err(
                Error::invalid("Customers can wait for something for 1 to 730 days.").at("waiting_days")
            );
        }
        if self.approval_above.is_some_and(|sum| sum < 0) {
            return Err(
                Error::invalid("The sum above which you are asked cannot be negative.").at("approval_above")
            );
        }
        Ok(())
    }
}
