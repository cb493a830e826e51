//! The one REST API, `/api/v1`: routes with their OpenAPI description. Each handler reads the request, calls one use
//! case of core and writes its answer; no business rule stands here.
#![expect(unused_qualifications, reason = "utoipa's derives and macros write qualified paths")]

mod ai;
mod cash_drawer;
mod channels;
mod complaints;
mod contacts;
mod conversations;
mod discounts;
mod events;
mod gift_cards;
mod jobs;
mod messages;
mod openapi;
mod operations;
mod order_acts;
mod orders;
mod paging;
mod phone;
mod products;
mod returns;
mod runs;
mod settings;
mod state;
mod store_credit;
mod system;
mod today;
pub mod wire;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub use ai::{MODELS, MODELS_FOLDER};
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
        .routes(routes!(runs::list))
        .routes(routes!(runs::show))
        .routes(routes!(messages::retry))
        .routes(routes!(messages::attachment))
        .routes(routes!(contacts::list))
        .routes(routes!(contacts::show))
        .routes(routes!(products::list))
        .routes(routes!(products::show))
        .routes(routes!(products::image))
        .routes(routes!(orders::list))
        .routes(routes!(orders::show))
        .routes(routes!(returns::list))
        .routes(routes!(returns::counts))
        .routes(routes!(returns::show, returns::change))
        .routes(routes!(returns::returnable))
        .routes(routes!(returns::request))
        .routes(routes!(returns::approve))
        .routes(routes!(returns::refuse))
        .routes(routes!(returns::cancel))
        .routes(routes!(returns::receive))
        .routes(routes!(returns::settle))
        .routes(routes!(returns::close))
        .routes(routes!(gift_cards::list, gift_cards::issue))
        .routes(routes!(gift_cards::look_up))
        .routes(routes!(gift_cards::show, gift_cards::change))
        .routes(routes!(gift_cards::entries))
        .routes(routes!(gift_cards::code))
        .routes(routes!(gift_cards::top_up))
        .routes(routes!(gift_cards::void))
        .routes(routes!(store_credit::holders))
        .routes(routes!(store_credit::show, store_credit::grant))
        .routes(routes!(store_credit::methods, store_credit::keep_method))
        .routes(routes!(store_credit::remove_method))
        .routes(routes!(cash_drawer::show))
        .routes(routes!(cash_drawer::open))
        .routes(routes!(cash_drawer::enter))
        .routes(routes!(cash_drawer::close))
        .routes(routes!(cash_drawer::sessions))
        .routes(routes!(cash_drawer::session))
        .routes(routes!(cash_drawer::entries))
        .routes(routes!(orders::list, orders::create))
        .routes(routes!(orders::counts))
        .routes(routes!(orders::show, orders::change, orders::discard))
        .routes(routes!(orders::duplicate))
        .routes(routes!(orders::sell))
        .routes(routes!(orders::preview))
        .routes(routes!(order_acts::place))
        .routes(routes!(order_acts::process))
        .routes(routes!(order_acts::fulfil))
        .routes(routes!(order_acts::change_fulfilment))
        .routes(routes!(order_acts::deliver))
        .routes(routes!(order_acts::cancel))
        .routes(routes!(order_acts::change_items))
        .routes(routes!(order_acts::change_address))
        .routes(routes!(order_acts::change_payment))
        .routes(routes!(order_acts::add_payment))
        .routes(routes!(order_acts::settle_payment))
        .routes(routes!(order_acts::fail_payment))
        .routes(routes!(order_acts::refund))
        .routes(routes!(order_acts::archive))
        .routes(routes!(order_acts::unarchive))
        .routes(routes!(discounts::list, discounts::create))
        .routes(routes!(discounts::show, discounts::change, discounts::remove))
        .routes(routes!(discounts::redemptions))
        .routes(routes!(complaints::list))
        .routes(routes!(complaints::show, complaints::change))
        .routes(routes!(today::show))
        .routes(routes!(settings::show))
        .routes(routes!(settings::replace))
        .routes(routes!(channels::status))
        .routes(routes!(channels::keep_secrets, channels::forget_secrets))
        .routes(routes!(channels::test))
        .routes(routes!(channels::gaps))
        .routes(routes!(phone::personas))
        .routes(routes!(phone::send))
        .routes(routes!(phone::thread))
        .routes(routes!(operations::list))
        .routes(routes!(operations::show))
        .routes(routes!(operations::undo))
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
