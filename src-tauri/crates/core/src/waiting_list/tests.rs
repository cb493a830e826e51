//! From "let me know" to the one message, through real turns, stock and the outbox.

use super::*;
use crate::answer::{self, Answered, Turns};
use crate::catalog::{NewProduct, NewVariant, ProductStatus};
use crate::conversations::{Direction, InboundMessage, MessageStatus, thread};
use crate::fixture::Fixture;
use crate::id::{Conversation, Product, Variant};
use crate::jobs::JobKind;
use crate::money::{Currency, Money};
use crate::outbox::{SendDecision, begin_send};
use crate::policy::Change;
use crate::stock::{self, MovementReason, Wanted};
use crate::{agent, operations};

struct Planned;

impl Turns for Planned {
    fn run(&self, _: agent::TurnInput, _: &dyn agent::Knowledge) -> Result<agent::RunRecord> {
        unreachable!("turns are started")
    }

    fn start(
        &self,
        input: agent::TurnInput,
        knowledge: &dyn agent::Knowledge,
        _told: &[agent::Exchange],
    ) -> Result<agent::Driven> {
        agent::start(input, knowledge, &agent::BuiltinPlanner, &mut || Duration::ZERO)
    }
}

/// A shop whose only dress is sold out in M and there in L.
struct Shop {
    fixture: Fixture,
    product: Id<Product>,
    medium: Id<Variant>,
}

impl Shop {
    fn new() -> Self {
        let fixture = Fixture::new();
        let (product, medium) = fixture
            .write(|tx| {
                stock::add_location(tx, "Floor")?;
                let variant = |size: &str| NewVariant {
                    sku: Some(format!("WD-{size}")),
                    values: vec![size.into(), "navy".into()],
                    ..NewVariant::priced(Money::new(7990, Currency::EUR))
                };
                let product = catalog::create_product(
                    tx,
                    &NewProduct {
                        handle: "wrap-dress".into(),
                        title: "Sagres Wrap Dress".into(),
                        category: "Women > Dresses".into(),
                        status: ProductStatus::Active,
                        options: vec!["Size".into(), "Colour".into()],
                        variants: vec![variant("M"), variant("L")],
                        ..NewProduct::default()
                    },
                )?;
                let variants = catalog::variants(tx.sql(), product)?;
                let of =
                    |size: &str| variants.iter().find(|v| v.size.as_deref() == Some(size)).expect("size").id;
                let wanted = Wanted::anywhere(of("L"), 5);
                stock::put(tx, &wanted, MovementReason::Opening, None, "", None)?;
                Ok((product, of("M")))
            })
            .expect("shop");
        Self { fixture, product, medium }
    }

    /// Says something from an address, and gives what the shop answered.
    fn say(&self, from: &str, sid: &str, body: &str) -> (Id<Conversation>, String) {
        let message = InboundMessage { from_address: from.into(), ..InboundMessage::for_test(sid, body) };
        let (_, id) = self.fixture.receive(message);
        self.fixture.advance(16);
        let job = self.fixture.claim_one(JobKind::AnswerConversation);
        let answered = answer::answer_blocking(&self.fixture.database, &Planned, &self.fixture.lease, &job);
        assert!(matches!(answered.expect("answer"), Answered::Done(_)));
        (id, self.heard(id).last().cloned().unwrap_or_default())
    }

    fn heard(&self, id: Id<Conversation>) -> Vec<String> {
        let page = self.fixture.read(|c| thread(c, id, None, 100));
        let ours = page.messages.into_iter().filter(|m| m.message.direction == Direction::Outbound);
        ours.map(|m| m.message.body).collect()
    }

    fn stock(&self, pieces: i64) {
        let wanted = Wanted::anywhere(self.medium, pieces);
        let put =
            move |tx: &mut WriteTx<'_>| stock::put(tx, &wanted, MovementReason::Returned, None, "", None);
        self.fixture.write(put).expect("put");
    }

    fn take(&self, pieces: i64) {
        let wanted = Wanted::anywhere(self.medium, pieces);
        let take = move |tx: &mut WriteTx<'_>| stock::take(tx, &wanted, MovementReason::Sold, None, "");
        self.fixture.write(take).expect("take");
    }

    /// Runs the jobs that keep promises, as far as they are due. How many ran.
    fn keep(&self) -> usize {
        self.fixture.advance(61);
        let jobs = self.fixture.claim(JobKind::TellWaiting);
        for job in &jobs {
            let variant = self.medium;
            self.fixture.run(job, move |tx, lease, job| keep(tx, lease, job, variant)).expect("keep");
        }
        jobs.len()
    }

    fn states(&self) -> Vec<State> {
        let of = |state| {
            let page = PageRequest::first(100);
            self.fixture.read(|c| list(c, state, None, self.fixture.database.clock().now(), &page)).items
        };
        let mut all: Vec<Entry> = State::ALL.iter().flat_map(|state| of(*state)).map(|l| l.entry).collect();
        all.sort_by_key(|entry| entry.id.to_string());
        all.iter().map(|entry| entry.state).collect()
    }
}

const ANA: &str = "whatsapp:+15550100101";
const BEA: &str = "whatsapp:+15550100102";
const CAS: &str = "whatsapp:+15550100103";
#[test]
fn a_colour_is_called_as_the_shop_calls_it() {
    let shop = Shop::new();
    let (_, said) = shop.say(ANA, "SM1", "Please let me know when the wrap dress is back in M forest");
    // There is none in forest: it is the M that is waited for, whatever its colour.
    assert!(said.starts_with("I'll write to you here once the Sagres Wrap Dress in size M is"), "{said}");
    let (_, said) = shop.say(BEA, "SM2", "Please let me know when the wrap dress is back in M navy");
    assert!(
        said.starts_with("I'll write to you here once the Sagres Wrap Dress in navy in size M is"),
        "{said}"
    );
}

#[test]
fn who_has_no_name_is_called_by_the_address() {
    let shop = Shop::new();
    shop.say(ANA, "SM1", ASKS);
    let name = |shop: &Shop| {
        let (page, now) = (PageRequest::first(10), shop.fixture.database.clock().now());
        shop.fixture.read(|c| list(c, State::Waits, None, now, &page)).items.remove(0).contact_name
    };
    let own = name(&shop);
    shop.fixture
        .write(|tx| Ok(tx.sql().execute("UPDATE contacts SET display_name = ' '", [])?))
        .expect("renamed");
    assert!(name(&shop).contains("+15550100101") && own != name(&shop), "{own}");
}

const ASKS: &str = "Please let me know when the wrap dress is back in M";

#[test]
fn who_asks_is_promised_it_from_the_row_and_told_once() {
    let shop = Shop::new();
    let (id, said) = shop.say(ANA, "SM1", ASKS);
    assert_eq!(
        said,
        "I'll write to you here once the Sagres Wrap Dress in size M is available again. That holds until Thursday 15 April."
    );
    assert_eq!(shop.states(), [State::Waits]);
    let (_, again) = shop.say(ANA, "SM2", "notify me when the wrap dress is available again in M");
    assert!(again.starts_with("I have noted that already"), "{again}");
    assert_eq!(shop.states(), [State::Waits]);

    shop.stock(2);
    assert_eq!(shop.keep(), 1);
    let heard = shop.heard(id);
    assert_eq!(
        heard.last().expect("told"),
        "Good news: the Sagres Wrap Dress in navy in size M is available again, for €79.90. You asked me to write to you about it."
    );
    assert_eq!(shop.states(), [State::Told]);
    shop.stock(3);
    shop.keep();
    assert_eq!(shop.heard(id).len(), heard.len());
}

#[test]
fn the_offer_is_made_where_it_is_sold_out_and_a_yes_takes_it() {
    let shop = Shop::new();
    let (_, said) = shop.say(ANA, "SM1", "do you have the sagres wrap dress in size M?");
    assert!(said.ends_with("Shall I write to you when there is more?"), "{said}");
    let (_, said) = shop.say(ANA, "SM2", "yes please");
    assert!(said.starts_with("I'll write to you here once the Sagres Wrap Dress in size M"), "{said}");
    // Who says no, or asks for what is there, waits for nothing.
    shop.say(BEA, "SM3", "do you have the sagres wrap dress in size M?");
    shop.say(BEA, "SM4", "no thanks");
    let (_, said) = shop.say(CAS, "SM5", "let me know when the wrap dress is back in size L");
    assert!(said.contains("have the Sagres Wrap Dress"), "{said}");
    assert_eq!(shop.states(), [State::Waits]);
}

#[test]
fn a_promise_is_made_and_kept_in_the_customer_s_language() {
    let shop = Shop::new();
    let asks =
        "Können Sie mir bitte Bescheid sagen, wenn das Sagres Wrap Dress in Größe M wieder verfügbar ist?";
    let (id, said) = shop.say(ANA, "SM1", asks);
    assert!(
        said.starts_with("Ich schreibe Ihnen hier, sobald Sagres Wrap Dress in Größe M wieder"),
        "{said}"
    );
    shop.stock(1);
    shop.keep();
    let told = shop.heard(id).pop().expect("told");
    assert!(
        told.starts_with("Gute Nachricht: Sagres Wrap Dress in Marineblau in Größe M ist wieder"),
        "{told}"
    );
}

#[test]
fn the_first_who_wait_are_told_as_many_as_there_are_pieces() {
    let shop = Shop::new();
    let ids: Vec<_> =
        [(ANA, "SM1"), (BEA, "SM2"), (CAS, "SM3")].map(|(from, sid)| shop.say(from, sid, ASKS).0).to_vec();
    shop.stock(1);
    assert_eq!(shop.keep(), 1);
    assert_eq!(shop.states(), [State::Told, State::Waits, State::Waits]);
    // The piece is still there, and still Ana's to take.
    shop.stock(1);
    shop.keep();
    assert_eq!(shop.states(), [State::Told, State::Told, State::Waits]);
    shop.take(1);
    shop.stock(1);
    shop.keep();
    assert_eq!(shop.heard(ids[2]).len(), 1);
    // After two days a piece that nobody took is anybody's.
    shop.fixture.advance(HELD_FOR.as_secs());
    shop.stock(1);
    shop.keep();
    assert_eq!(shop.states()[2], State::Owner, "Cas' window has closed");
}

#[test]
fn what_is_gone_again_is_told_to_nobody() {
    let shop = Shop::new();
    let (id, _) = shop.say(ANA, "SM1", ASKS);
    shop.stock(1);
    shop.take(1);
    assert_eq!(shop.keep(), 1);
    assert_eq!((shop.states(), shop.heard(id).len()), (vec![State::Waits], 1));
    // Written, and sold before it went out: it does not go out, and the customer waits on.
    for job in shop.fixture.claim(JobKind::SendMessage) {
        shop.fixture.run(&job, begin_send).expect("the answer goes out");
    }
    shop.stock(1);
    shop.keep();
    assert_eq!(shop.states(), [State::Told]);
    shop.take(1);
    let message = shop.fixture.read(|c| thread(c, id, None, 10)).messages.pop().expect("a message").message;
    assert!(shop.fixture.read(|c| is_gone_again(c, message.id)));
    shop.fixture.write(move |tx| not_sent(tx, message.id, Code::OutOfStock)).expect("not sent");
    assert_eq!(shop.states(), [State::Waits]);
    shop.stock(1);
    shop.keep();
    assert_eq!(shop.states(), [State::Told]);
}

#[test]
fn the_gate_holds_back_what_is_gone_again() {
    let shop = Shop::new();
    let (id, _) = shop.say("whatsapp:+15550100104", "SM1", ASKS);
    // The answer is accepted, so that the next message has its turn.
    let job = shop.fixture.claim_one(JobKind::SendMessage);
    let decided = shop.fixture.run(&job, begin_send).expect("begin");
    let SendDecision::Send(message) = decided else { panic!("{decided:?}") };
    let accepted =
        crate::outbox::SendOutcome::Accepted { provider_id: "SMout".into(), status: MessageStatus::Sent };
    shop.fixture
        .run(&job, move |tx, lease, job| crate::outbox::finish_send(tx, lease, job, &message, &accepted))
        .expect("sent");
    shop.stock(1);
    shop.keep();
    shop.take(1);
    let job = shop.fixture.claim_one(JobKind::SendMessage);
    let decided = shop.fixture.run(&job, begin_send).expect("begin");
    assert_eq!(decided, SendDecision::Refused(Code::OutOfStock));
    let last = shop.fixture.read(|c| thread(c, id, None, 10)).messages.pop().expect("a message").message;
    assert_eq!((last.status, shop.states()), (MessageStatus::Failed, vec![State::Waits]));
    assert!(!shop.fixture.conversation(id).needs_owner, "there is nothing for the owner to do");
}

#[test]
fn who_cannot_be_written_to_is_the_owner_s_to_tell_and_who_stopped_is_nobody_s() {
    let shop = Shop::new();
    let (ana, _) = shop.say(ANA, "SM1", ASKS);
    let (bea, _) = shop.say(BEA, "SM2", ASKS);
    let stop = InboundMessage { from_address: BEA.into(), ..InboundMessage::for_test("SM3", "STOP") };
    shop.fixture.receive(stop);
    assert_eq!(shop.states(), [State::Waits, State::Stopped]);
    shop.fixture.advance(25 * 3600);
    shop.stock(5);
    shop.keep();
    assert_eq!(shop.states(), [State::Owner, State::Stopped]);
    assert_eq!((shop.heard(ana).len(), shop.heard(bea).len()), (1, 1));
    assert!(shop.fixture.conversation(ana).needs_owner);
    let page = PageRequest::first(10);
    let now = shop.fixture.database.clock().now();
    let entry = shop.fixture.read(|c| list(c, State::Owner, Some(shop.product), now, &page)).items.remove(0);
    assert_eq!(
        (entry.entry.why, entry.variants, entry.variant_count),
        (Some(Why::WindowClosed), vec!["M / navy".to_owned()], 1)
    );
    assert_eq!(entry.came.as_deref(), Some("M / navy"));
    let counts = shop.fixture.read(|c| counts(c, Some(shop.product), now));
    assert_eq!(counts, Counts { waiting: 0, for_owner: 1 });
    // Told by other means: off the list, and back on it again.
    let id = entry.entry.id;
    shop.fixture.write(move |tx| remove(tx, id)).expect("removed");
    assert_eq!(shop.states()[0], State::Removed);
    let filter = operations::OperationFilter::default();
    let last = shop.fixture.read(|c| operations::list(c, &filter, &page)).items[0].id;
    shop.fixture.write(move |tx| operations::undo(tx, last)).expect("undone");
    assert_eq!(shop.states()[0], State::Owner);
    assert_eq!(
        shop.fixture.write(move |tx| remove(tx, Id::from_uuid(uuid::Uuid::nil()))).unwrap_err().code,
        Code::NotFound
    );
}

#[test]
fn promises_end_and_follow_the_owner_s_policy() {
    let shop = Shop::new();
    shop.fixture
        .write(|tx| {
            let mut policy = settings::get::<Policy>(tx.sql())?;
            policy.value.waiting_days = 1;
            settings::update(tx, policy.value, policy.version)?;
            Ok(())
        })
        .expect("policy");
    let (id, _) = shop.say(ANA, "SM1", ASKS);
    shop.fixture.advance(24 * 3600);
    shop.stock(1);
    assert_eq!(shop.keep(), 0, "nobody waits any more");
    assert_eq!(shop.heard(id).len(), 1);
    // What the owner keeps to themselves is handed over.
    shop.take(1);
    shop.fixture
        .write(|tx| {
            let mut policy = settings::get::<Policy>(tx.sql())?;
            policy.value.changes.back_in_stock = crate::policy::Permission::Owner;
            assert_eq!(policy.value.changes.of(Change::BackInStock), crate::policy::Permission::Owner);
            settings::update(tx, policy.value, policy.version)?;
            Ok(())
        })
        .expect("policy");
    let (bea, _) = shop.say(BEA, "SM2", ASKS);
    assert!(shop.fixture.conversation(bea).needs_owner);
    assert_eq!(shop.fixture.read(|c| counts(c, None, shop.fixture.database.clock().now())).waiting, 0);
}

#[test]
fn a_product_that_is_sold_again_is_told_of_too() {
    let shop = Shop::new();
    shop.say(ANA, "SM1", ASKS);
    let product = shop.product;
    let set = |status| {
        shop.fixture
            .write(move |tx| {
                let change = catalog::ProductChange { status: Some(status), ..Default::default() };
                let mut recording =
                    operations::begin(tx, OperationKind::ProductChanged, serde_json::json!({}))?;
                catalog::change_product(tx, product, &change, &mut recording)?;
                recording.finish(tx)
            })
            .expect("status");
    };
    set(ProductStatus::Archived);
    shop.stock(1);
    shop.keep();
    assert_eq!(shop.states(), [State::Waits]);
    set(ProductStatus::Active);
    shop.keep();
    assert_eq!(shop.states(), [State::Told]);
}
