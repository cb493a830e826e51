//! The lines of a contact card: unfolded, their parameters apart, their values decoded.
//!
//! Our own reader, because cards come in several charsets within one file and from producers that follow no version
//! of the standard; it takes bytes, never fails, and keeps what it does not know.
//! Sources: vCard 2.1 (1996), RFC 2426 (3.0), RFC 6350 (4.0), RFC 6868 (parameters).

use crate::text::encoding::lenient;

/// One property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// "item1" of "item1.TEL", lower case.
    pub group: Option<String>,
    /// Upper case.
    pub name: String,
    /// Name (upper case) and value; a value without a name (2.1) has the name "TYPE".
    pub params: Vec<(String, String)>,
    pub value: Vec<u8>,
}

impl Line {
    pub fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Lower case; "HOME,PREF" are two.
    pub fn types(&self) -> Vec<String> {
        self.params
            .iter()
            .filter(|(name, _)| name == "TYPE")
            .flat_map(|(_, value)| value.split(','))
            .map(|word| word.trim().to_lowercase())
            .filter(|word| !word.is_empty())
            .collect()
    }

    fn has_encoding(&self, names: &[&str]) -> bool {
        self.params.iter().any(|(name, value)| {
            (name == "ENCODING" || name == "TYPE")
                && names.iter().any(|known| value.eq_ignore_ascii_case(known))
        })
    }

    pub fn is_quoted_printable(&self) -> bool {
        self.has_encoding(&["QUOTED-PRINTABLE"])
    }

    pub fn is_base64(&self) -> bool {
        // "TYPE=B" would be a blood group for all we know; only ENCODING=b is short.
        self.has_encoding(&["BASE64"])
            || self.param("ENCODING").is_some_and(|value| value.eq_ignore_ascii_case("b"))
    }

    /// The value as text, still with its backslashes.
    pub fn text(&self) -> String {
        let charset = self.param("CHARSET");
        if self.is_quoted_printable() {
            lenient(&quoted_printable(&self.value), charset)
        } else {
            lenient(&self.value, charset)
        }
    }
}

/// `=41=\r\n` are bytes; what is no such thing stays.
pub(crate) fn quoted_printable(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        let pair = text.get(at + 1..at + 3).and_then(|pair| Some((hex(pair[0])?, hex(pair[1])?)));
        match (text[at], pair) {
            (b'=', Some((high, low))) => {
                bytes.push(high << 4 | low);
                at += 3;
            }
            (byte, _) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    bytes
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// More than any card has; the rest is left out.
const MOST_LINES: usize = 4_000;

/// The properties between BEGIN and END, both left out; what stands in a card within the card too.
pub(crate) fn lines(card: &[u8]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut depth = 0_usize;
    let mut physical = physical_lines(card).peekable();
    while let Some(first) = physical.next() {
        if lines.len() >= MOST_LINES {
            break;
        }
        let mut whole = first.to_vec();
        let mut line = parse(&whole);
        while let Some(next) = physical.peek() {
            let soft = whole.ends_with(b"=") && line.as_ref().is_some_and(Line::is_quoted_printable);
            if soft {
                whole.pop();
                whole.extend_from_slice(next);
            } else if next.first().is_some_and(|byte| matches!(byte, b' ' | b'\t')) {
                whole.extend_from_slice(&next[1..]);
            } else if line.as_ref().is_some_and(Line::is_base64) && is_bare_base64(next) {
                whole.extend_from_slice(next);
            } else {
                break;
            }
            physical.next();
            // The parameters may have been folded too.
            if line.is_none() || soft || whole.len() < 2_000 {
                line = parse(&whole);
            }
        }
        if let Some(mut line) = line {
            if let Some(colon) = value_start(&whole) {
                line.value = whole[colon..].to_vec();
            }
            match line.name.as_str() {
                "BEGIN" => depth += 1,
                "END" => depth = depth.saturating_sub(1),
                _ if depth <= 1 => lines.push(line),
                _ => {}
            }
        }
    }
    lines
}

/// Old programs break base64 without an indent.
fn is_bare_base64(line: &[u8]) -> bool {
    !line.is_empty()
        && line.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}

fn physical_lines(card: &[u8]) -> impl Iterator<Item = &[u8]> {
    card.split(|byte| matches!(byte, b'\n'))
        .flat_map(|line| line.strip_suffix(b"\r").unwrap_or(line).split(|byte| *byte == b'\r'))
}

/// Where the value begins: after the first colon outside quotes.
fn value_start(line: &[u8]) -> Option<usize> {
    let mut quoted = false;
    for (at, byte) in line.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b':' if !quoted => return Some(at + 1),
            _ => {}
        }
    }
    // A quote that is never closed.
    line.iter().position(|byte| *byte == b':').map(|at| at + 1)
}

fn parse(line: &[u8]) -> Option<Line> {
    let start = value_start(line)?;
    let head = lenient(&line[..start - 1], None);
    let mut parts = split_outside_quotes(&head, ';').into_iter();
    let name = parts.next()?.trim().trim_start_matches('\u{feff}').to_owned();
    let (group, name) = match name.rsplit_once('.') {
        Some((group, name)) => (Some(group.to_lowercase()), name),
        None => (None, name.as_str()),
    };
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        return None;
    }
    let params = parts
        .filter(|part| !part.trim().is_empty())
        .map(|part| match part.split_once('=') {
            Some((name, value)) => (name.trim().to_uppercase(), parameter(value)),
            None => ("TYPE".to_owned(), part.trim().to_owned()),
        })
        .collect();
    Some(Line { group, name: name.to_uppercase(), params, value: line[start..].to_vec() })
}

fn split_outside_quotes(text: &str, sign: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            c if c == sign && !quoted => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Quotes taken off, `^n`, `^'` and `^^` (RFC 6868) put back.
fn parameter(value: &str) -> String {
    let bare = value.trim().replace('"', "");
    let mut text = String::with_capacity(bare.len());
    let mut chars = bare.chars().peekable();
    while let Some(c) = chars.next() {
        let stands_for = match (c, chars.peek()) {
            ('^', Some('n')) => Some('\n'),
            ('^', Some('\'')) => Some('"'),
            ('^', Some('^')) => Some('^'),
            _ => None,
        };
        if stands_for.is_some() {
            chars.next();
        }
        text.push(stands_for.unwrap_or(c));
    }
    text
}

/// Backslashes taken out.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match chars.next() {
            Some('n' | 'N') => plain.push('\n'),
            Some(c @ ('\\' | ',' | ';' | ':')) => plain.push(c),
            Some(c) => plain.extend(['\\', c]),
            None => plain.push('\\'),
        }
    }
    plain
}

/// The parts between signs that no backslash protects, each unescaped.
pub(crate) fn split(text: &str, sign: char) -> Vec<String> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut protected = false;
    for (at, c) in text.char_indices() {
        if protected {
            protected = false;
        } else if c == '\\' {
            protected = true;
        } else if c == sign {
            parts.push(unescape(&text[start..at]));
            start = at + c.len_utf8();
        }
    }
    parts.push(unescape(&text[start..]));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(card: &str) -> Vec<(String, String)> {
        lines(card.as_bytes()).into_iter().map(|line| (line.name.clone(), line.text())).collect()
    }

    fn check(card: &str, expected: &[(&str, &str)]) {
        let texts = texts(card);
        let texts: Vec<_> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert_eq!(texts, expected, "{card}");
    }

    #[test]
    fn lines_are_unfolded() {
        check("NOTE:one\r\n  two\r\n\tthree\r\nFN:x", &[("NOTE", "one twothree"), ("FN", "x")]);
        check("note;charset=utf-8:a\n b", &[("NOTE", "ab")]);
        check("TEL;TYPE=ho\r\n me:1", &[("TEL", "1")]);
        check(
            "NOTE;ENCODING=QUOTED-PRINTABLE:Gr=C3=BC=\r\n=C3=9Fe=0D=0Aaus\r\nFN:y",
            &[("NOTE", "Grüße\r\naus"), ("FN", "y")],
        );
        check("NOTE;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Zo=EB=\nx", &[("NOTE", "Zoëx")]);
        check("NOTE:ends with =\nFN:z", &[("NOTE", "ends with ="), ("FN", "z")]);
        check("PHOTO;BASE64:AAAA\nBBBB\nCC==\n\nFN:z", &[("PHOTO", "AAAABBBBCC=="), ("FN", "z")]);
        check(
            "AGENT:\nBEGIN:VCARD\nFN:inner\nEND:VCARD\nFN:outer",
            &[("AGENT", ""), ("FN", "inner"), ("FN", "outer")],
        );
        check(
            "BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nFN:inner\nEND:VCARD\nFN:outer\nEND:VCARD",
            &[("AGENT", ""), ("FN", "outer")],
        );
        check("rubbish\n:\n;:x\nFN:z", &[("FN", "z")]);
    }

    #[test]
    fn parameters_of_all_versions() {
        let line = |text: &str| lines(text.as_bytes()).remove(0);
        let tel = line("item1.TEL;CELL;TYPE=\"home,pref\";X=\"a:b;c\":+1 555");
        assert_eq!(tel.group.as_deref(), Some("item1"));
        assert_eq!(tel.types(), ["cell", "home", "pref"]);
        assert_eq!(tel.param("X"), Some("a:b;c"));
        assert_eq!(tel.text(), "+1 555");
        assert_eq!(line("X;NAME=\"a^nb^'c^^\":v").param("NAME"), Some("a\nb\"c^"));
        assert!(line("PHOTO;ENCODING=b;TYPE=JPEG:AA").is_base64());
        assert_eq!(line("FN;X=\"open:value").text(), "value");
    }

    #[test]
    fn backslashes_protect() {
        assert_eq!(split("a\\,b,c\\;d,\\\\", ','), ["a,b", "c;d", "\\"]);
        assert_eq!(unescape("a\\nb\\x\\"), "a\nb\\x\\");
    }
}
