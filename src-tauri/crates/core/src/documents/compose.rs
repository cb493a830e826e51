//! What an order's documents say: the order, its customer and its goods as they are at this moment.

use jiff::tz::TimeZone;
use rusqlite::Connection;

use super::issue::ComingBack;
use super::{
    Body, DocumentKind, DocumentRequest, Line, NamedAmount, OrderReference, Parcel, Party, PaymentLine,
    Pieces, TaxLine, Totals,
};
use crate::contacts::{self, Contact};
use crate::error::{Code, Error, Result};
use crate::orders::{FulfilmentState, LineItem, OrderDetail, Payment, PaymentKind, PaymentState};
use crate::{settings, store};

pub(super) fn body(
    connection: &Connection,
    detail: &OrderDetail,
    request: &DocumentRequest,
    coming_back: &ComingBack,
    zone: &TimeZone,
) -> Result<Body> {
    let customer = detail.order.contact_id.map(|id| contacts::get(connection, id)).transpose()?;
    let mut body = Body {
        currency: detail.order.total.currency,
        order: Some(OrderReference {
            number: detail.order.number.clone(),
            placed_on: detail.order.placed_at.map(|at| zone.to_datetime(at.to_jiff()).date()),
        }),
        customer: customer.as_ref().map(party),
        ship_to: ship_to(detail, customer.as_ref()),
        lines: Vec::new(),
        totals: None,
        payments: Vec::new(),
        parcel: None,
        return_number: coming_back.number.clone(),
        corrects: None,
        reason: request.reason.clone(),
    };
    match request.kind {
        DocumentKind::Invoice | DocumentKind::Receipt => {
            body.lines = detail.items.iter().map(|item| line(item, item.quantity)).collect();
            body.payments = settled(&detail.payments, zone);
            body.totals = Some(totals(detail, &body.payments));
            if request.kind == DocumentKind::Receipt && body.payments.is_empty() {
                return Err(Error::new(
                    Code::Refused,
                    "Nothing is paid yet, so there is nothing to give a receipt for.",
                ));
            }
        }
        DocumentKind::PackingSlip => pack(connection, detail, request, &mut body)?,
        DocumentKind::ReturnLabel => body.lines = returned(detail, &coming_back.lines)?,
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
fn ship_to(detail: &OrderDetail, customer: Option<&Contact>) -> Option<Party> {
    let to = &detail.order.ship_to;
    let (name, address) = customer.map_or(("", ""), |customer| (&customer.display_name, &customer.address));
    let is_own = |text: &str, own: &str| text.trim().is_empty() || text.trim() == own.trim();
    if is_own(&to.name, name) && is_own(&to.address, address) {
        return None;
    }
    let mut lines = vec![to.address.trim().to_owned()];
    if !to.region.is_empty() && !to.address.contains(&to.region) {
        lines.push(to.region.clone());
    }
    // An address that ends in a country's name needs no second one.
    let country = settings::country_name(&to.country);
    if !to.country.is_empty() && !to.address.to_lowercase().contains(&country.to_lowercase()) {
        lines.push(country.to_owned());
    }
    Some(Party {
        name: if to.name.trim().is_empty() { name.to_owned() } else { to.name.clone() },
        address: lines.join("\n"),
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
        charged: if quantity == item.quantity { item.total().amount } else { amount },
        tax_rate_ppm: Some(i64::from(item.tax_rate_ppm)),
    }
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
        tendered: payment.tendered.map(|tendered| tendered.amount),
    });
    lines.collect()
}

fn totals(detail: &OrderDetail, payments: &[PaymentLine]) -> Totals {
    let order = &detail.order;
    let named = |title: &str, code: Option<&str>| match code {
        Some(code) if !title.contains(code) => format!("{title} ({code})"),
        _ => title.to_owned(),
    };
    let mut discounts: Vec<NamedAmount> = order
        .discounts
        .iter()
        .filter(|discount| discount.amount != 0)
        .map(|discount| NamedAmount {
            name: named(&discount.title, discount.code.as_deref()),
            amount: discount.amount,
        })
        .collect();
    // Orders from elsewhere may have a discount without a name.
    let unnamed = order.discount.amount - discounts.iter().map(|discount| discount.amount).sum::<i64>();
    if unnamed != 0 {
        discounts.push(NamedAmount { name: String::new(), amount: unnamed });
    }
    let taxes = order.taxes.iter().map(|tax| TaxLine {
        name: tax.name.clone(),
        rate_ppm: i64::from(tax.rate_ppm),
        net: tax.base,
        tax: tax.amount,
    });
    let given = |payment: &PaymentLine| payment.tendered.map_or(0, |tendered| tendered - payment.amount);
    let change: i64 = payments.iter().filter(|payment| payment.amount > 0).map(given).sum();
    Totals {
        tax_included: order.prices_include_tax,
        subtotal: order.subtotal.amount,
        discounts,
        shipping: Some(order.shipping.amount).filter(|shipping| *shipping != 0),
        taxes: taxes.collect(),
        total: order.total.amount,
        paid: payments.iter().map(|payment| payment.amount).sum(),
        change: Some(change).filter(|change| *change > 0),
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
        let sent = parcels()
            .filter(|parcel| parcel.state != FulfilmentState::Failed)
            .flat_map(|parcel| &parcel.lines)
            .filter(|line| line.line_item_id == item.id);
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
fn returned(detail: &OrderDetail, wanted: &[Pieces]) -> Result<Vec<Line>> {
    if wanted.is_empty() {
        return Ok(detail.items.iter().map(|item| line(item, item.quantity)).collect());
    }
    let mut lines = Vec::new();
    for (index, pieces) in wanted.iter().enumerate() {
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
