//! Stock: levels, the ledger, promises, corrections, places, how things sell.

use axum::Json;
use axum::extract::State;
use haberdash_core::{id, stock};
use serde::Deserialize;
use utoipa::IntoParams;

use super::paging::{answer, page_request};
use super::wire::{
    Adjusted, Location, LocationChange, LocationId, LowLevelChange, LowLevelsChanged, Movement,
    MovementReason, NewAdjustment, NewLocation, Page, Reorder, Reservation, StockCover, StockFilter,
    StockLevel, StockSort, StockSummary, SupplierId,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::{ApiError, ApiResult};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListLevels {
    #[param(inline)]
    filter: Option<StockFilter>,
    /// Only variants that are, or are awaited, in this place.
    #[param(value_type = Option<String>)]
    location_id: Option<LocationId>,
    /// Words, or a whole SKU or barcode.
    search: Option<String>,
    #[param(inline)]
    sort: Option<StockSort>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Variants with their stock.
#[utoipa::path(get, path = "/stock/levels", operation_id = "list_stock_levels", tag = "stock",
    params(ListLevels), responses((status = 200, body = Page<StockLevel>)))]
pub async fn levels(
    State(state): State<ApiState>,
    Params(params): Params<ListLevels>,
) -> ApiResult<Json<Page<StockLevel>>> {
    let request = page_request(params.cursor, params.limit)?;
    let query = stock::LevelQuery {
        filter: params.filter.map_or(stock::LevelFilter::All, Into::into),
        location_id: params.location_id.map(|id| id.0),
        text: params.search,
        sort: params.sort.map_or(stock::LevelSort::Title, Into::into),
    };
    let now = state.database.clock().now();
    let page = state.database.read(move |c| stock::levels(c, &query, &request, now));
    answer(page.await, StockLevel::from)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Lookup {
    /// What a scanner read, or a SKU.
    code: String,
}

/// The variant that has a code.
#[utoipa::path(get, path = "/stock/lookup", operation_id = "look_up_code", tag = "stock",
    params(Lookup), responses((status = 200, body = StockLevel)))]
pub async fn lookup(
    State(state): State<ApiState>,
    Params(params): Params<Lookup>,
) -> ApiResult<Json<StockLevel>> {
    let now = state.database.clock().now();
    Ok(Json(state.database.read(move |c| stock::lookup(c, &params.code, now)).await?.into()))
}

/// The shop's stock in figures.
#[utoipa::path(get, path = "/stock/summary", operation_id = "get_stock_summary", tag = "stock",
    responses((status = 200, body = StockSummary)))]
pub async fn summary(State(state): State<ApiState>) -> ApiResult<Json<StockSummary>> {
    Ok(Json(state.database.read(stock::summary).await?.into()))
}

#[utoipa::path(get, path = "/stock/variants/{id}", operation_id = "get_stock_level", tag = "stock",
    params(("id" = String, Path)), responses((status = 200, body = StockLevel)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Variant>,
) -> ApiResult<Json<StockLevel>> {
    let now = state.database.clock().now();
    Ok(Json(state.database.read(move |c| stock::of_variant(c, id, now)).await?.into()))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListMovements {
    #[param(value_type = Option<String>)]
    location_id: Option<LocationId>,
    #[param(inline)]
    reason: Option<MovementReason>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

impl ListMovements {
    fn filter(&self) -> stock::LedgerFilter {
        stock::LedgerFilter {
            location_id: self.location_id.map(|id| id.0),
            reason: self.reason.map(Into::into),
        }
    }
}

/// What came and went of a variant, the newest first.
#[utoipa::path(get, path = "/stock/variants/{id}/movements", operation_id = "list_variant_movements", tag = "stock",
    params(("id" = String, Path), ListMovements), responses((status = 200, body = Page<Movement>)))]
pub async fn movements(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Variant>,
    Params(params): Params<ListMovements>,
) -> ApiResult<Json<Page<Movement>>> {
    let filter = params.filter();
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| stock::movements(c, id, &filter, &request));
    answer(page.await, Movement::from)
}

/// What came and went in the whole shop, the newest first.
#[utoipa::path(get, path = "/stock/movements", operation_id = "list_movements", tag = "stock",
    params(ListMovements), responses((status = 200, body = Page<Movement>)))]
pub async fn ledger(
    State(state): State<ApiState>,
    Params(params): Params<ListMovements>,
) -> ApiResult<Json<Page<Movement>>> {
    let filter = params.filter();
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| stock::ledger(c, &filter, &request));
    answer(page.await, Movement::from)
}

/// To whom pieces of a variant are promised, the oldest promise first.
#[utoipa::path(get, path = "/stock/variants/{id}/reservations", operation_id = "list_reservations", tag = "stock",
    params(("id" = String, Path)), responses((status = 200, body = Vec<Reservation>)))]
pub async fn reservations(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Variant>,
) -> ApiResult<Json<Vec<Reservation>>> {
    let kept = state.database.read(move |c| stock::reservations_of_variant(c, id)).await?;
    Ok(Json(kept.into_iter().map(Into::into).collect()))
}

/// Corrects levels of one place, all or none.
#[utoipa::path(post, path = "/stock/adjustments", operation_id = "adjust_stock", tag = "stock",
    request_body = NewAdjustment, responses((status = 200, body = Adjusted)))]
pub async fn adjust(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewAdjustment>,
) -> ApiResult<Done<Adjusted>> {
    let mut lines = Vec::new();
    for (i, line) in body.lines.iter().enumerate() {
        let to = match (line.change, line.on_hand) {
            (Some(change), None) => stock::AdjustmentTo::By(change),
            (None, Some(on_hand)) => stock::AdjustmentTo::OnHand(on_hand),
            _ => {
                return Err(ApiError::field(
                    format!("lines[{i}]"),
                    "Say by how many (`change`) or to how many (`on_hand`), not both.",
                ));
            }
        };
        lines.push(stock::AdjustmentLine { variant_id: line.variant_id.0, to });
    }
    let ids: Vec<_> = lines.iter().map(|line| line.variant_id).collect();
    let adjustment = stock::Adjustment {
        location_id: body.location_id.0,
        word: body.word.into(),
        note: body.note.unwrap_or_default(),
        lines,
    };
    let done = state.act(caller, move |tx| {
        let adjusted = stock::adjust(tx, &adjustment)?;
        let levels = stock::of_variants(tx.sql(), &ids, tx.now())?;
        Ok(Adjusted {
            levels: levels.into_iter().map(Into::into).collect(),
            changed: u64::try_from(adjusted.movements.len()).unwrap_or(u64::MAX),
        })
    });
    Ok(done.await?)
}

/// Sets at how many pieces variants, or a product's variants, are low.
#[utoipa::path(put, path = "/stock/low-levels", operation_id = "set_low_levels", tag = "stock",
    request_body = LowLevelChange, responses((status = 200, body = LowLevelsChanged)))]
pub async fn set_low_levels(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<LowLevelChange>,
) -> ApiResult<Done<LowLevelsChanged>> {
    let target = match (body.variant_ids, body.product_id) {
        (Some(ids), None) => stock::LowTarget::Variants(ids.into_iter().map(|id| id.0).collect()),
        (None, Some(id)) => stock::LowTarget::Product(id.0),
        _ => {
            return Err(ApiError::field(
                "variant_ids",
                "Name variants (`variant_ids`) or a product (`product_id`).",
            ));
        }
    };
    let done = state.act(caller, move |tx| stock::set_low_level(tx, &target, body.low_at));
    let changed = |changed| LowLevelsChanged { changed: u64::try_from(changed).unwrap_or(u64::MAX) };
    Ok(done.await?.map(changed))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Period {
    /// 7, 30 or 90; 30 when left out.
    days: Option<u32>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// How long what sells will last, the shortest first.
#[utoipa::path(get, path = "/stock/cover", operation_id = "get_stock_cover", tag = "stock",
    params(Period), responses((status = 200, body = StockCover)))]
pub async fn cover(
    State(state): State<ApiState>,
    Params(params): Params<Period>,
) -> ApiResult<Json<StockCover>> {
    let limit = super::paging::page_limit(params.limit)?;
    let days = params.days.unwrap_or(30);
    let now = state.database.clock().now();
    let limit = u32::try_from(limit).unwrap_or(u32::MAX);
    let items = state.database.read(move |c| stock::cover(c, i64::from(days), limit, now)).await?;
    Ok(Json(StockCover { days, items: items.into_iter().map(Into::into).collect() }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReorderFrom {
    /// Only what was last ordered from this supplier.
    #[param(value_type = Option<String>)]
    supplier_id: Option<SupplierId>,
}

/// What runs low before goods ordered today would arrive, the most urgent first; 200 at most.
#[utoipa::path(get, path = "/stock/reorder", operation_id = "get_reorder", tag = "stock",
    params(ReorderFrom), responses((status = 200, body = Reorder)))]
pub async fn reorder(
    State(state): State<ApiState>,
    Params(params): Params<ReorderFrom>,
) -> ApiResult<Json<Reorder>> {
    let supplier = params.supplier_id.map(|id| id.0);
    let now = state.database.clock().now();
    let items = state.database.read(move |c| stock::reorder(c, supplier, 200, now)).await?;
    Ok(Json(Reorder { items: items.into_iter().map(Into::into).collect() }))
}

/// The places that hold stock, in the order in which orders take from them.
#[utoipa::path(get, path = "/stock/locations", operation_id = "list_locations", tag = "stock",
    responses((status = 200, body = Vec<Location>)))]
pub async fn locations(State(state): State<ApiState>) -> ApiResult<Json<Vec<Location>>> {
    let found = state.database.read(stock::locations_with_pieces).await?;
    Ok(Json(found.into_iter().map(|(location, on_hand)| Location::of(location, on_hand)).collect()))
}

#[utoipa::path(post, path = "/stock/locations", operation_id = "create_location", tag = "stock",
    request_body = NewLocation, responses((status = 200, body = Location)))]
pub async fn add_location(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewLocation>,
) -> ApiResult<Done<Location>> {
    let made = state.act(caller, move |tx| stock::create_location(tx, &body.name));
    Ok(made.await?.map(|location| Location::of(location, 0)))
}

#[utoipa::path(patch, path = "/stock/locations/{id}", operation_id = "change_location", tag = "stock",
    params(("id" = String, Path)), request_body = LocationChange, responses((status = 200, body = Location)))]
pub async fn change_location(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Location>,
    Body(body): Body<LocationChange>,
) -> ApiResult<Done<Location>> {
    let done = state.act(caller, move |tx| {
        let change = stock::LocationChange { name: body.name, position: body.position, active: body.active };
        let changed = stock::change_location(tx, id, body.version, change)?;
        let pieces = stock::locations_with_pieces(tx.sql())?;
        let on_hand = pieces.iter().find(|(other, _)| other.id == id).map_or(0, |(_, on_hand)| *on_hand);
        Ok(Location::of(changed, on_hand))
    });
    Ok(done.await?)
}
