//! Reading the shop in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::format::{CURRENCY, Order, PaymentMethod, Product, Shop, User};
use crate::actor::{Actor, By};
use crate::catalog::{self, NewProduct, NewVariant, ProductStatus};
use crate::clock::Timestamp;
use crate::contacts::{self, Channel, NewContact};
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::gift_cards::{self, EntryKind, NewGiftCard};
use crate::id::{self, Id};
use crate::money::Money;
use crate::operations::{self, OperationKind, Recording};
use crate::orders::{
    self, Fulfilment, FulfilmentLine, FulfilmentState, FulfilmentStatus, Instrument, LineItem, OrderChannel,
    OrderDetail, OrderStatus, Payment, PaymentKind, PaymentState, ShipTo, Transition,
};
use crate::settings::STANDARD_CLASS;
use crate::stock::{self, Holder, MovementReason, Reference, Wanted};
use crate::store;
use crate::stored_methods::{self, NewStoredMethod, StoredMethod, StoredMethodKind};

/// Pieces that an available item gets beyond what its orders have reserved: the benchmark says only "available".
const PLENTY: i64 = 100;

/// What the benchmark's names became.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    pub products: BTreeMap<String, Id<id::Product>>,
    /// By item id.
    pub variants: BTreeMap<String, Id<id::Variant>>,
    pub contacts: BTreeMap<String, Id<id::Contact>>,
    pub methods: BTreeMap<String, Id<id::StoredMethod>>,
    pub orders: BTreeMap<String, Id<id::Order>>,
}

/// Reads a whole shop into an empty one, as one operation.
///
/// # Errors
/// `Invalid` when something refers to what is not there; `Conflict` when an order's number, a product's handle or an
/// item's id is in the shop already. Nothing is kept then.
pub fn import(tx: &mut WriteTx<'_>, shop: &Shop) -> Result<Imported> {
    tx.act_as(By::named(Actor::Import, "retail"));
    let details = json!({
        "kind": "retail", "products": shop.products.len(), "contacts": shop.users.len(), "orders": shop.orders.len(),
    });
    let mut recording = operations::begin(tx, OperationKind::RetailImported, details)?;
    let mut done = Imported::default();
    let location = match stock::locations(tx.sql())?.first() {
        Some(location) => location.id,
        None => stock::add_location(tx, "Shop")?.id,
    };
    let mut goods = BTreeMap::new();
    for product in shop.products.values() {
        enter_product(tx, product, &mut done, &mut goods)?;
    }
    let reserved = reserved_pieces(shop);
    for item in shop.products.values().flat_map(|product| product.variants.values()) {
        let pieces = reserved.get(item.item_id.as_str()).copied().unwrap_or(0)
            + if item.available { PLENTY } else { 0 };
        let variant = lookup(&done.variants, &item.item_id, "item")?;
        if pieces > 0 {
            let reference = Some(Reference::import(recording.id));
            stock::set_on_hand(tx, variant, location, pieces, MovementReason::Opening, reference)?;
        }
    }
    let mut methods = BTreeMap::new();
    for user in shop.users.values() {
        enter_user(tx, user, &mut done, &mut methods, &mut recording)?;
    }
    for order in shop.orders.values() {
        let user = shop.users.get(&order.user_id);
        let user = user.ok_or_else(|| missing("customer", &order.user_id))?;
        enter_order(tx, order, user, &mut done, &goods, &methods)?;
    }
    recording.finish(tx)?;
    Ok(done)
}

fn missing(what: &str, name: &str) -> Error {
    Error::invalid(format!("The file names the {what} '{name}', which is not in it."))
}

fn lookup<K: id::Kind>(known: &BTreeMap<String, Id<K>>, name: &str, what: &str) -> Result<Id<K>> {
    known.get(name).copied().ok_or_else(|| missing(what, name))
}

/// Pieces of each item that orders not yet sent hold.
fn reserved_pieces(shop: &Shop) -> BTreeMap<&str, i64> {
    let mut pieces = BTreeMap::new();
    for order in shop.orders.values().filter(|order| is_waiting(&order.status)) {
        for item in &order.items {
            *pieces.entry(item.item_id.as_str()).or_insert(0) += 1;
        }
    }
    pieces
}

fn is_waiting(status: &str) -> bool {
    matches!(status, "pending" | "processed")
}

/// What a line needs of the catalog: the product, its name, the values in the order of its options.
struct Goods {
    product_id: Id<id::Product>,
    name: String,
    option_names: Vec<String>,
}

/// "T-Shirt" and "1000000001" make "t-shirt-1000000001".
fn handle(product: &Product) -> String {
    let name = product.name.to_lowercase();
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.chain([product.product_id.as_str()]).collect::<Vec<_>>().join("-")
}

fn enter_product(
    tx: &mut WriteTx<'_>,
    product: &Product,
    done: &mut Imported,
    goods: &mut BTreeMap<String, Goods>,
) -> Result<()> {
    let names: BTreeSet<&String> = product.variants.values().flat_map(|item| item.options.keys()).collect();
    let option_names: Vec<String> = names.into_iter().cloned().collect();
    let mut variants = Vec::new();
    for item in product.variants.values() {
        let values = option_names.iter().map(|name| item.options.get(name).cloned().unwrap_or_default());
        variants.push(NewVariant {
            sku: Some(item.item_id.clone()),
            values: values.collect(),
            ..NewVariant::priced(item.price.money())
        });
    }
    let new = NewProduct {
        handle: handle(product),
        title: product.name.clone(),
        status: ProductStatus::Active,
        options: option_names.clone(),
        variants,
        ..NewProduct::default()
    };
    let product_id = catalog::create_product(tx, &new)?;
    for variant in catalog::variants(tx.sql(), product_id)? {
        done.variants.insert(variant.sku.clone().unwrap_or_default(), variant.id);
    }
    done.products.insert(product.product_id.clone(), product_id);
    goods.insert(product.product_id.clone(), Goods { product_id, name: product.name.clone(), option_names });
    Ok(())
}

fn enter_user(
    tx: &mut WriteTx<'_>,
    user: &User,
    done: &mut Imported,
    methods: &mut BTreeMap<String, StoredMethod>,
    recording: &mut Recording,
) -> Result<()> {
    let contact = contacts::create(
        tx,
        NewContact {
            display_name: user.name.whole(),
            email: Some(user.email.clone()),
            language: Some("en".into()),
            address: user.address.lines(),
            ..NewContact::default()
        },
    )?;
    contacts::add_identity(tx, contact.id, Channel::Email, &user.email, None)?;
    done.contacts.insert(user.user_id.clone(), contact.id);
    for method in user.payment_methods.values() {
        let entered = enter_method(tx, contact.id, method, recording)?;
        done.methods.insert(method.id.clone(), entered.id);
        methods.insert(method.id.clone(), entered);
    }
    Ok(())
}

fn enter_method(
    tx: &mut WriteTx<'_>,
    contact_id: Id<id::Contact>,
    method: &PaymentMethod,
    recording: &mut Recording,
) -> Result<StoredMethod> {
    let kind = match method.source.as_str() {
        "credit_card" => StoredMethodKind::Card,
        "paypal" => StoredMethodKind::Paypal,
        "gift_card" => StoredMethodKind::GiftCard,
        other => return Err(Error::invalid(format!("'{other}' is no way to pay that can be kept."))),
    };
    let gift_card_id = if kind == StoredMethodKind::GiftCard {
        let new = NewGiftCard {
            amount: method.balance.unwrap_or_default().money(),
            contact_id: Some(contact_id),
            expires_on: None,
            note: String::new(),
            code: None,
        };
        Some(gift_cards::enter(tx, new, EntryKind::Imported)?.id)
    } else {
        None
    };
    let new = NewStoredMethod {
        kind,
        label: String::new(),
        brand: method.brand.clone(),
        last_four: method.last_four.clone(),
        reference: Some(method.id.clone()),
        gift_card_id,
    };
    stored_methods::enter(tx, contact_id, new, recording)
}

/// The country codes of parcels, where the benchmark writes the country out.
fn country_code(country: &str) -> &str {
    match country {
        "USA" | "United States" => "US",
        _ => "",
    }
}

fn enter_order(
    tx: &mut WriteTx<'_>,
    order: &Order,
    user: &User,
    done: &mut Imported,
    goods: &BTreeMap<String, Goods>,
    methods: &BTreeMap<String, StoredMethod>,
) -> Result<()> {
    let now = tx.now();
    let number = order.order_id.trim_start_matches('#').to_owned();
    let id = tx.new_id();
    let status = match order.status.as_str() {
        "pending" => OrderStatus::Placed,
        "processed" => OrderStatus::Processing,
        "delivered" => OrderStatus::Delivered,
        "cancelled" => OrderStatus::Cancelled,
        other => return Err(Error::invalid(format!("An order cannot be '{other}' when it is brought in."))),
    };
    let mut items = Vec::new();
    for (i, item) in order.items.iter().enumerate() {
        let of = goods.get(&item.product_id).ok_or_else(|| missing("product", &item.product_id))?;
        let values = of.option_names.iter().filter_map(|name| item.options.get(name).cloned());
        items.push(LineItem {
            variant_id: Some(lookup(&done.variants, &item.item_id, "item")?),
            variant_title: values.collect::<Vec<_>>().join(" / "),
            sku: Some(item.item_id.clone()),
            product_id: Some(of.product_id),
            id: tx.new_id(),
            position: i64::try_from(i + 1).unwrap_or(i64::MAX),
            title: of.name.clone(),
            quantity: 1,
            unit_price: item.price.money(),
            discount: Money::new(0, CURRENCY),
            tax: Money::new(0, CURRENCY),
            tax_class: STANDARD_CLASS.to_owned(),
            tax_rate_ppm: 0,
            returned: 0,
            image_id: None,
        });
    }
    let mut payments = Vec::new();
    for payment in &order.payment_history {
        payments.push(enter_payment(tx, payment, methods)?);
    }
    let mut fulfilments = Vec::new();
    for parcel in &order.fulfillments {
        fulfilments.push(parcel_of(tx, parcel, status, &items, now));
    }
    let total: i64 = order.items.iter().map(|item| item.price.0).sum();
    let mut head = orders::Order::blank(id, number, CURRENCY, now);
    head.contact_id = Some(lookup(&done.contacts, &order.user_id, "customer")?);
    head.status = status;
    head.channel = OrderChannel::Online;
    head.fulfilment_status = if status == OrderStatus::Delivered {
        FulfilmentStatus::Fulfilled
    } else {
        FulfilmentStatus::Unfulfilled
    };
    head.subtotal = Money::new(total, CURRENCY);
    head.total = head.subtotal;
    head.ship_to = ShipTo {
        name: user.name.whole(),
        address: order.address.lines(),
        country: country_code(&order.address.country).to_owned(),
        region: order.address.state.clone(),
    };
    let (paid, refunded) = (orders::settlement::paid(&payments), orders::settlement::refunded(&payments));
    head.paid = Money::new(paid, CURRENCY);
    head.refunded = Money::new(refunded, CURRENCY);
    head.payment_status =
        orders::settlement::status(status, total, paid, refunded, orders::settlement::pending(&payments));
    head.cancel_reason.clone_from(&order.cancel_reason);
    head.placed_at = Some(now);
    let transition = Transition {
        from: None,
        to: status,
        actor: Actor::Import,
        actor_name: String::new(),
        reason: String::new(),
        moved_at: now,
    };
    let detail = OrderDetail {
        order: head,
        contact_name: user.name.whole(),
        conversation_id: None,
        items,
        payments,
        fulfilments,
        transitions: vec![transition],
        happenings: Vec::new(),
    };
    store::orders::insert(tx.sql(), &detail)?;
    if is_waiting(&order.status) {
        for item in &detail.items {
            let Some(variant_id) = item.variant_id else { continue };
            let holder = Holder::Line { order_id: id, line_item_id: item.id };
            stock::reserve(tx, holder, &Wanted::anywhere(variant_id, item.quantity), None)?;
        }
    }
    done.orders.insert(order.order_id.clone(), id);
    Ok(())
}

fn enter_payment(
    tx: &mut WriteTx<'_>,
    payment: &super::format::Payment,
    methods: &BTreeMap<String, StoredMethod>,
) -> Result<Payment> {
    let method = methods
        .get(&payment.payment_method_id)
        .ok_or_else(|| missing("way to pay", &payment.payment_method_id))?;
    let kind = match payment.transaction_type.as_str() {
        "payment" => PaymentKind::Payment,
        "refund" => PaymentKind::Refund,
        other => return Err(Error::invalid(format!("'{other}' is neither a payment nor a refund."))),
    };
    Ok(Payment {
        id: tx.new_id(),
        kind,
        method: method.kind.payment_method(),
        amount: payment.amount.money(),
        state: PaymentState::Settled,
        reference: None,
        tendered: None,
        refund_of: None,
        instrument: Instrument {
            stored_method_id: Some(method.id.to_string()),
            gift_card_id: method.gift_card.as_ref().map(|card| card.id.to_string()),
            return_id: None,
        },
        reason: String::new(),
        paid_at: tx.now(),
    })
}

fn parcel_of(
    tx: &mut WriteTx<'_>,
    parcel: &super::format::Fulfilment,
    status: OrderStatus,
    items: &[LineItem],
    now: Timestamp,
) -> Fulfilment {
    let arrived = status == OrderStatus::Delivered;
    let mut left: Vec<&str> = parcel.item_ids.iter().map(String::as_str).collect();
    let mut lines = Vec::new();
    for item in items {
        if let Some(at) = left.iter().position(|sku| item.sku.as_deref() == Some(*sku)) {
            left.swap_remove(at);
            lines.push(FulfilmentLine { line_item_id: item.id, quantity: 1 });
        }
    }
    Fulfilment {
        id: tx.new_id(),
        state: match status {
            OrderStatus::Delivered => FulfilmentState::Delivered,
            OrderStatus::Cancelled => FulfilmentState::Failed,
            _ => FulfilmentState::Preparing,
        },
        carrier: None,
        tracking_number: parcel.tracking_id.first().cloned(),
        tracking_url: None,
        shipped_at: arrived.then_some(now),
        expected_on: None,
        delivered_at: arrived.then_some(now),
        version: 1,
        lines,
    }
}
