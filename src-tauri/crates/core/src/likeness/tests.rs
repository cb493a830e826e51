use super::*;
use crate::fixture::Fixture;
use crate::store::embeddings::packed;

/// A model whose vectors are given.
struct Given(&'static str);

impl PictureModel for Given {
    fn model(&self) -> &str {
        self.0
    }

    fn dimension(&self) -> usize {
        2
    }

    fn describe(&self, _: &Raster) -> Result<Vec<f32>> {
        Ok(vec![1.0, 0.0])
    }

    fn alike(&self) -> f32 {
        0.9
    }

    fn without_colour(&self, _: &[f32]) -> Option<Vec<f32>> {
        None
    }
}

fn description(model: &str, vector: Option<Vec<f32>>) -> Description {
    Description { model: model.into(), vector }
}

/// Stores bytes with what a model made of them; their name.
fn store(shop: &Fixture, bytes: &'static [u8], model: &'static str, vector: Option<Vec<f32>>) -> String {
    shop.write(move |tx| {
        let hash = crate::blobs::put(tx, "image/png", bytes)?;
        keep(tx, &hash, &[description(model, vector)])?;
        Ok(hash)
    })
    .expect("stored")
}

fn near(shop: &Fixture, likeness: &Likeness, model: &str, vector: Vec<f32>, only_alike: bool) -> Vec<String> {
    let picture = [description(model, Some(vector))];
    let near = shop.read(|c| likeness.nearest(c, &picture, false, only_alike));
    near.into_iter().map(|near| near.content_hash).collect()
}

#[test]
fn what_is_stored_is_found_at_once_and_only_by_its_own_model() {
    let shop = Fixture::new();
    let likeness = Likeness::default();
    likeness.set_better(Arc::new(Given("given")));
    likeness.set_ready("given");
    let first = store(&shop, b"1", "given", Some(vec![1.0, 0.0]));
    store(&shop, b"2", "given", None);
    store(&shop, b"3", "another", Some(vec![1.0, 0.0]));
    assert_eq!(near(&shop, &likeness, "given", vec![1.0, 0.0], false), [first.as_str()]);
    let second = store(&shop, b"4", "given", Some(vec![0.6, 0.8]));
    assert_eq!(near(&shop, &likeness, "given", vec![0.7, 0.7], false), [second.as_str(), first.as_str()]);
    assert_eq!(near(&shop, &likeness, "given", vec![0.7, 0.7], true), [second.as_str()]);
    assert!(near(&shop, &likeness, "another", vec![1.0, 0.0], false).is_empty());
    assert!(near(&shop, &likeness, "given", vec![1.0, 0.0, 0.0], false).is_empty());
}

#[test]
fn until_the_better_model_knows_all_the_built_in_one_answers() {
    let shop = Fixture::new();
    let likeness = Likeness::default();
    likeness.set_better(Arc::new(Given("given")));
    store(&shop, b"1", "given", Some(vec![1.0, 0.0]));
    let raster = Raster::new(16, 16, vec![90; 768]).expect("a raster");
    let described = likeness.describe(&raster).expect("described");
    assert_eq!(described.len(), 2);
    let builtin = described[1].clone();
    let hash = shop
        .write(move |tx| {
            let hash = crate::blobs::put(tx, "image/png", b"2")?;
            keep(tx, &hash, &[builtin]).map(|()| hash)
        })
        .expect("stored");
    let nearest = |likeness: &Likeness| {
        let near = shop.read(|c| likeness.nearest(c, &described, false, true));
        near.into_iter().map(|near| near.content_hash).collect::<Vec<_>>()
    };
    assert_eq!(nearest(&likeness), [hash.as_str()]);
    likeness.set_ready("given");
    assert_ne!(nearest(&likeness), [hash.as_str()]);
}

#[test]
fn what_nothing_shows_goes_and_no_row_is_given_twice() {
    let shop = Fixture::new();
    for bytes in [&b"1"[..], b"2", b"3"] {
        store(&shop, bytes, "given", Some(vec![1.0, 0.0]));
    }
    let newest = shop.read(store::likenesses::newest);
    assert!(!shop.write(|tx| prune(tx, &["given"])).expect("pruned"));
    assert_eq!(shop.read(store::likenesses::newest), newest);
    let left = shop
        .read(|c| Ok(c.query_row("SELECT count(*) FROM picture_vectors", [], |row| row.get::<_, i64>(0))?));
    assert_eq!(left, 1);
}

#[test]
fn whole_numbers_are_as_good_as_fractions() {
    let mut random = 7_u32;
    let mut vector = || -> Vec<f32> {
        let numbers: Vec<f32> = (0..200)
            .map(|_| {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (random >> 8) as f32 / 16_777_216.0 - 0.4
            })
            .collect();
        let length = numbers.iter().map(|number| number * number).sum::<f32>().sqrt();
        numbers.into_iter().map(|number| number / length).collect()
    };
    let mut index = Index::new(200);
    let stored: Vec<Vec<f32>> = (0..50).map(|_| vector()).collect();
    for (number, vector) in stored.iter().enumerate() {
        index.put(&number.to_string(), &packed(vector));
    }
    let sought = vector();
    let exact = |number: &str| -> f32 {
        let stored = &stored[number.parse::<usize>().expect("number")];
        stored.iter().zip(&sought).map(|(a, b)| a * b).sum()
    };
    let found = index.nearest(&sought);
    assert_eq!(found.len(), 50);
    for (name, nearness) in found {
        assert!((nearness - exact(&name)).abs() < 0.005, "{name}: {nearness} {}", exact(&name));
    }
}
