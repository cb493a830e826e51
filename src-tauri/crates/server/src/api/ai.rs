//! Who answers.

use axum::Json;
use axum::extract::State;

use super::ApiState;
use super::wire::{Ai, Engine, EngineState, ModelFile};
use crate::http::problem::ApiResult;

/// Who answers, and which engines could.
#[utoipa::path(get, path = "/ai", operation_id = "get_ai", tag = "ai", responses((status = 200, body = Ai)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<Ai>> {
    let models = state.models.list().await?.into_iter().map(ModelFile::from).collect();
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
        models,
        meaning: state.meaning.now().into(),
        pictures: (&state.likeness).into(),
    }))
}

fn engine(id: &str, name: &str, state: EngineState, detail: &str) -> Engine {
    Engine { id: id.into(), name: name.into(), state, detail: detail.into() }
}
