//! The benchmark's tools, each by our use cases.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::calculate::calculate;
use super::format::{Address, ToolCall};
use super::import::Imported;
use crate::catalog;
use crate::contacts::{self, Channel};
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{self, Id};
use crate::policy::Action;
use crate::requests::{self, Outcome, Request};
use crate::scope::CustomerScope;
use crate::{orders, stored_methods};

/// What came of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Called {
    Done,
    /// Why it was not done: the rule, or the use case's sentence.
    Refused(String),
}

/// One conversation: whom it is with is known once somebody was found.
#[derive(Debug, Default)]
pub(super) struct Session {
    customer: Option<Id<id::Contact>>,
}

#[derive(Deserialize)]
struct Email {
    email: String,
}

#[derive(Deserialize)]
struct NameAndZip {
    first_name: String,
    last_name: String,
    zip: String,
}

#[derive(Deserialize)]
struct OrderId {
    order_id: String,
}

#[derive(Deserialize)]
struct ProductId {
    product_id: String,
}

#[derive(Deserialize)]
struct ItemId {
    item_id: String,
}

#[derive(Deserialize)]
struct UserId {
    user_id: String,
}

#[derive(Deserialize)]
struct Expression {
    expression: String,
}

#[derive(Deserialize)]
struct Cancelling {
    order_id: String,
    reason: String,
}

#[derive(Deserialize)]
struct Swapping {
    order_id: String,
    item_ids: Vec<String>,
    new_item_ids: Vec<String>,
    payment_method_id: String,
}

#[derive(Deserialize)]
struct Returning {
    order_id: String,
    item_ids: Vec<String>,
    payment_method_id: String,
}

#[derive(Deserialize)]
struct Paying {
    order_id: String,
    payment_method_id: String,
}

#[derive(Deserialize)]
struct OrderAddress {
    order_id: String,
    #[serde(flatten)]
    address: Address,
}

#[derive(Deserialize)]
struct UserAddress {
    user_id: String,
    #[serde(flatten)]
    address: Address,
}

impl Session {
    /// Calls a tool. What a rule or a use case refuses is [`Called::Refused`], and leaves no trace.
    ///
    /// # Errors
    /// `Malformed` for a tool that there is not, or arguments that it does not take; faults of ours.
    pub fn call(&mut self, tx: &mut WriteTx<'_>, shop: &Imported, call: &ToolCall) -> Result<Called> {
        let called = crate::store::savepoint::within(tx, |tx| self.attempt(tx, shop, call));
        match called {
            Err(error) if is_refusal(error.code) => Ok(Called::Refused(error.detail)),
            other => other,
        }
    }

    fn attempt(&mut self, tx: &mut WriteTx<'_>, shop: &Imported, call: &ToolCall) -> Result<Called> {
        match call.name.as_str() {
            "think" | "transfer_to_human_agents" => Ok(Called::Done),
            "calculate" => {
                let asked: Expression = arguments(&call.kwargs)?;
                Ok(match calculate(&asked.expression) {
                    Some(_) => Called::Done,
                    None => Called::Refused("This cannot be reckoned.".into()),
                })
            }
            "find_user_id_by_email" => {
                let asked: Email = arguments(&call.kwargs)?;
                let found = contacts::by_email(tx.sql(), &asked.email)?;
                self.identify(found.map(|contact| contact.id))
            }
            "find_user_id_by_name_zip" => {
                let asked: NameAndZip = arguments(&call.kwargs)?;
                let name = format!("{} {}", asked.first_name, asked.last_name);
                let found = contacts::by_name_and_postal_code(tx.sql(), &name, &asked.zip)?;
                self.identify(found.map(|contact| contact.id))
            }
            "get_order_details" => {
                let asked: OrderId = arguments(&call.kwargs)?;
                orders::detail(tx.sql(), known(&shop.orders, &asked.order_id, "order")?)?;
                Ok(Called::Done)
            }
            "get_product_details" => {
                let asked: ProductId = arguments(&call.kwargs)?;
                catalog::detail(tx.sql(), known(&shop.products, &asked.product_id, "product")?)?;
                Ok(Called::Done)
            }
            "get_item_details" => {
                let asked: ItemId = arguments(&call.kwargs)?;
                catalog::variant(tx.sql(), known(&shop.variants, &asked.item_id, "item")?)?;
                Ok(Called::Done)
            }
            "get_user_details" => {
                let asked: UserId = arguments(&call.kwargs)?;
                let contact = known(&shop.contacts, &asked.user_id, "customer")?;
                contacts::detail(tx.sql(), contact)?;
                stored_methods::of_contact(tx.sql(), contact, false)?;
                Ok(Called::Done)
            }
            "list_all_product_types" => {
                for product in shop.products.values() {
                    catalog::product(tx.sql(), *product)?;
                }
                Ok(Called::Done)
            }
            _ => self.write(tx, shop, call),
        }
    }

    fn identify(&mut self, found: Option<Id<id::Contact>>) -> Result<Called> {
        self.customer = Some(found.ok_or_else(|| Error::not_found("customer"))?);
        Ok(Called::Done)
    }

    fn write(&self, tx: &mut WriteTx<'_>, shop: &Imported, call: &ToolCall) -> Result<Called> {
        if call.name == "modify_user_address" {
            let asked: UserAddress = arguments(&call.kwargs)?;
            let contact = known(&shop.contacts, &asked.user_id, "customer")?;
            let action = Action::ModifyCustomerAddress { address: asked.address.lines() };
            return self.carry_out(tx, contact, &Request { order_number: None, action });
        }
        let (order_id, action) = action(shop, call)?;
        let order = known(&shop.orders, &order_id, "order")?;
        let owner = orders::detail(tx.sql(), order)?.order.contact_id;
        let owner = owner.ok_or_else(|| Error::not_found("customer"))?;
        self.carry_out(tx, owner, &Request { order_number: Some(order_id), action })
    }

    /// Acts for whom the conversation is with; without having asked, for whom it concerns.
    fn carry_out(
        &self,
        tx: &mut WriteTx<'_>,
        concerned: Id<id::Contact>,
        request: &Request,
    ) -> Result<Called> {
        let customer = self.customer.unwrap_or(concerned);
        if customer != concerned {
            return Ok(Called::Refused("This belongs to another customer.".into()));
        }
        let email = contacts::get(tx.sql(), customer)?.email;
        let email = email.ok_or_else(|| Error::not_found("customer"))?;
        let scope = CustomerScope::from_identity(tx.sql(), Channel::Email, &email)?;
        Ok(match requests::carry_out(tx, scope, request)? {
            Outcome::Done(_) => Called::Done,
            Outcome::NeedsApproval(_) => Called::Refused("The owner decides.".into()),
            Outcome::Refused(rule) => Called::Refused(rule.to_string()),
        })
    }
}

/// A use case that says no, as opposed to one that fails.
fn is_refusal(code: Code) -> bool {
    matches!(
        code,
        Code::NotFound | Code::Invalid | Code::Conflict | Code::Refused | Code::OutOfStock | Code::Forbidden
    )
}

fn arguments<T: DeserializeOwned>(kwargs: &Map<String, Value>) -> Result<T> {
    serde_json::from_value(Value::Object(kwargs.clone())).map_err(|error| {
        Error::caused(Code::Malformed, format!("The tool does not take these arguments: {error}."), error)
    })
}

fn known<K: id::Kind>(
    names: &std::collections::BTreeMap<String, Id<K>>,
    name: &str,
    what: &str,
) -> Result<Id<K>> {
    names.get(name).copied().ok_or_else(|| Error::not_found(what))
}

/// A name that the shop does not know stands for nothing that it has, and is refused by the rule about that.
fn variants(shop: &Imported, names: &[String]) -> Vec<Id<id::Variant>> {
    names.iter().map(|name| shop.variants.get(name).copied().unwrap_or(NOTHING_VARIANT)).collect()
}

fn method(shop: &Imported, name: &str) -> Id<id::StoredMethod> {
    shop.methods.get(name).copied().unwrap_or(NOTHING_METHOD)
}

const NOTHING_VARIANT: Id<id::Variant> = Id::from_uuid(uuid::Uuid::nil());
const NOTHING_METHOD: Id<id::StoredMethod> = Id::from_uuid(uuid::Uuid::nil());

/// The change that a call asks for; `None` for calls that change nothing.
pub(super) fn change(shop: &Imported, call: &ToolCall) -> Result<Option<(Option<String>, Action)>> {
    match call.name.as_str() {
        "modify_user_address" => {
            let asked: UserAddress = arguments(&call.kwargs)?;
            Ok(Some((None, Action::ModifyCustomerAddress { address: asked.address.lines() })))
        }
        "cancel_pending_order"
        | "modify_pending_order_items"
        | "exchange_delivered_order_items"
        | "return_delivered_order_items"
        | "modify_pending_order_payment"
        | "modify_pending_order_address" => {
            action(shop, call).map(|(order, action)| Some((Some(order), action)))
        }
        _ => Ok(None),
    }
}

fn action(shop: &Imported, call: &ToolCall) -> Result<(String, Action)> {
    match call.name.as_str() {
        "cancel_pending_order" => {
            let asked: Cancelling = arguments(&call.kwargs)?;
            Ok((asked.order_id, Action::CancelOrder { reason: asked.reason }))
        }
        "modify_pending_order_items" => {
            let asked: Swapping = arguments(&call.kwargs)?;
            let action = Action::ModifyItems {
                items: variants(shop, &asked.item_ids),
                new_items: variants(shop, &asked.new_item_ids),
                settle_with: Some(method(shop, &asked.payment_method_id)),
            };
            Ok((asked.order_id, action))
        }
        "exchange_delivered_order_items" => {
            let asked: Swapping = arguments(&call.kwargs)?;
            let action = Action::ExchangeItems {
                items: variants(shop, &asked.item_ids),
                new_items: variants(shop, &asked.new_item_ids),
                settle_with: Some(method(shop, &asked.payment_method_id)),
            };
            Ok((asked.order_id, action))
        }
        "return_delivered_order_items" => {
            let asked: Returning = arguments(&call.kwargs)?;
            let action = Action::ReturnItems {
                items: variants(shop, &asked.item_ids),
                refund_to: Some(method(shop, &asked.payment_method_id)),
            };
            Ok((asked.order_id, action))
        }
        "modify_pending_order_payment" => {
            let asked: Paying = arguments(&call.kwargs)?;
            let action = Action::ModifyPayment { pay_with: method(shop, &asked.payment_method_id) };
            Ok((asked.order_id, action))
        }
        "modify_pending_order_address" => {
            let asked: OrderAddress = arguments(&call.kwargs)?;
            Ok((asked.order_id, Action::ModifyAddress { address: asked.address.lines() }))
        }
        other => Err(Error::new(Code::Malformed, format!("There is no tool '{other}'."))),
    }
}
