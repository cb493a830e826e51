use std::sync::Arc;
use std::time::Duration;

use rusqlite::Connection;

use super::*;
use crate::backups::Reason;
use crate::clock::{ManualClock, Timestamp};

fn options() -> Options {
    Options {
        id_seed: Some(1),
        ..Options::new(Arc::new(ManualClock::at(Timestamp::from_millis(1_800_000_000_000))))
    }
}

fn set(key: &'static str, value: &'static str) -> impl FnOnce(&mut WriteTx<'_>) -> Result<()> {
    move |tx| {
        tx.sql().execute(
            "INSERT INTO settings (key, value, updated_at) VALUES (?1, ?2, ?3)",
            rusqlite::params![key, value, tx.now()],
        )?;
        Ok(())
    }
}

fn keys(database: &Database) -> Vec<String> {
    database
        .read_blocking(|connection| {
            let mut statement =
                connection.prepare("SELECT key FROM settings WHERE key <> 'assistant' ORDER BY key")?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        })
        .expect("read")
}

#[test]
fn a_new_file_has_short_pages_and_an_older_one_keeps_its_own() {
    let page = |connection: &Connection| -> Result<u32> {
        Ok(connection.query_row("PRAGMA page_size", [], |row| row.get(0))?)
    };
    let dir = tempfile::tempdir().expect("dir");
    let new = Database::open(dir.path(), options()).expect("a new shop");
    assert_eq!(new.read_blocking(page).expect("read"), open::PAGE);
    let archive = create_of_schema(&dir.path().join("archive.sqlite"), 1).expect("an archive's file");
    assert_eq!(page(&archive).expect("read"), open::PAGE);

    let dir = tempfile::tempdir().expect("dir");
    let older = Connection::open(dir.path().join(FILE_NAME)).expect("a file");
    older.execute_batch("PRAGMA page_size = 4096; VACUUM;").expect("made");
    drop(older);
    let older = Database::open(dir.path(), options()).expect("an older shop");
    assert_eq!(older.read_blocking(page).expect("read"), 4096);
    older.write_blocking(set("a", "{}")).expect("written");
    assert_eq!(keys(&older), ["a"]);
}

#[test]
fn a_new_file_is_migrated_without_a_backup_and_opens_again() {
    let dir = tempfile::tempdir().expect("dir");
    let first = Database::open(dir.path(), options()).expect("open");
    assert_eq!((first.migrated().from, first.migrated().to), (0, latest_migration()));
    assert_eq!(first.migrated().backup, None);
    first.write_blocking(set("a", "1")).expect("write");
    drop(first);
    let second = Database::open(dir.path(), options()).expect("open again");
    assert_eq!(second.migrated().from, latest_migration());
    assert_eq!(keys(&second), ["a"]);
}

#[test]
fn an_older_file_is_copied_before_it_is_migrated() {
    let dir = tempfile::tempdir().expect("dir");
    let mut raw = open::writable(&dir.path().join(FILE_NAME), &Pragmas::default()).expect("raw");
    open::migrate_to(&mut raw, latest_migration() - 1).expect("migrate");
    raw.execute("INSERT INTO settings (key, value, updated_at) VALUES ('kept', '1', 0)", []).expect("row");
    drop(raw);
    let database = Database::open(dir.path(), options()).expect("migrate");
    // Numbers may be left out.
    assert!(database.migrated().from < latest_migration());
    assert_eq!(database.migrated().to, latest_migration());
    let backup = Connection::open(database.migrated().backup.as_ref().expect("a backup")).expect("backup");
    let kept: i64 = backup.query_row("SELECT count(*) FROM settings", [], |row| row.get(0)).expect("count");
    assert_eq!(kept, 1);
    assert_eq!(keys(&database), ["kept"]);
}

/// What the assistant's document held of the policy before it was one of its own (V0018).
#[test]
fn switches_of_the_assistant_become_the_policy() {
    use crate::policy::{Identification, Permission, Permissions, Policy};
    use crate::settings::{self, AssistantSettings};
    let migrated = |stored: Option<&str>| {
        let dir = tempfile::tempdir().expect("dir");
        let mut raw = open::writable(&dir.path().join(FILE_NAME), &Pragmas::default()).expect("raw");
        open::migrate_to(&mut raw, 16).expect("migrate");
        if let Some(stored) = stored {
            raw.execute(
                "INSERT INTO settings (key, value, version, updated_at) VALUES ('assistant', ?1, 4, 7)",
                [stored],
            )
            .expect("row");
        }
        drop(raw);
        let database = Database::open(dir.path(), options()).expect("migrate");
        database
            .read_blocking(|c| Ok((settings::get::<Policy>(c)?, settings::get::<AssistantSettings>(c)?)))
            .expect("both")
    };
    let (policy, assistant) = migrated(Some(
        r#"{"enabled": false, "name": "Lark", "burst_window_ms": 10, "signature": "", "acts": false,
            "trusts_claims": true, "approval_above": 25000}"#,
    ));
    assert_eq!(
        (policy.value, policy.version),
        (
            Policy {
                changes: Permissions::all(Permission::Owner),
                return_days: None,
                approval_above: Some(25_000),
                identification: Identification::Claim,
                waiting_days: 90,
                suggests: true,
                code_for: crate::policy::CodeFor::Facts,
            },
            2
        )
    );
    assert_eq!(
        (assistant.value.name.as_str(), assistant.value.enabled, assistant.version),
        ("Lark", false, 5)
    );
    let (policy, _) = migrated(Some(r#"{"acts": true, "trusts_claims": false, "approval_above": null}"#));
    assert_eq!((policy.value, policy.version), (Policy::default(), 2));
    // Without anything stored of it the default holds, as it did.
    let (policy, assistant) = migrated(Some(r#"{"name": "Lark"}"#));
    assert_eq!((policy.value, policy.version, assistant.version), (Policy::default(), 0, 5));
    let (policy, assistant) = migrated(None);
    assert_eq!((policy.version, assistant.version), (0, 0));
}

#[test]
fn a_newer_file_is_refused_and_left_as_it_is() {
    let dir = tempfile::tempdir().expect("dir");
    drop(Database::open(dir.path(), options()).expect("open"));
    let path = dir.path().join(FILE_NAME);
    let raw = Connection::open(&path).expect("raw");
    raw.execute(
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (999, 'later', '', '0')",
        [],
    )
    .expect("later");
    drop(raw);
    let before = std::fs::read(&path).expect("bytes");
    let error = Database::open(dir.path(), options()).err().expect("refused");
    assert_eq!(error.code, Code::DatabaseNewer);
    assert!(error.detail.contains("999"), "{}", error.detail);
    assert_eq!(std::fs::read(&path).expect("bytes"), before);
}

#[test]
fn a_file_of_another_program_and_no_database_at_all_are_refused_untouched() {
    let dir = tempfile::tempdir().expect("dir");
    let path = dir.path().join(FILE_NAME);
    Connection::open(&path).expect("raw").execute_batch("CREATE TABLE theirs (a)").expect("table");
    let error = Database::open(dir.path(), options()).err().expect("refused");
    assert_eq!(error.code, Code::DatabaseCorrupt);

    std::fs::write(
        &path,
        b"this is no database, and it is longer than a header of one hundred bytes, or nearly so, so there",
    )
    .expect("write");
    let before = std::fs::read(&path).expect("bytes");
    let error = Database::open(dir.path(), options()).err().expect("refused");
    assert_eq!(error.code, Code::DatabaseCorrupt);
    assert_eq!(std::fs::read(&path).expect("bytes"), before);
}

#[test]
fn a_failed_or_panicking_write_is_undone_alone() {
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), options()).expect("open");
    let failed = database.write_blocking(|tx| {
        set("half", "1")(tx)?;
        Err::<(), _>(Error::invalid("no"))
    });
    assert_eq!(failed.expect_err("refused").code, Code::Invalid);
    let panicked = database.write_blocking(|tx| {
        set("half", "1")(tx)?;
        if tx.now() > Timestamp::default() {
            panic!("a fault");
        }
        Ok(())
    });
    assert_eq!(panicked.expect_err("caught").code, Code::Internal);
    database.write_blocking(set("whole", "1")).expect("the writer goes on");
    assert_eq!(keys(&database), ["whole"]);
}

#[test]
fn writes_that_wait_share_a_commit_and_each_has_its_own_fate() {
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), options()).expect("open");
    let (hold, held) = std::sync::mpsc::channel::<()>();
    std::thread::scope(|scope| {
        let blocker = scope.spawn(|| {
            database.write_blocking(move |_| {
                held.recv().expect("released");
                Ok(())
            })
        });
        let writes: Vec<_> = (0..20)
            .map(|i| {
                let database = database.clone();
                scope.spawn(move || {
                    database.write_blocking(move |tx| {
                        tx.sql().execute(
                            "INSERT INTO settings (key, value, updated_at) VALUES (?1, '0', 0)",
                            [format!("k{i:02}")],
                        )?;
                        if i % 4 == 0 { Err(Error::invalid("every fourth")) } else { Ok(i) }
                    })
                })
            })
            .collect();
        hold.send(()).expect("send");
        blocker.join().expect("join").expect("blocker");
        for (i, write) in writes.into_iter().enumerate() {
            assert_eq!(write.join().expect("join").is_ok(), i % 4 != 0);
        }
    });
    assert_eq!(keys(&database).len(), 15);
}

#[test]
fn a_full_disk_undoes_the_write_says_so_and_the_writer_goes_on() {
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), options()).expect("open");
    database.write_blocking(set("before", "1")).expect("write");
    let error = database
        .write_blocking(|tx| {
            let pages: i64 = tx.sql().query_row("PRAGMA page_count", [], |row| row.get(0))?;
            tx.sql().query_row(&format!("PRAGMA max_page_count = {pages}"), [], |row| row.get::<_, i64>(0))?;
            tx.sql().execute(
                "INSERT INTO settings (key, value, updated_at) VALUES ('big', json_quote(hex(randomblob(1000000))), 0)",
                [],
            )?;
            Ok(())
        })
        .expect_err("full");
    assert_eq!(error.code, Code::DiskFull);
    database
        .write_blocking(|tx| {
            tx.sql().query_row("PRAGMA max_page_count = 1000000", [], |row| row.get::<_, i64>(0))?;
            Ok(())
        })
        .expect("room again");
    database.write_blocking(set("after", "1")).expect("write");
    assert_eq!(keys(&database), ["after", "before"]);
}

#[test]
fn subscribers_hear_of_it_after_the_commit_and_not_of_what_was_undone() {
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), options()).expect("open");
    let mut events = database.subscribe();
    let _ = database.write_blocking(|tx| {
        tx.emit(crate::event::EventKind::SettingsUpdated, "undone", serde_json::Value::Null)?;
        Err::<(), _>(Error::invalid("no"))
    });
    database
        .write_blocking(|tx| {
            tx.emit(crate::event::EventKind::SettingsUpdated, "kept", serde_json::Value::Null)
        })
        .expect("write");
    assert_eq!(events.try_recv().expect("one").subject, "kept");
    assert!(events.try_recv().is_err());
}

#[test]
fn a_copy_of_a_busy_shop_is_whole_and_no_write_waits_for_it() {
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), options()).expect("open");
    database.write_blocking(set("before", "1")).expect("write");
    let writing = database.clone();
    let mut steps = 0;
    let copied = database.back_up(&dir.path().join("b"), Reason::Manual, |_, _| {
        steps += 1;
        writing.write_blocking(set("meanwhile", "1")).is_ok()
    });
    let copied = copied.expect("copied");
    assert_eq!(steps, 1);
    let Condition::Whole { schema, .. } = examine(&copied.path).expect("examined") else { panic!("whole") };
    assert_eq!(schema, latest_migration());
    let kept: i64 = Connection::open(&copied.path)
        .and_then(|file| file.query_row("SELECT count(*) FROM settings", [], |row| row.get(0)))
        .expect("count");
    assert_eq!(kept, 1, "as of its beginning");
    assert_eq!(keys(&database), ["before", "meanwhile"]);
    let again = database.back_up(&dir.path().join("b"), Reason::Manual, |_, _| true).expect("again");
    assert_ne!(again.path, copied.path, "in the same millisecond");
    let refused =
        database.back_up(&dir.path().join("b"), Reason::Manual, |_, _| false).expect_err("cancelled");
    assert_eq!(refused.code, Code::Conflict);
    assert_eq!(std::fs::read_dir(dir.path().join("b")).expect("folder").count(), 2, "nothing half is left");
}

fn shop_with(dir: &Path, key: &'static str) {
    let database = Database::open(dir, options()).expect("open");
    database.write_blocking(set(key, "1")).expect("write");
}

/// A shop with "old" in it, and a backup of another that has "new".
fn with_backup() -> (tempfile::TempDir, PathBuf) {
    let (dir, other) = (tempfile::tempdir().expect("dir"), tempfile::tempdir().expect("dir"));
    shop_with(other.path(), "new");
    shop_with(dir.path(), "old");
    let source = Connection::open(other.path().join(FILE_NAME)).expect("other");
    let now = Timestamp::from_millis(1_790_000_000_000);
    let copied =
        copy(&source, &dir.path().join("backups"), Reason::Manual, now, |_, _| true).expect("copied");
    (dir, copied.path)
}

#[test]
fn a_restore_takes_the_shop_s_place_at_the_next_opening_and_keeps_what_was_there() {
    let (dir, backup) = with_backup();
    let open = Database::open(dir.path(), options()).expect("open");
    stage_backup(dir.path(), &backup).expect("staged");
    open.write_blocking(set("late", "1")).expect("the shop is still open");
    assert_eq!(keys(&open), ["late", "old"]);
    drop(open);
    assert!(is_restore_pending(dir.path()));
    let restored = Database::open(dir.path(), options()).expect("open");
    assert_eq!(keys(&restored), ["new"]);
    assert!(!is_restore_pending(dir.path()));
    let assistant = "SELECT json_extract(value, '$.enabled') FROM settings WHERE key = 'assistant'";
    let enabled: bool =
        restored.read_blocking(|c| Ok(c.query_row(assistant, [], |row| row.get(0))?)).expect("the assistant");
    assert!(!enabled, "it must not answer again what was answered since");
    drop(restored);
    let kept = std::fs::read_dir(dir.path().join("backups")).expect("folder").filter_map(|entry| {
        let name = entry.expect("entry").file_name().to_string_lossy().into_owned();
        name.contains("before_restore").then_some(name)
    });
    let kept: Vec<String> = kept.collect();
    assert_eq!(kept.len(), 1);
    stage_backup(dir.path(), &dir.path().join("backups").join(&kept[0])).expect("and back");
    assert_eq!(keys(&Database::open(dir.path(), options()).expect("open")), ["late", "old"]);
}

#[test]
fn a_restore_that_was_cut_off_at_any_step_ends_the_same() {
    // What a kill leaves: the old file gone and its log not, or everything but the last rename.
    let check = |name: &str, cut: &dyn Fn(&Path)| {
        let (dir, backup) = with_backup();
        stage_backup(dir.path(), &backup).expect("staged");
        cut(dir.path());
        let restored = Database::open(dir.path(), options()).expect("open");
        assert_eq!(keys(&restored), ["new"], "{name}");
    };
    check("nothing", &|_| {});
    check("the old one is moved", &|dir| {
        std::fs::rename(
            dir.join(FILE_NAME),
            dir.join("backups/shop-20270115T080000.000Z-before_restore-1.sqlite"),
        )
        .expect("moved");
    });
    check("a log is left", &|dir| {
        std::fs::remove_file(dir.join(FILE_NAME)).expect("gone");
        std::fs::write(dir.join(format!("{FILE_NAME}-wal")), b"an old log").expect("left");
    });
    check("a half copy of an earlier try", &|dir| {
        std::fs::write(dir.join("restore.sqlite.part"), b"half").expect("left");
    });
}

#[test]
fn a_damaged_shop_is_named_at_the_start_kept_aside_and_replaced() {
    let check = |name: &str, damage: &dyn Fn(&Path)| {
        let (dir, backup) = with_backup();
        let path = dir.path().join(FILE_NAME);
        damage(&path);
        let before = std::fs::read(&path).expect("bytes");
        let error = Database::open(dir.path(), options()).err().expect("refused");
        assert_eq!(error.code, Code::DatabaseCorrupt, "{name}: {error}");
        assert_eq!(std::fs::read(&path).expect("bytes"), before, "{name}: untouched");
        stage_backup(dir.path(), &backup).expect("staged");
        let restored = Database::open(dir.path(), options()).expect("open");
        assert_eq!(keys(&restored), ["new"], "{name}");
        let aside = std::fs::read_dir(dir.path()).expect("folder").any(|entry| {
            let path = entry.expect("entry").path();
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("damaged-"))
                && std::fs::read(&path).expect("bytes") == before
        });
        assert!(aside, "{name}: the damaged file is kept");
    };
    check("cut off", &|path| {
        let file = std::fs::OpenOptions::new().write(true).open(path).expect("file");
        file.set_len(40_000).expect("cut");
    });
    check("no database", &|path| std::fs::write(path, "words ".repeat(5000)).expect("written"));
    check("overwritten pages", &|path| {
        let mut bytes = std::fs::read(path).expect("bytes");
        let end = bytes.len();
        bytes[4096 * 2..end].fill(0xff);
        std::fs::write(path, bytes).expect("written");
    });
}

#[test]
fn a_backup_that_cannot_be_restored_is_refused_and_nothing_changes() {
    let (dir, backup) = with_backup();
    let check = |name: &str, change: &dyn Fn(&Path), code: Code, words: &str| {
        let copy = dir.path().join("candidate.sqlite");
        std::fs::copy(&backup, &copy).expect("copied");
        change(&copy);
        let error = stage_backup(dir.path(), &copy).expect_err(name);
        assert!(error.code == code && error.detail.contains(words), "{name}: {error}");
        assert!(!is_restore_pending(dir.path()), "{name}");
    };
    check(
        "cut off",
        &|path| {
            let file = std::fs::OpenOptions::new().write(true).open(path).expect("file");
            file.set_len(50_000).expect("cut");
        },
        Code::DatabaseCorrupt,
        "damaged",
    );
    check("empty", &|path| std::fs::write(path, b"").expect("written"), Code::DatabaseCorrupt, "no backup");
    check(
        "words",
        &|path| std::fs::write(path, "words ".repeat(500)).expect("written"),
        Code::DatabaseCorrupt,
        "no backup",
    );
    check(
        "another program's",
        &|path| {
            std::fs::remove_file(path).expect("gone");
            Connection::open(path).expect("raw").execute_batch("CREATE TABLE theirs (a)").expect("table");
        },
        Code::DatabaseCorrupt,
        "no backup",
    );
    check(
        "newer",
        &|path| {
            let statement = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (999, 'later', '', '0')";
            Connection::open(path).expect("raw").execute(statement, []).expect("later");
        },
        Code::DatabaseNewer,
        "999",
    );
    check("missing", &|path| std::fs::remove_file(path).expect("gone"), Code::NotFound, "no such backup");
    assert_eq!(keys(&Database::open(dir.path(), options()).expect("open")), ["old"]);
}

#[test]
fn an_older_backup_is_brought_up_to_date_on_its_way() {
    let dir = tempfile::tempdir().expect("dir");
    shop_with(dir.path(), "old");
    let older = tempfile::tempdir().expect("dir");
    let path = older.path().join("older.sqlite");
    let mut raw = open::writable(&path, &Pragmas::default()).expect("raw");
    open::migrate_to(&mut raw, 7).expect("migrated");
    raw.execute("INSERT INTO settings (key, value, updated_at) VALUES ('then', '1', 0)", []).expect("row");
    raw.execute_batch("PRAGMA journal_mode = DELETE").expect("one file");
    drop(raw);
    let Condition::Whole { schema, contents } = examine(&path).expect("examined") else { panic!("whole") };
    assert_eq!((schema, contents.newest_change_at), (7, None));
    stage_backup(dir.path(), &path).expect("staged");
    let restored = Database::open(dir.path(), options()).expect("open");
    assert_eq!(keys(&restored), ["then"]);
    assert_eq!(restored.migrated().from, latest_migration());
}

#[test]
fn a_full_disk_leaves_no_half_copy() {
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), options()).expect("open");
    // A folder that takes no file stands for a disk that takes no byte: it fails at another call of the same way.
    let error = database.back_up(Path::new("/proc/haberdash"), Reason::Manual, |_, _| true);
    assert_eq!(error.err().map(|error| error.code), Some(Code::StorageUnavailable));
    assert_eq!(keys(&database), Vec::<String>::new());
}

#[test]
fn what_was_claimed_may_begin_before_its_commit_is_durable() {
    use crate::jobs::{self, NewJob, Work};
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), options()).expect("open");
    let (tell, told) = std::sync::mpsc::channel();
    let (seen, then) = (tell.clone(), tell.clone());
    let reader = database.clone();
    database.claim_with(
        |_| Ok(0),
        move |claimed: &mut u32| {
            *claimed += 1;
            let jobs = reader.read_blocking(|c| {
                Ok(c.query_row("SELECT count(*) FROM jobs", [], |row| row.get::<_, i64>(0))?)
            });
            seen.send(format!("seen with {} jobs", jobs.expect("jobs"))).expect("told");
        },
        move |claimed| then.send(format!("claimed {claimed:?}")).expect("told"),
    );
    let work = Work::PollChannel { provider: "one".to_owned() };
    database.submit_then(
        Durability::PowerCut,
        move |tx| jobs::enqueue(tx, &NewJob::at(tx.now(), work)).map(|_| ()),
        move |written| tell.send(format!("written {written:?}")).expect("told"),
    );
    database.write_blocking(|_| Ok(())).expect("another write");
    let told: Vec<_> = told.try_iter().collect();
    assert_eq!(told, ["seen with 1 jobs", "written Ok(())", "claimed Ok(1)"]);
}

#[test]
fn a_claimer_hears_of_jobs_that_are_due_and_the_worker_of_the_others() {
    use crate::jobs::{self, NewJob, Work};
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), options()).expect("open");
    let (tell, told) = std::sync::mpsc::channel();
    database.claim_with(
        |_| Ok(()),
        |()| {},
        move |claimed| {
            claimed.expect("claimed");
            tell.send(()).expect("told");
        },
    );
    let enqueue = |seconds: u64| {
        let work = move |tx: &mut WriteTx<'_>| {
            let provider = seconds.to_string();
            let run_at = tx.now().plus(Duration::from_secs(seconds));
            jobs::enqueue(tx, &NewJob::at(run_at, Work::PollChannel { provider }))
        };
        database.write_blocking(work).expect("enqueue");
        // What follows a commit happens before the writer takes up the next write.
        database.write_blocking(|_| Ok(())).expect("another write");
        told.try_iter().count()
    };
    assert_eq!(enqueue(0), 1);
    assert_eq!(enqueue(60), 0);
    let signal = database.job_signal();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("runtime");
    let heard = async { tokio::time::timeout(Duration::from_secs(10), signal.notified()).await };
    runtime.block_on(heard).expect("the worker is told of the later one");
}

#[test]
fn a_claim_that_fails_is_undone_alone_and_a_write_that_fails_makes_none() {
    use crate::jobs::{self, NewJob, Work};
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), options()).expect("open");
    let (tell, told) = std::sync::mpsc::channel();
    database.claim_with(
        |tx| {
            tx.sql().execute("DELETE FROM jobs", [])?;
            Err::<(), _>(Error::invalid("no claim"))
        },
        |()| {},
        move |claimed| tell.send(claimed.is_err()).expect("told"),
    );
    let poll = |provider: &str, fails: bool| {
        let work = Work::PollChannel { provider: provider.to_owned() };
        database.write_blocking(move |tx| {
            jobs::enqueue(tx, &NewJob::at(tx.now(), work))?;
            if fails { Err(Error::invalid("no write")) } else { Ok(()) }
        })
    };
    let jobs = || {
        database
            .read_blocking(|c| Ok(c.query_row("SELECT count(*) FROM jobs", [], |row| row.get::<_, i64>(0))?))
    };
    poll("one", false).expect("the write stands");
    database.write_blocking(|_| Ok(())).expect("another write");
    assert_eq!((jobs().expect("jobs"), told.try_iter().collect::<Vec<_>>()), (1, vec![true]));
    poll("two", true).expect_err("the write fails");
    database.write_blocking(|_| Ok(())).expect("another write");
    assert_eq!((jobs().expect("jobs"), told.try_iter().count()), (1, 0));
}
