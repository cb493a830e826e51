//! The program as it is run: started as a process of its own, asked over the network, its memory read from outside.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::Size;
use super::times::{Percentiles, Times};

/// Resident memory of the served program. Zero where the system does not tell.
#[derive(Debug, Default, Serialize)]
pub struct Memory {
    pub after_start_mib: f64,
    pub after_serving_mib: f64,
    pub peak_mib: f64,
}

#[derive(Deserialize)]
struct Ready {
    url: String,
    token: String,
}

/// How long the program takes to its first answer, and what memory it has after some work.
pub async fn measure(dir: &Path, size: &Size) -> anyhow::Result<(Percentiles, Memory)> {
    let mut times = Times::default();
    let mut memory = Memory::default();
    for n in 0..size.starts {
        let (mut child, ready, time) = start(dir).await?;
        times.add(time);
        if n + 1 == size.starts {
            memory.after_start_mib = resident(&child, "VmRSS:");
            serve(&ready, size.served).await?;
            memory.after_serving_mib = resident(&child, "VmRSS:");
            memory.peak_mib = resident(&child, "VmHWM:");
        }
        child.kill().await?;
    }
    Ok((times.percentiles()?, memory))
}

async fn start(dir: &Path) -> anyhow::Result<(Child, Ready, Duration)> {
    let program = std::env::current_exe()?;
    let started = Instant::now();
    let mut child = Command::new(program)
        .args(["serve", "--json", "--port", "0", "--webhook-port", "0", "--data"])
        .arg(dir)
        .env("HABERDASH_LOG", "error")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let out = child.stdout.take().context("the output")?;
    let line =
        BufReader::new(out).lines().next_line().await?.context("the program ended before it was ready")?;
    let ready: Ready = serde_json::from_str(&line)?;
    let health = reqwest::get(format!("{}/health", ready.url)).await?;
    anyhow::ensure!(health.status().is_success(), "health: {}", health.status());
    Ok((child, ready, started.elapsed()))
}

/// An owner who looks around, and customers who write.
async fn serve(ready: &Ready, count: usize) -> anyhow::Result<()> {
    let client = reqwest::Client::new();
    let get = |path: &str| client.get(format!("{}/api/v1{path}", ready.url)).bearer_auth(&ready.token);
    let mut cursor = String::new();
    for n in 0..count {
        let request = match n % 6 {
            0 => get(&format!("/conversations?limit=50{cursor}")),
            1 => get("/products?search=dress"),
            2 => get("/orders"),
            3 => get("/today"),
            4 => get("/contacts"),
            _ => client.post(format!("{}/api/v1/phone/messages", ready.url)).bearer_auth(&ready.token).json(
                &serde_json::json!({ "from": format!("+1555012{:04}", n % 500), "body": "Do you have a linen shirt?" }),
            ),
        };
        let answer = request.send().await?.error_for_status()?;
        let body: serde_json::Value = answer.json().await?;
        if n % 6 == 0 {
            cursor = body["next_cursor"].as_str().map(|next| format!("&cursor={next}")).unwrap_or_default();
        }
    }
    Ok(())
}

/// A line of `/proc/PID/status`, in MiB.
fn resident(child: &Child, name: &str) -> f64 {
    let status = child.id().and_then(|id| std::fs::read_to_string(format!("/proc/{id}/status")).ok());
    let line = status.as_deref().and_then(|status| status.lines().find_map(|line| line.strip_prefix(name)));
    let kib =
        line.and_then(|line| line.trim().strip_suffix(" kB")).and_then(|kib| kib.trim().parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
