//! Sizes and colours of products, as people and shops write them.

use super::super::evidence::ClaimKind;
use super::reader::Reader;
use super::said::Said;
use super::scan::Colours;

impl Reader<'_> {
    /// Sizes that are more than a letter or a number, as the evidence writes them: "35-38", "One size".
    pub(super) fn written_sizes(&mut self, sizes: &[String]) {
        for size in sizes {
            let parts: Vec<String> = tokens(size);
            for i in 0..self.len() {
                let end = i + parts.len();
                let fits = end <= self.len()
                    && (i..end).all(|at| self.free(at))
                    && parts.iter().enumerate().all(|(n, part)| self.lower(i + n) == *part);
                if fits && !parts.is_empty() {
                    self.state(ClaimKind::Size, Said::Size(size.clone()), i, end - 1);
                }
            }
        }
    }

    pub(super) fn sizes(&mut self) {
        const LETTERS: [&str; 12] =
            ["XXS", "XS", "S", "M", "L", "XL", "XXL", "XXXL", "2XL", "3XL", "4XL", "5XL"];
        let mut listing = false;
        for i in 0..self.len() {
            let lower = self.lower(i);
            if matches!(lower, "size" | "sizes") {
                listing = true;
                continue;
            }
            let text = self.sentence.words[i].text.clone();
            let numeric =
                listing && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit()) && !text.is_empty();
            if self.free(i) && (LETTERS.contains(&text.as_str()) || numeric) {
                self.state(ClaimKind::Size, Said::Size(text), i, i);
            } else if !matches!(
                self.lower(i),
                "," | "and" | "or" | ":" | "/" | "in" | "stock" | "eu" | "uk" | "us" | "are" | "is"
            ) {
                listing = false;
            }
        }
    }

    pub(super) fn colours(&mut self, colours: &Colours) {
        for i in 0..self.len() {
            if !self.free(i) {
                continue;
            }
            let names = colours.beginning_with(self.lower(i));
            let fitting = names.filter_map(|parts| {
                let mut at = i;
                let fits = parts.iter().enumerate().all(|(n, part)| {
                    if n > 0 && self.lower(at) == "-" {
                        at += 1;
                    }
                    let fits = self.lower(at) == *part && self.free(at);
                    at += 1;
                    fits
                });
                fits.then_some(at - 1)
            });
            if let Some(end) = fitting.max() {
                let (from, to) = (self.sentence.words[i].start, self.sentence.words[end].end);
                let name: String = self.chars[from..to].iter().collect();
                self.state(ClaimKind::Colour, Said::Colour(name.to_lowercase()), i, end);
            }
        }
    }
}

/// A size's words and signs, as [`split`] cuts them.
fn tokens(size: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut joins = false;
    for c in size.to_lowercase().chars() {
        match tokens.last_mut() {
            Some(last) if joins && c.is_alphanumeric() => last.push(c),
            _ if c.is_whitespace() => {}
            _ => tokens.push(c.to_string()),
        }
        joins = c.is_alphanumeric();
    }
    tokens
}
