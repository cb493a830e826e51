//! Documents and labels on the wire.

use haberdash_core::documents::{self, DocumentRequest, IssuedDocument, Pieces};
use haberdash_core::labels;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    ContactName, DocumentId, FulfilmentId, LineItemId, Money, OrderId, PurchaseOrderId, ReturnId, Time,
    VariantId,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    Invoice,
    Receipt,
    PackingSlip,
    ReturnLabel,
    CreditNote,
}

/// The languages that documents have words for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum DocumentLanguage {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "es")]
    Spanish,
    #[serde(rename = "fr")]
    French,
    #[serde(rename = "de")]
    German,
    #[serde(rename = "pt")]
    Portuguese,
    #[serde(rename = "it")]
    Italian,
    #[serde(rename = "hi")]
    Hindi,
    #[serde(rename = "ar")]
    Arabic,
}

/// `roll`: 80 mm wide, for receipts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentPaper {
    A4,
    Letter,
    Roll,
}

/// Another document and its number.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct DocumentName {
    pub id: DocumentId,
    pub number: String,
}

/// An order and its number.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderNumber {
    pub id: OrderId,
    pub number: String,
}

/// An issued document. It never changes; an invoice is corrected by credit notes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Document {
    pub id: DocumentId,
    pub kind: DocumentKind,
    #[schema(example = "INV-2026-00042")]
    pub number: String,
    pub order: Option<OrderNumber>,
    pub contact: Option<ContactName>,
    /// A date in the shop's zone.
    #[schema(example = "2026-11-26")]
    pub issued_on: String,
    pub issued_at: Time,
    /// Null: it names no prices.
    pub total: Option<Money>,
    pub language: DocumentLanguage,
    pub paper: DocumentPaper,
    /// A credit note's invoice.
    pub corrects: Option<DocumentName>,
    /// What credit notes took back of an invoice.
    pub credited: Option<Money>,
    /// Credit notes took all of it back.
    pub voided: bool,
    #[schema(example = "INV-2026-00042.pdf")]
    pub file_name: String,
    pub pdf_url: String,
}

impl From<IssuedDocument> for Document {
    fn from(document: IssuedDocument) -> Self {
        let (voided, file_name) = (document.is_voided(), document.file_name());
        Self {
            id: document.id.into(),
            kind: document.kind.into(),
            number: document.number,
            order: document.order.map(|(id, number)| OrderNumber { id: id.into(), number }),
            contact: document.contact.map(|(id, name)| ContactName { id: id.into(), display_name: name }),
            issued_on: document.issued_on.to_string(),
            issued_at: Time(document.issued_at),
            total: document.total.map(Into::into),
            language: document.language.into(),
            paper: document.paper.into(),
            corrects: document.corrects.map(|(id, number)| DocumentName { id: id.into(), number }),
            credited: document.credited.map(Into::into),
            voided,
            file_name,
            pdf_url: format!("{}/documents/{}/pdf", crate::api::PREFIX, document.id),
        }
    }
}

/// So many pieces of an order's line.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentPieces {
    pub line_item_id: LineItemId,
    #[schema(minimum = 1)]
    pub quantity: i64,
}

/// The document to issue. The same document asked for twice is issued once.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDocument {
    pub kind: DocumentKind,
    /// Packing slips: that parcel instead of what is not sent yet.
    #[serde(default)]
    pub fulfilment_id: Option<FulfilmentId>,
    /// Credit notes: that invoice instead of the order's valid one.
    #[serde(default)]
    pub invoice_id: Option<DocumentId>,
    /// Return labels and credit notes: what this return takes back.
    #[serde(default)]
    pub return_id: Option<ReturnId>,
    /// Return labels and credit notes: these pieces instead of all.
    #[serde(default)]
    pub lines: Vec<DocumentPieces>,
    /// Credit notes: an amount, in minor units, instead of pieces.
    #[serde(default)]
    pub amount_minor: Option<i64>,
    /// Printed on it.
    #[serde(default)]
    pub reason: String,
}

impl From<NewDocument> for DocumentRequest {
    fn from(new: NewDocument) -> Self {
        let pieces =
            |line: DocumentPieces| Pieces { line_item_id: line.line_item_id.0, quantity: line.quantity };
        Self {
            fulfilment_id: new.fulfilment_id.map(|id| id.0),
            invoice_id: new.invoice_id.map(|id| id.0),
            return_id: new.return_id.map(|id| id.0),
            lines: new.lines.into_iter().map(pieces).collect(),
            amount: new.amount_minor,
            reason: new.reason,
            ..Self::new(documents::DocumentKind::from(new.kind))
        }
    }
}

/// A page as a picture.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PageImage {
    pub width_mm: f64,
    pub height_mm: f64,
    pub svg: String,
}

/// The first pages, and how many there are.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PageImages {
    pub page_count: u64,
    pub pages: Vec<PageImage>,
}

impl From<haberdash_documents::Pages> for PageImages {
    fn from(pages: haberdash_documents::Pages) -> Self {
        let image = |page: haberdash_documents::PageImage| PageImage {
            width_mm: page.width_mm,
            height_mm: page.height_mm,
            svg: page.svg,
        };
        Self {
            page_count: u64::try_from(pages.page_count).unwrap_or(u64::MAX),
            pages: pages.pages.into_iter().map(image).collect(),
        }
    }
}

/// A document with invented content, as the settings would make it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentPreview {
    pub kind: DocumentKind,
    /// The settings document `documents` as it is being edited; left out: as it is stored.
    #[serde(default)]
    pub settings: Option<Value>,
    #[serde(default)]
    pub language: Option<DocumentLanguage>,
    #[serde(default)]
    pub paper: Option<DocumentPaper>,
}

/// An uploaded logo; save its hash within the settings `documents`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Logo {
    /// The content's SHA-256.
    pub logo: String,
}

/// `label`: one label per page, for label printers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelPaper {
    A4,
    Letter,
    Label,
}

/// How labels lie on a page. Lengths are hundredths of a millimetre.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LabelSheet {
    pub id: String,
    pub name: String,
    pub paper: LabelPaper,
    pub columns: i32,
    pub rows: i32,
    pub width: i32,
    pub height: i32,
    pub margin_top: i32,
    pub margin_left: i32,
    pub gap_x: i32,
    pub gap_y: i32,
}

impl From<labels::LabelSheet> for LabelSheet {
    fn from(sheet: labels::LabelSheet) -> Self {
        Self {
            id: sheet.id,
            name: sheet.name,
            paper: sheet.paper.into(),
            columns: sheet.columns,
            rows: sheet.rows,
            width: sheet.width,
            height: sheet.height,
            margin_top: sheet.margin_top,
            margin_left: sheet.margin_left,
            gap_x: sheet.gap_x,
            gap_y: sheet.gap_y,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelCode {
    #[default]
    Barcode,
    Qr,
    Both,
    None,
}

/// What a QR code holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LabelQr {
    #[default]
    Sku,
    /// The product's page, where the settings name one.
    Link,
}

/// What stands on each label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelStyle {
    pub title: bool,
    pub options: bool,
    pub price: bool,
    pub compare_at: bool,
    pub sku: bool,
    pub code: LabelCode,
    #[serde(default)]
    pub qr: LabelQr,
}

impl From<LabelStyle> for haberdash_documents::LabelStyle {
    fn from(style: LabelStyle) -> Self {
        Self {
            title: style.title,
            options: style.options,
            price: style.price,
            compare_at: style.compare_at,
            sku: style.sku,
            code: match style.code {
                LabelCode::Barcode => haberdash_documents::LabelCode::Barcode,
                LabelCode::Qr => haberdash_documents::LabelCode::Qr,
                LabelCode::Both => haberdash_documents::LabelCode::Both,
                LabelCode::None => haberdash_documents::LabelCode::None,
            },
            qr: match style.qr {
                LabelQr::Sku => haberdash_documents::QrContent::Sku,
                LabelQr::Link => haberdash_documents::QrContent::Link,
            },
        }
    }
}

/// So many labels of a variant.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelItem {
    pub variant_id: VariantId,
    pub quantity: i64,
}

/// Labels to print.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLabels {
    /// The sheet's id.
    #[schema(example = "a4-21")]
    pub sheet: String,
    /// The first free place of the first sheet, from 1.
    #[serde(default)]
    pub start_position: Option<u32>,
    #[serde(default)]
    pub style: Option<LabelStyle>,
    #[serde(default)]
    pub language: Option<DocumentLanguage>,
    #[serde(default)]
    pub items: Vec<LabelItem>,
    /// Instead of `items`: as many of each as arrived.
    #[serde(default)]
    pub purchase_order_id: Option<PurchaseOrderId>,
}
