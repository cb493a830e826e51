use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use super::*;

const DIMENSION: usize = 64;

/// Points in clusters, as texts about a few things are: random points alone would all be equally far.
fn points(count: usize, seed: u64) -> Vec<Point> {
    let mut chance = SmallRng::seed_from_u64(seed);
    let mut draw = |spread: f32| -> Vec<f32> {
        (0..DIMENSION).map(|_| (chance.random::<f32>() - 0.5) * spread).collect()
    };
    let middles: Vec<Vec<f32>> = (0..20).map(|_| draw(1.0)).collect();
    let point = |i: usize| {
        let around = draw(0.6);
        let vector: Vec<f32> = middles[i % middles.len()].iter().zip(around).map(|(a, b)| a + b).collect();
        let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
        let key = i64::try_from(i).expect("small") + 1;
        Point { key, tag: seed ^ key.cast_unsigned(), vector: vector.iter().map(|x| x / length).collect() }
    };
    (0..count).map(point).collect()
}

fn exact(points: &[Point], asked: &[f32], most: usize, keep: impl Fn(i64) -> bool) -> Vec<i64> {
    let near = |p: &Point| p.vector.iter().zip(asked).map(|(a, b)| a * b).sum::<f32>();
    let mut all: Vec<_> = points.iter().filter(|p| keep(p.key)).map(|p| (p.key, near(p))).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all.into_iter().take(most).map(|(key, _)| key).collect()
}

fn keys(found: &[(i64, f32)]) -> Vec<i64> {
    found.iter().map(|(key, _)| *key).collect()
}

fn index(points: &[Point]) -> UsearchIndex {
    let index = UsearchIndex::in_memory("test", DIMENSION).expect("made");
    index.put(points).expect("put");
    index
}

#[test]
fn it_finds_what_comparing_with_all_finds() {
    let points = points(3_000, 1);
    let index = index(&points);
    let even = |key: i64| key % 2 == 0;
    let (mut found, mut found_even, mut asked) = (0, 0, 0);
    for point in points.iter().step_by(60) {
        let all = index.nearest(&point.vector, 10, &|_| true).expect("found");
        // Sixteen bits do not tell the nearest of a cluster apart, and how they are rounded is the processor's affair.
        let own = all.iter().find(|(key, _)| *key == point.key).expect("it finds itself");
        assert!((own.1 - 1.0).abs() < 0.01 && all[0].1 - own.1 < 0.01, "nothing is nearer than itself");
        assert!(all.windows(2).all(|pair| pair[0].1 >= pair[1].1));
        let truth = exact(&points, &point.vector, 10, |_| true);
        found += keys(&all).iter().filter(|key| truth.contains(key)).count();
        let some = index.nearest(&point.vector, 10, &even).expect("found");
        assert!(some.iter().all(|(key, _)| even(*key)));
        let truth = exact(&points, &point.vector, 10, even);
        found_even += keys(&some).iter().filter(|key| truth.contains(key)).count();
        asked += 10;
    }
    assert!(found * 100 >= asked * 98, "{found} of {asked}");
    assert!(found_even * 100 >= asked * 95, "{found_even} of {asked}");
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[test]
fn each_is_compared_as_what_it_is() {
    let mut some = points(300, 6);
    // Cosines are of directions: neither a long point nor a short one is nearer for it, and one without length is near to none.
    some[1].vector.iter_mut().for_each(|x| *x *= 40.0);
    some[2].vector.iter_mut().for_each(|x| *x *= 0.001);
    some[3].vector.fill(0.0);
    let index = index(&some);
    index.remove(&[10, 20, 30]).expect("removed");
    // Their places are taken by others.
    index
        .put(&[Point { key: 900, ..some[40].clone() }, Point { key: 901, ..some[41].clone() }])
        .expect("put");
    let keys: Vec<i64> = some.iter().map(|point| point.key).chain([900, 901]).collect();
    for asked in some.iter().step_by(29) {
        let told = index.cosines(&asked.vector, &keys).expect("known");
        for (key, told) in keys.iter().zip(told) {
            let point = match key {
                900 => &some[40],
                901 => &some[41],
                _ => some.iter().find(|point| point.key == *key).expect("there"),
            };
            let lengths = dot(&point.vector, &point.vector).sqrt() * dot(&asked.vector, &asked.vector).sqrt();
            let cosine = if lengths > 0.0 { dot(&point.vector, &asked.vector) / lengths } else { 0.0 };
            match told {
                Some(told) => assert!((told - cosine).abs() < 0.01, "{key}: {told} for {cosine}"),
                None => assert!([10, 20, 30].contains(key), "{key} is gone"),
            }
        }
    }
}

#[test]
fn a_point_is_replaced_and_removed() {
    let mut some = points(100, 2);
    let index = index(&some);
    let asked = some[7].vector.clone();
    some[7].vector = some[50].vector.clone();
    some[7].tag = 99;
    index.put(&some[7..8]).expect("replaced");
    assert_eq!(index.tags().len(), 100);
    assert_eq!(index.tags()[&8], 99);
    assert_ne!(index.nearest(&asked, 1, &|_| true).expect("found")[0].0, 8);
    let nearness = index.cosines(&some[50].vector, &[7, 8, 1_000]).expect("known");
    assert!((nearness[1].expect("there") - 1.0).abs() < 0.001 && nearness[2].is_none());
    assert!((nearness[0].expect("there") - dot(&some[50].vector, &some[6].vector)).abs() < 0.005);
    index.remove(&[8, 51, 1_000]).expect("removed");
    assert_eq!(index.cosines(&asked, &[8]).expect("known"), [None]);
    assert!(
        index.nearest(&some[50].vector, 100, &|_| true).expect("found").iter().all(|(key, _)| *key != 51)
    );
    index.clear().expect("cleared");
    assert!(index.nearest(&asked, 5, &|_| true).expect("found").is_empty() && index.tags().is_empty());
}

#[test]
fn what_was_written_is_read_again_and_what_is_damaged_is_not() {
    let folder = tempfile::tempdir().expect("folder");
    let open = |model: &str| UsearchIndex::open(folder.path(), model, DIMENSION).expect("opens");
    let some = points(500, 3);
    let index = open("a");
    assert!(index.tags().is_empty());
    index.put(&some).expect("put");
    index.save().expect("saved");
    let again = open("a");
    assert_eq!(again.tags(), index.tags());
    let all: Vec<i64> = some.iter().map(|point| point.key).collect();
    let near = |index: &UsearchIndex| index.cosines(&some[3].vector, &all).expect("known");
    for (now, before) in near(&again).iter().zip(near(&index)) {
        assert!((now.expect("read") - before.expect("put")).abs() < 0.01, "it is the same point");
    }
    assert_eq!(
        keys(&again.nearest(&some[3].vector, 5, &|_| true).expect("found")),
        keys(&index.nearest(&some[3].vector, 5, &|_| true).expect("found"))
    );
    // It grows after it was read, too.
    again.put(&points(2_000, 4)).expect("put");
    assert_eq!(again.tags().len(), 2_000);

    let file = graph_file(folder.path());
    let whole = fs::read(&file).expect("read");
    let list = fs::read(list_file(folder.path())).expect("read");
    let damages: [&dyn Fn(); 5] = [
        &|| fs::write(&file, &whole[..whole.len() / 2]).expect("cut off"),
        &|| {
            let mut bytes = whole.clone();
            bytes[whole.len() / 3] ^= 1;
            fs::write(&file, bytes).expect("one bit");
        },
        &|| fs::remove_file(&file).expect("gone"),
        &|| fs::write(list_file(folder.path()), &list[..list.len() - 3]).expect("cut off"),
        &|| fs::write(list_file(folder.path()), "no list").expect("another"),
    ];
    for damage in damages {
        fs::write(&file, &whole).expect("restored");
        fs::write(list_file(folder.path()), &list).expect("restored");
        assert_eq!(open("a").tags().len(), 500);
        damage();
        assert!(open("a").tags().is_empty());
    }
    index.save().expect("saved");
    assert!(open("another").tags().is_empty(), "points of another model are no use");
}

#[test]
fn many_threads_ask_while_others_put() {
    let some = points(400, 5);
    let index = index(&some[..200]);
    std::thread::scope(|scope| {
        for part in some[200..].chunks(50) {
            scope.spawn(|| index.put(part).expect("put"));
        }
        for _ in 0..20 {
            scope.spawn(|| {
                for point in &some[..50] {
                    assert_eq!(index.nearest(&point.vector, 3, &|_| true).expect("found").len(), 3);
                }
            });
        }
    });
    assert_eq!(index.tags().len(), 400);
}
