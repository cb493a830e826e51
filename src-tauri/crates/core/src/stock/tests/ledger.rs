use super::*;
use crate::actor::{Actor, By};
use crate::error::Code;

fn adjusted(shop: &Shop, word: AdjustmentWord, to: AdjustmentTo) -> Result<Adjusted> {
    let (location_id, variant_id) = (shop.floor, shop.variants[0]);
    let lines = vec![AdjustmentLine { variant_id, to }];
    shop.write(move |tx| {
        tx.act_as(By::OWNER);
        adjust(tx, &Adjustment { location_id, word, note: " by the window ".into(), lines })
    })
}

#[test]
fn the_ledger_cannot_be_rewritten_and_a_wrong_figure_is_found() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 3);
    let touched = shop.write(|tx| Ok(tx.sql().execute("UPDATE stock_movements SET quantity = 9", [])?));
    assert_eq!(touched.expect_err("kept").code, Code::Conflict);
    let touched = shop.write(|tx| Ok(tx.sql().execute("DELETE FROM stock_movements", [])?));
    assert_eq!(touched.expect_err("kept").code, Code::Conflict);
    shop.check();
    for (tamper, figures) in [
        ("UPDATE stock_levels SET on_hand = 4", "on_hand 4 3"),
        ("UPDATE stock_levels SET on_hand = 3, reserved = 1", "reserved 1 0"),
        ("UPDATE stock_levels SET reserved = 0", ""),
        ("UPDATE stock_totals SET on_hand = 5", "total on_hand 5 3"),
        ("UPDATE stock_totals SET on_hand = 3, reserved = 2", "total reserved 2 0"),
        ("INSERT INTO stock_sales SELECT id, 7, 2 FROM variants", "total reserved 2 0; sold on day 7 2 0"),
        ("UPDATE stock_totals SET reserved = 0", "sold on day 7 2 0"),
    ] {
        shop.write(|tx| Ok(tx.sql().execute(tamper, [])?)).expect("tamper");
        let wrong = shop.fixture.read(check_levels);
        let text: Vec<String> =
            wrong.iter().map(|row| format!("{} {} {}", row.figure, row.stored, row.entered)).collect();
        assert_eq!(text.join("; "), figures, "{tamper}");
    }
}

#[test]
fn an_adjustment_says_why_and_is_compensated_when_taken_back() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 5);
    let done = adjusted(&shop, AdjustmentWord::Damaged, AdjustmentTo::By(-2)).expect("damaged");
    let entry = &done.movements[0];
    assert_eq!((entry.quantity, entry.reason), (-2, MovementReason::WrittenOff));
    assert_eq!((entry.word, entry.note.as_str()), (Some(AdjustmentWord::Damaged), "by the window"));
    assert_eq!(entry.by.actor, Actor::Owner);
    shop.undo_last().expect("undo");
    assert_eq!(shop.totals(0).on_hand, 5);
    shop.undo_last().expect("redo");
    assert_eq!(shop.totals(0).on_hand, 3);
    let filter = LedgerFilter::default();
    let variant = shop.variants[0];
    let entries = shop.fixture.read(|c| movements(c, variant, &filter, &PageRequest::default())).items;
    let told: Vec<_> = entries.iter().map(|e| (e.movement.quantity, e.balance)).collect();
    assert_eq!(told, [(-2, Some(3)), (2, Some(5)), (-2, Some(3)), (5, Some(5))]);
    shop.check();
}

#[test]
fn an_adjustment_goes_to_a_number_and_never_below_zero() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 5);
    adjusted(&shop, AdjustmentWord::Correction, AdjustmentTo::OnHand(8)).expect("more");
    assert_eq!(shop.totals(0).on_hand, 8);
    assert_eq!(adjusted(&shop, AdjustmentWord::Found, AdjustmentTo::OnHand(8)).expect("same").movements, []);
    let error = adjusted(&shop, AdjustmentWord::Lost, AdjustmentTo::By(-9)).expect_err("nine of eight");
    assert_eq!((error.code, error.field.as_deref()), (Code::OutOfStock, Some("lines[0]")));
    assert_eq!(error.shortage().map(|s| (s.wanted, s.left)), Some((9, 8)));
    for (word, to) in [
        (AdjustmentWord::Damaged, AdjustmentTo::By(1)),
        (AdjustmentWord::Correction, AdjustmentTo::OnHand(-1)),
        (AdjustmentWord::Found, AdjustmentTo::By(1_000_001)),
    ] {
        assert_eq!(adjusted(&shop, word, to).expect_err("refused").code, Code::Invalid, "{word} {to:?}");
    }
}

#[test]
fn pieces_that_are_gone_cannot_be_taken_back() {
    let shop = Shop::with(1);
    adjusted(&shop, AdjustmentWord::Found, AdjustmentTo::By(3)).expect("found");
    let variant = shop.variants[0];
    shop.write(move |tx| take(tx, &Wanted::anywhere(variant, 2), MovementReason::Sold, None, ""))
        .expect("sold");
    let error = shop.undo_last().expect_err("two were sold");
    assert_eq!(error.code, Code::Conflict);
    assert!(error.detail.contains("only 1 are still free"), "{}", error.detail);
    assert_eq!(shop.totals(0).on_hand, 1);
}

#[test]
fn an_import_sets_a_number_once() {
    let shop = Shop::with(1);
    let (variant, floor) = (shop.variants[0], shop.floor);
    let set = |on_hand| {
        shop.write(move |tx| set_on_hand(tx, variant, floor, on_hand, MovementReason::Opening, None))
    };
    assert_eq!(set(4).expect("set").map(|m| m.quantity), Some(4));
    assert_eq!(set(4).expect("again"), None);
    assert_eq!(set(1).expect("less").map(|m| m.quantity), Some(-3));
    assert_eq!(set(-1).expect_err("negative").code, Code::Invalid);
    shop.check();
}

#[test]
fn a_new_shop_gets_its_first_place_with_its_first_goods() {
    let fixture = Fixture::new();
    let place = fixture
        .write(|tx| {
            let new = new_product("dress", "Dress", "", vec![new_variant("D", "red", false)]);
            let product = crate::catalog::create_product(tx, &new)?;
            let variant = crate::catalog::variants(tx.sql(), product)?[0].id;
            put(tx, &Wanted::anywhere(variant, 2), MovementReason::Opening, None, "", None)?;
            locations(tx.sql())
        })
        .expect("put");
    assert_eq!(place.iter().map(|p| (p.name.as_str(), p.active)).collect::<Vec<_>>(), [("Shop", true)]);
}

#[test]
fn a_place_in_use_stays_and_a_change_of_it_is_taken_back() {
    let shop = Shop::with(1);
    shop.stock(shop.back, 1);
    let (floor, back) = (shop.floor, shop.back);
    let off = LocationChange { active: Some(false), ..LocationChange::default() };
    let refused = shop.write({
        let off = off.clone();
        move |tx| change_location(tx, back, 1, off)
    });
    assert_eq!(refused.expect_err("it holds a piece").code, Code::Conflict);
    shop.write(move |tx| change_location(tx, floor, 1, off)).expect("empty");
    let taken = LocationChange { name: Some("back".into()), ..LocationChange::default() };
    let refused = shop.write(move |tx| change_location(tx, floor, 2, taken));
    assert_eq!(refused.expect_err("the name is taken").field.as_deref(), Some("name"));
    shop.undo_last().expect("undo");
    assert!(shop.fixture.read(|c| location(c, floor)).active);
    let stale = shop.write(move |tx| change_location(tx, floor, 1, LocationChange::default()));
    assert_eq!(stale.expect_err("stale").code, Code::Conflict);
    let made = shop.write(|tx| create_location(tx, "Cellar")).expect("create");
    shop.undo_last().expect("undo");
    assert_eq!(shop.fixture.read(locations).iter().filter(|place| place.id == made.id).count(), 0);
}
