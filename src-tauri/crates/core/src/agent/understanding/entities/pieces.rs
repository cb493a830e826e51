//! A text as its pieces between spaces, with capitals and punctuation, for what the words alone do not show: names,
//! addresses, numbers with letters.

use super::super::words;

/// Pieces that are read of one message.
const MOST: usize = 800;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// As written, without punctuation around it.
    pub text: &'a str,
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
    let mut pieces = Vec::new();
    for line in text.split('\n') {
        for chunk in line.split([' ', '\t']).filter(|chunk| !chunk.is_empty()) {
            let inner = chunk.trim_matches(is_outer);
            let after = chunk.trim_start_matches(is_outer).chars().rev().take_while(|c| is_outer(*c)).last();
            if inner.is_empty() {
                // Punctuation by itself ends what is before it.
                if let Some(last) = pieces.last_mut() {
                    let last: &mut Piece<'_> = last;
                    last.after = last.after.or(chunk.chars().next());
                }
                continue;
            }
            pieces.push(Piece { text: inner, plain: words::fold(inner), after });
            if pieces.len() >= MOST {
                return pieces;
            }
        }
        if let Some(last) = pieces.last_mut() {
            last.after = last.after.or(Some('\n'));
        }
    }
    pieces
}
