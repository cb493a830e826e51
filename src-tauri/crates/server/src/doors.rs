//! The doors into one API: in process, over the loopback, and the webhooks apart.

use std::sync::Arc;

use axum::extract::State;
use axum::routing::get;
use axum::{Extension, Json, Router, middleware};
use tower_http::catch_panic::CatchPanicLayer;

use crate::api::{self, ApiState, wire};
use crate::channels::twilio::webhook;
use crate::http::auth::{self, Caller, Tokens};
use crate::http::guard;
use crate::http::problem::{self, ApiError};
use crate::{docs, ui_assets};

/// For a caller inside this process. Never serve it on a socket.
pub fn in_process(state: ApiState) -> Router {
    guarded(api::router(state.clone()).layer(Extension(Caller::Owner)).merge(public(state)))
}

/// For the loopback address: a token is asked for, and names that are not this machine's are refused.
pub fn network(state: ApiState, tokens: Arc<Tokens>) -> Router {
    let api = api::router(state.clone())
        .layer(middleware::from_fn_with_state(Arc::clone(&tokens), auth::authenticate));
    let routes = api
        .merge(public(state))
        .layer(middleware::from_fn_with_state(tokens, auth::sign_in))
        .layer(middleware::from_fn(guard::only_this_machine));
    guarded(routes)
}

/// Webhooks and `/health`.
pub fn webhooks(state: ApiState) -> Router {
    let routes = Router::new()
        .route("/health", get(health))
        .with_state(state.clone())
        .merge(webhook::routes(state.webhooks))
        .fallback(problem::no_such_route)
        .method_not_allowed_fallback(problem::wrong_method);
    guarded(routes)
}

/// The recovery's API and the window, for a caller inside this process.
pub fn recovery_in_process(api: Router) -> Router {
    guarded(api.layer(Extension(Caller::Owner)).merge(page()))
}

/// The same behind tokens, for the loopback address.
pub fn recovery_network(api: Router, tokens: Arc<Tokens>) -> Router {
    let routes = api
        .layer(middleware::from_fn_with_state(Arc::clone(&tokens), auth::authenticate))
        .merge(page())
        .layer(middleware::from_fn_with_state(tokens, auth::sign_in))
        .layer(middleware::from_fn(guard::only_this_machine));
    guarded(routes)
}

/// While there is no shop a webhook is not taken: its sender tries again or the poller finds it.
pub fn closed_webhooks() -> Router {
    let closed = || async { ApiError::new(haberdash_core::Code::DatabaseCorrupt, "The shop is not open.") };
    guarded(Router::new().fallback(closed))
}

/// The window's own files, and nothing of the shop.
fn page() -> Router {
    Router::new().fallback_service(ui_assets::router())
}

/// What holds nothing of the shop.
fn public(state: ApiState) -> Router {
    Router::new()
        .route("/health", get(health))
        .method_not_allowed_fallback(problem::wrong_method)
        .with_state(state)
        .merge(docs::router())
        .fallback_service(ui_assets::router())
}

/// What holds for every door: a panic is a problem, and every answer carries the protecting headers.
pub(crate) fn guarded(routes: Router) -> Router {
    routes
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            axum::response::IntoResponse::into_response(ApiError::new(
                haberdash_core::Code::Internal,
                "This request ended unexpectedly. Nothing of it was kept.",
            ))
        }))
        .layer(middleware::from_fn(guard::security_headers))
}

async fn health(State(state): State<ApiState>) -> Json<wire::Health> {
    Json(wire::Health {
        status: "ok".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        schema: state.database.migrated().to,
    })
}
