//! Ids, times, money and pages as they stand in JSON.

use haberdash_core::id::{self, Kind};
use haberdash_core::{Id, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::openapi::{KnownFormat, RefOr};
use utoipa::{PartialSchema, ToSchema};

macro_rules! wire_ids {
    ($($name:ident = $kind:ident;)*) => {$(
        /// A public id: a prefix that names its kind, `_`, and 26 characters.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Id<id::$kind>);

        impl From<Id<id::$kind>> for $name {
            fn from(id: Id<id::$kind>) -> Self {
                Self(id)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let pattern = format!("^{}_[0-7][0-9a-hjkmnp-tv-z]{{25}}$", <id::$kind as Kind>::PREFIX);
                ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

wire_ids! {
    AgentActId = AgentAct;
    AgentRunId = AgentRun;
    AttachmentId = Attachment;
    BulkEditId = BulkEdit;
    CategoryId = Category;
    OperationId = Operation;
    ComplaintId = Complaint;
    ContactFactId = ContactFact;
    ContactId = Contact;
    ConversationId = Conversation;
    DocumentId = Document;
    DiscountId = Discount;
    EventId = Event;
    ExportId = Export;
    FulfilmentId = Fulfilment;
    IdentityId = Identity;
    ImageId = Image;
    ImportId = Import;
    JobId = Job;
    LabRunId = LabRun;
    PromptTrialId = PromptTrial;
    KnowledgeEntryId = KnowledgeEntry;
    LineItemId = LineItem;
    LocationId = Location;
    MessageId = Message;
    OrderId = Order;
    PaymentId = Payment;
    ProductId = Product;
    PurchaseOrderId = PurchaseOrder;
    PurchaseOrderLineId = PurchaseOrderLine;
    ReceiptId = Receipt;
    ReservationId = Reservation;
    StockMovementId = StockMovement;
    StocktakeId = Stocktake;
    SupplierId = Supplier;
    TransferId = Transfer;
    TransferLineId = TransferLine;
    ProductOptionId = ProductOption;
    SavedFilterId = SavedFilter;
    VariantId = Variant;
    WaitingEntryId = WaitingEntry;
    ReturnId = Return;
    ReturnLineId = ReturnLine;
    GiftCardId = GiftCard;
    GiftCardEntryId = GiftCardEntry;
    StoreCreditEntryId = StoreCreditEntry;
    StoredMethodId = StoredMethod;
    DrawerSessionId = DrawerSession;
    DrawerEntryId = DrawerEntry;
}

/// An instant: RFC 3339 in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Time(pub Timestamp);

impl From<Timestamp> for Time {
    fn from(time: Timestamp) -> Self {
        Self(time)
    }
}

impl PartialSchema for Time {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

impl ToSchema for Time {}

/// An amount in minor units (cents) of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Money {
    /// Minor units: 1999 is 19.99 in a currency with two decimals.
    #[schema(example = 1999)]
    pub amount: i64,
    /// ISO 4217.
    #[schema(example = "EUR")]
    pub currency: String,
}

impl From<haberdash_core::Money> for Money {
    fn from(money: haberdash_core::Money) -> Self {
        Self { amount: money.amount, currency: money.currency.to_string() }
    }
}

/// A part of a list, and where the next part begins.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T: ToSchema> {
    pub items: Vec<T>,
    /// Pass it back as `cursor`; null on the last page. Its form may change at any time.
    pub next_cursor: Option<String>,
}

/// A `Content-Disposition` that saves the answer under this name (RFC 6266; other letters as RFC 8187 writes them).
pub(crate) fn attachment(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| if c.is_ascii_graphic() && !"\"\\/".contains(c) || c == ' ' { c } else { '_' })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

/// A part of a list that can be entered anywhere, and how long the whole is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Window<T: ToSchema> {
    pub items: Vec<T>,
    pub total: u64,
    /// Where the first item stands in the whole.
    pub offset: u64,
    /// Pass it back as `cursor`; null on the last page.
    pub next_cursor: Option<String>,
}
/// Tells a field that is null from one that is left out.
pub(crate) fn present<'de, T, D>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    Option::<T>::deserialize(deserializer).map(Some)
}
