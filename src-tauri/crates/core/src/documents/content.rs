//! What a document says: a snapshot that never changes once it is issued, however the shop's data change later.
//!
//! Amounts are minor units of [`Body::currency`]; dates are in the shop's zone.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::DocumentKind;
use crate::id::{self, Id};
use crate::money::Currency;
use crate::settings::{DocumentFont, DocumentLanguage, Paper};

/// Everything that is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub kind: DocumentKind,
    pub number: String,
    pub issued_on: Date,
    pub language: DocumentLanguage,
    pub paper: Paper,
    pub look: Look,
    pub seller: Seller,
    /// Until when it is to be paid.
    pub due_on: Option<Date>,
    /// The shop's words for this kind, then its legal lines; one paragraph each.
    pub notes: Vec<String>,
    pub body: Body,
}

/// How it looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// `#rrggbb`.
    pub accent: String,
    pub font: DocumentFont,
    /// Content hash of the picture.
    pub logo: Option<String>,
    pub footer: String,
    /// Packing slips show a picture of each line.
    pub pictures: bool,
}

/// Who issues it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// What the shop is called.
    pub name: String,
    /// The name in law, where it is another.
    pub legal_name: String,
    /// Lines separated by line feeds.
    pub address: String,
    pub email: String,
    pub phone: String,
    pub website: String,
    pub tax_number: String,
    pub registration: String,
    pub bank: String,
}

/// A person or company with an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    /// Lines separated by line feeds.
    pub address: String,
    pub email: String,
    pub phone: String,
    pub tax_number: String,
}

/// The facts: two documents of a kind with the same body are the same document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub currency: Currency,
    pub order: Option<OrderReference>,
    pub customer: Option<Party>,
    /// Where the goods go, when that is not the customer's own address.
    pub ship_to: Option<Party>,
    pub lines: Vec<Line>,
    /// `None` on what names no prices.
    pub totals: Option<Totals>,
    /// Money that came (positive) and went back (negative), oldest first.
    pub payments: Vec<PaymentLine>,
    pub parcel: Option<Parcel>,
    /// The number of the return that a label or credit belongs to.
    pub return_number: Option<String>,
    /// What a credit note corrects.
    pub corrects: Option<Reference>,
    /// Why it was issued, in the shop's words.
    pub reason: String,
}

impl Body {
    /// Whether two invoices bill the same: goods and totals, whatever was paid meanwhile.
    pub(super) fn bills_the_same(&self, other: &Self) -> bool {
        let billed =
            |body: &Self| body.totals.clone().map(|totals| Totals { paid: 0, change: None, ..totals });
        self.currency == other.currency && self.goods().eq(other.goods()) && billed(self) == billed(other)
    }

    /// Whether two documents of one kind say the same, apart from pictures, codes and shelves.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        self.bills_the_same(other)
            && self.customer == other.customer
            && self.ship_to == other.ship_to
            && self.totals == other.totals
            && self.payments == other.payments
            && self.parcel == other.parcel
            && self.return_number == other.return_number
            && self.reason == other.reason
    }

    fn goods(&self) -> impl Iterator<Item = (Option<Id<id::LineItem>>, &str, &str, i64, i64, i64)> {
        self.lines.iter().map(|line| {
            (
                line.line_item_id,
                line.title.as_str(),
                line.variant_title.as_str(),
                line.quantity,
                line.amount,
                line.charged,
            )
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderReference {
    pub number: String,
    pub placed_on: Option<Date>,
}

/// Another document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    pub number: String,
    pub issued_on: Date,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub line_item_id: Option<Id<id::LineItem>>,
    pub title: String,
    pub variant_title: String,
    pub sku: String,
    pub barcode: String,
    /// Where it is stored.
    pub shelf: String,
    /// Content hash of its picture.
    pub picture: Option<String>,
    pub quantity: i64,
    pub unit_price: i64,
    /// Quantity × unit price: what stands in the amount column.
    pub amount: i64,
    /// What the line costs after its share of the order's discounts.
    pub charged: i64,
    /// Parts of a million: 19 % is 190,000. `None` where tax is not known.
    pub tax_rate_ppm: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Whether the lines' amounts contain the tax.
    pub tax_included: bool,
    /// The sum of the lines' amounts.
    pub subtotal: i64,
    pub discounts: Vec<NamedAmount>,
    /// `None`: nothing was sent.
    pub shipping: Option<i64>,
    pub taxes: Vec<TaxLine>,
    pub total: i64,
    /// Settled payments less refunds.
    pub paid: i64,
    /// What cash was handed over beyond the amount, and given back.
    pub change: Option<i64>,
}

impl Totals {
    /// What is still to be paid; never below 0.
    pub fn due(&self) -> i64 {
        self.total.saturating_sub(self.paid).max(0)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedAmount {
    pub name: String,
    pub amount: i64,
}

/// The tax of one rate. `net + tax` is what was charged at the rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxLine {
    pub name: String,
    /// Parts of a million.
    pub rate_ppm: i64,
    pub net: i64,
    pub tax: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLine {
    /// A word of [`crate::orders::PaymentMethod`].
    pub method: String,
    pub reference: String,
    pub paid_on: Date,
    pub amount: i64,
    /// Cash that was handed over for it.
    pub tendered: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    pub carrier: String,
    pub tracking_number: String,
}
