//! What an order's documents say: the order, its customer and its goods as they are at this moment.

use jiff::tz::TimeZone;
use rusqlite::Connection;

use super::{Body, DocumentKind, DocumentRequest, Line, OrderReference, Parcel, Party, PaymentLine, Totals};
use crate::contacts::{self, Contact};
use crate::error::{Code, Error, Result};
use crate::orders::{LineItem, OrderDetail, Payment, PaymentKind, PaymentState};
use crate::store;

pub(super) fn body(
    connection: &Connection,
    detail: &OrderDetail,
    request: &DocumentRequest,
    zone: &TimeZone,
) -> Result<Body> {
    let customer = contacts::get(connection, detail.order.contact_id)?;
    let mut body = Body {
        currency: detail.order.total.currency,
        order: Some(OrderReference {
            number: detail.order.number.clone(),
            placed_on: detail.order.placed_at.map(|at| zone.to_datetime(at.to_jiff()).date()),
        }),
        customer: Some(party(&customer)),
        ship_to: ship_to(detail, &customer),
        lines: Vec::new(),
        totals: None,
        payments: Vec::new(),
        parcel: None,
        return_number: request.return_number.clone(),
        corrects: None,
        reason: request.reason.clone(),
    };
    match request.kind {
        DocumentKind::Invoice | DocumentKind::Receipt => {
            body.lines = charged(&detail.items, detail.order.discount.amount);
            body.payments = settled(&detail.payments, zone);
            body.totals = Some(totals(detail, &body.payments));
            if request.kind == DocumentKind::Receipt && body.payments.is_empty() {
                return Err(Error::new(
                    Code::Conflict,
                    "Nothing is paid yet, so there is nothing to give a receipt for.",
                ));
            }
        }
        DocumentKind::PackingSlip => pack(connection, detail, request, &mut body)?,
        DocumentKind::ReturnLabel => body.lines = returned(detail, request)?,
        DocumentKind::CreditNote => {}
    }
    Ok(body)
}

fn party(contact: &Contact) -> Party {
    Party {
        name: contact.display_name.clone(),
        address: contact.address.clone(),
        email: contact.email.clone().unwrap_or_default(),
        phone: contact.phone.clone().unwrap_or_default(),
        tax_number: String::new(),
    }
}

/// Where the goods go, unless that is the customer's own address.
fn ship_to(detail: &OrderDetail, customer: &Contact) -> Option<Party> {
    let order = &detail.order;
    let same = (order.ship_to_name.is_empty() || order.ship_to_name == customer.display_name)
        && (order.ship_to_address.is_empty() || order.ship_to_address == customer.address);
    (!same).then(|| Party {
        name: if order.ship_to_name.is_empty() {
            customer.display_name.clone()
        } else {
            order.ship_to_name.clone()
        },
        address: order.ship_to_address.clone(),
        ..Party::default()
    })
}

fn line(item: &LineItem, quantity: i64) -> Line {
    let amount = item.unit_price.amount.saturating_mul(quantity);
    Line {
        line_item_id: Some(item.id),
        title: item.title.clone(),
        variant_title: item.variant_title.clone(),
        sku: item.sku.clone().unwrap_or_default(),
        barcode: String::new(),
        shelf: String::new(),
        picture: None,
        quantity,
        unit_price: item.unit_price.amount,
        amount,
        charged: amount,
        tax_rate_ppm: None,
    }
}

/// The lines with their share of the order's discount: by their amounts, to the last cent, the rest of each rounding
/// going to the next line.
fn charged(items: &[LineItem], discount: i64) -> Vec<Line> {
    let mut lines: Vec<Line> = items.iter().map(|item| line(item, item.quantity)).collect();
    let mut left_amount: i128 = lines.iter().map(|line| i128::from(line.amount)).sum();
    let mut left_discount = i128::from(discount);
    for line in &mut lines {
        let amount = i128::from(line.amount);
        let share = if left_amount == 0 { 0 } else { (left_discount * amount).div_euclid(left_amount) };
        left_amount -= amount;
        left_discount -= share;
        line.charged = i64::try_from(amount - share).unwrap_or(line.amount);
    }
    lines
}

/// Money that moved: what came counts for, what went back against.
fn settled(payments: &[Payment], zone: &TimeZone) -> Vec<PaymentLine> {
    let moved = payments.iter().filter(|payment| payment.state == PaymentState::Settled);
    let lines = moved.map(|payment| PaymentLine {
        method: payment.method.to_string(),
        reference: payment.reference.clone().unwrap_or_default(),
        paid_on: zone.to_datetime(payment.paid_at.to_jiff()).date(),
        amount: match payment.kind {
            PaymentKind::Payment => payment.amount.amount,
            PaymentKind::Refund => -payment.amount.amount,
        },
        tendered: None,
    });
    lines.collect()
}

fn totals(detail: &OrderDetail, payments: &[PaymentLine]) -> Totals {
    let order = &detail.order;
    let discounts = match order.discount.amount {
        0 => Vec::new(),
        amount => vec![super::NamedAmount { name: String::new(), amount }],
    };
    Totals {
        tax_included: true,
        subtotal: order.subtotal.amount,
        discounts,
        shipping: Some(order.shipping.amount).filter(|shipping| *shipping != 0),
        taxes: Vec::new(),
        total: order.total.amount,
        paid: payments.iter().map(|payment| payment.amount).sum(),
        change: None,
    }
}

/// What is to be packed: one parcel, or all that is in none. When everything is in parcels already, the whole order.
fn pack(
    connection: &Connection,
    detail: &OrderDetail,
    request: &DocumentRequest,
    body: &mut Body,
) -> Result<()> {
    let parcels = || detail.fulfilments.iter();
    let quantity = |item: &LineItem| -> i64 {
        let sent = parcels().flat_map(|parcel| &parcel.lines).filter(|line| line.line_item_id == item.id);
        item.quantity - sent.map(|line| line.quantity).sum::<i64>()
    };
    let mut wanted: Vec<(&LineItem, i64)> = match request.fulfilment_id {
        Some(id) => {
            let parcel = parcels()
                .find(|parcel| parcel.id == id)
                .ok_or_else(|| Error::not_found("parcel of this order"))?;
            body.parcel = Some(Parcel {
                carrier: parcel.carrier.clone().unwrap_or_default(),
                tracking_number: parcel.tracking_number.clone().unwrap_or_default(),
            });
            let lines = parcel.lines.iter();
            lines
                .filter_map(|line| {
                    Some((detail.items.iter().find(|item| item.id == line.line_item_id)?, line.quantity))
                })
                .collect()
        }
        None => {
            detail.items.iter().map(|item| (item, quantity(item))).filter(|(_, left)| *left > 0).collect()
        }
    };
    if wanted.is_empty() {
        wanted = detail.items.iter().map(|item| (item, item.quantity)).collect();
    }
    for (item, quantity) in wanted {
        let mut line = line(item, quantity);
        if let Some(variant_id) = item.variant_id
            && let Some(variant) = store::variants::find(connection, variant_id)?
        {
            line.barcode = variant.barcode.unwrap_or_default();
        }
        if let Some(image_id) = item.image_id {
            line.picture = store::documents::picture(connection, image_id)?;
        }
        body.lines.push(line);
    }
    Ok(())
}

/// The pieces that come back; without a choice, all.
fn returned(detail: &OrderDetail, request: &DocumentRequest) -> Result<Vec<Line>> {
    if request.lines.is_empty() {
        return Ok(detail.items.iter().map(|item| line(item, item.quantity)).collect());
    }
    let mut lines = Vec::new();
    for (index, pieces) in request.lines.iter().enumerate() {
        let at = |field: &str| format!("lines[{index}].{field}");
        let item = detail
            .items
            .iter()
            .find(|item| item.id == pieces.line_item_id)
            .ok_or_else(|| Error::invalid("The order has no such line.").at(at("line_item_id")))?;
        if !(1..=item.quantity).contains(&pieces.quantity) {
            let detail = format!("Of this line, 1 to {} pieces can come back.", item.quantity);
            return Err(Error::invalid(detail).at(at("quantity")));
        }
        lines.push(line(item, pieces.quantity));
    }
    Ok(lines)
}
