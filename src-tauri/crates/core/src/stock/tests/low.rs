use super::*;
use crate::jobs::JobKind;
use crate::settings::{self, NotificationSettings};

impl Shop {
    fn sell_some(&self, variant: usize, quantity: i64) {
        let wanted = Wanted::anywhere(self.variants[variant], quantity);
        self.write(move |tx| take(tx, &wanted, MovementReason::Sold, None, "")).expect("sold");
    }

    fn told(&self) -> Vec<(usize, i64)> {
        let told = self.fixture.read(alerts);
        let place =
            |alert: &LowAlert| self.variants.iter().position(|v| *v == alert.variant_id).expect("known");
        told.iter().map(|alert| (place(alert), alert.available)).collect()
    }

    fn low_at(&self) -> Vec<i64> {
        (0..self.variants.len()).map(|v| self.totals(v).low_at).collect()
    }
}

#[test]
fn the_owner_hears_of_each_crossing_once() {
    let shop = Shop::with(2);
    shop.stock_of(0, shop.floor, 5);
    shop.stock_of(1, shop.floor, 4);
    assert_eq!(shop.told(), []);
    shop.sell_some(0, 1);
    assert_eq!((shop.told(), shop.totals(0).is_low), (vec![], false), "four of three");
    shop.sell_some(0, 1);
    assert_eq!((shop.told(), shop.totals(0).is_low), (vec![(0, 3)], true));
    assert_eq!(shop.fixture.due_in(JobKind::TellLowStock), Some(60));
    shop.sell_some(0, 1);
    let second = shop.variants[1];
    shop.write(move |tx| reserve(tx, cart(1), &Wanted::anywhere(second, 2), None)).expect("promised counts");
    assert_eq!(shop.told(), [(0, 2), (1, 2)]);
    let told = shop.fixture.read(alerts);
    shop.write(move |tx| take_alerts(tx, &told)).expect("shown");
    shop.sell_some(0, 1);
    assert_eq!(shop.told(), [], "it was low before");
    shop.stock_of(0, shop.floor, 9);
    shop.sell_some(0, 7);
    assert_eq!(shop.told(), [(0, 3)], "it crossed again");
    shop.stock_of(0, shop.floor, 9);
    assert_eq!(shop.told(), [], "what was filled up meanwhile is not worth telling");
}

#[test]
fn a_variant_s_own_level_counts_before_its_product_s_before_the_shop_s() {
    let shop = Shop::with(2);
    let (product, first) = (shop.product, shop.variants[0]);
    let set =
        |target: LowTarget, low_at| shop.write(move |tx| set_low_level(tx, &target, low_at)).expect("set");
    assert_eq!(shop.low_at(), [i64::from(NotificationSettings::default().low_stock_at); 2]);
    let default = |low_stock_at, version| {
        let value = NotificationSettings { low_stock_at, ..NotificationSettings::default() };
        shop.write(move |tx| settings::update(tx, value, version)).expect("settings");
    };
    default(7, 0);
    assert_eq!(shop.low_at(), [7, 7]);
    assert_eq!(set(LowTarget::Product(product), Some(4)), 1);
    assert_eq!(shop.low_at(), [4, 4]);
    assert_eq!(set(LowTarget::Variants(vec![first]), Some(0)), 1);
    default(9, 1);
    assert_eq!(shop.low_at(), [0, 4]);
    let later = shop
        .write(move |tx| {
            let new = new_product("skirt", "Skirt", "Skirts", vec![new_variant("S", "red", false)]);
            let product = crate::catalog::create_product(tx, &new)?;
            totals(tx.sql(), crate::catalog::variants(tx.sql(), product)?[0].id)
        })
        .expect("skirt");
    assert_eq!(later.low_at, 9);
    assert_eq!(set(LowTarget::Variants(vec![first]), None), 1);
    assert_eq!(shop.low_at(), [4, 4]);
    shop.undo_last().expect("undo");
    assert_eq!(shop.low_at(), [0, 4]);
    assert_eq!(set(LowTarget::Product(product), None), 1);
    assert_eq!(shop.low_at(), [0, 9]);
    shop.undo_last().expect("undo");
    assert_eq!(shop.low_at(), [0, 4]);
    for (target, low_at, field) in [
        (LowTarget::Product(product), Some(10_001), "low_at"),
        (LowTarget::Product(product), Some(-1), "low_at"),
        (LowTarget::Variants(vec![]), Some(1), "variant_ids"),
    ] {
        let error = shop.write(move |tx| set_low_level(tx, &target, low_at)).expect_err(field);
        assert_eq!(error.field.as_deref(), Some(field));
    }
}

#[test]
fn low_is_of_what_is_sold_and_the_fewest_come_first() {
    let shop = Shop::with(3);
    shop.stock_of(0, shop.floor, 2);
    shop.stock_of(1, shop.back, 1);
    shop.stock_of(2, shop.floor, 4);
    let listed = |limit| {
        let mut found = Vec::new();
        let mut page = PageRequest::first(limit);
        loop {
            let part = shop.fixture.read(|c| low(c, &page));
            found.extend(part.items.iter().map(|row| row.available));
            page.after = part.next;
            if page.after.is_none() {
                return found;
            }
        }
    };
    assert_eq!((listed(1), listed(50)), (vec![1, 2], vec![1, 2]));
    assert_eq!(shop.fixture.read(|c| count_low(c, 1)), 1);
    shop.write(|tx| Ok(tx.sql().execute("UPDATE products SET status = 'archived'", [])?)).expect("archive");
    assert_eq!((listed(50), shop.fixture.read(|c| count_low(c, 9))), (vec![], 0));
}
