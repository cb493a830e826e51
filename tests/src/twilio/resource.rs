//! How Twilio writes a message as JSON.

use haberdash_core::Timestamp;
use serde_json::{Value, json};

use super::state::{Direction, MessageRecord};

/// `Thu, 24 Aug 2023 05:01:45 +0000`: whole seconds, GMT.
pub(crate) fn date(time: Timestamp) -> String {
    time.to_jiff().strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

pub(crate) fn message(account_sid: &str, message: &MessageRecord) -> Value {
    let uri = format!("/2010-04-01/Accounts/{account_sid}/Messages/{}", message.sid);
    let direction = match message.direction {
        Direction::Inbound => "inbound",
        Direction::Outbound => "outbound-api",
    };
    json!({
        "account_sid": account_sid,
        "api_version": "2010-04-01",
        "body": message.body,
        "date_created": date(message.created_at),
        "date_sent": message.sent_at.map(date),
        "date_updated": date(message.sent_at.unwrap_or(message.created_at)),
        "direction": direction,
        "error_code": message.error_code,
        "error_message": null,
        "from": message.from,
        "messaging_service_sid": message.messaging_service_sid,
        "num_media": message.media.len().to_string(),
        "num_segments": "1",
        "price": null,
        "price_unit": null,
        "sid": message.sid,
        "status": message.status.as_str(),
        "subresource_uris": { "media": format!("{uri}/Media.json") },
        "to": message.to,
        "uri": format!("{uri}.json"),
    })
}
