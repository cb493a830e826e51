//! Which encoding a text is in, and its translation into UTF-8.
//!
//! The whole file is looked at before anything is decided: the first letter outside ASCII may stand in its last row.

use std::io::{Read, Seek, SeekFrom, Write};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::fault::{FileError, FileErrorCode, Result};
use crate::limits::Limits;

const CHUNK: usize = 64 << 10;
/// The statistical detector is given this much of the text that has letters outside ASCII.
const DETECTED_BYTES: usize = 1 << 20;

/// What the bytes of a text are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Detected {
    pub encoding: &'static Encoding,
    /// Bytes of the byte order mark.
    pub mark: u64,
}

/// The translation into UTF-8.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Decoded {
    /// Characters that the encoding does not know, or zero bytes; they were replaced or left out.
    pub replaced: bool,
}

/// Reads all of `input` from its beginning.
///
/// # Errors
/// `NotText` for binary files, `TooLarge`, `Empty`.
pub(crate) fn detect<R: Read + Seek>(input: &mut R, limits: &Limits) -> Result<Detected> {
    input.rewind()?;
    let mut buffer = vec![0; CHUNK];
    let mut seen = Seen::default();
    let mut total: u64 = 0;
    loop {
        let read = read_full(input, &mut buffer)?;
        if read == 0 {
            break;
        }
        let chunk = &buffer[..read];
        if total == 0
            && let Some((encoding, mark)) = Encoding::for_bom(chunk)
        {
            if input.seek(SeekFrom::End(0))? > limits.file_bytes {
                return Err(too_large(limits));
            }
            return Ok(Detected { encoding, mark: mark as u64 });
        }
        total += read as u64;
        if total > limits.file_bytes {
            return Err(too_large(limits));
        }
        seen.look(chunk);
    }
    if total == 0 {
        return Err(FileError::new(FileErrorCode::Empty, "The file is empty."));
    }
    seen.verdict().map(|encoding| Detected { encoding, mark: 0 })
}

pub(crate) fn too_large(limits: &Limits) -> FileError {
    FileError::new(
        FileErrorCode::TooLarge,
        format!("The file is larger than {} GB. Split it into several files.", limits.file_bytes >> 30),
    )
}

fn read_full<R: Read>(input: &mut R, buffer: &mut [u8]) -> Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

/// What was counted in the text so far.
struct Seen {
    bytes: u64,
    /// Zero bytes at even and odd places.
    zeros: [u64; 2],
    controls: u64,
    /// Whole UTF-8 sequences of two and more bytes, and what is none.
    sequences: u64,
    invalid: u64,
    /// The beginning of a sequence at the end of the chunk before.
    open: Vec<u8>,
    detector: EncodingDetector,
    detected: usize,
}

impl Default for Seen {
    fn default() -> Self {
        Self {
            bytes: 0,
            zeros: [0; 2],
            controls: 0,
            sequences: 0,
            invalid: 0,
            open: Vec::new(),
            detector: EncodingDetector::new(Iso2022JpDetection::Deny),
            detected: 0,
        }
    }
}

impl Seen {
    /// `chunk` has an even length, but for the last one.
    fn look(&mut self, chunk: &[u8]) {
        self.bytes += chunk.len() as u64;
        for (i, byte) in chunk.iter().enumerate() {
            if *byte == 0 {
                self.zeros[i % 2] += 1;
            } else if *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1a..=0x1f) {
                self.controls += 1;
            }
        }
        if !chunk.is_ascii() && self.detected < DETECTED_BYTES {
            self.detector.feed(chunk, false);
            self.detected += chunk.len();
        }
        self.look_for_utf8(chunk);
    }

    fn look_for_utf8(&mut self, chunk: &[u8]) {
        let joined;
        let mut rest = if self.open.is_empty() {
            chunk
        } else {
            let mut text = std::mem::take(&mut self.open);
            text.extend_from_slice(chunk);
            joined = text;
            &joined
        };
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.sequences += sequences(text);
                    return;
                }
                Err(error) => {
                    let (valid, after) = rest.split_at(error.valid_up_to());
                    self.sequences += std::str::from_utf8(valid).map_or(0, sequences);
                    match error.error_len() {
                        Some(length) => {
                            self.invalid += 1;
                            rest = &after[length..];
                        }
                        None => {
                            self.open = after.to_vec();
                            return;
                        }
                    }
                }
            }
        }
    }

    fn verdict(mut self) -> Result<&'static Encoding> {
        if !self.open.is_empty() {
            self.invalid += 1;
        }
        let [even, odd] = self.zeros;
        if even + odd > 0 {
            // ASCII characters in UTF-16 have their zero byte always on the same side.
            if odd > 20 * even && odd * 200 > self.bytes {
                return Ok(UTF_16LE);
            }
            if even > 20 * odd && even * 200 > self.bytes {
                return Ok(UTF_16BE);
            }
        }
        if (even + odd + self.controls) * 50 > self.bytes {
            return Err(FileError::new(
                FileErrorCode::NotText,
                "This is no text file. Choose a CSV, Excel, LibreOffice or vCard file.",
            ));
        }
        // A few broken letters in a long UTF-8 text do not make it Latin.
        if self.invalid == 0 || self.sequences > 20 * self.invalid {
            return Ok(UTF_8);
        }
        self.detector.feed(&[], true);
        Ok(self.detector.guess(None, Utf8Detection::Deny))
    }
}

fn sequences(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte >= 0xc0).count() as u64
}

/// Writes the text as UTF-8 without a byte order mark. Zero bytes are left out.
///
/// # Errors
/// `Io`.
pub(crate) fn decode<R: Read + Seek, W: Write>(
    input: &mut R,
    detected: Detected,
    out: &mut W,
) -> Result<Decoded> {
    input.seek(SeekFrom::Start(detected.mark))?;
    let mut decoder = detected.encoding.new_decoder_without_bom_handling();
    let mut source = vec![0; CHUNK];
    let mut text = vec![0; CHUNK * 3 + 16];
    let mut decoded = Decoded::default();
    loop {
        let read = read_full(input, &mut source)?;
        let last = read == 0;
        let mut rest = &source[..read];
        loop {
            let (result, used, written, replaced) = decoder.decode_to_utf8(rest, &mut text, last);
            decoded.replaced |= replaced;
            rest = &rest[used..];
            let mut from = 0;
            let part = &text[..written];
            for zero in part.iter().enumerate().filter(|(_, byte)| **byte == 0).map(|(i, _)| i) {
                out.write_all(&part[from..zero])?;
                from = zero + 1;
                decoded.replaced = true;
            }
            out.write_all(&part[from..])?;
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        if last {
            return Ok(decoded);
        }
    }
}

/// The text of bytes whose encoding is not known: UTF-8 when it is, else what the detector says, else Latin.
pub(crate) fn lenient(bytes: &[u8], charset: Option<&str>) -> String {
    if let Some(encoding) = charset.and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return text.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn check(bytes: &[u8], encoding: &str, text: &str) {
        let mut input = Cursor::new(bytes);
        let detected = detect(&mut input, &Limits::default()).expect("a text");
        let mut out = Vec::new();
        decode(&mut input, detected, &mut out).expect("decoded");
        assert_eq!(detected.encoding.name(), encoding, "{text}");
        assert_eq!(String::from_utf8(out).expect("UTF-8"), text);
    }

    fn utf_16(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
        units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn each_encoding_is_recognised() {
        let text = "Name;Preis\nKleid »Zoë« – größer;12,50 €\nदुपट्टा;₹ 1\nمعطف;٢\n";
        check(text.as_bytes(), "UTF-8", text);
        check(&[b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8", text);
        for mark in [false, true] {
            check(&utf_16(text, false, mark), "UTF-16LE", text);
            check(&utf_16(text, true, mark), "UTF-16BE", text);
        }
        let latin = "Name;Preis\nKleid »Zoë« – größer;12,50 €\nCafé brûlé;3\n";
        let (bytes, _, lost) = encoding_rs::WINDOWS_1252.encode(latin);
        assert!(!lost);
        check(&bytes, "windows-1252", latin);
    }

    #[test]
    fn the_first_letter_may_stand_at_the_very_end() {
        let text = format!("{}Stra\u{df}e", "plain,1\n".repeat(300_000));
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
        check(&bytes, "windows-1252", &text);
        // Sequences that a chunk's end cuts are whole all the same.
        let text = format!("x{}", "é".repeat(100_000));
        check(text.as_bytes(), "UTF-8", &text);
    }

    #[test]
    fn binary_files_are_no_text() {
        for bytes in [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01".to_vec(),
            (0..=255).cycle().take(4_096).collect(),
        ] {
            let error = detect(&mut Cursor::new(bytes), &Limits::default()).expect_err("binary");
            assert_eq!(error.code, FileErrorCode::NotText);
        }
        let error = detect(&mut Cursor::new(b""), &Limits::default()).expect_err("empty");
        assert_eq!(error.code, FileErrorCode::Empty);
        let limits = Limits { file_bytes: 3, ..Limits::default() };
        assert_eq!(
            detect(&mut Cursor::new(b"1234"), &limits).expect_err("large").code,
            FileErrorCode::TooLarge
        );
    }

    #[test]
    fn a_broken_letter_does_not_make_a_text_latin() {
        let mut bytes = "é,ü,ñ\n".repeat(100).into_bytes();
        bytes.push(0xff);
        let mut input = Cursor::new(&bytes);
        let detected = detect(&mut input, &Limits::default()).expect("text");
        assert_eq!(detected.encoding, UTF_8);
        let mut out = Vec::new();
        assert!(decode(&mut input, detected, &mut out).expect("decoded").replaced);
    }

    #[test]
    fn bytes_of_a_card_are_read_in_its_charset_or_as_they_look() {
        assert_eq!(lenient(b"Zo\xeb", Some("ISO-8859-1")), "Zoë");
        assert_eq!(lenient("Zoë".as_bytes(), None), "Zoë");
        assert_eq!(lenient(b"Zo\xeb", None), "Zoë");
        assert_eq!(lenient("Zoë".as_bytes(), Some("nonsense")), "Zoë");
    }
}
