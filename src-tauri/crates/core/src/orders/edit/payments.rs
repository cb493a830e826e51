//! Money that comes and goes back.

use serde_json::json;

use super::super::refusal::Rule;
use super::super::state::Action;
use super::super::{
    HappeningKind, Instrument, Payment, PaymentKind, PaymentMethod, PaymentState, instruments, settlement,
};
use super::Edit;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::id::{self, Id};

/// A payment to enter.
#[derive(Debug, Clone)]
pub struct NewPayment {
    pub method: PaymentMethod,
    /// Minor units; `None`: what is due.
    pub amount: Option<i64>,
    /// Cash that is handed over. Minor units.
    pub tendered: Option<i64>,
    pub reference: Option<String>,
    /// `None`: as the method usually is. Transfers and what is paid at the door come later.
    pub state: Option<PaymentState>,
    pub instrument: Instrument,
}

impl NewPayment {
    pub fn by(method: PaymentMethod) -> Self {
        Self {
            method,
            amount: None,
            tendered: None,
            reference: None,
            state: None,
            instrument: Instrument::default(),
        }
    }

    /// The same, of this amount.
    #[must_use]
    pub fn of(self, amount: i64) -> Self {
        Self { amount: Some(amount), tendered: None, ..self }
    }
}

/// Money to give back.
#[derive(Debug, Clone)]
pub struct NewRefund {
    /// Minor units.
    pub amount: i64,
    /// The payment that is given back; `None`: the one payment that has as much left.
    pub payment_id: Option<Id<id::Payment>>,
    /// `None`: as it was paid.
    pub method: Option<PaymentMethod>,
    pub reference: Option<String>,
    pub reason: String,
    /// `None`: transfers and payment services take some days, everything else is done at once.
    pub state: Option<PaymentState>,
    /// Where it goes, when not where the payment came from.
    pub instrument: Instrument,
}

impl NewRefund {
    pub fn of(amount: i64, reason: &str) -> Self {
        Self {
            amount,
            payment_id: None,
            method: None,
            reference: None,
            reason: reason.to_owned(),
            state: None,
            instrument: Instrument::default(),
        }
    }
}

const fn takes_time(method: PaymentMethod) -> bool {
    matches!(method, PaymentMethod::BankTransfer | PaymentMethod::OnDelivery)
}

impl Edit {
    /// Enters a payment.
    ///
    /// # Errors
    /// `Refused` when nothing or less is due (a payment for a return is besides what is due), or there is too little on a
    /// gift card; `Invalid` for amounts that make no sense.
    pub fn add_payment(&mut self, tx: &mut WriteTx<'_>, new: &NewPayment) -> Result<Id<id::Payment>> {
        self.allow(tx, Action::Pay, "")?;
        let due = self.due();
        let for_return = new.instrument.return_id.is_some();
        let amount = match (new.amount, new.tendered) {
            (Some(amount), _) => amount,
            (None, Some(tendered)) => tendered.min(due),
            (None, None) => due,
        };
        if amount <= 0 {
            return Err(if new.amount.is_some() || new.tendered.is_some_and(|tendered| tendered <= 0) {
                Error::invalid("A payment is more than nothing.").at("amount")
            } else {
                Rule::Overpaid.into()
            });
        }
        if amount > due && !for_return {
            return Err(Rule::Overpaid.into());
        }
        if let Some(tendered) = new.tendered {
            if new.method != PaymentMethod::Cash {
                return Err(Error::invalid("Only cash is handed over with change.").at("tendered"));
            }
            if tendered < amount {
                return Err(Error::invalid("Less was handed over than is paid.").at("tendered"));
            }
        }
        let state = new.state.unwrap_or(if takes_time(new.method) {
            PaymentState::Pending
        } else {
            PaymentState::Settled
        });
        let at_once =
            matches!(new.method, PaymentMethod::Cash | PaymentMethod::GiftCard | PaymentMethod::StoreCredit);
        if state == PaymentState::Failed || (state == PaymentState::Pending && at_once) {
            return Err(Rule::MethodNotAllowed.into());
        }
        let order = &self.now.order;
        let payment = Payment {
            id: tx.new_id(),
            kind: PaymentKind::Payment,
            method: new.method,
            amount: order.money(amount),
            state,
            reference: new.reference.clone().filter(|text| !text.trim().is_empty()),
            tendered: new.tendered.map(|tendered| order.money(tendered)),
            refund_of: None,
            instrument: new.instrument.clone(),
            reason: String::new(),
            paid_at: tx.now(),
        };
        instruments::charge(tx, order, &payment)?;
        if payment.state == PaymentState::Settled {
            instruments::cash_moved(tx, order, &payment)?;
        }
        self.enter(tx, payment)
    }

    fn enter(&mut self, tx: &WriteTx<'_>, payment: Payment) -> Result<Id<id::Payment>> {
        let kind = match payment.kind {
            PaymentKind::Payment => HappeningKind::Payment,
            PaymentKind::Refund => HappeningKind::Refund,
        };
        let details = json!({
            "payment_id": payment.id, "method": payment.method, "amount": payment.amount, "state": payment.state,
        });
        let reason = payment.reason.clone();
        let id = payment.id;
        self.now.payments.push(payment);
        self.note(tx, kind, details, &reason);
        self.derive();
        Ok(id)
    }

    /// Gives money back, never more than was paid.
    ///
    /// # Errors
    /// `Refused`; `Invalid` when it is not said which payment goes back, or the amount makes no sense.
    pub fn refund(&mut self, tx: &mut WriteTx<'_>, new: &NewRefund) -> Result<Id<id::Payment>> {
        self.allow(tx, Action::Refund, &new.reason)?;
        if new.amount <= 0 {
            return Err(Error::invalid("A refund is more than nothing.").at("amount"));
        }
        if new.amount > self.refundable() {
            return Err(Rule::MoreThanPaid.into());
        }
        let payments = &self.now.payments;
        let original = match new.payment_id {
            Some(id) => {
                let found = payments.iter().find(|payment| payment.id == id);
                Some(found.ok_or_else(|| Error::not_found("payment"))?)
            }
            None => {
                let mut enough = payments.iter().filter(|payment| {
                    settlement::left_of(payments, payment.id) >= new.amount
                        && new.method.is_none_or(|method| {
                            method == payment.method
                                && (new.instrument.is_same(&Instrument::default())
                                    || new.instrument.is_same(&payment.instrument))
                        })
                });
                match (enough.next(), enough.next(), new.method) {
                    (Some(only), None, _) => Some(only),
                    (_, _, Some(_)) => None,
                    _ => {
                        return Err(Error::invalid("Say which payment is given back, or in which way.")
                            .at("payment_id"));
                    }
                }
            }
        };
        if original.is_some_and(|payment| settlement::left_of(payments, payment.id) < new.amount) {
            return Err(Rule::MoreThanPaid.into());
        }
        let method = new.method.or_else(|| original.map(|payment| payment.method));
        // What was paid at the door goes back as cash or by transfer: the carrier takes nothing along.
        let method = match method {
            Some(PaymentMethod::OnDelivery) | None => PaymentMethod::BankTransfer,
            Some(method) => method,
        };
        let mut instrument = new.instrument.clone();
        let own = instrument.stored_method_id.is_some() || instrument.gift_card_id.is_some();
        if let Some(payment) = original.filter(|payment| payment.method == method && !own) {
            instrument.stored_method_id.clone_from(&payment.instrument.stored_method_id);
            instrument.gift_card_id.clone_from(&payment.instrument.gift_card_id);
        }
        let usual = match method {
            PaymentMethod::BankTransfer | PaymentMethod::Wallet => PaymentState::Pending,
            _ => PaymentState::Settled,
        };
        let order = &self.now.order;
        let payment = Payment {
            id: tx.new_id(),
            kind: PaymentKind::Refund,
            method,
            amount: order.money(new.amount),
            state: new.state.filter(|state| *state != PaymentState::Failed).unwrap_or(usual),
            reference: new.reference.clone().filter(|text| !text.trim().is_empty()),
            tendered: None,
            refund_of: original.map(|payment| payment.id),
            instrument,
            reason: new.reason.trim().to_owned(),
            paid_at: tx.now(),
        };
        instruments::credit(tx, order, &payment)?;
        if payment.state == PaymentState::Settled {
            instruments::cash_moved(tx, order, &payment)?;
        }
        self.enter(tx, payment)
    }

    /// An expected payment, or a refund under way, has arrived.
    ///
    /// # Errors
    /// `NotFound`; `Refused` when it is not pending.
    pub fn settle_payment(
        &mut self,
        tx: &mut WriteTx<'_>,
        id: Id<id::Payment>,
        reference: Option<&str>,
    ) -> Result<()> {
        let payment = self.pending(id)?;
        payment.state = PaymentState::Settled;
        if payment.kind == PaymentKind::Payment {
            payment.paid_at = tx.now();
        }
        if let Some(reference) = reference.map(str::trim).filter(|text| !text.is_empty()) {
            payment.reference = Some(reference.to_owned());
        }
        let payment = payment.clone();
        instruments::cash_moved(tx, &self.now.order, &payment)?;
        let details = json!({ "payment_id": id, "method": payment.method, "amount": payment.amount });
        self.note(tx, HappeningKind::PaymentSettled, details, "");
        self.derive();
        Ok(())
    }

    /// An expected payment, or a refund under way, will not arrive.
    ///
    /// # Errors
    /// `NotFound`; `Refused` when it is not pending.
    pub fn fail_payment(&mut self, tx: &WriteTx<'_>, id: Id<id::Payment>, reason: &str) -> Result<()> {
        let payment = self.pending(id)?;
        payment.state = PaymentState::Failed;
        let details = json!({ "payment_id": id, "method": payment.method, "amount": payment.amount });
        self.note(tx, HappeningKind::PaymentFailed, details, reason);
        self.derive();
        Ok(())
    }

    fn pending(&mut self, id: Id<id::Payment>) -> Result<&mut Payment> {
        let found = self.now.payments.iter_mut().find(|payment| payment.id == id);
        let payment = found.ok_or_else(|| Error::not_found("payment"))?;
        if payment.state != PaymentState::Pending {
            return Err(Rule::NotPendingPayment.into());
        }
        Ok(payment)
    }

    /// What was to be paid at the door was paid there.
    pub(super) fn settle_at_the_door(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        let open = self.now.payments.iter().filter(|payment| {
            payment.method == PaymentMethod::OnDelivery && payment.state == PaymentState::Pending
        });
        let open: Vec<Id<id::Payment>> = open.map(|payment| payment.id).collect();
        open.into_iter().try_for_each(|id| self.settle_payment(tx, id, None))
    }

    /// The customer pays with something else: what was paid goes back where it came from, and the same comes anew.
    ///
    /// # Errors
    /// `Refused`, also when it is paid with this already; those of the new payment.
    pub fn change_payment(&mut self, tx: &mut WriteTx<'_>, to: &NewPayment, reason: &str) -> Result<()> {
        self.allow(tx, Action::ChangePayment, reason)?;
        let standing = |payment: &&Payment| {
            payment.kind == PaymentKind::Payment && payment.state != PaymentState::Failed
        };
        let old: Vec<Payment> = self.now.payments.iter().filter(standing).cloned().collect();
        let is_new =
            |payment: &Payment| payment.method == to.method && payment.instrument.is_same(&to.instrument);
        if !old.is_empty() && old.iter().all(is_new) {
            return Err(Rule::SameMethod.into());
        }
        let moved = self.refundable();
        self.call_off(tx, reason);
        // The new payment first: if it cannot be made, nothing has gone back.
        if moved > 0 {
            let beside = self.now.order.total;
            self.now.order.total.amount += moved;
            let entered = self.add_payment(tx, &to.clone().of(moved));
            self.now.order.total = beside;
            let entered = entered?;
            for payment in old {
                let amount = settlement::left_of(&self.now.payments, payment.id);
                if amount > 0 && payment.id != entered {
                    let refund = NewRefund { payment_id: Some(payment.id), ..NewRefund::of(amount, reason) };
                    self.refund(tx, &refund)?;
                }
            }
        }
        if self.due() > 0 && moved == 0 {
            self.add_payment(tx, &NewPayment { amount: None, tendered: None, ..to.clone() })?;
        }
        self.note(tx, HappeningKind::PaymentMethodChanged, json!({ "to": to.method }), reason);
        self.derive();
        Ok(())
    }
}
