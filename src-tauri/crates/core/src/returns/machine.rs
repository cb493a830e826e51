//! The life of a return: which act is possible when.

crate::text_enum! {
    pub enum ReturnState {
        /// Asked for; nobody has looked at it.
        Requested = "requested",
        /// The customer may send it.
        Approved = "approved",
        /// It has arrived and was looked at.
        Received = "received",
        /// The money and the replacements have moved.
        Settled = "settled",
        /// Nothing more will happen.
        Closed = "closed",
        Refused = "refused",
        Cancelled = "cancelled",
    }
}

crate::text_enum! {
    pub enum ReturnAction {
        Approve = "approve",
        Refuse = "refuse",
        Receive = "receive",
        Settle = "settle",
        Close = "close",
        Cancel = "cancel",
    }
}

impl ReturnState {
    /// The state after an act; `None` when it is not possible now.
    pub const fn after(self, action: ReturnAction) -> Option<Self> {
        use ReturnAction::{Approve, Cancel, Close, Receive, Refuse, Settle};
        match (self, action) {
            (Self::Requested, Approve) => Some(Self::Approved),
            (Self::Requested, Refuse) => Some(Self::Refused),
            (Self::Requested | Self::Approved, Cancel) => Some(Self::Cancelled),
            (Self::Approved, Receive) => Some(Self::Received),
            (Self::Received, Settle) => Some(Self::Settled),
            (Self::Settled, Close) => Some(Self::Closed),
            _ => None,
        }
    }

    /// What may be done now, in the order of a return's life.
    pub fn allowed(self) -> Vec<ReturnAction> {
        ReturnAction::ALL.iter().copied().filter(|action| self.after(*action).is_some()).collect()
    }

    /// Its pieces are on their way back, or were taken back: they cannot be asked for again.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Refused | Self::Cancelled)
    }

    /// Something is still to be done before goods and money have changed hands.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Requested | Self::Approved | Self::Received)
    }

    /// Its terms may still be changed.
    pub const fn is_changeable(self) -> bool {
        self.is_open()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_in_every_state() {
        use ReturnAction::{Approve, Cancel, Close, Receive, Refuse, Settle};
        use ReturnState::{Approved, Cancelled, Closed, Received, Refused, Requested, Settled};
        let possible = [
            (Requested, Approve, Approved),
            (Requested, Refuse, Refused),
            (Requested, Cancel, Cancelled),
            (Approved, Cancel, Cancelled),
            (Approved, Receive, Received),
            (Received, Settle, Settled),
            (Settled, Close, Closed),
        ];
        let mut checked = 0;
        for state in ReturnState::ALL {
            for action in ReturnAction::ALL {
                let expected = possible
                    .iter()
                    .find(|(from, act, _)| from == state && act == action)
                    .map(|(_, _, to)| *to);
                assert_eq!(state.after(*action), expected, "{state} {action}");
                checked += 1;
            }
        }
        assert_eq!(checked, 42);
    }

    #[test]
    fn an_ended_return_allows_nothing_and_only_a_refused_or_cancelled_one_frees_its_pieces() {
        for state in ReturnState::ALL {
            let ended = matches!(state, ReturnState::Closed | ReturnState::Refused | ReturnState::Cancelled);
            assert_eq!(state.allowed().is_empty(), ended, "{state}");
            let frees = matches!(state, ReturnState::Refused | ReturnState::Cancelled);
            assert_eq!(state.counts(), !frees, "{state}");
        }
        assert_eq!(
            ReturnState::Requested.allowed(),
            [ReturnAction::Approve, ReturnAction::Refuse, ReturnAction::Cancel]
        );
    }
}
