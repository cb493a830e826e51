//! Language models among the model files: which suits the computer's memory, and the owner's own ones.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use haberdash_ai::manifest::Manifest;
use haberdash_server::models::Source;
use haberdash_tests::models::gguf;
use http_body_util::BodyExt;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tower::ServiceExt;

use crate::models::Shop;

/// A list of three language models, of which this is the smallest, on a computer of so many gigabytes.
fn language_source(gigabytes: u64, listed: &[u8]) -> Source {
    let digest: String = Sha256::digest(listed).iter().map(|byte| format!("{byte:02x}")).collect();
    let entry = |id: &str, size: usize, sha256: &str, memory: u64| {
        format!(
            "[[model]]\nid = \"{id}\"\nkind = \"language\"\npurpose = \"answers\"\nfile = \"{id}.gguf\"\nlicence = \"MIT\"\n\
             size = {size}\nsha256 = \"{sha256}\"\nmemory = {}\nsource = \"here\"\n\n",
            memory << 30
        )
    };
    let other = "0".repeat(64);
    let text = entry("small", listed.len(), &digest, 1)
        + &entry("middle", 7, &other, 3)
        + &entry("large", 7, &other, 6);
    let manifest = Arc::new(Manifest::parse(&text).expect("valid"));
    Source { manifest, base: None, memory: gigabytes << 30 }
}

async fn language_shop(source: Source) -> Shop {
    let dir = tempfile::tempdir().expect("a folder");
    let app = Shop::start(dir.path(), &source).await;
    Shop { events: app.subscribe(), app: Some(app), dir, source }
}

async fn items(shop: &Shop) -> Vec<Value> {
    let (status, list) = shop.ask(Method::GET, "/models", Body::empty()).await;
    assert_eq!(status, StatusCode::OK);
    list["items"].as_array().expect("items").clone()
}

#[tokio::test]
async fn the_language_model_that_suits_the_memory_is_recommended() {
    for (gigabytes, recommended, fitting) in
        [(2, None, 0), (8, Some("small"), 3), (16, Some("middle"), 3), (32, Some("large"), 3)]
    {
        let shop = language_shop(language_source(gigabytes, b"GGUF")).await;
        let items = items(&shop).await;
        let told: Vec<&str> = items
            .iter()
            .filter(|item| item["is_recommended"] == true)
            .map(|item| item["id"].as_str().expect("an id"))
            .collect();
        assert_eq!(told, Vec::from_iter(recommended), "{gigabytes}");
        assert_eq!(items.iter().filter(|item| item["fits"] == true).count(), fitting, "{gigabytes}");
    }
}

async fn import(shop: &Shop, path: &Path) -> (StatusCode, Value) {
    let body = serde_json::json!({ "path": path }).to_string();
    let router = shop.app.as_ref().expect("it runs").in_process_router();
    let request = Request::post("/api/v1/models/import").header("content-type", "application/json");
    let response =
        router.oneshot(request.body(Body::from(body)).expect("a request")).await.expect("an answer");
    let status = response.status();
    let bytes = response.into_body().collect().await.expect("a body").to_bytes();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}

#[tokio::test]
async fn a_model_of_the_owners_own_is_copied_listed_and_removed() {
    let listed = gguf("listed");
    let shop = language_shop(language_source(16, &listed)).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let path = elsewhere.path().join("Mine-Q4.gguf");
    std::fs::write(&path, gguf("Mine")).expect("written");
    let (status, taken) = import(&shop, &path).await;
    assert_eq!(status, StatusCode::OK, "{taken}");
    assert_eq!((&taken["id"], &taken["state"]), (&"own:Mine-Q4.gguf".into(), &"installed".into()), "{taken}");
    assert_eq!(std::fs::read(shop.folder().join("Mine-Q4.gguf")).expect("the copy"), gguf("Mine"));
    assert_eq!(items(&shop).await.len(), 4, "it stands after the listed ones");
    assert_eq!(import(&shop, &path).await.1["code"], "conflict", "it is there");

    // What the list knows takes its place there, whatever it was called.
    let renamed = elsewhere.path().join("renamed.gguf");
    std::fs::write(&renamed, &listed).expect("written");
    let (_, taken) = import(&shop, &renamed).await;
    assert_eq!((&taken["id"], &taken["file"]), (&"small".into(), &"small.gguf".into()), "{taken}");

    let (status, _) = shop.ask(Method::DELETE, "/models/own:Mine-Q4.gguf/file", Body::empty()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(shop.names(), ["small.gguf"]);
    assert!(path.is_file(), "the owner's own file stays");
}

#[tokio::test]
async fn what_is_no_model_is_not_copied() {
    let shop = language_shop(language_source(16, b"GGUF")).await;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let at = |name: &str, bytes: &[u8]| {
        let path = elsewhere.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    };
    let folder = elsewhere.path().join("folder.gguf");
    std::fs::create_dir(&folder).expect("made");
    for (path, why) in [
        (PathBuf::from("model.gguf"), "the whole path"),
        (at("model.zip", b"GGUF"), "must end in .gguf"),
        (elsewhere.path().join("none.gguf"), "no such file"),
        (folder, "a folder"),
        (at("photo.gguf", b"\x89PNG and more of it"), ""),
        (at("empty.gguf", b""), ""),
    ] {
        let (status, problem) = import(&shop, &path).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{}: {problem}", path.display());
        assert_eq!(problem["errors"][0]["field"], "path", "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(why)), "{problem}");
        assert!(shop.names().is_empty(), "{}", path.display());
    }
    let (status, _) =
        shop.ask(Method::DELETE, "/models/own:..%2Fshop%2Fshop.sqlite/file", Body::empty()).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "only what stands in the folder can be removed");
}

#[tokio::test]
async fn the_beginning_of_a_copy_that_was_cut_off_is_removed_at_the_next_start() {
    let mut shop = language_shop(language_source(16, b"GGUF")).await;
    std::fs::create_dir_all(shop.folder()).expect("made");
    for name in ["mine.gguf.part", "small.gguf.part"] {
        std::fs::write(shop.folder().join(name), b"GG").expect("written");
    }
    shop.restart().await;
    assert_eq!(shop.names(), ["small.gguf.part"], "a download's beginning stays");
}
