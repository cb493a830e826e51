//! Store credit, and the ways to pay that customers keep with the shop.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use haberdash_core::database::Connection;
use haberdash_core::page::PageRequest;
use haberdash_core::settings::{self, ShopProfile};
use haberdash_core::{Code, Id, Money, Result, contacts, gift_cards, id, store_credit, stored_methods};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{answer, page_request};
use super::wire::{
    NewStoredMethod, Page, StoreCredit, StoreCreditEntry, StoreCreditGrant, StoreCreditHolder, StoredMethod,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::{ApiError, ApiResult};

/// Store credit and kept ways to pay.
pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(holders))
        .routes(routes!(show, grant))
        .routes(routes!(methods, keep_method))
        .routes(routes!(remove_method))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListHolders {
    /// A part of the customer's name.
    search: Option<String>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Customers who have something to spend.
#[utoipa::path(get, path = "/store-credit", operation_id = "list_store_credit", tag = "store credit",
    params(ListHolders), responses((status = 200, body = Page<StoreCreditHolder>)))]
pub async fn holders(
    State(state): State<ApiState>,
    Params(params): Params<ListHolders>,
) -> ApiResult<Json<Page<StoreCreditHolder>>> {
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| store_credit::holders(c, params.search.as_deref(), &request));
    answer(page.await, StoreCreditHolder::from)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListEntries {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// What a customer has to spend, and how it came to that.
#[utoipa::path(get, path = "/contacts/{id}/store-credit", operation_id = "get_store_credit", tag = "store credit",
    params(("id" = String, Path), ListEntries), responses((status = 200, body = StoreCredit)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Contact>,
    Params(params): Params<ListEntries>,
) -> ApiResult<Json<StoreCredit>> {
    let request = page_request(params.cursor, params.limit)?;
    match state.database.read(move |c| of_contact(c, id, &request)).await {
        Ok(credit) => Ok(Json(credit)),
        Err(error) if error.code == Code::Malformed => Err(ApiError::field("cursor", error.detail)),
        Err(error) => Err(error.into()),
    }
}

fn of_contact(connection: &Connection, id: Id<id::Contact>, page: &PageRequest) -> Result<StoreCredit> {
    contacts::get(connection, id)?;
    let entries = store_credit::entries(connection, id, page)?;
    Ok(StoreCredit {
        balances: store_credit::balances(connection, id)?.into_iter().map(Into::into).collect(),
        entries: Page {
            items: entries.items.into_iter().map(StoreCreditEntry::from).collect(),
            next_cursor: entries.next.map(|cursor| cursor.to_string()),
        },
    })
}

/// Gives a customer credit, or takes some away.
#[utoipa::path(post, path = "/contacts/{id}/store-credit", operation_id = "grant_store_credit", tag = "store credit",
    params(("id" = String, Path)), request_body = StoreCreditGrant, responses((status = 200, body = StoreCredit)))]
pub async fn grant(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Contact>,
    Body(body): Body<StoreCreditGrant>,
) -> ApiResult<Done<StoreCredit>> {
    let done = state.act(caller, move |tx| {
        let currency = settings::get::<ShopProfile>(tx.sql())?.value.currency;
        store_credit::grant(tx, id, Money::new(body.amount, currency), &body.note)?;
        of_contact(tx.sql(), id, &PageRequest::default())
    });
    Ok(done.await?)
}

/// The ways to pay that a customer keeps with the shop.
#[utoipa::path(get, path = "/contacts/{id}/payment-methods", operation_id = "list_payment_methods",
    tag = "store credit", params(("id" = String, Path)), responses((status = 200, body = Vec<StoredMethod>)))]
pub async fn methods(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Contact>,
) -> ApiResult<Json<Vec<StoredMethod>>> {
    let methods = state.database.read(move |c| {
        contacts::get(c, id)?;
        stored_methods::of_contact(c, id, false)
    });
    Ok(Json(methods.await?.into_iter().map(StoredMethod::from).collect()))
}

/// Keeps a way to pay. No number that moves money is taken.
#[utoipa::path(post, path = "/contacts/{id}/payment-methods", operation_id = "keep_payment_method",
    tag = "store credit", params(("id" = String, Path)), request_body = NewStoredMethod,
    responses((status = 201, body = StoredMethod)))]
pub async fn keep_method(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Contact>,
    Body(body): Body<NewStoredMethod>,
) -> ApiResult<(StatusCode, Done<StoredMethod>)> {
    let done = state.act(caller, move |tx| {
        let gift_card_id = match body.gift_card_code.as_deref() {
            Some(code) => {
                let found =
                    gift_cards::look_up(tx.sql(), code).map_err(|error| error.at("gift_card_code"))?;
                Some(found.id)
            }
            None => None,
        };
        let new = stored_methods::NewStoredMethod {
            kind: body.kind.into(),
            label: body.label,
            brand: body.brand,
            last_four: body.last_four,
            reference: body.reference,
            gift_card_id,
        };
        Ok(StoredMethod::from(stored_methods::add(tx, id, new)?))
    });
    Ok((StatusCode::CREATED, done.await?))
}

/// No longer keeps a way to pay; what it paid stays.
#[utoipa::path(delete, path = "/payment-methods/{id}", operation_id = "remove_payment_method", tag = "store credit",
    params(("id" = String, Path)), responses((status = 200, body = StoredMethod)))]
pub async fn remove_method(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::StoredMethod>,
) -> ApiResult<Done<StoredMethod>> {
    Ok(state.act(caller, move |tx| Ok(stored_methods::remove(tx, id)?.into())).await?)
}
