//! Returns and exchanges on the wire, as they are answered.

use haberdash_core::returns::{self, ReturnAction as CoreAction};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContactName, GiftCardId, LineItemId, Money, OrderName, PaymentId, PaymentKind, PaymentMethod, ReturnId,
    ReturnLineId, StoredMethodId, Time, VariantId, count, image_url, wire_words,
};

wire_words! {
    ReturnKind = returns::ReturnKind { Return, Exchange }
    ReturnState = returns::ReturnState { Requested, Approved, Received, Settled, Closed, Refused, Cancelled }
    ReturnAction = returns::ReturnAction { Approve, Refuse, Receive, Settle, Close, Cancel }
    ReturnReason = returns::ReturnReason {
        TooSmall, TooLarge, NotAsDescribed, Faulty, DamagedInTransit, WrongItem, ChangedMind, Other
    }
    ReturnCondition = returns::Condition { AsNew, Opened, Worn, Damaged, Faulty }
    Disposition = returns::Disposition { Restock, WriteOff }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnFilter {
    Requested,
    Approved,
    Received,
    Settled,
    Closed,
    Refused,
    Cancelled,
    /// Something is left to do.
    Open,
    #[default]
    All,
}

impl ReturnFilter {
    pub fn state(self) -> Option<returns::ReturnState> {
        use returns::ReturnState as State;
        match self {
            Self::Requested => Some(State::Requested),
            Self::Approved => Some(State::Approved),
            Self::Received => Some(State::Received),
            Self::Settled => Some(State::Settled),
            Self::Closed => Some(State::Closed),
            Self::Refused => Some(State::Refused),
            Self::Cancelled => Some(State::Cancelled),
            Self::Open | Self::All => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefundWay {
    /// As it was paid.
    Original,
    Cash,
    Card,
    BankTransfer,
    StoreCredit,
    GiftCard,
    StoredMethod,
}

/// Where the money of a return goes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct RefundTarget {
    pub to: RefundWay,
    pub reference: Option<String>,
    pub gift_card_id: Option<GiftCardId>,
    pub stored_method_id: Option<StoredMethodId>,
}

impl From<returns::RefundTo> for RefundTarget {
    fn from(target: returns::RefundTo) -> Self {
        let way = |to| Self { to, reference: None, gift_card_id: None, stored_method_id: None };
        match target {
            returns::RefundTo::Original => way(RefundWay::Original),
            returns::RefundTo::Cash => way(RefundWay::Cash),
            returns::RefundTo::Card { reference } => Self { reference, ..way(RefundWay::Card) },
            returns::RefundTo::BankTransfer { reference } => {
                Self { reference, ..way(RefundWay::BankTransfer) }
            }
            returns::RefundTo::StoreCredit => way(RefundWay::StoreCredit),
            returns::RefundTo::GiftCard { gift_card_id } => {
                Self { gift_card_id: gift_card_id.map(Into::into), ..way(RefundWay::GiftCard) }
            }
            returns::RefundTo::StoredMethod { stored_method_id } => {
                Self { stored_method_id: Some(stored_method_id.into()), ..way(RefundWay::StoredMethod) }
            }
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReturnSummary {
    pub id: ReturnId,
    /// The order's number and a count.
    #[schema(example = "1042-R1")]
    pub number: String,
    pub kind: ReturnKind,
    pub state: ReturnState,
    pub order: OrderName,
    /// Null: a counter sale to nobody in particular.
    pub contact: Option<ContactName>,
    pub item_count: u64,
    /// What goes back to the customer; below zero: the customer pays.
    pub refund: Money,
    pub created_at: Time,
    pub updated_at: Time,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Replacement {
    pub variant_id: VariantId,
    /// Product and variant.
    pub title: String,
    pub sku: Option<String>,
    pub unit_price: Money,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReturnLine {
    pub id: ReturnLineId,
    pub line_item_id: LineItemId,
    pub title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub image_url: Option<String>,
    pub quantity: i64,
    pub reason: ReturnReason,
    pub note: String,
    /// What its pieces are worth; of the accepted ones once it was received.
    pub refund: Money,
    pub replacement: Option<Replacement>,
    /// Pieces found acceptable; null until it was received.
    pub accepted: Option<i64>,
    pub condition: Option<ReturnCondition>,
    pub disposition: Option<Disposition>,
}

/// Money that a return moved.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReturnPayment {
    pub id: PaymentId,
    pub kind: PaymentKind,
    pub method: PaymentMethod,
    pub amount: Money,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReturnStep {
    pub at: Time,
    #[schema(example = "owner")]
    pub actor: String,
    pub from_state: Option<ReturnState>,
    pub to_state: ReturnState,
    pub note: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Return {
    pub id: ReturnId,
    /// The order's number and a count.
    #[schema(example = "1042-R1")]
    pub number: String,
    pub kind: ReturnKind,
    pub state: ReturnState,
    pub order: OrderName,
    /// Null: a counter sale to nobody in particular.
    pub contact: Option<ContactName>,
    pub item_count: u64,
    /// What goes back to the customer; below zero: the customer pays.
    pub refund: Money,
    pub lines: Vec<ReturnLine>,
    /// Worth of what comes back.
    pub goods: Money,
    /// Price of what goes out instead.
    pub replacements: Money,
    pub restocking_fee: Money,
    pub shipping_refund: Money,
    pub refund_to: RefundTarget,
    pub payments: Vec<ReturnPayment>,
    pub note: String,
    /// Of the refusal or cancellation.
    pub reason: Option<String>,
    /// The oldest first.
    pub timeline: Vec<ReturnStep>,
    /// What may be done now.
    pub allowed: Vec<ReturnAction>,
    /// A gift card that the refund was put on, when a new one was issued.
    pub issued_gift_card_id: Option<GiftCardId>,
    pub created_at: Time,
    pub updated_at: Time,
    pub version: i64,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReturnCounts {
    pub requested: u64,
    pub approved: u64,
    pub received: u64,
    pub settled: u64,
    /// All of them.
    pub open: u64,
}

impl From<returns::Return> for ReturnSummary {
    fn from(head: returns::Return) -> Self {
        Self {
            id: head.id.into(),
            refund: head.refund().into(),
            kind: head.kind.into(),
            state: head.state.into(),
            order: OrderName { id: head.order_id.into(), number: head.order_number },
            contact: head.contact_id.map(|id| ContactName { id: id.into(), display_name: head.contact_name }),
            number: head.number,
            item_count: count(head.item_count),
            created_at: head.created_at.into(),
            updated_at: head.updated_at.into(),
            version: head.version,
        }
    }
}

impl From<returns::ReturnDetail> for Return {
    fn from(detail: returns::ReturnDetail) -> Self {
        let head = detail.head;
        let summary = ReturnSummary::from(head.clone());
        Self {
            id: summary.id,
            number: summary.number,
            kind: summary.kind,
            state: summary.state,
            order: summary.order,
            contact: summary.contact,
            item_count: summary.item_count,
            refund: summary.refund,
            created_at: summary.created_at,
            updated_at: summary.updated_at,
            version: summary.version,
            lines: detail.lines.into_iter().map(Into::into).collect(),
            goods: head.goods.into(),
            replacements: head.replacements.into(),
            restocking_fee: head.restocking_fee.into(),
            shipping_refund: head.shipping_refund.into(),
            refund_to: head.refund_to.into(),
            payments: detail
                .payments
                .into_iter()
                .map(|payment| ReturnPayment {
                    id: payment.id.into(),
                    kind: payment.kind.into(),
                    method: payment.method.into(),
                    amount: payment.amount.into(),
                })
                .collect(),
            note: head.note,
            reason: head.reason,
            timeline: detail
                .transitions
                .into_iter()
                .map(|step| ReturnStep {
                    at: step.moved_at.into(),
                    actor: step.actor.to_string(),
                    from_state: step.from.map(Into::into),
                    to_state: step.to.into(),
                    note: step.note,
                })
                .collect(),
            allowed: head.state.allowed().into_iter().map(CoreAction::into).collect(),
            issued_gift_card_id: head.issued_gift_card_id.map(Into::into),
        }
    }
}

impl From<returns::ReturnLine> for ReturnLine {
    fn from(line: returns::ReturnLine) -> Self {
        Self {
            refund: haberdash_core::Money::new(line.worth(), line.refund.currency).into(),
            id: line.id.into(),
            line_item_id: line.line_item_id.into(),
            title: line.title,
            variant_title: line.variant_title,
            sku: line.sku,
            image_url: line.image_id.map(image_url),
            quantity: line.quantity,
            reason: line.reason.into(),
            note: line.note,
            replacement: line.replacement.map(|new| Replacement {
                variant_id: new.variant_id.into(),
                title: new.title,
                sku: new.sku,
                unit_price: new.unit_price.into(),
            }),
            accepted: line.accepted,
            condition: line.condition.map(Into::into),
            disposition: line.disposition.map(Into::into),
        }
    }
}

impl From<returns::ReturnCounts> for ReturnCounts {
    fn from(counts: returns::ReturnCounts) -> Self {
        Self {
            requested: count(counts.requested),
            approved: count(counts.approved),
            received: count(counts.received),
            settled: count(counts.settled),
            open: count(counts.requested + counts.approved + counts.received + counts.settled),
        }
    }
}
