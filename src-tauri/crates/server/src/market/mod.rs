//! Asks a search provider what other shops want for a product. Both providers stand behind one [`Engine`]; which one is asked,
//! how often and what becomes of the pages is core's.
//!
//! A key is read from the keyring for each request, shown to that provider's own address only, and stands in no error and no
//! log. What comes back is a stranger's: its size is bounded, it is read leniently, and a page that cannot be read is left out.

mod serpapi;
mod tavily;

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::market::{Ask, Found, Provider};
use haberdash_core::{Code, Error, Result};
use reqwest::header::RETRY_AFTER;
use reqwest::{Client, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use url::Url;

use crate::channels::limited::{ReadError, read_limited};
use crate::secrets::{Secret, SecretName, SecretStore};

/// The largest answer that is read.
const LARGEST_ANSWER: usize = 2 << 20;
/// Characters of one text of an answer that are looked at.
const LONGEST_TEXT: usize = 8000;
const TIMEOUT: Duration = Duration::from_secs(20);

/// Why there is no answer. No variant holds a key or what the provider wrote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarketError {
    #[error("There is no key for {} yet. Enter it in the settings.", .0.name())]
    NoKey(Provider),
    #[error("{} refuses the key. Copy it again from your account there.", .0.name())]
    Unauthorized(Provider),
    #[error("Your searches at {} are used up. Look at your plan there.", .0.name())]
    UsedUp(Provider),
    #[error("{} asks to slow down. Try again in a while.", .0.name())]
    RateLimited(Provider, Option<Duration>),
    #[error("{} could not be reached. Check the network.", .0.name())]
    Unreachable(Provider),
    #[error("{name} failed with status {1}. Try again later.", name = .0.name())]
    Failed(Provider, u16),
    #[error("{} could not search for this.", .0.name())]
    Refused(Provider),
    #[error("The address of {} leads somewhere else. The key was not sent there.", .0.name())]
    Redirected(Provider),
    #[error("The answer of {} could not be understood.", .0.name())]
    Garbage(Provider),
    #[error("The answer of {} is larger than expected.", .0.name())]
    TooLarge(Provider),
    #[error("The keyring cannot be read: unlock it and try again.")]
    Keyring,
}

impl MarketError {
    /// The same request may succeed soon.
    pub const fn may_pass(&self) -> bool {
        match self {
            Self::RateLimited(_, None) | Self::Unreachable(_) | Self::Failed(..) => true,
            Self::RateLimited(_, Some(after)) => after.as_secs() <= LONGEST_WAIT.as_secs(),
            _ => false,
        }
    }

    /// How long to wait before it.
    pub fn wait(&self) -> Duration {
        match self {
            Self::RateLimited(_, Some(after)) => (*after).clamp(Duration::from_secs(1), LONGEST_WAIT),
            _ => Duration::from_secs(3),
        }
    }
}

/// A longer wait than a customer's patience is no wait.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

impl From<MarketError> for Error {
    fn from(error: MarketError) -> Self {
        let code = match &error {
            MarketError::NoKey(_) => Code::ChannelNotConnected,
            MarketError::Unauthorized(_) | MarketError::UsedUp(_) => Code::ChannelUnauthorized,
            MarketError::RateLimited(..) => Code::ChannelRateLimited,
            MarketError::Keyring => Code::KeyringUnavailable,
            _ => Code::ChannelUnavailable,
        };
        Error::new(code, error.to_string())
    }
}

/// What differs between providers: the form of a question and of its answer.
trait Engine: Sync {
    fn question(&self, http: &Client, base: &Url, ask: &Ask, key: &Secret) -> RequestBuilder;

    /// A question that shows whether a key works, as cheap as there is one.
    fn probe(&self, http: &Client, base: &Url, key: &Secret) -> RequestBuilder;

    /// The pages of an answer.
    fn pages(&self, answer: &Value) -> Result<Vec<Found>, MarketError>;

    /// Statuses that say that the account's searches are used up.
    fn is_used_up(&self, status: StatusCode, answer: &Value) -> bool;
}

const fn engine(provider: Provider) -> &'static dyn Engine {
    match provider {
        Provider::Tavily => &tavily::Tavily,
        Provider::Serpapi => &serpapi::Serpapi,
    }
}

/// Whether a probe of this provider counts as one of its searches.
pub const fn probe_costs(provider: Provider) -> bool {
    matches!(provider, Provider::Tavily)
}

pub const fn secret_of(provider: Provider) -> SecretName {
    match provider {
        Provider::Tavily => SecretName::TavilyKey,
        Provider::Serpapi => SecretName::SerpapiKey,
    }
}

/// Searches with the keys of this machine.
#[derive(Clone)]
pub struct Market {
    http: Client,
    secrets: Arc<dyn SecretStore>,
}

impl Market {
    /// # Errors
    /// `Internal` when TLS cannot be set up on this system.
    pub fn new(secrets: Arc<dyn SecretStore>) -> Result<Self> {
        Self::with_timeout(secrets, TIMEOUT)
    }

    /// `timeout` bounds a whole request, its answer included.
    ///
    /// # Errors
    /// As [`Market::new`].
    pub fn with_timeout(secrets: Arc<dyn SecretStore>, timeout: Duration) -> Result<Self> {
        let http = Client::builder()
            .user_agent(concat!("haberdash/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(5).min(timeout))
            .timeout(timeout)
            // Its key stands in SerpAPI's address, and the layer of HTTP/2 writes addresses into the most talkative logs.
            .http1_only()
            // A redirect would carry the key somewhere else.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| Error::caused(Code::Internal, "The HTTP client could not be set up.", error))?;
        Ok(Self { http, secrets })
    }

    /// The key of a provider.
    ///
    /// # Errors
    /// [`MarketError::NoKey`], [`MarketError::Keyring`].
    pub async fn key(&self, provider: Provider) -> Result<Secret, MarketError> {
        let secrets = Arc::clone(&self.secrets);
        // The keyring may ask its owner for a password, and waits meanwhile.
        let read = tokio::task::spawn_blocking(move || secrets.get(secret_of(provider))).await;
        match read {
            Ok(Ok(Some(key))) => Ok(key),
            Ok(Ok(None)) => Err(MarketError::NoKey(provider)),
            Ok(Err(_)) | Err(_) => Err(MarketError::Keyring),
        }
    }

    /// Asks; the pages come as they are.
    ///
    /// # Errors
    /// Those of [`MarketError`].
    pub async fn search(&self, ask: &Ask, key: &Secret) -> Result<Vec<Found>, MarketError> {
        let (provider, engine) = (ask.provider, engine(ask.provider));
        let base = address(provider, ask.base_url.as_deref())?;
        let answer = self.send(provider, engine.question(&self.http, &base, ask, key)).await?;
        engine.pages(&answer)
    }

    /// Whether a key works.
    ///
    /// # Errors
    /// Those of [`MarketError`].
    pub async fn probe(
        &self,
        provider: Provider,
        base_url: Option<&str>,
        key: &Secret,
    ) -> Result<(), MarketError> {
        let base = address(provider, base_url)?;
        self.send(provider, engine(provider).probe(&self.http, &base, key)).await.map(drop)
    }

    async fn send(&self, provider: Provider, request: RequestBuilder) -> Result<Value, MarketError> {
        // The error may hold the address, and the address the key: none of it is kept.
        let response = request.send().await.map_err(|_| MarketError::Unreachable(provider))?;
        let status = response.status();
        let retry_after = retry_after(&response);
        if status.is_redirection() {
            return Err(MarketError::Redirected(provider));
        }
        let body = match read_limited(response, LARGEST_ANSWER).await {
            Ok(body) => body,
            Err(ReadError::TooLarge) if status.is_success() => return Err(MarketError::TooLarge(provider)),
            Err(ReadError::TooLarge) => bytes::Bytes::new(),
            Err(ReadError::Broken(_)) => return Err(MarketError::Unreachable(provider)),
        };
        let answer = serde_json::from_slice::<Value>(&body);
        if status.is_success() {
            return answer.ok().filter(Value::is_object).ok_or(MarketError::Garbage(provider));
        }
        let answer = answer.unwrap_or(Value::Null);
        Err(match status {
            _ if engine(provider).is_used_up(status, &answer) => MarketError::UsedUp(provider),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => MarketError::Unauthorized(provider),
            StatusCode::PAYMENT_REQUIRED => MarketError::UsedUp(provider),
            StatusCode::TOO_MANY_REQUESTS => MarketError::RateLimited(provider, retry_after),
            status if status.is_server_error() => MarketError::Failed(provider, status.as_u16()),
            _ => MarketError::Refused(provider),
        })
    }
}

fn address(provider: Provider, other: Option<&str>) -> Result<Url, MarketError> {
    let text = other.filter(|text| !text.is_empty()).unwrap_or_else(|| provider.address());
    Url::parse(text).map_err(|_| MarketError::Unreachable(provider))
}

/// `{base}/{part}`.
fn at(base: &Url, part: &str) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().push(part);
    }
    url
}

fn retry_after(response: &Response) -> Option<Duration> {
    let seconds: u64 = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds.min(86_400)))
}

/// A text of an answer, bounded; empty where there is none.
fn text(of: &Value, name: &str) -> String {
    let whole = of.get(name).and_then(Value::as_str).unwrap_or("");
    whole.chars().take(LONGEST_TEXT).collect()
}

fn some_text(of: &Value, name: &str) -> Option<String> {
    Some(text(of, name)).filter(|text| !text.trim().is_empty())
}

/// A link in ASCII, as a browser would follow it; empty where it is none.
fn link(text: &str) -> String {
    Url::parse(text.trim()).map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn answers_of_both_are_read_and_what_is_no_page_is_left_out() {
        let tavily = engine(Provider::Tavily).pages(&json!({"results": [
            {"title": "Dress", "url": "https://shöp.example/ä b", "content": "€49.90", "score": 0.9},
            {"title": 7, "url": null}, "nonsense", null
        ]}));
        let pages = tavily.expect("pages");
        assert_eq!(pages.len(), 2);
        assert_eq!(
            (pages[0].url.as_str(), pages[0].text.as_str()),
            ("https://xn--shp-tna.example/%C3%A4%20b", "€49.90")
        );
        assert_eq!(pages[1], Found::default());
        let serpapi = engine(Provider::Serpapi).pages(&json!({"shopping_results": [
            {"title": "Dress", "link": "https://shop.example/a", "source": "Nord", "price": "49,90 €", "extracted_price": 49.9,
             "delivery": "Free delivery", "second_hand_condition": "used"},
            {"title": "Dress", "product_link": "https://www.google.com/shopping/product/1", "source": "Sud", "price": "$5"}
        ]}));
        let pages = serpapi.expect("pages");
        assert_eq!(
            (pages[0].merchant.as_deref(), pages[0].price.as_deref()),
            (Some("Nord"), Some("49,90 €"))
        );
        assert!(pages[0].delivered && !pages[1].delivered);
        assert_eq!(pages[0].condition.as_deref(), Some("used"));
        assert_eq!(pages[1].url, "https://www.google.com/shopping/product/1");
        for (provider, odd) in [
            (Provider::Tavily, json!({})),
            (Provider::Tavily, json!({"results": "none"})),
            (Provider::Serpapi, json!({"shopping_results": {}})),
            (Provider::Serpapi, json!({"error": "something is wrong"})),
        ] {
            assert!(engine(provider).pages(&odd).is_err(), "{odd}");
        }
        let none = json!({"error": "Google hasn't returned any results for this query."});
        assert_eq!(engine(Provider::Serpapi).pages(&none), Ok(Vec::new()));
        assert_eq!(engine(Provider::Serpapi).pages(&json!({"search_metadata": {}})), Ok(Vec::new()));
    }

    #[test]
    fn no_error_holds_a_key_or_an_address() {
        let http = Client::new();
        let key = Secret::new("sesame-key");
        let base = Url::parse("https://serp.example").expect("a url");
        let request = engine(Provider::Serpapi).probe(&http, &base, &key).build().expect("a request");
        assert!(request.url().as_str().contains("sesame-key"), "the provider wants it there");
        for error in [
            MarketError::Unreachable(Provider::Serpapi),
            MarketError::Unauthorized(Provider::Serpapi),
            MarketError::Failed(Provider::Serpapi, 500),
        ] {
            let told = format!("{error} {error:?} {:?}", Error::from(error.clone()));
            assert!(!told.contains("sesame") && !told.contains("serp.example"), "{told}");
        }
    }
}
