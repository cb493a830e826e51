//! Orders on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContactName, ConversationId, FulfilmentId, LineItemId, Money, OrderId, PaymentId, ProductId, Time,
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
    pub quantity: u32,
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
