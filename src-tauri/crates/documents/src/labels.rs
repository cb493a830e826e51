//! Label sheets: which label stands in which place of which page.

use haberdash_core::labels::{LabelFacts, LabelPaper, LabelSheet};
use haberdash_core::settings::DocumentLanguage;
use serde::Serialize;

use crate::codes::Code;
use crate::error::Result;
use crate::numbers::Numbers;
use crate::view::{CodeView, clean, fonts};
use crate::words::Words;

/// Which code a label has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelCode {
    None,
    Barcode,
    Qr,
    Both,
}

/// What a label's QR code holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QrContent {
    Sku,
    Link,
}

/// What stands on each label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelStyle {
    pub title: bool,
    pub options: bool,
    pub price: bool,
    pub compare_at: bool,
    pub sku: bool,
    pub code: LabelCode,
    pub qr: QrContent,
}

impl Default for LabelStyle {
    fn default() -> Self {
        Self {
            title: true,
            options: true,
            price: true,
            compare_at: true,
            sku: true,
            code: LabelCode::Barcode,
            qr: QrContent::Sku,
        }
    }
}

/// Labels to print.
#[derive(Debug, Clone)]
pub struct LabelPrint {
    pub sheet: LabelSheet,
    /// The first free place of the first sheet, from 1.
    pub start_position: usize,
    pub style: LabelStyle,
    pub language: DocumentLanguage,
    pub font: haberdash_core::settings::DocumentFont,
    /// How often each is printed.
    pub labels: Vec<(LabelFacts, usize)>,
}

/// A bar narrower than this is not read reliably from paper (GS1 General Specifications ask for 0.264 mm at 80 %;
/// office printers hold 0.19 mm). Hundredths of a millimetre.
const NARROWEST_BAR: usize = 19;

#[derive(Debug, Serialize)]
struct Label {
    title: String,
    options: String,
    sku: String,
    price: String,
    compare_at: String,
    barcode: Option<CodeView>,
    qr: Option<CodeView>,
}

#[derive(Debug, Serialize)]
struct Sheet<'a> {
    lang: &'static str,
    rtl: bool,
    fonts: Vec<&'static str>,
    /// Hundredths of a millimetre.
    page: (i32, i32),
    sheet: &'a LabelSheet,
    labels: Vec<Label>,
    /// Pages of places; each names its label, or nothing.
    pages: Vec<Vec<Option<usize>>>,
}

impl LabelPrint {
    /// The template's data.
    ///
    /// # Errors
    /// When a language's data is missing.
    pub(crate) fn data(&self) -> Result<String> {
        let numbers = Numbers::of(self.language)?;
        let words = Words::of(self.language);
        let labels = self.labels.iter().map(|(facts, _)| self.label(facts, &numbers, words)).collect();
        let sheet = Sheet {
            lang: self.language.as_str(),
            rtl: self.language == DocumentLanguage::Arabic,
            fonts: fonts(self.font),
            page: self.sheet.page_size(),
            sheet: &self.sheet,
            labels,
            pages: self.places(),
        };
        Ok(serde_json::to_string(&sheet)?)
    }

    /// The pages' places in reading order. The first ones may have been used before.
    fn places(&self) -> Vec<Vec<Option<usize>>> {
        let per_page = usize::try_from(self.sheet.per_page()).unwrap_or(1).max(1);
        let skipped = if self.sheet.paper == LabelPaper::Label { 0 } else { self.start_position.max(1) - 1 };
        let mut all: Vec<Option<usize>> = vec![None; skipped % per_page];
        for (index, (_, quantity)) in self.labels.iter().enumerate() {
            all.extend(std::iter::repeat_n(Some(index), *quantity));
        }
        all.chunks(per_page).map(<[_]>::to_vec).collect()
    }

    fn label(&self, facts: &LabelFacts, numbers: &Numbers, words: &Words) -> Label {
        let shown = |wanted: bool, text: &str| if wanted { clean(text) } else { String::new() };
        let style = self.style;
        let (barcode, qr) = self.codes(facts);
        let price = |money: haberdash_core::Money| numbers.money(money.amount, money.currency);
        let before = facts.compare_at.filter(|_| style.compare_at && style.price);
        Label {
            title: shown(style.title, &facts.title),
            options: shown(style.options, &facts.options),
            sku: shown(style.sku, &facts.sku),
            price: if style.price { price(facts.price) } else { String::new() },
            compare_at: before.map(|money| format!("{} {}", words.was, price(money))).unwrap_or_default(),
            barcode,
            qr,
        }
    }

    /// The codes that fit. A barcode whose bars would be too narrow to be read becomes a QR code of the same text.
    fn codes(&self, facts: &LabelFacts) -> (Option<CodeView>, Option<CodeView>) {
        let style = self.style;
        let number = if facts.barcode.is_empty() { &facts.sku } else { &facts.barcode };
        let link = match style.qr {
            QrContent::Link if !facts.link.is_empty() => &facts.link,
            _ if !facts.sku.is_empty() => &facts.sku,
            _ => &facts.barcode,
        };
        let qr = |text: &str| Code::qr(&clean(text)).ok().map(|code| CodeView::of(&code));
        let wants_bars = matches!(style.code, LabelCode::Barcode | LabelCode::Both);
        let bars = wants_bars.then(|| Code::barcode(&clean(number)).ok()).flatten();
        let room = usize::try_from(self.sheet.width).unwrap_or(0).saturating_sub(300);
        let fitting = bars.filter(|code| code.width() * NARROWEST_BAR <= room);
        let wants_qr = matches!(style.code, LabelCode::Qr | LabelCode::Both);
        let square = match (&fitting, wants_qr, wants_bars) {
            (_, true, _) => qr(link),
            (None, false, true) => qr(number),
            _ => None,
        };
        (fitting.map(|code| CodeView::of(&code)), square)
    }
}
