//! What an order is to be: a cart to price, an order to write down or change, a sale at the counter.

use haberdash_core::{Code, Error, Result, orders, pricing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    ContactId, LineItemId, LocationId, ManualDiscountKind, OrderChannel, OrderId, PaymentInput, VariantId,
    present,
};

/// A line to put into an order: a variant, or something that is not in the catalog.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LineInput {
    pub variant_id: Option<VariantId>,
    #[schema(minimum = 1)]
    pub quantity: i64,
    /// Minor units; left out: as the line was, else the catalog's.
    pub unit_price: Option<i64>,
    /// Needed without a variant.
    pub title: Option<String>,
    pub tax_class: Option<String>,
    /// The line that this is, when it is there already.
    pub line_item_id: Option<LineItemId>,
}

impl From<LineInput> for orders::LineInput {
    fn from(line: LineInput) -> Self {
        Self {
            variant_id: line.variant_id.map(|id| id.0),
            quantity: line.quantity,
            unit_price: line.unit_price,
            title: line.title,
            tax_class: line.tax_class,
            line_item_id: line.line_item_id.map(|id| id.0),
        }
    }
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ShipToInput {
    pub name: String,
    pub address: String,
    pub country: String,
    pub region: String,
}

impl From<ShipToInput> for orders::ShipTo {
    fn from(to: ShipToInput) -> Self {
        Self { name: to.name, address: to.address, country: to.country, region: to.region }
    }
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManualDiscountInput {
    pub kind: ManualDiscountKind,
    /// Minor units.
    #[serde(default)]
    pub amount: Option<i64>,
    /// Parts per million: 100000 is 10 %.
    #[serde(default)]
    pub rate_ppm: Option<u32>,
    #[serde(default)]
    pub reason: String,
}

impl ManualDiscountInput {
    fn manual(self) -> Result<pricing::ManualDiscount> {
        let missing = |field: &str| {
            Error::new(Code::Invalid, "Say how much is taken off.").at(format!("manual_discount.{field}"))
        };
        let reason = self.reason;
        match self.kind {
            ManualDiscountKind::Amount => {
                let amount = self.amount.ok_or_else(|| missing("amount"))?;
                Ok(pricing::ManualDiscount::Amount { amount, reason })
            }
            ManualDiscountKind::Percent => {
                let rate_ppm = self.rate_ppm.ok_or_else(|| missing("rate_ppm"))?;
                Ok(pricing::ManualDiscount::Percent { rate_ppm, reason })
            }
        }
    }
}

/// Bodies that say what an order is to be: what is left out stays as it is, null takes away.
macro_rules! order_bodies {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            #[serde(deserialize_with = "present")]
            #[schema(value_type = Option<ContactId>)]
            pub contact_id: Option<Option<ContactId>>,
            /// All lines, in their order.
            pub lines: Option<Vec<LineInput>>,
            pub ship_to: Option<ShipToInput>,
            /// One of the shop's; null: picked up or taken along.
            #[serde(deserialize_with = "present")]
            #[schema(value_type = Option<String>)]
            pub shipping_method: Option<Option<String>>,
            /// Minor units, instead of the method's price.
            #[serde(deserialize_with = "present")]
            #[schema(value_type = Option<i64>)]
            pub shipping_price: Option<Option<i64>>,
            pub discount_codes: Option<Vec<String>>,
            #[serde(deserialize_with = "present")]
            #[schema(value_type = Option<ManualDiscountInput>)]
            pub manual_discount: Option<Option<ManualDiscountInput>>,
            pub note: Option<String>,
            pub tags: Option<Vec<String>>,
            pub channel: Option<OrderChannel>,
            #[serde(deserialize_with = "present")]
            #[schema(value_type = Option<LocationId>)]
            pub location_id: Option<Option<LocationId>>,
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $name {
            /// # Errors
            /// `Invalid` for a manual discount without an amount.
            pub fn change(&self) -> Result<orders::DraftChange> {
                let body = self.clone();
                let manual =
                    body.manual_discount.map(|manual| manual.map(ManualDiscountInput::manual).transpose());
                Ok(orders::DraftChange {
                    contact_id: body.contact_id.map(|id| id.map(|id| id.0)),
                    lines: body.lines.map(|lines| lines.into_iter().map(Into::into).collect()),
                    ship_to: body.ship_to.map(Into::into),
                    shipping_method: body.shipping_method,
                    shipping_price: body.shipping_price,
                    discount_codes: body.discount_codes,
                    manual_discount: manual.transpose()?,
                    note: body.note,
                    tags: body.tags,
                    channel: body.channel.map(Into::into),
                    location_id: body.location_id.map(|id| id.map(|id| id.0)),
                })
            }
        }
    )*};
}

order_bodies! {
    /// A cart to price.
    DraftInput {}
    /// An order to write down.
    NewOrder {
        /// Agreed already: placed in the same act.
        place: bool,
        /// What is paid at once. Only with `place`.
        payments: Vec<PaymentInput>,
        /// The same key again gives the order that was made for it.
        request_key: Option<String>,
    }
    /// A change of a draft; of a placed order only note and tags.
    OrderChange {
        version: i64,
    }
    /// A sale at the counter: placed, paid in full and handed over in one act.
    SaleInput {
        payments: Vec<PaymentInput>,
        /// The same key again gives the sale that was made for it.
        request_key: Option<String>,
        /// A parked cart that becomes this sale.
        draft_id: Option<OrderId>,
    }
}
