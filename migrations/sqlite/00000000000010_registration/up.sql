-- Periodic registration: windows, what was found of everybody, cases, and registrations.

CREATE TABLE registration_windows (
    id BLOB NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('first', 'renewal', 'recheck')),
    -- Applications are taken from the first to the last day.
    opens_on TEXT NOT NULL,
    closes_on TEXT NOT NULL,
    -- Takes registrations that end by this day.
    due_until TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    -- The assessment of the whole city: its day, the last person looked at, and when it was done.
    assessed_on TEXT,
    assessed_through BLOB,
    assessed_at INTEGER,
    version INTEGER NOT NULL,
    CHECK (closes_on >= opens_on)
) STRICT;
CREATE INDEX registration_windows_by_days ON registration_windows (kind, opens_on);

-- What the rules said of everybody when the city was last assessed for a window. A proposal is
-- nobody's decision: a case is assessed anew.
CREATE TABLE registration_proposals (
    window_id BLOB NOT NULL REFERENCES registration_windows (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    school_id BLOB NOT NULL REFERENCES organizations (id),
    district_id BLOB REFERENCES organizations (id),
    name_pinyin TEXT NOT NULL,
    -- Whether the window is for this person.
    is_due INTEGER NOT NULL,
    -- The last day of the running registration.
    registered_until TEXT,
    verdict TEXT NOT NULL CHECK (verdict IN ('qualified', 'deferred', 'unqualified')),
    -- The keys of the conditions that are not met, with commas.
    unmet TEXT NOT NULL,
    short_hours INTEGER NOT NULL,
    curable_on TEXT,
    assessed_on TEXT NOT NULL,
    PRIMARY KEY (window_id, person_id)
) STRICT;
CREATE INDEX registration_proposals_by_school
    ON registration_proposals (window_id, school_id, is_due, verdict, name_pinyin);

CREATE TABLE registration_cases (
    id BLOB NOT NULL PRIMARY KEY,
    window_id BLOB NOT NULL REFERENCES registration_windows (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    -- Where the teacher worked when it was handed in, for good.
    school_id BLOB NOT NULL REFERENCES organizations (id),
    district_id BLOB REFERENCES organizations (id),
    name_pinyin TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('first', 'renewal')),
    state TEXT NOT NULL CHECK (state IN ('at_school', 'at_district', 'at_city', 'at_province',
        'returned', 'registered', 'deferred', 'refused', 'withdrawn')),
    -- The running case of the approval engine: route, round, who acted.
    approval TEXT NOT NULL,
    due_on TEXT,
    -- The verdict tree with its rule sets, as it was when the case last moved.
    assessment TEXT NOT NULL,
    policy_version_id BLOB NOT NULL REFERENCES policy_versions (id),
    proposed TEXT NOT NULL CHECK (proposed IN ('qualified', 'deferred', 'unqualified')),
    -- What the offices so far hold, and why where it departs from the proposal.
    opinion TEXT NOT NULL CHECK (opinion IN ('qualified', 'deferred', 'unqualified')),
    opinion_reason TEXT,
    -- Something is not met, or an office departs from the proposal: reviewed first.
    is_exception INTEGER NOT NULL,
    -- The school's publicity.
    notice_id BLOB REFERENCES notices (id),
    -- The last signature: the decision in the journal, and what follows from it.
    decision_id BLOB REFERENCES journal_entries (id),
    signed_by TEXT,
    trial_until TEXT,
    barred_until TEXT,
    submitted_at INTEGER NOT NULL,
    decided_at INTEGER,
    version INTEGER NOT NULL,
    -- One case for a teacher in a window; a new round of it is the same case.
    UNIQUE (window_id, person_id),
    CHECK ((decided_at IS NULL) = (state NOT IN ('registered', 'deferred', 'refused', 'withdrawn'))),
    CHECK ((decision_id IS NOT NULL) = (state IN ('registered', 'deferred', 'refused')))
) STRICT;
CREATE INDEX registration_cases_by_person ON registration_cases (person_id, id);
CREATE INDEX registration_cases_by_school ON registration_cases (school_id, window_id, state, id);
CREATE INDEX registration_cases_by_district
    ON registration_cases (district_id, window_id, state, id);
CREATE INDEX registration_cases_by_window ON registration_cases (window_id, state, id);

CREATE TABLE registrations (
    id BLOB NOT NULL PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    person_id BLOB NOT NULL REFERENCES people (id),
    case_id BLOB NOT NULL UNIQUE REFERENCES registration_cases (id),
    kind TEXT NOT NULL CHECK (kind IN ('first', 'renewal')),
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    registered_on TEXT NOT NULL,
    -- What the sheet says: name, school, post, document of the decision.
    sheet TEXT NOT NULL,
    registered_at INTEGER NOT NULL,
    CHECK (valid_to > valid_from)
) STRICT;
CREATE INDEX registrations_by_person ON registrations (person_id, valid_from);

-- Finds the few settlements among many transfers.
CREATE INDEX transfers_settled ON transfers (holder_id, year) WHERE kind = 'settle';
