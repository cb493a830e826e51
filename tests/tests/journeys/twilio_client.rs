//! Our REST client against Twilio's rules and Twilio's bad days.

use std::sync::Arc;
use std::time::Duration;

use haberdash_core::clock::ManualClock;
use haberdash_core::conversations::Channel;
use haberdash_core::{Clock as _, Code, Timestamp};
use haberdash_server::channels::twilio::client::{ApiError, SendResult, TwilioClient};
use haberdash_server::channels::twilio::config::{TwilioConfig, TwilioConnection};
use haberdash_server::channels::twilio::inbound::Address;
use haberdash_server::secrets::Secret;
use haberdash_tests::twilio::{Fault, Inbound, Options, Scope, Status, TwilioSimulator};

const CUSTOMER: &str = "whatsapp:+15550100001";

fn client(config: TwilioConfig) -> TwilioClient {
    TwilioClient::with_timeout(TwilioConnection::new(Some(config)), Duration::from_secs(10))
        .expect("a client")
}

/// Gives up quickly, for requests that are never answered.
fn impatient(config: TwilioConfig) -> TwilioClient {
    TwilioClient::with_timeout(TwilioConnection::new(Some(config)), Duration::from_millis(300))
        .expect("a client")
}

fn customer() -> Address {
    Address::parse(CUSTOMER).expect("an address")
}

async fn send(twilio: &TwilioSimulator, body: &str) -> SendResult {
    client(twilio.config()).send(&customer(), body, None).await
}

#[tokio::test]
async fn a_message_arrives_as_it_was_written() {
    let twilio = TwilioSimulator::start().await;
    let result = client(twilio.config())
        .send(
            &customer(),
            "Größe 38 & 40? +1 😀",
            Some("https://shop.example/webhooks/twilio/status?message=msg_1"),
        )
        .await;
    let sent = twilio.sent();
    assert_eq!(result, SendResult::Accepted { sid: sent[0].sid.clone(), status: "queued".into() });
    assert_eq!(sent[0].body, "Größe 38 & 40? +1 😀");
    assert_eq!((sent[0].to.as_str(), sent[0].from.as_str()), (CUSTOMER, "whatsapp:+15550109999"));
    assert_eq!(
        sent[0].status_callback.as_deref(),
        Some("https://shop.example/webhooks/twilio/status?message=msg_1")
    );
}

#[tokio::test]
async fn an_api_key_is_preferred_to_the_auth_token_and_the_account_is_asked_with_the_token() {
    let twilio = TwilioSimulator::start().await;
    let mut config = twilio.config();
    let (sid, secret) = twilio.options().api_key.clone();
    config.api_key = Some((sid.clone(), Secret::new(secret)));
    let client = client(config);
    client.can_read_messages().await.expect("the key may read");
    assert_eq!(client.account().await.expect("the token may see the account").status, "active");
    let users: Vec<_> = twilio.requests().into_iter().filter_map(|request| request.user).collect();
    assert_eq!(users, [sid, twilio.options().account_sid.clone()]);
}

#[tokio::test]
async fn each_answer_means_what_is_certain_about_it() {
    #[derive(Debug, PartialEq)]
    enum Means {
        Refused(Code),
        Later(Code, Option<u64>),
        Unauthorized,
        Unknown,
    }
    let cases = [
        (Fault::Unauthorized, Means::Unauthorized, 0),
        (Fault::Refuse { status: 403, code: 20005 }, Means::Unauthorized, 0),
        (Fault::RateLimited { retry_after: Some(7) }, Means::Later(Code::ChannelRateLimited, Some(7)), 0),
        (Fault::RateLimited { retry_after: None }, Means::Later(Code::ChannelRateLimited, None), 0),
        (Fault::Refuse { status: 400, code: 63018 }, Means::Later(Code::ChannelRateLimited, None), 0),
        (Fault::Refuse { status: 400, code: 63016 }, Means::Refused(Code::WindowClosed), 0),
        (Fault::Refuse { status: 400, code: 21610 }, Means::Refused(Code::OptedOut), 0),
        (Fault::Refuse { status: 400, code: 63024 }, Means::Refused(Code::ChannelRejected), 0),
        (Fault::Refuse { status: 500, code: 20500 }, Means::Unknown, 0),
        (Fault::Html { status: 502 }, Means::Unknown, 0),
        // A hotel's login page, not Twilio.
        (Fault::Html { status: 403 }, Means::Later(Code::ChannelUnavailable, None), 0),
        (Fault::Garbage, Means::Unknown, 1),
        (Fault::Html { status: 200 }, Means::Unknown, 0),
        (Fault::CloseBeforeProcessing, Means::Unknown, 0),
        (Fault::CloseAfterProcessing, Means::Unknown, 1),
    ];
    for (fault, expected, really_sent) in cases {
        let twilio = TwilioSimulator::start().await;
        twilio.fail_next(Scope::Send, fault.clone(), 1);
        let means = match send(&twilio, "hello").await {
            SendResult::Refused { meaning, .. } => Means::Refused(meaning.code),
            SendResult::NotSent { code, retry_after, .. } => {
                Means::Later(code, retry_after.map(|wait| wait.as_secs()))
            }
            SendResult::Unauthorized { .. } => Means::Unauthorized,
            SendResult::Unknown { .. } => Means::Unknown,
            SendResult::Accepted { .. } => panic!("{fault:?} is no acceptance"),
        };
        assert_eq!(means, expected, "{fault:?}");
        assert_eq!(twilio.sent().len(), really_sent, "{fault:?}");
        assert_eq!(
            twilio.requests().iter().filter(|request| request.is_send()).count(),
            really_sent,
            "{fault:?}"
        );
    }
}

#[tokio::test]
async fn silence_is_unknown_whether_or_not_the_message_was_taken() {
    for (fault, really_sent) in [(Fault::Hang, 0), (Fault::HangAfterProcessing, 1)] {
        let twilio = TwilioSimulator::start().await;
        twilio.fail_next(Scope::Send, fault, 1);
        let result = impatient(twilio.config()).send(&customer(), "hello", None).await;
        assert!(matches!(result, SendResult::Unknown { .. }), "{result:?}");
        assert_eq!(twilio.sent().len(), really_sent);
    }
}

#[tokio::test]
async fn a_closed_port_is_certainly_not_sent() {
    let twilio = TwilioSimulator::start().await;
    let mut config = twilio.config();
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its address");
    config.api_base_url = format!("http://{free}").parse().expect("a URL");
    let result = client(config).send(&customer(), "hello", None).await;
    assert!(matches!(&result, SendResult::NotSent { code: Code::ChannelUnavailable, .. }), "{result:?}");
}

#[tokio::test]
async fn twilios_own_validation_is_understood() {
    let twilio = TwilioSimulator::start().await;
    twilio.opt_out(CUSTOMER);
    let code = |result: SendResult| match result {
        SendResult::Refused { twilio_code, .. } => twilio_code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code(send(&twilio, "hello").await), 21610);
    let client = client(twilio.config());
    let to = |text: &str| Address::parse(text).expect("an address");
    let too_short = Address { channel: Channel::Whatsapp, address: "+1".into() };
    assert_eq!(code(client.send(&too_short, "hello", None).await), 21211);
    assert_eq!(code(client.send(&to("+15550100002"), "hello", None).await), 21910);
    assert_eq!(code(client.send(&to("whatsapp:+15550100002"), &"x".repeat(1601), None).await), 21617);
    assert_eq!(code(client.send(&to("whatsapp:+15550100002"), "", None).await), 21602);
    let user_id = client.send(&to("whatsapp:US.13AbCdEf"), "hello", None).await;
    assert!(matches!(user_id, SendResult::Accepted { .. }), "{user_id:?}");
}

#[tokio::test]
async fn the_24_hour_window_follows_the_clock() {
    let clock = Arc::new(ManualClock::at("2026-03-01T10:00:00Z".parse().expect("a time")));
    let options = Options { clock: clock.clone(), refuses_closed_window_at_once: true, ..Options::default() };
    let twilio = TwilioSimulator::start_with(options).await;
    twilio.hold(Inbound::new(CUSTOMER, "hi"));
    clock.advance(Duration::from_secs(24 * 3600 - 1));
    assert!(matches!(send(&twilio, "still open").await, SendResult::Accepted { .. }));
    clock.advance(Duration::from_secs(1));
    assert!(matches!(send(&twilio, "closed").await, SendResult::Refused { twilio_code: 63016, .. }));
}

#[tokio::test]
async fn lists_are_read_to_the_end_while_new_messages_come_in() {
    let clock = Arc::new(ManualClock::at("2026-03-01T10:00:00Z".parse().expect("a time")));
    let twilio = TwilioSimulator::start_with(Options { clock: clock.clone(), ..Options::default() }).await;
    let since = clock.now();
    for number in 0..2_345 {
        twilio.hold(Inbound::new(CUSTOMER, &format!("message {number}")));
        clock.advance(Duration::from_secs(1));
    }
    let ours = Address::parse(&twilio.options().sender).expect("an address");
    let listed = client(twilio.config()).list_received(Some(&ours), since).await.expect("a list");
    let sids: std::collections::HashSet<_> = listed.iter().map(|message| &message.sid).collect();
    assert_eq!((listed.len(), sids.len()), (2_345, 2_345));
    assert_eq!(listed[0].body.as_deref(), Some("message 2344"));
    assert_eq!(twilio.requests().len(), 3);
}

#[tokio::test]
async fn a_list_starts_at_the_day_and_leaves_out_the_day_before() {
    let clock = Arc::new(ManualClock::at("2026-02-28T23:59:59Z".parse().expect("a time")));
    let twilio = TwilioSimulator::start_with(Options { clock: clock.clone(), ..Options::default() }).await;
    twilio.hold(Inbound::new(CUSTOMER, "yesterday"));
    clock.advance(Duration::from_secs(1));
    twilio.hold(Inbound::new(CUSTOMER, "at midnight"));
    clock.advance(Duration::from_secs(3_600));
    let ours = Address::parse(&twilio.options().sender).expect("an address");
    let listed = client(twilio.config()).list_received(Some(&ours), clock.now()).await.expect("a list");
    let bodies: Vec<_> = listed.iter().filter_map(|message| message.body.as_deref()).collect();
    assert_eq!(bodies, ["at midnight"]);
}

#[tokio::test]
async fn a_broken_page_fails_the_whole_list() {
    let twilio = TwilioSimulator::start().await;
    let ours = Address::parse(&twilio.options().sender).expect("an address");
    for fault in [
        Fault::Garbage,
        Fault::Html { status: 200 },
        Fault::Refuse { status: 503, code: 20503 },
        Fault::CloseBeforeProcessing,
        Fault::Unauthorized,
        Fault::RateLimited { retry_after: Some(3) },
    ] {
        twilio.fail_next(Scope::Read, fault.clone(), 1);
        let result = client(twilio.config()).list_received(Some(&ours), Timestamp::default()).await;
        match (&fault, result) {
            (Fault::Unauthorized, Err(ApiError::Unauthorized(_))) => {}
            (Fault::RateLimited { .. }, Err(ApiError::RateLimited(Some(wait)))) => {
                assert_eq!(wait.as_secs(), 3);
            }
            (
                _,
                Err(
                    ApiError::Garbage
                    | ApiError::Refused(..)
                    | ApiError::Failed(_)
                    | ApiError::Unreachable(_),
                ),
            ) => {}
            (fault, other) => panic!("{fault:?}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_message_of_unknown_fate_is_found_queued_or_sent() {
    let clock = Arc::new(ManualClock::at("2026-03-01T23:59:50Z".parse().expect("a time")));
    let twilio = TwilioSimulator::start_with(Options { clock: clock.clone(), ..Options::default() }).await;
    let started = clock.now();
    twilio.fail_next(Scope::Send, Fault::CloseAfterProcessing, 2);
    send(&twilio, "first").await;
    // Over midnight: the second has another day.
    clock.advance(Duration::from_secs(20));
    send(&twilio, "second").await;
    let sent = twilio.sent();
    twilio.report(&sent[0].sid, Status::Sent, None).await;
    client(twilio.config())
        .send(&Address::parse("whatsapp:+15550100077").expect("an address"), "other", None)
        .await;
    let found = client(twilio.config()).list_sent(&customer(), started).await.expect("a list");
    let mut bodies: Vec<_> = found.iter().filter_map(|message| message.body.as_deref()).collect();
    bodies.sort_unstable();
    assert_eq!(bodies, ["first", "second"]);
    let later = client(twilio.config()).list_sent(&customer(), clock.now()).await.expect("a list");
    assert_eq!(later.len(), 1, "what was created before the attempt is not its message");
}

#[tokio::test]
async fn wrong_credentials_a_suspended_account_and_none_at_all_are_told_apart() {
    let twilio = TwilioSimulator::start().await;
    let mut wrong = twilio.config();
    wrong.auth_token = Some(Secret::new("wrong"));
    assert!(matches!(client(wrong).account().await, Err(ApiError::Unauthorized(_))));
    twilio.set_account_status("suspended");
    assert_eq!(client(twilio.config()).account().await.expect("an account").status, "suspended");
    let suspended = client(twilio.config()).can_read_messages().await;
    assert!(matches!(suspended, Err(ApiError::Unauthorized(text)) if text.contains("suspended")));
    let nobody = TwilioClient::new(TwilioConnection::default()).expect("a client");
    assert!(matches!(nobody.account().await, Err(ApiError::NotConnected)));
    assert!(matches!(nobody.send(&customer(), "hello", None).await, SendResult::Unauthorized { .. }));
}
