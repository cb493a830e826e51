//! The record of who changed what, and taking it back.
//!
//! One act of a person, an agent, a script or an import is one operation. It holds the state of every object it
//! changed, before and after, so that it can be shown and undone as a whole. What cannot be undone (stock that was
//! counted, money that moved) is compensated by its own domain, with an entry of its own.

mod undo;

use rusqlite::Connection;
use serde::Serialize;
use serde_json::Value;

pub(crate) use undo::Restored;
pub use undo::{Undone, undo, undo_some};

use crate::actor::By;
use crate::clock::Timestamp;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::page::{Page, PageRequest};
use crate::store;

crate::text_enum! {
    /// What kind of act it was; the window has a sentence for each.
    pub enum OperationKind {
        /// Details: `key`.
        SettingChanged = "setting.changed",
        /// Details: `key`, `name`, `version`.
        AgentPublished = "agent.published",
        /// Details: `version`, `note`.
        PromptPublished = "prompt.published",
        /// Details: `first`, `second` (versions), `share`.
        PromptTrialStarted = "prompt.trial_started",
        /// Details: `first`, `second`, `chosen`.
        PromptTrialEnded = "prompt.trial_ended",
        /// Details: `code` (masked).
        GiftCardIssued = "gift_card.issued",
        /// Details: `code`, `amount`.
        GiftCardToppedUp = "gift_card.topped_up",
        /// Details: `code`, `reason`, `amount`.
        GiftCardVoided = "gift_card.voided",
        /// Details: `code`.
        GiftCardChanged = "gift_card.changed",
        /// Details: `contact_id`, `name`, `amount`, `note`.
        StoreCreditGranted = "store_credit.granted",
        /// Details: `contact_id`, `name`, `kind`.
        StoredMethodAdded = "stored_method.added",
        /// Details: `contact_id`, `name`, `kind`.
        StoredMethodRemoved = "stored_method.removed",
        /// Details: `float`.
        DrawerOpened = "cash_drawer.opened",
        /// Details: `amount`, `reason`.
        DrawerPaidIn = "cash_drawer.paid_in",
        /// Details: `amount`, `reason`.
        DrawerPaidOut = "cash_drawer.paid_out",
        /// Details: `counted`, `difference`, `reason`.
        DrawerClosed = "cash_drawer.closed",
        /// Details: `return_id`, `number`, `order_id`, `kind`.
        ReturnRequested = "return.requested",
        /// Details: as of the request; `to` is the new state.
        ReturnMoved = "return.moved",
        /// Details: as of the request.
        ReturnChanged = "return.changed",
        /// Details: `kind`, `products`, `contacts`, `orders`.
        RetailImported = "retail.imported",
        /// Details: `kind`, `number`, `order_number`. A number cannot be taken back: a credit note corrects it.
        DocumentIssued = "document.issued",
        /// A draft was written. Details of all kinds of order: `order_id`, `number`.
        OrderCreated = "order.created",
        OrderEdited = "order.edited",
        OrderDiscarded = "order.discarded",
        OrderPlaced = "order.placed",
        /// Sold at the counter: placed, paid and handed over.
        OrderSold = "order.sold",
        OrderProcessing = "order.processing",
        OrderFulfilled = "order.fulfilled",
        OrderFulfilmentChanged = "order.fulfilment_changed",
        OrderDelivered = "order.delivered",
        OrderCancelled = "order.cancelled",
        OrderItemsChanged = "order.items_changed",
        OrderAddressChanged = "order.address_changed",
        OrderPaymentChanged = "order.payment_changed",
        OrderPayment = "order.payment",
        OrderRefund = "order.refund",
        OrderPaymentSettled = "order.payment_settled",
        OrderPaymentFailed = "order.payment_failed",
        OrderArchived = "order.archived",
        OrderUnarchived = "order.unarchived",
        /// Details of all kinds of discount: `title`, `code`.
        DiscountCreated = "discount.created",
        DiscountChanged = "discount.changed",
        DiscountRemoved = "discount.removed",
        /// Details: `title`.
        ProductCreated = "product.created",
        /// Details: `title`, `fields`.
        ProductChanged = "product.changed",
        /// Details: `title`.
        ProductDeleted = "product.deleted",
        /// Drafts became active at their time. Details: `count`, `title` of the first.
        ProductPublished = "product.published",
        /// Details: `title`.
        OptionsChanged = "options.changed",
        /// Details: `title`, `count`.
        VariantsAdded = "variants.added",
        /// Details: `title`, `count` where it is known.
        VariantsChanged = "variants.changed",
        /// Details: `title`, `count`.
        VariantsRemoved = "variants.removed",
        /// Details: `products`, `changes` (their kinds).
        CatalogBulk = "catalog.bulk",
        /// Details: `title` of the product, as with the next three.
        ImageAdded = "image.added",
        ImageChanged = "image.changed",
        ImageRemoved = "image.removed",
        ImagesOrdered = "images.ordered",
        /// Details: `name`, as with the next five.
        CategoryCreated = "category.created",
        CategoryChanged = "category.changed",
        CategoryDeleted = "category.deleted",
        SavedFilterCreated = "saved_filter.created",
        SavedFilterChanged = "saved_filter.changed",
        SavedFilterDeleted = "saved_filter.deleted",
        /// Details: `word`, `location`, `lines`, `pieces`, `title` of a single variant.
        StockAdjusted = "stock.adjusted",
        /// Details: `low_at`.
        LowLevelSet = "stock.low_level_set",
        /// Details: `contact`, `product`.
        WaitingRemoved = "waiting.removed",
        /// Details: `name`.
        LocationSaved = "location.saved",
        /// Details: `name`.
        SupplierSaved = "supplier.saved",
        /// Details of these: `number`; of received: `pieces` too.
        PurchaseOrderSaved = "purchase_order.saved",
        PurchaseOrderOrdered = "purchase_order.ordered",
        PurchaseOrderReceived = "purchase_order.received",
        PurchaseOrderClosed = "purchase_order.closed",
        PurchaseOrderCancelled = "purchase_order.cancelled",
        PurchaseOrderDeleted = "purchase_order.deleted",
        /// Details of these: `number`, `from`, `to`, `pieces`.
        TransferSent = "transfer.sent",
        TransferReceived = "transfer.received",
        TransferClosed = "transfer.closed",
        TransferCancelled = "transfer.cancelled",
        /// Details of these: `number`; of started and approved: `location`; of approved: `entries` and `pieces`.
        StocktakeStarted = "stocktake.started",
        StocktakeApproved = "stocktake.approved",
        StocktakeAbandoned = "stocktake.abandoned",
        /// Details of these: `title`, `kind`, `source`.
        KnowledgeCreated = "knowledge.created",
        KnowledgeChanged = "knowledge.changed",
        KnowledgeRemoved = "knowledge.removed",
        /// Details of both: `contact_id`, `name`.
        ContactCreated = "contact.created",
        ContactChanged = "contact.changed",
        /// What is remembered of a contact. Details: `contact_id`, `name`.
        ContactFactsChanged = "contact.facts_changed",
        /// Details: `kind` of what was undone.
        Undo = "undo",
        /// Details: `import_id`, `file_name`, `kind`.
        Import = "import",
    }
}

crate::text_enum! {
    /// What kind of object was changed.
    pub enum Subject {
        Setting = "setting",
        Agent = "agent",
        /// What language models are told; there is one.
        Prompt = "prompt",
        GiftCard = "gift_card",
        /// The subject's id is the contact's.
        StoreCredit = "store_credit",
        StoredMethod = "stored_method",
        CashDrawer = "cash_drawer",
        Return = "return",
        Contact = "contact",
        ContactFact = "contact_fact",
        /// An entry of the stock ledger that an import made.
        ImportedStock = "imported_stock",
        Document = "document",
        Order = "order",
        Discount = "discount",
        Product = "product",
        Variant = "variant",
        Image = "image",
        /// The order of a product's pictures; its id is the product's.
        ImageOrder = "image_order",
        Category = "category",
        SavedFilter = "saved_filter",
        StockMovement = "stock_movement",
        LowLevel = "low_level",
        WaitingEntry = "waiting_entry",
        Location = "location",
        Supplier = "supplier",
        PurchaseOrder = "purchase_order",
        Receipt = "receipt",
        VariantCost = "variant_cost",
        Transfer = "transfer",
        Stocktake = "stocktake",
        KnowledgeEntry = "knowledge_entry",
    }
}

/// One act.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Operation {
    pub id: Id<id::Operation>,
    pub kind: OperationKind,
    pub by: By,
    /// What its sentence needs; see [`OperationKind`].
    pub details: Value,
    pub change_count: i64,
    pub at: Timestamp,
    pub undoes: Option<Id<id::Operation>>,
    pub undone_by: Option<Id<id::Operation>>,
}

/// One object's state around an operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    pub position: i64,
    pub subject: Subject,
    pub subject_id: String,
    /// `None`: it was made.
    pub before: Option<Value>,
    /// `None`: it was removed.
    pub after: Option<Value>,
}

/// An operation that is being recorded. End it with [`Recording::finish`], in the same transaction.
#[derive(Debug)]
#[must_use = "an operation that is not finished has no changes"]
pub struct Recording {
    pub id: Id<id::Operation>,
    count: i64,
}

/// Begins to record an act of the party that writes ([`WriteTx::by`]).
///
/// # Errors
/// Those of the insertion.
pub fn begin(tx: &mut WriteTx<'_>, kind: OperationKind, details: Value) -> Result<Recording> {
    start(tx, kind, details, None)
}

fn start(
    tx: &mut WriteTx<'_>,
    kind: OperationKind,
    details: Value,
    undoes: Option<Id<id::Operation>>,
) -> Result<Recording> {
    let operation = Operation {
        id: tx.new_id(),
        kind,
        by: tx.by().clone(),
        details,
        change_count: 0,
        at: tx.now(),
        undoes,
        undone_by: None,
    };
    store::operations::insert(tx, &operation)?;
    tx.note_operation(operation.id);
    Ok(Recording { id: operation.id, count: 0 })
}

/// Goes on with an operation of an earlier transaction: long work is written in several.
///
/// # Errors
/// `NotFound`.
pub fn resume(tx: &mut WriteTx<'_>, id: Id<id::Operation>) -> Result<Recording> {
    let operation = get(tx.sql(), id)?;
    tx.note_operation(id);
    Ok(Recording { id, count: operation.change_count })
}

impl Recording {
    /// Records what became of one object: `before` is `None` when it was made, `after` when it was removed.
    ///
    /// # Errors
    /// `Internal` when a state cannot be written as JSON; those of the insertion.
    pub fn change<S: Serialize>(
        &mut self,
        tx: &WriteTx<'_>,
        subject: Subject,
        subject_id: impl ToString,
        before: Option<&S>,
        after: Option<&S>,
    ) -> Result<()> {
        let change = Change {
            position: self.count,
            subject,
            subject_id: subject_id.to_string(),
            before: before.map(serde_json::to_value).transpose()?,
            after: after.map(serde_json::to_value).transpose()?,
        };
        store::operations::insert_change(tx, self.id, &change)?;
        self.count += 1;
        Ok(())
    }

    /// Where it stands, to come back to when a part of it is undone within the transaction.
    pub(crate) fn mark(&self) -> i64 {
        self.count
    }

    /// Forgets what was recorded since `mark`. Its rows must have gone with a savepoint.
    pub(crate) fn back_to(&mut self, mark: i64) {
        self.count = mark;
    }

    /// The operation that this one takes back.
    pub(crate) fn undoes(&self, tx: &WriteTx<'_>) -> Result<Option<Id<id::Operation>>> {
        Ok(get(tx.sql(), self.id)?.undoes)
    }

    /// Ends this transaction's part.
    ///
    /// # Errors
    /// Those of the update.
    pub fn finish(self, tx: &mut WriteTx<'_>) -> Result<Id<id::Operation>> {
        store::operations::set_count(tx, self.id, self.count)?;
        tx.emit(EventKind::OperationRecorded, self.id, serde_json::json!({}))?;
        Ok(self.id)
    }
}

/// # Errors
/// `NotFound`.
pub fn get(connection: &Connection, id: Id<id::Operation>) -> Result<Operation> {
    store::operations::find(connection, id)?.ok_or_else(|| Error::not_found("operation"))
}

/// Which operations a list holds.
#[derive(Debug, Clone, Default)]
pub struct OperationFilter {
    /// Only those that changed this object (its public id, or a setting's key).
    pub subject_id: Option<String>,
    pub actor: Option<crate::actor::Actor>,
}

/// Operations, the newest first.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn list(
    connection: &Connection,
    filter: &OperationFilter,
    page: &PageRequest,
) -> Result<Page<Operation>> {
    let rows = store::operations::list(
        connection,
        filter.subject_id.as_deref(),
        filter.actor,
        page.key::<String>()?,
        page.rows_to_fetch(),
    )?;
    page.page(rows, |row| row.id.to_string())
}

/// The changes of an operation in the order they were made.
///
/// # Errors
/// `Malformed` for a foreign cursor.
pub fn changes(connection: &Connection, id: Id<id::Operation>, page: &PageRequest) -> Result<Page<Change>> {
    let rows = store::operations::changes(connection, id, page.key::<i64>()?, page.rows_to_fetch())?;
    page.page(rows, |row| row.position)
}

#[cfg(test)]
mod tests;
