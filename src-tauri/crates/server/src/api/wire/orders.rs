//! Orders on the wire.

use haberdash_core::orders;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContactName, ConversationId, FulfilmentId, LineItemId, Money, OrderId, PaymentId, ProductId, Time, count,
    image_url,
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
pub enum PaymentStatus {
    Unpaid,
    PartlyPaid,
    Paid,
    PartlyRefunded,
    Refunded,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderSummary {
    pub id: OrderId,
    /// What people say.
    #[schema(example = "1042")]
    pub number: String,
    pub contact: ContactName,
    pub status: OrderStatus,
    pub payment_status: PaymentStatus,
    pub total: Money,
    pub item_count: u64,
    pub placed_at: Option<Time>,
    pub created_at: Time,
    pub first_image_url: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShipTo {
    pub name: String,
    pub address: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LineItem {
    pub id: LineItemId,
    /// The product, while the catalog still has it.
    pub product_id: Option<ProductId>,
    pub title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub quantity: i64,
    pub unit_price: Money,
    pub total: Money,
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
}

/// Who moved the order from which status to which, when and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderTransition {
    pub at: Time,
    #[schema(example = "owner")]
    pub actor: String,
    pub from_status: Option<OrderStatus>,
    pub to_status: OrderStatus,
    pub reason: String,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Order {
    pub id: OrderId,
    #[schema(example = "1042")]
    pub number: String,
    pub contact: ContactName,
    pub status: OrderStatus,
    pub payment_status: PaymentStatus,
    pub total: Money,
    pub item_count: u64,
    pub placed_at: Option<Time>,
    pub created_at: Time,
    pub first_image_url: Option<String>,
    #[schema(example = "EUR")]
    pub currency: String,
    pub subtotal: Money,
    pub shipping: Money,
    pub discount: Money,
    pub ship_to: ShipTo,
    pub note: String,
    pub cancel_reason: Option<String>,
    pub line_items: Vec<LineItem>,
    pub payments: Vec<Payment>,
    pub fulfilments: Vec<Fulfilment>,
    pub timeline: Vec<OrderTransition>,
    /// The contact's latest conversation.
    pub conversation_id: Option<ConversationId>,
    pub version: i64,
}

impl From<orders::OrderSummary> for OrderSummary {
    fn from(order: orders::OrderSummary) -> Self {
        Self {
            first_image_url: order.image_id.map(image_url),
            id: order.id.into(),
            number: order.number,
            contact: ContactName { id: order.contact_id.into(), display_name: order.contact_name },
            status: order.status.into(),
            payment_status: order.payment_status.into(),
            total: order.total.into(),
            item_count: count(order.item_count),
            placed_at: order.placed_at.map(Time),
            created_at: order.created_at.into(),
        }
    }
}

impl From<orders::OrderDetail> for Order {
    fn from(detail: orders::OrderDetail) -> Self {
        let order = detail.order;
        let item_count = count(detail.items.iter().map(|item| item.quantity).sum());
        let line_items: Vec<LineItem> = detail.items.into_iter().map(Into::into).collect();
        Self {
            id: order.id.into(),
            number: order.number,
            contact: ContactName { id: order.contact_id.into(), display_name: detail.contact_name },
            status: order.status.into(),
            payment_status: order.payment_status.into(),
            currency: order.total.currency.to_string(),
            total: order.total.into(),
            item_count,
            placed_at: order.placed_at.map(Time),
            created_at: order.created_at.into(),
            first_image_url: line_items.iter().find_map(|item| item.image_url.clone()),
            subtotal: order.subtotal.into(),
            shipping: order.shipping.into(),
            discount: order.discount.into(),
            ship_to: ShipTo { name: order.ship_to_name, address: order.ship_to_address },
            note: order.note,
            cancel_reason: order.cancel_reason,
            line_items,
            payments: detail.payments.into_iter().map(Into::into).collect(),
            fulfilments: detail.fulfilments.into_iter().map(Into::into).collect(),
            timeline: detail.transitions.into_iter().map(Into::into).collect(),
            conversation_id: detail.conversation_id.map(Into::into),
            version: order.version,
        }
    }
}

impl From<orders::LineItem> for LineItem {
    fn from(item: orders::LineItem) -> Self {
        let unit_price = item.unit_price;
        Self {
            id: item.id.into(),
            product_id: item.product_id.map(Into::into),
            title: item.title,
            variant_title: item.variant_title,
            sku: item.sku,
            quantity: item.quantity,
            unit_price: unit_price.into(),
            total: unit_price.checked_mul(item.quantity).unwrap_or(unit_price).into(),
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
        }
    }
}

impl From<orders::Transition> for OrderTransition {
    fn from(transition: orders::Transition) -> Self {
        Self {
            at: transition.moved_at.into(),
            actor: transition.actor.to_string(),
            from_status: transition.from.map(Into::into),
            to_status: transition.to.into(),
            reason: transition.reason,
        }
    }
}
