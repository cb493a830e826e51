//! Recommendations over the shop in memory.

use std::time::Duration;

use super::profile::Profile;
use crate::Result;
use crate::agent::knowledge::{
    Bought, Knowledge, Order, Product, ProductHit, ProductQuery, ShopFacts, Taste, Together,
};
use crate::agent::testing::{FakeKnowledge, id};
use crate::agent::{BuiltinPlanner, RunRecord, SourceKind, drive};
use crate::id::{self as kinds, Id};
use crate::money::{Currency, Money};

/// The shop of [`FakeKnowledge`] with a history.
struct Shop {
    base: FakeKnowledge,
    taste: Taste,
    together: Vec<(u128, i64)>,
}

impl Knowledge for Shop {
    fn search_products(&self, query: &ProductQuery) -> Result<Vec<ProductHit>> {
        self.base.search_products(query)
    }
    fn product(&self, id: Id<kinds::Product>) -> Result<Option<Product>> {
        self.base.product(id)
    }
    fn orders(&self, limit: usize) -> Result<Vec<Order>> {
        self.base.orders(limit)
    }
    fn order_by_number(&self, number: &str) -> Result<Option<Order>> {
        self.base.order_by_number(number)
    }
    fn shop(&self) -> Result<ShopFacts> {
        self.base.shop()
    }
    fn taste(&self) -> Result<Taste> {
        Ok(self.taste.clone())
    }
    fn together(&self, _: Id<kinds::Product>) -> Result<Vec<Together>> {
        self.together
            .iter()
            .map(|(product, lift)| {
                let product = self.base.product(id(*product))?.expect("a product of the fixture");
                Ok(Together { product, orders: 5, lift_percent: *lift })
            })
            .collect()
    }
}

fn bought(number: u128, title: &str, kind: &str, size: &str, colour: &str, price: i64) -> Bought {
    Bought {
        order: id(1_042),
        order_version: 4,
        product: Some(id(number)),
        title: title.into(),
        category: match kind {
            "Shirts" => "Men > Shirts",
            _ => "Women > Dresses",
        }
        .into(),
        kind: kind.into(),
        size: (!size.is_empty()).then(|| size.into()),
        colour: (!colour.is_empty()).then(|| colour.into()),
        price: Money::new(price, Currency::EUR),
        quantity: 1,
        returned: 0,
    }
}

fn shop(bought: Vec<Bought>) -> Shop {
    let taste = Taste {
        bought,
        newest: vec![id(5), id(4)],
        bestsellers: vec![(id(6), 12), (id(4), 9), (id(1), 7), (id(8), 3)],
        days: 14,
    };
    Shop { base: FakeKnowledge::default(), taste, together: Vec::new() }
}

fn asked(shop: &Shop, text: &str) -> RunRecord {
    drive(shop.base.input(&[text]), shop, &BuiltinPlanner, &mut || Duration::ZERO).expect("a run")
}

fn said(shop: &Shop, text: &str) -> String {
    asked(shop, text).proposal.text().unwrap_or("").to_owned()
}

#[test]
fn what_is_like_what_was_bought_is_offered_in_its_size_and_says_why() {
    let shop = shop(vec![bought(3, "Sagres Wrap Dress", "Dresses", "M", "burgundy", 7_990)]);
    let record = asked(&shop, "what would you recommend for me?");
    assert_eq!(
        record.proposal.text().expect("a reply"),
        "You bought the Sagres Wrap Dress in burgundy in size M. This is like it, and in stock:\n\
         1. Tavira Linen Dress – €89.00, in sand and olive, size M\n\
         2. Lagos Summer Dress – €45.00, in navy, size M"
    );
    // The reason is a sentence of the order, and the points are kept for who looks.
    let order =
        record.evidence.iter().find(|entry| entry.source.kind == SourceKind::Order).expect("the order");
    assert!(order.facts.iter().any(|fact| fact.name.starts_with("said.")));
    let why = record.evidence.iter().find(|entry| entry.label == "Why this is recommended").expect("reasons");
    assert!(
        why.fact(&format!("why.score.{}", id::<kinds::Product>(4))).is_some()
            && why.fact("why.size").is_some()
    );
    assert_eq!(record.dialogue.offered, [id(4), id(5)]);
    // What was said of a kind is offered of that kind.
    assert!(said(&shop, "can you recommend a dress for me").contains("Tavira Linen Dress"));
    let new = said(&shop, "anything new for me?");
    assert!(new.contains("came in lately and is like it") && new.contains("Lagos Summer Dress"), "{new}");
}

#[test]
fn a_stranger_is_told_what_sells_and_asked_one_thing() {
    let shop = shop(Vec::new());
    assert_eq!(
        said(&shop, "what would you recommend?"),
        "I don't know your taste yet. This sold most in the last 14 days:\n\
         1. Tavira Linen Dress – €89.00, in sand and olive, sizes S, M and L\n\
         2. Amalfi Linen Shirt – €49.90 to €54.90, in white and navy, sizes S, M, L and XL\n\
         3. Sintra Jeans – €69.00, in indigo, sizes 36 and 38\n\
         Tell me a size, a colour or an occasion, and I'll look more closely."
    );
    let spanish = said(&shop, "Buenos días, ¿qué me recomiendan ustedes?");
    assert!(spanish.contains("Aún no conozco su gusto."), "{spanish}");
}

#[test]
fn what_goes_with_something_is_what_others_took_else_what_its_kind_is_worn_with() {
    let mut shop = shop(Vec::new());
    let text = "what goes with the Sagres wrap dress?";
    let look = said(&shop, text);
    assert!(look.starts_with("This would go with the Sagres Wrap Dress:"), "{look}");
    assert!(look.contains("Douro Leather Belt"), "{look}");
    shop.together = vec![(7, 310), (5, 150)];
    let record = asked(&shop, text);
    let text = record.proposal.text().expect("a reply");
    assert!(
        text.starts_with(
            "Others who bought the Sagres Wrap Dress also took:\n1. Douro Leather Belt – €35.00"
        ),
        "{text}"
    );
    let lift = format!("why.lift_percent.{}", id::<kinds::Product>(7));
    assert!(record.evidence.iter().any(|entry| entry.fact(&lift).is_some()));
}

#[test]
fn a_profile_counts_what_was_kept_and_minds_what_came_back() {
    let mut returned = bought(2, "Porto Oxford Shirt", "Shirts", "L", "white", 5_900);
    returned.returned = 1;
    let lines = vec![
        bought(1, "Amalfi Linen Shirt", "Shirts", "M", "navy", 4_990),
        returned,
        bought(1, "Amalfi Linen Shirt", "Shirts", "S", "navy", 4_990),
        bought(4, "Tavira Linen Dress", "Dresses", "M", "sand", 8_900),
    ];
    let profile = Profile::of(&lines).expect("something was kept");
    let kinds: Vec<_> =
        profile.kinds.iter().map(|kind| (kind.name.as_str(), kind.kept, kind.size.as_deref())).collect();
    assert_eq!(kinds, [("Shirts", 2, Some("M")), ("Dresses", 1, Some("M"))]);
    assert_eq!(
        (profile.unliked.as_slice(), profile.prices),
        (["white".to_owned()].as_slice(), (4_990, 8_900))
    );
    assert_eq!(profile.came_back, [id(2)]);
    let base = FakeKnowledge::default();
    let of = |number: u128| base.product(id(number)).expect("read").expect("there");
    assert_eq!(profile.score(&of(1), Some("M")), None, "it was bought already");
    assert_eq!(profile.score(&of(6), Some("M")), None, "it is sold out");
    assert!(profile.score(&of(2), Some("M")).expect("there").total() < 0);
    assert_eq!(profile.score(&of(5), Some("M")).expect("there").total(), 6);
    assert_eq!(Profile::of(&[Bought { returned: 1, ..lines[0].clone() }]), None);
}
