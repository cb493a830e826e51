//! The one REST API, `/api/v1`: routes with their OpenAPI description. Each handler reads the request, calls one use
//! case of core and writes its answer; no business rule stands here.
#![expect(unused_qualifications, reason = "utoipa's derives and macros write qualified paths")]

mod ai;
mod events;
mod jobs;
mod openapi;
mod paging;
mod state;
mod system;
pub mod wire;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use openapi::{document, document_text};
pub use state::{About, ApiState};

use crate::http::{auth, extract, problem};

/// The path under which the API's current version stands.
pub const PREFIX: &str = "/api/v1";

/// Every operation, described and routed.
fn described() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(jobs::list))
        .routes(routes!(jobs::discard))
        .routes(routes!(jobs::retry))
        .routes(routes!(events::stream))
        .routes(routes!(system::show))
        .routes(routes!(ai::show))
}

/// The API's routes, closed to everybody whom no door has named (see [`auth::require_caller`]).
pub fn router(state: ApiState) -> Router {
    let (routes, _) = described().split_for_parts();
    let routes = routes
        .fallback(problem::no_such_route)
        .method_not_allowed_fallback(problem::wrong_method)
        .layer(DefaultBodyLimit::max(extract::LARGEST_BODY))
        .layer(middleware::from_fn(auth::require_caller))
        .with_state(state);
    Router::new().nest(PREFIX, routes)
}

#[cfg(test)]
mod tests;
