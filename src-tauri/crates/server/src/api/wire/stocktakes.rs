//! Counting what is really there, on the wire.

use haberdash_core::stock;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::stock::stock_words;
use super::{LocationId, LocationName, Money, StocktakeId, Time, VariantId, count, image_url};

stock_words! {
    StocktakeStatus = stock::StocktakeStatus { Open, Approved, Abandoned }
    CountFilter = stock::CountFilter { All, Differences, Uncounted }
    Uncounted = stock::Uncounted { Leave, Zero }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StocktakeFilter {
    Open,
    Approved,
    Abandoned,
    #[default]
    All,
}

impl StocktakeFilter {
    pub fn status(self) -> Option<stock::StocktakeStatus> {
        match self {
            Self::Open => Some(stock::StocktakeStatus::Open),
            Self::Approved => Some(stock::StocktakeStatus::Approved),
            Self::Abandoned => Some(stock::StocktakeStatus::Abandoned),
            Self::All => None,
        }
    }
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Stocktake {
    pub id: StocktakeId,
    #[schema(example = "ST-1001")]
    pub number: String,
    pub name: String,
    pub location: LocationName,
    /// Only its goods are expected.
    pub category: Option<String>,
    pub status: StocktakeStatus,
    pub started_at: Time,
    pub ended_at: Option<Time>,
    pub counted_variants: u64,
    pub counted_pieces: i64,
    /// Counted less expected.
    pub difference_pieces: i64,
    /// At cost.
    pub difference_value: Money,
    /// Variants that should be there and were not counted; 0 in lists and once it has ended.
    pub uncounted_variants: u64,
    pub uncounted_pieces: i64,
    /// Counted variants that moved between their first and last scan; 0 in lists.
    pub moved_while_counting: u64,
    pub version: i64,
}

impl From<stock::StocktakeListing> for Stocktake {
    fn from(listing: stock::StocktakeListing) -> Self {
        let stocktake = listing.stocktake;
        Self {
            id: stocktake.id.into(),
            number: format!("ST-{}", stocktake.number),
            name: stocktake.name,
            location: LocationName { id: stocktake.location_id.into(), name: listing.location_name },
            category: stocktake.category,
            status: stocktake.status.into(),
            started_at: stocktake.started_at.into(),
            ended_at: stocktake.ended_at.map(Time),
            counted_variants: count(listing.counted.variants),
            counted_pieces: listing.counted.pieces,
            difference_pieces: listing.counted.difference_pieces,
            difference_value: listing.difference_value.into(),
            uncounted_variants: count(listing.uncounted.0),
            uncounted_pieces: listing.uncounted.1,
            moved_while_counting: count(listing.moved_while_counting),
            version: stocktake.version,
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewStocktake {
    pub location_id: LocationId,
    pub category: Option<String>,
    pub name: Option<String>,
}

/// What a scanner read, or a variant; one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountEntry {
    pub code: Option<String>,
    pub variant_id: Option<VariantId>,
    /// 1 when left out.
    pub quantity: Option<i64>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountEntries {
    /// 1 to 500.
    pub counts: Vec<CountEntry>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CountNumber {
    pub counted: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StocktakeApproval {
    pub version: i64,
    /// What becomes of variants that should be there and were not counted.
    pub uncounted: Uncounted,
}

/// A variant in a stocktake.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Count {
    pub variant_id: VariantId,
    pub product_title: String,
    pub variant_title: String,
    pub sku: Option<String>,
    pub barcode: Option<String>,
    pub image_url: Option<String>,
    /// Null: not counted.
    pub counted: Option<i64>,
    /// The level when it was last counted.
    pub expected: i64,
    pub difference: i64,
    /// The difference at cost.
    pub value: Option<Money>,
    /// It moved between its first and its last scan.
    pub moved_while_counting: bool,
    pub counted_at: Option<Time>,
}

impl From<stock::Count> for Count {
    fn from(count: stock::Count) -> Self {
        Self {
            difference: count.difference(),
            value: count.value().map(Into::into),
            variant_id: count.variant_id.into(),
            product_title: count.product_title,
            variant_title: count.variant_title,
            sku: count.sku,
            barcode: count.barcode,
            image_url: count.image_id.map(image_url),
            counted: count.counted,
            expected: count.expected,
            moved_while_counting: count.moved_while_counting,
            counted_at: count.counted_at.map(Time),
        }
    }
}

/// What became of scans.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Counts {
    pub counted: Vec<Count>,
    /// Codes that nothing in the catalog has.
    pub unknown: Vec<String>,
    pub stocktake: Stocktake,
}
