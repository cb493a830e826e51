use std::sync::Arc;
use std::time::Duration;

use super::*;
use crate::agent::knowledge::Knowledge as _;
use crate::agent::{self, BuiltinPlanner, RunRecord, TurnInput};
use crate::answer::Turns;
use crate::clock::SystemClock;
use crate::contacts::Channel;
use crate::database::{Database, Options};
use crate::demo;
use crate::orders::OrderStatus;

struct Planned;

impl Turns for Planned {
    fn run(&self, input: TurnInput, knowledge: &dyn port::Knowledge) -> Result<RunRecord> {
        agent::drive(input, knowledge, &BuiltinPlanner, &mut || Duration::ZERO)
    }
}

fn with_demo(check: impl FnOnce(&Connection)) {
    let dir = tempfile::tempdir().expect("dir");
    let now = "2026-06-18T12:30:00Z".parse().expect("time");
    demo::create(dir.path(), &demo::DemoOptions::new(now), &Planned).expect("demo");
    let database = Database::open(dir.path(), Options::new(Arc::new(SystemClock))).expect("open");
    database
        .read_blocking(|connection| {
            check(connection);
            Ok(())
        })
        .expect("read");
}

#[test]
fn answers_are_the_shop_s_own_rows_with_their_versions() {
    with_demo(|connection| {
        let list = orders::list(
            connection,
            &orders::OrderFilter { status: Some(OrderStatus::Shipped), ..Default::default() },
            &crate::page::PageRequest::first(1),
        )
        .expect("orders");
        let row = &list.items[0];
        let identities = crate::contacts::detail(connection, row.contact_id.expect("a contact"))
            .expect("contact")
            .identities;
        let phone = identities.iter().find(|identity| identity.channel == Channel::Phone).expect("phone");
        let scope = CustomerScope::from_identity(connection, Channel::Phone, &phone.address).expect("scope");
        let searcher = Searcher::default();
        let knowledge = ShopKnowledge::new(connection, scope, &searcher);

        let order = knowledge.order_by_number(&row.number).expect("read").expect("their own");
        assert_eq!((order.id, order.version, order.total), (row.id, row.version, row.total));
        assert!(order.fulfilments[0].tracking_number.is_some());
        let mine = knowledge.orders(10).expect("orders");
        assert!(mine.iter().any(|order| order.number == row.number));
        assert!(mine.is_sorted_by(|a, b| a.placed_at >= b.placed_at));
        // No number of another customer's order finds it.
        let all =
            orders::list(connection, &orders::OrderFilter::default(), &crate::page::PageRequest::first(200))
                .expect("orders");
        for other in &all.items {
            let found = knowledge.order_by_number(&other.number).expect("read").is_some();
            assert_eq!(found, other.contact_id == row.contact_id && other.status != OrderStatus::Draft);
        }

        let query = port::ProductQuery {
            words: vec!["linen".into(), "dress".into()],
            size: Some("38".into()),
            price_max: Some(Money::new(10_000, crate::money::Currency::EUR)),
            limit: 3,
            ..port::ProductQuery::default()
        };
        let hits = knowledge.search_products(&query).expect("search");
        assert_eq!(hits[0].product.title, "Linen midi dress");
        assert_eq!(hits[0].words_matched, 2);
        assert_eq!(hits[0].product.variants.len(), 24);
        let again = knowledge.product(hits[0].product.id).expect("read").expect("active");
        assert_eq!(again, hits[0].product);
        let unknown = knowledge.product(Id::from_uuid(row.id.uuid())).expect("read");
        assert_eq!(unknown, None);
    });
}

#[test]
fn the_shop_s_facts_are_its_settings_and_unset_ones_are_absent() {
    let unset = shop_facts(&ShopSettings::default());
    assert!(
        unset.hours.is_none()
            && unset.contact.is_none()
            && unset.shipping.is_none()
            && unset.returns.is_none()
    );
    assert_eq!((unset.name.key.as_str(), unset.name.version), ("shop", 0));
    with_demo(|connection| {
        let settings = ShopSettings::load(connection).expect("settings");
        let facts = shop_facts(&settings);
        assert_eq!(facts.name.value, "Linden & Lark");
        let hours = facts.hours.expect("hours");
        assert_eq!((hours.key.as_str(), hours.version), ("hours", 1));
        assert_eq!(hours.value.week.len(), 7);
        assert!(hours.value.week[0].is_empty());
        assert_eq!(hours.value.week[5][0].to, Time::new(17, 0, 0, 0).expect("time"));
        let shipping = facts.shipping.expect("shipping").value;
        assert_eq!(shipping.zones[0].cost, Money::new(490, facts.currency));
        assert!(shipping.zones[1].countries.contains(&"Austria".to_owned()));
        let returns = facts.returns.expect("returns").value;
        assert_eq!((returns.window_days, returns.return_cost, returns.exchanges), (30, None, true));
        assert!(returns.conditions.starts_with("Items must be unworn"), "{}", returns.conditions);
    });
    let midnight = LocalTime::new(24, 0).expect("time");
    assert_eq!(time(midnight), Time::new(23, 59, 0, 0).expect("time"));
}
