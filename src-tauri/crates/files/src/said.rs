//! What a file says about a field: nothing at all, that it is blank, or a value.

use serde::{Deserialize, Serialize};

/// An import leaves alone what the file has no column for; a blank cell is something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said<T> {
    /// The file has no such column.
    #[default]
    Nothing,
    /// The cell is blank.
    Empty,
    Value(T),
}

impl<T> Said<T> {
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            _ => None,
        }
    }

    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Said<U> {
        match self {
            Self::Nothing => Said::Nothing,
            Self::Empty => Said::Empty,
            Self::Value(value) => Said::Value(change(value)),
        }
    }

    /// Takes the other's word where this says less.
    pub(crate) fn or_take(&mut self, other: Self) {
        if matches!((&self, &other), (Self::Nothing, _) | (Self::Empty, Self::Value(_))) {
            *self = other;
        }
    }
}

impl Said<String> {
    /// The text, or nothing where the file says nothing or is blank.
    pub fn text(&self) -> &str {
        self.value().map_or("", String::as_str)
    }
}

impl<T> From<T> for Said<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Said<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Self::Value)
    }
}
