//! Opening hours: a week of local times, and dates on which they differ.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Document, validation};
use crate::clock::Timestamp;
use crate::error::{Error, Result};

/// A time of day to the minute, `00:00` to `24:00`; the last one only ends a span.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(u16);

impl LocalTime {
    /// # Errors
    /// `Invalid` when there is no such time of day.
    pub fn new(hour: u16, minute: u16) -> Result<Self> {
        if minute < 60 && (hour < 24 || (hour == 24 && minute == 0)) {
            Ok(Self(hour * 60 + minute))
        } else {
            Err(Error::invalid(format!("{hour:02}:{minute:02} is no time of day.")))
        }
    }

    /// Minutes since midnight.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}
impl fmt::Debug for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl FromStr for LocalTime {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong = || Error::invalid(format!("'{text}' is no time of day such as 09:30."));
        let (hour, minute) = text.split_once(':').ok_or_else(wrong)?;
        let digits = |part: &str, least: usize| {
            ((least..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u16>().ok())
                .flatten()
                .ok_or_else(wrong)
        };
        Self::new(digits(hour, 1)?, digits(minute, 2)?)
    }
}
impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Open from `opens` until `closes`, on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningSpan {
    pub opens: LocalTime,
    pub closes: LocalTime,
}

/// The spans of each weekday; an empty list is a closed day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Weekly {
    pub monday: Vec<OpeningSpan>,
    pub tuesday: Vec<OpeningSpan>,
    pub wednesday: Vec<OpeningSpan>,
    pub thursday: Vec<OpeningSpan>,
    pub friday: Vec<OpeningSpan>,
    pub saturday: Vec<OpeningSpan>,
    pub sunday: Vec<OpeningSpan>,
}

impl Weekly {
    pub fn on(&self, day: Weekday) -> &[OpeningSpan] {
        match day {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }

    /// Monday first.
    pub fn days(&self) -> [(&'static str, &[OpeningSpan]); 7] {
        [
            ("Monday", &self.monday),
            ("Tuesday", &self.tuesday),
            ("Wednesday", &self.wednesday),
            ("Thursday", &self.thursday),
            ("Friday", &self.friday),
            ("Saturday", &self.saturday),
            ("Sunday", &self.sunday),
        ]
    }
}

/// A date on which the week's hours do not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HoursException {
    pub date: Date,
    /// Why, for people: "Christmas Eve".
    #[serde(default)]
    pub label: String,
    /// Empty: closed all day.
    #[serde(default)]
    pub spans: Vec<OpeningSpan>,
}

/// When somebody is in the shop.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OpeningHours {
    pub weekly: Weekly,
    pub exceptions: Vec<HoursException>,
}

/// The shop at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpeningState {
    Open {
        until: Timestamp,
    },
    Closed {
        opens: Timestamp,
    },
    /// No opening within the next year; also when no hours are set.
    Unknown,
}

impl OpeningHours {
    pub fn on(&self, date: Date) -> &[OpeningSpan] {
        match self.exceptions.iter().find(|exception| exception.date == date) {
            Some(exception) => &exception.spans,
            None => self.weekly.on(date.weekday()),
        }
    }

    /// Whether the shop is open at `now`, and until or from when.
    pub fn state(&self, now: Timestamp, zone: &TimeZone) -> OpeningState {
        let mut date = now.to_jiff().to_zoned_datetime(zone.clone()).date();
        for _ in 0..367 {
            for span in self.on(date) {
                let (opens, closes) = (instant(date, span.opens, zone), instant(date, span.closes, zone));
                match (opens, closes) {
                    (Some(opens), _) if now < opens => return OpeningState::Closed { opens },
                    (Some(_), Some(until)) if now < until => return OpeningState::Open { until },
                    _ => {}
                }
            }
            match date.tomorrow() {
                Ok(tomorrow) => date = tomorrow,
                Err(_) => break,
            }
        }
        OpeningState::Unknown
    }
}

/// A local time that a clock change skips counts as the moment after the gap.
fn instant(date: Date, time: LocalTime, zone: &TimeZone) -> Option<Timestamp> {
    let (date, minutes) =
        if time.minutes() == 24 * 60 { (date.tomorrow().ok()?, 0) } else { (date, time.minutes()) };
    let hour = i8::try_from(minutes / 60).ok()?;
    let minute = i8::try_from(minutes % 60).ok()?;
    Some(date.at(hour, minute, 0, 0).to_zoned_datetime(zone.clone()).ok()?.timestamp().into())
}

fn check_spans(path: &str, day: &str, spans: &[OpeningSpan]) -> Result<()> {
    if spans.len() > 6 {
        return Err(Error::invalid(format!("{day} has more than six opening times.")).at(path));
    }
    for span in spans {
        if span.opens >= span.closes {
            return Err(Error::invalid(format!(
                "{day}: the shop must close after it opens ({}–{}). Hours past midnight belong to the next day.",
                span.opens, span.closes
            ))
            .at(path));
        }
    }
    if spans.windows(2).any(|pair| pair[0].closes > pair[1].opens) {
        return Err(
            Error::invalid(format!("{day}: opening times must be in order and must not overlap.")).at(path)
        );
    }
    Ok(())
}

impl Document for OpeningHours {
    const KEY: &'static str = "hours";

    fn validate(&self) -> Result<()> {
        for (day, spans) in self.weekly.days() {
            check_spans(&format!("weekly.{}", day.to_lowercase()), day, spans)?;
        }
        if self.exceptions.len() > 400 {
            return Err(
                Error::invalid("There are more than 400 exceptions to the opening hours.").at("exceptions")
            );
        }
        for (i, exception) in self.exceptions.iter().enumerate() {
            let path = format!("exceptions[{i}]");
            check_spans(&path, &exception.date.to_string(), &exception.spans)?;
            validation::at_most(&path, "The exception's label", &exception.label, 80)?;
            if self.exceptions[..i].iter().any(|other| other.date == exception.date) {
                let detail = format!("{} stands twice among the exceptions.", exception.date);
                return Err(Error::invalid(detail).at(path));
            }
        }
        Ok(())
    }
}
