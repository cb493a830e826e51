//! The steps of a return beside its settlement.

use rusqlite::Connection;
use serde::Serialize;
use serde_json::json;

use super::{
    Condition, Disposition, RefundTo, Return, ReturnAction, ReturnDetail, ReturnKind, ReturnLine, ReturnState,
};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::gift_cards;
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind, Recording, Subject};
use crate::orders::{self, ReturnStatus};
use crate::stock::{self, Holder, MovementReason, Reference, Wanted};
use crate::{store, stored_methods};

/// What was found when a line's pieces arrived.
#[derive(Debug, Clone)]
pub struct Inspection {
    pub line_id: Id<id::ReturnLine>,
    /// Pieces taken back; the others go back to the customer.
    pub accepted: i64,
    pub condition: Condition,
    pub disposition: Disposition,
}

/// What may be changed of a return's terms until it is settled; `None` leaves it.
#[derive(Debug, Clone, Default)]
pub struct ReturnChange {
    pub refund_to: Option<RefundTo>,
    /// Minor units.
    pub restocking_fee: Option<i64>,
    pub refund_shipping: Option<bool>,
}

/// A return around an operation.
#[derive(Serialize)]
struct State<'a> {
    #[serde(flatten)]
    head: &'a Return,
    lines: &'a [ReturnLine],
}

/// The customer may send it.
///
/// # Errors
/// `Conflict` in another state or version; `NotFound`.
pub fn approve(tx: &mut WriteTx<'_>, id: Id<id::Return>, version: i64) -> Result<ReturnDetail> {
    step(tx, id, version, ReturnAction::Approve, "")
}

/// The shop does not take it back.
///
/// # Errors
/// `Invalid` without a reason; `Conflict` in another state or version.
pub fn refuse(tx: &mut WriteTx<'_>, id: Id<id::Return>, version: i64, reason: &str) -> Result<ReturnDetail> {
    if reason.trim().is_empty() {
        return Err(Error::invalid("Say why it is not taken back; the customer will ask.").at("reason"));
    }
    step(tx, id, version, ReturnAction::Refuse, reason.trim())
}

/// It does not come after all.
///
/// # Errors
/// `Conflict` in another state or version.
pub fn cancel(tx: &mut WriteTx<'_>, id: Id<id::Return>, version: i64, reason: &str) -> Result<ReturnDetail> {
    step(tx, id, version, ReturnAction::Cancel, reason.trim())
}

/// Nothing more will happen.
///
/// # Errors
/// `Conflict` in another state or version.
pub fn close(tx: &mut WriteTx<'_>, id: Id<id::Return>, version: i64) -> Result<ReturnDetail> {
    step(tx, id, version, ReturnAction::Close, "")
}

fn step(
    tx: &mut WriteTx<'_>,
    id: Id<id::Return>,
    version: i64,
    action: ReturnAction,
    reason: &str,
) -> Result<ReturnDetail> {
    let before = current(tx.sql(), id, version)?;
    let mut head = before.head.clone();
    head.state = to(&head, action)?;
    if matches!(action, ReturnAction::Refuse | ReturnAction::Cancel) {
        head.reason = (!reason.is_empty()).then(|| reason.to_owned());
        stock::release(tx, Holder::Return(id), None)?;
    }
    store::returns::update(tx, &head)?;
    store::returns::insert_transition(tx, id, Some(before.head.state), head.state, reason)?;
    let mut recording = begin(tx, &head)?;
    tell_order(tx, &head, &mut recording)?;
    let after = record(tx, &mut recording, Some(&before), id)?;
    recording.finish(tx)?;
    Ok(after)
}

/// It has arrived and was looked at: what is accepted goes back on the shelf or is written off, and counts from now on.
///
/// # Errors
/// `Invalid` when a line is missing, named twice, or more is accepted than was asked for; `Conflict` in another state or
/// version.
pub fn receive(
    tx: &mut WriteTx<'_>,
    id: Id<id::Return>,
    version: i64,
    inspections: &[Inspection],
    location_id: Option<Id<id::Location>>,
) -> Result<ReturnDetail> {
    let before = current(tx.sql(), id, version)?;
    let mut head = before.head.clone();
    head.state = to(&head, ReturnAction::Receive)?;
    let mut lines = before.lines.clone();
    for (i, found) in inspections.iter().enumerate() {
        let known = lines.iter().any(|line| line.id == found.line_id);
        if !known || inspections[..i].iter().any(|other| other.line_id == found.line_id) {
            return Err(
                Error::invalid("Say of each line once how it arrived.").at(format!("lines[{i}].line_id"))
            );
        }
    }
    for line in &mut lines {
        let found = inspections
            .iter()
            .position(|found| found.line_id == line.id)
            .ok_or_else(|| Error::invalid(format!("Say how '{}' arrived.", line.title)).at("lines"))?;
        let at = format!("lines[{found}].accepted");
        let found = &inspections[found];
        if !(0..=line.quantity).contains(&found.accepted) {
            return Err(Error::invalid(format!("Between none and {} can be accepted.", line.quantity)).at(at));
        }
        line.accepted = Some(found.accepted);
        line.condition = Some(found.condition);
        line.disposition = Some(found.disposition);
        store::returns::set_inspected(tx, line)?;
        if let (Disposition::Restock, Some(variant_id), 1..) =
            (found.disposition, line.variant_id, found.accepted)
        {
            let wanted = Wanted { variant_id, quantity: found.accepted, location_id };
            let note = line.condition.map_or("", Condition::as_str);
            let cause = Reference::customer_return(id);
            stock::put(tx, &wanted, MovementReason::Returned, Some(cause), note, None)?;
        }
    }
    head.goods = Money::new(lines.iter().map(ReturnLine::worth).sum(), head.currency());
    head.replacements = Money::new(lines.iter().map(ReturnLine::replacement_price).sum(), head.currency());
    store::returns::update(tx, &head)?;
    store::returns::insert_transition(tx, id, Some(before.head.state), head.state, "")?;
    let mut recording = begin(tx, &head)?;
    tell_order(tx, &head, &mut recording)?;
    let after = record(tx, &mut recording, Some(&before), id)?;
    recording.finish(tx)?;
    Ok(after)
}

/// Changes a return's terms.
///
/// # Errors
/// `Conflict` once it is settled or ended, or has another version; `Invalid` for a fee above what comes back.
pub fn change(
    tx: &mut WriteTx<'_>,
    id: Id<id::Return>,
    version: i64,
    change: &ReturnChange,
) -> Result<ReturnDetail> {
    let before = current(tx.sql(), id, version)?;
    if !before.head.state.is_changeable() {
        return Err(Error::new(Code::Conflict, "This return is settled or ended; its terms stand."));
    }
    let mut head = before.head.clone();
    if let Some(refund_to) = &change.refund_to {
        head.refund_to = refund_to.clone();
    }
    if let Some(fee) = change.restocking_fee {
        head.restocking_fee = Money::new(fee, head.currency());
    }
    if let Some(refund_shipping) = change.refund_shipping {
        let left = super::returnable(tx.sql(), head.order_id, tx.now())?.shipping.amount;
        let own = head.shipping_refund.amount;
        head.shipping_refund = Money::new(if refund_shipping { left + own } else { 0 }, head.currency());
    }
    check_terms(tx.sql(), &head)?;
    store::returns::update(tx, &head)?;
    let details = details(&head);
    let mut recording = operations::begin(tx, OperationKind::ReturnChanged, details)?;
    let after = record(tx, &mut recording, Some(&before), id)?;
    recording.finish(tx)?;
    Ok(after)
}

/// The terms hold together: the fee is no more than what comes back, and the money's way exists.
pub(super) fn check_terms(connection: &Connection, head: &Return) -> Result<()> {
    let back = head.goods.amount + head.shipping_refund.amount;
    if !(0..=back).contains(&head.restocking_fee.amount) {
        return Err(Error::invalid(format!(
            "The restocking fee is between nothing and what comes back, {}.",
            Money::new(back, head.currency())
        ))
        .at("restocking_fee"));
    }
    match &head.refund_to {
        RefundTo::StoredMethod { stored_method_id } => {
            let method = stored_methods::get(connection, *stored_method_id)
                .map_err(|error| error.at("refund_to.stored_method_id"))?;
            if Some(method.contact_id) != head.contact_id || method.removed_at.is_some() {
                return Err(Error::invalid("The customer does not keep this way to pay with the shop.")
                    .at("refund_to.stored_method_id"));
            }
        }
        RefundTo::GiftCard { gift_card_id: Some(card) } => {
            let card =
                gift_cards::get(connection, *card).map_err(|error| error.at("refund_to.gift_card_id"))?;
            if card.voided_at.is_some() || card.balance.currency != head.currency() {
                return Err(Error::invalid("Nothing can be given back onto this gift card.")
                    .at("refund_to.gift_card_id"));
            }
        }
        RefundTo::StoreCredit if head.contact_id.is_none() => {
            return Err(Error::invalid(
                "Store credit needs a customer; this was a sale to nobody in particular.",
            )
            .at("refund_to"));
        }
        _ => {}
    }
    Ok(())
}

/// The return as it stands, when it still has this version.
pub(super) fn current(connection: &Connection, id: Id<id::Return>, version: i64) -> Result<ReturnDetail> {
    let detail = super::detail(connection, id)?;
    if detail.head.version == version {
        return Ok(detail);
    }
    Err(Error::new(Code::Conflict, "This return was changed meanwhile. Look at it again, then go on."))
}

/// The state that an act leads to.
pub(super) fn to(head: &Return, action: ReturnAction) -> Result<ReturnState> {
    head.state.after(action).ok_or_else(|| {
        let what = match head.kind {
            ReturnKind::Return => "return",
            ReturnKind::Exchange => "exchange",
        };
        let detail = match action {
            ReturnAction::Approve => format!("Only a requested {what} can be approved."),
            ReturnAction::Refuse => format!("Only a requested {what} can be refused."),
            ReturnAction::Receive => format!("Only an approved {what} can be received."),
            ReturnAction::Settle => format!("Only a received {what} can be settled, and only once."),
            ReturnAction::Close => format!("Only a settled {what} can be closed."),
            ReturnAction::Cancel => format!("This {what} can no longer be cancelled."),
        };
        Error::new(Code::Conflict, detail)
    })
}

fn details(head: &Return) -> serde_json::Value {
    json!({
        "return_id": head.id, "number": head.number, "order_id": head.order_id, "kind": head.kind, "to": head.state,
    })
}

/// Begins to record a step.
pub(super) fn begin(tx: &mut WriteTx<'_>, head: &Return) -> Result<Recording> {
    let details = details(head);
    operations::begin(tx, OperationKind::ReturnMoved, details)
}

/// Records what became of the return, tells those who listen, and gives it as it stands.
pub(super) fn record(
    tx: &mut WriteTx<'_>,
    recording: &mut Recording,
    before: Option<&ReturnDetail>,
    id: Id<id::Return>,
) -> Result<ReturnDetail> {
    let after = super::detail(tx.sql(), id)?;
    let state =
        |detail: &ReturnDetail| serde_json::to_value(State { head: &detail.head, lines: &detail.lines });
    let before = before.map(state).transpose()?;
    recording.change(tx, Subject::Return, id, before.as_ref(), Some(&state(&after)?))?;
    tx.emit(EventKind::ReturnUpdated, id, json!({ "state": after.head.state }))?;
    Ok(after)
}

/// Lets the order know where its returns stand.
pub(super) fn tell_order(tx: &mut WriteTx<'_>, head: &Return, recording: &mut Recording) -> Result<()> {
    let mut edit = orders::Edit::open(tx, head.order_id, None)?;
    let status = status_of_order(tx.sql(), &edit)?;
    if edit.detail().order.return_status != status {
        edit.set_return_status(tx, status, &head.id.to_string(), &head.note);
        edit.save(tx, recording)?;
    }
    Ok(())
}

/// What the returns of an order make of it.
pub(super) fn status_of_order(connection: &Connection, edit: &orders::Edit) -> Result<ReturnStatus> {
    let order = edit.detail();
    let all = super::of_order(connection, order.order.id)?;
    if let Some(open) = all.iter().rev().find(|other| other.head.state.is_open()) {
        return Ok(match open.head.kind {
            ReturnKind::Return => ReturnStatus::ReturnRequested,
            ReturnKind::Exchange => ReturnStatus::ExchangeRequested,
        });
    }
    let settled = |kind: ReturnKind| {
        all.iter()
            .filter(|other| other.head.state.counts() && other.head.kind == kind)
            .flat_map(|other| &other.lines)
            .map(ReturnLine::counted)
            .sum::<i64>()
    };
    let (returned, exchanged) = (settled(ReturnKind::Return), settled(ReturnKind::Exchange));
    let ordered: i64 = order.items.iter().map(|item| item.quantity).sum();
    Ok(match (returned, exchanged) {
        (0, 0) => ReturnStatus::None,
        (0, _) => ReturnStatus::Exchanged,
        (returned, _) if returned >= ordered => ReturnStatus::Returned,
        _ => ReturnStatus::PartlyReturned,
    })
}
