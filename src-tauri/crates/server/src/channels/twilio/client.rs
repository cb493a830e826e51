//! Twilio's REST API as far as we use it: send, look a sent message up, list what came in, test the account.
//!
//! Owns requests; what answers mean stands in `answers`. It decides nothing about messages: whether one is sent again
//! follows from [`SendResult`].

use std::time::Duration;

use haberdash_core::{Code, Error, Timestamp};
use reqwest::{Method, RequestBuilder};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::answers::{self, LARGEST_ANSWER};
pub use super::answers::{ApiError, SendResult};
use super::config::{TwilioConfig, TwilioConnection};
use super::inbound::Address;
pub use super::resources::{AccountResource, MediaResource, MessageResource};
use super::resources::{MediaPage, MessagePage};
use crate::channels::limited::read_limited;

/// The API's version, part of every path.
const VERSION: &str = "2010-04-01";
/// Pages read at most in one go; a server that always has one more page must not hold us for ever.
const MOST_PAGES: usize = 200;

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
            Ok(response) => answers::sent(response).await,
            Err(error) if error.is_connect() || error.is_builder() => SendResult::NotSent {
                code: Code::ChannelUnavailable,
                retry_after: None,
                detail: "Twilio could not be reached. The message goes out when the network is back.".into(),
            },
            // The request may have arrived before the line broke.
            Err(error) => SendResult::Unknown { detail: answers::unknown(&error) },
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

    /// One message as it stands now.
    ///
    /// # Errors
    /// Those of [`ApiError`].
    pub async fn message(&self, sid: &str) -> Result<MessageResource, ApiError> {
        let config = self.config()?;
        let url = resource(&config, &["Messages", &format!("{sid}.json")]);
        let raw: serde_json::Value = self.get(&config, url, Door::Preferred).await?;
        let message = MessageResource::deserialize(&raw).map_err(|_| ApiError::Garbage)?;
        Ok(MessageResource { raw, ..message })
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
        Err(answers::refused(status, response).await)
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
