//! Finding products by a picture.

use std::sync::Arc;

use axum::Json;
use axum::extract::{DefaultBodyLimit, State};
use haberdash_core::catalog::ProductQuery;
use haberdash_core::{Code, Error};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::wire::{AlikeProduct, AlikeProducts, Pictures};
use crate::http::extract::{Params, RawBody};
use crate::http::problem::{ApiError, ApiResult};
use crate::{likeness, pictures};

/// The most products of one answer.
const MOST: usize = 60;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new().routes(routes!(find)).layer(DefaultBodyLimit::max(pictures::LARGEST + 1024))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FindAlike {
    /// Only what can be bought now.
    in_stock: Option<bool>,
    /// In one of these colours, between `|`. Then forms alone are compared.
    colour: Option<String>,
    size: Option<String>,
    #[param(minimum = 1, maximum = 60)]
    limit: Option<usize>,
}

/// Products that look like a picture, most alike first: the body is its bytes. Nothing of it is kept.
#[utoipa::path(post, path = "/products/alike", operation_id = "find_alike_products", tag = "catalog",
    params(FindAlike),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = AlikeProducts)))]
pub async fn find(
    State(state): State<ApiState>,
    Params(params): Params<FindAlike>,
    RawBody(bytes): RawBody,
) -> ApiResult<Json<AlikeProducts>> {
    let limit = params.limit.unwrap_or(24);
    if !(1..=MOST).contains(&limit) {
        return Err(ApiError::field("limit", format!("This must be between 1 and {MOST}.")));
    }
    let colours = params.colour.unwrap_or_default();
    let query = ProductQuery {
        in_stock_only: params.in_stock.unwrap_or(false),
        colours: colours
            .split('|')
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
            .collect(),
        size: params.size.filter(|size| !size.trim().is_empty()),
        limit,
        ..ProductQuery::default()
    };
    let searcher = Arc::clone(&state.searcher);
    let described = tokio::task::spawn_blocking(move || likeness::describe(&searcher, &bytes))
        .await
        .map_err(|error| Error::caused(Code::Internal, "The picture could not be looked at.", error))??;
    let searcher = Arc::clone(&state.searcher);
    let found = state.database.read(move |c| searcher.list_alike(c, &described, &query)).await?;
    Ok(Json(AlikeProducts {
        items: found.into_iter().map(AlikeProduct::from).collect(),
        pictures: Pictures::from(&state.likeness),
    }))
}
