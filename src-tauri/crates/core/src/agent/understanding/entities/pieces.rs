//! A text as its pieces between spaces, with capitals and punctuation, for what the words alone do not show: names,
//! addresses, numbers with letters.

use super::super::words;

/// Pieces that are read of one message.
const MOST: usize = 800;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// As written, without punctuation around it.
    pub text: &'a str,
    /// Where that begins in the text, in bytes.
    pub at: usize,
    /// Lower case without accents.
    pub plain: String,
    /// The punctuation right after it; a line's end is `\n`.
    pub after: Option<char>,
}

impl Piece<'_> {
    pub fn is_capital(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }

    pub fn has_digit(&self) -> bool {
        self.text.bytes().any(|b| b.is_ascii_digit())
    }

    pub fn is_digits(&self) -> bool {
        !self.text.is_empty() && self.text.bytes().all(|b| b.is_ascii_digit())
    }

    pub fn is_word(&self) -> bool {
        self.text.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '-')) && !self.text.is_empty()
    }

    /// Where it ends in the text, in bytes.
    pub fn end(&self) -> usize {
        self.at + self.text.len()
    }

    /// Whether a part of the sentence ends here.
    pub fn ends(&self) -> bool {
        self.after.is_some()
    }
}

/// Punctuation that belongs to no number, name or street.
fn is_outer(c: char) -> bool {
    matches!(
        c,
        ',' | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | '('
            | ')'
            | '"'
            | '\''
            | '['
            | ']'
            | '*'
            | '…'
            | '¿'
            | '¡'
            | '<'
            | '>'
    )
}

pub(super) fn of(text: &str) -> Vec<Piece<'_>> {
    up_to(text, MOST)
}

pub(super) fn up_to(text: &str, most: usize) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut line_at = 0;
    for line in text.split('\n') {
        let mut at = line_at;
        line_at += line.len() + 1;
        for chunk in line.split([' ', '\t']) {
            let chunk_at = at;
            at += chunk.len() + 1;
            if chunk.is_empty() {
                continue;
            }
            let opened = chunk.trim_start_matches(is_outer);
            let inner = opened.trim_end_matches(is_outer);
            let after = opened.chars().rev().take_while(|c| is_outer(*c)).last();
            if inner.is_empty() {
                // Punctuation by itself ends what is before it.
                if let Some(last) = pieces.last_mut() {
                    let last: &mut Piece<'_> = last;
                    last.after = last.after.or(chunk.chars().next());
                }
                continue;
            }
            let inner_at = chunk_at + chunk.len() - opened.len();
            pieces.push(Piece { text: inner, at: inner_at, plain: words::fold(inner), after });
            if pieces.len() >= most {
                return pieces;
            }
        }
        if let Some(last) = pieces.last_mut() {
            last.after = last.after.or(Some('\n'));
        }
    }
    pieces
}
