//! The simulated customer's phone: what the owner types there takes the same way as every customer's message, and
//! what the shop answers is delivered at once, because the phone stands beside the window.

use haberdash_core::contacts::{self, Channel};
use haberdash_core::conversations::{
    self, InboundFile, InboundMessage, MessageStatus, Provider, RawDelivery, Received, Source,
};
use haberdash_core::outbox::{MessageSender, OutboundMessage, SendOutcome, Sending, SentQuery};
use haberdash_core::{Error, Result, WriteTx, id};

/// The shop's address on the simulated phone.
pub const SHOP_ADDRESS: &str = "shop";

/// The longest message the phone takes, in characters: that of the channels it stands for.
pub const LONGEST_MESSAGE: usize = 1600;

/// Takes a message that was typed on the phone of `from`. Who has that number on WhatsApp is the one who speaks.
///
/// # Errors
/// `Invalid` for a number that is none, and for an empty or too long text.
pub fn receive(tx: &mut WriteTx<'_>, from: &str, body: &str, profile_name: Option<&str>) -> Result<Received> {
    if body.trim().is_empty() {
        return Err(Error::invalid("The message is empty."));
    }
    let message = typed(tx, from, body, profile_name)?;
    conversations::receive_inbound(tx, &message)
}

/// As [`receive`], of a picture, which may have words.
///
/// # Errors
/// `Invalid` for a number that is none, and for too long a text.
pub fn receive_picture(
    tx: &mut WriteTx<'_>,
    from: &str,
    body: &str,
    profile_name: Option<&str>,
    picture: &InboundFile,
) -> Result<Received> {
    let message = typed(tx, from, body, profile_name)?;
    conversations::receive_with_file(tx, &message, picture)
}

fn typed(tx: &mut WriteTx<'_>, from: &str, body: &str, profile_name: Option<&str>) -> Result<InboundMessage> {
    let from = contacts::normalise(Channel::Phone, from)?;
    let body = body.trim();
    if body.chars().count() > LONGEST_MESSAGE {
        return Err(Error::invalid(format!("A message has {LONGEST_MESSAGE} characters at most.")));
    }
    if contacts::find_identity(tx.sql(), Channel::Phone, &from)?.is_none()
        && let Some(known) = contacts::find_identity(tx.sql(), Channel::Whatsapp, &from)?
    {
        contacts::add_identity(tx, known.contact_id, Channel::Phone, &from, profile_name)?;
    }
    let provider_id = tx.new_id::<id::InboundDelivery>().to_string();
    let raw = serde_json::to_vec(&serde_json::json!({ "from": from, "body": body }))?;
    Ok(InboundMessage {
        provider: Provider::Phone,
        provider_id,
        source: Source::Webhook,
        channel: Channel::Phone,
        from_address: from,
        shop_address: SHOP_ADDRESS.into(),
        profile_name: profile_name.map(str::to_owned),
        body: body.to_owned(),
        media: Vec::new(),
        provider_time: None,
        extra: serde_json::Map::new(),
        raw: RawDelivery { content_type: Some("application/json".into()), bytes: raw },
    })
}

/// Delivers to the phone.
#[derive(Debug, Clone, Copy, Default)]
pub struct PhoneSender;

impl MessageSender for PhoneSender {
    fn send<'a>(&'a self, message: &'a OutboundMessage) -> Sending<'a, SendOutcome> {
        let provider_id = message.message_id.to_string();
        Box::pin(async move { SendOutcome::Accepted { provider_id, status: MessageStatus::Delivered } })
    }

    /// The phone shows what the shop's file holds, so what was queued for it has arrived.
    fn find_sent<'a>(&'a self, query: &'a SentQuery) -> Sending<'a, Result<Option<(String, MessageStatus)>>> {
        let found = (query.message_id.to_string(), MessageStatus::Delivered);
        Box::pin(async move { Ok(Some(found)) })
    }
}
