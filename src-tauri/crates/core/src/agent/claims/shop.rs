//! Statements about the shop itself: shipping, returns, opening hours.

use jiff::civil::{Date, Time, Weekday};

use super::super::evidence::FactValue;
use super::super::hours;
use super::super::knowledge::OpeningHours;
use super::bind::{Judge, Verdict};
use super::context::{Proof, fact_in};
use super::said::{Said, Statement};

impl<'a> Judge<'a, '_> {
    /// A figure of the zone that the statement is about, or of any where none is named.
    pub(super) fn zone_fact(
        &self,
        part: &str,
        statement: &Statement,
        fits: impl Fn(&FactValue) -> bool,
    ) -> Option<Proof<'a>> {
        let zones = self.subject.zones_of(statement);
        fact_in(self.book.shipping?, |fact| {
            let mut names = fact.name.split('.');
            let (Some("zone"), Some(zone), Some(name), None) =
                (names.next(), names.next(), names.next(), names.next())
            else {
                return false;
            };
            name == part && (zones.is_empty() || zones.iter().any(|z| z == zone)) && fits(&fact.value)
        })
    }

    pub(super) fn days(&self, from: u32, to: u32, statement: &Statement) -> Option<Proof<'a>> {
        let is = |value: &FactValue| *value == FactValue::Days { from, to };
        if self.has(&["refund", "refunds"]) {
            return fact_in(self.book.returns?, |fact| fact.name == "refund_days" && is(&fact.value));
        }
        if self.about_returns() {
            return fact_in(self.book.returns?, |fact| fact.name == "window" && is(&fact.value));
        }
        if self.about_shipping() || self.has(&["takes", "arrives"]) {
            return self.zone_fact("days", statement, is);
        }
        None
    }

    pub(super) fn about_hours(&self) -> bool {
        self.sentence.statements.iter().any(|s| matches!(s.said, Said::Open | Said::Closed | Said::Time(_)))
    }

    pub(super) fn opening_hours(&self) -> Option<&'a OpeningHours> {
        self.situation.input.shop.hours.as_ref().map(|hours| &hours.value)
    }

    /// The fact of a day's hours: of the date where that day differs, else of its weekday.
    pub(super) fn hours_fact(&self, date: Date, fits: impl Fn(&FactValue) -> bool) -> Option<Proof<'a>> {
        let evidence = self.book.hours?;
        let own = date.to_string();
        let differs = evidence.fact(&own).is_some();
        let weekday = hours::weekday_name(date).to_lowercase();
        fact_in(evidence, |fact| {
            let day = if differs { &own } else { &weekday };
            fact.name.strip_prefix(day.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                && fits(&fact.value)
        })
    }

    /// A day named in a sentence about hours says nothing by itself; beside an order it is a date.
    pub(super) fn day(&self, date: Date, statement: &Statement) -> Verdict<'a> {
        if self.about_hours() {
            return self.hours_fact(date, |_| true).into();
        }
        match self.order_date(date, statement) {
            Some(proof) => Verdict::Proved(proof),
            None => Verdict::Unproved,
        }
    }

    pub(super) fn weekday(&self, day: i8, statement: &Statement) -> Verdict<'a> {
        let Ok(weekday) = Weekday::from_monday_one_offset(day) else { return Verdict::Unproved };
        if self.about_hours() {
            return self.hours_fact(self.next_day(weekday), |_| true).into();
        }
        // "It's expected on Friday": a date within a week.
        let mut date = self.today;
        for _ in 0..7 {
            if date.weekday() == weekday {
                return self.order_date(date, statement).into();
            }
            date = date.tomorrow().unwrap_or(date);
        }
        Verdict::Unproved
    }

    pub(super) fn next_day(&self, weekday: Weekday) -> Date {
        let mut date = self.today;
        for _ in 0..7 {
            if date.weekday() == weekday {
                break;
            }
            date = date.tomorrow().unwrap_or(date);
        }
        date
    }

    pub(super) fn now_claim(&self, _statement: &Statement) -> Verdict<'a> {
        // "Right now" proves nothing by itself: what is said of now is judged where it is said.
        Verdict::NoClaim
    }

    /// The days that a time or an "open" belongs to: the nearest before it in the sentence, with the range that
    /// it ends ("Monday to Friday"), else the nearest after it, else today.
    pub(super) fn days_of(&self, statement: &Statement) -> Vec<Date> {
        let day_of = |s: &Statement| match &s.said {
            Said::Weekday(day) => Weekday::from_monday_one_offset(*day).ok().map(|w| self.next_day(w)),
            Said::Today => Some(self.today),
            Said::Tomorrow => self.today.tomorrow().ok(),
            Said::Date(date) => Some(*date),
            _ => None,
        };
        let days: Vec<(usize, usize, Date)> = self
            .sentence
            .statements
            .iter()
            .filter_map(|s| day_of(s).map(|date| (s.start, s.end, date)))
            .collect();
        let before = days.iter().rposition(|(start, _, _)| *start < statement.start);
        let index = before.or_else(|| days.iter().position(|(start, _, _)| *start > statement.start));
        let Some(index) = index else { return vec![self.today] };
        let (start, _, date) = days[index];
        if index > 0 {
            let (_, end, first) = days[index - 1];
            let between: Vec<&str> = self
                .sentence
                .words
                .iter()
                .filter(|w| w.start >= end && w.end <= start)
                .map(|w| w.lower.as_str())
                .collect();
            if matches!(between.as_slice(), ["to" | "–" | "-" | "until" | "through"]) {
                let mut range = vec![first];
                let mut day = first;
                while day.weekday() != date.weekday() && range.len() < 7 {
                    day = day.tomorrow().unwrap_or(day);
                    range.push(day);
                }
                return range;
            }
            if between == ["and"] {
                return vec![first, date];
            }
        }
        vec![date]
    }

    pub(super) fn time(&self, time: Time, statement: &Statement) -> Option<Proof<'a>> {
        let begins = |value: &FactValue| matches!(value, FactValue::TimeRange { from, .. } if *from == time);
        let ends = |value: &FactValue| matches!(value, FactValue::TimeRange { to, .. } if *to == time);
        let (lead, _) = self.lead(statement);
        // What is said to end must not be the beginning.
        let until = matches!(lead, "until" | "till" | "to" | "–" | "-");
        let mut proof = None;
        for date in self.days_of(statement) {
            let found = if until {
                self.hours_fact(date, ends)
            } else {
                self.hours_fact(date, |v| begins(v) || ends(v))
            };
            proof = proof.or(Some(found?));
        }
        proof
    }

    pub(super) fn says_now(&self, statement: &Statement) -> bool {
        // In the same clause, that is before the next "and" or "so".
        let words = self.sentence.words.iter().filter(|w| w.start >= statement.end).map(|w| w.lower.as_str());
        let mut near = words.take_while(|w| !matches!(*w, "and" | "so" | "," | ";" | "but")).take(4);
        near.any(|w| w == "now")
    }

    pub(super) fn is_open_now(&self) -> bool {
        let now = &self.situation.input.now;
        self.opening_hours().is_some_and(|hours| hours::open_at(hours, now.date(), now.time()).is_some())
    }

    pub(super) fn open(&self, statement: &Statement) -> Verdict<'a> {
        if self.book.hours.is_none() {
            return Verdict::Unproved;
        }
        let named = self.sentence.statements.iter().any(|s| {
            matches!(s.said, Said::Weekday(_) | Said::Today | Said::Tomorrow | Said::Date(_) | Said::Time(_))
        });
        if !named && !self.says_now(statement) {
            // "Our opening hours" and the like.
            return Verdict::NoClaim;
        }
        if statement.negated {
            return self.closed(&Statement { negated: false, ..statement.clone() });
        }
        if self.says_now(statement) {
            return if self.is_open_now() {
                self.hours_fact(self.today, |_| true).into()
            } else {
                Verdict::Unproved
            };
        }
        let mut proof = None;
        for date in self.days_of(statement) {
            match self.hours_fact(date, |value| matches!(value, FactValue::TimeRange { .. })) {
                Some(found) => proof = proof.or(Some(found)),
                None => return Verdict::Unproved,
            }
        }
        proof.into()
    }

    pub(super) fn closed(&self, statement: &Statement) -> Verdict<'a> {
        if self.book.hours.is_none() {
            return Verdict::Unproved;
        }
        if self.says_now(statement) {
            return if self.is_open_now() {
                Verdict::Unproved
            } else {
                self.hours_fact(self.today, |_| true).into()
            };
        }
        let mut proof = None;
        for date in self.days_of(statement) {
            match self.hours_fact(date, |value| matches!(value, FactValue::Flag(false))) {
                Some(found) => proof = proof.or(Some(found)),
                None => return Verdict::Unproved,
            }
        }
        proof.into()
    }

    pub(super) fn free(&self, statement: &Statement) -> Option<Proof<'a>> {
        if self.about_returns() {
            return fact_in(self.book.returns?, |fact| fact.name == "free");
        }
        let from = self.sentence.statements.iter().any(|s| {
            matches!(&s.said, Said::Money(_)) && matches!(self.lead(s), ("from" | "over" | "above", "free"))
        });
        if from {
            return self.zone_fact("free_from", statement, |_| true);
        }
        if self.about_shipping() {
            return self.zone_fact(
                "cost",
                statement,
                |value| matches!(value, FactValue::Money(money) if money.amount == 0),
            );
        }
        None
    }

    pub(super) fn exchanges(&self, statement: &Statement) -> Verdict<'a> {
        let offers = self.has(&["possible", "offer", "welcome", "can", "accept"]);
        if !offers {
            return Verdict::NoClaim;
        }
        let wanted = FactValue::Flag(!(statement.negated || self.sentence.negated()));
        let Some(returns) = self.book.returns else { return Verdict::Unproved };
        fact_in(returns, |fact| fact.name == "exchanges" && fact.value == wanted).into()
    }

    pub(super) fn is_served(&self, country: &str) -> bool {
        self.book.shipping.is_some_and(|shipping| {
            shipping
                .facts
                .iter()
                .any(|fact| matches!(&fact.value, FactValue::Country(name) if name == country))
        })
    }
}
