//! How much of a file is believed: beyond these, reading stops with an error that names the limit.

/// Limits of one reading. The default suits a laptop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the uploaded file.
    pub file_bytes: u64,
    /// Bytes of one row with all its cells, or of one contact card.
    pub row_bytes: usize,
    pub columns: usize,
    /// Rows that may belong to one product.
    pub rows_per_product: usize,
    /// Bytes that the parts of a workbook may have together when inflated.
    pub inflated_bytes: u64,
    /// How many times larger a part of a workbook may be than its compressed form, once it passes a megabyte.
    pub inflation: u64,
    /// Files inside a workbook.
    pub archive_entries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 4 << 30,
            row_bytes: 16 << 20,
            columns: 4_096,
            rows_per_product: 10_000,
            inflated_bytes: 512 << 20,
            inflation: 150,
            archive_entries: 10_000,
        }
    }
}
