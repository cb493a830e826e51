//! Keeping the promises: who waits for a variant that is there again is written to, or the owner is told.

use super::{Entry, HELD_FOR, State, Why, told, window_is_open};
use crate::agent::{self, Language};
use crate::catalog::{self, ProductStatus, Searcher};
use crate::clock::Timestamp;
use crate::contacts::{self, Purpose};
use crate::conversations::{Author, Standing};
use crate::database::WriteTx;
use crate::error::Result;
use crate::event::EventKind;
use crate::id::{self, Id};
use crate::jobs::{self, ClaimedJob, Lease};
use crate::knowledge::ShopKnowledge;
use crate::outbox::{self, NewReply};
use crate::policy::{Permission, Policy};
use crate::settings::{self, AssistantSettings, ShopProfile};
use crate::store;

/// Told in one write; the rest comes with the next one.
const AT_ONCE: usize = 200;

/// Runs a `tell_waiting` job. The messages, what they fulfil and the end of the job are one write: a kill tells nobody
/// twice.
///
/// # Errors
/// `Conflict` when the lease no longer runs the job; those of storage.
pub fn keep(tx: &mut WriteTx<'_>, lease: &Lease, job: &ClaimedJob, variant: Id<id::Variant>) -> Result<()> {
    jobs::require_running(tx, lease, job)?;
    let more = tell(tx, variant)?;
    jobs::complete(tx, lease, job)?;
    if more { super::stocked(tx, variant) } else { Ok(()) }
}

/// Tells as many as there are pieces that nobody was told of. `true`: there are more to tell than one write takes.
fn tell(tx: &mut WriteTx<'_>, variant_id: Id<id::Variant>) -> Result<bool> {
    let now = tx.now();
    let Some(standing) = store::stock::levels::standing(tx.sql(), variant_id)? else { return Ok(false) };
    let product = catalog::product(tx.sql(), standing.product_id)?;
    if product.status != ProductStatus::Active {
        return Ok(false);
    }
    let since = Timestamp::from_millis(
        now.as_millis().saturating_sub(i64::try_from(HELD_FOR.as_millis()).unwrap_or(i64::MAX)),
    );
    let mut left = standing.totals.available - store::waiting_list::told_since(tx.sql(), variant_id, since)?;
    for _ in 0..AT_ONCE {
        if left <= 0 {
            return Ok(false);
        }
        let Some(entry) = store::waiting_list::first(tx.sql(), variant_id, now)? else { return Ok(false) };
        if fulfil(tx, entry, variant_id)? {
            left -= 1;
        }
    }
    Ok(left > 0)
}

/// Ends a promise by keeping it. `false`: nobody is to be told after all.
fn fulfil(tx: &mut WriteTx<'_>, entry: Entry, variant: Id<id::Variant>) -> Result<bool> {
    let now = tx.now();
    let mut entry = Entry { fulfilled_at: Some(now), variant_id: Some(variant), ..entry };
    let standing = store::conversations::standing_of(tx.sql(), entry.conversation_id)?;
    let Some(standing) = standing else { return end(tx, entry, State::Removed).map(|()| false) };
    let consent = contacts::consent(tx.sql(), standing.identity_id, Purpose::Service)?;
    if consent.is_some_and(|consent| !consent.granted) {
        return end(tx, entry, State::Stopped).map(|()| false);
    }
    let policy = settings::get::<Policy>(tx.sql())?.value;
    entry.why = if !settings::get::<AssistantSettings>(tx.sql())?.value.enabled {
        Some(Why::AssistantOff)
    } else if policy.changes.back_in_stock == Permission::Owner {
        Some(Why::OwnerOnly)
    } else if window_is_open(&standing, now) {
        None
    } else {
        Some(Why::WindowClosed)
    };
    if entry.why.is_some() {
        store::conversations::flag(tx, standing.id, super::BACK_IN_STOCK, false)?;
        tx.emit(EventKind::ConversationUpdated, standing.id, serde_json::json!({}))?;
        return end(tx, entry, State::Owner).map(|()| true);
    }
    let Some(text) = sentence(tx, &standing, &entry, variant)? else {
        return end(tx, entry, State::Removed).map(|()| false);
    };
    let notice =
        NewReply { conversation_id: standing.id, author: Author::Agent, parts: vec![text], run_id: None };
    entry.message_id = outbox::queue_notice(tx, &notice)?.first().copied();
    end(tx, entry, State::Told).map(|()| true)
}

fn end(tx: &mut WriteTx<'_>, entry: Entry, state: State) -> Result<()> {
    store::waiting_list::update(tx, &Entry { state, ..entry })?;
    told(tx, entry.product_id)
}

/// What is said, in the language of the conversation, from the rows as they are; and what "it" means from then on.
fn sentence(
    tx: &mut WriteTx<'_>,
    standing: &Standing,
    entry: &Entry,
    variant: Id<id::Variant>,
) -> Result<Option<String>> {
    let contact = contacts::get(tx.sql(), entry.contact_id)?;
    let mut dialogue: agent::DialogueState = serde_json::from_str(&standing.dialogue).unwrap_or_default();
    let spoken = dialogue.language.as_deref().or(contact.language.as_deref());
    let language = spoken.and_then(Language::parse).unwrap_or(Language::English);
    let searcher = Searcher::default();
    let product = {
        use crate::agent::Knowledge as _;
        ShopKnowledge::for_nobody(tx.sql(), &searcher).product(entry.product_id)?
    };
    let zone = settings::get::<ShopProfile>(tx.sql())?.value.zone();
    let today = tx.now().to_jiff().to_zoned_datetime(zone).date();
    let title = catalog::variant(tx.sql(), variant)?.title();
    let Some(text) =
        product.as_ref().and_then(|product| agent::back_in_stock(product, variant, &title, language, today))
    else {
        return Ok(None);
    };
    dialogue.focus_product = Some(entry.product_id);
    dialogue.offered = vec![entry.product_id];
    dialogue.last_search = product
        .as_ref()
        .and_then(|product| product.variants.iter().find(|known| known.id == variant))
        .map(agent::search_of);
    store::conversations::set_dialogue(tx, standing.id, &serde_json::to_string(&dialogue)?, false)?;
    Ok(Some(text))
}
