//! SQL, and nothing else: one file per table or tight family. Rows become domain types before they leave.
//!
//! Writers take a [`crate::WriteTx`]; readers take a connection; what lists takes a page.

pub(crate) mod agent_acts;
pub(crate) mod agents;
pub(crate) mod archive;
pub(crate) mod attachments;
pub(crate) mod backups;
pub(crate) mod blobs;
pub(crate) mod bulk_edits;
pub(crate) mod cash_drawer;
pub(crate) mod catalog_index;
pub(crate) mod categories;
pub(crate) mod codes;
pub(crate) mod complaints;
pub(crate) mod contact_facts;
pub(crate) mod contacts;
pub(crate) mod conversations;
pub(crate) mod counters;
pub(crate) mod deliveries;
pub(crate) mod demo;
pub(crate) mod discounts;
pub(crate) mod documents;
pub(crate) mod embeddings;
pub(crate) mod events;
pub(crate) mod exports;
pub(crate) mod figures;
pub(crate) mod gift_cards;
pub(crate) mod images;
pub(crate) mod imports;
pub(crate) mod jobs;
pub(crate) mod knowledge;
pub(crate) mod likenesses;
pub(crate) mod market;
pub(crate) mod messages;
pub(crate) mod model_usage;
pub(crate) mod operations;
pub(crate) mod order_numbers;
pub(crate) mod orders;
pub(crate) mod prices;
pub(crate) mod products;
pub(crate) mod prompt_lab;
pub(crate) mod prompts;
pub(crate) mod reply_drafts;
pub(crate) mod retail;
pub(crate) mod returns;
pub(crate) mod runs;
pub(crate) mod saved_filters;
pub(crate) mod savepoint;
mod scalar;
pub(crate) mod scope;
pub(crate) mod send_attempts;
pub(crate) mod settings;
pub(crate) mod stock;
pub(crate) mod store_credit;
pub(crate) mod stored_methods;
pub(crate) mod taste;
pub(crate) mod variants;
pub(crate) mod waiting_list;
pub(crate) mod words;

/// The greatest id of what is written with every message, send and job; `None` in a new file.
pub(crate) fn newest_id(connection: &rusqlite::Connection) -> crate::Result<Option<uuid::Uuid>> {
    fn greatest<K: crate::id::Kind>(
        connection: &rusqlite::Connection,
        statement: &str,
    ) -> crate::Result<Option<uuid::Uuid>> {
        let id: Option<crate::Id<K>> = connection.query_row(statement, [], |row| row.get(0))?;
        Ok(id.map(crate::Id::uuid))
    }
    let found = [
        greatest::<crate::id::Message>(connection, "SELECT max(id) FROM messages")?,
        greatest::<crate::id::SendAttempt>(connection, "SELECT max(id) FROM send_attempts")?,
        greatest::<crate::id::Event>(connection, "SELECT max(id) FROM domain_events")?,
        greatest::<crate::id::Job>(connection, "SELECT max(id) FROM jobs")?,
    ];
    Ok(found.into_iter().flatten().max())
}

/// Statements that must stay fast with a million messages, and the index that each needs.
#[cfg(test)]
pub(crate) const fn tests_plans() -> [(&'static str, &'static str); 7] {
    [
        (messages::FIRST_UNSENT, "messages_unsent"),
        (messages::ALL_FIRST_UNSENT, "messages_unsent"),
        (conversations::AWAITING_AGENT, "COVERING INDEX conversations_by_handler"),
        (jobs::CLAIMABLE, "jobs_due"),
        (jobs::CLAIMABLE, "jobs_once"),
        (jobs::NEXT_DUE, "jobs_due"),
        (jobs::NEXT_KIND, "jobs_due"),
    ]
}

#[cfg(test)]
pub(crate) fn tests_explain(connection: &rusqlite::Connection, statement: &str) -> crate::Result<String> {
    let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {statement}"))?;
    let lines = statement.raw_query().mapped(|row| row.get::<_, String>("detail"));
    Ok(lines.map(|line| line.map(|line| line + "\n")).collect::<rusqlite::Result<_>>()?)
}
