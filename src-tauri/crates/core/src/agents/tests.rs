//! Publishing, and that a turn obeys.

use std::time::Duration;

use super::*;
use crate::agent::testing::FakeKnowledge;
use crate::agent::{
    AttachmentKind, BuiltinPlanner, HandoffReason, Outcome, RunRecord, StepKind, TurnInput, drive,
};
use crate::fixture::Fixture;
use crate::operations;

fn change(shop: &Fixture, key: AgentKey, edit: impl FnOnce(&mut Definition)) -> Result<Agent> {
    let now = shop.read(|c| get(c, key));
    let mut definition = now.definition;
    edit(&mut definition);
    shop.write(move |tx| publish(tx, key, Some(definition), "", now.version))
}

#[test]
fn one_that_was_never_edited_follows_the_program() {
    let shop = Fixture::new();
    let all = shop.read(all);
    assert_eq!(all.iter().map(|agent| agent.key).collect::<Vec<_>>(), AgentKey::ALL);
    for agent in &all {
        assert_eq!((agent.version, agent.is_own), (0, true));
        assert_eq!(agent.definition, own(agent.key));
    }
    assert_eq!(shop.read(roster), Roster::default());
    // Every kind of message is taken once, and the rest by the one that takes the rest.
    let roster = Roster::default();
    for intent in Intent::ALL {
        let takers = all.iter().filter(|agent| agent.definition.intents.contains(intent)).count();
        assert!(takers <= 1, "{intent:?}");
        assert!(takers == 1 || roster.taking(*intent).key == AgentKey::Conversation, "{intent:?}");
    }
}

#[test]
fn versions_are_kept_rolled_back_and_taken_back() {
    let shop = Fixture::new();
    let key = AgentKey::Sales;
    change(&shop, key, |sales| sales.name = " Verena ".into()).expect("first");
    change(&shop, key, |sales| sales.tone = Tone::Brief).expect("second");
    let now = shop.read(|c| get(c, key));
    assert_eq!((now.version, now.is_own, now.definition.name.as_str()), (2, false, "Verena"));
    let stale = now.definition;
    let error = shop.write(move |tx| publish(tx, key, Some(stale), "", 1)).expect_err("stale");
    assert_eq!(error.code, Code::Conflict);
    let error = shop.write(move |tx| roll_back(tx, key, 7, 2)).expect_err("never was");
    assert_eq!(error.code, Code::NotFound);
    let (back, operation) =
        shop.write(move |tx| Ok((roll_back(tx, key, 1, 2)?, tx.operation()))).expect("roll back");
    assert_eq!((back.version, back.definition.tone), (3, Tone::Warm));
    assert_eq!(shop.read(|c| history(c, key)).iter().map(|v| v.version).collect::<Vec<_>>(), [3, 2, 1]);
    let operation = operation.expect("an operation");
    shop.write(move |tx| operations::undo(tx, operation)).expect("undo");
    let now = shop.read(|c| get(c, key));
    assert_eq!((now.version, now.definition.tone), (4, Tone::Brief));
    // Back to the program's own, which later versions of the program may word otherwise.
    let own_again = shop.write(move |tx| roll_back(tx, key, 0, 4)).expect("own");
    assert_eq!((own_again.version, own_again.is_own), (5, true));
    assert_eq!(shop.read(|c| name_at(c, key, 2)), "Verena");
    assert_eq!(shop.read(|c| name_at(c, key, 5)), "Sales");
    // What was published stays as it was.
    let rewritten = shop.write(|tx| {
        Ok(tx.sql().execute("UPDATE agent_versions SET note = 'never so' WHERE version = 1", [])?)
    });
    rewritten.expect_err("kept");
}

#[test]
fn what_does_not_fit_is_refused_by_its_field() {
    let shop = Fixture::new();
    let refused = |key, edit: fn(&mut Definition)| {
        let error = change(&shop, key, edit).expect_err("refused");
        assert_eq!(error.code, Code::Invalid);
        error.field.unwrap_or_default()
    };
    assert_eq!(refused(AgentKey::Sales, |a| a.name = "  ".into()), "definition.name");
    assert_eq!(refused(AgentKey::Sales, |a| a.prompt = "x".repeat(8_001)), "definition.prompt");
    assert_eq!(refused(AgentKey::Sales, |a| a.intents.push(Intent::TrackOrder)), "definition.intents");
    assert_eq!(refused(AgentKey::Conversation, |a| a.intents.push(Intent::Other)), "definition.intents");
    assert_eq!(
        refused(AgentKey::Support, |a| a.tools.retain(|tool| *tool != Tool::OpenAccount)),
        "definition.tools"
    );
    assert_eq!(shop.read(|c| history(c, AgentKey::Sales)).len(), 0);
    // Taken away there, it can be taken here.
    change(&shop, AgentKey::Support, |a| a.intents.retain(|i| *i != Intent::TrackOrder)).expect("support");
    change(&shop, AgentKey::Sales, |a| a.intents.push(Intent::TrackOrder)).expect("sales");
    assert_eq!(shop.read(roster).taking(Intent::TrackOrder).key, AgentKey::Sales);
}

/// A turn over these agents.
fn run(input: TurnInput) -> RunRecord {
    let knowledge = FakeKnowledge::with_orders(&["1042", "1021"]);
    drive(input, &knowledge, &BuiltinPlanner, &mut || Duration::ZERO).expect("a run")
}

fn asked(message: &str, edit: impl Fn(AgentKey, &mut Definition)) -> RunRecord {
    let knowledge = FakeKnowledge::with_orders(&["1042", "1021"]);
    let mut input = knowledge.input(&[message]);
    let agents: Vec<Agent> = AgentKey::ALL
        .iter()
        .map(|key| {
            let mut definition = own(*key);
            edit(*key, &mut definition);
            Agent { key: *key, version: 3, is_own: false, definition, published_at: None }
        })
        .collect();
    input.agents = Roster::of(&agents);
    run(input)
}

fn looked_up(run: &RunRecord) -> bool {
    run.steps.iter().any(|step| matches!(step.kind, StepKind::Retrieve | StepKind::Tool))
}

const ORDER: &str = "where is my order?";
const DRESS: &str = "do you have a linen shirt in M under 60?";

#[test]
fn the_agent_is_chosen_by_what_is_wanted() {
    let who = |message: &str| asked(message, |_, _| {}).agent.expect("an agent");
    assert_eq!(who(ORDER).key, AgentKey::Support);
    assert_eq!(who(DRESS).key, AgentKey::Sales);
    assert_eq!(who("hello").key, AgentKey::Conversation);
    assert_eq!((who(ORDER).version, who(ORDER).drafts), (3, false));
    let knowledge = FakeKnowledge::with_orders(&[]);
    let mut input = knowledge.input(&["do you have this?"]);
    input.messages[0].attachments = vec![AttachmentKind::Image];
    assert_eq!(run(input).agent.expect("an agent").key, AgentKey::VisualSearch);
}

#[test]
fn what_an_agent_that_is_off_takes_goes_to_the_owner() {
    let sales_off = |key: AgentKey, agent: &mut Definition| agent.enabled &= key != AgentKey::Sales;
    let off = asked(DRESS, sales_off);
    assert_eq!(off.proposal.outcome(), Outcome::HandedOff);
    assert_eq!(off.proposal.handoff_reason(), Some(HandoffReason::AgentOff));
    assert!(!looked_up(&off), "{:#?}", off.steps);
    let told = off.proposal.text().expect("a sentence");
    assert!(told.contains("person") && !told.contains("Amalfi"), "{told}");
    // The others answer as before.
    assert_eq!(asked(ORDER, sales_off).proposal.outcome(), Outcome::Replied);
    // Asked for together, neither is answered half.
    let both = asked("where is my order? and do you have a linen shirt in M?", sales_off);
    assert_eq!(both.proposal.handoff_reason(), Some(HandoffReason::AgentOff));
}

#[test]
fn a_tool_that_is_not_allowed_is_not_called() {
    let without = |tool: Tool| {
        move |_: AgentKey, agent: &mut Definition| agent.tools.retain(|allowed| *allowed != tool)
    };
    let orders = asked(ORDER, without(Tool::LookUpOrders));
    assert_eq!(orders.proposal.handoff_reason(), Some(HandoffReason::ToolNotAllowed));
    assert!(!looked_up(&orders), "{:#?}", orders.steps);
    assert!(!orders.proposal.text().unwrap_or_default().contains("1042"));
    let products = asked(DRESS, without(Tool::FindProducts));
    assert_eq!(products.proposal.handoff_reason(), Some(HandoffReason::ToolNotAllowed));
    assert!(!looked_up(&products), "{:#?}", products.steps);
    // What needs no such tool is answered.
    assert_eq!(asked(ORDER, without(Tool::FindProducts)).proposal.outcome(), Outcome::Replied);
    assert_eq!(asked(DRESS, without(Tool::LookUpOrders)).proposal.outcome(), Outcome::Replied);
}

#[test]
fn a_seat_never_widens_the_policy() {
    use crate::policy::{Change, Permission, Policy, Preset};
    let seat = |autonomy, tools: &[Tool]| {
        let definition = Definition { autonomy, tools: tools.to_vec(), ..own(AgentKey::Support) };
        let key = AgentKey::Support;
        Roster::of(&[Agent { key, version: 1, is_own: false, definition, published_at: None }]).seat(key)
    };
    for preset in Preset::ALL {
        let policy = Policy { changes: preset.permissions(), ..Policy::default() };
        for change in Change::ALL {
            let stored = policy.changes.of(*change);
            let bound = |autonomy, tools| seat(autonomy, tools).bound(&policy).changes.of(*change);
            assert_eq!(bound(Autonomy::Limits, Tool::ALL), stored);
            assert_eq!(bound(Autonomy::Approval, Tool::ALL), stored.max(Permission::Approval));
            assert_eq!(bound(Autonomy::Draft, Tool::ALL), Permission::Owner);
            assert_eq!(bound(Autonomy::Limits, &[Tool::OpenAccount]), Permission::Owner);
        }
    }
}

#[test]
fn the_tone_greets_and_closes_and_nothing_else() {
    let said = |message: &str, tone: Tone| {
        let run = asked(message, |_, agent| agent.tone = tone);
        run.proposal.text().unwrap_or_default().to_owned()
    };
    let (brief, neutral) = (said(ORDER, Tone::Brief), said(ORDER, Tone::Neutral));
    assert_eq!(brief, neutral, "nobody greeted");
    let hello = "hi, where is my order?";
    assert_eq!(said(hello, Tone::Brief), brief);
    assert_eq!(said(hello, Tone::Neutral), format!("Hi! {brief}"));
    assert!(said(hello, Tone::Warm).contains("Hi") || said(hello, Tone::Warm).contains("Hello"));
    assert_eq!(said("thank you!", Tone::Brief), "You're welcome!");
}
