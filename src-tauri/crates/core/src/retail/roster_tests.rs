//! Agents as the owner set them, over a real file and the way of every message.

use std::time::Duration;

use super::agents::{converse, prepare};
use super::import::import;
use super::tests::shop;
use crate::agents::{self, AgentKey, Autonomy, Definition, Tool};
use crate::answer;
use crate::approvals;
use crate::contacts::{self, Channel};
use crate::conversations::{self, ConversationListing, Handler, InboxFilter};
use crate::error::Code;
use crate::fixture::Fixture;
use crate::page::PageRequest;

const ADA: &str = "+15550100011";
const CANCEL: &str = "Please cancel order W1, I no longer need it";

fn open(key: AgentKey, edit: impl FnOnce(&mut Definition) + Send + 'static) -> Fixture {
    let fixture = Fixture::new();
    let imported = fixture.write(|tx| import(tx, &shop())).expect("import");
    let ada = imported.contacts["ada_1"];
    fixture
        .write(move |tx| {
            contacts::add_identity(tx, ada, Channel::Phone, ADA, Some("Ada Lind"))?;
            prepare(tx)?;
            let mut definition = agents::own(key);
            edit(&mut definition);
            agents::publish(tx, key, Some(definition), "", 0)
        })
        .expect("prepare");
    fixture
}

fn talk(fixture: &Fixture, says: &[&str]) -> Vec<String> {
    let bodies: Vec<String> = says.iter().map(|text| (*text).to_owned()).collect();
    let turns = answer::builtin(|| Duration::ZERO);
    let conversed = converse(&fixture.database, &turns, ADA, &bodies).expect("talk");
    conversed.replies.into_iter().map(|replies| replies.join("\n")).collect()
}

fn conversation(fixture: &Fixture) -> ConversationListing {
    let page = PageRequest::default();
    let inbox = fixture.read(|c| conversations::inbox(c, InboxFilter::All, None, &page));
    inbox.items.into_iter().next().expect("a conversation")
}

fn acts(fixture: &Fixture) -> i64 {
    fixture.read(|c| Ok(c.query_row("SELECT count(*) FROM agent_acts", [], |row| row.get(0))?))
}

#[test]
fn one_that_only_drafts_says_and_does_nothing_by_itself() {
    let fixture = open(AgentKey::Support, |agent| agent.autonomy = Autonomy::Draft);
    let said = talk(&fixture, &["Where is order W2?"]);
    assert_eq!(said, [""]);
    let now = conversation(&fixture);
    assert!(now.needs_owner && now.handler == Handler::Agent);
    assert_eq!(now.needs_owner_reason.as_deref(), Some(conversations::DRAFT_WAITS));
    let draft = fixture.read(|c| conversations::draft(c, now.id)).expect("a draft");
    assert!(!draft.text.is_empty());
    let run = fixture.read(|c| crate::runs::get(c, draft.run_id));
    assert_eq!((run.run.agent_key.as_deref(), run.run.agent_version), (Some("support"), Some(1)));
    assert_eq!((run.agent_name.as_deref(), run.reply_message_ids.len()), (Some("Support"), 0));
    // Starting anew makes no other draft of the same words.
    fixture.write(conversations::answer_waiting).expect("start");
    let turns = answer::builtin(|| Duration::ZERO);
    for job in fixture.claim(crate::jobs::JobKind::AnswerConversation) {
        let answered = answer::answer_blocking(&fixture.database, &turns, &fixture.lease, &job);
        assert_eq!(answered.expect("answered"), answer::Answered::NothingToDo);
    }
    let (id, run_id) = (now.id, draft.run_id);
    let sent = fixture.write(move |tx| conversations::send_draft(tx, id, run_id)).expect("send");
    let message = fixture.read(|c| conversations::message(c, sent[0]));
    assert_eq!((message.message.body.as_str(), message.message.run_id), (draft.text.as_str(), Some(run_id)));
    let after = conversation(&fixture);
    assert!(!after.needs_owner && !after.is_awaiting_answer && after.handler == Handler::Agent);
    assert_eq!(fixture.read(|c| crate::runs::get(c, run_id)).reply_message_ids, sent);
    let again = fixture.write(move |tx| conversations::send_draft(tx, id, run_id)).expect_err("sent");
    assert_eq!(again.code, Code::NotFound);
}

#[test]
fn a_draft_is_replaced_by_a_newer_one_and_thrown_away_by_the_owner() {
    let fixture = open(AgentKey::Support, |agent| agent.autonomy = Autonomy::Draft);
    talk(&fixture, &["Where is order W2?"]);
    let id = conversation(&fixture).id;
    let first = fixture.read(|c| conversations::draft(c, id)).expect("a draft");
    // The second message answers both.
    talk(&fixture, &["Where is order W2?", "Where is my order? It was to come today."]);
    let second = fixture.read(|c| conversations::draft(c, id)).expect("a draft");
    assert_ne!(first.run_id, second.run_id);
    let both = fixture.read(|c| crate::runs::get(c, second.run_id));
    assert_eq!(both.question_message_ids.len(), 2);
    let (old, new) = (first.run_id, second.run_id);
    let stale = fixture.write(move |tx| conversations::send_draft(tx, id, old)).expect_err("stale");
    assert_eq!(stale.code, Code::Conflict);
    fixture.write(move |tx| conversations::discard_draft(tx, id, new)).expect("discard");
    assert_eq!(fixture.read(|c| conversations::draft(c, id)), None);
    let after = conversation(&fixture);
    assert!(after.needs_owner && after.handler == Handler::Owner && after.is_awaiting_answer);
    // The owner's own words are the end of any draft.
    let fixture = open(AgentKey::Support, |agent| agent.autonomy = Autonomy::Draft);
    talk(&fixture, &["Where is order W2?"]);
    let id = conversation(&fixture).id;
    fixture
        .write(move |tx| conversations::reply_as_owner(tx, id, vec!["It left today.".into()]))
        .expect("reply");
    assert_eq!(fixture.read(|c| conversations::draft(c, id)), None);
}

#[test]
fn one_that_only_drafts_hands_changes_over_without_a_word() {
    let fixture = open(AgentKey::Support, |agent| agent.autonomy = Autonomy::Draft);
    let said = talk(&fixture, &[CANCEL]);
    assert_eq!((said.join("").as_str(), acts(&fixture)), ("", 0));
    let now = conversation(&fixture);
    assert_eq!(now.handler, Handler::Owner);
    assert!(fixture.read(|c| conversations::draft(c, now.id)).is_some());
}

#[test]
fn one_that_needs_approval_has_every_change_wait() {
    let fixture = open(AgentKey::Support, |agent| agent.autonomy = Autonomy::Approval);
    let said = talk(&fixture, &[CANCEL, "yes"]);
    assert!(said[0].contains("The owner has to agree to it. Shall I ask?"), "{said:#?}");
    assert!(said[1].contains("owner has to agree to this first"), "{said:#?}");
    assert_eq!(fixture.read(approvals::waiting).len(), 1);
}

#[test]
fn one_without_the_tool_for_changes_makes_none() {
    let fixture = open(AgentKey::Support, |agent| agent.tools.retain(|tool| *tool != Tool::MakeChanges));
    let said = talk(&fixture, &[CANCEL, "yes"]);
    assert!(said[0].contains("A person of our team makes this kind of change."), "{said:#?}");
    assert_eq!((acts(&fixture), fixture.read(approvals::waiting).len()), (0, 0));
    assert_eq!(conversation(&fixture).handler, Handler::Owner);
}
