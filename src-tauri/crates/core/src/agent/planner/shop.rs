//! Opening hours, address, shipping and returns, from the shop's settings.

use super::super::book::WEEKDAY_NAMES;
use super::super::escalation::pick;
use super::super::hours::{clock, day_in_words, next_opening, of_day, open_at};
use super::super::intent::{Asked, DayAsked, Intent};
use super::super::knowledge::{Opening, OpeningHours, ShippingZone};
use super::super::turn::Situation;
use super::{Detail, Part, list, sentence};

/// Zones told at once.
const ZONES_TOLD: usize = 4;

/// "10:00 to 13:00 and 14:00 to 18:00".
fn spans(spans: &[Opening]) -> String {
    let spans: Vec<String> =
        spans.iter().map(|span| format!("{} to {}", clock(span.from), clock(span.to))).collect();
    list(&spans)
}

/// Hours, address, telephone, whatever was asked for.
pub(super) fn contact(situation: &Situation, detail: Detail) -> Part {
    let asks = |asked: Asked| situation.understanding.entities.asks.contains(&asked);
    let shop = &situation.input.shop;
    let mut texts: Vec<String> = Vec::new();
    let about_hours = asks(Asked::Hours) || situation.understanding.entities.day.is_some();
    let mut missing = false;
    if about_hours {
        match &shop.hours {
            Some(hours) => texts.push(opening(situation, &hours.value, detail)),
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
                let wording = pick(situation, 40, &["You'll find us at", "Our shop is at", "We're at"]);
                texts.push(sentence(&format!("{wording} {address}")));
            }
            None => missing = true,
        }
        if detail == Detail::Full
            && !about_hours
            && let Some(hours) = &shop.hours
        {
            texts.push(today(situation, &hours.value));
        }
    }
    let reach: Vec<String> = [
        (asks(Asked::Phone), contact.and_then(|c| c.phone.as_ref()), "call us on"),
        (asks(Asked::Email), contact.and_then(|c| c.email.as_ref()), "write to"),
    ]
    .into_iter()
    .filter(|(asked, _, _)| *asked && !about_address)
    .filter_map(|(_, value, how)| Some(format!("{how} {}", value?)))
    .collect();
    if !reach.is_empty() {
        texts.push(format!("You can {}.", super::joined(&reach, "or")));
    } else if (asks(Asked::Phone) || asks(Asked::Email)) && !about_address && !about_hours {
        missing = true;
    }
    if missing && texts.is_empty() {
        return Part::hands_over("");
    }
    Part::says(texts.join(" "))
}

fn opening(situation: &Situation, hours: &OpeningHours, detail: Detail) -> String {
    let now = &situation.input.now;
    let date = now.date();
    match situation.understanding.entities.day {
        Some(DayAsked::Now) => today(situation, hours),
        Some(DayAsked::Today) => today(situation, hours),
        Some(DayAsked::Tomorrow) => {
            let tomorrow = date.tomorrow().unwrap_or(date);
            match of_day(hours, tomorrow) {
                [] => format!("Sorry, we're closed tomorrow.{}", reopens(hours, tomorrow, date)),
                open => format!("Tomorrow we're open from {}.", spans(open)),
            }
        }
        Some(DayAsked::Weekday(weekday)) => {
            let mut day = date;
            for _ in 0..7 {
                if day.weekday().to_monday_one_offset() == weekday {
                    break;
                }
                day = day.tomorrow().unwrap_or(day);
            }
            let index = usize::try_from(weekday - 1).unwrap_or(0);
            let name = WEEKDAY_NAMES.get(index).copied().unwrap_or("");
            match of_day(hours, day) {
                [] => format!("Sorry, we're closed on {name}."),
                open => format!("On {name} we're open from {}.", spans(open)),
            }
        }
        None => {
            let week = week(hours);
            match detail {
                Detail::Full => format!("{week}\n{}", today(situation, hours)),
                _ => week,
            }
        }
    }
}

fn today(situation: &Situation, hours: &OpeningHours) -> String {
    let now = &situation.input.now;
    let (date, time) = (now.date(), now.time());
    if let Some(span) = open_at(hours, date, time) {
        return format!("We're open now, until {} today.", clock(span.to));
    }
    match next_opening(hours, date, time) {
        Some((day, span)) => {
            format!(
                "We're closed right now and open again {} at {}.",
                day_in_words(date, day),
                clock(span.from)
            )
        }
        None => "We're closed right now.".to_owned(),
    }
}

fn reopens(hours: &OpeningHours, closed: jiff::civil::Date, today: jiff::civil::Date) -> String {
    let Ok(after) = closed.tomorrow() else { return String::new() };
    next_opening(hours, after, jiff::civil::Time::midnight()).map_or(String::new(), |(day, span)| {
        format!(" We're open again {} at {}.", day_in_words(today, day), clock(span.from))
    })
}

/// The week, with equal days in a row told together.
fn week(hours: &OpeningHours) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut i = 0;
    while i < WEEKDAY_NAMES.len() {
        let of = |i: usize| hours.week.get(i).map_or(&[][..], Vec::as_slice);
        let mut end = i;
        while end + 1 < WEEKDAY_NAMES.len() && of(end + 1) == of(i) {
            end += 1;
        }
        let days = if end > i {
            format!("{} to {}", WEEKDAY_NAMES[i], WEEKDAY_NAMES[end])
        } else {
            WEEKDAY_NAMES[i].to_owned()
        };
        lines.push(match of(i) {
            [] => format!("{days}: closed"),
            open => format!("{days}: {}", spans(open)),
        });
        i = end + 1;
    }
    format!("Our opening hours:\n{}", lines.join("\n"))
}

fn days(from: u32, to: u32) -> String {
    if from == to { format!("{to}") } else { format!("{from}–{to}") }
}

fn zone(zone: &ShippingZone, detail: Detail) -> String {
    let cost = if zone.cost.amount == 0 { "free".to_owned() } else { zone.cost.to_string() };
    let mut text = format!("{cost}, {} working days", days(zone.days_from, zone.days_to));
    if let Some(free_from) = zone.free_from.filter(|_| zone.cost.amount != 0 && detail > Detail::Minimal) {
        text.push_str(&format!(", free from {free_from}"));
    }
    text
}

/// What shipping costs, to where, and how long it takes.
pub(super) fn shipping(situation: &Situation, detail: Detail) -> Part {
    let Some(policy) = &situation.input.shop.shipping else { return Part::hands_over("") };
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
    let mut texts: Vec<String> = Vec::new();
    for country in asked.iter().take(3) {
        let the = if country.starts_with("United") || country == "Netherlands" { "the " } else { "" };
        match policy.zones.iter().find(|zone| serves(zone, country)) {
            Some(found) => {
                let yes = pick(situation, 50, &["Yes, we ship to", "We do ship to"]);
                texts.push(format!("{yes} {the}{country}: {}.", zone(found, detail)));
            }
            None => {
                let names: Vec<String> =
                    policy.zones.iter().take(ZONES_TOLD).map(|zone| zone.name.clone()).collect();
                let to =
                    if names.is_empty() { String::new() } else { format!(" We ship to {}.", list(&names)) };
                texts.push(format!("Sorry, we don't ship to {the}{country}.{to}"));
            }
        }
    }
    if texts.is_empty() {
        match policy.zones.as_slice() {
            [] => return Part::hands_over(""),
            [only] => texts.push(format!("Shipping to {}: {}.", only.name, zone(only, detail))),
            zones => {
                let lines: Vec<String> = zones
                    .iter()
                    .take(ZONES_TOLD)
                    .map(|z| format!("{}: {}", z.name, zone(z, detail)))
                    .collect();
                texts.push(format!("Here's what shipping costs:\n{}", lines.join("\n")));
            }
        }
    }
    if detail == Detail::Full && !policy.note.trim().is_empty() && asked.is_empty() {
        texts.push(sentence(&policy.note));
    }
    Part::says(texts.join("\n"))
}

/// How returns work.
pub(super) fn returns(situation: &Situation, detail: Detail) -> Part {
    let Some(policy) = &situation.input.shop.returns else { return Part::hands_over("") };
    let policy = &policy.value;
    let exchange = situation.understanding.has(Intent::ExchangeItem);
    let mut texts = vec![match pick(situation, 60, &["a", "b"]) {
        "a" => format!("You can return items within {} days of delivery.", policy.window_days),
        _ => format!("You have {} days after delivery to return something.", policy.window_days),
    }];
    if detail > Detail::Minimal {
        match policy.return_cost.filter(|cost| cost.amount != 0) {
            None => texts.push("Returns are free.".to_owned()),
            Some(cost) => texts.push(format!("A return costs {cost}.")),
        }
        if let Some((from, to)) = policy.refund_days {
            texts.push(format!(
                "Refunds take {} working days once the parcel is back with us.",
                days(from, to)
            ));
        }
    }
    if detail == Detail::Full {
        if policy.exchanges || exchange {
            texts.push(if policy.exchanges {
                "Exchanges are possible too.".to_owned()
            } else {
                String::new()
            });
        }
        if !policy.conditions.trim().is_empty() {
            texts.push(sentence(&policy.conditions));
        }
    }
    texts.retain(|text| !text.is_empty());
    Part::says(texts.join(" "))
}
