//! What recommendations rest on, read at question time: see [`crate::agent::knowledge::Taste`].

use rusqlite::Connection;

use crate::agent::knowledge as port;
use crate::clock::Timestamp;
use crate::error::Result;
use crate::id::{self, Id};
use crate::scope::CustomerScope;
use crate::store;

/// Lines of a customer's orders that are looked at.
const LINES: u32 = 80;
const NEWEST: u32 = 60;
const BESTSELLERS: u32 = 8;
/// Days over which bestsellers are counted: where little is sold, over more.
const DAYS: [u32; 2] = [7, 30];
/// Fewer than this is no list of bestsellers.
const FEW: usize = 3;
/// Orders with a product that are looked through for what else they hold: the last of each variant, and in all.
const ORDERS_READ: (u32, u32) = (25, 200);
/// Orders that must hold both.
const SUPPORT: i64 = 3;
/// What is bought together so much more often than by chance, in percent.
const LEAST_LIFT: i64 = 120;
/// Lines of a product are counted so far.
const LINES_COUNTED: u32 = 2_000;
/// Orders are counted one by one so far.
const ORDERS_COUNTED: u32 = 10_000;
const TOGETHER: usize = 3;

/// The customer's own history, and what everybody does. Another customer's lines cannot be asked for.
pub(super) fn of(
    connection: &Connection,
    scope: Option<CustomerScope>,
    now: Timestamp,
) -> Result<port::Taste> {
    let bought = match scope {
        Some(scope) => store::taste::bought(connection, scope.contact_id(), LINES)?,
        None => Vec::new(),
    };
    let mut taste = port::Taste {
        bought: bought.into_iter().map(line).collect(),
        newest: store::taste::newest(connection, NEWEST)?,
        ..port::Taste::default()
    };
    if taste.bought.iter().all(|line| line.returned >= line.quantity) {
        let today = now.as_millis().div_euclid(86_400_000);
        for days in DAYS {
            taste.days = days;
            taste.bestsellers = store::taste::bestsellers(connection, today - i64::from(days), BESTSELLERS)?;
            if taste.bestsellers.len() >= FEW {
                break;
            }
        }
    }
    Ok(taste)
}

fn line(row: store::taste::BoughtRow) -> port::Bought {
    let kind = row.category.rsplit('>').next().unwrap_or("").trim().to_owned();
    port::Bought {
        order: row.order_id,
        order_version: row.order_version,
        product: row.product_id,
        title: row.title,
        category: row.category,
        kind,
        size: row.size,
        colour: row.colour,
        price: row.price,
        quantity: row.quantity,
        returned: row.returned,
    }
}

/// What stands in orders with a product more often than by chance: lift = P(both) / (P(one) · P(other))
/// (Brin, Motwani, Ullman, Tsur 1997).
pub(super) fn together(
    connection: &Connection,
    product: Id<id::Product>,
    read: impl Fn(Id<id::Product>) -> Result<Option<port::Product>>,
) -> Result<Vec<port::Together>> {
    let rows = store::taste::together(connection, product, ORDERS_READ, SUPPORT)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let orders = store::taste::orders_counted(connection, ORDERS_COUNTED)?;
    let mut ranked = Vec::new();
    for row in rows {
        let lines = store::taste::lines_of(connection, row.product_id, LINES_COUNTED)?.max(1);
        let lift_percent = row.orders.saturating_mul(orders).saturating_mul(100) / (row.of.max(1) * lines);
        if lift_percent >= LEAST_LIFT {
            ranked.push((lift_percent, row));
        }
    }
    ranked
        .sort_by_key(|(lift, row)| (std::cmp::Reverse(*lift), std::cmp::Reverse(row.orders), row.product_id));
    let mut found = Vec::new();
    for (lift_percent, row) in ranked {
        if found.len() >= TOGETHER {
            break;
        }
        if let Some(product) = read(row.product_id)?
            && product.variants.iter().any(|variant| variant.available > 0)
        {
            found.push(port::Together { product, orders: row.orders, lift_percent });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::Knowledge as _;
    use crate::catalog::{self, NewProduct, NewVariant, ProductStatus, Searcher};
    use crate::contacts::{self, NewContact};
    use crate::conversations::InboundMessage;
    use crate::database::WriteTx;
    use crate::fixture::{Fixture, START};
    use crate::id::{Contact, Variant};
    use crate::knowledge::ShopKnowledge;
    use crate::money::{Currency, Money};
    use crate::orders::{self, DraftChange, LineInput};
    use crate::stock::{self, MovementReason, Wanted};

    const GOODS: [(&str, &str, i64); 4] = [
        ("Wrap Dress", "Women > Dresses", 7_990),
        ("Leather Belt", "Accessories > Belts", 3_500),
        ("Wool Scarf", "Accessories > Scarves", 2_900),
        ("Straw Hat", "Accessories > Hats", 2_500),
    ];

    fn order(tx: &mut WriteTx<'_>, contact: Id<Contact>, goods: &[Id<Variant>]) -> Result<()> {
        let lines = goods.iter().map(|variant| LineInput {
            variant_id: Some(*variant),
            quantity: 1,
            ..LineInput::default()
        });
        let change = DraftChange {
            contact_id: Some(Some(contact)),
            lines: Some(lines.collect()),
            ..DraftChange::default()
        };
        orders::create_placed(tx, &change, &[], None).map(|_| ())
    }

    /// 28 orders of a stranger: five of dress and belt, three of dress and scarf, twelve of a scarf, eight of a hat. And the
    /// customer's own one, of a belt.
    fn shop() -> (Fixture, CustomerScope, Vec<Id<id::Product>>) {
        let fixture = Fixture::new();
        let (_, conversation) = fixture.receive(InboundMessage::for_test("SM1", "hello"));
        let scope = fixture.read(|c| CustomerScope::from_conversation(c, conversation));
        let products = fixture
            .write(move |tx| {
                stock::add_location(tx, "Floor")?;
                let mut made = Vec::new();
                for (title, category, price) in GOODS {
                    let variant = NewVariant {
                        sku: Some(title.into()),
                        values: vec!["M".into()],
                        ..NewVariant::priced(Money::new(price, Currency::EUR))
                    };
                    let product = NewProduct {
                        handle: title.to_lowercase().replace(' ', "-"),
                        title: title.into(),
                        category: category.into(),
                        status: ProductStatus::Active,
                        options: vec!["Size".into()],
                        variants: vec![variant],
                        ..NewProduct::default()
                    };
                    let product = catalog::create_product(tx, &product)?;
                    let variant = catalog::variants(tx.sql(), product)?[0].id;
                    let pieces = Wanted::anywhere(variant, 100);
                    stock::put(tx, &pieces, MovementReason::Opening, None, "", None)?;
                    made.push((product, variant));
                }
                let stranger = contacts::create(
                    tx,
                    NewContact { display_name: "Else".into(), ..NewContact::default() },
                )?
                .id;
                let goods: Vec<Id<Variant>> = made.iter().map(|(_, variant)| *variant).collect();
                for (times, bought) in [
                    (5, &[goods[0], goods[1]][..]),
                    (3, &[goods[0], goods[2]]),
                    (12, &[goods[2]]),
                    (8, &[goods[3]]),
                ] {
                    for _ in 0..times {
                        order(tx, stranger, bought)?;
                    }
                }
                Ok(made)
            })
            .expect("shop");
        let belt = products[1].1;
        fixture.write(move |tx| order(tx, scope.contact_id(), &[belt])).expect("an order");
        (fixture, scope, products.into_iter().map(|(product, _)| product).collect())
    }

    #[test]
    fn together_is_what_stands_in_orders_more_often_than_by_chance() {
        let (fixture, scope, products) = shop();
        let searcher = Searcher::default();
        fixture.read(|c| {
            let knowledge = ShopKnowledge::new(c, scope, &searcher);
            let found = knowledge.together(products[0])?;
            // Eight of 29 orders hold the dress and six a belt, five both: 5 · 29 / (8 · 6). The scarf, in 15 orders and
            // three times with it, is bought with it less often than by chance.
            let found: Vec<_> = found
                .iter()
                .map(|with| (with.product.title.as_str(), with.orders, with.lift_percent))
                .collect();
            assert_eq!(found, [("Leather Belt", 5, 302)]);
            // What is sold out is not offered.
            assert!(knowledge.together(products[3])?.is_empty());
            Ok(())
        });
        let belt = fixture.read(|c| catalog::variants(c, products[1])).remove(0).id;
        let all = Wanted::anywhere(belt, 94);
        fixture.write(move |tx| stock::take(tx, &all, MovementReason::Sold, None, "")).expect("sold out");
        fixture.read(|c| {
            assert!(ShopKnowledge::new(c, scope, &searcher).together(products[0])?.is_empty());
            Ok(())
        });
    }

    #[test]
    fn a_customer_s_taste_is_their_own_lines_and_a_stranger_s_what_sells() {
        let (fixture, scope, products) = shop();
        let mine = fixture.read(|c| of(c, Some(scope), START));
        assert_eq!(mine.bought.len(), 1, "nobody else's");
        assert_eq!((mine.bought[0].title.as_str(), mine.bought[0].kind.as_str()), ("Leather Belt", "Belts"));
        assert_eq!((mine.bought[0].size.as_deref(), mine.bestsellers.len()), (Some("M"), 0));
        assert_eq!(mine.newest, products.iter().rev().copied().collect::<Vec<_>>());
        let scarf = fixture.read(|c| catalog::variants(c, products[2])).remove(0).id;
        let some = Wanted::anywhere(scarf, 4);
        fixture.write(move |tx| stock::take(tx, &some, MovementReason::Sold, None, "")).expect("sold");
        let stranger = fixture.read(|c| of(c, None, START));
        assert_eq!((stranger.bestsellers, stranger.days), (vec![(products[2], 4)], 30));
    }
}
