//! `haberdash bench`: how fast Haberdash is on this machine, as one JSON document.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::bench::{self, Size};

#[derive(Debug, Args)]
pub struct BenchArgs {
    /// Variants of the shop that is measured, at least.
    #[arg(long, default_value_t = 100_000)]
    variants: usize,
    /// Messages of the shop that is measured, about.
    #[arg(long, default_value_t = 1_000_000)]
    messages: usize,
    /// Orders of the shop that is measured.
    #[arg(long, default_value_t = 200_000)]
    orders: usize,
    /// Small numbers: shows that it works, not how fast.
    #[arg(long)]
    quick: bool,
}

/// Measures in `data`, which must be empty or a demo shop, or in a folder of its own that is removed afterwards.
pub async fn run(data: Option<PathBuf>, arguments: BenchArgs) -> anyhow::Result<ExitCode> {
    let size = if arguments.quick {
        Size::quick()
    } else {
        Size::of(arguments.variants, arguments.messages, arguments.orders)
    };
    let own = std::env::temp_dir().join(format!("haberdash-bench-{}", std::process::id()));
    let report = bench::run(data.as_ref().unwrap_or(&own), &size).await;
    if data.is_none() && own.exists() {
        std::fs::remove_dir_all(&own)?;
    }
    super::print_json(&report?)?;
    Ok(ExitCode::SUCCESS)
}
