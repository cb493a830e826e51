//! Issuing: the decision whether a document is new, its number and its snapshot, in one transaction.

use jiff::Span;
use jiff::civil::Date;
use rusqlite::Connection;
use serde::Serialize;

use super::{
    Body, Content, DocumentKind, IssuedDocument, Look, NumberPattern, Reference, Seller, compose, credit,
    numbering,
};
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::operations::{self, OperationKind, Subject};
use crate::orders::{self, OrderDetail, OrderStatus};
use crate::settings::{self, DocumentLanguage, DocumentSettings, Paper, ShopProfile};
use crate::{contacts, returns, store};

/// So many pieces of a line item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pieces {
    pub line_item_id: Id<id::LineItem>,
    pub quantity: i64,
}

/// What is asked for. Fields that a kind has no use for must be left at their default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRequest {
    pub kind: DocumentKind,
    /// Packing slips: that parcel instead of what is not sent yet.
    pub fulfilment_id: Option<Id<id::Fulfilment>>,
    /// Return labels and credit notes: what this return takes back.
    pub return_id: Option<Id<id::Return>>,
    /// Return labels and credit notes: these pieces.
    pub lines: Vec<Pieces>,
    /// Credit notes: that invoice instead of the order's valid one.
    pub invoice_id: Option<Id<id::Document>>,
    /// Credit notes: an amount instead of pieces, in minor units.
    pub amount: Option<i64>,
    pub reason: String,
}

impl DocumentRequest {
    pub fn new(kind: DocumentKind) -> Self {
        Self {
            kind,
            fulfilment_id: None,
            lines: Vec::new(),
            invoice_id: None,
            amount: None,
            reason: String::new(),
            return_id: None,
        }
    }

    fn check(&self) -> Result<()> {
        let unused = |is_given: bool, field: &str| {
            if is_given {
                let detail = format!(
                    "A {} takes no {}.",
                    self.kind.as_str().replace('_', " "),
                    field.replace('_', " ")
                );
                return Err(Error::invalid(detail).at(field));
            }
            Ok(())
        };
        unused(self.fulfilment_id.is_some() && self.kind != DocumentKind::PackingSlip, "fulfilment_id")?;
        let takes_lines = matches!(self.kind, DocumentKind::ReturnLabel | DocumentKind::CreditNote);
        unused(!self.lines.is_empty() && !takes_lines, "lines")?;
        unused(self.return_id.is_some() && !takes_lines, "return_id")?;
        if self.return_id.is_some() && !(self.lines.is_empty() && self.amount.is_none()) {
            return Err(Error::invalid("A return says itself what comes back.").at("lines"));
        }
        unused(self.invoice_id.is_some() && self.kind != DocumentKind::CreditNote, "invoice_id")?;
        unused(self.amount.is_some() && self.kind != DocumentKind::CreditNote, "amount_minor")?;
        if self.amount.is_some() && !self.lines.is_empty() {
            return Err(Error::invalid("Credit pieces or an amount, not both.").at("amount_minor"));
        }
        if self.reason.chars().count() > 300 {
            return Err(Error::invalid("The reason is longer than 300 characters.").at("reason"));
        }
        Ok(())
    }
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    pub document: IssuedDocument,
    /// `false`: the same document had been issued before.
    pub is_new: bool,
}

/// What is recorded of an issue.
#[derive(Serialize)]
struct State<'a> {
    kind: DocumentKind,
    number: &'a str,
    order_id: Id<id::Order>,
    total_minor: Option<i64>,
}

/// Issues a document of an order, or gives the one that says the same already.
///
/// # Errors
/// `NotFound`; `Refused` when the order's state does not allow it, or a valid invoice says something else;
/// `Invalid` when pieces or amounts do not fit.
pub fn issue(tx: &mut WriteTx<'_>, order_id: Id<id::Order>, request: &DocumentRequest) -> Result<Issued> {
    request.check()?;
    let order = orders::detail(tx.sql(), order_id)?;
    let coming_back = coming_back(tx.sql(), order_id, request)?;
    let earlier = store::documents::of_order(tx.sql(), order_id)?;
    let shop = settings::get::<ShopProfile>(tx.sql())?.value;
    let printed = settings::get::<DocumentSettings>(tx.sql())?.value;
    let zone = shop.zone();
    let mut corrects = None;
    let body = match request.kind {
        DocumentKind::CreditNote => {
            let (invoice, body) = credit_body(&earlier, request, &coming_back)?;
            corrects = Some(invoice.id);
            body
        }
        _ => {
            allowed(&order, request.kind)?;
            compose::body(tx.sql(), &order, request, &coming_back, &zone)?
        }
    };
    if let Some(document) = known(&earlier, request.kind, &body)? {
        return Ok(Issued { document, is_new: false });
    }
    let customer = order.order.contact_id;
    let contact = customer.map(|id| contacts::get(tx.sql(), id)).transpose()?;
    let language = printed.language_for(contact.as_ref().and_then(|contact| contact.language.as_deref()));
    let issued_on = zone.to_datetime(tx.now().to_jiff()).date();
    let series = printed.numbering.of(request.kind);
    let (sequence, number) = numbering::next(tx, request.kind, issued_on.year(), series)?;
    let content = Content {
        kind: request.kind,
        number: number.clone(),
        issued_on,
        language,
        paper: paper(&printed, request.kind),
        look: look(&printed),
        seller: seller(&shop, &printed),
        due_on: due_on(&printed, request.kind, &body, issued_on),
        notes: notes(&printed, request.kind),
        body,
    };
    let id = tx.new_id();
    store::documents::insert(tx, id, sequence, order_id, customer, corrects, &content)?;
    let details =
        serde_json::json!({ "kind": request.kind, "number": number, "order_number": order.order.number });
    let mut recording = operations::begin(tx, OperationKind::DocumentIssued, details)?;
    let total_minor = content.body.totals.as_ref().map(|totals| totals.total);
    let state = State { kind: request.kind, number: &number, order_id, total_minor };
    recording.change(tx, Subject::Document, id, None, Some(&state))?;
    recording.finish(tx)?;
    let payload = serde_json::json!({ "kind": request.kind, "number": number, "order_id": order_id });
    tx.emit(EventKind::DocumentIssued, id, payload)?;
    Ok(Issued { document: super::get(tx.sql(), id)?, is_new: true })
}

/// The pieces that a return label or a credit note is about.
pub(super) struct ComingBack {
    /// The return's number.
    pub number: Option<String>,
    pub lines: Vec<Pieces>,
}

/// Those of the return, or those that were named.
fn coming_back(
    connection: &Connection,
    order_id: Id<id::Order>,
    request: &DocumentRequest,
) -> Result<ComingBack> {
    let Some(id) = request.return_id else {
        return Ok(ComingBack { number: None, lines: request.lines.clone() });
    };
    let found = returns::detail(connection, id)?;
    if found.head.order_id != order_id {
        return Err(Error::invalid("That return belongs to another order.").at("return_id"));
    }
    let mut lines: Vec<Pieces> = Vec::new();
    for line in found.lines.iter().filter(|line| line.counted() > 0) {
        // Pieces of one line may come back for two reasons.
        match lines.iter_mut().find(|pieces| pieces.line_item_id == line.line_item_id) {
            Some(pieces) => pieces.quantity += line.counted(),
            None => lines.push(Pieces { line_item_id: line.line_item_id, quantity: line.counted() }),
        }
    }
    if lines.is_empty() {
        return Err(Error::new(Code::Refused, "Nothing of that return was accepted."));
    }
    Ok(ComingBack { number: Some(found.head.number), lines })
}

/// An issued document with what it says.
pub(crate) type Stored = (IssuedDocument, Content);

/// The document that says the same, if there is one. A valid invoice that says something else is in the way.
fn known(earlier: &[Stored], kind: DocumentKind, body: &Body) -> Result<Option<IssuedDocument>> {
    let mut alike = earlier.iter().filter(|(document, _)| document.kind == kind);
    match kind {
        // Each takes back something more.
        DocumentKind::CreditNote => Ok(None),
        DocumentKind::Invoice => match alike.find(|(document, _)| !document.is_voided()) {
            Some((document, content)) if content.body.bills_the_same(body) => Ok(Some(document.clone())),
            Some((document, _)) => Err(Error::new(
                Code::Refused,
                format!(
                    "The order was changed after invoice {} was issued. Issue a credit note for that invoice, then a new invoice.",
                    document.number
                ),
            )),
            None => Ok(None),
        },
        _ => Ok(alike
            .find(|(_, content)| content.body.says_the_same(body))
            .map(|(document, _)| document.clone())),
    }
}

/// Whether the order is in a state for such a document.
fn allowed(order: &OrderDetail, kind: DocumentKind) -> Result<()> {
    let refused = |detail: &str| Err(Error::new(Code::Refused, detail));
    match (kind, order.order.status) {
        (_, OrderStatus::Draft) => refused("The order is still a draft. Place it first."),
        (DocumentKind::Invoice | DocumentKind::PackingSlip, OrderStatus::Cancelled) => {
            refused("The order is cancelled.")
        }
        _ => Ok(()),
    }
}

fn credit_body<'a>(
    earlier: &'a [Stored],
    request: &DocumentRequest,
    coming_back: &ComingBack,
) -> Result<(&'a IssuedDocument, Body)> {
    let mut invoices = earlier.iter().filter(|(document, _)| document.kind == DocumentKind::Invoice);
    let found = match request.invoice_id {
        Some(id) => invoices
            .find(|(document, _)| document.id == id)
            .ok_or_else(|| Error::not_found("invoice of this order"))?,
        None => invoices.find(|(document, _)| !document.is_voided()).ok_or_else(|| {
            Error::new(Code::Refused, "The order has no invoice that a credit note could correct.")
        })?,
    };
    let (invoice, content) = found;
    let notes: Vec<&Body> = earlier
        .iter()
        .filter(|(document, _)| document.corrects.as_ref().is_some_and(|(id, _)| *id == invoice.id))
        .map(|(_, content)| &content.body)
        .collect();
    let wanted = match (request.amount, coming_back.lines.as_slice()) {
        (Some(amount), _) => credit::Wanted::Amount(amount),
        (None, []) => credit::Wanted::Rest,
        (None, lines) => credit::Wanted::Pieces(lines),
    };
    let mut body = credit::body(&content.body, &notes, wanted)?;
    body.corrects = Some(Reference { number: invoice.number.clone(), issued_on: invoice.issued_on });
    body.reason.clone_from(&request.reason);
    body.return_number.clone_from(&coming_back.number);
    Ok((invoice, body))
}

fn paper(settings: &DocumentSettings, kind: DocumentKind) -> Paper {
    if kind == DocumentKind::Receipt { settings.receipt_paper } else { settings.paper }
}

/// What the shop's settings give a document of this kind, before there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// A number as it would be written.
    pub number: String,
    pub issued_on: Date,
    pub due_on: Option<Date>,
    pub language: DocumentLanguage,
    pub paper: Paper,
    pub look: Look,
    pub seller: Seller,
    pub notes: Vec<String>,
}

/// How a document would look today, with settings that may not be stored yet. No number is taken.
///
/// # Errors
/// Those of the queries; `Invalid` when the numbering's pattern is none.
pub fn draft(
    connection: &Connection,
    kind: DocumentKind,
    edited: Option<DocumentSettings>,
    now: Timestamp,
) -> Result<Draft> {
    let shop = settings::get::<ShopProfile>(connection)?.value;
    let printed = match edited {
        Some(edited) => edited,
        None => settings::get::<DocumentSettings>(connection)?.value,
    };
    let issued_on = shop.zone().to_datetime(now.to_jiff()).date();
    let pattern = NumberPattern::parse(&printed.numbering.of(kind).pattern)?;
    let terms = Span::new().days(i64::from(printed.payment_terms_days));
    Ok(Draft {
        number: pattern.format(issued_on.year(), 42),
        issued_on,
        due_on: Some(issued_on.saturating_add(terms)),
        language: printed.language,
        paper: paper(&printed, kind),
        look: look(&printed),
        seller: seller(&shop, &printed),
        notes: notes(&printed, kind),
    })
}

/// The look that the settings ask for.
fn look(settings: &DocumentSettings) -> Look {
    Look {
        accent: settings.accent.clone(),
        font: settings.font,
        logo: Some(settings.logo.clone()).filter(|hash| !hash.is_empty()),
        footer: settings.footer.clone(),
        pictures: settings.picture_column,
    }
}

fn seller(shop: &ShopProfile, settings: &DocumentSettings) -> Seller {
    let legal = settings.legal_name.trim();
    Seller {
        name: shop.name.clone(),
        legal_name: if legal == shop.name { String::new() } else { legal.to_owned() },
        address: shop.address.clone(),
        email: shop.email.clone(),
        phone: shop.phone.clone(),
        website: shop.website.clone(),
        tax_number: settings.tax_number.clone(),
        registration: settings.registration.clone(),
        bank: settings.bank.clone(),
    }
}

fn notes(settings: &DocumentSettings, kind: DocumentKind) -> Vec<String> {
    let own = match kind {
        DocumentKind::Invoice => &settings.invoice_note,
        DocumentKind::Receipt => &settings.receipt_note,
        DocumentKind::PackingSlip => &settings.packing_note,
        DocumentKind::ReturnLabel => &settings.return_note,
        DocumentKind::CreditNote => return legal_lines(settings),
    };
    let legal = if kind == DocumentKind::Invoice { legal_lines(settings) } else { Vec::new() };
    let own = Some(own.trim().to_owned()).filter(|text| !text.is_empty());
    own.into_iter().chain(legal).collect()
}

fn legal_lines(settings: &DocumentSettings) -> Vec<String> {
    let lines = settings.legal_lines.iter().map(|line| line.trim());
    lines.filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn due_on(settings: &DocumentSettings, kind: DocumentKind, body: &Body, issued_on: Date) -> Option<Date> {
    let owes = body.totals.as_ref().is_some_and(|totals| totals.due() > 0);
    (kind == DocumentKind::Invoice && owes)
        .then(|| issued_on.saturating_add(Span::new().days(i64::from(settings.payment_terms_days))))
}
