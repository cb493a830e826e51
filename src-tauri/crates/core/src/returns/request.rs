//! Asking for a return or an exchange, and what can be asked for.

use jiff::ToSpan;
use jiff::civil::Date;
use rusqlite::Connection;
use serde_json::json;

use super::{
    RefundTo, Replacement, Return, ReturnDetail, ReturnKind, ReturnLine, ReturnReason, ReturnState, steps,
    worth,
};
use crate::catalog::{self, ProductStatus};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{OperationKind, Recording};
use crate::orders::{LineItem, OrderDetail, OrderStatus, PaymentMethod};
use crate::settings::{self, ReturnPolicy, ShopProfile};
use crate::stock::{self, Holder, Wanted};
use crate::stored_methods::{self, StoredMethod};
use crate::{operations, orders, store, store_credit};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct NewReturn {
    pub kind: ReturnKind,
    pub lines: Vec<NewReturnLine>,
    pub refund_to: RefundTo,
    /// Minor units of the order's currency.
    pub restocking_fee: i64,
    /// The order's shipping goes back too.
    pub refund_shipping: bool,
    pub note: String,
    /// The owner asks: nobody else has to look at it.
    pub approved: bool,
}

#[derive(Debug, Clone)]
pub struct NewReturnLine {
    pub line_item_id: Id<id::LineItem>,
    pub quantity: i64,
    pub reason: ReturnReason,
    pub note: String,
    /// What comes instead; needed for an exchange, and only there.
    pub replacement_variant_id: Option<Id<id::Variant>>,
}

/// What of an order can still come back, and where its money may go.
#[derive(Debug, Clone)]
pub struct Returnable {
    pub order_id: Id<id::Order>,
    pub order_number: String,
    pub lines: Vec<ReturnableLine>,
    /// What each way to pay still holds of the order.
    pub original: Vec<(PaymentMethod, Option<String>, Money)>,
    pub stored_methods: Vec<StoredMethod>,
    /// `None`: a sale to nobody in particular.
    pub store_credit: Option<Money>,
    /// What the order's shipping cost and was not given back yet.
    pub shipping: Money,
    /// The last day for returns by the shop's policy; `None` while nothing was delivered.
    pub window_ends_on: Option<Date>,
    pub is_within_window: bool,
    /// Why nothing can come back.
    pub problem: Option<String>,
}

#[derive(Debug, Clone)]
pub struct ReturnableLine {
    pub item: LineItem,
    /// Pieces that left the shop.
    pub sent: i64,
    /// Pieces that were asked for already.
    pub asked: i64,
    /// What the next piece is worth.
    pub unit_refund: Money,
    /// The other variants of its product, and its own.
    pub replacements: Vec<catalog::Variant>,
}

impl ReturnableLine {
    pub fn left(&self) -> i64 {
        (self.sent - self.asked).max(0)
    }
}

/// What can still come back of an order.
///
/// # Errors
/// `NotFound`.
pub fn returnable(
    connection: &Connection,
    order_id: Id<id::Order>,
    now: crate::Timestamp,
) -> Result<Returnable> {
    let detail = orders::detail(connection, order_id)?;
    let earlier = super::of_order(connection, order_id)?;
    let mut lines = Vec::new();
    for item in &detail.items {
        let asked = asked_before(&earlier, item.id);
        let replacements = match item.product_id {
            Some(product_id) if catalog::product(connection, product_id)?.status == ProductStatus::Active => {
                catalog::variants(connection, product_id)?
            }
            _ => Vec::new(),
        };
        lines.push(ReturnableLine {
            sent: detail.fulfilled(item.id),
            asked,
            unit_refund: Money::new(
                worth::share(charged(&detail, item), item.quantity, asked, 1),
                detail.order.currency(),
            ),
            replacements,
            item: item.clone(),
        });
    }
    let (stored, credit) = match detail.order.contact_id {
        Some(contact_id) => (
            stored_methods::of_contact(connection, contact_id, false)?,
            Some(store_credit::balance(connection, contact_id, detail.order.currency())?),
        ),
        None => (Vec::new(), None),
    };
    let window_ends_on = window_ends_on(connection, &detail)?;
    let zone = settings::get::<ShopProfile>(connection)?.value.zone();
    let today = now.to_jiff().to_zoned_datetime(zone).date();
    let problem = problem(&detail, &lines).map(str::to_owned);
    Ok(Returnable {
        order_id,
        order_number: detail.order.number.clone(),
        original: super::held(&detail)
            .into_iter()
            .filter(|(_, amount)| *amount > 0)
            .map(|(payment, amount)| {
                (
                    payment.method,
                    payment.instrument.stored_method_id.clone(),
                    Money::new(amount, detail.order.currency()),
                )
            })
            .collect(),
        stored_methods: stored,
        store_credit: credit,
        shipping: Money::new(shipping_left(&detail, &earlier), detail.order.currency()),
        window_ends_on,
        is_within_window: window_ends_on.is_none_or(|last| today <= last),
        problem,
        lines,
    })
}

fn problem(detail: &OrderDetail, lines: &[ReturnableLine]) -> Option<&'static str> {
    match detail.order.status {
        OrderStatus::Draft => Some("The order is still a draft."),
        OrderStatus::Cancelled => Some("The order was cancelled."),
        OrderStatus::Returned => Some("Everything has come back already."),
        _ if lines.iter().all(|line| line.sent == 0) => {
            Some("Nothing of this order was sent yet. Change or cancel it instead.")
        }
        _ if lines.iter().all(|line| line.left() == 0) => {
            Some("All that was sent has come back, or is on its way back.")
        }
        _ => None,
    }
}

/// What was charged for a line, the tax on top of it included. Minor units.
pub(crate) fn charged(detail: &OrderDetail, item: &LineItem) -> i64 {
    let on_top = if detail.order.prices_include_tax { 0 } else { item.tax.amount };
    item.total().amount + on_top
}

/// Pieces of a line in returns that count.
pub(super) fn asked_before(earlier: &[ReturnDetail], line_item_id: Id<id::LineItem>) -> i64 {
    let counting = earlier.iter().filter(|other| other.head.state.counts());
    let lines = counting.flat_map(|other| &other.lines).filter(|line| line.line_item_id == line_item_id);
    lines.map(ReturnLine::counted).sum()
}

/// The order's shipping less what earlier returns gave back of it.
fn shipping_left(detail: &OrderDetail, earlier: &[ReturnDetail]) -> i64 {
    let given: i64 = earlier
        .iter()
        .filter(|other| other.head.state.counts())
        .map(|other| other.head.shipping_refund.amount)
        .sum();
    (detail.order.shipping.amount - given).max(0)
}

/// The last day for returns by the shop's policy, counted from the last parcel's arrival; `None` while nothing arrived.
pub(crate) fn window_ends_on(connection: &Connection, detail: &OrderDetail) -> Result<Option<Date>> {
    let days = settings::get::<ReturnPolicy>(connection)?.value.days;
    let zone = settings::get::<ShopProfile>(connection)?.value.zone();
    let arrived = detail.fulfilments.iter().filter_map(|parcel| parcel.delivered_at).max();
    Ok(arrived.map(|at| {
        let day = at.to_jiff().to_zoned_datetime(zone).date();
        day.checked_add(i64::from(days).days()).unwrap_or(day)
    }))
}

/// Asks for a return or an exchange. Replacements are reserved at once.
///
/// # Errors
/// `Conflict` when nothing of it can come back (any more), or the order does not allow it; `OutOfStock` when a
/// replacement is not available; `Invalid` for lines that do not fit together.
pub fn request(tx: &mut WriteTx<'_>, order_id: Id<id::Order>, new: &NewReturn) -> Result<ReturnDetail> {
    let order = orders::detail(tx.sql(), order_id)?;
    let mut recording = operations::begin(
        tx,
        OperationKind::ReturnRequested,
        json!({ "order_id": order_id, "number": order.order.number, "kind": new.kind }),
    )?;
    let detail = enter(tx, &order, new, &mut recording)?;
    recording.finish(tx)?;
    Ok(detail)
}

/// As [`request`], within a larger act.
pub(crate) fn enter(
    tx: &mut WriteTx<'_>,
    order: &OrderDetail,
    new: &NewReturn,
    recording: &mut Recording,
) -> Result<ReturnDetail> {
    let order_id = order.order.id;
    let currency = order.order.currency();
    let earlier = super::of_order(tx.sql(), order_id)?;
    if let Some(problem) = returnable(tx.sql(), order_id, tx.now())?.problem {
        return Err(Error::new(Code::Conflict, problem));
    }
    if new.lines.is_empty() {
        return Err(Error::invalid("Choose what comes back.").at("lines"));
    }
    let mut lines: Vec<ReturnLine> = Vec::new();
    for (i, asked) in new.lines.iter().enumerate() {
        let item = order.item(asked.line_item_id).ok_or_else(|| {
            Error::invalid("This item is not in the order.").at(format!("lines[{i}].line_item_id"))
        })?;
        let here: i64 =
            lines.iter().filter(|line| line.line_item_id == item.id).map(|line| line.quantity).sum();
        let before = asked_before(&earlier, item.id) + here;
        let left = order.fulfilled(item.id) - before;
        if asked.quantity < 1 || asked.quantity > left {
            return Err(Error::invalid(format!("{left} of these can come back, and at least one must."))
                .at(format!("lines[{i}].quantity")));
        }
        let replacement = replacement(tx, new.kind, item, asked)
            .map_err(|error| error.at(format!("lines[{i}].replacement_variant_id")))?;
        let refund = worth::share(charged(order, item), item.quantity, before, asked.quantity);
        lines.push(ReturnLine {
            id: tx.new_id(),
            position: i64::try_from(i + 1).unwrap_or(i64::MAX),
            line_item_id: item.id,
            variant_id: item.variant_id,
            title: item.title.clone(),
            variant_title: item.variant_title.clone(),
            sku: item.sku.clone(),
            image_id: item.image_id,
            quantity: asked.quantity,
            reason: asked.reason,
            note: asked.note.trim().to_owned(),
            refund: Money::new(refund, currency),
            replacement,
            accepted: None,
            condition: None,
            disposition: None,
        });
    }
    let shipping = if new.refund_shipping { shipping_left(order, &earlier) } else { 0 };
    let count = store::returns::count_of_order(tx.sql(), order_id)? + 1;
    let state = if new.approved { ReturnState::Approved } else { ReturnState::Requested };
    let sum = |amount: fn(&ReturnLine) -> i64| Money::new(lines.iter().map(amount).sum(), currency);
    let head = Return {
        id: tx.new_id(),
        number: format!("{}-R{count}", order.order.number),
        order_id,
        order_number: order.order.number.clone(),
        contact_id: order.order.contact_id,
        contact_name: order.contact_name.clone(),
        kind: new.kind,
        state,
        item_count: lines.iter().map(|line| line.quantity).sum(),
        goods: sum(ReturnLine::worth),
        replacements: sum(ReturnLine::replacement_price),
        restocking_fee: Money::new(new.restocking_fee, currency),
        shipping_refund: Money::new(shipping, currency),
        refund_to: new.refund_to.clone(),
        note: new.note.trim().to_owned(),
        reason: None,
        issued_gift_card_id: None,
        created_at: tx.now(),
        updated_at: tx.now(),
        version: 1,
    };
    steps::check_terms(tx.sql(), &head)?;
    let detail = ReturnDetail { head, lines, transitions: Vec::new(), payments: Vec::new() };
    store::returns::insert(tx, &detail)?;
    for line in &detail.lines {
        if let Some(new) = &line.replacement {
            let wanted = Wanted::anywhere(new.variant_id, line.quantity);
            stock::reserve(tx, Holder::Return(detail.head.id), &wanted, None)?;
        }
    }
    store::returns::insert_transition(tx, detail.head.id, None, state, &detail.head.note)?;
    steps::tell_order(tx, &detail.head, recording)?;
    steps::record(tx, recording, None, detail.head.id)
}

fn replacement(
    tx: &WriteTx<'_>,
    kind: ReturnKind,
    item: &LineItem,
    asked: &NewReturnLine,
) -> Result<Option<Replacement>> {
    let Some(variant_id) = asked.replacement_variant_id else {
        return match kind {
            ReturnKind::Return => Ok(None),
            ReturnKind::Exchange => Err(Error::invalid("Choose what comes instead.")),
        };
    };
    if kind == ReturnKind::Return {
        return Err(Error::invalid("A return brings money, not another item. Make it an exchange."));
    }
    let variant = catalog::variant(tx.sql(), variant_id)?;
    if item.product_id != Some(variant.product_id) {
        return Err(Error::invalid("An item can be exchanged only for a variant of the same product."));
    }
    let title = catalog::product(tx.sql(), variant.product_id)?.title;
    let values = variant.title();
    Ok(Some(Replacement {
        variant_id,
        title: if values.is_empty() { title } else { format!("{title}, {values}") },
        sku: variant.sku,
        unit_price: variant.price,
    }))
}
