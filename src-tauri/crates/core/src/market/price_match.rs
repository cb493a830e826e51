//! Another shop's price, matched: the policy decides, and what is given is a discount with a code of the customer's own, for one
//! piece of the product and a short while.

use std::time::Duration;

use rand::Rng;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::{MarketSettings, Offer};
use crate::actor::{Actor, By};
use crate::catalog;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::discounts::{self, AppliesTo, DiscountKind, DiscountTerms};
use crate::error::{Code, Error, Result};
use crate::id::{self, Conversation, Id};
use crate::money::Money;
use crate::policy::{Action, Decision, PriceMatchFacts, Rule};
use crate::requests::{self, Request};
use crate::scope::CustomerScope;
use crate::settings;
use crate::store;
use crate::store::agent_acts::{NewAct, State};

/// How long a code holds.
pub const GIVEN_FOR: Duration = Duration::from_hours(48);
/// Letters and digits that nobody mistakes for others.
const LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKLMNPQRSTVWXYZ";
const LENGTH: usize = 8;

/// A code that was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub discount: Id<id::Discount>,
    pub code: String,
    pub title: String,
    /// What the customer pays for the piece that the offer was compared with.
    pub price: Money,
}

/// What became of a customer's wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "matched", content = "with", rename_all = "snake_case")]
pub enum Matched {
    Given(Given),
    /// For the owner's word.
    Waits,
    Refused(Rule),
    Failed,
}

/// What the policy looks at. The offer counts only where it was found for this product.
///
/// # Errors
/// Those of the queries.
pub(crate) fn facts(
    connection: &Connection,
    scope: CustomerScope,
    product: Id<id::Product>,
    offer: Id<id::MarketOffer>,
    now: Timestamp,
) -> Result<Option<PriceMatchFacts>> {
    let found = match catalog::product(connection, product) {
        Ok(found) if found.status == catalog::ProductStatus::Active => found,
        Ok(_) => return Ok(None),
        Err(error) if error.code == Code::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let rules = settings::get::<MarketSettings>(connection)?.value;
    let variants = catalog::variants(connection, product)?;
    let bound: i64 = 100 + i64::from(rules.least_margin_percent);
    let rooms: Option<Vec<i64>> = variants
        .iter()
        .map(|variant| {
            let cost = variant.cost.filter(|cost| cost.currency == variant.price.currency)?;
            // Rounded up: the limit is never missed by a minor unit.
            let least = cost.amount.checked_mul(bound)?.checked_add(99)? / 100;
            Some(variant.price.amount - least)
        })
        .collect();
    let own = variants.iter().filter(|v| v.is_available()).map(|v| v.price).min_by_key(|price| price.amount);
    let offer = store::market::offer_of(connection, offer)?;
    Ok(Some(PriceMatchFacts {
        title: found.title,
        own,
        offer: offer.filter(|(of, _)| *of == product).map(|(_, offer)| offer),
        headroom: rooms.and_then(|rooms| rooms.into_iter().min()),
        already: matched_before(connection, scope, product, now)?,
        rule: rules.price_match,
        most_percent: rules.most_percent,
        approved: false,
    }))
}

/// A code for this product was given or asked for within its time.
fn matched_before(
    connection: &Connection,
    scope: CustomerScope,
    product: Id<id::Product>,
    now: Timestamp,
) -> Result<bool> {
    let since = now.minus(GIVEN_FOR);
    for (action, state) in store::agent_acts::of_contact_since(connection, scope.contact_id(), since)? {
        let matches = serde_json::from_str::<Action>(&action)
            .is_ok_and(|action| matches!(action, Action::MatchPrice { product: of, .. } if of == product));
        if matches && matches!(state, State::Done | State::Waits | State::Approved) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes the code: it takes the difference off one piece, for this customer, once.
///
/// # Errors
/// `NotFound`; those of [`discounts::create`].
pub(crate) fn give(
    tx: &mut WriteTx<'_>,
    scope: CustomerScope,
    product: Id<id::Product>,
    offer: Id<id::MarketOffer>,
) -> Result<Given> {
    let now = tx.now();
    let facts = facts(tx.sql(), scope, product, offer, now)?.ok_or_else(|| Error::not_found("product"))?;
    let (Some(own), Some(offer)) = (facts.own, facts.offer) else { return Err(Error::not_found("offer")) };
    let off = own.amount - offer.price.amount;
    let code = code(tx);
    let discount = discounts::create(tx, terms(&offer, code.clone(), off, product, scope, now))?;
    Ok(Given { discount: discount.id, code, title: facts.title, price: offer.price })
}

fn terms(
    offer: &Offer,
    code: String,
    off: i64,
    product: Id<id::Product>,
    scope: CustomerScope,
    now: Timestamp,
) -> DiscountTerms {
    DiscountTerms {
        title: format!("Price match: {}", offer.merchant),
        code: Some(code),
        kind: DiscountKind::Amount,
        amount: Some(off),
        rate_ppm: None,
        buy: None,
        get: None,
        applies_to: AppliesTo::Products,
        product_ids: vec![product],
        categories: Vec::new(),
        minimum_subtotal: None,
        minimum_quantity: None,
        starts_at: None,
        ends_at: Some(now.plus(GIVEN_FOR)),
        usage_limit: Some(1),
        per_customer_limit: Some(1),
        contact_ids: vec![scope.contact_id()],
        combines: false,
        active: true,
    }
}

fn code(tx: &mut WriteTx<'_>) -> String {
    let random = tx.random();
    let letters = (0..LENGTH).map(|_| char::from(LETTERS[random.random_range(0..LETTERS.len())]));
    format!("MATCH-{}", letters.collect::<String>())
}

/// Decides about a customer's wish and carries out what is allowed, each wish once. `waits`: the agent does nothing without the
/// owner.
///
/// # Errors
/// Those of storage.
pub(crate) fn propose(
    tx: &mut WriteTx<'_>,
    conversation: Id<Conversation>,
    scope: CustomerScope,
    product: Id<id::Product>,
    offer: Id<id::MarketOffer>,
    waits: bool,
) -> Result<Matched> {
    let now = tx.now();
    let proposal = format!("price match {offer}");
    if store::agent_acts::exists(tx.sql(), conversation, &proposal)? {
        return Ok(Matched::Refused(Rule::PriceMatchedAlready));
    }
    let request = Request { order_number: None, action: Action::MatchPrice { product, offer } };
    let decision = match requests::consider(tx.sql(), scope, &request, now, true)? {
        Decision::Allowed(summary) if waits => Decision::NeedsApproval(summary),
        decision => decision,
    };
    let (matched, agreed, state) = match decision {
        // What is refused may be asked for again: nothing is kept of it.
        Decision::Refused(rule) => return Ok(Matched::Refused(rule)),
        Decision::NeedsApproval(summary) | Decision::NeedsConfirmation(summary) => {
            (Matched::Waits, summary.sentence, State::Waits)
        }
        Decision::Allowed(summary) => {
            if tx.by().actor == Actor::System {
                tx.act_as(By::new(Actor::Customer));
            }
            match store::savepoint::within(tx, |tx| give(tx, scope, product, offer)) {
                Ok(given) => (Matched::Given(given), summary.sentence, State::Done),
                Err(error) if matches!(error.code, Code::Invalid | Code::Conflict | Code::NotFound) => {
                    tracing::warn!(code = %error.code, "a price could not be matched");
                    return Ok(Matched::Failed);
                }
                Err(error) => return Err(error),
            }
        }
    };
    let id: Id<id::AgentAct> = tx.new_id();
    store::agent_acts::insert(
        tx,
        &NewAct {
            id,
            conversation_id: conversation,
            contact_id: scope.contact_id(),
            proposal: &proposal,
            order_number: None,
            action: &request.action,
            agreed: &agreed,
            state,
            reason: None,
            now,
        },
    )?;
    Ok(matched)
}
