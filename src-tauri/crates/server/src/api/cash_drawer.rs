//! The cash drawer.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use haberdash_core::page::PageRequest;
use haberdash_core::settings::{self, ShopProfile};
use haberdash_core::{Money, cash_drawer, id};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::paging::{answer, page_request};
use super::wire::{
    CashDrawer, CloseDrawer, DrawerEntry, DrawerMove, DrawerSession, NewDrawerEntry, OpenDrawer, Page,
};
use super::{ApiState, Done};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

/// The cash drawer.
pub fn routes() -> OpenApiRouter<ApiState> {
    OpenApiRouter::new()
        .routes(routes!(show))
        .routes(routes!(open))
        .routes(routes!(enter))
        .routes(routes!(close))
        .routes(routes!(sessions))
        .routes(routes!(session))
        .routes(routes!(entries))
}

/// The open session, the one before, and the notes and coins to count.
#[utoipa::path(get, path = "/cash-drawer", operation_id = "get_cash_drawer", tag = "cash drawer",
    responses((status = 200, body = CashDrawer)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<CashDrawer>> {
    let drawer = state.database.read(|c| {
        let currency = settings::get::<ShopProfile>(c)?.value.currency;
        let open = cash_drawer::current(c)?;
        let newest = cash_drawer::sessions(c, &PageRequest::first(2))?.items;
        let currency = open.as_ref().map_or(currency, |session| session.float.currency);
        Ok(CashDrawer {
            last_closed: newest.into_iter().find(|session| !session.is_open()).map(Into::into),
            open: open.map(Into::into),
            denominations: cash_drawer::denominations(currency).to_vec(),
            currency: currency.to_string(),
        })
    });
    Ok(Json(drawer.await?))
}

/// Opens the drawer with what is in it.
#[utoipa::path(post, path = "/cash-drawer/open", operation_id = "open_cash_drawer", tag = "cash drawer",
    request_body = OpenDrawer, responses((status = 201, body = DrawerSession)))]
pub async fn open(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<OpenDrawer>,
) -> ApiResult<(StatusCode, Done<DrawerSession>)> {
    let done = state.act(caller, move |tx| {
        let currency = settings::get::<ShopProfile>(tx.sql())?.value.currency;
        Ok(DrawerSession::from(cash_drawer::open(tx, Money::new(body.float, currency), &body.note)?))
    });
    Ok((StatusCode::CREATED, done.await?))
}

/// Puts cash in, or takes some out, for another reason than a sale.
#[utoipa::path(post, path = "/cash-drawer/entries", operation_id = "enter_cash", tag = "cash drawer",
    request_body = NewDrawerEntry, responses((status = 201, body = DrawerSession)))]
pub async fn enter(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewDrawerEntry>,
) -> ApiResult<(StatusCode, Done<DrawerSession>)> {
    let kind = match body.kind {
        DrawerMove::PayIn => cash_drawer::DrawerEntryKind::PayIn,
        DrawerMove::PayOut => cash_drawer::DrawerEntryKind::PayOut,
    };
    let done = state.act(caller, move |tx| {
        let currency = settings::get::<ShopProfile>(tx.sql())?.value.currency;
        let amount = Money::new(body.amount, currency);
        Ok(DrawerSession::from(cash_drawer::enter(tx, kind, amount, &body.reason)?))
    });
    Ok((StatusCode::CREATED, done.await?))
}

/// Closes the drawer with what was counted.
#[utoipa::path(post, path = "/cash-drawer/close", operation_id = "close_cash_drawer", tag = "cash drawer",
    request_body = CloseDrawer, responses((status = 200, body = DrawerSession)))]
pub async fn close(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<CloseDrawer>,
) -> ApiResult<Done<DrawerSession>> {
    let counts = body
        .counts
        .into_iter()
        .map(|line| cash_drawer::Counted { denomination: line.denomination, count: line.count })
        .collect();
    let done = state.act(caller, move |tx| {
        Ok(cash_drawer::close(tx, counts, body.reason.as_deref(), body.version)?.into())
    });
    Ok(done.await?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListSessions {
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Sessions, the newest first.
#[utoipa::path(get, path = "/cash-drawer/sessions", operation_id = "list_drawer_sessions", tag = "cash drawer",
    params(ListSessions), responses((status = 200, body = Page<DrawerSession>)))]
pub async fn sessions(
    State(state): State<ApiState>,
    Params(params): Params<ListSessions>,
) -> ApiResult<Json<Page<DrawerSession>>> {
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| cash_drawer::sessions(c, &request));
    answer(page.await, DrawerSession::from)
}

#[utoipa::path(get, path = "/cash-drawer/sessions/{id}", operation_id = "get_drawer_session", tag = "cash drawer",
    params(("id" = String, Path)), responses((status = 200, body = DrawerSession)))]
pub async fn session(
    State(state): State<ApiState>,
    PathId(id): PathId<id::DrawerSession>,
) -> ApiResult<Json<DrawerSession>> {
    Ok(Json(state.database.read(move |c| cash_drawer::session(c, id)).await?.into()))
}

/// What went in and out during a session, the oldest first.
#[utoipa::path(get, path = "/cash-drawer/sessions/{id}/entries", operation_id = "list_drawer_entries",
    tag = "cash drawer", params(("id" = String, Path), ListSessions),
    responses((status = 200, body = Page<DrawerEntry>)))]
pub async fn entries(
    State(state): State<ApiState>,
    PathId(id): PathId<id::DrawerSession>,
    Params(params): Params<ListSessions>,
) -> ApiResult<Json<Page<DrawerEntry>>> {
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| {
        cash_drawer::session(c, id)?;
        Ok(cash_drawer::entries(c, id, &request))
    });
    answer(page.await?, DrawerEntry::from)
}
