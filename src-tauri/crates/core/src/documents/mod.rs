//! Invoices, receipts, packing slips, return labels and credit notes: when one is issued, its number, and the snapshot
//! of what it says.
//!
//! An issued document never changes and never goes away; an invoice is corrected by credit notes. How a snapshot becomes
//! a page is the crate `haberdash-documents`'s business.

mod compose;
mod content;
mod credit;
mod issue;
mod numbering;

use jiff::civil::Date;
use rusqlite::Connection;

pub use content::{
    Body, Content, Line, Look, NamedAmount, OrderReference, Parcel, Party, PaymentLine, Reference, Seller,
    TaxLine, Totals,
};
pub use issue::{DocumentRequest, Draft, Issued, Pieces, draft, issue};
pub use numbering::NumberPattern;

use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::money::Money;
use crate::page::{Page, PageRequest};
use crate::settings::{DocumentLanguage, Paper};
use crate::store;

crate::text_enum! {
    pub enum DocumentKind {
        Invoice = "invoice",
        Receipt = "receipt",
        PackingSlip = "packing_slip",
        ReturnLabel = "return_label",
        /// Takes back an invoice or a part of it.
        CreditNote = "credit_note",
    }
}

/// An issued document without what it says (see [`content`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedDocument {
    pub id: Id<id::Document>,
    pub kind: DocumentKind,
    pub number: String,
    pub year: i16,
    pub sequence: i64,
    /// The order and its number.
    pub order: Option<(Id<id::Order>, String)>,
    /// The contact and its name as it is now.
    pub contact: Option<(Id<id::Contact>, String)>,
    /// A credit note's invoice and its number.
    pub corrects: Option<(Id<id::Document>, String)>,
    pub total: Option<Money>,
    /// What credit notes took back of it; `None` where there is none.
    pub credited: Option<Money>,
    pub language: DocumentLanguage,
    pub paper: Paper,
    /// In the shop's zone.
    pub issued_on: Date,
    pub issued_at: Timestamp,
}

impl IssuedDocument {
    /// An invoice that credit notes took back in full.
    pub fn is_voided(&self) -> bool {
        match (self.credited, self.total) {
            (Some(credited), Some(total)) => credited.amount >= total.amount,
            _ => false,
        }
    }

    /// A name for its file: the number, with dashes for what file systems refuse.
    pub fn file_name(&self) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
        format!("{}.pdf", self.number.chars().map(plain).collect::<String>().trim_matches('.'))
    }
}

/// Which documents a list holds.
#[derive(Debug, Clone, Default)]
pub struct DocumentFilter {
    pub kind: Option<DocumentKind>,
    pub order_id: Option<Id<id::Order>>,
    pub contact_id: Option<Id<id::Contact>>,
    pub year: Option<i16>,
    /// The start of a document's number, its running number, or a whole order number.
    pub text: Option<String>,
}

/// Documents, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(
    connection: &Connection,
    filter: &DocumentFilter,
    page: &PageRequest,
) -> Result<Page<IssuedDocument>> {
    let rows = store::documents::list(connection, filter, page.key::<String>()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.id.to_string())
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::Document>) -> Result<IssuedDocument> {
    store::documents::find(connection, id)?.ok_or_else(|| Error::not_found("document"))
}

/// What a document says.
///
/// # Errors
/// `NotFound`.
pub fn content(connection: &Connection, id: Id<id::Document>) -> Result<Content> {
    store::documents::content(connection, id)?.ok_or_else(|| Error::not_found("document"))
}

#[cfg(test)]
mod tests;
