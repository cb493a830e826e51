//! The simulated search providers on their own, to try market prices by hand without an account.
//!
//! `search-simulator [PORT]` (4020 unless given). Set `api_base_url` of the market's settings to the printed address, choose a
//! provider and enter its printed key. For every question three shops sell what was asked for.

use std::time::Duration;

use anyhow::Context as _;
use haberdash_tests::market::{SERPAPI_KEY, SearchSimulator, TAVILY_KEY, page};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let port = std::env::args()
        .nth(1)
        .map(|text| text.parse::<u16>())
        .transpose()
        .context("the port is no number")?;
    let simulator = SearchSimulator::start(port.unwrap_or(4020)).await;
    println!("address       {}", simulator.base_url());
    println!("Tavily's key  {TAVILY_KEY}");
    println!("SerpAPI's key {SERPAPI_KEY}");
    let titles: Vec<String> = std::env::args().skip(2).collect();
    let title = if titles.is_empty() { "Linen Dress".to_owned() } else { titles.join(" ") };
    simulator.offer([
        page(&title, "Nordhaus", "https://nordhaus.example/p/1?ref=search", "€79.00"),
        page(&format!("{title} – size M"), "Maison Claire", "https://maison-claire.example/robe", "74,90 €"),
        page(&format!("{title} for kids"), "Kleine Leute", "https://kleine-leute.example/k/77", "39,90 €"),
        page(&title, "Harbor Goods", "https://harborgoods.example/items/9", "$69.00"),
    ]);
    loop {
        tokio::time::sleep(Duration::from_secs(3600)).await;
    }
}
