//! Binds each statement to the fact that proves it, in the light of what its sentence is about.

use jiff::civil::{Date, Time, Weekday};

use super::super::evidence::{Availability, Claim, ClaimKind, Evidence, Fact, FactValue, SourceKind};
use super::super::hours;
use super::super::knowledge::OpeningHours;
use super::super::turn::Situation;
use super::super::validate::{Problem, ProblemKind};
use super::context::{Book, Proof, Subject, VariantFact, fact_in, variants};
use super::scan::{self, Said, Sentence, Statement, Status};
use crate::money::Money;

/// Claims and problems of a text.
pub(in super::super) fn check(situation: &Situation, text: &str) -> (Vec<Claim>, Vec<Problem>) {
    let book = Book::of(&situation.evidence);
    let today = situation.input.now.date();
    let sentences = scan::read(
        text,
        &literals(&situation.evidence),
        &colours(&situation.evidence),
        &written_sizes(&situation.evidence),
        today,
    );
    let mut subject = Subject::default();
    let (mut claims, mut problems) = (Vec::new(), Vec::new());
    for sentence in &sentences {
        if sentence.opens_paragraph {
            subject = Subject::default();
        }
        subject = subject.next(sentence, &book);
        let judge = Judge { situation, book: &book, subject: &subject, sentence, today };
        for statement in &sentence.statements {
            let (start, end) = (as_u32(statement.start), as_u32(statement.end));
            let said: String =
                text.chars().skip(statement.start).take(statement.end - statement.start).collect();
            match judge.prove(statement) {
                Verdict::Proved(proof) => claims.push(Claim {
                    position: as_u32(claims.len()),
                    kind: kind_of(statement, proof),
                    text: said,
                    start,
                    end,
                    evidence_position: proof.evidence.position,
                    fact: proof.fact.name.clone(),
                }),
                Verdict::NoClaim => {}
                Verdict::Unproved => problems.push(Problem {
                    kind: ProblemKind::Unproved,
                    text: said,
                    detail: format!("nothing proves this {}", statement.kind.as_str().replace('_', " ")),
                    start,
                    end,
                }),
            }
        }
    }
    (claims, problems)
}

fn as_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn kind_of(statement: &Statement, proof: Proof<'_>) -> ClaimKind {
    match (&statement.said, &proof.fact.value) {
        (Said::Literal(_), FactValue::Address(_)) => ClaimKind::Address,
        (Said::Literal(_), FactValue::Text(_)) => ClaimKind::Policy,
        (Said::Literal(_), FactValue::Name(_))
            if proof.evidence.source.kind == SourceKind::Product || proof.fact.name.starts_with("line.") =>
        {
            ClaimKind::ProductName
        }
        _ => statement.kind,
    }
}

/// Names and texts of the evidence that may stand in a reply word for word, longest first.
fn literals(evidence: &[Evidence]) -> Vec<String> {
    let mut literals: Vec<String> = evidence
        .iter()
        .flat_map(|entry| &entry.facts)
        .filter_map(|fact| match &fact.value {
            FactValue::Name(text)
            | FactValue::Text(text)
            | FactValue::Address(text)
            | FactValue::Carrier(text)
            | FactValue::Country(text) => Some(text.clone()),
            _ => None,
        })
        .collect();
    literals.sort_by_key(|text| std::cmp::Reverse(text.len()));
    literals.dedup();
    literals
}

fn colours(evidence: &[Evidence]) -> scan::Colours {
    scan::Colours::with(evidence.iter().flat_map(variants).filter_map(|variant| variant.colour))
}

fn written_sizes(evidence: &[Evidence]) -> Vec<String> {
    let is_written = |size: &&str| size.contains(|c: char| !c.is_alphanumeric()) || size.chars().count() > 4;
    let mut sizes: Vec<String> = evidence
        .iter()
        .flat_map(variants)
        .filter_map(|v| v.size)
        .filter(is_written)
        .map(str::to_owned)
        .collect();
    sizes.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    sizes.dedup();
    sizes
}

enum Verdict<'a> {
    Proved(Proof<'a>),
    Unproved,
    /// It states nothing after all.
    NoClaim,
}

impl<'a> From<Option<Proof<'a>>> for Verdict<'a> {
    fn from(proof: Option<Proof<'a>>) -> Self {
        proof.map_or(Verdict::Unproved, Verdict::Proved)
    }
}

struct Judge<'a, 'b> {
    situation: &'a Situation,
    book: &'b Book<'a>,
    subject: &'b Subject<'a>,
    sentence: &'b Sentence,
    today: Date,
}

impl<'a> Judge<'a, '_> {
    fn prove(&self, statement: &Statement) -> Verdict<'a> {
        match &statement.said {
            Said::Literal(text) => self.literal(text).into(),
            Said::Money(money) => self.money(*money, statement).into(),
            Said::Days { from, to } => self.days(*from, *to).into(),
            Said::Date(date) => self.date(*date, statement),
            Said::Today => self.day(self.today, statement),
            Said::Tomorrow => match self.today.tomorrow() {
                Ok(date) => self.day(date, statement),
                Err(_) => Verdict::Unproved,
            },
            Said::Weekday(day) => self.weekday(*day, statement),
            Said::Now => self.now_claim(statement),
            Said::Time(time) => self.time(*time, statement).into(),
            Said::Open => self.open(statement),
            Said::Closed => self.closed(statement),
            Said::Order(number) => self.order_number(number).into(),
            Said::Code(code) => self.code(code).into(),
            Said::Left(left) => self.left(*left).into(),
            Said::Number(number) => self.number(*number, statement).into(),
            Said::Size(size) => self.attribute(Some(size), None),
            Said::Colour(colour) => self.attribute(None, Some(colour)),
            Said::InStock => self.in_stock(statement),
            Said::SoldOut => self.sold_out(),
            Said::Status(status) => self.status(*status, statement),
            Said::Free => self.free().into(),
            Said::Exchanges => self.exchanges(statement),
            Said::Promise if statement.negated => Verdict::NoClaim,
            Said::Url(url) => self
                .book
                .find(|_, fact| matches!(&fact.value, FactValue::Url(known) if same_address(known, url)))
                .into(),
            Said::Email(email) => self
                .book
                .find(|_, fact| matches!(&fact.value, FactValue::Email(known) if known.eq_ignore_ascii_case(email)))
                .into(),
            Said::Phone(digits) => self
                .book
                .find(|_, fact| {
                    matches!(&fact.value, FactValue::Phone(known)
                        if known.chars().filter(char::is_ascii_digit).eq(digits.chars()))
                })
                .into(),
            Said::Percentage | Said::WrongDate | Said::Promise | Said::Name(_) => Verdict::Unproved,
        }
    }

    fn has(&self, words: &[&str]) -> bool {
        self.sentence.has(words)
    }

    fn about_shipping(&self) -> bool {
        !self.subject.zones.is_empty() || self.has(&["ship", "shipping", "delivery", "deliver", "postage"])
    }

    fn about_returns(&self) -> bool {
        self.has(&["return", "returns", "returning"])
    }

    fn literal(&self, text: &str) -> Option<Proof<'a>> {
        let is = |fact: &Fact| match &fact.value {
            FactValue::Name(known)
            | FactValue::Text(known)
            | FactValue::Address(known)
            | FactValue::Carrier(known)
            | FactValue::Country(known) => known == text,
            _ => false,
        };
        // A line's title belongs to the order that is named, a carrier to its shipment.
        if self.subject.own_order || !self.subject.orders.is_empty() {
            if let Some(proof) = self.subject.orders.iter().find_map(|order| fact_in(order, is)) {
                return Some(proof);
            }
            let elsewhere = self.book.orders.iter().any(|order| fact_in(order, is).is_some());
            let product = self.book.products.iter().any(|product| fact_in(product, is).is_some());
            if elsewhere && !product {
                return None;
            }
        }
        // What a product is made of is no other product's.
        let of_product = self.subject.products.iter().find_map(|product| fact_in(product, is));
        if of_product.is_some() {
            return of_product;
        }
        let negated = self.sentence.negated();
        let texts_elsewhere = self.subject.own_product
            && self.book.products.iter().any(|product| {
                fact_in(product, |fact| is(fact) && matches!(fact.value, FactValue::Text(_))).is_some()
            });
        if texts_elsewhere {
            return None;
        }
        // A country that only the customer named may be said to be not served.
        self.book
            .find(|evidence, fact| is(fact) && evidence.source.kind != SourceKind::Message)
            .filter(|proof| {
                !(negated
                    && matches!(proof.fact.value, FactValue::Country(_))
                    && self.has(&["ship", "deliver"]))
            })
            .or_else(|| {
                self.book.find(|evidence, fact| {
                    is(fact)
                        && evidence.source.kind == SourceKind::Message
                        && (matches!(fact.value, FactValue::Name(_)) || (negated && !self.is_served(text)))
                })
            })
    }

    fn is_served(&self, country: &str) -> bool {
        self.book.shipping.is_some_and(|shipping| {
            shipping
                .facts
                .iter()
                .any(|fact| matches!(&fact.value, FactValue::Country(name) if name == country))
        })
    }

    /// The word right before a statement, and the one before that.
    fn lead(&self, statement: &Statement) -> (&str, &str) {
        let before: Vec<&str> = self
            .sentence
            .words
            .iter()
            .filter(|w| w.end <= statement.start)
            .map(|w| w.lower.as_str())
            .collect();
        let at = |n: usize| before.len().checked_sub(n).and_then(|i| before.get(i)).copied().unwrap_or("");
        (at(1), at(2))
    }

    fn zone_fact(&self, part: &str, fits: impl Fn(&FactValue) -> bool) -> Option<Proof<'a>> {
        fact_in(self.book.shipping?, |fact| {
            let mut names = fact.name.split('.');
            let (Some("zone"), Some(zone), Some(name), None) =
                (names.next(), names.next(), names.next(), names.next())
            else {
                return false;
            };
            name == part
                && (self.subject.zones.is_empty() || self.subject.zones.iter().any(|z| z == zone))
                && fits(&fact.value)
        })
    }

    fn money(&self, money: Money, statement: &Statement) -> Option<Proof<'a>> {
        let is = |value: &FactValue| *value == FactValue::Money(money);
        let (lead, lead2) = self.lead(statement);
        let bound = matches!(lead, "under" | "over" | "below" | "above" | "between")
            || (lead == "to" && lead2 == "up");
        if bound && (self.sentence.negated() || self.has(&["asked"])) {
            return fact_in(self.book.request?, |fact| fact.name.starts_with("price_") && is(&fact.value));
        }
        if self.about_shipping() && !self.subject.own_product {
            let free = matches!((lead2, lead), ("free", "from" | "over" | "above"));
            return self.zone_fact(if free { "free_from" } else { "cost" }, is);
        }
        if self.about_returns() && !self.subject.own_product && !self.subject.own_order {
            return fact_in(self.book.returns?, |fact| fact.name == "cost" && is(&fact.value));
        }
        if !self.subject.products.is_empty() {
            let fitting = self.fitting();
            // "from €40" is the lowest of them.
            let lowest = fitting.iter().map(|v| v.price.amount).min();
            if lead == "from" && lowest.is_some_and(|lowest| lowest != money.amount) {
                return None;
            }
            return fitting.iter().find(|variant| variant.price == money).map(|variant| variant.proof);
        }
        self.orders_of(statement).iter().find_map(|order| {
            fact_in(order, |fact| {
                let name = fact.name.as_str();
                let wanted = if self.has(&["refunded", "refund"]) {
                    name == "refunded"
                } else {
                    name == "total" || (name.starts_with("line.") && name.ends_with(".price"))
                };
                wanted && is(&fact.value)
            })
        })
    }

    /// The subject's variants that have the one size and the one colour of the sentence, and can be had unless
    /// the sentence says they cannot.
    fn fitting(&self) -> Vec<VariantFact<'a>> {
        let sold_out = self.sentence.negated();
        let only = |values: &[String]| match values {
            [only] => Some(only.clone()),
            _ => None,
        };
        let (size, colour) = (only(&self.subject.sizes), only(&self.subject.colours));
        let all: Vec<VariantFact<'a>> =
            self.subject.products.iter().flat_map(|product| variants(product)).collect();
        let fits = |variant: &VariantFact<'_>| {
            size.as_deref().is_none_or(|size| variant.size.is_some_and(|s| s.eq_ignore_ascii_case(size)))
                && colour
                    .as_deref()
                    .is_none_or(|colour| variant.colour.is_some_and(|c| c.eq_ignore_ascii_case(colour)))
        };
        let fitting: Vec<VariantFact<'a>> = all.iter().copied().filter(fits).collect();
        let buyable: Vec<VariantFact<'a>> =
            fitting.iter().copied().filter(|v| v.availability != Availability::SoldOut).collect();
        // The price of what is sold out may be told.
        if buyable.is_empty() || sold_out { fitting } else { buyable }
    }

    fn days(&self, from: u32, to: u32) -> Option<Proof<'a>> {
        let is = |value: &FactValue| *value == FactValue::Days { from, to };
        if self.has(&["refund", "refunds"]) {
            return fact_in(self.book.returns?, |fact| fact.name == "refund_days" && is(&fact.value));
        }
        if self.about_returns() {
            return fact_in(self.book.returns?, |fact| fact.name == "window" && is(&fact.value));
        }
        if self.about_shipping() || self.has(&["takes", "arrives"]) {
            return self.zone_fact("days", is);
        }
        None
    }

    fn date(&self, date: Date, statement: &Statement) -> Verdict<'a> {
        if let Some(proof) = self.order_date(date, statement) {
            return Verdict::Proved(proof);
        }
        // "On Friday 25 December we're closed."
        if self.about_hours() { self.day(date, statement) } else { Verdict::Unproved }
    }

    /// A date of the order that the sentence is about, the one that its verb names.
    fn order_date(&self, date: Date, statement: &Statement) -> Option<Proof<'a>> {
        let part: &[&str] = if self.has(&["delivered", "arrived"]) {
            &["delivered_on", "status_since"]
        } else if self.has(&["expected", "due", "arrive", "arrives"]) {
            &["expected_on"]
        } else if self.has(&["placed", "ordered"]) {
            &["placed_on"]
        } else if self.has(&["cancelled", "returned"]) {
            &["status_since"]
        } else if self.has(&["shipped", "dispatched", "sent"]) {
            &["shipped_on"]
        } else {
            return None;
        };
        self.orders_of(statement).iter().find_map(|order| {
            fact_in(order, |fact| {
                let last = fact.name.rsplit('.').next().unwrap_or("");
                part.contains(&last) && fact.value == FactValue::Date(date)
            })
        })
    }

    fn about_hours(&self) -> bool {
        self.sentence.statements.iter().any(|s| matches!(s.said, Said::Open | Said::Closed | Said::Time(_)))
    }

    fn opening_hours(&self) -> Option<&'a OpeningHours> {
        self.situation.input.shop.hours.as_ref().map(|hours| &hours.value)
    }

    /// The fact of a day's hours: of the date where that day differs, else of its weekday.
    fn hours_fact(&self, date: Date, fits: impl Fn(&FactValue) -> bool) -> Option<Proof<'a>> {
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
    fn day(&self, date: Date, statement: &Statement) -> Verdict<'a> {
        if self.about_hours() {
            return self.hours_fact(date, |_| true).into();
        }
        match self.order_date(date, statement) {
            Some(proof) => Verdict::Proved(proof),
            None => Verdict::Unproved,
        }
    }

    fn weekday(&self, day: i8, statement: &Statement) -> Verdict<'a> {
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

    fn next_day(&self, weekday: Weekday) -> Date {
        let mut date = self.today;
        for _ in 0..7 {
            if date.weekday() == weekday {
                break;
            }
            date = date.tomorrow().unwrap_or(date);
        }
        date
    }

    fn now_claim(&self, _statement: &Statement) -> Verdict<'a> {
        // "Right now" proves nothing by itself: what is said of now is judged where it is said.
        Verdict::NoClaim
    }

    /// The days that a time or an "open" belongs to: the nearest before it in the sentence, with the range that
    /// it ends ("Monday to Friday"), else the nearest after it, else today.
    fn days_of(&self, statement: &Statement) -> Vec<Date> {
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

    fn time(&self, time: Time, statement: &Statement) -> Option<Proof<'a>> {
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

    fn says_now(&self, statement: &Statement) -> bool {
        // In the same clause, that is before the next "and" or "so".
        let words = self.sentence.words.iter().filter(|w| w.start >= statement.end).map(|w| w.lower.as_str());
        let mut near = words.take_while(|w| !matches!(*w, "and" | "so" | "," | ";" | "but")).take(4);
        near.any(|w| w == "now")
    }

    fn is_open_now(&self) -> bool {
        let now = &self.situation.input.now;
        self.opening_hours().is_some_and(|hours| hours::open_at(hours, now.date(), now.time()).is_some())
    }

    fn open(&self, statement: &Statement) -> Verdict<'a> {
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

    fn closed(&self, statement: &Statement) -> Verdict<'a> {
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

    fn order_number(&self, number: &str) -> Option<Proof<'a>> {
        let is = |value: &FactValue| matches!(value, FactValue::OrderNumber(known) if known.eq_ignore_ascii_case(number));
        let own =
            self.book.find(|evidence, fact| evidence.source.kind == SourceKind::Order && is(&fact.value));
        own.or_else(|| {
            // A number that is none of theirs may only be said not to be found.
            self.sentence.negated().then(|| {
                self.book.find(|evidence, fact| evidence.source.kind == SourceKind::Search && is(&fact.value))
            })?
        })
    }

    /// The orders that a statement is about: the one named last before it, else those of the sentence.
    fn orders_of(&self, statement: &Statement) -> Vec<&'a Evidence> {
        let named = self.sentence.statements.iter().rev().filter(|s| s.start < statement.start).find_map(
            |s| match &s.said {
                Said::Order(number) => Some(number.as_str()),
                _ => None,
            },
        );
        let is = |order: &&&Evidence| {
            named.is_none_or(|number| matches!(order.fact("number").map(|f| &f.value), Some(FactValue::OrderNumber(n)) if n.eq_ignore_ascii_case(number)))
        };
        self.subject.orders.iter().filter(is).copied().collect()
    }

    fn code(&self, code: &str) -> Option<Proof<'a>> {
        self.subject
            .orders
            .iter()
            .find_map(|order| {
                fact_in(
                    order,
                    |fact| matches!(&fact.value, FactValue::TrackingNumber(known) if known == code),
                )
            })
            .or_else(|| self.order_number(code))
    }

    fn left(&self, left: i64) -> Option<Proof<'a>> {
        let fitting = self.fitting();
        let total: i64 = fitting.iter().map(|variant| variant.left).sum();
        (total == left && left > 0).then(|| fitting.iter().find(|v| v.left > 0).map(|v| v.proof))?
    }

    fn number(&self, number: i64, statement: &Statement) -> Option<Proof<'a>> {
        let is = |value: &FactValue| *value == FactValue::Quantity(number);
        self.orders_of(statement)
            .into_iter()
            .find_map(|order| fact_in(order, |fact| is(&fact.value)))
            .or_else(|| {
                self.book.find(|evidence, fact| evidence.source.kind == SourceKind::Search && is(&fact.value))
            })
    }

    /// A size or colour: of a variant that can be had, or, in a sentence that denies it, one that cannot.
    fn attribute(&self, size: Option<&str>, colour: Option<&str>) -> Verdict<'a> {
        let only = |values: &[String]| match values {
            [only] => Some(only.clone()),
            _ => None,
        };
        let size_wanted = size.map(str::to_owned).or_else(|| only(&self.subject.sizes));
        let colour_wanted = colour.map(str::to_owned).or_else(|| only(&self.subject.colours));
        let fits = |variant: &VariantFact<'_>| {
            size_wanted
                .as_deref()
                .is_none_or(|size| variant.size.is_some_and(|s| s.eq_ignore_ascii_case(size)))
                && colour_wanted
                    .as_deref()
                    .is_none_or(|colour| variant.colour.is_some_and(|c| c.eq_ignore_ascii_case(colour)))
        };
        let all: Vec<VariantFact<'a>> =
            self.subject.products.iter().flat_map(|product| variants(product)).collect();
        let buyable = all.iter().find(|v| fits(v) && v.availability != Availability::SoldOut);
        if !self.sentence.negated() {
            return buyable.map(|variant| variant.proof).into();
        }
        if self.subject.own_product {
            return match buyable {
                Some(_) => Verdict::Unproved,
                // Proved by the variant that is sold out, or by the product, which has none of it.
                None => {
                    let sold_out = all.iter().find(|v| fits(v)).map(|variant| variant.proof);
                    sold_out
                        .or_else(|| {
                            self.subject.products.first().and_then(|p| fact_in(p, |f| f.name == "title"))
                        })
                        .into()
                }
            };
        }
        // "Nothing in red": the search was for that and found none.
        let Some(request) = self.book.request else { return Verdict::Unproved };
        let asked = fact_in(request, |fact| match &fact.value {
            FactValue::Size(known) => size.is_some_and(|size| known.eq_ignore_ascii_case(size)),
            FactValue::Colour(known) => colour.is_some_and(|colour| known.eq_ignore_ascii_case(colour)),
            _ => false,
        });
        asked.into()
    }

    fn in_stock(&self, statement: &Statement) -> Verdict<'a> {
        if statement.negated {
            return self.sold_out();
        }
        self.fitting().iter().find(|v| v.availability != Availability::SoldOut).map(|v| v.proof).into()
    }

    fn sold_out(&self) -> Verdict<'a> {
        let fitting = self.fitting();
        if fitting.iter().any(|variant| variant.availability != Availability::SoldOut) {
            return Verdict::Unproved;
        }
        fitting.first().map(|variant| variant.proof).into()
    }

    fn status(&self, status: Status, statement: &Statement) -> Verdict<'a> {
        let orders = self.orders_of(statement);
        if orders.is_empty() {
            // Without an order in sight nothing has happened to one; "returned in 30 days" is policy.
            let policy = matches!(status, Status::Returned) && self.about_returns();
            return if policy || (statement.negated && status == Status::Late) {
                Verdict::NoClaim
            } else {
                Verdict::Unproved
            };
        }
        let mut proof = None;
        for order in orders {
            let (holds, by) = self.holds(order, status);
            if holds == statement.negated {
                return Verdict::Unproved;
            }
            proof = proof.or(by);
        }
        proof.into()
    }

    /// Whether a status is true of an order, and the fact that tells.
    fn holds(&self, order: &'a Evidence, status: Status) -> (bool, Option<Proof<'a>>) {
        let word = |name: &str| match order.fact(name).map(|fact| &fact.value) {
            Some(FactValue::Status(word)) => word.as_str(),
            _ => "",
        };
        let of = word("status");
        let payment = word("payment");
        let shipment = |states: &[&str]| {
            fact_in(order, |fact| {
                fact.name.ends_with(".state")
                    && matches!(&fact.value, FactValue::Status(s) if states.contains(&s.as_str()))
            })
        };
        let by = fact_in(order, |fact| fact.name == "status");
        let named = |name: &'static str| fact_in(order, move |fact| fact.name == name);
        match status {
            Status::Placed => (named("placed_on").is_some(), named("placed_on").or(by)),
            Status::Preparing => (of == "processing", by),
            Status::Shipped => (matches!(of, "shipped" | "delivered" | "returned"), by),
            Status::UnderWay => {
                let moving = shipment(&["preparing", "in_transit", "out_for_delivery"]);
                (of == "shipped" && (moving.is_some() || shipment(&["delivered", "failed"]).is_none()), by)
            }
            Status::OutForDelivery => {
                let out = shipment(&["out_for_delivery"]);
                (of == "shipped" && out.is_some(), out.or(by))
            }
            Status::Delivered => {
                let delivered = shipment(&["delivered"]);
                (matches!(of, "delivered" | "returned") || delivered.is_some(), delivered.or(by))
            }
            Status::Cancelled => (of == "cancelled", by),
            Status::Returned => (of == "returned", by),
            Status::Refunded => {
                let refunded = named("refunded");
                (
                    refunded.is_some() || matches!(payment, "refunded" | "partly_refunded"),
                    refunded.or(named("payment")),
                )
            }
            Status::Paid => (payment == "paid", named("payment")),
            Status::Late => {
                let late = fact_in(order, |fact| {
                    fact.name.ends_with(".expected_on")
                        && matches!(fact.value, FactValue::Date(date) if date < self.today)
                });
                (late.is_some() && of == "shipped", late.or(by))
            }
        }
    }

    fn free(&self) -> Option<Proof<'a>> {
        if self.about_returns() {
            return fact_in(self.book.returns?, |fact| fact.name == "free");
        }
        let from = self.sentence.statements.iter().any(|s| {
            matches!(&s.said, Said::Money(_)) && matches!(self.lead(s), ("from" | "over" | "above", "free"))
        });
        if from {
            return self.zone_fact("free_from", |_| true);
        }
        if self.about_shipping() {
            return self
                .zone_fact("cost", |value| matches!(value, FactValue::Money(money) if money.amount == 0));
        }
        None
    }

    fn exchanges(&self, statement: &Statement) -> Verdict<'a> {
        let offers = self.has(&["possible", "offer", "welcome", "can", "accept"]);
        if !offers {
            return Verdict::NoClaim;
        }
        let wanted = FactValue::Flag(!(statement.negated || self.sentence.negated()));
        let Some(returns) = self.book.returns else { return Verdict::Unproved };
        fact_in(returns, |fact| fact.name == "exchanges" && fact.value == wanted).into()
    }
}

fn same_address(known: &str, said: &str) -> bool {
    let bare = |url: &str| {
        url.trim_start_matches("https://")
            .trim_start_matches("http://")
            .trim_start_matches("www.")
            .trim_end_matches('/')
            .to_lowercase()
    };
    // A scheme that was left out is no lie; another path or host is.
    known == said || (!said.contains("://") && bare(known) == bare(said)) || bare(known) == bare(said)
}
