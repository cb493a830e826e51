//! What a customer may want, and what was understood of a burst of messages.

use serde::{Deserialize, Serialize};

use super::knowledge::ProductQuery;
use crate::money::Money;

macro_rules! intents {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The canonical intents.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Intent { $($(#[$doc])* $name,)* }

        impl Intent {
            pub const ALL: &[Intent] = &[$(Intent::$name,)*];

            pub const fn as_str(self) -> &'static str {
                match self { $(Intent::$name => $text,)* }
            }

            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Intent::$name),)* _ => None }
            }
        }
    };
}

intents! {
    TrackOrder = "track_order",
    CancelOrder = "cancel_order",
    ChangeOrder = "change_order",
    ChangeShippingAddress = "change_shipping_address",
    ReturnItem = "return_item",
    ExchangeItem = "exchange_item",
    RefundStatus = "refund_status",
    ProductSearch = "product_search",
    ProductQuestion = "product_question",
    PriceQuestion = "price_question",
    PlaceOrder = "place_order",
    PaymentIssue = "payment_issue",
    Invoice = "invoice",
    ShippingPolicy = "shipping_policy",
    ReturnPolicy = "return_policy",
    Complaint = "complaint",
    HumanAgent = "human_agent",
    AccountHelp = "account_help",
    NewsletterOptout = "newsletter_optout",
    PromoCode = "promo_code",
    StoreContact = "store_contact",
    Feedback = "feedback",
    Greeting = "greeting",
    GoodbyeThanks = "goodbye_thanks",
    /// None of these, honestly.
    Other = "other",
}

/// An intent with how sure the classifier is, 0…1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ScoredIntent {
    pub intent: Intent,
    pub confidence: f32,
}

/// Words that call for a person, by what they name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alarm {
    Legal,
    Chargeback,
    Police,
    Safety,
    PublicShaming,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tone {
    /// −1 (furious) … 1 (delighted).
    pub sentiment: f32,
    pub urgent: bool,
    pub profanity: bool,
    pub alarms: Vec<Alarm>,
}

/// Lower and upper bound of a price, in the shop's currency unless another was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PriceBound {
    pub min: Option<Money>,
    pub max: Option<Money>,
}

/// "The second one", "the cheaper one", "it".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reference {
    /// From 1; the last is 0.
    Ordinal(u8),
    Cheapest,
    Dearest,
    /// "it", "that one", "this dress".
    Focus,
}

/// What is asked about the opening hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayAsked {
    Now,
    Today,
    Tomorrow,
    /// 1 Monday … 7 Sunday.
    Weekday(i8),
}

/// What exactly is asked about a product, an order or the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    Price,
    Sizes,
    Colours,
    Stock,
    Material,
    Care,
    Picture,
    /// Something that no record tells: whether it is warm, has pockets, runs small.
    Property,
    Hours,
    Address,
    Phone,
    Email,
    Website,
    /// "the latest one", of orders.
    Latest,
    Duration,
}

/// Whether the customer agrees to what was proposed to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Affirmation {
    /// The message says neither.
    #[default]
    None,
    /// "yes", "go ahead", "that's right": unconditionally.
    Yes,
    /// "yes, but…", "sure, if it's free", "yes, make it blue": not a yes to what was proposed.
    YesBut,
    /// "no", "don't", "wait", "that's not right".
    No,
}

/// The system that a size was named in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SizeSystem {
    /// S, M, XL.
    Letter,
    Eu,
    Uk,
    Us,
    /// A bare number, or one with a unit of the goods ("500 ml").
    Number,
}

/// A size as it was said, and as a variant would store it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeMention {
    pub system: SizeSystem,
    pub value: String,
}

/// The name that customers give as theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonName {
    pub first: String,
    /// Empty when only one name was given.
    pub last: String,
}

/// A postal address in parts; what was not said is empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressMention {
    /// House number and street, as written.
    pub line1: String,
    /// "Apt 4", "2nd floor", "Suite 120".
    pub line2: String,
    pub city: String,
    /// State, province or region, as written.
    pub region: String,
    pub postal_code: String,
    /// A country of [`Entities::countries`], or as written.
    pub country: String,
}

/// Days that a customer names: both ends inclusive, of the shop's calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateMention {
    pub said: String,
    pub from: jiff::civil::Date,
    pub to: jiff::civil::Date,
}

/// How something is paid or paid back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    Card,
    GiftCard,
    Paypal,
    BankTransfer,
    Cash,
    StoreCredit,
    /// "the card I paid with", "the original payment method".
    Original,
}

/// "my Visa ending in 1234", "the gift card".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMention {
    pub kind: PaymentKind,
    /// The last four digits.
    pub ending: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Entities {
    /// As orders store them: capitals, no `#`: "1042", "W1234567".
    pub order_numbers: Vec<String>,
    /// Sizes as variants store them, with the system where one was said: "M", "40", "UK 10".
    pub sizes: Vec<String>,
    /// The same sizes, each beside its system.
    pub size_mentions: Vec<SizeMention>,
    /// What the customer called it, and the colour names that may be meant.
    pub colours: Vec<ColourMention>,
    pub materials: Vec<String>,
    pub price: PriceBound,
    pub quantity: Option<u32>,
    pub emails: Vec<String>,
    pub phones: Vec<String>,
    /// "I'm Anna Smith", "my name is …", "this is …".
    pub names: Vec<PersonName>,
    /// Without the address around them too: "my zip is 80279".
    pub postal_codes: Vec<String>,
    pub addresses: Vec<AddressMention>,
    pub dates: Vec<DateMention>,
    pub payments: Vec<PaymentMention>,
    /// Every amount of money that was named, bounds included.
    pub amounts: Vec<Money>,
    pub countries: Vec<String>,
    /// Words that may name a product, in order, lower case.
    pub product_words: Vec<String>,
    pub reference: Option<Reference>,
    pub day: Option<DayAsked>,
    pub promo_code: Option<String>,
    pub asks: Vec<Asked>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColourMention {
    pub said: String,
    pub names: Vec<String>,
}

/// What was understood of the customer's messages.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Understanding {
    /// Surest first; never empty.
    pub intents: Vec<ScoredIntent>,
    pub entities: Entities,
    pub tone: Tone,
    /// BCP 47, a guess.
    pub language: String,
    /// 0…1, of the whole.
    pub confidence: f32,
    /// Whether it agrees to what was proposed.
    pub affirmation: Affirmation,
    /// The customer said hello, whatever else they want.
    pub greeted: bool,
    pub thanked: bool,
    pub asks_if_bot: bool,
    /// Outside the shop's business (a poem, the weather, instructions to the assistant).
    pub off_topic: bool,
    /// There is no text at all, or only laughter.
    pub wordless: bool,
    /// What to search for, where products are asked for.
    pub search: Option<ProductQuery>,
}

impl Understanding {
    pub fn has(&self, intent: Intent) -> bool {
        self.intents.iter().any(|scored| scored.intent == intent)
    }

    pub fn primary(&self) -> Intent {
        self.intents.first().map_or(Intent::Other, |scored| scored.intent)
    }
}
