//! Carries out what a customer said yes to, inside the transaction that concludes the turn: change, reply and the record of
//! both are kept together or not at all. Each proposal is carried out once, however often it is tried.

use std::cell::{Cell, RefCell};

use crate::agent::account::{Account, Act, Acted, Claimed, Considered, Goods, Wanted};
use crate::agent::knowledge::{
    Knowledge, Order, Passage, Product, ProductHit, ProductQuery, ShopFacts, Taste, Together, Waiting,
};
use crate::agent::news::{NewsChange, NewsConsent};
use crate::agent::promo::CodeStanding;
use crate::agent::{self, CodeNeed, Paused, RunRecord};
use crate::agents::Autonomy;
use crate::catalog::Searcher;
use crate::codes::{self, Asked, Tried, TypedCode};
use crate::contacts;
use crate::database::WriteTx;
use crate::error::{Code, Error, Result};
use crate::id::{self, Conversation, Id};
use crate::knowledge::{Acting, ShopKnowledge};
use crate::market::{self, Comparison, Matched};
use crate::policy::{Action, Decision};
use crate::requests::{self, Outcome, Request};
use crate::scope::{CustomerScope, Proof, Standing};
use crate::store;
use crate::store::agent_acts::{NewAct, State};

/// The shop as one customer may know it, and may have it changed.
struct Hands<'a, 'tx> {
    tx: RefCell<&'a mut WriteTx<'tx>>,
    conversation: Id<Conversation>,
    /// Whose file it is: somebody else's once a code was right.
    scope: Cell<CustomerScope>,
    acting: Cell<Acting>,
    /// The customer only says to be the one.
    unproved: Cell<bool>,
    searcher: Searcher,
    /// The agent makes no change without the owner.
    waits: bool,
}

/// Lets a paused turn act and come to its end.
///
/// # Errors
/// Those of storage: then nothing is kept, and the turn comes again.
pub(super) fn act(
    tx: &mut WriteTx<'_>,
    conversation: Id<Conversation>,
    who: Standing,
    acting: Acting,
    paused: Paused,
) -> Result<RunRecord> {
    let by = tx.by().clone();
    let waits = paused.agent().autonomy != Autonomy::Limits;
    let searcher = Searcher::default();
    let hands = Hands {
        tx: RefCell::new(tx),
        conversation,
        scope: Cell::new(who.scope),
        acting: Cell::new(acting),
        unproved: Cell::new(who.proof == Some(Proof::Claim) && acting.needs != CodeNeed::None),
        searcher,
        waits,
    };
    let record = agent::resume(paused, &hands);
    hands.tx.into_inner().act_as(by);
    record
}

impl Hands<'_, '_> {
    fn read<T>(&self, work: impl FnOnce(&ShopKnowledge<'_>) -> Result<T>) -> Result<T> {
        let tx = self.tx.borrow();
        work(&ShopKnowledge::new(tx.sql(), self.scope.get(), &self.searcher).acting(self.acting.get()))
    }

    fn one(&self, act: &Act) -> Result<Acted> {
        let mut tx = self.tx.borrow_mut();
        let request = Request { order_number: act.wanted.order.clone(), action: act.wanted.action.clone() };
        let now = tx.now();
        // What the turn itself sees to is seen to here as well: nothing is changed on a mere claim where a code is asked for. A
        // promise to write changes nothing that is anybody's.
        let promise = matches!(act.wanted.action, Action::WaitForStock { .. });
        if !self.acting.get().acts
            || (self.unproved.get() && !promise)
            || store::agent_acts::exists(tx.sql(), self.conversation, &act.proposal)?
        {
            return Ok(Acted::Failed);
        }
        let decision = match requests::consider(tx.sql(), self.scope.get(), &request, now, true)? {
            Decision::Allowed(summary) if self.waits => Decision::NeedsApproval(summary),
            decision => decision,
        };
        let (acted, state, reason) = match decision {
            Decision::Refused(rule) => (Acted::Refused(rule), State::Refused, Some(rule.to_string())),
            // The customer agreed to something else than what would happen now.
            Decision::Allowed(summary)
            | Decision::NeedsConfirmation(summary)
            | Decision::NeedsApproval(summary)
                if summary.sentence != act.agreed =>
            {
                return Ok(Acted::Changed(summary));
            }
            Decision::NeedsApproval(summary) => (Acted::NeedsApproval(summary), State::Waits, None),
            Decision::Allowed(_) | Decision::NeedsConfirmation(_) => {
                let done = store::savepoint::within(&mut tx, |tx| {
                    requests::carry_out(tx, self.scope.get(), &request)
                });
                match done {
                    Ok(Outcome::Done(summary)) => (Acted::Done(summary), State::Done, None),
                    Ok(Outcome::NeedsApproval(summary)) => {
                        (Acted::NeedsApproval(summary), State::Waits, None)
                    }
                    Ok(Outcome::Refused(rule)) => {
                        (Acted::Refused(rule), State::Refused, Some(rule.to_string()))
                    }
                    Err(error) if is_refusal(&error) => {
                        tracing::warn!(code = %error.code, "an agreed change could not be carried out");
                        (Acted::Failed, State::Failed, Some(error.detail))
                    }
                    Err(error) => return Err(error),
                }
            }
        };
        let id: Id<id::AgentAct> = tx.new_id();
        store::agent_acts::insert(
            &tx,
            &NewAct {
                id,
                conversation_id: self.conversation,
                contact_id: self.scope.get().contact_id(),
                proposal: &act.proposal,
                order_number: act.wanted.order.as_deref(),
                action: &act.wanted.action,
                agreed: &act.agreed,
                state,
                reason: reason.as_deref(),
                now,
            },
        )?;
        Ok(acted)
    }
}

/// A use case that says no, as opposed to one that fails.
fn is_refusal(error: &Error) -> bool {
    matches!(
        error.code,
        Code::NotFound | Code::Invalid | Code::Conflict | Code::Refused | Code::OutOfStock | Code::Forbidden
    )
}

impl Knowledge for Hands<'_, '_> {
    fn search_products(&self, query: &ProductQuery) -> Result<Vec<ProductHit>> {
        self.read(|knowledge| knowledge.search_products(query))
    }

    fn alike(&self, picture: &str, query: &ProductQuery) -> Result<Vec<ProductHit>> {
        self.read(|knowledge| knowledge.alike(picture, query))
    }

    fn product(&self, id: Id<id::Product>) -> Result<Option<Product>> {
        self.read(|knowledge| knowledge.product(id))
    }

    fn orders(&self, limit: usize) -> Result<Vec<Order>> {
        self.read(|knowledge| knowledge.orders(limit))
    }

    fn order_by_number(&self, number: &str) -> Result<Option<Order>> {
        self.read(|knowledge| knowledge.order_by_number(number))
    }

    fn shop(&self) -> Result<ShopFacts> {
        self.read(|knowledge| knowledge.shop())
    }

    fn account(&self) -> Result<Option<Account>> {
        self.read(|knowledge| knowledge.account())
    }

    fn identify(&self, _claimed: &Claimed) -> Result<Option<Account>> {
        // Who acts was found before.
        Ok(None)
    }

    fn ask_code(&self, claimed: Option<&Claimed>) -> Result<Asked> {
        self.read(|knowledge| knowledge.ask_code(claimed))
    }

    fn try_code(&self, code: &TypedCode) -> Result<(Tried, Option<Account>)> {
        let (tried, found) = {
            let mut tx = self.tx.borrow_mut();
            codes::try_code(&mut tx, self.conversation, code)?
        };
        let Some(found) = found else { return Ok((tried, None)) };
        self.scope.set(found);
        self.unproved.set(false);
        self.acting.set(Acting { may_identify: false, needs: CodeNeed::None, ..self.acting.get() });
        Ok((tried, self.account()?))
    }

    fn goods(&self, words: &[String]) -> Result<Vec<Goods>> {
        self.read(|knowledge| knowledge.goods(words))
    }

    fn goods_of(&self, product: Id<id::Product>) -> Result<Option<Goods>> {
        self.read(|knowledge| knowledge.goods_of(product))
    }

    fn consider(&self, wanted: &Wanted) -> Result<Considered> {
        self.read(|knowledge| knowledge.consider(wanted))
    }

    fn answers(&self, question: &str, language: &str) -> Result<Vec<Passage>> {
        self.read(|knowledge| knowledge.answers(question, language))
    }

    fn taste(&self) -> Result<Taste> {
        self.read(|knowledge| knowledge.taste())
    }

    fn together(&self, product: Id<id::Product>) -> Result<Vec<Together>> {
        self.read(|knowledge| knowledge.together(product))
    }

    fn waiting(&self) -> Result<Vec<Waiting>> {
        self.read(|knowledge| knowledge.waiting())
    }

    fn compare_prices(&self, product: Id<id::Product>) -> Result<Comparison> {
        self.read(|knowledge| knowledge.compare_prices(product))
    }

    fn match_price(&self, product: Id<id::Product>, offer: Id<id::MarketOffer>) -> Result<Matched> {
        let mut tx = self.tx.borrow_mut();
        market::propose(&mut tx, self.conversation, self.scope.get(), product, offer, self.waits)
    }

    fn promo_code(&self, code: &str) -> Result<CodeStanding> {
        self.read(|knowledge| knowledge.promo_code(code))
    }

    fn subscribe_or_opt_out(
        &self,
        wants: bool,
        confirmed: bool,
        message: Id<id::Message>,
    ) -> Result<NewsChange> {
        let mut tx = self.tx.borrow_mut();
        let read = |tx: &WriteTx<'_>| -> Result<Option<NewsConsent>> {
            let consent = contacts::news::of_conversation(tx.sql(), self.conversation)?;
            Ok(consent.map(|row| NewsConsent {
                id: row.id,
                granted: row.granted,
                recorded_at: row.recorded_at,
            }))
        };
        if let Some(known) = read(&tx)?.filter(|known| known.granted == wants) {
            return Ok(NewsChange::Known(known));
        }
        // The address is the writer's, whoever they say to be.
        let scope = CustomerScope::from_conversation(tx.sql(), self.conversation)?;
        let request = Request { order_number: None, action: Action::SubscribeOrOptOut { wants, message } };
        let now = tx.now();
        match requests::consider(tx.sql(), scope, &request, now, confirmed)? {
            Decision::Refused(rule) => return Ok(NewsChange::Refused(rule)),
            Decision::NeedsConfirmation(_) | Decision::NeedsApproval(_) => {
                return Ok(NewsChange::NeedsConfirmation);
            }
            Decision::Allowed(_) => {}
        }
        if let Outcome::Refused(rule) = requests::carry_out(&mut tx, scope, &request)? {
            return Ok(NewsChange::Refused(rule));
        }
        let row = read(&tx)?.filter(|row| row.granted == wants);
        row.map(NewsChange::Recorded).ok_or_else(|| Error::new(Code::Internal, "A consent was not kept."))
    }

    fn can_write(&self) -> bool {
        true
    }

    fn act(&self, acts: &[Act]) -> Result<Vec<Acted>> {
        acts.iter().map(|act| self.one(act)).collect()
    }
}
