//! When the shop is open, in words that are true at the turn's time.

use jiff::civil::{Date, Time};

use super::book::WEEKDAY_NAMES;
use super::knowledge::{Opening, OpeningHours};
use super::phrases::{Phrase, Value};
use super::turn::Situation;

/// Days looked ahead for the next opening.
const LOOK_AHEAD: usize = 21;

/// The spans of a day, exceptions first.
pub(crate) fn of_day(hours: &OpeningHours, date: Date) -> &[Opening] {
    if let Some(exception) = hours.exceptions.iter().find(|exception| exception.date == date) {
        return &exception.open;
    }
    let index = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    hours.week.get(index).map_or(&[], Vec::as_slice)
}

/// The span that holds the time, if the shop is open then.
pub(crate) fn open_at(hours: &OpeningHours, date: Date, time: Time) -> Option<Opening> {
    of_day(hours, date).iter().find(|span| span.from <= time && time < span.to).copied()
}

/// The next opening after now, today included.
pub(crate) fn next_opening(hours: &OpeningHours, date: Date, time: Time) -> Option<(Date, Opening)> {
    let mut day = date;
    for ahead in 0..LOOK_AHEAD {
        let span = of_day(hours, day)
            .iter()
            .filter(|span| ahead > 0 || span.from > time)
            .min_by_key(|span| span.from);
        if let Some(span) = span {
            return Some((day, *span));
        }
        day = day.tomorrow().ok()?;
    }
    None
}

pub(crate) fn weekday_name(date: Date) -> &'static str {
    let index = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0);
    WEEKDAY_NAMES.get(index).copied().unwrap_or("")
}

/// "10:00".
pub(crate) fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Who answers when: the truth by the opening hours, or no time where the owner has given none.
pub(super) fn when_someone_answers(situation: &Situation) -> Phrase {
    let now = &situation.input.now;
    let (date, time) = (now.date(), now.time());
    let Some(hours) = &situation.input.shop.hours else {
        return Phrase::new("when-soon");
    };
    if let Some(span) = open_at(&hours.value, date, time) {
        return Phrase::new("when-open").with("time", Value::Clock(span.to));
    }
    match next_opening(&hours.value, date, time) {
        Some((day, span)) => {
            Phrase::new("when-closed").with("day", Value::Day(day)).with("time", Value::Clock(span.from))
        }
        None => Phrase::new("when-soon"),
    }
}
