use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::Mutex;

use super::*;
use crate::agent::{
    Claim, ClaimKind, Evidence, Fact, FactValue, HandoffReason, Knowledge, PendingQuestion, Proposal,
    RunRecord, Source, SourceKind, StepKind, StepRecord,
};
use crate::conversations::{Direction, InboxFilter, MessageStatus, message, take_over, thread};
use crate::database::WriteTx;
use crate::fixture::{Fixture, START};
use crate::jobs::{self, JobKind};
use crate::page::PageRequest;
use crate::retrieval::testing::{AllVectors, WordsModel};
use crate::retrieval::{Learner, Meaning};
use crate::runs;
use crate::settings::{self, AssistantSettings};

type Say = dyn Fn(&TurnInput) -> Result<Proposal> + Send + Sync;

/// Turns that say what they are told to, and remember what they were asked.
struct Scripted {
    say: Box<Say>,
    asked: Mutex<Vec<TurnInput>>,
    runs: AtomicUsize,
}

impl Scripted {
    fn new(say: impl Fn(&TurnInput) -> Result<Proposal> + Send + Sync + 'static) -> Self {
        Self { say: Box::new(say), asked: Mutex::default(), runs: AtomicUsize::new(0) }
    }

    /// Repeats what was asked.
    fn echo() -> Self {
        Self::new(|input| {
            let bodies: Vec<_> = input.messages.iter().map(|m| m.body.as_str()).collect();
            Ok(reply(&format!("You said: {}", bodies.join(", "))))
        })
    }
}

fn reply(text: &str) -> Proposal {
    let claim = Claim {
        position: 0,
        kind: ClaimKind::Name,
        text: "You".into(),
        start: 0,
        end: 3,
        evidence_position: 0,
        fact: "name".into(),
    };
    Proposal::Reply { text: text.into(), claims: vec![claim] }
}

impl Turns for Scripted {
    fn run(&self, input: TurnInput, _knowledge: &dyn Knowledge) -> Result<RunRecord> {
        self.runs.fetch_add(1, Ordering::SeqCst);
        let proposal = (self.say)(&input)?;
        let turns = input.dialogue.turns + 1;
        self.asked.lock().push(input);
        Ok(RunRecord {
            identified: None,
            code_asked: None,
            prompt: None,
            heard: Vec::new(),
            planner: "scripted".into(),
            model: None,
            prompt_version: "1".into(),
            agent: None,
            confidence: 0.5,
            proposal,
            steps: vec![StepRecord {
                kind: StepKind::Classify,
                input: serde_json::Value::Null,
                output: serde_json::json!({ "summary": "Understood" }),
                duration_us: 7,
            }],
            evidence: vec![Evidence {
                position: 0,
                source: Source::new(SourceKind::Setting, "shop", 3),
                label: "The shop".into(),
                facts: vec![Fact { name: "name".into(), value: FactValue::Name("You".into()), row: None }],
            }],
            dialogue: DialogueState {
                turns,
                pending: Some(PendingQuestion::OrderNumber),
                ..DialogueState::default()
            },
            duration_us: 9,
        })
    }
}

fn inbound(id: &str, body: &str) -> conversations::InboundMessage {
    conversations::InboundMessage::for_test(id, body)
}

fn inbound_from(id: &str, from: &str, body: &str) -> conversations::InboundMessage {
    conversations::InboundMessage { from_address: from.into(), ..inbound(id, body) }
}

/// Claims the one job that answers, once the burst is over.
pub(super) fn due(shop: &Fixture) -> ClaimedJob {
    shop.advance(16);
    shop.claim_one(JobKind::AnswerConversation)
}

pub(super) fn answer_it(shop: &Fixture, turns: &dyn Turns, job: &ClaimedJob) -> Answered {
    answer_blocking(&shop.database, turns, &shop.lease, job).expect("answer")
}

pub(super) fn said(shop: &Fixture, id: Id<Conversation>) -> Vec<String> {
    let page = shop.read(|c| thread(c, id, None, 100));
    let ours = page.messages.into_iter().filter(|m| m.message.direction == Direction::Outbound);
    ours.map(|m| m.message.body).collect()
}

#[test]
fn a_burst_gets_one_reply_with_its_receipts() {
    let shop = Fixture::new();
    let turns = Scripted::echo();
    let (first, id) = shop.receive(inbound("SM1", "hi"));
    let (last, _) = shop.receive(inbound("SM2", "where is my order"));
    let Answered::Done(run_id) = answer_it(&shop, &turns, &due(&shop)) else { panic!("a run") };
    assert_eq!(said(&shop, id), ["You said: hi, where is my order"]);

    let detail = shop.read(|c| runs::get(c, run_id));
    assert_eq!(detail.question_message_ids, [first, last]);
    assert_eq!((detail.run.outcome.as_str(), detail.run.planner.as_str()), ("replied", "scripted"));
    assert_eq!(detail.run.reply_text.as_deref(), Some("You said: hi, where is my order"));
    assert_eq!(detail.steps[0].output["summary"], "Understood");
    assert_eq!((detail.evidence[0].source_id.as_str(), detail.evidence[0].source_version), ("shop", 3));
    assert_eq!(detail.evidence[0].facts[0].name, "name");
    assert_eq!((detail.claims[0].start, detail.claims[0].end), (0, 3));
    let sent = shop.read(|c| message(c, detail.reply_message_ids[0])).message;
    assert_eq!((sent.run_id, sent.author, sent.status), (Some(run_id), Author::Agent, MessageStatus::Queued));
    assert!(!shop.conversation(id).is_awaiting_answer);
    assert_eq!(shop.read(jobs::counts).len(), 1, "only the message's job is left");

    // The next turn knows the one before.
    shop.receive(inbound("SM3", "1042"));
    answer_it(&shop, &turns, &due(&shop));
    let asked = turns.asked.lock().pop().expect("asked");
    assert_eq!(asked.messages.len(), 1);
    assert_eq!(
        asked.history.iter().map(|m| m.body.as_str()).collect::<Vec<_>>(),
        ["hi", "where is my order", "You said: hi, where is my order"]
    );
    assert_eq!(asked.dialogue.turns, 1);
    assert_eq!(asked.contact_name, "Ada Example");
    let listed = shop.read(|c| runs::of_conversation(c, id, &PageRequest::first(1)));
    assert!(listed.next.is_some() && listed.items[0].first_message_id > last);
}

#[test]
fn a_message_during_the_turn_sends_it_round_again() {
    let shop = Arc::new(Fixture::new());
    let (_, id) = shop.receive(inbound("SM1", "one"));
    let job = due(&shop);
    let meanwhile = Arc::clone(&shop);
    let turns = Scripted::new(move |input| {
        if input.messages.len() == 1 {
            meanwhile.receive(inbound("SM2", "two"));
        }
        Ok(reply(&format!("{} messages", input.messages.len())))
    });
    assert_eq!(answer_it(&shop, &turns, &job), Answered::Again);
    assert!(said(&shop, id).is_empty());
    assert!(shop.claim(JobKind::AnswerConversation).is_empty(), "the new burst has its own pause");
    assert!(matches!(answer_it(&shop, &turns, &due(&shop)), Answered::Done(_)));
    assert_eq!(said(&shop, id), ["2 messages"]);
}

#[test]
fn who_takes_over_answers_or_closes_meanwhile_silences_the_turn() {
    type Act = fn(&mut WriteTx<'_>, Id<Conversation>) -> Result<()>;
    let reply_now: Act =
        |tx, id| conversations::reply_as_owner(tx, id, vec!["The owner's words".into()]).map(|_| ());
    for (name, act, spoken) in [
        ("take over", take_over as Act, vec![]),
        ("reply", reply_now, vec!["The owner's words".to_owned()]),
        ("close", conversations::close, vec![]),
    ] {
        let shop = Arc::new(Fixture::new());
        let (_, id) = shop.receive(inbound("SM1", "one"));
        let job = due(&shop);
        let meanwhile = Arc::clone(&shop);
        let turns = Scripted::new(move |_| {
            meanwhile.write(move |tx| act(tx, id)).expect(name);
            Ok(reply("late"))
        });
        assert_eq!(answer_it(&shop, &turns, &job), Answered::NothingToDo, "{name}");
        assert_eq!(said(&shop, id), spoken, "{name}");
        assert!(shop.read(|c| runs::of_conversation(c, id, &PageRequest::default())).items.is_empty());
        assert_eq!(shop.due_in(JobKind::AnswerConversation), None, "{name}");
    }
}

#[test]
fn an_assistant_that_is_switched_off_meanwhile_says_nothing_and_answers_once_it_is_on_again() {
    fn switch(tx: &mut WriteTx<'_>, enabled: bool) -> Result<()> {
        let now = settings::get::<AssistantSettings>(tx.sql())?;
        settings::update(tx, AssistantSettings { enabled, ..now.value }, now.version)?;
        if enabled { conversations::answer_waiting(tx) } else { Ok(()) }
    }
    let shop = Arc::new(Fixture::new());
    let (_, id) = shop.receive(inbound("SM1", "one"));
    let job = due(&shop);
    let meanwhile = Arc::clone(&shop);
    let turns = Scripted::new(move |_| {
        meanwhile.write(|tx| switch(tx, false)).expect("off");
        Ok(reply("late"))
    });
    assert_eq!(answer_it(&shop, &turns, &job), Answered::NothingToDo);
    assert!(said(&shop, id).is_empty());
    assert!(shop.conversation(id).is_awaiting_answer);
    shop.write(|tx| switch(tx, true)).expect("on");
    assert!(matches!(answer_it(&shop, &Scripted::echo(), &due(&shop)), Answered::Done(_)));
    assert_eq!(said(&shop, id), ["You said: one"]);
}

#[test]
fn a_clock_set_back_before_a_start_answers_nothing_anew() {
    let dir = tempfile::tempdir().expect("dir");
    let day = 24 * 60 * 60;
    let mut shop = Fixture::in_dir(dir.path(), START.plus(Duration::from_secs(day)));
    let (_, id) = shop.receive(inbound("SM1", "one"));
    assert!(matches!(answer_it(&shop, &Scripted::echo(), &due(&shop)), Answered::Done(_)));
    drop(shop);
    shop = Fixture::in_dir(dir.path(), START);
    shop.receive(inbound("SM2", "two"));
    assert!(matches!(answer_it(&shop, &Scripted::echo(), &due(&shop)), Answered::Done(_)));
    assert_eq!(said(&shop, id), ["You said: one", "You said: two"]);
}

#[test]
fn a_handoff_is_kept_whole_and_the_agent_stays_silent_until_it_is_handed_back() {
    let shop = Fixture::new();
    let turns = Scripted::new(|_| {
        Ok(Proposal::Handoff {
            reason: HandoffReason::Complaint,
            summary: "Ada is unhappy with a seam.".into(),
            customer_text: "I am sorry. A person takes over.".into(),
            claims: Vec::new(),
            order: None,
        })
    });
    let (_, id) = shop.receive(inbound("SM1", "this is a disgrace"));
    let Answered::Done(run_id) = answer_it(&shop, &turns, &due(&shop)) else { panic!("a run") };
    assert_eq!(said(&shop, id), ["I am sorry. A person takes over."]);
    let listed = shop.listed(InboxFilter::NeedsOwner);
    assert_eq!(listed[0].needs_owner_reason.as_deref(), Some("complaint"));
    let complaint = shop.read(|c| crate::complaints::of_conversation(c, id)).remove(0);
    assert_eq!((complaint.run_id, complaint.reason.as_str()), (Some(run_id), "complaint"));
    assert_eq!(shop.claim(JobKind::NotifyOwner).len(), 1);

    shop.receive(inbound("SM2", "hello?"));
    assert_eq!(shop.due_in(JobKind::AnswerConversation), None);
    shop.write(move |tx| conversations::hand_back(tx, id)).expect("hand back");
    answer_it(&shop, &Scripted::echo(), &due(&shop));
    assert_eq!(said(&shop, id).last().map(String::as_str), Some("You said: hello?"));
}

#[test]
fn silence_is_an_answer_and_a_long_one_has_parts() {
    let shop = Fixture::new();
    let (_, id) = shop.receive(inbound("SM1", "ok thanks"));
    let silent = Scripted::new(|_| Ok(Proposal::Silent { why: "a thank-you".into() }));
    assert!(matches!(answer_it(&shop, &silent, &due(&shop)), Answered::Done(_)));
    assert!(said(&shop, id).is_empty());
    assert!(!shop.conversation(id).is_awaiting_answer);

    shop.receive(inbound("SM2", "tell me everything"));
    let long = Scripted::new(|_| Ok(reply(&"A sentence of the story. ".repeat(130))));
    let Answered::Done(run_id) = answer_it(&shop, &long, &due(&shop)) else { panic!("a run") };
    assert_eq!(said(&shop, id).len(), 3);
    assert_eq!(shop.read(|c| runs::get(c, run_id)).reply_message_ids.len(), 3);
}

#[test]
fn a_turn_that_keeps_failing_ends_with_the_owner_and_not_in_silence() {
    let shop = Fixture::new();
    let turns = Scripted::new(|_| Err(Error::new(Code::Internal, "a fault")));
    let (_, id) = shop.receive(inbound("SM1", "hello"));
    let mut job = due(&shop);
    loop {
        match answer_it(&shop, &turns, &job) {
            Answered::Failed(Failed::Again(at)) => {
                shop.clock.set(at);
                job = shop.claim_one(JobKind::AnswerConversation);
            }
            Answered::Failed(Failed::Died) => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(turns.runs.load(Ordering::SeqCst), 5);
    let listed = shop.listed(InboxFilter::NeedsOwner);
    assert_eq!((listed.len(), listed[0].handler), (1, Handler::Owner));
    assert_eq!(said(&shop, id).len(), 1, "the customer is told");
    assert_eq!(shop.read(crate::complaints::open_count), 1);
}

#[test]
fn a_kill_anywhere_yields_one_reply() {
    // Killed after the claim, after planning, and after the write: each time another process starts.
    for stage in 0..3 {
        let mut shop = Fixture::new();
        let turns = Scripted::echo();
        let (_, id) = shop.receive(inbound("SM1", "hi"));
        let job = due(&shop);
        if stage >= 1 {
            let planned = shop.read(|c| plan(c, &turns, id, START, &SoFar::default()));
            assert!(planned.is_some());
        }
        if stage == 2 {
            answer_it(&shop, &turns, &job);
        }
        let old = shop.lease.clone();
        shop.lease = Lease::new("two");
        shop.run(&job, |tx, lease, _| jobs::recover(tx, lease)).expect("recover");
        shop.advance(16);
        for again in shop.claim(JobKind::AnswerConversation) {
            answer_it(&shop, &turns, &again);
        }
        assert_eq!(said(&shop, id), ["You said: hi"], "stage {stage}");
        // The old process comes back to life and must not speak.
        let late = answer_blocking(&shop.database, &turns, &old, &job).expect_err("not its job");
        assert_eq!(late.code, Code::Conflict);
        assert_eq!(said(&shop, id).len(), 1, "stage {stage}");
    }
}

#[test]
fn who_opted_out_and_writes_is_the_owners_to_see() {
    let shop = Fixture::new();
    let turns = Scripted::echo();
    shop.receive(inbound("SM1", "STOP"));
    let (_, id) = shop.receive(inbound("SM2", "where is my parcel"));
    assert_eq!(answer_it(&shop, &turns, &due(&shop)), Answered::NothingToDo);
    assert!(said(&shop, id).is_empty());
    assert_eq!(shop.listed(InboxFilter::NeedsOwner)[0].needs_owner_reason.as_deref(), Some("opted_out"));
}

/// Panics at the word "panic".
struct Fragile(Scripted);

impl Turns for Fragile {
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        assert!(!input.messages.iter().any(|message| message.body.contains("panic")), "as the message says");
        self.0.run(input, knowledge)
    }
}

#[test]
fn turns_that_are_worked_out_together_end_each_by_itself() {
    let shop = Fixture::new();
    let mut ids = Vec::new();
    for (sid, from, body) in
        [("SM1", "+15550101", "hi"), ("SM2", "+15550102", "panic"), ("SM3", "+15550103", "yo")]
    {
        ids.push(shop.receive(inbound_from(sid, from, body)).1);
    }
    shop.advance(16);
    let jobs = shop.claim(JobKind::AnswerConversation);
    assert_eq!(jobs.len(), 3);
    let (ended, told) = std::sync::mpsc::channel();
    let open = jobs.into_iter().map(OpenTurn::new).collect();
    let asks = |_: OpenTurn, _: Asking| panic!("there is no model");
    answer_all(&shop.database, &Fragile(Scripted::echo()), &shop.lease, open, asks, move |job, answered| {
        ended.send((job.id, answered.expect("kept"))).expect("told");
    });
    let outcomes: Vec<_> = told.iter().map(|(_, answered)| matches!(answered, Answered::Done(_))).collect();
    assert_eq!(outcomes, [true, false, true]);
    let words: Vec<_> = ids.iter().map(|id| said(&shop, *id)).collect();
    assert_eq!(words, [vec!["You said: hi".to_owned()], vec![], vec!["You said: yo".to_owned()]]);
}

/// Looks for the same thing in every turn.
struct Searching {
    said: Scripted,
    searcher: Searcher,
}

impl Turns for Searching {
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        let query = agent::ProductQuery { words: vec!["sweater".into()], limit: 5, ..Default::default() };
        knowledge.search_products(&query)?;
        self.said.run(input, knowledge)
    }

    fn searcher(&self) -> Option<&Searcher> {
        Some(&self.searcher)
    }
}

#[test]
fn a_turn_that_is_worked_out_again_does_not_search_again() {
    let shop = Fixture::new();
    let model = Arc::new(WordsModel::with_synonyms(&[]));
    let meaning = Arc::new(Meaning::new(model, Arc::new(AllVectors::default())));
    // It counts once the whole catalog was looked at: the second look says that nothing is left.
    let mut learner = Learner::new(Arc::clone(&meaning));
    assert_eq!([shop.read(|c| learner.look(c)), shop.read(|c| learner.look(c))], [0, 0]);
    let turns = Searching { said: Scripted::echo(), searcher: Searcher::default() };
    turns.searcher.set_meaning(Arc::clone(&meaning));
    let (_, id) = shop.receive(inbound("SM1", "a sweater?"));
    let work_out = |so_far: &SoFar| {
        assert!(shop.read(|c| plan(c, &turns, id, START, so_far)).is_some());
        meaning.questions()
    };
    let so_far = SoFar::default();
    assert_eq!([work_out(&so_far), work_out(&so_far), work_out(&so_far)], [1, 1, 1]);
    assert_eq!(work_out(&SoFar::default()), 2);
}

#[test]
fn the_built_in_planner_answers_and_its_steps_are_kept() {
    let shop = Fixture::new();
    let ticks = AtomicUsize::new(0);
    let stopwatch = move || Duration::from_micros(ticks.fetch_add(1, Ordering::SeqCst) as u64);
    let (_, id) = shop.receive(inbound("SM1", "I want to talk to a real person please"));
    let Answered::Done(run_id) = answer_it(&shop, &builtin(stopwatch), &due(&shop)) else { panic!("a run") };
    let detail = shop.read(|c| runs::get(c, run_id));
    assert_eq!((detail.run.planner.as_str(), detail.run.outcome.as_str()), ("builtin", "handed_off"));
    assert_eq!(detail.run.handoff_reason.as_deref(), Some("asks_for_human"));
    assert!(detail.steps.len() >= 3 && detail.run.duration_us > 0);
    assert_eq!(said(&shop, id).len(), 1);
    assert_eq!(shop.listed(InboxFilter::NeedsOwner).len(), 1);
}
