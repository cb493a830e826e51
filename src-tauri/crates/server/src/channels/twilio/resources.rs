//! Twilio's objects as its API writes them.

use haberdash_core::Timestamp;
use serde::Deserialize;

use super::answers::ApiError;

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
pub(super) struct MessagePage {
    messages: Vec<serde_json::Value>,
    #[serde(default)]
    pub(super) next_page_uri: Option<String>,
}

impl MessagePage {
    pub(super) fn resources(&mut self) -> Result<Vec<MessageResource>, ApiError> {
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
pub(super) struct MediaPage {
    pub(super) media_list: Vec<MediaResource>,
    #[serde(default)]
    pub(super) next_page_uri: Option<String>,
}

#[derive(Debug, Clone, Deserialize)]
pub struct AccountResource {
    /// `active`, `suspended` or `closed`.
    pub status: String,
    #[serde(default)]
    pub friendly_name: String,
}
