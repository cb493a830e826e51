//! Orders on the wire.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContactName, ConversationId, DiscountId, FulfilmentId, LineItemId, LocationId, Money, OrderId, PaymentId,
    ProductId, Time, VariantId,
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
