//! The whole way of an import in memory.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::io::Cursor;
use std::ops::ControlFlow;

use haberdash_files::{
    Contact, Entry, FileError, Kind, Layout, Limits, Prepared, Product, Rejected, Survey, contacts, prepare,
    products, survey,
};

pub struct Opened {
    pub prepared: Prepared,
    pub canonical: Vec<u8>,
    pub survey: Survey,
}

pub fn open(bytes: &[u8]) -> Result<Opened, FileError> {
    open_with(bytes, |_| {})
}

/// `change` is the owner on the mapping screen.
pub fn open_with(bytes: &[u8], change: impl FnOnce(&mut Layout)) -> Result<Opened, FileError> {
    let mut canonical = Vec::new();
    let mut prepared = prepare(Cursor::new(bytes), "file", None, &Limits::default(), &mut canonical)?;
    change(&mut prepared.layout);
    let survey = survey(Cursor::new(&canonical), &prepared.layout, &Limits::default(), &mut |_| {
        ControlFlow::Continue(())
    })?;
    Ok(Opened { prepared, canonical, survey })
}

impl Opened {
    pub fn products(&self) -> Vec<Entry<Product>> {
        assert_eq!(self.prepared.layout.kind, Kind::Products);
        let layout = &self.prepared.layout;
        products(Cursor::new(&self.canonical), layout, &self.survey, layout.body)
            .expect("opened")
            .collect::<Result<Vec<_>, _>>()
            .expect("read")
    }

    pub fn contacts(&self) -> Vec<Entry<Contact>> {
        assert_eq!(self.prepared.layout.kind, Kind::Contacts);
        let layout = &self.prepared.layout;
        contacts(Cursor::new(&self.canonical), layout, &self.survey, layout.body)
            .expect("opened")
            .collect::<Result<Vec<_>, _>>()
            .expect("read")
    }

    /// The products, none of which has a problem.
    pub fn sound_products(&self) -> Vec<Product> {
        self.products()
            .into_iter()
            .map(|entry| {
                assert_eq!(entry.problems, [], "no problems");
                entry.item.expect("a product")
            })
            .collect()
    }

    pub fn sound_contacts(&self) -> Vec<Contact> {
        self.contacts()
            .into_iter()
            .map(|entry| {
                assert_eq!(entry.problems, [], "no problems");
                entry.item.expect("a contact")
            })
            .collect()
    }

    /// What the list of refused rows holds.
    pub fn rejected(&self) -> Vec<u8> {
        let layout = &self.prepared.layout;
        let mut out = Vec::new();
        let mut rejected =
            Rejected::new(Cursor::new(&self.canonical), layout, &self.survey, &mut out).expect("opened");
        let mut add = |refused: bool, position, problems: &[_]| {
            if refused {
                rejected.entry(position, problems).expect("written");
            }
        };
        match layout.kind {
            Kind::Products => self
                .products()
                .iter()
                .for_each(|entry| add(entry.rejected(), entry.position, &entry.problems)),
            Kind::Contacts => self
                .contacts()
                .iter()
                .for_each(|entry| add(entry.rejected(), entry.position, &entry.problems)),
        }
        rejected.finish().expect("written");
        out
    }
}
