//! The book of a turn: everything that was read, as facts that a reply may state.

use super::evidence::{Availability, Claim, Evidence, Fact, FactValue, Source, SourceKind};
use super::input::TurnInput;
use super::knowledge::{
    Fulfilment, OpeningHours, Order, Passage, Product, ReturnPolicy, ShippingPolicy, ShopContact, ShopFacts,
    Variant,
};
use super::run::Proposal;
use super::turn::{Situation, ToolCall, ToolResult};
use crate::clock::Timestamp;

pub(crate) const WEEKDAY_NAMES: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn fact(name: impl Into<String>, value: FactValue) -> Fact {
    Fact { name: name.into(), value, row: None }
}

struct Page<'a> {
    evidence: &'a mut Vec<Evidence>,
}

impl Page<'_> {
    /// Adds what was read, once per row and version: one setting may hold the shop's name and its address.
    fn add(&mut self, source: Source, label: impl Into<String>, facts: Vec<Fact>) {
        if let Some(known) = self.evidence.iter_mut().find(|known| known.source == source) {
            for fact in facts {
                if known.fact(&fact.name).is_none() {
                    known.facts.push(fact);
                }
            }
            return;
        }
        let position = u32::try_from(self.evidence.len()).unwrap_or(u32::MAX);
        self.evidence.push(Evidence { position, source, label: label.into(), facts });
    }
}

/// The shop's facts and the time.
pub(super) fn of_input(input: &TurnInput) -> Vec<Evidence> {
    let mut evidence = Vec::new();
    let mut page = Page { evidence: &mut evidence };
    let clock = vec![
        fact("today", FactValue::Date(input.now.date())),
        fact("now", FactValue::Time(input.now.time())),
    ];
    page.add(
        Source::new(SourceKind::Clock, "now", input.now.timestamp().as_millisecond()),
        "The time of the answer",
        clock,
    );
    shop(&mut page, &input.shop);
    for (source, facts) in super::remembered::evidence(input) {
        page.add(source, "Remembered of the customer", facts);
    }
    evidence
}

fn shop(page: &mut Page<'_>, shop: &ShopFacts) {
    let setting = |key: &str, version| Source::new(SourceKind::Setting, key, version);
    let name = vec![fact("name", FactValue::Name(shop.name.value.clone()))];
    page.add(setting(&shop.name.key, shop.name.version), "The shop's name", name);
    if let Some(hours) = &shop.hours {
        page.add(setting(&hours.key, hours.version), "Opening hours", of_hours(&hours.value));
    }
    if let Some(contact) = &shop.contact {
        page.add(setting(&contact.key, contact.version), "Contact and address", of_contact(&contact.value));
    }
    if let Some(shipping) = &shop.shipping {
        page.add(setting(&shipping.key, shipping.version), "Shipping", of_shipping(&shipping.value));
    }
    if let Some(returns) = &shop.returns {
        page.add(setting(&returns.key, returns.version), "Returns", of_returns(&returns.value));
    }
}

fn of_hours(hours: &OpeningHours) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut day = |name: String, spans: &[super::knowledge::Opening]| {
        if spans.is_empty() {
            facts.push(fact(name, FactValue::Flag(false)));
            return;
        }
        for (i, span) in spans.iter().enumerate() {
            let name = if i == 0 { name.clone() } else { format!("{name}.{i}") };
            facts.push(fact(name, FactValue::TimeRange { from: span.from, to: span.to }));
        }
    };
    for (i, name) in WEEKDAY_NAMES.iter().enumerate() {
        day(name.to_lowercase(), hours.week.get(i).map_or(&[], Vec::as_slice));
    }
    for exception in &hours.exceptions {
        day(exception.date.to_string(), &exception.open);
    }
    facts
}

fn of_contact(contact: &ShopContact) -> Vec<Fact> {
    let values = [
        ("address", contact.address.clone().map(FactValue::Address)),
        ("phone", contact.phone.clone().map(FactValue::Phone)),
        ("email", contact.email.clone().map(FactValue::Email)),
        ("website", contact.website.clone().map(FactValue::Url)),
    ];
    values.into_iter().filter_map(|(name, value)| Some(fact(name, value?))).collect()
}

fn of_shipping(policy: &ShippingPolicy) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (i, zone) in policy.zones.iter().enumerate() {
        facts.push(fact(format!("zone.{i}.name"), FactValue::Country(zone.name.clone())));
        for (j, country) in zone.countries.iter().enumerate() {
            facts.push(fact(format!("zone.{i}.country.{j}"), FactValue::Country(country.clone())));
        }
        facts.push(fact(format!("zone.{i}.cost"), FactValue::Money(zone.cost)));
        if let Some(free_from) = zone.free_from {
            facts.push(fact(format!("zone.{i}.free_from"), FactValue::Money(free_from)));
        }
        facts
            .push(fact(format!("zone.{i}.days"), FactValue::Days { from: zone.days_from, to: zone.days_to }));
    }
    if !policy.note.trim().is_empty() {
        facts.push(fact("note", FactValue::Text(policy.note.trim().to_owned())));
    }
    facts
}

fn of_returns(policy: &ReturnPolicy) -> Vec<Fact> {
    let days = policy.window_days;
    let mut facts = vec![
        fact("window", FactValue::Days { from: days, to: days }),
        fact("exchanges", FactValue::Flag(policy.exchanges)),
    ];
    match policy.return_cost.filter(|cost| cost.amount != 0) {
        Some(cost) => facts.push(fact("cost", FactValue::Money(cost))),
        None => facts.push(fact("free", FactValue::Flag(true))),
    }
    if let Some((from, to)) = policy.refund_days {
        facts.push(fact("refund_days", FactValue::Days { from, to }));
    }
    if !policy.conditions.trim().is_empty() {
        facts.push(fact("conditions", FactValue::Text(policy.conditions.trim().to_owned())));
    }
    facts
}

/// What the customer asked for: it may be echoed, never asserted.
pub(super) fn add_request(situation: &mut Situation) {
    let Some(message) = situation.input.messages.last() else { return };
    let source = Source::new(SourceKind::Message, message.id.to_string(), 1);
    let entities = &situation.understanding.entities;
    let mut facts = Vec::new();
    for (i, number) in entities.order_numbers.iter().enumerate() {
        facts.push(fact(format!("order_number.{i}"), FactValue::OrderNumber(number.clone())));
    }
    for (i, size) in entities.sizes.iter().enumerate() {
        facts.push(fact(format!("size.{i}"), FactValue::Size(size.clone())));
    }
    for (i, mention) in entities.colours.iter().enumerate() {
        facts.push(fact(format!("colour.{i}"), FactValue::Colour(mention.said.clone())));
    }
    for (i, country) in entities.countries.iter().enumerate() {
        facts.push(fact(format!("country.{i}"), FactValue::Country(country.clone())));
    }
    if let Some(max) = entities.price.max {
        facts.push(fact("price_max", FactValue::Money(max)));
    }
    if let Some(min) = entities.price.min {
        facts.push(fact("price_min", FactValue::Money(min)));
    }
    let name = situation.input.contact_name.trim();
    if !name.is_empty() {
        facts.push(fact("customer_name", FactValue::Name(name.to_owned())));
    }
    if let Some(called) = super::remembered::called(situation).and_then(|name| name.split_whitespace().next())
    {
        facts.push(fact("customer_called", FactValue::Name(called.to_owned())));
    }
    if let Some(first) = name.split_whitespace().next().filter(|first| *first != name) {
        facts.push(fact("customer_first_name", FactValue::Name(first.to_owned())));
    }
    // The sizes and colours of the search that is being refined are still the customer's words.
    Page { evidence: &mut situation.evidence }.add(source, "The customer's message", facts);
}

/// Sentences that were made from rows, each to be said word for word or not at all.
pub(super) fn add_statements(situation: &mut Situation, statements: &[super::acting::Statement]) {
    let mut page = Page { evidence: &mut situation.evidence };
    for (i, statement) in statements.iter().enumerate() {
        let facts = vec![fact(format!("said.{i}"), FactValue::Text(statement.text.clone()))];
        let label = match statement.source.kind {
            SourceKind::Policy => "The shop's rules for changes",
            SourceKind::Contact => "The customer's entry",
            SourceKind::Product => "A product's variants",
            SourceKind::Waiting => "The waiting list",
            _ => "The customer's orders",
        };
        let mut source = statement.source.clone();
        if source.kind == SourceKind::Policy {
            source.version = situation.input.policy.version;
        }
        page.add(source, label, facts);
    }
}

/// Why something is recommended: it proves nothing that is said, and explains it to who looks.
pub(super) fn add_reasons(situation: &mut Situation, reasons: Vec<Fact>) {
    if reasons.is_empty() {
        return;
    }
    let label = "Why this is recommended";
    Page { evidence: &mut situation.evidence }.add(
        Source::new(SourceKind::Search, label, 1),
        label,
        reasons.into_iter().map(|fact| Fact { name: format!("why.{}", fact.name), ..fact }).collect(),
    );
}

/// What a lookup returned.
pub(super) fn add_result(situation: &mut Situation, call: &ToolCall, result: &ToolResult) {
    for (source, label, text) in super::market::statements(situation, call, result) {
        let facts = vec![fact("said.0", FactValue::Text(text))];
        Page { evidence: &mut situation.evidence }.add(source, label, facts);
    }
    if let Some((source, said)) = super::promo::statements(situation, call, result) {
        let facts = (0..).zip(said).map(|(i, text)| fact(format!("said.{i}"), FactValue::Text(text)));
        let facts = facts.collect();
        Page { evidence: &mut situation.evidence }.add(source, "A discount code", facts);
    }
    if let Some((source, text)) = super::news::statement(situation, result) {
        let facts = vec![fact("said.0", FactValue::Text(text))];
        Page { evidence: &mut situation.evidence }.add(source, "What was said about news", facts);
    }
    let now = situation.input.now.clone();
    let zone = now.time_zone();
    let date = |at: Timestamp| at.to_jiff().to_zoned_datetime(zone.clone()).date();
    let mut page = Page { evidence: &mut situation.evidence };
    match result {
        ToolResult::Products(hits) => {
            for hit in hits {
                product(&mut page, &hit.product);
            }
            let label = match call {
                ToolCall::SearchProducts(query) => Some(format!("Search: {}", super::describe::query(query))),
                ToolCall::FindAlike { query, .. } => {
                    Some(format!("Search by picture: {}", super::describe::query(query)))
                }
                _ => None,
            };
            if let Some(label) = label {
                let facts =
                    vec![fact("found", FactValue::Quantity(i64::try_from(hits.len()).unwrap_or(i64::MAX)))];
                page.add(Source::new(SourceKind::Search, label.clone(), 1), label, facts);
            }
        }
        ToolResult::Product(found) => {
            if let Some(found) = found {
                product(&mut page, found);
            }
        }
        ToolResult::Together(all) => {
            for with in all {
                product(&mut page, &with.product);
            }
        }
        ToolResult::Orders(orders) => {
            for found in orders {
                order(&mut page, found, &date);
            }
            let facts =
                vec![fact("found", FactValue::Quantity(i64::try_from(orders.len()).unwrap_or(i64::MAX)))];
            page.add(
                Source::new(SourceKind::Search, "The customer's orders", 1),
                "The customer's orders",
                facts,
            );
        }
        ToolResult::Order(found) => {
            if let Some(found) = found {
                order(&mut page, found, &date);
            } else if let ToolCall::ReadOrder { number } = call {
                let label = format!("No order {number} of this customer");
                let facts = vec![fact("missing_order", FactValue::OrderNumber(number.clone()))];
                page.add(Source::new(SourceKind::Search, label.clone(), 1), label, facts);
            }
        }
        ToolResult::Passages(passages) => {
            for passage in passages {
                knowledge(&mut page, passage);
            }
        }
        // What follows from these is said in sentences of its own: see `add_statements`.
        ToolResult::Account(_)
        | ToolResult::Identified(_)
        | ToolResult::CodeAsked(_)
        | ToolResult::CodeTried { .. }
        | ToolResult::Goods(_)
        | ToolResult::Considered(_)
        | ToolResult::Waiting(_)
        | ToolResult::Taste(_)
        | ToolResult::Compared(_)
        | ToolResult::Matched(_)
        | ToolResult::News(_)
        | ToolResult::Code(_)
        | ToolResult::Acted { .. } => {}
    }
}

/// The owner's words, to be said as they stand or not at all.
fn knowledge(page: &mut Page<'_>, passage: &Passage) {
    let row = format!("{}#{}", passage.entry, passage.chunk);
    let source = Source::new(SourceKind::Knowledge, passage.entry.to_string(), passage.version);
    let number =
        page.evidence.iter().find(|known| known.source == source).map_or(0, |known| known.facts.len());
    let said = Fact {
        name: format!("said.{number}"),
        value: FactValue::Text(passage.text.clone()),
        row: Some(Source::new(SourceKind::KnowledgeChunk, row, passage.version)),
    };
    page.add(source, passage.title.clone(), vec![said]);
}

/// Whether a variant can be bought now.
pub(crate) fn availability(variant: &Variant) -> Availability {
    if variant.available > 0 {
        Availability::InStock
    } else if variant.allow_backorder {
        Availability::Backorder
    } else {
        Availability::SoldOut
    }
}

fn product(page: &mut Page<'_>, product: &Product) {
    let mut facts = vec![fact("title", FactValue::Name(product.title.clone()))];
    for (name, value) in [("brand", &product.brand)] {
        if !value.trim().is_empty() {
            facts.push(fact(name, FactValue::Name(value.clone())));
        }
    }
    for (name, value) in [("material", &product.material), ("care", &product.care)] {
        if !value.trim().is_empty() {
            facts.push(fact(name, FactValue::Text(value.trim().to_owned())));
        }
    }
    for variant in &product.variants {
        facts.push(Fact {
            name: format!("variant.{}", variant.id),
            value: FactValue::Variant {
                size: variant.size.clone(),
                colour: variant.colour.clone(),
                price: variant.price,
                availability: availability(variant),
                left: variant.available.max(0),
            },
            row: Some(Source::new(SourceKind::Variant, variant.id.to_string(), variant.version)),
        });
    }
    page.add(
        Source::new(SourceKind::Product, product.id.to_string(), product.version),
        product.title.clone(),
        facts,
    );
}

fn order(page: &mut Page<'_>, order: &Order, date: &dyn Fn(Timestamp) -> jiff::civil::Date) {
    let mut facts = vec![
        fact("number", FactValue::OrderNumber(order.number.clone())),
        fact("status", FactValue::Status(order.status.as_str().to_owned())),
        fact("payment", FactValue::Status(order.payment_status.as_str().to_owned())),
        fact("total", FactValue::Money(order.total)),
    ];
    if order.refunded.amount > 0 {
        facts.push(fact("refunded", FactValue::Money(order.refunded)));
    }
    if let Some(at) = order.placed_at {
        facts.push(fact("placed_on", FactValue::Date(date(at))));
    }
    if let Some(at) = order.status_since {
        facts.push(fact("status_since", FactValue::Date(date(at))));
    }
    for (i, line) in order.lines.iter().enumerate() {
        facts.push(fact(format!("line.{i}.title"), FactValue::Name(line.title.clone())));
        facts.push(fact(format!("line.{i}.quantity"), FactValue::Quantity(line.quantity)));
        facts.push(fact(format!("line.{i}.price"), FactValue::Money(line.unit_price)));
    }
    for (i, shipment) in order.fulfilments.iter().enumerate() {
        fulfilment(&mut facts, i, shipment, date);
    }
    let source = Source::new(SourceKind::Order, order.id.to_string(), order.version);
    page.add(source, format!("Order {}", order.number), facts);
}

fn fulfilment(
    facts: &mut Vec<Fact>,
    i: usize,
    shipment: &Fulfilment,
    date: &dyn Fn(Timestamp) -> jiff::civil::Date,
) {
    let row = Source::new(SourceKind::Fulfilment, shipment.id.to_string(), shipment.version);
    let values = [
        ("state", Some(FactValue::Status(shipment.state.as_str().to_owned()))),
        ("carrier", shipment.carrier.clone().map(FactValue::Carrier)),
        ("tracking", shipment.tracking_number.clone().map(FactValue::TrackingNumber)),
        ("tracking_url", shipment.tracking_url.clone().map(FactValue::Url)),
        ("shipped_on", shipment.shipped_at.map(|at| FactValue::Date(date(at)))),
        ("expected_on", shipment.expected_on.map(FactValue::Date)),
        ("delivered_on", shipment.delivered_at.map(|at| FactValue::Date(date(at)))),
    ];
    for (name, value) in values {
        if let Some(value) = value {
            facts.push(Fact { name: format!("fulfilment.{i}.{name}"), value, row: Some(row.clone()) });
        }
    }
}

/// Keeps what was looked up for this customer and what the reply rests on, numbered anew; settings that the
/// reply does not mention are left out.
pub(super) fn keep_what_matters(evidence: &mut Vec<Evidence>, proposal: &mut Proposal) {
    let claims: &mut Vec<Claim> = match proposal {
        Proposal::Reply { claims, .. } | Proposal::Handoff { claims, .. } => claims,
        Proposal::Silent { .. } => {
            evidence.clear();
            return;
        }
    };
    // What is remembered has a say where goods were looked for.
    let searched = evidence.iter().any(|entry| entry.source.kind == SourceKind::Product);
    evidence.retain(|entry| {
        let cited = claims.iter().any(|claim| claim.evidence_position == entry.position);
        cited
            || matches!(entry.source.kind, SourceKind::Order | SourceKind::Search)
            || (searched && entry.source.kind == SourceKind::ContactFact)
    });
    for (i, entry) in evidence.iter_mut().enumerate() {
        let position = u32::try_from(i).unwrap_or(u32::MAX);
        for claim in claims.iter_mut().filter(|claim| claim.evidence_position == entry.position) {
            // Positions only ever get smaller and are visited in order, so no claim is moved twice.
            claim.evidence_position = position;
        }
        entry.position = position;
    }
}
