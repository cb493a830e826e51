//! Barcodes: what a code is, whether its check digit is right, and the shop's own numbers.
//!
//! A barcode is kept as it is printed. Two of them are the same when their [`gtin`] is: a UPC-A of twelve digits is the
//! EAN-13 with a zero in front (GS1 General Specifications, 3.3), and scanners send either.

use super::CatalogSettings;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::{settings, store};

crate::text_enum! {
    pub enum BarcodeKind {
        Ean13 = "ean13",
        Ean8 = "ean8",
        UpcA = "upca",
        /// Six digits of a UPC-A without its zeros, with number system and check digit.
        UpcE = "upce",
        Gtin14 = "gtin14",
        /// From the range that shops number themselves (GS1 prefixes 20 to 29).
        Own = "own",
        /// Not a number that GS1 gives out: a supplier's or the shop's own text, printed as Code 128.
        Other = "other",
    }
}

/// The most characters of a code that is not a GTIN.
const LONGEST: usize = 48;

/// Trimmed, and without the spaces and dashes that people write between a number's digits; `None` when empty.
pub fn tidy(code: Option<&str>) -> Option<String> {
    let code = code?.trim();
    let bare: String = code.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    let is_number = matches!(bare.len(), 8 | 12 | 13 | 14) && bare.bytes().all(|b| b.is_ascii_digit());
    match (code.is_empty(), is_number && code.contains(' ')) {
        (true, _) => None,
        (false, true) => Some(bare),
        (false, false) => Some(code.to_owned()),
    }
}

/// The form in which codes are compared.
pub fn gtin(barcode: &str) -> String {
    if barcode.len() == 12 && barcode.bytes().all(|b| b.is_ascii_digit()) {
        format!("0{barcode}")
    } else {
        barcode.to_owned()
    }
}

/// What the code is.
///
/// # Errors
/// `Invalid` at `barcode`: a wrong check digit (the right one is named), or characters that no barcode holds.
pub fn check(barcode: &str) -> Result<BarcodeKind> {
    let wrong = |detail: String| Err(Error::invalid(detail).at("barcode"));
    if barcode.is_empty() || barcode.len() > LONGEST || !barcode.bytes().all(|b| (b' '..=b'~').contains(&b)) {
        return wrong(format!(
            "A barcode has up to {LONGEST} plain letters, digits and signs, or the 8, 12, 13 or 14 digits of a trade number."
        ));
    }
    let digits: Vec<u32> = barcode.bytes().filter(u8::is_ascii_digit).map(|b| u32::from(b - b'0')).collect();
    if digits.len() != barcode.len() || !matches!(digits.len(), 8 | 12 | 13 | 14) {
        return Ok(BarcodeKind::Other);
    }
    let (last, body) = (digits[digits.len() - 1], &digits[..digits.len() - 1]);
    let right = check_digit(body);
    if right != last {
        if expand_upce(&digits).is_some_and(|upca| check_digit(&upca[..11]) == upca[11]) {
            return Ok(BarcodeKind::UpcE);
        }
        return wrong(format!(
            "The last digit of '{barcode}' should be {right}, so one of the digits is wrong. Scan it again, or check the label."
        ));
    }
    Ok(match digits.len() {
        8 => BarcodeKind::Ean8,
        12 => BarcodeKind::UpcA,
        14 => BarcodeKind::Gtin14,
        _ if digits[0] == 2 => BarcodeKind::Own,
        _ => BarcodeKind::Ean13,
    })
}

/// The check digit of a number: from the right, digits count three and one times in turn, and the digit fills up to the
/// next ten (GS1 General Specifications, 7.9).
pub fn check_digit(body: &[u32]) -> u32 {
    let sum: u32 =
        body.iter().rev().zip([3, 1].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    (10 - sum % 10) % 10
}

/// The UPC-A that a UPC-E stands for (GS1 General Specifications, 5.2.3.2.4): zeros were left out where the last of the
/// six digits says.
fn expand_upce(digits: &[u32]) -> Option<[u32; 12]> {
    let &[system @ (0 | 1), a, b, c, d, e, f, check] = digits else { return None };
    let (maker, item) = match f {
        0..=2 => ([a, b, f, 0, 0], [0, 0, c, d, e]),
        3 => ([a, b, c, 0, 0], [0, 0, 0, d, e]),
        4 => ([a, b, c, d, 0], [0, 0, 0, 0, e]),
        _ => ([a, b, c, d, e], [0, 0, 0, 0, f]),
    };
    let mut upca = [0; 12];
    upca[0] = system;
    upca[1..6].copy_from_slice(&maker);
    upca[6..11].copy_from_slice(&item);
    upca[11] = check;
    Some(upca)
}

/// An EAN-13 of the shop's own: its prefix (two digits, 20 to 29), a running number, the check digit.
pub fn own_number(prefix: &str, number: u64) -> String {
    let body = format!("{prefix}{:010}", number % 10_000_000_000);
    let digits: Vec<u32> = body.bytes().map(|b| u32::from(b.saturating_sub(b'0'))).collect();
    format!("{body}{}", check_digit(&digits))
}

/// The next number of the shop's own that no variant has.
///
/// # Errors
/// Those of the queries.
pub fn next_own(tx: &WriteTx<'_>) -> Result<String> {
    let prefix = settings::get::<CatalogSettings>(tx.sql())?.value.own_barcode_prefix;
    let series = format!("barcode.{prefix}");
    let mut number = match store::counters::get(tx.sql(), &series)? {
        Some(next) => next,
        None => store::variants::highest_gtin(tx.sql(), &prefix)?
            .and_then(|highest| highest.get(2..12).and_then(|digits| digits.parse::<i64>().ok()))
            .map_or(1, |highest| highest + 1),
    };
    loop {
        let code = own_number(&prefix, number.unsigned_abs());
        number += 1;
        if store::variants::by_gtin(tx.sql(), &code)?.is_none() {
            store::counters::set(tx.sql(), &series, number)?;
            return Ok(code);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_the_specification_s_examples() {
        for (code, kind) in [
            // GS1's own worked example of GTIN-13, and published examples of the others.
            ("6291041500213", BarcodeKind::Ean13),
            ("4006381333931", BarcodeKind::Ean13),
            ("036000291452", BarcodeKind::UpcA),
            ("73513537", BarcodeKind::Ean8),
            ("04252614", BarcodeKind::UpcE),
            ("10614141000415", BarcodeKind::Gtin14),
            ("2000000000015", BarcodeKind::Own),
            ("LL-0042/NAVY", BarcodeKind::Other),
            ("12345", BarcodeKind::Other),
        ] {
            assert_eq!(check(code).expect(code), kind, "{code}");
        }
    }

    #[test]
    fn a_wrong_digit_is_named_and_signs_are_refused() {
        let error = check("4006381333932").expect_err("wrong");
        assert!(error.detail.contains("should be 1"), "{}", error.detail);
        assert_eq!(error.field.as_deref(), Some("barcode"));
        for code in ["036000291453", "73513538", "10614141000416", "", "ключ", "a\nb", &"9".repeat(49)] {
            assert!(check(code).is_err(), "{code}");
        }
    }

    #[test]
    fn every_single_wrong_digit_of_a_number_is_found() {
        let right = "4006381333931";
        for place in 0..right.len() {
            for digit in b'0'..=b'9' {
                let mut bytes = right.as_bytes().to_vec();
                let same = bytes[place] == digit;
                bytes[place] = digit;
                let code = String::from_utf8(bytes).expect("digits");
                assert_eq!(check(&code).is_ok(), same, "{code}");
            }
        }
    }

    #[test]
    fn own_numbers_are_valid_and_upc_is_ean_with_a_zero() {
        assert_eq!(own_number("20", 1), "2000000000015");
        for number in [0, 7, 99, 123_456_789, 9_999_999_999, u64::MAX] {
            for prefix in ["20", "29"] {
                assert_eq!(check(&own_number(prefix, number)).expect("valid"), BarcodeKind::Own);
            }
        }
        assert_eq!(gtin("036000291452"), "0036000291452");
        assert_eq!(gtin("4006381333931"), "4006381333931");
        assert_eq!(check("0036000291452").expect("as EAN"), BarcodeKind::Ean13);
        assert_eq!(tidy(Some(" 4 006381 333931 ")).as_deref(), Some("4006381333931"));
        assert_eq!(tidy(Some("AB 12")).as_deref(), Some("AB 12"));
        assert_eq!(tidy(Some("  ")), None);
    }
}
