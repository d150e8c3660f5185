-- People, where they worked and when, and what is known about them.

CREATE TABLE people (
    id uuid NOT NULL PRIMARY KEY,
    -- Permanent; survives every change of school, name or document.
    teacher_number text COLLATE "C" NOT NULL UNIQUE,
    name text NOT NULL,
    -- Sorts: pinyin syllable by syllable, then the characters.
    name_pinyin text COLLATE "C" NOT NULL,
    -- Finds: pinyin as it is typed, and its initials.
    name_joined text COLLATE "C" NOT NULL,
    name_initials text COLLATE "C" NOT NULL,
    -- GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated.
    sex integer NOT NULL CHECK (sex IN (0, 1, 2, 9)),
    born_on date,
    document_kind text NOT NULL,
    -- The number itself is encrypted; the blind index finds it again.
    document_cipher bytea NOT NULL,
    document_index bytea NOT NULL UNIQUE,
    -- Last four characters, shown behind a mask.
    document_tail text NOT NULL,
    -- Start of the running five-year registration cycle, where it is known.
    cycle_started_on date,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL
);
CREATE INDEX people_by_pinyin ON people (name_pinyin, id);
CREATE INDEX people_by_joined ON people (name_joined, born_on);
CREATE INDEX people_by_initials ON people (name_initials);
CREATE INDEX people_by_name ON people (name, id);

-- A person's posts, with dates. Two main employments never overlap (checked by the action).
CREATE TABLE employments (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    organization_id uuid NOT NULL REFERENCES organizations (id),
    post text NOT NULL,
    subject text,
    started_on date NOT NULL,
    ended_on date,
    CHECK (ended_on IS NULL OR ended_on >= started_on)
);
CREATE INDEX employments_by_person ON employments (person_id, started_on);
CREATE INDEX employments_by_organization ON employments (organization_id, ended_on, person_id);

CREATE TABLE titles (
    person_id uuid NOT NULL REFERENCES people (id),
    title text NOT NULL,
    -- A roster names the title only.
    granted_on date,
    PRIMARY KEY (person_id, title)
);

CREATE TABLE annual_assessments (
    person_id uuid NOT NULL REFERENCES people (id),
    year integer NOT NULL,
    grade text NOT NULL,
    PRIMARY KEY (person_id, year)
);

-- A roster row that might be somebody already known waits here for a human.
CREATE TABLE person_matches (
    id uuid NOT NULL PRIMARY KEY,
    -- The school of the row, and the district that decides: none for the bureau, which looks after
    -- its own schools and decides when the two sides belong to different districts.
    organization_id uuid NOT NULL REFERENCES organizations (id),
    district_id uuid REFERENCES organizations (id),
    -- The row as it was read, its document number encrypted.
    roster_row text NOT NULL,
    document_cipher bytea NOT NULL,
    document_index bytea NOT NULL,
    candidate_id uuid NOT NULL REFERENCES people (id),
    -- Why the two might be one.
    cause text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'same_person', 'another_person')),
    created_at timestamptz NOT NULL,
    decided_at timestamptz,
    version bigint NOT NULL,
    UNIQUE (document_index, candidate_id)
);
CREATE INDEX person_matches_by_state ON person_matches (state, created_at);

-- The next permanent number; one row, changed by compare-and-swap.
CREATE TABLE counters (
    name text NOT NULL PRIMARY KEY,
    next bigint NOT NULL
);
