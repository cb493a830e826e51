//! What is remembered of a contact: listed, written down, changed and deleted by the owner.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use haberdash_core::{contacts, id, memory};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiState;
use super::Done;
use super::wire::{ContactFact, ContactFactChange, NewContactFact};
use crate::http::auth::Caller;
use crate::http::extract::{Body, Params, PathId};
use crate::http::problem::ApiResult;

/// What is remembered of a contact, with the message that says so where the customer said it.
#[utoipa::path(get, path = "/contacts/{id}/memory", operation_id = "list_contact_facts", tag = "contacts",
    params(("id" = String, Path)), responses((status = 200, body = Vec<ContactFact>)))]
pub async fn list(
    State(state): State<ApiState>,
    PathId(id): PathId<id::Contact>,
) -> ApiResult<Json<Vec<ContactFact>>> {
    let facts = state.database.read(move |c| {
        contacts::get(c, id)?;
        memory::with_places(c, id)
    });
    Ok(Json(facts.await?.into_iter().map(ContactFact::from).collect()))
}

/// Writes down what is to be remembered.
#[utoipa::path(post, path = "/contacts/{id}/memory", operation_id = "add_contact_fact", tag = "contacts",
    params(("id" = String, Path)), request_body = NewContactFact, responses((status = 201, body = ContactFact)))]
pub async fn add(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::Contact>,
    Body(body): Body<NewContactFact>,
) -> ApiResult<(StatusCode, Done<ContactFact>)> {
    let new = memory::NewFact::from(body);
    let done = state.act(caller, move |tx| Ok((memory::add(tx, id, &new)?, None).into())).await?;
    Ok((StatusCode::CREATED, done))
}

/// Changes what is remembered. It is the owner's word from then on.
#[utoipa::path(patch, path = "/memory/{id}", operation_id = "change_contact_fact", tag = "contacts",
    params(("id" = String, Path)), request_body = ContactFactChange, responses((status = 200, body = ContactFact)))]
pub async fn change(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::ContactFact>,
    Body(body): Body<ContactFactChange>,
) -> ApiResult<Done<ContactFact>> {
    let changed = state.act(caller, move |tx| {
        let ContactFactChange { version, about, value, system } = body;
        let fact = memory::change(tx, id, version, &about, &value, system.map(Into::into))?;
        let place = memory::conversation_of(tx.sql(), &fact)?;
        Ok((fact, place).into())
    });
    Ok(changed.await?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ForgetFact {
    /// The version that was read; a stale one is a conflict.
    version: i64,
}

/// Forgets it. Answers with what is still remembered of the contact.
#[utoipa::path(delete, path = "/memory/{id}", operation_id = "remove_contact_fact", tag = "contacts",
    params(("id" = String, Path), ForgetFact), responses((status = 200, body = Vec<ContactFact>)))]
pub async fn remove(
    State(state): State<ApiState>,
    caller: Caller,
    PathId(id): PathId<id::ContactFact>,
    Params(params): Params<ForgetFact>,
) -> ApiResult<Done<Vec<ContactFact>>> {
    let left = state.act(caller, move |tx| {
        let contact = memory::get(tx.sql(), id)?.contact_id;
        memory::remove(tx, id, params.version)?;
        Ok(memory::with_places(tx.sql(), contact)?.into_iter().map(ContactFact::from).collect())
    });
    Ok(left.await?)
}
