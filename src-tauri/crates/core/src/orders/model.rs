//! What an order is made of.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::clock::Timestamp;
use crate::id::{self, Id};
use crate::money::{Currency, Money};
use crate::pricing::{AppliedDiscount, ManualDiscount, TaxTotal};

crate::text_enum! {
    pub enum OrderStatus {
        /// Being put together; the customer has not agreed.
        Draft = "draft",
        /// Agreed; nothing was done yet. Customers' rules call it pending.
        Placed = "placed",
        /// Being packed, or partly sent. Customers' rules call it processed.
        Processing = "processing",
        /// Everything is on its way.
        Shipped = "shipped",
        Delivered = "delivered",
        Cancelled = "cancelled",
        Returned = "returned",
    }
}

crate::text_enum! {
    pub enum PaymentStatus {
        Unpaid = "unpaid",
        PartlyPaid = "partly_paid",
        Paid = "paid",
        PartlyRefunded = "partly_refunded",
        Refunded = "refunded",
    }
}

crate::text_enum! {
    /// How much of an order has left the shop.
    pub enum FulfilmentStatus {
        Unfulfilled = "unfulfilled",
        PartlyFulfilled = "partly_fulfilled",
        Fulfilled = "fulfilled",
    }
}

crate::text_enum! {
    /// What is coming back. Moved by the returns of an order.
    pub enum ReturnStatus {
        None = "none",
        ReturnRequested = "return_requested",
        ExchangeRequested = "exchange_requested",
        PartlyReturned = "partly_returned",
        Returned = "returned",
        Exchanged = "exchanged",
    }
}

crate::text_enum! {
    /// Where an order was agreed.
    pub enum OrderChannel {
        Counter = "counter",
        Online = "online",
        Agent = "agent",
        /// Written down by the owner.
        Office = "office",
    }
}

crate::text_enum! {
    pub enum PaymentKind {
        Payment = "payment",
        Refund = "refund",
    }
}

crate::text_enum! {
    pub enum PaymentMethod {
        Card = "card",
        Cash = "cash",
        BankTransfer = "bank_transfer",
        GiftCard = "gift_card",
        StoreCredit = "store_credit",
        OnDelivery = "on_delivery",
        /// A payment service such as PayPal.
        Wallet = "wallet",
    }
}

crate::text_enum! {
    pub enum PaymentState {
        Pending = "pending",
        Settled = "settled",
        Failed = "failed",
    }
}

crate::text_enum! {
    pub enum FulfilmentState {
        Preparing = "preparing",
        InTransit = "in_transit",
        OutForDelivery = "out_for_delivery",
        Delivered = "delivered",
        /// It came back to the shop: its pieces are to be sent again.
        Failed = "failed",
    }
}

crate::text_enum! {
    /// What happened to an order beside its moves from status to status.
    pub enum HappeningKind {
        Payment = "payment",
        Refund = "refund",
        PaymentSettled = "payment_settled",
        PaymentFailed = "payment_failed",
        Fulfilment = "fulfilment",
        FulfilmentState = "fulfilment_state",
        ItemsChanged = "items_changed",
        AddressChanged = "address_changed",
        PaymentMethodChanged = "payment_method_changed",
        NoteChanged = "note_changed",
        TagsChanged = "tags_changed",
        Archived = "archived",
        Unarchived = "unarchived",
        Return = "return",
    }
}

/// Where the goods go.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipTo {
    pub name: String,
    /// Street, postal code, town: as lines of one text.
    pub address: String,
    /// ISO 3166-1 alpha-2, or empty.
    pub country: String,
    /// A state, where taxes depend on it.
    pub region: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: Id<id::Order>,
    /// What people say: "1042"; a draft's is "D12".
    pub number: String,
    /// `None`: a sale to nobody in particular.
    pub contact_id: Option<Id<id::Contact>>,
    pub status: OrderStatus,
    pub payment_status: PaymentStatus,
    pub fulfilment_status: FulfilmentStatus,
    pub return_status: ReturnStatus,
    pub channel: OrderChannel,
    pub prices_include_tax: bool,
    pub subtotal: Money,
    pub shipping: Money,
    pub discount: Money,
    pub tax: Money,
    /// Subtotal + shipping − discount, and the tax where prices come without it.
    pub total: Money,
    /// Settled payments.
    pub paid: Money,
    /// Refunds that did not fail.
    pub refunded: Money,
    pub ship_to: ShipTo,
    /// `None`: it is picked up or taken along.
    pub shipping_method: Option<String>,
    /// Agreed instead of the method's price. Minor units.
    pub shipping_override: Option<i64>,
    pub discount_codes: Vec<String>,
    pub manual_discount: Option<ManualDiscount>,
    pub discounts: Vec<AppliedDiscount>,
    pub taxes: Vec<TaxTotal>,
    pub note: String,
    pub tags: Vec<String>,
    pub cancel_reason: Option<String>,
    /// When its items were changed after it was placed. A customer may do that once.
    pub items_changed_at: Option<Timestamp>,
    pub archived_at: Option<Timestamp>,
    /// Where the pieces come from; `None`: wherever they are.
    pub location_id: Option<Id<id::Location>>,
    /// The same request twice makes one order.
    pub request_key: Option<String>,
    pub placed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

impl Order {
    /// An empty draft of nobody.
    pub fn blank(id: Id<id::Order>, number: String, currency: Currency, now: Timestamp) -> Self {
        let zero = Money::new(0, currency);
        Self {
            id,
            number,
            contact_id: None,
            status: OrderStatus::Draft,
            payment_status: PaymentStatus::Unpaid,
            fulfilment_status: FulfilmentStatus::Unfulfilled,
            return_status: ReturnStatus::None,
            channel: OrderChannel::Office,
            prices_include_tax: true,
            subtotal: zero,
            shipping: zero,
            discount: zero,
            tax: zero,
            total: zero,
            paid: zero,
            refunded: zero,
            ship_to: ShipTo::default(),
            shipping_method: None,
            shipping_override: None,
            discount_codes: Vec::new(),
            manual_discount: None,
            discounts: Vec::new(),
            taxes: Vec::new(),
            note: String::new(),
            tags: Vec::new(),
            cancel_reason: None,
            items_changed_at: None,
            archived_at: None,
            location_id: None,
            request_key: None,
            placed_at: None,
            created_at: now,
            updated_at: now,
            version: 1,
        }
    }

    pub fn currency(&self) -> Currency {
        self.total.currency
    }

    pub fn money(&self, amount: i64) -> Money {
        Money::new(amount, self.currency())
    }

    /// What is still to be paid; never negative.
    pub fn due(&self) -> Money {
        let alive = !matches!(self.status, OrderStatus::Cancelled | OrderStatus::Returned);
        let due = self.total.amount - self.paid.amount + self.refunded.amount;
        self.money(if alive { due.max(0) } else { 0 })
    }
}

/// What was bought, as it was called and priced then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineItem {
    pub id: Id<id::LineItem>,
    pub position: i64,
    /// `None` when it was not from the catalog.
    pub variant_id: Option<Id<id::Variant>>,
    pub title: String,
    /// "M / navy".
    pub variant_title: String,
    pub sku: Option<String>,
    pub quantity: i64,
    pub unit_price: Money,
    /// Its share of the order's discounts.
    pub discount: Money,
    /// In the total when prices include tax, else on top of it.
    pub tax: Money,
    pub tax_class: String,
    /// All rates together, parts per million.
    pub tax_rate_ppm: u32,
    /// Pieces that came back.
    pub returned: i64,
    /// The variant's product, and the picture that shows it; read from the catalog as it is now.
    pub product_id: Option<Id<id::Product>>,
    pub image_id: Option<Id<id::Image>>,
}

impl LineItem {
    /// Quantity × price − discount: what is charged, before tax that comes on top.
    pub fn total(&self) -> Money {
        let amount = self.unit_price.amount.saturating_mul(self.quantity) - self.discount.amount;
        Money::new(amount, self.unit_price.currency)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    pub id: Id<id::Payment>,
    pub kind: PaymentKind,
    pub method: PaymentMethod,
    pub amount: Money,
    pub state: PaymentState,
    /// The terminal's slip, the transfer's purpose.
    pub reference: Option<String>,
    /// Cash that was handed over; what is above the amount was given back as change.
    pub tendered: Option<Money>,
    /// The payment that a refund gives back.
    pub refund_of: Option<Id<id::Payment>>,
    pub instrument: Instrument,
    pub reason: String,
    pub paid_at: Timestamp,
}

/// What exactly was paid with, and for which return. Public ids, kept as text: their domains are others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    pub stored_method_id: Option<String>,
    pub gift_card_id: Option<String>,
    pub return_id: Option<String>,
}

impl Instrument {
    /// Whether both are the same account, card or purse.
    pub fn is_same(&self, other: &Self) -> bool {
        self.stored_method_id == other.stored_method_id && self.gift_card_id == other.gift_card_id
    }
}

/// A parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fulfilment {
    pub id: Id<id::Fulfilment>,
    pub state: FulfilmentState,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    pub shipped_at: Option<Timestamp>,
    /// In the shop's zone.
    pub expected_on: Option<Date>,
    pub delivered_at: Option<Timestamp>,
    pub version: i64,
    pub lines: Vec<FulfilmentLine>,
}

/// How many pieces of a line item a parcel holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FulfilmentLine {
    pub line_item_id: Id<id::LineItem>,
    pub quantity: i64,
}

/// A step of an order's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transition {
    pub from: Option<OrderStatus>,
    pub to: OrderStatus,
    pub actor: Actor,
    /// The agent's, the file's or the script's name.
    pub actor_name: String,
    pub reason: String,
    pub moved_at: Timestamp,
}

/// Something that happened to an order between its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    pub kind: HappeningKind,
    pub actor: Actor,
    pub actor_name: String,
    pub reason: String,
    pub details: serde_json::Value,
    pub at: Timestamp,
}

/// A line of the order list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OrderSummary {
    pub id: Id<id::Order>,
    pub number: String,
    pub contact_id: Option<Id<id::Contact>>,
    pub contact_name: String,
    pub status: OrderStatus,
    pub payment_status: PaymentStatus,
    pub fulfilment_status: FulfilmentStatus,
    pub return_status: ReturnStatus,
    pub channel: OrderChannel,
    pub total: Money,
    /// What is still to be paid.
    pub due: Money,
    /// Pieces of all line items.
    pub item_count: i64,
    pub tags: Vec<String>,
    pub archived: bool,
    /// The picture of the first line item.
    pub image_id: Option<Id<id::Image>>,
    pub placed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDetail {
    pub order: Order,
    pub contact_name: String,
    /// The contact's latest conversation.
    pub conversation_id: Option<Id<id::Conversation>>,
    pub items: Vec<LineItem>,
    pub payments: Vec<Payment>,
    pub fulfilments: Vec<Fulfilment>,
    /// The oldest first.
    pub transitions: Vec<Transition>,
    /// The oldest first.
    pub happenings: Vec<Happening>,
}

impl OrderDetail {
    pub fn item(&self, id: Id<id::LineItem>) -> Option<&LineItem> {
        self.items.iter().find(|item| item.id == id)
    }

    /// Pieces of a line in parcels for which `counts` holds.
    fn in_parcels(&self, id: Id<id::LineItem>, counts: impl Fn(FulfilmentState) -> bool) -> i64 {
        let parcels = self.fulfilments.iter().filter(|parcel| counts(parcel.state));
        let lines = parcels.flat_map(|parcel| &parcel.lines).filter(|line| line.line_item_id == id);
        lines.map(|line| line.quantity).sum()
    }

    /// Pieces of a line that have left the shop.
    pub fn fulfilled(&self, id: Id<id::LineItem>) -> i64 {
        self.in_parcels(id, |state| !matches!(state, FulfilmentState::Preparing | FulfilmentState::Failed))
    }

    /// Pieces of a line that stand in no parcel yet.
    pub fn open(&self, item: &LineItem) -> i64 {
        item.quantity - self.in_parcels(item.id, |state| state != FulfilmentState::Failed)
    }
}
