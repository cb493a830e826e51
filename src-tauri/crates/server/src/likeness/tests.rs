#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "colours and places stay within their bounds"
)]

use std::io::Cursor;

use haberdash_core::catalog::images::NewImage;
use haberdash_core::catalog::{ProductQuery, images};
use haberdash_core::database::Options;
use haberdash_core::demo::{self, DemoOptions};
use haberdash_core::{Id, SystemClock, Timestamp, blobs, catalog, id};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::*;

/// The right product must be among so many.
const AMONG: usize = 5;

fn background(database: &Database) -> (Background, Arc<Searcher>) {
    let searcher = Arc::<Searcher>::default();
    let (status, ending) = (Status::default(), Ending::default());
    (
        Background {
            database: database.clone(),
            searcher: Arc::clone(&searcher),
            folders: None,
            status,
            ending,
        },
        searcher,
    )
}

fn demo_shop(dir: &std::path::Path) -> Database {
    let start = Timestamp::from_millis(1_800_000_000_000);
    demo::create(dir, &DemoOptions::new(start), &crate::turns::builtin()).expect("demo");
    Database::open(dir, Options::new(Arc::new(SystemClock))).expect("opens")
}

/// A product's first picture, as a photograph of it would be.
fn photograph(database: &Database, product: Id<id::Product>, number: usize) -> Option<RgbImage> {
    let image = database
        .read_blocking(|c| Ok(catalog::detail(c, product)?.images.into_iter().nth(number)))
        .expect("read")?;
    let svg = database.read_blocking(|c| blobs::get(c, &image.content_hash)).expect("bytes").bytes;
    let options = resvg::usvg::Options::default();
    let tree = resvg::usvg::Tree::from_data(&svg, &options).expect("a drawing");
    let mut canvas = resvg::tiny_skia::Pixmap::new(420, 560).expect("a canvas");
    resvg::render(&tree, resvg::tiny_skia::Transform::from_scale(0.7, 0.7), &mut canvas.as_mut());
    Some(RgbImage::from_fn(420, 560, |x, y| {
        let pixel = canvas.pixel(x, y).expect("inside");
        Rgb([pixel.red(), pixel.green(), pixel.blue()])
    }))
}

fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).expect("encode");
    bytes
}

fn cropped(picture: &RgbImage) -> RgbImage {
    imageops::crop_imm(picture, 34, 30, 360, 480).to_image()
}

fn turned(picture: &RgbImage, degrees: f32) -> RgbImage {
    let (width, height) = picture.dimensions();
    let (sine, cosine) = degrees.to_radians().sin_cos();
    let (middle_x, middle_y) = (width as f32 / 2.0, height as f32 / 2.0);
    RgbImage::from_fn(width, height, |x, y| {
        let (dx, dy) = (x as f32 - middle_x, y as f32 - middle_y);
        let inside = |value: f32, size: u32| value.clamp(0.0, size as f32 - 1.0) as u32;
        let from_x = inside(cosine * dx + sine * dy + middle_x, width);
        let from_y = inside(cosine * dy - sine * dx + middle_y, height);
        *picture.get_pixel(from_x, from_y)
    })
}

fn lit(picture: &RgbImage, factor: f32) -> RgbImage {
    let mut picture = picture.clone();
    for pixel in picture.pixels_mut() {
        pixel.0 = pixel.0.map(|channel| (f32::from(channel) * factor).min(255.0) as u8);
    }
    picture
}

/// What may happen to a picture before a customer sends it.
fn copies(picture: &RgbImage) -> Vec<(&'static str, Vec<u8>)> {
    let smaller = imageops::resize(picture, 120, 160, FilterType::Triangle);
    let all = lit(&turned(&cropped(&imageops::resize(picture, 400, 533, FilterType::Triangle)), 4.0), 0.9);
    vec![
        ("cropped", jpeg(&cropped(picture), 90)),
        ("smaller", jpeg(&smaller, 90)),
        ("turned", jpeg(&turned(picture, -6.0), 90)),
        ("darker", jpeg(&lit(picture, 0.8), 90)),
        ("lighter", jpeg(&lit(picture, 1.15), 90)),
        ("compressed", jpeg(picture, 20)),
        ("all of it", jpeg(&all, 50)),
    ]
}

fn found(database: &Database, searcher: &Searcher, bytes: &[u8], only_alike: bool) -> Vec<catalog::Alike> {
    let described = describe(searcher, bytes).expect("a picture");
    let query = ProductQuery { limit: AMONG, ..ProductQuery::default() };
    database.read_blocking(|c| searcher.alike(c, &described, &query, only_alike)).expect("search")
}

/// The figure of `docs/adr/0016`: each product's picture, changed in one of seven ways in turn, and in all ways at once.
#[test]
fn a_changed_copy_of_a_picture_finds_its_product() {
    let dir = tempfile::tempdir().expect("dir");
    let database = demo_shop(dir.path());
    let (background, searcher) = background(&database);
    background.look(None, true).expect("looked at");
    assert_eq!(background.status.now(), State::Ready);
    let everything = ProductQuery { limit: 50, ..ProductQuery::default() };
    let products = database.read_blocking(|c| searcher.products(c, &everything)).expect("all");
    let (mut asked, mut first, mut among) = (0, 0, 0);
    let mut missed = Vec::new();
    for (number, product) in products.iter().map(|hit| &hit.product).enumerate() {
        let picture =
            photograph(&database, product.id, number % 2).or_else(|| photograph(&database, product.id, 0));
        let copies = copies(&picture.expect("a picture"));
        for which in [number % 6, 6] {
            let (change, bytes) = &copies[which];
            let found = found(&database, &searcher, bytes, true);
            asked += 1;
            match found.iter().position(|alike| alike.product.id == product.id) {
                Some(place) => {
                    among += 1;
                    first += usize::from(place == 0);
                }
                None => missed.push(format!("{} {change}", product.title)),
            }
        }
    }
    println!("{asked} asked, {first} first, {among} among {AMONG}; not found: {missed:?}");
    assert_eq!(asked, 100);
    assert!(among >= 97, "recall@{AMONG}: {among} of {asked}; not found: {missed:?}");
    assert!(first >= 75, "{first} of {asked} first");
}

#[test]
fn nothing_that_is_no_garment_looks_like_one() {
    let dir = tempfile::tempdir().expect("dir");
    let database = demo_shop(dir.path());
    let (background, searcher) = background(&database);
    background.look(None, false).expect("looked at");
    let noise = RgbImage::from_fn(300, 200, |x, y| {
        let mixed = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
        Rgb(mixed.to_le_bytes()[..3].try_into().expect("three"))
    });
    let sunset = RgbImage::from_fn(300, 200, |x, y| {
        let wave = ((x as f32 / 23.0).sin() * 9.0) as u32;
        if y + wave > 130 { Rgb([20, 40 + (y / 4) as u8, 90]) } else { Rgb([250, 120 + (y / 2) as u8, 60]) }
    });
    let page = RgbImage::from_fn(400, 300, |x, y| {
        let is_ink = y % 18 < 9 && (x * 7 + y / 18 * 13) % 11 < 6 && (30..370).contains(&x);
        if is_ink { Rgb([30, 30, 30]) } else { Rgb([252, 252, 250]) }
    });
    for (name, picture) in [("noise", noise), ("a sunset", sunset), ("a page of text", page)] {
        let found = found(&database, &searcher, &jpeg(&picture, 85), true);
        let told: Vec<_> = found.iter().map(|alike| (&alike.product.title, alike.nearness)).collect();
        assert!(found.is_empty(), "{name}: {told:?}");
    }
}

/// A product with a picture of one colour in its middle.
fn product(database: &Database, title: &'static str, picture: Vec<u8>, waits: bool) -> Id<id::Product> {
    use haberdash_core::catalog::{NewProduct, NewVariant, ProductStatus};
    let new = NewProduct {
        title: title.into(),
        status: ProductStatus::Active,
        variants: vec![NewVariant::priced(haberdash_core::Money::new(1_000, haberdash_core::Currency::EUR))],
        ..NewProduct::default()
    };
    let made = database.write_blocking(move |tx| {
        let product = catalog::create_product(tx, &new)?;
        let image = NewImage {
            bytes: picture,
            media_type: "image/png",
            width: 64,
            height: 64,
            alt: String::new(),
            colour: None,
            variant_ids: Vec::new(),
        };
        let added = images::upload(tx, product, &image)?;
        let hash = images::get(tx.sql(), added.image_id)?.content_hash;
        if !waits {
            images::prepared(tx, &hash, &[])?;
        }
        Ok(product)
    });
    made.expect("made")
}

fn square(rgb: [u8; 3]) -> Vec<u8> {
    let picture = RgbImage::from_fn(64, 64, |x, y| {
        if (16..48).contains(&x) && (8..56).contains(&y) { Rgb(rgb) } else { Rgb([240, 240, 240]) }
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Png).expect("encode");
    bytes.into_inner()
}

#[test]
fn new_pictures_are_looked_at_as_they_come_and_damaged_ones_once() {
    let dir = tempfile::tempdir().expect("dir");
    let database = Database::open(dir.path(), Options::new(Arc::new(SystemClock))).expect("opens");
    let red = product(&database, "Red towel", square([190, 20, 30]), false);
    product(&database, "Broken", b"\x89PNG\r\n\x1a\nnothing".to_vec(), false);
    let waiting = product(&database, "Blue towel", square([20, 40, 180]), true);
    let missing = |database: &Database| {
        database.read_blocking(|c| likeness::undescribed(c, "colour-texture-shape-1")).expect("read").len()
    };
    assert_eq!(missing(&database), 2, "the one whose sizes are being made comes when they are there");
    let (background, searcher) = background(&database);
    let mark = background.look(None, true).expect("looked at");
    assert_eq!(background.look(Some(mark), false).expect("nothing new"), mark);
    assert_eq!(missing(&database), 0, "a damaged picture is not tried for ever");
    let nearest = |searcher: &Searcher, rgb| {
        let found = found(&database, searcher, &square(rgb), true);
        found.first().map(|alike| (alike.product.id, alike.nearness > 0.99))
    };
    assert_eq!(nearest(&searcher, [190, 20, 30]), Some((red, true)));
    let hash = database
        .read_blocking(|c| Ok(catalog::detail(c, waiting)?.images[0].content_hash.clone()))
        .expect("read");
    database.write_blocking(move |tx| images::prepared(tx, &hash, &[])).expect("prepared");
    let then = background.look(Some(mark), false).expect("looked at");
    assert_ne!(then, mark, "its sizes are there");
    assert_eq!(nearest(&searcher, [20, 40, 180]), Some((waiting, true)), "memory follows the file");

    // Another process begins with what the file has, and looks at nothing again.
    let (other, searcher) = self::background(&database);
    assert_eq!(missing(&database), 0);
    other.look(None, true).expect("looked at");
    assert_eq!(nearest(&searcher, [190, 20, 30]), Some((red, true)));
}

#[test]
fn what_is_no_picture_is_refused_and_nothing_large_is_decoded() {
    let searcher = Searcher::default();
    let refused = |bytes: &[u8]| describe(&searcher, bytes).expect_err("refused").code;
    for bytes in [
        &b""[..],
        b"just words",
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ] {
        assert_eq!(refused(bytes), Code::Invalid, "{}", String::from_utf8_lossy(bytes));
    }
    // The header of a PNG of 50,000 × 50,000 pixels.
    let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bomb.extend(50_000_u32.to_be_bytes());
    bomb.extend(50_000_u32.to_be_bytes());
    bomb.extend([8, 2, 0, 0, 0]);
    bomb.extend([0; 4]);
    assert_eq!(refused(&bomb), Code::Invalid);
}

#[test]
fn it_makes_way_while_the_shop_is_used_but_not_for_ever() {
    let (mut known, mut pauses) = (7, 0);
    make_way(&mut known, || 7, || pauses += 1);
    assert_eq!((known, pauses), (7, 0), "nobody else used it");

    let used = std::cell::Cell::new(20);
    let mut pause = || {
        pauses += 1;
        // The last pause is a quiet one.
        used.set((used.get() + 1).min(22));
    };
    make_way(&mut known, || used.get(), &mut pause);
    assert_eq!((known, pauses), (22, 3), "until it is quiet");

    let busy = std::cell::Cell::new(100);
    pauses = 0;
    make_way(&mut known, || busy.replace(busy.get() + 1), || pauses += 1);
    assert_eq!(pauses, MOST_PAUSES, "a picture is looked at all the same");
}
