//! Whatever happens in whatever order: levels are what was entered, and never negative.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Step {
    Reserve { variant: usize, cart: u128, quantity: i64, place: Option<usize> },
    Release { cart: u128, quantity: Option<i64> },
    Consume { variant: usize, cart: u128, quantity: i64 },
    Take { variant: usize, quantity: i64, place: Option<usize> },
    Receive { variant: usize, quantity: i64, place: Option<usize> },
    Adjust { variant: usize, change: i64, place: usize },
    HandOver { from: u128, to: u128 },
    Move { variant: usize, quantity: i64, from: usize },
}

fn step() -> impl Strategy<Value = Step> {
    let variant = 0usize..2;
    let cart = 0u128..3;
    let few = 1i64..6;
    let place = proptest::option::of(0usize..2);
    prop_oneof![
        3 => (variant.clone(), cart.clone(), few.clone(), place.clone())
            .prop_map(|(variant, cart, quantity, place)| Step::Reserve { variant, cart, quantity, place }),
        1 => (cart.clone(), proptest::option::of(few.clone()))
            .prop_map(|(cart, quantity)| Step::Release { cart, quantity }),
        2 => (variant.clone(), cart.clone(), few.clone())
            .prop_map(|(variant, cart, quantity)| Step::Consume { variant, cart, quantity }),
        1 => (variant.clone(), few.clone(), place.clone())
            .prop_map(|(variant, quantity, place)| Step::Take { variant, quantity, place }),
        2 => (variant.clone(), few.clone(), place)
            .prop_map(|(variant, quantity, place)| Step::Receive { variant, quantity, place }),
        1 => (variant.clone(), -6i64..7, 0usize..2)
            .prop_map(|(variant, change, place)| Step::Adjust { variant, change, place }),
        1 => (cart.clone(), cart).prop_map(|(from, to)| Step::HandOver { from, to }),
        1 => (variant, few, 0usize..2).prop_map(|(variant, quantity, from)| Step::Move { variant, quantity, from }),
    ]
}

fn act(
    tx: &mut WriteTx<'_>,
    step: &Step,
    variants: &[Id<id::Variant>],
    places: [Id<id::Location>; 2],
) -> Result<()> {
    let wanted = |variant: usize, quantity, place: Option<usize>| Wanted {
        variant_id: variants[variant],
        quantity,
        location_id: place.map(|place| places[place]),
    };
    match *step {
        Step::Reserve { variant, cart: holder, quantity, place } => {
            reserve(tx, cart(holder), &wanted(variant, quantity, place), None).map(|_| ())
        }
        Step::Release { cart: holder, quantity } => release(tx, cart(holder), quantity).map(|_| ()),
        Step::Consume { variant, cart: holder, quantity } => {
            let reference = Reference::order(some_id(9));
            consume(tx, cart(holder), &wanted(variant, quantity, None), reference).map(|_| ())
        }
        Step::Take { variant, quantity, place } => {
            take(tx, &wanted(variant, quantity, place), MovementReason::Sold, None, "").map(|_| ())
        }
        Step::Receive { variant, quantity, place } => {
            put(tx, &wanted(variant, quantity, place), MovementReason::Received, None, "", None).map(|_| ())
        }
        Step::Adjust { variant, change, place } => {
            let line = AdjustmentLine { variant_id: variants[variant], to: AdjustmentTo::By(change) };
            let (location_id, word) = (places[place], AdjustmentWord::Correction);
            let adjustment = Adjustment { location_id, word, note: String::new(), lines: vec![line] };
            adjust(tx, &adjustment).map(|_| ())
        }
        Step::HandOver { from, to } => hand_over(tx, cart(from), cart(to), None).map(|_| ()),
        Step::Move { variant, quantity, from } => {
            let (from_id, to_id) = (places[from], places[1 - from]);
            let lines = vec![(variants[variant], quantity)];
            let new = NewTransfer { from_id, to_id, note: String::new(), lines, receive_now: true };
            send(tx, &new).map(|_| ())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn levels_are_what_was_entered_and_nothing_is_sold_or_promised_twice(
        steps in proptest::collection::vec(step(), 1..60),
        backorder in any::<bool>(),
    ) {
        let shop = Shop::selling(2, backorder);
        for step in &steps {
            let before: Vec<Totals> = (0..2).map(|v| shop.totals(v)).collect();
            let (variants, places) = (shop.variants.clone(), [shop.floor, shop.back]);
            let done = step.clone();
            let result = shop.write(move |tx| act(tx, &done, &variants, places));
            let after: Vec<Totals> = (0..2).map(|v| shop.totals(v)).collect();
            if let Err(error) = &result {
                prop_assert_eq!(&before, &after, "a refused step changes nothing: {:?} {}", step, error);
                if let Some(shortage) = error.shortage() {
                    prop_assert!(shortage.left >= 0 && shortage.left < shortage.wanted, "{:?}", shortage);
                }
            }
            prop_assert_eq!(shop.fixture.read(check_levels), []);
            if backorder {
                continue;
            }
            for variant in 0..2 {
                for (on_hand, reserved) in shop.places(variant) {
                    prop_assert!(on_hand >= 0 && reserved >= 0, "{:?}", step);
                }
                // Only a physical truth may leave promises uncovered.
                let promised = matches!(step, Step::Adjust { .. }) || before[variant].available < 0;
                prop_assert!(promised || after[variant].available >= 0, "{:?} {:?}", step, after[variant]);
            }
        }
    }
}

#[test]
fn many_buyers_at_once_get_exactly_what_there_is() {
    let shop = Shop::with(1);
    shop.stock(shop.floor, 7);
    shop.stock(shop.back, 4);
    let variant = shop.variants[0];
    let database = &shop.fixture.database;
    let got: usize = std::thread::scope(|scope| {
        let buyers: Vec<_> = (0..8u128)
            .map(|buyer| {
                scope.spawn(move || {
                    let mut got = 0;
                    for turn in 0..5 {
                        let holder = cart(buyer * 100 + turn);
                        let kept = database.write_blocking(move |tx| {
                            reserve(tx, holder, &Wanted::anywhere(variant, 1), None)
                        });
                        got += usize::from(kept.is_ok());
                    }
                    got
                })
            })
            .collect();
        buyers.into_iter().map(|buyer| buyer.join().expect("buyer")).sum()
    });
    assert_eq!((got, shop.totals(0).available, shop.totals(0).reserved), (11, 0, 11));
    shop.check();
}
