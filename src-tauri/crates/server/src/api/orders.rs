//! Orders: lists, one order, drafts, prices.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use haberdash_core::{Result, WriteTx, id, orders};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{answer, page_request};
use super::wire::{
    ArchiveFilter, ContactId, DraftInput, FulfilmentStatus, NewOrder, Order, OrderChange, OrderChannel,
    OrderCounts, OrderFilter, OrderSort, OrderSummary, Page, PaymentStatus, PricePreview, ReturnStatus,
    SaleInput,
};
use super::{ApiState, Done, order_acts};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::{ApiError, ApiResult};

/// The routes of orders.
pub(super) fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(counts))
        .routes(routes!(show, change, discard))
        .routes(routes!(duplicate))
        .routes(routes!(sell))
        .routes(routes!(preview))
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
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListOrders {
    /// The starts of words of the number, the customer's or recipient's name, SKUs, tracking numbers.
    search: Option<String>,
    #[param(inline)]
    status: Option<OrderFilter>,
    #[param(inline)]
    payment_status: Option<PaymentStatus>,
    #[param(inline)]
    fulfilment_status: Option<FulfilmentStatus>,
    #[param(inline)]
    return_status: Option<ReturnStatus>,
    #[param(inline)]
    channel: Option<OrderChannel>,
    #[param(inline)]
    contact_id: Option<ContactId>,
    /// A day in the shop's zone: created then or later.
    #[param(format = Date)]
    from: Option<String>,
    /// A day in the shop's zone: created then or earlier.
    #[param(format = Date)]
    to: Option<String>,
    /// Left out: without what is in the archive.
    #[param(inline)]
    archived: Option<ArchiveFilter>,
    /// Placed or being prepared: to be sent.
    open: Option<bool>,
    /// Placed and not cancelled, and not or not fully paid.
    due: Option<bool>,
    /// A return or an exchange is asked for.
    returning: Option<bool>,
    #[param(inline)]
    sort: Option<OrderSort>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

fn day(field: &str, text: Option<String>) -> ApiResult<Option<jiff::civil::Date>> {
    let wrong = |_| ApiError::field(field, "There is no such date. Write it as 2027-01-31.");
    text.filter(|text| !text.is_empty()).map(|text| text.parse().map_err(wrong)).transpose()
}

/// Orders by any filters together, the newest first.
#[utoipa::path(get, path = "/orders", operation_id = "list_orders", tag = "orders",
    params(ListOrders), responses((status = 200, body = Page<OrderSummary>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListOrders>,
) -> ApiResult<Json<Page<OrderSummary>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter = orders::OrderFilter {
        status: params.status.unwrap_or_default().status(),
        payment_status: params.payment_status.map(Into::into),
        fulfilment_status: params.fulfilment_status.map(Into::into),
        return_status: params.return_status.map(Into::into),
        channel: params.channel.map(Into::into),
        contact_id: params.contact_id.map(|id| id.0),
        from: day("from", params.from)?,
        to: day("to", params.to)?,
        archived: match params.archived.unwrap_or_default() {
            ArchiveFilter::No => Some(false),
            ArchiveFilter::Yes => Some(true),
            ArchiveFilter::All => None,
        },
        open: params.open.unwrap_or(false),
        due: params.due.unwrap_or(false),
        returning: params.returning.unwrap_or(false),
        text: params.search,
        sort: params.sort.map_or(orders::OrderSort::Newest, Into::into),
    };
    let page = state.database.read(move |c| orders::list(c, &filter, &request));
    answer(page.await, OrderSummary::from)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CountOrders {
    #[param(inline)]
    contact_id: Option<ContactId>,
}

/// How many orders each filter shows, each counted up to a cap.
#[utoipa::path(get, path = "/orders/counts", operation_id = "count_orders", tag = "orders",
    params(CountOrders), responses((status = 200, body = OrderCounts)))]
pub async fn counts(
    State(state): State<ApiState>,
    Params(params): Params<CountOrders>,
) -> ApiResult<Json<OrderCounts>> {
    let contact_id = params.contact_id.map(|id| id.0);
    Ok(Json(state.database.read(move |c| orders::filter_counts(c, contact_id)).await?.into()))
}

#[utoipa::path(get, path = "/orders/{id}", operation_id = "get_order", tag = "orders",
    params(("id" = String, Path)), responses((status = 200, body = Order)))]
pub async fn show(State(state): State<ApiState>, PathId(id): PathId<id::Order>) -> ApiResult<Json<Order>> {
    let order = state.database.read(move |c| {
        let detail = orders::detail(c, id)?;
        let displayed = orders::displayed(c, detail.order.total)?;
        Ok(Order::of(detail, displayed))
    });
    Ok(Json(order.await?))
}

/// Runs an act that gives an order.
pub(super) async fn act(
    state: &ApiState,
    caller: Caller,
    work: impl FnOnce(&mut WriteTx<'_>) -> Result<orders::OrderDetail> + Send + 'static,
) -> ApiResult<Done<Order>> {
    let done = state.act(caller, move |tx| {
        let detail = work(tx)?;
        let displayed = orders::displayed(tx.sql(), detail.order.total)?;
        Ok(Order::of(detail, displayed))
    });
    Ok(done.await?)
}

/// The same, of an order that was made.
async fn make(
    state: &ApiState,
    caller: Caller,
    work: impl FnOnce(&mut WriteTx<'_>) -> Result<orders::OrderDetail> + Send + 'static,
) -> ApiResult<Response> {
    let mut response = act(state, caller, work).await?.into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Writes an order down: a draft, or placed at once.
#[utoipa::path(post, path = "/orders", operation_id = "create_order", tag = "orders",
    request_body = NewOrder, responses((status = 201, body = Order)))]
pub async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewOrder>,
) -> ApiResult<Response> {
    let change = body.change()?;
    if !body.place && !body.payments.is_empty() {
        return Err(ApiError::field("payments", "A draft is not paid. Place it at once, or leave this out."));
    }
    let payments: Vec<orders::NewPayment> = body.payments.into_iter().map(Into::into).collect();
    make(&state, caller, move |tx| {
        let key = body.request_key.as_deref();
        if body.place {
            orders::create_placed(tx, &change, &payments, key)
        } else {
            orders::create_draft(tx, &change, key)
        }
    })
    .await
}

/// Sells at the counter: placed, paid in full and handed over in one act.
#[utoipa::path(post, path = "/sales", operation_id = "sell", tag = "orders",
    request_body = SaleInput, responses((status = 201, body = Order)))]
pub async fn sell(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<SaleInput>,
) -> ApiResult<Response> {
    let sale = orders::Sale {
        change: body.change()?,
        payments: body.payments.into_iter().map(Into::into).collect(),
        request_key: body.request_key,
        draft_id: body.draft_id.map(|id| id.0),
    };
    make(&state, caller, move |tx| orders::sell(tx, &sale)).await
}

/// Changes a draft; of a placed order only note and tags.
#[utoipa::path(patch, path = "/orders/{id}", operation_id = "change_order", tag = "orders",
    params(("id" = String, Path)), request_body = OrderChange, responses((status = 200, body = Order)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<OrderChange>,
) -> ApiResult<Done<Order>> {
    let change = body.change()?;
    act(&state, caller, move |tx| orders::edit_draft(tx, id, &change, Some(body.version))).await
}

/// Throws a draft away.
#[utoipa::path(delete, path = "/orders/{id}", operation_id = "discard_order", tag = "orders",
    params(("id" = String, Path)), responses((status = 204)))]
pub async fn discard(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
) -> ApiResult<Response> {
    let mut response = state.act(caller, move |tx| orders::discard_draft(tx, id)).await?.into_response();
    *response.status_mut() = StatusCode::NO_CONTENT;
    *response.body_mut() = axum::body::Body::empty();
    Ok(response)
}

/// A new draft with the same goods at today's prices.
#[utoipa::path(post, path = "/orders/{id}/duplicate", operation_id = "duplicate_order", tag = "orders",
    params(("id" = String, Path)), responses((status = 201, body = Order)))]
pub async fn duplicate(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
) -> ApiResult<Response> {
    make(&state, caller, move |tx| orders::duplicate(tx, id)).await
}

/// What a cart would cost. Nothing is written.
#[utoipa::path(post, path = "/pricing/preview", operation_id = "preview_price", tag = "orders",
    request_body = DraftInput, responses((status = 200, body = PricePreview)))]
pub async fn preview(
    State(state): State<ApiState>,
    Body(body): Body<DraftInput>,
) -> ApiResult<Json<PricePreview>> {
    let change = body.change()?;
    let now = state.database.clock().now();
    Ok(Json(state.database.read(move |c| orders::preview(c, &change, now)).await?.into()))
}
