//! A disk that is full, under the whole application: nothing is acknowledged that is not kept, nothing is lost, and it goes on
//! by itself once there is room.

use std::time::Duration;

use haberdash_core::Code;

use crate::whole::{STRANGER, WholeShop};

const PAGES: &str = "PRAGMA page_count";
const RECEIVED: &str = "SELECT count(*) FROM messages WHERE direction = 'inbound' AND provider = 'twilio'";

impl WholeShop {
    /// From now on the file cannot grow, and what was free in it is used up.
    async fn fill_the_disk(&self) {
        self.limit_pages(None).await.expect("limited");
        for bytes in [40_000, 4_000, 400] {
            loop {
                let filled = self
                    .database()
                    .write(move |tx| {
                        tx.sql().execute(
                            "INSERT INTO blobs (content_hash, media_type, bytes, created_at)
                             VALUES (hex(randomblob(32)), 'filler', randomblob(?1), 0)",
                            [bytes],
                        )?;
                        Ok(())
                    })
                    .await;
                if let Err(error) = filled {
                    assert_eq!(error.code, Code::DiskFull);
                    break;
                }
            }
        }
    }

    /// `None`: as many pages as there are.
    async fn limit_pages(&self, pages: Option<i64>) -> haberdash_core::Result<()> {
        self.database()
            .write(move |tx| {
                let now = || tx.sql().query_row(PAGES, [], |row| row.get(0));
                let most: i64 = pages.map_or_else(now, Ok)?;
                tx.sql()
                    .query_row(&format!("PRAGMA max_page_count = {most}"), [], |row| row.get::<_, i64>(0))?;
                Ok(())
            })
            .await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_refuses_webhooks_and_every_message_is_answered_once_when_there_is_room() {
    let shop = WholeShop::open().await;
    shop.twilio.inbound(STRANGER, "hello").await;
    shop.until_quiet().await;
    shop.until(|shop| {
        shop.count("SELECT count(*) FROM messages WHERE status = 'delivered' AND provider = 'twilio'") == 1
    })
    .await;

    shop.fill_the_disk().await;
    // As long as Twilio's messages get, so that no half-empty page takes it in.
    let long = "hello ".repeat(250);
    for round in 0..3 {
        let (_, delivery) = shop.twilio.inbound(STRANGER, &format!("{round} {long}")).await;
        let answered = delivery.expect("connected").status;
        assert_eq!(answered, Some(503), "what is not kept is not acknowledged");
    }
    assert_eq!(shop.count(RECEIVED), 1);
    // The poller finds them and cannot keep them either; it must not move on.
    let polls =
        |shop: &WholeShop| shop.twilio.requests().iter().filter(|r| r.query.contains("DateSent")).count();
    let before = polls(&shop);
    shop.pass(Duration::from_secs(300));
    shop.until(|shop| polls(shop) > before).await;

    shop.limit_pages(Some(1_000_000)).await.expect("room again");
    let mut events = shop.database().subscribe();
    while shop.count(RECEIVED) < 4 {
        shop.pass(Duration::from_secs(60));
        // Whatever happens next, or nothing at all: then time passes again.
        let _ = tokio::time::timeout(Duration::from_millis(100), events.recv()).await;
    }
    shop.pass_until_quiet().await;
    // All that were refused come in one burst.
    assert_eq!(shop.sent_to(STRANGER).len(), 2, "{:?}", shop.sent_to(STRANGER));
    // What storage refused is noted by now: nothing seems to run that does not.
    shop.until(|shop| shop.count("SELECT count(*) FROM jobs WHERE state = 'running'") == 0).await;
    assert_eq!(
        shop.count(
            "SELECT count(*) FROM conversations WHERE awaiting_since IS NOT NULL AND channel = 'whatsapp'"
        ),
        0
    );
    shop.twilio.inbound(STRANGER, "thanks").await;
    shop.pass_until_quiet().await;
    assert_eq!(shop.sent_to(STRANGER).len(), 3);
}
