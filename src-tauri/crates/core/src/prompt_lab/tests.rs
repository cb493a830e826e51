use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sha2::{Digest, Sha256};

use super::*;
use crate::agent::{self, Driven, Exchange, Knowledge, ModelPlanner, Room, RunRecord, Tried, TurnInput};
use crate::answer::{Consulting, Turns};
use crate::clock::{Clock, ManualClock};
use crate::database::{Database, Options};
use crate::demo::{self, DemoOptions};
use crate::fixture::START;
use crate::jobs::JobKind;
use crate::language_model::{Completion, Failure, Request, Usage, guessed_tokens};
use crate::prompts::Budget;

type Says = dyn Fn(usize, &Request) -> Result<String, Failure> + Send + Sync;

/// Turns of a model that says what it is told to.
struct Scripted {
    says: Box<Says>,
    asked: AtomicUsize,
}

impl Scripted {
    fn new(says: impl Fn(usize, &Request) -> Result<String, Failure> + Send + Sync + 'static) -> Self {
        Self { says: Box::new(says), asked: AtomicUsize::new(0) }
    }
}

fn count(text: &str) -> usize {
    guessed_tokens(text)
}

impl Turns for Scripted {
    fn run(&self, input: TurnInput, knowledge: &dyn Knowledge) -> Result<RunRecord> {
        agent::drive(input, knowledge, &agent::BuiltinPlanner, &mut || Duration::ZERO)
    }

    fn start(&self, input: TurnInput, knowledge: &dyn Knowledge, told: &[Exchange]) -> Result<Driven> {
        let room = Room { context_tokens: 16_000, count: &count };
        let planner = ModelPlanner::new("scripted", "script-1", room, told, &input.prompt);
        let driven = agent::start(input, knowledge, &planner, &mut || Duration::ZERO)?;
        Ok(if planner.spoke() { driven } else { driven.as_builtin() })
    }

    fn consult(&self, question: &Consulting<'_>) -> Option<Exchange> {
        let request = question.asking.request.clone();
        let n = self.asked.fetch_add(1, Ordering::SeqCst);
        let said = (self.says)(n, &request);
        let usage = Usage { prompt_tokens: 100, answer_tokens: 10, cost_micros: Some(7), ..Usage::default() };
        Some(Exchange {
            tried: vec![Tried {
                link: "scripted".into(),
                model: "script-1".into(),
                server: None,
                failure: said.as_ref().err().cloned(),
                took: Duration::from_millis(3),
                cost_micros: if said.is_ok() { 7 } else { 0 },
                sent: false,
            }],
            completion: said.ok().map(|text| Completion { text, model: "script-1".into(), usage }),
            request,
            hidden: 0,
            sent: Vec::new(),
        })
    }
}

fn reply(text: &str) -> String {
    serde_json::json!({
        "step": "reply", "text": text, "words": "", "size": "", "colour": "", "at_most": "", "order_number": "",
    })
    .to_string()
}

struct Lab {
    database: Database,
    clock: Arc<ManualClock>,
    lease: Lease,
    run: LabRun,
    _dir: tempfile::TempDir,
}

impl Lab {
    /// The demo shop, whose conversations were really answered, and a draft that wants a word said.
    fn open() -> Self {
        let dir = tempfile::tempdir().expect("dir");
        let own = Scripted::new(|_, _| Err(Failure::Resting));
        demo::create(dir.path(), &DemoOptions::new(START), &own).expect("demo");
        let clock = Arc::new(ManualClock::at(START));
        let options = Options::new(Arc::<ManualClock>::clone(&clock));
        let database = Database::open(dir.path(), options).expect("open");
        let run = database
            .write_blocking(|tx| {
                let mut template = Template::own();
                template.instructions.push_str("\nSay howdy.");
                let budget = Budget { context_tokens: 16_000, count: &count };
                let draft = prompts::save_draft(tx, &template, 0, &budget)?;
                begin(tx, &wanted(draft.revision))
            })
            .expect("begun");
        Self { database, clock, lease: Lease::new("one"), run, _dir: dir }
    }

    fn claim(&self) -> Option<ClaimedJob> {
        let lease = self.lease.clone();
        self.database
            .write_blocking(move |tx| jobs::claim(tx, &lease, &[(JobKind::RunLab, 1)]))
            .expect("claim")
            .pop()
    }

    fn step(&self, job: &ClaimedJob, turns: &dyn Turns) -> bool {
        let id = self.run.id;
        let Some((_, next)) = self.database.read_blocking(|c| next(c, id)).expect("next") else {
            return false;
        };
        let played = play(&self.database, turns, &next).expect("played");
        let (lease, job) = (self.lease.clone(), job.clone());
        self.database.write_blocking(move |tx| keep(tx, &lease, &job, id, &played)).expect("kept")
    }

    fn now(&self) -> LabRun {
        let id = self.run.id;
        self.database.read_blocking(|c| get(c, id)).expect("the run")
    }

    fn sides(&self) -> Sides {
        let id = self.run.id;
        self.database.read_blocking(|c| sides(c, id)).expect("sides")
    }

    fn turns(&self) -> Vec<LabTurn> {
        let id = self.run.id;
        self.database.read_blocking(|c| turns(c, id, &PageRequest::first(200))).expect("turns").items
    }

    /// Every table's content.
    fn tables(&self) -> BTreeMap<String, String> {
        self.database
            .read_blocking(|c| {
                let mut names =
                    c.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")?;
                let names: Vec<String> =
                    names.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
                let mut tables = BTreeMap::new();
                for name in names {
                    // Contentless word indexes hold no rows of their own; their parts are tables of this list.
                    if name.ends_with("_fts") || name.ends_with("_vocabulary") {
                        continue;
                    }
                    let mut rows = c.prepare(&format!("SELECT * FROM \"{name}\""))?;
                    let width = rows.column_count();
                    let mut hash = Sha256::new();
                    let mut found = rows.query([])?;
                    let mut total = 0_usize;
                    while let Some(row) = found.next()? {
                        total += 1;
                        for column in 0..width {
                            hash.update(format!("{:?}\u{1f}", row.get_ref(column)?));
                        }
                    }
                    tables.insert(name, format!("{total} rows, {:x}", hash.finalize()));
                }
                Ok(tables)
            })
            .expect("tables")
    }
}

fn wanted(revision: i64) -> NewLabRun {
    NewLabRun {
        provider: Provider::Groq,
        model: "script-1".into(),
        conversations: MOST_CONVERSATIONS,
        cap_cents: 50,
        revision,
    }
}

/// Does what the draft asks for.
fn howdy(_: usize, request: &Request) -> Result<String, Failure> {
    let told = request.messages[0].content.contains("Say howdy.");
    Ok(reply(if told { "Howdy! Let me know what you need." } else { "Let me know what you need." }))
}

#[test]
fn a_draft_is_played_beside_what_is_published_and_no_other_table_changes() {
    let lab = Lab::open();
    let before = lab.tables();
    assert!(before.len() > 60, "{}", before.len());
    let turns = Scripted::new(howdy);
    let job = lab.claim().expect("its job");
    while lab.step(&job, &turns) {}
    let after = lab.tables();
    let own = ["lab_runs", "lab_results", "jobs", "domain_events"];
    for (table, content) in &before {
        assert_eq!(own.contains(&table.as_str()), content != &after[table], "{table}");
    }
    let (jobs_left, others): (i64, i64) = lab
        .database
        .read_blocking(|c| {
            let left =
                c.query_row("SELECT count(*) FROM jobs WHERE kind = 'run_lab'", [], |row| row.get(0))?;
            let newer = "SELECT count(*) FROM domain_events
                         WHERE kind <> 'prompt_lab.updated' AND id > (SELECT min(id) FROM domain_events
                                                                       WHERE kind = 'prompt_lab.updated')";
            Ok((left, c.query_row(newer, [], |row| row.get(0))?))
        })
        .expect("counts");
    assert_eq!((jobs_left, others), (0, 0), "nothing is left to do, and nobody was told of anything");

    let run = lab.now();
    assert_eq!((run.state, run.done), (LabState::Done, run.total * 2));
    assert!(run.total > 20, "{}", run.total);
    let sides = lab.sides();
    assert_eq!((sides.published.turns, sides.draft.turns), (run.total, run.total));
    assert!(sides.draft.spoke > 0 && sides.draft.spoke == sides.published.spoke, "{sides:?}");
    assert_eq!(sides.draft.words - sides.published.words, sides.draft.spoke, "one word more each");
    let figures = sides.draft.figures;
    assert_eq!(
        (figures.prompt_tokens, figures.answer_tokens),
        (figures.questions * 100, figures.questions * 10)
    );
    assert_eq!(run.spent_micros, (figures.questions + sides.published.figures.questions) * 7);
    let turns = lab.turns();
    assert_eq!(i64::try_from(turns.len()).expect("few"), run.total);
    for turn in &turns {
        let (Some(published), Some(draft)) = (&turn.published, &turn.draft) else { panic!("{turn:?}") };
        if draft.spoke {
            assert!(draft.text.as_deref().is_some_and(|text| text.starts_with("Howdy")), "{draft:?}");
        } else if !draft.asked {
            assert_eq!(published.text, draft.text, "what no model has a say in is the same");
        }
    }
}

#[test]
fn lies_are_counted_as_refusals_and_what_cannot_be_asked_is_said() {
    let lab = Lab::open();
    let turns = Scripted::new(|_, request| {
        if request.messages[0].content.contains("Say howdy.") {
            return Ok(reply("Everything is 90% off today!"));
        }
        Err(Failure::Broken { detail: "cut off".into() })
    });
    let job = lab.claim().expect("its job");
    while lab.step(&job, &turns) {}
    let sides = lab.sides();
    assert!(sides.draft.asked > 0);
    assert_eq!((sides.draft.spoke, sides.published.spoke), (0, 0));
    assert_eq!(sides.draft.figures.refusals, sides.draft.asked * 2, "each lie and its second try");
    assert_eq!((sides.published.figures.refusals, sides.published.failed), (0, sides.published.asked));
    let lied = lab.turns().into_iter().filter_map(|turn| turn.draft).find(|result| result.asked);
    let problems = lied.expect("one").problems;
    assert!(problems.iter().any(|problem| problem.contains("90%")), "{problems:?}");
}

#[test]
fn it_waits_when_asked_to_ends_at_its_cap_and_goes_on_where_a_process_ended() {
    let lab = Lab::open();
    // Who holds the job goes: another process takes it up, and nothing is played twice.
    let job = lab.claim().expect("its job");
    let turns = Scripted::new(howdy);
    for _ in 0..3 {
        assert!(lab.step(&job, &turns));
    }
    let gone = lab.database.read_blocking(|c| next(c, lab.run.id)).expect("next").expect("more").1;
    let lab = Lab { lease: Lease::new("two"), ..lab };
    let lease = lab.lease.clone();
    lab.database.write_blocking(move |tx| jobs::recover(tx, &lease)).expect("recovered");
    let next_one = lab.database.read_blocking(|c| next(c, lab.run.id)).expect("next").expect("more").1;
    assert_eq!((gone.position, gone.arm), (next_one.position, next_one.arm));
    assert_eq!((next_one.position, next_one.arm, lab.now().done), (1, Arm::Draft, 3));

    // The dead one's answer comes too late.
    let id = lab.run.id;
    let played = play(&lab.database, &turns, &gone).expect("played");
    let late = (Lease::new("one"), job);
    let refused = lab.database.write_blocking(move |tx| keep(tx, &late.0, &late.1, id, &played));
    assert_eq!(refused.expect_err("refused").code, Code::Conflict);
    assert_eq!(lab.now().done, 3);

    let limited = Scripted::new(|_, _| Err(Failure::Limited { retry_after: Some(Duration::from_secs(9)) }));
    lab.clock.advance(Duration::from_mins(10));
    let job = lab.claim().expect("its job, once more");
    while lab.step(&job, &limited) {}
    let run = lab.now();
    assert_eq!((run.state, run.waits), (LabState::Running, 1));
    let due = lab.database.read_blocking(|c| jobs::next_due(c, &[JobKind::RunLab])).expect("due");
    assert!(due.is_some_and(|due| due > lab.clock.now().plus(Duration::from_secs(6))), "{due:?}");
}

#[test]
fn what_only_the_owner_can_mend_stops_it_and_cancelling_leaves_what_was_played() {
    for (failure, words) in [
        (Failure::CapReached { detail: "spent".into() }, "is spent"),
        (Failure::Unauthorized { detail: "no".into() }, "refuses the key"),
        (Failure::UnknownModel { model: "m".into(), known: Vec::new() }, "does not know the model"),
    ] {
        let lab = Lab::open();
        let turns = Scripted::new(move |_, _| Err(failure.clone()));
        let job = lab.claim().expect("its job");
        while lab.step(&job, &turns) {}
        let run = lab.now();
        assert_eq!(run.state, LabState::Stopped);
        assert!(run.problem.as_deref().is_some_and(|problem| problem.contains(words)), "{run:?}");
        assert!(lab.claim().is_none());
    }
    let lab = Lab::open();
    let turns = Scripted::new(howdy);
    let job = lab.claim().expect("its job");
    assert!(lab.step(&job, &turns));
    let id = lab.run.id;
    let next = lab.database.read_blocking(|c| next(c, id)).expect("next").expect("more").1;
    let played = play(&lab.database, &turns, &next).expect("played");
    let again = lab.database.write_blocking(move |tx| {
        let second = begin(tx, &wanted(1)).expect_err("one at a time");
        assert_eq!(second.code, Code::Conflict);
        cancel(tx, id)
    });
    assert_eq!(again.expect("cancelled").state, LabState::Cancelled);
    let lease = lab.lease.clone();
    let more = lab.database.write_blocking(move |tx| keep(tx, &lease, &job, id, &played)).expect("kept");
    assert!(!more && lab.claim().is_none());
    assert_eq!(lab.now().done, 1);
    lab.database.write_blocking(move |tx| delete(tx, id)).expect("deleted");
    assert!(lab.database.read_blocking(|c| get(c, id)).is_err());
}

#[test]
fn what_cannot_begin_says_why() {
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), Options::new(Arc::new(ManualClock::at(START)))).expect("open");
    let said = database.write_blocking(|tx| {
        let none = begin(tx, &wanted(1)).expect_err("no draft").code;
        let budget = Budget { context_tokens: 16_000, count: &count };
        prompts::save_draft(tx, &Template::own(), 0, &budget)?;
        let stale = begin(tx, &wanted(7)).expect_err("stale").code;
        let wrong = NewLabRun { conversations: 51, ..wanted(1) };
        let many = begin(tx, &wrong).expect_err("too many").field;
        let empty = begin(tx, &wanted(1)).expect_err("nothing recorded").detail;
        Ok((none, stale, many, empty))
    });
    let (none, stale, many, empty) = said.expect("said");
    assert_eq!((none, stale), (Code::NotFound, Code::Conflict));
    assert_eq!(many.as_deref(), Some("conversations"));
    assert!(empty.contains("no conversation to try it on"), "{empty}");
}
