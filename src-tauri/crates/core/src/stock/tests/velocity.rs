use super::*;

const DAY: u64 = 24 * 60 * 60;

impl Shop {
    fn sold(&self, variant: usize, quantity: i64) {
        let wanted = Wanted::anywhere(self.variants[variant], quantity);
        self.write(move |tx| take(tx, &wanted, MovementReason::Sold, None, "")).expect("sold");
    }

    fn level(&self, variant: usize) -> Level {
        let now = crate::clock::Clock::now(&*self.fixture.clock);
        self.fixture.read(|c| of_variant(c, self.variants[variant], now))
    }
}

#[test]
fn the_rate_is_that_of_thirty_days_or_of_the_days_it_is_known() {
    for (sold_30, days_known, available, per_day, cover) in [
        (60, Some(300), 20, 2.0, Some(10.0)),
        (5, Some(10), 5, 0.5, Some(10.0)),
        (3, Some(1), 0, 3.0, Some(0.0)),
        (0, Some(90), 4, 0.0, None),
        (-2, Some(90), 4, 0.0, None),
        (15, None, -3, 0.5, Some(0.0)),
    ] {
        let velocity = Velocity { sold_30, days_known, ..Velocity::default() };
        assert_eq!(velocity.per_day(), per_day, "{velocity:?}");
        assert_eq!(velocity.days_of_cover(available), cover, "{velocity:?}");
    }
}

#[test]
fn sales_are_counted_by_day_and_what_came_back_is_not_sold() {
    let shop = Shop::with(2);
    shop.stock_of(0, shop.floor, 100);
    shop.stock_of(1, shop.floor, 10);
    shop.fixture.advance(60 * DAY);
    shop.sold(0, 4);
    shop.fixture.advance(20 * DAY);
    shop.sold(0, 6);
    let wanted = Wanted::anywhere(shop.variants[0], 1);
    shop.write(move |tx| put(tx, &wanted, MovementReason::Returned, None, "", None)).expect("returned");
    shop.fixture.advance(9 * DAY);
    shop.sold(0, 10);
    shop.sold(1, 1);
    let velocity = shop.level(0).velocity;
    assert_eq!((velocity.sold_7, velocity.sold_30, velocity.sold_90), (10, 19, 19));
    assert_eq!(velocity.days_known, Some(90));
    let now = crate::clock::Clock::now(&*shop.fixture.clock);
    let covers = shop.fixture.read(|c| cover(c, 30, 10, now));
    let told: Vec<_> = covers.iter().map(|c| (c.level.variant_id, c.sold, c.days_of_cover.round())).collect();
    // 81 left at 19 in 30 days; 9 left at one in 30 days.
    assert_eq!(told, [(shop.variants[0], 19, 128.0), (shop.variants[1], 1, 270.0)]);
    assert_eq!(
        (covers[0].daily.len(), covers[0].daily[0], covers[0].daily[20], covers[0].daily[29]),
        (30, 4, 5, 10)
    );
    assert_eq!(shop.fixture.read(|c| cover(c, 7, 10, now)).len(), 2);
    shop.check();
}

#[test]
fn the_suggested_order_holds_its_worked_examples() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 1);
    let template = shop.level(0);
    for (sold_30, available, incoming, low_at, lead_time_days, suggested) in [
        // One a day: 14 days of waiting and 30 after are 44, 3 to spare, 10 are there.
        (30, 10, 0, 3, 14, 37),
        // 20 are there or coming: 6 are left when new ones come, which is enough.
        (30, 12, 8, 3, 14, 0),
        (30, 12, 5, 3, 14, 30),
        // Nothing sells: back above the low level, or nothing at all.
        (0, 1, 0, 3, 14, 3),
        (0, 9, 0, 3, 14, 0),
        (0, 1, 3, 3, 14, 0),
        // Two are owed.
        (15, -2, 0, 0, 0, 17),
    ] {
        let mut level = template.clone();
        level.totals.available = available;
        level.totals.low_at = low_at;
        level.totals.is_low = available <= low_at;
        level.velocity = Velocity { sold_30, days_known: Some(200), ..Velocity::default() };
        level.incoming = incoming;
        level.lead_time_days = lead_time_days;
        assert_eq!(
            level.suggested_order(),
            suggested,
            "{sold_30} {available} {incoming} {low_at} {lead_time_days}"
        );
    }
}

#[test]
fn what_runs_out_first_is_ordered_first_from_whom_it_came() {
    let shop = Shop::with(2);
    shop.stock_of(0, shop.floor, 40);
    shop.stock_of(1, shop.floor, 10);
    let location_id = shop.back;
    let variant_id = shop.variants[1];
    let mill = shop
        .write(move |tx| {
            let mill = create_supplier(tx, SupplierFields::named("Mill"))?.id;
            let lines = vec![NewPurchaseLine { variant_id, quantity: 1, unit_cost: 700 }];
            let note = String::new();
            create_purchase(
                tx,
                &NewPurchaseOrder { supplier_id: mill, location_id, expected_on: None, note, lines },
            )?;
            Ok(mill)
        })
        .expect("mill");
    shop.fixture.advance(29 * DAY);
    shop.sold(0, 30);
    shop.sold(1, 9);
    let now = crate::clock::Clock::now(&*shop.fixture.clock);
    let all = shop.fixture.read(|c| reorder(c, None, 10, now));
    let told: Vec<_> =
        all.iter().map(|line| (line.level.variant_id, line.unit_cost, line.supplier_id)).collect();
    assert_eq!(told, [(shop.variants[1], Some(700), Some(mill)), (shop.variants[0], None, None)]);
    assert_eq!(shop.fixture.read(|c| reorder(c, Some(mill), 10, now)).len(), 1);
}
