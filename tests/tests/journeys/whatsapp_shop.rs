//! A customer writes, the shop answers: every part at work, over real HTTP.

use std::time::Duration;

use haberdash_core::Clock as _;
use haberdash_tests::twilio::{Fault, Inbound, Media, Scope, Serving, Signature, Status};

use crate::channel::CUSTOMER;
use crate::whole::{BUYER, STRANGER, WholeShop};

const HOUR: Duration = Duration::from_secs(3600);
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\
    \0\0\0\0IEND\xae\x42\x60\x82";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_is_my_order_is_answered_from_the_order_and_its_ticks_come_back() {
    let shop = WholeShop::open().await;
    let (_, delivery) = shop.twilio.inbound(BUYER, "where is my order?").await;
    assert_eq!(delivery.expect("told").status, Some(200));
    shop.twilio.wait_for_sent(1).await;
    shop.until_quiet().await;
    let reply = shop.sent_to(BUYER).join("\n");
    assert!(reply.contains(&shop.order_number), "{reply}");
    let tracking = shop.texts(&format!(
        "SELECT tracking_number FROM fulfilments JOIN orders ON orders.id = fulfilments.order_id
          WHERE orders.number = '{}'",
        shop.order_number
    ));
    assert!(tracking.iter().any(|tracking| reply.contains(tracking)), "{reply}");
    shop.until(|shop| {
        shop.count("SELECT count(*) FROM messages WHERE provider = 'twilio' AND status = 'delivered'") == 1
    })
    .await;
    assert_eq!(shop.sent_to(BUYER).len(), 1);
    let claims = shop.count(
        "SELECT count(*) FROM claims JOIN messages ON messages.run_id = claims.run_id AND messages.provider = 'twilio'",
    );
    assert!(claims > 0, "facts of a reply are bound to what they came from");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_is_shown_to_nobody_but_its_buyer() {
    let shop = WholeShop::open().await;
    shop.twilio.inbound(STRANGER, &format!("where is order {}?", shop.order_number)).await;
    shop.twilio.wait_for_sent(1).await;
    shop.until_quiet().await;
    let reply = shop.sent_to(STRANGER).join("\n");
    let secrets = shop.texts(&format!(
        "SELECT tracking_number FROM fulfilments JOIN orders ON orders.id = fulfilments.order_id
          WHERE orders.number = '{0}' UNION ALL
         SELECT ship_to_address FROM orders WHERE number = '{0}'",
        shop.order_number
    ));
    for secret in secrets {
        assert!(!reply.contains(&secret), "{reply}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_angry_customer_reaches_the_owner_and_the_agent_falls_silent() {
    let shop = WholeShop::open().await;
    shop.twilio.inbound(BUYER, "This is a disgrace! I want to talk to a real person NOW!").await;
    shop.twilio.wait_for_sent(1).await;
    shop.until_quiet().await;
    let handoffs = shop.handoffs();
    assert_eq!(handoffs.len(), 1);
    assert!(!handoffs[0].summary.is_empty());
    let complaints =
        "SELECT count(*) FROM complaints JOIN conversations ON conversations.id = conversation_id
                       WHERE channel = 'whatsapp'";
    assert_eq!(shop.count(complaints), 1);
    let said = shop.sent_to(BUYER).len();
    let (sid, _) = shop.twilio.inbound(BUYER, "where is my order?").await;
    shop.until(|shop| shop.count(&format!("SELECT count(*) FROM messages WHERE provider_id = '{sid}'")) == 1)
        .await;
    shop.pass(HOUR);
    shop.until_quiet().await;
    assert_eq!(shop.sent_to(BUYER).len(), said, "it is the owner's conversation now");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_only_polling_finds_is_answered_once_even_when_the_webhook_comes_late() {
    let shop = WholeShop::open().await;
    let untold = shop.twilio.hold(Inbound::new(BUYER, "where is my order?").untold());
    shop.pass(HOUR);
    shop.twilio.wait_for_sent(1).await;
    shop.until_quiet().await;
    assert_eq!(shop.twilio.tell(&untold.sid).await.expect("told").status, Some(200));
    shop.pass(HOUR);
    shop.until_quiet().await;
    assert_eq!(shop.sent_to(BUYER).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_cut_after_acceptance_answers_once() {
    let shop = WholeShop::open().await;
    shop.twilio.fail_next(Scope::Send, Fault::CloseAfterProcessing, 1);
    shop.twilio.inbound(BUYER, "where is my order?").await;
    shop.twilio.wait_for_sent(1).await;
    shop.pass_until_quiet().await;
    assert_eq!(shop.sent_to(BUYER).len(), 1);
    let unclaimed = "SELECT count(*) FROM messages WHERE provider = 'twilio' AND direction = 'outbound' AND provider_id IS NULL";
    assert_eq!(shop.count(unclaimed), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_of_outages_delays_answers_and_loses_none() {
    let shop = WholeShop::open().await;
    for fault in [
        Fault::Unauthorized,
        Fault::RateLimited { retry_after: Some(30) },
        Fault::Html { status: 500 },
        Fault::Garbage,
        Fault::CloseBeforeProcessing,
        Fault::CloseAfterProcessing,
    ] {
        shop.twilio.fail_next(Scope::Send, fault, 1);
    }
    let customers: Vec<String> = (0..8).map(|number| format!("whatsapp:+1555010800{number}")).collect();
    for customer in &customers {
        shop.twilio.inbound(customer, "what are your opening hours?").await;
    }
    shop.pass_until_quiet().await;
    assert_eq!(shop.twilio.faults_left(), 0);
    for customer in &customers {
        assert_eq!(shop.sent_to(customer).len(), 1, "{customer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_laptop_that_slept_answers_everyone_who_wrote_meanwhile() {
    let shop = WholeShop::open().await;
    shop.twilio.disconnect_webhooks();
    let customers: Vec<String> = (0..30).map(|number| format!("whatsapp:+155501090{number:02}")).collect();
    for customer in &customers {
        // Time passes for Twilio; the worker is not told, as it sleeps.
        shop.clock.advance(Duration::from_secs(2_400));
        shop.twilio.hold(Inbound::new(customer, "what is your return policy?"));
    }
    shop.pass(Duration::from_secs(60));
    shop.twilio.wait_for_sent(customers.len()).await;
    shop.until_quiet().await;
    for customer in &customers {
        assert_eq!(shop.sent_to(customer).len(), 1, "{customer}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stopped_and_started_it_goes_on_where_it_was() {
    let mut shop = WholeShop::open().await;
    shop.twilio.fail_next(Scope::Send, Fault::RateLimited { retry_after: Some(600) }, 1);
    shop.twilio.inbound(BUYER, "where is my order?").await;
    shop.twilio.wait_until(|twilio| (twilio.faults_left() == 0).then_some(())).await;
    shop.stop().await;
    shop.twilio.hold(Inbound::new(STRANGER, "what are your opening hours?").untold());
    shop.clock.advance(HOUR / 2);
    shop.start().await;
    shop.twilio.wait_for_sent(2).await;
    shop.until_quiet().await;
    assert_eq!((shop.sent_to(BUYER).len(), shop.sent_to(STRANGER).len()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_are_kept_by_what_they_are() {
    let shop = WholeShop::open().await;
    let files = [
        Media::new("image/png", PNG),
        Media::new("image/png", PNG).served(Serving::FromElsewhere),
        Media::new("image/jpeg", &b"<html><script>alert(1)</script></html>"[..]),
        Media::new("image/png", vec![0; 64 * 1024]).served(Serving::Endlessly),
    ];
    for (number, file) in files.into_iter().enumerate() {
        let customer = format!("whatsapp:+1555010810{number}");
        shop.twilio.receive(Inbound::new(&customer, "look").with_media(file)).await;
    }
    shop.until(|shop| shop.count("SELECT count(*) FROM attachments WHERE state = 'pending'") == 0).await;
    assert_eq!(
        shop.texts("SELECT state FROM attachments ORDER BY id"),
        ["stored", "stored", "refused", "refused"]
    );
    assert_eq!(shop.texts("SELECT DISTINCT content_hash FROM attachments WHERE state = 'stored'").len(), 1);
    // It was looked at where it was fetched; one pixel shows nothing.
    let seen =
        "SELECT count(*) FROM picture_vectors v JOIN attachments a USING (content_hash) WHERE vector IS NULL";
    assert_eq!(shop.count(seen), 2);
    assert!(
        shop.texts("SELECT problem FROM attachments WHERE state = 'refused'")
            .iter()
            .all(|p| p.ends_with('.'))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forged_and_broken_webhooks_change_nothing_for_customers() {
    let shop = WholeShop::open().await;
    let message = shop.twilio.hold(Inbound::new(CUSTOMER, "forged"));
    let body = shop.twilio.webhook_body(&message).into_bytes();
    let form = "application/x-www-form-urlencoded";
    let path = "/webhooks/twilio/messages";
    for (body, signature, expected) in [
        (body.clone(), Signature::Wrong, 403),
        (body, Signature::Missing, 403),
        (b"Body=%FF".to_vec(), Signature::Right, 200),
        (vec![b'x'; 300 * 1024], Signature::Right, 413),
    ] {
        let delivery = shop.twilio.post(path, form, body, signature).await.expect("connected");
        assert_eq!(delivery.status, Some(expected));
    }
    assert_eq!(shop.count("SELECT count(*) FROM messages WHERE provider = 'twilio'"), 0);
    let (_, delivery) = shop.twilio.inbound(BUYER, "where is my order?").await;
    assert_eq!(delivery.expect("connected").status, Some(200));
    let sent = shop.twilio.wait_for_sent(1).await;
    // Reports in any order end alike.
    shop.until_quiet().await;
    for status in [Status::Read, Status::Queued, Status::Sent, Status::Delivered, Status::Read] {
        shop.twilio.report(&sent[0].sid, status, None).await;
    }
    assert_eq!(
        shop.texts("SELECT status FROM messages WHERE provider = 'twilio' AND direction = 'outbound'"),
        ["read"]
    );
    assert_eq!(shop.sent_to(BUYER).len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn polling_waits_as_long_as_it_is_asked_to() {
    let shop = WholeShop::open().await;
    let next_round = |shop: &WholeShop| {
        shop.texts("SELECT CAST(run_at AS TEXT) FROM jobs WHERE kind = 'poll_channel' AND state = 'ready'")
            .first()
            .and_then(|at| at.parse::<i64>().ok())
            .map(|at| at - shop.clock.now().as_millis())
    };
    shop.twilio.fail_next(Scope::Read, Fault::RateLimited { retry_after: Some(3_000) }, 1);
    shop.pass(Duration::from_secs(300));
    shop.until(|shop| shop.twilio.faults_left() == 0 && next_round(shop).is_some_and(|wait| wait > 0)).await;
    assert!(next_round(&shop).is_some_and(|wait| wait >= 3_000_000), "{:?}", next_round(&shop));
}
