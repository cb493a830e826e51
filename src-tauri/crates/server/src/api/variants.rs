//! Variants: the matrix of a product, codes, price history.

use axum::Json;
use axum::extract::{Path, State};
use haberdash_core::catalog::codes;
use haberdash_core::catalog::matrix::{self, NewCombinations};
use haberdash_core::settings::{self, ShopProfile};
use haberdash_core::{Code, Id, Money, Result, WriteTx, catalog, id};
use serde::Deserialize;
use utoipa::IntoParams;

use super::paging::{answer, page_request};
use super::products::changed;
use super::wire::{
    AddMissing, AddVariant, CheckBarcode, CheckedBarcode, FillCodes, MissingCombinations, OptionsChange,
    Page, PriceChange, Product, ProductId, SkuPreview, VariantChanges, VariantId, VariantRow,
    VariantSelection,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

/// Missing combinations that are shown.
const SHOWN: usize = 500;

#[utoipa::path(get, path = "/variants/{id}", operation_id = "get_variant", tag = "catalog",
    params(("id" = String, Path)), responses((status = 200, body = VariantRow)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Variant>,
) -> ApiResult<Json<VariantRow>> {
    Ok(Json(state.database.read(move |c| catalog::variant_listing(c, id)).await?.into()))
}

/// The variant that a scanner or a person names: its whole barcode, else its whole SKU.
#[utoipa::path(get, path = "/variants/by-code/{code}", operation_id = "get_variant_by_code", tag = "catalog",
    params(("code" = String, Path)), responses((status = 200, body = VariantRow)))]
pub async fn by_code(State(state): State<ApiState>, Path(code): Path<String>) -> ApiResult<Json<VariantRow>> {
    Ok(Json(state.database.read(move |c| catalog::variant_by_code(c, &code)).await?.into()))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListPrices {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What a variant cost when, the newest change first.
#[utoipa::path(get, path = "/variants/{id}/prices", operation_id = "list_variant_prices", tag = "catalog",
    params(("id" = String, Path), ListPrices), responses((status = 200, body = Page<PriceChange>)))]
pub async fn prices(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Variant>,
    Params(params): Params<ListPrices>,
) -> ApiResult<Json<Page<PriceChange>>> {
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| {
        catalog::variant(c, id)?;
        catalog::prices::history(c, id, &request)
    });
    answer(page.await, PriceChange::from)
}

/// Replaces a product's options; variants follow.
#[utoipa::path(put, path = "/products/{id}/options", operation_id = "replace_options", tag = "catalog",
    params(("id" = String, Path)), request_body = OptionsChange, responses((status = 200, body = Product)))]
pub async fn options(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Body(body): Body<OptionsChange>,
) -> ApiResult<Done<Product>> {
    let wanted: Vec<matrix::OptionChange> = body.options.into_iter().map(Into::into).collect();
    changed(&state, caller, id, move |tx| matrix::set_options(tx, id, body.version, &wanted)).await
}

/// Combinations of the options' values that no variant has.
#[utoipa::path(get, path = "/products/{id}/variants/missing", operation_id = "list_missing_variants",
    tag = "catalog", params(("id" = String, Path)), responses((status = 200, body = MissingCombinations)))]
pub async fn missing(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Product>,
) -> ApiResult<Json<MissingCombinations>> {
    let mut combinations = state.database.read(move |c| matrix::missing(c, id)).await?;
    let total = u64::try_from(combinations.len()).unwrap_or(u64::MAX);
    combinations.truncate(SHOWN);
    Ok(Json(MissingCombinations { combinations, total }))
}

/// Makes variants of missing combinations.
#[utoipa::path(post, path = "/products/{id}/variants/missing", operation_id = "add_missing_variants",
    tag = "catalog", params(("id" = String, Path)), request_body = AddMissing,
    responses((status = 200, body = Product)))]
pub async fn add_missing(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Body(body): Body<AddMissing>,
) -> ApiResult<Done<Product>> {
    let work = move |tx: &mut WriteTx<'_>| {
        let currency = settings::get::<ShopProfile>(tx.sql())?.value.currency;
        let new = NewCombinations {
            price: body.price.map(|price| Money::new(price, currency)),
            fill_skus: body.fill_skus,
            fill_barcodes: body.fill_barcodes,
        };
        matrix::add_missing(tx, id, body.version, body.combinations.as_deref(), new).map(|_| ())
    };
    changed(&state, caller, id, work).await
}

/// Adds one variant; values that are new are added to the options.
#[utoipa::path(post, path = "/products/{id}/variants", operation_id = "add_variant", tag = "catalog",
    params(("id" = String, Path)), request_body = AddVariant, responses((status = 200, body = Product)))]
pub async fn add(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Body(body): Body<AddVariant>,
) -> ApiResult<Done<Product>> {
    let work = move |tx: &mut WriteTx<'_>| {
        let currency = settings::get::<ShopProfile>(tx.sql())?.value.currency;
        catalog::add_variant_to(tx, id, body.version, &body.variant.core(currency)).map(|_| ())
    };
    changed(&state, caller, id, work).await
}

/// Changes variants of a product, as one operation.
#[utoipa::path(patch, path = "/products/{id}/variants", operation_id = "change_variants", tag = "catalog",
    params(("id" = String, Path)), request_body = VariantChanges, responses((status = 200, body = Product)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Body(body): Body<VariantChanges>,
) -> ApiResult<Done<Product>> {
    let changes: Vec<catalog::VariantChange> = body.changes.into_iter().map(Into::into).collect();
    changed(&state, caller, id, move |tx| catalog::edit_variants(tx, id, &changes)).await
}

fn ids(all: Vec<VariantId>) -> Vec<Id<id::Variant>> {
    all.into_iter().map(|id| id.0).collect()
}

/// Removes variants that nothing names.
#[utoipa::path(post, path = "/products/{id}/variants/remove", operation_id = "remove_variants",
    tag = "catalog", params(("id" = String, Path)), request_body = VariantSelection,
    responses((status = 200, body = Product)))]
pub async fn remove(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Body(body): Body<VariantSelection>,
) -> ApiResult<Done<Product>> {
    let chosen = ids(body.variant_ids);
    changed(&state, caller, id, move |tx| catalog::remove_variants(tx, id, body.version, &chosen)).await
}

/// Puts the variants in this order.
#[utoipa::path(put, path = "/products/{id}/variants/order", operation_id = "order_variants",
    tag = "catalog", params(("id" = String, Path)), request_body = VariantSelection,
    responses((status = 200, body = Product)))]
pub async fn order(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Body(body): Body<VariantSelection>,
) -> ApiResult<Done<Product>> {
    let wanted = ids(body.variant_ids);
    changed(&state, caller, id, move |tx| catalog::order_variants(tx, id, body.version, &wanted)).await
}

/// Gives variants SKUs by the shop's pattern and barcodes from its own range.
#[utoipa::path(post, path = "/products/{id}/variants/codes", operation_id = "fill_variant_codes",
    tag = "catalog", params(("id" = String, Path)), request_body = FillCodes,
    responses((status = 200, body = Product)))]
pub async fn fill_codes(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Body(body): Body<FillCodes>,
) -> ApiResult<Done<Product>> {
    let chosen = ids(body.variant_ids);
    let work = move |tx: &mut WriteTx<'_>| {
        catalog::fill_codes(tx, id, body.version, &chosen, body.skus, body.barcodes, body.overwrite)
    };
    changed(&state, caller, id, work).await
}

/// Says what a barcode is, whether its check digit is right, and who has it.
#[utoipa::path(post, path = "/catalog/check-barcode", operation_id = "check_barcode", tag = "catalog",
    request_body = CheckBarcode, responses((status = 200, body = CheckedBarcode)))]
pub async fn check_barcode(
    State(state): State<ApiState>,
    Body(body): Body<CheckBarcode>,
) -> ApiResult<Json<CheckedBarcode>> {
    let checked: Result<CheckedBarcode> = state
        .database
        .read(move |c| {
            let barcode = codes::tidy(Some(&body.barcode)).unwrap_or_default();
            let kind = codes::check(&barcode)?;
            let owner = match catalog::variant_by_code(c, &barcode) {
                Ok(row) => Some(row),
                Err(error) if error.code == Code::NotFound => None,
                Err(error) => return Err(error),
            };
            let other = owner.filter(|row| {
                let has_it = row.variant.barcode.as_deref().map(codes::gtin) == Some(codes::gtin(&barcode));
                has_it && body.variant_id.is_none_or(|id| id.0 != row.variant.id)
            });
            Ok(CheckedBarcode::new(barcode, kind, other))
        })
        .await;
    Ok(Json(checked?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewSkus {
    /// Left out: the shop's pattern.
    pattern: Option<String>,
    product_id: ProductId,
}

/// SKUs that a pattern would make for a product's first variants.
#[utoipa::path(get, path = "/catalog/sku-preview", operation_id = "preview_skus", tag = "catalog",
    params(PreviewSkus), responses((status = 200, body = SkuPreview)))]
pub async fn preview_skus(
    State(state): State<ApiState>,
    Params(params): Params<PreviewSkus>,
) -> ApiResult<Json<SkuPreview>> {
    let id = params.product_id.0;
    let made = state.database.read(move |c| matrix::preview_skus(c, params.pattern.as_deref(), id)).await;
    Ok(Json(match made {
        Ok(skus) => SkuPreview { skus, problem: None },
        Err(error) if error.code == Code::Invalid => {
            SkuPreview { skus: Vec::new(), problem: Some(error.detail) }
        }
        Err(error) => return Err(error.into()),
    }))
}
