//! Products: the list, one of them, making and changing them.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use haberdash_core::catalog::finder::{self, Finder};
use haberdash_core::catalog::matrix::{self, NewCombinations};
use haberdash_core::settings::{self, ShopProfile};
use haberdash_core::{Code, Error, Id, Money, Result, WriteTx, catalog, id};
use serde::Deserialize;
use utoipa::IntoParams;

use super::wire::{
    CatalogFilter, CatalogSort, CategoryId, Duplicate, MissingWhat, NewProduct, Product, ProductChange,
    ProductFilter, ProductSummary, VariantRow, Window,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::{ApiError, ApiResult};

/// The most rows of one window.
const LARGEST_WINDOW: u32 = 200;

/// Several values of one parameter stand between `|`.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCatalog {
    /// Starts of words, all of which must fit; the start of a SKU or barcode.
    search: Option<String>,
    #[param(inline)]
    status: Option<ProductFilter>,
    in_stock: Option<bool>,
    /// With all below it.
    category: Option<CategoryId>,
    brand: Option<String>,
    tag: Option<String>,
    colour: Option<String>,
    size: Option<String>,
    /// Minor units.
    price_min: Option<i64>,
    price_max: Option<i64>,
    /// `barcode`, `image`, `cost`, `sku`; several mean all of them.
    missing: Option<String>,
    season: Option<String>,
    tax_class: Option<String>,
    #[param(inline)]
    sort: Option<CatalogSort>,
    /// Where the window begins in the whole list.
    offset: Option<u64>,
    /// Another spelling of the next offset.
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
}

/// A window of a list: where it begins and how many rows it has.
struct Asked {
    filter: finder::CatalogFilter,
    sort: Option<finder::Sort>,
    offset: usize,
    limit: usize,
}

impl ListCatalog {
    fn read(self) -> ApiResult<Asked> {
        let several = |text: Option<String>| -> Vec<String> {
            let all = text.unwrap_or_default();
            all.split('|').map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned).collect()
        };
        let missing = several(self.missing)
            .iter()
            .map(|word| match word.as_str() {
                "barcode" => Ok(MissingWhat::Barcode),
                "image" => Ok(MissingWhat::Image),
                "cost" => Ok(MissingWhat::Cost),
                "sku" => Ok(MissingWhat::Sku),
                _ => Err(ApiError::field("missing", "This is barcode, image, cost or sku.")),
            })
            .collect::<ApiResult<Vec<_>>>()?;
        let filter = CatalogFilter {
            search: self.search,
            status: self.status,
            in_stock: self.in_stock,
            category: self.category,
            brands: several(self.brand),
            tags: several(self.tag),
            colours: several(self.colour),
            sizes: several(self.size),
            price_min: self.price_min,
            price_max: self.price_max,
            missing,
            season: self.season,
            tax_class: self.tax_class,
        };
        let cursor = match self.cursor.as_deref().filter(|text| !text.is_empty()) {
            Some(text) => {
                let offset = text.strip_prefix('w').and_then(|rest| rest.parse::<u64>().ok());
                let foreign = || ApiError::field("cursor", "The cursor is not one of this list.");
                Some(offset.ok_or_else(foreign)?)
            }
            None => None,
        };
        let limit = self.limit.unwrap_or(50);
        if !(1..=LARGEST_WINDOW).contains(&limit) {
            return Err(ApiError::field("limit", format!("This must be between 1 and {LARGEST_WINDOW}.")));
        }
        Ok(Asked {
            filter: filter.into(),
            sort: self.sort.map(Into::into),
            offset: usize::try_from(self.offset.or(cursor).unwrap_or(0)).unwrap_or(usize::MAX),
            limit: usize::try_from(limit).unwrap_or(1),
        })
    }
}

/// Products that fit, for lists, grids and search as you type.
#[utoipa::path(get, path = "/products", operation_id = "list_products", tag = "catalog",
    params(ListCatalog), responses((status = 200, body = Window<ProductSummary>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListCatalog>,
) -> ApiResult<Json<Window<ProductSummary>>> {
    let asked = params.read()?;
    let finder = state.finder.clone();
    let window = state
        .database
        .read(move |c| finder.products(c, &asked.filter, asked.sort, asked.offset, asked.limit))
        .await?;
    Ok(Json(Window::of(window)))
}

/// Variants that fit, for tables and scanners.
#[utoipa::path(get, path = "/variants", operation_id = "list_variants", tag = "catalog",
    params(ListCatalog), responses((status = 200, body = Window<VariantRow>)))]
pub async fn list_variants(
    State(state): State<ApiState>,
    Params(params): Params<ListCatalog>,
) -> ApiResult<Json<Window<VariantRow>>> {
    let asked = params.read()?;
    let finder = state.finder.clone();
    let window = state
        .database
        .read(move |c| finder.variants(c, &asked.filter, asked.sort, asked.offset, asked.limit))
        .await?;
    Ok(Json(Window::of(window)))
}

/// The values that products have, for choosers and suggestions.
#[utoipa::path(get, path = "/catalog/facets", operation_id = "get_facets", tag = "catalog",
    responses((status = 200, body = super::wire::Facets)))]
pub async fn facets(State(state): State<ApiState>) -> ApiResult<Json<super::wire::Facets>> {
    let finder: std::sync::Arc<Finder> = state.finder.clone();
    Ok(Json(state.database.read(move |c| finder.facets(c)).await?.into()))
}

#[utoipa::path(get, path = "/products/{id}", operation_id = "get_product", tag = "catalog",
    params(("id" = String, Path)), responses((status = 200, body = Product)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Product>,
) -> ApiResult<Json<Product>> {
    Ok(Json(state.database.read(move |c| catalog::detail(c, id)).await?.into()))
}

/// Runs `work` and answers the product as it is afterwards.
pub(super) async fn changed<F>(
    state: &ApiState,
    caller: Caller,
    id: Id<id::Product>,
    work: F,
) -> ApiResult<Done<Product>>
where
    F: FnOnce(&mut WriteTx<'_>) -> Result<()> + Send + 'static,
{
    let done = state.act(caller, move |tx| {
        work(tx)?;
        catalog::detail(tx.sql(), id)
    });
    Ok(done.await?.map(Product::from))
}

/// Makes a product.
#[utoipa::path(post, path = "/products", operation_id = "create_product", tag = "catalog",
    request_body = NewProduct, responses((status = 201, body = Product)))]
pub async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewProduct>,
) -> ApiResult<Response> {
    let done = state.act(caller, move |tx| {
        let id = make(tx, body)?;
        catalog::detail(tx.sql(), id)
    });
    Ok((StatusCode::CREATED, done.await?.map(Product::from)).into_response())
}

fn make(tx: &mut WriteTx<'_>, body: NewProduct) -> Result<Id<id::Product>> {
    let currency = settings::get::<ShopProfile>(tx.sql())?.value.currency;
    let fill = NewCombinations {
        price: body.price.map(|price| Money::new(price, currency)),
        fill_skus: body.fill_skus,
        fill_barcodes: body.fill_barcodes,
    };
    let options: Vec<(String, Vec<String>)> =
        body.options.into_iter().map(|option| (option.name, option.values)).collect();
    let new = catalog::NewProduct {
        handle: body.handle,
        title: body.title,
        description: body.description,
        brand: body.brand,
        category: body.category,
        category_id: body.category_id.map(|id| id.0),
        material: body.material,
        care: body.care,
        season: body.season,
        tags: body.tags,
        status: body.status.map_or(catalog::ProductStatus::Draft, Into::into),
        tax_class: body.tax_class,
        publish_at: body.publish_at.map(|at| at.0),
        options: Vec::new(),
        variants: body.variants.into_iter().map(|variant| variant.core(currency)).collect(),
    };
    matrix::create(tx, new, &options, body.all_combinations, fill)
}

/// Changes a product. What is left out stays.
#[utoipa::path(patch, path = "/products/{id}", operation_id = "change_product", tag = "catalog",
    params(("id" = String, Path)), request_body = ProductChange, responses((status = 200, body = Product)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Body(body): Body<ProductChange>,
) -> ApiResult<Done<Product>> {
    let version = body.version;
    let change = catalog::ProductChange::from(body);
    changed(&state, caller, id, move |tx| catalog::edit_product(tx, id, version, &change)).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AtVersion {
    pub version: i64,
}

/// Deletes a draft that nothing names.
#[utoipa::path(delete, path = "/products/{id}", operation_id = "delete_product", tag = "catalog",
    params(("id" = String, Path), AtVersion), responses((status = 204)))]
pub async fn delete(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Params(params): Params<AtVersion>,
) -> ApiResult<Response> {
    let done = state.act(caller, move |tx| catalog::delete_draft(tx, id, params.version));
    Ok(done.await?.without_content())
}

/// Makes a draft like this product, without codes and stock.
#[utoipa::path(post, path = "/products/{id}/duplicate", operation_id = "duplicate_product", tag = "catalog",
    params(("id" = String, Path)), request_body = Duplicate, responses((status = 201, body = Product)))]
pub async fn duplicate(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Body(body): Body<Duplicate>,
) -> ApiResult<Response> {
    let done = state.act(caller, move |tx| {
        if body.title.as_deref().is_some_and(|title| title.trim().is_empty()) {
            return Err(Error::new(Code::Invalid, "A product needs a title.").at("title"));
        }
        let copy = catalog::duplicate(tx, id, body.title.as_deref())?;
        catalog::detail(tx.sql(), copy)
    });
    Ok((StatusCode::CREATED, done.await?.map(Product::from)).into_response())
}
