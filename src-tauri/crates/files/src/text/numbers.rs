//! Numbers as people and programs of every locale write them. What one cell leaves open ("1.234"), its column decides.

use crate::decimal::Decimal;
use crate::layout::DecimalChoice;

/// The sign before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Mark {
    Point,
    Comma,
}

/// What a cell says about its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// One number whatever the locale; with the decimal mark that it shows, if it shows one.
    Sure(Decimal, Option<Mark>),
    /// "1.234": grouped thousands, or three decimals.
    Open { grouped: Decimal, decimals: Decimal, sign: Mark },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberFault {
    NotANumber,
    TooLarge,
}

/// How the numbers of a column are written, as far as its cells show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct NumberStyle {
    pub points: u64,
    pub commas: u64,
    pub open_points: u64,
    pub open_commas: u64,
}

impl NumberStyle {
    pub fn look(&mut self, cell: &str) {
        match read(cell) {
            Ok(Reading::Sure(_, Some(Mark::Point))) => self.points += 1,
            Ok(Reading::Sure(_, Some(Mark::Comma))) => self.commas += 1,
            Ok(Reading::Open { sign: Mark::Point, .. }) => self.open_points += 1,
            Ok(Reading::Open { sign: Mark::Comma, .. }) => self.open_commas += 1,
            _ => {}
        }
    }

    pub fn is_open(&self) -> bool {
        self.open_points + self.open_commas > 0
    }

    /// The decimal mark that most of its cells show.
    pub fn mark(&self) -> Option<Mark> {
        match self.points.cmp(&self.commas) {
            std::cmp::Ordering::Greater => Some(Mark::Point),
            std::cmp::Ordering::Less => Some(Mark::Comma),
            std::cmp::Ordering::Equal => None,
        }
    }
}

/// Which reading an open cell gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rule {
    /// This mark stands before decimals, the other one groups.
    Mark(Mark),
    /// Nothing tells: three digits after a sign are a group (prices have two decimals).
    Group,
    /// Nothing tells: they are decimals (weights).
    Decimals,
}

/// The rule of a column: the owner's choice, else the column's own cells, else the other columns of the file.
pub(crate) fn rule(choice: DecimalChoice, column: &NumberStyle, file: &NumberStyle, otherwise: Rule) -> Rule {
    match choice {
        DecimalChoice::Point => Rule::Mark(Mark::Point),
        DecimalChoice::Comma => Rule::Mark(Mark::Comma),
        DecimalChoice::Auto => column.mark().or_else(|| file.mark()).map_or(otherwise, Rule::Mark),
    }
}

/// The number in a cell.
///
/// # Errors
/// When it is none, or has more than 18 digits.
pub(crate) fn parse(cell: &str, rule: Rule) -> Result<Decimal, NumberFault> {
    Ok(match read(cell)? {
        Reading::Sure(number, _) => number,
        Reading::Open { grouped, decimals, sign } => match rule {
            Rule::Mark(mark) if mark == sign => decimals,
            Rule::Decimals => decimals,
            Rule::Mark(_) | Rule::Group => grouped,
        },
    })
}

/// Digits of other scripts as ASCII; marks that have but one meaning as such.
fn plain(c: char) -> char {
    let digit = |zero: char| char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c);
    match c {
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        '०'..='९' => digit('०'),
        '０'..='９' => digit('０'),
        '−' | '–' | '﹣' | '－' => '-',
        '’' | 'ʼ' | '‘' | '´' | '`' | '＇' => '\'',
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\t' => ' ',
        '．' => '.',
        '，' | '،' => ',',
        other => other,
    }
}

/// Signs and letters of currencies, units and direction that may stand around a number.
fn is_around(c: char) -> bool {
    c.is_alphabetic()
        || matches!(
            c,
            '$' | '€'
                | '£'
                | '¥'
                | '₹'
                | '¢'
                | '₺'
                | '₽'
                | '₩'
                | '₪'
                | '₫'
                | '₴'
                | '₦'
                | '₱'
                | '฿'
                | '₨'
                | '₡'
                | '₲'
                | '₵'
                | '₸'
                | '₼'
                | '₾'
                | '₿'
                | '﷼'
        )
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | ' ' | '/')
}

/// Reads a cell in any locale.
pub(crate) fn read(cell: &str) -> Result<Reading, NumberFault> {
    if cell.len() > 200 {
        return Err(NumberFault::NotANumber);
    }
    let text: String = cell.trim().chars().map(plain).collect();
    if let Some(number) = scientific(&text) {
        return number.map(|number| Reading::Sure(number, None));
    }
    let (negative, body) = core(&text).ok_or(NumberFault::NotANumber)?;
    let body = spaces_taken_out(body).ok_or(NumberFault::NotANumber)?;
    read_digits(negative, &body)
}

/// "5.9E+12", "1e3".
fn scientific(text: &str) -> Option<Result<Decimal, NumberFault>> {
    let (number, exponent) = text.split_once(['e', 'E'])?;
    let digits = exponent.trim_start_matches(['+', '-']);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: Decimal = number.replace(',', ".").parse().ok()?;
    Some(exponent.parse::<i8>().ok().and_then(|power| number.shifted(power)).ok_or(NumberFault::TooLarge))
}

/// The sign, and the text from the first digit (or the mark before it) to the last.
fn core(text: &str) -> Option<(bool, &str)> {
    let first = text.find(|c: char| c.is_ascii_digit())?;
    let last = text.rfind(|c: char| c.is_ascii_digit())?;
    // ".5" and ",5" begin with their mark; "Rs. 5" and "S/.5" do not.
    let before_digits = &text[..first];
    let leading = match before_digits.chars().next_back() {
        Some('.' | ',' | '٫') => {
            let before_mark = &before_digits
                [..before_digits.len() - before_digits.chars().next_back().map_or(0, char::len_utf8)];
            !before_mark.ends_with(|c: char| c.is_alphabetic() || c == '/')
        }
        _ => false,
    };
    let start =
        if leading { first - before_digits.chars().next_back().map_or(0, char::len_utf8) } else { first };
    let before = &text[..start];
    let after = &text[last + 1..];
    let mut minus = 0;
    let mut open = 0;
    for c in before.chars() {
        match c {
            '-' => minus += 1,
            '(' => open += 1,
            '+' | '.' => {}
            c if is_around(c) => {}
            _ => return None,
        }
    }
    let mut closed = 0;
    for (i, c) in after.chars().enumerate() {
        match c {
            ')' => closed += 1,
            // "12,-" has no decimals; "12-" is a debt in old programs.
            ',' if i == 0 => {}
            '.' => {}
            '-' if i > 0 => {}
            '-' => minus += 1,
            c if is_around(c) => {}
            _ => return None,
        }
    }
    if minus > 1 || open != closed || open > 1 || (open == 1 && minus == 1) {
        return None;
    }
    // Letters on both sides and between are words, not amounts.
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    if letters(before) > 4 || letters(after) > 5 {
        return None;
    }
    Some((minus + open == 1, &text[start..=last]))
}

/// Spaces and apostrophes group thousands: three digits must follow each.
fn spaces_taken_out(text: &str) -> Option<String> {
    if !text.contains([' ', '\'']) {
        return Some(text.to_owned());
    }
    let (whole, rest) = match text.rfind(['.', ',', '٫']) {
        Some(mark) if !text[mark..].contains([' ', '\'']) => text.split_at(mark),
        _ => (text, ""),
    };
    let mut groups = whole.split([' ', '\'']);
    let first = groups.next()?;
    let mut out = first.to_owned();
    if first.is_empty() || first.len() > 3 || !first.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    for group in groups {
        if group.len() != 3 || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        out.push_str(group);
    }
    out.push_str(rest);
    Some(out)
}

fn read_digits(negative: bool, text: &str) -> Result<Reading, NumberFault> {
    let bad = || NumberFault::NotANumber;
    if text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '٫' | '٬')) {
        return Err(bad());
    }
    let number = |whole: &str, fraction: &str| {
        Decimal::from_parts(negative, whole, fraction).map_err(|_| NumberFault::TooLarge)
    };
    // The Arabic marks have one meaning each.
    if text.contains(['٫', '٬']) {
        let (whole, fraction) = text.split_once('٫').unwrap_or((text, ""));
        let whole = ungrouped(whole, '٬').ok_or_else(bad)?;
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(bad());
        }
        return Ok(Reading::Sure(number(&whole, fraction)?, None));
    }
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    match (points, commas) {
        (0, 0) => Ok(Reading::Sure(number(text, "")?, None)),
        (0, 1) => one_mark(text, ',', Mark::Comma, number),
        (1, 0) => one_mark(text, '.', Mark::Point, number),
        (0, _) => Ok(Reading::Sure(number(&ungrouped(text, ',').ok_or_else(bad)?, "")?, Some(Mark::Point))),
        (_, 0) => Ok(Reading::Sure(number(&ungrouped(text, '.').ok_or_else(bad)?, "")?, Some(Mark::Comma))),
        _ => {
            // The last one is the decimal mark and stands once.
            let (mark, sign, group) = if text.rfind('.') > text.rfind(',') {
                (Mark::Point, '.', ',')
            } else {
                (Mark::Comma, ',', '.')
            };
            let (whole, fraction) = text.rsplit_once(sign).ok_or_else(bad)?;
            let whole = ungrouped(whole, group).ok_or_else(bad)?;
            Ok(Reading::Sure(number(&whole, fraction)?, Some(mark)))
        }
    }
}

fn one_mark(
    text: &str,
    sign: char,
    mark: Mark,
    number: impl Fn(&str, &str) -> Result<Decimal, NumberFault>,
) -> Result<Reading, NumberFault> {
    let (whole, fraction) = text.split_once(sign).ok_or(NumberFault::NotANumber)?;
    let decimals = number(whole, fraction)?;
    let can_group = fraction.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    if can_group {
        Ok(Reading::Open { grouped: number(&format!("{whole}{fraction}"), "")?, decimals, sign: mark })
    } else {
        Ok(Reading::Sure(decimals, Some(mark)))
    }
}

/// The digits of a whole number whose groups are right: threes, or the Indian twos before a last three.
fn ungrouped(text: &str, sign: char) -> Option<String> {
    let groups: Vec<&str> = text.split(sign).collect();
    if groups.iter().any(|group| !group.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (first, rest) = groups.split_first()?;
    let Some((last, middle)) = rest.split_last() else { return Some((*first).to_owned()) };
    let threes = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    let indian =
        (1..=2).contains(&first.len()) && last.len() == 3 && middle.iter().all(|group| group.len() == 2);
    (threes || indian).then(|| groups.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, rule: Rule, expected: Option<&str>) {
        let number = parse(cell, rule).ok().map(|number| number.to_string());
        assert_eq!(number.as_deref(), expected, "{cell:?} by {rule:?}");
    }

    #[test]
    fn prices_of_every_locale() {
        for (cell, expected) in [
            ("12.50", "12.5"),
            ("12,50", "12.5"),
            ("1,234.56", "1234.56"),
            ("1.234,56", "1234.56"),
            ("1 234,56", "1234.56"),
            ("1\u{202f}234,56 €", "1234.56"),
            ("1\u{a0}234\u{a0}567", "1234567"),
            ("1'234.56", "1234.56"),
            ("CHF 1’234.50", "1234.5"),
            ("₹1,23,456.00", "123456"),
            ("₹ 12,34,56,789", "123456789"),
            ("1.234.567", "1234567"),
            ("1,234,567", "1234567"),
            ("$19.99", "19.99"),
            ("US$ 19.99", "19.99"),
            ("19,99 €", "19.99"),
            ("€19", "19"),
            ("R$ 1.999,90", "1999.9"),
            ("Rs. 499", "499"),
            ("kr. 1.299,00", "1299"),
            ("1299,- kr", "1299"),
            ("S/.12.50", "12.5"),
            ("49.90 EUR", "49.9"),
            ("49.90 USD/pc", "49.9"),
            ("1234.567", "1234.567"),
            ("0.125", "0.125"),
            ("0,125", "0.125"),
            (".5", "0.5"),
            (",5", "0.5"),
            ("-3.50", "-3.5"),
            ("−3,50", "-3.5"),
            ("(12.50)", "-12.5"),
            ("12.50-", "-12.5"),
            ("+7", "7"),
            ("007", "7"),
            ("١٬٢٣٤٫٥٦", "1234.56"),
            ("٢٥٫٥ ر.س", "25.5"),
            ("۱۲۳", "123"),
            ("१,२३,४५६.५०", "123456.5"),
            ("１２．５", "12.5"),
            ("1.5E+3", "1500"),
            ("5E-2", "0.05"),
            ("\u{200f}12.5", "12.5"),
        ] {
            for rule in [Rule::Mark(Mark::Point), Rule::Mark(Mark::Comma), Rule::Group] {
                check(cell, rule, Some(expected));
            }
        }
    }

    #[test]
    fn what_is_open_is_decided_by_the_column() {
        for (cell, grouped, decimals, sign) in [
            ("1.234", "1234", "1.234", Mark::Point),
            ("12,345", "12345", "12.345", Mark::Comma),
            ("€ 1.000", "1000", "1", Mark::Point),
        ] {
            let other = if sign == Mark::Point { Mark::Comma } else { Mark::Point };
            check(cell, Rule::Mark(sign), Some(decimals));
            check(cell, Rule::Mark(other), Some(grouped));
            check(cell, Rule::Group, Some(grouped));
            check(cell, Rule::Decimals, Some(decimals));
        }
        let style = |cells: &[&str]| {
            let mut style = NumberStyle::default();
            cells.iter().for_each(|cell| style.look(cell));
            style
        };
        let none = NumberStyle::default();
        let auto = DecimalChoice::Auto;
        assert_eq!(rule(auto, &style(&["1.234", "2,50"]), &none, Rule::Group), Rule::Mark(Mark::Comma));
        assert_eq!(rule(auto, &style(&["1,234", "2.50"]), &none, Rule::Group), Rule::Mark(Mark::Point));
        assert_eq!(rule(auto, &style(&["1.234"]), &style(&["9,99"]), Rule::Group), Rule::Mark(Mark::Comma));
        assert_eq!(rule(auto, &style(&["1.234"]), &none, Rule::Group), Rule::Group);
        assert_eq!(
            rule(DecimalChoice::Point, &style(&["2,50"]), &none, Rule::Group),
            Rule::Mark(Mark::Point)
        );
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for cell in [
            "",
            "-",
            "free",
            "12 34",
            "1,23,4",
            "1.2.3",
            "12.34.56",
            "1,2,3.4.5",
            "--5",
            "((5))",
            "5)",
            "12:50",
            "1 2",
            "#REF!",
            "twelve 12 dozen",
            "1..5",
            "1'23",
            "12/05/2024",
            "5%",
        ] {
            check(cell, Rule::Group, None);
        }
        assert_eq!(parse("1234567890123456789012", Rule::Group), Err(NumberFault::TooLarge));
        assert_eq!(parse("9E+99", Rule::Group), Err(NumberFault::TooLarge));
    }
}
