//! Prices elsewhere: how searching is set up, and a product beside other shops.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use haberdash_core::market::{self, MarketSettings, Provider};
use haberdash_core::{Clock, Code, Error, WriteTx, id, settings};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::ApiState;
use super::wire::{MarketKey, MarketKeyTest, MarketProvider, MarketStatus, ProductMarket};
use crate::http::extract::{Body, PathId};
use crate::http::problem::{ApiError, ApiResult};
use crate::market::{MarketError, probe_costs, secret_of};
use crate::secrets::Secret;

pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(status))
        .routes(routes!(keep_key))
        .routes(routes!(forget_key, try_key))
        .routes(routes!(show))
        .routes(routes!(search))
}

/// How searching the web for prices is set up.
#[utoipa::path(get, path = "/market", operation_id = "get_market", tag = "market", responses((status = 200, body = MarketStatus)))]
pub async fn status(State(state): State<ApiState>) -> ApiResult<Json<MarketStatus>> {
    let now = state.database.clock().now();
    let overview = state.database.read(move |connection| market::overview(connection, now)).await?;
    let mut keys = Vec::new();
    let mut keyring_problem = None;
    for provider in Provider::ALL {
        match state.market.key(*provider).await {
            Ok(_) => keys.push(MarketProvider::from(*provider)),
            Err(MarketError::NoKey(_)) => {}
            Err(error) => keyring_problem = Some(error.to_string()),
        }
    }
    Ok(Json(MarketStatus {
        provider: overview.provider.map(Into::into),
        keys,
        keyring_problem,
        searches_today: overview.searches_today,
        daily_searches: overview.daily_searches,
        last_problem: overview.last_problem,
    }))
}

/// Tries a provider's key and keeps it in the system's keyring, unless the provider refuses it. With Tavily trying costs one
/// search.
#[utoipa::path(put, path = "/market/key", operation_id = "keep_market_key", tag = "market",
    request_body = MarketKey, responses((status = 200, body = MarketKeyTest)))]
pub async fn keep_key(
    State(state): State<ApiState>,
    Body(body): Body<MarketKey>,
) -> ApiResult<Json<MarketKeyTest>> {
    let text = body.key.trim();
    if text.is_empty() || text.len() > 200 || !text.chars().all(|c| c.is_ascii_graphic()) {
        return Err(ApiError::field("key", "This is no key: copy it from your account at the provider."));
    }
    let provider = Provider::from(body.provider);
    let key = Secret::new(text);
    let tried = probe(&state, provider, &key).await?;
    if tried == Err(MarketError::Unauthorized(provider)) {
        let detail = format!(
            "{} refuses the key, so it was not kept. Copy it again from your account there.",
            provider.name()
        );
        return Ok(Json(MarketKeyTest { works: Some(false), kept: false, detail }));
    }
    let secrets = Arc::clone(&state.secrets);
    let kept = tokio::task::spawn_blocking(move || secrets.set(secret_of(provider), &key)).await;
    kept.map_err(|error| Error::caused(Code::Internal, "The keyring's work ended unexpectedly.", error))??;
    Ok(Json(told(provider, &tried)))
}

/// Removes a provider's key from the keyring.
#[utoipa::path(delete, path = "/market/keys/{provider}", operation_id = "forget_market_key", tag = "market",
    params(("provider" = String, Path, example = "tavily")), responses((status = 200, body = MarketStatus)))]
pub async fn forget_key(
    State(state): State<ApiState>,
    Path(provider): Path<String>,
) -> ApiResult<Json<MarketStatus>> {
    let provider = known(&provider)?;
    let secrets = Arc::clone(&state.secrets);
    let gone = tokio::task::spawn_blocking(move || secrets.delete(secret_of(provider))).await;
    gone.map_err(|error| Error::caused(Code::Internal, "The keyring's work ended unexpectedly.", error))??;
    status(State(state)).await
}

/// Tries the key that is kept.
#[utoipa::path(post, path = "/market/keys/{provider}", operation_id = "try_market_key", tag = "market",
    params(("provider" = String, Path, example = "tavily")), responses((status = 200, body = MarketKeyTest)))]
pub async fn try_key(
    State(state): State<ApiState>,
    Path(provider): Path<String>,
) -> ApiResult<Json<MarketKeyTest>> {
    let provider = known(&provider)?;
    let key = state.market.key(provider).await.map_err(Error::from)?;
    let tried = probe(&state, provider, &key).await?;
    Ok(Json(told(provider, &tried)))
}

fn known(provider: &str) -> Result<Provider, ApiError> {
    provider.parse().map_err(|_| ApiError::new(Code::NotFound, "There is no such provider."))
}

async fn probe(state: &ApiState, provider: Provider, key: &Secret) -> ApiResult<Result<(), MarketError>> {
    let rules = state.database.read(settings::get::<MarketSettings>).await?.value;
    if probe_costs(provider) {
        state.database.write(move |tx| market::count(tx, provider)).await?;
    }
    // Another address is that of the provider which was chosen with it.
    let base = rules.api_base_url.filter(|_| rules.provider.is_none_or(|chosen| chosen == provider));
    Ok(state.market.probe(provider, base.as_deref(), key).await)
}

fn told(provider: Provider, tried: &Result<(), MarketError>) -> MarketKeyTest {
    match tried {
        Ok(()) => MarketKeyTest {
            works: Some(true),
            kept: true,
            detail: format!("{} takes the key.", provider.name()),
        },
        Err(error @ (MarketError::Unauthorized(_) | MarketError::UsedUp(_))) => {
            MarketKeyTest { works: Some(false), kept: true, detail: error.to_string() }
        }
        Err(error) => MarketKeyTest {
            works: None,
            kept: true,
            detail: format!("The key is kept, but it could not be tried: {error}"),
        },
    }
}

/// A product beside other shops, as far as it is known. Nothing is searched.
#[utoipa::path(get, path = "/products/{id}/market", operation_id = "get_product_market", tag = "market",
    params(("id" = String, Path, example = "prd_01h455vb4pex5vsknk084sn02q")), responses((status = 200, body = ProductMarket)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Product>,
) -> ApiResult<Json<ProductMarket>> {
    let now = state.database.clock().now();
    Ok(Json(state.database.read(move |connection| market::view(connection, id, now)).await?.into()))
}

/// Has a product's prices searched for on the web; what is known so far comes back at once.
#[utoipa::path(post, path = "/products/{id}/market", operation_id = "search_product_market", tag = "market",
    params(("id" = String, Path, example = "prd_01h455vb4pex5vsknk084sn02q")), responses((status = 200, body = ProductMarket)))]
pub async fn search(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Product>,
) -> ApiResult<Json<ProductMarket>> {
    let work = move |tx: &mut WriteTx<'_>| {
        market::want(tx, id, None, true)?;
        let now = tx.now();
        market::view(tx.sql(), id, now)
    };
    Ok(Json(state.database.write(work).await?.into()))
}
