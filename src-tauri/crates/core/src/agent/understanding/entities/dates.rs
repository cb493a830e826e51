//! Days that a customer names, as days of the shop's calendar.
//!
//! What may be past or coming ("on Friday", "the 5th") is taken as coming where the sentence speaks of the future, and as past
//! otherwise: customers of a shop mostly tell what happened.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

use super::pieces::Piece;
use crate::agent::intent::DateMention;

#[rustfmt::skip]
const MONTHS: &[(&str, i8)] = &[
    ("january", 1), ("jan", 1), ("february", 2), ("feb", 2), ("march", 3), ("mar", 3), ("april", 4), ("apr", 4), ("june", 6),
    ("jun", 6), ("july", 7), ("jul", 7), ("august", 8), ("aug", 8), ("september", 9), ("sept", 9), ("sep", 9), ("october", 10),
    ("oct", 10), ("november", 11), ("nov", 11), ("december", 12), ("dec", 12), ("may", 5),
    ("enero", 1), ("febrero", 2), ("marzo", 3), ("abril", 4), ("mayo", 5), ("junio", 6), ("julio", 7), ("agosto", 8),
    ("septiembre", 9), ("octubre", 10), ("noviembre", 11), ("diciembre", 12),
    ("janvier", 1), ("fevrier", 2), ("mars", 3), ("avril", 4), ("mai", 5), ("juin", 6), ("juillet", 7), ("aout", 8),
    ("septembre", 9), ("octobre", 10), ("novembre", 11), ("decembre", 12),
    ("januar", 1), ("februar", 2), ("marz", 3), ("juni", 6), ("juli", 7), ("oktober", 10), ("dezember", 12),
    ("janeiro", 1), ("fevereiro", 2), ("marco", 3), ("maio", 5), ("junho", 6), ("julho", 7), ("setembro", 9), ("outubro", 10),
    ("novembro", 11), ("dezembro", 12),
    ("gennaio", 1), ("febbraio", 2), ("aprile", 4), ("maggio", 5), ("giugno", 6), ("luglio", 7), ("settembre", 9),
    ("ottobre", 10), ("dicembre", 12),
];

#[rustfmt::skip]
const DAYS: &[(&str, i8)] = &[
    ("monday", 1), ("mon", 1), ("tuesday", 2), ("tue", 2), ("tues", 2), ("wednesday", 3), ("wed", 3), ("thursday", 4), ("thu", 4),
    ("thur", 4), ("thurs", 4), ("friday", 5), ("fri", 5), ("saturday", 6), ("sat", 6), ("sunday", 7), ("lunes", 1), ("martes", 2),
    ("miercoles", 3), ("jueves", 4), ("viernes", 5), ("sabado", 6), ("domingo", 7), ("lundi", 1), ("mardi", 2), ("mercredi", 3),
    ("jeudi", 4), ("vendredi", 5), ("samedi", 6), ("dimanche", 7), ("montag", 1), ("dienstag", 2), ("mittwoch", 3),
    ("donnerstag", 4), ("freitag", 5), ("samstag", 6), ("sonntag", 7), ("segunda", 1), ("terca", 2), ("quarta", 3), ("quinta", 4),
    ("sexta", 5), ("lunedi", 1), ("martedi", 2), ("mercoledi", 3), ("giovedi", 4), ("venerdi", 5), ("sabato", 6), ("domenica", 7),
];

const COMING: &[&str] = &[
    "will", "next", "until", "till", "before", "by", "arrive", "arrives", "coming", "come", "deliver",
    "open", "close", "closed", "need", "tomorrow", "ll", "this", "going", "can", "could", "send", "ship",
];

const SMALL: &[(&str, i64)] = &[
    ("a", 1),
    ("one", 1),
    ("an", 1),
    ("two", 2),
    ("couple", 2),
    ("three", 3),
    ("few", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
];

fn find<T: Copy>(list: &[(&str, T)], word: &str) -> Option<T> {
    list.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// Reads the days of a message. `month_first`: "3/5" is 5 March, as in the United States.
pub(super) fn dates(pieces: &[Piece<'_>], today: Date, month_first: bool) -> Vec<DateMention> {
    let coming = pieces.iter().any(|piece| {
        COMING.contains(&piece.plain.as_str()) || piece.plain.ends_with("'ll") || piece.plain.ends_with("ing")
    });
    let mut found: Vec<DateMention> = Vec::new();
    let mut at = 0;
    while at < pieces.len() && found.len() < 4 {
        let reader = Reader { pieces: &pieces[at..], before: &pieces[..at], today, coming, month_first };
        match reader.read() {
            Some((length, from, to)) => {
                let said: Vec<&str> = pieces[at..at + length].iter().map(|piece| piece.text).collect();
                let mention = DateMention { said: said.join(" "), from, to };
                if !found.iter().any(|known| (known.from, known.to) == (mention.from, mention.to)) {
                    found.push(mention);
                }
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

struct Reader<'a> {
    pieces: &'a [Piece<'a>],
    before: &'a [Piece<'a>],
    today: Date,
    coming: bool,
    month_first: bool,
}

/// How many pieces, first day, last day.
type Read = Option<(usize, Date, Date)>;

impl Reader<'_> {
    fn word(&self, i: usize) -> &str {
        self.pieces.get(i).map_or("", |piece| piece.plain.as_str())
    }

    fn last(&self) -> &str {
        self.before.last().map_or("", |piece| piece.plain.as_str())
    }

    fn day(&self, length: usize, date: Option<Date>) -> Read {
        date.map(|date| (length, date, date))
    }

    fn shifted(&self, span: Span) -> Option<Date> {
        self.today.checked_add(span).ok()
    }

    fn read(&self) -> Read {
        let (one, two, three) = (self.word(0), self.word(1), self.word(2));
        match one {
            "today" | "tonight" | "hoy" | "heute" | "hoje" | "oggi" => return self.day(1, Some(self.today)),
            "yesterday" | "ayer" | "hier" | "gestern" | "ontem" | "ieri" => {
                return self.day(1, self.shifted((-1).days()));
            }
            "tomorrow" | "demain" | "domani" | "amanha" => return self.day(1, self.shifted(1.days())),
            "day" if two == "before" && three == "yesterday" => {
                return self.day(3, self.shifted((-2).days()));
            }
            "day" if two == "after" && three == "tomorrow" => return self.day(3, self.shifted(2.days())),
            "last" | "past" | "next" | "this" => return self.relative(one, two),
            _ => {}
        }
        self.ago()
            .or_else(|| self.weekday())
            .or_else(|| self.month())
            .or_else(|| self.ordinal())
            .or_else(|| self.figures())
    }

    /// "last Tuesday", "next week", "this weekend", "last month".
    fn relative(&self, which: &str, what: &str) -> Read {
        let back = matches!(which, "last" | "past");
        if let Some(weekday) = find(DAYS, what) {
            let ahead = i64::from((weekday - self.today.weekday().to_monday_one_offset()).rem_euclid(7));
            let days = match which {
                "next" => {
                    if ahead == 0 {
                        7
                    } else {
                        ahead
                    }
                }
                "this" => ahead,
                _ => {
                    if ahead == 0 {
                        -7
                    } else {
                        ahead - 7
                    }
                }
            };
            return self.day(2, self.shifted(days.days()));
        }
        let monday = self.shifted((-i64::from(self.today.weekday().to_monday_zero_offset())).days())?;
        let weeks = if back { -1 } else { i64::from(which == "next") };
        match what {
            "week" => {
                let from = monday.checked_add(weeks.weeks()).ok()?;
                Some((2, from, from.checked_add(6.days()).ok()?))
            }
            "weekend" => {
                let from = monday.checked_add((weeks * 7 + 5).days()).ok()?;
                Some((2, from, from.checked_add(1.days()).ok()?))
            }
            "month" => {
                let first = self.today.first_of_month().checked_add(weeks.months()).ok()?;
                Some((2, first, first.last_of_month()))
            }
            "morning" | "afternoon" | "evening" if which == "this" => self.day(2, Some(self.today)),
            "night" if which == "last" => self.day(2, self.shifted((-1).days())),
            _ => {
                let month = find(MONTHS, what).filter(|_| what.len() > 3 || what != "may")?;
                let year = self.year_of(month, !back && which == "next");
                let first = Date::new(year, month, 1).ok()?;
                Some((2, first, first.last_of_month()))
            }
        }
    }

    /// "three days ago", "2 weeks ago", "a couple of days ago".
    fn ago(&self) -> Read {
        let count = find(SMALL, self.word(0))
            .or_else(|| self.word(0).parse::<i64>().ok())
            .filter(|count| (1..=400).contains(count))?;
        let mut unit = 1;
        while matches!(self.word(unit), "of" | "couple" | "few") {
            unit += 1;
        }
        let count = if self.word(1) == "couple" {
            2
        } else if self.word(1) == "few" {
            3
        } else {
            count
        };
        if self.word(unit + 1) != "ago" {
            return None;
        }
        let date = match self.word(unit) {
            "day" | "days" => self.shifted((-count).days()),
            "week" | "weeks" => self.shifted((-count).weeks()),
            "month" | "months" => self.shifted((-count).months()),
            _ => None,
        };
        self.day(unit + 2, date)
    }

    fn weekday(&self) -> Read {
        let weekday = find(DAYS, self.word(0))?;
        // "sat" and "sun" are words as well; "segunda" is "second".
        if matches!(self.word(0), "sat" | "wed" | "mon" | "segunda" | "quarta" | "quinta" | "terca" | "sexta")
            && !matches!(self.last(), "on" | "since" | "by" | "until" | "last" | "na" | "till" | "from")
        {
            return None;
        }
        let ahead = i64::from((weekday - self.today.weekday().to_monday_one_offset()).rem_euclid(7));
        let days = match (self.coming, ahead) {
            (true, _) | (false, 0) => ahead,
            (false, _) => ahead - 7,
        };
        self.day(1, self.shifted(days.days()))
    }

    /// The year in which a month is meant.
    fn year_of(&self, month: i8, coming: bool) -> i16 {
        match (coming, month.cmp(&self.today.month())) {
            (true, std::cmp::Ordering::Less) => self.today.year() + 1,
            (false, std::cmp::Ordering::Greater) => self.today.year() - 1,
            _ => self.today.year(),
        }
    }

    fn day_number(word: &str) -> Option<i8> {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let ending = &word[digits.len()..];
        let fine = matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er");
        digits.parse::<i8>().ok().filter(|day| fine && (1..=31).contains(day))
    }

    /// "5 March", "5th of March 2026", "March 5", "in March".
    fn month(&self) -> Read {
        let year = |i: usize| self.word(i).parse::<i16>().ok().filter(|year| (2000..=2100).contains(year));
        if let Some(day) = Self::day_number(self.word(0)) {
            let joined = usize::from(matches!(self.word(1), "of" | "de" | "di"));
            let month = find(MONTHS, self.word(1 + joined))?;
            let said = year(2 + joined);
            let date = self.dated(said, month, day)?;
            return self.day(2 + joined + usize::from(said.is_some()), Some(date));
        }
        let month = find(MONTHS, self.word(0))?;
        if let Some(day) =
            Self::day_number(self.word(1)).filter(|_| self.pieces.first().is_some_and(|piece| !piece.ends()))
        {
            let said = year(2);
            let date = self.dated(said, month, day)?;
            return self.day(2 + usize::from(said.is_some()), Some(date));
        }
        // "May" and "mars" alone are other words.
        let whole = matches!(self.last(), "in" | "since" | "during" | "en" | "im" | "em" | "from" | "of");
        let first = Date::new(year(1).unwrap_or_else(|| self.year_of(month, false)), month, 1)
            .ok()
            .filter(|_| whole)?;
        Some((1 + usize::from(year(1).is_some()), first, first.last_of_month()))
    }

    fn dated(&self, year: Option<i16>, month: i8, day: i8) -> Option<Date> {
        if let Some(year) = year {
            return Date::new(year, month, day).ok();
        }
        let this = Date::new(self.today.year(), month, day).ok()?;
        let half_a_year = 183;
        let days = self.today.duration_until(this).as_secs() / (24 * 60 * 60);
        match self.coming {
            true if days < -half_a_year => Date::new(self.today.year() + 1, month, day).ok(),
            false if days > 0 => Date::new(self.today.year() - 1, month, day).ok(),
            _ => Some(this),
        }
    }

    /// "the 5th", "on the 21st".
    fn ordinal(&self) -> Read {
        let word = self.word(0);
        let ordinal = word.len() > 2 && ["st", "nd", "rd", "th"].iter().any(|ending| word.ends_with(ending));
        let day = Self::day_number(word)
            .filter(|_| ordinal && matches!(self.last(), "the" | "on" | "since" | "by"))?;
        if matches!(
            self.word(1),
            "one"
                | "time"
                | "item"
                | "option"
                | "floor"
                | "street"
                | "avenue"
                | "ave"
                | "st"
                | "order"
                | "product"
        ) {
            return None;
        }
        let mut month = self.today.first_of_month();
        let step = if self.coming { 1.months() } else { (-1).months() };
        for _ in 0..3 {
            if let Ok(date) = month.with().day(day).build()
                && (if self.coming { date >= self.today } else { date <= self.today })
            {
                return self.day(1, Some(date));
            }
            month = month.checked_add(step).ok()?;
        }
        None
    }

    /// "2026-03-05", "5/3/2026", "05.03.26", "3/5".
    fn figures(&self) -> Read {
        let text = self.pieces.first()?.text;
        let separator =
            text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '-' | '/' | '.'))?;
        let parts: Vec<&str> = text.split(separator).collect();
        let numbers: Vec<i16> = parts.iter().filter_map(|part| part.parse::<i16>().ok()).collect();
        if numbers.len() != parts.len() {
            return None;
        }
        let small = |value: i16| i8::try_from(value).ok();
        if matches!(self.word(1), "price" | "off" | "size") {
            return None;
        }
        let date = match (numbers.as_slice(), separator) {
            (&[year @ 1900..=2200, month, day], _) => Date::new(year, small(month)?, small(day)?).ok(),
            (&[a, b, year], _) if parts[2].len() == 4 || (parts[2].len() == 2 && separator != '-') => {
                let year = if year < 100 { 2000 + year } else { year };
                let (day, month) = self.order(a, b);
                Date::new(year, small(month)?, small(day)?).ok()
            }
            (&[a, b], '/') if a <= 31 && b <= 31 => {
                let (day, month) = self.order(a, b);
                self.dated(None, small(month).filter(|month| (1..=12).contains(month))?, small(day)?)
            }
            _ => None,
        };
        self.day(1, date)
    }

    /// Day and month of two figures.
    fn order(&self, a: i16, b: i16) -> (i16, i16) {
        match (a > 12, b > 12, self.month_first) {
            (true, _, _) => (a, b),
            (_, true, _) | (_, _, true) => (b, a),
            _ => (a, b),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pieces;
    use super::*;
    use jiff::civil::date;

    #[track_caller]
    fn check(text: &str, month_first: bool, expected: &[(&str, &str)]) {
        // A Tuesday.
        let read: Vec<(String, String)> = dates(&pieces::of(text), date(2026, 3, 10), month_first)
            .into_iter()
            .map(|mention| (mention.from.to_string(), mention.to.to_string()))
            .collect();
        let expected: Vec<(String, String)> =
            expected.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
        assert_eq!(read, expected, "{text}");
    }

    #[test]
    fn days_are_read_against_today() {
        for (text, day) in [
            ("I ordered yesterday", "2026-03-09"),
            ("I ordered it last Tuesday", "2026-03-03"),
            ("I bought it last friday", "2026-03-06"),
            ("it was sent on Friday", "2026-03-06"),
            ("will it arrive on Friday?", "2026-03-13"),
            ("can you deliver next monday", "2026-03-16"),
            ("ordered three days ago", "2026-03-07"),
            ("2 weeks ago i bought a bag", "2026-02-24"),
            ("a couple of days ago", "2026-03-08"),
            ("i paid on the 5th", "2026-03-05"),
            ("i ordered on the 21st", "2026-02-21"),
            ("I need it by the 21st", "2026-03-21"),
            ("ordered on 5 March", "2026-03-05"),
            ("March 5th, 2025", "2025-03-05"),
            ("ordered the 24th of december", "2025-12-24"),
            ("2026-02-28 was the day", "2026-02-28"),
            ("on 01.03.2026", "2026-03-01"),
            ("le 5 mars", "2026-03-05"),
            ("the day before yesterday", "2026-03-08"),
        ] {
            check(text, false, &[(day, day)]);
        }
        check("it came on 3/5", false, &[("2025-05-03", "2025-05-03")]);
        check("it came on 3/5", true, &[("2026-03-05", "2026-03-05")]);
        check("it came on 3/25", false, &[("2025-03-25", "2025-03-25")]);
        check("bought it last week", false, &[("2026-03-02", "2026-03-08")]);
        check("bought it last month", false, &[("2026-02-01", "2026-02-28")]);
        check("I ordered in January", false, &[("2026-01-01", "2026-01-31")]);
        check("open this weekend?", false, &[("2026-03-14", "2026-03-15")]);
    }

    #[test]
    fn what_names_no_day_is_none() {
        for text in [
            "may I ask something",
            "the 2nd one please",
            "size 36/38",
            "order 1042",
            "1/2 price",
            "31/31",
            "99.99.9999",
            "",
        ] {
            check(text, false, &[]);
        }
    }
}
