//! The simulated providers of language models on their own, to try them by hand without an account.
//!
//! `model-simulator [PORT]` (4030 unless given). Enter a printed address as the server's address in the settings, and the printed
//! key. The model always answers with the same greeting, which says nothing that needs a proof.

use anyhow::Context as _;
use haberdash_tests::language::{KEY, MODELS, ModelSimulator, Provider, step};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port = std::env::args()
        .nth(1)
        .map(|text| text.parse::<u16>())
        .transpose()
        .context("the port is no number")?;
    let simulator = ModelSimulator::start(port.unwrap_or(4030)).await;
    for provider in Provider::ALL {
        println!("{provider:10?} {}", simulator.base_url(provider));
    }
    println!("key        {KEY}");
    println!("models     {}", MODELS.join(", "));
    simulator.think(|_| step("reply", "Good to hear from you! Let me know what you are looking for."));
    std::future::pending::<()>().await;
    Ok(())
}
