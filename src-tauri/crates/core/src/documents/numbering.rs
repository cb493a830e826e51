//! Numbers of documents: without gaps within a kind and a year.
//!
//! A number is taken in the transaction that stores its document, so a failed or killed issue leaves the counter as it
//! was. There is one writer, so no two documents get the same.

use std::fmt::Write as _;

use crate::database::WriteTx;
use crate::documents::DocumentKind;
use crate::error::{Error, Result};
use crate::settings::NumberSeries;
use crate::store;

/// A series' pattern: text around a year and a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPattern(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Year,
    /// With at least so many digits.
    Number(usize),
}

/// The longest pattern, in characters.
const LONGEST: usize = 40;

impl NumberPattern {
    /// # Errors
    /// `Invalid` without year or number, or with characters that file names and bank transfers do not take.
    pub fn parse(text: &str) -> Result<Self> {
        if text.chars().count() > LONGEST {
            return Err(Error::invalid(format!("A numbering has {LONGEST} characters at most.")));
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            push_text(&mut parts, &rest[..open])?;
            let Some(close) = rest[open..].find('}') else {
                return Err(Error::invalid("A { in the numbering has no } after it."));
            };
            parts.push(placeholder(&rest[open + 1..open + close])?);
            rest = &rest[open + close + 1..];
        }
        push_text(&mut parts, rest)?;
        let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
        if count(|part| matches!(part, Part::Number(_))) != 1 || count(|part| *part == Part::Year) != 1 {
            return Err(Error::invalid(
                "A numbering needs {year} and {number} once each, such as INV-{year}-{number:05}.",
            ));
        }
        // "2026" + "12" would read like "20261" + "2".
        let touching = |pair: &[Part]| pair.iter().all(|part| !matches!(part, Part::Text(_)));
        if parts.windows(2).any(touching) {
            return Err(Error::invalid("Put a sign such as - between {year} and {number}."));
        }
        Ok(Self(parts))
    }

    /// The text of one number.
    pub fn format(&self, year: i16, number: i64) -> String {
        let mut text = String::new();
        for part in &self.0 {
            let _ = match part {
                Part::Text(literal) => text.write_str(literal),
                Part::Year => write!(text, "{year}"),
                Part::Number(digits) => write!(text, "{number:0digits$}"),
            };
        }
        text
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) -> Result<()> {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '.' | '#' | ' ');
    if let Some(wrong) = text.chars().find(|c| !allowed(*c)) {
        return Err(Error::invalid(format!(
            "A numbering cannot hold '{wrong}'. Use letters, digits and - _ / . #"
        )));
    }
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
    Ok(())
}

fn placeholder(name: &str) -> Result<Part> {
    match name {
        "year" => Ok(Part::Year),
        "number" => Ok(Part::Number(1)),
        _ => name
            .strip_prefix("number:0")
            .and_then(|digits| digits.parse().ok())
            .filter(|digits| (1..=9).contains(digits))
            .map(Part::Number)
            .ok_or_else(|| {
                Error::invalid(format!("{{{name}}} is neither {{year}} nor {{number}} nor {{number:05}}."))
            }),
    }
}

/// Takes the next number of a kind in a year.
///
/// # Errors
/// Those of the update; `Invalid` when the stored pattern is none.
pub(super) fn next(
    tx: &WriteTx<'_>,
    kind: DocumentKind,
    year: i16,
    series: &NumberSeries,
) -> Result<(i64, String)> {
    let pattern = NumberPattern::parse(&series.pattern)?;
    let first = series.starts.filter(|start| start.year == year).map_or(1, |start| start.number);
    let number = store::documents::next_number(tx, kind, year, first)?;
    Ok((number, pattern.format(year, number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_writes_year_and_number() {
        for (pattern, text) in [
            ("INV-{year}-{number:05}", "INV-2026-00042"),
            ("{number}/{year}", "42/2026"),
            ("Rechnung {year}.{number:03}", "Rechnung 2026.042"),
            ("{year}-{number:01}", "2026-42"),
        ] {
            assert_eq!(NumberPattern::parse(pattern).expect(pattern).format(2026, 42), text);
        }
        let wide = NumberPattern::parse("A{year}-{number:02}").expect("pattern");
        assert_eq!(wide.format(2026, 12345), "A2026-12345", "a number is never cut");
    }

    #[test]
    fn what_could_give_two_documents_one_number_is_refused() {
        for (pattern, problem) in [
            ("INV-{number}", "{year}"),
            ("INV-{year}", "{number}"),
            ("{year}{number}", "between"),
            ("{number:03}{year}", "between"),
            ("{year}-{number}-{number}", "once"),
            ("{year}-{number:0}", "neither"),
            ("{year}-{number:10}", "neither"),
            ("{year}-{number:010}", "neither"),
            ("{month}-{year}-{number}", "neither"),
            ("{year}-{number", "no }"),
            ("{year}-{number}\n", "cannot hold"),
            ("<{year}-{number}>", "cannot hold"),
        ] {
            let error = NumberPattern::parse(pattern).expect_err(pattern);
            assert!(error.detail.contains(problem), "{pattern}: {}", error.detail);
        }
        assert!(NumberPattern::parse(&format!("{}{{year}}-{{number}}", "x".repeat(40))).is_err());
    }
}
