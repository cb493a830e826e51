//! Pictures of products: what is known of them, not their bytes' contents.

use super::*;
use crate::catalog::images::{
    ImageChange, NewImage, PictureSize, Rendition, bytes, change, order, prepared, remove, upload,
};
use crate::fixture::Fixture;
use crate::jobs::JobKind;
use crate::operations;

fn make(shop: &Fixture, title: &str) -> Id<id::Product> {
    let new = NewProduct {
        title: title.into(),
        options: vec!["Colour".into()],
        variants: ["Red", "Blue"]
            .map(|colour| NewVariant { values: vec![colour.into()], ..NewVariant::priced(eur(1)) })
            .to_vec(),
        ..NewProduct::default()
    };
    shop.write(move |tx| create_product(tx, &new)).expect("create")
}

fn picture(content: &str) -> NewImage {
    NewImage {
        bytes: content.as_bytes().to_vec(),
        media_type: "image/png",
        width: 10,
        height: 20,
        alt: content.into(),
        colour: None,
        variant_ids: Vec::new(),
    }
}

fn add(shop: &Fixture, product: Id<id::Product>, content: &str) -> images::Added {
    let new = picture(content);
    shop.write(move |tx| upload(tx, product, &new)).expect("upload")
}

fn shown(shop: &Fixture, product: Id<id::Product>) -> String {
    shop.read(|c| detail(c, product))
        .images
        .iter()
        .map(|image| image.alt.clone())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn the_same_picture_is_stored_once_and_said_so() {
    let shop = Fixture::new();
    let (first, second) = (make(&shop, "Shirt"), make(&shop, "Dress"));
    let added = add(&shop, first, "a");
    assert_eq!((added.is_same, added.also_on), (false, Vec::new()));
    let again = add(&shop, first, "a");
    assert_eq!((again.image_id, again.is_same), (added.image_id, true));
    let other = add(&shop, second, "a");
    assert_eq!((other.is_same, other.also_on), (false, vec![(first, "Shirt".to_owned())]));
    // Its sizes are made once.
    assert_eq!(shop.claim(JobKind::PreparePicture).len(), 1);
}

#[test]
fn the_original_stands_in_until_a_size_is_made() {
    let shop = Fixture::new();
    let product = make(&shop, "Shirt");
    let image = add(&shop, product, "original").image_id;
    let get = |size| shop.read(|c| bytes(c, image, size));
    let (blob, is_final) = get(PictureSize::Small);
    assert_eq!((blob.bytes.as_slice(), is_final), (b"original".as_slice(), false));
    let hash = crate::blobs::content_hash(b"original");
    let made = Rendition { size: PictureSize::Small, media_type: "image/jpeg", bytes: b"small".to_vec() };
    shop.write(move |tx| prepared(tx, &hash, &[made])).expect("prepared");
    let (blob, is_final) = get(PictureSize::Small);
    assert_eq!(
        (blob.bytes.as_slice(), blob.media_type.as_str(), is_final),
        (b"small".as_slice(), "image/jpeg", true)
    );
    assert_eq!(get(PictureSize::Large).0.bytes, b"original");
}

/// Something that is done to pictures.
type Act = Box<dyn FnOnce(&mut WriteTx<'_>) -> Result<()> + Send>;

#[test]
fn pictures_are_ordered_described_assigned_and_taken_off_and_all_comes_back() {
    let shop = Fixture::new();
    let product = make(&shop, "Shirt");
    let [a, b, c] = ["a", "b", "c"].map(|content| add(&shop, product, content).image_id);
    let act = |work: Act| {
        shop.write(move |tx| {
            work(tx)?;
            Ok(tx.operation().expect("an operation"))
        })
        .expect("act")
    };
    let ordered = act(Box::new(move |tx| order(tx, product, &[c, a, b])));
    assert_eq!(shown(&shop, product), "c a b");
    let removed = act(Box::new(move |tx| remove(tx, a).map(|_| ())));
    assert_eq!(shown(&shop, product), "c b");
    let red = shop.read(|conn| variants(conn, product))[0].id;
    let assign =
        ImageChange { variant_ids: Some(vec![red]), alt: Some("front".into()), ..ImageChange::default() };
    let assigned = act(Box::new(move |tx| change(tx, b, &assign).map(|_| ())));
    let listing = shop.read(|conn| variant_listing(conn, red));
    assert_eq!(listing.image_id, Some(b));
    let all = shop.read(|conn| detail(conn, product));
    assert_eq!(image_for(&all.images, &all.variants[0]).map(|image| image.id), Some(b));
    assert_eq!(image_for(&all.images, &all.variants[1]).map(|image| image.id), Some(c));
    for (operation, expected) in [(assigned, "c b"), (removed, "c a b"), (ordered, "a b c")] {
        shop.write(move |tx| operations::undo(tx, operation)).expect("undo");
        assert_eq!(shown(&shop, product), expected);
    }
    let error = shop.write(move |tx| order(tx, product, &[a, b])).expect_err("not all");
    assert_eq!(error.field.as_deref(), Some("image_ids"));
    let foreign = make(&shop, "Dress");
    let other = shop.read(|conn| variants(conn, foreign))[0].id;
    let wrong = ImageChange { variant_ids: Some(vec![other]), ..ImageChange::default() };
    let error = shop.write(move |tx| change(tx, a, &wrong)).expect_err("foreign");
    assert_eq!(error.field.as_deref(), Some("variant_ids"));
}
