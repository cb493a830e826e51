//! Contacts: read, written down, changed.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use haberdash_core::{contacts, id};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::Done;
use super::paging::{answer, page_request};
use super::wire::{Contact, ContactChange, ContactSummary, NewContact, Page};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListContacts {
    search: Option<String>,
    cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[utoipa::path(get, path = "/contacts", operation_id = "list_contacts", tag = "contacts",
    params(ListContacts), responses((status = 200, body = Page<ContactSummary>)))]
pub async fn list(
    State(state): State<ApiState>,
    Params(params): Params<ListContacts>,
) -> ApiResult<Json<Page<ContactSummary>>> {
    let request = page_request(params.cursor, params.limit)?;
    let page = state.database.read(move |c| contacts::list(c, params.search.as_deref(), &request));
    answer(page.await, ContactSummary::from)
}

#[utoipa::path(get, path = "/contacts/{id}", operation_id = "get_contact", tag = "contacts",
    params(("id" = String, Path)), responses((status = 200, body = Contact)))]
pub async fn show(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Contact>,
) -> ApiResult<Json<Contact>> {
    let contact = state.database.read(move |c| Contact::of(c, contacts::detail(c, id)?));
    Ok(Json(contact.await?))
}

/// Writes a contact down.
#[utoipa::path(post, path = "/contacts", operation_id = "create_contact", tag = "contacts",
    request_body = NewContact, responses((status = 201, body = Contact)))]
pub async fn create(
    State(state): State<ApiState>,
    caller: Caller,
    Body(body): Body<NewContact>,
) -> ApiResult<Response> {
    let done = state
        .act(caller, move |tx| {
            let contact = contacts::add(tx, body.into())?;
            Contact::of(tx.sql(), contacts::detail(tx.sql(), contact.id)?)
        })
        .await?;
    let mut response = done.into_response();
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Changes a contact. What is left out stays as it is; null takes away.
#[utoipa::path(patch, path = "/contacts/{id}", operation_id = "change_contact", tag = "contacts",
    params(("id" = String, Path)), request_body = ContactChange, responses((status = 200, body = Contact)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Contact>,
    Body(body): Body<ContactChange>,
) -> ApiResult<Done<Contact>> {
    let changed = state.act(caller, move |tx| {
        contacts::change(tx, id, body.version, body.into())?;
        Contact::of(tx.sql(), contacts::detail(tx.sql(), id)?)
    });
    Ok(changed.await?)
}
