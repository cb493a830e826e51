//! Trains the built-in classifier of intents from the phrases in `models/intents`, and says how good it is on phrases
//! that it had not seen. `cargo xtask train-intents` starts it.
//!
//! Nothing but those phrases is read, and the same phrases always give the same weights.

mod fit;
mod measure;
mod optimise;
mod phrases;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use haberdash_ai::{SentenceModel, folders::Folders};
use haberdash_core::agent::understanding::classifier::weights::Weights;
use haberdash_core::retrieval::Embedder;

#[derive(Parser)]
#[command(name = "haberdash-training")]
struct Arguments {
    /// The folder of the phrases, into which the weights go.
    folder: PathBuf,
    /// Only say how good it is; write nothing.
    #[arg(long)]
    measure: bool,
    /// Leave the sentences' meaning out, where no embedding model is installed. Such weights answer by words alone.
    #[arg(long)]
    words_only: bool,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let corpus = phrases::read(&arguments.folder)?;
    println!("{} phrases in {} languages", corpus.examples.len(), corpus.languages().len());
    let embeddings = if arguments.words_only { None } else { Some(embed(&corpus)?) };
    let data = fit::Data::new(&corpus, embeddings);

    let calibration = measure::cross_validate(&corpus, &data);
    if arguments.measure {
        measure::report_several(&corpus);
        return Ok(ExitCode::SUCCESS);
    }
    let all: Vec<usize> = (0..corpus.examples.len()).collect();
    let model = fit::fit(&data, &all, true);
    let weights = Weights {
        digest: corpus.digest(),
        hashes: model.vocabulary.hashes,
        frequencies: model.vocabulary.frequencies,
        lexical: model.lexical,
        meaning: model.meaning,
        calibration,
    };
    let bytes = weights.to_bytes();
    let path = arguments.folder.join("weights.bin");
    std::fs::write(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))?;
    println!("Wrote {} ({} features, {} KB)", path.display(), weights.hashes.len(), bytes.len() / 1024);
    Ok(ExitCode::SUCCESS)
}

fn embed(corpus: &phrases::Corpus) -> Result<Vec<Vec<f32>>> {
    let model = SentenceModel::load(&Folders::of_shop(None))
        .context("the embedding model is needed (cargo xtask models), or say --words-only")?;
    corpus.examples.iter().map(|example| Ok(model.embed(&example.text)?)).collect()
}
