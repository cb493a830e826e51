//! How a canonical file is laid out, and what each of its columns means. Stored by the importer between its steps.

use serde::{Deserialize, Serialize};

use crate::fields::Field;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    ShopifyCsv,
    WoocommerceCsv,
    GoogleContactsCsv,
    Vcard,
    Csv,
    /// Any workbook: XLSX, XLSM, XLSB, XLS, ODS.
    Xlsx,
}

impl Format {
    pub fn id(self) -> &'static str {
        match self {
            Self::ShopifyCsv => "shopify_csv",
            Self::WoocommerceCsv => "woocommerce_csv",
            Self::GoogleContactsCsv => "google_contacts_csv",
            Self::Vcard => "vcard",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::ShopifyCsv => "Shopify products",
            Self::WoocommerceCsv => "WooCommerce products",
            Self::GoogleContactsCsv => "Google contacts",
            Self::Vcard => "Contact cards (vCard)",
            Self::Csv => "Table (CSV)",
            Self::Xlsx => "Workbook (Excel, LibreOffice)",
        }
    }

    /// What a file of this format holds, where that is fixed.
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::ShopifyCsv | Self::WoocommerceCsv => Some(Kind::Products),
            Self::GoogleContactsCsv | Self::Vcard => Some(Kind::Contacts),
            Self::Csv | Self::Xlsx => None,
        }
    }
}

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Products,
    Contacts,
}

/// A place in the canonical file where a row begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Position {
    /// Bytes from the beginning of the file.
    pub offset: u64,
    /// Rows (or contact cards) before it, the header and blank ones included.
    pub row: u64,
    /// Products or contacts before it.
    pub index: u64,
}

/// Which sign stands before the decimals, where a number can be read in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecimalChoice {
    /// The column as a whole decides.
    #[default]
    Auto,
    Point,
    Comma,
}

/// Which comes first in dates such as 03/04/2024.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateChoice {
    #[default]
    Auto,
    DayFirst,
    MonthFirst,
}

/// How to read a canonical file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    pub format: Format,
    pub kind: Kind,
    /// Between the cells of a row; one ASCII character.
    pub delimiter: char,
    /// The headers, one per column.
    pub names: Vec<String>,
    /// What each column means; `None` = kept aside.
    pub mapping: Vec<Option<Field>>,
    /// The first row after the header.
    pub body: Position,
    #[serde(default)]
    pub decimal: DecimalChoice,
    #[serde(default)]
    pub dates: DateChoice,
}

/// Why a mapping cannot work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingProblem {
    pub field: Option<Field>,
    pub text: String,
}

impl Layout {
    /// # Errors
    /// What the owner has to change in the mapping. Formats with fixed headers have no mapping to check.
    pub fn check(&self) -> Result<(), Vec<MappingProblem>> {
        if !matches!(self.format, Format::Csv | Format::Xlsx) {
            return Ok(());
        }
        let mut problems = Vec::new();
        let has = |field: Field| self.mapping.contains(&Some(field));
        for (i, field) in self.mapping.iter().enumerate() {
            let Some(field) = *field else { continue };
            if field.kind() != self.kind {
                problems.push(MappingProblem {
                    field: Some(field),
                    text: format!("“{}” does not belong to what is imported here.", field.label()),
                });
            } else if !field.repeatable() && self.mapping[..i].contains(&Some(field)) {
                problems.push(MappingProblem {
                    field: Some(field),
                    text: format!("Two columns are “{}”. Choose one of them.", field.label()),
                });
            }
        }
        let (needed, text): (&[Field], _) = match self.kind {
            Kind::Products => (
                &[Field::Title, Field::Handle, Field::Sku, Field::Barcode],
                "Choose the column with the product's title (or its SKU, to change what is there).",
            ),
            Kind::Contacts => (
                &[
                    Field::DisplayName,
                    Field::GivenName,
                    Field::FamilyName,
                    Field::Email,
                    Field::Phone,
                    Field::Organisation,
                ],
                "Choose the column with the contact's name, e-mail or phone number.",
            ),
        };
        if !needed.iter().any(|field| has(*field)) {
            problems.push(MappingProblem { field: None, text: text.to_owned() });
        }
        for (name, value) in Field::OPTIONS {
            if has(name) && !has(value) {
                problems.push(MappingProblem {
                    field: Some(value),
                    text: format!("“{}” needs the column with its values.", name.label()),
                });
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// The name of a column; its number where the header is blank.
    pub(crate) fn name(&self, column: usize) -> String {
        match self.names.get(column).map(|name| name.trim()).filter(|name| !name.is_empty()) {
            Some(name) => name.to_owned(),
            None => format!("Column {}", column + 1),
        }
    }
}
