-- Rule sets: dated, versioned, never edited. A correction is a new version.

CREATE TABLE policy_versions (
    id uuid NOT NULL PRIMARY KEY,
    key text NOT NULL,
    version integer NOT NULL,
    jurisdiction text NOT NULL,
    title text NOT NULL,
    document_number text,
    article text,
    -- found: its text was read; recalled: from memory, needs confirmation; confirmed: by the bureau.
    certainty text NOT NULL CHECK (certainty IN ('found', 'recalled', 'confirmed')),
    source text NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    parameters text NOT NULL,
    approved_by text,
    loaded_at timestamptz NOT NULL,
    UNIQUE (key, version),
    CHECK (effective_to IS NULL OR effective_to >= effective_from)
);
CREATE TRIGGER policy_versions_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON policy_versions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
