//! The program itself.

use axum::Json;
use axum::extract::State;

use super::ApiState;
use super::wire::System;

/// The program and the shop it has open.
#[utoipa::path(get, path = "/system", operation_id = "get_system", tag = "system", responses((status = 200, body = System)))]
pub async fn show(State(state): State<ApiState>) -> Json<System> {
    Json(System {
        version: env!("CARGO_PKG_VERSION").into(),
        data_dir_name: state.about.data_dir_name.clone(),
        schema: state.database.migrated().to,
        started_at: state.about.started_at.into(),
    })
}
