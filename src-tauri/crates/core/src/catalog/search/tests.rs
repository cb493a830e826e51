use std::sync::atomic::Ordering;

use super::*;
use crate::catalog::{
    NewProduct, NewVariant, ProductChange, ProductStatus, VariantChange, create_product, edit_product,
    edit_variants,
};
use crate::fixture::Fixture;
use crate::money::Currency;
use crate::retrieval::testing::{AllVectors, WordsModel};
use crate::retrieval::{Learner, Meaning};
use crate::stock::{self, MovementReason};
use crate::{Id, id};

struct Shop {
    fixture: Fixture,
    searcher: Searcher,
}

fn shop(goods: &[(&str, &str, &str)]) -> Shop {
    let shop = Shop { fixture: Fixture::new(), searcher: Searcher::default() };
    for (title, colour, description) in goods {
        shop.add(title, colour, description);
    }
    shop
}

impl Shop {
    fn add(&self, title: &str, colour: &str, description: &str) -> Id<id::Product> {
        let new = NewProduct {
            title: title.into(),
            description: description.into(),
            status: ProductStatus::Active,
            options: vec!["Colour".into()],
            variants: vec![NewVariant {
                values: vec![colour.into()],
                allow_backorder: true,
                ..NewVariant::priced(Money::new(1_000, Currency::EUR))
            }],
            ..NewProduct::default()
        };
        self.fixture.write(move |tx| create_product(tx, &new)).expect("made")
    }

    fn edit(&self, product: Id<id::Product>, change: ProductChange) {
        let edit = move |tx: &mut crate::WriteTx<'_>| {
            let version = crate::catalog::product(tx.sql(), product)?.version;
            edit_product(tx, product, version, &change)
        };
        self.fixture.write(edit).expect("edited");
    }

    fn found(&self, query: &ProductQuery) -> Vec<ProductHit> {
        self.fixture.read(|c| self.searcher.products(c, query))
    }

    fn titles(&self, text: &str) -> Vec<String> {
        self.found(&ProductQuery::of_text(text, 10)).into_iter().map(|hit| hit.product.title).collect()
    }

    /// Embeds what is new; how many texts that took.
    fn learn(&self, learner: &mut Learner, meaning: &Meaning, model: &WordsModel) -> usize {
        let before = model.embedded.load(Ordering::Relaxed);
        while self.fixture.read(|c| learner.look(c)) > 0 {
            let mut lessons = self.fixture.read(|c| learner.next(c, 3));
            lessons.unknown().into_iter().try_for_each(|lesson| lesson.embed(meaning)).expect("embeds");
            lessons.share();
            let lessons = self
                .fixture
                .write(move |tx| Learner::keep(tx, "words", &lessons).map(|()| lessons))
                .expect("kept");
            learner.put(lessons).expect("put");
        }
        model.embedded.load(Ordering::Relaxed) - before
    }
}

fn meaning(synonyms: &[&[&'static str]]) -> (Arc<Meaning>, Arc<WordsModel>) {
    let model = Arc::new(WordsModel::with_synonyms(synonyms));
    (Arc::new(Meaning::new(Arc::clone(&model) as _, Arc::new(AllVectors::default()))), model)
}

#[test]
fn words_in_the_title_count_more_and_rare_words_more_than_common_ones() {
    let shop = shop(&[
        ("Plain scarf", "Grey", "Goes with any shirt."),
        ("Linen shirt", "White", "For summer."),
        ("Cotton shirt", "Blue", "For work."),
        ("Silk shirt", "Blue", "For evenings."),
        ("Linen trousers", "White", "For summer."),
    ]);
    assert_eq!(shop.titles("linen shirt")[0], "Linen shirt");
    assert_eq!(shop.titles("silk or cotton shirts")[..2], ["Silk shirt", "Cotton shirt"]);
    assert_eq!(shop.titles("shirt").last().map(String::as_str), Some("Plain scarf"));
    assert_eq!(shop.titles("NAVY trousers"), ["Linen trousers"]);
    let blue = ProductQuery { colours: vec!["blue".into()], ..ProductQuery::of_text("shirt", 1) };
    assert_eq!(shop.found(&blue)[0].product.title, "Silk shirt", "equals are newest first");
    assert!(shop.titles("umbrella").is_empty());
}

#[test]
fn the_memory_follows_the_file() {
    let shop = shop(&[("Linen shirt", "White", ""), ("Wool coat", "Grey", "")]);
    assert_eq!(shop.titles("jacket").len(), 0);
    let jacket = shop.add("Rain jacket", "Green", "");
    assert_eq!(shop.titles("jackets"), ["Rain jacket"]);
    shop.edit(jacket, ProductChange { title: Some("Rain cape".into()), ..ProductChange::default() });
    assert_eq!(shop.titles("jacket").len(), 0);
    assert_eq!(shop.titles("cape"), ["Rain cape"]);
    shop.edit(jacket, ProductChange { status: Some(ProductStatus::Archived), ..ProductChange::default() });
    assert_eq!(shop.titles("cape").len(), 0);
    // What is loaded anew says the same as what was followed.
    let many: Vec<String> = (0..40).map(|i| format!("Scarf number {i}")).collect();
    for title in &many {
        shop.add(title, "Red", "warm");
    }
    let hits = |searcher: &Searcher| {
        let query = ProductQuery::of_text("warm scarf number 7 in linen", 50);
        let hits = shop.fixture.read(|c| searcher.products(c, &query));
        hits.into_iter().map(|hit| (hit.product.title, hit.words_matched)).collect::<Vec<_>>()
    };
    assert_eq!(hits(&shop.searcher), hits(&Searcher::default()));
    assert!(hits(&shop.searcher).iter().any(|(title, words)| title == "Scarf number 7" && *words == 4));
}

#[test]
fn what_is_meant_is_found_without_the_words_and_only_what_changed_is_embedded() {
    let shop =
        shop(&[("Warm jumper", "Red", ""), ("Beach sandals", "Tan", ""), ("Wool pullover", "Blue", "")]);
    let (meaning, model) = meaning(&[&["sweater", "jumper", "pullover"]]);
    shop.searcher.set_meaning(Arc::clone(&meaning));
    assert!(shop.titles("sweater").is_empty(), "nothing is embedded yet, and no word fits");
    let mut learner = Learner::new(Arc::clone(&meaning));
    assert_eq!(shop.learn(&mut learner, &meaning, &model), 3);
    assert_eq!(learner.progress(), (3, 3));
    let found = shop.found(&ProductQuery::of_text("sweater", 10));
    let mut titles: Vec<&str> = found.iter().map(|hit| hit.product.title.as_str()).collect();
    titles.sort_unstable();
    assert_eq!(titles, ["Warm jumper", "Wool pullover"]);
    assert!(found.iter().all(|hit| hit.words_matched == 0 && hit.nearness.is_some_and(|near| near > 0.4)));
    // Filters hold for what is near, too.
    let blue = ProductQuery { colours: vec!["blue".into()], ..ProductQuery::of_text("sweater", 10) };
    assert_eq!(shop.found(&blue).len(), 1);

    assert_eq!(shop.learn(&mut learner, &meaning, &model), 0);
    let socks = shop.add("Wool socks", "Grey", "");
    assert_eq!(shop.learn(&mut learner, &meaning, &model), 1);
    let title = |title: &str| ProductChange { title: Some(title.into()), ..ProductChange::default() };
    shop.edit(socks, title("Wool sweater"));
    assert_eq!(shop.learn(&mut learner, &meaning, &model), 1);
    shop.edit(socks, title("Wool socks"));
    assert_eq!(shop.learn(&mut learner, &meaning, &model), 0, "the text was known before");
    shop.add("Straw hat", "Tan", "");
    shop.add("Straw hat", "Tan", "");
    assert_eq!(shop.learn(&mut learner, &meaning, &model), 1, "two of the same text are embedded once");
    assert_eq!(shop.titles("straw hat").len(), 2);
    let price = ProductChange { season: Some("winter".into()), ..ProductChange::default() };
    shop.edit(socks, price);
    assert_eq!(shop.learn(&mut learner, &meaning, &model), 0, "it is about the same as before");

    // Another start, with an index that lost everything, or is of another past.
    for tags in [vec![], vec![(1, 7), (999, 7)]] {
        let index = AllVectors::default();
        let points =
            tags.into_iter().map(|(key, tag)| crate::retrieval::Point { key, tag, vector: vec![0.0; 64] });
        crate::retrieval::VectorIndex::put(&index, &points.collect::<Vec<_>>()).expect("put");
        let again = Arc::new(Meaning::new(Arc::clone(&model) as _, Arc::new(index)));
        assert_eq!(shop.learn(&mut Learner::new(Arc::clone(&again)), &again, &model), 0);
        let mut tags = meaning.index().tags();
        tags.retain(|_, tag| *tag != 7);
        assert_eq!(again.index().tags(), tags);
    }
}

#[test]
fn what_a_turn_searched_for_stands_until_a_product_changes() {
    let shop = shop(&[("Beach sandals", "Tan", "")]);
    let jumper = shop.add("Warm jumper", "Red", "");
    let (meaning, model) = meaning(&[&["sweater", "jumper"]]);
    shop.searcher.set_meaning(Arc::clone(&meaning));
    shop.learn(&mut Learner::new(Arc::clone(&meaning)), &meaning, &model);
    let searches = Searches::default();
    let search = |searcher: &Searcher, text: &str| -> Vec<String> {
        let query = ProductQuery::of_text(text, 10);
        let hits = shop.fixture.read(|c| searcher.products_again(c, &query, &searches));
        hits.into_iter().map(|hit| hit.product.title).collect()
    };
    assert_eq!(search(&shop.searcher, "sweater"), ["Warm jumper"]);
    // One who knows no meanings finds no sweater; what is told was found before.
    let by_words = Searcher::default();
    assert_eq!(search(&by_words, "sweater"), ["Warm jumper"]);
    assert_eq!(search(&by_words, "a sweater"), [""; 0]);
    shop.edit(jumper, ProductChange { season: Some("winter".into()), ..ProductChange::default() });
    assert_eq!(search(&by_words, "sweater"), [""; 0]);
}

#[test]
fn what_a_turn_read_is_read_again_when_its_price_or_stock_changes() {
    let shop = shop(&[("Warm jumper", "Red", ""), ("Warm socks", "Red", "")]);
    let searches = Searches::default();
    let red = |words: &str| ProductQuery { colours: vec!["red".into()], ..ProductQuery::of_text(words, 10) };
    let search = |words: &str| -> Vec<(i64, i64)> {
        let hits = shop.fixture.read(|c| shop.searcher.products_again(c, &red(words), &searches));
        hits.iter().map(|hit| (hit.variants[0].price.amount, hit.all_variants[0].on_hand)).collect()
    };
    assert_eq!(search("warm jumper"), [(1_000, 0), (1_000, 0)]);
    let read = |row: i64| {
        shop.fixture.read(|c| searches.goods(c, store::catalog_index::revision(c)?, row)).expect("there")
    };
    let (jumper, socks) = (read(1), read(2));
    assert_eq!(search("warm socks").len(), 2);
    assert!(Arc::ptr_eq(&jumper, &read(1)), "another search tells what the first one read");

    let (product, variant) = (jumper.product.id, jumper.variants[0].id);
    let change = VariantChange { price_minor: Some(1_500), ..VariantChange::of(variant) };
    shop.fixture.write(move |tx| edit_variants(tx, product, &[change])).expect("priced");
    assert_eq!(search("warm jumper"), [(1_500, 0), (1_000, 0)]);

    let variant = socks.variants[0].id;
    let enter = move |tx: &mut crate::WriteTx<'_>| {
        let place = stock::add_location(tx, "Shop")?.id;
        stock::set_on_hand(tx, variant, place, 7, MovementReason::Opening, None)
    };
    shop.fixture.write(enter).expect("entered");
    assert_eq!(search("warm jumper"), [(1_500, 0), (1_000, 7)]);
}

#[test]
fn what_is_unwanted_comes_last_and_says_so() {
    let shop = shop(&[
        ("Rain jacket", "Green", "Light. No hood."),
        ("Hooded rain jacket", "Green", "Light and dry, the rain jacket for a rainy day."),
        ("Rain jacket Oslo", "Blue", "Its hood folds away."),
    ]);
    let hits = shop.found(&ProductQuery::of_text("rain jacket without hood", 10));
    let told: Vec<_> = hits.iter().map(|hit| (hit.product.title.as_str(), hit.has_unwanted)).collect();
    assert_eq!(told[0], ("Rain jacket", false));
    assert!(told.contains(&("Hooded rain jacket", true)) && told.contains(&("Rain jacket Oslo", false)));
    assert!(shop.found(&ProductQuery::of_text("rain jacket", 10)).iter().all(|hit| !hit.has_unwanted));
}
