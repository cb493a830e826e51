//! What becomes of what a customer said of themselves: the newest word about a size counts, what the owner wrote about an allergy
//! stays, and there is an end to it.

use super::edit::{finish, make_room, record};
use super::{
    ContactFact, FactKind, Heard, MOST, MOST_ADDRESSES, System, Told, is_same_address, of_contact, tidy,
};
use crate::actor::{Actor, By};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::operations::{Recording, Subject};
use crate::store;

/// Remembers what a contact said, as one act of theirs that the owner can take back. What is malformed, known or too much is
/// passed over: a customer's message never fails by it. Returns how many facts were changed.
///
/// # Errors
/// `NotFound` for the contact; those of storage.
pub fn hear(tx: &mut WriteTx<'_>, contact: Id<id::Contact>, heard: &[Heard]) -> Result<usize> {
    let mut changes: Option<Recording> = None;
    let by = tx.by().clone();
    let mut count = 0;
    for Heard { message_id, told } in heard {
        let known = of_contact(tx.sql(), contact)?;
        let Some(step) = decide(&known, told) else { continue };
        if changes.is_none() {
            tx.act_as(By::new(Actor::Customer));
            changes = Some(record(tx, contact)?);
        }
        let Some(recording) = &mut changes else { continue };
        carry_out(tx, recording, contact, *message_id, step)?;
        count += 1;
    }
    if let Some(recording) = changes {
        finish(tx, recording, contact)?;
    }
    tx.act_as(by);
    Ok(count)
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Add {
        kind: FactKind,
        about: String,
        value: String,
        system: Option<System>,
    },
    /// Another value in its place.
    Replace {
        old: Box<ContactFact>,
        value: String,
        system: Option<System>,
    },
    Forget(Vec<ContactFact>),
}

/// Decides over what is known. `None`: nothing changes.
pub(super) fn decide(known: &[ContactFact], told: &Told) -> Option<Step> {
    // The owner alone says what somebody is called, or means to spend.
    if matches!(told.kind, FactKind::Called | FactKind::Budget) {
        return None;
    }
    let about = about_of(known, told);
    let (about, value, system) = tidy(told.kind, &about, &told.value, told.system).ok()?;
    if !told.holds {
        // What the owner wrote down is the owner's to delete.
        let same =
            |fact: &&ContactFact| fact.kind == told.kind && fact.value == value && fact.message_id.is_some();
        let gone: Vec<ContactFact> = known.iter().filter(same).cloned().collect();
        return (!gone.is_empty()).then_some(Step::Forget(gone));
    }
    if told.kind == FactKind::Address {
        return confirmed(known, value);
    }
    let stronger = told.kind == FactKind::MaterialAvoided
        && known.iter().any(|fact| fact.kind == FactKind::MaterialAllergy && fact.value == value);
    if stronger || known.iter().any(|f| f.kind == told.kind && f.about == about && f.value == value) {
        return None;
    }
    if told.kind.is_single()
        && let Some(old) = known.iter().find(|fact| fact.kind == told.kind && fact.about == about)
    {
        return Some(Step::Replace { old: Box::new(old.clone()), value, system });
    }
    (known.len() < MOST).then_some(Step::Add { kind: told.kind, about, value, system })
}

/// An address that was confirmed. Said once more, it is the newest, with the message that says so; what the owner wrote down stays.
fn confirmed(known: &[ContactFact], value: String) -> Option<Step> {
    let addresses = || known.iter().filter(|fact| fact.kind == FactKind::Address);
    let replace =
        |old: &ContactFact| Step::Replace { old: Box::new(old.clone()), value: value.clone(), system: None };
    if let Some(same) = addresses().find(|fact| is_same_address(&fact.value, &value)) {
        return same.message_id.is_some().then(|| replace(same));
    }
    if addresses().count() < MOST_ADDRESSES && known.len() < MOST {
        return Some(Step::Add { kind: FactKind::Address, about: String::new(), value, system: None });
    }
    addresses().filter(|fact| fact.message_id.is_some()).min_by_key(|fact| fact.said_at).map(replace)
}

/// What a size is about where that was not said: "actually I'm a 40 now" puts right the only number that is known.
fn about_of(known: &[ContactFact], told: &Told) -> String {
    if let Some(about) = &told.about {
        return about.clone();
    }
    let numbered = |system: Option<System>| system.is_some_and(|system| system != System::Letter);
    if told.kind == FactKind::Size && told.corrects && numbered(told.system) {
        let mut sizes = known.iter().filter(|fact| fact.kind == FactKind::Size && numbered(fact.system));
        if let (Some(only), None) = (sizes.next(), sizes.next()) {
            return only.about.clone();
        }
    }
    String::new()
}

fn carry_out(
    tx: &mut WriteTx<'_>,
    recording: &mut Recording,
    contact_id: Id<id::Contact>,
    message_id: Id<id::Message>,
    step: Step,
) -> Result<()> {
    let (message_id, said_at) = (Some(message_id), tx.now());
    match step {
        Step::Add { kind, about, value, system } => {
            let id = tx.new_id();
            let fact =
                ContactFact { id, contact_id, kind, about, value, system, message_id, said_at, version: 1 };
            make_room(tx, recording, &fact)?;
            store::contact_facts::insert(tx, &fact)?;
            recording.change(tx, Subject::ContactFact, id, None, Some(&fact))
        }
        Step::Replace { old, value, system } => {
            let version = old.version + 1;
            let fact = ContactFact { value, system, message_id, said_at, version, ..old.as_ref().clone() };
            store::contact_facts::update(tx, &fact)?;
            recording.change(tx, Subject::ContactFact, fact.id, Some(old.as_ref()), Some(&fact))
        }
        Step::Forget(facts) => {
            for fact in facts {
                store::contact_facts::delete(tx, fact.id)?;
                recording.change(tx, Subject::ContactFact, fact.id, Some(&fact), None)?;
            }
            Ok(())
        }
    }
}
