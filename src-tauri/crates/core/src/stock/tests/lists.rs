use super::*;

fn titles(shop: &Shop, query: &LevelQuery, limit: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut page = PageRequest::first(limit);
    loop {
        let part = shop.fixture.read(|c| levels(c, query, &page, crate::fixture::START));
        found.extend(part.items.iter().map(|level| {
            format!(
                "{} {} {}/{}",
                level.product_title, level.variant_title, level.totals.available, level.totals.on_hand
            )
        }));
        page.after = part.next;
        if page.after.is_none() {
            return found;
        }
    }
}

fn assorted() -> Shop {
    let shop = Shop::with(3);
    shop.stock_of(0, shop.floor, 9);
    shop.stock_of(1, shop.back, 2);
    let (second, back) = (shop.variants[1], shop.back);
    shop.write(move |tx| {
        let mut hat = new_variant("HAT-1", "red", false);
        hat.barcode = Some("036000291452".into());
        let product = crate::catalog::create_product(tx, &new_product("hat", "Hat", "Hats", vec![hat]))?;
        let hat = crate::catalog::variants(tx.sql(), product)?[0].id;
        put(tx, &Wanted::anywhere(hat, 1), MovementReason::Opening, None, "", None)?;
        reserve(tx, cart(1), &at(second, back, 2), None)?;
        let line = AdjustmentLine { variant_id: second, to: AdjustmentTo::By(-1) };
        let note = String::new();
        let word = AdjustmentWord::Lost;
        adjust(tx, &Adjustment { location_id: back, word, note, lines: vec![line] })
    })
    .expect("assorted");
    shop
}

#[test]
fn each_filter_lists_its_variants_page_by_page() {
    let shop = assorted();
    let (hat, first, second, third) =
        ("Hat red 1/1", "Linen dress colour 0 9/9", "Linen dress colour 1 -1/1", "Linen dress colour 2 0/0");
    let all = LevelQuery::default();
    let filtered = |filter| LevelQuery { filter, ..LevelQuery::default() };
    let there =
        |query: &LevelQuery, location_id| LevelQuery { location_id: Some(location_id), ..query.clone() };
    let searched = |text: &str| LevelQuery { text: Some(text.into()), ..LevelQuery::default() };
    for (query, expected) in [
        (all.clone(), vec![hat, first, second, third]),
        (LevelQuery { sort: LevelSort::Available, ..all.clone() }, vec![second, third, hat, first]),
        (filtered(LevelFilter::Low), vec![second, third, hat]),
        (filtered(LevelFilter::Out), vec![second, third]),
        (filtered(LevelFilter::Oversold), vec![second]),
        (filtered(LevelFilter::Reserved), vec![second]),
        (filtered(LevelFilter::Incoming), vec![]),
        (there(&all, shop.floor), vec![first, hat]),
        (there(&all, shop.back), vec![second]),
        (there(&filtered(LevelFilter::Low), shop.floor), vec![hat]),
        (there(&filtered(LevelFilter::Reserved), shop.floor), vec![]),
        (searched("dress"), vec![first, second, third]),
        (searched("lin dr"), vec![first, second, third]),
        (searched("ld-1"), vec![second]),
        (searched("0036000291452"), vec![hat]),
        (searched("036000291452"), vec![hat]),
        (searched("\"* -"), vec![]),
        (LevelQuery { filter: LevelFilter::Out, ..searched("dress") }, vec![second, third]),
    ] {
        for limit in [1, 2, 50] {
            assert_eq!(titles(&shop, &query, limit), expected, "{query:?} {limit}");
        }
    }
}

#[test]
fn a_level_tells_its_places_and_what_it_is_worth() {
    let shop = assorted();
    let variant = shop.variants[0];
    shop.write(move |tx| crate::store::stock::ordering::set_cost(tx, variant, Some(1250))).expect("cost");
    shop.stock_of(0, shop.back, 1);
    let level = shop.fixture.read(|c| of_variant(c, variant, crate::fixture::START));
    let places: Vec<_> = level.places.iter().map(|place| (place.name.as_str(), place.on_hand)).collect();
    assert_eq!(places, [("Floor", 9), ("Back", 1)]);
    assert_eq!(level.value(), Some(Money::new(12_500, Currency::EUR)));
    let summary = shop.fixture.read(summary);
    assert_eq!((summary.variants, summary.on_hand, summary.reserved), (4, 12, 2));
    assert_eq!((summary.low, summary.out, summary.oversold), (3, 2, 1));
    assert_eq!((summary.value.amount, summary.variants_without_cost), (12_500, 3));
}

#[test]
fn reservations_are_listed_by_variant() {
    let shop = assorted();
    let kept = shop.fixture.read(|c| reservations_of_variant(c, shop.variants[1]));
    assert_eq!(
        kept.iter().map(|row| (row.reservation.quantity, row.location_name.as_str())).collect::<Vec<_>>(),
        [(2, "Back")]
    );
    assert_eq!(
        shop.fixture.read(|c| ledger(c, &LedgerFilter::default(), &PageRequest::first(2))).items.len(),
        2
    );
}

/// With 100,000 variants a list reads its page and no more.
#[test]
fn lists_read_by_their_indexes() {
    let shop = assorted();
    let plan = |statement: &str| shop.fixture.read(|c| crate::store::tests_explain(c, statement));
    for (filter, index) in [
        (LevelFilter::Low, "stock_totals_low"),
        (LevelFilter::Out, "stock_totals_by_available"),
        (LevelFilter::Oversold, "stock_totals_oversold"),
    ] {
        let plan = plan(&crate::store::stock::levels::by_available_statement(filter));
        // The first line is the list itself; those below it belong to one row each.
        let first = plan.lines().next().unwrap_or_default().to_owned();
        assert!(first.contains("SEARCH t USING") && first.contains(index), "{filter}: {plan}");
    }
    let low = plan(crate::store::stock::low::LOW);
    assert!(low.contains("stock_totals_low"), "{low}");
    let titles = plan(&crate::store::stock::levels::by_title_statement());
    // Variants of one product are put in order among themselves; the products come from their index.
    assert!(titles.starts_with("SCAN p USING INDEX products_by_title"), "{titles}");
    assert_ne!(titles.lines().last(), Some("USE TEMP B-TREE FOR ORDER BY"), "{titles}");
}
