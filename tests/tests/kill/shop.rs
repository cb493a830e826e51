//! The real program as a child process, and what its file says afterwards.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use haberdash_core::database::{FILE_NAME, Options};
use haberdash_core::settings::{self, AssistantSettings, TwilioSettings};
use haberdash_core::{Database, SystemClock};
use haberdash_tests::program;
use haberdash_tests::twilio::{PATIENCE, TwilioSimulator};
use rusqlite::{Connection, OpenFlags};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// Shorter than in life, where a provider's list may lag: the simulator's never does.
const GRACE_MS: &str = "300";
const PUBLIC_URL: &str = "https://shop.example";

pub struct Shop {
    dir: tempfile::TempDir,
    program: PathBuf,
    child: Option<Child>,
}

pub struct InboundRow {
    pub id: String,
    pub conversation: String,
    pub provider_id: String,
}

pub struct OutboundRow {
    pub provider_id: Option<String>,
    pub run: Option<String>,
}

pub struct RunRow {
    pub id: String,
    pub conversation: String,
    pub first: String,
    pub last: String,
    pub outcome: String,
}

/// What the shop's file says.
pub struct Told {
    pub inbound: Vec<InboundRow>,
    pub outbound: Vec<OutboundRow>,
    pub runs: Vec<RunRow>,
    pub complaints: usize,
    pub dead_jobs: usize,
    open: i64,
    /// For the failure's message.
    left: String,
}

impl Told {
    /// The conversation was the owner's when the message came.
    pub fn handed_off_before(&self, message: &InboundRow) -> bool {
        self.runs.iter().any(|run| {
            run.conversation == message.conversation && run.outcome == "handed_off" && run.last < message.id
        })
    }
}

impl Shop {
    /// A demo shop connected to the simulator.
    pub async fn prepare(twilio: &TwilioSimulator) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let options = twilio.options().clone();
        let api_base_url = twilio.base_url();
        let folder = dir.path().to_owned();
        let made = tokio::task::spawn_blocking(move || {
            let made = std::process::Command::new(program::haberdash())
                .args(["demo", "--data"])
                .arg(&folder)
                .output()
                .expect("the program starts");
            assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
            let database =
                Database::open(&folder, Options::new(Arc::new(SystemClock))).expect("the shop's file");
            let mut twilio = database.read_blocking(settings::get::<TwilioSettings>).expect("settings");
            twilio.value = TwilioSettings {
                account_sid: options.account_sid,
                sender: options.sender,
                webhook_public_url: PUBLIC_URL.into(),
                polling_enabled: true,
                api_base_url: Some(api_base_url),
                ..TwilioSettings::default()
            };
            database
                .write_blocking(move |tx| settings::update(tx, twilio.value, twilio.version))
                .expect("Twilio's settings");
            let mut assistant = database.read_blocking(settings::get::<AssistantSettings>).expect("settings");
            assistant.value.burst_window_ms = 0;
            database
                .write_blocking(move |tx| settings::update(tx, assistant.value, assistant.version))
                .expect("the assistant's settings");
        });
        made.await.expect("prepared");
        Self { dir, program: program::haberdash(), child: None }
    }

    /// Starts the program and waits until it serves.
    pub async fn start(&mut self, twilio: &TwilioSimulator) {
        let mut child = Command::new(&self.program)
            .args([
                "serve",
                "--json",
                "--port",
                "0",
                "--webhook-port",
                "0",
                "--send-grace-ms",
                GRACE_MS,
                "--data",
            ])
            .arg(self.dir.path())
            .env("HABERDASH_TWILIO_AUTH_TOKEN", &twilio.options().auth_token)
            // No keyring of the machine that runs the tests.
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env("HABERDASH_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let line = tokio::time::timeout(PATIENCE, lines.next_line())
            .await
            .expect("it says that it is ready in time")
            .expect("its output is text")
            .expect("it says that it is ready");
        let ready: serde_json::Value = serde_json::from_str(&line).expect("the ready line is JSON");
        let webhooks = ready["webhook_url"].as_str().expect("the address of the webhooks").to_owned();
        twilio.connect_webhooks(PUBLIC_URL, &webhooks);
        self.child = Some(child);
    }

    /// SIGKILL.
    pub async fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().await.expect("killed");
        }
    }

    pub fn is_running(&self) -> bool {
        self.child.is_some()
    }

    pub async fn stop(&mut self) {
        self.kill().await;
    }

    /// Waits until `messages` have come in, nothing is unanswered, and nothing waits to be sent. The file is looked at after
    /// each request to Twilio; the poller makes one every few seconds.
    pub async fn wait_until_all_is_said(&self, twilio: &TwilioSimulator, messages: usize) -> Told {
        let path = self.dir.path().join(FILE_NAME);
        // A turn takes no time to speak of, but a machine that also builds has little of it to give.
        for _ in 0..6 {
            let said = twilio.wait_until(|_| {
                let told = look(&path);
                (told.inbound.len() >= messages && told.open == 0).then_some(told)
            });
            if let Ok(told) = tokio::time::timeout(PATIENCE - Duration::from_secs(1), said).await {
                return told;
            }
        }
        let told = look(&path);
        panic!(
            "{} of {messages} messages came in, {} turns, {} replies; left to do: {}",
            told.inbound.len(),
            told.runs.len(),
            told.outbound.len(),
            told.left
        )
    }
}

fn look(path: &Path) -> Told {
    let file = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the shop's file");
    file.busy_timeout(PATIENCE).expect("patience");
    // All of it as of one moment: what is sent between two questions would be missing from the first one's answer.
    file.execute_batch("BEGIN").expect("one state of the file");
    let rows = |sql: &str| -> Vec<Vec<Option<String>>> {
        let mut statement = file.prepare(sql).expect("a query");
        let columns = statement.column_count();
        statement
            .query_map([], |row| (0..columns).map(|i| row.get(i)).collect())
            .expect("rows")
            .collect::<rusqlite::Result<_>>()
            .expect("rows")
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let count = |sql: &str| -> i64 { file.query_row(sql, [], |row| row.get(0)).expect("a number") };
    // The demo shop has a history of its own on the simulated phone; this is about what went through Twilio.
    Told {
        inbound: rows("SELECT id, conversation_id, provider_id FROM messages WHERE provider = 'twilio' AND direction = 'inbound'")
            .iter()
            .map(|row| InboundRow { id: text(&row[0]), conversation: text(&row[1]), provider_id: text(&row[2]) })
            .collect(),
        outbound: rows("SELECT provider_id, run_id FROM messages WHERE provider = 'twilio' AND direction = 'outbound'")
            .iter()
            .map(|row| OutboundRow { provider_id: row[0].clone(), run: row[1].clone() })
            .collect(),
        runs: rows("SELECT r.id, r.conversation_id, r.first_message_id, r.last_message_id, r.outcome FROM agent_runs r
                    JOIN messages m ON m.id = r.first_message_id WHERE m.provider = 'twilio'")
            .iter()
            .map(|row| RunRow {
                id: text(&row[0]),
                conversation: text(&row[1]),
                first: text(&row[2]),
                last: text(&row[3]),
                outcome: text(&row[4]),
            })
            .collect(),
        complaints: usize::try_from(count(
            "SELECT count(*) FROM complaints c JOIN agent_runs r ON r.id = c.run_id
             JOIN messages m ON m.id = r.first_message_id WHERE m.provider = 'twilio'",
        ))
        .expect("a count"),
        dead_jobs: usize::try_from(count("SELECT count(*) FROM jobs WHERE state = 'dead'")).expect("a count"),
        left: format!(
            "{:?}",
            rows("SELECT kind, state, CAST(count(*) AS TEXT), CAST(min(run_at) - unixepoch() * 1000 AS TEXT), max(last_error) FROM jobs GROUP BY kind, state
                  UNION ALL SELECT provider, status, CAST(count(*) AS TEXT), NULL, max(error_code) FROM messages
                  WHERE direction = 'outbound' AND provider_id IS NULL GROUP BY provider, status")
        ),
        open: count("SELECT count(*) FROM jobs WHERE kind IN ('answer_conversation', 'send_message', 'notify_owner') AND state != 'dead'")
            + count("SELECT count(*) FROM messages WHERE direction = 'outbound' AND status IN ('queued', 'sending') AND provider_id IS NULL"),
    }
}
