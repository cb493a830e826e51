//! Barcodes in cells: spaces and hyphens taken out, check digits looked at, the damage of spreadsheets found.

use std::borrow::Cow;

use crate::cells::Cells;
use crate::fault::ProblemCode;
use crate::said::Said;

pub(crate) fn read(cells: &mut Cells<'_>, column: Option<usize>) -> Said<String> {
    let Some(column) = column else { return Said::Nothing };
    let text = plain(cells.text(column));
    if text.is_empty() {
        return Said::Empty;
    }
    if is_shortened(&text) {
        cells.refuse(
            column,
            ProblemCode::BadBarcode,
            "A spreadsheet has shortened the barcode, so its last digits are lost. Format the column as text and enter it again.",
        );
        return Said::Nothing;
    }
    if has_wrong_check_digit(&text) {
        cells.warn(
            column,
            ProblemCode::BadBarcode,
            "The barcode's check digit is wrong. A digit may be mistyped.",
        );
    }
    Said::Value(text.into_owned())
}

/// "5 901234-123457" is "5901234123457"; anything with letters stays as it is.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let only_digits = text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-'));
    if only_digits && text.contains([' ', '-']) {
        Cow::Owned(text.chars().filter(char::is_ascii_digit).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// "5.90123E+12"
fn is_shortened(text: &str) -> bool {
    let Some((number, exponent)) = text.split_once(['E', 'e']) else { return false };
    number.contains(['.', ','])
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
        && exponent
            .strip_prefix('+')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// GS1: weights 3 and 1 from the right, the sum a multiple of ten.
fn has_wrong_check_digit(text: &str) -> bool {
    if !matches!(text.len(), 8 | 12 | 13 | 14) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = text
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, byte)| u32::from(byte - b'0') * if i % 2 == 1 { 3 } else { 1 })
        .sum();
    !sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_follow_gs1() {
        for good in ["4006381333931", "5901234123457", "036000291452", "96385074", "10012345678902"] {
            assert!(!has_wrong_check_digit(good), "{good}");
            let mut wrong = good.to_owned();
            let last = wrong.pop().and_then(|c| c.to_digit(10)).expect("a digit");
            wrong.push_str(&((last + 1) % 10).to_string());
            assert!(has_wrong_check_digit(&wrong), "{wrong}");
        }
        assert!(!has_wrong_check_digit("12345"));
    }

    #[test]
    fn what_a_spreadsheet_shortened_is_seen() {
        for text in ["5.90123E+12", "5,9E+12"] {
            assert!(is_shortened(text));
        }
        for text in ["5901234123457", "1E+12", "AB.E+1", "E"] {
            assert!(!is_shortened(text), "{text}");
        }
        assert_eq!(plain(" 4 006381-333931 "), "4006381333931");
        assert_eq!(plain("X-4 2"), "X-4 2");
    }
}
