//! Opening hours, address, shipping and returns, from the shop's settings.

use jiff::civil::{Date, Time};

use super::super::hours::{next_opening, of_day, open_at};
use super::super::intent::{Asked, DayAsked};
use super::super::knowledge::{Opening, OpeningHours, ShippingZone};
use super::super::phrases::{Break, Phrase, Speech, Value};
use super::super::turn::Situation;
use super::{Detail, Part, either, list, sentence};
use crate::agent::run::HandoffReason;

/// Zones told at once.
const ZONES_TOLD: usize = 4;
const DAYS_OF_WEEK: i8 = 7;

/// "10:00 to 13:00 and 14:00 to 18:00".
fn spans(spans: &[Opening]) -> Value {
    list(spans.iter().map(|span| {
        Phrase::new("span").with("from", Value::Clock(span.from)).with("to", Value::Clock(span.to))
    }))
}

/// Hours, address, telephone, whatever was asked for.
pub(super) fn contact(situation: &Situation, detail: Detail) -> Part {
    let asks = |asked: Asked| situation.understanding.entities.asks.contains(&asked);
    let shop = &situation.input.shop;
    let mut speech = Speech::default();
    let about_hours = asks(Asked::Hours) || situation.understanding.entities.day.is_some();
    let mut missing = false;
    if about_hours {
        match &shop.hours {
            Some(hours) => speech.append(Break::Space, opening(situation, &hours.value, detail)),
            None => missing = true,
        }
    }
    let contact = shop.contact.as_ref().map(|contact| &contact.value);
    // "which address" of "are you open" is not asked for.
    let about_address =
        asks(Asked::Address) && !about_hours || !about_hours && !asks(Asked::Phone) && !asks(Asked::Email);
    if about_address {
        match contact.and_then(|contact| contact.address.as_ref()) {
            Some(address) => {
                speech.push(Phrase::picked(situation, 40, "address").with("address", sentence(address)));
            }
            None => missing = true,
        }
        if detail == Detail::Full
            && !about_hours
            && let Some(hours) = &shop.hours
        {
            speech.push(today(situation, &hours.value));
        }
    }
    let reach: Vec<Phrase> = [
        (asks(Asked::Phone), contact.and_then(|c| c.phone.as_ref()), "call"),
        (asks(Asked::Email), contact.and_then(|c| c.email.as_ref()), "write"),
    ]
    .into_iter()
    .filter(|(asked, _, _)| *asked && !about_address)
    .filter_map(|(_, value, how)| Some(Phrase::new(how).with("to", value?.clone())))
    .collect();
    if !reach.is_empty() {
        speech.push(Phrase::new("reach").with("ways", either(reach)));
    } else if (asks(Asked::Phone) || asks(Asked::Email)) && !about_address && !about_hours {
        missing = true;
    }
    if missing && speech.is_empty() {
        return Part::nothing(HandoffReason::NeedsOwner);
    }
    Part::says(speech)
}

fn opening(situation: &Situation, hours: &OpeningHours, detail: Detail) -> Speech {
    let date = situation.input.now.date();
    match situation.understanding.entities.day {
        Some(DayAsked::Now | DayAsked::Today) => today(situation, hours).into(),
        Some(DayAsked::Tomorrow) => {
            let tomorrow = date.tomorrow().unwrap_or(date);
            match of_day(hours, tomorrow) {
                [] => {
                    let mut speech = Speech::from(Phrase::new("closed-tomorrow"));
                    if let Some(phrase) = reopens(hours, tomorrow) {
                        speech.push(phrase);
                    }
                    speech
                }
                open => Phrase::new("open-tomorrow").with("spans", spans(open)).into(),
            }
        }
        Some(DayAsked::Weekday(weekday)) => {
            let mut day = date;
            for _ in 0..DAYS_OF_WEEK {
                if day.weekday().to_monday_one_offset() == weekday {
                    break;
                }
                day = day.tomorrow().unwrap_or(day);
            }
            let of = |key| {
                Phrase::new(key)
                    .with("weekday", Value::Weekday(weekday))
                    .with("on", Value::OnWeekday(weekday))
            };
            match of_day(hours, day) {
                [] => of("closed-weekday").into(),
                open => of("open-weekday").with("spans", spans(open)).into(),
            }
        }
        None => {
            let mut week = week(hours);
            if detail == Detail::Full {
                week.line(today(situation, hours));
            }
            week
        }
    }
}

fn today(situation: &Situation, hours: &OpeningHours) -> Phrase {
    let now = &situation.input.now;
    let (date, time) = (now.date(), now.time());
    if let Some(span) = open_at(hours, date, time) {
        return Phrase::new("open-now").with("time", Value::Clock(span.to));
    }
    match next_opening(hours, date, time) {
        Some((day, span)) => {
            Phrase::new("closed-now-until").with("day", Value::Day(day)).with("time", Value::Clock(span.from))
        }
        None => Phrase::new("closed-now"),
    }
}

fn reopens(hours: &OpeningHours, closed: Date) -> Option<Phrase> {
    let (day, span) = next_opening(hours, closed.tomorrow().ok()?, Time::midnight())?;
    Some(Phrase::new("reopens").with("day", Value::Day(day)).with("time", Value::Clock(span.from)))
}

/// The week, with equal days in a row told together.
fn week(hours: &OpeningHours) -> Speech {
    let mut speech = Speech::from(Phrase::new("hours"));
    let of = |day: i8| {
        usize::try_from(day - 1).ok().and_then(|i| hours.week.get(i)).map_or(&[][..], Vec::as_slice)
    };
    let mut day = 1;
    while day <= DAYS_OF_WEEK {
        let mut end = day;
        while end < DAYS_OF_WEEK && of(end + 1) == of(day) {
            end += 1;
        }
        let days = if end > day { Value::Weekdays(day, end) } else { Value::Weekday(day) };
        speech.line(match of(day) {
            [] => Phrase::new("hours-closed").with("days", days),
            open => Phrase::new("hours-open").with("days", days).with("spans", spans(open)),
        });
        day = end + 1;
    }
    speech
}

/// "3–6".
fn days(from: u32, to: u32) -> String {
    if from == to { format!("{to}") } else { format!("{from}–{to}") }
}

fn zone(zone: &ShippingZone, detail: Detail) -> Phrase {
    let free = zone.cost.amount == 0;
    let cost: Value = if free { Phrase::new("free").into() } else { zone.cost.into() };
    let free_from = zone.free_from.filter(|_| !free && detail > Detail::Minimal);
    let key = if free_from.is_some() { "zone-free-from" } else { "zone" };
    let mut phrase = Phrase::new(key)
        .with("cost", cost)
        .with("days", days(zone.days_from, zone.days_to))
        .with("count", zone.days_to);
    if let Some(free_from) = free_from {
        phrase = phrase.with("free", free_from);
    }
    phrase
}

fn named(zone: &ShippingZone) -> Value {
    Value::Country(zone.name.clone())
}

/// What shipping costs, to where, and how long it takes.
pub(super) fn shipping(situation: &Situation, detail: Detail) -> Part {
    let Some(policy) = &situation.input.shop.shipping else {
        return Part::nothing(HandoffReason::NeedsOwner);
    };
    let policy = &policy.value;
    let asked = &situation.understanding.entities.countries;
    let serves = |zone: &&ShippingZone, country: &str| {
        let same = |name: &str| {
            name.eq_ignore_ascii_case(country)
                || name.strip_prefix("the ").is_some_and(|name| name.eq_ignore_ascii_case(country))
                || (country == "Europe" && matches!(name, "the EU" | "EU" | "European Union"))
        };
        same(&zone.name) || zone.countries.iter().any(|name| same(name))
    };
    let mut speech = Speech::default();
    for country in asked.iter().take(3) {
        let named_country = Value::Country(with_article(country));
        match policy.zones.iter().find(|zone| serves(zone, country)) {
            Some(found) => speech.line(
                Phrase::picked(situation, 50, "ships-to")
                    .with("country", named_country)
                    .with("zone", zone(found, detail)),
            ),
            None => {
                speech.line(Phrase::new("ships-not-to").with("country", named_country));
                if !policy.zones.is_empty() {
                    let zones = list(policy.zones.iter().take(ZONES_TOLD).map(named));
                    speech.push(Phrase::new("ships-where").with("zones", zones));
                }
            }
        }
    }
    if speech.is_empty() {
        match policy.zones.as_slice() {
            [] => return Part::nothing(HandoffReason::NeedsOwner),
            [only] => speech.push(
                Phrase::new("shipping-one").with("country", named(only)).with("zone", zone(only, detail)),
            ),
            zones => {
                speech.push(Phrase::new("shipping"));
                for one in zones.iter().take(ZONES_TOLD) {
                    speech.line(
                        Phrase::new("shipping-zone")
                            .with("country", named(one))
                            .with("zone", zone(one, detail)),
                    );
                }
            }
        }
    }
    if detail == Detail::Full && !policy.note.trim().is_empty() && asked.is_empty() {
        speech.line(Phrase::own(situation, &sentence(&policy.note)));
    }
    Part::says(speech)
}

/// "the United States".
fn with_article(country: &str) -> String {
    let the = if country.starts_with("United") || country == "Netherlands" { "the " } else { "" };
    format!("{the}{country}")
}

/// How returns work.
pub(super) fn returns(situation: &Situation, detail: Detail) -> Part {
    let Some(policy) = &situation.input.shop.returns else {
        return Part::nothing(HandoffReason::NeedsOwner);
    };
    let policy = &policy.value;
    let mut speech =
        Speech::from(Phrase::picked(situation, 60, "return-window").with("days", policy.window_days));
    if detail > Detail::Minimal {
        speech.push(match policy.return_cost.filter(|cost| cost.amount != 0) {
            None => Phrase::new("returns-free"),
            Some(cost) => Phrase::new("return-cost").with("cost", cost),
        });
        if let Some((from, to)) = policy.refund_days {
            speech.push(Phrase::new("refund-days").with("days", days(from, to)).with("count", to));
        }
    }
    if detail == Detail::Full {
        if policy.exchanges {
            speech.push(Phrase::new("exchanges"));
        }
        if !policy.conditions.trim().is_empty() {
            speech.push(Phrase::own(situation, &sentence(&policy.conditions)));
        }
    }
    Part::says(speech)
}
