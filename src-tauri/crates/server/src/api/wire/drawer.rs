//! The cash drawer on the wire.

use haberdash_core::cash_drawer;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DrawerEntryId, DrawerSessionId, Money, OrderName, Time, wire_words};

wire_words! {
    DrawerEntryKind = cash_drawer::DrawerEntryKind { Sale, Refund, PayIn, PayOut }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawerState {
    Open,
    Closed,
}

/// How many notes or coins of a kind were counted.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub struct DrawerCount {
    /// Minor units: 5000 is a fifty.
    pub denomination: i64,
    pub count: i64,
}

/// The drawer from its opening to its count.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DrawerSession {
    pub id: DrawerSessionId,
    pub state: DrawerState,
    pub opened_at: Time,
    #[schema(example = "owner")]
    pub opened_by: String,
    pub note: String,
    pub float: Money,
    pub sales: Money,
    pub refunds: Money,
    pub pay_in: Money,
    pub pay_out: Money,
    /// Float + sales − refunds + pay-ins − pay-outs.
    pub expected: Money,
    pub counted: Option<Money>,
    /// Below zero: missing.
    pub difference: Option<Money>,
    pub difference_reason: Option<String>,
    pub counts: Vec<DrawerCount>,
    pub closed_at: Option<Time>,
    pub version: i64,
}

impl From<cash_drawer::DrawerSession> for DrawerSession {
    fn from(session: cash_drawer::DrawerSession) -> Self {
        Self {
            state: if session.is_open() { DrawerState::Open } else { DrawerState::Closed },
            difference: session.difference().map(Into::into),
            id: session.id.into(),
            opened_at: session.opened_at.into(),
            opened_by: session.opened_by.to_string(),
            note: session.note,
            float: session.float.into(),
            sales: session.sales.into(),
            refunds: session.refunds.into(),
            pay_in: session.pay_in.into(),
            pay_out: session.pay_out.into(),
            expected: session.expected.into(),
            counted: session.counted.map(Into::into),
            difference_reason: session.difference_reason,
            counts: session
                .counts
                .into_iter()
                .map(|line| DrawerCount { denomination: line.denomination, count: line.count })
                .collect(),
            closed_at: session.closed_at.map(Time),
            version: session.version,
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DrawerEntry {
    pub id: DrawerEntryId,
    pub kind: DrawerEntryKind,
    /// Into the drawer; below zero: out of it.
    pub amount: Money,
    pub order: Option<OrderName>,
    pub reason: String,
    #[schema(example = "owner")]
    pub actor: String,
    pub at: Time,
}

impl From<cash_drawer::DrawerEntry> for DrawerEntry {
    fn from(entry: cash_drawer::DrawerEntry) -> Self {
        Self {
            id: entry.id.into(),
            kind: entry.kind.into(),
            amount: entry.amount.into(),
            order: OrderName::of(entry.order_id, entry.order_number),
            reason: entry.reason,
            actor: entry.actor.to_string(),
            at: entry.at.into(),
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CashDrawer {
    pub open: Option<DrawerSession>,
    pub last_closed: Option<DrawerSession>,
    /// Notes and coins of the shop's currency, the largest first, in minor units.
    pub denominations: Vec<i64>,
    #[schema(example = "EUR")]
    pub currency: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDrawer {
    /// What is in it. Minor units of the shop's currency.
    #[schema(minimum = 0)]
    pub float: i64,
    #[serde(default)]
    pub note: String,
}

#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DrawerMove {
    PayIn,
    PayOut,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDrawerEntry {
    pub kind: DrawerMove,
    /// Minor units, above zero.
    #[schema(minimum = 1)]
    pub amount: i64,
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountedPieces {
    pub denomination: i64,
    pub count: i64,
}

#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseDrawer {
    pub version: i64,
    pub counts: Vec<CountedPieces>,
    /// Needed when the count differs from what is expected.
    #[serde(default)]
    pub reason: Option<String>,
}
