//! Who answers.

use axum::Json;
use axum::extract::State;
use haberdash_ai::manifest::{Manifest, Presence};

use super::ApiState;
use super::wire::{Ai, Engine, EngineState, ModelFile};
use crate::http::problem::{ApiError, ApiResult};

/// The list of model files, as the program was made with it.
pub const MODELS: &str = include_str!("../../../../../models/manifest.toml");

/// The folder of model files inside the data folder.
pub const MODELS_FOLDER: &str = "models";

/// Who answers, and which engines could.
#[utoipa::path(get, path = "/ai", operation_id = "get_ai", tag = "ai", responses((status = 200, body = Ai)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<Ai>> {
    let folder = state.about.data_dir.join(MODELS_FOLDER);
    let manifest = Manifest::parse(MODELS)
        .map_err(|error| ApiError::new(haberdash_core::Code::Internal, error.to_string()))?;
    let models = manifest.models.iter().map(|model| ModelFile {
        id: model.id.clone(),
        purpose: model.purpose.clone(),
        licence: model.licence.clone(),
        size: model.size,
        state: match model.presence(&folder) {
            Presence::Whole | Presence::Unverified => EngineState::Active,
            _ => EngineState::NotInstalled,
        },
    });
    let engines = vec![
        engine(
            "builtin",
            "Built-in",
            EngineState::Active,
            "Answers in milliseconds, without a network or a download.",
        ),
        engine("local", "Local model", EngineState::NotInstalled, "No model file is installed."),
        engine("remote", "Remote model", EngineState::NotInstalled, "No remote service is connected."),
    ];
    Ok(Json(Ai { planner: "builtin".into(), engines, models: models.collect() }))
}

fn engine(id: &str, name: &str, state: EngineState, detail: &str) -> Engine {
    Engine { id: id.into(), name: name.into(), state, detail: detail.into() }
}
