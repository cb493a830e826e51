//! Shelf and price labels: what stands on them, and the sheets they are printed on.
//!
//! Lengths are hundredths of a millimetre, as label makers state them.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::catalog;
use crate::error::{Code, Error, Result};
use crate::id::{self, Id};
use crate::money::Money;
use crate::settings::{self, DocumentSettings};
use crate::{stock, store};

crate::text_enum! {
    pub enum LabelPaper {
        A4 = "a4",
        Letter = "letter",
        /// One label per page: a roll of a label printer.
        Label = "label",
    }
}

impl LabelPaper {
    /// Width and height of a page; `None` where the label is the page.
    pub const fn size(self) -> Option<(i32, i32)> {
        match self {
            Self::A4 => Some((21_000, 29_700)),
            Self::Letter => Some((21_590, 27_940)),
            Self::Label => None,
        }
    }
}

/// How labels lie on a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelSheet {
    /// Chosen once; lower-case letters, digits and dashes.
    pub id: String,
    pub name: String,
    pub paper: LabelPaper,
    pub columns: i32,
    pub rows: i32,
    pub width: i32,
    pub height: i32,
    pub margin_top: i32,
    pub margin_left: i32,
    /// From the right edge of one label to the left edge of the next.
    pub gap_x: i32,
    pub gap_y: i32,
}

/// id, name, paper, columns, rows, width, height, margin top, margin left, gap x, gap y. Sizes as the makers of such
/// sheets publish them.
type Preset = (&'static str, &'static str, LabelPaper, i32, i32, i32, i32, i32, i32, i32, i32);

const PRESETS: &[Preset] = &[
    (
        "a4-65",
        "A4 · 65 labels · 38.1 × 21.2 mm (L7651)",
        LabelPaper::A4,
        5,
        13,
        3810,
        2120,
        1070,
        475,
        250,
        0,
    ),
    (
        "a4-40",
        "A4 · 40 labels · 45.7 × 25.4 mm (L7654)",
        LabelPaper::A4,
        4,
        10,
        4570,
        2540,
        2150,
        970,
        260,
        0,
    ),
    ("a4-24", "A4 · 24 labels · 63.5 × 33.9 mm (L7159)", LabelPaper::A4, 3, 8, 6350, 3390, 1290, 720, 255, 0),
    ("a4-21", "A4 · 21 labels · 63.5 × 38.1 mm (L7160)", LabelPaper::A4, 3, 7, 6350, 3810, 1515, 720, 255, 0),
    ("a4-14", "A4 · 14 labels · 99.1 × 38.1 mm (L7163)", LabelPaper::A4, 2, 7, 9910, 3810, 1515, 465, 250, 0),
    (
        "a4-8",
        "A4 · 8 shelf labels · 99.1 × 67.7 mm (L7165)",
        LabelPaper::A4,
        2,
        4,
        9910,
        6770,
        1300,
        465,
        250,
        0,
    ),
    (
        "letter-80",
        "Letter · 80 labels · 1.75 × 0.5 in (5167)",
        LabelPaper::Letter,
        4,
        20,
        4445,
        1270,
        1270,
        714,
        794,
        0,
    ),
    (
        "letter-30",
        "Letter · 30 labels · 2.63 × 1 in (5160)",
        LabelPaper::Letter,
        3,
        10,
        6668,
        2540,
        1270,
        476,
        318,
        0,
    ),
    (
        "letter-10",
        "Letter · 10 shelf labels · 4 × 2 in (5163)",
        LabelPaper::Letter,
        2,
        5,
        10_160,
        5080,
        1270,
        397,
        476,
        0,
    ),
    ("label-50x30", "Label printer · 50 × 30 mm", LabelPaper::Label, 1, 1, 5000, 3000, 0, 0, 0, 0),
    ("label-62x29", "Label printer · 62 × 29 mm", LabelPaper::Label, 1, 1, 6200, 2900, 0, 0, 0, 0),
    ("label-57x32", "Label printer · 57 × 32 mm", LabelPaper::Label, 1, 1, 5700, 3200, 0, 0, 0, 0),
];

impl LabelSheet {
    /// The sheets that are known without asking the shop.
    pub fn presets() -> Vec<Self> {
        PRESETS.iter().map(Self::of).collect()
    }

    pub fn preset(id: &str) -> Option<Self> {
        PRESETS.iter().find(|preset| preset.0 == id).map(Self::of)
    }

    fn of(preset: &Preset) -> Self {
        let (id, name, paper, columns, rows, width, height, margin_top, margin_left, gap_x, gap_y) = *preset;
        let (id, name) = (id.to_owned(), name.to_owned());
        Self { id, name, paper, columns, rows, width, height, margin_top, margin_left, gap_x, gap_y }
    }

    pub fn per_page(&self) -> i32 {
        self.columns * self.rows
    }

    /// Width and height of a page.
    pub fn page_size(&self) -> (i32, i32) {
        self.paper.size().unwrap_or((self.width, self.height))
    }

    /// # Errors
    /// `Invalid`, its field below `path`, when the labels do not fit the paper.
    pub fn validate(&self, path: &str) -> Result<()> {
        let wrong = |field: &str, detail: String| Err(Error::invalid(detail).at(format!("{path}.{field}")));
        let plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-';
        if self.id.is_empty() || self.id.len() > 40 || !self.id.bytes().all(plain) {
            return wrong("id", "A label sheet's id has lower-case letters, digits and dashes only.".into());
        }
        if self.name.trim().is_empty() || self.name.chars().count() > 80 {
            return wrong("name", "A label sheet needs a name of 80 characters at most.".into());
        }
        for (field, value, most) in [("columns", self.columns, 20), ("rows", self.rows, 50)] {
            if !(1..=most).contains(&value) {
                return wrong(field, format!("There can be 1 to {most} {field}."));
            }
        }
        for (field, value) in [("width", self.width), ("height", self.height)] {
            if !(1000..=30_000).contains(&value) {
                return wrong(field, format!("A label's {field} must be from 10 to 300 mm."));
            }
        }
        for (field, value) in [
            ("margin_top", self.margin_top),
            ("margin_left", self.margin_left),
            ("gap_x", self.gap_x),
            ("gap_y", self.gap_y),
        ] {
            if !(0..=15_000).contains(&value) {
                return wrong(field, "Margins and gaps must be from 0 to 150 mm.".into());
            }
        }
        let (page_width, page_height) = self.page_size();
        let needed_width = self.margin_left + self.columns * self.width + (self.columns - 1) * self.gap_x;
        let needed_height = self.margin_top + self.rows * self.height + (self.rows - 1) * self.gap_y;
        if needed_width > page_width {
            return wrong("columns", too_large("wide", needed_width, page_width));
        }
        if needed_height > page_height {
            return wrong("rows", too_large("high", needed_height, page_height));
        }
        Ok(())
    }
}

fn too_large(direction: &str, needed: i32, page: i32) -> String {
    format!(
        "The labels need {} mm, but the paper is {} mm {direction}.",
        f64::from(needed) / 100.0,
        f64::from(page) / 100.0
    )
}

/// What stands on one kind of label.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LabelFacts {
    pub variant_id: Id<id::Variant>,
    pub title: String,
    /// "M / Navy".
    pub options: String,
    pub sku: String,
    pub barcode: String,
    pub price: Money,
    pub compare_at: Option<Money>,
    /// The product's page; empty where the shop named none.
    pub link: String,
}

/// So many labels of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelRequest {
    pub variant_id: Id<id::Variant>,
    pub quantity: i64,
}

/// The most labels of one print.
pub const MOST_LABELS: i64 = 5000;

/// As many labels as pieces of a purchase order arrived.
///
/// # Errors
/// `NotFound`; `Refused` when nothing arrived yet.
pub fn as_received(connection: &Connection, id: Id<id::PurchaseOrder>) -> Result<Vec<LabelRequest>> {
    let order = stock::purchase_order(connection, id)?;
    let arrived = order.lines.iter().map(|view| &view.line).filter(|line| line.received > 0);
    let requests: Vec<LabelRequest> =
        arrived.map(|line| LabelRequest { variant_id: line.variant_id, quantity: line.received }).collect();
    if requests.is_empty() {
        return Err(Error::new(Code::Refused, "Nothing of that purchase order has arrived yet."));
    }
    Ok(requests)
}

/// The facts of each asked label with its quantity, in the order asked.
///
/// # Errors
/// `Invalid` when there is nothing or too much to print; `NotFound` for an unknown variant.
pub fn facts(connection: &Connection, requests: &[LabelRequest]) -> Result<Vec<(LabelFacts, i64)>> {
    if let Some(index) = requests.iter().position(|request| request.quantity < 0) {
        return Err(
            Error::invalid("The number of labels cannot be negative.").at(format!("items[{index}].quantity"))
        );
    }
    let count = requests.iter().try_fold(0_i64, |sum, request| sum.checked_add(request.quantity));
    match count {
        Some(1..=MOST_LABELS) => {}
        Some(0) => return Err(Error::invalid("Say how many labels are to be printed.").at("items")),
        _ => {
            return Err(
                Error::invalid(format!("At most {MOST_LABELS} labels can be printed at once.")).at("items")
            );
        }
    }
    let pattern = settings::get::<DocumentSettings>(connection)?.value.product_link;
    let mut found = Vec::new();
    for request in requests.iter().filter(|request| request.quantity > 0) {
        let variant = store::variants::find(connection, request.variant_id)?
            .ok_or_else(|| Error::not_found("variant"))?;
        let product = catalog::product(connection, variant.product_id)?;
        let facts = LabelFacts {
            variant_id: variant.id,
            title: product.title,
            options: variant.values.join(" / "),
            sku: variant.sku.unwrap_or_default(),
            barcode: variant.barcode.unwrap_or_default(),
            price: variant.price,
            compare_at: variant.compare_at.filter(|before| before.amount > variant.price.amount),
            link: pattern.replace("{handle}", &product.handle),
        };
        found.push((facts, request.quantity));
    }
    Ok(found)
}

/// The sheet with this id: one of the shop's own, or a preset.
///
/// # Errors
/// `Invalid` when there is none.
pub fn sheet(connection: &Connection, id: &str) -> Result<LabelSheet> {
    sheets(connection)?
        .into_iter()
        .find(|sheet| sheet.id == id)
        .ok_or_else(|| Error::invalid("There is no such label sheet. Choose one of the list.").at("sheet"))
}

/// The presets, then the shop's own.
///
/// # Errors
/// Those of the query.
pub fn sheets(connection: &Connection) -> Result<Vec<LabelSheet>> {
    let mut all = LabelSheet::presets();
    all.extend(settings::get::<DocumentSettings>(connection)?.value.label_sheets);
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_fits_its_paper_evenly() {
        for sheet in LabelSheet::presets() {
            sheet.validate("sheet").unwrap_or_else(|error| panic!("{}: {}", sheet.id, error.detail));
            let (page_width, page_height) = sheet.page_size();
            let used = |count: i32, size: i32, gap: i32| count * size + (count - 1) * gap;
            let right = page_width - sheet.margin_left - used(sheet.columns, sheet.width, sheet.gap_x);
            let bottom = page_height - sheet.margin_top - used(sheet.rows, sheet.height, sheet.gap_y);
            assert!(
                (right - sheet.margin_left).abs() <= 30,
                "{}: left {} right {right}",
                sheet.id,
                sheet.margin_left
            );
            assert!(
                (bottom - sheet.margin_top).abs() <= 30,
                "{}: top {} bottom {bottom}",
                sheet.id,
                sheet.margin_top
            );
        }
    }

    #[test]
    fn labels_that_do_not_fit_are_refused_by_the_field() {
        let good = LabelSheet::preset("a4-21").expect("preset");
        for (change, field) in [
            (LabelSheet { columns: 4, ..good.clone() }, "sheet.columns"),
            (LabelSheet { rows: 8, ..good.clone() }, "sheet.rows"),
            (LabelSheet { gap_x: 3000, ..good.clone() }, "sheet.columns"),
            (LabelSheet { rows: 0, ..good.clone() }, "sheet.rows"),
            (LabelSheet { width: 0, ..good.clone() }, "sheet.width"),
            (LabelSheet { height: i32::MAX, ..good.clone() }, "sheet.height"),
            (LabelSheet { margin_top: -1, ..good.clone() }, "sheet.margin_top"),
            (LabelSheet { id: "A 4".into(), ..good.clone() }, "sheet.id"),
            (LabelSheet { name: " ".into(), ..good }, "sheet.name"),
        ] {
            let error = change.validate("sheet").expect_err(field);
            assert_eq!(error.field.as_deref(), Some(field), "{}", error.detail);
        }
    }
}
