//! `kill -9` at any moment, with the real binary: every message is answered exactly once.
//!
//! Twilio (the simulator, in this process) outlives the shop, which is killed and started again and again while a thousand
//! messages come in. A webhook that finds nobody listening is lost, as it is at Twilio; the poller finds its message.

mod care;
mod lab;
mod local_model;
mod meanings;
mod pictures;
mod sales;
mod served;
mod shop;

use std::collections::{HashMap, HashSet};

use futures::StreamExt as _;
use haberdash_tests::twilio::{Inbound, Options, TwilioSimulator};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use shop::Shop;

const MESSAGES: usize = 1_000;
const CUSTOMERS: usize = 400;
const KILLS: usize = 24;

/// What customers write here: questions the shop answers by itself, and one that needs a person.
const TEXTS: &[&str] = &[
    "where is my order?",
    "what are your opening hours today?",
    "do you have a linen shirt in white under 80 euros?",
    "what's your return policy",
    "hi there",
    "how much is shipping to germany?",
    "this is the worst shop ever, I want to speak to a person",
    "thanks!",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_any_moment_it_answers_every_message_exactly_once() {
    let seed = std::env::var("HABERDASH_TEST_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(11);
    let mut random = StdRng::seed_from_u64(seed);
    let twilio =
        TwilioSimulator::start_with(Options { automatic_callbacks: true, ..Options::default() }).await;
    let mut shop = Shop::prepare(&twilio).await;
    shop.start(&twilio).await;

    let plan: Vec<(String, &str)> = (0..MESSAGES)
        .map(|_| {
            let customer = random.random_range(0..CUSTOMERS);
            let text = TEXTS[random.random_range(0..TEXTS.len())];
            (format!("whatsapp:+1555010{customer:04}"), text)
        })
        .collect();

    // The messages of each life come in several at a time, and the kill falls somewhere among what they cause.
    let mut lives = plan.chunks(MESSAGES.div_ceil(KILLS));
    for life in 0..KILLS {
        let messages = lives.next().unwrap_or_default();
        let before = twilio.requests().len() + twilio.deliveries().len();
        let traffic = before + random.random_range(1..=messages.len() * 3);
        let flow = futures::stream::iter(messages.iter().map(|(from, text)| {
            let twilio = twilio.clone();
            async move { twilio.receive(Inbound::new(from, text)).await }
        }))
        .buffer_unordered(4)
        .for_each(|_| std::future::ready(()));
        let kill = twilio.wait_until(|twilio| {
            (twilio.requests().len() + twilio.deliveries().len() >= traffic).then_some(())
        });
        tokio::join!(flow, async {
            kill.await;
            shop.kill().await;
        });
        assert!(!shop.is_running(), "life {life} ended");
        shop.start(&twilio).await;
    }

    let told = shop.wait_until_all_is_said(&twilio, MESSAGES).await;
    shop.stop().await;

    let inbound: HashSet<&String> = told.inbound.iter().map(|message| &message.provider_id).collect();
    assert_eq!(inbound.len(), MESSAGES, "every message is stored, none twice");
    assert_eq!(told.inbound.len(), MESSAGES);

    // Each message belongs to exactly one turn, or came in while the conversation was the owner's.
    for message in &told.inbound {
        let turns = told
            .runs
            .iter()
            .filter(|run| {
                run.conversation == message.conversation && run.first <= message.id && message.id <= run.last
            })
            .count();
        assert!(turns <= 1, "message {} was answered {turns} times", message.id);
        assert!(turns == 1 || told.handed_off_before(message), "message {} was never answered", message.id);
    }

    // Each turn that spoke has its reply at the customer's exactly once.
    let mut sent: HashMap<String, usize> = HashMap::new();
    for message in twilio.sent() {
        *sent.entry(message.sid).or_default() += 1;
    }
    assert!(sent.values().all(|count| *count == 1));
    let replies: HashSet<&String> =
        told.outbound.iter().filter_map(|reply| reply.provider_id.as_ref()).collect();
    assert_eq!(replies.len(), told.outbound.len(), "every reply has its own message at Twilio");
    assert_eq!(sent.len(), told.outbound.len(), "Twilio has no message that the shop does not know");
    assert!(replies.iter().all(|sid| sent.contains_key(*sid)));
    for run in &told.runs {
        let spoken = told.outbound.iter().filter(|reply| reply.run.as_ref() == Some(&run.id)).count();
        assert!(spoken >= 1 || run.outcome == "silent", "turn {} said nothing", run.id);
    }
    assert!(told.runs.iter().any(|run| run.outcome == "handed_off"));
    assert!(told.runs.iter().any(|run| run.outcome == "replied"));
    assert_eq!(told.dead_jobs, 0);
    // Notices to the owner are jobs, too: none is left over, and every handoff opened its complaint.
    let handoffs = told.runs.iter().filter(|run| run.outcome == "handed_off").count();
    assert_eq!(told.complaints, handoffs);
}
