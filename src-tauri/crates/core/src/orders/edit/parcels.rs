//! Sending, in one parcel or several.

use jiff::civil::Date;
use serde_json::json;

use super::super::refusal::Rule;
use super::super::state::Action;
use super::super::{
    Fulfilment, FulfilmentLine, FulfilmentState, FulfilmentStatus, HappeningKind, LineItem, OrderStatus,
    stocking,
};
use super::Edit;
use crate::database::WriteTx;
use crate::error::{Error, Result};
use crate::id::{self, Id};

/// A parcel to make.
#[derive(Debug, Clone, Default)]
pub struct NewFulfilment {
    /// `None`: everything that stands in no parcel yet.
    pub lines: Option<Vec<FulfilmentLine>>,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    pub expected_on: Option<Date>,
    /// `None`: it leaves now.
    pub state: Option<FulfilmentState>,
    pub location_id: Option<Id<id::Location>>,
}

/// What is new about a parcel; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct FulfilmentChange {
    pub state: Option<FulfilmentState>,
    pub carrier: Option<String>,
    pub tracking_number: Option<String>,
    pub tracking_url: Option<String>,
    pub expected_on: Option<Date>,
}

/// Whether a parcel can go from one state to another. What has arrived or come back stays so.
pub(super) fn may_go(from: FulfilmentState, to: FulfilmentState) -> bool {
    use FulfilmentState as F;
    match from {
        F::Preparing => to != F::Preparing,
        F::InTransit => matches!(to, F::OutForDelivery | F::Delivered | F::Failed),
        F::OutForDelivery => matches!(to, F::InTransit | F::Delivered | F::Failed),
        F::Delivered | F::Failed => false,
    }
}

const fn has_left(state: FulfilmentState) -> bool {
    matches!(state, FulfilmentState::InTransit | FulfilmentState::OutForDelivery | FulfilmentState::Delivered)
}

fn filled(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Texts that come from outside are bounded, and a link is one.
fn check(carrier: Option<&String>, number: Option<&String>, url: Option<&String>) -> Result<()> {
    for (field, text, limit) in
        [("carrier", carrier, 60), ("tracking_number", number, 80), ("tracking_url", url, 500)]
    {
        if text.is_some_and(|text| text.chars().count() > limit) {
            return Err(Error::invalid(format!("This is longer than {limit} characters.")).at(field));
        }
    }
    if filled(url).is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
        return Err(Error::invalid("A tracking link starts with https://.").at("tracking_url"));
    }
    Ok(())
}

impl Edit {
    /// Puts pieces into a parcel. Those that leave the shop with it are taken from stock.
    ///
    /// # Errors
    /// `Refused`; `Invalid` for quantities beyond what is open; `OutOfStock`.
    pub fn fulfil(&mut self, tx: &mut WriteTx<'_>, new: &NewFulfilment) -> Result<Id<id::Fulfilment>> {
        self.allow(tx, Action::Fulfil, "")?;
        check(new.carrier.as_ref(), new.tracking_number.as_ref(), new.tracking_url.as_ref())?;
        let lines = self.lines_of(new)?;
        let state = new.state.unwrap_or(FulfilmentState::InTransit);
        if state == FulfilmentState::Failed {
            return Err(Error::invalid("A parcel cannot begin as one that came back.").at("state"));
        }
        let leaves = has_left(state);
        let parcel = Fulfilment {
            id: tx.new_id(),
            state,
            carrier: filled(new.carrier.as_ref()),
            tracking_number: filled(new.tracking_number.as_ref()),
            tracking_url: filled(new.tracking_url.as_ref()),
            shipped_at: leaves.then(|| tx.now()),
            expected_on: new.expected_on,
            delivered_at: (state == FulfilmentState::Delivered).then(|| tx.now()),
            version: 1,
            lines,
        };
        if leaves {
            self.take_from_stock(tx, &parcel.lines, new.location_id)?;
        }
        let pieces: i64 = parcel.lines.iter().map(|line| line.quantity).sum();
        let details = json!({
            "fulfilment_id": parcel.id, "pieces": pieces, "carrier": parcel.carrier,
            "tracking_number": parcel.tracking_number, "state": parcel.state,
        });
        let id = parcel.id;
        self.now.fulfilments.push(parcel);
        self.note(tx, HappeningKind::Fulfilment, details, "");
        self.follow_parcels(tx)?;
        Ok(id)
    }

    fn lines_of(&self, new: &NewFulfilment) -> Result<Vec<FulfilmentLine>> {
        let Some(asked) = &new.lines else {
            let open = self
                .now
                .items
                .iter()
                .map(|item| FulfilmentLine { line_item_id: item.id, quantity: self.now.open(item) });
            let open: Vec<FulfilmentLine> = open.filter(|line| line.quantity > 0).collect();
            return if open.is_empty() { Err(Rule::NothingToFulfil.into()) } else { Ok(open) };
        };
        if asked.is_empty() {
            return Err(Rule::NothingToFulfil.into());
        }
        for (index, line) in asked.iter().enumerate() {
            let item = self.now.item(line.line_item_id).ok_or(Rule::ForeignLine)?;
            let twice = asked[..index].iter().any(|other| other.line_item_id == line.line_item_id);
            let open = self.now.open(item);
            if twice || line.quantity <= 0 || line.quantity > open {
                let detail = format!("Of '{}' there are {open} pieces left to send.", item.title);
                return Err(Error::invalid(detail).at(format!("lines[{index}].quantity")));
            }
        }
        Ok(asked.clone())
    }

    fn items_in(&self, lines: &[FulfilmentLine]) -> Vec<(LineItem, i64)> {
        let found = lines.iter().map(|line| (self.now.item(line.line_item_id).cloned(), line.quantity));
        found.filter_map(|(item, quantity)| Some((item?, quantity))).collect()
    }

    fn take_from_stock(
        &self,
        tx: &mut WriteTx<'_>,
        lines: &[FulfilmentLine],
        location_id: Option<Id<id::Location>>,
    ) -> Result<()> {
        for (item, quantity) in self.items_in(lines) {
            stocking::consume(tx, &self.now.order, &item, quantity, location_id)?;
        }
        Ok(())
    }

    /// Moves a parcel on, or completes what is known of it.
    ///
    /// # Errors
    /// `NotFound`; `Conflict` when it cannot go there; `Refused` when the order has ended.
    pub fn change_fulfilment(
        &mut self,
        tx: &mut WriteTx<'_>,
        id: Id<id::Fulfilment>,
        change: &FulfilmentChange,
    ) -> Result<()> {
        match self.now.order.status {
            OrderStatus::Cancelled => return Err(Rule::Cancelled.into()),
            OrderStatus::Returned => return Err(Rule::Returned.into()),
            _ => {}
        }
        check(change.carrier.as_ref(), change.tracking_number.as_ref(), change.tracking_url.as_ref())?;
        let now = tx.now();
        let found = self.now.fulfilments.iter_mut().find(|parcel| parcel.id == id);
        let parcel = found.ok_or_else(|| Error::not_found("parcel"))?;
        let before = parcel.clone();
        if change.carrier.is_some() {
            parcel.carrier = filled(change.carrier.as_ref());
        }
        if change.tracking_number.is_some() {
            parcel.tracking_number = filled(change.tracking_number.as_ref());
        }
        if change.tracking_url.is_some() {
            parcel.tracking_url = filled(change.tracking_url.as_ref());
        }
        parcel.expected_on = change.expected_on.or(parcel.expected_on);
        let to = change.state.filter(|state| *state != parcel.state);
        if let Some(to) = to {
            if !may_go(parcel.state, to) {
                let rule =
                    if parcel.state == FulfilmentState::Delivered { Rule::Delivered } else { Rule::Returned };
                return Err(rule.into());
            }
            parcel.state = to;
            if has_left(to) {
                parcel.shipped_at.get_or_insert(now);
            }
            parcel.delivered_at = (to == FulfilmentState::Delivered).then_some(now);
        }
        if *parcel == before {
            return Ok(());
        }
        parcel.version += 1;
        let parcel = parcel.clone();
        let details = json!({
            "fulfilment_id": id, "state": parcel.state, "carrier": parcel.carrier,
            "tracking_number": parcel.tracking_number,
        });
        self.note(tx, HappeningKind::FulfilmentState, details, "");
        let Some(to) = to else { return Ok(()) };
        if has_left(to) && !has_left(before.state) {
            self.take_from_stock(tx, &parcel.lines, None)?;
        } else if to == FulfilmentState::Failed && has_left(before.state) {
            // The parcel is back: its pieces stand on the shelf again, promised to the same order.
            for (item, quantity) in self.items_in(&parcel.lines) {
                stocking::put_back(tx, &self.now.order, &item, quantity)?;
                stocking::reserve(tx, &self.now.order, &item, quantity)?;
            }
        }
        self.follow_parcels(tx)
    }

    /// The order's status follows its parcels.
    fn follow_parcels(&mut self, tx: &mut WriteTx<'_>) -> Result<()> {
        self.derive();
        let order = &self.now.order;
        match (order.status, order.fulfilment_status) {
            (OrderStatus::Placed | OrderStatus::Processing | OrderStatus::Shipped, _)
                if self.has_arrived() =>
            {
                self.step(tx, Action::Deliver, "");
                self.settle_at_the_door(tx)?;
            }
            (OrderStatus::Placed | OrderStatus::Processing, FulfilmentStatus::Fulfilled)
            | (OrderStatus::Placed, _) => self.step(tx, Action::Fulfil, ""),
            // A parcel came back.
            (OrderStatus::Shipped, FulfilmentStatus::Unfulfilled | FulfilmentStatus::PartlyFulfilled) => {
                self.move_to(tx, OrderStatus::Processing, "a parcel came back");
            }
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parcels_go_forward_and_what_has_ended_stays() {
        use FulfilmentState as F;
        let may = |from: F| {
            let to = F::ALL.iter().copied().filter(|to| may_go(from, *to));
            to.map(F::as_str).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(may(F::Preparing), "in_transit out_for_delivery delivered failed");
        assert_eq!(may(F::InTransit), "out_for_delivery delivered failed");
        assert_eq!(may(F::OutForDelivery), "in_transit delivered failed");
        assert_eq!((may(F::Delivered), may(F::Failed)), (String::new(), String::new()));
    }
}
