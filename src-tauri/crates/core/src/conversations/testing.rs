//! Builders of what channels deliver.

use super::{Channel, InboundMessage, MessageStatus, Provider, RawDelivery, Source, StatusUpdate};

/// A fictional customer and the shop's fictional sender.
pub const CUSTOMER: &str = "+15550100123";
pub const SHOP: &str = "+15550100999";

impl InboundMessage {
    /// A WhatsApp message from [`CUSTOMER`], as Twilio's webhook brings it.
    pub fn for_test(provider_id: &str, body: &str) -> Self {
        Self {
            provider: Provider::Twilio,
            provider_id: provider_id.into(),
            source: Source::Webhook,
            channel: Channel::Whatsapp,
            from_address: CUSTOMER.into(),
            shop_address: SHOP.into(),
            profile_name: Some("Ada Example".into()),
            body: body.into(),
            media: Vec::new(),
            provider_time: None,
            extra: serde_json::Map::new(),
            raw: RawDelivery { content_type: Some("text/plain".into()), bytes: body.as_bytes().to_vec() },
        }
    }

    #[must_use]
    pub fn from(self, address: &str) -> Self {
        Self { from_address: address.into(), ..self }
    }

    #[must_use]
    pub fn by(self, source: Source) -> Self {
        Self { source, ..self }
    }
}

impl StatusUpdate {
    /// Twilio's report on one of its messages.
    pub fn for_test(provider_id: &str, status: MessageStatus) -> Self {
        Self {
            provider: Provider::Twilio,
            provider_id: provider_id.into(),
            message_id: None,
            attempt_id: None,
            status,
            error_code: None,
            source: Source::Webhook,
            raw: RawDelivery::default(),
        }
    }
}
