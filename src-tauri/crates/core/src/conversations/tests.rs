use super::*;
use crate::contacts;
use crate::error::{Code, Result};
use crate::event::EventKind;
use crate::fixture::{Fixture, START};
use crate::jobs::{self, JobKind, Work};
use crate::page::PageRequest;

mod lists;
mod reports;

fn inbound(id: &str, body: &str) -> InboundMessage {
    InboundMessage::for_test(id, body)
}

#[test]
fn a_first_message_makes_contact_conversation_message_event_and_job() {
    let shop = Fixture::new();
    let mut events = shop.database.subscribe();
    let mut extra = serde_json::Map::new();
    extra.insert("WaId".into(), "15550100123".into());
    let (message_id, id) = shop.receive(InboundMessage {
        from_address: "whatsapp:+1 555 010 0123".into(),
        provider_time: Some(START.minus(Duration::from_secs(30))),
        extra: extra.clone(),
        ..inbound("SM1", "Where is\nmy order?")
    });
    let listed = shop.conversation(id);
    assert_eq!(listed.contact_name, "Ada Example");
    assert_eq!(listed.address, testing::CUSTOMER);
    assert_eq!((listed.unread_count, listed.handler), (1, Handler::Agent));
    assert_eq!(listed.last_preview, "Where is my order?");
    assert_eq!(listed.last_inbound_at, Some(START.minus(Duration::from_secs(30))));
    assert_eq!(listed.window_closes_at, Some(START.minus(Duration::from_secs(30)).plus(REPLY_WINDOW)));
    assert!(listed.is_awaiting_answer);
    let stored = shop.read(|c| message(c, message_id)).message;
    assert_eq!(stored.body, "Where is\nmy order?");
    assert_eq!((stored.status, stored.author), (MessageStatus::Received, Author::Customer));
    assert_eq!(stored.extra, extra);
    let kinds: Vec<_> = std::iter::from_fn(|| events.try_recv().ok()).map(|e| e.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == EventKind::MessageReceived).count(), 1);
    assert_eq!(shop.due_in(JobKind::AnswerConversation), Some(4));
    shop.advance(4);
    let job = shop.claim_one(JobKind::AnswerConversation);
    assert_eq!(job.work, Work::AnswerConversation { conversation_id: id });
}

#[test]
fn the_same_message_counts_once_however_it_comes() {
    let shop = Fixture::new();
    let first = shop.receive(inbound("SM1", "hello"));
    for source in [Source::Webhook, Source::Poll, Source::Poll] {
        let again = inbound("SM1", "hello").by(source);
        let received = shop.write(move |tx| receive_inbound(tx, &again)).expect("receive");
        assert_eq!(received, Received::Duplicate { message_id: first.0, conversation_id: first.1 });
    }
    assert_eq!(shop.conversation(first.1).unread_count, 1);
    // The first, the repeated webhook and the first sight by the poller; its second sight tells nothing new.
    assert_eq!(shop.read(crate::store::deliveries::tests_outcomes), ["stored", "duplicate", "duplicate"]);
}

#[test]
fn a_burst_is_one_turn_and_its_wait_is_capped() {
    let shop = Fixture::new();
    let (first, id) = shop.receive(inbound("SM0", "hi"));
    for i in 1..=8 {
        shop.advance(3);
        let (_, same) = shop.receive(inbound(&format!("SM{i}"), "and"));
        assert_eq!(same, id);
        let elapsed = 3 * i;
        assert_eq!(
            shop.due_in(JobKind::AnswerConversation),
            Some((4).min(16 - elapsed)),
            "after {elapsed} s"
        );
    }
    assert_eq!(shop.claim(JobKind::AnswerConversation).len(), 1);
    let standing = shop.read(|c| crate::store::conversations::standing_of(c, id)).expect("there");
    assert_eq!(standing.awaiting_since, Some(first));
}

#[test]
fn many_in_one_write_and_an_address_that_is_none() {
    let shop = Fixture::new();
    let page: Vec<_> = (0..50)
        .map(|i| inbound(&format!("SM{i}"), "hi").from(&format!("+1555010{i:04}")).by(Source::Poll))
        .collect();
    let twice: Vec<_> = page.iter().chain(&page).cloned().collect();
    let received = shop.write(move |tx| receive_all(tx, &twice)).expect("receive");
    assert_eq!(received.iter().filter(|r| matches!(r, Received::New { .. })).count(), 50);
    assert_eq!(shop.listed(InboxFilter::All).len(), 50);

    let odd = inbound("SM99", "hi").from("nobody");
    let error = shop.write(move |tx| receive_inbound(tx, &odd)).expect_err("refused");
    assert_eq!(error.code, Code::Invalid);
    for _ in 0..2 {
        let page = vec![
            inbound("SM98", "hi").from("nobody").by(Source::Poll),
            inbound("SM97", "hi").by(Source::Poll),
        ];
        assert_eq!(shop.write(move |tx| receive_all(tx, &page)).expect("the others").len(), 1);
    }
    let unreadable =
        |outcomes: Vec<String>| outcomes.iter().filter(|outcome| *outcome == "unreadable").count();
    assert_eq!(unreadable(shop.read(crate::store::deliveries::tests_outcomes)), 1);
    let raw = RawDelivery { content_type: None, bytes: vec![0xff, 0xfe] };
    shop.write(move |tx| record_unreadable_delivery(tx, Provider::Twilio, Source::Webhook, &raw))
        .expect("kept");
    assert_eq!(unreadable(shop.read(crate::store::deliveries::tests_outcomes)), 2);
}

#[test]
fn media_are_fetched_later_and_kept_once() {
    let shop = Fixture::new();
    let media = |n: u8| InboundMedia {
        url: format!("https://media.example/{n}"),
        declared_type: Some("image/jpeg".into()),
    };
    let (message_id, id) = shop.receive(InboundMessage {
        body: String::new(),
        media: vec![media(0), media(1), media(2)],
        ..inbound("MM1", "")
    });
    let jobs = shop.claim(JobKind::FetchMedia);
    assert_eq!(jobs.len(), 3);
    let ids: Vec<_> = jobs
        .iter()
        .map(|job| match job.work {
            Work::FetchMedia { attachment_id } => attachment_id,
            _ => panic!("{job:?}"),
        })
        .collect();
    let pending = shop.read(|c| pending_media(c, ids[1])).expect("pending");
    assert_eq!((pending.message_id, pending.url.as_str()), (message_id, "https://media.example/1"));
    let [a, b, c] = ids[..] else { panic!("three") };
    for repeat in 0..2 {
        shop.write(move |tx| media_stored(tx, a, "image/png", b"picture", &[])).expect("store");
        shop.write(move |tx| media_stored(tx, b, "image/png", b"picture", &[])).expect("store");
        shop.write(move |tx| media_failed(tx, c, true, "Too large.")).expect("refuse");
        // What is settled stays.
        shop.write(move |tx| media_failed(tx, a, false, "late")).expect("ignored");
        let thread = shop.read(|c| thread(c, id, None, 10));
        let states: Vec<_> = thread.messages[0].attachments.iter().map(|a| a.state).collect();
        assert_eq!(
            states,
            [AttachmentState::Stored, AttachmentState::Stored, AttachmentState::Refused],
            "{repeat}"
        );
    }
    let (media_type, bytes) = shop.read(|c| attachment_content(c, b));
    assert_eq!((media_type.as_str(), bytes.as_slice()), ("image/png", &b"picture"[..]));
    assert!(shop.read(|c| pending_media(c, a)).is_none());
}

#[test]
fn stop_and_start_are_recorded_with_their_proof_and_not_answered() {
    let shop = Fixture::new();
    let standing = |id| shop.read(|c| crate::store::conversations::standing_of(c, id)).expect("there");
    let consent = |id| {
        let identity = standing(id).identity_id;
        shop.read(|c| contacts::consent(c, identity, contacts::Purpose::Service))
    };
    let (_, id) = shop.receive(inbound("SM1", "yes"));
    assert!(consent(id).is_none(), "a yes is no consent for who never stopped");
    shop.write(move |tx| crate::store::conversations::set_dialogue(tx, id, r#"{"pending":{"a":1}}"#, true))
        .expect("ask");
    shop.receive(inbound("SM2", "cancel"));
    assert!(consent(id).is_none(), "an answer to a question");
    shop.receive(inbound("SM2a", "STOP"));
    assert!(!consent(id).expect("recorded").granted, "no question makes an answer of this");
    shop.advance(1);
    shop.receive(inbound("SM2b", "start"));
    shop.write(move |tx| crate::store::conversations::set_dialogue(tx, id, "{}", true))
        .expect("asked nothing");
    shop.advance(60);
    for job in shop.claim(JobKind::AnswerConversation) {
        shop.run(&job, jobs::complete).expect("done");
    }
    shop.advance(1);
    let (proof, _) = shop.receive(inbound("SM3", "Stop."));
    let stopped = consent(id).expect("recorded");
    assert_eq!((stopped.granted, stopped.message_id), (false, Some(proof)));
    assert_eq!(shop.due_in(JobKind::AnswerConversation), None);
    assert!(standing(id).awaiting_since.is_none());
    shop.advance(1);
    shop.receive(inbound("SM4", "START"));
    assert!(consent(id).expect("recorded").granted);
}

#[test]
fn the_owner_takes_over_replies_and_hands_back() {
    let shop = Fixture::new();
    let (_, id) = shop.receive(inbound("SM1", "hello?"));
    shop.write(move |tx| take_over(tx, id)).expect("take over");
    assert_eq!(shop.conversation(id).handler, Handler::Owner);
    shop.advance(60);
    for job in shop.claim(JobKind::AnswerConversation) {
        shop.run(&job, jobs::complete).expect("done");
    }
    shop.receive(inbound("SM2", "anybody?"));
    assert_eq!(shop.due_in(JobKind::AnswerConversation), None, "the owner's conversation starts no turn");
    shop.write(move |tx| hand_back(tx, id)).expect("hand back");
    assert_eq!(shop.due_in(JobKind::AnswerConversation), Some(4), "what waits is answered");

    let empty = shop.write(move |tx| reply_as_owner(tx, id, vec![" ".into()])).expect_err("empty");
    assert_eq!(empty.code, Code::Invalid);
    let ids = shop.write(move |tx| reply_as_owner(tx, id, vec!["Here I am.".into()])).expect("reply");
    let listed = shop.conversation(id);
    assert_eq!((listed.handler, listed.unread_count), (Handler::Owner, 0));
    assert_eq!((listed.last_preview.as_str(), listed.last_direction), ("Here I am.", Direction::Outbound));
    assert!(!listed.is_awaiting_answer);
    let sent = shop.read(|c| message(c, ids[0])).message;
    assert_eq!((sent.author, sent.status), (Author::Owner, MessageStatus::Queued));
    assert_eq!(shop.claim_one(JobKind::SendMessage).work, Work::SendMessage { message_id: ids[0] });
}

#[test]
fn closing_and_the_next_message_opens_it_for_the_agent() {
    let shop = Fixture::new();
    let (_, id) = shop.receive(inbound("SM1", "thanks"));
    shop.write(move |tx| take_over(tx, id)).expect("take over");
    shop.write(move |tx| close(tx, id)).expect("close");
    assert_eq!(shop.listed(InboxFilter::Closed).len(), 1);
    assert!(shop.listed(InboxFilter::Owner).is_empty());
    shop.write(move |tx| reopen(tx, id)).expect("reopen");
    shop.write(move |tx| close(tx, id)).expect("close");
    shop.receive(inbound("SM2", "one more thing"));
    assert_eq!(shop.listed(InboxFilter::Agent).len(), 1);
    assert_eq!(shop.conversation(id).unread_count, 1);
    shop.write(move |tx| mark_read(tx, id)).expect("read");
    assert_eq!(shop.read(counts).unread_messages, 0);

    let nobody: Id<Conversation> = Id::from_uuid(uuid::Uuid::nil());
    type Act = fn(&mut crate::WriteTx<'_>, Id<Conversation>) -> Result<()>;
    for act in [take_over as Act, hand_back, mark_read, close, reopen] {
        assert_eq!(shop.write(move |tx| act(tx, nobody)).expect_err("nobody").code, Code::NotFound);
    }
}

#[test]
fn a_handoff_is_whole() {
    let shop = Fixture::new();
    let (_, id) = shop.receive(inbound("SM1", "This is outrageous"));
    let (complaint_id, messages) = shop
        .write(move |tx| {
            hand_off(
                tx,
                &Handoff {
                    conversation_id: id,
                    reason: "complaint".into(),
                    summary: "Angry about a parcel".into(),
                    parts: vec!["I am passing this on.".into()],
                    order_id: None,
                    take: true,
                    run_id: None,
                },
            )
        })
        .expect("hand off");
    assert_eq!(messages.len(), 1);
    let listed = shop.conversation(id);
    assert_eq!((listed.handler, listed.needs_owner), (Handler::Owner, true));
    assert_eq!(listed.needs_owner_reason.as_deref(), Some("complaint"));
    assert_eq!(
        shop.claim_one(JobKind::NotifyOwner).work,
        Work::NotifyOwner { complaint_id, conversation_id: id }
    );
    let complaint = shop.read(|c| crate::complaints::get(c, complaint_id));
    assert_eq!(complaint.summary, "Angry about a parcel");
    assert_eq!(shop.read(crate::complaints::open_count), 1);
    let version = complaint.version;
    let resolve = move |tx: &mut crate::WriteTx<'_>| {
        let status = crate::complaints::ComplaintStatus::Resolved;
        crate::complaints::update(tx, complaint_id, status, Some("Sent again"), Some(version))
    };
    let resolved = shop.write(resolve).expect("resolve");
    assert_eq!((resolved.resolution.as_str(), resolved.resolved_at), ("Sent again", Some(START)));
    assert_eq!(shop.write(resolve).expect_err("stale").code, Code::Conflict);
    assert_eq!(shop.read(crate::complaints::open_count), 0);
    shop.write(move |tx| hand_back(tx, id)).expect("hand back");
    assert!(!shop.conversation(id).needs_owner);
}
