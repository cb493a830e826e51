//! Webhooks over real HTTP: honest, forged, broken, repeated, enormous.

use haberdash_server::channels::twilio::config::TwilioConfig;
use haberdash_tests::twilio::{Inbound, Media, Signature, Status};

use crate::channel::{CUSTOMER, PUBLIC_URL, ShopChannel};

const MESSAGES: &str = "/webhooks/twilio/messages";
const STATUS: &str = "/webhooks/twilio/status";
const FORM: &str = "application/x-www-form-urlencoded";

async fn post(shop: &ShopChannel, path: &str, body: impl Into<Vec<u8>>, signature: Signature) -> Option<u16> {
    shop.twilio.post(path, FORM, body.into(), signature).await.expect("connected").status
}

#[tokio::test]
async fn a_message_is_durable_before_it_is_acknowledged_and_answers_nothing_by_itself() {
    let shop = ShopChannel::open().await;
    let (sid, delivery) = shop.twilio.inbound(CUSTOMER, "Do you have the linen dress in M? 👗").await;
    let delivery = delivery.expect("told");
    assert_eq!(delivery.status, Some(200));
    assert!(delivery.answer.ends_with("<Response/>"), "{}", delivery.answer);
    assert_eq!(shop.inbound_bodies(), ["Do you have the linen dress in M? 👗"]);
    assert_eq!(shop.texts("SELECT provider_id FROM messages"), [sid]);
    assert_eq!(shop.texts("SELECT kind FROM jobs"), ["answer_conversation"]);
    assert_eq!(shop.texts("SELECT address FROM contact_identities"), ["+15550100001"]);
    assert_eq!(shop.deliveries("message", "stored"), 1);
}

#[tokio::test]
async fn whatever_is_not_signed_for_this_address_is_refused_and_not_kept() {
    let shop = ShopChannel::open().await;
    let message = shop.twilio.hold(Inbound::new(CUSTOMER, "hello"));
    let body = shop.twilio.webhook_body(&message);
    for signature in [Signature::Missing, Signature::Wrong] {
        for path in [MESSAGES, STATUS] {
            assert_eq!(post(&shop, path, body.clone(), signature).await, Some(403), "{path} {signature:?}");
        }
    }
    // Signed for somebody else's address, though the Host header is ours.
    shop.twilio.connect_webhooks("https://other.example", &format!("http://{}", shop.address));
    assert_eq!(post(&shop, MESSAGES, body, Signature::Right).await, Some(403));
    assert_eq!(shop.count("SELECT count(*) FROM messages"), 0);
    assert_eq!(shop.count("SELECT count(*) FROM inbound_deliveries"), 0);
    assert_eq!(shop.webhooks.counts().refused, 5);
}

#[tokio::test]
async fn a_repeated_webhook_is_taken_and_counts_once() {
    let shop = ShopChannel::open().await;
    let (sid, _) = shop.twilio.inbound(CUSTOMER, "hello").await;
    for _ in 0..3 {
        assert_eq!(shop.twilio.tell(&sid).await.expect("told").status, Some(200));
    }
    assert_eq!(shop.inbound_bodies(), ["hello"]);
    assert_eq!(shop.count("SELECT count(*) FROM jobs"), 1);
    assert_eq!(shop.deliveries("message", "duplicate"), 3);
}

#[tokio::test]
async fn many_at_once_and_twice_each_count_once() {
    let shop = ShopChannel::open().await;
    let sids: Vec<String> = (0..60)
        .map(|number| {
            let from = format!("whatsapp:+155501{number:05}");
            shop.twilio.hold(Inbound::new(&from, &format!("message {number}"))).sid
        })
        .collect();
    let told = sids.iter().chain(&sids).map(|sid| shop.twilio.tell(sid));
    let answers = futures::future::join_all(told).await;
    assert!(answers.iter().flatten().all(|delivery| delivery.status == Some(200)));
    assert_eq!(answers.len(), 120);
    assert_eq!(shop.count("SELECT count(*) FROM messages"), 60);
    assert_eq!(shop.count("SELECT count(DISTINCT conversation_id) FROM messages"), 60);
}

#[tokio::test]
async fn an_enormous_body_is_not_read_and_does_no_harm() {
    let shop = ShopChannel::open().await;
    let body = format!("MessageSid=SM1&Body={}", "x".repeat(300 * 1024));
    assert_eq!(post(&shop, MESSAGES, body, Signature::Right).await, Some(413));
    // Without a declared length, the limit is found while reading.
    let endless = futures::stream::repeat(bytes::Bytes::from(vec![b'x'; 16 * 1024]));
    let endless = futures::StreamExt::map(endless, Ok::<_, std::io::Error>);
    let limited = futures::StreamExt::take(endless, 64);
    let answer = reqwest::Client::builder()
        .no_proxy()
        .build()
        .expect("a client")
        .post(format!("http://{}{MESSAGES}", shop.address))
        .header("content-type", FORM)
        .body(reqwest::Body::wrap_stream(limited))
        .send()
        .await;
    // The server may hang up before it has read everything; either way nothing was taken.
    if let Ok(answer) = answer {
        assert_eq!(answer.status().as_u16(), 413);
    }
    assert_eq!(shop.count("SELECT count(*) FROM inbound_deliveries"), 0);
    let (_, delivery) = shop.twilio.inbound(CUSTOMER, "still there?").await;
    assert_eq!(delivery.expect("told").status, Some(200));
}

#[tokio::test]
async fn signed_bytes_that_make_no_sense_are_kept_as_they_came() {
    let shop = ShopChannel::open().await;
    let nonsense: [&[u8]; 5] = [
        b"MessageSid=SM1&From=whatsapp%3A%2B15550100001&To=whatsapp%3A%2B15550109999&Body=%FF%FE%80",
        b"Body=who+am+I",
        b"%%%&&&===",
        b"\xff\xfe\x00binary",
        b"MessageSid=SM1&From=carrier-pigeon:7&To=whatsapp%3A%2B15550109999",
    ];
    for body in nonsense {
        assert_eq!(post(&shop, MESSAGES, body, Signature::Right).await, Some(200));
    }
    assert_eq!(
        post(&shop, STATUS, &b"MessageSid=SM1&MessageStatus=teleported"[..], Signature::Right).await,
        Some(200)
    );
    assert_eq!(shop.count("SELECT count(*) FROM messages"), 0);
    assert_eq!(shop.deliveries("unreadable", "unreadable"), 6);
    assert_eq!(shop.webhooks.counts().unreadable, 6);
    let kept: Vec<u8> = shop
        .database
        .read_blocking(|connection| {
            Ok(connection.query_row(
                "SELECT body FROM inbound_deliveries ORDER BY id LIMIT 1",
                [],
                |row| row.get(0),
            )?)
        })
        .expect("bytes");
    assert_eq!(kept, nonsense[0]);
}

#[tokio::test]
async fn parameters_nobody_knows_are_kept() {
    let shop = ShopChannel::open().await;
    let message = Inbound::new(CUSTOMER, "hello").with("ReferralSourceId", "ad-7").with("FutureThing", "42");
    shop.twilio.receive(message).await;
    let extra = shop.texts("SELECT extra FROM messages").remove(0);
    let extra: serde_json::Value = serde_json::from_str(&extra).expect("JSON");
    assert_eq!((&extra["ReferralSourceId"], &extra["FutureThing"]), (&"ad-7".into(), &"42".into()));
    assert_eq!(extra["WaId"], "15550100001");
}

#[tokio::test]
async fn media_are_noted_for_fetching() {
    let shop = ShopChannel::open().await;
    shop.twilio.receive(Inbound::new(CUSTOMER, "").with_media(Media::new("image/jpeg", &b"x"[..]))).await;
    assert_eq!(shop.texts("SELECT declared_type FROM attachments WHERE state = 'pending'"), ["image/jpeg"]);
    assert_eq!(shop.count("SELECT count(*) FROM jobs WHERE kind = 'fetch_media'"), 1);
}

#[tokio::test]
async fn without_a_token_or_address_nothing_is_taken_and_everything_comes_back() {
    let shop = ShopChannel::open().await;
    let whole = shop.twilio.config();
    let broken: [Option<TwilioConfig>; 3] = [
        None,
        Some(TwilioConfig { public_url: Some(PUBLIC_URL.into()), auth_token: None, ..whole.clone() }),
        Some(TwilioConfig { public_url: None, ..whole.clone() }),
    ];
    for config in broken {
        shop.connection.replace(config);
        let (_, delivery) = shop.twilio.inbound(CUSTOMER, "hello").await;
        assert_eq!(delivery.expect("told").status, Some(503));
    }
    assert_eq!(shop.twilio.alerts().len(), 3);
    shop.connection.replace(Some(TwilioConfig { public_url: Some(PUBLIC_URL.into()), ..whole }));
    assert_eq!(shop.poll().await.expect("a round").new, 3);
}

#[tokio::test]
async fn other_paths_and_methods_lead_nowhere() {
    let shop = ShopChannel::open().await;
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    for (method, path, expected) in [
        (reqwest::Method::GET, MESSAGES, 405),
        (reqwest::Method::POST, "/", 404),
        (reqwest::Method::POST, "/webhooks/twilio", 404),
        (reqwest::Method::GET, "/api/v1/conversations", 404),
        (reqwest::Method::POST, "/webhooks/twilio/messages/../../api", 404),
    ] {
        let url = format!("http://{}{path}", shop.address);
        let status = http.request(method.clone(), &url).send().await.expect("an answer").status().as_u16();
        assert_eq!(status, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn reports_about_strangers_are_kept_and_start_nothing() {
    let shop = ShopChannel::open().await;
    let body =
        "MessageSid=SM77&MessageStatus=delivered&From=whatsapp%3A%2B15550109999&To=whatsapp%3A%2B15550100001";
    assert_eq!(post(&shop, STATUS, body, Signature::Right).await, Some(200));
    assert_eq!(shop.deliveries("status", "ignored"), 1);
    assert_eq!(shop.count("SELECT count(*) FROM jobs"), 0);
    assert_eq!(Status::Delivered.as_str(), "delivered");
}
