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
const DAYS: [u32; 2] = [14, 60];
/// Fewer than this is no list of bestsellers.
const FEW: usize = 3;
/// Orders with a product that are looked through for what else they hold.
const ORDERS_READ: u32 = 250;
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
