//! One cell to be written.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::decimal::Decimal;
use crate::said::Said;

/// A cell with its kind, so that a workbook gets numbers as numbers and codes as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'a> {
    Text(Cow<'a, str>),
    Number(Decimal),
    Integer(i64),
    Date(Date),
    Blank,
}

impl<'a> Cell<'a> {
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    pub(crate) fn said(said: &'a Said<String>) -> Self {
        Self::text(said.text())
    }

    pub(crate) fn number(said: Said<Decimal>) -> Self {
        said.into_value().map_or(Self::Blank, Self::Number)
    }

    pub(crate) fn integer(said: Said<i64>) -> Self {
        said.into_value().map_or(Self::Blank, Self::Integer)
    }

    pub(crate) fn date(said: Said<Date>) -> Self {
        said.into_value().map_or(Self::Blank, Self::Date)
    }

    pub(crate) fn choice(said: Said<bool>, yes: &'a str, no: &'a str) -> Self {
        said.into_value().map_or(Self::Blank, |choice| Self::text(if choice { yes } else { no }))
    }
}

/// A number that cannot be taken for grouped thousands: "1.234" gets a zero more.
pub(crate) fn unmistakable(number: Decimal) -> String {
    let mut text = number.to_string();
    if text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3) {
        text.push('0');
    }
    text
}
