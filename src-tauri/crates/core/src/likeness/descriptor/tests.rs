use super::*;

const SIZE: u32 = 120;

/// Goods before a pale backdrop: `paint` says what a place of 0 to 1 each way is painted with, if with anything.
fn picture(paint: impl Fn(f32, f32) -> Option<[u8; 3]>) -> Raster {
    let place = |at: u32| (at as f32 + 0.5) / SIZE as f32;
    let rgb = (0..SIZE)
        .flat_map(|y| (0..SIZE).map(move |x| (x, y)))
        .flat_map(|(x, y)| paint(place(x), place(y)).unwrap_or([238, 236, 232]))
        .collect();
    Raster::new(SIZE, SIZE, rgb).expect("a raster")
}

fn vector(raster: &Raster) -> Vec<f32> {
    Descriptor.describe(raster).expect("described")
}

fn nearness(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// Narrow above, wide below, and its middle.
fn skirt(x: f32, y: f32) -> bool {
    (0.2..0.8).contains(&y) && (x - 0.5).abs() < 0.1 + (y - 0.2) * 0.35
}

fn bar(x: f32, y: f32) -> bool {
    (0.45..0.55).contains(&y) && (0.1..0.9).contains(&x)
}

const RED: [u8; 3] = [180, 30, 40];
const BLUE: [u8; 3] = [30, 50, 160];

#[test]
fn a_vector_has_length_one_whatever_the_picture_is() {
    for raster in [
        picture(|x, y| skirt(x, y).then_some(RED)),
        picture(|_, _| None),
        picture(|_, _| Some([0, 0, 0])),
        Raster::new(8, 256, vec![77; 8 * 256 * 3]).expect("a raster"),
    ] {
        let vector = vector(&raster);
        assert_eq!(vector.len(), Descriptor.dimension());
        assert!(vector.iter().all(|number| number.is_finite()));
        assert!((nearness(&vector, &vector) - 1.0).abs() < 1e-4);
    }
}

#[test]
fn colour_and_form_both_count_and_place_and_size_do_not() {
    let red_skirt = vector(&picture(|x, y| skirt(x, y).then_some(RED)));
    let blue_skirt = vector(&picture(|x, y| skirt(x, y).then_some(BLUE)));
    let red_bar = vector(&picture(|x, y| bar(x, y).then_some(RED)));
    let small = |x: f32, y: f32| skirt((x - 0.2) / 0.6, (y - 0.3) / 0.6);
    let moved = vector(&picture(|x, y| small(x, y).then_some(RED)));
    assert!(nearness(&red_skirt, &moved) > 0.97, "{}", nearness(&red_skirt, &moved));
    for other in [&blue_skirt, &red_bar] {
        assert!(nearness(&red_skirt, other) < Descriptor.alike(), "{}", nearness(&red_skirt, other));
    }
}

#[test]
fn without_its_colour_a_form_is_found_in_any() {
    let red_skirt = Descriptor.without_colour(&vector(&picture(|x, y| skirt(x, y).then_some(RED))));
    let red_skirt = red_skirt.expect("told apart");
    let blue_skirt = vector(&picture(|x, y| skirt(x, y).then_some(BLUE)));
    let red_bar = vector(&picture(|x, y| bar(x, y).then_some(RED)));
    let (form, colour) = (nearness(&red_skirt, &blue_skirt), nearness(&red_skirt, &red_bar));
    assert!(form > 0.9 && form <= 1.001, "{form}");
    assert!(colour < 0.6, "{colour}");
}

#[test]
fn stripes_and_plain_cloth_differ() {
    let plain = vector(&picture(|x, y| skirt(x, y).then_some([90, 90, 90])));
    let striped = vector(&picture(|x, y| {
        skirt(x, y).then_some(if (y * 30.0).fract() < 0.5 { [60, 60, 60] } else { [120, 120, 120] })
    }));
    assert!(nearness(&plain, &striped) < 0.9, "{}", nearness(&plain, &striped));
}
