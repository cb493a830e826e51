//! Counting what is really there.

use axum::Json;
use axum::extract::{Path, State};
use haberdash_core::{Code, Id, WriteTx, id, stock};
use serde::Deserialize;
use utoipa::IntoParams;

use super::paging::{answer, page_request};
use super::wire::{
    Count, CountEntries, CountFilter, CountNumber, Counts, NewStocktake, Page, SeenVersion, Stocktake,
    StocktakeApproval, StocktakeFilter,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::{ApiError, ApiResult};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListStocktakes {
    #[param(inline)]
    status: Option<StocktakeFilter>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Stocktakes, the newest first.
#[utoipa::path(get, path = "/stocktakes", operation_id = "list_stocktakes", tag = "stock",
    params(ListStocktakes), responses((status = 200, body = Page<Stocktake>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListStocktakes>,
) -> ApiResult<Json<Page<Stocktake>>> {
    let request = page_request(params.cursor, params.limit)?;
    let status = params.status.unwrap_or_default().status();
    let page = state.database.read(move |c| stock::stocktakes(c, status, &request));
    answer(page.await, Stocktake::from)
}

/// Begins to count a place, or a category's goods in it.
#[utoipa::path(post, path = "/stocktakes", operation_id = "start_stocktake", tag = "stock",
    request_body = NewStocktake, responses((status = 200, body = Stocktake)))]
pub async fn start(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewStocktake>,
) -> ApiResult<Done<Stocktake>> {
    let new = stock::NewStocktake {
        location_id: body.location_id.0,
        category: body.category,
        name: body.name.unwrap_or_default(),
    };
    act(&state, caller, move |tx| Ok(stock::start_stocktake(tx, &new)?.id)).await
}

async fn act(
    state: &ApiState,
    caller: Caller,
    work: impl FnOnce(&mut WriteTx<'_>) -> haberdash_core::Result<Id<id::Stocktake>> + Send + 'static,
) -> ApiResult<Done<Stocktake>> {
    let done = state.act(caller, move |tx| {
        let id = work(tx)?;
        stock::stocktake(tx.sql(), id)
    });
    Ok(done.await?.map(Into::into))
}

#[utoipa::path(get, path = "/stocktakes/{id}", operation_id = "get_stocktake", tag = "stock",
    params(("id" = String, Path)), responses((status = 200, body = Stocktake)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Stocktake>,
) -> ApiResult<Json<Stocktake>> {
    Ok(Json(state.database.read(move |c| stock::stocktake(c, id)).await?.into()))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCounts {
    #[param(inline)]
    only: Option<CountFilter>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What was counted (the latest first), where it differs (the dearest first), or what was not counted.
#[utoipa::path(get, path = "/stocktakes/{id}/counts", operation_id = "list_counts", tag = "stock",
    params(("id" = String, Path), ListCounts), responses((status = 200, body = Page<Count>)))]
pub async fn counts(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Stocktake>,
    Params(params): Params<ListCounts>,
) -> ApiResult<Json<Page<Count>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter = params.only.map_or(stock::CountFilter::All, Into::into);
    let page = state.database.read(move |c| stock::counts(c, id, filter, &request));
    answer(page.await, Count::from)
}

/// Adds scans or numbers to what was counted.
#[utoipa::path(post, path = "/stocktakes/{id}/counts", operation_id = "add_counts", tag = "stock",
    params(("id" = String, Path)), request_body = CountEntries, responses((status = 200, body = Counts)))]
pub async fn count(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Stocktake>,
    Body(body): Body<CountEntries>,
) -> ApiResult<Done<Counts>> {
    let mut inputs = Vec::new();
    for (i, entry) in body.counts.into_iter().enumerate() {
        let by = match (entry.code, entry.variant_id) {
            (Some(code), None) => stock::CountBy::Code(code),
            (None, Some(variant)) => stock::CountBy::Variant(variant.0),
            _ => {
                return Err(ApiError::field(
                    format!("counts[{i}]"),
                    "Name a code (`code`) or a variant (`variant_id`).",
                ));
            }
        };
        inputs.push(stock::CountInput { by, quantity: entry.quantity.unwrap_or(1) });
    }
    counted(&state, caller, id, move |tx| stock::count(tx, id, &inputs)).await
}

async fn counted(
    state: &ApiState,
    caller: Caller,
    id: Id<id::Stocktake>,
    work: impl FnOnce(&mut WriteTx<'_>) -> haberdash_core::Result<(Vec<Id<id::Variant>>, Vec<String>)>
    + Send
    + 'static,
) -> ApiResult<Done<Counts>> {
    let done = state.act(caller, move |tx| {
        let (variants, unknown) = work(tx)?;
        Ok(Counts {
            counted: stock::counts_of(tx.sql(), id, &variants)?.into_iter().map(Into::into).collect(),
            unknown,
            stocktake: stock::stocktake(tx.sql(), id)?.into(),
        })
    });
    Ok(done.await?)
}

/// Both ids of a counted variant's path.
fn ids(stocktake: &str, variant: &str) -> ApiResult<(Id<id::Stocktake>, Id<id::Variant>)> {
    let missing = || ApiError::new(Code::NotFound, "There is no such entry.");
    Ok((stocktake.parse().map_err(|_| missing())?, variant.parse().map_err(|_| missing())?))
}

/// Says how many there are of a variant, whatever was counted before.
#[utoipa::path(put, path = "/stocktakes/{id}/counts/{variant_id}", operation_id = "set_count", tag = "stock",
    params(("id" = String, Path), ("variant_id" = String, Path)), request_body = CountNumber,
    responses((status = 200, body = Counts)))]
pub async fn set_count(
    State(state): State<ApiState>,
    caller: Caller,
    Path((stocktake, variant)): Path<(String, String)>,
    Body(body): Body<CountNumber>,
) -> ApiResult<Done<Counts>> {
    let (id, variant) = ids(&stocktake, &variant)?;
    counted(&state, caller, id, move |tx| {
        stock::set_count(tx, id, variant, body.counted)?;
        Ok((vec![variant], Vec::new()))
    })
    .await
}

/// The variant was not counted after all.
#[utoipa::path(delete, path = "/stocktakes/{id}/counts/{variant_id}", operation_id = "remove_count", tag = "stock",
    params(("id" = String, Path), ("variant_id" = String, Path)), responses((status = 200, body = Counts)))]
pub async fn uncount(
    State(state): State<ApiState>,
    caller: Caller,
    Path((stocktake, variant)): Path<(String, String)>,
) -> ApiResult<Done<Counts>> {
    let (id, variant) = ids(&stocktake, &variant)?;
    counted(&state, caller, id, move |tx| {
        stock::uncount(tx, id, variant)?;
        Ok((Vec::new(), Vec::new()))
    })
    .await
}

/// Writes the differences into the ledger, as one set of entries.
#[utoipa::path(post, path = "/stocktakes/{id}/approve", operation_id = "approve_stocktake", tag = "stock",
    params(("id" = String, Path)), request_body = StocktakeApproval, responses((status = 200, body = Stocktake)))]
pub async fn approve(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Stocktake>,
    Body(body): Body<StocktakeApproval>,
) -> ApiResult<Done<Stocktake>> {
    let uncounted = body.uncounted.into();
    act(&state, caller, move |tx| Ok(stock::approve(tx, id, body.version, uncounted)?.id)).await
}

/// Throws the counts away.
#[utoipa::path(post, path = "/stocktakes/{id}/abandon", operation_id = "abandon_stocktake", tag = "stock",
    params(("id" = String, Path)), request_body = SeenVersion, responses((status = 200, body = Stocktake)))]
pub async fn abandon(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Stocktake>,
    Body(body): Body<SeenVersion>,
) -> ApiResult<Done<Stocktake>> {
    act(&state, caller, move |tx| Ok(stock::abandon(tx, id, body.version)?.id)).await
}
