//! Statements about the customer's orders. Each binds to the order that its sentence names, to no other.

use jiff::civil::Date;

use super::super::evidence::{Evidence, FactValue, SourceKind};
use super::bind::{Judge, Verdict, same_address};
use super::context::{Proof, fact_in};
use super::said::{Said, Statement, Status};
use crate::money::Money;

/// What can happen to an order, the words that say so, and the facts that tell when.
const HAPPENINGS: &[(&[&str], &[&str])] = &[
    (&["delivered", "arrived"], &["delivered_on", "status_since"]),
    (&["expected", "due", "arrive", "arrives", "estimated", "scheduled"], &["expected_on"]),
    (&["placed", "ordered"], &["placed_on"]),
    (&["cancelled", "canceled", "returned"], &["status_since"]),
    (&["shipped", "dispatched", "sent"], &["shipped_on"]),
];

fn is_number(order: &Evidence, number: &str) -> bool {
    matches!(order.fact("number").map(|f| &f.value), Some(FactValue::OrderNumber(n)) if n.eq_ignore_ascii_case(number))
}

impl<'a> Judge<'a, '_> {
    /// The orders that a statement is about: those named last before it, else those named first after it, else
    /// those of the sentence before. Where one of them is not the customer's, none.
    pub(super) fn orders_of(&self, statement: &Statement) -> Vec<&'a Evidence> {
        let Some(run) = self.subject.numbers_of(statement) else {
            return if self.subject.own_order { Vec::new() } else { self.subject.orders.clone() };
        };
        let orders: Vec<&Evidence> = run
            .names
            .iter()
            .filter_map(|number| self.book.orders.iter().find(|order| is_number(order, number)).copied())
            .collect();
        if orders.len() == run.names.len() { orders } else { Vec::new() }
    }

    /// What is said of several orders must hold for each.
    pub(super) fn each_order(
        &self,
        statement: &Statement,
        prove: impl Fn(&'a Evidence) -> Option<Proof<'a>>,
    ) -> Option<Proof<'a>> {
        let mut first = None;
        for order in self.orders_of(statement) {
            let proof = prove(order)?;
            first = first.or(Some(proof));
        }
        first
    }

    pub(super) fn date(&self, date: Date, statement: &Statement) -> Verdict<'a> {
        if let Some(proof) = self.order_date(date, statement) {
            return Verdict::Proved(proof);
        }
        // "On Friday 25 December we're closed."
        if self.about_hours() { self.day(date, statement) } else { Verdict::Unproved }
    }

    /// A date of the order that the sentence is about, the one that its verb names: the nearest before the date,
    /// else the first after it.
    pub(super) fn order_date(&self, date: Date, statement: &Statement) -> Option<Proof<'a>> {
        let words = &self.sentence.words;
        let happening = |at: usize| {
            let found = HAPPENINGS.iter().find(|(said, _)| said.contains(&words[at].lower.as_str()))?;
            // "Expected to be delivered on …" has not happened yet.
            let awaited = words[at.saturating_sub(4)..at].iter().any(|word| {
                matches!(word.lower.as_str(), "expected" | "due" | "should" | "estimated" | "scheduled")
            });
            Some(if awaited { &["expected_on"][..] } else { found.1 })
        };
        let split = words.iter().position(|word| word.start >= statement.start).unwrap_or(words.len());
        let parts =
            (0..split).rev().find_map(happening).or_else(|| (split..words.len()).find_map(happening))?;
        self.each_order(statement, |order| {
            fact_in(order, |fact| {
                let last = fact.name.rsplit('.').next().unwrap_or("");
                parts.contains(&last) && fact.value == FactValue::Date(date)
            })
        })
    }

    pub(super) fn order_number(&self, number: &str) -> Option<Proof<'a>> {
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

    pub(super) fn code(&self, code: &str, statement: &Statement) -> Option<Proof<'a>> {
        let tracking = self.each_order(statement, |order| {
            fact_in(order, |fact| matches!(&fact.value, FactValue::TrackingNumber(known) if known == code))
        });
        // An order's number is no tracking number.
        tracking.or_else(|| if self.has(&["tracking"]) { None } else { self.order_number(code) })
    }

    /// The shop's own address may stand anywhere, a shipment's only beside its order.
    pub(super) fn url(&self, url: &str, statement: &Statement) -> Option<Proof<'a>> {
        let is = |value: &FactValue| matches!(value, FactValue::Url(known) if same_address(known, url));
        let of_order = self.each_order(statement, |order| fact_in(order, |fact| is(&fact.value)));
        of_order.or_else(|| {
            self.book.find(|evidence, fact| evidence.source.kind != SourceKind::Order && is(&fact.value))
        })
    }

    pub(super) fn money_of_order(&self, money: Money, statement: &Statement) -> Option<Proof<'a>> {
        let is = |value: &FactValue| *value == FactValue::Money(money);
        let refund = self.has(&["refunded", "refund"]);
        let total = self.has(&["total", "altogether", "sum"]);
        // The line whose title stands before the money, or after it where none does.
        let titles: Vec<(usize, &str)> = self
            .sentence
            .statements
            .iter()
            .filter_map(|s| match &s.said {
                Said::Literal(text) => Some((s.start, text.as_str())),
                _ => None,
            })
            .collect();
        self.each_order(statement, |order| {
            let line_of = |title: &str| {
                order.facts.iter().find_map(|fact| match &fact.value {
                    FactValue::Name(known) if known == title => fact.name.strip_suffix(".title"),
                    _ => None,
                })
            };
            let before = titles.iter().rev().filter(|(start, _)| *start < statement.start);
            let after = titles.iter().filter(|(start, _)| *start > statement.start);
            let line = before.chain(after).find_map(|(_, title)| line_of(title));
            fact_in(order, |fact| {
                let name = fact.name.as_str();
                let price = name.starts_with("line.") && name.ends_with(".price");
                let wanted = if refund {
                    name == "refunded"
                } else if total {
                    name == "total"
                } else {
                    name == "total" || line.map_or(price, |line| name == format!("{line}.price"))
                };
                wanted && is(&fact.value)
            })
        })
    }

    pub(super) fn number(&self, number: i64, statement: &Statement) -> Option<Proof<'a>> {
        let is = |value: &FactValue| *value == FactValue::Quantity(number);
        if !self.orders_of(statement).is_empty() {
            return self.each_order(statement, |order| fact_in(order, |fact| is(&fact.value)));
        }
        // How much was found is no stock of a product.
        if !self.subject.products.is_empty() {
            return None;
        }
        self.book.find(|evidence, fact| evidence.source.kind == SourceKind::Search && is(&fact.value))
    }

    pub(super) fn status(&self, status: Status, statement: &Statement) -> Verdict<'a> {
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
}
