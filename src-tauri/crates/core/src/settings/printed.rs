//! How printed documents and labels look, what they say, and how they are numbered.

use serde::{Deserialize, Serialize};

use super::{Document, validation};
use crate::documents::{DocumentKind, NumberPattern};
use crate::error::{Error, Result};
use crate::labels::LabelSheet;

crate::text_enum! {
    /// The languages that documents have words for.
    pub enum DocumentLanguage {
        English = "en",
        Spanish = "es",
        French = "fr",
        German = "de",
        Portuguese = "pt",
        Italian = "it",
        Hindi = "hi",
        Arabic = "ar",
    }
}

impl DocumentLanguage {
    /// The language of a BCP 47 tag, whatever its region.
    pub fn of_tag(tag: &str) -> Option<Self> {
        tag.split(['-', '_']).next()?.to_ascii_lowercase().parse().ok()
    }
}

crate::text_enum! {
    /// What a document is printed on.
    pub enum Paper {
        A4 = "a4",
        Letter = "letter",
        /// A roll 80 mm wide, as long as it needs to be.
        Roll = "roll",
    }
}

crate::text_enum! {
    pub enum DocumentFont {
        Sans = "sans",
        Serif = "serif",
    }
}

/// Where a numbering goes on that was begun elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberStart {
    pub year: i16,
    /// The first number of that year.
    pub number: i64,
}

/// How the documents of one kind are numbered; each year begins anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberSeries {
    /// Text around `{year}` and `{number}` (or `{number:05}`: at least five digits).
    pub pattern: String,
    #[serde(default)]
    pub starts: Option<NumberStart>,
}

impl NumberSeries {
    fn new(prefix: &str) -> Self {
        Self { pattern: format!("{prefix}-{{year}}-{{number:05}}"), starts: None }
    }
}

/// The series of every kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Numbering {
    pub invoice: NumberSeries,
    pub receipt: NumberSeries,
    pub packing_slip: NumberSeries,
    pub return_label: NumberSeries,
    pub credit_note: NumberSeries,
}

impl Default for Numbering {
    fn default() -> Self {
        Self {
            invoice: NumberSeries::new("INV"),
            receipt: NumberSeries::new("R"),
            packing_slip: NumberSeries::new("PS"),
            return_label: NumberSeries::new("RL"),
            credit_note: NumberSeries::new("CN"),
        }
    }
}

impl Numbering {
    pub fn of(&self, kind: DocumentKind) -> &NumberSeries {
        match kind {
            DocumentKind::Invoice => &self.invoice,
            DocumentKind::Receipt => &self.receipt,
            DocumentKind::PackingSlip => &self.packing_slip,
            DocumentKind::ReturnLabel => &self.return_label,
            DocumentKind::CreditNote => &self.credit_note,
        }
    }
}

/// The shop's printed matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DocumentSettings {
    pub language: DocumentLanguage,
    /// A customer's documents are in the customer's language where there are words for it.
    pub use_customer_language: bool,
    /// [`Paper::A4`] or [`Paper::Letter`].
    pub paper: Paper,
    pub receipt_paper: Paper,
    /// `#rrggbb`.
    pub accent: String,
    pub font: DocumentFont,
    /// Content hash of the picture; empty: none.
    pub logo: String,
    pub legal_name: String,
    pub tax_number: String,
    pub registration: String,
    /// Where money is to be sent.
    pub bank: String,
    pub payment_terms_days: u16,
    pub invoice_note: String,
    pub receipt_note: String,
    pub packing_note: String,
    pub return_note: String,
    pub footer: String,
    /// Sentences that the law wants on invoices and credit notes.
    pub legal_lines: Vec<String>,
    pub picture_column: bool,
    /// A product's page, with `{handle}`; empty: codes hold the SKU.
    pub product_link: String,
    pub numbering: Numbering,
    pub label_sheets: Vec<LabelSheet>,
}

impl Default for DocumentSettings {
    fn default() -> Self {
        Self {
            language: DocumentLanguage::English,
            use_customer_language: true,
            paper: Paper::A4,
            receipt_paper: Paper::Roll,
            accent: "#1f4f46".into(),
            font: DocumentFont::Sans,
            logo: String::new(),
            legal_name: String::new(),
            tax_number: String::new(),
            registration: String::new(),
            bank: String::new(),
            payment_terms_days: 14,
            invoice_note: String::new(),
            receipt_note: String::new(),
            packing_note: String::new(),
            return_note: String::new(),
            footer: String::new(),
            legal_lines: Vec::new(),
            picture_column: true,
            product_link: String::new(),
            numbering: Numbering::default(),
            label_sheets: Vec::new(),
        }
    }
}

/// The most sheets and legal lines that are kept.
const MOST_ENTRIES: usize = 30;

impl Document for DocumentSettings {
    const KEY: &'static str = "documents";

    fn validate(&self) -> Result<()> {
        if self.paper == Paper::Roll {
            return Err(
                Error::invalid("Invoices are printed on A4 or Letter; only receipts fit a roll.").at("paper")
            );
        }
        colour("accent", &self.accent)?;
        let hash = self.logo.len() == 64 && self.logo.bytes().all(|b| b.is_ascii_hexdigit());
        if !self.logo.is_empty() && !hash {
            return Err(Error::invalid("Upload the logo first.").at("logo"));
        }
        for (path, field, text, limit) in [
            ("legal_name", "The legal name", &self.legal_name, 120),
            ("tax_number", "The tax number", &self.tax_number, 60),
            ("registration", "The registration", &self.registration, 120),
            ("bank", "The bank account", &self.bank, 300),
            ("invoice_note", "The note on invoices", &self.invoice_note, 1000),
            ("receipt_note", "The note on receipts", &self.receipt_note, 500),
            ("packing_note", "The note on packing slips", &self.packing_note, 1000),
            ("return_note", "The note on return labels", &self.return_note, 1000),
            ("footer", "The footer", &self.footer, 300),
        ] {
            validation::at_most(path, field, text, limit)?;
        }
        if self.payment_terms_days > 365 {
            return Err(
                Error::invalid("Invoices can be due within 365 days at most.").at("payment_terms_days")
            );
        }
        for (path, count) in
            [("legal_lines", self.legal_lines.len()), ("label_sheets", self.label_sheets.len())]
        {
            if count > MOST_ENTRIES {
                return Err(Error::invalid(format!("At most {MOST_ENTRIES} can be kept.")).at(path));
            }
        }
        for (index, line) in self.legal_lines.iter().enumerate() {
            validation::at_most(&format!("legal_lines[{index}]"), "A legal line", line, 500)?;
        }
        validation::link("product_link", "The product link", &self.product_link)?;
        if !self.product_link.is_empty() && !self.product_link.contains("{handle}") {
            return Err(Error::invalid(
                "The product link must hold {handle} where the product's own part stands, such as https://example.com/{handle}.",
            )
            .at("product_link"));
        }
        self.validate_numbering()?;
        for (index, sheet) in self.label_sheets.iter().enumerate() {
            sheet.validate(&format!("label_sheets[{index}]"))?;
            if self.label_sheets[..index].iter().any(|earlier| earlier.id == sheet.id)
                || LabelSheet::preset(&sheet.id).is_some()
            {
                return Err(Error::invalid("Two label sheets have the same id.")
                    .at(format!("label_sheets[{index}].id")));
            }
        }
        Ok(())
    }
}

impl DocumentSettings {
    fn validate_numbering(&self) -> Result<()> {
        for (index, kind) in DocumentKind::ALL.iter().enumerate() {
            let series = self.numbering.of(*kind);
            let at = |field: &str| format!("numbering.{kind}.{field}");
            NumberPattern::parse(&series.pattern).map_err(|error| error.at(at("pattern")))?;
            let taken = DocumentKind::ALL[..index]
                .iter()
                .find(|other| self.numbering.of(**other).pattern == series.pattern);
            if taken.is_some() {
                return Err(Error::invalid("Two kinds of documents must not have the same numbers.")
                    .at(at("pattern")));
            }
            if let Some(start) = series.starts {
                if !(1..=999_999_999).contains(&start.number) {
                    return Err(Error::invalid("The first number must be from 1 to 999,999,999.")
                        .at(at("starts.number")));
                }
                if !(2000..=9999).contains(&start.year) {
                    return Err(Error::invalid("The year must have four digits.").at(at("starts.year")));
                }
            }
        }
        Ok(())
    }

    /// The language of what a customer with this language tag gets.
    pub fn language_for(&self, customer: Option<&str>) -> DocumentLanguage {
        customer
            .filter(|_| self.use_customer_language)
            .and_then(DocumentLanguage::of_tag)
            .unwrap_or(self.language)
    }
}

fn colour(path: &str, text: &str) -> Result<()> {
    let digits = text.strip_prefix('#').unwrap_or("");
    if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(());
    }
    Err(Error::invalid("A colour is # and six digits or letters from a to f, such as #1f4f46.").at(path))
}
