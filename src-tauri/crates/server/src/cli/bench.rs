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
    /// Products of the shop in which is searched by words and meaning.
    #[arg(long, default_value_t = 100_000)]
    products: usize,
    /// Measure only that.
    #[arg(long)]
    retrieval_only: bool,
    /// Small numbers: shows that it works, not how fast.
    #[arg(long)]
    quick: bool,
    #[cfg(feature = "llama")]
    #[command(subcommand)]
    part: Option<Part>,
}

/// What is measured by itself.
#[cfg(feature = "llama")]
#[derive(Debug, clap::Subcommand)]
enum Part {
    /// A language model of 1.5 billion parameters with random weights, beside llama.cpp alone. Takes 1 GB of disk meanwhile.
    Model(ModelArgs),
}

#[cfg(feature = "llama")]
#[derive(Debug, Args)]
struct ModelArgs {
    /// Threads of the model; the machine's cores when left out.
    #[arg(long)]
    threads: Option<u32>,
    /// Tokens of the prompt of a turn's first step, about.
    #[arg(long)]
    prompt: Option<usize>,
    /// Times that both are measured.
    #[arg(long)]
    rounds: Option<usize>,
    /// A tiny model: shows that it works, not how fast.
    #[arg(long)]
    quick: bool,
}

#[cfg(feature = "llama")]
async fn run_model(data: Option<&PathBuf>, arguments: &ModelArgs) -> anyhow::Result<ExitCode> {
    use haberdash_llama::bench::{Size, run};
    let usual = if arguments.quick { Size::quick() } else { Size::usual() };
    let size = Size {
        threads: arguments.threads,
        prompt: arguments.prompt.unwrap_or(usual.prompt),
        rounds: arguments.rounds.unwrap_or(usual.rounds).max(1),
        ..usual
    };
    let folder = data.cloned().unwrap_or_else(std::env::temp_dir);
    let report = run(crate::model_host::command()?, &folder, size).await?;
    super::print_json(&report)?;
    Ok(ExitCode::SUCCESS)
}

/// Measures in `data`, which must be empty or a demo shop, or in a folder of its own that is removed afterwards.
pub async fn run(data: Option<PathBuf>, arguments: BenchArgs) -> anyhow::Result<ExitCode> {
    #[cfg(feature = "llama")]
    if let Some(Part::Model(model)) = &arguments.part {
        return run_model(data.as_ref(), model).await;
    }
    let size = if arguments.quick {
        Size::quick()
    } else {
        let size = Size::of(arguments.variants, arguments.messages, arguments.orders);
        Size { products: arguments.products, ..size }
    };
    let own = std::env::temp_dir().join(format!("haberdash-bench-{}", std::process::id()));
    let dir = data.as_ref().unwrap_or(&own);
    let report = if arguments.retrieval_only {
        bench::run_retrieval(dir, &size).await.and_then(|report| Ok(serde_json::to_value(report)?))
    } else {
        bench::run(dir, &size).await.and_then(|report| Ok(serde_json::to_value(report)?))
    };
    if data.is_none() && own.exists() {
        std::fs::remove_dir_all(&own)?;
    }
    super::print_json(&report?)?;
    Ok(ExitCode::SUCCESS)
}
