//! Which agent a turn is, by what was understood, and what binds it.

use super::acting;
use super::acting::agenda::Kind;
use super::input::AttachmentKind;
use super::intent::Intent;
use super::lookups::ABOUT_ORDERS;
use super::market;
use super::taste;
use super::turn::Situation;
use super::understanding::is_about_products;
use super::waiting;
use crate::agents::{AgentKey, Seat, Tool};

/// Gives the turn its agent. The policy and what may be done are as narrow as that agent's from here on. `true`: an agent
/// that is needed is switched off.
pub(super) fn assign(situation: &mut Situation) -> bool {
    let (seat, off) = choose(situation);
    let input = &mut situation.input;
    input.policy.rules = seat.bound(&input.policy.rules);
    input.can_act = input.can_act && seat.may(Tool::MakeChanges);
    situation.agent = seat;
    off
}

fn choose(situation: &Situation) -> (Seat, bool) {
    let roster = &situation.input.agents;
    if market::asked(situation) {
        return (roster.seat(AgentKey::MarketIntelligence), false);
    }
    if waiting::wished(situation) {
        let seat = roster.taking(Intent::ProductQuestion);
        let off = !seat.enabled;
        return (seat, off);
    }
    if taste::wished(situation).is_some() {
        let seat = roster.taking(Intent::ProductSearch);
        let off = !seat.enabled;
        return (seat, off);
    }
    if acting::about_cart(situation) {
        let seat = roster.taking(Intent::PlaceOrder);
        let off = !seat.enabled;
        return (seat, off);
    }
    if let Some(intent) = order_business(situation) {
        let seat = roster.taking(intent);
        let off = !seat.enabled;
        return (seat, off);
    }
    if situation.input.can_act && acting::wonders(situation) {
        let seat = roster.taking(Intent::TrackOrder);
        if seat.enabled {
            return (seat, false);
        }
    }
    let understanding = &situation.understanding;
    let primary = understanding.primary();
    let picture =
        situation.input.messages.iter().any(|message| message.attachments.contains(&AttachmentKind::Image));
    if picture && (understanding.wordless || is_about_products(primary) || primary == Intent::Other) {
        let seat = roster.seat(AgentKey::VisualSearch);
        let off = !seat.enabled;
        return (seat, off);
    }
    let mut seat = roster.taking(primary);
    let nothing_to_answer = understanding.wordless && !picture;
    let mut off = !seat.enabled && !nothing_to_answer;
    // What else is wanted is answered in the same reply: it goes no further than its own agent would.
    for scored in &understanding.intents {
        let small = matches!(scored.intent, Intent::Greeting | Intent::GoodbyeThanks | Intent::Other);
        if scored.intent != primary && !small {
            let other = roster.taking(scored.intent);
            seat.autonomy = seat.autonomy.min(other.autonomy);
            off |= !other.enabled;
        }
    }
    (seat, off)
}

/// What a message is about that the acting part takes, whatever its words were understood as.
fn order_business(situation: &Situation) -> Option<Intent> {
    if !acting::wants_change(situation) {
        return None;
    }
    let first = situation.input.dialogue.agenda.changes.first();
    let by_agenda = first.map(|change| match change.kind {
        Kind::Cancel => Intent::CancelOrder,
        Kind::Return => Intent::ReturnItem,
        Kind::Swap => Intent::ExchangeItem,
        Kind::Address => Intent::ChangeShippingAddress,
        Kind::Payment => Intent::PaymentIssue,
        Kind::ProfileAddress => Intent::AccountHelp,
        Kind::Buy => Intent::PlaceOrder,
    });
    let understood = situation.understanding.intents.iter().map(|scored| scored.intent);
    by_agenda
        .or_else(|| understood.into_iter().find(|intent| ABOUT_ORDERS.contains(intent)))
        .or(Some(Intent::ChangeOrder))
}
