//! The settlement: money and replacements change hands, once.

use super::{RefundTo, Return, ReturnAction, ReturnDetail, ReturnKind, ReturnState, steps, worth};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::gift_cards::{self, EntryKind, NewGiftCard};
use crate::id::{self, Id};
use crate::money::Money;
use crate::orders::{
    self, Instrument, NewPayment, NewRefund, OrderDetail, Payment, PaymentKind, PaymentMethod, PaymentState,
};
use crate::stock::{self, Holder, Reference, Wanted};
use crate::{store, stored_methods};

/// How the customer pays what an exchange costs more.
#[derive(Debug, Clone)]
pub struct PayWith {
    pub method: PaymentMethod,
    pub reference: Option<String>,
    /// Cash that was handed over; minor units.
    pub tendered: Option<i64>,
    pub stored_method_id: Option<Id<id::StoredMethod>>,
    pub gift_card_id: Option<Id<id::GiftCard>>,
}

impl PayWith {
    /// With a method that the customer keeps.
    pub fn stored(method: &stored_methods::StoredMethod) -> Self {
        Self {
            method: method.kind.payment_method(),
            reference: None,
            tendered: None,
            stored_method_id: Some(method.id),
            gift_card_id: method.gift_card.as_ref().map(|card| card.id),
        }
    }
}

/// How the replacements of an exchange leave the shop.
#[derive(Debug, Clone, Default)]
pub struct HandOver {
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct Settlement {
    /// Instead of what was asked for.
    pub refund_to: Option<RefundTo>,
    /// Needed when an exchange costs more.
    pub pay_with: Option<PayWith>,
    pub hand_over: HandOver,
}

/// What each settled payment of an order still holds: its amount less the refunds of it. Refunds that name no payment
/// are taken from the earliest of their method.
pub(crate) fn held(detail: &OrderDetail) -> Vec<(&Payment, i64)> {
    let lives = |payment: &&Payment| payment.state != PaymentState::Failed;
    let mut held: Vec<(&Payment, i64)> = detail
        .payments
        .iter()
        .filter(|payment| payment.kind == PaymentKind::Payment && payment.state == PaymentState::Settled)
        .map(|payment| (payment, payment.amount.amount))
        .collect();
    for refund in detail.payments.iter().filter(|p| p.kind == PaymentKind::Refund).filter(lives) {
        let mut left = refund.amount.amount;
        let named = held.iter().position(|(payment, _)| Some(payment.id) == refund.refund_of);
        let fits = |payment: &Payment| {
            payment.method == refund.method && payment.instrument.is_same(&refund.instrument)
        };
        let mut order: Vec<usize> = named.into_iter().collect();
        order.extend((0..held.len()).filter(|i| Some(*i) != named && fits(held[*i].0)));
        order.extend((0..held.len()).filter(|i| Some(*i) != named && !fits(held[*i].0)));
        for i in order {
            let part = left.min(held[i].1.max(0));
            held[i].1 -= part;
            left -= part;
        }
    }
    held
}

/// Settles a received return: the refund, or the payment of what an exchange costs more; the replacements leave the
/// stock; the order learns what came back. Exactly once: a settled return cannot be settled again.
///
/// # Errors
/// `Conflict` in another state or version, or when more would go back than was paid; `Invalid` when the exchange costs
/// more and nobody said how it is paid; those of gift cards and store credit; `OutOfStock`.
pub fn settle(
    tx: &mut WriteTx<'_>,
    id: Id<id::Return>,
    version: i64,
    settlement: &Settlement,
) -> Result<ReturnDetail> {
    let before = steps::current(tx.sql(), id, version)?;
    let mut head = before.head.clone();
    head.state = steps::to(&head, ReturnAction::Settle)?;
    if let Some(refund_to) = &settlement.refund_to {
        head.refund_to = refund_to.clone();
    }
    // Less was accepted than was asked for: the fee is at most what comes back.
    let back = head.goods.amount + head.shipping_refund.amount;
    head.restocking_fee.amount = head.restocking_fee.amount.min(back);
    steps::check_terms(tx.sql(), &head)?;

    let mut recording = steps::begin(tx, &head)?;
    let mut edit = orders::Edit::open(tx, head.order_id, None)?;
    let due = head.balance().due();
    if due > 0 {
        refund(tx, &mut edit, &mut head, due)?;
    } else if due < 0 {
        let pay_with = settlement.pay_with.as_ref().ok_or_else(|| {
            Error::invalid(format!(
                "The exchange costs {} more. Say how it is paid.",
                Money::new(-due, head.currency())
            ))
            .at("pay_with")
        })?;
        pay(tx, &mut edit, &head, pay_with, -due)?;
    }
    send_replacements(tx, &before)?;
    for line in &before.lines {
        if line.counted() > 0 {
            edit.add_returned(line.line_item_id, line.counted())?;
        }
    }
    store::returns::update(tx, &head)?;
    store::returns::insert_transition(
        tx,
        id,
        Some(ReturnState::Received),
        head.state,
        &sent(&settlement.hand_over),
    )?;

    let status = steps::status_of_order(tx.sql(), &edit)?;
    if edit.detail().order.return_status != status {
        edit.set_return_status(tx, status, &id.to_string(), "");
    }
    let order = edit.detail();
    let all_back = order.items.iter().all(|item| item.returned >= item.quantity);
    if head.kind == ReturnKind::Return && all_back && status == orders::ReturnStatus::Returned {
        edit.mark_returned(tx, "")?;
    }
    edit.save(tx, &mut recording)?;
    let after = steps::record(tx, &mut recording, Some(&before), id)?;
    recording.finish(tx)?;
    Ok(after)
}

fn sent(hand_over: &HandOver) -> String {
    let parts = [hand_over.carrier.as_deref(), hand_over.tracking_number.as_deref()];
    let parts: Vec<&str> =
        parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// What was accepted of an exchange leaves the stock; what was kept for the rest is free again.
fn send_replacements(tx: &mut WriteTx<'_>, detail: &ReturnDetail) -> Result<()> {
    let id = detail.head.id;
    for line in &detail.lines {
        if let (Some(new), 1..) = (&line.replacement, line.counted()) {
            let wanted = Wanted::anywhere(new.variant_id, line.counted());
            stock::consume(tx, Holder::Return(id), &wanted, Reference::customer_return(id))?;
        }
    }
    stock::release(tx, Holder::Return(id), None)?;
    Ok(())
}

fn instrument(
    head: &Return,
    stored: Option<Id<id::StoredMethod>>,
    card: Option<Id<id::GiftCard>>,
) -> Instrument {
    Instrument {
        stored_method_id: stored.map(|id| id.to_string()),
        gift_card_id: card.map(|id| id.to_string()),
        return_id: Some(head.id.to_string()),
    }
}

fn refund(tx: &mut WriteTx<'_>, edit: &mut orders::Edit, head: &mut Return, due: i64) -> Result<()> {
    let reason = head.number.clone();
    // An order that was not paid in full owes the rest: nobody gets back what was never paid.
    let amount = due.min(edit.refundable());
    if amount == 0 {
        return Ok(());
    }
    let whole = |method: PaymentMethod, reference: Option<String>, instrument: Instrument| NewRefund {
        amount,
        payment_id: None,
        method: Some(method),
        reference,
        reason: reason.clone(),
        state: None,
        instrument,
    };
    let refunds: Vec<NewRefund> = match head.refund_to.clone() {
        RefundTo::Original => {
            let held: Vec<(Id<id::Payment>, PaymentMethod, Instrument, i64)> = held(edit.detail())
                .into_iter()
                .map(|(payment, left)| (payment.id, payment.method, payment.instrument.clone(), left))
                .collect();
            let amounts: Vec<i64> = held.iter().map(|(.., left)| *left).collect();
            let parts = worth::divide(amount, &amounts)
                .ok_or_else(|| Error::new(Code::Conflict, "This is more than was paid."))?;
            held.into_iter()
                .zip(parts)
                .filter(|(_, part)| *part > 0)
                .map(|((payment_id, method, instrument, _), part)| NewRefund {
                    amount: part,
                    payment_id: Some(payment_id),
                    method: Some(method),
                    reference: None,
                    reason: reason.clone(),
                    state: None,
                    instrument: Instrument { return_id: Some(head.id.to_string()), ..instrument },
                })
                .collect()
        }
        RefundTo::Cash => vec![whole(PaymentMethod::Cash, None, instrument(head, None, None))],
        RefundTo::Card { reference } => {
            vec![whole(PaymentMethod::Card, reference, instrument(head, None, None))]
        }
        RefundTo::BankTransfer { reference } => {
            vec![whole(PaymentMethod::BankTransfer, reference, instrument(head, None, None))]
        }
        RefundTo::StoreCredit => vec![whole(PaymentMethod::StoreCredit, None, instrument(head, None, None))],
        RefundTo::GiftCard { gift_card_id } => {
            let card = match gift_card_id {
                Some(card) => card,
                None => {
                    let new = NewGiftCard {
                        amount: Money::new(amount, head.currency()),
                        contact_id: head.contact_id,
                        expires_on: None,
                        note: head.number.clone(),
                        code: None,
                    };
                    // It begins empty: the refund itself is its first entry.
                    let card = gift_cards::enter(tx, new, EntryKind::Refunded)?.id;
                    head.issued_gift_card_id = Some(card);
                    card
                }
            };
            vec![whole(PaymentMethod::GiftCard, None, instrument(head, None, Some(card)))]
        }
        RefundTo::StoredMethod { stored_method_id } => {
            let method = stored_methods::get(tx.sql(), stored_method_id)?;
            let card = method.gift_card.as_ref().map(|card| card.id);
            vec![whole(method.kind.payment_method(), None, instrument(head, Some(method.id), card))]
        }
    };
    for refund in &refunds {
        edit.refund(tx, refund)?;
    }
    Ok(())
}

fn pay(
    tx: &mut WriteTx<'_>,
    edit: &mut orders::Edit,
    head: &Return,
    with: &PayWith,
    amount: i64,
) -> Result<()> {
    edit.add_payment(
        tx,
        &NewPayment {
            method: with.method,
            amount: Some(amount),
            tendered: with.tendered,
            reference: with.reference.clone(),
            state: Some(PaymentState::Settled),
            instrument: instrument(head, with.stored_method_id, with.gift_card_id),
        },
    )?;
    Ok(())
}
