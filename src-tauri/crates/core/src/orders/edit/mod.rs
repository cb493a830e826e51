//! An order in hand: read whole, changed by what is allowed, written once with one recorded change.
//!
//! Every use case goes through it, and so do returns and exchanges, which make it a part of a larger act with a recording
//! of their own. Nothing is written before [`Edit::save`] but what belongs to others: stock, gift cards, the use of codes.

mod items;
mod life;
mod parcels;
mod payments;

use serde_json::{Value, json};

pub use items::ItemChange;
pub use life::{Cancellation, RefundChoice};
pub use parcels::{FulfilmentChange, NewFulfilment};
pub use payments::{NewPayment, NewRefund};

use super::refusal::Rule;
use super::state::{self, Action, State};
use super::{
    FulfilmentState, FulfilmentStatus, Happening, HappeningKind, Order, OrderDetail, OrderStatus,
    ReturnStatus, ShipTo, Transition, policy, redemptions, settlement, stocking,
};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{Recording, Subject};
use crate::store;

/// See the module.
#[derive(Debug)]
#[must_use = "an order that is not saved stays as it was"]
pub struct Edit {
    /// `None`: it is new.
    before: Option<OrderDetail>,
    now: OrderDetail,
    /// Its discounts are used with it, once it is written.
    redeems: bool,
    /// Its pieces are promised to it, once it is written.
    reserves: bool,
}

impl Edit {
    /// Takes an order into hand. Refused when it is at another version than the one that was looked at.
    ///
    /// # Errors
    /// `NotFound`, `Conflict`.
    pub fn open(tx: &WriteTx<'_>, id: Id<id::Order>, expected_version: Option<i64>) -> Result<Self> {
        let detail = super::detail(tx.sql(), id)?;
        if expected_version.is_some_and(|version| version != detail.order.version) {
            return Err(Error::new(
                Code::Conflict,
                "The order was changed meanwhile. Look at it again, then go on.",
            ));
        }
        Ok(Self { before: Some(detail.clone()), now: detail, redeems: false, reserves: false })
    }

    /// A new order, not written yet.
    pub(super) fn new(order: Order) -> Self {
        let now = OrderDetail {
            order,
            contact_name: String::new(),
            conversation_id: None,
            items: Vec::new(),
            payments: Vec::new(),
            fulfilments: Vec::new(),
            transitions: Vec::new(),
            happenings: Vec::new(),
        };
        Self { before: None, now, redeems: false, reserves: false }
    }

    /// The order as it stands now, changes included.
    pub fn detail(&self) -> &OrderDetail {
        &self.now
    }

    pub fn order(&self) -> &Order {
        &self.now.order
    }

    pub(super) fn detail_mut(&mut self) -> &mut OrderDetail {
        &mut self.now
    }

    /// Whether the party that writes may do it now.
    ///
    /// # Errors
    /// `Refused` with the rule.
    pub fn allow(&self, tx: &WriteTx<'_>, action: Action, reason: &str) -> Result<()> {
        Ok(policy::decide(&self.now.order, action, tx.by(), reason)?)
    }

    /// Takes a step of its life that [`Edit::allow`] allows.
    fn step(&mut self, tx: &WriteTx<'_>, action: Action, reason: &str) {
        let order = &mut self.now.order;
        let to = state::next(order.status, action, order.fulfilment_status);
        self.move_to(tx, to, reason);
    }

    fn move_to(&mut self, tx: &WriteTx<'_>, to: OrderStatus, reason: &str) {
        let order = &mut self.now.order;
        let placed = order.placed_at.is_some() && order.status != OrderStatus::Draft;
        if order.status == to && placed {
            return;
        }
        self.now.transitions.push(Transition {
            // Nothing went before an order's placing that its life has to tell.
            from: (order.status != OrderStatus::Draft).then_some(order.status),
            to,
            actor: tx.by().actor,
            actor_name: tx.by().name.clone(),
            reason: reason.to_owned(),
            moved_at: tx.now(),
        });
        order.status = to;
    }

    /// Adds an entry to its timeline.
    pub fn note(&mut self, tx: &WriteTx<'_>, kind: HappeningKind, details: Value, reason: &str) {
        self.now.happenings.push(Happening {
            kind,
            actor: tx.by().actor,
            actor_name: tx.by().name.clone(),
            reason: reason.to_owned(),
            details,
            at: tx.now(),
        });
    }

    /// Sends it elsewhere.
    ///
    /// # Errors
    /// `Refused`.
    pub fn change_address(&mut self, tx: &WriteTx<'_>, ship_to: &ShipTo, reason: &str) -> Result<()> {
        self.allow(tx, Action::ChangeAddress, reason)?;
        super::draft::check_ship_to(ship_to)?;
        if self.now.order.ship_to == *ship_to {
            return Err(Rule::NothingChanged.into());
        }
        self.now.order.ship_to = ship_to.clone();
        self.note(tx, HappeningKind::AddressChanged, json!({}), reason);
        Ok(())
    }

    /// # Errors
    /// `Refused`.
    pub fn archive(&mut self, tx: &WriteTx<'_>) -> Result<()> {
        self.allow(tx, Action::Archive, "")?;
        self.now.order.archived_at = Some(tx.now());
        self.note(tx, HappeningKind::Archived, json!({}), "");
        Ok(())
    }

    /// # Errors
    /// `Refused`.
    pub fn unarchive(&mut self, tx: &WriteTx<'_>) -> Result<()> {
        self.allow(tx, Action::Unarchive, "")?;
        self.now.order.archived_at = None;
        self.note(tx, HappeningKind::Unarchived, json!({}), "");
        Ok(())
    }

    /// Says what is coming back. The return's own rules were checked by its domain.
    pub fn set_return_status(
        &mut self,
        tx: &WriteTx<'_>,
        status: ReturnStatus,
        return_id: &str,
        reason: &str,
    ) {
        if self.now.order.return_status == status {
            return;
        }
        self.now.order.return_status = status;
        let details = json!({ "return_id": return_id, "status": status });
        self.note(tx, HappeningKind::Return, details, reason);
    }

    /// Counts pieces that came back.
    ///
    /// # Errors
    /// `Refused` when the line is not in the order; `Invalid` when more would have come back than left.
    pub fn add_returned(&mut self, line_item_id: Id<id::LineItem>, quantity: i64) -> Result<()> {
        let item = self.now.items.iter_mut().find(|item| item.id == line_item_id);
        let item = item.ok_or(Rule::ForeignLine)?;
        let returned = item.returned.saturating_add(quantity);
        if !(0..=item.quantity).contains(&returned) {
            return Err(Error::invalid("More pieces cannot come back than were bought.").at("quantity"));
        }
        item.returned = returned;
        Ok(())
    }

    /// Ends its life as one that came back whole.
    ///
    /// # Errors
    /// `Refused`.
    pub fn mark_returned(&mut self, tx: &WriteTx<'_>, reason: &str) -> Result<()> {
        self.allow(tx, Action::CompleteReturn, reason)?;
        self.step(tx, Action::CompleteReturn, reason);
        Ok(())
    }

    /// What is still to be paid by somebody; what is expected already does not count. Minor units, may be negative.
    pub fn due(&self) -> i64 {
        settlement::unsettled(&self.now.order, &self.now.payments)
    }

    /// The most that can go back. Minor units.
    pub fn refundable(&self) -> i64 {
        settlement::refundable(&self.now.payments)
    }

    /// What follows from payments and parcels.
    pub(super) fn derive(&mut self) {
        let detail = &mut self.now;
        let sent: i64 = detail.items.iter().map(|item| detail.fulfilled(item.id).min(item.quantity)).sum();
        let whole: i64 = detail.items.iter().map(|item| item.quantity).sum();
        let order = &mut detail.order;
        order.fulfilment_status = match sent {
            0 => FulfilmentStatus::Unfulfilled,
            _ if sent >= whole => FulfilmentStatus::Fulfilled,
            _ => FulfilmentStatus::PartlyFulfilled,
        };
        let (paid, refunded) = (settlement::paid(&detail.payments), settlement::refunded(&detail.payments));
        order.paid = order.money(paid);
        order.refunded = order.money(refunded);
        order.payment_status = settlement::status(
            order.status,
            order.total.amount,
            paid,
            refunded,
            settlement::pending(&detail.payments),
        );
    }

    /// All its parcels have arrived, and nothing is left to send.
    fn has_arrived(&self) -> bool {
        let mut parcels =
            self.now.fulfilments.iter().filter(|parcel| parcel.state != FulfilmentState::Failed);
        self.now.order.fulfilment_status == FulfilmentStatus::Fulfilled
            && parcels.all(|parcel| parcel.state == FulfilmentState::Delivered)
    }

    /// Writes what differs, with one change in `recording`, and gives the order as it stands then. When nothing differs,
    /// nothing is written.
    ///
    /// # Errors
    /// Those of the statements.
    pub fn save(mut self, tx: &mut WriteTx<'_>, recording: &mut Recording) -> Result<OrderDetail> {
        self.derive();
        if self.before.as_ref() == Some(&self.now) {
            return Ok(self.now);
        }
        self.now.order.updated_at = tx.now();
        match &self.before {
            None => store::orders::insert(tx.sql(), &self.now)?,
            Some(before) => {
                self.now.order.version = before.order.version + 1;
                store::orders::update(tx, before, &self.now)?;
            }
        }
        let order = &self.now.order;
        if self.redeems {
            redemptions::take(tx, order)?;
        }
        if self.reserves {
            // What was put aside for the draft is kept without an end from now on.
            stocking::release_all(tx, order)?;
            for item in &self.now.items {
                let stays = item.quantity - self.now.fulfilled(item.id);
                if stays > 0 {
                    stocking::reserve(tx, order, item, stays)?;
                }
            }
        }
        recording.change(tx, Subject::Order, order.id, self.before.as_ref(), Some(&self.now))?;
        let told = json!({ "status": order.status, "version": order.version });
        tx.emit(EventKind::OrderUpdated, order.id, told)?;
        Ok(self.now)
    }
}

/// What the owner may do with an order now, as words.
pub fn actions(order: &Order) -> Vec<Action> {
    state::allowed(State::from(order))
}
