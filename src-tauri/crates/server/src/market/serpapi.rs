//! SerpAPI: `GET {base}/search?engine=google_shopping&q=…&api_key=…` (serpapi.com). It returns offers with merchant and price. Its
//! key stands in the address, so no address of it is ever written down.

use haberdash_core::market::{Ask, Found, Provider};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::Value;
use url::Url;

use super::{Engine, MarketError, at, link, some_text, text};
use crate::secrets::Secret;

pub(super) struct Serpapi;

impl Engine for Serpapi {
    fn question(&self, http: &Client, base: &Url, ask: &Ask, key: &Secret) -> RequestBuilder {
        let mut url = at(base, "search");
        url.query_pairs_mut().append_pair("engine", "google_shopping").append_pair("q", &ask.query);
        if !ask.country.is_empty() {
            // Google's two letters for the United Kingdom.
            let country = if ask.country == "gb" { "uk" } else { ask.country.as_str() };
            url.query_pairs_mut().append_pair("gl", country);
        }
        url.query_pairs_mut().append_pair("api_key", key.expose());
        http.get(url)
    }

    fn probe(&self, http: &Client, base: &Url, key: &Secret) -> RequestBuilder {
        // The account's own page is no search.
        let mut url = at(base, "account");
        url.query_pairs_mut().append_pair("api_key", key.expose());
        http.get(url)
    }

    fn pages(&self, answer: &Value) -> Result<Vec<Found>, MarketError> {
        let provider = Provider::Serpapi;
        if let Some(error) = answer.get("error").and_then(Value::as_str) {
            let nothing = error.contains("hasn't returned any results") || error.contains("no results");
            return if nothing { Ok(Vec::new()) } else { Err(MarketError::Refused(provider)) };
        }
        let Some(results) = answer.get("shopping_results") else { return Ok(Vec::new()) };
        let results = results.as_array().ok_or(MarketError::Garbage(provider))?;
        Ok(results
            .iter()
            .filter(|page| page.is_object())
            .map(|page| {
                let url = [link(&text(page, "link")), link(&text(page, "product_link"))];
                Found {
                    title: text(page, "title"),
                    text: text(page, "snippet"),
                    url: url.into_iter().find(|url| !url.is_empty()).unwrap_or_default(),
                    merchant: some_text(page, "source"),
                    price: Some(text(page, "price")),
                    condition: some_text(page, "second_hand_condition"),
                    delivered: some_text(page, "delivery").is_some(),
                }
            })
            .collect())
    }

    fn is_used_up(&self, status: StatusCode, answer: &Value) -> bool {
        let error = answer.get("error").and_then(Value::as_str).unwrap_or("");
        status == StatusCode::TOO_MANY_REQUESTS && error.contains("run out of searches")
    }
}
