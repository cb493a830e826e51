//! The one REST API, `/api/v1`: routes with their OpenAPI description. Each handler reads the request, calls one use
//! case of core and writes its answer; no business rule stands here.
#![expect(unused_qualifications, reason = "utoipa's derives and macros write qualified paths")]

mod agents;
mod ai;
mod alike;
mod approvals;
mod bulk;
mod care;
mod cash_drawer;
mod categories;
mod channels;
mod complaints;
mod contact_memory;
mod contacts;
mod conversations;
mod discounts;
mod documents;
mod email;
mod events;
mod exports;
mod gift_cards;
mod images;
mod imports;
mod jobs;
mod knowledge;
mod labels;
mod language_models;
mod market;
mod messages;
mod models;
mod openapi;
mod operations;
mod order_acts;
mod orders;
mod paging;
mod phone;
mod products;
mod prompt_lab;
mod prompts;
mod purchase_orders;
mod returns;
mod runs;
mod saved_filters;
mod settings;
mod state;
mod stock;
mod stocktakes;
mod store_credit;
mod suppliers;
mod system;
mod today;
mod transfers;
mod variants;
mod waiting;
pub mod wire;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use openapi::{document, document_text};
pub use state::{About, ApiState, Done};

use crate::http::{auth, extract, problem};

/// The path under which the API's current version stands.
pub const PREFIX: &str = "/api/v1";

/// Every operation, described and routed.
fn described() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(conversations::list))
        .routes(routes!(conversations::counts))
        .routes(routes!(conversations::show))
        .routes(routes!(messages::list, messages::reply))
        .routes(routes!(conversations::take_over))
        .routes(routes!(conversations::hand_back))
        .routes(routes!(conversations::read))
        .routes(routes!(conversations::close))
        .routes(routes!(conversations::reopen))
        .routes(routes!(conversations::send_draft))
        .routes(routes!(conversations::discard_draft))
        .routes(routes!(runs::list))
        .routes(routes!(runs::show))
        .routes(routes!(messages::retry))
        .routes(routes!(messages::attachment))
        .routes(routes!(contacts::list, contacts::create))
        .routes(routes!(contacts::show, contacts::change))
        .routes(routes!(contact_memory::list, contact_memory::add))
        .routes(routes!(contact_memory::change, contact_memory::remove))
        .routes(routes!(products::list, products::create))
        .routes(routes!(products::show, products::change, products::delete))
        .routes(routes!(products::duplicate))
        .routes(routes!(products::facets))
        .routes(routes!(variants::options))
        .routes(routes!(variants::add, variants::change))
        .routes(routes!(variants::missing, variants::add_missing))
        .routes(routes!(variants::remove))
        .routes(routes!(variants::order))
        .routes(routes!(variants::fill_codes))
        .routes(routes!(products::list_variants))
        .routes(routes!(variants::show))
        .routes(routes!(variants::by_code))
        .routes(routes!(variants::prices))
        .routes(routes!(variants::check_barcode))
        .routes(routes!(variants::preview_skus))
        .routes(routes!(categories::list, categories::create))
        .routes(routes!(categories::change, categories::delete))
        .merge(images::routes())
        .merge(alike::routes())
        .merge(bulk::routes())
        .routes(routes!(saved_filters::list, saved_filters::create))
        .routes(routes!(saved_filters::change, saved_filters::delete))
        .merge(documents::routes())
        .merge(labels::routes())
        .merge(orders::routes())
        .merge(discounts::routes())
        .merge(knowledge::routes())
        .merge(market::routes())
        .merge(language_models::routes())
        .merge(prompts::routes())
        .merge(prompt_lab::routes())
        .merge(returns::routes())
        .merge(gift_cards::routes())
        .merge(store_credit::routes())
        .merge(cash_drawer::routes())
        .routes(routes!(stock::levels))
        .routes(routes!(stock::lookup))
        .routes(routes!(stock::summary))
        .routes(routes!(stock::ledger))
        .routes(routes!(stock::show))
        .routes(routes!(stock::movements))
        .routes(routes!(stock::reservations))
        .routes(routes!(stock::adjust))
        .routes(routes!(stock::set_low_levels))
        .routes(routes!(stock::cover))
        .routes(routes!(stock::reorder))
        .routes(routes!(stock::locations, stock::add_location))
        .routes(routes!(stock::change_location))
        .routes(routes!(waiting::list))
        .routes(routes!(waiting::counts))
        .routes(routes!(waiting::remove))
        .routes(routes!(transfers::list, transfers::send))
        .routes(routes!(transfers::show))
        .routes(routes!(transfers::receive))
        .routes(routes!(transfers::close))
        .routes(routes!(transfers::cancel))
        .routes(routes!(suppliers::list, suppliers::create))
        .routes(routes!(suppliers::show, suppliers::change))
        .routes(routes!(purchase_orders::list, purchase_orders::create))
        .routes(routes!(purchase_orders::show, purchase_orders::change, purchase_orders::delete))
        .routes(routes!(purchase_orders::order))
        .routes(routes!(purchase_orders::cancel))
        .routes(routes!(purchase_orders::close))
        .routes(routes!(purchase_orders::receive))
        .routes(routes!(stocktakes::list, stocktakes::start))
        .routes(routes!(stocktakes::show))
        .routes(routes!(stocktakes::counts, stocktakes::count))
        .routes(routes!(stocktakes::set_count, stocktakes::uncount))
        .routes(routes!(stocktakes::approve))
        .routes(routes!(stocktakes::abandon))
        .routes(routes!(agents::list))
        .routes(routes!(agents::show, agents::publish))
        .routes(routes!(agents::roll_back))
        .routes(routes!(approvals::list))
        .routes(routes!(approvals::approve))
        .routes(routes!(approvals::decline))
        .routes(routes!(complaints::list))
        .routes(routes!(complaints::show, complaints::change))
        .routes(routes!(today::show))
        .routes(routes!(today::sales))
        .routes(routes!(settings::show))
        .routes(routes!(settings::replace))
        .routes(routes!(settings::preview_policy))
        .routes(routes!(channels::status))
        .routes(routes!(channels::keep_secrets, channels::forget_secrets))
        .routes(routes!(channels::test))
        .routes(routes!(channels::gaps))
        .routes(routes!(email::show, email::keep, email::forget))
        .routes(routes!(email::test))
        .routes(routes!(phone::personas))
        .routes(routes!(phone::send))
        .merge(phone::pictures())
        .routes(routes!(phone::thread))
        .routes(routes!(operations::list))
        .routes(routes!(operations::show))
        .routes(routes!(operations::undo))
        .routes(routes!(imports::list, imports::create))
        .routes(routes!(imports::pending_images))
        .routes(routes!(imports::fetch_images))
        .routes(routes!(imports::show, imports::delete))
        .routes(routes!(imports::set_up))
        .routes(routes!(imports::check))
        .routes(routes!(imports::start))
        .routes(routes!(imports::pause))
        .routes(routes!(imports::cancel))
        .routes(routes!(imports::undo))
        .routes(routes!(imports::rows))
        .routes(routes!(imports::preview))
        .routes(routes!(imports::rejected))
        .routes(routes!(exports::list, exports::create))
        .routes(routes!(exports::show, exports::delete))
        .routes(routes!(exports::file))
        .routes(routes!(care::recovery))
        .routes(routes!(care::list, care::make))
        .routes(routes!(care::preview, care::delete))
        .routes(routes!(care::restore))
        .routes(routes!(care::check))
        .routes(routes!(jobs::list))
        .routes(routes!(jobs::discard))
        .routes(routes!(jobs::retry))
        .routes(routes!(events::stream))
        .routes(routes!(system::show))
        .routes(routes!(ai::show))
        .merge(models::routes())
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
