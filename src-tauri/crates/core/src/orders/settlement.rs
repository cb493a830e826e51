//! What was paid, what is left, what can go back. Pure sums over an order's payments.

use super::{Order, OrderStatus, Payment, PaymentKind, PaymentState, PaymentStatus};
use crate::id::{self, Id};

/// Settled payments, minor units.
pub fn paid(payments: &[Payment]) -> i64 {
    sum(payments, |p| p.kind == PaymentKind::Payment && p.state == PaymentState::Settled)
}

/// Refunds that did not fail: promised ones count.
pub fn refunded(payments: &[Payment]) -> i64 {
    sum(payments, |p| p.kind == PaymentKind::Refund && p.state != PaymentState::Failed)
}

/// Payments that are expected: transfers under way, parcels paid at the door.
pub fn pending(payments: &[Payment]) -> i64 {
    sum(payments, |p| p.kind == PaymentKind::Payment && p.state == PaymentState::Pending)
}

fn sum(payments: &[Payment], counts: impl Fn(&Payment) -> bool) -> i64 {
    payments.iter().filter(|payment| counts(payment)).map(|payment| payment.amount.amount).sum()
}

/// The most that can go back.
pub fn refundable(payments: &[Payment]) -> i64 {
    (paid(payments) - refunded(payments)).max(0)
}

/// What of one settled payment has not gone back; never more than what can go back at all.
pub fn left_of(payments: &[Payment], id: Id<id::Payment>) -> i64 {
    let Some(payment) = payments.iter().find(|payment| payment.id == id) else { return 0 };
    if payment.kind != PaymentKind::Payment || payment.state != PaymentState::Settled {
        return 0;
    }
    let back = sum(payments, |p| {
        p.kind == PaymentKind::Refund && p.state != PaymentState::Failed && p.refund_of == Some(id)
    });
    (payment.amount.amount - back).clamp(0, refundable(payments))
}

/// What nobody has paid or promised to pay yet.
pub fn unsettled(order: &Order, payments: &[Payment]) -> i64 {
    order.total.amount - paid(payments) - pending(payments) + refunded(payments)
}

/// An order whose total was lowered and the rest given back counts as paid; one that got money back and still costs as
/// much was partly refunded. One whose money went back because another payment takes its place, which is `expected`, waits
/// for that.
pub fn status(order: OrderStatus, total: i64, paid: i64, refunded: i64, expected: i64) -> PaymentStatus {
    let kept = paid - refunded;
    if refunded > 0 && expected > 0 && kept < total {
        return if kept > 0 { PaymentStatus::PartlyPaid } else { PaymentStatus::Unpaid };
    }
    if refunded > 0 {
        return match kept {
            ..=0 => PaymentStatus::Refunded,
            _ if kept >= total => PaymentStatus::Paid,
            _ => PaymentStatus::PartlyRefunded,
        };
    }
    match paid {
        _ if paid >= total && (paid > 0 || order != OrderStatus::Draft) => PaymentStatus::Paid,
        ..=0 => PaymentStatus::Unpaid,
        _ => PaymentStatus::PartlyPaid,
    }
}
