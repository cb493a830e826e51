//! What is asked of orders.

use haberdash_core::{Code, Error, Id, Result, id, orders, pricing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::order_answers::{applied, tax_totals};
use super::{
    AppliedDiscount, ContactId, FulfilmentId, FulfilmentLine, FulfilmentState, LineItem, LineItemId,
    LocationId, ManualDiscountKind, Money, OrderChannel, OrderId, PaymentId, PaymentMethod, PaymentState,
    TaxTotal, VariantId, count, present,
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

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ShipToInput {
    pub name: String,
    pub address: String,
    pub country: String,
    pub region: String,
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

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentInput {
    pub method: PaymentMethod,
    /// Minor units; left out: what is due.
    #[serde(default)]
    pub amount: Option<i64>,
    /// Cash that is handed over, minor units.
    #[serde(default)]
    pub tendered: Option<i64>,
    #[serde(default)]
    pub reference: Option<String>,
    /// Left out: as the method usually is; transfers and what is paid at the door are pending.
    #[serde(default)]
    pub state: Option<PaymentState>,
    #[serde(default)]
    pub stored_method_id: Option<String>,
    #[serde(default)]
    pub gift_card_id: Option<String>,
    #[serde(default)]
    pub version: Option<i64>,
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundInput {
    /// Minor units.
    pub amount: i64,
    /// The payment that is given back; may be left out where only one can be meant.
    #[serde(default)]
    pub payment_id: Option<PaymentId>,
    /// Left out: as it was paid.
    #[serde(default)]
    pub method: Option<PaymentMethod>,
    #[serde(default)]
    pub reference: Option<String>,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub state: Option<PaymentState>,
    #[serde(default)]
    pub stored_method_id: Option<String>,
    #[serde(default)]
    pub gift_card_id: Option<String>,
    #[serde(default)]
    pub return_id: Option<String>,
    #[serde(default)]
    pub version: Option<i64>,
}

/// A step that needs nothing, or a reason.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderStep {
    pub version: Option<i64>,
    pub reason: String,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderPlacing {
    pub version: Option<i64>,
    pub reason: String,
    /// What is paid at once.
    pub payments: Vec<PaymentInput>,
}

/// The end of a payment that was expected.
#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PaymentEnd {
    pub version: Option<i64>,
    pub reference: Option<String>,
    pub reason: String,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FulfilmentInput {
    pub version: Option<i64>,
    /// Left out: everything that stands in no parcel yet.
    pub lines: Option<Vec<FulfilmentLine>>,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    /// A date in the shop's zone.
    #[schema(format = Date)]
    pub expected_on: Option<String>,
    /// Left out: it leaves now. `delivered`: handed over.
    pub state: Option<FulfilmentState>,
    pub location_id: Option<LocationId>,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FulfilmentChange {
    pub version: Option<i64>,
    pub state: Option<FulfilmentState>,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    #[schema(format = Date)]
    pub expected_on: Option<String>,
}

/// What becomes of the money of a cancelled order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RefundChoice {
    /// Back to where each payment came from.
    #[default]
    Original,
    None,
}

#[derive(Debug, Clone, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct OrderCancellation {
    pub version: Option<i64>,
    pub reason: String,
    pub refund: RefundChoice,
    pub note: String,
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemChange {
    pub line_item_id: LineItemId,
    pub variant_id: VariantId,
    /// Left out: all pieces of the line.
    #[serde(default)]
    pub quantity: Option<i64>,
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ItemsChange {
    #[serde(default)]
    pub version: Option<i64>,
    pub changes: Vec<ItemChange>,
    /// How the difference is paid or given back.
    pub settle: PaymentInput,
    #[serde(default)]
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddressChange {
    #[serde(default)]
    pub version: Option<i64>,
    pub ship_to: ShipToInput,
    #[serde(default)]
    pub reason: String,
}

#[derive(Debug, Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentMethodChange {
    #[serde(default)]
    pub version: Option<i64>,
    pub to: PaymentInput,
    #[serde(default)]
    pub reason: String,
}

/// A way in which it can be sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ShippingOption {
    pub name: String,
    pub price: Money,
    pub days_min: u16,
    pub days_max: u16,
}

/// What became of a discount code.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct CodeOutcome {
    pub code: String,
    pub applied: bool,
    /// Why not.
    #[schema(example = "code_expired")]
    pub rule: Option<String>,
    pub detail: Option<String>,
}

/// What an order would cost.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PricePreview {
    #[schema(example = "EUR")]
    pub currency: String,
    pub prices_include_tax: bool,
    pub line_items: Vec<LineItem>,
    pub item_count: u64,
    pub subtotal: Money,
    pub discounts: Vec<AppliedDiscount>,
    pub discount: Money,
    pub shipping: Money,
    pub shipping_methods: Vec<ShippingOption>,
    pub tax: Money,
    pub taxes: Vec<TaxTotal>,
    pub total: Money,
    pub display_total: Option<Money>,
    pub codes: Vec<CodeOutcome>,
}

impl From<(orders::OrderDetail, orders::Quote)> for PricePreview {
    fn from((detail, quote): (orders::OrderDetail, orders::Quote)) -> Self {
        let order = &detail.order;
        let currency = order.currency();
        let code = |outcome: haberdash_core::discounts::CodeOutcome| CodeOutcome {
            applied: outcome.refused.is_none(),
            rule: outcome.refused.map(|rule| rule.as_str().to_owned()),
            detail: outcome.refused.map(|rule| rule.sentence().to_owned()),
            code: outcome.code,
        };
        let option = |option: orders::ShippingOption| ShippingOption {
            name: option.name,
            price: option.price.into(),
            days_min: option.days_min,
            days_max: option.days_max,
        };
        Self {
            currency: currency.to_string(),
            prices_include_tax: order.prices_include_tax,
            line_items: detail.items.iter().map(|item| LineItem::of(item.clone(), &detail)).collect(),
            item_count: count(detail.items.iter().map(|item| item.quantity).sum()),
            subtotal: order.subtotal.into(),
            discounts: applied(order.discounts.clone(), currency),
            discount: order.discount.into(),
            shipping: order.shipping.into(),
            shipping_methods: quote.shipping_methods.into_iter().map(option).collect(),
            tax: order.tax.into(),
            taxes: tax_totals(order.taxes.clone(), currency),
            total: order.total.into(),
            display_total: quote.display_total.map(Into::into),
            codes: quote.codes.into_iter().map(code).collect(),
        }
    }
}

impl From<ShipToInput> for orders::ShipTo {
    fn from(to: ShipToInput) -> Self {
        Self { name: to.name, address: to.address, country: to.country, region: to.region }
    }
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

impl From<PaymentInput> for orders::NewPayment {
    fn from(input: PaymentInput) -> Self {
        Self {
            method: input.method.into(),
            amount: input.amount,
            tendered: input.tendered,
            reference: input.reference,
            state: input.state.map(Into::into),
            instrument: orders::Instrument {
                stored_method_id: input.stored_method_id,
                gift_card_id: input.gift_card_id,
                return_id: None,
            },
        }
    }
}

impl From<RefundInput> for orders::NewRefund {
    fn from(input: RefundInput) -> Self {
        Self {
            amount: input.amount,
            payment_id: input.payment_id.map(|id| id.0),
            method: input.method.map(Into::into),
            reference: input.reference,
            reason: input.reason,
            state: input.state.map(Into::into),
            instrument: orders::Instrument {
                stored_method_id: input.stored_method_id,
                gift_card_id: input.gift_card_id,
                return_id: input.return_id,
            },
        }
    }
}

fn date(text: Option<String>) -> Result<Option<jiff::civil::Date>> {
    let date = text.filter(|text| !text.is_empty()).map(|text| {
        text.parse().map_err(|_| {
            Error::new(Code::Invalid, "There is no such date. Write it as 2027-01-31.").at("expected_on")
        })
    });
    date.transpose()
}

impl FulfilmentInput {
    /// # Errors
    /// `Invalid` for a date that does not exist.
    pub fn fulfilment(self) -> Result<orders::NewFulfilment> {
        let line = |line: FulfilmentLine| orders::FulfilmentLine {
            line_item_id: line.line_item_id.0,
            quantity: line.quantity,
        };
        Ok(orders::NewFulfilment {
            lines: self.lines.map(|lines| lines.into_iter().map(line).collect()),
            carrier: self.carrier,
            tracking_number: self.tracking_number,
            tracking_url: self.tracking_url,
            expected_on: date(self.expected_on)?,
            state: self.state.map(Into::into),
            location_id: self.location_id.map(|id| id.0),
        })
    }
}

impl FulfilmentChange {
    /// # Errors
    /// `Invalid` for a date that does not exist.
    pub fn change(self) -> Result<orders::FulfilmentChange> {
        Ok(orders::FulfilmentChange {
            state: self.state.map(Into::into),
            carrier: self.carrier,
            tracking_number: self.tracking_number,
            tracking_url: self.tracking_url,
            expected_on: date(self.expected_on)?,
        })
    }
}

impl From<OrderCancellation> for orders::Cancellation {
    fn from(cancellation: OrderCancellation) -> Self {
        Self {
            reason: cancellation.reason,
            refund: match cancellation.refund {
                RefundChoice::Original => orders::RefundChoice::Original,
                RefundChoice::None => orders::RefundChoice::None,
            },
            note: cancellation.note,
        }
    }
}

impl From<ItemChange> for orders::ItemChange {
    fn from(change: ItemChange) -> Self {
        Self {
            line_item_id: change.line_item_id.0,
            variant_id: change.variant_id.0,
            quantity: change.quantity,
        }
    }
}

/// The two ids in the path of an order's part.
#[derive(Debug, Deserialize)]
pub struct OrderPart<T> {
    pub id: OrderId,
    #[serde(alias = "payment_id", alias = "fulfilment_id")]
    pub part_id: T,
}

/// A payment of an order.
pub type OrderPayment = OrderPart<PaymentId>;
/// A parcel of an order.
pub type OrderParcel = OrderPart<FulfilmentId>;

impl OrderPayment {
    pub fn ids(&self) -> (Id<id::Order>, Id<id::Payment>) {
        (self.id.0, self.part_id.0)
    }
}

impl OrderParcel {
    pub fn ids(&self) -> (Id<id::Order>, Id<id::Fulfilment>) {
        (self.id.0, self.part_id.0)
    }
}
