//! Contacts.

use axum::Json;
use axum::extract::State;
use haberdash_core::{contacts, id};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::paging::{answer, page_request};
use super::wire::{Contact, ContactSummary, Page};
use crate::http::extract::{Params, PathId};
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
