//! Values that SQLite keeps as text.

use jiff::civil::Date;

/// A stored `YYYY-MM-DD`.
pub(super) fn date(text: &str) -> rusqlite::Result<Date> {
    text.parse().map_err(|error: jiff::Error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })
}
