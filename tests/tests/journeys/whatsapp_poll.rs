//! What polling finds: everything the webhooks did not bring, once.

use std::time::Duration;

use haberdash_core::conversations::{Provider, Source, gap_report, poll_cursor};
use haberdash_core::{Clock as _, Code};
use haberdash_server::channels::twilio::config::ChannelState;
use haberdash_tests::twilio::{Fault, Inbound, Media, Scope};

use crate::channel::{CUSTOMER, ShopChannel, noon};

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn webhook_and_poll_bring_each_message_once_and_the_gap_report_says_who_missed_it() {
    let shop = ShopChannel::open().await;
    let (both, _) = shop.twilio.inbound(CUSTOMER, "seen by both").await;
    let untold = shop.twilio.hold(Inbound::new(CUSTOMER, "seen by the poll")).sid;
    let round = shop.poll().await.expect("a round");
    assert_eq!((round.listed, round.new), (2, 1));
    assert_eq!(shop.inbound_bodies(), ["seen by both", "seen by the poll"]);
    let later = noon().plus(HOUR);
    let gaps = shop.database.read_blocking(|c| gap_report(c, noon().minus(HOUR), later)).expect("a report");
    let gaps: Vec<_> = gaps.into_iter().map(|gap| (gap.provider_id, gap.source)).collect();
    assert_eq!(gaps, [(untold.clone(), Source::Poll)], "{both} has no gap");
    // The webhook comes late after all.
    assert_eq!(shop.twilio.tell(&untold).await.expect("told").status, Some(200));
    assert_eq!(shop.count("SELECT count(*) FROM messages"), 2);
    let gaps = shop.database.read_blocking(|c| gap_report(c, noon().minus(HOUR), later)).expect("a report");
    assert_eq!(gaps, []);
}

#[tokio::test]
async fn rounds_repeat_without_repeating_messages() {
    let shop = ShopChannel::open().await;
    for number in 0..3 {
        shop.twilio.hold(Inbound::new(CUSTOMER, &format!("message {number}")));
        shop.clock.advance(Duration::from_secs(30));
    }
    assert_eq!(shop.poll().await.expect("a round").new, 3);
    for _ in 0..3 {
        assert_eq!(shop.poll().await.expect("a round").new, 0);
    }
    assert_eq!(shop.inbound_bodies(), ["message 0", "message 1", "message 2"]);
}

#[tokio::test]
async fn the_first_round_answers_the_last_hour_and_no_ancient_history() {
    let shop = ShopChannel::open().await;
    shop.clock.set(noon().minus(3 * HOUR));
    shop.twilio.hold(Inbound::new(CUSTOMER, "this morning"));
    shop.clock.set(noon().minus(HOUR / 2));
    shop.twilio.hold(Inbound::new(CUSTOMER, "just now"));
    shop.clock.set(noon());
    assert_eq!(shop.poll().await.expect("a round").new, 1);
    assert_eq!(shop.inbound_bodies(), ["just now"]);
}

#[tokio::test]
async fn a_laptop_that_slept_for_three_days_finds_everything_in_order() {
    let shop = ShopChannel::open().await;
    shop.twilio.inbound(CUSTOMER, "before the lid closed").await;
    shop.poll().await.expect("a round");
    // More than one page, over several days, while nobody listens.
    let mut expected = vec!["before the lid closed".to_owned()];
    for number in 0..1_200 {
        shop.clock.advance(Duration::from_secs(216));
        let from = format!("whatsapp:+155501{:05}", number % 40);
        let body = format!("message {number}");
        shop.twilio.hold(Inbound::new(&from, &body));
        expected.push(body);
    }
    assert!(shop.clock.now().since(noon()) >= 72 * HOUR - HOUR);
    assert_eq!(shop.poll().await.expect("a round").new, 1_200);
    assert_eq!(shop.inbound_bodies(), expected);
    assert_eq!(shop.poll().await.expect("a round").new, 0);
}

#[tokio::test]
async fn a_round_that_fails_moves_nothing_and_the_next_one_finds_all() {
    let shop = ShopChannel::open().await;
    shop.poll().await.expect("a first round");
    shop.clock.advance(HOUR);
    shop.twilio.hold(Inbound::new(CUSTOMER, "hello"));
    let cursor = |shop: &ShopChannel| {
        shop.database
            .read_blocking(|c| poll_cursor(c, Provider::Twilio))
            .expect("a cursor")
            .expect("set")
            .seen_until
    };
    let before = cursor(&shop);
    for (fault, code, state) in [
        (Fault::Unauthorized, Code::ChannelUnauthorized, ChannelState::Unauthorized),
        (Fault::RateLimited { retry_after: Some(9) }, Code::ChannelRateLimited, ChannelState::RateLimited),
        (Fault::Html { status: 503 }, Code::ChannelUnavailable, ChannelState::Unreachable),
        (Fault::Garbage, Code::ChannelUnavailable, ChannelState::Unreachable),
        (Fault::CloseBeforeProcessing, Code::ChannelUnavailable, ChannelState::Unreachable),
    ] {
        shop.twilio.fail_next(Scope::Read, fault.clone(), 1);
        assert_eq!(shop.poll().await.expect_err("a fault").code, code, "{fault:?}");
        assert_eq!(shop.connection.health().state, state, "{fault:?}");
        assert_eq!(cursor(&shop), before, "{fault:?}");
    }
    assert_eq!(shop.inbound_bodies(), [""; 0]);
    assert_eq!(shop.poll().await.expect("a round").new, 1);
    assert_eq!(shop.connection.health().state, ChannelState::Connected);
    // Each change of state was told once, the way back too.
    assert_eq!(shop.count("SELECT count(*) FROM domain_events WHERE kind = 'channel.state'"), 6);
}

#[tokio::test]
async fn files_of_polled_messages_are_listed_and_those_of_known_ones_are_not_asked_again() {
    let shop = ShopChannel::open().await;
    let file = || Media::new("image/png", &b"x"[..]);
    let untold = shop.twilio.hold(Inbound::new(CUSTOMER, "look").with_media(file()).with_media(file()));
    shop.twilio.receive(Inbound::new(CUSTOMER, "told").with_media(file())).await;
    shop.poll().await.expect("a round");
    assert_eq!(shop.count("SELECT count(*) FROM attachments"), 3);
    assert_eq!(shop.count("SELECT count(DISTINCT provider_url) FROM attachments"), 3);
    shop.poll().await.expect("a round");
    let asked: Vec<_> =
        shop.twilio.requests().into_iter().filter(|request| request.path.ends_with("/Media.json")).collect();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].path.contains(&untold.sid));
}

#[tokio::test]
async fn a_message_whose_files_cannot_be_listed_waits_for_the_next_round() {
    let shop = ShopChannel::open().await;
    shop.twilio.hold(Inbound::new(CUSTOMER, "first"));
    shop.clock.advance(Duration::from_secs(1));
    shop.twilio.hold(Inbound::new(CUSTOMER, "look").with_media(Media::new("image/png", &b"x"[..])));
    // The list itself succeeds; the second request, for the files, does not.
    shop.twilio.fail_next(Scope::Read, Fault::Pass, 1);
    shop.twilio.fail_next(Scope::Read, Fault::Html { status: 502 }, 1);
    shop.poll().await.expect_err("a fault");
    assert_eq!(shop.count("SELECT count(*) FROM attachments"), 0);
    shop.poll().await.expect("a round");
    assert_eq!(shop.inbound_bodies(), ["first", "look"]);
    assert_eq!(shop.count("SELECT count(*) FROM attachments"), 1);
}

#[tokio::test]
async fn files_that_are_never_to_be_had_hold_nothing_up() {
    for (status, code) in [(404, 20404), (400, 20001)] {
        let shop = ShopChannel::open().await;
        shop.twilio.hold(Inbound::new(CUSTOMER, "look").with_media(Media::new("image/png", &b"x"[..])));
        shop.clock.advance(Duration::from_secs(1));
        shop.twilio.hold(Inbound::new(CUSTOMER, "and?"));
        shop.twilio.fail_next(Scope::Read, Fault::Pass, 1);
        shop.twilio.fail_next(Scope::Read, Fault::Refuse { status, code }, 1);
        assert_eq!(shop.poll().await.expect("a round").new, 2, "{code}");
        assert_eq!(shop.inbound_bodies(), ["look", "and?"]);
    }
}
