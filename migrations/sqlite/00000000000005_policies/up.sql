-- Rule sets: dated, versioned, never edited. A correction is a new version.

CREATE TABLE policy_versions (
    id BLOB NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    jurisdiction TEXT NOT NULL,
    title TEXT NOT NULL,
    document_number TEXT,
    article TEXT,
    -- found: its text was read; recalled: from memory, needs confirmation; confirmed: by the bureau.
    certainty TEXT NOT NULL CHECK (certainty IN ('found', 'recalled', 'confirmed')),
    source TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    effective_to TEXT,
    parameters TEXT NOT NULL,
    approved_by TEXT,
    loaded_at INTEGER NOT NULL,
    UNIQUE (key, version),
    CHECK (effective_to IS NULL OR effective_to >= effective_from)
) STRICT;
CREATE TRIGGER policy_versions_no_update BEFORE UPDATE ON policy_versions BEGIN
    SELECT RAISE(ABORT, 'policy_versions is append-only');
END;
CREATE TRIGGER policy_versions_no_delete BEFORE DELETE ON policy_versions BEGIN
    SELECT RAISE(ABORT, 'policy_versions is append-only');
END;
