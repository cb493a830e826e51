//! Contacts from a canonical file, one at a time; reading can begin at any entry's position.

use std::io::{Read, Seek};

use crate::contacts::cards::{Card, Cards};
use crate::contacts::{Contact, google, table, vcard};
use crate::entry::Entry;
use crate::fault::Result;
use crate::groups::Groups;
use crate::layout::{Format, Layout, Position};
use crate::survey::Survey;

/// Reads contacts. See [`contacts`].
pub struct Contacts<R> {
    source: Source<R>,
    layout: Layout,
    survey: Survey,
}

enum Source<R> {
    Cards(Cards<R>),
    Google(Groups<R>, google::Columns),
    Table(Groups<R>, table::Columns),
}

/// Contacts from `from` on (at first: `layout.body`).
///
/// # Errors
/// `Io`.
pub fn contacts<R: Read + Seek>(
    input: R,
    layout: &Layout,
    survey: &Survey,
    from: Position,
) -> Result<Contacts<R>> {
    let source = match layout.format {
        Format::Vcard => Source::Cards(Cards::new(input, from, &survey.limits)?),
        Format::GoogleContactsCsv => Source::Google(
            Groups::new(input, layout, survey, from, &survey.limits)?,
            google::Columns::new(&layout.names),
        ),
        _ => Source::Table(
            Groups::new(input, layout, survey, from, &survey.limits)?,
            table::Columns::new(layout),
        ),
    };
    Ok(Contacts { source, layout: layout.clone(), survey: survey.clone() })
}

impl<R: Read + Seek> Contacts<R> {
    /// The next contact; `None` at the end of the file.
    ///
    /// # Errors
    /// Whatever makes the rest of the file unreadable.
    pub fn next_entry(&mut self) -> Result<Option<Entry<Contact>>> {
        let (layout, styles) = (&self.layout, &self.survey.styles);
        let mut problems = Vec::new();
        let (position, after, rows, item) = match &mut self.source {
            Source::Cards(cards) => {
                let Some(Card { position, after, bytes, ended }) = cards.next_card()? else {
                    return Ok(None);
                };
                let number = position.row + 1;
                let item = vcard::contact(&bytes, number, ended, &mut problems);
                (position, after, vec![number], item)
            }
            Source::Google(groups, columns) => {
                let Some(group) = groups.next_group()? else { return Ok(None) };
                let Some(record) = group.rows.first() else { return Ok(None) };
                let contact = google::contact(columns, layout, styles, record, &mut problems);
                (group.position, group.after, vec![record.row()], Some(contact))
            }
            Source::Table(groups, columns) => {
                let Some(group) = groups.next_group()? else { return Ok(None) };
                let Some(record) = group.rows.first() else { return Ok(None) };
                let contact = table::contact(columns, layout, styles, record, &mut problems);
                (group.position, group.after, vec![record.row()], Some(contact))
            }
        };
        Ok(Some(Entry { index: position.index, position, after, rows, item, problems }))
    }
}

impl<R: Read + Seek> Iterator for Contacts<R> {
    type Item = Result<Entry<Contact>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_entry().transpose()
    }
}
