//! Pages of a list: a limit, and a cursor that continues after the last item of the page before.
//!
//! A cursor holds the sort key of the last item, so that a page is found by an index and stays right while
//! rows are added. Its text is opaque to callers: they hand back what they were given.

use std::fmt;
use std::str::FromStr;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Code, Error, Result};

/// The most items of one page.
pub const LARGEST_PAGE: usize = 200;
const USUAL_PAGE: usize = 50;

/// Where a list continues. In text: lower-case hexadecimal of a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(String);

impl Cursor {
    /// The cursor after an item with this sort key.
    ///
    /// # Errors
    /// `Internal` when the key cannot be written as JSON.
    pub fn of(key: &impl Serialize) -> Result<Self> {
        use fmt::Write as _;
        let json = serde_json::to_vec(key)?;
        let mut text = String::with_capacity(json.len() * 2);
        for byte in json {
            let _ = write!(text, "{byte:02x}");
        }
        Ok(Self(text))
    }

    /// The sort key in it.
    ///
    /// # Errors
    /// `Malformed` when it is not a cursor of such a list.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        let foreign = || Error::new(Code::Malformed, "The cursor is not one of this list.");
        let digits = self.0.as_bytes();
        if !digits.len().is_multiple_of(2) {
            return Err(foreign());
        }
        let bytes: Vec<u8> = digits
            .chunks_exact(2)
            .map(|pair| std::str::from_utf8(pair).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok()))
            .collect::<Option<_>>()
            .ok_or_else(foreign)?;
        serde_json::from_slice(&bytes).map_err(|_| foreign())
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
impl FromStr for Cursor {
    type Err = std::convert::Infallible;

    /// Any text is taken; [`Cursor::read`] judges it.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}
impl Serialize for Cursor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
impl<'de> Deserialize<'de> for Cursor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(String::deserialize(deserializer)?))
    }
}

/// What part of a list is asked for.
#[derive(Debug, Clone)]
pub struct PageRequest {
    pub after: Option<Cursor>,
    /// 1..=[`LARGEST_PAGE`]; other values are brought into that range.
    pub limit: usize,
}

impl Default for PageRequest {
    fn default() -> Self {
        Self { after: None, limit: USUAL_PAGE }
    }
}

impl PageRequest {
    pub fn first(limit: usize) -> Self {
        Self { after: None, limit }
    }

    pub fn limit(&self) -> usize {
        self.limit.clamp(1, LARGEST_PAGE)
    }

    /// One row more than the page holds tells whether there is a next one.
    pub fn rows_to_fetch(&self) -> i64 {
        i64::try_from(self.limit() + 1).unwrap_or(i64::MAX)
    }

    /// The sort key to continue after.
    ///
    /// # Errors
    /// As [`Cursor::read`].
    pub fn key<T: DeserializeOwned>(&self) -> Result<Option<T>> {
        self.after.as_ref().map(Cursor::read).transpose()
    }

    /// Makes the page out of the fetched rows (see [`PageRequest::rows_to_fetch`]).
    ///
    /// # Errors
    /// As [`Cursor::of`].
    pub fn page<T, K: Serialize>(&self, mut rows: Vec<T>, key: impl Fn(&T) -> K) -> Result<Page<T>> {
        let more = rows.len() > self.limit();
        rows.truncate(self.limit());
        let next = match rows.last() {
            Some(last) if more => Some(Cursor::of(&key(last))?),
            _ => None,
        };
        Ok(Page { items: rows, next })
    }
}

/// A part of a list.
#[derive(Debug, Clone, Serialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Hand it back to get what follows; `None` at the end.
    pub next: Option<Cursor>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_ends_where_the_rows_end() {
        let request = PageRequest::first(2);
        let page = request.page(vec![1, 2, 3], |n| *n).expect("page");
        assert_eq!(page.items, [1, 2]);
        assert_eq!(page.next.expect("more").read::<i32>().expect("key"), 2);
        assert!(request.page(vec![1, 2], |n| *n).expect("page").next.is_none());
        assert_eq!(PageRequest::first(0).limit(), 1);
        assert_eq!(PageRequest::first(9999).limit(), LARGEST_PAGE);
    }

    proptest! {
        #[test]
        fn any_key_comes_back_and_any_text_is_judged(title: String, n: i64, text: String) {
            let cursor = Cursor::of(&(&title, n)).expect("cursor");
            prop_assert_eq!(cursor.to_string().parse::<Cursor>().expect("text").read::<(String, i64)>().expect("key"), (title, n));
            if let Err(error) = text.parse::<Cursor>().expect("text").read::<(String, i64)>() {
                prop_assert_eq!(error.code, Code::Malformed);
            }
        }
    }
}
