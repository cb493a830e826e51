use haberdash_core::catalog::{NewProduct, NewVariant, ProductQuery, ProductStatus, create_product};
use haberdash_core::database::Options;
use haberdash_core::{Currency, Money, SystemClock};

use super::*;

async fn shop(dir: &std::path::Path, titles: &[&str]) -> Database {
    let database = Database::open(dir, Options::new(Arc::new(SystemClock))).expect("opens");
    for title in titles {
        let new = NewProduct {
            title: (*title).into(),
            status: ProductStatus::Active,
            variants: vec![NewVariant::priced(Money::new(1_000, Currency::EUR))],
            ..NewProduct::default()
        };
        database.write(move |tx| create_product(tx, &new)).await.expect("made");
    }
    database
}

/// Runs the background over the shop until it has come to a state that lasts, and ends it.
async fn run(dir: &std::path::Path, database: &Database, folders: Folders) -> (State, Arc<Searcher>) {
    let (searcher, status, ending) = (Arc::<Searcher>::default(), Status::default(), Ending::default());
    let task = keep_learning(Background {
        database: database.clone(),
        searcher: Arc::clone(&searcher),
        folders,
        changes: watch::Sender::new(0).subscribe(),
        data_dir: dir.to_owned(),
        status: status.clone(),
        ending: ending.clone(),
    });
    while !matches!(status.now(), State::Ready | State::WordsOnly { .. }) {
        tokio::task::yield_now().await;
    }
    ending.begin();
    task.await.expect("ended");
    (status.now(), searcher)
}

fn titles(database: &Database, searcher: &Searcher, text: &str) -> Vec<String> {
    let query = ProductQuery::of_text(text, 3);
    let hits = database.read_blocking(|c| searcher.products(c, &query)).expect("search");
    hits.into_iter().map(|hit| hit.product.title).collect()
}

/// Needs the model that `cargo xtask models` installs.
#[tokio::test(flavor = "multi_thread")]
async fn a_shop_is_learned_and_what_is_lost_of_the_index_is_made_again() {
    let dir = tempfile::tempdir().expect("dir");
    let database = shop(dir.path(), &["Knitted wool gloves", "Leather beach sandals", "Straw sun hat"]).await;
    let check = async |why: &str| {
        let (state, searcher) = run(dir.path(), &database, Folders::of_shop(None)).await;
        assert_eq!(state, State::Ready, "{why}; without the model run `cargo xtask models`");
        let found = titles(&database, &searcher, "something to keep hands warm");
        assert_eq!(found.first().map(String::as_str), Some("Knitted wool gloves"), "{why}");
        assert_eq!(searcher.meaning().expect("loaded").index().tags().len(), 3, "{why}");
    };
    check("a first start").await;
    check("another start").await;
    let vectors = dir.path().join(FOLDER);
    for file in std::fs::read_dir(&vectors).expect("written at the end") {
        std::fs::write(file.expect("a file").path(), b"damaged").expect("write");
    }
    check("a damaged index").await;
    std::fs::remove_dir_all(&vectors).expect("removed");
    check("no index").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_model_words_alone_count_and_the_reason_is_told() {
    let dir = tempfile::tempdir().expect("dir");
    let database = shop(dir.path(), &["Knitted wool gloves"]).await;
    let nothing = tempfile::tempdir().expect("dir");
    let (state, searcher) = run(dir.path(), &database, Folders::only(nothing.path())).await;
    let State::WordsOnly { reason } = state else { panic!("{state:?}") };
    assert!(reason.ends_with(".onnx is not installed."), "{reason}");
    assert_eq!(titles(&database, &searcher, "glove"), ["Knitted wool gloves"]);
    assert!(titles(&database, &searcher, "something to keep hands warm").is_empty());
}
