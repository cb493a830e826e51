//! Barcodes and QR codes as pictures: one path, drawn to any size.

use std::fmt::Write as _;

use barcoders::sym::code128::Code128;
use barcoders::sym::ean8::EAN8;
use barcoders::sym::ean13::EAN13;
use qrcode::{EcLevel, QrCode};

use crate::error::{Problem, Result};

/// A code, ready to be placed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// Rows of modules, `true` is dark; a barcode has one row. Without the quiet zone.
    pub modules: Vec<Vec<bool>>,
    /// Light modules that must stand before, behind and, on a QR code, above and below.
    pub quiet_before: usize,
    pub quiet_behind: usize,
    /// What stands under a barcode for people.
    pub text: String,
}

/// ISO/IEC 15420 asks for 11 modules before an EAN-13 and 7 behind it, and for 7 on both sides of an EAN-8.
const EAN13_QUIET: (usize, usize) = (11, 7);
const EAN8_QUIET: (usize, usize) = (7, 7);
/// ISO/IEC 15417.
const CODE128_QUIET: (usize, usize) = (10, 10);
/// ISO/IEC 18004.
const QR_QUIET: usize = 4;

impl Code {
    /// The barcode of a GTIN (EAN-13, EAN-8, or UPC-A, which is an EAN-13 that begins with 0), else of any text that
    /// Code 128 can hold.
    ///
    /// # Errors
    /// [`Problem::Code`] when the text is empty or has letters outside ASCII.
    pub fn barcode(text: &str) -> Result<Self> {
        let text = text.trim();
        if is_gtin(text) {
            match text.len() {
                13 => return Self::ean13(text),
                12 => return Self::ean13(&format!("0{text}")),
                8 => {
                    let bars = EAN8::new(text).map_err(|_| refused(text))?.encode();
                    let readable = format!("{} {}", &text[..4], &text[4..]);
                    return Ok(Self::bars(&bars, EAN8_QUIET, readable));
                }
                _ => {}
            }
        }
        Self::code128(text)
    }

    fn ean13(digits: &str) -> Result<Self> {
        let bars = EAN13::new(digits).map_err(|_| refused(digits))?.encode();
        let readable = format!("{} {} {}", &digits[..1], &digits[1..7], &digits[7..]);
        Ok(Self::bars(&bars, EAN13_QUIET, readable))
    }

    fn code128(text: &str) -> Result<Self> {
        if text.is_empty() || !text.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            return Err(refused(text));
        }
        // Set C holds two digits in one symbol; set B holds all printable ASCII.
        let pairs =
            text.len() >= 4 && text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_digit());
        let set = if pairs { '\u{106}' } else { '\u{181}' };
        let bars = Code128::new(format!("{set}{text}")).map_err(|_| refused(text))?.encode();
        Ok(Self::bars(&bars, CODE128_QUIET, text.to_owned()))
    }

    fn bars(bars: &[u8], (quiet_before, quiet_behind): (usize, usize), text: String) -> Self {
        Self { modules: vec![bars.iter().map(|bar| *bar == 1).collect()], quiet_before, quiet_behind, text }
    }

    /// A QR code that can lose 15 % and still be read.
    ///
    /// # Errors
    /// [`Problem::Code`] when the text is empty or longer than a QR code holds.
    pub fn qr(text: &str) -> Result<Self> {
        if text.is_empty() {
            return Err(refused(text));
        }
        let code = QrCode::with_error_correction_level(text, EcLevel::M).map_err(|_| refused(text))?;
        let dark: Vec<bool> =
            code.to_colors().into_iter().map(|colour| colour == qrcode::Color::Dark).collect();
        let modules = dark.chunks(code.width()).map(<[bool]>::to_vec).collect();
        Ok(Self { modules, quiet_before: QR_QUIET, quiet_behind: QR_QUIET, text: text.to_owned() })
    }

    /// Modules across, with the quiet zone.
    pub fn width(&self) -> usize {
        self.quiet_before + self.modules.first().map_or(0, Vec::len) + self.quiet_behind
    }

    pub fn is_square(&self) -> bool {
        self.modules.len() > 1
    }

    /// One dark path on nothing, stretched to whatever box it is given.
    pub fn svg(&self) -> String {
        let (above, height) = if self.is_square() { (self.quiet_before, self.width()) } else { (0, 1) };
        // Rows that touch leave hairlines on some screens and printers; they overlap by a fiftieth of a module.
        let overlap = if self.is_square() { "1.02" } else { "1" };
        let mut path = String::new();
        for (y, row) in self.modules.iter().enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|a, b| a == b) {
                if run[0] {
                    let _ = write!(
                        path,
                        "M{} {}h{}v{overlap}h-{}z",
                        self.quiet_before + x,
                        above + y,
                        run.len(),
                        run.len()
                    );
                }
                x += run.len();
            }
        }
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" preserveAspectRatio="none"><path d="{path}" fill="#000"/></svg>"##,
            width = self.width(),
        )
    }
}

fn refused(text: &str) -> Problem {
    Problem::Code(text.to_owned())
}

/// Whether the digits end in the right check digit (GS1 General Specifications, 7.9).
fn is_gtin(text: &str) -> bool {
    if !matches!(text.len(), 8 | 12 | 13) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let weighted = text.bytes().rev().enumerate().map(|(place, digit)| {
        let digit = u32::from(digit - b'0');
        if place % 2 == 0 { digit } else { 3 * digit }
    });
    weighted.sum::<u32>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(code: &Code) -> String {
        code.modules[0].iter().map(|dark| if *dark { '1' } else { '0' }).collect()
    }

    #[test]
    fn a_gtin_becomes_the_pattern_of_its_standard() {
        let code = Code::barcode("4003994155486").expect("code");
        assert_eq!(bits(&code), ean13_by_hand("4003994155486"));
        assert_eq!((code.width(), code.text.as_str()), (113, "4 003994 155486"));
        let upc = Code::barcode("036000291452").expect("code");
        assert_eq!((bits(&upc), upc.text.as_str()), (ean13_by_hand("0036000291452"), "0 036000 291452"));
        let short = Code::barcode("96385074").expect("code");
        assert_eq!((bits(&short).len(), short.text.as_str()), (67, "9638 5074"));
    }

    /// Written from the tables of ISO/IEC 15420, apart from the library's.
    fn ean13_by_hand(digits: &str) -> String {
        const LEFT: [&str; 10] = [
            "0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011",
            "0110111", "0001011",
        ];
        const PARITY: [&str; 10] = [
            "LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG", "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL",
            "LGGLGL",
        ];
        let invert = |code: &str| code.chars().map(|c| if c == '1' { '0' } else { '1' }).collect::<String>();
        let value = |c: u8| usize::from(c - b'0');
        let digits = digits.as_bytes();
        let mut pattern = String::from("101");
        for (place, parity) in PARITY[value(digits[0])].chars().enumerate() {
            let odd = LEFT[value(digits[place + 1])];
            let even: String = invert(odd).chars().rev().collect();
            pattern += if parity == 'L' { odd } else { &even };
        }
        pattern += "01010";
        for digit in &digits[7..] {
            pattern += &invert(LEFT[value(*digit)]);
        }
        pattern + "101"
    }

    #[test]
    fn other_texts_become_code_128() {
        // Symbol by symbol from the table of ISO/IEC 15417: start B, P J J 1 2 3 C, the check symbol 55, stop.
        let symbols = [
            "11010010000",
            "11101110110",
            "10110111000",
            "10110111000",
            "10011100110",
            "11001110010",
            "11001011100",
            "10001000110",
            "11101000110",
            "1100011101011",
        ];
        assert_eq!(bits(&Code::barcode("PJJ123C").expect("code")), symbols.concat());
        // Two digits in a symbol: start, two symbols, check, stop.
        assert_eq!(bits(&Code::barcode("1234").expect("code")).len(), 11 + 2 * 11 + 11 + 13);
        assert_eq!(bits(&Code::barcode("123").expect("code")).len(), 11 + 3 * 11 + 11 + 13);
        // A wrong check digit is no GTIN, but still a text.
        let typo = Code::barcode("4003994155487").expect("code");
        assert_eq!(typo.text, "4003994155487");
        for text in ["", "  ", "Größe", "日本"] {
            assert!(Code::barcode(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_qr_code_is_read_back() {
        for text in ["LL-1042-M-NAVY", "https://example.com/products/linen-dress", "größe 38 · 日本"] {
            let code = Code::qr(text).expect("code");
            let scale = 4;
            let side = code.width() * scale;
            let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
                let (x, y) = (x / scale, y / scale);
                let inside = |n: usize| n.checked_sub(QR_QUIET);
                let dark = inside(x).zip(inside(y)).and_then(|(x, y)| code.modules.get(y)?.get(x).copied());
                if dark.unwrap_or(false) { 0 } else { 255 }
            });
            let grids = image.detect_grids();
            assert_eq!(grids.len(), 1, "{text}");
            assert_eq!(grids[0].decode().expect("read").1, text);
        }
        assert!(Code::qr("").is_err());
        assert!(Code::qr(&"x".repeat(3000)).is_err());
    }

    #[test]
    fn the_picture_holds_every_dark_module_once() {
        let code = Code::barcode("96385074").expect("code");
        let svg = code.svg();
        let path = svg.split("d=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("path");
        let dark: usize = path
            .split('h')
            .skip(1)
            .step_by(2)
            .map(|run| run.split('v').next().and_then(|n| n.parse::<usize>().ok()).expect("a length"))
            .sum();
        assert_eq!(dark, code.modules[0].iter().filter(|dark| **dark).count());
        assert!(svg.contains("viewBox=\"0 0 81 1\""), "{svg}");
    }
}
