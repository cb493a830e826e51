//! The real program, served and killed, and its commands.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use futures::StreamExt as _;
use haberdash_tests::program;
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::Value;
use sysinfo::{Pid, ProcessesToUpdate, Signal, System};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// Long enough for a machine that also builds; a test that reaches it fails.
const PATIENCE: Duration = Duration::from_secs(180);

/// The served program and how to talk to it.
pub struct Program {
    pub dir: PathBuf,
    pub child: Child,
    /// Apart from the process, so that somebody can ask while it is killed.
    pub door: Door,
}

/// Where it listens, and what lets in.
pub struct Door {
    url: String,
    token: String,
    client: reqwest::Client,
}

impl Door {
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.client.request(method, format!("{}/api/v1{path}", self.url)).bearer_auth(&self.token)
    }
}

impl Program {
    pub async fn start(dir: &Path) -> Self {
        let mut child = Command::new(program::haberdash())
            .args(["serve", "--json", "--port", "0", "--webhook-port", "0", "--data"])
            .arg(dir)
            // No keyring of the machine that runs the tests.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("HABERDASH_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let line = tokio::time::timeout(PATIENCE, lines.next_line()).await.expect("in time").expect("text");
        let ready: Value = serde_json::from_str(&line.expect("it says that it is ready")).expect("JSON");
        let text = |name: &str| ready[name].as_str().expect("a text").to_owned();
        let door = Door { url: text("url"), token: text("token"), client: reqwest::Client::new() };
        Self { dir: dir.to_owned(), child, door }
    }

    pub async fn kill(mut self) {
        self.child.kill().await.expect("killed");
    }

    /// Tells it to end, and waits until it has put everything away.
    pub async fn end(mut self) {
        signal(Pid::from_u32(self.child.id().expect("it runs")), Signal::Term);
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await.expect("in time");
        assert!(ended.expect("an end").success());
    }

    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.door.request(method, path)
    }

    pub async fn get(&self, path: &str) -> Value {
        self.request(reqwest::Method::GET, path).send().await.expect("an answer").json().await.expect("JSON")
    }

    pub async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> Value {
        let answer = self.request(reqwest::Method::POST, path).body(body).send().await.expect("an answer");
        let status = answer.status();
        let told: Value = answer.json().await.expect("JSON");
        assert!(status.is_success(), "{path}: {told}");
        told
    }

    /// Sends JSON, and gives what came back.
    pub async fn send(&self, method: reqwest::Method, path: &str, body: &Value) -> Value {
        let answer = self.request(method, path).json(body).send().await.expect("an answer");
        let status = answer.status();
        let told: Value = answer.json().await.expect("JSON");
        assert!(status.is_success(), "{path}: {status} {told}");
        told
    }

    /// Waits until `is` holds for what `path` tells, looking again after each event.
    pub async fn until(&self, path: &str, is: impl Fn(&Value) -> bool) -> Value {
        let events = self.request(reqwest::Method::GET, "/events").send().await.expect("events");
        let mut events = events.bytes_stream();
        let wait = async {
            loop {
                let told = self.get(path).await;
                if is(&told) {
                    return told;
                }
                events.next().await.expect("the stream goes on").expect("an event");
            }
        };
        tokio::time::timeout(PATIENCE, wait).await.expect("it comes there")
    }
}

pub fn signal(pid: Pid, signal: Signal) {
    let mut system = System::new().expect("a view of the system");
    system.refresh_processes(ProcessesToUpdate::Some(&[pid]), true);
    assert_eq!(system.process(pid).expect("it runs").kill_with(signal), Some(true));
}

/// Gives the program some of the machine: the kill falls somewhere in what it does meanwhile.
pub async fn a_moment(random: &mut StdRng) {
    for _ in 0..random.random_range(0..4_000) {
        tokio::task::yield_now().await;
    }
}

pub fn seed() -> u64 {
    std::env::var("HABERDASH_TEST_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(7)
}

/// Runs a command of the program on a folder.
pub fn haberdash(dir: &Path, arguments: &[&str]) -> String {
    let output = std::process::Command::new(program::haberdash())
        .args(arguments)
        .arg("--data")
        .arg(dir)
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
        .env("HABERDASH_LOG", "off")
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

pub fn is_whole(dir: &Path) {
    let checked: Value = serde_json::from_str(&haberdash(dir, &["check", "--json"])).expect("JSON");
    assert_eq!(checked["ok"], true, "{checked}");
}
