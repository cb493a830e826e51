//! What the word index `products_fts` holds, read by word: for ranking in memory. And its tokenizer, for texts that
//! are not in it.

use std::collections::HashMap;

use rusqlite::{Connection, named_params};

use crate::error::Result;

/// The columns of the word index, in its order.
pub(crate) const FIELDS: [&str; 8] =
    ["title", "category", "colours", "sizes", "material", "tags", "brand", "description"];

/// Visits every word of every product, ordered by word and then by row, with the number of its field.
pub(crate) fn each(connection: &Connection, mut visit: impl FnMut(&str, i64, usize)) -> Result<()> {
    read(connection, "SELECT term, doc, col FROM products_vocabulary", &mut visit)
}

fn read(connection: &Connection, query: &str, visit: &mut dyn FnMut(&str, i64, usize)) -> Result<()> {
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let field = row.get_ref(2)?.as_str().ok();
        let field = field.and_then(|name| FIELDS.iter().position(|known| *known == name)).unwrap_or(7);
        // A word that is no text is none that anybody types.
        if let Ok(term) = row.get_ref(0)?.as_str() {
            visit(term, row.get(1)?, field);
        }
    }
    Ok(())
}

/// The words that the index holds of one product, as texts in the order of [`FIELDS`]; `None` when it is gone.
pub(crate) fn fields_of(connection: &Connection, search_row: i64) -> Result<Option<[String; 8]>> {
    let Some(product) = super::products::at_row(connection, search_row)? else { return Ok(None) };
    let variants = super::variants::of_product(connection, product.id)?;
    let (colours, sizes) = super::products::colours_and_sizes(&variants);
    Ok(Some([
        product.title,
        product.category,
        colours,
        sizes,
        product.material,
        product.tags.join(" "),
        product.brand,
        product.description,
    ]))
}

/// Splits and stems as the word index does, because it is one: in memory, of one text at a time.
pub(crate) struct Tokenizer(Connection);

impl Tokenizer {
    pub fn new() -> Result<Self> {
        let connection = Connection::open_in_memory()?;
        connection.execute_batch(
            "CREATE VIRTUAL TABLE texts USING fts5 (
                 title, category, colours, sizes, material, tags, brand, description,
                 content = '', contentless_delete = 1, tokenize = \"porter unicode61 remove_diacritics 2\");
             CREATE VIRTUAL TABLE vocabulary USING fts5vocab (texts, instance);",
        )?;
        Ok(Self(connection))
    }

    /// Visits every word with the number of its field.
    pub fn each(&self, fields: &[String; 8], mut visit: impl FnMut(&str, usize)) -> Result<()> {
        self.0
            .prepare_cached(
                "INSERT INTO texts (rowid, title, category, colours, sizes, material, tags, brand, description)
                 VALUES (1, :title, :category, :colours, :sizes, :material, :tags, :brand, :description)",
            )?
            .execute(named_params! {
                ":title": fields[0],
                ":category": fields[1],
                ":colours": fields[2],
                ":sizes": fields[3],
                ":material": fields[4],
                ":tags": fields[5],
                ":brand": fields[6],
                ":description": fields[7],
            })?;
        let read =
            read(&self.0, "SELECT term, doc, col FROM vocabulary", &mut |term, _, field| visit(term, field));
        self.0.prepare_cached("DELETE FROM texts WHERE rowid = 1")?.execute([])?;
        read
    }
}

/// Stems that are kept.
const MOST_STEMS: usize = 20_000;

/// The words of the index that typed words are.
pub(crate) struct Stemmer {
    tokenizer: Tokenizer,
    known: HashMap<String, Vec<String>>,
}

impl Stemmer {
    pub fn new() -> Result<Self> {
        Ok(Self { tokenizer: Tokenizer::new()?, known: HashMap::new() })
    }

    pub fn tokenizer(&self) -> &Tokenizer {
        &self.tokenizer
    }

    pub fn stems(&mut self, word: &str) -> Result<Vec<String>> {
        if let Some(stems) = self.known.get(word) {
            return Ok(stems.clone());
        }
        let mut fields = <[String; 8]>::default();
        word.clone_into(&mut fields[0]);
        let mut stems = Vec::new();
        self.tokenizer.each(&fields, |term, _| stems.push(term.to_owned()))?;
        if self.known.len() >= MOST_STEMS {
            self.known.clear();
        }
        self.known.insert(word.to_owned(), stems.clone());
        Ok(stems)
    }
}
