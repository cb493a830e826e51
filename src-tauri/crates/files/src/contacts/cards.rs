//! Contact cards of a file, one after the other, with their places; each no larger than the limit.

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};

use crate::fault::{FileError, FileErrorCode, Result};
use crate::layout::Position;
use crate::limits::Limits;

/// The bytes of one card.
pub(crate) struct Card {
    pub position: Position,
    pub after: Position,
    pub bytes: Vec<u8>,
    /// It has its END.
    pub ended: bool,
}

/// Cards of a file, with their places.
pub(crate) struct Cards<R> {
    input: BufReader<R>,
    next: Position,
    /// A BEGIN line that was read already, and where it stands.
    begun: Option<u64>,
    most_bytes: usize,
}

impl<R: Read + Seek> Cards<R> {
    pub fn new(mut input: R, from: Position, limits: &Limits) -> Result<Self> {
        input.seek(SeekFrom::Start(from.offset))?;
        Ok(Self {
            input: BufReader::with_capacity(64 << 10, input),
            next: from,
            begun: None,
            most_bytes: limits.row_bytes,
        })
    }

    /// Bytes read so far.
    pub fn offset(&self) -> u64 {
        self.next.offset
    }

    /// A physical line with its break; empty at the end. Lines beyond the limit end the reading.
    fn line(&mut self, line: &mut Vec<u8>) -> Result<usize> {
        line.clear();
        let limit = self.most_bytes as u64 + 1;
        let read = (&mut self.input).take(limit).read_until(b'\n', line)?;
        if read as u64 == limit {
            return Err(self.too_long());
        }
        self.next.offset += read as u64;
        Ok(read)
    }

    fn too_long(&self) -> FileError {
        let card = self.next.row + 1;
        FileError::at(
            FileErrorCode::RowTooLong,
            card,
            format!("Contact card {card} is larger than {} MB.", self.most_bytes >> 20),
        )
    }

    pub fn next_card(&mut self) -> Result<Option<Card>> {
        let mut line = Vec::new();
        let start = loop {
            if let Some(start) = self.begun.take() {
                break start;
            }
            let start = self.next.offset;
            if self.line(&mut line)? == 0 {
                return Ok(None);
            }
            if is(&line, b"BEGIN:VCARD") {
                break start;
            }
        };
        let mut bytes = b"BEGIN:VCARD\r\n".to_vec();
        let mut depth = 1_usize;
        let mut agent = false;
        let mut ended = true;
        loop {
            let offset = self.next.offset;
            if self.line(&mut line)? == 0 {
                ended = false;
                break;
            }
            if is(&line, b"BEGIN:VCARD") {
                if !agent {
                    // The END is missing.
                    self.begun = Some(offset);
                    ended = false;
                    break;
                }
                depth += 1;
            }
            if bytes.len() + line.len() > self.most_bytes {
                return Err(self.too_long());
            }
            bytes.extend_from_slice(&line);
            if is(&line, b"END:VCARD") {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            let text = line.trim_ascii();
            if !text.is_empty() {
                agent = text.ends_with(b":") && text.len() >= 6 && text[..5].eq_ignore_ascii_case(b"AGENT");
            }
        }
        let position = Position { offset: start, ..self.next };
        self.next.row += 1;
        self.next.index += 1;
        let after = Position { offset: self.begun.unwrap_or(self.next.offset), ..self.next };
        Ok(Some(Card { position, after, bytes, ended }))
    }
}

fn is(line: &[u8], wanted: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    let mut bare = line.iter().filter(|byte| !byte.is_ascii_whitespace());
    let mut wanted = wanted.iter();
    loop {
        match (bare.next(), wanted.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a.eq_ignore_ascii_case(b) => {}
            _ => return false,
        }
    }
}
