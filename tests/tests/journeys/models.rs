//! Model files from the owner's side: over the API, from a host on the loopback and its bad days.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use haberdash_ai::folders::Folders;
use haberdash_ai::manifest::{Kind, Manifest};
use haberdash_core::event::{DomainEvent, EventKind};
use haberdash_server::app::{App, AppOptions};
use haberdash_server::models::Source;
use haberdash_server::secrets::MemorySecrets;
use haberdash_tests::models::{Answer, Asked, ModelHost};
use haberdash_tests::twilio::PATIENCE;
use http_body_util::BodyExt;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::sync::broadcast;
use tower::ServiceExt;

const FILE: &str = "words.onnx";
/// More than is written at once, so that a part is on the disk before the end.
const SIZE: usize = (1 << 20) * 3 + 17;

fn content(seed: u8) -> Vec<u8> {
    (0..SIZE).map(|n| u8::try_from(n % 251).expect("a byte") ^ seed).collect()
}

fn manifest(content: &[u8]) -> Manifest {
    let digest: String = Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect();
    Manifest::parse(&format!(
        "[[model]]\nid = \"words\"\nname = \"Words\"\npurpose = \"reads\"\nfile = \"{FILE}\"\nlicence = \"MIT\"\n\
         size = {}\nsha256 = \"{digest}\"\nmemory = 1\nsource = \"here\"\n",
        content.len()
    ))
    .expect("valid")
}

pub(crate) struct Shop {
    pub app: Option<App>,
    pub events: broadcast::Receiver<DomainEvent>,
    pub dir: tempfile::TempDir,
    pub source: Source,
}

impl Shop {
    async fn open(base: Option<String>) -> Self {
        let source = Source { manifest: Arc::new(manifest(&content(0))), base, memory: 16 << 30 };
        let dir = tempfile::tempdir().expect("a folder");
        let app = Self::start(dir.path(), &source).await;
        Self { events: app.subscribe(), app: Some(app), dir, source }
    }

    pub async fn start(dir: &Path, source: &Source) -> App {
        let options = AppOptions {
            secrets: Arc::new(MemorySecrets::default()),
            models: Some(Folders::only(dir.join("models"))),
            model_source: source.clone(),
            ..AppOptions::new(dir.join("shop"))
        };
        App::start(options).await.expect("the application starts")
    }

    pub async fn restart(&mut self) {
        self.app.take().expect("it runs").shutdown().await;
        let app = Self::start(self.dir.path(), &self.source).await;
        self.events = app.subscribe();
        self.app = Some(app);
    }

    pub async fn ask(&self, method: Method, path: &str, body: Body) -> (StatusCode, Value) {
        let router = self.app.as_ref().expect("it runs").in_process_router();
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("content-type", "application/octet-stream")
            .body(body)
            .expect("a request");
        let response = router.oneshot(request).await.expect("an answer");
        let status = response.status();
        let bytes = response.into_body().collect().await.expect("a body").to_bytes();
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    async fn post(&self, act: &str) -> (StatusCode, Value) {
        self.ask(Method::POST, &format!("/models/words/{act}"), Body::empty()).await
    }

    async fn install(&self, bytes: Vec<u8>) -> (StatusCode, Value) {
        self.ask(Method::PUT, "/models/words/file", Body::from(bytes)).await
    }

    async fn state(&self) -> Value {
        let (status, list) = self.ask(Method::GET, "/models", Body::empty()).await;
        assert_eq!(status, StatusCode::OK);
        list["items"][0].clone()
    }

    /// Waits for events until the file is in one of the states.
    async fn until(&mut self, states: &[&str]) -> Value {
        let waiting = async {
            loop {
                let now = self.state().await;
                if states.iter().any(|state| now["state"] == *state) {
                    return now;
                }
                loop {
                    match self.events.recv().await {
                        Ok(event) if event.kind == EventKind::ModelUpdated => break,
                        Ok(_) => {}
                        Err(broadcast::error::RecvError::Lagged(_)) => break,
                        Err(closed) => panic!("{closed}"),
                    }
                }
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("it comes to that state")
    }

    /// Waits until so many bytes have come.
    async fn until_received(&self, bytes: usize) {
        let waiting = async {
            while self.state().await["received"] != bytes {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("they come");
    }

    pub fn folder(&self) -> PathBuf {
        self.dir.path().join("models")
    }

    pub fn names(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.folder()) else { return Vec::new() };
        let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
        let mut names: Vec<_> = names.collect();
        names.sort();
        names
    }

    fn is_installed(&self) -> bool {
        self.names() == [FILE] && std::fs::read(self.folder().join(FILE)).expect("the file") == content(0)
    }
}

fn asked(range: Option<usize>, if_range: Option<&str>) -> Asked {
    Asked {
        path: format!("/{FILE}"),
        range: range.map(|first| format!("bytes={first}-")),
        if_range: if_range.map(str::to_owned),
    }
}

#[tokio::test]
async fn a_file_is_downloaded_and_told_and_removed() {
    let host = ModelHost::start(content(0), "\"v1\"").await;
    let mut shop = Shop::open(Some(host.base_url())).await;
    let before = shop.state().await;
    assert_eq!((&before["state"], &before["can_download"]), (&"not_installed".into(), &true.into()));
    let (status, begun) = shop.post("download").await;
    assert_eq!((status, &begun["id"]), (StatusCode::OK, &"words".into()));
    let there = shop.until(&["installed"]).await;
    assert_eq!(there["received"], SIZE);
    assert!(shop.is_installed(), "{:?}", shop.names());
    assert_eq!(host.asked(), [asked(None, None)]);

    assert_eq!(shop.post("download").await.1["code"], "conflict", "it is there");
    let (status, _) = shop.ask(Method::DELETE, "/models/words/file", Body::empty()).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(shop.state().await["state"], "not_installed");
    assert!(shop.names().is_empty());
}

#[tokio::test]
async fn a_broken_connection_goes_on_where_it_was() {
    let host = ModelHost::start(content(0), "\"v1\"").await;
    host.next([Answer::Busy, Answer::Cut(1_500_000), Answer::Cut(700_000)]);
    let mut shop = Shop::open(Some(host.base_url())).await;
    shop.post("download").await;
    shop.until(&["installed"]).await;
    assert!(shop.is_installed());
    let asks = host.asked();
    // How much of a broken answer arrives is the network's to decide.
    let first = |asked: &Asked| -> usize {
        let range = asked.range.as_ref().expect("a range");
        range.trim_start_matches("bytes=").trim_end_matches('-').parse().expect("a number")
    };
    assert_eq!(asks[..2], [asked(None, None), asked(None, None)]);
    let rest = &asks[asks.len() - 1];
    assert!(first(rest) > 0 && rest.if_range.as_deref() == Some("\"v1\""), "{asks:?}");
}

#[tokio::test]
async fn a_pause_keeps_what_came_over_a_restart_and_a_cancel_nothing() {
    let host = ModelHost::start(content(0), "\"v1\"").await;
    host.next([Answer::Stall(2 << 20), Answer::Stall(100)]);
    let mut shop = Shop::open(Some(host.base_url())).await;
    shop.post("download").await;
    shop.until_received(2 << 20).await;
    let (_, paused) = shop.post("pause").await;
    let came = 2 << 20;
    assert_eq!((&paused["state"], &paused["received"]), (&"paused".into(), &came.into()));
    shop.restart().await;
    let still = shop.state().await;
    assert_eq!((&still["state"], &still["received"]), (&"paused".into(), &came.into()));

    shop.post("download").await;
    shop.until_received(came + 100).await;
    assert_eq!(host.asked().last(), Some(&asked(Some(came), Some("\"v1\""))));
    let (_, none) = shop.ask(Method::DELETE, "/models/words/download", Body::empty()).await;
    assert_eq!((&none["state"], &none["received"]), (&"not_installed".into(), &0.into()));
    assert!(shop.names().is_empty(), "{:?}", shop.names());
}

#[tokio::test]
async fn a_download_goes_on_after_the_program_ended() {
    let host = ModelHost::start(content(0), "\"v1\"").await;
    host.next([Answer::Stall(2 << 20)]);
    let mut shop = Shop::open(Some(host.base_url())).await;
    shop.post("download").await;
    shop.until_received(2 << 20).await;
    shop.restart().await;
    shop.until(&["installed"]).await;
    assert!(shop.is_installed());
    assert!(host.asked().last().is_some_and(|asked| asked.range.is_some()), "{:?}", host.asked());
}

#[tokio::test]
async fn servers_without_ranges_and_with_another_version_send_it_from_the_start() {
    let host = ModelHost::start(content(0), "\"v1\"").await;
    let mut shop = Shop::open(Some(host.base_url())).await;
    host.next([Answer::Cut(2 << 20), Answer::IgnoresRange]);
    shop.post("download").await;
    shop.until(&["installed"]).await;
    assert!(shop.is_installed());

    shop.ask(Method::DELETE, "/models/words/file", Body::empty()).await;
    host.offer(content(7), "\"v0\"");
    host.next([Answer::Stall(2 << 20)]);
    shop.post("download").await;
    shop.until_received(2 << 20).await;
    shop.post("pause").await;
    host.offer(content(0), "\"v1\"");
    shop.post("download").await;
    shop.until(&["installed"]).await;
    assert!(shop.is_installed(), "the beginning of the other version is not kept");

    // A beginning of unknown origin is found out at the end, and fetched once more.
    shop.ask(Method::DELETE, "/models/words/file", Body::empty()).await;
    std::fs::write(shop.folder().join(format!("{FILE}.part")), &content(9)[..5000]).expect("write");
    shop.post("download").await;
    shop.until(&["installed"]).await;
    assert!(shop.is_installed());
}

#[tokio::test]
async fn what_can_never_come_is_told_and_leaves_nothing_half() {
    let host = ModelHost::start(content(0), "\"v1\"").await;
    let mut shop = Shop::open(Some(host.base_url())).await;
    let check = async |shop: &mut Shop, why: &str| {
        shop.post("download").await;
        let failed = shop.until(&["failed", "installed"]).await;
        assert_eq!(failed["state"], "failed", "{why}");
        assert!(failed["detail"].as_str().is_some_and(|detail| detail.contains(why)), "{failed}");
        assert!(!shop.names().iter().any(|name| name.ends_with(FILE) || name.ends_with("part")), "{why}");
    };
    host.next([Answer::Status(404)]);
    check(&mut shop, "not there any more (404)").await;
    host.next([Answer::Status(403)]);
    check(&mut shop, "refused the file (403").await;
    host.offer(content(7), "\"other\"");
    check(&mut shop, "its SHA-256 differs").await;
    host.offer(content(0)[..100].to_vec(), "\"short\"");
    check(&mut shop, &format!("100 bytes instead of {SIZE}")).await;
    shop.restart().await;
    assert_eq!(shop.state().await["state"], "failed", "it is still told");
    host.offer(content(0), "\"v1\"");
    shop.post("download").await;
    shop.until(&["installed"]).await;
    assert!(shop.is_installed());
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn a_full_disk_ends_a_download_and_an_upload() {
    let host = ModelHost::start(content(0), "\"v1\"").await;
    let mut shop = Shop::open(Some(host.base_url())).await;
    std::fs::create_dir_all(shop.folder()).expect("a folder");
    let part = shop.folder().join(format!("{FILE}.part"));
    std::os::unix::fs::symlink("/dev/full", &part).expect("a full disk");
    shop.post("download").await;
    let failed = shop.until(&["failed"]).await;
    assert!(failed["detail"].as_str().is_some_and(|why| why.starts_with("The disk is full")), "{failed}");
    assert!(!part.is_symlink());
}

#[tokio::test]
async fn a_server_that_cannot_be_reached_is_waited_for() {
    let host = ModelHost::start(content(0), "\"v1\"").await;
    let mut shop = Shop::open(Some("http://127.0.0.1:1".into())).await;
    shop.post("download").await;
    let waiting = shop.until(&["waiting"]).await;
    assert!(waiting["detail"].as_str().is_some_and(|why| why.contains("could not be reached")), "{waiting}");
    // The network is back under another address.
    shop.source.base = Some(host.base_url());
    shop.restart().await;
    shop.until(&["installed"]).await;
    assert!(shop.is_installed());
}

#[tokio::test]
async fn the_owners_own_copy_is_taken_if_it_is_the_listed_file() {
    let shop = Shop::open(None).await;
    assert_eq!(shop.state().await["can_download"], false);
    assert_eq!(shop.post("download").await.1["code"], "refused");
    let mut longer = content(0);
    longer.push(1);
    for (bytes, why) in [
        (Vec::new(), "it is shorter"),
        (content(0)[..1000].to_vec(), "it is shorter"),
        (longer, "it is longer"),
        (content(3), "its SHA-256 differs"),
    ] {
        let (status, problem) = shop.install(bytes).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{why}");
        assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(why)), "{problem}");
        assert!(shop.names().is_empty(), "{why}: {:?}", shop.names());
    }
    let (status, installed) = shop.install(content(0)).await;
    assert_eq!((status, &installed["state"]), (StatusCode::OK, &"installed".into()));
    assert!(shop.is_installed());
    assert_eq!(shop.ask(Method::PUT, "/models/none/file", Body::empty()).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn damaged_files_are_called_so_and_can_be_replaced() {
    let shop = Shop::open(None).await;
    std::fs::create_dir_all(shop.folder()).expect("a folder");
    for (bytes, why) in [
        (Vec::new(), format!("0 bytes instead of {SIZE}")),
        (content(0)[..1000].to_vec(), format!("1000 bytes instead of {SIZE}")),
        (content(5), "another than the listed one".to_owned()),
    ] {
        std::fs::write(shop.folder().join(FILE), bytes).expect("write");
        let damaged = shop.state().await;
        assert_eq!(damaged["state"], "damaged", "{why}");
        assert!(damaged["detail"].as_str().is_some_and(|detail| detail.contains(&why)), "{damaged}");
    }
    assert_eq!(shop.install(content(0)).await.0, StatusCode::OK);
    assert!(shop.is_installed());
}

/// Needs the files that `cargo xtask models` installs.
#[tokio::test(flavor = "multi_thread")]
async fn an_engine_takes_up_what_is_installed_without_a_restart() {
    let dir = tempfile::tempdir().expect("a folder");
    let options = AppOptions {
        secrets: Arc::new(MemorySecrets::default()),
        models: Some(Folders::only(dir.path().join("models"))),
        ..AppOptions::new(dir.path().join("shop"))
    };
    let source = options.model_source.clone();
    let app = App::start(options).await.expect("the application starts");
    let mut shop = Shop { events: app.subscribe(), app: Some(app), dir, source };
    let meaning =
        async |shop: &Shop| shop.ask(Method::GET, "/models", Body::empty()).await.1["meaning"].clone();
    let cache = haberdash_ai::folders::cache().expect("a cache folder");
    for model in Manifest::own().expect("valid").here().filter(|model| model.kind == Kind::Meaning) {
        let bytes = std::fs::read(cache.join(&model.file)).expect("run `cargo xtask models` first");
        let path = format!("/models/{}/file", model.id);
        let (status, answer) = shop.ask(Method::PUT, &path, Body::from(bytes)).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }
    let ready = async {
        while meaning(&shop).await["state"] != "ready" {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, ready).await.expect("products are found by what is meant");
    shop.app.take().expect("it runs").shutdown().await;
}
