//! Changing items of a placed order for other variants of the same products.

use serde_json::json;

use super::super::refusal::Rule;
use super::super::state::Action;
use super::super::{
    HappeningKind, Payment, PaymentKind, PaymentState, goods, policy, quote, settlement, stocking,
};
use super::{Edit, NewPayment, NewRefund};
use crate::catalog::ProductStatus;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::id::{self, Id};

/// One line's change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemChange {
    pub line_item_id: Id<id::LineItem>,
    pub variant_id: Id<id::Variant>,
    /// `None`: all pieces of the line; fewer make a line of their own.
    pub quantity: Option<i64>,
}

impl Edit {
    /// Changes items one for one for other variants of the same products, at today's prices, and settles the difference:
    /// what it costs more is paid, what it costs less goes back, each in the given way. `settle: None`: what it costs more
    /// stays due, what it costs less goes back as it was paid. A customer may do this once.
    ///
    /// # Errors
    /// `Refused`, `OutOfStock`, and those of the payment; `NotFound` when there is no such variant.
    pub fn change_items(
        &mut self,
        tx: &mut WriteTx<'_>,
        changes: &[ItemChange],
        settle: Option<&NewPayment>,
        reason: &str,
    ) -> Result<()> {
        self.allow(tx, Action::ChangeItems, reason)?;
        if changes.is_empty() {
            return Err(Rule::NothingChanged.into());
        }
        let covered = self.due() <= 0;
        let before = self.now.order.total.amount;
        let mut told = Vec::new();
        for change in changes {
            told.push(self.change_item(tx, *change)?);
        }
        let quote = quote::standing(tx.sql(), &self.now)?;
        quote.apply(&mut self.now);
        self.derive();
        let difference = self.now.order.total.amount - before;
        if let Some(settle) = settle.filter(|_| difference > 0 && covered) {
            let due = self.due();
            self.add_payment(tx, &settle.clone().of(due.min(difference)))?;
        } else if difference < 0 {
            self.give_back_difference(tx, settle, reason)?;
        }
        self.now.order.items_changed_at = Some(tx.now());
        let details = json!({ "changes": told, "difference": difference });
        self.note(tx, HappeningKind::ItemsChanged, details, reason);
        self.derive();
        Ok(())
    }

    fn change_item(&mut self, tx: &mut WriteTx<'_>, change: ItemChange) -> Result<serde_json::Value> {
        let index = self.now.items.iter().position(|item| item.id == change.line_item_id);
        let index = index.ok_or(Rule::ForeignLine)?;
        let item = self.now.items[index].clone();
        let quantity = change.quantity.unwrap_or(item.quantity);
        if !(1..=self.now.open(&item)).contains(&quantity) {
            return Err(Error::invalid("There are not that many pieces to change.").at("quantity"));
        }
        if item.variant_id == Some(change.variant_id) {
            return Err(Rule::NothingChanged.into());
        }
        let new = goods::find(tx.sql(), change.variant_id)?;
        if item.product_id != Some(new.product_id) {
            return Err(Rule::OtherProduct.into());
        }
        if policy::is_strict(tx.by()) && new.status != ProductStatus::Active {
            return Err(Rule::NotForSale.into());
        }
        stocking::release(tx, &self.now.order, &item, quantity)?;
        let split = quantity < item.quantity;
        let mut changed = item.clone();
        if split {
            self.now.items[index].quantity -= quantity;
            changed.id = tx.new_id();
            changed.position = self.now.items.iter().map(|item| item.position).max().unwrap_or(0) + 1;
            changed.quantity = quantity;
            changed.returned = 0;
        }
        changed.variant_id = Some(change.variant_id);
        changed.variant_title.clone_from(&new.variant_title);
        changed.sku.clone_from(&new.sku);
        changed.unit_price = new.price;
        changed.image_id = new.image_id;
        stocking::reserve(tx, &self.now.order, &changed, quantity)?;
        let told = json!({
            "line_item_id": changed.id, "quantity": quantity, "from": item.variant_title, "to": new.variant_title,
            "from_variant_id": item.variant_id, "to_variant_id": change.variant_id,
        });
        if split {
            self.now.items.push(changed);
        } else {
            self.now.items[index] = changed;
        }
        Ok(told)
    }

    /// The order costs less now: expected payments shrink, and what was paid too much goes back.
    fn give_back_difference(
        &mut self,
        tx: &mut WriteTx<'_>,
        settle: Option<&NewPayment>,
        reason: &str,
    ) -> Result<()> {
        let mut over = -self.due();
        let expected = |payment: &&mut Payment| {
            payment.kind == PaymentKind::Payment && payment.state == PaymentState::Pending
        };
        for payment in self.now.payments.iter_mut().rev().filter(|payment| expected(payment)) {
            let less = over.clamp(0, payment.amount.amount);
            payment.amount.amount -= less;
            over -= less;
            if payment.amount.amount == 0 {
                payment.state = PaymentState::Failed;
            }
        }
        let over = over.min(settlement::refundable(&self.now.payments));
        if over <= 0 {
            return Ok(());
        }
        let Some(settle) = settle else { return self.give_back_as_paid(tx, over, reason) };
        let payments = &self.now.payments;
        let left = |payment: &Payment| settlement::left_of(payments, payment.id);
        let from = payments.iter().find(|payment| {
            payment.method == settle.method
                && payment.instrument.is_same(&settle.instrument)
                && left(payment) >= over
        });
        // Given back elsewhere than it was paid: it counts against the payment that has the most left.
        let most =
            || payments.iter().max_by_key(|payment| left(payment)).filter(|payment| left(payment) >= over);
        let from = from.or_else(most);
        let refund = NewRefund {
            payment_id: from.map(|payment| payment.id),
            method: Some(settle.method),
            reference: settle.reference.clone(),
            instrument: settle.instrument.clone(),
            ..NewRefund::of(over, reason)
        };
        self.refund(tx, &refund)?;
        Ok(())
    }

    /// Gives an amount back to the payments it came from, the largest first.
    fn give_back_as_paid(&mut self, tx: &mut WriteTx<'_>, amount: i64, reason: &str) -> Result<()> {
        let mut held: Vec<(Payment, i64)> = self
            .now
            .payments
            .iter()
            .map(|payment| (payment.clone(), settlement::left_of(&self.now.payments, payment.id)))
            .filter(|(_, left)| *left > 0)
            .collect();
        held.sort_by_key(|(_, left)| std::cmp::Reverse(*left));
        let mut open = amount;
        for (payment, left) in held {
            let part = left.min(open);
            if part == 0 {
                break;
            }
            open -= part;
            let refund = NewRefund {
                payment_id: Some(payment.id),
                method: Some(payment.method),
                instrument: payment.instrument,
                ..NewRefund::of(part, reason)
            };
            self.refund(tx, &refund)?;
        }
        Ok(())
    }
}
