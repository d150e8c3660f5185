-- Selections of specialist teachers and others: programmes, rounds with their phases, places.

-- The rules of a selection, one row a version; never edited.
CREATE TABLE programmes (
    id BLOB NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    loaded_at INTEGER NOT NULL,
    UNIQUE (key, version)
) STRICT;
CREATE TRIGGER programmes_no_update BEFORE UPDATE ON programmes BEGIN
    SELECT RAISE(ABORT, 'programmes is append-only');
END;
CREATE TRIGGER programmes_no_delete BEFORE DELETE ON programmes BEGIN
    SELECT RAISE(ABORT, 'programmes is append-only');
END;

-- One run of a programme for one of its tracks.
CREATE TABLE selection_rounds (
    id BLOB NOT NULL PRIMARY KEY,
    programme_id BLOB NOT NULL REFERENCES programmes (id),
    track TEXT NOT NULL,
    title TEXT NOT NULL,
    seats INTEGER NOT NULL CHECK (seats > 0),
    -- Places for nominees: the seats times what the programme says, rounded up.
    places INTEGER NOT NULL CHECK (places > 0),
    -- Evidence counts up to this day.
    cutoff_on TEXT NOT NULL,
    -- The one open phase.
    phase TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    closed_at INTEGER,
    version INTEGER NOT NULL,
    CHECK ((phase = 'closed') = (closed_at IS NOT NULL))
) STRICT;
CREATE INDEX selection_rounds_by_programme ON selection_rounds (programme_id);

CREATE TABLE round_phases (
    round_id BLOB NOT NULL REFERENCES selection_rounds (id),
    phase TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    PRIMARY KEY (round_id, phase),
    CHECK (ends_on >= starts_on),
    CHECK (closed_at IS NULL OR opened_at IS NOT NULL)
) STRICT;

-- Who may send how many nominees: one row a district, stage or subject, with what it followed from.
CREATE TABLE round_shares (
    round_id BLOB NOT NULL REFERENCES selection_rounds (id),
    dimension TEXT NOT NULL CHECK (dimension IN ('district', 'stage', 'subject')),
    -- A district's area code, a stage, a subject; empty for the schools that the bureau runs.
    key TEXT NOT NULL,
    weight INTEGER NOT NULL CHECK (weight >= 0),
    floor INTEGER NOT NULL CHECK (floor >= 0),
    cap INTEGER CHECK (cap >= floor),
    places INTEGER NOT NULL CHECK (places >= 0),
    PRIMARY KEY (round_id, dimension, key)
) STRICT;
