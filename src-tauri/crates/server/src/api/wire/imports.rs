//! Imports and exports on the wire.

use haberdash_core::exports;
use haberdash_core::imports as rules;
use haberdash_core::{Code, Error, Result};
use haberdash_files::{DecimalChoice, Field, Kind};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ExportId, ImportId, LocationId, OperationId, ShopContents, Time, count};
use crate::care::imports::Reading;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident = $core:path { $($value:ident),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($value),+ }

        impl From<$core> for $name {
            fn from(word: $core) -> Self {
                match word { $(<$core>::$value => Self::$value),+ }
            }
        }
        impl From<$name> for $core {
            fn from(word: $name) -> Self {
                match word { $($name::$value => Self::$value),+ }
            }
        }
    )+};
}

words! {
    /// What a file holds.
    ImportKind = rules::ImportKind { Products, Contacts, Archive }
    /// Where an import stands.
    ImportState = rules::ImportState { Analysed, Checking, Checked, Running, Paused, Done, Cancelled, Failed, Undoing, Undone }
    /// By what an entry is found in the shop.
    MatchBy = rules::MatchBy { Auto, Handle, Sku, Barcode }
    /// What happens to what the shop has already.
    Existing = rules::Existing { Update, Fill, Skip }
    StockRule = rules::StockRule { Set, Ignore }
    ImageRule = rules::ImageRule { Remember, Ignore }
    /// What becomes of an entry.
    ImportOutcome = rules::Outcome { Created, Changed, Unchanged, Skipped, Rejected }
    ExportContent = exports::ExportContent { Products, Contacts, Orders, Everything }
    ExportFormat = exports::ExportFormat { ShopifyCsv, WoocommerceCsv, GoogleContactsCsv, Vcard, Csv, Xlsx, Archive }
    ExportState = exports::ExportState { Running, Done, Failed }
    /// The status of products that do not say theirs.
    ImportStatus = haberdash_core::catalog::ProductStatus { Draft, Active, Archived }
}

/// How decimals are written in the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DecimalSign {
    #[default]
    Auto,
    Point,
    Comma,
}

/// How a file is imported.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportOptions {
    pub match_by: MatchBy,
    pub existing: Existing,
    /// ISO 4217; null: the shop's.
    pub currency: Option<String>,
    pub stock: StockRule,
    /// Where pieces are counted; null: the first place.
    pub location_id: Option<LocationId>,
    pub images: ImageRule,
    /// The sheet of a workbook; null: the first.
    pub sheet: Option<String>,
    pub status: Option<ImportStatus>,
    pub decimal: DecimalSign,
    /// The country of phone numbers that name none; null: the shop's.
    pub default_country: Option<String>,
}

impl ImportOptions {
    /// # Errors
    /// `Invalid` naming the field.
    pub fn rules(&self) -> Result<rules::ImportOptions> {
        let currency = match &self.currency {
            None => None,
            Some(text) => Some(text.parse().map_err(|_| {
                Error::invalid("A currency is three letters, such as EUR.").at("options.currency")
            })?),
        };
        Ok(rules::ImportOptions {
            match_by: self.match_by.into(),
            existing: self.existing.into(),
            currency,
            stock: self.stock.into(),
            location_id: self.location_id.map(|id| id.0),
            images: self.images.into(),
            status: self.status.map(Into::into),
            default_country: self.default_country.clone(),
        })
    }

    pub fn decimal(&self) -> DecimalChoice {
        match self.decimal {
            DecimalSign::Auto => DecimalChoice::Auto,
            DecimalSign::Point => DecimalChoice::Point,
            DecimalSign::Comma => DecimalChoice::Comma,
        }
    }
}

/// A column of the file and what it means.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportColumn {
    pub column: u32,
    pub name: String,
    pub samples: Vec<String>,
    /// The field it is read as; null: it is left out.
    pub field: Option<String>,
}

/// What a column can be.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportField {
    pub id: String,
    pub label: String,
    pub required: bool,
}

/// How many entries became, or would become, what.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportCounts {
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub skipped: u64,
    pub rejected: u64,
}

/// Why an import stopped.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportFault {
    pub code: String,
    pub detail: String,
}

/// What a whole shop's archive says about itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct ArchiveContents {
    pub made_at: Time,
    pub shop_name: String,
    pub rows: u64,
    pub files: u64,
    /// The shop that it would take the place of.
    pub now: Option<ShopContents>,
}

/// A file that is or was read in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Import {
    pub id: ImportId,
    pub file_name: String,
    pub byte_count: u64,
    pub kind: ImportKind,
    /// `shopify_csv`, `woocommerce_csv`, `google_contacts_csv`, `vcard`, `csv`, `xlsx` or `archive`.
    pub format: String,
    pub format_label: String,
    pub state: ImportState,
    /// Whether the owner must look at what the columns mean.
    pub mapping_needed: bool,
    pub columns: Vec<ImportColumn>,
    /// Empty where the format fixes it.
    pub fields: Vec<ImportField>,
    pub sheets: Vec<String>,
    pub encoding: String,
    pub options: ImportOptions,
    /// Products or contacts.
    pub total_rows: Option<u64>,
    pub done_rows: u64,
    pub counts: ImportCounts,
    pub backup_name: Option<String>,
    pub operation_id: Option<OperationId>,
    /// Objects that were changed since and stayed as they were.
    pub undo_left: Option<u64>,
    pub error: Option<ImportFault>,
    pub warnings: Vec<String>,
    pub archive: Option<ArchiveContents>,
    pub created_at: Time,
    pub started_at: Option<Time>,
    pub finished_at: Option<Time>,
    pub version: i64,
}

impl TryFrom<rules::Import> for Import {
    type Error = Error;

    fn try_from(import: rules::Import) -> Result<Self> {
        let reading = Reading::of(&import)?;
        let mut wire = Self {
            id: import.id.into(),
            file_name: import.file_name,
            byte_count: count(import.byte_count),
            kind: import.kind.into(),
            format: "archive".into(),
            format_label: "Whole shop (Haberdash archive)".into(),
            state: import.state.into(),
            mapping_needed: false,
            columns: Vec::new(),
            fields: Vec::new(),
            sheets: Vec::new(),
            encoding: String::new(),
            options: ImportOptions {
                match_by: import.options.match_by.into(),
                existing: import.options.existing.into(),
                currency: import.options.currency.map(|currency| currency.to_string()),
                stock: import.options.stock.into(),
                location_id: import.options.location_id.map(Into::into),
                images: import.options.images.into(),
                sheet: None,
                status: import.options.status.map(Into::into),
                decimal: DecimalSign::Auto,
                default_country: import.options.default_country,
            },
            total_rows: import.total.map(count),
            done_rows: count(import.done),
            counts: ImportCounts {
                created: count(import.counts.created),
                changed: count(import.counts.changed),
                unchanged: count(import.counts.unchanged),
                skipped: count(import.counts.skipped),
                rejected: count(import.counts.rejected),
            },
            backup_name: import.backup_name,
            operation_id: import.operation_id.map(Into::into),
            undo_left: (import.state == rules::ImportState::Undone).then(|| count(import.undo_left)),
            error: import.error.map(|(code, detail)| ImportFault { code: code.to_string(), detail }),
            warnings: import.notices,
            archive: None,
            created_at: Time(import.created_at),
            started_at: import.started_at.map(Time),
            finished_at: import.finished_at.map(Time),
            version: import.version,
        };
        match reading {
            Reading::Archive(manifest) => {
                wire.archive = Some(ArchiveContents {
                    made_at: Time(manifest.made_at),
                    rows: manifest.tables.iter().map(|table| table.rows).sum(),
                    shop_name: manifest.shop_name,
                    files: manifest.files,
                    now: None,
                });
            }
            Reading::Table(prepared) => {
                wire.format = prepared.format.id().into();
                wire.format_label = prepared.format.label().into();
                wire.mapping_needed = prepared.mapping_needed();
                wire.options.sheet.clone_from(&prepared.sheet);
                wire.options.decimal = match prepared.layout.decimal {
                    DecimalChoice::Auto => DecimalSign::Auto,
                    DecimalChoice::Point => DecimalSign::Point,
                    DecimalChoice::Comma => DecimalSign::Comma,
                };
                if wire.mapping_needed {
                    wire.fields = fields(prepared.layout.kind);
                }
                wire.columns = prepared
                    .columns
                    .into_iter()
                    .map(|column| ImportColumn {
                        field: prepared
                            .layout
                            .mapping
                            .get(column.index)
                            .copied()
                            .flatten()
                            .map(|field| field.id().to_owned()),
                        column: u32::try_from(column.index).unwrap_or(u32::MAX),
                        name: column.name,
                        samples: column.samples,
                    })
                    .collect();
                wire.sheets = prepared.sheets;
                wire.encoding = prepared.encoding;
            }
        }
        Ok(wire)
    }
}

fn fields(kind: Kind) -> Vec<ImportField> {
    Field::all(kind)
        .map(|field| ImportField {
            id: field.id().into(),
            label: field.label().into(),
            required: field.required(),
        })
        .collect()
}

/// What a column means: a field, or null to leave it out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnMapping {
    pub column: u32,
    pub field: Option<String>,
}

/// How the file is to be read and imported. What is left out stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportSetup {
    pub version: i64,
    pub kind: Option<ImportKind>,
    pub mapping: Option<Vec<ColumnMapping>>,
    pub options: Option<ImportOptions>,
}

/// A field before and after.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportFieldChange {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// An entry of the file with what becomes, or became, of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportRow {
    pub position: u64,
    /// As a spreadsheet counts: the header is row 1.
    pub first_row: u64,
    pub last_row: u64,
    pub title: String,
    pub outcome: ImportOutcome,
    /// A sentence for the owner.
    pub reason: Option<String>,
    pub field: Option<String>,
    /// The product or contact.
    pub subject_id: Option<String>,
    pub changes: Vec<ImportFieldChange>,
}

impl From<rules::ImportRow> for ImportRow {
    fn from(row: rules::ImportRow) -> Self {
        let changes = row.changes.into_iter().map(|change| ImportFieldChange {
            field: change.field,
            before: change.before,
            after: change.after,
        });
        Self {
            position: count(row.position),
            first_row: count(row.first_row),
            last_row: count(row.last_row),
            title: row.title,
            outcome: row.outcome.into(),
            reason: row.reason,
            field: row.field,
            subject_id: row.subject_id,
            changes: changes.collect(),
        }
    }
}

/// The file's beginning as it is read.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPreview {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// How many pictures wait to be fetched from the network.
#[derive(Debug, Serialize, ToSchema)]
pub struct PendingImages {
    pub count: u64,
}

/// What is to be written out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewExport {
    pub what: ExportContent,
    pub format: ExportFormat,
    /// A folder of this computer; left out: it is downloaded.
    pub folder: Option<String>,
}

/// A file that is or was written out.
#[derive(Debug, Serialize, ToSchema)]
pub struct Export {
    pub id: ExportId,
    pub what: ExportContent,
    pub format: ExportFormat,
    pub folder: Option<String>,
    pub state: ExportState,
    pub file_name: Option<String>,
    pub byte_count: Option<u64>,
    pub done: u64,
    pub total: Option<u64>,
    pub error: Option<String>,
    pub created_at: Time,
    pub finished_at: Option<Time>,
}

impl From<exports::Export> for Export {
    fn from(export: exports::Export) -> Self {
        Self {
            id: export.id.into(),
            what: export.what.into(),
            format: export.format.into(),
            folder: export.folder,
            state: export.state.into(),
            file_name: export.file_name,
            byte_count: export.byte_count.map(count),
            done: count(export.done),
            total: export.total.map(count),
            error: export.error,
            created_at: Time(export.created_at),
            finished_at: export.finished_at.map(Time),
        }
    }
}

/// The field of that name.
///
/// # Errors
/// `Invalid` naming the place.
pub fn field(kind: Kind, id: &str, place: usize) -> Result<Field> {
    Field::from_id(id).filter(|field| Field::all(kind).any(|other| other == *field)).ok_or_else(|| {
        Error::new(Code::Invalid, format!("There is no field '{id}'.")).at(format!("mapping[{place}].field"))
    })
}
