//! Pictures: uploading, arranging, showing.

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use haberdash_core::catalog::images::{self, NewImage, PictureSize};
use haberdash_core::{Code, Error, Id, catalog, id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::products::changed;
use super::wire::{ImageChange, ImageOrder, Product, ProductImage, ProductName, UploadedImage};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId, RawBody};
use crate::http::problem::ApiResult;
use crate::pictures;

/// The routes, among them one that takes large bodies.
pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(upload))
        .layer(DefaultBodyLimit::max(pictures::LARGEST + 1024))
        .routes(routes!(show, change, remove))
        .routes(routes!(order))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Upload {
    /// What it shows, for those who cannot see it.
    alt: Option<String>,
    /// Shows the variants of this colour.
    colour: Option<String>,
    /// Shows these variants: ids between `|`.
    variant_ids: Option<String>,
}

/// Adds a picture: the body is its bytes. What it is, they tell themselves.
#[utoipa::path(post, path = "/products/{id}/images", operation_id = "upload_image", tag = "catalog",
    params(("id" = String, Path), Upload),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = UploadedImage), (status = 200, body = UploadedImage)))]
pub async fn upload(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Params(params): Params<Upload>,
    RawBody(bytes): RawBody,
) -> ApiResult<Response> {
    let variant_ids = params
        .variant_ids
        .unwrap_or_default()
        .split('|')
        .filter(|text| !text.is_empty())
        .map(|text| text.parse::<Id<id::Variant>>())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| Error::invalid(error.to_string()).at("variant_ids"))?;
    let looked = tokio::task::spawn_blocking(move || {
        let seen = pictures::look(&bytes)?;
        Ok::<_, Error>((seen, bytes))
    });
    let (seen, bytes) = looked
        .await
        .map_err(|error| Error::caused(Code::Internal, "The picture could not be looked at.", error))??;
    let new = NewImage {
        bytes: bytes.to_vec(),
        media_type: seen.media_type,
        width: i64::from(seen.width),
        height: i64::from(seen.height),
        alt: params.alt.unwrap_or_default(),
        colour: params.colour,
        variant_ids,
    };
    let done = state
        .act(caller, move |tx| {
            let added = images::upload(tx, id, &new)?;
            Ok((images::get(tx.sql(), added.image_id)?, added))
        })
        .await?;
    let status = if done.value.1.is_same { StatusCode::OK } else { StatusCode::CREATED };
    let answer = done.map(|(image, added)| UploadedImage {
        image: ProductImage::from(image),
        already_known: added.is_same,
        also_on: added
            .also_on
            .into_iter()
            .map(|(id, title)| ProductName { product_id: id.into(), title })
            .collect(),
    });
    Ok((status, answer).into_response())
}

/// The product that a picture belongs to.
async fn product_of(state: &ApiState, id: Id<id::Image>) -> ApiResult<Id<id::Product>> {
    Ok(state.database.read(move |c| images::get(c, id)).await?.product_id)
}

/// Changes what a picture shows and says. What is left out stays.
#[utoipa::path(patch, path = "/images/{id}", operation_id = "change_image", tag = "catalog",
    params(("id" = String, Path)), request_body = ImageChange, responses((status = 200, body = Product)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Image>,
    Body(body): Body<ImageChange>,
) -> ApiResult<Done<Product>> {
    let product = product_of(&state, id).await?;
    let change = images::ImageChange::from(body);
    changed(&state, caller, product, move |tx| images::change(tx, id, &change).map(|_| ())).await
}

/// Takes a picture off its product.
#[utoipa::path(delete, path = "/images/{id}", operation_id = "remove_image", tag = "catalog",
    params(("id" = String, Path)), responses((status = 200, body = Product)))]
pub async fn remove(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Image>,
) -> ApiResult<Done<Product>> {
    let product = product_of(&state, id).await?;
    changed(&state, caller, product, move |tx| images::remove(tx, id).map(|_| ())).await
}

/// Puts a product's pictures in this order.
#[utoipa::path(put, path = "/products/{id}/images/order", operation_id = "order_images", tag = "catalog",
    params(("id" = String, Path)), request_body = ImageOrder, responses((status = 200, body = Product)))]
pub async fn order(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Product>,
    Body(body): Body<ImageOrder>,
) -> ApiResult<Done<Product>> {
    let ids: Vec<Id<id::Image>> = body.image_ids.into_iter().map(|id| id.0).collect();
    changed(&state, caller, id, move |tx| images::order(tx, id, &ids)).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShowImage {
    /// `96`, `320`, `1200`, `full` (usual) or `original`: as it came, with all that the camera wrote into it.
    size: Option<String>,
}

/// A picture's bytes. Once its sizes are made they never change.
#[utoipa::path(get, path = "/images/{id}", operation_id = "get_image", tag = "catalog",
    params(("id" = String, Path), ShowImage),
    responses((status = 200, content_type = "image/*", body = Vec<u8>)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Image>,
    Params(params): Params<ShowImage>,
    headers: HeaderMap,
) -> ApiResult<Response> {
    let size = match params.size.as_deref().unwrap_or("full") {
        "original" => None,
        size => Some(size.parse::<PictureSize>().map_err(|error| error.at("size"))?),
    };
    let name = size.map_or("original", PictureSize::as_str);
    let etag = format!("\"{id}-{name}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == etag));
    let tag = HeaderValue::from_str(&etag).unwrap_or(HeaderValue::from_static("\"\""));
    let kept = [
        (header::ETAG, tag),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
    ];
    if is_known {
        // Only what never changes was given a tag.
        return Ok((StatusCode::NOT_MODIFIED, kept).into_response());
    }
    let (blob, is_final) = state
        .database
        .read(move |c| match size {
            Some(size) => images::bytes(c, id, size),
            None => Ok((catalog::image_bytes(c, id)?, true)),
        })
        .await?;
    let media_type = HeaderValue::from_str(&blob.media_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let content = [(header::CONTENT_TYPE, media_type)];
    if is_final {
        return Ok((kept, content, blob.bytes).into_response());
    }
    Ok(([(header::CACHE_CONTROL, "no-store")], content, blob.bytes).into_response())
}
