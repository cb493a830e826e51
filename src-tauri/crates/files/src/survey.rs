//! One pass over a whole canonical file before anything is imported: faults that end the reading, which rows belong
//! together though they stand apart, what stands twice, and how numbers and dates are written.

use std::collections::{HashMap, HashSet};
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::sync::Arc;

use crate::cells::Styles;
use crate::contacts;
use crate::fault::{FileError, Notice, NoticeCode, Result};
use crate::fields::Field;
use crate::layout::{Format, Kind, Layout, Position};
use crate::limits::Limits;
use crate::products::keys::{Aliases, Key, fingerprint};
use crate::products::{Keyer, barcode, woocommerce};
use crate::text::dates::DateStyle;
use crate::text::escape::unescape;
use crate::text::numbers::{NumberStyle, Rule, rule};
use crate::text::records::{Record, Records};

/// What one pass found. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// Rows that are not blank, without the header; contact cards.
    pub rows: u64,
    /// Products or contacts.
    pub entries: u64,
    /// Bytes of the canonical file.
    pub bytes: u64,
    pub notices: Vec<Notice>,
    pub(crate) styles: Arc<Styles>,
    pub(crate) limits: Limits,
    /// Of products whose rows stand apart: where each run of rows begins, in the order of the file.
    pub(crate) runs: Arc<HashMap<Key, Vec<Position>>>,
    pub(crate) aliases: Arc<Aliases>,
    /// What stands twice: the row where it stands first.
    pub(crate) skus: Arc<HashMap<u64, u64>>,
    pub(crate) barcodes: Arc<HashMap<u64, u64>>,
}

impl Survey {
    pub(crate) fn runs(&self, key: Key) -> Option<&[Position]> {
        self.runs.get(&key).map(Vec::as_slice)
    }
}

/// How often the caller hears of the progress.
const PROGRESS_BYTES: u64 = 1 << 20;

/// What the numbers of a column are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Amount,
    Measure,
    Date,
    Other,
}

fn role(layout: &Layout, column: usize) -> Role {
    if layout.format == Format::WoocommerceCsv {
        return match layout.names.get(column).map(|name| woocommerce::holds(name)) {
            Some(woocommerce::Holds::Amount) => Role::Amount,
            Some(woocommerce::Holds::Measure) => Role::Measure,
            _ => Role::Other,
        };
    }
    match layout.mapping.get(column).copied().flatten() {
        Some(field) if field.is_amount() => Role::Amount,
        Some(field) if field.is_number() => Role::Measure,
        Some(field) if field.is_date() => Role::Date,
        _ => Role::Other,
    }
}

/// Reads the whole file once. `progress` hears the bytes read so far, now and then, and may stop it.
///
/// # Errors
/// Whatever makes the file unreadable, with its row; `Cancelled`.
pub fn survey<R: Read + Seek>(
    mut input: R,
    layout: &Layout,
    limits: &Limits,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Survey> {
    if layout.format == Format::Vcard {
        return contacts::vcard::survey(input, limits, progress);
    }
    input.seek(SeekFrom::Start(layout.body.offset))?;
    let mut records = Records::new(input, layout.delimiter, layout.body, limits);
    let mut record = Record::default();
    let mut pass = Pass::new(layout);
    let mut told = layout.body.offset;
    while records.read(&mut record)? {
        if records.position().offset - told >= PROGRESS_BYTES {
            told = records.position().offset;
            if progress(told).is_break() {
                return Err(FileError::cancelled());
            }
        }
        if !record.is_blank() {
            pass.look(&record);
        }
    }
    let bytes = records.position().offset;
    if progress(bytes).is_break() {
        return Err(FileError::cancelled());
    }
    Ok(pass.finish(layout, limits, bytes))
}

struct Pass {
    rows: u64,
    keyer: Keyer,
    groups: bool,
    first_runs: HashMap<Key, (u64, u64)>,
    apart: HashMap<Key, Vec<Position>>,
    previous: Option<Key>,
    single: u64,
    skus: Twice,
    barcodes: Twice,
    sku_column: Option<usize>,
    barcode_column: Option<usize>,
    woo: Option<woocommerce::KeyColumns>,
    roles: Vec<(usize, Role)>,
    numbers: Vec<NumberStyle>,
    dates: Vec<DateStyle>,
    /// A cell that can be read in two ways, for the notice.
    examples: HashMap<usize, String>,
}

/// Finds what stands twice.
#[derive(Default)]
struct Twice {
    first: HashMap<u64, u64>,
    again: HashMap<u64, u64>,
}

impl Twice {
    fn look(&mut self, text: &str, row: u64) {
        if text.is_empty() {
            return;
        }
        let print = fingerprint(text);
        match self.first.entry(print) {
            std::collections::hash_map::Entry::Occupied(known) => {
                self.again.insert(print, *known.get());
            }
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(row);
            }
        }
    }
}

impl Pass {
    fn new(layout: &Layout) -> Self {
        let columns = layout.names.len();
        let woo =
            (layout.format == Format::WoocommerceCsv).then(|| woocommerce::KeyColumns::new(&layout.names));
        let find = |field: Field, names: &[&str]| {
            if woo.is_some() {
                return woocommerce::column(&layout.names, names);
            }
            layout.mapping.iter().position(|mapped| *mapped == Some(field))
        };
        let keyer = Keyer::new(layout, &Arc::default());
        Self {
            rows: 0,
            groups: layout.kind == Kind::Products && !keyer.is_by_row(),
            first_runs: HashMap::new(),
            apart: HashMap::new(),
            previous: None,
            single: 0,
            skus: Twice::default(),
            barcodes: Twice::default(),
            sku_column: find(Field::Sku, &["sku"]),
            barcode_column: find(Field::Barcode, woocommerce::BARCODE),
            woo,
            roles: (0..columns)
                .map(|column| (column, role(layout, column)))
                .filter(|(_, role)| *role != Role::Other)
                .collect(),
            numbers: vec![NumberStyle::default(); columns],
            dates: vec![DateStyle::default(); columns],
            examples: HashMap::new(),
            keyer,
        }
    }

    fn look(&mut self, record: &Record) {
        self.rows += 1;
        if self.groups {
            self.look_at_key(record);
        }
        let is_parent = self
            .woo
            .as_ref()
            .is_some_and(|columns| columns.row(record).kind == woocommerce::RowType::Variable);
        if !is_parent {
            if let Some(column) = self.sku_column {
                self.skus.look(unescape(record.get(column)).trim(), record.row());
            }
            if let Some(column) = self.barcode_column {
                self.barcodes.look(&barcode::plain(unescape(record.get(column))), record.row());
            }
        }
        for (column, role) in &self.roles {
            let cell = unescape(record.get(*column));
            let open = match role {
                Role::Date => {
                    let before = self.dates[*column].open;
                    self.dates[*column].look(cell);
                    self.dates[*column].open > before
                }
                _ => {
                    let style = &mut self.numbers[*column];
                    let before = style.open_points + style.open_commas;
                    style.look(cell);
                    style.open_points + style.open_commas > before
                }
            };
            if open {
                self.examples.entry(*column).or_insert_with(|| cell.trim().to_owned());
            }
        }
    }

    fn look_at_key(&mut self, record: &Record) {
        let key = self.keyer.key(record);
        self.keyer.learn(record, key);
        if self.previous == Some(key) {
            return;
        }
        self.previous = Some(key);
        if self.keyer.is_own(record, key) {
            self.single += 1;
            return;
        }
        let (offset, row) = (record.position.offset, record.position.row);
        match self.first_runs.entry(key) {
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert((offset, row));
            }
            std::collections::hash_map::Entry::Occupied(first) => {
                let (first_offset, first_row) = *first.get();
                self.apart
                    .entry(key)
                    .or_insert_with(|| vec![Position { offset: first_offset, row: first_row, index: 0 }])
                    .push(Position { offset, row, index: 0 });
            }
        }
    }

    /// Rows that called a product by its SKU before it was met belong to it.
    fn join_aliases(&mut self) {
        let aliases = Arc::clone(self.keyer.aliases());
        for (other, own) in aliases.iter() {
            let Some(called) = self.first_runs.remove(other) else { continue };
            let first = self.first_runs.get(own).copied();
            let mut runs = self.apart.remove(own).unwrap_or_default();
            if runs.is_empty() {
                runs.extend(first.map(|(offset, row)| Position { offset, row, index: 0 }));
            }
            let more = self.apart.remove(other);
            runs.extend(more.unwrap_or_else(|| vec![Position { offset: called.0, row: called.1, index: 0 }]));
            runs.sort_by_key(|run| run.offset);
            if first.is_none() {
                self.first_runs.insert(*own, called);
            }
            self.apart.insert(*own, runs);
        }
    }

    fn finish(mut self, layout: &Layout, limits: &Limits, bytes: u64) -> Survey {
        self.join_aliases();
        let mut notices = Vec::new();
        let styles = self.styles(layout, &mut notices);
        let entries = if self.groups { self.first_runs.len() as u64 + self.single } else { self.rows };
        Survey {
            rows: self.rows,
            entries,
            bytes,
            notices,
            styles: Arc::new(styles),
            limits: limits.clone(),
            aliases: Arc::clone(self.keyer.aliases()),
            runs: Arc::new(self.apart),
            skus: Arc::new(self.skus.again),
            barcodes: Arc::new(self.barcodes.again),
        }
    }

    fn styles(&self, layout: &Layout, notices: &mut Vec<Notice>) -> Styles {
        let mut file = NumberStyle::default();
        for style in &self.numbers {
            file.points += style.points;
            file.commas += style.commas;
        }
        let roles: HashMap<usize, Role> = self.roles.iter().copied().collect();
        let mut styles = Styles::default();
        for column in 0..layout.names.len() {
            let role = roles.get(&column).copied().unwrap_or(Role::Other);
            let otherwise = if role == Role::Measure { Rule::Decimals } else { Rule::Group };
            let style = self.numbers[column];
            let decided = rule(layout.decimal, &style, &file, otherwise);
            styles.rules.push(decided);
            if style.is_open()
                && let Some(example) = self.examples.get(&column)
                && let Ok(number) = crate::text::numbers::parse(example, decided)
            {
                notices.push(Notice::new(
                    NoticeCode::AmbiguousNumbers,
                    vec![layout.name(column)],
                    format!(
                        "{}: “{example}” was read as {number}{}. If that is wrong, say which sign stands before the decimals.",
                        layout.name(column),
                        if style.mark().is_some() { ", as the other cells of the column are written" } else { "" }
                    ),
                ));
            }
            let month_first = self.dates[column].month_first(layout.dates);
            styles.month_first.push(month_first);
            if self.dates[column].open > 0
                && let Some(example) = self.examples.get(&column)
            {
                let order = if month_first { "the month first" } else { "the day first" };
                notices.push(Notice::new(
                    NoticeCode::AmbiguousDates,
                    vec![layout.name(column)],
                    format!("{}: dates such as “{example}” were read with {order}.", layout.name(column)),
                ));
            }
        }
        styles
    }
}

/// Columns whose headers stand twice.
pub(crate) fn repeated(names: &[String]) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut twice = Vec::new();
    for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
        if !seen.insert(name.to_lowercase()) && !twice.iter().any(|known| known == name) {
            twice.push(name.to_owned());
        }
    }
    twice
}
