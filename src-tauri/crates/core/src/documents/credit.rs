//! Taking an invoice back in parts: what a credit note credits, and the tax in it.
//!
//! Parts are cut so that they always add up: the part of the first k of n pieces is the amount × k ÷ n, halves rounded
//! up, and a note credits the difference between two such parts. Tax is cut in the same way, per rate. Whatever was
//! credited before, the rest is what the invoice says less what the notes say.

use super::{Body, Line, NamedAmount, Pieces, TaxLine, Totals};
use crate::error::{Error, Result};

/// What is to be credited.
#[derive(Debug, Clone, Copy)]
pub(super) enum Wanted<'a> {
    /// All that is left of the invoice.
    Rest,
    Pieces(&'a [Pieces]),
    /// Minor units, tax included.
    Amount(i64),
}

/// The body of a credit note for this invoice, after these earlier notes.
///
/// # Errors
/// `Invalid` when nothing is left, or less than wanted.
pub(super) fn body(invoice: &Body, earlier: &[&Body], wanted: Wanted<'_>) -> Result<Body> {
    let billed = invoice.totals.as_ref().ok_or_else(|| Error::invalid("The invoice names no prices."))?;
    let before = Before::of(earlier);
    let rest = billed.total.saturating_sub(before.total);
    if rest <= 0 && !(billed.total == 0 && earlier.is_empty()) {
        return Err(Error::invalid("The invoice is credited in full already."));
    }
    let (lines, totals) = match wanted {
        Wanted::Rest => all_the_rest(invoice, billed, &before),
        Wanted::Pieces(pieces) => some_pieces(invoice, billed, &before, pieces)?,
        Wanted::Amount(amount) if (1..=rest).contains(&amount) => {
            (Vec::new(), an_amount(billed, &before, amount))
        }
        Wanted::Amount(_) => return Err(too_much("amount_minor")),
    };
    if totals.total > rest {
        return Err(too_much("lines"));
    }
    Ok(Body {
        currency: invoice.currency,
        order: invoice.order.clone(),
        customer: invoice.customer.clone(),
        ship_to: None,
        lines,
        totals: Some(totals),
        payments: Vec::new(),
        parcel: None,
        return_number: None,
        corrects: None,
        reason: String::new(),
    })
}

fn too_much(field: &str) -> Error {
    Error::invalid("That is more than is left of the invoice.").at(field)
}

/// What earlier notes credited.
struct Before<'a> {
    total: i64,
    shipping: i64,
    notes: &'a [&'a Body],
}

impl<'a> Before<'a> {
    fn of(notes: &'a [&'a Body]) -> Self {
        let totals = || notes.iter().filter_map(|body| body.totals.as_ref());
        Self {
            total: totals().map(|totals| totals.total).sum(),
            shipping: totals().filter_map(|totals| totals.shipping).sum(),
            notes,
        }
    }

    fn pieces(&self, line: &Line) -> (i64, i64) {
        let same =
            self.notes.iter().flat_map(|body| &body.lines).filter(|credited| {
                credited.line_item_id.is_some() && credited.line_item_id == line.line_item_id
            });
        same.fold((0, 0), |(quantity, amount), line| (quantity + line.quantity, amount + line.charged))
    }

    fn tax(&self, line: &TaxLine) -> (i64, i64) {
        let same = self
            .notes
            .iter()
            .filter_map(|body| body.totals.as_ref())
            .flat_map(|totals| &totals.taxes)
            .filter(|credited| credited.rate_ppm == line.rate_ppm && credited.name == line.name);
        same.fold((0, 0), |(net, tax), line| (net + line.net, tax + line.tax))
    }
}

/// `amount × part ÷ whole`, halves rounded up; nothing of nothing.
fn share(amount: i64, part: i64, whole: i64) -> i64 {
    if whole == 0 {
        return 0;
    }
    let (amount, part, whole) = (i128::from(amount), i128::from(part), i128::from(whole));
    let cut = (2 * amount * part + whole).div_euclid(2 * whole);
    i64::try_from(cut).unwrap_or(i64::MAX)
}

/// A line of the note: `quantity` pieces that cost `charged` together.
fn credited(line: &Line, quantity: i64, charged: i64) -> Line {
    Line { quantity, amount: charged, charged, ..line.clone() }
}

fn all_the_rest(invoice: &Body, billed: &Totals, before: &Before<'_>) -> (Vec<Line>, Totals) {
    let lines: Vec<Line> = invoice
        .lines
        .iter()
        .filter_map(|line| {
            let (quantity, charged) = before.pieces(line);
            let left = line.quantity - quantity;
            (left > 0).then(|| credited(line, left, line.charged - charged))
        })
        .collect();
    let taxes: Vec<TaxLine> = billed
        .taxes
        .iter()
        .map(|line| {
            let (net, tax) = before.tax(line);
            TaxLine { net: line.net - net, tax: line.tax - tax, ..line.clone() }
        })
        .collect();
    let subtotal: i64 = lines.iter().map(|line| line.charged).sum();
    let shipping = billed.shipping.map(|shipping| shipping - before.shipping).filter(|left| *left != 0);
    let total = billed.total - before.total;
    let on_top: i64 = if billed.tax_included { 0 } else { taxes.iter().map(|line| line.tax).sum() };
    // Amounts that were credited without naming pieces.
    let difference = subtotal + shipping.unwrap_or(0) + on_top - total;
    let discounts = match difference {
        0 => Vec::new(),
        amount => vec![NamedAmount { name: String::new(), amount }],
    };
    (lines, Totals { subtotal, discounts, shipping, taxes, total, ..blank(billed) })
}

fn some_pieces(
    invoice: &Body,
    billed: &Totals,
    before: &Before<'_>,
    pieces: &[Pieces],
) -> Result<(Vec<Line>, Totals)> {
    let mut lines: Vec<Line> = Vec::new();
    for (index, wanted) in pieces.iter().enumerate() {
        let at = |field: &str| format!("lines[{index}].{field}");
        let line = invoice
            .lines
            .iter()
            .find(|line| line.line_item_id == Some(wanted.line_item_id))
            .ok_or_else(|| Error::invalid("The invoice has no such line.").at(at("line_item_id")))?;
        if lines.iter().any(|earlier| earlier.line_item_id == line.line_item_id) {
            return Err(Error::invalid("Name each line once.").at(at("line_item_id")));
        }
        let (gone, _) = before.pieces(line);
        if wanted.quantity < 1 || gone + wanted.quantity > line.quantity {
            let left = line.quantity - gone;
            return Err(
                Error::invalid(format!("Of this line, {left} can still be credited.")).at(at("quantity"))
            );
        }
        let charged = share(line.charged, gone + wanted.quantity, line.quantity)
            - share(line.charged, gone, line.quantity);
        lines.push(credited(line, wanted.quantity, charged));
    }
    let subtotal: i64 = lines.iter().map(|line| line.charged).sum();
    let taxes: Vec<TaxLine> = billed
        .taxes
        .iter()
        .map(|line| {
            let base: i64 =
                lines.iter().filter(|l| l.tax_rate_ppm == Some(line.rate_ppm)).map(|l| l.charged).sum();
            let (net, tax) = before.tax(line);
            let inclusive = i64::from(billed.tax_included);
            let whole = line.net + inclusive * line.tax;
            let first = net + inclusive * tax;
            let cut = share(line.tax, first + base, whole) - share(line.tax, first, whole);
            TaxLine { net: base - inclusive * cut, tax: cut, ..line.clone() }
        })
        .filter(|line| line.net != 0 || line.tax != 0)
        .collect();
    let on_top: i64 = if billed.tax_included { 0 } else { taxes.iter().map(|line| line.tax).sum() };
    let totals = Totals { subtotal, taxes, total: subtotal + on_top, ..blank(billed) };
    Ok((lines, totals))
}

/// The amount is divided among the rates by what is left of each; the last one takes what rounding leaves.
fn an_amount(billed: &Totals, before: &Before<'_>, amount: i64) -> Totals {
    let rest = billed.total - before.total;
    let mut left_amount = amount;
    let mut left_rest = rest;
    let taxes = billed
        .taxes
        .iter()
        .map(|line| {
            let (net, tax) = before.tax(line);
            let gross_left = (line.net + line.tax) - (net + tax);
            let part = share(left_amount, gross_left, left_rest);
            left_amount -= part;
            left_rest -= gross_left;
            let whole = line.net + line.tax;
            let cut = share(line.tax, net + tax + part, whole) - share(line.tax, net + tax, whole);
            TaxLine { net: part - cut, tax: cut, ..line.clone() }
        })
        .filter(|line| line.net != 0 || line.tax != 0)
        .collect::<Vec<_>>();
    let on_top: i64 = if billed.tax_included { 0 } else { taxes.iter().map(|line| line.tax).sum() };
    Totals { subtotal: amount - on_top, taxes, total: amount, ..blank(billed) }
}

fn blank(billed: &Totals) -> Totals {
    Totals {
        tax_included: billed.tax_included,
        subtotal: 0,
        discounts: Vec::new(),
        shipping: None,
        taxes: Vec::new(),
        total: 0,
        paid: 0,
        change: None,
    }
}

#[cfg(test)]
mod tests;
