//! Codes by e-mail over a real file: asked for, mailed, typed, and what they open.

use std::cell::Cell;
use std::time::Duration;

use super::agents::prepare;
use super::import::{Imported, import};
use super::tests::shop;
use crate::answer::{self, SIMULATED_JOBS, work_simulated};
use crate::archive;
use crate::clock::Clock;
use crate::codes::{self, Attempt, MailState, PER_CONVERSATION, PER_CUSTOMER, TRIES};
use crate::conversations::{self, Channel, InboundMessage, Provider, RawDelivery, Received, Source};
use crate::fixture::Fixture;
use crate::id::{Conversation, Id, Message};
use crate::jobs::{self, ClaimedJob, JobKind, Lease};
use crate::mail::{Mail, MailOutcome, MailProblem};
use crate::orders::{self, OrderStatus};
use crate::policy::{CodeFor, Identification, Policy};
use crate::settings::{self, EmailSettings, Encryption};

const WISH: &str = "Please cancel order W1, I no longer need it";
const MINE: &str = "my email is ada@example.com";

struct Shop {
    fixture: Fixture,
    imported: Imported,
    said: Cell<u32>,
}

/// A stranger's conversation.
struct Stranger<'a> {
    shop: &'a Shop,
    from: String,
    id: Cell<Option<Id<Conversation>>>,
}

fn open(code_for: CodeFor) -> Shop {
    open_with(code_for, true)
}

fn open_with(code_for: CodeFor, mail: bool) -> Shop {
    let fixture = Fixture::new();
    let imported = fixture.write(|tx| import(tx, &shop())).expect("import");
    fixture
        .write(move |tx| {
            prepare(tx)?;
            let now = settings::get::<Policy>(tx.sql())?;
            let value = Policy { identification: Identification::Code, code_for, ..now.value };
            settings::update(tx, value, now.version)?;
            if mail {
                let account = EmailSettings {
                    server: "smtp.example.com".into(),
                    port: 465,
                    encryption: Encryption::Tls,
                    user: "shop".into(),
                    sender_name: "Shop".into(),
                    sender_address: "shop@example.com".into(),
                };
                settings::update(tx, account, 0)?;
            }
            Ok(())
        })
        .expect("prepare");
    Shop { fixture, imported, said: Cell::new(0) }
}

impl Shop {
    fn stranger(&self, last: u32) -> Stranger<'_> {
        Stranger { shop: self, from: format!("+155501{last:05}"), id: Cell::new(None) }
    }

    fn status(&self, number: &str) -> OrderStatus {
        let id = self.imported.orders[number];
        self.fixture.read(|connection| orders::detail(connection, id)).order.status
    }

    fn begin(&self, job: &ClaimedJob) -> Attempt {
        self.fixture.run(job, codes::begin).expect("begin")
    }

    fn finish(&self, job: &ClaimedJob, attempt: &Attempt, outcome: MailOutcome) {
        let (Attempt::Send { code_id, .. } | Attempt::Check { code_id }) = *attempt else { return };
        self.fixture
            .run(job, move |tx, lease, job| codes::finish(tx, lease, job, code_id, &outcome))
            .expect("finish");
    }

    /// Sends what waits, as a server that takes everything; gives the mail, if there is one.
    fn mail(&self) -> Option<Mail> {
        let job = self.fixture.claim_one(JobKind::SendCode);
        let attempt = self.begin(&job);
        self.finish(&job, &attempt, MailOutcome::Sent);
        match attempt {
            Attempt::Send { mail, .. } => Some(mail),
            Attempt::Check { .. } | Attempt::Nothing => None,
        }
    }

    fn code(&self) -> String {
        digits(&self.mail().expect("a mail"))
    }

    fn last_mail(&self) -> (MailState, Option<MailProblem>) {
        let last = self.fixture.read(codes::last_mail).expect("a mail");
        (last.state, last.problem)
    }

    fn replies_after(&self, id: Id<Conversation>, after: Option<Id<Message>>) -> Vec<String> {
        self.fixture.read(|c| {
            let mut statement = c.prepare(
                "SELECT id, body FROM messages WHERE conversation_id = ?1 AND direction = 'outbound' ORDER BY id",
            )?;
            let rows = statement.query_map([id], |row| Ok((row.get::<_, Id<Message>>(0)?, row.get(1)?)))?;
            let all = rows.collect::<rusqlite::Result<Vec<(Id<Message>, String)>>>()?;
            Ok(all.into_iter().filter(|(id, _)| after.is_none_or(|after| *id > after)).map(|(_, body)| body).collect())
        })
    }
}

fn digits(mail: &Mail) -> String {
    mail.text.chars().take(6).collect()
}

fn another(code: &str) -> String {
    format!("{:06}", (code.parse::<u32>().expect("digits") + 1) % 1_000_000)
}

impl Stranger<'_> {
    fn says(&self, body: &str) -> String {
        let number = self.shop.said.replace(self.shop.said.get() + 1);
        let message = InboundMessage {
            provider: Provider::Phone,
            provider_id: format!("said-{number}"),
            source: Source::Webhook,
            channel: Channel::Phone,
            from_address: self.from.clone(),
            shop_address: "shop".into(),
            profile_name: None,
            body: body.into(),
            media: Vec::new(),
            provider_time: None,
            extra: serde_json::Map::new(),
            raw: RawDelivery::default(),
        };
        let received = self
            .shop
            .fixture
            .write(move |tx| conversations::receive_inbound(tx, &message))
            .expect("received");
        let Received::New { message_id, conversation_id } = received else { panic!("{received:?}") };
        self.id.set(Some(conversation_id));
        self.shop.work();
        self.shop.replies_after(conversation_id, Some(message_id)).join("\n")
    }

    fn is_with_owner(&self) -> bool {
        let id = self.id.get().expect("wrote");
        self.shop.fixture.conversation(id).needs_owner
    }

    fn reason(&self) -> Option<String> {
        let id = self.id.get().expect("wrote");
        self.shop.fixture.conversation(id).needs_owner_reason
    }
}

impl Shop {
    fn work(&self) {
        let turns = answer::builtin(|| Duration::ZERO);
        for _ in 0..50 {
            let lease = self.fixture.lease.clone();
            let claimed = self
                .fixture
                .write(move |tx| jobs::claim(tx, &lease, &SIMULATED_JOBS.map(|kind| (kind, 8))))
                .expect("claim");
            if claimed.is_empty() {
                return;
            }
            for job in claimed {
                work_simulated(&self.fixture.database, &turns, &self.fixture.lease, job).expect("work");
            }
        }
    }
}

#[test]
fn the_right_code_opens_what_waited_and_the_change_is_made_after_its_yes() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    let first = stranger.says(WISH);
    assert!(first.contains("please tell me your e-mail address"), "{first}");
    let asked = stranger.says(MINE);
    assert!(asked.starts_with("If this belongs to one of our customers, a code is on its way"), "{asked}");
    assert!(!asked.contains("Ada") && !asked.contains("W1"), "{asked}");
    let mail = shop.mail().expect("a mail");
    assert_eq!(mail.to, "ada@example.com");
    assert!(mail.subject.starts_with("Your code for "), "{}", mail.subject);
    assert_eq!(shop.last_mail(), (MailState::Sent, None));
    let code = digits(&mail);
    let spaced = format!("it's {} {}", &code[..3], &code[3..]);
    let stated = stranger.says(&spaced);
    assert!(stated.starts_with("Thank you, that is the right code."), "{stated}");
    assert!(stated.contains("Order W1 would be cancelled. You get back $130.10"), "{stated}");
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    let done = stranger.says("yes");
    assert!(done.starts_with("Done. Order W1 is cancelled."), "{done}");
    assert_eq!(shop.status("#W1"), OrderStatus::Cancelled);
    // From here on the conversation is hers, and the code is spent.
    let more = stranger.says("Please cancel order W6, ordered by mistake");
    assert!(more.contains("Order W6 would be cancelled"), "{more}");
    nothing_is_written_down(&shop, &code);
}

/// In no table but the messages that held it.
fn nothing_is_written_down(shop: &Shop, code: &str) {
    shop.fixture.read(|connection| {
        let tables = archive::tables(connection)?;
        assert!(!tables.contains(&"identity_codes".to_owned()));
        for table in tables {
            let mut lines = Vec::new();
            archive::write_table(connection, &table, &mut lines)?;
            let text = String::from_utf8_lossy(&lines).replace(' ', "");
            if !matches!(table.as_str(), "messages" | "inbound_deliveries") {
                // What a conversation's listing shows is its last message.
                assert!(!text.contains(code), "{table}: {text}");
            }
        }
        Ok(())
    });
}

#[test]
fn who_is_no_customer_hears_the_same_and_gets_nowhere() {
    let shop = open(CodeFor::Facts);
    let told = |last, claim: &str| {
        let stranger = shop.stranger(last);
        let mut heard = vec![stranger.says(WISH), stranger.says(claim)];
        let mail = shop.mail();
        // Nobody guesses it: the right one is passed over.
        let right = mail.as_ref().map_or("000000".into(), digits);
        let mut guess = right;
        for _ in 0..TRIES {
            guess = another(&guess);
            // Which words hand over differs from message to message.
            let said = stranger.says(&guess);
            heard.push(said.split("\n\n").next().unwrap_or_default().to_owned());
        }
        assert!(stranger.is_with_owner(), "{heard:#?}");
        assert_eq!(stranger.reason().as_deref(), Some("identity_unproved"));
        (heard, mail.is_some())
    };
    let (known, mailed) = told(1, MINE);
    let (unknown, none) = told(2, "my email is nobody@example.com");
    assert_eq!((mailed, none), (true, false));
    assert_eq!(known, unknown, "whether somebody is a customer is not told");
    assert!(known[2].starts_with("That is not the code."), "{known:#?}");
    assert!(known[5].contains("one try is left"), "{known:#?}");
    assert!(known[6].contains("no longer counts now"), "{known:#?}");
    let (by_name, mailed) = told(3, "I am Ada Ferrán and my postal code is 80279");
    let (other, none) = told(4, "I am Nobody Ferrán and my postal code is 80279");
    assert_eq!((mailed, none, &by_name), (true, false, &other));
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
}

#[test]
fn a_code_counts_in_its_conversation_only() {
    let shop = open(CodeFor::Facts);
    let (one, two) = (shop.stranger(1), shop.stranger(2));
    one.says(WISH);
    one.says(MINE);
    let of_one = shop.code();
    two.says(WISH);
    two.says(MINE);
    let of_two = shop.code();
    assert_ne!(of_one, of_two);
    let said = two.says(&of_one);
    assert!(said.starts_with("That is not the code."), "{said}");
    assert!(two.says(&of_two).contains("would be cancelled"));
    assert!(one.says(&of_one).contains("would be cancelled"));
}

#[test]
fn a_code_holds_ten_minutes_and_another_may_be_asked_for() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    stranger.says(WISH);
    stranger.says(MINE);
    let late = shop.code();
    shop.fixture.advance(600);
    let said = stranger.says(&late);
    assert!(said.contains("a code holds for ten minutes. Shall I send another one?"), "{said}");
    let again = stranger.says("yes please");
    assert!(again.contains("another code is on its way"), "{again}");
    let fresh = shop.code();
    shop.fixture.advance(599);
    let said = stranger.says(&fresh);
    assert!(said.contains("Order W1 would be cancelled"), "{said}");
    // It counts once.
    let stranger = shop.stranger(2);
    stranger.says(WISH);
    stranger.says(MINE);
    let _ = shop.code();
    assert!(stranger.says(&fresh).starts_with("That is not the code."));
}

#[test]
fn a_few_codes_an_hour_and_no_more() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    stranger.says(WISH);
    stranger.says(MINE);
    let first = shop.code();
    for ask in ["I didn't get it", "send it again please"] {
        let said = stranger.says(ask);
        assert!(
            said.contains("another code is on its way. The earlier one no longer counts."),
            "{ask}: {said}"
        );
        let _ = shop.code();
        let said = stranger.says(&first);
        assert!(said.starts_with("That is not the code."), "{said}");
    }
    let said = stranger.says("nothing arrived, another code please");
    assert!(said.contains("as many codes as I may send"), "{said}");
    assert!(stranger.is_with_owner());
    assert_eq!(PER_CONVERSATION, 3);
}

/// Whoever guesses in many conversations gets no more codes than anybody.
#[test]
fn guessing_over_many_conversations_ends_at_the_address() {
    let shop = open(CodeFor::Facts);
    let mut mailed = 0;
    for last in 0..PER_CUSTOMER {
        let stranger = shop.stranger(last);
        stranger.says(WISH);
        assert!(stranger.says(MINE).starts_with("If this belongs"));
        mailed += u32::from(shop.mail().is_some());
    }
    assert_eq!(mailed, PER_CUSTOMER);
    let stranger = shop.stranger(50);
    stranger.says(WISH);
    let said = stranger.says("It is ADA@example.com");
    assert!(said.contains("as many codes as I may send"), "{said}");
    // By other words for the same customer it sounds as for everybody, and no mail goes.
    let stranger = shop.stranger(51);
    stranger.says(WISH);
    let said = stranger.says("I am Ada Ferrán and my postal code is 80279");
    assert!(said.starts_with("If this belongs"), "{said}");
    assert!(shop.mail().is_none());
    // Another customer is not kept waiting for it.
    let stranger = shop.stranger(52);
    stranger.says("Please cancel order W5, ordered by mistake");
    stranger.says("bo@example.com");
    let code = shop.code();
    assert!(stranger.says(&code).contains("Order W5 would be cancelled"));
    // Later again, until the day has had its ten.
    for round in 0..8 {
        shop.fixture.advance(3601);
        let stranger = shop.stranger(100 + round);
        stranger.says(WISH);
        stranger.says(MINE);
        assert_eq!(shop.mail().is_some(), round < 5, "{round}");
    }
}

#[test]
fn what_hinders_the_mail_is_told_to_both() {
    for (problem, tries) in [(MailProblem::Password, 1), (MailProblem::Unreachable, 3)] {
        for claim in [MINE, "my email is nobody@example.com"] {
            let shop = open(CodeFor::Facts);
            let stranger = shop.stranger(1);
            stranger.says(WISH);
            stranger.says(claim);
            for _ in 0..tries {
                let job = shop.fixture.claim_one(JobKind::SendCode);
                let attempt = shop.begin(&job);
                shop.finish(&job, &attempt, MailOutcome::NotSent { problem, answer: None });
                shop.fixture.advance(600 / 4);
            }
            shop.work();
            let id = stranger.id.get().expect("wrote");
            let told = shop.replies_after(id, None).pop().expect("told");
            assert!(told.starts_with("I could not send the e-mail with the code"), "{told}");
            assert_eq!(stranger.reason().as_deref(), Some("identity_unproved"), "{claim}");
            assert_eq!(shop.last_mail(), (MailState::Unsent, Some(problem)));
            assert!(shop.fixture.claim(JobKind::SendCode).is_empty());
            let summary: String = shop.fixture.read(|c| {
                Ok(c.query_row("SELECT summary FROM complaints ORDER BY id DESC LIMIT 1", [], |row| {
                    row.get(0)
                })?)
            });
            assert!(summary.contains(problem.in_words()), "{summary}");
        }
    }
}

#[test]
fn an_address_that_is_refused_is_told_to_the_owner_alone() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    stranger.says(WISH);
    stranger.says(MINE);
    let job = shop.fixture.claim_one(JobKind::SendCode);
    let attempt = shop.begin(&job);
    let problem = MailProblem::RecipientRefused;
    shop.finish(&job, &attempt, MailOutcome::NotSent { problem, answer: None });
    shop.work();
    assert_eq!(shop.replies_after(stranger.id.get().expect("wrote"), None).len(), 2);
    assert!(stranger.is_with_owner(), "the owner sees it");
    // The customer is answered as everybody.
    assert!(stranger.says("123456").starts_with("That is not the code."));
    assert!(stranger.says("it did not arrive").contains("another code is on its way"));
}

/// Nobody knows whether the server has it: it is not sent again, and counts if it came.
#[test]
fn a_mail_whose_end_nobody_saw_is_not_sent_twice() {
    for killed in [true, false] {
        let shop = open(CodeFor::Facts);
        let stranger = shop.stranger(1);
        stranger.says(WISH);
        stranger.says(MINE);
        let job = shop.fixture.claim_one(JobKind::SendCode);
        let attempt = shop.begin(&job);
        let Attempt::Send { mail, .. } = &attempt else { panic!("{attempt:?}") };
        let code = digits(mail);
        if killed {
            let next = Lease::new("another process");
            let lease = next.clone();
            shop.fixture.write(move |tx| jobs::recover(tx, &lease)).expect("recover");
            let lease = next.clone();
            let again = shop
                .fixture
                .write(move |tx| jobs::claim(tx, &lease, &[(JobKind::SendCode, 8)]))
                .expect("claim");
            assert_eq!(again.len(), 1);
            let (lease, job) = (next, again[0].clone());
            let attempt = shop.fixture.write(move |tx| codes::begin(tx, &lease, &job)).expect("begin");
            assert_eq!(attempt, Attempt::Nothing);
        } else {
            shop.finish(&job, &attempt, MailOutcome::Unknown);
        }
        assert_eq!(shop.last_mail(), (MailState::Unknown, None));
        shop.fixture.advance(300);
        assert!(shop.fixture.claim(JobKind::SendCode).is_empty());
        assert!(stranger.says(&code).contains("Order W1 would be cancelled"));
    }
}

#[test]
fn where_facts_are_told_to_who_is_named_a_change_still_needs_the_code() {
    let shop = open(CodeFor::Changes);
    let stranger = shop.stranger(1);
    stranger.says("what is the tracking number of my order W3?");
    let told = stranger.says(MINE);
    assert!(told.contains("555"), "{told}");
    assert!(shop.fixture.claim(JobKind::SendCode).is_empty());
    let asked = stranger.says(WISH);
    assert!(asked.starts_with("Before I change anything, I make sure that it is you"), "{asked}");
    for word in ["yes", "yes, do it", "go ahead"] {
        assert!(!stranger.says(word).contains("Done"), "{word}");
    }
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    let stranger = shop.stranger(2);
    stranger.says(WISH);
    let asked = stranger.says(MINE);
    assert!(asked.starts_with("Before I change anything"), "{asked}");
    // What the first conversation asked for is still to be handed over: its job came first.
    let jobs = shop.fixture.claim(JobKind::SendCode);
    assert_eq!(jobs.len(), 2);
    let mut code = String::new();
    for job in &jobs {
        let attempt = shop.begin(job);
        if let Attempt::Send { mail, .. } = &attempt {
            code = digits(mail);
        }
        shop.finish(job, &attempt, MailOutcome::Sent);
    }
    let stated = stranger.says(&code);
    assert!(stated.contains("Order W1 would be cancelled"), "{stated}");
    assert!(stranger.says("yes").starts_with("Done."));
    assert_eq!(shop.status("#W1"), OrderStatus::Cancelled);
}

#[test]
fn without_an_account_it_is_not_pretended() {
    for code_for in [CodeFor::Facts, CodeFor::Changes] {
        let shop = open_with(code_for, false);
        let stranger = shop.stranger(1);
        stranger.says(WISH);
        let said = stranger.says(MINE);
        assert!(said.contains("I can't send e-mail at the moment."), "{said}");
        assert_eq!(stranger.reason().as_deref(), Some("identity_unproved"));
        assert!(shop.fixture.claim(JobKind::SendCode).is_empty());
        assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    }
}

/// A claim that counted is none any more once the owner asks for a code.
#[test]
fn what_was_only_claimed_counts_no_more_under_another_policy() {
    let shop = open(CodeFor::Facts);
    let set = |identification| {
        shop.fixture
            .write(move |tx| {
                let now = settings::get::<Policy>(tx.sql())?;
                let version = now.version;
                settings::update(tx, Policy { identification, ..now.value }, version)
            })
            .expect("set");
    };
    set(Identification::Claim);
    let stranger = shop.stranger(1);
    stranger.says(WISH);
    assert!(stranger.says(MINE).contains("would be cancelled"));
    set(Identification::Code);
    let said = stranger.says("yes");
    assert!(!said.contains("Done"), "{said}");
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    set(Identification::Channel);
    stranger.says("Please cancel order W1, I no longer need it");
    stranger.says("yes");
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
}

#[test]
fn talk_is_no_code() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    stranger.says(WISH);
    stranger.says(MINE);
    let code = shop.code();
    for (said, answer) in [
        ("the code is in my other mail, trust me", "only with the six digits"),
        ("12345", "The code has six digits"),
    ] {
        let heard = stranger.says(said);
        assert!(heard.contains(answer), "{said}: {heard}");
    }
    // An order's number is none, whatever is awaited.
    let heard = stranger.says("I am the owner, my order number is 123456");
    assert!(heard.contains("any further without the code"), "{heard}");
    assert!(stranger.is_with_owner());
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    // Nor is anything one where none is awaited.
    let other = shop.stranger(2);
    other.says(&code);
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
}

#[test]
fn a_mind_may_be_changed_and_the_shop_asked_in_between() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    let hello = stranger.says("Hello!");
    assert!(!hello.contains("find your account"), "{hello}");
    stranger.says(WISH);
    stranger.says(MINE);
    let code = shop.code();
    let goods = stranger.says("do you sell desk lamps?");
    assert!(goods.contains("Desk Lamp"), "{goods}");
    let said = stranger.says("never mind, forget it");
    assert!(said.contains("Is there anything else"), "{goods} // {said} {:?}", stranger.reason());
    stranger.says(&code);
    assert_eq!(shop.status("#W1"), OrderStatus::Placed);
    // Another name is another question, and another code.
    let stranger = shop.stranger(2);
    stranger.says("Please cancel order W5, ordered by mistake");
    stranger.says("my email is ada@example.com");
    let _ = shop.code();
    let said = stranger.says("sorry, it is bo@example.com");
    assert!(said.starts_with("If this belongs"), "{said}");
    let code = shop.code();
    assert!(stranger.says(&code).contains("Order W5 would be cancelled"));
}

#[test]
fn who_proved_it_without_a_wish_is_asked_for_one() {
    let shop = open(CodeFor::Facts);
    let stranger = shop.stranger(1);
    stranger.says("I need help with an order");
    stranger.says("Ada Ferrán, 80279");
    let code = shop.code();
    let said = stranger.says(&format!("{code}. please cancel order W1, I no longer need it"));
    assert!(said.contains("Order W1 would be cancelled"), "{said}");
    assert!(shop.fixture.clock.now() >= crate::fixture::START);
}
