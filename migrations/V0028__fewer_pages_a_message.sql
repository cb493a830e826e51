-- Why: each index that a message changes is a page more that a commit has to wait for. What an id that grows with time, or an
-- index that changes anyway, can tell needs none of its own.

-- Deliveries go by their ids, which begin with the time; sightings are looked through from end to end, a few times a day.
DROP INDEX inbound_deliveries_by_time;
DROP INDEX sightings_by_time;

-- The inbox's order changes with every message; who waits for an answer stands in it.
DROP INDEX conversations_awaiting;
DROP INDEX conversations_by_handler;
CREATE INDEX conversations_by_handler ON conversations (handler, last_message_at, id, awaiting_since)
    WHERE state = 'open';

-- At most one ready and one running job of a kind has a key, and any number of dead ones. Running jobs are looked for at
-- the start alone.
DROP INDEX jobs_running;
DROP INDEX jobs_ready_once;
DROP INDEX jobs_running_once;
CREATE UNIQUE INDEX jobs_once ON jobs (kind, dedupe_key, CASE state WHEN 'dead' THEN id ELSE state END)
    WHERE dedupe_key IS NOT NULL;

-- Names of new conversations go into the word index sixty-four at a time: a full batch costs hardly more than a single one.
-- A search looks through those that are not in it yet (store::conversations::NEWEST).
DROP TRIGGER conversations_found;
CREATE TRIGGER conversations_found AFTER INSERT ON conversations WHEN NEW.search_row % 64 = 0 BEGIN
    INSERT OR REPLACE INTO conversations_fts (rowid, name, address)
    SELECT v.search_row, c.display_name, i.address
    FROM conversations v JOIN contacts c ON c.id = v.contact_id JOIN contact_identities i ON i.id = v.identity_id
    WHERE v.search_row > NEW.search_row - 64 AND v.search_row <= NEW.search_row;
END;
