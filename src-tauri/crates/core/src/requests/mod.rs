//! What a customer asks for, or an agent on the customer's behalf: the policy's facts are gathered, it decides, and the
//! use cases carry out what it allows, all in one transaction, so that what was decided is what happens.
//!
//! The customer is a [`CustomerScope`]: another one's orders and methods do not exist here.

mod facts;

use rusqlite::Connection;

pub use facts::facts;
pub(crate) use facts::{method_facts, order_facts};

use crate::actor::{Actor, By};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::orders::{
    self, Cancellation, Instrument, ItemChange, NewPayment, OrderDetail, RefundChoice, ShipTo,
};
use crate::policy::{self, Action, Decision, Facts, MethodRef, Policy, Rule, Summary};
use crate::returns::{self, NewReturn, NewReturnLine, RefundTo, ReturnKind, ReturnReason};
use crate::scope::CustomerScope;
use crate::{contacts, market, stored_methods, waiting_list};

/// A customer's wish, with the order it is about (where it is about one).
#[derive(Debug, Clone)]
pub struct Request {
    /// The number as people say it, with or without `#`.
    pub order_number: Option<String>,
    pub action: Action,
}

/// What the policy says to a wish now. `confirmed`: the customer said yes to exactly this.
///
/// # Errors
/// Those of the queries.
pub fn consider(
    connection: &Connection,
    scope: CustomerScope,
    request: &Request,
    now: Timestamp,
    confirmed: bool,
) -> Result<Decision> {
    let facts = facts(connection, scope, request, now)?;
    Ok(policy::decide(&request.action, &Facts { confirmed, ..facts }))
}

/// What became of a wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Done(Summary),
    /// A person decides.
    NeedsApproval(Summary),
    Refused(Rule),
}

/// Carries out a wish to which the customer said yes, when the policy allows it; otherwise changes nothing. Recorded as
/// the customer's act, unless somebody else was named ([`WriteTx::act_as`]).
///
/// # Errors
/// Those of the use cases. The caller must not keep what was written then.
pub fn carry_out(tx: &mut WriteTx<'_>, scope: CustomerScope, request: &Request) -> Result<Outcome> {
    decided(tx, scope, request, None)
}

/// As [`carry_out`], for what the owner approved: `agreed` is the sentence that the customer said yes to. When it would be
/// another by now, nothing is done: [`Outcome::NeedsApproval`].
///
/// # Errors
/// Those of [`carry_out`].
pub fn carry_out_approved(
    tx: &mut WriteTx<'_>,
    scope: CustomerScope,
    request: &Request,
    agreed: &str,
) -> Result<Outcome> {
    decided(tx, scope, request, Some(agreed))
}

fn decided(
    tx: &mut WriteTx<'_>,
    scope: CustomerScope,
    request: &Request,
    approved: Option<&str>,
) -> Result<Outcome> {
    if tx.by().actor == Actor::System {
        tx.act_as(By::new(Actor::Customer));
    }
    let mut facts = Facts { confirmed: true, ..facts(tx.sql(), scope, request, tx.now())? };
    if approved.is_some() {
        // The owner agreed: what only the owner may do is allowed, what is impossible stays so.
        facts.policy = Policy::approved();
        if let Some(price) = &mut facts.price_match {
            price.approved = true;
            // What was asked for is what is approved.
            price.already = false;
        }
    }
    let mut summary = match policy::decide(&request.action, &facts) {
        Decision::Refused(rule) => return Ok(Outcome::Refused(rule)),
        Decision::NeedsApproval(summary) => return Ok(Outcome::NeedsApproval(summary)),
        Decision::Allowed(summary) | Decision::NeedsConfirmation(summary) => summary,
    };
    if approved.is_some_and(|agreed| agreed != summary.sentence) {
        return Ok(Outcome::NeedsApproval(summary));
    }
    match &request.action {
        Action::ModifyCustomerAddress { address } => {
            contacts::change_address(tx, scope.contact_id(), address)?;
        }
        Action::PutAside { items } => orders::put_aside(tx, scope.contact_id(), items, policy::PUT_ASIDE)?,
        Action::WaitForStock { items } => waiting_list::add(tx, scope, items)?,
        Action::SubscribeOrOptOut { wants, message } => {
            let conversation = scope.conversation_id().ok_or_else(|| Error::not_found("conversation"))?;
            contacts::news::record(tx, conversation, *message, *wants)?;
        }
        Action::MatchPrice { product, offer } => {
            let given = market::give(tx, scope, *product, *offer)?;
            summary.method = Some(given.code.clone());
            summary.done = format!(
                "With the code {} you get one {} for {}. It is yours alone and holds for 48 hours.",
                given.code, given.title, given.price
            );
        }
        action => {
            let order = order_of(tx.sql(), scope, request)?.ok_or_else(|| Error::not_found("order"))?;
            act(tx, &order, action, &summary)?;
        }
    }
    Ok(Outcome::Done(summary))
}

/// The customer's order that a wish is about.
fn order_of(connection: &Connection, scope: CustomerScope, request: &Request) -> Result<Option<OrderDetail>> {
    match request.order_number.as_deref() {
        Some(number) => orders::customer::order_by_number(connection, scope, number),
        None => Ok(None),
    }
}

fn act(tx: &mut WriteTx<'_>, order: &OrderDetail, action: &Action, summary: &Summary) -> Result<()> {
    let id = order.order.id;
    match action {
        Action::CancelOrder { reason } => {
            let cancellation =
                Cancellation { reason: reason.clone(), refund: RefundChoice::Original, note: String::new() };
            orders::cancel(tx, id, &cancellation, None)?;
        }
        Action::ModifyItems { new_items, settle_with, .. } => {
            let changes: Vec<ItemChange> = summary
                .pieces
                .iter()
                .zip(new_items)
                .map(|((line_item_id, quantity), to)| ItemChange {
                    line_item_id: *line_item_id,
                    variant_id: *to,
                    quantity: Some(*quantity),
                })
                .collect();
            let payment = settle_with.map(|method| payment_with(tx.sql(), method)).transpose()?;
            orders::change_items(tx, id, &changes, payment.as_ref(), "", None)?;
        }
        Action::ModifyAddress { address } => {
            let ship_to = ShipTo { address: address.trim().to_owned(), ..order.order.ship_to.clone() };
            // Sent there already: what was asked for holds.
            if ship_to != order.order.ship_to {
                orders::change_address(tx, id, &ship_to, "", None)?;
            }
        }
        Action::ModifyPayment { pay_with } => {
            let payment = payment_with(tx.sql(), *pay_with)?;
            orders::change_payment(tx, id, &payment, "", None)?;
        }
        Action::ReturnItems { refund_to, .. } => {
            ask(tx, order, summary, ReturnKind::Return, None, *refund_to)?;
        }
        Action::ExchangeItems { new_items, settle_with, .. } => {
            ask(tx, order, summary, ReturnKind::Exchange, Some(new_items), *settle_with)?;
        }
        // They concern no order.
        Action::ModifyCustomerAddress { .. }
        | Action::PutAside { .. }
        | Action::WaitForStock { .. }
        | Action::SubscribeOrOptOut { .. }
        | Action::MatchPrice { .. } => {}
    }
    Ok(())
}

/// A payment with what the customer keeps.
fn payment_with(connection: &Connection, id: MethodRef) -> Result<NewPayment> {
    let method = stored_methods::get(connection, id)?;
    Ok(NewPayment {
        instrument: Instrument {
            stored_method_id: Some(method.id.to_string()),
            gift_card_id: method.gift_card.as_ref().map(|card| card.id.to_string()),
            return_id: None,
        },
        ..NewPayment::by(method.kind.payment_method())
    })
}

fn ask(
    tx: &mut WriteTx<'_>,
    order: &OrderDetail,
    summary: &Summary,
    kind: ReturnKind,
    new_items: Option<&[crate::Id<crate::id::Variant>]>,
    method: Option<MethodRef>,
) -> Result<()> {
    let lines = summary
        .pieces
        .iter()
        .enumerate()
        .map(|(i, (line_item_id, quantity))| NewReturnLine {
            line_item_id: *line_item_id,
            quantity: *quantity,
            reason: ReturnReason::Other,
            note: String::new(),
            replacement_variant_id: new_items.and_then(|items| items.get(i)).copied(),
        })
        .collect();
    returns::request(
        tx,
        order.order.id,
        &NewReturn {
            kind,
            lines,
            refund_to: method
                .map_or(RefundTo::Original, |stored_method_id| RefundTo::StoredMethod { stored_method_id }),
            restocking_fee: 0,
            refund_shipping: false,
            note: String::new(),
            approved: false,
        },
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;
