-- Selections of specialist teachers and others: programmes, rounds with their phases, places.

-- The rules of a selection, one row a version; never edited.
CREATE TABLE programmes (
    id uuid NOT NULL PRIMARY KEY,
    key text NOT NULL,
    version integer NOT NULL,
    body text NOT NULL,
    loaded_at timestamptz NOT NULL,
    UNIQUE (key, version)
);
CREATE TRIGGER programmes_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON programmes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One run of a programme for one of its tracks.
CREATE TABLE selection_rounds (
    id uuid NOT NULL PRIMARY KEY,
    programme_id uuid NOT NULL REFERENCES programmes (id),
    track text NOT NULL,
    title text NOT NULL,
    seats bigint NOT NULL CHECK (seats > 0),
    -- Places for nominees: the seats times what the programme says, rounded up.
    places bigint NOT NULL CHECK (places > 0),
    -- Evidence counts up to this day.
    cutoff_on date NOT NULL,
    -- The one open phase.
    phase text NOT NULL,
    created_at timestamptz NOT NULL,
    closed_at timestamptz,
    version bigint NOT NULL,
    CHECK ((phase = 'closed') = (closed_at IS NOT NULL))
);
CREATE INDEX selection_rounds_by_programme ON selection_rounds (programme_id);

CREATE TABLE round_phases (
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    phase text NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    opened_at timestamptz,
    closed_at timestamptz,
    PRIMARY KEY (round_id, phase),
    CHECK (ends_on >= starts_on),
    CHECK (closed_at IS NULL OR opened_at IS NOT NULL)
);

-- Who may send how many nominees: one row a district, stage or subject, with what it followed from.
CREATE TABLE round_shares (
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    dimension text NOT NULL CHECK (dimension IN ('district', 'stage', 'subject')),
    -- A district's area code, a stage, a subject; empty for the schools that the bureau runs.
    key text NOT NULL,
    weight bigint NOT NULL CHECK (weight >= 0),
    floor bigint NOT NULL CHECK (floor >= 0),
    cap bigint CHECK (cap >= floor),
    places bigint NOT NULL CHECK (places >= 0),
    PRIMARY KEY (round_id, dimension, key)
);
