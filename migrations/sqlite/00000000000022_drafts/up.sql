-- What somebody typed into a form and has not sent yet. It opens for its author only, and is no record.

CREATE TABLE drafts (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    -- Which form, and about what.
    form_key TEXT NOT NULL,
    -- The fields as JSON, sealed with account and form.
    sealed BLOB NOT NULL,
    saved_at INTEGER NOT NULL,
    UNIQUE (account_id, form_key)
) STRICT;
CREATE INDEX drafts_by_age ON drafts (saved_at);
