//! Tavily: `POST {base}/search` with a bearer key (docs.tavily.com). It returns pages with a piece of their text; the price is
//! read from there.

use haberdash_core::market::{Ask, Found, Provider};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use url::Url;

use super::{Engine, MarketError, at, link, text};
use crate::secrets::Secret;

const RESULTS: u32 = 15;

pub(super) struct Tavily;

fn post(http: &Client, base: &Url, key: &Secret, query: &str, results: u32) -> RequestBuilder {
    http.post(at(base, "search")).bearer_auth(key.expose()).json(&json!({
        "query": query,
        "search_depth": "basic",
        "max_results": results,
        "include_answer": false,
        "include_raw_content": false,
        "include_images": false,
    }))
}

impl Engine for Tavily {
    fn question(&self, http: &Client, base: &Url, ask: &Ask, key: &Secret) -> RequestBuilder {
        post(http, base, key, &format!("{} price", ask.query), RESULTS)
    }

    fn probe(&self, http: &Client, base: &Url, key: &Secret) -> RequestBuilder {
        post(http, base, key, "price of a linen dress", 1)
    }

    fn pages(&self, answer: &Value) -> Result<Vec<Found>, MarketError> {
        let results =
            answer.get("results").and_then(Value::as_array).ok_or(MarketError::Garbage(Provider::Tavily))?;
        Ok(results
            .iter()
            .filter(|page| page.is_object())
            .map(|page| Found {
                title: text(page, "title"),
                text: text(page, "content"),
                url: link(&text(page, "url")),
                ..Found::default()
            })
            .collect())
    }

    fn is_used_up(&self, status: StatusCode, _answer: &Value) -> bool {
        // "Key limit or plan limit exceeded", and the limit of pay as you go.
        matches!(status.as_u16(), 432 | 433)
    }
}
