//! Dates as files write them. What one cell leaves open (03/04/2024), its column decides.

use jiff::civil::Date;

use crate::layout::DateChoice;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DateFault {
    NotADate,
    /// 30 February.
    NoSuchDate,
}

/// How the dates of a column are written, as far as its cells show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct DateStyle {
    pub day_first: u64,
    pub month_first: u64,
    pub open: u64,
}

impl DateStyle {
    pub fn look(&mut self, cell: &str) {
        let Some(Parts::Open { a, b, sign, .. }) = parts(cell) else { return };
        match (a > 12, b > 12) {
            (true, false) => self.day_first += 1,
            (false, true) => self.month_first += 1,
            (false, false) if sign == '.' => self.day_first += 1,
            (false, false) => self.open += u64::from(a != b),
            (true, true) => {}
        }
    }

    /// Only the United States write the month first, so the day wins where nothing tells.
    pub fn month_first(&self, choice: DateChoice) -> bool {
        match choice {
            DateChoice::DayFirst => false,
            DateChoice::MonthFirst => true,
            DateChoice::Auto => self.month_first > self.day_first,
        }
    }
}

enum Parts {
    Sure {
        year: i16,
        month: i8,
        day: i8,
    },
    /// Two numbers of which one is the day, and a year.
    Open {
        a: i8,
        b: i8,
        year: i16,
        sign: char,
    },
}

/// The date in a cell; a time after it is left out.
///
/// # Errors
/// When it is none, or none of the calendar.
pub(crate) fn parse(cell: &str, month_first: bool) -> Result<Date, DateFault> {
    let (year, month, day) = match parts(cell).ok_or(DateFault::NotADate)? {
        Parts::Sure { year, month, day } => (year, month, day),
        Parts::Open { a, b, year, sign } => {
            // A number above twelve is a day whatever the column says; dotted dates begin with the day.
            let month_first = (month_first && sign != '.' && a <= 12) || b > 12;
            if month_first { (year, a, b) } else { (year, b, a) }
        }
    };
    Date::new(year, month, day).map_err(|_| DateFault::NoSuchDate)
}

fn parts(cell: &str) -> Option<Parts> {
    let text: String = cell
        .trim()
        .chars()
        .map(|c| match c {
            '٠'..='٩' => char::from_digit(u32::from(c) - u32::from('٠'), 10).unwrap_or(c),
            '۰'..='۹' => char::from_digit(u32::from(c) - u32::from('۰'), 10).unwrap_or(c),
            '०'..='९' => char::from_digit(u32::from(c) - u32::from('०'), 10).unwrap_or(c),
            other => other,
        })
        .collect();
    // "2024-05-06T10:00:00Z", "06.05.2024 10:00"
    let date = text.split(['T', ' ']).next()?;
    if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
        return sure(&date[..4], &date[4..6], &date[6..]);
    }
    let sign = date.chars().find(|c| !c.is_ascii_digit()).filter(|sign| matches!(sign, '-' | '/' | '.'))?;
    let mut numbers = date.split(sign);
    let (a, b, c) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if numbers.next().is_some_and(|rest| !rest.is_empty()) {
        return None;
    }
    if a.len() == 4 {
        return sure(a, b, c);
    }
    let year = match c.len() {
        4 => number(c)?,
        2 => {
            let short = number(c)?;
            if short < 70 { 2000 + short } else { 1900 + short }
        }
        _ => return None,
    };
    Some(Parts::Open { a: small(a)?, b: small(b)?, year, sign })
}

fn sure(year: &str, month: &str, day: &str) -> Option<Parts> {
    Some(Parts::Sure { year: number(year)?, month: small(month)?, day: small(day)? })
}

fn number(text: &str) -> Option<i16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

fn small(text: &str) -> Option<i8> {
    ((1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(cell: &str, month_first: bool, expected: Result<&str, DateFault>) {
        let date = parse(cell, month_first).map(|date| date.to_string());
        assert_eq!(date.as_deref().map_err(|fault| *fault), expected, "{cell}");
    }

    #[test]
    fn dates_of_every_order() {
        check("2024-05-06", true, Ok("2024-05-06"));
        check("2024/5/6", false, Ok("2024-05-06"));
        check("20240506", false, Ok("2024-05-06"));
        check("2024-05-06T23:59:00+05:00", false, Ok("2024-05-06"));
        check("06.05.2024 10:00", true, Ok("2024-05-06"));
        check("03/04/2024", false, Ok("2024-04-03"));
        check("03/04/2024", true, Ok("2024-03-04"));
        check("25/12/24", true, Ok("2024-12-25"));
        check("12/25/99", false, Ok("1999-12-25"));
        check("٠٣/٠٤/٢٠٢٤", false, Ok("2024-04-03"));
    }

    #[test]
    fn dates_that_do_not_exist_are_told_from_what_is_no_date() {
        for cell in ["2023-02-29", "2024-02-30", "31.04.2024", "2024-13-01", "00/01/2024", "45/45/2024"] {
            check(cell, false, Err(DateFault::NoSuchDate));
        }
        for cell in ["", "soon", "5", "5/6", "1/2/3/4", "2024-5", "5.6.20244", "May 5, 2024", "123/1/2024"] {
            check(cell, false, Err(DateFault::NotADate));
        }
        check("2024-02-29", false, Ok("2024-02-29"));
    }

    #[test]
    fn the_column_decides_what_is_open() {
        let style = |cells: &[&str]| {
            let mut style = DateStyle::default();
            cells.iter().for_each(|cell| style.look(cell));
            style
        };
        assert!(style(&["01/02/2024", "01/31/2024"]).month_first(DateChoice::Auto));
        assert!(!style(&["01/02/2024", "31/01/2024"]).month_first(DateChoice::Auto));
        assert!(!style(&["01/02/2024"]).month_first(DateChoice::Auto));
        assert!(style(&["01/02/2024"]).month_first(DateChoice::MonthFirst));
        assert_eq!(style(&["01/02/2024", "05/05/2024"]).open, 1);
    }
}
