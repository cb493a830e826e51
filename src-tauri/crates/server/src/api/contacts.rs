//! Contacts.

use axum::Json;
use axum::extract::State;
use haberdash_core::id;
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
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
pub async fn list(State(state): State<ApiState>, Params(params): Params<ListContacts>) -> ApiResult<Json<Page<ContactSummary>>> {
    unlanded!(state, params)
}

#[utoipa::path(get, path = "/contacts/{id}", operation_id = "get_contact", tag = "contacts",
    params(("id" = String, Path)), responses((status = 200, body = Contact)))]
pub async fn show(State(state): State<ApiState>, PathId(id): PathId<id::Contact>) -> ApiResult<Json<Contact>> {
    unlanded!(state, id)
}
