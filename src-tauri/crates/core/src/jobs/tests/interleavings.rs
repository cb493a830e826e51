//! Any order of enqueueing, claiming, completing, failing and crashing: every request has its effect, once per
//! merged group, and no two twins run at a time.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Move {
    Enqueue { key: u8, delay: u64 },
    Claim { count: usize },
    Complete { which: usize },
    Fail { which: usize },
    Crash,
    Wait { by: u64 },
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => (0u8..6, 0u64..20).prop_map(|(key, delay)| Move::Enqueue { key, delay }),
        4 => (1usize..5).prop_map(|count| Move::Claim { count }),
        4 => any::<usize>().prop_map(|which| Move::Complete { which }),
        2 => any::<usize>().prop_map(|which| Move::Fail { which }),
        1 => Just(Move::Crash),
        2 => (1u64..400).prop_map(|by| Move::Wait { by }),
    ];
    prop::collection::vec(one, 1..60)
}

/// What the outside asked for and what was done, per key.
#[derive(Default)]
struct Ledger {
    asked: u32,
    /// Requests that the running job will have covered when it completes.
    covered: u32,
    done: u32,
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_request_has_its_effect(moves in moves()) {
        let mut shop = shop();
        let mut running: Vec<ClaimedJob> = Vec::new();
        let mut ledgers: BTreeMap<String, Ledger> = BTreeMap::new();
        let mut processes = 0;
        for step in moves {
            match step {
                Move::Enqueue { key, delay } => {
                    let at = shop.clock.now().plus(seconds(delay));
                    shop.enqueue(NewJob { max_attempts: 1000, ..poll(&key.to_string(), at) });
                    ledgers.entry(key.to_string()).or_default().asked += 1;
                }
                Move::Claim { count } => {
                    let wanted = [(JobKind::PollChannel, count)];
                    let jobs = shop.write(move |tx, lease| claim(tx, lease, &wanted)).expect("claim");
                    for job in &jobs {
                        let ledger = ledgers.get_mut(job.dedupe_key.as_deref().expect("key")).expect("asked");
                        prop_assert!(ledger.covered < ledger.asked, "claimed without a request");
                        ledger.covered = ledger.asked;
                    }
                    running.extend(jobs);
                    let keys: BTreeSet<_> = running.iter().map(|j| j.dedupe_key.clone()).collect();
                    prop_assert_eq!(keys.len(), running.len(), "twins never run together");
                }
                Move::Complete { which } if !running.is_empty() => {
                    let job = running.swap_remove(which % running.len());
                    shop.complete(&job).expect("complete");
                    let ledger = ledgers.get_mut(job.dedupe_key.as_deref().expect("key")).expect("asked");
                    ledger.done = ledger.covered;
                }
                Move::Fail { which } if !running.is_empty() => {
                    let job = running.swap_remove(which % running.len());
                    shop.fail(&job, Failure::lasting("failed"));
                    let ledger = ledgers.get_mut(job.dedupe_key.as_deref().expect("key")).expect("asked");
                    ledger.covered = ledger.done;
                }
                Move::Crash => {
                    processes += 1;
                    shop.lease = Lease::new(format!("process {processes}"));
                    let found = shop.write(recover).expect("recover");
                    prop_assert_eq!(found.jobs, running.len());
                    for job in running.drain(..) {
                        let ledger = ledgers.get_mut(job.dedupe_key.as_deref().expect("key")).expect("asked");
                        ledger.covered = ledger.done;
                    }
                }
                Move::Wait { by } => shop.clock.advance(seconds(by)),
                Move::Complete { .. } | Move::Fail { .. } => {}
            }
        }
        // Then the process lives on: everything that was asked for is done, and the queue is empty.
        for job in running {
            shop.complete(&job).expect("complete");
            let ledger = ledgers.get_mut(job.dedupe_key.as_deref().expect("key")).expect("asked");
            ledger.done = ledger.covered;
        }
        shop.clock.advance(seconds(86_400));
        loop {
            let jobs = shop.claim();
            if jobs.is_empty() {
                break;
            }
            for job in jobs {
                let ledger = ledgers.get_mut(job.dedupe_key.as_deref().expect("key")).expect("asked");
                ledger.covered = ledger.asked;
                ledger.done = ledger.covered;
                shop.complete(&job).expect("complete");
            }
        }
        for (key, ledger) in ledgers {
            prop_assert_eq!(ledger.done, ledger.asked, "key {}", key);
        }
        prop_assert_eq!(shop.count(JobState::Ready) + shop.count(JobState::Running), 0);
    }
}
