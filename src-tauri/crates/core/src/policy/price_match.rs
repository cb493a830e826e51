//! Whether another shop's price is matched: only a sure offer of the same product counts, and the owner's limits are kept to the
//! minor unit.

use super::{Decision, Facts, Rule, Summary};
use crate::market::{Condition, Likeness, Offer, PriceMatch};
use crate::money::Money;

/// What a decision about a price rests on.
#[derive(Debug, Clone)]
pub struct PriceMatchFacts {
    /// The product's title.
    pub title: String,
    /// The lowest own price of what can be bought now; `None`: nothing can.
    pub own: Option<Money>,
    /// As it was seen; `None`: it is not known (any more), or is another product's.
    pub offer: Option<Offer>,
    /// How much can be taken off until the first variant falls below its cost and the owner's percent on it. `None`: a cost is
    /// not known.
    pub headroom: Option<i64>,
    /// One was given to this customer, or asked for, a short while ago.
    pub already: bool,
    pub rule: PriceMatch,
    /// At most so many percent below the own price.
    pub most_percent: u32,
    /// The owner agreed: the limits do not bind.
    pub approved: bool,
}

/// The price is a benefit that the customer asked for: there is no other yes to wait for.
pub(super) fn decide(facts: &Facts) -> Decision {
    let Some(facts) = &facts.price_match else { return Decision::Refused(Rule::OfferUnknown) };
    match consider(facts) {
        Err(rule) => Decision::Refused(rule),
        Ok((summary, off)) => {
            let within = facts.rule == PriceMatch::Limits
                && off.amount * 100 <= i64::from(facts.most_percent) * facts.own.map_or(0, |own| own.amount)
                && facts.headroom.is_some_and(|room| off.amount <= room)
                // "Not known to be sold out" is not "in stock".
                && facts.offer.as_ref().is_some_and(|offer| offer.in_stock == Some(true));
            if within || facts.approved {
                Decision::Allowed(summary)
            } else {
                Decision::NeedsApproval(summary)
            }
        }
    }
}

fn consider(facts: &PriceMatchFacts) -> Result<(Summary, Money), Rule> {
    if facts.rule == PriceMatch::Off && !facts.approved {
        return Err(Rule::PriceMatchOff);
    }
    let offer = facts.offer.as_ref().ok_or(Rule::OfferUnknown)?;
    if offer.likeness != Likeness::Same || offer.condition != Condition::New {
        return Err(Rule::OfferNotSame);
    }
    if offer.in_stock == Some(false) {
        return Err(Rule::OfferSoldOut);
    }
    let own = facts.own.ok_or(Rule::VariantUnavailable)?;
    if offer.price.currency != own.currency {
        return Err(Rule::OfferCurrency);
    }
    if offer.price.amount >= own.amount {
        return Err(Rule::OfferNotCheaper);
    }
    if facts.already {
        return Err(Rule::PriceMatchedAlready);
    }
    let off = Money::new(own.amount - offer.price.amount, own.currency);
    let (title, price) = (&facts.title, offer.price);
    let summary = Summary {
        sentence: format!(
            "{} has the {title} for {price}, and it costs {own} here. A personal code would take {off} off one piece for 48 \
             hours. Seen at {}",
            offer.merchant, offer.url
        ),
        done: format!("With your personal code you get one {title} for {price}."),
        difference: Some(Money::new(-off.amount, off.currency)),
        method: None,
        pieces: Vec::new(),
    };
    Ok((summary, off))
}
