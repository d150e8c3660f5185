-- Every decision: who, when, what, why. Append-only, by triggers.

CREATE TABLE journal_entries (
    id BLOB NOT NULL PRIMARY KEY,
    recorded_at INTEGER NOT NULL,
    -- None for the program itself: migrations of data, demonstration, command line.
    actor_id BLOB REFERENCES accounts (id),
    actor_name TEXT NOT NULL,
    event TEXT NOT NULL,
    -- What it is about; the kind is a table's name.
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    organization_id BLOB REFERENCES organizations (id),
    reason TEXT,
    -- The id that the form carried: the same form twice is one act.
    request_id BLOB UNIQUE,
    request_digest BLOB,
    payload TEXT NOT NULL,
    -- SHA-256 over a version byte, the salt and the canonical payload; may be published alone.
    salt BLOB NOT NULL,
    commitment BLOB NOT NULL
) STRICT;
CREATE INDEX journal_entries_by_subject ON journal_entries (subject_id, id);
CREATE INDEX journal_entries_by_organization ON journal_entries (organization_id, id);
CREATE INDEX journal_entries_by_actor ON journal_entries (actor_id, id);
CREATE INDEX journal_entries_by_event ON journal_entries (event, id);
CREATE TRIGGER journal_entries_no_update BEFORE UPDATE ON journal_entries BEGIN
    SELECT RAISE(ABORT, 'journal_entries is append-only');
END;
CREATE TRIGGER journal_entries_no_delete BEFORE DELETE ON journal_entries BEGIN
    SELECT RAISE(ABORT, 'journal_entries is append-only');
END;
