//! What Twilio tells the shop: signed requests, once each. A failed one is error 11200 and is not sent again.

use std::sync::Arc;

use axum::http::header;
use haberdash_core::Clock;
use haberdash_server::channels::twilio::signature::{form_pairs, sign};
use haberdash_server::secrets::Secret;

use super::media::Media;
use super::messages::window_is_open;
use super::state::{Direction, MessageRecord, Status};
use super::{Inner, TwilioSimulator};

const FORM: &str = "application/x-www-form-urlencoded; charset=UTF-8";
const MESSAGES_PATH: &str = "/webhooks/twilio/messages";

/// Where webhooks go: signed for the public URL, carried to the other one as a tunnel does.
#[derive(Debug, Clone)]
pub(crate) struct Endpoint {
    pub public_url: String,
    pub deliver_to: String,
}

/// A webhook and how it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    pub url: String,
    pub message_sid: Option<String>,
    /// Nothing when the shop could not be reached or did not answer in time.
    pub status: Option<u16>,
    pub answer: String,
}

impl Delivery {
    pub fn succeeded(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }
}

/// A customer's message to come in.
#[derive(Debug, Clone)]
pub struct Inbound {
    pub from: String,
    pub body: String,
    pub profile_name: Option<String>,
    pub media: Vec<Media>,
    /// Parameters besides the documented ones.
    pub extra: Vec<(String, String)>,
    /// Whether Twilio tells the shop; without, only polling finds it.
    pub tells: bool,
}

impl Inbound {
    pub fn new(from: &str, body: &str) -> Self {
        Self {
            from: from.into(),
            body: body.into(),
            profile_name: Some("Test Customer".into()),
            media: Vec::new(),
            extra: Vec::new(),
            tells: true,
        }
    }

    pub fn with_media(mut self, media: Media) -> Self {
        self.media.push(media);
        self
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.extra.push((name.into(), value.into()));
        self
    }

    /// As when the tunnel was down.
    pub fn untold(mut self) -> Self {
        self.tells = false;
        self
    }
}

/// How a hand-made webhook is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    Right,
    Wrong,
    Missing,
}

impl TwilioSimulator {
    /// From now on Twilio calls `public_url`; the requests arrive at `deliver_to` (no path in either).
    pub fn connect_webhooks(&self, public_url: &str, deliver_to: &str) {
        self.inner.state.lock().endpoint = Some(Endpoint {
            public_url: public_url.trim_end_matches('/').into(),
            deliver_to: deliver_to.trim_end_matches('/').into(),
        });
    }

    /// The tunnel is down: messages come in, and nobody is told.
    pub fn disconnect_webhooks(&self) {
        self.inner.state.lock().endpoint = None;
    }

    /// A customer writes. Returns the message's SID and how the shop answered the webhook.
    pub async fn inbound(&self, from: &str, body: &str) -> (String, Option<Delivery>) {
        self.receive(Inbound::new(from, body)).await
    }

    /// As [`TwilioSimulator::inbound`], with everything a message can have.
    pub async fn receive(&self, inbound: Inbound) -> (String, Option<Delivery>) {
        let message = self.hold(inbound.clone());
        let sid = message.sid.clone();
        let delivery = if inbound.tells { self.tell_message(&message).await } else { None };
        (sid, delivery)
    }

    /// Puts a message into the account without telling the shop yet.
    pub fn hold(&self, inbound: Inbound) -> MessageRecord {
        let now = self.inner.options.clock.now();
        let mut state = self.inner.state.lock();
        let prefix = if inbound.media.is_empty() { "SM" } else { "MM" };
        let sid = state.new_sid(prefix);
        let media = inbound
            .media
            .into_iter()
            .map(|media| {
                let media_sid = state.new_sid("ME");
                state.media.insert(media_sid.clone(), media);
                media_sid
            })
            .collect();
        let message = MessageRecord {
            sid,
            direction: Direction::Inbound,
            from: inbound.from,
            to: self.inner.options.sender.clone(),
            body: inbound.body,
            status: Status::Received,
            error_code: None,
            messaging_service_sid: None,
            status_callback: None,
            profile_name: inbound.profile_name,
            media,
            extra: inbound.extra,
            created_at: now,
            sent_at: Some(now),
        };
        state.messages.push(message.clone());
        message
    }

    /// Tells the shop of a message, again if it was told before. Nothing when no webhook is connected.
    pub async fn tell(&self, sid: &str) -> Option<Delivery> {
        let message = self.message(sid)?;
        self.tell_message(&message).await
    }

    async fn tell_message(&self, message: &MessageRecord) -> Option<Delivery> {
        let body = self.webhook_body(message);
        let delivery = self.post(MESSAGES_PATH, FORM, body.into_bytes(), Signature::Right).await?;
        Some(self.inner.note(Delivery { message_sid: Some(message.sid.clone()), ..delivery }))
    }

    /// The whole parameter set of an inbound message.
    pub fn webhook_body(&self, message: &MessageRecord) -> String {
        let state = self.inner.state.lock();
        let account = &self.inner.options.account_sid;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("SmsMessageSid", &message.sid)
            .append_pair("NumMedia", &message.media.len().to_string())
            .append_pair("SmsSid", &message.sid)
            .append_pair("SmsStatus", "received")
            .append_pair("Body", &message.body)
            .append_pair("To", &message.to)
            .append_pair("NumSegments", "1")
            .append_pair("MessageSid", &message.sid)
            .append_pair("AccountSid", account)
            .append_pair("From", &message.from)
            .append_pair("ApiVersion", "2010-04-01");
        if let Some(address) = message.from.strip_prefix("whatsapp:") {
            form.append_pair("WaId", address.trim_start_matches('+'))
                .append_pair("MessageType", if message.media.is_empty() { "text" } else { "image" })
                .append_pair("ChannelMetadata", r#"{"type":"whatsapp","data":{}}"#);
            if let Some(name) = &message.profile_name {
                form.append_pair("ProfileName", name);
            }
        }
        for (index, media_sid) in message.media.iter().enumerate() {
            let url = format!(
                "{}/2010-04-01/Accounts/{account}/Messages/{}/Media/{media_sid}",
                self.base_url(),
                message.sid
            );
            form.append_pair(&format!("MediaUrl{index}"), &url);
            if let Some(media) = state.media.get(media_sid) {
                form.append_pair(&format!("MediaContentType{index}"), &media.declared_type);
            }
        }
        form.extend_pairs(&message.extra);
        form.finish()
    }

    /// Posts any bytes to the shop's webhook. Nothing when none is connected.
    pub async fn post(
        &self,
        path_and_query: &str,
        content_type: &str,
        body: Vec<u8>,
        signature: Signature,
    ) -> Option<Delivery> {
        let endpoint = self.inner.state.lock().endpoint.clone()?;
        let url = format!("{}{path_and_query}", endpoint.public_url);
        Some(self.inner.carry(&endpoint, &url, content_type, body, signature).await)
    }

    /// Moves one of our messages to `status` and tells the shop, in whatever order the test likes.
    ///
    /// # Panics
    /// When there is no such message.
    pub async fn report(&self, sid: &str, status: Status, error_code: Option<i64>) -> Option<Delivery> {
        self.inner.report(sid, status, error_code).await
    }

    /// Everything Twilio tried to tell, in order.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.inner.state.lock().deliveries.clone()
    }

    /// Deliveries that Twilio counts as error 11200.
    pub fn alerts(&self) -> Vec<Delivery> {
        self.deliveries().into_iter().filter(|delivery| !delivery.succeeded()).collect()
    }
}

impl Inner {
    async fn report(&self, sid: &str, status: Status, error_code: Option<i64>) -> Option<Delivery> {
        let now = self.options.clock.now();
        let (message, endpoint) = {
            let mut state = self.state.lock();
            let message = state.message_mut(sid).expect("the message exists");
            message.status = status;
            message.error_code = error_code;
            if status != Status::Queued && message.sent_at.is_none() {
                message.sent_at = Some(now);
            }
            (message.clone(), state.endpoint.clone())
        };
        self.changed.notify_waiters();
        let (url, endpoint) = (message.status_callback.clone()?, endpoint?);
        let form = self.status_body(&message);
        let delivery = self.carry(&endpoint, &url, FORM, form.into_bytes(), Signature::Right).await;
        Some(self.note(Delivery { message_sid: Some(sid.into()), ..delivery }))
    }

    fn status_body(&self, message: &MessageRecord) -> String {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("MessageSid", &message.sid)
            .append_pair("SmsSid", &message.sid)
            .append_pair("AccountSid", &self.options.account_sid)
            .append_pair("MessageStatus", message.status.as_str())
            .append_pair("SmsStatus", message.status.as_str())
            .append_pair("From", &message.from)
            .append_pair("To", &message.to)
            .append_pair("ApiVersion", "2010-04-01");
        if let Some(code) = message.error_code {
            form.append_pair("ErrorCode", &code.to_string());
        }
        form.finish()
    }

    async fn carry(
        &self,
        endpoint: &Endpoint,
        url: &str,
        content_type: &str,
        body: Vec<u8>,
        signature: Signature,
    ) -> Delivery {
        let carried = match url.strip_prefix(&endpoint.public_url) {
            Some(rest) => format!("{}{rest}", endpoint.deliver_to),
            None => url.to_owned(),
        };
        let pairs = if content_type.starts_with("application/x-www-form-urlencoded") {
            form_pairs(&body)
        } else {
            Vec::new()
        };
        let token = match signature {
            Signature::Wrong => "the-token-of-somebody-else",
            Signature::Right | Signature::Missing => &self.options.auth_token,
        };
        let mut request = self.http.post(&carried).header(header::CONTENT_TYPE, content_type).body(body);
        if signature != Signature::Missing {
            request = request.header("X-Twilio-Signature", sign(&Secret::new(token), url, &pairs));
        }
        let (status, answer) = match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                (Some(status), response.text().await.unwrap_or_default())
            }
            Err(_) => (None, String::new()),
        };
        Delivery { url: url.to_owned(), message_sid: None, status, answer }
    }

    fn note(&self, delivery: Delivery) -> Delivery {
        self.state.lock().deliveries.push(delivery.clone());
        self.changed.notify_waiters();
        delivery
    }
}

/// What Twilio does by itself after it took a message: `sent` and `delivered`, or `failed` outside the window.
pub(crate) async fn report_delivery(inner: Arc<Inner>, sid: String) {
    let to = inner.state.lock().messages.iter().find(|message| message.sid == sid).map(|m| m.to.clone());
    if to.is_some_and(|to| !window_is_open(&inner, &to)) {
        inner.report(&sid, Status::Failed, Some(63016)).await;
        return;
    }
    inner.report(&sid, Status::Sent, None).await;
    inner.report(&sid, Status::Delivered, None).await;
}
