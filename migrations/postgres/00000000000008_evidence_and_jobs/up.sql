-- Files by their hash, and long work that survives a crash.

CREATE TABLE evidence_files (
    id uuid NOT NULL PRIMARY KEY,
    -- Where the bytes are: the content's SHA-256.
    sha256 bytea NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    media_type text NOT NULL,
    name text NOT NULL,
    -- What it belongs to; the kind is a table's name.
    owner_kind text NOT NULL,
    owner_id uuid NOT NULL,
    uploaded_by uuid REFERENCES accounts (id),
    uploaded_at timestamptz NOT NULL,
    withdrawn_at timestamptz
);
CREATE INDEX evidence_files_by_owner ON evidence_files (owner_id);
CREATE INDEX evidence_files_by_hash ON evidence_files (sha256);

CREATE TABLE jobs (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    title text NOT NULL,
    parameters text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
    -- Rows or steps; the total is unknown until the first pass.
    done bigint NOT NULL,
    total bigint,
    -- Where to go on after a crash, and what came out so far.
    checkpoint text NOT NULL,
    is_cancel_wanted boolean NOT NULL,
    -- The worker that holds it, and its last sign of life.
    claimed_by uuid,
    claimed_at timestamptz,
    created_by uuid REFERENCES accounts (id),
    organization_id uuid REFERENCES organizations (id),
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    failure text,
    version bigint NOT NULL
);
CREATE INDEX jobs_by_state ON jobs (state, created_at);
CREATE INDEX jobs_by_creator ON jobs (created_by, created_at);

-- What an import refused, row by row and cell by cell, in the words of the form.
CREATE TABLE import_problems (
    id uuid NOT NULL PRIMARY KEY,
    job_id uuid NOT NULL REFERENCES jobs (id),
    row_number integer NOT NULL,
    column_name text NOT NULL,
    code text NOT NULL,
    message text NOT NULL
);
CREATE INDEX import_problems_by_job ON import_problems (job_id, row_number);
