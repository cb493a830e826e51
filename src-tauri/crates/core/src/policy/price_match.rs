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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::clock::Timestamp;
    use crate::id::Id;
    use crate::market::Provider;
    use crate::money::Currency;
    use crate::policy::Action;

    fn euros(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    fn offer(minor: i64) -> Offer {
        Offer {
            id: Id::from_uuid(Uuid::from_u128(2)),
            title: "Dress".into(),
            merchant: "Nord".into(),
            url: "https://nord.example/a".into(),
            price: euros(minor),
            condition: Condition::New,
            in_stock: Some(true),
            likeness: Likeness::Same,
            confidence: 95,
            seen_at: Timestamp::from_millis(0),
            provider: Provider::Serpapi,
        }
    }

    /// 80 euros; 20 can be taken off until the cost and its percent are reached; 10 % at most.
    fn price(minor: i64) -> PriceMatchFacts {
        PriceMatchFacts {
            title: "Dress".into(),
            own: Some(euros(8000)),
            offer: Some(offer(minor)),
            headroom: Some(2000),
            already: false,
            rule: PriceMatch::Limits,
            most_percent: 10,
            approved: false,
        }
    }

    fn decided(facts: PriceMatchFacts) -> Decision {
        let action = Action::MatchPrice { product: Id::from_uuid(Uuid::from_u128(1)), offer: offer(1).id };
        crate::policy::decide(
            &action,
            &Facts { price_match: Some(facts), confirmed: true, ..Facts::default() },
        )
    }

    #[test]
    fn limits_hold_to_the_cent_and_what_is_beyond_is_the_owner_s() {
        let allowed = |facts: PriceMatchFacts| match decided(facts) {
            Decision::Allowed(_) => true,
            Decision::NeedsApproval(_) => false,
            other => panic!("{other:?}"),
        };
        for (minor, within) in [(7999, true), (7200, true), (7199, false), (1, false)] {
            assert_eq!(allowed(price(minor)), within, "{minor}");
        }
        let narrow = |room| PriceMatchFacts { headroom: room, ..price(7300) };
        assert!(allowed(narrow(Some(700))));
        assert!(!allowed(narrow(Some(699))));
        assert!(!allowed(narrow(None)), "a cost that is not known is no leave");
        let unsure = Offer { in_stock: None, ..offer(7300) };
        assert!(!allowed(PriceMatchFacts { offer: Some(unsure), ..price(7300) }));
        assert!(!allowed(PriceMatchFacts { rule: PriceMatch::Approval, ..price(7300) }));
        // The owner's yes is beyond the limits, never beyond what an offer must be.
        assert!(allowed(PriceMatchFacts { approved: true, headroom: None, ..price(1) }));
        let used = Offer { condition: Condition::Used, ..offer(7300) };
        let approved = PriceMatchFacts { approved: true, offer: Some(used), ..price(7300) };
        assert_eq!(decided(approved), Decision::Refused(Rule::OfferNotSame));
    }

    #[test]
    fn what_an_offer_must_be_is_named() {
        let with = |offer: Offer| PriceMatchFacts { offer: Some(offer), ..price(7300) };
        let cases = [
            (PriceMatchFacts { rule: PriceMatch::Off, ..price(7300) }, Rule::PriceMatchOff),
            (PriceMatchFacts { offer: None, ..price(7300) }, Rule::OfferUnknown),
            (with(Offer { likeness: Likeness::Similar, ..offer(7300) }), Rule::OfferNotSame),
            (with(Offer { condition: Condition::Refurbished, ..offer(7300) }), Rule::OfferNotSame),
            (with(Offer { in_stock: Some(false), ..offer(7300) }), Rule::OfferSoldOut),
            (with(Offer { price: Money::new(7300, Currency::USD), ..offer(7300) }), Rule::OfferCurrency),
            (price(8000), Rule::OfferNotCheaper),
            (PriceMatchFacts { already: true, ..price(7300) }, Rule::PriceMatchedAlready),
            (PriceMatchFacts { own: None, ..price(7300) }, Rule::VariantUnavailable),
        ];
        for (facts, rule) in cases {
            assert_eq!(decided(facts), Decision::Refused(rule));
        }
        let action = Action::MatchPrice { product: Id::from_uuid(Uuid::from_u128(1)), offer: offer(1).id };
        assert_eq!(crate::policy::decide(&action, &Facts::default()), Decision::Refused(Rule::OfferUnknown));
    }

    #[test]
    fn the_sentence_names_both_prices_and_the_difference() {
        let Decision::Allowed(summary) = decided(price(7300)) else { panic!("not allowed") };
        insta::assert_snapshot!(summary.sentence, @"Nord has the Dress for €73.00, and it costs €80.00 here. A personal code would take €7.00 off one piece for 48 hours. Seen at https://nord.example/a");
        assert_eq!(summary.difference, Some(euros(-700)));
    }
}
