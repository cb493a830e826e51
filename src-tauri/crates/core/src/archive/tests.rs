use std::io::BufReader;

use super::*;
use crate::demo::{self, DemoOptions};
use crate::fixture::START;

type Packed = (Manifest, Vec<(String, Vec<u8>)>, Vec<(String, Vec<u8>)>);

fn pack(connection: &Connection) -> Packed {
    let mut packed = Vec::new();
    let mut entries = Vec::new();
    for table in tables(connection).expect("tables") {
        let mut lines = Vec::new();
        let rows = write_table(connection, &table, &mut lines).expect("written");
        entries.push(TableEntry { name: table.clone(), rows });
        packed.push((table, lines));
    }
    let mut files = Vec::new();
    each_file(connection, &mut |hash, bytes| {
        files.push((hash.to_owned(), bytes.to_vec()));
        Ok(())
    })
    .expect("files");
    let manifest = Manifest {
        format: FORMAT.into(),
        format_version: FORMAT_VERSION,
        schema: database::latest_migration(),
        made_at: START,
        shop_name: "A".into(),
        tables: entries,
        files: files.len() as u64,
    };
    (manifest, packed, files)
}

fn unpack(path: &Path, (manifest, packed, files): &Packed) -> Result<()> {
    let mut loader = Loader::create(path, manifest)?;
    for (table, lines) in packed {
        loader.table(table, &mut BufReader::new(lines.as_slice()))?;
    }
    for (hash, bytes) in files {
        loader.file(hash, bytes)?;
    }
    loader.finish()?;
    index_words(&Connection::open(path)?)
}

/// How many entries each index of words has.
fn indexed(connection: &Connection) -> Vec<(String, i64)> {
    let mut indexes = connection
        .prepare(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual' AND name NOT LIKE '%vocabulary'
             ORDER BY name",
        )
        .expect("query");
    let names = indexes.query_map([], |row| row.get::<_, String>(0)).expect("names");
    names
        .map(|name| {
            let name = name.expect("a name");
            let count = format!("SELECT count(*) FROM {name}_docsize");
            let count = connection.query_row(&count, [], |row| row.get(0)).expect("a count");
            (name, count)
        })
        .collect()
}

/// The built-in planner with a stopwatch that stands still.
struct Planned;

impl crate::answer::Turns for Planned {
    fn run(
        &self,
        input: crate::agent::TurnInput,
        knowledge: &dyn crate::agent::Knowledge,
    ) -> Result<crate::agent::RunRecord> {
        crate::agent::drive(input, knowledge, &crate::agent::BuiltinPlanner, &mut || {
            std::time::Duration::ZERO
        })
    }
}

fn demo_shop() -> (tempfile::TempDir, database::Database) {
    let dir = tempfile::tempdir().expect("dir");
    demo::create(dir.path(), &DemoOptions::new(START), &Planned).expect("demo");
    let database =
        database::Database::open(dir.path(), database::Options::new(std::sync::Arc::new(crate::SystemClock)))
            .expect("open");
    (dir, database)
}

#[test]
fn an_archive_gives_the_same_shop_table_by_table_and_its_words_are_found() {
    let (_dir, database) = demo_shop();
    let packed = database.read_blocking(|c| Ok(pack(c))).expect("packed");
    assert!(packed.0.tables.iter().filter(|table| table.rows > 0).count() > 12, "{:?}", packed.0.tables);
    assert!(packed.2.len() > 10, "pictures");
    let target = tempfile::tempdir().expect("dir");
    unpack(&target.path().join(database::FILE_NAME), &packed).expect("unpacked");
    let copy = database::Database::open(
        target.path(),
        database::Options::new(std::sync::Arc::new(crate::SystemClock)),
    )
    .expect("open");
    let again = copy.read_blocking(|c| Ok(pack(c))).expect("packed again");
    for ((name, lines), (other, copied)) in packed.1.iter().zip(&again.1) {
        assert_eq!(name, other);
        assert!(lines == copied, "table {name} differs");
    }
    assert!(packed.2 == again.2, "files differ");
    let found = |database: &database::Database| -> i64 {
        let count = "SELECT count(*) FROM products_fts WHERE products_fts MATCH 'dress'";
        database.read_blocking(|c| Ok(c.query_row(count, [], |row| row.get(0))?)).expect("count")
    };
    assert!(found(&database) > 0);
    // New conversations wait for their batch; the copy's are all in the index. Both find the same.
    let without_conversations = |database: &database::Database| -> Vec<(String, i64)> {
        let mut words = database.read_blocking(|c| Ok(indexed(c))).expect("indexed");
        words.retain(|(name, _)| name != "conversations_fts");
        words
    };
    let words = without_conversations(&database);
    assert!(words.len() >= 2 && words.iter().all(|(_, count)| *count > 0), "{words:?}");
    assert_eq!(without_conversations(&copy), words);
    let people = |database: &database::Database| -> Vec<String> {
        let page = crate::page::PageRequest::first(100);
        let filter = crate::conversations::InboxFilter::All;
        let found =
            database.read_blocking(move |c| crate::conversations::inbox(c, filter, Some("155"), &page));
        found.expect("found").items.into_iter().map(|item| item.id.to_string()).collect()
    };
    assert!(!people(&database).is_empty());
    assert_eq!(people(&database), people(&copy));
    assert_eq!(found(&database), found(&copy));
    copy.read_blocking(|c| {
        assert_eq!(crate::backups::inconsistencies(c).expect("check"), Vec::<String>::new());
        Ok(())
    })
    .expect("read");
}

#[test]
fn what_is_damaged_foreign_or_newer_is_refused_by_its_place() {
    let (_dir, database) = demo_shop();
    let packed = database.read_blocking(|c| Ok(pack(c))).expect("packed");
    let check = |change: &dyn Fn(&mut Packed), code: Code, words: &str| {
        let mut packed = packed.clone();
        change(&mut packed);
        let target = tempfile::tempdir().expect("dir");
        let error = unpack(&target.path().join("x.sqlite"), &packed).expect_err("refused");
        assert!(
            error.code == code && error.detail.contains(words),
            "{words}: {} {}",
            error.code,
            error.detail
        );
    };
    check(&|p| p.0.format = "zip".into(), Code::Invalid, "no archive");
    check(&|p| p.0.schema = 9999, Code::DatabaseNewer, "newer");
    check(&|p| p.0.format_version = 2, Code::DatabaseNewer, "newer");
    check(&|p| p.1.push(("jobs".into(), Vec::new())), Code::Invalid, "'jobs'");
    check(&|p| p.1.push(("settings".into(), b"{\"key\":1".to_vec())), Code::Invalid, "line 1 of 'settings'");
    check(&|p| p.1.push(("settings".into(), b"{\"kee\":\"a\"}\n".to_vec())), Code::Invalid, "'kee'");
    check(
        &|p| p.1.push(("settings".into(), b"{\"key\":[1]}\n".to_vec())),
        Code::Invalid,
        "line 1 of 'settings'",
    );
    check(&|p| p.2[0].1.push(0), Code::Invalid, "is damaged");
    check(&|p| p.2.truncate(3), Code::Invalid, "is missing");
    check(&|p| p.2.push((blobs::content_hash(b"x"), b"x".to_vec())), Code::Invalid, "Nothing in the archive");
}
