//! What a turn starts from: the messages to answer and what is known around them.

use serde::{Deserialize, Serialize};

use super::dialogue::DialogueState;
use super::knowledge::{Setting, ShopFacts};
use crate::agents::Roster;
use crate::clock::Timestamp;
use crate::codes::TypedCode;
use crate::id::{self, Id};
use crate::memory::ContactFact;
use crate::money::Currency;
use crate::policy::Policy;
use crate::prompts::PromptInForce;

/// Where the conversation is held. The channel sets the length and the form of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Whatsapp,
    Sms,
    Email,
    Tiktok,
    Linkedin,
    /// The simulated phone beside the window.
    Phone,
}

impl Channel {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whatsapp => "whatsapp",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Tiktok => "tiktok",
            Self::Linkedin => "linkedin",
            Self::Phone => "phone",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Whatsapp, Self::Sms, Self::Email, Self::Tiktok, Self::Linkedin, Self::Phone]
            .into_iter()
            .find(|channel| channel.as_str() == text)
    }

    /// The most characters that one reply may have. Twilio refuses more than 1600.
    pub const fn longest_reply(self) -> usize {
        match self {
            Self::Email => 8000,
            _ => 1600,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentKind {
    Image,
    Audio,
    Video,
    Document,
    /// A position on the map.
    Location,
    Other,
}

impl AttachmentKind {
    /// From a media type such as `image/jpeg`.
    pub fn of_media_type(media_type: &str) -> Self {
        match media_type.split('/').next() {
            Some("image") => Self::Image,
            Some("audio") => Self::Audio,
            Some("video") => Self::Video,
            Some("application" | "text") => Self::Document,
            _ => Self::Other,
        }
    }
}

/// A picture that a customer sent. What it shows is only ever compared with the shop's own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Photo {
    /// It is here, and was looked at: the name of its bytes.
    Seen { content_hash: String },
    /// It has not come through yet.
    Coming,
    /// It is no picture, damaged or too large.
    Unreadable,
}

/// A message of the customer that no turn has answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InboundMessage {
    pub id: Id<id::Message>,
    pub body: String,
    #[serde(default)]
    pub attachments: Vec<AttachmentKind>,
    /// The pictures among the attachments.
    #[serde(default)]
    pub photos: Vec<Photo>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    Customer,
    Agent,
    Owner,
}

/// An earlier message of the conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryMessage {
    pub author: Author,
    pub body: String,
    pub at: Timestamp,
}

/// Everything a turn may know without asking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TurnInput {
    /// Oldest first, at least one.
    pub messages: Vec<InboundMessage>,
    /// Oldest first, the last dozen or so before `messages`.
    pub history: Vec<HistoryMessage>,
    /// There are messages before those.
    #[serde(default)]
    pub has_older: bool,
    pub dialogue: DialogueState,
    /// Empty when unknown.
    pub contact_name: String,
    /// The address kept with the writer, in lines: never told, and hidden from other people's models.
    #[serde(default)]
    pub contact_address: String,
    /// BCP 47, when known.
    pub language: Option<String>,
    pub shop: ShopFacts,
    /// Now, in the shop's zone.
    pub now: jiff::ZonedDateTime,
    pub channel: Channel,
    /// The writer has no orders here and may say who they are.
    #[serde(default)]
    pub may_identify: bool,
    /// Changes may be carried out for the customer.
    #[serde(default)]
    pub can_act: bool,
    #[serde(default)]
    pub proving: Proving,
    #[serde(default)]
    pub policy: PolicyInForce,
    #[serde(default)]
    pub agents: Roster,
    /// What is remembered of the writer.
    #[serde(default)]
    pub facts: Vec<ContactFact>,
    /// Prices elsewhere can be compared: the agent for it is on, and a provider is chosen.
    #[serde(default)]
    pub market: bool,
    /// What a language model is told.
    #[serde(default)]
    pub prompt: PromptInForce,
}

/// How far the writer has proved who they are.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Proving {
    pub needs: CodeNeed,
    /// The code that the messages held. It was taken out of them.
    pub typed: Option<TypedCode>,
}

/// What a code is needed for that was not given yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodeNeed {
    /// For nothing: the channel says who writes, or it was given, or the owner asks for none.
    #[default]
    None,
    /// Before anything of a customer's is changed.
    Changes,
    /// Before anything of a customer's is told.
    Facts,
}

/// The owner's policy, and the version of its document: what refusals name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PolicyInForce {
    pub rules: Policy,
    pub version: i64,
}

impl TurnInput {
    /// A first message from nobody to a shop that says nothing about itself: to see what is understood of a text alone.
    pub fn of_text(text: &str) -> Self {
        let name = Setting { key: String::new(), version: 0, value: String::new() };
        Self {
            messages: vec![InboundMessage {
                id: Id::from_uuid(uuid::Uuid::nil()),
                body: text.to_owned(),
                attachments: Vec::new(),
                photos: Vec::new(),
            }],
            history: Vec::new(),
            has_older: false,
            dialogue: DialogueState::default(),
            contact_name: String::new(),
            contact_address: String::new(),
            language: None,
            shop: ShopFacts {
                currency: Currency::EUR,
                name,
                hours: None,
                contact: None,
                shipping: None,
                returns: None,
            },
            now: jiff::Timestamp::UNIX_EPOCH.to_zoned_datetime(jiff::tz::TimeZone::UTC),
            channel: Channel::Whatsapp,
            may_identify: false,
            can_act: false,
            proving: Proving::default(),
            policy: PolicyInForce::default(),
            agents: Roster::default(),
            facts: Vec::new(),
            market: false,
            prompt: PromptInForce::default(),
        }
    }
}
