use std::time::Duration;

use rusqlite::Connection;
use sha2::{Digest, Sha256};

use super::*;
use crate::agent::{self, BuiltinPlanner, Knowledge, RunRecord, TurnInput};
use crate::database::FILE_NAME;
use crate::stock::check_levels;

/// The built-in planner with a stopwatch that stands still.
struct Planned;

impl Turns for Planned {
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        agent::drive(input, knowledge, &BuiltinPlanner, &mut || Duration::ZERO)
    }
}

fn options() -> DemoOptions {
    DemoOptions::new("2026-06-18T12:30:00Z".parse().expect("time"))
}

fn make(options: &DemoOptions) -> (tempfile::TempDir, DemoReport) {
    let dir = tempfile::tempdir().expect("dir");
    let report = create(dir.path(), options, &Planned).expect("demo");
    (dir, report)
}

fn raw(dir: &tempfile::TempDir) -> Connection {
    Connection::open(dir.path().join(FILE_NAME)).expect("file")
}

/// Hashes every row of every table.
fn fingerprint(dir: &tempfile::TempDir) -> String {
    let connection = raw(dir);
    let tables: Vec<String> = connection
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
               AND name NOT LIKE 'refinery%' ORDER BY name",
        )
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .expect("tables");
    assert!(tables.len() > 20);
    let mut hash = Sha256::new();
    for table in tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\"")).expect("table");
        let columns = statement.column_count();
        let mut lines: Vec<String> = statement
            .query_map([], |row| {
                (0..columns)
                    .map(|i| Ok(format!("{:?}", row.get_ref(i)?)))
                    .collect::<rusqlite::Result<Vec<_>>>()
            })
            .and_then(Iterator::collect::<rusqlite::Result<Vec<Vec<String>>>>)
            .expect("rows")
            .into_iter()
            .map(|row| row.join("|"))
            .collect();
        lines.sort();
        hash.update(format!("{table}\n{}\n", lines.join("\n")));
    }
    format!("{:x}", hash.finalize())
}

#[test]
fn the_same_seed_and_moment_make_the_same_rows() {
    let small = DemoOptions { products: 80, messages: 60, ..options() };
    let (first, report) = make(&small);
    let (second, again) = make(&small);
    assert_eq!(report, again);
    assert_eq!(fingerprint(&first), fingerprint(&second));
    let (other, _) = make(&DemoOptions { seed: 2, ..small });
    assert_ne!(fingerprint(&first), fingerprint(&other));
}

/// `sql` counts what is wrong; there must be none.
fn none(connection: &Connection, sql: &str) {
    let count: i64 = connection.query_row(sql, [], |row| row.get(0)).expect(sql);
    assert_eq!(count, 0, "{sql}");
}

fn words(connection: &Connection, sql: &str) -> String {
    let mut statement = connection.prepare(sql).expect(sql);
    let words: Vec<String> =
        statement.query_map([], |row| row.get(0)).and_then(Iterator::collect).expect(sql);
    words.join(" ")
}

#[test]
fn the_shop_is_whole_and_believable() {
    let (dir, report) = make(&options());
    assert_eq!((report.products, report.contacts, report.orders), (60, 40, 120));
    assert!((700..=900).contains(&report.variants), "{report:?}");
    let connection = raw(&dir);
    let c = &connection;
    let now = options().now.as_millis();

    assert_eq!(
        words(c, "SELECT DISTINCT status FROM orders ORDER BY 1"),
        "cancelled delivered draft placed processing returned shipped"
    );
    assert_eq!(
        words(c, "SELECT DISTINCT payment_status FROM orders ORDER BY 1"),
        "paid partly_refunded refunded unpaid"
    );
    assert_eq!(
        words(c, "SELECT DISTINCT state FROM fulfilments ORDER BY 1"),
        "delivered in_transit out_for_delivery preparing"
    );
    none(
        c,
        "SELECT count(*) FROM orders WHERE total_minor != subtotal_minor + shipping_minor - discount_minor",
    );
    none(
        c,
        "SELECT count(*) FROM orders o WHERE subtotal_minor !=
         (SELECT sum(quantity * unit_price_minor) FROM line_items l WHERE l.order_id = o.id)",
    );
    none(
        c,
        "SELECT count(*) FROM orders o WHERE status != coalesce((SELECT to_status FROM order_transitions t
         WHERE t.order_id = o.id ORDER BY position DESC LIMIT 1), 'draft')",
    );
    none(
        c,
        "SELECT count(*) FROM order_transitions a JOIN order_transitions b
           ON b.order_id = a.order_id AND b.position = a.position + 1
         WHERE a.to_status != b.from_status OR a.moved_at > b.moved_at",
    );
    none(
        c,
        "SELECT count(*) FROM orders o WHERE payment_status = 'refunded' AND total_minor !=
         (SELECT sum(amount_minor) FROM payments p WHERE p.order_id = o.id AND p.kind = 'refund')",
    );
    none(
        c,
        "SELECT count(*) FROM orders a JOIN orders b ON a.number < b.number AND a.created_at > b.created_at
           AND a.status <> 'draft' AND b.status <> 'draft'",
    );
    none(c, "SELECT count(*) FROM fulfilments WHERE (tracking_number IS NULL) != (shipped_at IS NULL)");
    none(
        c,
        "SELECT count(*) FROM contacts p WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.contact_id = p.id)",
    );
    for column in [
        "orders.created_at",
        "orders.updated_at",
        "order_transitions.moved_at",
        "payments.paid_at",
        "fulfilments.shipped_at",
        "fulfilments.delivered_at",
        "messages.created_at",
        "stock_movements.moved_at",
        "contacts.created_at",
        "complaints.opened_at",
    ] {
        let (table, name) = column.split_once('.').expect("column");
        none(c, &format!("SELECT count(*) FROM {table} WHERE {name} > {now}"));
    }

    assert_eq!(check_levels(c).expect("levels"), []);
    none(c, "SELECT count(*) FROM stock_levels WHERE on_hand < 0");
    let sold_out: i64 =
        c.query_row("SELECT count(*) FROM stock_levels WHERE on_hand = 0", [], |r| r.get(0)).expect("count");
    let low: i64 = c
        .query_row("SELECT count(*) FROM stock_levels WHERE on_hand BETWEEN 1 AND 3", [], |r| r.get(0))
        .expect("count");
    assert!(sold_out > 30 && low > 30, "{sold_out} {low}");
    none(
        c,
        "SELECT count(*) FROM variants v WHERE NOT EXISTS (SELECT 1 FROM images i WHERE i.product_id = v.product_id AND i.colour = v.colour)",
    );
    none(c, "SELECT count(*) FROM blobs WHERE media_type != 'image/svg+xml' OR bytes NOT LIKE '<svg%'");
}

#[test]
fn the_regular_s_newest_order_is_on_its_way() {
    let (dir, _) = make(&options());
    let connection = raw(&dir);
    let scope =
        crate::scope::CustomerScope::from_identity(&connection, crate::contacts::Channel::Phone, "+15550100");
    let orders =
        crate::orders::customer::orders(&connection, scope.expect("the regular"), 10).expect("orders");
    assert_eq!(orders[0].order.status, crate::orders::OrderStatus::Shipped);
    assert!(orders[0].fulfilments[0].tracking_number.is_some());
    assert!(orders.len() > 1 && orders[1..].iter().all(|order| order.fulfilments[0].delivered_at.is_some()));
}

#[test]
fn conversations_stand_in_every_state_and_the_assistant_s_words_have_their_runs() {
    let (dir, _) = make(&options());
    let connection = raw(&dir);
    let c = &connection;
    none(c, "SELECT count(*) FROM messages WHERE (author = 'agent') != (run_id IS NOT NULL)");
    none(
        c,
        "SELECT count(*) FROM messages m WHERE m.author = 'agent'
           AND NOT EXISTS (SELECT 1 FROM agent_runs r WHERE r.id = m.run_id)",
    );
    none(
        c,
        "SELECT count(*) FROM messages WHERE direction = 'outbound' AND status NOT IN ('delivered', 'read')",
    );
    none(c, "SELECT count(*) FROM conversations WHERE channel != 'phone'");
    let count = |what: &str| -> i64 {
        c.query_row(&format!("SELECT count(*) FROM conversations WHERE {what}"), [], |row| row.get(0))
            .expect(what)
    };
    assert!(count("needs_owner = 1") >= 1);
    assert!(count("state = 'open' AND handler = 'agent' AND awaiting_since IS NULL") >= 3);
    assert!(count("state = 'open' AND handler = 'owner' AND needs_owner = 0") >= 2);
    assert!(count("state = 'closed'") >= 3);
    assert!(count("unread_count > 0") >= 2);
    // The newest message waits for the worker.
    assert_eq!(count("awaiting_since IS NOT NULL AND handler = 'agent'"), 1);
    assert_eq!(words(c, "SELECT kind FROM jobs ORDER BY kind"), "answer_conversation");
    assert_eq!(words(c, "SELECT DISTINCT status FROM complaints ORDER BY 1"), "in_progress open resolved");
    assert_eq!(words(c, "SELECT DISTINCT outcome FROM agent_runs ORDER BY 1"), "handed_off replied");
}

#[test]
fn a_big_shop_holds_what_was_asked_for() {
    let (dir, report) = make(&DemoOptions { products: 2500, messages: 2000, ..options() });
    assert_eq!(report.products, 2500);
    assert!(report.variants > 6000);
    assert!((2000..2100).contains(&report.messages), "{report:?}");
    let connection = raw(&dir);
    assert_eq!(check_levels(&connection).expect("levels"), []);
    none(&connection, "SELECT count(*) FROM messages WHERE author = 'agent' AND run_id IS NULL");
    // Pictures are shared.
    let (pictures, drawings): (i64, i64) = connection
        .query_row("SELECT (SELECT count(*) FROM images), (SELECT count(*) FROM blobs)", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .expect("count");
    assert!(pictures > 2500 && drawings < 600, "{pictures} {drawings}");
    let hits = crate::catalog::Searcher::default()
        .products(
            &connection,
            &crate::catalog::ProductQuery {
                words: vec!["relaxed".into(), "linen".into(), "shirt".into()],
                limit: 5,
                ..Default::default()
            },
        )
        .expect("search");
    assert!(!hits.is_empty() && hits[0].words_matched == 3);
}

#[test]
fn another_s_shop_is_left_alone_and_the_demo_is_made_anew_only_when_asked() {
    let (dir, report) = make(&options());
    let before = fingerprint(&dir);
    let refused = create(dir.path(), &options(), &Planned).expect_err("there already");
    assert_eq!(refused.code, Code::Conflict);
    assert_eq!(fingerprint(&dir), before);
    let again = create(dir.path(), &DemoOptions { reset: true, ..options() }, &Planned).expect("reset");
    assert_eq!((again, fingerprint(&dir)), (report, before));

    let own = tempfile::tempdir().expect("dir");
    {
        let (database, _) = open(own.path(), &options()).expect("open");
        database
            .write_blocking(|tx| crate::settings::update(tx, crate::settings::ShopProfile::default(), 0))
            .expect("write");
    }
    let refused = create(own.path(), &DemoOptions { reset: true, ..options() }, &Planned).expect_err("owned");
    assert_eq!(refused.code, Code::Conflict);
    let kept: i64 =
        raw(&own).query_row("SELECT count(*) FROM settings", [], |row| row.get(0)).expect("count");
    assert_eq!(kept, 1);
}
