-- Files by their hash, and long work that survives a crash.

CREATE TABLE evidence_files (
    id BLOB NOT NULL PRIMARY KEY,
    -- Where the bytes are: the content's SHA-256.
    sha256 BLOB NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    media_type TEXT NOT NULL,
    name TEXT NOT NULL,
    -- What it belongs to; the kind is a table's name.
    owner_kind TEXT NOT NULL,
    owner_id BLOB NOT NULL,
    uploaded_by BLOB REFERENCES accounts (id),
    uploaded_at INTEGER NOT NULL,
    withdrawn_at INTEGER
) STRICT;
CREATE INDEX evidence_files_by_owner ON evidence_files (owner_id);
CREATE INDEX evidence_files_by_hash ON evidence_files (sha256);

CREATE TABLE jobs (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    parameters TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    -- Rows or steps; the total is unknown until the first pass.
    done INTEGER NOT NULL,
    total INTEGER,
    -- Where to go on after a crash, and what came out so far.
    checkpoint TEXT NOT NULL,
    is_cancel_wanted INTEGER NOT NULL,
    -- The worker that holds it, and its last sign of life.
    claimed_by BLOB,
    claimed_at INTEGER,
    created_by BLOB REFERENCES accounts (id),
    organization_id BLOB REFERENCES organizations (id),
    created_at INTEGER NOT NULL,
    finished_at INTEGER,
    failure TEXT,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX jobs_by_state ON jobs (state, created_at);
CREATE INDEX jobs_by_creator ON jobs (created_by, created_at);

-- What an import refused, row by row and cell by cell, in the words of the form.
CREATE TABLE import_problems (
    id BLOB NOT NULL PRIMARY KEY,
    job_id BLOB NOT NULL REFERENCES jobs (id),
    row_number INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;
CREATE INDEX import_problems_by_job ON import_problems (job_id, row_number);
