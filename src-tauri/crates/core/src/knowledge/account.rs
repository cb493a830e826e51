//! A customer's file, read for acting: see [`crate::agent::account`].

use rusqlite::Connection;

use crate::agent::account::{
    Account, AccountLine, AccountMethod, AccountOrder, Aside, Considered, Goods, GoodsVariant, Wanted,
};
use crate::catalog::{self, ProductQuery, ProductStatus, Searcher, Searches};
use crate::clock::Timestamp;
use crate::error::{Code, Result};
use crate::id::{self, Id};
use crate::policy::Decision;
use crate::requests::{self, Request};
use crate::scope::CustomerScope;
use crate::{contacts, gift_cards, orders, stored_methods};

/// Orders that a customer may have changed through the agent: the newest.
const ORDERS: usize = 25;
/// Products that a question may be about.
const GOODS: usize = 8;

/// `known`: their orders may be looked at; `now` decides what has ended.
///
/// # Errors
/// Those of the queries.
pub(crate) fn of(
    connection: &Connection,
    scope: CustomerScope,
    known: bool,
    now: Timestamp,
) -> Result<Account> {
    let contact = contacts::get(connection, scope.contact_id())?;
    if !known {
        return Ok(Account {
            known,
            id: contact.id,
            version: contact.version,
            name: contact.display_name,
            address: String::new(),
            methods: Vec::new(),
            orders: Vec::new(),
            goods: Vec::new(),
            aside: aside(connection, scope)?,
            confirmed: Vec::new(),
        });
    }
    let today = gift_cards::today(connection, now)?;
    let mut methods = Vec::new();
    for method in stored_methods::of_contact(connection, contact.id, false)? {
        let facts = requests::method_facts(connection, method.clone(), today)?;
        methods.push(AccountMethod {
            id: method.id,
            kind: method.kind,
            label: method.label,
            brand: method.brand,
            last_four: method.last_four,
            balance: facts.gift_balance,
        });
    }
    let mut orders = Vec::new();
    let mut products: Vec<Id<id::Product>> = Vec::new();
    for detail in orders::customer::orders(connection, scope, ORDERS)? {
        let facts = requests::order_facts(connection, &detail, today)?;
        let lines: Vec<AccountLine> = detail.items.iter().map(line).collect();
        for product in lines.iter().filter_map(|line| line.product) {
            if !products.contains(&product) {
                products.push(product);
            }
        }
        orders.push(AccountOrder {
            id: detail.order.id,
            version: detail.order.version,
            number: detail.order.number.clone(),
            stage: facts.stage,
            total: detail.order.total,
            address: detail.order.ship_to.address.clone(),
            placed_at: detail.order.placed_at,
            lines,
            paid_with: facts.paid_with.iter().map(|paid| (paid.method_id, paid.amount)).collect(),
            tracking: detail.fulfilments.iter().filter_map(|parcel| parcel.tracking_number.clone()).collect(),
        });
    }
    let mut goods = Vec::new();
    for product in products {
        goods.extend(goods_of(connection, product)?);
    }
    Ok(Account {
        known,
        id: contact.id,
        version: contact.version,
        name: contact.display_name,
        address: contact.address,
        methods,
        orders,
        goods,
        aside: aside(connection, scope)?,
        confirmed: Vec::new(),
    })
}

/// What is put aside for the customer.
fn aside(connection: &Connection, scope: CustomerScope) -> Result<Option<Aside>> {
    let Some(draft) = orders::aside_of(connection, scope.contact_id())? else { return Ok(None) };
    Ok(Some(Aside {
        order: draft.order.id,
        version: draft.order.version,
        total: draft.order.total,
        lines: draft.items.iter().map(line).collect(),
    }))
}

fn line(item: &orders::LineItem) -> AccountLine {
    AccountLine {
        variant: item.variant_id,
        product: item.product_id,
        title: item.title.clone(),
        variant_title: item.variant_title.clone(),
        quantity: item.quantity,
        price: item.unit_price,
    }
}

/// `None`: there is no such product any more.
///
/// # Errors
/// Those of the queries.
pub(crate) fn goods_of(connection: &Connection, id: Id<id::Product>) -> Result<Option<Goods>> {
    let detail = match catalog::detail(connection, id) {
        Ok(detail) => detail,
        Err(error) if error.code == Code::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let active = detail.product.status == ProductStatus::Active;
    Ok(Some(Goods {
        id,
        version: detail.product.version,
        title: detail.product.title,
        handle: detail.product.handle,
        options: detail.options.into_iter().map(|option| option.name).collect(),
        variants: detail
            .variants
            .into_iter()
            .map(|variant| GoodsVariant {
                available: active && variant.is_available(),
                id: variant.id,
                version: variant.version + variant.stock_version,
                sku: variant.sku,
                values: variant.values,
                price: variant.price,
            })
            .collect(),
    }))
}

/// Active products by words.
pub(crate) fn goods_named(
    connection: &Connection,
    searcher: &Searcher,
    searches: &Searches,
    words: &[String],
) -> Result<Vec<Goods>> {
    let query = ProductQuery { words: words.to_vec(), limit: GOODS, ..ProductQuery::default() };
    let mut goods = Vec::new();
    for hit in searcher.products_again(connection, &query, searches)? {
        goods.extend(goods_of(connection, hit.product.id)?);
    }
    Ok(goods)
}

/// What the policy says of a wish that nobody confirmed yet.
pub(crate) fn consider(
    connection: &Connection,
    scope: CustomerScope,
    wanted: &Wanted,
    now: Timestamp,
) -> Result<Considered> {
    let request = Request { order_number: wanted.order.clone(), action: wanted.action.clone() };
    Ok(match requests::consider(connection, scope, &request, now, false)? {
        Decision::Allowed(summary)
        | Decision::NeedsConfirmation(summary)
        | Decision::NeedsApproval(summary) => Considered::Possible(summary),
        Decision::Refused(rule) => Considered::Refused(rule),
    })
}
