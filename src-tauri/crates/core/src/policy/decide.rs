//! The decision.

use serde::{Deserialize, Serialize};

use super::{
    Action, CANCEL_REASONS, Change, Facts, LineFacts, MethodFacts, MethodRef, OrderFacts, OrderStage,
    Permission, Policy, Rule,
};
use crate::id::{self, Id};
use crate::money::Money;

/// What the policy says to an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "decision", content = "with", rename_all = "snake_case")]
pub enum Decision {
    /// The customer agreed to exactly this: it may be done now.
    Allowed(Summary),
    /// Possible, once the customer says yes to the summary.
    NeedsConfirmation(Summary),
    /// Agreed to, but the owner decides: so much money, or a kind of change that always waits.
    NeedsApproval(Summary),
    Refused(Rule),
}

/// What an action would do, with its money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// What is said before the customer's yes: nothing is done yet.
    pub sentence: String,
    /// The same, when it was done.
    pub done: String,
    /// What the customer pays in addition; negative: gets back. `None`: no money moves.
    pub difference: Option<Money>,
    /// Where the money comes from or goes to.
    pub method: Option<String>,
    /// The pieces by line, in the order of the action's list: what a use case needs to carry it out.
    #[serde(skip)]
    pub pieces: Vec<(Id<id::LineItem>, i64)>,
}

/// What the policy says. The first rule that is broken is named: the owner's word about this kind of change, then from the
/// order's state on.
pub fn decide(action: &Action, facts: &Facts) -> Decision {
    if let Action::SubscribeOrOptOut { wants, .. } = action {
        return super::news::decide(*wants, facts);
    }
    let Some(change) = Change::of(action) else { return super::price_match::decide(facts) };
    let permission = facts.policy.changes.of(change);
    if permission == Permission::Owner {
        return Decision::Refused(Rule::OwnerOnly);
    }
    match consider(action, facts) {
        Err(rule) => Decision::Refused(rule),
        Ok(summary) => {
            let waits = facts.policy.is_large(summary.difference)
                || permission == Permission::Approval
                || owed_to_nobody(action, &summary);
            match (facts.confirmed, waits) {
                (false, _) => Decision::NeedsConfirmation(summary),
                (true, true) => Decision::NeedsApproval(summary),
                (true, false) => Decision::Allowed(summary),
            }
        }
    }
}

/// The customer owes more and names no kept way to pay: nothing can be charged, a person collects it.
fn owed_to_nobody(action: &Action, summary: &Summary) -> bool {
    let swaps = matches!(action, Action::ModifyItems { .. } | Action::ExchangeItems { .. });
    swaps && action.method().is_none() && summary.difference.is_some_and(|money| money.amount > 0)
}

fn consider(action: &Action, facts: &Facts) -> Result<Summary, Rule> {
    if let Action::ModifyCustomerAddress { address } = action {
        filled(address)?;
        return Ok(plain("Your address would become", "Your address is now", address));
    }
    if let Action::PutAside { items } = action {
        return putting_aside(items, facts);
    }
    if let Action::WaitForStock { items } = action {
        return waiting(items, facts);
    }
    let order = facts.order.as_ref().filter(|order| order.stage != OrderStage::NotPlaced);
    let order = order.ok_or(Rule::OrderUnknown)?;
    match action {
        Action::CancelOrder { reason } => {
            pending(order)?;
            if !CANCEL_REASONS.contains(&reason.as_str()) {
                return Err(Rule::CancelReason);
            }
            Ok(cancelling(order, facts))
        }
        Action::ModifyAddress { address } => {
            pending(order)?;
            filled(address)?;
            Ok(plain(
                &format!("Order {} would be sent to", order.number),
                &format!("Order {} will be sent to", order.number),
                address,
            ))
        }
        Action::ModifyPayment { pay_with } => {
            pending(order)?;
            let method = method(facts, *pay_with)?;
            moving_payment(order, method)
        }
        Action::ModifyItems { items, new_items, settle_with } => {
            pending(order)?;
            if items.iter().zip(new_items).any(|(from, to)| from == to) {
                return Err(Rule::SameVariant);
            }
            swapping(order, facts, (items, new_items), *settle_with, "changed")
        }
        Action::ExchangeItems { items, new_items, settle_with } => {
            delivered(order, &facts.policy)?;
            swapping(order, facts, (items, new_items), *settle_with, "exchanged")
        }
        Action::ReturnItems { items, refund_to } => {
            delivered(order, &facts.policy)?;
            returning(order, facts, items, *refund_to)
        }
        // Answered above: they concern no order.
        Action::ModifyCustomerAddress { .. }
        | Action::PutAside { .. }
        | Action::WaitForStock { .. }
        | Action::SubscribeOrOptOut { .. }
        | Action::MatchPrice { .. } => Err(Rule::OrderUnknown),
    }
}

/// Goods of the catalog, kept for [`super::PUT_ASIDE`]: nothing is owed before the owner makes an order of it.
fn putting_aside(items: &[Id<id::Variant>], facts: &Facts) -> Result<Summary, Rule> {
    if items.is_empty() {
        return Ok(Summary {
            sentence: "Nothing would stay put aside for you.".into(),
            done: "Nothing is put aside for you any more.".into(),
            difference: None,
            method: None,
            pieces: Vec::new(),
        });
    }
    let mut pieces: Vec<(Id<id::Variant>, i64)> = Vec::new();
    for item in items {
        match pieces.iter_mut().find(|(known, _)| known == item) {
            Some((_, count)) => *count += 1,
            None => pieces.push((*item, 1)),
        }
    }
    let mut names = Vec::new();
    let mut total: Option<Money> = None;
    for (id, count) in &pieces {
        let variant = facts.variants.get(id).ok_or(Rule::VariantUnknown)?;
        if !variant.sold || variant.available.is_some_and(|available| available < *count) {
            return Err(Rule::VariantUnavailable);
        }
        let worth = Money::new(variant.price.amount * count, variant.price.currency);
        total = Some(Money::new(total.map_or(0, |sum| sum.amount) + worth.amount, worth.currency));
        names.push(if *count == 1 { variant.title.clone() } else { format!("{count} × {}", variant.title) });
    }
    let total = total.ok_or(Rule::NothingNamed)?;
    let days = super::PUT_ASIDE.as_secs() / 86_400;
    let said = |verb: &str| {
        format!(
            "{} {verb} put aside for you for {days} days, for {total}. The shop then tells you how to pay.",
            names.join(" and ")
        )
    };
    Ok(Summary {
        sentence: said("would be"),
        done: said(if items.len() == 1 { "is" } else { "are" }),
        difference: Some(total),
        method: None,
        pieces: Vec::new(),
    })
}

/// A promise to write: of variants of one product, none of which can be had now.
fn waiting(items: &[Id<id::Variant>], facts: &Facts) -> Result<Summary, Rule> {
    let mut product = None;
    let mut names: Vec<&str> = Vec::new();
    for id in items {
        let variant = facts.variants.get(id).filter(|variant| variant.sold).ok_or(Rule::VariantUnknown)?;
        if variant.available.is_none_or(|available| available > 0) {
            return Err(Rule::InStock);
        }
        if *product.get_or_insert(variant.product_id) != variant.product_id {
            return Err(Rule::OtherProduct);
        }
        names.push(&variant.title);
    }
    let (first, more) = names.split_first().ok_or(Rule::NothingNamed)?;
    let what = match more {
        [] => (*first).to_owned(),
        [other] => format!("{first} or {other}"),
        _ => format!("{first} or one of {} others", more.len()),
    };
    let sentence = format!("You are written to once {what} is available again.");
    Ok(Summary { done: sentence.clone(), sentence, difference: None, method: None, pieces: Vec::new() })
}

fn pending(order: &OrderFacts) -> Result<(), Rule> {
    match order.stage {
        OrderStage::Pending => Ok(()),
        OrderStage::PendingItemsChanged => Err(Rule::ItemsAlreadyChanged),
        _ => Err(Rule::OrderNotPending),
    }
}

fn delivered(order: &OrderFacts, policy: &Policy) -> Result<(), Rule> {
    let late = policy.return_days.zip(order.days_since_delivery).is_some_and(|(most, days)| days > most);
    match order.stage {
        OrderStage::Delivered if order.return_window_over => Err(Rule::ReturnWindow),
        OrderStage::Delivered if late => Err(Rule::OwnerAfterDays),
        OrderStage::Delivered => Ok(()),
        OrderStage::ReturnOrExchangeRequested => Err(Rule::AlreadyRequested),
        _ => Err(Rule::OrderNotDelivered),
    }
}

fn method(facts: &Facts, id: MethodRef) -> Result<&MethodFacts, Rule> {
    facts.methods.iter().find(|method| method.id == id).ok_or(Rule::MethodUnknown)
}

fn filled(address: &str) -> Result<(), Rule> {
    if address.trim().is_empty() { Err(Rule::AddressMissing) } else { Ok(()) }
}

fn cancelling(order: &OrderFacts, facts: &Facts) -> Summary {
    let back: i64 = order.paid_with.iter().map(|paid| paid.amount.amount).sum();
    let currency = order.total.currency;
    let places: Vec<String> = order
        .paid_with
        .iter()
        .map(|paid| {
            let found = paid.method_id.and_then(|id| method(facts, id).ok());
            match found {
                Some(method) if method.gift_balance.is_some() => {
                    format!("{} to {} at once", paid.amount, method.label)
                }
                Some(method) => format!("{} to {} within 5 to 7 business days", paid.amount, method.label),
                None => format!("{} the way it was paid", paid.amount),
            }
        })
        .collect();
    let money = if places.is_empty() {
        "Nothing was paid.".into()
    } else {
        format!("You get back {}.", places.join(" and "))
    };
    Summary {
        sentence: format!("Order {} would be cancelled. {money}", order.number),
        done: format!("Order {} is cancelled. {money}", order.number),
        difference: (back != 0).then(|| Money::new(-back, currency)),
        method: None,
        pieces: Vec::new(),
    }
}

fn moving_payment(order: &OrderFacts, method: &MethodFacts) -> Result<Summary, Rule> {
    // One payment that was never moved: what is paid in parts, or was moved once, is not.
    let ([paid], 1) = (order.paid_with.as_slice(), order.payment_count) else {
        return Err(Rule::PaymentNotSingle);
    };
    if paid.method_id == Some(method.id) {
        return Err(Rule::SameMethod);
    }
    covers(method, paid.amount)?;
    let said = |verb: &str| {
        format!(
            "Order {} {verb} paid with {} instead: {} is charged there and given back where it was paid.",
            order.number, method.label, paid.amount
        )
    };
    Ok(Summary {
        sentence: said("would be"),
        done: said("is"),
        difference: None,
        method: Some(method.label.clone()),
        pieces: Vec::new(),
    })
}

/// A gift card must hold the amount; other methods are not looked into.
fn covers(method: &MethodFacts, amount: Money) -> Result<(), Rule> {
    match method.gift_balance {
        Some(balance) if balance.currency != amount.currency || balance.amount < amount.amount => {
            Err(Rule::GiftCardShort)
        }
        _ => Ok(()),
    }
}

fn swapping(
    order: &OrderFacts,
    facts: &Facts,
    (items, new_items): (&[Id<id::Variant>], &[Id<id::Variant>]),
    settle_with: Option<MethodRef>,
    done: &str,
) -> Result<Summary, Rule> {
    if items.is_empty() && new_items.is_empty() {
        return Err(Rule::NothingNamed);
    }
    let pieces = line_pieces(&order.lines, items).ok_or(Rule::ItemNotInOrder)?;
    if items.len() != new_items.len() {
        return Err(Rule::UnequalLists);
    }
    let mut difference: i64 = 0;
    let mut changes = Vec::new();
    for (line, to) in pieces.iter().zip(new_items) {
        let variant = facts.variants.get(to).ok_or(Rule::VariantUnknown)?;
        if line.product_id != Some(variant.product_id) {
            return Err(Rule::OtherProduct);
        }
        let wanted = new_items.iter().filter(|other| *other == to).count();
        let wanted = i64::try_from(wanted).unwrap_or(i64::MAX);
        if !variant.sold || variant.available.is_some_and(|available| available < wanted) {
            return Err(Rule::VariantUnavailable);
        }
        difference += variant.price.amount - line.unit_price.amount;
        changes.push(format!("{} for {}", line.title, variant.title));
    }
    let method = settle_with.map(|id| method(facts, id)).transpose()?;
    let difference = Money::new(difference, order.total.currency);
    if let Some(method) = method.filter(|_| difference.amount > 0) {
        covers(method, difference)?;
    }
    let less = Money::new(-difference.amount, difference.currency);
    let money = match (difference.amount, method) {
        (0, _) => "The price stays the same.".into(),
        (1.., Some(method)) => format!("{difference} more is charged to {}.", method.label),
        (1.., None) => format!("{difference} more is to be paid, and the shop tells you how."),
        (_, Some(method)) => format!("{less} goes back to {}.", method.label),
        (_, None) if order.paid_with.is_empty() => format!("{less} less is to be paid."),
        (_, None) => format!("{less} goes back the way it was paid."),
    };
    let one = changes.len() == 1;
    let said = |verb: &str| {
        format!(
            "In order {}, {} {verb} {done}: {}. {money} This can be done only once.",
            order.number,
            if one { "one item" } else { "these items" },
            changes.join("; ")
        )
    };
    Ok(Summary {
        sentence: said("would be"),
        done: said(if one { "is" } else { "are" }),
        difference: (difference.amount != 0).then_some(difference),
        method: method.map(|method| method.label.clone()),
        pieces: pieces.iter().map(|line| (line.line_item_id, 1)).collect(),
    })
}

fn returning(
    order: &OrderFacts,
    facts: &Facts,
    items: &[Id<id::Variant>],
    refund_to: Option<MethodRef>,
) -> Result<Summary, Rule> {
    if items.is_empty() {
        return Err(Rule::NothingNamed);
    }
    let method = refund_to.map(|id| method(facts, id)).transpose()?;
    let original =
        |method: &MethodFacts| order.paid_with.iter().any(|paid| paid.method_id == Some(method.id));
    if method.is_some_and(|method| !original(method) && method.gift_balance.is_none()) {
        return Err(Rule::RefundMethod);
    }
    let pieces = line_pieces(&order.lines, items).ok_or(Rule::ItemNotInOrder)?;
    let back: i64 = pieces.iter().map(|line| line.unit_price.amount).sum();
    let titles: Vec<&str> = pieces.iter().map(|line| line.title.as_str()).collect();
    let back = Money::new(back, order.total.currency);
    let money = match method {
        Some(method) if method.gift_balance.is_some() => {
            format!("When it has arrived, {back} goes to {} at once.", method.label)
        }
        Some(method) => {
            format!("When it has arrived, {back} goes to {} within 5 to 7 business days.", method.label)
        }
        None if order.paid_with.is_empty() => {
            format!("{back} of it is no longer to be paid once it has arrived.")
        }
        None => format!("When it has arrived, {back} goes back the way it was paid."),
    };
    let sentence = format!("You return {} of order {}. {money}", titles.join(", "), order.number);
    Ok(Summary {
        done: sentence.clone(),
        sentence,
        difference: (back.amount != 0).then(|| Money::new(-back.amount, back.currency)),
        method: method.map(|method| method.label.clone()),
        pieces: pieces.iter().map(|line| (line.line_item_id, 1)).collect(),
    })
}

/// The line of each named piece: the first line of the variant that still has one left. `None` when there are not so
/// many.
pub fn line_pieces<'a>(lines: &'a [LineFacts], items: &[Id<id::Variant>]) -> Option<Vec<&'a LineFacts>> {
    let mut left: Vec<i64> = lines.iter().map(|line| line.quantity).collect();
    items
        .iter()
        .map(|item| {
            let at = (0..lines.len()).find(|i| lines[*i].variant_id == Some(*item) && left[*i] > 0)?;
            left[at] -= 1;
            lines.get(at)
        })
        .collect()
}

fn plain(would: &str, done: &str, address: &str) -> Summary {
    let address = one_line(address);
    Summary {
        sentence: format!("{would}: {address}."),
        done: format!("{done}: {address}."),
        difference: None,
        method: None,
        pieces: Vec::new(),
    }
}

fn one_line(address: &str) -> String {
    address.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ")
}
