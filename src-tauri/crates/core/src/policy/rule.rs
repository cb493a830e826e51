//! The rules by their names, and how each is explained to the customer.

crate::text_enum! {
    /// Why something is refused.
    pub enum Rule {
        /// There is no such order of this customer.
        OrderUnknown = "order_unknown",
        OrderNotPending = "order_not_pending",
        OrderNotDelivered = "order_not_delivered",
        /// The items were changed once; nothing may be changed or cancelled after that.
        ItemsAlreadyChanged = "items_already_changed",
        /// A return or exchange was asked for once; there is no second one.
        AlreadyRequested = "already_requested",
        CancelReason = "cancel_reason",
        NothingNamed = "nothing_named",
        UnequalLists = "unequal_lists",
        ItemNotInOrder = "item_not_in_order",
        VariantUnknown = "variant_unknown",
        OtherProduct = "other_product",
        SameVariant = "same_variant",
        VariantUnavailable = "variant_unavailable",
        /// Nobody has to wait for it.
        InStock = "in_stock",
        MethodUnknown = "method_unknown",
        SameMethod = "same_method",
        /// The payment was moved already, or there are several.
        PaymentNotSingle = "payment_not_single",
        GiftCardShort = "gift_card_short",
        RefundMethod = "refund_method",
        ReturnWindow = "return_window",
        AddressMissing = "address_missing",
        /// The owner makes changes of this kind.
        OwnerOnly = "owner_only",
        /// Later after the delivery than the assistant may take something back.
        OwnerAfterDays = "owner_after_days",
        /// The owner matches no prices.
        PriceMatchOff = "price_match_off",
        /// The offer is not known any more.
        OfferUnknown = "offer_unknown",
        /// It is not surely the same product, or not new.
        OfferNotSame = "offer_not_same",
        OfferSoldOut = "offer_sold_out",
        OfferCurrency = "offer_currency",
        OfferNotCheaper = "offer_not_cheaper",
        /// A price was matched for this customer and product, or asked for, a short while ago.
        PriceMatchedAlready = "price_matched_already",
    }
}

impl Rule {
    /// What the assistant may not do, but the owner may: a person takes it over.
    pub const fn is_for_owner(self) -> bool {
        matches!(self, Self::OwnerOnly | Self::OwnerAfterDays)
    }

    /// A sentence for the customer.
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::OrderUnknown => "I cannot find this order among yours.",
            Self::OrderNotPending => "Only an order that is still pending can be changed or cancelled.",
            Self::OrderNotDelivered => "Only an order that was delivered can be returned or exchanged.",
            Self::ItemsAlreadyChanged => {
                "The items of this order were changed already; it can no longer be changed or cancelled."
            }
            Self::AlreadyRequested => {
                "A return or an exchange was requested for this order already; there can be only one."
            }
            Self::CancelReason => {
                "An order can be cancelled because it is no longer needed or was ordered by mistake, not for another reason."
            }
            Self::NothingNamed => "Please say which items it is about.",
            Self::UnequalLists => "Each item needs exactly one item that comes instead of it.",
            Self::ItemNotInOrder => "This order does not hold that item, or not so many of it.",
            Self::VariantUnknown => "There is no such item in the shop.",
            Self::OtherProduct => "An item can only be swapped for another variant of the same product.",
            Self::SameVariant => "The new item must differ from the old one.",
            Self::VariantUnavailable => "The item that is wanted instead is not available.",
            Self::InStock => "It is in stock, so there is nothing to wait for.",
            Self::MethodUnknown => "This way to pay is not kept with your account.",
            Self::SameMethod => "The order is paid with this already; please choose another way to pay.",
            Self::PaymentNotSingle => {
                "The payment of this order was changed already; it can be changed only once."
            }
            Self::GiftCardShort => "The gift card's balance does not cover the amount.",
            Self::RefundMethod => {
                "The refund can go to the way the order was paid, or to a gift card kept with your account."
            }
            Self::ReturnWindow => "The time for returns and exchanges of this order has passed.",
            Self::AddressMissing => "Please give the whole address.",
            Self::OwnerOnly => "A person of our team makes this kind of change.",
            Self::PriceMatchOff => "Our prices are as they are: we do not match those of other shops.",
            Self::OfferUnknown => "I cannot find that offer any more.",
            Self::OfferNotSame => "I cannot tell for sure that the other shop's offer is the same product.",
            Self::OfferSoldOut => "The other shop has sold out of it.",
            Self::OfferCurrency => "The other shop's price is in another currency.",
            Self::OfferNotCheaper => "The other shop does not ask less than we do.",
            Self::PriceMatchedAlready => "You have a price for this already, or the owner was asked for one.",
            Self::OwnerAfterDays => "So long after the delivery, a person of our team decides about it.",
        }
    }
}
