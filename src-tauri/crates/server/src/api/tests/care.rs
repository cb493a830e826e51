//! Backups, the check, whole archives, and a damaged file.

use crate::shopfront::Shopfront;

use super::*;

fn options(dir: &std::path::Path) -> AppOptions {
    AppOptions {
        secrets: Arc::new(MemorySecrets::default()),
        worker: true,
        models: None,
        ..AppOptions::new(dir)
    }
}

/// A shop behind a front that can open it anew.
struct Fronted {
    front: Shopfront,
    dir: tempfile::TempDir,
}

impl Fronted {
    async fn open(dir: tempfile::TempDir) -> Self {
        Self { front: Shopfront::open(options(dir.path())).await.expect("open"), dir }
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        let body = body.map_or_else(Body::empty, |json| Body::from(json.to_string()));
        call(self.front.in_process_router(), request.body(body).expect("request")).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    /// Asks until the shop answers again.
    async fn until(&self, path: &str, is: impl Fn(&Answer) -> bool) -> Answer {
        let wait = async {
            loop {
                let answer = self.get(path).await;
                if is(&answer) {
                    return answer;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(60), wait).await.expect("it comes there")
    }

    async fn rename(&self, name: &str) {
        let mut shop = self.get("/api/v1/settings").await.json()["shop"].clone();
        shop["value"]["name"] = json!(name);
        let change = json!({ "value": shop["value"], "version": shop["version"] });
        let answer = self.send(Method::PUT, "/api/v1/settings/shop", Some(change)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    }

    async fn name(&self) -> String {
        let answer = self.until("/api/v1/settings", |answer| answer.status == StatusCode::OK).await;
        answer.json()["shop"]["value"]["name"].as_str().expect("name").to_owned()
    }

    /// Makes a backup and gives its name.
    async fn back_up(&self) -> String {
        let made = self.send(Method::POST, "/api/v1/backups", None).await;
        assert_eq!(made.status, StatusCode::ACCEPTED);
        let is_made = |answer: &Answer| {
            let told = answer.json();
            told["running"] == false && told["items"].as_array().is_some_and(|items| !items.is_empty())
        };
        let listed = self.until("/api/v1/backups", is_made).await.json();
        listed["items"][0]["name"].as_str().expect("name").to_owned()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_made_looked_into_and_restored_and_the_shop_opens_anew() {
    let shop = Fronted::open(tempfile::tempdir().expect("dir")).await;
    shop.rename("Before").await;
    let name = shop.back_up().await;
    shop.rename("After").await;
    let preview = shop.get(&format!("/api/v1/backups/{name}")).await.json();
    assert_eq!(preview["state"], "whole", "{preview}");
    assert_eq!(
        (&preview["then"]["shop_name"], &preview["now"]["shop_name"]),
        (&json!("Before"), &json!("After"))
    );

    let restored = shop.send(Method::POST, &format!("/api/v1/backups/{name}/restore"), None).await;
    assert_eq!(restored.status, StatusCode::ACCEPTED, "{}", restored.text());
    let wait = shop.until("/api/v1/settings", |answer| {
        answer.status == StatusCode::OK && answer.json()["shop"]["value"]["name"] == "Before"
    });
    wait.await;
    let listed = shop.get("/api/v1/backups").await.json();
    let mut items = listed["items"].as_array().expect("items").iter();
    let kept = items.find(|item| item["reason"] == "before_restore").unwrap_or_else(|| panic!("{listed}"));
    let kept = kept["name"].as_str().expect("name").to_owned();
    let preview = shop.get(&format!("/api/v1/backups/{kept}")).await.json();
    assert_eq!(preview["then"]["shop_name"], "After");
    assert_eq!(shop.send(Method::POST, "/api/v1/check", None).await.json()["ok"], true);
    assert_eq!(
        shop.send(Method::DELETE, &format!("/api/v1/backups/{kept}"), None).await.status,
        StatusCode::NO_CONTENT
    );
    for unknown in [kept.as_str(), "shop.sqlite", "..%2Fshop.sqlite"] {
        assert_eq!(shop.get(&format!("/api/v1/backups/{unknown}")).await.problem(404), "not_found");
    }
    shop.front.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_shop_offers_its_backups_and_nothing_else_until_one_is_restored() {
    let shop = Fronted::open(tempfile::tempdir().expect("dir")).await;
    shop.rename("Kept").await;
    let name = shop.back_up().await;
    let Fronted { front, dir } = shop;
    front.shutdown().await;
    let file = dir.path().join(haberdash_core::database::FILE_NAME);
    std::fs::write(&file, "no database any more ".repeat(1000)).expect("damaged");

    let shop = Fronted::open(dir).await;
    let recovery = shop.get("/api/v1/recovery").await.json();
    assert_eq!(recovery["needed"], true, "{recovery}");
    assert_eq!(shop.get("/api/v1/products").await.problem(500), "database_corrupt");
    assert_eq!(shop.send(Method::POST, "/api/v1/backups", None).await.problem(500), "database_corrupt");
    assert_eq!(shop.get("/api/v1/backups").await.json()["items"][0]["name"], json!(name));
    assert_eq!(shop.get(&format!("/api/v1/backups/{name}")).await.json()["then"]["shop_name"], "Kept");
    assert_eq!(shop.get("/").await.status, StatusCode::OK, "the window is still there");
    let network =
        Request::builder().uri("/api/v1/backups").header(header::HOST, "127.0.0.1").body(Body::empty());
    let answer = call(shop.front.network_router(), network.expect("request")).await;
    assert_eq!(answer.problem(401), "unauthorized");

    let restored = shop.send(Method::POST, &format!("/api/v1/backups/{name}/restore"), None).await;
    assert_eq!(restored.status, StatusCode::ACCEPTED, "{}", restored.text());
    assert_eq!(shop.name().await, "Kept");
    assert_eq!(shop.get("/api/v1/recovery").await.json()["needed"], false);
    let kept = std::fs::read_dir(shop.dir.path())
        .expect("folder")
        .any(|entry| entry.expect("entry").file_name().to_string_lossy().starts_with("damaged-"));
    assert!(kept, "the damaged file is kept");
    shop.front.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_shop_goes_out_as_one_file_and_takes_the_place_of_another() {
    let shop = Fronted::open(tempfile::tempdir().expect("dir")).await;
    shop.rename("Moved").await;
    let asked = json!({ "what": "everything", "format": "archive" });
    let export = shop.send(Method::POST, "/api/v1/exports", Some(asked)).await.json();
    let at = format!("/api/v1/exports/{}", export["id"].as_str().expect("id"));
    shop.until(&at, |answer| answer.json()["state"] == "done").await;
    let archive = shop.get(&format!("{at}/file")).await.bytes;
    shop.front.shutdown().await;

    let other = Fronted::open(tempfile::tempdir().expect("dir")).await;
    other.rename("Other").await;
    let upload = |bytes: Vec<u8>| {
        Request::builder()
            .method(Method::POST)
            .uri("/api/v1/imports?file_name=all.zip")
            .body(Body::from(bytes))
    };
    let import =
        call(other.front.in_process_router(), upload(archive.clone()).expect("request")).await.json();
    assert_eq!(
        (&import["kind"], &import["archive"]["shop_name"]),
        (&json!("archive"), &json!("Moved")),
        "{import}"
    );
    assert_eq!(import["archive"]["now"]["shop_name"], "Other");
    let start = format!("/api/v1/imports/{}/start", import["id"].as_str().expect("id"));
    assert_eq!(other.send(Method::POST, &start, None).await.status, StatusCode::OK);
    other
        .until("/api/v1/settings", |answer| {
            answer.status == StatusCode::OK && answer.json()["shop"]["value"]["name"] == "Moved"
        })
        .await;
    let kept =
        other.get("/api/v1/backups").await.json()["items"][0]["name"].as_str().expect("name").to_owned();
    assert_eq!(other.get(&format!("/api/v1/backups/{kept}")).await.json()["then"]["shop_name"], "Other");

    let mut cut = archive;
    cut.truncate(cut.len() / 2);
    let refused = call(other.front.in_process_router(), upload(cut).expect("request")).await;
    assert_eq!(refused.problem(422), "invalid");
    other.front.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn backups_go_where_the_owner_wants_them_and_a_failure_is_told() {
    let shop = Fronted::open(tempfile::tempdir().expect("dir")).await;
    let stick = tempfile::tempdir().expect("a stick");
    let set = async |folder: &str| {
        let now = shop.get("/api/v1/settings").await.json()["backups"].clone();
        let mut value = now["value"].clone();
        value["folder"] = json!(folder);
        let change = json!({ "value": value, "version": now["version"] });
        shop.send(Method::PUT, "/api/v1/settings/backups", Some(change)).await
    };
    assert_eq!(set("somewhere").await.field(), "value.folder");
    let folder = stick.path().join("shop").to_string_lossy().into_owned();
    assert_eq!(set(&folder).await.status, StatusCode::OK);
    let name = shop.back_up().await;
    assert!(stick.path().join("shop").join(&name).exists());
    assert_eq!(set("/proc/haberdash").await.status, StatusCode::OK);
    assert_eq!(shop.send(Method::POST, "/api/v1/backups", None).await.status, StatusCode::ACCEPTED);
    let told = shop.until("/api/v1/backups", |answer| answer.json()["last_error"].is_string()).await.json();
    assert!(told["last_error"].as_str().is_some_and(|error| error.contains("folder")), "{told}");
    shop.front.shutdown().await;
}
