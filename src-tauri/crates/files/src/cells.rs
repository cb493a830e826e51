//! Typed reading of cells: what a column's style decides, and the problem that is reported for a cell nobody can read.

use jiff::civil::Date;

use crate::decimal::Decimal;
use crate::fault::{Problem, ProblemCode};
use crate::layout::Layout;
use crate::said::Said;
use crate::text::dates::{self, DateFault};
use crate::text::escape::unescape;
use crate::text::numbers::{self, NumberFault, Rule};
use crate::text::records::Record;
use crate::text::words::yes_or_no;

/// How numbers and dates are written in each column; decided by the survey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Styles {
    pub rules: Vec<Rule>,
    pub month_first: Vec<bool>,
}

impl Styles {
    fn rule(&self, column: usize) -> Rule {
        self.rules.get(column).copied().unwrap_or(Rule::Group)
    }
}

/// A row and where its problems go.
pub(crate) struct Cells<'a> {
    pub layout: &'a Layout,
    pub styles: &'a Styles,
    pub record: &'a Record,
    pub problems: &'a mut Vec<Problem>,
}

impl<'a> Cells<'a> {
    /// The cell without the apostrophe that protects it from spreadsheets.
    pub fn raw(&self, column: usize) -> &'a str {
        unescape(self.record.get(column))
    }

    pub fn text(&self, column: usize) -> &'a str {
        self.raw(column).trim()
    }

    pub fn is_blank(&self, column: usize) -> bool {
        self.record.get(column).trim().is_empty()
    }

    pub fn said(&self, column: Option<usize>) -> Said<String> {
        let Some(column) = column else { return Said::Nothing };
        let text = self.text(column);
        if text.is_empty() { Said::Empty } else { Said::Value(text.to_owned()) }
    }

    fn report(&mut self, column: usize, code: ProblemCode, text: impl Into<String>) {
        let field = self.layout.mapping.get(column).copied().flatten();
        let problem = Problem::error(self.record.row(), code, text)
            .in_column(&self.layout.name(column), field)
            .with_value(self.text(column));
        self.problems.push(problem);
    }

    pub fn warn(&mut self, column: usize, code: ProblemCode, text: impl Into<String>) {
        self.report(column, code, text);
        if let Some(problem) = self.problems.last_mut() {
            problem.severity = crate::fault::Severity::Warning;
        }
    }

    pub fn refuse(&mut self, column: usize, code: ProblemCode, text: impl Into<String>) {
        self.report(column, code, text);
    }

    pub fn number(&mut self, column: Option<usize>) -> Said<Decimal> {
        let Some(column) = column else { return Said::Nothing };
        let text = self.text(column);
        if text.is_empty() {
            return Said::Empty;
        }
        match numbers::parse(text, self.styles.rule(column)) {
            Ok(number) => Said::Value(number),
            Err(fault) => {
                let name = self.layout.name(column);
                match fault {
                    NumberFault::NotANumber => {
                        self.report(
                            column,
                            ProblemCode::NotANumber,
                            format!("{name}: “{}” is not a number.", crate::fault::shortened(text)),
                        );
                    }
                    NumberFault::TooLarge => {
                        self.report(
                            column,
                            ProblemCode::NumberTooLarge,
                            format!("{name}: “{}” has too many digits.", crate::fault::shortened(text)),
                        );
                    }
                }
                Said::Nothing
            }
        }
    }

    /// A price: not negative.
    pub fn amount(&mut self, column: Option<usize>) -> Said<Decimal> {
        let number = self.number(column);
        if let (Some(column), Said::Value(amount)) = (column, number)
            && amount.is_negative()
        {
            let name = self.layout.name(column);
            self.report(column, ProblemCode::NegativePrice, format!("{name}: a price cannot be negative."));
            return Said::Nothing;
        }
        number
    }

    /// A count of pieces.
    pub fn whole(&mut self, column: Option<usize>) -> Said<i64> {
        match self.number(column) {
            Said::Nothing => Said::Nothing,
            Said::Empty => Said::Empty,
            Said::Value(number) => match (number.whole(), column) {
                (Some(whole), _) => Said::Value(whole),
                (None, column) => {
                    if let Some(column) = column {
                        let name = self.layout.name(column);
                        self.report(
                            column,
                            ProblemCode::NotWhole,
                            format!("{name}: only whole pieces can be counted."),
                        );
                    }
                    Said::Nothing
                }
            },
        }
    }

    /// A whole number where nothing depends on it: anything else is no number.
    pub fn whole_leniently(&self, column: Option<usize>) -> Option<i64> {
        let text = self.text(column?);
        numbers::parse(text, Rule::Decimals).ok().and_then(Decimal::whole)
    }

    pub fn yes_or_no(&mut self, column: Option<usize>) -> Said<bool> {
        let Some(column) = column else { return Said::Nothing };
        let text = self.text(column);
        if text.is_empty() {
            return Said::Empty;
        }
        if let Some(yes) = yes_or_no(text) {
            return Said::Value(yes);
        }
        let name = self.layout.name(column);
        self.report(
            column,
            ProblemCode::NotYesOrNo,
            format!("{name}: “{}” is neither yes nor no.", crate::fault::shortened(text)),
        );
        Said::Nothing
    }

    pub fn date(&mut self, column: Option<usize>) -> Said<Date> {
        let Some(column) = column else { return Said::Nothing };
        let text = self.text(column);
        if text.is_empty() {
            return Said::Empty;
        }
        let month_first = self.styles.month_first.get(column).copied().unwrap_or_default();
        match dates::parse(text, month_first) {
            Ok(date) => Said::Value(date),
            Err(fault) => {
                let name = self.layout.name(column);
                let text = crate::fault::shortened(text);
                match fault {
                    DateFault::NotADate => {
                        self.report(
                            column,
                            ProblemCode::NotADate,
                            format!("{name}: “{text}” is not a date such as 2024-12-31."),
                        );
                    }
                    DateFault::NoSuchDate => {
                        self.report(
                            column,
                            ProblemCode::NoSuchDate,
                            format!("{name}: there is no such day as {text}."),
                        );
                    }
                }
                Said::Nothing
            }
        }
    }
}

/// Splits "a, b\, c" at commas (and, if there are none, at semicolons); a backslash protects a sign.
pub(crate) fn split_list(text: &str, also_semicolons: bool) -> Vec<String> {
    let sign = if also_semicolons && !has_bare(text, ',') && has_bare(text, ';') { ';' } else { ',' };
    let mut items = Vec::new();
    let mut item = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|next| matches!(next, '\\' | ',' | ';')) => {
                item.extend(chars.next());
            }
            c if c == sign => items.push(std::mem::take(&mut item)),
            c => item.push(c),
        }
    }
    items.push(item);
    let mut unique: Vec<String> = Vec::new();
    for item in items {
        let item = item.trim();
        if !item.is_empty() && !unique.iter().any(|known| known == item) {
            unique.push(item.to_owned());
        }
    }
    unique
}

fn has_bare(text: &str, sign: char) -> bool {
    let mut before = None;
    for c in text.chars() {
        if c == sign && before != Some('\\') {
            return true;
        }
        before = if before == Some('\\') && c == '\\' { None } else { Some(c) };
    }
    false
}

/// The list that [`split_list`] splits.
pub(crate) fn join_list(items: &[String]) -> String {
    let protected: Vec<String> =
        items.iter().map(|item| item.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;")).collect();
    protected.join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lists_are_split_at_their_sign() {
        for (text, expected) in [
            ("a, b ,,c", vec!["a", "b", "c"]),
            ("a; b", vec!["a", "b"]),
            ("a; b, c", vec!["a; b", "c"]),
            ("a\\, b, c", vec!["a, b", "c"]),
            ("a, a", vec!["a"]),
            ("c:\\x", vec!["c:\\x"]),
            ("", vec![]),
        ] {
            assert_eq!(split_list(text, true), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn lists_come_back(items in prop::collection::vec("[a-c\\\\,; ]{0,6}", 0..5)) {
            let mut expected: Vec<String> = Vec::new();
            for item in items.iter().map(|item| item.trim()).filter(|item| !item.is_empty()) {
                if !expected.iter().any(|known| known == item) {
                    expected.push(item.to_owned());
                }
            }
            let joined = join_list(&expected);
            prop_assert_eq!(split_list(&joined, true), expected.clone());
            prop_assert_eq!(split_list(&joined, false), expected);
        }
    }
}
