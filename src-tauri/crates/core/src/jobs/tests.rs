use std::sync::Arc;

use super::*;
use crate::clock::{Clock, ManualClock};
use crate::database::{Database, Options};

mod interleavings;
mod kills;

const START: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const ALL: &[(JobKind, usize)] =
    &[(JobKind::PollChannel, 64), (JobKind::Prune, 64), (JobKind::NotifyOwner, 64)];

struct Shop {
    database: Database,
    clock: Arc<ManualClock>,
    lease: Lease,
    _dir: tempfile::TempDir,
}

fn shop() -> Shop {
    let dir = tempfile::tempdir().expect("dir");
    let clock = Arc::new(ManualClock::at(START));
    let options = Options { id_seed: Some(1), ..Options::new(Arc::<ManualClock>::clone(&clock)) };
    let database = Database::open(dir.path(), options).expect("open");
    Shop { database, clock, lease: Lease::new("one"), _dir: dir }
}

fn poll(provider: &str, run_at: Timestamp) -> NewJob {
    NewJob::at(run_at, Work::PollChannel { provider: provider.into() })
}

impl Shop {
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriteTx<'_>, &Lease) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let lease = self.lease.clone();
        self.database.write_blocking(move |tx| work(tx, &lease))
    }

    fn enqueue(&self, job: NewJob) -> Id<Job> {
        self.write(move |tx, _| enqueue(tx, &job)).expect("enqueue")
    }

    fn claim(&self) -> Vec<ClaimedJob> {
        self.write(|tx, lease| claim(tx, lease, ALL)).expect("claim")
    }

    fn due(&self) -> Option<Timestamp> {
        self.database
            .read_blocking(|c| next_due(c, &[JobKind::PollChannel, JobKind::Prune]))
            .expect("next due")
    }

    fn fail(&self, job: &ClaimedJob, failure: Failure) -> Failed {
        let job = job.clone();
        self.write(move |tx, lease| fail(tx, lease, &job, &failure)).expect("fail")
    }

    fn complete(&self, job: &ClaimedJob) -> Result<()> {
        let job = job.clone();
        self.write(move |tx, lease| complete(tx, lease, &job))
    }

    fn count(&self, state: JobState) -> u64 {
        let counts = self.database.read_blocking(counts).expect("counts");
        counts.iter().filter(|(s, ..)| *s == state).map(|(.., n)| n).sum()
    }
}

fn seconds(n: u64) -> Duration {
    Duration::from_secs(n)
}

#[test]
fn a_job_is_claimed_when_due_in_order_and_gone_when_complete() {
    let shop = shop();
    shop.enqueue(poll("later", START.plus(seconds(9))));
    let second = shop.enqueue(poll("second", START));
    let first = shop.enqueue(poll("first", START.minus(seconds(1))));
    let jobs = shop.claim();
    assert_eq!(jobs.iter().map(|j| j.id).collect::<Vec<_>>(), [first, second]);
    assert!(shop.claim().is_empty(), "a running job is not claimed again");
    for job in &jobs {
        shop.complete(job).expect("complete");
    }
    assert_eq!(shop.due(), Some(START.plus(seconds(9))));
    assert_eq!(sleep_for(START, shop.due(), seconds(3600)), seconds(9));
    let error = shop.complete(&jobs[0]).expect_err("gone already");
    assert_eq!(error.code, Code::Conflict);
}

#[test]
fn enqueueing_merges_as_asked() {
    let cap = Merge::Debounce { cap: seconds(8) };
    // (seconds after the start at which it is enqueued, the delay asked, how) … → due after the start
    for (name, calls, due) in [
        ("the earlier time is kept", &[(0, 9, Merge::KeepEarlier), (1, 2, Merge::KeepEarlier)][..], 3),
        ("a later time changes nothing", &[(0, 2, Merge::KeepEarlier), (1, 9, Merge::KeepEarlier)][..], 2),
        ("debounce moves it later", &[(0, 2, cap), (1, 2, cap)][..], 3),
        ("debounce never moves it earlier", &[(0, 5, cap), (1, 2, cap)][..], 5),
        (
            "debounce ends at the cap",
            &[(0, 2, cap), (2, 2, cap), (4, 2, cap), (6, 2, cap), (7, 2, cap)][..],
            8,
        ),
    ] {
        let shop = shop();
        for &(at, delay, merge) in calls {
            let now = START.plus(seconds(at));
            shop.clock.set(now);
            shop.enqueue(NewJob { merge, ..poll("a", now.plus(seconds(delay))) });
        }
        assert_eq!(shop.count(JobState::Ready), 1, "{name}");
        assert_eq!(shop.due(), Some(START.plus(seconds(due))), "{name}");
    }
}

#[test]
fn a_twin_waits_while_the_other_runs_and_then_runs() {
    let shop = shop();
    shop.enqueue(poll("a", START));
    let running = shop.claim().remove(0);
    shop.enqueue(poll("a", START));
    shop.enqueue(poll("a", START));
    assert_eq!(shop.count(JobState::Ready), 1);
    assert!(shop.claim().is_empty());
    assert_eq!(shop.due(), None, "a worker must not spin on what it cannot claim");
    shop.complete(&running).expect("complete");
    assert_eq!(shop.claim().len(), 1);
}

#[test]
fn failures_back_off_then_kill_and_passing_ones_never_do() {
    let shop = shop();
    shop.enqueue(poll("a", START));
    let mut deaths = shop.database.subscribe();
    let mut tries = 0;
    while let Some(job) = shop.claim().pop() {
        tries += 1;
        match shop.fail(&job, Failure::lasting("no answer")) {
            Failed::Again(at) => shop.clock.set(at),
            Failed::Died => break,
            Failed::Merged => panic!("there is no twin"),
        }
    }
    assert_eq!(tries, Work::Prune.max_attempts());
    assert_eq!(shop.count(JobState::Dead), 1);
    assert_eq!(deaths.try_recv().expect("told").kind, EventKind::JobDied);

    shop.enqueue(poll("b", shop.clock.now()));
    for _ in 0..40 {
        let job = shop.claim().pop().expect("due");
        match shop.fail(&job, Failure::passing("no network", Some(seconds(30)))) {
            Failed::Again(at) => {
                assert!(at >= shop.clock.now().plus(seconds(30)));
                shop.clock.set(at);
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(shop.count(JobState::Dead), 1);
}

#[test]
fn a_failed_job_joins_the_twin_that_waits() {
    let shop = shop();
    shop.enqueue(poll("a", START));
    let job = shop.claim().remove(0);
    shop.enqueue(poll("a", START));
    assert_eq!(shop.fail(&job, Failure::passing("busy", Some(seconds(5)))), Failed::Merged);
    assert_eq!(shop.count(JobState::Running), 0);
    assert!(shop.claim().is_empty(), "it inherits the wait");
    shop.clock.advance(seconds(10));
    let twin = shop.claim().remove(0);
    assert_eq!(twin.attempts, 1, "and the count of tries");
}

#[test]
fn dead_jobs_are_listed_retried_and_discarded() {
    let shop = shop();
    let mut ids = Vec::new();
    for key in ["a", "b", "c"] {
        ids.push(shop.enqueue(NewJob { max_attempts: 1, ..poll(key, START) }));
    }
    for job in shop.claim() {
        assert_eq!(shop.fail(&job, Failure::lasting("broken")), Failed::Died);
    }
    let dead = shop.database.read_blocking(|c| list(c, JobState::Dead, None, 2)).expect("list");
    assert_eq!(dead.iter().map(|j| j.id).collect::<Vec<_>>(), ids[..2]);
    assert_eq!(dead[0].last_error.as_deref(), Some("broken"));
    let rest = shop.database.read_blocking(|c| list(c, JobState::Dead, Some(dead[1].id), 2)).expect("list");
    assert_eq!(rest.iter().map(|j| j.id).collect::<Vec<_>>(), ids[2..]);

    let (a, b, c) = (ids[0], ids[1], ids[2]);
    shop.write(move |tx, _| retry(tx, a)).expect("retry");
    shop.enqueue(poll("b", START));
    shop.write(move |tx, _| retry(tx, b)).expect("retry beside a twin");
    shop.write(move |tx, _| discard(tx, c)).expect("discard");
    assert_eq!((shop.count(JobState::Ready), shop.count(JobState::Dead)), (2, 0));
    for id in ids {
        assert_eq!(shop.write(move |tx, _| retry(tx, id)).expect_err("not dead").code, Code::NotFound);
        assert_eq!(shop.write(move |tx, _| discard(tx, id)).expect_err("not dead").code, Code::NotFound);
    }
}

#[test]
fn a_new_process_takes_over_and_a_job_that_ends_processes_dies_in_the_end() {
    let mut shop = shop();
    let notice = Work::NotifyOwner {
        complaint_id: Id::from_uuid(uuid::Uuid::nil()),
        conversation_id: Id::from_uuid(uuid::Uuid::nil()),
    };
    let tries = notice.max_attempts();
    shop.enqueue(NewJob::at(START, notice));
    let mut crashes = 0u32;
    let old = shop.lease.clone();
    while let Some(job) = shop.claim().pop() {
        crashes += 1;
        assert!(crashes <= FORGIVEN_CRASHES + tries, "it must end");
        if crashes <= FORGIVEN_CRASHES {
            assert_eq!(job.attempts, 0, "crashes are forgiven first");
        }
        shop.lease = Lease::new(format!("process {crashes}"));
        shop.write(recover).expect("recover");
        shop.clock.advance(seconds(3600));
    }
    assert_eq!(crashes, FORGIVEN_CRASHES + tries);
    assert_eq!(shop.count(JobState::Dead), 1);

    shop.enqueue(poll("b", START));
    let job = shop.claim().remove(0);
    let late = shop.database.write_blocking({
        let job = job.clone();
        move |tx| complete(tx, &old, &job)
    });
    assert_eq!(late.expect_err("another process's job").code, Code::Conflict);
    shop.complete(&job).expect("its own");
}

#[test]
fn what_recurs_outlives_any_number_of_crashes() {
    let mut shop = shop();
    shop.enqueue(poll("a", START));
    for crash in 0..3 * FORGIVEN_CRASHES {
        assert_eq!(shop.claim().len(), 1, "after {crash} crashes");
        shop.lease = Lease::new(format!("process {crash}"));
        shop.write(recover).expect("recover");
        shop.clock.advance(seconds(3600));
    }
    assert_eq!((shop.count(JobState::Ready), shop.count(JobState::Dead)), (1, 0));
}

#[test]
fn a_crash_beside_a_twin_leaves_one_job() {
    let mut shop = shop();
    shop.enqueue(poll("a", START));
    assert_eq!(shop.claim().len(), 1);
    shop.enqueue(poll("a", START));
    shop.lease = Lease::new("two");
    let recovered = shop.write(recover).expect("recover");
    assert_eq!(recovered, Recovered { jobs: 1, suspects: 0 });
    assert_eq!((shop.count(JobState::Ready), shop.count(JobState::Running)), (1, 0));
    assert_eq!(shop.claim().len(), 1);
}

#[test]
fn what_fell_due_while_the_machine_slept_runs_in_order_and_a_clock_set_back_strands_nothing() {
    let mut shop = shop();
    for minute in [50u64, 10, 30] {
        shop.enqueue(poll(&minute.to_string(), START.plus(seconds(60 * minute))));
    }
    shop.clock.advance(seconds(86_400));
    let order: Vec<_> = shop.claim().into_iter().filter_map(|j| j.dedupe_key).collect();
    assert_eq!(order, ["10", "30", "50"]);

    shop.enqueue(poll("soon", shop.clock.now().plus(seconds(60))));
    shop.clock.set(START.minus(seconds(86_400 * 365)));
    assert!(shop.claim().is_empty());
    assert_eq!(shop.due(), Some(shop.clock.now().plus(seconds(60))));

    shop.enqueue(poll("next", shop.clock.now().plus(seconds(90))));
    shop.clock.set(START.minus(seconds(86_400 * 700)));
    shop.lease = Lease::new("two");
    shop.write(recover).expect("recover");
    shop.clock.advance(seconds(91));
    // Running ones of the first process, then the two that waited.
    assert_eq!(shop.claim().len(), 5, "also when the process was not running meanwhile");
}

#[test]
fn an_unreadable_payload_dies_alone() {
    let shop = shop();
    let odd = shop.enqueue(poll("a", START));
    shop.enqueue(poll("b", START));
    shop.write(move |tx, _| store::jobs::tests_set_payload(tx, odd, r#"{"kind":"unheard_of"}"#))
        .expect("set");
    assert_eq!(shop.claim().len(), 1);
    assert_eq!(shop.count(JobState::Dead), 1);
}
