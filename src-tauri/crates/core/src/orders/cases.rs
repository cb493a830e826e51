//! The use cases, each one act with one recorded operation.

use serde_json::json;

use super::edit::{Cancellation, Edit, FulfilmentChange, ItemChange, NewFulfilment, NewPayment, NewRefund};
use super::refusal::Rule;
use super::state::Action;
use super::{
    DraftChange, FulfilmentState, LineInput, OrderChannel, OrderDetail, OrderStatus, ShipTo, draft, numbers,
    stocking,
};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, OperationKind, Subject};
use crate::store;

/// Ends an act on one order.
fn done(tx: &mut WriteTx<'_>, kind: OperationKind, edit: Edit) -> Result<OrderDetail> {
    let order = edit.order();
    let details = json!({ "order_id": order.id, "number": order.number });
    let mut recording = operations::begin(tx, kind, details)?;
    let detail = edit.save(tx, &mut recording)?;
    recording.finish(tx)?;
    Ok(detail)
}

/// The order that was made for a request before.
fn made_before(tx: &WriteTx<'_>, request_key: Option<&str>) -> Result<Option<OrderDetail>> {
    let Some(key) = request_key else { return Ok(None) };
    if key.is_empty() || key.chars().count() > 80 {
        return Err(Error::invalid("A request's key has 1 to 80 characters.").at("request_key"));
    }
    let found = store::orders::by_request_key(tx.sql(), key)?;
    found.map(|id| super::detail(tx.sql(), id)).transpose()
}

/// A new order in hand, with a draft's number.
fn begin(tx: &mut WriteTx<'_>, change: &DraftChange, request_key: Option<&str>) -> Result<Edit> {
    let id = tx.new_id();
    let mut order = draft::blank(tx.sql(), id, tx.now())?;
    order.request_key = request_key.map(str::to_owned);
    let mut edit = Edit::new(order);
    edit.change_draft(tx, change)?;
    Ok(edit)
}

/// Writes a draft down. The same key again gives the order that was made for it.
///
/// # Errors
/// As [`Edit::change_draft`].
pub fn create_draft(
    tx: &mut WriteTx<'_>,
    change: &DraftChange,
    request_key: Option<&str>,
) -> Result<OrderDetail> {
    if let Some(made) = made_before(tx, request_key)? {
        return Ok(made);
    }
    let mut edit = begin(tx, change, request_key)?;
    edit.detail_mut().order.number = numbers::of_draft(tx)?;
    done(tx, OperationKind::OrderCreated, edit)
}

/// Writes an order down that is agreed already: placed in the same act, with what was paid at once.
///
/// # Errors
/// As [`Edit::change_draft`], [`Edit::place`] and [`Edit::add_payment`].
pub fn create_placed(
    tx: &mut WriteTx<'_>,
    change: &DraftChange,
    payments: &[NewPayment],
    request_key: Option<&str>,
) -> Result<OrderDetail> {
    if let Some(made) = made_before(tx, request_key)? {
        return Ok(made);
    }
    let mut edit = begin(tx, change, request_key)?;
    edit.place(tx, "")?;
    for payment in payments {
        edit.add_payment(tx, payment)?;
    }
    done(tx, OperationKind::OrderPlaced, edit)
}

/// A sale at the counter.
#[derive(Debug, Clone, Default)]
pub struct Sale {
    pub change: DraftChange,
    pub payments: Vec<NewPayment>,
    pub request_key: Option<String>,
    /// A parked cart that becomes this sale.
    pub draft_id: Option<Id<id::Order>>,
}

/// Sells at the counter in one act: agreed, paid in full, handed over.
///
/// # Errors
/// `Refused` when it is not paid in full; `OutOfStock`; as [`Edit::change_draft`] and [`Edit::add_payment`].
pub fn sell(tx: &mut WriteTx<'_>, sale: &Sale) -> Result<OrderDetail> {
    if let Some(made) = made_before(tx, sale.request_key.as_deref())?
        && made.order.status != OrderStatus::Draft
    {
        return Ok(made);
    }
    let change = DraftChange {
        channel: Some(OrderChannel::Counter),
        shipping_method: Some(None),
        shipping_price: Some(None),
        ..sale.change.clone()
    };
    let mut edit = match sale.draft_id {
        None => begin(tx, &change, sale.request_key.as_deref())?,
        Some(id) => {
            let mut edit = Edit::open(tx, id, None)?;
            // The parked cart's own key has done its work; the sale's key is the one that may come again.
            if sale.request_key.is_some() {
                edit.detail_mut().order.request_key.clone_from(&sale.request_key);
            }
            edit.change_draft(tx, &change)?;
            edit
        }
    };
    edit.agree(tx, "")?;
    for payment in &sale.payments {
        edit.add_payment(tx, payment)?;
    }
    if edit.order().due().amount > 0 {
        return Err(Rule::NotPaid.into());
    }
    let handed_over = NewFulfilment { state: Some(FulfilmentState::Delivered), ..NewFulfilment::default() };
    edit.fulfil(tx, &handed_over)?;
    done(tx, OperationKind::OrderSold, edit)
}

/// Changes a draft; of a placed order only note and tags.
///
/// # Errors
/// As [`Edit::open`] and [`Edit::change_draft`].
pub fn edit_draft(
    tx: &mut WriteTx<'_>,
    id: Id<id::Order>,
    change: &DraftChange,
    version: Option<i64>,
) -> Result<OrderDetail> {
    let mut edit = Edit::open(tx, id, version)?;
    edit.change_draft(tx, change)?;
    done(tx, OperationKind::OrderEdited, edit)
}

/// Throws a draft away. Taking that back brings it again.
///
/// # Errors
/// `NotFound`; `Refused` when it is no draft.
pub fn discard_draft(tx: &mut WriteTx<'_>, id: Id<id::Order>) -> Result<()> {
    let edit = Edit::open(tx, id, None)?;
    edit.allow(tx, Action::Discard, "")?;
    let details = json!({ "order_id": id, "number": edit.order().number });
    let mut recording = operations::begin(tx, OperationKind::OrderDiscarded, details)?;
    stocking::release_all(tx, edit.order())?;
    store::orders::delete(tx, id)?;
    recording.change(tx, Subject::Order, id, Some(edit.detail()), None)?;
    recording.finish(tx)?;
    tx.emit(EventKind::OrderUpdated, id, json!({ "status": "discarded" }))
}

/// A new draft with the same goods at today's prices, for the same customer.
///
/// # Errors
/// `NotFound`; `Invalid` when a variant is gone.
pub fn duplicate(tx: &mut WriteTx<'_>, id: Id<id::Order>) -> Result<OrderDetail> {
    let original = super::detail(tx.sql(), id)?;
    let lines = original.items.iter().map(|item| LineInput {
        variant_id: item.variant_id,
        quantity: item.quantity,
        unit_price: item.variant_id.is_none().then_some(item.unit_price.amount),
        title: Some(item.title.clone()),
        tax_class: None,
        line_item_id: None,
    });
    let order = &original.order;
    let change = DraftChange {
        contact_id: Some(order.contact_id),
        lines: Some(lines.collect()),
        ship_to: Some(order.ship_to.clone()),
        shipping_method: Some(order.shipping_method.clone()),
        tags: Some(order.tags.clone()),
        channel: Some(order.channel),
        ..DraftChange::default()
    };
    create_draft(tx, &change, None)
}

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident = $kind:ident ($($argument:ident: $type:ty),*) |$edit:ident, $tx:ident| $body:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        /// As [`Edit::open`] and the act of the same name on [`Edit`].
        pub fn $name(
            tx: &mut WriteTx<'_>,
            id: Id<id::Order>,
            $($argument: $type,)*
            version: Option<i64>,
        ) -> Result<OrderDetail> {
            let mut edit = Edit::open(tx, id, version)?;
            {
                let ($edit, $tx) = (&mut edit, &mut *tx);
                $body?;
            }
            done(tx, OperationKind::$kind, edit)
        }
    )*};
}

acts! {
    /// Places a draft, with what is paid at once.
    place = OrderPlaced (payments: &[NewPayment], reason: &str) |edit, tx| edit
        .place(tx, reason)
        .and_then(|()| payments.iter().try_for_each(|payment| edit.add_payment(tx, payment).map(|_| ())));
    /// Begins to prepare it.
    process = OrderProcessing (reason: &str) |edit, tx| edit.process(tx, reason);
    /// Sends it, or a part.
    fulfil = OrderFulfilled (new: &NewFulfilment) |edit, tx| edit.fulfil(tx, new);
    /// Moves a parcel on.
    change_fulfilment = OrderFulfilmentChanged (fulfilment_id: Id<id::Fulfilment>, change: &FulfilmentChange)
        |edit, tx| edit.change_fulfilment(tx, fulfilment_id, change);
    /// Everything has arrived.
    deliver = OrderDelivered (reason: &str) |edit, tx| edit.deliver(tx, reason);
    /// Cancels it.
    cancel = OrderCancelled (cancellation: &Cancellation) |edit, tx| edit.cancel(tx, cancellation);
    /// Changes items for other variants of the same products.
    change_items = OrderItemsChanged (changes: &[ItemChange], settle: Option<&NewPayment>, reason: &str)
        |edit, tx| edit.change_items(tx, changes, settle, reason);
    /// Sends it elsewhere.
    change_address = OrderAddressChanged (ship_to: &ShipTo, reason: &str)
        |edit, tx| edit.change_address(tx, ship_to, reason);
    /// Pays with something else.
    change_payment = OrderPaymentChanged (to: &NewPayment, reason: &str)
        |edit, tx| edit.change_payment(tx, to, reason);
    /// Enters a payment.
    add_payment = OrderPayment (new: &NewPayment) |edit, tx| edit.add_payment(tx, new);
    /// Gives money back.
    refund = OrderRefund (new: &NewRefund) |edit, tx| edit.refund(tx, new);
    /// An expected payment has arrived.
    settle_payment = OrderPaymentSettled (payment_id: Id<id::Payment>, reference: Option<&str>)
        |edit, tx| edit.settle_payment(tx, payment_id, reference);
    /// An expected payment will not arrive.
    fail_payment = OrderPaymentFailed (payment_id: Id<id::Payment>, reason: &str)
        |edit, tx| edit.fail_payment(tx, payment_id, reason);
    /// Puts what is finished out of sight.
    archive = OrderArchived () |edit, tx| edit.archive(tx);
    /// Brings it back from the archive.
    unarchive = OrderUnarchived () |edit, tx| edit.unarchive(tx);
}
