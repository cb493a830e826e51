//! The demo shop's customers. None of them exists.

use super::chance::{Chance, days};
use crate::clock::Timestamp;
use crate::contacts::{Channel, Consent, Contact, Identity, Purpose};
use crate::database::WriteTx;
use crate::error::Result;
use crate::id::{self, Id};
use crate::store;

const PART: u64 = 2;

/// Name and postal address.
const PEOPLE: [(&str, &str); 40] = [
    ("Amara Okafor", "12 Rosenweg, 50667 Musterstadt"),
    ("Jonas Weber", "Ahornallee 4, 10115 Musterstadt"),
    ("Sofia Rossi", "Via dei Tigli 8, 00100 Esempio, Italy"),
    ("Mateusz Kowalski", "ul. Lipowa 3, 00-001 Przykład, Poland"),
    ("Yuki Tanaka", "Kastanienstr. 19, 80331 Musterstadt"),
    ("Fatima Zahra Benali", "7 rue des Érables, 75001 Exemple, France"),
    ("Liam O'Connor", "5 Willow Lane, D01 Sample Town, Ireland"),
    ("Priya Raman", "Birkenweg 22, 20095 Musterstadt"),
    ("Chidi Eze", "Lindenstr. 31, 60311 Musterstadt"),
    ("Ana Beltrán", "Calle Olmo 14, 28001 Ejemplo, Spain"),
    ("Mehmet Yılmaz", "Ulmenstr. 9, 12043 Musterstadt"),
    ("Ingrid Solberg", "Eichenweg 2, 24103 Musterstadt"),
    ("Noor van Dijk", "Lindelaan 40, 1011 Voorbeeld, Netherlands"),
    ("Wei Chen", "Buchenallee 17, 40210 Musterstadt"),
    ("Camille Laurent", "21 rue du Tilleul, 69001 Exemple, France"),
    ("Tomás Novák", "Lipová 6, 110 00 Příklad, Czechia"),
    ("Aaliyah Johnson", "Eschenweg 11, 04109 Musterstadt"),
    ("Dmitri Sokolov", "Pappelstr. 28, 28195 Musterstadt"),
    ("Hana Kim", "Ahornweg 5, 70173 Musterstadt"),
    ("Rafael Costa", "Rua das Tílias 10, 1000-001 Exemplo, Portugal"),
    ("Leila Haddad", "Kirschallee 3, 90402 Musterstadt"),
    ("Oskar Lindqvist", "Lindvägen 18, 111 20 Exempel, Sweden"),
    ("Marta Horvat", "Lipa ulica 2, 10000 Primjer, Croatia"),
    ("Samuel Mensah", "Erlenweg 33, 45127 Musterstadt"),
    ("Elif Demir", "Holunderweg 8, 68159 Musterstadt"),
    ("Giulia Ferrari", "Via Olmo 25, 20121 Esempio, Italy"),
    ("Piet Janssen", "Iepstraat 7, 2000 Voorbeeld, Belgium"),
    ("Zanele Dlamini", "Weidenweg 14, 30159 Musterstadt"),
    ("Arjun Mehta", "Lärchenstr. 6, 01067 Musterstadt"),
    ("Eleni Papadaki", "Odos Flamouria 9, 105 57 Paradeigma, Greece"),
    ("Kwame Asante", "Fichtenweg 20, 55116 Musterstadt"),
    ("Nina Hoffmann", "Rosengasse 1, 79098 Musterstadt"),
    ("Thanh Nguyen", "Tannenweg 27, 99084 Musterstadt"),
    ("Isabel Moreno", "Calle Tilo 3, 41001 Ejemplo, Spain"),
    ("Lukas Gruber", "Lindengasse 15, 1010 Beispielstadt, Austria"),
    ("Salma El Amrani", "Akazienweg 12, 53111 Musterstadt"),
    ("Freja Nielsen", "Lindevej 9, 1050 Eksempel, Denmark"),
    ("Andrei Popescu", "Strada Teiului 5, 010011 Exemplu, Romania"),
    ("Maya Cohen", "Mandelweg 4, 65183 Musterstadt"),
    ("Charlotte Dubois", "Avenue des Tilleuls 2, 1000 Exemple, Belgium"),
];

/// The customer whom the documents' examples speak as; their one open order is on its way.
pub(super) const REGULAR: usize = 7;
/// Their number, in the form of the examples.
const REGULAR_PHONE: &str = "+15550100";

/// A customer as orders and conversations see them.
#[derive(Debug, Clone)]
pub(super) struct Customer {
    pub contact_id: Id<id::Contact>,
    pub name: &'static str,
    pub postal: &'static str,
    /// E.164, from the range that no subscriber has.
    pub phone: String,
}

pub(super) fn write(tx: &mut WriteTx<'_>, seed: u64, now: Timestamp) -> Result<Vec<Customer>> {
    let mut customers = Vec::new();
    for (index, (name, postal)) in PEOPLE.iter().enumerate() {
        let mut chance = Chance::new(seed, PART, index as u64);
        let since = now.minus(days(130 + chance.between(0, 250).unsigned_abs()));
        let contact = Contact {
            id: chance.id(since),
            display_name: (*name).to_owned(),
            email: Some(format!("{}@example.com", local_part(name))),
            phone: Some(if index == REGULAR {
                REGULAR_PHONE.to_owned()
            } else {
                format!("+1555010{:04}", 1000 + index * 37)
            }),
            language: None,
            notes: String::new(),
            address: (*postal).to_owned(),
            created_at: since,
            updated_at: since,
            version: 1,
        };
        store::contacts::insert(tx.sql(), &contact)?;
        let phone = contact.phone.clone().unwrap_or_default();
        let addresses = [(Channel::Phone, Some(phone.clone())), (Channel::Email, contact.email.clone())];
        for (channel, address) in addresses {
            let Some(address) = address else { continue };
            let identity = Identity {
                id: chance.id(since),
                contact_id: contact.id,
                channel,
                address,
                profile_name: (channel == Channel::Phone).then(|| (*name).to_owned()),
                created_at: since,
            };
            store::contacts::insert_identity(tx.sql(), &identity)?;
            if channel == Channel::Email {
                let consent = Consent {
                    id: chance.id(since),
                    identity_id: identity.id,
                    purpose: Purpose::Marketing,
                    granted: chance.percent(60),
                    message_id: None,
                    recorded_at: since,
                };
                store::contacts::insert_consent(tx.sql(), &consent)?;
            }
        }
        customers.push(Customer { contact_id: contact.id, name, postal, phone });
    }
    Ok(customers)
}

/// A name as the front of an e-mail address: "Tomás Novák" → "tomas.novak".
fn local_part(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = name
        .nfkd()
        .filter(|c| c.is_alphanumeric() || *c == ' ')
        .map(|c| if c == 'ı' { 'i' } else { c })
        .filter(|c| c.is_ascii())
        .collect();
    plain.to_lowercase().replace(' ', ".")
}

/// A name for one of many customers.
pub(super) fn some_name(chance: &mut Chance) -> String {
    let first = chance.pick(&PEOPLE).0.split(' ').next().unwrap_or_default();
    let last = chance.pick(&PEOPLE).0.rsplit(' ').next().unwrap_or_default();
    format!("{first} {last}")
}
