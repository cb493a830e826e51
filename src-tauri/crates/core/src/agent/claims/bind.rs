//! Binds each statement to the fact that proves it, in the light of what its sentence is about.

use jiff::civil::Date;

use super::super::evidence::{Claim, ClaimKind, Evidence, Fact, FactValue, SourceKind};
use super::super::turn::Situation;
use super::super::validate::{Problem, ProblemKind};
use super::context::{Book, Proof, Subject, fact_in, variants};
use super::said::{Said, Sentence, Statement, is_negation};
use super::scan;
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
    let asked = evidence.iter().flat_map(|evidence| &evidence.facts).filter_map(|fact| match &fact.value {
        FactValue::Size(size) => Some(size.as_str()),
        _ => None,
    });
    let mut sizes: Vec<String> = evidence
        .iter()
        .flat_map(variants)
        .filter_map(|v| v.size)
        .chain(asked)
        .filter(is_written)
        .map(str::to_owned)
        .collect();
    sizes.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    sizes.dedup();
    sizes
}

pub(super) enum Verdict<'a> {
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

pub(super) struct Judge<'a, 'b> {
    pub(super) situation: &'a Situation,
    pub(super) book: &'b Book<'a>,
    pub(super) subject: &'b Subject<'a>,
    pub(super) sentence: &'b Sentence,
    pub(super) today: Date,
}

impl<'a> Judge<'a, '_> {
    fn prove(&self, statement: &Statement) -> Verdict<'a> {
        match &statement.said {
            Said::Literal(text) => self.literal(text, statement).into(),
            Said::Money(money) => self.money(*money, statement).into(),
            Said::Days { from, to } => self.days(*from, *to, statement).into(),
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
            Said::Code(code) => self.code(code, statement).into(),
            Said::Left(left) => self.left(*left, statement).into(),
            Said::Number(number) => self.number(*number, statement).into(),
            Said::Size(size) => self.attribute(Some(size), None, statement),
            Said::Colour(colour) => self.attribute(None, Some(colour), statement),
            Said::InStock => self.in_stock(statement),
            Said::Offered => self.offered(statement),
            Said::SoldOut => self.sold_out(statement),
            Said::Status(status) => self.status(*status, statement),
            Said::Free => self.free(statement).into(),
            Said::Exchanges => self.exchanges(statement),
            Said::Promise if statement.negated => Verdict::NoClaim,
            Said::Url(url) => self.url(url, statement).into(),
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
            Said::Percentage | Said::WrongDate | Said::Promise | Said::Unprovable | Said::Name(_) => {
                Verdict::Unproved
            }
        }
    }

    pub(super) fn has(&self, words: &[&str]) -> bool {
        self.sentence.has(words)
    }

    pub(super) fn about_shipping(&self) -> bool {
        self.subject.own_zone || self.has(&["ship", "shipping", "delivery", "deliver", "postage"])
    }

    pub(super) fn about_returns(&self) -> bool {
        self.has(&["return", "returns", "returning"])
    }

    fn literal(&self, text: &str, statement: &Statement) -> Option<Proof<'a>> {
        let is = |fact: &Fact| match &fact.value {
            FactValue::Name(known)
            | FactValue::Text(known)
            | FactValue::Address(known)
            | FactValue::Carrier(known)
            | FactValue::Country(known) => known == text,
            _ => false,
        };
        // A sentence that was made from rows is proved by them as a whole.
        let made = self.book.find(|_, fact| fact.name.starts_with("said.") && is(fact));
        if made.is_some() {
            return made;
        }
        // A line's title belongs to the order that is named, a carrier to its shipment.
        if self.subject.own_order || !self.subject.orders.is_empty() {
            if let Some(proof) = self.each_order(statement, |order| fact_in(order, is)) {
                return Some(proof);
            }
            let elsewhere = self.book.orders.iter().any(|order| fact_in(order, is).is_some());
            let product = self.book.products.iter().any(|product| fact_in(product, is).is_some());
            // Where an order goes is the order's to say, and not what is remembered of its customer.
            let remembered = self.book.find(|evidence, fact| {
                is(fact)
                    && evidence.source.kind == SourceKind::ContactFact
                    && matches!(fact.value, FactValue::Address(_))
            });
            if (elsewhere && !product) || remembered.is_some() {
                return None;
            }
        }
        // What a product is made of is no other product's.
        let of_product =
            self.each_title(statement, |products| products.iter().find_map(|product| fact_in(product, is)));
        if of_product.is_some() {
            return of_product;
        }
        let text_of_a_product = self.book.products.iter().any(|product| {
            fact_in(product, |fact| is(fact) && matches!(fact.value, FactValue::Text(_))).is_some()
        });
        if text_of_a_product {
            return None;
        }
        let negated = self.sentence.negated();
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

    /// The word right before a statement, and the one before that.
    pub(super) fn lead(&self, statement: &Statement) -> (&str, &str) {
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

    fn money(&self, money: Money, statement: &Statement) -> Option<Proof<'a>> {
        let is = |value: &FactValue| *value == FactValue::Money(money);
        let (lead, lead2) = self.lead(statement);
        let bound = matches!(lead, "under" | "over" | "below" | "above" | "between")
            || (lead == "to" && lead2 == "up");
        if bound && (self.denied(statement) || self.has(&["asked"])) {
            return fact_in(self.book.request?, |fact| fact.name.starts_with("price_") && is(&fact.value));
        }
        if self.about_shipping() && !self.subject.own_product {
            let free = matches!((lead2, lead), ("free", "from" | "over" | "above"));
            return self.zone_fact(if free { "free_from" } else { "cost" }, statement, is);
        }
        if self.about_returns() && !self.subject.own_product && !self.subject.own_order {
            return fact_in(self.book.returns?, |fact| fact.name == "cost" && is(&fact.value));
        }
        if self.subject.products.is_empty() {
            self.money_of_order(money, statement)
        } else {
            self.price(money, statement)
        }
    }

    /// Where the clause of a statement begins and ends. "But" begins another.
    pub(super) fn clause_of(&self, statement: &Statement) -> (usize, usize) {
        let turns = |word: &str| matches!(word, "but" | ";" | "though" | "although" | "however");
        let words = &self.sentence.words;
        let before = words.iter().rev().find(|w| w.start <= statement.start && turns(&w.lower));
        let after = words.iter().find(|w| w.start > statement.start && turns(&w.lower));
        (before.map_or(0, |w| w.end), after.map_or(usize::MAX, |w| w.start))
    }

    /// Whether the clause that a statement stands in denies something.
    pub(super) fn denied(&self, statement: &Statement) -> bool {
        let (from, to) = self.clause_of(statement);
        let within = |start: usize| from <= start && start < to;
        self.sentence.words.iter().any(|w| within(w.start) && is_negation(&w.lower))
            || self.sentence.statements.iter().any(|s| within(s.start) && s.said == Said::SoldOut)
    }
}

pub(super) fn same_address(known: &str, said: &str) -> bool {
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
