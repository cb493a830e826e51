//! Which field a header means, in the eight languages of the product (en es fr de pt it hi ar).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::fields::Field;
use crate::layout::Kind;
use crate::text::words::folded;

/// A line is a field's id and the words for it; spelling is folded when the table is made.
const PRODUCTS: &str = include_str!("synonyms_products.txt");
const CONTACTS: &str = include_str!("synonyms_contacts.txt");

fn entries(table: &'static str) -> impl Iterator<Item = (Option<Field>, &'static str)> {
    table.lines().filter_map(|line| line.split_once(": ")).flat_map(|(id, words)| {
        let field = Field::from_id(id);
        words.split(" | ").map(move |word| (field, word))
    })
}

static BY_HEADER: LazyLock<[HashMap<String, Field>; 2]> = LazyLock::new(|| {
    [(Kind::Products, PRODUCTS), (Kind::Contacts, CONTACTS)].map(|(kind, table)| {
        let mut words: HashMap<String, Field> =
            Field::all(kind).map(|field| (folded(field.label()), field)).collect();
        for (field, word) in entries(table) {
            if let Some(field) = field {
                words.entry(folded(word)).or_insert(field);
            }
        }
        words
    })
});

/// The field that a header means, if it is known.
pub(crate) fn field_of(kind: Kind, header: &str) -> Option<Field> {
    let words = match kind {
        Kind::Products => &BY_HEADER[0],
        Kind::Contacts => &BY_HEADER[1],
    };
    let header = folded(header);
    if let Some(field) = words.get(&header) {
        return Some(*field);
    }
    // "Price (EUR)", "Phone 2", "E-mail (work)", "Image 3"
    let bare: Vec<&str> = header
        .split(' ')
        .filter(|word| {
            !word.bytes().all(|byte| byte.is_ascii_digit())
                && !matches!(
                    *word,
                    "eur"
                        | "usd"
                        | "gbp"
                        | "inr"
                        | "chf"
                        | "brl"
                        | "incl"
                        | "tax"
                        | "pcs"
                        | "stk"
                        | "work"
                        | "home"
                        | "private"
                        | "business"
                        | "mobile"
                        | "product"
                        | "variant"
                )
        })
        .collect();
    words.get(&bare.join(" ")).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Field::*;

    #[test]
    fn headers_of_eight_languages() {
        for (header, field) in [
            ("Title", Title),
            ("Nombre", Title),
            ("Désignation", Title),
            ("Bezeichnung", Title),
            ("Produto", Title),
            ("Prodotto", Title),
            ("उत्पाद", Title),
            ("اسم المنتج", Title),
            ("PRECIO", Price),
            ("Prix TTC", Price),
            ("VK-Preis", Price),
            ("preço", Price),
            ("Prezzo", Price),
            ("मूल्य", Price),
            ("السعر", Price),
            ("Price (EUR)", Price),
            ("Existencias", Stock),
            ("Quantité", Stock),
            ("Lagerbestand", Stock),
            ("Estoque", Stock),
            ("Giacenza", Stock),
            ("मात्रा", Stock),
            ("الكمية", Stock),
            ("Größe", OptionColumn),
            ("Couleur", OptionColumn),
            ("EAN-13", Barcode),
            ("Image 2", ImageUrl),
            ("Art.-Nr.", Sku),
        ] {
            assert_eq!(field_of(Kind::Products, header), Some(field), "{header}");
        }
        for (header, field) in [
            ("Vorname", GivenName),
            ("Prénom", GivenName),
            ("Cognome", FamilyName),
            ("Correo electrónico", Email),
            ("मोबाइल", Phone),
            ("رقم الهاتف", Phone),
            ("Phone 2", Phone),
            ("E-mail (work)", Email),
            ("PLZ", Postcode),
            ("Data de nascimento", Birthday),
        ] {
            assert_eq!(field_of(Kind::Contacts, header), Some(field), "{header}");
        }
        assert_eq!(field_of(Kind::Products, "Shelf"), None);
        assert_eq!(field_of(Kind::Products, ""), None);
    }

    #[test]
    fn every_line_names_a_field_of_its_kind() {
        for (kind, table) in [(Kind::Products, PRODUCTS), (Kind::Contacts, CONTACTS)] {
            assert!(table.lines().all(|line| line.contains(": ")));
            for (field, word) in entries(table) {
                assert_eq!(field.map(Field::kind), Some(kind), "{word}");
            }
        }
    }

    #[test]
    fn every_label_means_its_own_field() {
        for kind in [Kind::Products, Kind::Contacts] {
            for field in Field::all(kind) {
                assert_eq!(field_of(kind, field.label()), Some(field), "{}", field.id());
                assert_eq!(Field::from_id(field.id()), Some(field));
            }
        }
    }
}
