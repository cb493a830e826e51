//! Sending through the outbox over real HTTP: once, whatever happens on the line.

use std::time::Duration;

use haberdash_core::Clock as _;
use haberdash_core::Id;
use haberdash_core::conversations::{self, Author};
use haberdash_core::id::Conversation;
use haberdash_core::jobs::{self, JobKind, Lease};
use haberdash_core::outbox::{self, NewReply};
use haberdash_server::channels::twilio::config::ChannelState;
use haberdash_server::channels::twilio::sender::TwilioSender;
use haberdash_tests::twilio::{Fault, Inbound, Scope, Status};

use crate::channel::{CUSTOMER, ShopChannel};

/// How long Twilio's list may lag behind what it took.
const GRACE: Duration = Duration::from_secs(60);

async fn conversation(shop: &ShopChannel) -> Id<Conversation> {
    // Twilio's own window rule wants the customer's message, too.
    shop.twilio.hold(Inbound::new(CUSTOMER, "hello").untold());
    shop.customer_wrote("SMfirst", "hello").await
}

async fn queue(shop: &ShopChannel, conversation_id: Id<Conversation>, parts: &[&str]) {
    let reply = NewReply {
        conversation_id,
        author: Author::Owner,
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
        run_id: None,
    };
    shop.database.write(move |tx| outbox::queue_reply(tx, &reply)).await.expect("queued");
}

/// Runs every send job that is due, as the worker would, until none is due. Returns how many ran.
async fn run_due(shop: &ShopChannel) -> usize {
    let sender = TwilioSender::new(shop.client.clone(), shop.database.clone());
    let lease = Lease::new("test");
    let mut ran = 0;
    loop {
        let claimed = {
            let lease = lease.clone();
            shop.database
                .write(move |tx| jobs::claim(tx, &lease, &[(JobKind::SendMessage, 1)]))
                .await
                .expect("claimed")
        };
        let Some(job) = claimed.into_iter().next() else { return ran };
        outbox::deliver(&shop.database, &sender, &lease, &job, GRACE).await.expect("recorded");
        ran += 1;
    }
}

fn statuses(shop: &ShopChannel) -> Vec<String> {
    shop.texts("SELECT status FROM messages WHERE direction = 'outbound' ORDER BY id")
}

#[tokio::test]
async fn replies_go_out_in_order_and_their_ticks_come_back() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    queue(&shop, conversation, &["first", "second", "third"]).await;
    run_due(&shop).await;
    let sent = shop.twilio.sent();
    let bodies: Vec<_> = sent.iter().map(|message| message.body.as_str()).collect();
    assert_eq!(bodies, ["first", "second", "third"]);
    assert_eq!(statuses(&shop), ["sending"; 3]);
    let callback = sent[0].status_callback.clone().expect("a callback");
    assert!(callback.starts_with("https://shop.example/webhooks/twilio/status?message=msg_"), "{callback}");
    for status in [Status::Queued, Status::Sent, Status::Delivered, Status::Read] {
        let delivery = shop.twilio.report(&sent[0].sid, status, None).await.expect("told");
        assert_eq!(delivery.status, Some(200));
    }
    assert_eq!(statuses(&shop), ["read", "sending", "sending"]);
    // Out of order and repeated: nothing goes back.
    for status in [Status::Delivered, Status::Sent, Status::Read, Status::Delivered] {
        shop.twilio.report(&sent[0].sid, status, None).await;
    }
    shop.twilio.report(&sent[1].sid, Status::Delivered, None).await;
    shop.twilio.report(&sent[1].sid, Status::Sent, None).await;
    shop.twilio.report(&sent[2].sid, Status::Undelivered, Some(63024)).await;
    assert_eq!(statuses(&shop), ["read", "delivered", "undelivered"]);
    assert_eq!(shop.texts("SELECT error_code FROM messages WHERE error_code IS NOT NULL"), ["63024"]);
    assert_eq!(
        shop.count("SELECT count(*) FROM jobs WHERE kind = 'answer_conversation'"),
        1,
        "ticks start no turn"
    );
}

#[tokio::test]
async fn a_line_cut_after_acceptance_sends_nothing_twice() {
    for fault in [Fault::CloseAfterProcessing, Fault::Garbage] {
        let shop = ShopChannel::open().await;
        let conversation = conversation(&shop).await;
        queue(&shop, conversation, &["only once"]).await;
        shop.twilio.fail_next(Scope::Send, fault.clone(), 1);
        run_due(&shop).await;
        assert_eq!(shop.texts("SELECT outcome FROM send_attempts"), ["unknown"], "{fault:?}");
        shop.clock.advance(Duration::from_secs(600));
        run_due(&shop).await;
        let sent = shop.twilio.sent();
        assert_eq!(sent.len(), 1, "{fault:?}");
        assert_eq!(
            shop.texts("SELECT provider_id FROM messages WHERE direction = 'outbound'"),
            [sent[0].sid.clone()]
        );
        assert_eq!(shop.count("SELECT count(*) FROM jobs WHERE kind = 'send_message'"), 0);
    }
}

#[tokio::test]
async fn a_report_that_overtakes_the_lost_answer_settles_the_message() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    queue(&shop, conversation, &["only once"]).await;
    shop.twilio.fail_next(Scope::Send, Fault::CloseAfterProcessing, 1);
    run_due(&shop).await;
    let sent = shop.twilio.sent();
    shop.twilio.report(&sent[0].sid, Status::Delivered, None).await;
    assert_eq!(statuses(&shop), ["delivered"]);
    shop.clock.advance(Duration::from_secs(600));
    run_due(&shop).await;
    assert_eq!(shop.twilio.sent().len(), 1);
    assert_eq!(statuses(&shop), ["delivered"]);
}

#[tokio::test]
async fn a_line_cut_before_acceptance_sends_once_after_the_lookup() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    queue(&shop, conversation, &["only once"]).await;
    shop.twilio.fail_next(Scope::Send, Fault::CloseBeforeProcessing, 1);
    run_due(&shop).await;
    assert_eq!(shop.twilio.sent().len(), 0);
    // Not before the list can be trusted.
    shop.clock.advance(Duration::from_secs(30));
    run_due(&shop).await;
    assert_eq!(shop.twilio.sent().len(), 0);
    shop.clock.advance(Duration::from_secs(600));
    run_due(&shop).await;
    assert_eq!(shop.twilio.sent().len(), 1);
    assert_eq!(statuses(&shop), ["sending"]);
}

#[tokio::test]
async fn the_same_words_twice_are_two_messages_even_when_both_answers_are_lost() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    queue(&shop, conversation, &["Yes!", "Yes!"]).await;
    shop.twilio.fail_next(Scope::Send, Fault::CloseAfterProcessing, 2);
    for _ in 0..6 {
        run_due(&shop).await;
        shop.clock.advance(Duration::from_secs(600));
    }
    let mut sids: Vec<_> = shop.twilio.sent().into_iter().map(|message| message.sid).collect();
    let mut known = shop.texts("SELECT provider_id FROM messages WHERE direction = 'outbound'");
    sids.sort_unstable();
    known.sort_unstable();
    assert_eq!(known, sids);
    assert_eq!(known.len(), 2);
}

#[tokio::test]
async fn a_wrong_clock_does_not_send_twice() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    // The laptop is five hours ahead of Twilio, which the simulator shares: it is set back for Twilio's part.
    queue(&shop, conversation, &["only once"]).await;
    shop.clock.advance(Duration::from_secs(5 * 3600));
    let wrong = shop.clock.now();
    shop.twilio.fail_next(Scope::Send, Fault::CloseAfterProcessing, 1);
    run_due(&shop).await;
    shop.twilio.shift_dates(Duration::from_secs(5 * 3600));
    shop.clock.set(wrong.plus(Duration::from_secs(600)));
    run_due(&shop).await;
    assert_eq!(shop.twilio.sent().len(), 1);
    assert_eq!(
        shop.count("SELECT count(*) FROM messages WHERE provider_id IS NOT NULL AND direction = 'outbound'"),
        1
    );
}

#[tokio::test]
async fn refused_credentials_keep_the_message_and_tell_the_owner() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    queue(&shop, conversation, &["patience"]).await;
    shop.twilio.fail_next(Scope::Send, Fault::Unauthorized, 1);
    run_due(&shop).await;
    assert_eq!(statuses(&shop), ["queued"]);
    assert_eq!(shop.connection.health().state, ChannelState::Unauthorized);
    let told = shop.texts("SELECT payload FROM domain_events WHERE kind = 'channel.state'");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("unauthorized"), "{}", told[0]);
    shop.clock.advance(Duration::from_secs(600));
    run_due(&shop).await;
    assert_eq!(shop.twilio.sent().len(), 1);
    assert_eq!(shop.connection.health().state, ChannelState::Connected);
}

#[tokio::test]
async fn slow_down_is_obeyed() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    queue(&shop, conversation, &["patience"]).await;
    shop.twilio.fail_next(Scope::Send, Fault::RateLimited { retry_after: Some(100) }, 1);
    run_due(&shop).await;
    shop.clock.advance(Duration::from_secs(99));
    assert_eq!(run_due(&shop).await, 0);
    shop.clock.advance(Duration::from_secs(60));
    run_due(&shop).await;
    assert_eq!(shop.twilio.sent().len(), 1);
}

#[tokio::test]
async fn a_refusal_for_good_fails_the_message_and_the_next_one_goes() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    queue(&shop, conversation, &["refused", "taken"]).await;
    shop.twilio.fail_next(Scope::Send, Fault::Refuse { status: 400, code: 63024 }, 1);
    run_due(&shop).await;
    assert_eq!(statuses(&shop), ["failed", "sending"]);
    assert_eq!(shop.texts("SELECT error_code FROM messages WHERE status = 'failed'"), ["63024"]);
    let listing =
        shop.database.read_blocking(move |c| conversations::conversation(c, conversation)).expect("listed");
    assert!(listing.needs_owner);
}

#[tokio::test]
async fn outages_of_any_kind_lose_nothing_and_double_nothing() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    let bodies: Vec<String> = (0..12).map(|number| format!("message {number}")).collect();
    queue(&shop, conversation, &bodies.iter().map(String::as_str).collect::<Vec<_>>()).await;
    for fault in [
        Fault::CloseAfterProcessing,
        Fault::Html { status: 500 },
        Fault::RateLimited { retry_after: None },
        Fault::Garbage,
        Fault::CloseBeforeProcessing,
        Fault::Unauthorized,
        Fault::CloseAfterProcessing,
    ] {
        shop.twilio.fail_next(Scope::Send, fault, 1);
    }
    for _ in 0..60 {
        run_due(&shop).await;
        shop.clock.advance(Duration::from_secs(301));
    }
    let sent: Vec<_> = shop.twilio.sent().into_iter().map(|message| message.body).collect();
    assert_eq!(sent, bodies, "each once and in order");
    assert_eq!(shop.twilio.faults_left(), 0);
}

#[tokio::test]
async fn without_reports_the_poller_asks_what_became_of_a_message() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    queue(&shop, conversation, &["first", "second", "third"]).await;
    run_due(&shop).await;
    let sent = shop.twilio.sent();
    shop.twilio.disconnect_webhooks();
    shop.twilio.report(&sent[0].sid, Status::Read, None).await;
    shop.twilio.report(&sent[1].sid, Status::Failed, Some(63016)).await;
    shop.poll().await.expect("a round");
    assert_eq!(statuses(&shop), ["sending"; 3], "a report may still come");
    shop.clock.advance(Duration::from_secs(150));
    for _ in 0..3 {
        shop.poll().await.expect("a round");
    }
    assert_eq!(statuses(&shop), ["read", "failed", "sending"]);
    assert_eq!(shop.texts("SELECT error_code FROM messages WHERE error_code IS NOT NULL"), ["63016"]);
    assert_eq!(
        shop.count("SELECT count(*) FROM conversations WHERE needs_owner_reason = 'message_failed'"),
        1
    );
    assert_eq!(shop.deliveries("status", "stored"), 2, "what tells nothing new is not kept");
    // After a day nobody asks any more.
    shop.clock.advance(Duration::from_secs(25 * 3600));
    let before = shop.twilio.requests().len();
    shop.poll().await.expect("a round");
    assert_eq!(shop.twilio.requests().len(), before + 1);
}

#[tokio::test]
async fn a_message_that_is_tried_again_is_not_taken_for_its_failed_first_try() {
    let shop = ShopChannel::open().await;
    let conversation = conversation(&shop).await;
    queue(&shop, conversation, &["please read this"]).await;
    run_due(&shop).await;
    let first = shop.twilio.sent()[0].clone();
    shop.twilio.report(&first.sid, Status::Undelivered, Some(63024)).await;
    assert_eq!(statuses(&shop), ["undelivered"]);
    let id: Id<haberdash_core::id::Message> =
        shop.texts("SELECT id FROM messages WHERE direction = 'outbound'")[0].parse().expect("id");
    shop.database.write(move |tx| outbox::retry(tx, id)).await.expect("again");
    // The line is cut before Twilio has it: only the first try is listed there.
    shop.twilio.fail_next(Scope::Send, Fault::CloseBeforeProcessing, 1);
    run_due(&shop).await;
    shop.clock.advance(Duration::from_secs(600));
    run_due(&shop).await;
    let sent = shop.twilio.sent();
    assert_eq!(sent.len(), 2, "the second try goes out");
    assert_eq!(statuses(&shop), ["sending"]);
    assert_eq!(
        shop.texts("SELECT provider_id FROM messages WHERE direction = 'outbound'"),
        [sent[1].sid.clone()]
    );
}
