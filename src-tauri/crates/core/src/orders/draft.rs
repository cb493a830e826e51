//! Putting an order together before anybody agreed to it.

use rusqlite::Connection;

use super::quote::{self, Quote};
use super::refusal::Rule;
use super::state::Action;
use super::{Edit, HappeningKind, LineItem, Order, OrderChannel, OrderDetail, ShipTo, goods, policy};
use crate::catalog::ProductStatus;
use crate::contacts;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::id::{self, Id};
use crate::money::Money;
use crate::pricing::ManualDiscount;
use crate::settings::{self, STANDARD_CLASS, ShopProfile, TaxSettings};
use crate::store;

/// A line to put into an order.
#[derive(Debug, Clone, Default)]
pub struct LineInput {
    /// `None`: something that is not in the catalog; it needs a title and a price.
    pub variant_id: Option<Id<id::Variant>>,
    pub quantity: i64,
    /// Minor units; `None`: as the line was, else the catalog's.
    pub unit_price: Option<i64>,
    pub title: Option<String>,
    pub tax_class: Option<String>,
    /// A line that is there already.
    pub line_item_id: Option<Id<id::LineItem>>,
}

/// What a draft is to be; `None` leaves as it is, `Some(None)` takes away.
#[derive(Debug, Clone, Default)]
pub struct DraftChange {
    pub contact_id: Option<Option<Id<id::Contact>>>,
    /// All lines, in their order.
    pub lines: Option<Vec<LineInput>>,
    pub ship_to: Option<ShipTo>,
    pub shipping_method: Option<Option<String>>,
    /// Minor units, instead of the method's price.
    pub shipping_price: Option<Option<i64>>,
    pub discount_codes: Option<Vec<String>>,
    pub manual_discount: Option<Option<ManualDiscount>>,
    pub note: Option<String>,
    pub tags: Option<Vec<String>>,
    pub channel: Option<OrderChannel>,
    pub location_id: Option<Option<Id<id::Location>>>,
}

impl DraftChange {
    /// Whether it touches nothing but what is said about an order.
    fn is_words_only(&self) -> bool {
        let words = Self { note: self.note.clone(), tags: self.tags.clone(), ..Self::default() };
        format!("{self:?}") == format!("{words:?}")
    }
}

/// An empty draft in the shop's currency.
pub(super) fn blank(connection: &Connection, id: Id<id::Order>, now: crate::Timestamp) -> Result<Order> {
    let currency = settings::get::<ShopProfile>(connection)?.value.currency;
    Ok(Order::blank(id, String::new(), currency, now))
}

impl Edit {
    /// Changes a draft and prices it; of a placed order only note and tags.
    ///
    /// # Errors
    /// `Refused` (not a draft), `NotFound` (contact, variant), `Invalid`.
    pub fn change_draft(&mut self, tx: &mut WriteTx<'_>, change: &DraftChange) -> Result<()> {
        let words_only = change.is_words_only();
        if !words_only {
            self.allow(tx, Action::Edit, "")?;
        }
        let (note, tags) = (self.order().note.clone(), self.order().tags.clone());
        say(&mut self.detail_mut().order, change)?;
        if self.order().placed_at.is_some() {
            if self.order().note != note {
                self.note(tx, HappeningKind::NoteChanged, serde_json::json!({}), "");
            }
            if self.order().tags != tags {
                self.note(tx, HappeningKind::TagsChanged, serde_json::json!({}), "");
            }
        }
        if words_only {
            return Ok(());
        }
        let strict = policy::is_strict(tx.by());
        let mut ids = Vec::new();
        for _ in change.lines.iter().flatten() {
            ids.push(tx.new_id());
        }
        put(tx.sql(), self.detail_mut(), change, &mut ids.into_iter(), strict)?;
        let quote = quote::of_draft(tx.sql(), self.detail(), tx.now())?;
        quote.apply(self.detail_mut());
        Ok(())
    }
}

/// What a draft would cost. Nothing is written. Lines that name a stored draft's keep what was agreed there.
///
/// # Errors
/// As [`Edit::change_draft`].
pub fn preview(
    connection: &Connection,
    change: &DraftChange,
    now: crate::Timestamp,
) -> Result<(OrderDetail, Quote)> {
    let id = Id::from_uuid(uuid::Uuid::nil());
    let mut edit = Edit::new(blank(connection, id, now)?);
    let known = change.lines.iter().flatten().find_map(|line| line.line_item_id);
    if let Some(draft) =
        known.map(|line| store::orders::draft_of_line(connection, line)).transpose()?.flatten()
    {
        edit.detail_mut().items = super::detail(connection, draft)?.items;
    }
    let mut ids = (1u128..).map(|n| Id::from_uuid(uuid::Uuid::from_u128(n)));
    let detail = edit.detail_mut();
    say(&mut detail.order, change)?;
    put(connection, detail, change, &mut ids, false)?;
    let quote = quote::of_draft(connection, detail, now)?;
    quote.apply(detail);
    Ok((detail.clone(), quote))
}

/// Note and tags.
fn say(order: &mut Order, change: &DraftChange) -> Result<()> {
    if let Some(note) = &change.note {
        if note.chars().count() > 4000 {
            return Err(Error::invalid("The note is longer than 4000 characters.").at("note"));
        }
        order.note = note.trim().to_owned();
    }
    if let Some(tags) = &change.tags {
        order.tags = tidy(tags);
        if order.tags.len() > 30 || order.tags.iter().any(|tag| tag.chars().count() > 40) {
            return Err(Error::invalid("An order can have 30 tags of 40 characters.").at("tags"));
        }
    }
    Ok(())
}

/// Each once, without blanks around.
fn tidy(words: &[String]) -> Vec<String> {
    let mut tidied: Vec<String> = Vec::new();
    for word in words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()) {
        if !tidied.iter().any(|known| known == word) {
            tidied.push(word.to_owned());
        }
    }
    tidied
}

/// Everything but what [`say`] says.
fn put(
    connection: &Connection,
    detail: &mut OrderDetail,
    change: &DraftChange,
    ids: &mut dyn Iterator<Item = Id<id::LineItem>>,
    strict: bool,
) -> Result<()> {
    let order = &mut detail.order;
    if let Some(contact_id) = change.contact_id {
        order.contact_id = contact_id;
        detail.contact_name = String::new();
        if let Some(contact_id) = contact_id {
            let contact = contacts::get(connection, contact_id)?;
            if change.ship_to.is_none() && order.ship_to == ShipTo::default() {
                order.ship_to.name.clone_from(&contact.display_name);
                order.ship_to.address.clone_from(&contact.address);
            }
            detail.contact_name = contact.display_name;
        }
    }
    if let Some(ship_to) = &change.ship_to {
        check_ship_to(ship_to)?;
        order.ship_to = ship_to.clone();
    }
    if let Some(method) = &change.shipping_method {
        order.shipping_method = method.clone().filter(|name| !name.trim().is_empty());
    }
    if let Some(price) = change.shipping_price {
        order.shipping_override = price;
    }
    if let Some(codes) = &change.discount_codes {
        let upper: Vec<String> = codes.iter().map(|code| code.to_uppercase()).collect();
        order.discount_codes = tidy(&upper);
        if order.discount_codes.len() > 10 || order.discount_codes.iter().any(|c| c.chars().count() > 40) {
            return Err(Error::invalid("An order can have ten discount codes.").at("discount_codes"));
        }
    }
    if let Some(manual) = &change.manual_discount {
        if manual.as_ref().is_some_and(|manual| manual.reason().chars().count() > 200) {
            let error = Error::invalid("The reason is longer than 200 characters.");
            return Err(error.at("manual_discount.reason"));
        }
        order.manual_discount.clone_from(manual);
    }
    if let Some(channel) = change.channel {
        order.channel = channel;
    }
    if let Some(location_id) = change.location_id {
        order.location_id = location_id;
    }
    if let Some(lines) = &change.lines {
        let currency = order.currency();
        let mut items = Vec::with_capacity(lines.len());
        for (index, input) in lines.iter().enumerate() {
            let at = |field: &str| format!("lines[{index}].{field}");
            let old = input
                .line_item_id
                .map(|id| detail.items.iter().find(|item| item.id == id).ok_or(Rule::ForeignLine));
            let old = old.transpose()?;
            if old.is_some_and(|old| items.iter().any(|item: &LineItem| item.id == old.id)) {
                return Err(Error::invalid("This line is there twice.").at(at("line_item_id")));
            }
            let mut item = match (input.variant_id, old) {
                (Some(variant_id), Some(old)) if old.variant_id == Some(variant_id) => old.clone(),
                (None, Some(old)) => old.clone(),
                (Some(variant_id), _) => {
                    let found = goods::find(connection, variant_id);
                    let goods = found.map_err(|error| error.at(at("variant_id")))?;
                    if strict && goods.status != ProductStatus::Active {
                        return Err(Rule::NotForSale.into());
                    }
                    if goods.price.currency != currency {
                        let detail = format!(
                            "'{}' is priced in {}, the shop in {currency}.",
                            goods.title, goods.price.currency
                        );
                        return Err(Error::invalid(detail).at(at("variant_id")));
                    }
                    from_goods(goods, old.map(|old| old.id).or_else(|| ids.next()))?
                }
                (None, None) => own_line(connection, input, currency, ids.next(), &at)?,
            };
            item.position = i64::try_from(index + 1).unwrap_or(i64::MAX);
            item.quantity = input.quantity;
            if let Some(price) = input.unit_price {
                item.unit_price = Money::new(price, currency);
            }
            items.push(item);
        }
        detail.items = items;
    }
    Ok(())
}

fn line_id(id: Option<Id<id::LineItem>>) -> Result<Id<id::LineItem>> {
    id.ok_or_else(|| Error::new(crate::error::Code::Internal, "A line could not be named."))
}

pub(super) fn from_goods(goods: goods::Goods, id: Option<Id<id::LineItem>>) -> Result<LineItem> {
    let zero = Money::new(0, goods.price.currency);
    Ok(LineItem {
        id: line_id(id)?,
        position: 0,
        variant_id: Some(goods.variant_id),
        title: goods.title,
        variant_title: goods.variant_title,
        sku: goods.sku,
        quantity: 1,
        unit_price: goods.price,
        discount: zero,
        tax: zero,
        tax_class: goods.tax_class,
        tax_rate_ppm: 0,
        returned: 0,
        product_id: Some(goods.product_id),
        image_id: goods.image_id,
    })
}

/// Something that is not in the catalog: an alteration, a gift wrap.
fn own_line(
    connection: &Connection,
    input: &LineInput,
    currency: crate::Currency,
    id: Option<Id<id::LineItem>>,
    at: &dyn Fn(&str) -> String,
) -> Result<LineItem> {
    let title = input.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let title = title.ok_or_else(|| {
        Error::invalid("Say what it is, or choose something from the catalog.").at(at("title"))
    })?;
    if title.chars().count() > 200 {
        return Err(Error::invalid("The name is longer than 200 characters.").at(at("title")));
    }
    let price = input.unit_price;
    let price = price.ok_or_else(|| Error::invalid("Say what it costs.").at(at("unit_price")))?;
    let tax_class = input.tax_class.clone().unwrap_or_else(|| STANDARD_CLASS.to_owned());
    if input.tax_class.is_some()
        && !settings::get::<TaxSettings>(connection)?.value.classes.contains(&tax_class)
    {
        return Err(Error::invalid(format!("There is no tax class '{tax_class}'.")).at(at("tax_class")));
    }
    let zero = Money::new(0, currency);
    Ok(LineItem {
        id: line_id(id)?,
        position: 0,
        variant_id: None,
        title: title.to_owned(),
        variant_title: String::new(),
        sku: None,
        quantity: 1,
        unit_price: Money::new(price, currency),
        discount: zero,
        tax: zero,
        tax_class,
        tax_rate_ppm: 0,
        returned: 0,
        product_id: None,
        image_id: None,
    })
}

/// The form of an address.
pub(super) fn check_ship_to(ship_to: &ShipTo) -> Result<()> {
    for (field, text, limit) in
        [("name", &ship_to.name, 120), ("address", &ship_to.address, 400), ("region", &ship_to.region, 40)]
    {
        if text.chars().count() > limit {
            return Err(Error::invalid(format!("This is longer than {limit} characters."))
                .at(format!("ship_to.{field}")));
        }
    }
    let country = &ship_to.country;
    if !country.is_empty() && (country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase())) {
        return Err(Error::invalid("A country is two letters, such as DE.").at("ship_to.country"));
    }
    Ok(())
}
