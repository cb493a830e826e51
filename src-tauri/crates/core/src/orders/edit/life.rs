//! Placing, preparing, cancelling.

use serde_json::json;

use super::super::refusal::Rule;
use super::super::state::Action;
use super::super::{
    FulfilmentState, HappeningKind, PaymentKind, PaymentState, numbers, quote, redemptions, settlement,
    stocking,
};
use super::{Edit, NewRefund};
use crate::contacts;
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};

/// What becomes of the money of a cancelled order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RefundChoice {
    /// Back to where each payment came from.
    #[default]
    Original,
    /// It stays, for now.
    None,
}

#[derive(Debug, Clone, Default)]
pub struct Cancellation {
    /// Customers: one of [`super::super::policy::CANCEL_REASONS`].
    pub reason: String,
    pub refund: RefundChoice,
    pub note: String,
}

impl Edit {
    /// The customer has agreed: the order gets its number, prices hold from now on, stock is reserved, codes are used.
    ///
    /// # Errors
    /// `Refused` (not a draft, nothing in it, nobody to send it to, a code that no longer holds), `OutOfStock`.
    pub fn place(&mut self, tx: &mut WriteTx<'_>, reason: &str) -> Result<()> {
        self.agree(tx, reason)?;
        self.reserves = true;
        Ok(())
    }

    /// As [`Edit::place`], for goods that are handed over in the same act: nothing needs to be reserved.
    pub(in super::super) fn agree(&mut self, tx: &mut WriteTx<'_>, reason: &str) -> Result<()> {
        self.allow(tx, Action::Place, reason)?;
        if self.now.items.is_empty() {
            return Err(Rule::NoLines.into());
        }
        let order = &mut self.now.order;
        if let Some(contact_id) = order.contact_id
            && order.ship_to.name.trim().is_empty()
        {
            order.ship_to.name = contacts::get(tx.sql(), contact_id)?.display_name;
        }
        if order.shipping_method.is_some()
            && (order.contact_id.is_none() || order.ship_to.address.trim().is_empty())
        {
            return Err(Rule::NoContact.into());
        }
        let quote = quote::of_draft(tx.sql(), &self.now, tx.now())?;
        if let Some(rule) = quote.codes.iter().find_map(|code| code.refused) {
            return Err(rule.into());
        }
        quote.apply(&mut self.now);
        self.now.order.number = numbers::take(tx)?;
        self.now.order.placed_at = Some(tx.now());
        self.redeems = true;
        self.step(tx, Action::Place, reason);
        self.derive();
        Ok(())
    }

    /// Somebody begins to pack it.
    ///
    /// # Errors
    /// `Refused`.
    pub fn process(&mut self, tx: &WriteTx<'_>, reason: &str) -> Result<()> {
        self.allow(tx, Action::Process, reason)?;
        self.step(tx, Action::Process, reason);
        Ok(())
    }

    /// It will not be sent: promised pieces are free again, expected payments are off, money goes back as chosen, and
    /// discount codes count as not used.
    ///
    /// # Errors
    /// `Refused`; those of giving back to a gift card or credit.
    pub fn cancel(&mut self, tx: &mut WriteTx<'_>, cancellation: &Cancellation) -> Result<()> {
        let reason = cancellation.reason.trim();
        self.allow(tx, Action::Cancel, reason)?;
        stocking::release_all(tx, &self.now.order)?;
        for parcel in &mut self.now.fulfilments {
            parcel.state = FulfilmentState::Failed;
            parcel.version += 1;
        }
        self.call_off(tx, "cancelled");
        self.step(tx, Action::Cancel, reason);
        if cancellation.refund == RefundChoice::Original {
            let settled = self.now.payments.iter().filter(|payment| payment.kind == PaymentKind::Payment);
            let settled: Vec<Id<id::Payment>> = settled.map(|payment| payment.id).collect();
            for id in settled {
                let amount = settlement::left_of(&self.now.payments, id);
                if amount > 0 {
                    let refund = NewRefund { payment_id: Some(id), ..NewRefund::of(amount, reason) };
                    self.refund(tx, &refund)?;
                }
            }
        }
        redemptions::give_back(tx, &self.now.order)?;
        self.now.order.cancel_reason = Some(reason.to_owned());
        if !cancellation.note.trim().is_empty() {
            let note = &mut self.now.order.note;
            if !note.is_empty() {
                note.push('\n');
            }
            note.push_str(cancellation.note.trim());
            self.note(tx, HappeningKind::NoteChanged, json!({}), "");
        }
        self.derive();
        Ok(())
    }

    /// Payments that were expected will not come.
    pub(super) fn call_off(&mut self, tx: &WriteTx<'_>, reason: &str) {
        let mut off = Vec::new();
        for payment in &mut self.now.payments {
            if payment.kind == PaymentKind::Payment && payment.state == PaymentState::Pending {
                payment.state = PaymentState::Failed;
                off.push((payment.id, payment.method, payment.amount));
            }
        }
        for (id, method, amount) in off {
            let details = json!({ "payment_id": id, "method": method, "amount": amount });
            self.note(tx, HappeningKind::PaymentFailed, details, reason);
        }
    }

    /// Everything has arrived. What is paid at the door is paid now.
    ///
    /// # Errors
    /// `Refused`.
    pub fn deliver(&mut self, tx: &mut WriteTx<'_>, reason: &str) -> Result<()> {
        self.allow(tx, Action::Deliver, reason)?;
        let now = tx.now();
        for parcel in &mut self.now.fulfilments {
            if !matches!(parcel.state, FulfilmentState::Failed | FulfilmentState::Delivered) {
                parcel.state = FulfilmentState::Delivered;
                parcel.delivered_at = Some(now);
                parcel.version += 1;
            }
        }
        self.derive();
        self.step(tx, Action::Deliver, reason);
        self.settle_at_the_door(tx)
    }
}
