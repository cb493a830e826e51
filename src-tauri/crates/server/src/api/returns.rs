//! Returns and exchanges.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use haberdash_core::database::Connection;
use haberdash_core::{Database, Result, gift_cards, id, returns, stored_methods};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{answer, page_request};
use super::wire::{
    ContactId, NewReturn, OrderId, Page, PayWith, ReceiveReturn, RefundTo, RefundWay, Return, ReturnChange,
    ReturnCounts, ReturnFilter, ReturnStepRequest, ReturnSummary, Returnable, SettleReturn,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::{ApiError, ApiResult};

/// Returns and exchanges.
pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(counts))
        .routes(routes!(show, change))
        .routes(routes!(returnable))
        .routes(routes!(request))
        .routes(routes!(approve))
        .routes(routes!(refuse))
        .routes(routes!(cancel))
        .routes(routes!(receive))
        .routes(routes!(settle))
        .routes(routes!(close))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListReturns {
    #[param(inline)]
    state: Option<ReturnFilter>,
    #[param(value_type = Option<String>)]
    order_id: Option<OrderId>,
    #[param(value_type = Option<String>)]
    contact_id: Option<ContactId>,
    /// The start of a number, or a part of the customer's name.
    search: Option<String>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Returns and exchanges, the newest first.
#[utoipa::path(get, path = "/returns", operation_id = "list_returns", tag = "returns",
    params(ListReturns), responses((status = 200, body = Page<ReturnSummary>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListReturns>,
) -> ApiResult<Json<Page<ReturnSummary>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter = params.state.unwrap_or_default();
    let filter = returns::ReturnFilter {
        state: filter.state(),
        open: filter == ReturnFilter::Open,
        order_id: params.order_id.map(|id| id.0),
        contact_id: params.contact_id.map(|id| id.0),
        text: params.search,
    };
    let page = state.database.read(move |c| returns::list(c, &filter, &request));
    answer(page.await, ReturnSummary::from)
}

/// How many wait in each state.
#[utoipa::path(get, path = "/returns/counts", operation_id = "count_returns", tag = "returns",
    responses((status = 200, body = ReturnCounts)))]
pub async fn counts(State(state): State<ApiState>) -> ApiResult<Json<ReturnCounts>> {
    Ok(Json(state.database.read(returns::counts).await?.into()))
}

#[utoipa::path(get, path = "/returns/{id}", operation_id = "get_return", tag = "returns",
    params(("id" = String, Path)), responses((status = 200, body = Return)))]
pub async fn show(State(state): State<ApiState>, PathId(id): PathId<id::Return>) -> ApiResult<Json<Return>> {
    Ok(Json(state.database.read(move |c| returns::detail(c, id)).await?.into()))
}

/// What of an order can still come back, and where its money may go.
#[utoipa::path(get, path = "/orders/{id}/returnable", operation_id = "get_returnable", tag = "returns",
    params(("id" = String, Path)), responses((status = 200, body = Returnable)))]
pub async fn returnable(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Order>,
) -> ApiResult<Json<Returnable>> {
    let now = state.database.clock().now();
    Ok(Json(state.database.read(move |c| returns::returnable(c, id, now)).await?.into()))
}

/// Asks for a return or an exchange.
#[utoipa::path(post, path = "/orders/{id}/returns", operation_id = "request_return", tag = "returns",
    params(("id" = String, Path)), request_body = NewReturn, responses((status = 201, body = Return)))]
pub async fn request(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Order>,
    Body(body): Body<NewReturn>,
) -> ApiResult<(StatusCode, Done<Return>)> {
    let refund_to = body.refund_to.map(target).transpose()?.unwrap_or_default();
    let new = returns::NewReturn {
        kind: body.kind.into(),
        lines: body
            .lines
            .into_iter()
            .map(|line| returns::NewReturnLine {
                line_item_id: line.line_item_id.0,
                quantity: line.quantity,
                reason: line.reason.into(),
                note: line.note,
                replacement_variant_id: line.replacement_variant_id.map(|id| id.0),
            })
            .collect(),
        refund_to,
        restocking_fee: body.restocking_fee,
        refund_shipping: body.refund_shipping,
        note: body.note,
        approved: body.approve,
    };
    let done = state.act(caller, move |tx| Ok(Return::from(returns::request(tx, id, &new)?))).await?;
    Ok((StatusCode::CREATED, done))
}

/// The customer may send it.
#[utoipa::path(post, path = "/returns/{id}/approve", operation_id = "approve_return", tag = "returns",
    params(("id" = String, Path)), request_body = ReturnStepRequest, responses((status = 200, body = Return)))]
pub async fn approve(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Return>,
    Body(body): Body<ReturnStepRequest>,
) -> ApiResult<Done<Return>> {
    Ok(state.act(caller, move |tx| Ok(returns::approve(tx, id, body.version)?.into())).await?)
}

/// The shop does not take it back.
#[utoipa::path(post, path = "/returns/{id}/refuse", operation_id = "refuse_return", tag = "returns",
    params(("id" = String, Path)), request_body = ReturnStepRequest, responses((status = 200, body = Return)))]
pub async fn refuse(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Return>,
    Body(body): Body<ReturnStepRequest>,
) -> ApiResult<Done<Return>> {
    let reason = body.reason.unwrap_or_default();
    Ok(state.act(caller, move |tx| Ok(returns::refuse(tx, id, body.version, &reason)?.into())).await?)
}

/// It does not come after all.
#[utoipa::path(post, path = "/returns/{id}/cancel", operation_id = "cancel_return", tag = "returns",
    params(("id" = String, Path)), request_body = ReturnStepRequest, responses((status = 200, body = Return)))]
pub async fn cancel(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Return>,
    Body(body): Body<ReturnStepRequest>,
) -> ApiResult<Done<Return>> {
    let reason = body.reason.unwrap_or_default();
    Ok(state.act(caller, move |tx| Ok(returns::cancel(tx, id, body.version, &reason)?.into())).await?)
}

/// It has arrived: what was found.
#[utoipa::path(post, path = "/returns/{id}/receive", operation_id = "receive_return", tag = "returns",
    params(("id" = String, Path)), request_body = ReceiveReturn, responses((status = 200, body = Return)))]
pub async fn receive(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Return>,
    Body(body): Body<ReceiveReturn>,
) -> ApiResult<Done<Return>> {
    let found: Vec<returns::Inspection> = body
        .lines
        .into_iter()
        .map(|line| returns::Inspection {
            line_id: line.line_id.0,
            accepted: line.accepted,
            condition: line.condition.into(),
            disposition: line.disposition.into(),
        })
        .collect();
    let done = state
        .act(caller, move |tx| Ok(returns::receive(tx, id, body.version, &found, body.location_id)?.into()));
    Ok(done.await?)
}

/// Changes where the money goes, the fee, and whether the shipping goes back.
#[utoipa::path(patch, path = "/returns/{id}", operation_id = "change_return", tag = "returns",
    params(("id" = String, Path)), request_body = ReturnChange, responses((status = 200, body = Return)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Return>,
    Body(body): Body<ReturnChange>,
) -> ApiResult<Done<Return>> {
    let change = returns::ReturnChange {
        refund_to: body.refund_to.map(target).transpose()?,
        restocking_fee: body.restocking_fee,
        refund_shipping: body.refund_shipping,
    };
    Ok(state.act(caller, move |tx| Ok(returns::change(tx, id, body.version, &change)?.into())).await?)
}

/// The money and the replacements change hands, once.
#[utoipa::path(post, path = "/returns/{id}/settle", operation_id = "settle_return", tag = "returns",
    params(("id" = String, Path)), request_body = SettleReturn, responses((status = 200, body = Return)))]
pub async fn settle(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Return>,
    Body(body): Body<SettleReturn>,
) -> ApiResult<Done<Return>> {
    let pay_with = match body.pay_with {
        Some(with) => Some(payment(&state.database, with).await?),
        None => None,
    };
    let settlement = returns::Settlement {
        refund_to: body.refund_to.map(target).transpose()?,
        pay_with,
        hand_over: returns::HandOver { carrier: body.carrier, tracking_number: body.tracking_number },
    };
    Ok(state.act(caller, move |tx| Ok(returns::settle(tx, id, body.version, &settlement)?.into())).await?)
}

/// Nothing more will happen.
#[utoipa::path(post, path = "/returns/{id}/close", operation_id = "close_return", tag = "returns",
    params(("id" = String, Path)), request_body = ReturnStepRequest, responses((status = 200, body = Return)))]
pub async fn close(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Return>,
    Body(body): Body<ReturnStepRequest>,
) -> ApiResult<Done<Return>> {
    Ok(state.act(caller, move |tx| Ok(returns::close(tx, id, body.version)?.into())).await?)
}

/// A target as core knows it.
fn target(to: RefundTo) -> ApiResult<returns::RefundTo> {
    Ok(match to.to {
        RefundWay::Original => returns::RefundTo::Original,
        RefundWay::Cash => returns::RefundTo::Cash,
        RefundWay::Card => returns::RefundTo::Card { reference: to.reference },
        RefundWay::BankTransfer => returns::RefundTo::BankTransfer { reference: to.reference },
        RefundWay::StoreCredit => returns::RefundTo::StoreCredit,
        RefundWay::GiftCard => returns::RefundTo::GiftCard { gift_card_id: to.gift_card_id.map(|id| id.0) },
        RefundWay::StoredMethod => {
            let id = to.stored_method_id.ok_or_else(|| {
                ApiError::field(
                    "refund_to.stored_method_id",
                    "Say which of the customer's ways to pay it is.",
                )
            })?;
            returns::RefundTo::StoredMethod { stored_method_id: id.0 }
        }
    })
}

/// A payment as core knows it: a kept way to pay brings its method, a code its card.
async fn payment(database: &Database, with: PayWith) -> ApiResult<returns::PayWith> {
    let found = database.read(move |c| find_payment(c, with)).await;
    found.map_err(|error| ApiError::from(error).under("pay_with"))
}

fn find_payment(connection: &Connection, with: PayWith) -> Result<returns::PayWith> {
    if let Some(id) = with.stored_method_id {
        let method = stored_methods::get(connection, id.0).map_err(|error| error.at("stored_method_id"))?;
        return Ok(returns::PayWith { reference: with.reference, ..returns::PayWith::stored(&method) });
    }
    let method =
        with.method.ok_or_else(|| haberdash_core::Error::invalid("Say how it is paid.").at("method"))?;
    let card = match with.gift_card_code.as_deref() {
        Some(code) => {
            let found = gift_cards::look_up(connection, code).map_err(|error| error.at("gift_card_code"))?;
            Some(found.id)
        }
        None => None,
    };
    Ok(returns::PayWith {
        method: method.into(),
        reference: with.reference,
        tendered: with.tendered,
        stored_method_id: None,
        gift_card_id: card,
    })
}
