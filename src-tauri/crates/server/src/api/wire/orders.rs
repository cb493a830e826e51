//! Orders on the wire.

use haberdash_core::{Currency, Id, Money as CoreMoney, id, orders, pricing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContactName, ConversationId, DiscountId, FulfilmentId, LineItemId, LocationId, Money, OrderId, PaymentId,
    ProductId, Time, VariantId, count, image_url,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderStatus {
    Draft,
    Placed,
    Processing,
    Shipped,
    Delivered,
    Cancelled,
    Returned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderFilter {
    Draft,
    Placed,
    Processing,
    Shipped,
    Delivered,
    Cancelled,
    Returned,
    #[default]
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderSort {
    Newest,
    Oldest,
    TotalHigh,
    TotalLow,
}

/// Which part of the archive a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ArchiveFilter {
    #[default]
    No,
    Yes,
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    Unpaid,
    PartlyPaid,
    Paid,
    PartlyRefunded,
    Refunded,
}

/// How much of an order has left the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FulfilmentStatus {
    Unfulfilled,
    PartlyFulfilled,
    Fulfilled,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReturnStatus {
    None,
    ReturnRequested,
    ExchangeRequested,
    PartlyReturned,
    Returned,
    Exchanged,
}

/// Where an order was agreed; `office`: written down by the owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderChannel {
    Counter,
    Online,
    Agent,
    Office,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderSummary {
    pub id: OrderId,
    /// What people say; a draft has "D12" until it is placed.
    #[schema(example = "1042")]
    pub number: String,
    /// Null: sold at the counter to nobody in particular.
    pub contact: Option<ContactName>,
    pub status: OrderStatus,
    pub payment_status: PaymentStatus,
    pub fulfilment_status: FulfilmentStatus,
    pub return_status: ReturnStatus,
    pub channel: OrderChannel,
    pub total: Money,
    /// What is still to be paid; never negative.
    pub due: Money,
    pub item_count: u64,
    pub tags: Vec<String>,
    pub archived: bool,
    pub placed_at: Option<Time>,
    pub created_at: Time,
    pub updated_at: Time,
    pub first_image_url: Option<String>,
    pub version: i64,
}

/// Where the goods go.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShipTo {
    pub name: String,
    /// Street, postal code, town: as lines of one text.
    pub address: String,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// A state, where taxes depend on it.
    pub region: String,
}

/// What was taken off, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AppliedDiscount {
    /// Null: given by hand.
    pub discount_id: Option<DiscountId>,
    pub title: String,
    pub code: Option<String>,
    pub amount: Money,
}

/// All tax of one rate.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaxTotal {
    pub name: String,
    /// Parts per million: 190000 is 19 %.
    pub rate_ppm: u32,
    /// Net.
    pub base: Money,
    pub amount: Money,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ManualDiscountKind {
    Amount,
    Percent,
}

/// A discount that the owner gives by hand.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ManualDiscount {
    pub kind: ManualDiscountKind,
    /// Minor units.
    pub amount: Option<i64>,
    pub rate_ppm: Option<u32>,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LineItem {
    pub id: LineItemId,
    /// The product, while the catalog still has it.
    pub product_id: Option<ProductId>,
    pub variant_id: Option<VariantId>,
    pub title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub quantity: i64,
    pub unit_price: Money,
    /// Its share of the order's discounts.
    pub discount: Money,
    /// Quantity × price − discount; tax that comes on top is not in it.
    pub total: Money,
    pub tax: Money,
    pub tax_class: String,
    /// All rates together, parts per million.
    pub tax_rate_ppm: u32,
    /// Pieces that were sent or handed over.
    pub fulfilled: i64,
    /// Pieces that came back.
    pub returned: i64,
    /// Pieces that stand in no parcel yet.
    pub open: i64,
    pub image_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    Payment,
    Refund,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    Card,
    Cash,
    BankTransfer,
    GiftCard,
    StoreCredit,
    OnDelivery,
    /// A payment service such as PayPal.
    Wallet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    Pending,
    Settled,
    Failed,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Payment {
    pub id: PaymentId,
    pub kind: PaymentKind,
    pub method: PaymentMethod,
    pub amount: Money,
    pub state: PaymentState,
    pub reference: Option<String>,
    /// Cash that was handed over, and what was given back of it.
    pub tendered: Option<Money>,
    pub change: Option<Money>,
    /// The payment that a refund gives back.
    pub refund_of: Option<PaymentId>,
    pub stored_method_id: Option<String>,
    pub gift_card_id: Option<String>,
    pub return_id: Option<String>,
    pub reason: String,
    pub paid_at: Time,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FulfilmentState {
    Preparing,
    InTransit,
    OutForDelivery,
    Delivered,
    Failed,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Fulfilment {
    pub id: FulfilmentId,
    pub state: FulfilmentState,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    pub shipped_at: Option<Time>,
    /// A date in the shop's zone.
    #[schema(format = Date)]
    pub expected_on: Option<String>,
    pub delivered_at: Option<Time>,
    pub lines: Vec<FulfilmentLine>,
    pub version: i64,
}

/// How many pieces of a line item a parcel holds.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FulfilmentLine {
    pub line_item_id: LineItemId,
    pub quantity: i64,
}

/// What happened to an order: who, when and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderTransition {
    pub at: Time,
    #[schema(example = "owner")]
    pub actor: String,
    pub actor_name: String,
    /// `status`: it moved from status to status; else what else happened.
    #[schema(example = "status")]
    pub kind: String,
    pub from_status: Option<OrderStatus>,
    pub to_status: Option<OrderStatus>,
    pub reason: String,
    /// What belongs to the kind.
    #[schema(value_type = Object)]
    pub details: serde_json::Value,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Order {
    pub id: OrderId,
    #[schema(example = "1042")]
    pub number: String,
    /// Null: sold at the counter to nobody in particular.
    pub contact: Option<ContactName>,
    pub status: OrderStatus,
    pub payment_status: PaymentStatus,
    pub fulfilment_status: FulfilmentStatus,
    pub return_status: ReturnStatus,
    pub channel: OrderChannel,
    /// Subtotal − discount + shipping, and the tax where prices come without it.
    pub total: Money,
    /// What is still to be paid; never negative.
    pub due: Money,
    pub item_count: u64,
    pub tags: Vec<String>,
    pub archived: bool,
    pub placed_at: Option<Time>,
    pub created_at: Time,
    pub updated_at: Time,
    pub first_image_url: Option<String>,
    #[schema(example = "EUR")]
    pub currency: String,
    pub prices_include_tax: bool,
    pub subtotal: Money,
    pub shipping: Money,
    /// Of the goods and of shipping.
    pub discount: Money,
    pub tax: Money,
    /// Settled payments.
    pub paid: Money,
    /// Refunds that did not fail.
    pub refunded: Money,
    /// The total in the shop's second currency, for looking only.
    pub display_total: Option<Money>,
    pub ship_to: ShipTo,
    /// Null: picked up or taken along.
    pub shipping_method: Option<String>,
    /// Agreed instead of the method's price.
    pub shipping_price: Option<Money>,
    pub discount_codes: Vec<String>,
    pub manual_discount: Option<ManualDiscount>,
    pub discounts: Vec<AppliedDiscount>,
    pub taxes: Vec<TaxTotal>,
    pub note: String,
    pub cancel_reason: Option<String>,
    pub items_changed_at: Option<Time>,
    pub archived_at: Option<Time>,
    pub location_id: Option<LocationId>,
    pub line_items: Vec<LineItem>,
    pub payments: Vec<Payment>,
    pub fulfilments: Vec<Fulfilment>,
    pub timeline: Vec<OrderTransition>,
    /// The contact's latest conversation.
    pub conversation_id: Option<ConversationId>,
    /// What the owner may do with it now.
    #[schema(example = json!(["process", "pay", "cancel"]))]
    pub actions: Vec<String>,
    pub version: i64,
}

/// How many orders each filter shows, each counted up to `cap`. The statuses without the archive.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderCounts {
    pub draft: u64,
    pub placed: u64,
    pub processing: u64,
    pub shipped: u64,
    pub delivered: u64,
    pub cancelled: u64,
    pub returned: u64,
    /// Placed or being prepared.
    pub to_ship: u64,
    /// Placed to delivered, and not paid in full.
    pub unpaid: u64,
    pub partly_fulfilled: u64,
    pub return_requested: u64,
    pub exchange_requested: u64,
    pub archived: u64,
    pub cap: u64,
}

impl From<orders::FilterCounts> for OrderCounts {
    fn from(counts: orders::FilterCounts) -> Self {
        Self {
            draft: count(counts.draft),
            placed: count(counts.placed),
            processing: count(counts.processing),
            shipped: count(counts.shipped),
            delivered: count(counts.delivered),
            cancelled: count(counts.cancelled),
            returned: count(counts.returned),
            to_ship: count(counts.to_ship),
            unpaid: count(counts.unpaid),
            partly_fulfilled: count(counts.partly_fulfilled),
            return_requested: count(counts.return_requested),
            exchange_requested: count(counts.exchange_requested),
            archived: count(counts.archived),
            cap: count(orders::COUNT_CAP),
        }
    }
}

/// The customer's name, when there is a customer.
fn contact(id: Option<Id<id::Contact>>, display_name: String) -> Option<ContactName> {
    id.map(|id| ContactName { id: id.into(), display_name })
}

impl From<orders::OrderSummary> for OrderSummary {
    fn from(order: orders::OrderSummary) -> Self {
        Self {
            first_image_url: order.image_id.map(image_url),
            id: order.id.into(),
            number: order.number,
            contact: contact(order.contact_id, order.contact_name),
            status: order.status.into(),
            payment_status: order.payment_status.into(),
            fulfilment_status: order.fulfilment_status.into(),
            return_status: order.return_status.into(),
            channel: order.channel.into(),
            total: order.total.into(),
            due: order.due.into(),
            item_count: count(order.item_count),
            tags: order.tags,
            archived: order.archived,
            placed_at: order.placed_at.map(Time),
            created_at: order.created_at.into(),
            updated_at: order.updated_at.into(),
            version: order.version,
        }
    }
}

impl From<orders::ShipTo> for ShipTo {
    fn from(to: orders::ShipTo) -> Self {
        Self { name: to.name, address: to.address, country: to.country, region: to.region }
    }
}

impl From<pricing::ManualDiscount> for ManualDiscount {
    fn from(manual: pricing::ManualDiscount) -> Self {
        match manual {
            pricing::ManualDiscount::Amount { amount, reason } => {
                Self { kind: ManualDiscountKind::Amount, amount: Some(amount), rate_ppm: None, reason }
            }
            pricing::ManualDiscount::Percent { rate_ppm, reason } => {
                Self { kind: ManualDiscountKind::Percent, amount: None, rate_ppm: Some(rate_ppm), reason }
            }
        }
    }
}

pub(super) fn applied(discounts: Vec<pricing::AppliedDiscount>, currency: Currency) -> Vec<AppliedDiscount> {
    let wire = |one: pricing::AppliedDiscount| AppliedDiscount {
        discount_id: one.discount_id.map(Into::into),
        title: one.title,
        code: one.code,
        amount: CoreMoney::new(one.amount, currency).into(),
    };
    discounts.into_iter().map(wire).collect()
}

pub(super) fn tax_totals(taxes: Vec<pricing::TaxTotal>, currency: Currency) -> Vec<TaxTotal> {
    let wire = |tax: pricing::TaxTotal| TaxTotal {
        name: tax.name,
        rate_ppm: tax.rate_ppm,
        base: CoreMoney::new(tax.base, currency).into(),
        amount: CoreMoney::new(tax.amount, currency).into(),
    };
    taxes.into_iter().map(wire).collect()
}

impl Order {
    /// An order as it leaves; `display_total` is its total in the shop's second currency.
    pub fn of(detail: orders::OrderDetail, display_total: Option<CoreMoney>) -> Self {
        let item_count = count(detail.items.iter().map(|item| item.quantity).sum());
        let line_items: Vec<LineItem> =
            detail.items.iter().map(|item| LineItem::of(item.clone(), &detail)).collect();
        let actions = orders::actions(&detail.order).into_iter().map(|action| action.to_string()).collect();
        let timeline = timeline(&detail);
        let order = detail.order;
        let currency = order.currency();
        Self {
            due: order.due().into(),
            archived: order.archived_at.is_some(),
            id: order.id.into(),
            number: order.number,
            contact: contact(order.contact_id, detail.contact_name),
            status: order.status.into(),
            payment_status: order.payment_status.into(),
            fulfilment_status: order.fulfilment_status.into(),
            return_status: order.return_status.into(),
            channel: order.channel.into(),
            currency: currency.to_string(),
            prices_include_tax: order.prices_include_tax,
            total: order.total.into(),
            item_count,
            tags: order.tags,
            placed_at: order.placed_at.map(Time),
            created_at: order.created_at.into(),
            updated_at: order.updated_at.into(),
            first_image_url: line_items.iter().find_map(|item| item.image_url.clone()),
            subtotal: order.subtotal.into(),
            shipping: order.shipping.into(),
            discount: order.discount.into(),
            tax: order.tax.into(),
            paid: order.paid.into(),
            refunded: order.refunded.into(),
            display_total: display_total.map(Into::into),
            ship_to: order.ship_to.into(),
            shipping_method: order.shipping_method,
            shipping_price: order.shipping_override.map(|amount| CoreMoney::new(amount, currency).into()),
            discount_codes: order.discount_codes,
            manual_discount: order.manual_discount.map(Into::into),
            discounts: applied(order.discounts, currency),
            taxes: tax_totals(order.taxes, currency),
            note: order.note,
            cancel_reason: order.cancel_reason,
            items_changed_at: order.items_changed_at.map(Time),
            archived_at: order.archived_at.map(Time),
            location_id: order.location_id.map(Into::into),
            line_items,
            payments: detail.payments.into_iter().map(Into::into).collect(),
            fulfilments: detail.fulfilments.into_iter().map(Into::into).collect(),
            timeline,
            conversation_id: detail.conversation_id.map(Into::into),
            actions,
            version: order.version,
        }
    }
}

/// Steps and what else happened, the oldest first; of one moment, what happened stands after the step.
fn timeline(detail: &orders::OrderDetail) -> Vec<OrderTransition> {
    let steps = detail.transitions.iter().map(|step| OrderTransition {
        at: step.moved_at.into(),
        actor: step.actor.to_string(),
        actor_name: step.actor_name.clone(),
        kind: "status".into(),
        from_status: step.from.map(Into::into),
        to_status: Some(step.to.into()),
        reason: step.reason.clone(),
        details: serde_json::json!({}),
    });
    let happenings = detail.happenings.iter().map(|one| OrderTransition {
        at: one.at.into(),
        actor: one.actor.to_string(),
        actor_name: one.actor_name.clone(),
        kind: one.kind.to_string(),
        from_status: None,
        to_status: None,
        reason: one.reason.clone(),
        details: one.details.clone(),
    });
    let mut timeline: Vec<OrderTransition> = steps.chain(happenings).collect();
    timeline.sort_by_key(|one| one.at.0);
    timeline
}

impl LineItem {
    pub(super) fn of(item: orders::LineItem, detail: &orders::OrderDetail) -> Self {
        Self {
            fulfilled: detail.fulfilled(item.id),
            open: detail.open(&item),
            total: item.total().into(),
            id: item.id.into(),
            product_id: item.product_id.map(Into::into),
            variant_id: item.variant_id.map(Into::into),
            title: item.title,
            variant_title: item.variant_title,
            sku: item.sku,
            quantity: item.quantity,
            unit_price: item.unit_price.into(),
            discount: item.discount.into(),
            tax: item.tax.into(),
            tax_class: item.tax_class,
            tax_rate_ppm: item.tax_rate_ppm,
            returned: item.returned,
            image_url: item.image_id.map(image_url),
        }
    }
}

impl From<orders::Payment> for Payment {
    fn from(payment: orders::Payment) -> Self {
        Self {
            id: payment.id.into(),
            kind: payment.kind.into(),
            method: payment.method.into(),
            amount: payment.amount.into(),
            state: payment.state.into(),
            reference: payment.reference,
            change: payment.tendered.map(|tendered| {
                CoreMoney::new(tendered.amount - payment.amount.amount, tendered.currency).into()
            }),
            tendered: payment.tendered.map(Into::into),
            refund_of: payment.refund_of.map(Into::into),
            stored_method_id: payment.instrument.stored_method_id,
            gift_card_id: payment.instrument.gift_card_id,
            return_id: payment.instrument.return_id,
            reason: payment.reason,
            paid_at: payment.paid_at.into(),
        }
    }
}

impl From<orders::Fulfilment> for Fulfilment {
    fn from(fulfilment: orders::Fulfilment) -> Self {
        Self {
            id: fulfilment.id.into(),
            state: fulfilment.state.into(),
            carrier: fulfilment.carrier,
            tracking_number: fulfilment.tracking_number,
            tracking_url: fulfilment.tracking_url,
            shipped_at: fulfilment.shipped_at.map(Time),
            expected_on: fulfilment.expected_on.map(|date| date.to_string()),
            delivered_at: fulfilment.delivered_at.map(Time),
            lines: fulfilment
                .lines
                .into_iter()
                .map(|line| FulfilmentLine {
                    line_item_id: line.line_item_id.into(),
                    quantity: line.quantity,
                })
                .collect(),
            version: fulfilment.version,
        }
    }
}
