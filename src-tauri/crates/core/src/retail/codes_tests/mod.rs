//! Codes by e-mail over a real file: asked for, mailed, typed, and what they open.

mod limits;
mod mail;
mod talk;
mod tongues;

use std::cell::Cell;
use std::time::Duration;

use super::agents::prepare;
use super::import::{Imported, import};
use super::tests::shop;
use crate::answer::{self, SIMULATED_JOBS, work_simulated};
use crate::archive;
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
