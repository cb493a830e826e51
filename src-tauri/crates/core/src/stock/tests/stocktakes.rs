use super::*;
use crate::error::Code;

impl Shop {
    fn begin(&self, category: Option<&str>) -> Stocktake {
        let new = NewStocktake {
            location_id: self.floor,
            category: category.map(str::to_owned),
            name: "Spring".into(),
        };
        self.write(move |tx| start_stocktake(tx, &new)).expect("start")
    }

    fn scan(&self, id: Id<id::Stocktake>, codes: &[&str]) -> Result<Vec<String>> {
        let inputs: Vec<CountInput> =
            codes.iter().map(|code| CountInput { by: CountBy::Code((*code).into()), quantity: 1 }).collect();
        Ok(self.write(move |tx| count(tx, id, &inputs))?.1)
    }

    fn sell(&self, variant: usize, quantity: i64) {
        let wanted = at(self.variants[variant], self.floor, quantity);
        self.write(move |tx| take(tx, &wanted, MovementReason::Sold, None, "")).expect("sold");
    }

    fn listed(&self, id: Id<id::Stocktake>, filter: CountFilter) -> Vec<(usize, Option<i64>, i64, i64)> {
        let page = self.fixture.read(|c| counts(c, id, filter, &PageRequest::default()));
        let place = |count: &Count| self.variants.iter().position(|v| *v == count.variant_id).expect("known");
        page.items
            .iter()
            .map(|count| (place(count), count.counted, count.expected, count.difference()))
            .collect()
    }
}

#[test]
fn what_is_sold_between_counting_and_approving_stays_sold() {
    let shop = Shop::with(3);
    for variant in 0..3 {
        shop.stock_of(variant, shop.floor, 5);
    }
    let take = shop.begin(None);
    // Six of the first, four of the second, none of the third.
    shop.scan(take.id, &["LD-0", "LD-0", "ld-0", "LD-0", "LD-0", "LD-0", "LD-1", "LD-1", "LD-1", "LD-1"])
        .expect("scan");
    shop.sell(0, 2);
    shop.sell(1, 1);
    assert_eq!(shop.listed(take.id, CountFilter::Differences).len(), 2);
    assert_eq!(shop.listed(take.id, CountFilter::Uncounted), [(2, None, 5, 0)]);
    let open = shop.fixture.read(|c| stocktake(c, take.id));
    assert_eq!((open.counted.variants, open.counted.pieces, open.counted.difference_pieces), (2, 10, 0));
    assert_eq!((open.uncounted, open.moved_while_counting), ((1, 5), 0));
    shop.write(move |tx| approve(tx, take.id, 1, Uncounted::Leave)).expect("approve");
    // 5 + 1 − 2, 5 − 1 − 1, untouched.
    assert_eq!((0..3).map(|v| shop.totals(v).on_hand).collect::<Vec<_>>(), [4, 3, 5]);
    let variant = shop.variants[0];
    let entry =
        shop.fixture.read(|c| movements(c, variant, &LedgerFilter::default(), &PageRequest::first(1)));
    let entry = &entry.items[0];
    assert_eq!((entry.movement.reason, entry.movement.quantity), (MovementReason::Counted, 1));
    assert_eq!(entry.reference_label.as_deref(), Some("ST-1001"));
    let refused = shop.write(move |tx| approve(tx, take.id, 2, Uncounted::Leave)).expect_err("twice");
    assert_eq!(refused.code, Code::Conflict);
    shop.check();
}

#[test]
fn approving_is_one_act_that_is_taken_back_as_one() {
    let shop = Shop::with(2);
    shop.stock_of(0, shop.floor, 5);
    shop.stock_of(1, shop.floor, 2);
    shop.stock_of(1, shop.back, 9);
    let take = shop.begin(None);
    shop.scan(take.id, &["LD-0"]).expect("scan");
    shop.write(move |tx| approve(tx, take.id, 1, Uncounted::Zero)).expect("approve");
    assert_eq!((shop.places(0)[0].0, shop.places(1)), (1, [(0, 0), (9, 0)]));
    let approved = shop.last_operation();
    let changes =
        shop.fixture.read(|c| crate::operations::changes(c, approved, &PageRequest::default())).items;
    assert_eq!(changes.len(), 3, "the stocktake and two entries");
    shop.undo_last().expect("undo");
    assert_eq!((shop.places(0)[0].0, shop.places(1)[0].0), (5, 2));
    let open = shop.fixture.read(|c| stocktake(c, take.id)).stocktake;
    assert_eq!((open.status, open.ended_at, open.version), (StocktakeStatus::Open, None, 3));
    shop.scan(take.id, &["LD-1"]).expect("it goes on");
    shop.check();
}

#[test]
fn unknown_codes_are_given_back_and_the_others_count() {
    let shop = Shop::with(1);
    let take = shop.begin(None);
    assert_eq!(shop.scan(take.id, &["LD-0", " 4006381333931 ", "LD-0"]).expect("scan"), ["4006381333931"]);
    assert_eq!(shop.listed(take.id, CountFilter::All), [(0, Some(2), 0, 2)]);
    let (id, variant) = (take.id, shop.variants[0]);
    shop.write(move |tx| set_count(tx, id, variant, 0)).expect("none after all");
    assert_eq!(shop.listed(take.id, CountFilter::All), [(0, Some(0), 0, 0)]);
    shop.write(move |tx| uncount(tx, id, variant)).expect("not counted");
    assert_eq!(shop.listed(take.id, CountFilter::All), []);
    for (inputs, field) in [
        (Vec::new(), "counts"),
        (vec![CountInput { by: CountBy::Variant(variant), quantity: 0 }], "counts[0].quantity"),
    ] {
        let error = shop.write(move |tx| count(tx, id, &inputs)).expect_err(field);
        assert_eq!(error.field.as_deref(), Some(field));
    }
}

#[test]
fn a_sale_while_a_variant_is_counted_is_marked_and_counting_anew_settles_it() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 3);
    let take = shop.begin(None);
    shop.scan(take.id, &["LD-0"]).expect("scan");
    shop.sell(0, 1);
    shop.scan(take.id, &["LD-0"]).expect("scan");
    assert_eq!(shop.fixture.read(|c| stocktake(c, take.id)).moved_while_counting, 1);
    let (id, variant) = (take.id, shop.variants[0]);
    shop.write(move |tx| set_count(tx, id, variant, 2)).expect("anew");
    assert_eq!(shop.fixture.read(|c| stocktake(c, take.id)).moved_while_counting, 0);
    shop.write(move |tx| approve(tx, id, 1, Uncounted::Zero)).expect("approve");
    assert_eq!(shop.totals(0).on_hand, 2);
}

#[test]
fn a_count_that_missed_a_piece_sold_since_does_not_go_below_zero() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 2);
    let take = shop.begin(None);
    let (id, variant) = (take.id, shop.variants[0]);
    shop.write(move |tx| set_count(tx, id, variant, 0)).expect("none seen");
    shop.sell(0, 1);
    shop.write(move |tx| approve(tx, id, 1, Uncounted::Leave)).expect("approve");
    assert_eq!(shop.totals(0).on_hand, 0);
    shop.check();
}

#[test]
fn only_a_category_s_goods_are_expected_and_a_place_is_counted_once_at_a_time() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 4);
    let shoes = shop.begin(Some("Shoes"));
    assert_eq!(shop.listed(shoes.id, CountFilter::Uncounted), []);
    let women = shop.begin(Some("Women"));
    assert_eq!(shop.listed(women.id, CountFilter::Uncounted), [(0, None, 4, 0)]);
    let again = NewStocktake { location_id: shop.floor, category: Some("Women".into()), name: String::new() };
    let refused = shop.write(move |tx| start_stocktake(tx, &again)).expect_err("it is being counted");
    assert_eq!(refused.code, Code::Conflict);
    let (id, variant) = (women.id, shop.variants[0]);
    shop.write(move |tx| abandon(tx, id, 1)).expect("abandon");
    assert_eq!(shop.totals(0).on_hand, 4);
    let refused = shop.write(move |tx| set_count(tx, id, variant, 1)).expect_err("ended");
    assert_eq!(refused.code, Code::Conflict);
    let open =
        shop.fixture.read(|c| stocktakes(c, Some(StocktakeStatus::Open), &PageRequest::default())).items;
    assert_eq!(open.iter().map(|row| row.stocktake.id).collect::<Vec<_>>(), [shoes.id]);
}
