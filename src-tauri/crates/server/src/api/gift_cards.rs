//! Gift cards.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use haberdash_core::orders::PaymentMethod;
use haberdash_core::settings::{self, ShopProfile};
use haberdash_core::{Error, Money, Result, WriteTx, cash_drawer, gift_cards, id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{answer, page_request};
use super::wire::{
    ContactId, GiftCard, GiftCardChange, GiftCardCode, GiftCardEntry, GiftCardFilter, GiftCardLookUp,
    GiftCardTopUp, GiftCardVoid, IssuedGiftCard, NewGiftCard, Page,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

/// Gift cards.
pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(list, issue))
        .routes(routes!(look_up))
        .routes(routes!(show, change))
        .routes(routes!(entries))
        .routes(routes!(code))
        .routes(routes!(top_up))
        .routes(routes!(void))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListGiftCards {
    #[param(inline)]
    state: Option<GiftCardFilter>,
    #[param(value_type = Option<String>)]
    contact_id: Option<ContactId>,
    /// A whole code, its last four characters, or a part of the customer's name.
    search: Option<String>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Gift cards, the newest first, their codes masked.
#[utoipa::path(get, path = "/gift-cards", operation_id = "list_gift_cards", tag = "gift cards",
    params(ListGiftCards), responses((status = 200, body = Page<GiftCard>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListGiftCards>,
) -> ApiResult<Json<Page<GiftCard>>> {
    let request = page_request(params.cursor, params.limit)?;
    let filter = gift_cards::GiftCardFilter {
        state: params.state.unwrap_or_default().state(),
        contact_id: params.contact_id.map(|id| id.0),
        text: params.search,
    };
    let now = state.database.clock().now();
    let page = state.database.read(move |c| {
        let today = gift_cards::today(c, now)?;
        Ok((gift_cards::list(c, &filter, today, &request), today))
    });
    let (page, today) = page.await?;
    answer(page, |card| GiftCard::on(card, today))
}

/// A card as the wire has it now.
fn on_wire(tx: &WriteTx<'_>, card: gift_cards::GiftCard) -> Result<GiftCard> {
    Ok(GiftCard::on(card, gift_cards::today(tx.sql(), tx.now())?))
}

/// Issues a gift card; its code is in the answer.
#[utoipa::path(post, path = "/gift-cards", operation_id = "issue_gift_card", tag = "gift cards",
    request_body = NewGiftCard, responses((status = 201, body = IssuedGiftCard)))]
pub async fn issue(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewGiftCard>,
) -> ApiResult<(StatusCode, Done<IssuedGiftCard>)> {
    let done = state.act(caller, move |tx| {
        let currency = settings::get::<ShopProfile>(tx.sql())?.value.currency;
        let amount = Money::new(body.amount, currency);
        let card = gift_cards::issue(
            tx,
            gift_cards::NewGiftCard {
                amount,
                contact_id: body.contact_id.map(|id| id.0),
                expires_on: body.expires_on,
                note: body.note,
                code: body.code,
            },
        )?;
        match body.paid_with.map(|paid| PaymentMethod::from(paid.method)) {
            Some(PaymentMethod::Cash) => {
                cash_drawer::note_sale(tx, amount, &format!("Gift card {}", card.code.masked()))?;
            }
            Some(PaymentMethod::GiftCard | PaymentMethod::StoreCredit | PaymentMethod::OnDelivery) => {
                return Err(Error::invalid("A gift card is sold for money.").at("paid_with.method"));
            }
            Some(PaymentMethod::Card | PaymentMethod::BankTransfer | PaymentMethod::Wallet) | None => {}
        }
        Ok(IssuedGiftCard { code: card.code.grouped(), gift_card: on_wire(tx, card)? })
    });
    Ok((StatusCode::CREATED, done.await?))
}

#[utoipa::path(get, path = "/gift-cards/{id}", operation_id = "get_gift_card", tag = "gift cards",
    params(("id" = String, Path)), responses((status = 200, body = GiftCard)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::GiftCard>,
) -> ApiResult<Json<GiftCard>> {
    let now = state.database.clock().now();
    let card =
        state.database.read(move |c| Ok(GiftCard::on(gift_cards::get(c, id)?, gift_cards::today(c, now)?)));
    Ok(Json(card.await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListEntries {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// A card's ledger, the newest entry first.
#[utoipa::path(get, path = "/gift-cards/{id}/entries", operation_id = "list_gift_card_entries", tag = "gift cards",
    params(("id" = String, Path), ListEntries), responses((status = 200, body = Page<GiftCardEntry>)))]
pub async fn entries(
    State(state): State<ApiState>,
    PathId(id): PathId<id::GiftCard>,
    Params(params): Params<ListEntries>,
) -> ApiResult<Json<Page<GiftCardEntry>>> {
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| {
        gift_cards::get(c, id)?;
        Ok(gift_cards::entries(c, id, &request))
    });
    answer(page.await?, GiftCardEntry::from)
}

/// The whole code, for the owner to print or read out.
#[utoipa::path(get, path = "/gift-cards/{id}/code", operation_id = "get_gift_card_code", tag = "gift cards",
    params(("id" = String, Path)), responses((status = 200, body = GiftCardCode)))]
pub async fn code(
    State(state): State<ApiState>,
    PathId(id): PathId<id::GiftCard>,
) -> ApiResult<Json<GiftCardCode>> {
    let card = state.database.read(move |c| gift_cards::get(c, id)).await?;
    Ok(Json(GiftCardCode { code: card.code.grouped() }))
}

/// The card of a code that was typed or scanned.
#[utoipa::path(post, path = "/gift-cards/look-up", operation_id = "look_up_gift_card", tag = "gift cards",
    request_body = GiftCardLookUp, responses((status = 200, body = GiftCard)))]
pub async fn look_up(
    State(state): State<ApiState>,
    Body(body): Body<GiftCardLookUp>,
) -> ApiResult<Json<GiftCard>> {
    let now = state.database.clock().now();
    let card = state
        .database
        .read(move |c| Ok(GiftCard::on(gift_cards::look_up(c, &body.code)?, gift_cards::today(c, now)?)));
    Ok(Json(card.await?))
}

/// Adds money to a card.
#[utoipa::path(post, path = "/gift-cards/{id}/top-up", operation_id = "top_up_gift_card", tag = "gift cards",
    params(("id" = String, Path)), request_body = GiftCardTopUp, responses((status = 200, body = GiftCard)))]
pub async fn top_up(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::GiftCard>,
    Body(body): Body<GiftCardTopUp>,
) -> ApiResult<Done<GiftCard>> {
    let done = state.act(caller, move |tx| {
        let currency = gift_cards::get(tx.sql(), id)?.balance.currency;
        let amount = Money::new(body.amount, currency);
        let card = gift_cards::top_up(tx, id, amount, &body.note, body.version)?;
        on_wire(tx, card)
    });
    Ok(done.await?)
}

/// Makes a card worthless for good.
#[utoipa::path(post, path = "/gift-cards/{id}/void", operation_id = "void_gift_card", tag = "gift cards",
    params(("id" = String, Path)), request_body = GiftCardVoid, responses((status = 200, body = GiftCard)))]
pub async fn void(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::GiftCard>,
    Body(body): Body<GiftCardVoid>,
) -> ApiResult<Done<GiftCard>> {
    let done = state.act(caller, move |tx| {
        let card = gift_cards::void(tx, id, &body.reason, body.version)?;
        on_wire(tx, card)
    });
    Ok(done.await?)
}

/// Changes the expiry, the customer or the note.
#[utoipa::path(patch, path = "/gift-cards/{id}", operation_id = "change_gift_card", tag = "gift cards",
    params(("id" = String, Path)), request_body = GiftCardChange, responses((status = 200, body = GiftCard)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::GiftCard>,
    Body(body): Body<GiftCardChange>,
) -> ApiResult<Done<GiftCard>> {
    let change = gift_cards::GiftCardChange {
        expires_on: body.expires_on,
        contact_id: body.contact_id.map(|contact| contact.map(|id| id.0)),
        note: body.note,
    };
    let done = state.act(caller, move |tx| {
        let card = gift_cards::change(tx, id, &change, body.version)?;
        on_wire(tx, card)
    });
    Ok(done.await?)
}
