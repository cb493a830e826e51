//! The OpenAPI document: what the routes say about themselves, completed with what holds for all of them.

use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{AdditionalProperties, Schema};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder};
use utoipa::{Modify, OpenApi, ToSchema};

use super::wire;
use crate::http::problem::{MEDIA_TYPE, Problem};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Haberdash",
        description = "Everything the shop's program can do. Amounts are in minor units; times are UTC.",
        license(name = "MIT OR Apache-2.0")
    ),
    components(schemas(Problem, wire::Event, wire::Health, wire::StoreCreditEntry)),
    modifiers(&Security)
)]
struct Description;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
        components.add_security_scheme("token", SecurityScheme::Http(bearer));
        document.security = Some(vec![SecurityRequirement::new("token", Vec::<String>::new())]);
    }
}

/// The whole document.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = Description::openapi();
    document.info.version = env!("CARGO_PKG_VERSION").into();
    document
        .merge(utoipa::openapi::OpenApi::default().nest(super::PREFIX, super::described().into_openapi()));
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.put, &mut item.post, &mut item.patch, &mut item.delete];
        for operation in operations.into_iter().filter_map(Option::as_mut) {
            add_problem(operation);
        }
    }
    if let Some(components) = &mut document.components {
        for (name, schema) in &mut components.schemas {
            require_what_is_always_there(schema);
            name_the_items(name, schema);
        }
    }
    document
}

/// The document as it is committed.
pub fn document_text() -> String {
    // Maps and texts only: it always becomes JSON.
    let mut text = serde_json::to_string_pretty(&document()).unwrap_or_default();
    text.push('\n');
    text
}

/// Every operation may end in a problem.
fn add_problem(operation: &mut Operation) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name()))).build();
    let problem = ResponseBuilder::new().description("What went wrong").content(MEDIA_TYPE, content).build();
    operation.responses.responses.insert("default".into(), RefOr::T(problem));
}

/// Answers carry every property, null where there is nothing. Requests (they refuse unknown properties) may leave
/// optional ones out.
fn require_what_is_always_there(schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else { return };
    let is_request =
        matches!(object.additional_properties.as_deref(), Some(AdditionalProperties::FreeForm(false)));
    if !is_request {
        object.required = object
            .properties
            .keys()
            .filter(|name| !["errors", "left", "rule"].contains(&name.as_str()))
            .cloned()
            .collect();
    }
}

/// A page's items are written out by the derive; generated clients want their name.
fn name_the_items(name: &str, schema: &mut RefOr<Schema>) {
    let RefOr::T(Schema::Object(object)) = schema else { return };
    if let Some(item) = name.strip_prefix("Page_").or_else(|| name.strip_prefix("Window_")) {
        object
            .properties
            .insert("items".into(), Ref::from_schema_name(item).to_array_builder().build().into());
    }
}
