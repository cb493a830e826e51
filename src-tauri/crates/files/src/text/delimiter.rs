//! Which sign stands between the cells of a table.

use crate::layout::Position;
use crate::limits::Limits;
use crate::text::escape::unescape;
use crate::text::records::{Record, Records};

const CANDIDATES: [char; 4] = [',', ';', '\t', '|'];
const ROWS: usize = 60;

/// The delimiter of a text, judged by its beginning, and the bytes of an Excel `sep=;` line to skip. One by which the
/// first row is a header that `knows` wins over any statistics.
pub(crate) fn sniff(beginning: &str, knows: fn(&[String]) -> bool) -> (char, usize) {
    if let Some(told) = told(beginning) {
        return told;
    }
    let mut first = Record::default();
    for candidate in CANDIDATES {
        let mut records =
            Records::new(beginning.as_bytes(), candidate, Position::default(), &Limits::default());
        if matches!(records.read(&mut first), Ok(true)) {
            let names: Vec<String> = first.cells().map(|cell| unescape(cell).trim().to_owned()).collect();
            if knows(&names) {
                return (candidate, 0);
            }
        }
    }
    let best = CANDIDATES.into_iter().enumerate().filter_map(|(i, candidate)| {
        // Among equals the first candidate wins.
        score(beginning, candidate).map(|score| (score, usize::MAX - i, candidate))
    });
    (best.max().map_or(',', |(.., candidate)| candidate), 0)
}

/// "sep=;" in the first line, as Excel writes it.
fn told(beginning: &str) -> Option<(char, usize)> {
    let rest = beginning.strip_prefix("sep=").or_else(|| beginning.strip_prefix("SEP="))?;
    let sign = rest.chars().next().filter(|sign| sign.is_ascii() && !matches!(sign, '\n' | '\r' | '"'))?;
    let rest = &rest[1..];
    let end = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with(['\n', '\r'])) };
    (end > 0).then_some((sign, 5 + end))
}

/// (rows in a thousand with the usual number of cells, whether the first has it, cells), `None` with one cell.
fn score(beginning: &str, delimiter: char) -> Option<(usize, bool, usize)> {
    let mut records = Records::new(beginning.as_bytes(), delimiter, Position::default(), &Limits::default());
    let mut record = Record::default();
    let mut counts = Vec::new();
    // The last row may be cut off, even inside quotes.
    while counts.len() < ROWS && matches!(records.read(&mut record), Ok(true)) {
        counts.push(record.len());
    }
    let first = *counts.first()?;
    let usual =
        *counts.iter().max_by_key(|count| (counts.iter().filter(|other| other == count).count(), **count))?;
    if usual < 2 {
        return None;
    }
    let agreeing = counts.iter().filter(|count| **count == usual).count();
    Some((agreeing * 1_000 / counts.len(), first == usual, usual))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_found() {
        for (text, expected) in [
            ("a,b,c\n1,2,3\n", (',', 0)),
            ("Name;Preis;Kosten\nHemd;12,50;3,10\nHose;9,00;4,00\n", (';', 0)),
            ("Name\tPrice\nA, B and C\t1,5\nD\t2\n", ('\t', 0)),
            ("a|b\n1|2\n", ('|', 0)),
            ("Name;Text\nA;\"x,y\nz,w\"\nB;c\n", (';', 0)),
            ("sep=;\r\na;b,c\n", (';', 7)),
            ("sep=\t\nx\ty\n", ('\t', 6)),
            ("Name\nHemd\nHose\n", (',', 0)),
            ("", (',', 0)),
            ("List of May 2024\n\nName;Price\nA;1\nB;2\n", (';', 0)),
            ("a;b\n1,5;2,5\n", (';', 0)),
        ] {
            assert_eq!(sniff(text, |_| false), expected, "{text:?}");
        }
    }
}
