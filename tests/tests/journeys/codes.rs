//! Codes by e-mail with the real program: a stranger on the phone, a mail server of our own, and what the owner sees.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use haberdash_core::database::Options as DatabaseOptions;
use haberdash_core::policy::{CodeFor, Identification, Policy};
use haberdash_core::settings::{self, AssistantSettings, EmailSettings, Encryption};
use haberdash_core::{Database, SystemClock};
use haberdash_tests::program;
use haberdash_tests::smtp::{Options, PATIENCE, Privacy, SmtpSimulator, Trouble};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

const STRANGER: &str = "+15550107701";

/// A customer of the demo shop whose order can still be cancelled.
#[derive(Debug, Clone)]
struct Customer {
    email: String,
    order: String,
}

/// The real program as a child process, and its API.
struct Shop {
    dir: tempfile::TempDir,
    customer: Customer,
    child: Option<Child>,
    url: String,
    token: String,
    http: reqwest::Client,
}

fn prepare(dir: &Path, port: u16, encryption: Encryption) -> Customer {
    let made = std::process::Command::new(program::haberdash())
        .args(["demo", "--data"])
        .arg(dir)
        .output()
        .expect("the program starts");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let database = Database::open(dir, DatabaseOptions::new(Arc::new(SystemClock))).expect("the shop's file");
    database
        .write_blocking(move |tx| {
            let now = settings::get::<AssistantSettings>(tx.sql())?;
            let assistant = AssistantSettings { burst_window_ms: 0, ..now.value };
            settings::update(tx, assistant, now.version)?;
            let now = settings::get::<Policy>(tx.sql())?;
            let policy =
                Policy { identification: Identification::Code, code_for: CodeFor::Facts, ..now.value };
            settings::update(tx, policy, now.version)?;
            let account = EmailSettings {
                server: "localhost".into(),
                port,
                encryption,
                user: "shop".into(),
                sender_name: "Linden & Lark".into(),
                sender_address: "shop@example.com".into(),
            };
            settings::update(tx, account, 0)?;
            Ok(())
        })
        .expect("the settings");
    database
        .read_blocking(|connection| {
            Ok(connection.query_row(
                "SELECT c.email, o.number FROM orders o JOIN contacts c ON c.id = o.contact_id
                 WHERE o.status = 'placed' AND c.email IS NOT NULL
                   AND (SELECT count(*) FROM contacts d WHERE d.email = c.email) = 1
                 ORDER BY o.number DESC LIMIT 1",
                [],
                |row| Ok(Customer { email: row.get(0)?, order: row.get(1)? }),
            )?)
        })
        .expect("a customer with an order")
}

impl Shop {
    async fn open(server: &SmtpSimulator) -> Self {
        let encryption = match server.options().privacy {
            Privacy::None => Encryption::None,
            Privacy::Tls => Encryption::Tls,
            Privacy::Starttls => Encryption::Starttls,
        };
        let dir = tempfile::tempdir().expect("a folder");
        let (folder, port) = (dir.path().to_owned(), server.port());
        let customer = tokio::task::spawn_blocking(move || prepare(&folder, port, encryption)).await;
        let mut shop = Self {
            dir,
            customer: customer.expect("prepared"),
            child: None,
            url: String::new(),
            token: String::new(),
            http: reqwest::Client::new(),
        };
        shop.start(server).await;
        shop
    }

    /// Starts the program and waits until it serves. It trusts the server's own certificate, as a system may.
    async fn start(&mut self, server: &SmtpSimulator) {
        let trusted: PathBuf = self.dir.path().join("trusted.pem");
        std::fs::write(&trusted, server.certificate()).expect("the certificate");
        let mut child = Command::new(program::haberdash())
            .args(["serve", "--json", "--port", "0", "--webhook-port", "0", "--data"])
            .arg(self.dir.path())
            .env("HABERDASH_SMTP_PASSWORD", "a very secret password")
            .env("SSL_CERT_FILE", &trusted)
            // No keyring of the machine that runs the tests.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("HABERDASH_LOG", "debug")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(std::fs::File::options().create(true).append(true).open(self.log()).expect("a log"))
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let line = tokio::time::timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("text");
        let ready: Value = serde_json::from_str(&line.expect("a line")).expect("JSON");
        self.url = ready["url"].as_str().expect("url").to_owned();
        self.token = ready["token"].as_str().expect("token").to_owned();
        self.child = Some(child);
    }

    fn log(&self) -> PathBuf {
        self.dir.path().join("program.log")
    }

    async fn kill(&mut self) {
        let mut child = self.child.take().expect("running");
        child.kill().await.expect("killed");
    }

    async fn get(&self, path: &str) -> Value {
        let request = self.http.get(format!("{}{path}", self.url)).bearer_auth(&self.token);
        request.send().await.expect("answered").json().await.expect("JSON")
    }

    async fn send(&self, method: reqwest::Method, path: &str, body: Value) -> (u16, Value) {
        let request = self.http.request(method, format!("{}{path}", self.url)).bearer_auth(&self.token);
        let answer = request.json(&body).send().await.expect("answered");
        (answer.status().as_u16(), answer.json().await.expect("JSON"))
    }

    async fn thread(&self) -> Vec<Value> {
        let told = self.get(&format!("/api/v1/phone/thread?from={}", STRANGER.replace('+', "%2B"))).await;
        told["items"].as_array().cloned().unwrap_or_default()
    }

    /// Asks again after everything that happens in the shop until the answer is there.
    async fn until<T, F: Future<Output = Option<T>>>(&self, mut look: impl FnMut() -> F) -> T {
        let asked = self.http.get(format!("{}/api/v1/events", self.url)).bearer_auth(&self.token);
        let mut events = asked.send().await.expect("answered");
        let wait = async {
            loop {
                if let Some(found) = look().await {
                    return found;
                }
                events.chunk().await.expect("the stream of events");
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("it came in time")
    }

    /// Writes from the phone and gives what is answered.
    async fn says(&self, body: &str) -> String {
        let before = self.thread().await.len();
        let (status, told) = self
            .send(reqwest::Method::POST, "/api/v1/phone/messages", json!({ "from": STRANGER, "body": body }))
            .await;
        assert!(status < 300, "{told}");
        self.until(|| async {
            let items = self.thread().await;
            let answered: Vec<String> = items
                .iter()
                .skip(before)
                .filter(|item| item["direction"] == "outbound")
                .filter_map(|item| item["body"].as_str().map(str::to_owned))
                .collect();
            (!answered.is_empty()).then(|| answered.join("\n"))
        })
        .await
    }

    async fn asks_for_code(&self) -> String {
        let first =
            self.says(&format!("Please cancel order {}, I no longer need it", self.customer.order)).await;
        assert!(first.contains("please tell me your e-mail address"), "{first}");
        self.says(&format!("my email is {}", self.customer.email)).await
    }

    async fn order_status(&self) -> String {
        let found = self.get(&format!("/api/v1/orders?q={}", self.customer.order)).await;
        let orders = found["items"].as_array().cloned().unwrap_or_default();
        let order = orders.iter().find(|order| order["number"] == self.customer.order.as_str());
        order.and_then(|order| order["status"].as_str()).unwrap_or_default().to_owned()
    }

    async fn conversation(&self) -> Value {
        let thread = self.get(&format!("/api/v1/phone/thread?from={}", STRANGER.replace('+', "%2B"))).await;
        let id = thread["conversation_id"].as_str().expect("a conversation").to_owned();
        self.get(&format!("/api/v1/conversations/{id}")).await
    }
}

#[tokio::test]
async fn the_right_code_opens_the_order_and_its_change_is_made_after_the_yes() {
    // The password goes only over the connection that STARTTLS made private.
    let server =
        SmtpSimulator::start_with(Options { privacy: Privacy::Starttls, ..Options::default() }).await;
    let shop = Shop::open(&server).await;
    let asked = shop.asks_for_code().await;
    assert!(asked.starts_with("If this belongs to one of our customers"), "{asked}");
    let mail = server.mail(1).await;
    assert_eq!((mail.from.as_str(), mail.to), ("shop@example.com", vec![shop.customer.email.clone()]));
    let code = server.mails()[0].code().expect("six digits");
    let wrong = format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000);
    assert!(shop.says(&wrong).await.starts_with("That is not the code."));
    let stated = shop.says(&format!("sorry, it's {} {}", &code[..3], &code[3..])).await;
    assert!(stated.contains(&format!("Order {} would be cancelled", shop.customer.order)), "{stated}");
    assert_eq!(shop.order_status().await, "placed");
    assert!(shop.says("yes").await.starts_with("Done."));
    assert_eq!(shop.order_status().await, "cancelled");
    let status = shop.get("/api/v1/email").await;
    assert_eq!(status["last_mail"]["state"], "sent", "{status}");
    // Neither the runs that the owner may look into nor the log hold what was typed.
    let conversation = shop.conversation().await;
    let id = conversation["id"].as_str().expect("id");
    let runs = shop.get(&format!("/api/v1/conversations/{id}/runs")).await;
    let runs = runs["items"].as_array().cloned().or_else(|| runs.as_array().cloned()).unwrap_or_default();
    assert!(runs.len() >= 5, "{runs:?}");
    for run in &runs {
        let whole = shop.get(&format!("/api/v1/runs/{}", run["id"].as_str().expect("id"))).await.to_string();
        assert!(!whole.contains(&code) && !whole.contains(&code[3..].to_owned().repeat(2)), "{whole}");
        assert!(!whole.contains(&format!("{} {}", &code[..3], &code[3..])), "{whole}");
    }
    let log = std::fs::read_to_string(shop.log()).unwrap_or_default();
    assert!(!log.contains(&code) && !log.contains("a very secret password"), "{log}");
}

#[tokio::test]
async fn five_wrong_codes_and_it_is_a_persons() {
    let server = SmtpSimulator::start().await;
    let shop = Shop::open(&server).await;
    shop.asks_for_code().await;
    let code: u32 = server.mail(1).await.code().expect("a code").parse().expect("digits");
    let mut last = String::new();
    for step in 1..=5 {
        last = shop.says(&format!("{:06}", (code + step) % 1_000_000)).await;
    }
    assert!(last.contains("no longer counts now"), "{last}");
    let conversation = shop.conversation().await;
    assert_eq!(
        (&conversation["needs_owner"], &conversation["needs_owner_reason"]),
        (&json!(true), &json!("identity_unproved"))
    );
    assert_eq!(shop.order_status().await, "placed");
    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn a_server_that_refuses_is_told_to_customer_and_owner() {
    let server = SmtpSimulator::start().await;
    server.set_trouble(Trouble::RefusesPasswords);
    let shop = Shop::open(&server).await;
    shop.asks_for_code().await;
    let told = shop
        .until(|| async {
            let items = shop.thread().await;
            let last = items.iter().rev().find(|item| item["direction"] == "outbound")?;
            let body = last["body"].as_str()?.to_owned();
            body.starts_with("I could not send the e-mail").then_some(body)
        })
        .await;
    assert!(told.contains("a person takes over"), "{told}");
    let conversation = shop.conversation().await;
    assert_eq!(conversation["needs_owner_reason"], "identity_unproved");
    let complaints = shop.get("/api/v1/complaints").await.to_string();
    assert!(complaints.contains("refused the user or the password"), "{complaints}");
    let status = shop.get("/api/v1/email").await;
    assert_eq!(status["last_mail"]["state"], "unsent", "{status}");
    assert_eq!(server.mails(), []);
}

/// `kill -9` between the try and its answer: the server has the mail, nobody says so, and no second one goes.
#[tokio::test]
async fn killed_before_the_servers_answer_it_sends_no_second_mail() {
    let server = SmtpSimulator::start().await;
    server.set_trouble(Trouble::StallsAfterMail);
    let mut shop = Shop::open(&server).await;
    shop.asks_for_code().await;
    let code = server.mail(1).await.code().expect("a code");
    shop.kill().await;
    server.set_trouble(Trouble::None);
    shop.start(&server).await;
    let state = shop
        .until(|| async {
            let status = shop.get("/api/v1/email").await;
            let state = status["last_mail"]["state"].as_str()?.to_owned();
            (state != "trying").then_some(state)
        })
        .await;
    assert_eq!((state.as_str(), server.mails().len()), ("unknown", 1));
    // It came, so it counts.
    assert!(shop.says(&code).await.contains("would be cancelled"));
    assert_eq!(server.mails().len(), 1);
    // Who asks for another gets one, and only then.
    let answered = shop.says("yes").await;
    assert!(answered.starts_with("Done."), "{answered}");
}

#[tokio::test]
async fn an_account_is_tried_before_it_is_kept() {
    let server = SmtpSimulator::start_with(Options { privacy: Privacy::Tls, ..Options::default() }).await;
    let shop = Shop::open(&server).await;
    let now = shop.get("/api/v1/email").await;
    assert_eq!((&now["set_up"], &now["has_password"]), (&json!(true), &json!(true)), "{now}");
    let put = |account: Value, version: i64| {
        let body = json!({ "account": account, "version": version });
        shop.send(reqwest::Method::PUT, "/api/v1/email", body)
    };
    // The same server may be kept with the password that is there; another one is not told it.
    let (status, kept) = put(now["account"].clone(), 1).await;
    assert_eq!((status, &kept["ok"]), (200, &json!(true)), "{kept}");
    assert_eq!((server.log_ins(), server.mails().len()), (1, 0), "no mail goes to try it");
    let mut other = now["account"].clone();
    other["server"] = json!("mail.example");
    let (status, refused) = put(other, 2).await;
    assert_eq!((status, &refused["errors"][0]["field"]), (422, &json!("password")), "{refused}");
    let mut open = now["account"].clone();
    (open["server"], open["encryption"]) = (json!("mail.example"), json!("none"));
    let (status, refused) = put(open, 2).await;
    assert_eq!((status, &refused["errors"][0]["field"]), (422, &json!("account.encryption")), "{refused}");
    server.set_trouble(Trouble::RefusesSender);
    let mut renamed = now["account"].clone();
    renamed["sender_address"] = json!("other@example.com");
    let (status, refused) = put(renamed, 2).await;
    assert_eq!(
        (status, &refused["ok"], &refused["problem"]),
        (200, &json!(false), &json!("sender_refused")),
        "{refused}"
    );
    assert_eq!(refused["status"]["version"], 2, "and nothing was kept");
    server.set_trouble(Trouble::None);
    let to = json!({ "to": "owner@example.com" });
    let (_, sent) = shop.send(reqwest::Method::POST, "/api/v1/email/test", to).await;
    assert_eq!(sent["ok"], true, "{sent}");
    let mail = server.mail(1).await;
    assert_eq!(mail.to, ["owner@example.com"]);
    assert!(mail.text.contains("Subject: Test mail from Haberdash"), "{}", mail.text);
    let wrong = shop.send(reqwest::Method::POST, "/api/v1/email/test", json!({ "to": "nobody" })).await;
    assert_eq!((wrong.0, &wrong.1["errors"][0]["field"]), (422, &json!("to")));
}
