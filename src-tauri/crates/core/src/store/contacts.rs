//! Tables `contacts`, `contact_identities`, `consents`.

use rusqlite::{Connection, OptionalExtension, Row, named_params};

use crate::contacts::{Channel, Consent, Contact, ContactSummary, Identity, Purpose};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::money::Money;
use crate::page::{Page, PageRequest};

fn contact(row: &Row<'_>) -> rusqlite::Result<Contact> {
    Ok(Contact {
        id: row.get("id")?,
        display_name: row.get("display_name")?,
        email: row.get("email")?,
        phone: row.get("phone")?,
        language: row.get("language")?,
        notes: row.get("notes")?,
        address: row.get("address")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        version: row.get("version")?,
    })
}

fn identity_row(row: &Row<'_>) -> rusqlite::Result<Identity> {
    Ok(Identity {
        id: row.get("id")?,
        contact_id: row.get("contact_id")?,
        channel: row.get("channel")?,
        address: row.get("address")?,
        profile_name: row.get("profile_name")?,
        created_at: row.get("created_at")?,
    })
}

fn consent_row(row: &Row<'_>) -> rusqlite::Result<Consent> {
    Ok(Consent {
        id: row.get("id")?,
        identity_id: row.get("identity_id")?,
        purpose: row.get("purpose")?,
        granted: row.get("granted")?,
        message_id: row.get("message_id")?,
        recorded_at: row.get("recorded_at")?,
    })
}

pub(crate) fn find(connection: &Connection, id: Id<id::Contact>) -> Result<Option<Contact>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, display_name, email, phone, language, notes, address, created_at, updated_at, version
             FROM contacts WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id }, contact)
        .optional()?)
}

/// `LIKE` pattern that finds `text` anywhere; its wildcards mean themselves (`ESCAPE '\'`).
pub(super) fn containing(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 2);
    pattern.push('%');
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

pub(crate) fn list(
    connection: &Connection,
    text: Option<&str>,
    page: &PageRequest,
) -> Result<Page<ContactSummary>> {
    let (after_name, after_id) = page.key::<(String, String)>()?.unzip();
    let mut statement = connection.prepare_cached(
        r"SELECT c.id, c.display_name, c.email, c.phone, c.language, c.notes, c.address, c.created_at,
                 c.updated_at, c.version,
                 (SELECT count(*) FROM orders o WHERE o.contact_id = c.id) AS order_count,
                 (SELECT count(*) FROM conversations v WHERE v.contact_id = c.id) AS conversation_count,
                 (SELECT max(v.last_message_at) FROM conversations v WHERE v.contact_id = c.id) AS last_message_at
          FROM contacts c
          WHERE (c.display_name COLLATE NOCASE, c.id) > (coalesce(:after_name, ''), coalesce(:after_id, ''))
            AND (:pattern IS NULL OR c.display_name LIKE :pattern ESCAPE '\' OR c.email LIKE :pattern ESCAPE '\'
                 OR c.phone LIKE :pattern ESCAPE '\' OR (:digits IS NOT NULL AND c.phone LIKE :digits ESCAPE '\'))
          ORDER BY c.display_name COLLATE NOCASE, c.id
          LIMIT :limit",
    )?;
    let rows = statement
        .query_map(
            named_params! {
                ":after_name": after_name,
                ":after_id": after_id,
                ":pattern": text.map(containing),
                ":digits": text.and_then(digits_of_a_number).map(|digits| containing(&digits)),
                ":limit": page.rows_to_fetch(),
            },
            |row| {
                Ok(ContactSummary {
                    contact: contact(row)?,
                    order_count: row.get("order_count")?,
                    conversation_count: row.get("conversation_count")?,
                    last_message_at: row.get("last_message_at")?,
                })
            },
        )?
        .collect::<rusqlite::Result<_>>()?;
    page.page(rows, |row| (row.contact.display_name.clone(), row.contact.id.to_string()))
}

/// The digits of a text that is written like a phone number ("0176 555-12"), without a national zero in front.
fn digits_of_a_number(text: &str) -> Option<String> {
    let number_like = text.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_start_matches('0');
    (number_like && digits.len() >= 3).then(|| digits.to_owned())
}

pub(crate) struct Counts {
    pub orders: i64,
    pub conversations: i64,
    pub open_complaints: i64,
}

pub(crate) fn counts(connection: &Connection, id: Id<id::Contact>) -> Result<Counts> {
    Ok(connection
        .prepare_cached(
            "SELECT (SELECT count(*) FROM orders WHERE contact_id = :id) AS orders,
                    (SELECT count(*) FROM conversations WHERE contact_id = :id) AS conversations,
                    (SELECT count(*) FROM conversations v JOIN complaints p ON p.conversation_id = v.id
                     WHERE v.contact_id = :id AND p.status != 'resolved') AS open_complaints",
        )?
        .query_row(named_params! { ":id": id }, |row| {
            Ok(Counts {
                orders: row.get("orders")?,
                conversations: row.get("conversations")?,
                open_complaints: row.get("open_complaints")?,
            })
        })?)
}

pub(crate) fn spent(connection: &Connection, id: Id<id::Contact>) -> Result<Vec<Money>> {
    let mut statement = connection.prepare_cached(
        "SELECT o.currency, sum(CASE p.kind WHEN 'refund' THEN -p.amount_minor ELSE p.amount_minor END) AS amount
         FROM orders o JOIN payments p ON p.order_id = o.id
         WHERE o.contact_id = :id AND p.state = 'settled'
         GROUP BY o.currency ORDER BY o.currency",
    )?;
    let rows = statement.query_map(named_params! { ":id": id }, |row| {
        Ok(Money::new(row.get("amount")?, row.get("currency")?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert(connection: &Connection, contact: &Contact) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO contacts
                 (id, display_name, email, phone, language, notes, address, created_at, updated_at, version)
             VALUES (:id, :display_name, :email, :phone, :language, :notes, :address, :created_at, :updated_at, :version)",
        )?
        .execute(named_params! {
            ":id": contact.id,
            ":display_name": contact.display_name,
            ":email": contact.email,
            ":phone": contact.phone,
            ":language": contact.language,
            ":notes": contact.notes,
            ":address": contact.address,
            ":created_at": contact.created_at,
            ":updated_at": contact.updated_at,
            ":version": contact.version,
        })?;
    Ok(())
}

pub(crate) fn find_identity(
    connection: &Connection,
    channel: Channel,
    address: &str,
) -> Result<Option<Identity>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, contact_id, channel, address, profile_name, created_at
             FROM contact_identities WHERE channel = :channel AND address = :address",
        )?
        .query_row(named_params! { ":channel": channel, ":address": address }, identity_row)
        .optional()?)
}

pub(crate) fn identity(connection: &Connection, id: Id<id::Identity>) -> Result<Option<Identity>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, contact_id, channel, address, profile_name, created_at
             FROM contact_identities WHERE id = :id",
        )?
        .query_row(named_params! { ":id": id }, identity_row)
        .optional()?)
}

pub(crate) fn identities(connection: &Connection, contact_id: Id<id::Contact>) -> Result<Vec<Identity>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, contact_id, channel, address, profile_name, created_at
         FROM contact_identities WHERE contact_id = :contact_id ORDER BY created_at, id",
    )?;
    let rows = statement.query_map(named_params! { ":contact_id": contact_id }, identity_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn insert_identity(connection: &Connection, identity: &Identity) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO contact_identities (id, contact_id, channel, address, profile_name, created_at)
             VALUES (:id, :contact_id, :channel, :address, :profile_name, :created_at)",
        )?
        .execute(named_params! {
            ":id": identity.id,
            ":contact_id": identity.contact_id,
            ":channel": identity.channel,
            ":address": identity.address,
            ":profile_name": identity.profile_name,
            ":created_at": identity.created_at,
        })?;
    Ok(())
}

/// Keeps the channel's name for an identity, and for its contact while that has none.
pub(crate) fn rename_identity(tx: &WriteTx<'_>, identity: &Identity, name: &str) -> Result<()> {
    tx.sql()
        .prepare_cached("UPDATE contact_identities SET profile_name = :name WHERE id = :id")?
        .execute(named_params! { ":name": name, ":id": identity.id })?;
    tx.sql()
        .prepare_cached(
            "UPDATE contacts SET display_name = :name, updated_at = :now, version = version + 1
             WHERE id = :id AND display_name = ''",
        )?
        .execute(named_params! { ":name": name, ":now": tx.now(), ":id": identity.contact_id })?;
    Ok(())
}

pub(crate) fn insert_consent(connection: &Connection, consent: &Consent) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO consents (id, identity_id, purpose, granted, message_id, recorded_at)
             VALUES (:id, :identity_id, :purpose, :granted, :message_id, :recorded_at)",
        )?
        .execute(named_params! {
            ":id": consent.id,
            ":identity_id": consent.identity_id,
            ":purpose": consent.purpose,
            ":granted": consent.granted,
            ":message_id": consent.message_id,
            ":recorded_at": consent.recorded_at,
        })?;
    Ok(())
}

pub(crate) fn consent(
    connection: &Connection,
    identity_id: Id<id::Identity>,
    purpose: Purpose,
) -> Result<Option<Consent>> {
    Ok(connection
        .prepare_cached(
            "SELECT id, identity_id, purpose, granted, message_id, recorded_at FROM consents
             WHERE identity_id = :identity_id AND purpose = :purpose
             ORDER BY recorded_at DESC, id DESC LIMIT 1",
        )?
        .query_row(named_params! { ":identity_id": identity_id, ":purpose": purpose }, consent_row)
        .optional()?)
}

/// The newest consent of each identity and purpose.
pub(crate) fn consents(connection: &Connection, contact_id: Id<id::Contact>) -> Result<Vec<Consent>> {
    let mut statement = connection.prepare_cached(
        "SELECT s.id, s.identity_id, s.purpose, s.granted, s.message_id, s.recorded_at
         FROM contact_identities i JOIN consents s ON s.identity_id = i.id
         WHERE i.contact_id = :contact_id
           AND NOT EXISTS (SELECT 1 FROM consents later
                           WHERE later.identity_id = s.identity_id AND later.purpose = s.purpose
                             AND (later.recorded_at, later.id) > (s.recorded_at, s.id))
         ORDER BY s.identity_id, s.purpose",
    )?;
    let rows = statement.query_map(named_params! { ":contact_id": contact_id }, consent_row)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

const CONTACT: &str =
    "id, display_name, email, phone, language, notes, address, created_at, updated_at, version FROM contacts";

/// The oldest contact with this normalised address.
pub(crate) fn by_email(connection: &Connection, email: &str) -> Result<Option<Contact>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {CONTACT} WHERE email = :email ORDER BY id LIMIT 1"))?
        .query_row(named_params! { ":email": email }, contact)
        .optional()?)
}

/// Contacts in whose address a text stands somewhere, the oldest first.
pub(crate) fn with_address_like(connection: &Connection, text: &str) -> Result<Vec<Contact>> {
    let mut statement = connection
        .prepare_cached(&format!(r"SELECT {CONTACT} WHERE address LIKE :text ESCAPE '\' ORDER BY id"))?;
    let rows = statement.query_map(named_params! { ":text": containing(text) }, contact)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn update(connection: &Connection, contact: &Contact) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE contacts SET display_name = :display_name, email = :email, phone = :phone, language = :language,
                    notes = :notes, address = :address, updated_at = :updated_at, version = :version
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": contact.id,
            ":display_name": contact.display_name,
            ":email": contact.email,
            ":phone": contact.phone,
            ":language": contact.language,
            ":notes": contact.notes,
            ":address": contact.address,
            ":updated_at": contact.updated_at,
            ":version": contact.version,
        })?;
    Ok(())
}

/// Whether anything hangs on a contact: orders, conversations, money, consents.
pub(crate) fn is_in_use(connection: &Connection, id: Id<id::Contact>) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM orders WHERE contact_id = :id)
                 OR EXISTS (SELECT 1 FROM conversations WHERE contact_id = :id)
                 OR EXISTS (SELECT 1 FROM gift_cards WHERE contact_id = :id)
                 OR EXISTS (SELECT 1 FROM store_credit_entries WHERE contact_id = :id)
                 OR EXISTS (SELECT 1 FROM stored_methods WHERE contact_id = :id)
                 OR EXISTS (SELECT 1 FROM contact_facts WHERE contact_id = :id)
                 OR EXISTS (SELECT 1 FROM consents s JOIN contact_identities i ON i.id = s.identity_id
                            WHERE i.contact_id = :id)",
        )?
        .query_row(named_params! { ":id": id }, |row| row.get(0))?)
}

pub(crate) fn is_identity_in_use(connection: &Connection, id: Id<id::Identity>) -> Result<bool> {
    Ok(connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM conversations WHERE identity_id = :id)
                 OR EXISTS (SELECT 1 FROM consents WHERE identity_id = :id)",
        )?
        .query_row(named_params! { ":id": id }, |row| row.get(0))?)
}

pub(crate) fn delete_identity(tx: &WriteTx<'_>, id: Id<id::Identity>) -> Result<()> {
    tx.sql()
        .prepare_cached("DELETE FROM contact_identities WHERE id = :id")?
        .execute(named_params! { ":id": id })?;
    Ok(())
}

/// Deletes a contact on which nothing hangs.
pub(crate) fn delete(tx: &WriteTx<'_>, id: Id<id::Contact>) -> Result<()> {
    tx.sql()
        .prepare_cached("DELETE FROM contact_identities WHERE contact_id = :id")?
        .execute(named_params! { ":id": id })?;
    tx.sql().prepare_cached("DELETE FROM contacts WHERE id = :id")?.execute(named_params! { ":id": id })?;
    Ok(())
}
