//! The code of a gift card: what is printed, read out and typed.
//!
//! Codes made here have 16 characters of an alphabet of 31 without look-alikes (no 0, 1, I, O, U), the last of which
//! checks the others: the weighted sum of all, with the weights 1 to 16 from the right, is a multiple of the prime 31.
//! As with ISBN-10 (ISO 2108:1992, which does it modulo 11) any single wrong character and any two that changed places
//! are noticed. A shop may also bring codes of its own; those are taken as they are.

use std::fmt;
use std::str::FromStr;

use rand::Rng;
use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::error::{Error, Result};

const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKLMNPQRSTVWXYZ";
/// Characters of a code made here, the check character included.
const LENGTH: usize = 16;
/// A code of the shop's own.
const SHORTEST: usize = 6;
const LONGEST: usize = 32;

/// Upper case, letters and digits only. Its `Debug` is masked: a code is as good as money.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct GiftCardCode(String);

impl GiftCardCode {
    /// A new random code: 15 characters are 74 bits.
    pub fn generate(random: &mut impl Rng) -> Self {
        let mut values: Vec<usize> = (1..LENGTH).map(|_| random.random_range(0..ALPHABET.len())).collect();
        let sum = weighted(&values, 2);
        values.push((ALPHABET.len() - sum) % ALPHABET.len());
        Self(values.into_iter().map(|value| char::from(ALPHABET[value])).collect())
    }

    /// What people typed: spaces and dashes do not count, nor does the case.
    ///
    /// # Errors
    /// `Invalid`, naming `code`, when it cannot be a code.
    pub fn parse(text: &str) -> Result<Self> {
        let code: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '–' | '.'))
            .flat_map(char::to_uppercase)
            .collect();
        let right = code.chars().all(|c| c.is_ascii_alphanumeric());
        if !right || !(SHORTEST..=LONGEST).contains(&code.len()) {
            return Err(Error::invalid(format!(
                "A gift card's code has {SHORTEST} to {LONGEST} letters and digits."
            ))
            .at("code"));
        }
        Ok(Self(code))
    }

    /// Has the form of a code made here, but a character is wrong.
    pub fn is_mistyped(&self) -> bool {
        if self.0.len() != LENGTH {
            return false;
        }
        let values: Option<Vec<usize>> =
            self.0.bytes().map(|byte| ALPHABET.iter().position(|known| *known == byte)).collect();
        values.is_none_or(|values| weighted(&values, 1) != 0)
    }

    /// In groups of four: `7QK2-…`.
    pub fn grouped(&self) -> String {
        let mut text = String::with_capacity(self.0.len() + self.0.len() / 4);
        for (i, c) in self.0.chars().enumerate() {
            if i > 0 && i % 4 == 0 {
                text.push('-');
            }
            text.push(c);
        }
        text
    }

    /// The last four characters.
    pub fn end(&self) -> &str {
        &self.0[self.0.len().saturating_sub(4)..]
    }

    /// For lists: `•••• 7QK2`.
    pub fn masked(&self) -> String {
        format!("•••• {}", self.end())
    }
}

/// The weighted sum modulo 31; `last` is the weight of the last value, growing to the left.
fn weighted(values: &[usize], last: usize) -> usize {
    values.iter().rev().enumerate().map(|(i, value)| value * (i + last)).sum::<usize>() % ALPHABET.len()
}

impl fmt::Debug for GiftCardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}
impl FromStr for GiftCardCode {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}
impl ToSql for GiftCardCode {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.as_str().into())
    }
}
impl FromSql for GiftCardCode {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Self(value.as_str()?.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn what_people_type_is_read_and_what_cannot_be_a_code_is_refused() {
        let code = GiftCardCode::parse(" ab2c-3d4e 5f6g–7h8j ").expect("code");
        assert_eq!(code.grouped(), "AB2C-3D4E-5F6G-7H8J");
        assert_eq!(code.masked(), "•••• 7H8J");
        assert_eq!(format!("{code:?}"), "•••• 7H8J");
        for text in ["", "abc", "abcde", "ab/cdef", "ümlaut12", &"A".repeat(33)] {
            assert_eq!(GiftCardCode::parse(text).expect_err(text).field.as_deref(), Some("code"));
        }
        // The shop's own codes have no check character.
        assert!(!GiftCardCode::parse("SUMMER24").expect("own").is_mistyped());
        // Sixteen characters with one that our codes never have.
        assert!(GiftCardCode::parse("AB2C3D4E5F6G7H80").expect("form").is_mistyped());
    }

    proptest! {
        #[test]
        fn every_single_error_and_every_two_that_changed_places_are_noticed(
            seed: u64, at in 0usize..16, other in 0usize..16, by in 1usize..31,
        ) {
            let code = GiftCardCode::generate(&mut StdRng::seed_from_u64(seed));
            prop_assert_eq!(code.0.len(), LENGTH);
            prop_assert!(!code.is_mistyped());
            prop_assert_eq!(&GiftCardCode::parse(&code.grouped().to_lowercase()).expect("own"), &code);

            let mut typed = code.0.clone().into_bytes();
            let was = ALPHABET.iter().position(|known| *known == typed[at]).expect("of the alphabet");
            typed[at] = ALPHABET[(was + by) % ALPHABET.len()];
            prop_assert!(GiftCardCode(String::from_utf8(typed).expect("ascii")).is_mistyped());

            let mut swapped = code.0.clone().into_bytes();
            swapped.swap(at, other);
            let swapped = GiftCardCode(String::from_utf8(swapped).expect("ascii"));
            prop_assert_eq!(swapped.is_mistyped(), swapped != code);
        }
    }
}
