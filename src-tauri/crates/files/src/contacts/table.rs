//! A contact from a row of a plain table whose columns the owner has named.

use std::collections::HashMap;

use crate::cells::{Cells, Styles, split_list};
use crate::contacts::{Birthday, Contact, Labelled, PostalAddress, birthday_parts};
use crate::fault::{Problem, ProblemCode};
use crate::fields::Field;
use crate::layout::Layout;
use crate::said::Said;
use crate::text::records::Record;
use crate::text::words::folded;

pub(crate) struct Columns {
    by_field: HashMap<Field, Vec<usize>>,
    other: Vec<usize>,
}

impl Columns {
    pub fn new(layout: &Layout) -> Self {
        let mut by_field: HashMap<Field, Vec<usize>> = HashMap::new();
        let mut other = Vec::new();
        for column in 0..layout.names.len() {
            match layout.mapping.get(column).copied().flatten() {
                Some(field) => by_field.entry(field).or_default().push(column),
                None => other.push(column),
            }
        }
        Self { by_field, other }
    }

    fn all(&self, field: Field) -> &[usize] {
        self.by_field.get(&field).map_or(&[], Vec::as_slice)
    }
}

pub(crate) fn contact(
    columns: &Columns,
    layout: &Layout,
    styles: &Styles,
    record: &Record,
    problems: &mut Vec<Problem>,
) -> Contact {
    let mut cells = Cells { layout, styles, record, problems };
    let text = |field: Field| {
        columns.all(field).first().map(|column| cells.text(*column).to_owned()).unwrap_or_default()
    };
    let street = [text(Field::Address), text(Field::Street)].into_iter().find(|part| !part.is_empty());
    let mut contact = Contact {
        uid: Some(text(Field::ContactUid)).filter(|uid| !uid.is_empty()),
        display_name: text(Field::DisplayName),
        given: text(Field::GivenName),
        middle: text(Field::MiddleName),
        family: text(Field::FamilyName),
        prefix: text(Field::NamePrefix),
        suffix: text(Field::NameSuffix),
        nickname: text(Field::Nickname),
        organisation: text(Field::Organisation),
        job_title: text(Field::JobTitle),
        notes: columns
            .all(Field::Notes)
            .first()
            .map(|column| cells.raw(*column).to_owned())
            .unwrap_or_default(),
        language: Some(text(Field::Language)).filter(|language| !language.is_empty()),
        addresses: vec![PostalAddress {
            street: street.unwrap_or_default(),
            extended: text(Field::AddressExtra),
            po_box: text(Field::PostBox),
            city: text(Field::City),
            region: text(Field::Region),
            postcode: text(Field::Postcode),
            country: text(Field::Country),
            ..PostalAddress::default()
        }],
        ..Contact::default()
    };
    contact.emails = values(columns, Field::Email, &cells, &[";", ",", "\n", " ::: "]);
    contact.phones = values(columns, Field::Phone, &cells, &[";", ",", "\n", " ::: ", " / "]);
    contact.urls = values(columns, Field::Url, &cells, &["\n", " ::: ", "; "]);
    for column in columns.all(Field::Labels) {
        for label in split_list(cells.text(*column), true) {
            if !contact.labels.contains(&label) {
                contact.labels.push(label);
            }
        }
    }
    contact.birthday = columns.all(Field::Birthday).first().and_then(|column| birthday(&mut cells, *column));
    for column in &columns.other {
        let text = cells.raw(*column);
        if !text.trim().is_empty() {
            contact.other.push((layout.name(*column), text.to_owned()));
        }
    }
    contact.finish(record.row(), problems);
    contact
}

/// A birthday with or without its year; what is none is reported.
pub(crate) fn birthday(cells: &mut Cells<'_>, column: usize) -> Option<Birthday> {
    if let Some((year, month, day)) = birthday_parts(cells.text(column)) {
        let birthday = Birthday::new(year, month, day);
        if birthday.is_none() {
            let text =
                format!("{}: there is no such day as {}.", cells.layout.name(column), cells.text(column));
            cells.refuse(column, ProblemCode::NoSuchDate, text);
        }
        return birthday;
    }
    match cells.date(Some(column)) {
        Said::Value(date) => Birthday::new(Some(date.year()), date.month(), date.day()),
        _ => None,
    }
}

/// Addresses of one kind; the header tells what they are called ("Phone (work)", "Mobile").
fn values(columns: &Columns, field: Field, cells: &Cells<'_>, separators: &[&str]) -> Vec<Labelled> {
    let mut values: Vec<Labelled> = Vec::new();
    for column in columns.all(field) {
        let label = label(&cells.layout.name(*column));
        let mut text = cells.text(*column).to_owned();
        for separator in separators {
            text = text.replace(separator, "\u{1}");
        }
        for value in text.split('\u{1}').map(str::trim).filter(|value| !value.is_empty()) {
            if !values.iter().any(|known| known.value == value) {
                values.push(Labelled { label: label.to_owned(), value: value.to_owned(), preferred: false });
            }
        }
    }
    values
}

fn label(header: &str) -> &'static str {
    let header = folded(header);
    let has = |words: &[&str]| header.split(' ').any(|word| words.contains(&word));
    if has(&[
        "mobile",
        "cell",
        "movil",
        "celular",
        "portable",
        "handy",
        "mobil",
        "telemovel",
        "cellulare",
        "mobilnummer",
        "मोबाइल",
        "الجوال",
    ]) {
        "Mobile"
    } else if has(&["work", "business", "office", "trabajo", "travail", "arbeit", "trabalho", "lavoro"]) {
        "Work"
    } else if has(&["home", "private", "casa", "domicile", "privat"]) {
        "Home"
    } else {
        ""
    }
}
