//! Stock on the wire: levels, movements, promises, places, how things sell.

use haberdash_core::{Timestamp, stock};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    LocationId, Money, OperationActor, ProductId, ProductStatus, ReservationId, StockMovementId, SupplierId,
    Time, VariantId, count, image_url,
};

/// Declares words of the wire that are core's words, one to one, in both directions.
macro_rules! stock_words {
    ($($(#[$doc:meta])* $name:ident = $core:ty { $($word:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($word,)* }

        impl From<$core> for $name {
            fn from(word: $core) -> Self {
                match word { $(<$core>::$word => Self::$word,)* }
            }
        }
        impl From<$name> for $core {
            fn from(word: $name) -> Self {
                match word { $($name::$word => Self::$word,)* }
            }
        }
    )*};
}
pub(super) use stock_words;

stock_words! {
    StockFilter = stock::LevelFilter { All, Low, Out, Oversold, Reserved, Incoming }
    StockSort = stock::LevelSort { Title, Available }
    /// Why pieces came or went.
    MovementReason = stock::MovementReason {
        Opening, Received, Sold, Returned, Adjusted, Transferred, WrittenOff, Counted,
    }
    /// Why the owner corrected a level. Damaged, lost, stolen and given away are written off.
    AdjustmentWord = stock::AdjustmentWord { Correction, Found, Damaged, Lost, Stolen, GivenAway, Other }
    ReferenceKind = stock::ReferenceKind { Order, Receipt, Transfer, Stocktake, Return, Import, Movement }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StockPlace {
    pub location_id: LocationId,
    pub name: String,
    pub on_hand: i64,
    pub reserved: i64,
    pub available: i64,
}

/// A variant's stock in all places.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StockLevel {
    pub variant_id: VariantId,
    pub product_id: ProductId,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub image_url: Option<String>,
    pub status: ProductStatus,
    pub on_hand: i64,
    /// Promised to orders and carts.
    pub reserved: i64,
    /// On hand less reserved; negative when more was promised than is there.
    pub available: i64,
    /// Ordered from suppliers or under way between places.
    pub incoming: i64,
    pub allow_backorder: bool,
    /// At or below this many available pieces it is low.
    pub low_at: i64,
    /// Its own low level; null: its product's or the shop's counts.
    pub own_low_at: Option<i64>,
    pub product_low_at: Option<i64>,
    pub is_low: bool,
    pub low_since: Option<Time>,
    pub price: Money,
    /// Of one piece.
    pub cost: Option<Money>,
    /// On hand at cost.
    pub value: Option<Money>,
    pub sold_7: i64,
    pub sold_30: i64,
    pub sold_90: i64,
    /// Pieces a day over 30 days, or over the days since it first came.
    pub per_day: f64,
    /// Days until it is sold out at this rate; null when nothing sells.
    pub days_of_cover: Option<f64>,
    /// How many to order; 0 when there is enough.
    pub suggested_order: i64,
    pub places: Vec<StockPlace>,
    /// Grows with every movement and promise.
    pub stock_version: i64,
}

impl From<stock::Level> for StockLevel {
    fn from(level: stock::Level) -> Self {
        let totals = level.totals;
        Self {
            per_day: level.velocity.per_day(),
            days_of_cover: level.velocity.days_of_cover(totals.available),
            suggested_order: level.suggested_order(),
            value: level.value().map(Into::into),
            variant_id: level.variant_id.into(),
            product_id: level.product_id.into(),
            product_title: level.product_title,
            variant_title: level.variant_title,
            sku: level.sku,
            barcode: level.barcode,
            image_url: level.image_id.map(image_url),
            status: level.status.into(),
            on_hand: totals.on_hand,
            reserved: totals.reserved,
            available: totals.available,
            incoming: level.incoming,
            allow_backorder: level.allow_backorder,
            low_at: totals.low_at,
            own_low_at: level.own_low_at,
            product_low_at: level.product_low_at,
            is_low: totals.is_low,
            low_since: level.low_since.map(Time),
            price: level.price.into(),
            cost: level.cost.map(Into::into),
            sold_7: level.velocity.sold_7,
            sold_30: level.velocity.sold_30,
            sold_90: level.velocity.sold_90,
            places: level
                .places
                .into_iter()
                .map(|place| StockPlace {
                    available: place.available(),
                    location_id: place.location_id.into(),
                    name: place.name,
                    on_hand: place.on_hand,
                    reserved: place.reserved,
                })
                .collect(),
            stock_version: totals.version,
        }
    }
}

/// The shop's stock in figures: of products that are sold.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct StockSummary {
    pub variants: u64,
    pub on_hand: i64,
    pub reserved: i64,
    pub incoming: i64,
    pub low: u64,
    pub out: u64,
    pub oversold: u64,
    /// On hand at cost.
    pub value: Money,
    pub variants_without_cost: u64,
}

impl From<stock::Summary> for StockSummary {
    fn from(summary: stock::Summary) -> Self {
        Self {
            variants: count(summary.variants),
            on_hand: summary.on_hand,
            reserved: summary.reserved,
            incoming: summary.incoming,
            low: count(summary.low),
            out: count(summary.out),
            oversold: count(summary.oversold),
            value: summary.value.into(),
            variants_without_cost: count(summary.variants_without_cost),
        }
    }
}

/// What caused an entry of the ledger.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MovementReference {
    pub kind: ReferenceKind,
    pub id: String,
    /// Its number, where it has one.
    pub label: Option<String>,
}

/// One entry of the stock ledger.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Movement {
    pub id: StockMovementId,
    pub variant_id: VariantId,
    pub product_id: ProductId,
    pub product_title: String,
    pub variant_title: String,
    pub location_id: LocationId,
    pub location_name: String,
    /// Pieces: positive in, negative out.
    pub quantity: i64,
    /// Pieces of the variant in the place afterwards; only in a variant's own list.
    pub balance: Option<i64>,
    pub reason: MovementReason,
    pub word: Option<AdjustmentWord>,
    pub note: String,
    pub unit_cost: Option<Money>,
    pub reference: Option<MovementReference>,
    pub actor: OperationActor,
    pub actor_name: String,
    pub at: Time,
}

impl From<stock::LedgerEntry> for Movement {
    fn from(entry: stock::LedgerEntry) -> Self {
        let movement = entry.movement;
        let cost = |minor| haberdash_core::Money::new(minor, entry.currency).into();
        Self {
            id: movement.id.into(),
            variant_id: movement.variant_id.into(),
            product_id: entry.product_id.into(),
            product_title: entry.product_title,
            variant_title: entry.variant_title,
            location_id: movement.location_id.into(),
            location_name: entry.location_name,
            quantity: movement.quantity,
            balance: entry.balance,
            reason: movement.reason.into(),
            word: movement.word.map(Into::into),
            note: movement.note,
            unit_cost: movement.unit_cost.map(cost),
            reference: movement.reference.map(|reference| MovementReference {
                kind: reference.kind.into(),
                id: reference.id().to_owned(),
                label: entry.reference_label,
            }),
            actor: movement.by.actor.into(),
            actor_name: movement.by.name,
            at: movement.moved_at.into(),
        }
    }
}

/// For whom pieces are kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReservationHolder {
    /// "order", "cart" or "return".
    pub kind: String,
    /// The order's, cart's or return's id.
    pub id: String,
    /// The order's number.
    pub label: Option<String>,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Reservation {
    pub id: ReservationId,
    pub quantity: i64,
    pub location_id: LocationId,
    pub location_name: String,
    pub holder: ReservationHolder,
    /// When it ends by itself.
    pub expires_at: Option<Time>,
    pub created_at: Time,
}

impl From<stock::ReservationListing> for Reservation {
    fn from(listing: stock::ReservationListing) -> Self {
        let kept = listing.reservation;
        let (kind, id) = match kept.order_id {
            Some(order) => ("order", order.to_string()),
            None if kept.holder.starts_with("rma_") => ("return", kept.holder),
            None => ("cart", kept.holder),
        };
        Self {
            id: kept.id.into(),
            quantity: kept.quantity,
            location_id: kept.location_id.into(),
            location_name: listing.location_name,
            holder: ReservationHolder { kind: kind.into(), id, label: listing.order_number },
            expires_at: kept.expires_at.map(Time),
            created_at: kept.created_at.into(),
        }
    }
}

/// A place that holds stock.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Location {
    pub id: LocationId,
    pub name: String,
    /// Orders take from the lowest first.
    pub position: i64,
    pub active: bool,
    /// Pieces in it.
    pub on_hand: i64,
    pub version: i64,
}

impl Location {
    pub fn of(location: stock::Location, on_hand: i64) -> Self {
        Self {
            id: location.id.into(),
            name: location.name,
            position: location.position,
            active: location.active,
            on_hand,
            version: location.version,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLocation {
    pub name: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocationChange {
    pub version: i64,
    pub name: Option<String>,
    pub position: Option<i64>,
    /// Only an empty place can be put out of use.
    pub active: Option<bool>,
}

/// A level to correct: by how many, or to how many.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentLine {
    pub variant_id: VariantId,
    /// So many more, or fewer when negative.
    pub change: Option<i64>,
    /// So many there.
    pub on_hand: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAdjustment {
    pub location_id: LocationId,
    pub word: AdjustmentWord,
    pub note: Option<String>,
    /// 1 to 500.
    pub lines: Vec<AdjustmentLine>,
}

/// What an adjustment did.
#[derive(Debug, Serialize, ToSchema)]
pub struct Adjusted {
    /// Of every variant that was named.
    pub levels: Vec<StockLevel>,
    /// How many levels changed.
    pub changed: u64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LowLevelChange {
    /// Either these, or a product.
    pub variant_ids: Option<Vec<VariantId>>,
    pub product_id: Option<ProductId>,
    /// Null: none of its own any more.
    pub low_at: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LowLevelsChanged {
    pub changed: u64,
}

/// How long a variant lasts.
#[derive(Debug, Serialize, ToSchema)]
pub struct StockCoverItem {
    pub variant_id: VariantId,
    pub product_id: ProductId,
    pub product_title: String,
    pub variant_title: String,
    pub image_url: Option<String>,
    pub available: i64,
    pub incoming: i64,
    /// In the period.
    pub sold: i64,
    pub per_day: f64,
    pub days_of_cover: f64,
    /// Sold on each day, the oldest first.
    pub daily: Vec<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StockCover {
    pub days: u32,
    /// The shortest cover first.
    pub items: Vec<StockCoverItem>,
}

impl From<stock::Cover> for StockCoverItem {
    fn from(cover: stock::Cover) -> Self {
        let level = cover.level;
        Self {
            variant_id: level.variant_id.into(),
            product_id: level.product_id.into(),
            product_title: level.product_title,
            variant_title: level.variant_title,
            image_url: level.image_id.map(image_url),
            available: level.totals.available,
            incoming: level.incoming,
            sold: cover.sold,
            per_day: cover.per_day,
            days_of_cover: cover.days_of_cover,
            daily: cover.daily,
        }
    }
}

/// What to order.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReorderItem {
    pub variant_id: VariantId,
    pub product_id: ProductId,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub available: i64,
    pub incoming: i64,
    pub per_day: f64,
    pub days_of_cover: Option<f64>,
    pub suggested: i64,
    /// Of the last order; else the variant's cost.
    pub unit_cost: Option<Money>,
    /// The last one it was ordered from.
    pub supplier_id: Option<SupplierId>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Reorder {
    pub items: Vec<ReorderItem>,
}

impl From<stock::Reorder> for ReorderItem {
    fn from(line: stock::Reorder) -> Self {
        let level = line.level;
        let currency = level.price.currency;
        Self {
            per_day: level.velocity.per_day(),
            days_of_cover: level.velocity.days_of_cover(level.totals.available),
            variant_id: level.variant_id.into(),
            product_id: level.product_id.into(),
            product_title: level.product_title,
            variant_title: level.variant_title,
            sku: level.sku,
            available: level.totals.available,
            incoming: level.incoming,
            suggested: line.suggested,
            unit_cost: line.unit_cost.map(|minor| haberdash_core::Money::new(minor, currency).into()),
            supplier_id: line.supplier_id.map(Into::into),
        }
    }
}

/// Today in UTC, for what is late.
pub(crate) fn today(now: Timestamp) -> jiff::civil::Date {
    now.to_jiff().to_zoned_datetime(jiff::tz::TimeZone::UTC).date()
}
