//! Translates what Twilio tells into Haberdash's words: a customer's message, a delivery status.
//!
//! Owns the parameter names. It takes only verified webhooks and answers to our own authenticated requests.

use haberdash_core::conversations::{
    Channel, InboundMedia, InboundMessage, MessageStatus, Provider, RawDelivery, Source, StatusUpdate,
};
use haberdash_core::id::{Message, SendAttempt};
use haberdash_core::{Id, Timestamp, contacts};
use serde_json::{Map, Value};

use super::client::MessageResource;
use super::signature::{Unreadable, VerifiedWebhook};

/// Parameters that become fields; all others are kept in `extra` under their own name.
const KNOWN: &[&str] =
    &["MessageSid", "SmsSid", "SmsMessageSid", "AccountSid", "From", "To", "Body", "NumMedia", "ProfileName"];

/// A message a customer wrote to one of our senders.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomerMessage {
    pub sid: String,
    pub account_sid: String,
    pub from: Address,
    pub to: Address,
    pub body: String,
    pub profile_name: Option<String>,
    /// How many files come with it. A list of messages tells only the number; `media` is then empty.
    pub media_count: u32,
    pub media: Vec<InboundMedia>,
    /// Every other parameter as it came. New ones are added without notice.
    pub extra: Map<String, Value>,
    /// Twilio's time; a webhook does not tell it.
    pub sent_at: Option<Timestamp>,
}

/// What became of a message of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryStatus {
    pub sid: String,
    /// Our own id, which the callback's URL carries: a callback may overtake the answer that names the SID.
    pub message: Option<Id<Message>>,
    /// The try to send it that is reported on; the URL carries it too.
    pub attempt: Option<Id<SendAttempt>>,
    pub status: MessageStatus,
    pub error_code: Option<String>,
}

/// An address on a channel, in the one form that core keeps: an E.164 number or a business-scoped user id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Address {
    pub channel: Channel,
    pub address: String,
}

impl Address {
    /// `whatsapp:+15550100001` is a WhatsApp address, a bare number is one for text messages.
    pub fn parse(text: &str) -> Option<Self> {
        let (channel, address) = match text.trim().split_once(':') {
            Some((prefix, address)) if prefix.eq_ignore_ascii_case("whatsapp") => {
                (Channel::Whatsapp, contacts::normalise(Channel::Whatsapp, address))
            }
            Some(_) => return None,
            None => (Channel::Sms, contacts::normalise(Channel::Sms, text)),
        };
        Some(Self { channel, address: address.ok()? })
    }

    /// As Twilio writes it.
    pub fn to_twilio(&self) -> String {
        match self.channel {
            Channel::Whatsapp => format!("whatsapp:{}", self.address),
            _ => self.address.clone(),
        }
    }
}

impl CustomerMessage {
    /// In core's words, with the bytes it came in.
    pub fn into_core(self, source: Source, raw: RawDelivery) -> InboundMessage {
        InboundMessage {
            provider: Provider::Twilio,
            provider_id: self.sid,
            source,
            channel: self.from.channel,
            from_address: self.from.address,
            shop_address: self.to.address,
            profile_name: self.profile_name,
            body: self.body,
            media: self.media,
            provider_time: self.sent_at,
            extra: self.extra,
            raw,
        }
    }
}

impl DeliveryStatus {
    /// In core's words, with the bytes it came in.
    pub fn into_core(self, source: Source, raw: RawDelivery) -> StatusUpdate {
        StatusUpdate {
            provider: Provider::Twilio,
            provider_id: self.sid,
            message_id: self.message,
            attempt_id: self.attempt,
            status: self.status,
            error_code: self.error_code,
            source,
            raw,
        }
    }
}

/// Twilio's word for what became of a message; `None` for one that is not documented.
pub fn status_from_word(word: &str) -> Option<MessageStatus> {
    Some(match word.to_ascii_lowercase().as_str() {
        "accepted" | "scheduled" | "queued" | "sending" => MessageStatus::Sending,
        "sent" => MessageStatus::Sent,
        "delivered" => MessageStatus::Delivered,
        "read" => MessageStatus::Read,
        "failed" | "canceled" => MessageStatus::Failed,
        "undelivered" => MessageStatus::Undelivered,
        "received" | "receiving" => MessageStatus::Received,
        _ => return None,
    })
}

/// A webhook's message.
///
/// # Errors
/// [`Unreadable`] when it is no form, is not UTF-8, or lacks who wrote what to whom.
pub fn from_webhook(webhook: &VerifiedWebhook) -> Result<CustomerMessage, Unreadable> {
    let form = webhook.form()?;
    let value = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let sid = value("MessageSid").or(value("SmsSid")).filter(|sid| plausible_sid(sid)).ok_or(Unreadable)?;
    let media_count: u32 =
        value("NumMedia").and_then(|count| count.trim().parse().ok()).unwrap_or(0).min(MOST_MEDIA);
    let media = (0..media_count)
        .filter_map(|index| {
            Some(InboundMedia {
                url: value(&format!("MediaUrl{index}"))?.to_owned(),
                declared_type: value(&format!("MediaContentType{index}")).map(str::to_owned),
            })
        })
        .collect();
    Ok(CustomerMessage {
        sid: sid.to_owned(),
        account_sid: value("AccountSid").unwrap_or_default().to_owned(),
        from: value("From").and_then(Address::parse).ok_or(Unreadable)?,
        to: value("To").and_then(Address::parse).ok_or(Unreadable)?,
        body: value("Body").unwrap_or_default().to_owned(),
        profile_name: value("ProfileName").map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned),
        media_count,
        media,
        extra: extra(&form),
        sent_at: None,
    })
}

/// WhatsApp carries one file per message, text messages ten; a wrong number must not make us loop.
const MOST_MEDIA: u32 = 20;

fn extra(form: &[(String, String)]) -> Map<String, Value> {
    let mut extra = Map::new();
    for (name, value) in form {
        if KNOWN.contains(&name.as_str()) || is_media_parameter(name) {
            continue;
        }
        match extra.get_mut(name) {
            None => {
                extra.insert(name.clone(), Value::String(value.clone()));
            }
            Some(Value::Array(values)) => values.push(Value::String(value.clone())),
            Some(single) => *single = Value::Array(vec![single.take(), Value::String(value.clone())]),
        }
    }
    extra
}

fn is_media_parameter(name: &str) -> bool {
    ["MediaUrl", "MediaContentType"]
        .iter()
        .any(|prefix| name.strip_prefix(prefix).is_some_and(|rest| rest.parse::<u32>().is_ok()))
}

/// A message from a list of messages.
pub fn from_resource(resource: &MessageResource) -> Result<CustomerMessage, Unreadable> {
    let mut extra = Map::new();
    if let Some(segments) = &resource.num_segments {
        extra.insert("NumSegments".into(), Value::String(segments.clone()));
    }
    Ok(CustomerMessage {
        sid: resource.sid.clone(),
        account_sid: resource.account_sid.clone().unwrap_or_default(),
        from: Address::parse(&resource.from).ok_or(Unreadable)?,
        to: Address::parse(&resource.to).ok_or(Unreadable)?,
        body: resource.body.clone().unwrap_or_default(),
        profile_name: None,
        media_count: resource.media_count().min(MOST_MEDIA),
        media: Vec::new(),
        extra,
        sent_at: resource.time(),
    })
}

/// A status callback.
///
/// # Errors
/// [`Unreadable`] when it is no form or names no message or status.
pub fn status_from_webhook(webhook: &VerifiedWebhook) -> Result<DeliveryStatus, Unreadable> {
    let form = webhook.form()?;
    let value = |name: &str| form.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let sid = value("MessageSid").or(value("SmsSid")).filter(|sid| plausible_sid(sid)).ok_or(Unreadable)?;
    let status =
        value("MessageStatus").or(value("SmsStatus")).and_then(status_from_word).ok_or(Unreadable)?;
    Ok(DeliveryStatus {
        sid: sid.to_owned(),
        message: webhook.query("message").and_then(|id| id.parse().ok()),
        attempt: webhook.query("attempt").and_then(|id| id.parse().ok()),
        status,
        error_code: value("ErrorCode").filter(|code| !code.is_empty() && *code != "0").map(str::to_owned),
    })
}

fn plausible_sid(sid: &str) -> bool {
    !sid.is_empty() && sid.len() <= 64 && sid.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::super::signature::{UnverifiedWebhook, form_pairs, sign};
    use super::*;
    use crate::secrets::Secret;

    fn verified(target: &str, body: &str) -> VerifiedWebhook {
        let token = Secret::new("fictional");
        let signature = sign(&token, &format!("https://shop.example{target}"), &form_pairs(body.as_bytes()));
        UnverifiedWebhook::new(
            target,
            Some("application/x-www-form-urlencoded".into()),
            Some(signature),
            Bytes::copy_from_slice(body.as_bytes()),
        )
        .verify("https://shop.example", &token)
        .expect("signed")
    }

    #[test]
    fn fields_media_and_everything_else_are_kept() {
        let message = from_webhook(&verified(
            "/webhooks/twilio/messages",
            "MessageSid=SM01&SmsSid=SM01&AccountSid=AC01&From=whatsapp%3A%2B15550100001&To=whatsapp%3A%2B15550109999\
             &Body=Hi+there&NumMedia=2&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2Fa&MediaContentType0=image%2Fjpeg\
             &MediaUrl1=https%3A%2F%2Fapi.twilio.com%2Fb&ProfileName=Ada&WaId=15550100001&NewThing=1&NewThing=2",
        ))
        .expect("readable");
        assert_eq!(message.from, Address { channel: Channel::Whatsapp, address: "+15550100001".into() });
        assert_eq!(message.body, "Hi there");
        assert_eq!(message.profile_name.as_deref(), Some("Ada"));
        assert_eq!(message.media.len(), 2);
        assert_eq!(message.media[1].declared_type, None);
        assert_eq!(
            Value::Object(message.extra),
            serde_json::json!({ "WaId": "15550100001", "NewThing": ["1", "2"] })
        );
    }

    #[test]
    fn a_business_scoped_user_id_is_an_address_like_any_other() {
        let id = format!("whatsapp:US.{}", "a1".repeat(64));
        let address = Address::parse(&id).expect("an address");
        assert_eq!(address.channel, Channel::Whatsapp);
        assert_eq!(address.to_twilio(), id);
    }

    #[test]
    fn what_names_no_sender_is_unreadable() {
        for body in [
            "",
            "Body=hi",
            "MessageSid=SM1&From=&To=whatsapp:%2B15550109999",
            "MessageSid=SM1&To=%2B15550109999",
            "MessageSid=a/b&From=%2B15550100001&To=%2B15550109999",
        ] {
            assert_eq!(from_webhook(&verified("/webhooks/twilio/messages", body)), Err(Unreadable), "{body}");
        }
    }

    #[test]
    fn an_absurd_number_of_media_does_not_matter() {
        let message = from_webhook(&verified(
            "/webhooks/twilio/messages",
            "MessageSid=SM1&From=%2B15550100001&To=%2B15550109999&NumMedia=4294967295",
        ))
        .expect("readable");
        assert!(message.media.is_empty());
    }

    #[test]
    fn a_status_names_our_message_and_its_error() {
        let id = "msg_01h455vb4pex5vsknk084sn02q";
        let attempt = "snd_01h455vb4pex5vsknk084sn02r";
        let status = status_from_webhook(&verified(
            &format!("/webhooks/twilio/status?message={id}&attempt={attempt}"),
            "MessageSid=SM1&MessageStatus=undelivered&ErrorCode=63016",
        ))
        .expect("readable");
        assert_eq!(status.message.map(|id| id.to_string()).as_deref(), Some(id));
        assert_eq!(status.attempt.map(|id| id.to_string()).as_deref(), Some(attempt));
        assert_eq!(
            (status.status, status.error_code.as_deref()),
            (MessageStatus::Undelivered, Some("63016"))
        );
    }
}
