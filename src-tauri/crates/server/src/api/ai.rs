//! Who answers.

use axum::Json;
use axum::extract::State;
use haberdash_core::language_model::Provider;

use super::ApiState;
use super::wire::{Ai, Engine, EngineState, ModelFile};
use crate::http::problem::ApiResult;

/// Who answers, and which engines could.
#[utoipa::path(get, path = "/ai", operation_id = "get_ai", tag = "ai", responses((status = 200, body = Ai)))]
pub async fn show(State(state): State<ApiState>) -> ApiResult<Json<Ai>> {
    let models = state.models.list().await?.into_iter().map(ModelFile::from).collect();
    let chain = state.languages.chain();
    let links = chain.as_ref().map_or(&[][..], |chain| chain.links());
    let asked = |is_local: bool| {
        let names = links.iter().filter(|link| (link.provider == Provider::Local) == is_local);
        let names: Vec<String> =
            names.map(|link| format!("{} ({})", link.provider.name(), link.model())).collect();
        (!names.is_empty()).then(|| format!("Asked: {}.", names.join(", ")))
    };
    let local = match (asked(true), state.languages.files().is_empty()) {
        (Some(asked), _) => (EngineState::Active, asked),
        (None, false) => {
            (EngineState::Unused, "A model file is on this computer; it is not asked.".to_owned())
        }
        (None, true) => (EngineState::NotInstalled, "No model file is on this computer.".to_owned()),
    };
    let remote = match asked(false) {
        Some(asked) => (EngineState::Active, asked),
        None => (
            EngineState::NotInstalled,
            "No remote service is asked; nothing leaves this computer.".to_owned(),
        ),
    };
    let builtin = if links.is_empty() {
        "Answers in milliseconds, without a network or a download."
    } else {
        "Answers in milliseconds where no model does."
    };
    let engines = vec![
        engine("builtin", "Built-in", (EngineState::Active, builtin.to_owned())),
        engine("local", "Model on this computer", local),
        engine("remote", "Remote model", remote),
    ];
    let planner = if links.is_empty() { "builtin" } else { "model" };
    Ok(Json(Ai {
        planner: planner.into(),
        engines,
        models,
        meaning: state.meaning.now().into(),
        pictures: (&state.likeness).into(),
    }))
}

fn engine(id: &str, name: &str, (state, detail): (EngineState, String)) -> Engine {
    Engine { id: id.into(), name: name.into(), state, detail }
}
