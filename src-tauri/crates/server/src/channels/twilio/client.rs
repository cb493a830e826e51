//! Twilio's REST API as far as we use it: send, look a sent message up, list what came in, test the account.
//!
//! Owns requests and the reading of answers. It decides nothing about messages: whether one is sent again follows
//! from [`SendResult`], which never calls a send "not sent" unless that is certain.

use std::time::Duration;

use haberdash_core::{Code, Error, Timestamp};
use reqwest::header::RETRY_AFTER;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::config::{TwilioConfig, TwilioConnection};
use super::errors::{self, Meaning, Verdict};
use super::inbound::Address;
use crate::channels::limited::{ReadError, read_limited};

/// The API's version, part of every path.
const VERSION: &str = "2010-04-01";
/// Largest JSON answer that is read: a page of 1000 messages of 1600 characters fits.
const LARGEST_ANSWER: usize = 16 << 20;
/// Pages read at most in one go; a server that always has one more page must not hold us for ever.
const MOST_PAGES: usize = 200;

/// What became of a send. A variant is chosen by what is certain, not by what is likely.
#[derive(Debug, Clone, PartialEq)]
pub enum SendResult {
    /// Twilio has the message.
    Accepted { sid: String, status: String },
    /// Twilio has not taken it and never will.
    Refused { twilio_code: i64, meaning: Meaning },
    /// Twilio has not taken it; it may go later.
    NotSent { code: Code, retry_after: Option<Duration>, detail: String },
    /// Twilio refuses the account or credentials. Not sent; waits for the owner.
    Unauthorized { detail: String },
    /// Nobody knows. It must be looked up before it is sent again.
    Unknown { detail: String },
}

/// Why a question to Twilio has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    #[error("Twilio is not connected yet. Enter the account in the settings.")]
    NotConnected,
    #[error("{0}")]
    Unauthorized(String),
    #[error("Twilio asks to slow down.")]
    RateLimited(Option<Duration>),
    #[error("Twilio could not be reached. Check the network.")]
    Unreachable(#[source] reqwest::Error),
    #[error("Twilio failed with status {0}.")]
    Failed(u16),
    #[error("{}", .1.sentence())]
    Refused(i64, Box<Meaning>),
    #[error("Twilio's answer could not be understood.")]
    Garbage,
    #[error("Twilio's answer is larger than expected.")]
    TooLarge,
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        let code = match &error {
            ApiError::NotConnected => Code::ChannelNotConnected,
            ApiError::Unauthorized(_) => Code::ChannelUnauthorized,
            ApiError::RateLimited(_) => Code::ChannelRateLimited,
            ApiError::Refused(_, meaning) => meaning.code,
            ApiError::Unreachable(_) | ApiError::Failed(_) | ApiError::Garbage | ApiError::TooLarge => {
                Code::ChannelUnavailable
            }
        };
        let detail = error.to_string();
        Error::caused(code, detail, error)
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::TooLarge => Self::TooLarge,
            ReadError::Broken(error) => Self::Unreachable(error),
        }
    }
}

/// A message as the API shows it.
#[derive(Debug, Clone, Deserialize)]
pub struct MessageResource {
    pub sid: String,
    #[serde(default)]
    pub account_sid: Option<String>,
    #[serde(default)]
    pub from: String,
    #[serde(default)]
    pub to: String,
    #[serde(default)]
    pub body: Option<String>,
    /// `inbound`, `outbound-api`, `outbound-reply`, …
    #[serde(default)]
    pub direction: String,
    #[serde(default)]
    pub status: String,
    #[serde(default)]
    pub num_media: Option<String>,
    #[serde(default)]
    pub num_segments: Option<String>,
    /// RFC 2822.
    #[serde(default)]
    pub date_created: Option<String>,
    #[serde(default)]
    pub date_sent: Option<String>,
    #[serde(default)]
    pub error_code: Option<i64>,
    /// The whole resource, with what is not named above.
    #[serde(skip)]
    pub raw: serde_json::Value,
}

impl MessageResource {
    /// When it was sent, or created while it is not sent yet.
    pub fn time(&self) -> Option<Timestamp> {
        [&self.date_sent, &self.date_created].into_iter().flatten().find_map(|text| rfc_2822(text))
    }

    /// When Twilio took it: to the second.
    pub fn created(&self) -> Option<Timestamp> {
        self.date_created.as_deref().and_then(rfc_2822)
    }

    pub fn media_count(&self) -> u32 {
        self.num_media.as_deref().and_then(|count| count.parse().ok()).unwrap_or(0)
    }
}

fn rfc_2822(text: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::parse(text).ok().map(|zoned| zoned.timestamp().into())
}

#[derive(Deserialize)]
struct MessagePage {
    messages: Vec<serde_json::Value>,
    #[serde(default)]
    next_page_uri: Option<String>,
}

impl MessagePage {
    fn resources(&mut self) -> Result<Vec<MessageResource>, ApiError> {
        std::mem::take(&mut self.messages)
            .into_iter()
            .map(|raw| {
                let resource = MessageResource::deserialize(&raw).map_err(|_| ApiError::Garbage)?;
                Ok(MessageResource { raw, ..resource })
            })
            .collect()
    }
}

/// A file of a message.
#[derive(Debug, Clone, Deserialize)]
pub struct MediaResource {
    pub sid: String,
    #[serde(default)]
    pub content_type: Option<String>,
}

#[derive(Deserialize)]
struct MediaPage {
    media_list: Vec<MediaResource>,
    #[serde(default)]
    next_page_uri: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct AccountResource {
    /// `active`, `suspended` or `closed`.
    pub status: String,
    #[serde(default)]
    pub friendly_name: String,
}

#[derive(Deserialize)]
struct Problem {
    code: i64,
}

/// Which of our credentials a request shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    /// The API key if there is one, else the auth token.
    Preferred,
    AuthToken,
}

/// A caller of the API with the credentials of the moment.
#[derive(Clone)]
pub struct TwilioClient {
    http: reqwest::Client,
    connection: TwilioConnection,
}

impl TwilioClient {
    /// # Errors
    /// `Internal` when TLS cannot be set up on this system.
    pub fn new(connection: TwilioConnection) -> Result<Self, Error> {
        Self::with_timeout(connection, Duration::from_secs(20))
    }

    /// `timeout` bounds a whole request, its answer included.
    ///
    /// # Errors
    /// As [`TwilioClient::new`].
    pub fn with_timeout(connection: TwilioConnection, timeout: Duration) -> Result<Self, Error> {
        let http = reqwest::Client::builder()
            .user_agent(concat!("haberdash/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(Duration::from_secs(5).min(timeout))
            .timeout(timeout)
            // A redirect would carry the credentials somewhere else; media follows its own rule.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| Error::caused(Code::Internal, "The HTTP client could not be set up.", error))?;
        Ok(Self { http, connection })
    }

    pub fn connection(&self) -> &TwilioConnection {
        &self.connection
    }

    pub(super) fn http(&self) -> &reqwest::Client {
        &self.http
    }

    pub(super) fn config(&self) -> Result<std::sync::Arc<TwilioConfig>, ApiError> {
        self.connection
            .current()
            .filter(|config| config.credentials().is_some())
            .ok_or(ApiError::NotConnected)
    }

    /// Hands one message over. `status_callback` is told what becomes of it.
    pub async fn send(&self, to: &Address, body: &str, status_callback: Option<&str>) -> SendResult {
        let Ok(config) = self.config() else {
            return SendResult::Unauthorized { detail: ApiError::NotConnected.to_string() };
        };
        let mut form = vec![("To", to.to_twilio()), ("Body", body.to_owned())];
        match (&config.messaging_service_sid, &config.sender) {
            (Some(service), _) => form.push(("MessagingServiceSid", service.clone())),
            (None, Some(sender)) => form.push(("From", sender.to_twilio())),
            (None, None) => {
                let detail = "No sender is set. Enter the shop's WhatsApp number in the settings.".into();
                return SendResult::Unauthorized { detail };
            }
        }
        if let Some(callback) = status_callback {
            form.push(("StatusCallback", callback.to_owned()));
        }
        let url = resource(&config, &["Messages.json"]);
        let answer =
            authorized(&config, self.http.request(Method::POST, url), Door::Preferred).form(&form).send();
        match answer.await {
            Ok(response) => sent(response).await,
            Err(error) if error.is_connect() || error.is_builder() => SendResult::NotSent {
                code: Code::ChannelUnavailable,
                retry_after: None,
                detail: "Twilio could not be reached. The message goes out when the network is back.".into(),
            },
            // The request may have arrived before the line broke.
            Err(error) => SendResult::Unknown { detail: unknown(&error) },
        }
    }

    /// Messages from us to `to` created since `since`, newest first: a send whose outcome is unknown is looked for here.
    ///
    /// The list is not narrowed by `DateSent`: a message that is still queued has no such date and would be missed, and
    /// sending it again is the one thing that must not happen.
    ///
    /// # Errors
    /// When the list could not be read to its end.
    pub async fn list_sent(&self, to: &Address, since: Timestamp) -> Result<Vec<MessageResource>, ApiError> {
        let config = self.config()?;
        // Twilio's dates are whole seconds, rounded down.
        let since = Timestamp::from_millis(since.as_millis().div_euclid(1000) * 1000);
        let mut query = vec![("To", to.to_twilio())];
        if let (None, Some(sender)) = (&config.messaging_service_sid, &config.sender) {
            query.push(("From", sender.to_twilio()));
        }
        query.push(("PageSize", "50".into()));
        let mut url = resource(&config, &["Messages.json"]);
        url.query_pairs_mut().extend_pairs(&query);
        let mut found = Vec::new();
        for _ in 0..MOST_PAGES {
            let mut page: MessagePage = self.get(&config, url, Door::Preferred).await?;
            let messages = page.resources()?;
            // A day's margin: the order is by sending time, and a queued one has none.
            let reached_the_past = messages
                .last()
                .and_then(MessageResource::time)
                .is_some_and(|time| time < since.minus(Duration::from_secs(86_400)));
            found.extend(messages.into_iter().filter(|message| {
                message.direction.starts_with("outbound")
                    && message.created().is_none_or(|time| time >= since)
            }));
            match page.next_page_uri.filter(|_| !reached_the_past) {
                Some(next) => url = next_page(&config, &next)?,
                None => return Ok(found),
            }
        }
        Err(ApiError::TooLarge)
    }

    /// Messages to `to` (to any number of the account without it) sent on the GMT day of `since` or later, all pages, newest first as Twilio lists them.
    ///
    /// # Errors
    /// When any page could not be read: a part of a list must not move a cursor.
    pub async fn list_received(
        &self,
        to: Option<&Address>,
        since: Timestamp,
    ) -> Result<Vec<MessageResource>, ApiError> {
        let config = self.config()?;
        let mut url = resource(&config, &["Messages.json"]);
        // Written `DateSent>=2026-03-01`: the name ends in `>`, the day itself is included.
        let day = since.to_jiff().strftime("%Y-%m-%d").to_string();
        url.query_pairs_mut().append_pair("DateSent>", &day).append_pair("PageSize", "1000");
        if let Some(to) = to {
            url.query_pairs_mut().append_pair("To", &to.to_twilio());
        }
        let mut found = Vec::new();
        for _ in 0..MOST_PAGES {
            let mut page: MessagePage = self.get(&config, url, Door::Preferred).await?;
            found.extend(page.resources()?.into_iter().filter(|message| message.direction == "inbound"));
            match page.next_page_uri {
                Some(next) => url = next_page(&config, &next)?,
                None => return Ok(found),
            }
        }
        Err(ApiError::TooLarge)
    }

    /// The files of a message, with the URL of each.
    ///
    /// # Errors
    /// Those of [`ApiError`].
    pub async fn list_media(&self, message_sid: &str) -> Result<Vec<(String, MediaResource)>, ApiError> {
        let config = self.config()?;
        let mut url = resource(&config, &["Messages", message_sid, "Media.json"]);
        let mut found = Vec::new();
        for _ in 0..MOST_PAGES {
            let page: MediaPage = self.get(&config, url, Door::Preferred).await?;
            found.extend(page.media_list.into_iter().map(|media| {
                (resource(&config, &["Messages", message_sid, "Media", &media.sid]).to_string(), media)
            }));
            match page.next_page_uri {
                Some(next) => url = next_page(&config, &next)?,
                None => return Ok(found),
            }
        }
        Err(ApiError::TooLarge)
    }

    /// The account, asked with the auth token: a standard API key may not see accounts.
    ///
    /// # Errors
    /// Those of [`ApiError`].
    pub async fn account(&self) -> Result<AccountResource, ApiError> {
        let config = self.config()?;
        let mut url = config.api_base_url.clone();
        url.set_path(&format!("/{VERSION}/Accounts/{}.json", config.account_sid));
        self.get(&config, url, Door::AuthToken).await
    }

    /// Whether the credentials that REST calls use may read messages.
    ///
    /// # Errors
    /// Those of [`ApiError`].
    pub async fn can_read_messages(&self) -> Result<(), ApiError> {
        let config = self.config()?;
        let mut url = resource(&config, &["Messages.json"]);
        url.query_pairs_mut().append_pair("PageSize", "1");
        self.get::<MessagePage>(&config, url, Door::Preferred).await.map(drop)
    }

    /// Whether a number for text messages is one of the account's.
    ///
    /// # Errors
    /// Those of [`ApiError`].
    pub async fn owns_number(&self, number: &str) -> Result<bool, ApiError> {
        #[derive(Deserialize)]
        struct Numbers {
            incoming_phone_numbers: Vec<serde::de::IgnoredAny>,
        }
        let config = self.config()?;
        let mut url = resource(&config, &["IncomingPhoneNumbers.json"]);
        url.query_pairs_mut().append_pair("PhoneNumber", number);
        let numbers: Numbers = self.get(&config, url, Door::Preferred).await?;
        Ok(!numbers.incoming_phone_numbers.is_empty())
    }

    async fn get<T: DeserializeOwned>(
        &self,
        config: &TwilioConfig,
        url: Url,
        door: Door,
    ) -> Result<T, ApiError> {
        let response = authorized(config, self.http.request(Method::GET, url), door)
            .send()
            .await
            .map_err(|error| ApiError::Unreachable(error.without_url()))?;
        let status = response.status();
        if status.is_success() {
            let body = read_limited(response, LARGEST_ANSWER).await?;
            return serde_json::from_slice(&body).map_err(|_| ApiError::Garbage);
        }
        Err(refused(status, response).await)
    }
}

/// `{base}/2010-04-01/Accounts/{Sid}/…`; every part is percent-encoded.
fn resource(config: &TwilioConfig, parts: &[&str]) -> Url {
    let mut url = config.api_base_url.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.clear().extend([VERSION, "Accounts", &config.account_sid]).extend(parts);
    }
    url
}

/// The next page, only at the host that gave this one: it will be shown the credentials.
fn next_page(config: &TwilioConfig, uri: &str) -> Result<Url, ApiError> {
    let next = config.api_base_url.join(uri).map_err(|_| ApiError::Garbage)?;
    if next.origin() == config.api_base_url.origin() { Ok(next) } else { Err(ApiError::Garbage) }
}

fn authorized(config: &TwilioConfig, request: RequestBuilder, door: Door) -> RequestBuilder {
    let preferred = config.credentials();
    let shown = match door {
        Door::AuthToken => {
            config.auth_token.as_ref().map(|token| (config.account_sid.as_str(), token)).or(preferred)
        }
        Door::Preferred => preferred,
    };
    match shown {
        Some((user, secret)) => request.basic_auth(user, Some(secret.expose())),
        None => request,
    }
}

async fn sent(response: Response) -> SendResult {
    #[derive(Deserialize)]
    struct Taken {
        sid: String,
        #[serde(default)]
        status: String,
    }
    let status = response.status();
    if status.is_success() {
        let taken = match read_limited(response, LARGEST_ANSWER).await {
            Ok(body) => serde_json::from_slice::<Taken>(&body).ok().filter(|taken| !taken.sid.is_empty()),
            Err(_) => None,
        };
        return match taken {
            Some(taken) => SendResult::Accepted { sid: taken.sid, status: taken.status },
            None => SendResult::Unknown { detail: ApiError::Garbage.to_string() },
        };
    }
    if status.is_server_error() || status.is_redirection() || status == StatusCode::REQUEST_TIMEOUT {
        return SendResult::Unknown { detail: ApiError::Failed(status.as_u16()).to_string() };
    }
    match refused(status, response).await {
        ApiError::Unauthorized(detail) => SendResult::Unauthorized { detail },
        ApiError::RateLimited(retry_after) => SendResult::NotSent {
            code: Code::ChannelRateLimited,
            retry_after,
            detail: ApiError::RateLimited(None).to_string(),
        },
        ApiError::Refused(twilio_code, meaning) => match meaning.verdict {
            Verdict::Refused => SendResult::Refused { twilio_code, meaning: *meaning },
            Verdict::Later => {
                SendResult::NotSent { code: meaning.code, retry_after: None, detail: meaning.sentence() }
            }
            Verdict::Unauthorized => SendResult::Unauthorized { detail: meaning.sentence() },
        },
        // A 4xx without Twilio's code is a proxy's or a hotel's page: the message did not get to Twilio.
        other => SendResult::NotSent {
            code: Code::ChannelUnavailable,
            retry_after: None,
            detail: other.to_string(),
        },
    }
}

async fn refused(status: StatusCode, response: Response) -> ApiError {
    let retry_after = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.trim().parse().ok())
        // A day at most: a wrong header must not silence the shop.
        .map(|seconds: u64| Duration::from_secs(seconds.min(86_400)));
    let problem = match read_limited(response, LARGEST_ANSWER).await {
        Ok(body) => serde_json::from_slice::<Problem>(&body).ok(),
        Err(_) => None,
    };
    match (status, problem) {
        (StatusCode::TOO_MANY_REQUESTS, _) => ApiError::RateLimited(retry_after),
        (StatusCode::UNAUTHORIZED, problem) => {
            let code = problem.map_or(20003, |problem| problem.code);
            let meaning = errors::meaning(code);
            let meaning =
                if meaning.verdict == Verdict::Unauthorized { meaning } else { errors::meaning(20003) };
            ApiError::Unauthorized(meaning.sentence())
        }
        (_, Some(problem)) => {
            let meaning = errors::meaning(problem.code);
            match meaning.verdict {
                Verdict::Unauthorized => ApiError::Unauthorized(meaning.sentence()),
                _ if meaning.code == Code::ChannelRateLimited && retry_after.is_some() => {
                    ApiError::RateLimited(retry_after)
                }
                _ => ApiError::Refused(problem.code, Box::new(meaning)),
            }
        }
        (status, None) => ApiError::Failed(status.as_u16()),
    }
}

/// Without the URL, which may name people.
fn unknown(error: &reqwest::Error) -> String {
    let what = if error.is_timeout() { "did not answer in time" } else { "broke the connection" };
    format!("Twilio {what}. Whether it has the message is being looked up.")
}
