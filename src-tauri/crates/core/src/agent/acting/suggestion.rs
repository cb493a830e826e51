//! After a yes to buy: one thing that others bought with it, named once in a conversation and never pressed.

use super::agenda::Agenda;
use super::desk::Desk;
use super::say::Statement;
use crate::agent::account::Acted;
use crate::agent::evidence::{Source, SourceKind};
use crate::agent::knowledge::{Product, Variant};
use crate::agent::planner::can_buy;
use crate::agent::turn::{Situation, ToolCall, ToolResult};
use crate::id::{self, Id};
use crate::policy::Action;

/// The goods that were put aside in this turn, if something may be suggested beside them.
fn put_aside(situation: &Situation, agenda: &Agenda) -> Option<Vec<Id<id::Variant>>> {
    if agenda.suggested || !situation.input.policy.rules.suggests {
        return None;
    }
    situation.results.iter().find_map(|(call, result)| match (call, result) {
        (ToolCall::Act { acts }, ToolResult::Acted { acted, .. }) => {
            let done = acts.iter().zip(acted).find(|(act, acted)| {
                matches!((&act.wanted.action, acted), (Action::PutAside { .. }, Acted::Done(_)))
            });
            done.and_then(|(act, _)| match &act.wanted.action {
                Action::PutAside { items } if !items.is_empty() => Some(items.clone()),
                _ => None,
            })
        }
        _ => None,
    })
}

/// The product that was put aside last.
fn last(situation: &Situation, items: &[Id<id::Variant>]) -> Option<Id<id::Product>> {
    let account = situation.account()?;
    let lines = account.aside.iter().flat_map(|aside| &aside.lines);
    let of = |variant: Id<id::Variant>| {
        lines.clone().find(|line| line.variant == Some(variant)).and_then(|line| line.product)
    };
    items.last().and_then(|variant| of(*variant))
}

/// What has to be looked up for it.
pub(super) fn lookup(situation: &Situation, agenda: &Agenda) -> Option<ToolCall> {
    let items = put_aside(situation, agenda)?;
    let call = ToolCall::FindTogether { product: last(situation, &items)? };
    situation.answer(&call).is_none().then_some(call)
}

/// Names it, if there is one.
pub(super) fn make(desk: &mut Desk<'_>) {
    let situation = desk.situation;
    let Some(items) = put_aside(situation, &desk.agenda) else { return };
    let Some(product) = last(situation, &items) else { return };
    let Some(ToolResult::Together(together)) = situation.answer(&ToolCall::FindTogether { product }) else {
        return;
    };
    let is_new = |product: &Product| product.variants.iter().all(|variant| !items.contains(&variant.id));
    let Some(with) = together.iter().map(|with| &with.product).find(|product| is_new(product)) else {
        return;
    };
    let there: Vec<&Variant> = with.variants.iter().filter(can_buy).collect();
    let Some(price) = there.iter().map(|variant| variant.price).min_by_key(|price| price.amount) else {
        return;
    };
    let from = if there.iter().all(|variant| variant.price == price) { "" } else { "from " };
    let text = format!(
        "Others also took the {} with it, {from}{price}. If you would like one too, just say so.",
        with.title
    );
    desk.agenda.suggested = true;
    desk.suggested = Some(with.id);
    let source = Source::new(SourceKind::Product, with.id.to_string(), with.version);
    desk.say(Statement { text, source });
}
