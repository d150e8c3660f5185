-- What somebody typed into a form and has not sent yet. It opens for its author only, and is no record.

CREATE TABLE drafts (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    -- Which form, and about what.
    form_key text NOT NULL,
    -- The fields as JSON, sealed with account and form.
    sealed bytea NOT NULL,
    saved_at timestamptz NOT NULL,
    UNIQUE (account_id, form_key)
);
CREATE INDEX drafts_by_age ON drafts (saved_at);
