//! Files in and out, as the owner feels them: the program as a process of its own, its time and its memory from outside.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::Context;
use serde::Serialize;
use tokio::process::Command;

/// One run of the program over a file.
#[derive(Debug, Serialize)]
pub struct Transfer {
    /// Variants of the file, or rows of the archive.
    pub rows: usize,
    pub file_mib: f64,
    pub seconds: f64,
    /// Zero where the system does not tell.
    pub peak_mib: f64,
}

/// Imports a Shopify file of so many variants into an empty shop: read, checked, backed up, imported.
pub async fn import(dir: &Path, variants: usize) -> anyhow::Result<Transfer> {
    let folder = dir.join("import");
    tokio::fs::create_dir_all(&folder).await?;
    let file = folder.join("products.csv");
    tokio::fs::write(&file, shopify(variants)).await?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("import").arg(&file).args(["--json", "--data"]).arg(folder.join("shop"));
    let measured = run(command, variants, &file).await;
    tokio::fs::remove_dir_all(&folder).await?;
    measured
}

/// Writes everything the shop in `dir` has into one archive.
pub async fn export(dir: &Path) -> anyhow::Result<Transfer> {
    let file = dir.join("everything.zip");
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["export", "everything", "--json", "--out"]).arg(&file).arg("--data").arg(dir);
    let measured = run(command, 0, &file).await;
    tokio::fs::remove_file(&file).await?;
    measured
}

async fn run(mut command: Command, rows: usize, file: &Path) -> anyhow::Result<Transfer> {
    let started = Instant::now();
    let mut child = command
        .env("HABERDASH_LOG", "error")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let id = child.id().context("the program's id")?;
    let out = child.stdout.take().context("the output")?;
    let told = tokio::spawn(async move {
        let mut out = out;
        let mut text = String::new();
        tokio::io::AsyncReadExt::read_to_string(&mut out, &mut text).await.map(|_| text)
    });
    let mut peak_mib = 0.0f64;
    let status = loop {
        tokio::select! {
            status = child.wait() => break status?,
            () = tokio::time::sleep(Duration::from_millis(20)) => peak_mib = peak_mib.max(peak(id)),
        }
    };
    let seconds = started.elapsed().as_secs_f64();
    let told: serde_json::Value = serde_json::from_str(&told.await??)?;
    anyhow::ensure!(status.success(), "the program ended with {status}");
    let counted = told["count"].as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(rows);
    let bytes = tokio::fs::metadata(file).await?.len();
    Ok(Transfer { rows: counted, file_mib: mib(bytes), seconds, peak_mib })
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / 1024.0 / 1024.0
}

/// The most memory that a process had resident so far, in MiB.
fn peak(id: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib =
        line.and_then(|line| line.trim().strip_suffix(" kB")).and_then(|kib| kib.trim().parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}

/// Three sizes of each product, with descriptions, tags and stock, as another shop's program writes them.
fn shopify(variants: usize) -> String {
    let mut text = String::from(
        "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,\
         Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Status\n",
    );
    for variant in 0..variants {
        let (product, place) = (variant / 3, variant % 3);
        let size = ["S", "M", "L"][place];
        let (title, body, tags) = if place == 0 {
            (
                format!("Shirt {product} in linen"),
                "<p>Light, washed and made to be worn often.</p>",
                "\"linen, summer, washed\"",
            )
        } else {
            (String::new(), "", "")
        };
        let price = 10 + product % 190;
        let stock = (product * 7 + place) % 40;
        // Writing into a text cannot fail.
        let _ = writeln!(
            text,
            "shirt-{product},{title},{body},Boxwood,Shirts,{tags},TRUE,Size,{size},Colour,Navy,SH-{product}-{size},210,\
             {stock},{price}.90,,active"
        );
    }
    text
}
