//! Prices elsewhere with the real program: the key comes from outside, and stands neither in what is logged nor in the shop's
//! file.

use std::process::Stdio;

use haberdash_core::database::FILE_NAME;
use haberdash_tests::market::{Answer, SERPAPI_KEY, SearchSimulator, page};
use haberdash_tests::program;
use haberdash_tests::twilio::PATIENCE;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;

struct Door {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Door {
    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let mut request =
            self.http.request(method, format!("{}/api/v1{path}", self.base)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.expect("an answer");
        let status = response.status();
        let answer: Value = response.json().await.expect("JSON");
        assert!(status.is_success(), "{path}: {answer}");
        answer
    }

    /// Asks until the search is in this state.
    async fn until(&self, path: &str, state: &str) -> Value {
        let waiting = async {
            loop {
                let seen = self.ask(Method::GET, path, None).await;
                if seen["search"]["state"] == state {
                    return seen;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("it comes to that state")
    }
}

#[tokio::test]
async fn the_program_compares_and_its_key_stays_where_it_is() {
    let server = SearchSimulator::start(0).await;
    server.offer([page("Lark Amalfi Linen Dress", "Nord", "https://nord.example/a", "€70.00")]);
    let dir = tempfile::tempdir().expect("a folder");
    let mut child = Command::new(program::haberdash())
        .args(["serve", "--json", "--port", "0", "--webhook-port", "0", "--data"])
        .arg(dir.path())
        .env("HABERDASH_SERPAPI_API_KEY", SERPAPI_KEY)
        // No keyring of the machine that runs the tests.
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .env("HABERDASH_LOG", "trace")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("the program starts");
    let mut log = child.stderr.take().expect("its log");
    let logged = tokio::spawn(async move {
        let mut text = Vec::new();
        log.read_to_end(&mut text).await.expect("the log");
        String::from_utf8_lossy(&text).into_owned()
    });
    let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
    let line = tokio::time::timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("text");
    let ready: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
    let text = |name: &str| ready[name].as_str().expect(name).to_owned();
    let door = Door { http: reqwest::Client::new(), base: text("url"), token: text("token") };

    let made = door
        .ask(
            Method::POST,
            "/products",
            Some(json!({
                "title": "Amalfi Linen Dress", "brand": "Lark", "status": "active",
                "price": 8000,
            })),
        )
        .await;
    let path = format!("/products/{}/market", made["id"].as_str().expect("an id"));
    let settings = door.ask(Method::GET, "/settings", None).await["market"].clone();
    let mut value = settings["value"].clone();
    value["provider"] = json!("serpapi");
    value["api_base_url"] = json!(server.base_url());
    let change = json!({ "value": value, "version": settings["version"] });
    door.ask(Method::PUT, "/settings/market", Some(change)).await;
    assert!(server.asked().is_empty(), "choosing a provider asks nobody");

    server.next([Answer::Status(503, None)]);
    door.ask(Method::POST, &path, None).await;
    let seen = door.until(&path, "done").await;
    assert_eq!(seen["offers"][0]["likeness"], "same", "{seen}");
    assert_eq!(seen["searches_today"], 2, "each request is counted");
    server.next([Answer::Status(401, None)]);
    door.ask(Method::POST, &path, None).await;
    let failed = door.until(&path, "failed").await;
    assert!(
        failed["search"]["problem"].as_str().expect("a sentence").contains("refuses the key"),
        "{failed}"
    );
    assert!(server.asked().iter().all(|asked| asked.key.as_deref() == Some(SERPAPI_KEY)));

    child.kill().await.expect("ended");
    let logged = tokio::time::timeout(PATIENCE, logged).await.expect("in time").expect("the log");
    assert!(logged.contains("a search for prices failed"), "{logged}");
    assert!(!logged.contains(SERPAPI_KEY), "the key is in the log");
    for name in [FILE_NAME.to_owned(), format!("{FILE_NAME}-wal")] {
        let bytes = std::fs::read(dir.path().join(name)).unwrap_or_default();
        let key = SERPAPI_KEY.as_bytes();
        assert!(!bytes.windows(key.len()).any(|part| part == key), "the key is in the shop's file");
    }
}
