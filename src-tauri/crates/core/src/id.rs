//! Public identifiers: [TypeID](https://github.com/jetify-com/typeid/tree/main/spec) 0.3.
//!
//! An id is a prefix that names its kind and a UUIDv7 in Crockford's base 32: unique across devices and
//! sortable by the time it was made. `Id<Order>` cannot be passed where `Id<Contact>` is asked for.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use crate::clock::Timestamp;

/// What an id names. Implemented by the empty types of this module.
pub trait Kind: 'static {
    /// The TypeID prefix, lower-case ASCII.
    const PREFIX: &'static str;
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub enum $name {}
        impl Kind for $name {
            const PREFIX: &'static str = $prefix;
        }
    )*};
}

kinds! {
    /// A person or company the shop talks with.
    Contact = "con";
    /// One address of a contact on one channel.
    Identity = "idn";
    /// Something that is remembered of a contact.
    ContactFact = "cfa";
    /// A recorded consent or its withdrawal.
    Consent = "cns";
    Product = "prd";
    /// A product's option, such as size or colour.
    ProductOption = "opt";
    Variant = "var";
    Image = "img";
    Category = "cat";
    /// One change of a variant's prices.
    PriceChange = "prc";
    /// A draft of the prompt that is played over recorded turns.
    LabRun = "lab";
    /// Two versions of the prompt that answer side by side.
    PromptTrial = "ptr";
    /// A filter of a list that the owner named.
    SavedFilter = "flt";
    /// A change of many products.
    BulkEdit = "bke";
    /// A place that holds stock.
    Location = "loc";
    /// One entry of the stock ledger.
    StockMovement = "stm";
    /// Pieces promised to an order's line or a cart.
    Reservation = "rsv";
    /// A customer who waits for something that is sold out.
    WaitingEntry = "wai";
    /// What somebody means to buy: a customer's, or a parked one at the counter.
    Cart = "crt";
    Supplier = "sup";
    PurchaseOrder = "por";
    PurchaseOrderLine = "pol";
    /// Goods that came in together.
    Receipt = "rct";
    Transfer = "trf";
    TransferLine = "trl";
    Stocktake = "stk";
    /// What an agent did, or asks the owner to allow, after a customer's yes.
    AgentAct = "act";
    Order = "ord";
    /// Something the shop takes off prices.
    Discount = "dsc";
    LineItem = "lin";
    Payment = "pay";
    Fulfilment = "ful";
    Conversation = "cnv";
    /// A code that proves who somebody is.
    IdentityCode = "idc";
    Message = "msg";
    Attachment = "att";
    Complaint = "cmp";
    AgentRun = "run";
    AgentStep = "stp";
    Evidence = "evd";
    Claim = "clm";
    Job = "job";
    /// A domain event: something that happened to a shop's object.
    Event = "evt";
    /// Bytes that a provider delivered, kept as they came.
    InboundDelivery = "dlv";
    /// One attempt to hand a message to a provider.
    SendAttempt = "snd";
    /// One act of somebody, with all that it changed.
    Operation = "opr";
    /// A file that is or was read in.
    Import = "imp";
    /// A file that is or was written out.
    Export = "exp";
    /// A numbered invoice, receipt, packing slip, return label or credit note.
    Document = "doc";
    /// What a customer sends back, for money or in exchange.
    Return = "rma";
    ReturnLine = "rml";
    GiftCard = "gft";
    /// One entry of a gift card's ledger.
    GiftCardEntry = "gce";
    /// One entry of a contact's store credit.
    StoreCreditEntry = "sce";
    /// A way to pay that a contact keeps with the shop.
    StoredMethod = "pmt";
    /// The cash drawer from its opening to its count.
    DrawerSession = "drw";
    DrawerEntry = "dre";
    /// A question with its answer, a policy or a document that customers are answered from.
    KnowledgeEntry = "kbe";
    /// A search for what other shops ask for a product.
    MarketSearch = "msr";
    /// What another shop asks for a product.
    MarketOffer = "mof";
}

/// An identifier of a `K`. 16 bytes; its text form is what leaves the process and what SQLite stores.
pub struct Id<K: Kind>(Uuid, PhantomData<fn() -> K>);

impl<K: Kind> Id<K> {
    /// Wraps a UUID made by an id source (see [`crate::database::WriteTx::new_id`]).
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// Sorts before every id made at `time` or later, and after those made before.
    pub fn first_at(time: Timestamp) -> Self {
        let millis = u64::try_from(time.as_millis()).unwrap_or(0);
        Self::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid())
    }

    /// When it was made, to the millisecond; later than that where the clock had been set back before.
    pub fn made_at(self) -> Timestamp {
        Timestamp::from_millis(i64::try_from(self.0.as_u128() >> 80).unwrap_or(i64::MAX))
    }

    pub const fn uuid(self) -> Uuid {
        self.0
    }
}

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

impl<K: Kind> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.0.as_u128();
        let mut text = [0u8; 26];
        for (i, slot) in text.iter_mut().enumerate() {
            // 26 groups of five bits; the first carries the upper three bits of the 128.
            let group = (value >> (125 - 5 * i)) & 0x1f;
            *slot = ALPHABET[group as usize];
        }
        f.write_str(K::PREFIX)?;
        f.write_str("_")?;
        f.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

/// The text is not an id of the asked kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the kind '{expected}'")]
pub struct ParseIdError {
    expected: &'static str,
}

impl<K: Kind> FromStr for Id<K> {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = ParseIdError { expected: K::PREFIX };
        let suffix = text
            .strip_prefix(K::PREFIX)
            .and_then(|rest| rest.strip_prefix('_'))
            .ok_or_else(|| wrong.clone())?
            .as_bytes();
        // More than '7' in front would be more than 128 bits.
        if suffix.len() != 26 || suffix[0] > b'7' {
            return Err(wrong);
        }
        let mut value = 0u128;
        for byte in suffix {
            let digit = ALPHABET.iter().position(|c| c == byte).ok_or_else(|| wrong.clone())?;
            value = (value << 5) | digit as u128;
        }
        Ok(Self::from_uuid(Uuid::from_u128(value)))
    }
}

impl<K: Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl<K: Kind> Clone for Id<K> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<K: Kind> Copy for Id<K> {}
impl<K: Kind> PartialEq for Id<K> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}
impl<K: Kind> Eq for Id<K> {}
impl<K: Kind> PartialOrd for Id<K> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl<K: Kind> Ord for Id<K> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.cmp(&other.0)
    }
}
impl<K: Kind> Hash for Id<K> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}
impl<K: Kind> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de, K: Kind> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
impl<K: Kind> ToSql for Id<K> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.to_string().into())
    }
}
impl<K: Kind> FromSql for Id<K> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_vectors_of_the_specification_hold() {
        // typeid/spec/valid.yml: "nil", "one", "ten", "sixteen", "thirty-two", "max-valid", "valid-uuidv7".
        for (text, uuid) in [
            ("con_00000000000000000000000000", "00000000-0000-0000-0000-000000000000"),
            ("con_00000000000000000000000001", "00000000-0000-0000-0000-000000000001"),
            ("con_0000000000000000000000000a", "00000000-0000-0000-0000-00000000000a"),
            ("con_0000000000000000000000000g", "00000000-0000-0000-0000-000000000010"),
            ("con_00000000000000000000000010", "00000000-0000-0000-0000-000000000020"),
            ("con_7zzzzzzzzzzzzzzzzzzzzzzzzz", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
            ("con_01h455vb4pex5vsknk084sn02q", "01890a5d-ac96-774b-bcce-b302099a8057"),
        ] {
            let id: Id<Contact> = text.parse().expect(text);
            assert_eq!(id.uuid().to_string(), uuid);
            assert_eq!(id.to_string(), text);
        }
        let id: Id<Contact> = "con_01h455vb4pex5vsknk084sn02q".parse().expect("valid-uuidv7");
        assert_eq!(id.made_at().as_millis(), 0x0189_0a5d_ac96);
        assert_eq!(Id::<Contact>::first_at(id.made_at()).made_at(), id.made_at());
    }

    #[test]
    fn other_kinds_and_malformed_texts_are_refused() {
        for text in [
            "",
            "con",
            "con_",
            "ord_01h455vb4pex5vsknk084sn02q",
            "con_8zzzzzzzzzzzzzzzzzzzzzzzzz",
            "con_01h455vb4pex5vsknk084sn02",
            "con_01h455vb4pex5vsknk084sn02q0",
            "con_01H455VB4PEX5VSKNK084SN02Q",
            "con_01h455vb4pex5vsknk084sn0lq",
            "con_01h455vb4pex5vsknk084sn0é",
        ] {
            assert!(text.parse::<Id<Contact>>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn text_and_value_agree_and_sort_alike(a: u128, b: u128) {
            let (a, b) = (Id::<Order>::from_uuid(Uuid::from_u128(a)), Id::<Order>::from_uuid(Uuid::from_u128(b)));
            prop_assert_eq!(a.to_string().parse::<Id<Order>>().expect("own text"), a);
            prop_assert_eq!(a.cmp(&b), a.to_string().cmp(&b.to_string()));
        }
    }
}
