-- People, where they worked and when, and what is known about them.

CREATE TABLE people (
    id BLOB NOT NULL PRIMARY KEY,
    -- Permanent; survives every change of school, name or document.
    teacher_number TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- Sorts: pinyin syllable by syllable, then the characters.
    name_pinyin TEXT NOT NULL,
    -- Finds: pinyin as it is typed, and its initials.
    name_joined TEXT NOT NULL,
    name_initials TEXT NOT NULL,
    -- GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated.
    sex INTEGER NOT NULL CHECK (sex IN (0, 1, 2, 9)),
    born_on TEXT,
    document_kind TEXT NOT NULL,
    -- The number itself is encrypted; the blind index finds it again.
    document_cipher BLOB NOT NULL,
    document_index BLOB NOT NULL UNIQUE,
    -- Last four characters, shown behind a mask.
    document_tail TEXT NOT NULL,
    -- Start of the running five-year registration cycle, where it is known.
    cycle_started_on TEXT,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX people_by_pinyin ON people (name_pinyin, id);
CREATE INDEX people_by_joined ON people (name_joined, born_on);
CREATE INDEX people_by_initials ON people (name_initials);
CREATE INDEX people_by_name ON people (name, id);

-- A person's posts, with dates. Two main employments never overlap (checked by the action).
CREATE TABLE employments (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    post TEXT NOT NULL,
    subject TEXT,
    started_on TEXT NOT NULL,
    ended_on TEXT,
    CHECK (ended_on IS NULL OR ended_on >= started_on)
) STRICT;
CREATE INDEX employments_by_person ON employments (person_id, started_on);
CREATE INDEX employments_by_organization ON employments (organization_id, ended_on, person_id);

CREATE TABLE titles (
    person_id BLOB NOT NULL REFERENCES people (id),
    title TEXT NOT NULL,
    -- A roster names the title only.
    granted_on TEXT,
    PRIMARY KEY (person_id, title)
) STRICT;

CREATE TABLE annual_assessments (
    person_id BLOB NOT NULL REFERENCES people (id),
    year INTEGER NOT NULL,
    grade TEXT NOT NULL,
    PRIMARY KEY (person_id, year)
) STRICT;

-- A roster row that might be somebody already known waits here for a human.
CREATE TABLE person_matches (
    id BLOB NOT NULL PRIMARY KEY,
    -- The school of the row, and the district that decides: none for the bureau, which looks after
    -- its own schools and decides when the two sides belong to different districts.
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    district_id BLOB REFERENCES organizations (id),
    -- The row as it was read, its document number encrypted.
    roster_row TEXT NOT NULL,
    document_cipher BLOB NOT NULL,
    document_index BLOB NOT NULL,
    candidate_id BLOB NOT NULL REFERENCES people (id),
    -- Why the two might be one.
    cause TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'same_person', 'another_person')),
    created_at INTEGER NOT NULL,
    decided_at INTEGER,
    version INTEGER NOT NULL,
    UNIQUE (document_index, candidate_id)
) STRICT;
CREATE INDEX person_matches_by_state ON person_matches (state, created_at);

-- The next permanent number; one row, changed by compare-and-swap.
CREATE TABLE counters (
    name TEXT NOT NULL PRIMARY KEY,
    next INTEGER NOT NULL
) STRICT;
