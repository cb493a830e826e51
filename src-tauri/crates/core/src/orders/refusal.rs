//! Why an order does not allow something, by name: agents and the window speak of rules, not of sentences.

use crate::error::{Code, Error};

macro_rules! rules {
    ($($name:ident = $word:literal: $sentence:literal;)*) => {
        /// A rule that forbids something.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Rule { $($name,)* }

        impl Rule {
            pub const ALL: &[Rule] = &[$(Rule::$name,)*];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Rule::$name => $word,)* }
            }

            /// The sentence for the shop's owner.
            pub const fn sentence(self) -> &'static str {
                match self { $(Rule::$name => $sentence,)* }
            }
        }
    };
}

rules! {
    NotDraft = "not_draft": "Only a draft can be changed like this. The order was placed already.";
    NotPlaced = "not_placed": "The order is still a draft. Place it first.";
    NotPending = "not_pending": "Customers can change or cancel an order only before it is prepared.";
    NotDelivered = "not_delivered": "Only a delivered order can come back.";
    NotFulfilled = "not_fulfilled": "Not everything has been sent yet.";
    AlreadyProcessing = "already_processing": "The order is being prepared already.";
    AlreadyFulfilled = "already_fulfilled": "Everything has been sent already.";
    PartlyFulfilled = "partly_fulfilled": "A part has been sent already. Take it back as a return instead.";
    NothingToFulfil = "nothing_to_fulfil": "There is nothing left to put into this parcel.";
    Delivered = "delivered": "The order was delivered already.";
    Cancelled = "cancelled": "The order is cancelled.";
    Returned = "returned": "The order has come back.";
    ReturnOpen = "return_open": "A return or exchange was asked for already.";
    ItemsAlreadyChanged = "items_already_changed": "The items were changed once. After that a customer can neither change nor cancel the order.";
    ReasonRequired = "reason_required": "The items were changed once already. Say why the order is changed again.";
    WrongReason = "wrong_reason": "Customers can cancel because they no longer need it, or ordered by mistake.";
    OtherProduct = "other_product": "An item can be changed only for another variant of the same product.";
    ForeignLine = "foreign_line": "This item is not in the order.";
    NothingChanged = "nothing_changed": "This would change nothing.";
    SameMethod = "same_method": "The order is paid with this already.";
    MethodNotAllowed = "method_not_allowed": "This cannot be paid or refunded in this way.";
    NoLines = "no_lines": "There is nothing in the order yet.";
    NotForSale = "not_for_sale": "This product is not for sale.";
    NoContact = "no_contact": "Say who the customer is: goods that are sent need a name and an address.";
    Overpaid = "overpaid": "This is more than is left to pay.";
    NotPaid = "not_paid": "A sale at the counter is paid in full before the goods are handed over.";
    MoreThanPaid = "more_than_paid": "This is more than was paid.";
    NotPendingPayment = "not_pending_payment": "This payment is not waiting for anything.";
    AlreadyArchived = "already_archived": "The order is in the archive already.";
    NotArchived = "not_archived": "The order is not in the archive.";
    OpenOrder = "open_order": "Only what is finished can go into the archive.";
    CannotUndo = "cannot_undo": "This cannot be taken back as if it had not happened. Cancel, refund or take back the order instead.";
    CodeUnknown = "code_unknown": "There is no such discount code.";
    CodeExpired = "code_expired": "The discount code has expired.";
    CodeNotStarted = "code_not_started": "The discount code is not valid yet.";
    CodeInactive = "code_inactive": "The discount code is switched off.";
    CodeUsedUp = "code_used_up": "The discount code was used as often as it can be.";
    CodeUsedByCustomer = "code_used_by_customer": "This customer has used the discount code already.";
    CodeNotForCustomer = "code_not_for_customer": "The discount code is for other customers.";
    CodeMinimum = "code_minimum": "The discount code needs a larger order.";
    CodeMatchesNothing = "code_matches_nothing": "The discount code is for other goods.";
    CodeBeaten = "code_beaten": "Another discount is worth more and cannot be combined with this code.";
    InstrumentUnknown = "instrument_unknown": "Say which gift card or customer's credit this is about.";
    InstrumentShort = "instrument_short": "There is not enough on it.";
}

impl serde::Serialize for Rule {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A rule that forbade something, as an error's cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("refused by the rule {}", .0.as_str())]
pub struct Refusal(pub Rule);

impl From<Rule> for Error {
    fn from(rule: Rule) -> Self {
        Self::caused(Code::Refused, rule.sentence(), Refusal(rule))
    }
}

impl Error {
    /// The rule that forbade it, when the code is [`Code::Refused`].
    pub fn rule(&self) -> Option<Rule> {
        self.cause()?.downcast_ref::<Refusal>().map(|refusal| refusal.0)
    }
}
