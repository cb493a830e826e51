//! The real thing: a process that works jobs is killed again and again; each effect happens once.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::*;
use crate::clock::SystemClock;

const FOLDER: &str = "HABERDASH_KILLS_FOLDER";
const JOBS: usize = 240;

fn open(dir: &Path) -> Database {
    Database::open(dir, Options::new(Arc::new(SystemClock))).expect("open")
}

/// Not a test by itself: the child process that gets killed. Without the folder it has nothing to do.
#[test]
fn child_works_jobs() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let database = open(Path::new(&folder));
    let lease = Lease::new(format!("{}-{}", std::process::id(), database.clock().now().as_millis()));
    let mine = lease.clone();
    database.write_blocking(move |tx| recover(tx, &mine)).expect("recover");
    loop {
        let mine = lease.clone();
        let jobs =
            database.write_blocking(move |tx| claim(tx, &mine, &[(JobKind::PollChannel, 8)])).expect("claim");
        if jobs.is_empty() {
            break;
        }
        for job in jobs {
            let mine = lease.clone();
            let name = database
                .write_blocking(move |tx| {
                    let name = job.dedupe_key.clone().unwrap_or_default();
                    // The effect: an event with the job's name as its subject.
                    tx.emit(EventKind::ChannelState, &name, serde_json::Value::Null)?;
                    complete(tx, &mine, &job)?;
                    Ok(name)
                })
                .expect("work");
            println!("worked {name}");
        }
    }
    println!("finished");
}

#[test]
fn killed_at_random_points_every_effect_happens_once() {
    let dir = tempfile::tempdir().expect("dir");
    let database = open(dir.path());
    database
        .write_blocking(|tx| {
            for i in 0..JOBS {
                enqueue(tx, &poll(&format!("job {i:03}"), tx.now()))?;
            }
            Ok(())
        })
        .expect("enqueue");
    drop(database);

    let mut random = StdRng::seed_from_u64(9);
    let (mut kills, mut finished) = (0, false);
    for _ in 0..JOBS {
        let mut child = Command::new(std::env::current_exe().expect("own path"))
            .args(["--exact", "jobs::tests::kills::child_works_jobs", "--nocapture", "--test-threads=1"])
            .env(FOLDER, dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("child");
        let lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        // Killed right after that many were reported, while the next ones are in the middle of something.
        let patience = random.random_range(0..24);
        let mut reported = 0;
        for line in lines {
            let line = line.expect("utf-8");
            if line.contains("finished") {
                finished = true;
                break;
            }
            if line.contains("worked") {
                reported += 1;
                if reported > patience {
                    break;
                }
            }
        }
        if !finished {
            child.kill().expect("kill");
            kills += 1;
        }
        child.wait().expect("end");
        if finished {
            break;
        }
    }
    assert!(finished, "the work never ended");
    assert!(kills >= 10, "only {kills} kills");

    let database = open(dir.path());
    let mut effects = database.read_blocking(store::events::tests_subjects).expect("effects");
    effects.sort();
    let wanted: Vec<_> = (0..JOBS).map(|i| format!("job {i:03}")).collect();
    assert_eq!(effects, wanted);
    assert!(database.read_blocking(counts).expect("counts").is_empty());
}
