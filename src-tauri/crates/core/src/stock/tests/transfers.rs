use super::*;
use crate::error::Code;

impl Shop {
    fn sent(&self, quantities: &[i64], receive_now: bool) -> Result<Transfer> {
        let lines = self.variants.iter().copied().zip(quantities.iter().copied()).collect();
        let new =
            NewTransfer { from_id: self.back, to_id: self.floor, note: String::new(), lines, receive_now };
        self.write(move |tx| send(tx, &new))
    }

    fn arrived(&self, transfer: &Transfer, quantities: Option<&[i64]>) -> Result<Transfer> {
        let (id, version) = (transfer.id, transfer.version);
        let lines: Option<Vec<TransferReceived>> = quantities.map(|quantities| {
            let lines = transfer.lines.iter().zip(quantities);
            lines.map(|(line, quantity)| TransferReceived { line_id: line.id, quantity: *quantity }).collect()
        });
        self.write(move |tx| receive_transfer(tx, id, version, lines.as_deref()))
    }
}

fn stocked() -> Shop {
    let shop = Shop::with(2);
    shop.stock_of(0, shop.back, 5);
    shop.stock_of(1, shop.back, 5);
    shop
}

#[test]
fn goods_are_nowhere_while_they_are_under_way_and_arrive_in_parts() {
    let shop = stocked();
    let transfer = shop.sent(&[4, 2], false).expect("send");
    assert_eq!((shop.places(0), shop.totals(0).on_hand), ([(0, 0), (1, 0)], 1));
    let now = crate::fixture::START;
    assert_eq!(shop.fixture.read(|c| of_variant(c, shop.variants[0], now)).incoming, 4);
    let part = shop.arrived(&transfer, Some(&[3, 0])).expect("a part");
    assert_eq!((part.status, shop.places(0)[0].0), (TransferStatus::PartlyReceived, 3));
    let error = shop.arrived(&part, Some(&[2, 0])).expect_err("one is under way");
    assert_eq!(error.field.as_deref(), Some("lines[0].quantity"));
    let done = shop.arrived(&part, None).expect("the rest");
    assert_eq!((done.status, shop.places(0)[0].0, shop.places(1)[0].0), (TransferStatus::Received, 4, 2));
    assert_eq!(shop.arrived(&done, None).expect_err("arrived already").code, Code::Conflict);
    shop.check();
}

#[test]
fn what_is_missing_is_lost_or_goes_back() {
    let shop = stocked();
    let lost = shop.sent(&[2, 1], false).expect("send");
    let lost = shop.arrived(&lost, Some(&[1, 1])).expect("a part");
    let closed = shop.write(move |tx| close_transfer(tx, lost.id, lost.version)).expect("close");
    assert_eq!((closed.status, shop.totals(0).on_hand), (TransferStatus::Received, 4));
    let back = shop.sent(&[2, 2], false).expect("send");
    let cancelled = shop.write(move |tx| cancel_transfer(tx, back.id, back.version)).expect("cancel");
    assert_eq!((cancelled.status, shop.places(0)[1].0), (TransferStatus::Cancelled, 3));
    let half = shop.sent(&[2, 2], false).expect("send");
    let half = shop.arrived(&half, Some(&[2, 0])).expect("a part");
    let ended = shop.write(move |tx| cancel_transfer(tx, half.id, half.version)).expect("the rest goes back");
    assert_eq!((ended.status, shop.places(1)[1].0), (TransferStatus::Received, 4));
    shop.check();
}

#[test]
fn what_is_promised_in_a_place_stays_there() {
    let shop = stocked();
    let (variant, back, floor) = (shop.variants[0], shop.back, shop.floor);
    shop.write(move |tx| reserve(tx, cart(1), &at(variant, back, 3), None)).expect("reserve");
    let error = shop.sent(&[3], false).expect_err("two are free");
    assert_eq!(error.shortage().map(|s| (s.wanted, s.left)), Some((3, 2)));
    shop.sent(&[2], true).expect("carried over at once");
    assert_eq!(shop.places(0), [(2, 0), (3, 3)]);
    for (from_id, to_id, lines, field) in [
        (back, back, vec![(variant, 1)], "to_id"),
        (back, floor, vec![], "lines"),
        (back, floor, vec![(variant, 1), (variant, 1)], "lines[1].variant_id"),
        (back, floor, vec![(variant, 0)], "lines[0].quantity"),
    ] {
        let new = NewTransfer { from_id, to_id, note: String::new(), lines, receive_now: false };
        let error = shop.write(move |tx| send(tx, &new)).expect_err(field);
        assert_eq!((error.code, error.field.as_deref()), (Code::Invalid, Some(field)));
    }
}

#[test]
fn sending_and_receiving_are_taken_back() {
    let shop = stocked();
    let transfer = shop.sent(&[4, 2], false).expect("send");
    shop.arrived(&transfer, None).expect("receive");
    shop.undo_last().expect("not arrived after all");
    assert_eq!((shop.places(0), shop.places(1)), ([(0, 0), (1, 0)], [(0, 0), (3, 0)]));
    let open = shop.fixture.read(|c| transfer_of(c, transfer.id));
    assert_eq!((open.status, open.lines[0].received), (TransferStatus::InTransit, 0));
    let at_once = shop.sent(&[1, 1], true).expect("send");
    shop.undo_last().expect("undo");
    assert_eq!(shop.places(0), [(0, 0), (1, 0)]);
    assert_eq!(shop.fixture.read(|c| transfer_of(c, at_once.id)).status, TransferStatus::Cancelled);
    shop.check();
}

fn transfer_of(connection: &rusqlite::Connection, id: Id<id::Transfer>) -> Result<Transfer> {
    super::super::transfers::found(connection, id)
}
