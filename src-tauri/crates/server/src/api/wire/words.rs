//! The wire's closed words and core's, one to one. A word that one side gains does not compile until the other has it.

use haberdash_core::{
    actor, catalog, complaints, contacts, conversations, discounts, documents, jobs, labels, memory, orders,
    settings,
};

use super::{
    AttachmentState, Author, BulkState, CatalogSort, Channel, ComplaintFilter, ComplaintStatus,
    ConsentPurpose, ContactFactKind, ConversationFilter, ConversationState, Direction, DiscountFilter,
    DiscountKind, DiscountScope, DiscountState, DocumentKind, DocumentLanguage, DocumentPaper,
    FulfilmentState, FulfilmentStatus, Handler, JobState, LabelPaper, MessageStatus, MissingWhat,
    OperationActor, OrderChannel, OrderFilter, OrderSort, OrderStatus, PaymentKind, PaymentMethod,
    PaymentState, PaymentStatus, PictureState, ProductFilter, ProductStatus, ReturnStatus, SightingSource,
    WornSizeSystem,
};

macro_rules! from_core {
    ($($core:ty => $wire:ident { $($word:ident),* $(,)? })*) => {$(
        impl From<$core> for $wire {
            fn from(word: $core) -> Self {
                match word { $(<$core>::$word => Self::$word,)* }
            }
        }
    )*};
}

macro_rules! to_core {
    ($($wire:ident => $core:ty { $($word:ident),* $(,)? })*) => {$(
        impl From<$wire> for $core {
            fn from(word: $wire) -> Self {
                match word { $($wire::$word => Self::$word,)* }
            }
        }
    )*};
}

from_core! {
    conversations::Channel => Channel { Whatsapp, Sms, Email, Tiktok, Linkedin, Phone }
    conversations::ConversationState => ConversationState { Open, Closed }
    conversations::Handler => Handler { Agent, Owner }
    conversations::Direction => Direction { Inbound, Outbound }
    conversations::Author => Author { Customer, Agent, Owner }
    conversations::MessageStatus => MessageStatus {
        Received, Queued, Sending, Sent, Delivered, Read, Failed, Undelivered,
    }
    conversations::AttachmentState => AttachmentState { Pending, Stored, Refused, Failed }
    conversations::Source => SightingSource { Webhook, Poll }
    contacts::Purpose => ConsentPurpose { Service, Marketing }
    memory::FactKind => ContactFactKind {
        Size, ColourLiked, ColourAvoided, MaterialAvoided, MaterialAllergy, Fit, Budget, Called, Address,
    }
    memory::System => WornSizeSystem { Letter, Eu, Uk, Us, Number }
    catalog::ProductStatus => ProductStatus { Draft, Active, Archived }
    catalog::PictureState => PictureState { Waiting, Ready, Failed }
    catalog::bulk::BulkState => BulkState { Running, Done, Cancelled }
    orders::OrderStatus => OrderStatus { Draft, Placed, Processing, Shipped, Delivered, Cancelled, Returned }
    orders::PaymentStatus => PaymentStatus { Unpaid, PartlyPaid, Paid, PartlyRefunded, Refunded }
    orders::FulfilmentStatus => FulfilmentStatus { Unfulfilled, PartlyFulfilled, Fulfilled }
    orders::ReturnStatus => ReturnStatus {
        None, ReturnRequested, ExchangeRequested, PartlyReturned, Returned, Exchanged,
    }
    orders::OrderChannel => OrderChannel { Counter, Online, Agent, Office }
    orders::PaymentKind => PaymentKind { Payment, Refund }
    orders::PaymentMethod => PaymentMethod { Card, Cash, BankTransfer, GiftCard, StoreCredit, OnDelivery, Wallet }
    orders::PaymentState => PaymentState { Pending, Settled, Failed }
    discounts::DiscountKind => DiscountKind { Amount, Percent, BuyXGetY, FreeShipping }
    discounts::AppliesTo => DiscountScope { All, Products, Categories }
    discounts::DiscountState => DiscountState { Active, Scheduled, Expired, UsedUp, Off }
    orders::FulfilmentState => FulfilmentState { Preparing, InTransit, OutForDelivery, Delivered, Failed }
    complaints::ComplaintStatus => ComplaintStatus { Open, InProgress, Resolved }
    documents::DocumentKind => DocumentKind { Invoice, Receipt, PackingSlip, ReturnLabel, CreditNote }
    settings::DocumentLanguage => DocumentLanguage {
        English, Spanish, French, German, Portuguese, Italian, Hindi, Arabic,
    }
    settings::Paper => DocumentPaper { A4, Letter, Roll }
    labels::LabelPaper => LabelPaper { A4, Letter, Label }
    jobs::JobState => JobState { Ready, Running, Dead }
    actor::Actor => OperationActor { Owner, Agent, Customer, Carrier, Import, Api, System }
}

to_core! {
    ContactFactKind => memory::FactKind {
        Size, ColourLiked, ColourAvoided, MaterialAvoided, MaterialAllergy, Fit, Budget, Called, Address,
    }
    WornSizeSystem => memory::System { Letter, Eu, Uk, Us, Number }
    OperationActor => actor::Actor { Owner, Agent, Customer, Carrier, Import, Api, System }
    DocumentKind => documents::DocumentKind { Invoice, Receipt, PackingSlip, ReturnLabel, CreditNote }
    DocumentLanguage => settings::DocumentLanguage {
        English, Spanish, French, German, Portuguese, Italian, Hindi, Arabic,
    }
    DocumentPaper => settings::Paper { A4, Letter, Roll }
    ConversationFilter => conversations::InboxFilter { NeedsOwner, Agent, Owner, Closed, All }
    ComplaintStatus => complaints::ComplaintStatus { Open, InProgress, Resolved }
    PaymentStatus => orders::PaymentStatus { Unpaid, PartlyPaid, Paid, PartlyRefunded, Refunded }
    PaymentMethod => orders::PaymentMethod { Card, Cash, BankTransfer, GiftCard, StoreCredit, OnDelivery, Wallet }
    PaymentState => orders::PaymentState { Pending, Settled, Failed }
    FulfilmentState => orders::FulfilmentState { Preparing, InTransit, OutForDelivery, Delivered, Failed }
    FulfilmentStatus => orders::FulfilmentStatus { Unfulfilled, PartlyFulfilled, Fulfilled }
    ReturnStatus => orders::ReturnStatus {
        None, ReturnRequested, ExchangeRequested, PartlyReturned, Returned, Exchanged,
    }
    OrderChannel => orders::OrderChannel { Counter, Online, Agent, Office }
    OrderSort => orders::OrderSort { Newest, Oldest, TotalHigh, TotalLow }
    DiscountKind => discounts::DiscountKind { Amount, Percent, BuyXGetY, FreeShipping }
    DiscountScope => discounts::AppliesTo { All, Products, Categories }
    JobState => jobs::JobState { Ready, Running, Dead }
    ProductStatus => catalog::ProductStatus { Draft, Active, Archived }
    MissingWhat => catalog::finder::Missing { Barcode, Image, Cost, Sku }
    CatalogSort => catalog::finder::Sort {
        Relevance, Title, Newest, Oldest, PriceLow, PriceHigh, StockLow, StockHigh, Updated,
    }
}

/// A filter's word as core's status; `All` filters nothing.
macro_rules! status_of {
    ($($filter:ident => $core:ty { $($word:ident),* $(,)? })*) => {$(
        impl $filter {
            pub fn status(self) -> Option<$core> {
                match self {
                    $(Self::$word => Some(<$core>::$word),)*
                    Self::All => None,
                }
            }
        }
    )*};
}

status_of! {
    ProductFilter => catalog::ProductStatus { Draft, Active, Archived }
    OrderFilter => orders::OrderStatus { Draft, Placed, Processing, Shipped, Delivered, Cancelled, Returned }
    DiscountFilter => discounts::DiscountState { Active, Scheduled, Expired, UsedUp, Off }
    ComplaintFilter => complaints::ComplaintStatus { Open, InProgress, Resolved }
}

/// A closed set of words that both sides have, as an enum of the wire with its conversions.
macro_rules! wire_words {
    ($($name:ident = $core:ty { $($word:ident),+ $(,)? })*) => {$(
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($word,)+ }

        impl From<$core> for $name {
            fn from(word: $core) -> Self {
                match word { $(<$core>::$word => Self::$word,)+ }
            }
        }
        impl From<$name> for $core {
            fn from(word: $name) -> Self {
                match word { $($name::$word => Self::$word,)+ }
            }
        }
    )*};
}
pub(super) use wire_words;

/// A count of rows, which is never negative.
pub(crate) fn count(rows: i64) -> u64 {
    u64::try_from(rows).unwrap_or(0)
}
