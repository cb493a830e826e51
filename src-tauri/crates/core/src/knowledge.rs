//! Answers the agents' questions (see [`crate::agent::knowledge::Knowledge`]) from the shop's file.
//!
//! A [`ShopKnowledge`] is bound to one verified customer and one consistent state of the file; it cannot be
//! asked about another customer.

pub(crate) mod account;
mod promo;
mod taste;

use std::cell::Cell;

use jiff::civil::Time;
use rusqlite::Connection;

use crate::agent::CodeNeed;
use crate::agent::account::{Account, Claimed, Considered, Goods, Wanted};
use crate::agent::knowledge as port;
use crate::agent::promo::CodeStanding;
use crate::catalog::{self, ProductStatus, Searcher, Searches};
use crate::clock::Timestamp;
use crate::codes;
use crate::error::{Code, Result};
use crate::id::{self, Id};
use crate::knowledge_base::{Asked, Finding};
use crate::market::{self, Comparison};
use crate::money::Money;
use crate::orders::{self, OrderDetail, PaymentKind, PaymentState};
use crate::retrieval::Embedder;
use crate::scope::{self, CustomerScope};
use crate::settings::{
    Document, LocalTime, OpeningHours, OpeningSpan, ReturnPolicy, Setting, ShippingPolicy, ShopProfile,
    ShopSettings, country_name,
};
use crate::waiting_list;

/// The shop as one customer may know it.
pub struct ShopKnowledge<'a> {
    connection: &'a Connection,
    /// `None`: nobody in particular.
    scope: Cell<Option<CustomerScope>>,
    searcher: &'a Searcher,
    searches: Searches,
    acting: Acting,
    found: Cell<bool>,
}

/// What may be done for the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acting {
    pub now: Timestamp,
    /// Changes are carried out after a yes.
    pub acts: bool,
    /// The writer has no orders, and may say who they are.
    pub may_identify: bool,
    /// What a code is needed for.
    pub needs: CodeNeed,
    pub conversation: Option<Id<id::Conversation>>,
}

impl Acting {
    /// Nothing is done for anybody.
    const NONE: Self = Self {
        now: Timestamp::from_millis(0),
        acts: false,
        may_identify: false,
        needs: CodeNeed::None,
        conversation: None,
    };
}

impl<'a> ShopKnowledge<'a> {
    /// `connection` should be in a read transaction, so that all answers agree with each other; `searcher` is the one of
    /// its shop.
    pub fn new(connection: &'a Connection, scope: CustomerScope, searcher: &'a Searcher) -> Self {
        Self {
            connection,
            scope: Cell::new(Some(scope)),
            searcher,
            searches: Searches::default(),
            acting: Acting::NONE,
            found: Cell::new(false),
        }
    }

    /// The shop as anybody may know it, who has no orders.
    pub fn for_nobody(connection: &'a Connection, searcher: &'a Searcher) -> Self {
        Self {
            connection,
            scope: Cell::new(None),
            searcher,
            searches: Searches::default(),
            acting: Acting::NONE,
            found: Cell::new(false),
        }
    }

    /// With what the same turn searched for before.
    #[must_use]
    pub fn remembering(self, searches: Searches) -> Self {
        Self { searches, ..self }
    }

    /// With what may be done.
    #[must_use]
    pub fn acting(self, acting: Acting) -> Self {
        Self { acting, ..self }
    }

    /// The customer, who may have been found in the meantime.
    pub fn scope(&self) -> Option<CustomerScope> {
        self.scope.get()
    }
}

impl port::Knowledge for ShopKnowledge<'_> {
    fn search_products(&self, query: &port::ProductQuery) -> Result<Vec<port::ProductHit>> {
        let hits = self.searcher.products_again(self.connection, &filters(query), &self.searches)?;
        Ok(hits
            .into_iter()
            // What the customer does not want is not offered, even where nothing else is left.
            .filter(|hit| !hit.has_unwanted)
            .map(|hit| port::ProductHit {
                product: product(hit.product, hit.all_variants),
                words_matched: hit.words_matched,
                nearness: hit.nearness,
            })
            .collect())
    }

    fn alike(&self, picture: &str, query: &port::ProductQuery) -> Result<Vec<port::ProductHit>> {
        let filters = catalog::ProductQuery { words: Vec::new(), ..filters(query) };
        let found = self.searcher.alike_to(self.connection, picture, &filters, true)?;
        Ok(found
            .into_iter()
            .map(|alike| port::ProductHit {
                product: product(alike.product, alike.all_variants),
                words_matched: 0,
                nearness: Some(alike.nearness),
            })
            .collect())
    }

    fn product(&self, id: Id<id::Product>) -> Result<Option<port::Product>> {
        let found = match catalog::product(self.connection, id) {
            Ok(found) if found.status == ProductStatus::Active => found,
            Ok(_) => return Ok(None),
            Err(error) if error.code == Code::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        Ok(Some(product(found, catalog::variants(self.connection, id)?)))
    }

    fn orders(&self, limit: usize) -> Result<Vec<port::Order>> {
        let Some(scope) = self.scope.get() else { return Ok(Vec::new()) };
        let found = orders::customer::orders(self.connection, scope, limit)?;
        Ok(found.into_iter().map(order).collect())
    }

    fn order_by_number(&self, number: &str) -> Result<Option<port::Order>> {
        let Some(scope) = self.scope.get() else { return Ok(None) };
        Ok(orders::customer::order_by_number(self.connection, scope, number)?.map(order))
    }

    fn shop(&self) -> Result<port::ShopFacts> {
        let settings = ShopSettings::load(self.connection)?;
        Ok(shop_facts(&settings))
    }

    fn account(&self) -> Result<Option<Account>> {
        let Some(scope) = self.scope.get().filter(|_| self.acting.acts) else { return Ok(None) };
        let known = !self.acting.may_identify || self.found.get();
        account::of(self.connection, scope, known, self.acting.now).map(Some)
    }

    fn identify(&self, claimed: &Claimed) -> Result<Option<Account>> {
        // Where a code proves it, what is said proves nothing.
        if !self.acting.may_identify || self.acting.needs == CodeNeed::Facts {
            return Ok(None);
        }
        let Some(found) = CustomerScope::from_claim(self.connection, claimed)? else { return Ok(None) };
        self.scope.set(Some(found));
        self.found.set(true);
        account::of(self.connection, found, true, self.acting.now).map(Some)
    }

    fn ask_code(&self, claimed: Option<&Claimed>) -> Result<codes::Asked> {
        match self.acting.conversation.filter(|_| self.acting.needs != CodeNeed::None) {
            Some(conversation) => codes::may_ask(self.connection, conversation, claimed, self.acting.now),
            None => Ok(codes::Asked::NoMail),
        }
    }

    fn goods(&self, words: &[String]) -> Result<Vec<Goods>> {
        account::goods_named(self.connection, self.searcher, &self.searches, words)
    }

    fn goods_of(&self, product: Id<id::Product>) -> Result<Option<Goods>> {
        account::goods_of(self.connection, product)
    }

    fn consider(&self, wanted: &Wanted) -> Result<Considered> {
        let Some(scope) = self.scope.get() else {
            return Ok(Considered::Refused(crate::policy::Rule::OrderUnknown));
        };
        account::consider(self.connection, scope, wanted, self.acting.now)
    }

    fn taste(&self) -> Result<port::Taste> {
        taste::of(self.connection, self.scope.get(), self.acting.now)
    }

    fn together(&self, product: Id<id::Product>) -> Result<Vec<port::Together>> {
        taste::together(self.connection, product, |id| self.product(id))
    }

    fn promo_code(&self, code: &str) -> Result<CodeStanding> {
        // A code of somebody's own is theirs, whoever names them.
        let contact = match self.acting.conversation {
            Some(id) => {
                Some(scope::remembered(self.connection, id, scope::Standing::of(self.connection, id)?)?)
            }
            None => self.scope.get().map(CustomerScope::contact_id),
        };
        promo::standing(self.connection, code, contact, self.acting.now)
    }

    fn waiting(&self) -> Result<Vec<port::Waiting>> {
        let Some(scope) = self.scope.get() else { return Ok(Vec::new()) };
        let rows = waiting_list::of_customer(self.connection, scope, self.acting.now)?;
        Ok(rows
            .into_iter()
            .map(|(entry, variants)| port::Waiting {
                id: entry.id,
                version: entry.version,
                product: entry.product_id,
                variants,
                until: entry.expires_at,
            })
            .collect())
    }

    fn answers(&self, question: &str, language: &str) -> Result<Vec<port::Passage>> {
        let asked = Asked { question, language };
        let meaning = self.searcher.meaning().map(AsRef::as_ref);
        let found = self.searcher.library().answers(self.connection, asked, meaning, 1)?;
        Ok(found.into_iter().map(passage).collect())
    }

    fn compare_prices(&self, product: Id<id::Product>) -> Result<Comparison> {
        market::compared(self.connection, product, self.acting.now)
    }

    fn embedder(&self) -> Option<&dyn Embedder> {
        Some(self.searcher.meaning()?.for_questions())
    }
}

fn passage(found: Finding) -> port::Passage {
    port::Passage {
        entry: found.entry_id,
        version: found.version,
        chunk: found.chunk,
        title: found.title,
        text: found.answer,
        words: found.words,
        meaning: found.meaning,
    }
}

fn filters(query: &port::ProductQuery) -> catalog::ProductQuery {
    catalog::ProductQuery {
        words: query.words.clone(),
        without: query.without.clone(),
        size: query.size.clone(),
        colours: query.colours.clone(),
        material: query.material.clone(),
        price_min: query.price_min,
        price_max: query.price_max,
        in_stock_only: query.in_stock,
        limit: query.limit,
    }
}

fn product(product: catalog::Product, variants: Vec<catalog::Variant>) -> port::Product {
    port::Product {
        id: product.id,
        version: product.version,
        title: product.title,
        category: product.category,
        brand: product.brand,
        material: product.material,
        care: product.care,
        description: product.description,
        variants: variants
            .into_iter()
            .map(|variant| port::Variant {
                available: variant.available(),
                id: variant.id,
                // Stock is a fact of the variant too: its evidence is as old as the last piece that moved or was promised.
                version: variant.version + variant.stock_version,
                size: variant.size,
                colour: variant.colour,
                price: variant.price,
                compare_at: variant.compare_at,
                allow_backorder: variant.allow_backorder,
            })
            .collect(),
    }
}

fn order(detail: OrderDetail) -> port::Order {
    let currency = detail.order.total.currency;
    let refunded = detail
        .payments
        .iter()
        .filter(|payment| payment.kind == PaymentKind::Refund && payment.state == PaymentState::Settled)
        .map(|payment| payment.amount.amount)
        .sum();
    port::Order {
        id: detail.order.id,
        version: detail.order.version,
        number: detail.order.number,
        status: detail.order.status,
        payment_status: detail.order.payment_status,
        total: detail.order.total,
        placed_at: detail.order.placed_at,
        lines: detail
            .items
            .into_iter()
            .map(|item| port::OrderLine {
                title: item.title,
                variant_title: item.variant_title,
                quantity: item.quantity,
                unit_price: item.unit_price,
            })
            .collect(),
        fulfilments: detail
            .fulfilments
            .into_iter()
            .map(|parcel| port::Fulfilment {
                id: parcel.id,
                version: parcel.version,
                state: parcel.state,
                carrier: parcel.carrier,
                tracking_number: parcel.tracking_number,
                tracking_url: parcel.tracking_url,
                shipped_at: parcel.shipped_at,
                expected_on: parcel.expected_on,
                delivered_at: parcel.delivered_at,
            })
            .collect(),
        refunded: Money::new(refunded, currency),
        status_since: detail.transitions.last().map(|step| step.moved_at),
    }
}

/// The shop's settings as the agents state them; a document that the owner never set is absent.
pub fn shop_facts(settings: &ShopSettings) -> port::ShopFacts {
    let profile = &settings.shop.value;
    let currency = profile.currency;
    port::ShopFacts {
        currency,
        name: port::Setting {
            key: ShopProfile::KEY.to_owned(),
            version: settings.shop.version,
            value: profile.name.clone(),
        },
        hours: stated(&settings.hours, hours),
        contact: stated(&settings.shop, contact),
        shipping: stated(&settings.shipping, |policy| shipping(policy, currency)),
        returns: stated(&settings.returns, |policy| returns(policy, currency)),
    }
}

fn stated<T: Document, U>(setting: &Setting<T>, value: impl FnOnce(&T) -> U) -> Option<port::Setting<U>> {
    (setting.version > 0).then(|| port::Setting {
        key: T::KEY.to_owned(),
        version: setting.version,
        value: value(&setting.value),
    })
}

fn contact(profile: &ShopProfile) -> port::ShopContact {
    let filled = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    port::ShopContact {
        address: filled(&profile.address),
        phone: filled(&profile.phone),
        email: filled(&profile.email),
        website: filled(&profile.website),
    }
}

fn hours(hours: &OpeningHours) -> port::OpeningHours {
    let spans = |spans: &[OpeningSpan]| {
        spans
            .iter()
            .map(|span| port::Opening { from: time(span.opens), to: time(span.closes) })
            .collect::<Vec<_>>()
    };
    port::OpeningHours {
        week: hours.weekly.days().iter().map(|(_, day)| spans(day)).collect(),
        exceptions: hours
            .exceptions
            .iter()
            .map(|exception| port::DayException {
                date: exception.date,
                open: spans(&exception.spans),
                note: exception.label.clone(),
            })
            .collect(),
    }
}

/// A time of day; the end of the day is its last minute, as people say it.
fn time(time: LocalTime) -> Time {
    let minutes = time.minutes().min(24 * 60 - 1);
    let part = |value: u16| i8::try_from(value).unwrap_or(0);
    Time::new(part(minutes / 60), part(minutes % 60), 0, 0).unwrap_or_default()
}

fn shipping(policy: &ShippingPolicy, currency: crate::money::Currency) -> port::ShippingPolicy {
    port::ShippingPolicy {
        zones: policy
            .methods
            .iter()
            .map(|method| port::ShippingZone {
                name: method.name.clone(),
                countries: method.countries.iter().map(|code| country_name(code).to_owned()).collect(),
                cost: Money::new(method.price_minor, currency),
                free_from: method.free_from_minor.map(|amount| Money::new(amount, currency)),
                days_from: u32::from(method.days_min),
                days_to: u32::from(method.days_max),
            })
            .collect(),
        note: policy.note.clone(),
    }
}

fn returns(policy: &ReturnPolicy, currency: crate::money::Currency) -> port::ReturnPolicy {
    let condition = policy.condition.trim().trim_end_matches('.');
    let mut conditions = String::new();
    if !condition.is_empty() {
        conditions = format!("Items must be {condition}.");
    }
    if !policy.text.trim().is_empty() {
        if !conditions.is_empty() {
            conditions.push(' ');
        }
        conditions.push_str(policy.text.trim());
    }
    let refund_days = u32::from(policy.refund_days);
    port::ReturnPolicy {
        window_days: u32::from(policy.days),
        return_cost: (policy.cost_minor > 0).then(|| Money::new(policy.cost_minor, currency)),
        exchanges: policy.exchange_allowed,
        refund_days: (refund_days > 0).then_some((refund_days, refund_days)),
        conditions,
    }
}

#[cfg(test)]
mod tests;
