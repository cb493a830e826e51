//! When the shop is open, in words that are true at the turn's time.

use jiff::civil::{Date, Time};

use super::book::WEEKDAY_NAMES;
use super::knowledge::{Opening, OpeningHours};
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

/// "today", "tomorrow", "on Monday", "on Monday 4 January".
pub(crate) fn day_in_words(today: Date, date: Date) -> String {
    let ahead = (0..7).scan(today, |day, _| {
        let this = *day;
        *day = day.tomorrow().unwrap_or(*day);
        Some(this)
    });
    match ahead.enumerate().find(|(_, day)| *day == date).map(|(n, _)| n) {
        Some(0) => "today".to_owned(),
        Some(1) => "tomorrow".to_owned(),
        Some(_) => format!("on {}", weekday_name(date)),
        None => format!("on {}", super::planner::date_in_words(today, date)),
    }
}

/// Who answers when: the truth by the opening hours, or no time where the owner has given none.
pub(super) fn when_someone_answers(situation: &Situation) -> String {
    let now = &situation.input.now;
    let (date, time) = (now.date(), now.time());
    let Some(hours) = &situation.input.shop.hours else {
        return "They'll answer you here as soon as they can.".to_owned();
    };
    if let Some(span) = open_at(&hours.value, date, time) {
        return format!(
            "They'll answer you here as soon as they can; we're open until {} today.",
            clock(span.to)
        );
    }
    match next_opening(&hours.value, date, time) {
        Some((day, span)) => {
            let day = day_in_words(date, day);
            format!(
                "We're closed right now, so they'll answer you here after we open {day} at {}.",
                clock(span.from)
            )
        }
        None => "They'll answer you here as soon as they can.".to_owned(),
    }
}
