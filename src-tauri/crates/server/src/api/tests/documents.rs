//! The OpenAPI document, its page, and the window's own page.

use super::*;

/// Where the committed document stands.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");

#[test]
fn the_committed_document_is_current() {
    let current = crate::api::document_text();
    // Set the variable to write the document anew after the API changed.
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(COMMITTED, &current).expect("write");
    }
    let committed = std::fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(
        committed == current,
        "openapi.json is stale: run the test with UPDATE=1, then generate the client"
    );
}

#[test]
fn every_reference_and_every_operation_is_named() {
    let document = serde_json::to_value(crate::api::document()).expect("document");
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 100, "only {} references", references.len());
    for reference in references {
        let pointer = reference.strip_prefix('#').expect("local");
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    let mut names = Vec::new();
    for item in document["paths"].as_object().expect("paths").values() {
        for operation in item.as_object().expect("item").values() {
            names.push(operation["operationId"].as_str().expect("a name").to_owned());
            assert!(operation["responses"]["default"].is_object(), "{operation}");
        }
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "a name is used twice");
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
                found.push(reference.to_owned());
            }
            map.values().for_each(|value| collect(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
        _ => {}
    }
}

#[tokio::test]
async fn the_documentation_asks_nothing_of_the_network() {
    let shop = shop().await;
    let page = shop.get("/docs/").await;
    assert_eq!(page.status, StatusCode::OK);
    let html = page.text();
    assert!(!html.contains("http://") && !html.contains("https://"), "{html}");
    assert!(!html.contains("<script>"), "an inline script would be refused by the policy: {html}");
    let mut loaded = 0;
    for part in html.split(['"', '\'']).filter(|part| part.starts_with("./") || part.ends_with(".js")) {
        let answer = shop.get(&format!("/docs/{}", part.trim_start_matches("./"))).await;
        assert_eq!(answer.status, StatusCode::OK, "{part}");
        loaded += 1;
    }
    assert!(loaded >= 4, "{html}");
    let initializer = shop.get("/docs/swagger-initializer.js").await.text();
    assert!(initializer.contains("/api/openapi.json"), "{initializer}");
    assert!(initializer.contains("\"validatorUrl\": \"none\""), "{initializer}");
    assert!(!initializer.contains("http"), "{initializer}");
    let document = shop.get("/api/openapi.json").await;
    assert_eq!(document.json(), serde_json::to_value(crate::api::document()).expect("document"));
}

#[tokio::test]
async fn every_other_path_is_the_window_s() {
    let shop = shop().await;
    for path in ["/", "/inbox", "/inbox/cnv_01h455vb4pex5vsknk084sn02q", "/index.html"] {
        let page = shop.get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.header(header::CONTENT_TYPE).starts_with("text/html"), "{path}");
    }
    assert_eq!(shop.get("/_app/immutable/gone.js").await.problem(404), "not_found");
    assert_eq!(shop.get("/api/v2/anything").await.problem(404), "not_found");
    assert_eq!(shop.send(Method::POST, "/inbox", None).await.problem(405), "method_not_allowed");
}

#[tokio::test]
async fn no_path_leads_out_of_the_window_s_files() {
    let shop = shop().await;
    for path in [
        "/../Cargo.toml",
        "/../../Cargo.toml",
        "/_app/../../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/package.json",
        "/../package.json",
        "//etc/passwd",
        "/_app/%2fetc%2fpasswd",
        "/docs/../../Cargo.toml",
        "/docs/..%2f..%2fCargo.toml",
    ] {
        let text = shop.get(path).await.text();
        for word in ["[package]", "[workspace]", "\"devDependencies\"", "root:"] {
            assert!(!text.contains(word), "{path} shows {word}");
        }
    }
}
