use super::testing::{Behaviour, FakeSender};
use super::*;
use crate::conversations::{
    self, InboundMessage, InboxFilter, StatusApplied, StatusUpdate, apply_status, message,
};
use crate::fixture::Fixture;
use crate::jobs::JobKind;

const GRACE: Duration = Duration::from_secs(60);

struct Out {
    shop: Fixture,
    sender: FakeSender,
    conversation_id: Id<Conversation>,
    runtime: tokio::runtime::Runtime,
}

fn out() -> Out {
    let shop = Fixture::new();
    let (_, conversation_id) = shop.receive(InboundMessage::for_test("SM1", "hi"));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).build().expect("runtime");
    Out { shop, sender: FakeSender::default(), conversation_id, runtime }
}

impl Out {
    fn queue(&self, parts: &[&str]) -> Vec<Id<Message>> {
        let conversation_id = self.conversation_id;
        let parts = parts.iter().map(ToString::to_string).collect();
        self.shop
            .write(move |tx| {
                queue_reply(tx, &NewReply { conversation_id, author: Author::Agent, parts, run_id: None })
            })
            .expect("queue")
    }

    fn deliver(&self, job: &ClaimedJob) -> Delivered {
        self.runtime
            .block_on(deliver(&self.shop.database, &self.sender, &self.shop.lease, job, GRACE))
            .expect("deliver")
    }

    /// Works off everything that is due.
    fn work(&self) -> Vec<Delivered> {
        let mut done = Vec::new();
        loop {
            let jobs = self.shop.claim(JobKind::SendMessage);
            if jobs.is_empty() {
                return done;
            }
            done.extend(jobs.iter().map(|job| self.deliver(job)));
        }
    }

    fn status(&self, id: Id<Message>) -> (MessageStatus, Option<String>) {
        let stored = self.shop.read(|c| message(c, id)).message;
        (stored.status, stored.error_code)
    }

    fn bodies(&self) -> Vec<String> {
        self.sender.taken().into_iter().map(|m| m.body).collect()
    }

    /// Another process takes over after a kill.
    fn crash(&mut self) {
        self.shop.lease = Lease::new(format!("{}'", self.shop.lease.name()));
        let lease = self.shop.lease.clone();
        self.shop.write(move |tx| jobs::recover(tx, &lease)).expect("recover");
    }
}

#[test]
fn parts_are_sent_in_order_each_once() {
    let out = out();
    let ids = out.queue(&["one", "two", "three"]);
    let more = out.queue(&["four"]);
    assert_eq!(out.shop.claim(JobKind::SendMessage).len(), 1, "one at a time");
    let mut out = out;
    out.crash();
    assert_eq!(out.work(), [Delivered::Tried; 4]);
    assert_eq!(out.bodies(), ["one", "two", "three", "four"]);
    assert_eq!(out.status(more[0]).0, MessageStatus::Sending);
    let first = out.sender.taken().remove(0);
    assert_eq!((first.message_id, first.to.as_str()), (ids[0], conversations::testing::CUSTOMER));
    assert_eq!(first.from, conversations::testing::SHOP);
}

#[test]
fn a_part_waits_for_the_one_before_and_a_refused_one_lets_the_next_go() {
    let out = out();
    let ids = out.queue(&["one", "two"]);
    out.sender.expect(Behaviour::Answer(SendOutcome::NotSent {
        detail: "no network".into(),
        retry_after: Some(Duration::from_secs(30)),
    }));
    out.sender.expect(Behaviour::Answer(SendOutcome::Refused { code: "63024".into(), detail: "no".into() }));
    assert_eq!(out.work(), [Delivered::Tried]);
    assert_eq!(out.status(ids[0]).0, MessageStatus::Queued);
    assert!(out.bodies().is_empty());
    out.shop.advance(60);
    assert_eq!(out.work(), [Delivered::Tried, Delivered::Tried]);
    assert_eq!(out.status(ids[0]), (MessageStatus::Failed, Some("63024".into())));
    assert_eq!(out.bodies(), ["two"]);
    let listed = out.shop.listed(InboxFilter::NeedsOwner);
    assert_eq!(listed[0].needs_owner_reason.as_deref(), Some("message_failed"));
}

#[test]
fn the_gate_refuses_and_says_so() {
    type Before = fn(&Out);
    let cases: [(&str, Before, Option<Code>); 4] = [
        ("within the window", |out| out.shop.advance(86_400), None),
        ("after the window", |out| out.shop.advance(86_401), Some(Code::WindowClosed)),
        (
            "opted out",
            |out| {
                out.shop.receive(InboundMessage::for_test("SM2", "STOP"));
            },
            Some(Code::OptedOut),
        ),
        (
            "opted in again",
            |out| {
                out.shop.receive(InboundMessage::for_test("SM2", "STOP"));
                out.shop.receive(InboundMessage::for_test("SM3", "START"));
            },
            None,
        ),
    ];
    for (name, before, refused) in cases {
        let out = out();
        before(&out);
        let ids = out.queue(&["hello"]);
        let done = out.work();
        match refused {
            None => assert_eq!(done, [Delivered::Tried], "{name}"),
            Some(code) => {
                assert_eq!(done, [Delivered::Refused(code)], "{name}");
                assert_eq!(out.status(ids[0]), (MessageStatus::Failed, Some(code.to_string())), "{name}");
                assert_eq!(out.shop.listed(InboxFilter::NeedsOwner).len(), 1, "{name}");
                assert!(out.bodies().is_empty(), "{name}");
            }
        }
    }
}

#[test]
fn an_unknown_end_is_looked_up_and_adopted() {
    let out = out();
    let ids = out.queue(&["hello"]);
    out.sender.expect(Behaviour::AcceptAndLoseAnswer);
    assert_eq!(out.work(), [Delivered::Tried]);
    out.shop.advance(600);
    assert_eq!(out.work(), [Delivered::AlreadySent]);
    assert_eq!((out.bodies().len(), out.sender.lookups()), (1, 1));
    let stored = out.shop.read(|c| message(c, ids[0])).message;
    assert_eq!((stored.status, stored.provider_id.as_deref()), (MessageStatus::Sent, Some("SMFAKE0001")));
    assert!(out.work().is_empty());
}

#[test]
fn an_unknown_end_that_never_arrived_is_sent_again_after_the_grace() {
    let out = out();
    out.queue(&["hello"]);
    out.sender.expect(Behaviour::Answer(SendOutcome::Unknown { detail: "broken".into() }));
    assert_eq!(out.work(), [Delivered::Tried]);
    out.shop.advance(30);
    let again = out.shop.claim_one(JobKind::SendMessage);
    assert!(matches!(out.deliver(&again), Delivered::Later(_)), "the list may lag");
    assert_eq!(out.shop.due_in(JobKind::SendMessage), Some(30));
    out.shop.advance(30);
    assert_eq!(out.work(), [Delivered::Tried]);
    assert_eq!((out.bodies().len(), out.sender.lookups()), (1, 2));
}

#[test]
fn killed_between_the_network_and_the_record() {
    // What the other process had done when it was killed, and how often the provider gets the message in all.
    type Until = fn(&Out, &OutboundMessage);
    let report: Until = |out, message| {
        out.runtime.block_on(out.sender.send(message));
        let id = message.message_id;
        let update = StatusUpdate {
            message_id: Some(id),
            ..StatusUpdate::for_test("SMFAKE0001", MessageStatus::Delivered)
        };
        let applied = out.shop.write(move |tx| apply_status(tx, &update)).expect("apply");
        assert_eq!(applied, StatusApplied::Changed(id));
    };
    let cases: [(&str, Until, MessageStatus); 3] = [
        ("before it was handed over", |_, _| {}, MessageStatus::Sending),
        (
            "after it was handed over",
            |out, message| {
                out.runtime.block_on(out.sender.send(message));
            },
            MessageStatus::Sent,
        ),
        ("after its delivery was reported", report, MessageStatus::Delivered),
    ];
    for (name, until, status) in cases {
        let mut out = out();
        let ids = out.queue(&["hello"]);
        let job = out.shop.claim_one(JobKind::SendMessage);
        let decision = out.shop.run(&job, begin_send).expect("begin");
        let SendDecision::Send(message) = decision else { panic!("{name}: {decision:?}") };
        until(&out, &message);
        out.crash();
        out.shop.advance(3600);
        out.work();
        assert_eq!(out.bodies(), ["hello"], "{name}");
        assert_eq!(out.status(ids[0]).0, status, "{name}");
        let late = SendOutcome::Accepted { provider_id: "SM7".into(), status: MessageStatus::Sent };
        let error = out
            .shop
            .run(&job, move |tx, lease, job| finish_send(tx, lease, job, &message, &late))
            .expect_err("gone");
        assert_eq!(error.code, Code::Conflict, "{name}");
    }
}

#[test]
fn a_report_that_overtakes_the_answer_stands() {
    let out = out();
    let ids = out.queue(&["hello"]);
    let job = out.shop.claim_one(JobKind::SendMessage);
    let SendDecision::Send(sending) = out.shop.run(&job, begin_send).expect("begin") else { panic!("send") };
    let id = ids[0];
    let update =
        StatusUpdate { message_id: Some(id), ..StatusUpdate::for_test("SM1000", MessageStatus::Delivered) };
    out.shop.write(move |tx| apply_status(tx, &update)).expect("apply");
    let outcome = SendOutcome::Accepted { provider_id: "SM1000".into(), status: MessageStatus::Queued };
    out.shop
        .run(&job, move |tx, lease, job| finish_send(tx, lease, job, &sending, &outcome))
        .expect("finish");
    assert_eq!(out.status(id).0, MessageStatus::Delivered);
    assert!(out.work().is_empty());
}

#[test]
fn recovery_gives_every_unsent_message_its_job_back() {
    let mut out = out();
    out.queue(&["hello"]);
    let job = out.shop.claim_one(JobKind::SendMessage);
    // A job that got lost, as a discarded one would be.
    out.shop.run(&job, jobs::complete).expect("gone");
    out.crash();
    assert_eq!(out.work(), [Delivered::Tried]);
    assert_eq!(out.bodies(), ["hello"]);
}

#[test]
fn a_provider_that_gives_one_id_twice_gets_no_message_twice() {
    let out = out();
    let again = SendOutcome::Accepted { provider_id: "SM1".into(), status: MessageStatus::Queued };
    out.sender.expect(Behaviour::Answer(again));
    // "SM1" is the customer's own message.
    let ids = out.queue(&["one", "two"]);
    assert_eq!(out.work(), [Delivered::Tried, Delivered::Tried]);
    assert_eq!(out.status(ids[0]), (MessageStatus::Sent, None));
    assert_eq!(out.bodies(), ["two"]);
}

#[test]
fn a_late_report_on_the_first_try_does_not_pass_for_the_second() {
    let out = out();
    let id = out.queue(&["hello"])[0];
    out.work();
    let failed = StatusUpdate {
        message_id: Some(id),
        ..StatusUpdate::for_test("SMFAKE0001", MessageStatus::Undelivered)
    };
    let first = failed.clone();
    out.shop.write(move |tx| apply_status(tx, &first)).expect("apply");
    out.shop.write(move |tx| retry(tx, id)).expect("retry");
    let applied = out.shop.write(move |tx| apply_status(tx, &failed)).expect("apply");
    assert_eq!(applied, StatusApplied::Unknown);
    assert_eq!(out.work(), [Delivered::Tried]);
    assert_eq!(out.bodies(), ["hello", "hello"]);
    assert_eq!(out.status(id), (MessageStatus::Sending, None));
}

#[test]
fn a_dead_job_fails_its_message_and_lets_the_next_go() {
    let out = out();
    let ids = out.queue(&["one", "two"]);
    loop {
        let jobs = out.shop.claim(JobKind::SendMessage);
        let Some(job) = jobs.first() else { break };
        if job.work == (Work::SendMessage { message_id: ids[1] }) {
            out.deliver(job);
            break;
        }
        out.shop
            .run(job, |tx, lease, job| jobs::fail(tx, lease, job, &Failure::lasting("broken")))
            .expect("fail");
        out.shop.advance(600);
    }
    assert_eq!(out.status(ids[0]), (MessageStatus::Failed, Some("channel_unavailable".into())));
    assert_eq!(out.bodies(), ["two"]);

    let dead = out.shop.read(|c| jobs::list(c, jobs::JobState::Dead, None, 9)).remove(0).id;
    out.shop.write(move |tx| jobs::retry(tx, dead)).expect("retry");
    assert_eq!(out.status(ids[0]), (MessageStatus::Queued, None));
    assert_eq!(out.work(), [Delivered::Tried]);
    assert_eq!(out.bodies(), ["two", "one"], "the owner wanted it sent after all");
}
