//! `kill -9` while the counter sells, with the real binary: each sale is made once, whether or not its answer arrived;
//! numbers have no gap, stock and money add up.

use std::sync::Arc;

use haberdash_core::database::{FILE_NAME, Options};
use haberdash_core::{Database, SystemClock, stock};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

use crate::served::{Door, Program, haberdash};

const SALES: usize = 240;
const KILLS: usize = 8;

/// Sells one piece; `None` when nobody answered.
async fn sell(till: &Door, variant: &str, sale: usize) -> Option<Value> {
    let body = json!({
        "lines": [{ "variant_id": variant, "quantity": 1 }], "request_key": format!("till {sale}"),
        "payments": [{ "method": "cash", "tendered": 100_000 }],
    });
    let answer = till.request(reqwest::Method::POST, "/sales").json(&body).send().await.ok()?;
    let status = answer.status();
    let told: Value = answer.json().await.ok()?;
    assert!(status.is_success(), "{told}");
    Some(told)
}

/// The variant of which there is most, and how many there are.
async fn plenty(till: &Door) -> (String, i64) {
    let room: Value = answer(till.request(reqwest::Method::GET, "/stock/locations")).await;
    let rows = answer(till.request(reqwest::Method::GET, "/variants?in_stock=true&limit=1")).await;
    let variant = rows["items"][0]["id"].as_str().expect("a variant").to_owned();
    let line = json!({ "variant_id": variant, "change": 1000 });
    let found = json!({ "location_id": room[0]["id"], "word": "found", "lines": [line] });
    let told = answer(till.request(reqwest::Method::POST, "/stock/adjustments").json(&found)).await;
    let on_hand = told["levels"][0]["on_hand"].as_i64().expect("a level");
    (variant, on_hand)
}

async fn answer(request: reqwest::RequestBuilder) -> Value {
    let answer = request.send().await.expect("an answer");
    let status = answer.status();
    let told: Value = answer.json().await.expect("JSON");
    assert!(status.is_success(), "{told}");
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_it_sells_each_sale_is_made_once() {
    let seed = std::env::var("HABERDASH_TEST_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(5);
    let mut random = StdRng::seed_from_u64(seed);
    let dir = tempfile::tempdir().expect("a folder");
    haberdash(dir.path(), &["demo"]);

    let mut till = Program::start(dir.path()).await;
    let (variant, before) = plenty(&till.door).await;
    let mut sale = 0;
    for life in 0..=KILLS {
        let last = if life == KILLS { SALES } else { (life + 1) * SALES / (KILLS + 1) };
        while sale < last {
            sell(&till.door, &variant, sale).await.expect("an answer");
            sale += 1;
        }
        if life == KILLS {
            break;
        }
        // The kill falls somewhere in the next sale, which is asked for again afterwards.
        let turns = random.random_range(0..3_000);
        let Program { child, door, .. } = &mut till;
        let (answered, ()) = tokio::join!(sell(door, &variant, sale), async {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            child.start_kill().expect("killed");
        });
        till.child.wait().await.expect("ended");
        till = Program::start(dir.path()).await;
        let again = sell(&till.door, &variant, sale).await.expect("an answer");
        if let Some(answered) = answered {
            assert_eq!((&again["id"], &again["number"]), (&answered["id"], &answered["number"]));
        }
        sale += 1;
    }
    till.kill().await;

    let folder = dir.path().to_owned();
    let checked = tokio::task::spawn_blocking(move || {
        let database = Database::open(&folder, Options::new(Arc::new(SystemClock))).expect("the shop's file");
        database.read_blocking(stock::check_levels).expect("levels")
    });
    assert_eq!(checked.await.expect("checked"), []);
    let file = Connection::open_with_flags(dir.path().join(FILE_NAME), OpenFlags::SQLITE_OPEN_READ_ONLY);
    let file = file.expect("the shop's file");
    let number = |sql: &str| -> i64 { file.query_row(sql, [], |row| row.get(0)).expect("a number") };
    let sold = i64::try_from(sale).expect("few");
    assert_eq!(number("SELECT count(*) FROM orders WHERE request_key LIKE 'till %'"), sold);
    let span = "max(CAST(number AS INTEGER)) - min(CAST(number AS INTEGER)) + 1";
    assert_eq!(
        number(&format!("SELECT {span} FROM orders WHERE status <> 'draft'")),
        number("SELECT count(*) FROM orders WHERE status <> 'draft'")
    );
    assert_eq!(
        number(
            "SELECT count(*) FROM orders WHERE request_key LIKE 'till %' AND (paid_minor <> total_minor OR status <> 'delivered')"
        ),
        0
    );
    let payments = "SELECT count(*) FROM payments p JOIN orders o ON o.id = p.order_id WHERE o.request_key LIKE 'till %'";
    assert_eq!(number(payments), sold);
    let left: i64 = file
        .query_row("SELECT on_hand FROM stock_totals WHERE variant_id = ?1", [&variant], |row| row.get(0))
        .expect("a level");
    assert_eq!(left, before - sold);
}
