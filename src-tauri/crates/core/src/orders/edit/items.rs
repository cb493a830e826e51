//! Changing items of a placed order for other variants of the same products.

use serde_json::json;

use super::super::refusal::Rule;
use super::super::state::Action;
use super::super::{HappeningKind, PaymentKind, PaymentState, goods, policy, quote, settlement, stocking};
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
    /// what it costs more is paid, what it costs less goes back, each in the given way. A customer may do this once.
    ///
    /// # Errors
    /// `Refused`, `OutOfStock`, and those of the payment; `NotFound` when there is no such variant.
    pub fn change_items(
        &mut self,
        tx: &mut WriteTx<'_>,
        changes: &[ItemChange],
        settle: &NewPayment,
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
        if difference > 0 && covered {
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
        settle: &NewPayment,
        reason: &str,
    ) -> Result<()> {
        let mut over = -self.due();
        let expected = |payment: &&mut super::super::Payment| {
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
        let method = Some(settle.method);
        let payments = &self.now.payments;
        let from = payments.iter().find(|payment| {
            payment.method == settle.method
                && payment.instrument.is_same(&settle.instrument)
                && settlement::left_of(payments, payment.id) >= over
        });
        // Given back elsewhere than it was paid: it counts against the payment that has the most left.
        let from = from.or_else(|| {
            payments
                .iter()
                .max_by_key(|payment| settlement::left_of(payments, payment.id))
                .filter(|payment| settlement::left_of(payments, payment.id) >= over)
        });
        let refund = NewRefund {
            payment_id: from.map(|payment| payment.id),
            method,
            reference: settle.reference.clone(),
            instrument: settle.instrument.clone(),
            ..NewRefund::of(over, reason)
        };
        self.refund(tx, &refund)?;
        Ok(())
    }
}
