-- Every decision: who, when, what, why. Append-only, by triggers.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$;

CREATE TABLE journal_entries (
    id uuid NOT NULL PRIMARY KEY,
    recorded_at timestamptz NOT NULL,
    -- None for the program itself: migrations of data, demonstration, command line.
    actor_id uuid REFERENCES accounts (id),
    actor_name text NOT NULL,
    event text NOT NULL,
    -- What it is about; the kind is a table's name.
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    organization_id uuid REFERENCES organizations (id),
    reason text,
    -- The id that the form carried: the same form twice is one act.
    request_id uuid UNIQUE,
    request_digest bytea,
    payload text NOT NULL,
    -- SHA-256 over a version byte, the salt and the canonical payload; may be published alone.
    salt bytea NOT NULL,
    commitment bytea NOT NULL
);
CREATE INDEX journal_entries_by_subject ON journal_entries (subject_id, id);
CREATE INDEX journal_entries_by_organization ON journal_entries (organization_id, id);
CREATE INDEX journal_entries_by_actor ON journal_entries (actor_id, id);
CREATE INDEX journal_entries_by_event ON journal_entries (event, id);
CREATE TRIGGER journal_entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
