//! Who answers.

use axum::Json;
use axum::extract::State;
use haberdash_ai::folders::Folders;
use haberdash_ai::manifest::{Manifest, Presence};

use super::ApiState;
use super::wire::{Ai, Engine, EngineState, ModelFile};
use crate::http::problem::{ApiError, ApiResult};

/// Who answers, and which engines could.
#[utoipa::path(get, path = "/ai", operation_id = "get_ai", tag = "ai", responses((status = 200, body = Ai)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<Ai>> {
    let folders = Folders::of_shop(Some(&state.about.data_dir));
    let manifest =
        Manifest::own().map_err(|error| ApiError::new(haberdash_core::Code::Internal, error.to_string()))?;
    let models = manifest.here().map(|model| ModelFile {
        id: model.id.clone(),
        purpose: model.purpose.clone(),
        licence: model.licence.clone(),
        size: model.size,
        memory: model.memory,
        state: match folders.presence(model) {
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
    Ok(Json(Ai {
        planner: "builtin".into(),
        engines,
        models: models.collect(),
        meaning: state.meaning.now().into(),
        pictures: (&state.likeness).into(),
    }))
}

fn engine(id: &str, name: &str, state: EngineState, detail: &str) -> Engine {
    Engine { id: id.into(), name: name.into(), state, detail: detail.into() }
}
