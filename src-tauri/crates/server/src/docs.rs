//! The API's documentation for people: Swagger UI, carried in the program, and the document it shows.

use axum::Router;
use axum::routing::get;
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::api;

/// Where the document stands.
pub const DOCUMENT_PATH: &str = "/api/openapi.json";

/// `/docs/` and the document. Neither holds anything of the shop.
pub fn router() -> Router {
    // The badge that checks a document asks a server on the network; here is none.
    let config = Config::new([DOCUMENT_PATH]).validator_url("none").persist_authorization(false);
    Router::new()
        .route(DOCUMENT_PATH, get(|| async { axum::Json(api::document()) }))
        .merge(SwaggerUi::new("/docs").config(config))
}
