//! Dates and times of day, as people write them.

use jiff::civil::{Date, Time};

use super::super::book::WEEKDAY_NAMES;
use super::super::evidence::ClaimKind;
use super::reader::Reader;
use super::said::Said;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Reader<'_> {
    pub(super) fn dates(&mut self) {
        let mut i = 0;
        while i < self.len() {
            let weekday = self.weekday(i);
            let at = if weekday.is_some() { i + 1 } else { i };
            let at = if weekday.is_some() && matches!(self.lower(at), "," | "the") { at + 1 } else { at };
            if self.free(i)
                && let Some((date, end)) = self.date_at(at)
            {
                let said = match (date, weekday) {
                    (Some(date), Some(day)) if date.weekday().to_monday_one_offset() != day => {
                        Said::WrongDate
                    }
                    (Some(date), _) => Said::Date(date),
                    (None, _) => Said::WrongDate,
                };
                self.state(ClaimKind::Date, said, i, end);
                i = end + 1;
                continue;
            }
            if self.free(i) {
                if let Some(day) = weekday {
                    self.state(ClaimKind::Weekday, Said::Weekday(day), i, i);
                } else if matches!(self.lower(i), "today" | "tonight") {
                    self.state(ClaimKind::Date, Said::Today, i, i);
                } else if self.lower(i) == "tomorrow" {
                    self.state(ClaimKind::Date, Said::Tomorrow, i, i);
                } else if self.lower(i) == "yesterday" {
                    let said = self.today.yesterday().map_or(Said::WrongDate, Said::Date);
                    self.state(ClaimKind::Date, said, i, i);
                }
            }
            i += 1;
        }
    }

    pub(super) fn weekday(&self, i: usize) -> Option<i8> {
        let word = self.lower(i);
        let index = WEEKDAY_NAMES.iter().position(|name| {
            name.eq_ignore_ascii_case(word)
                || word.strip_suffix('s').is_some_and(|w| name.eq_ignore_ascii_case(w))
        })?;
        i8::try_from(index + 1).ok()
    }

    /// A date that begins at word `i`, with its last word. `Some((None, _))` is no day of the calendar.
    pub(super) fn date_at(&self, i: usize) -> Option<(Option<Date>, usize)> {
        let month_of = |word: &str| {
            MONTHS.iter().position(|month| *month == word || (word.len() == 3 && month.starts_with(word)))
        };
        let day_of = |word: &str| {
            let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            (!digits.is_empty() && digits.len() <= 2).then(|| digits.parse::<i8>().ok()).flatten()
        };
        let (day, month, mut end) =
            if let (Some(day), Some(month)) = (day_of(self.lower(i)), month_of(self.lower(i + 1))) {
                (day, month, i + 1)
            } else if let (Some(day), "of", Some(month)) =
                (day_of(self.lower(i)), self.lower(i + 1), month_of(self.lower(i + 2)))
            {
                (day, month, i + 2)
            } else if let (Some(month), Some(day)) = (month_of(self.lower(i)), day_of(self.lower(i + 1))) {
                (day, month, i + 1)
            } else {
                return self.numeric_date(i);
            };
        let month = i8::try_from(month + 1).ok()?;
        let after = if self.lower(end + 1) == "," { end + 2 } else { end + 1 };
        let year = self.lower(after);
        if year.len() == 4
            && let Ok(year) = year.parse::<i16>()
        {
            end = after;
            return Some((Date::new(year, month, day).ok(), end));
        }
        Some((self.this_year(month, day), end))
    }

    /// "2026-03-13", "13/03/2026", "13.03.2026" and shorter.
    pub(super) fn numeric_date(&self, i: usize) -> Option<(Option<Date>, usize)> {
        let number = |i: usize| -> Option<i16> {
            let word = self.lower(i);
            (!word.is_empty() && word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit()))
                .then(|| word.parse().ok())
                .flatten()
        };
        let dotted: Vec<&str> = self.lower(i).split('.').collect();
        if let [day, month, year] = dotted.as_slice()
            && let (Ok(day), Ok(month), Ok(year)) = (day.parse(), month.parse(), year.parse())
        {
            return Some((Date::new(year, month, day).ok(), i));
        }
        let separated = matches!(self.lower(i + 1), "-" | "/") && self.lower(i + 1) == self.lower(i + 3);
        if separated && let (Some(a), Some(b), Some(c)) = (number(i), number(i + 2), number(i + 4)) {
            let (year, month, day) = if self.lower(i).len() == 4 { (a, b, c) } else { (c, b, a) };
            let date = i8::try_from(month)
                .ok()
                .zip(i8::try_from(day).ok())
                .and_then(|(m, d)| Date::new(year, m, d).ok());
            return Some((date, i + 4));
        }
        if self.lower(i + 1) == "/"
            && let (Some(a), Some(b)) = (number(i), number(i + 2))
        {
            let date = i8::try_from(b).ok().zip(i8::try_from(a).ok()).and_then(|(m, d)| self.this_year(m, d));
            return Some((date, i + 2));
        }
        None
    }

    /// A day without its year is one of this year: other years are written out.
    pub(super) fn this_year(&self, month: i8, day: i8) -> Option<Date> {
        Date::new(self.today.year(), month, day).ok()
    }

    pub(super) fn times(&mut self) {
        for i in 0..self.len() {
            if !self.free(i) {
                continue;
            }
            let word = self.lower(i).to_owned();
            let (digits, mut half) = match word
                .strip_suffix("am")
                .map(|d| (d, "am"))
                .or_else(|| word.strip_suffix("pm").map(|d| (d, "pm")))
            {
                Some((digits, half)) => (digits.to_owned(), half),
                None => (word.clone(), ""),
            };
            let mut end = i;
            if half.is_empty() && matches!(self.lower(i + 1), "am" | "pm") {
                half = if self.lower(i + 1) == "am" { "am" } else { "pm" };
                end = i + 1;
            }
            let (hour, minute) = match digits.split_once(':') {
                Some((hour, minute)) => (hour, minute),
                None if !half.is_empty() => (digits.as_str(), "0"),
                None if matches!(self.lower(i + 1), "o'clock") => (digits.as_str(), "0"),
                None => continue,
            };
            let (Ok(mut hour), Ok(minute)) = (hour.parse::<i8>(), minute.parse::<i8>()) else { continue };
            match half {
                "pm" if hour < 12 => hour += 12,
                "am" if hour == 12 => hour = 0,
                _ => {}
            }
            match Time::new(hour, minute, 0, 0) {
                Ok(time) => self.state(ClaimKind::Time, Said::Time(time), i, end),
                Err(_) => self.state(ClaimKind::Time, Said::Number(i64::MIN), i, end),
            }
        }
    }
}
