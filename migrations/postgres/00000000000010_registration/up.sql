-- Periodic registration: windows, what was found of everybody, cases, and registrations.

CREATE TABLE registration_windows (
    id uuid NOT NULL PRIMARY KEY,
    name text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('first', 'renewal', 'recheck')),
    -- Applications are taken from the first to the last day.
    opens_on date NOT NULL,
    closes_on date NOT NULL,
    -- Takes registrations that end by this day.
    due_until date NOT NULL,
    opened_at timestamptz NOT NULL,
    -- The assessment of the whole city: its day, the last person looked at, and when it was done.
    assessed_on date,
    assessed_through uuid,
    assessed_at timestamptz,
    version bigint NOT NULL,
    CHECK (closes_on >= opens_on)
);
CREATE INDEX registration_windows_by_days ON registration_windows (kind, opens_on);

-- What the rules said of everybody when the city was last assessed for a window. A proposal is
-- nobody's decision: a case is assessed anew.
CREATE TABLE registration_proposals (
    window_id uuid NOT NULL REFERENCES registration_windows (id),
    person_id uuid NOT NULL REFERENCES people (id),
    school_id uuid NOT NULL REFERENCES organizations (id),
    district_id uuid REFERENCES organizations (id),
    name_pinyin text COLLATE "C" NOT NULL,
    -- Whether the window is for this person.
    is_due boolean NOT NULL,
    -- The last day of the running registration.
    registered_until date,
    verdict text NOT NULL CHECK (verdict IN ('qualified', 'deferred', 'unqualified')),
    -- The keys of the conditions that are not met, with commas.
    unmet text NOT NULL,
    short_hours bigint NOT NULL,
    curable_on date,
    assessed_on date NOT NULL,
    PRIMARY KEY (window_id, person_id)
);
CREATE INDEX registration_proposals_by_school
    ON registration_proposals (window_id, school_id, is_due, verdict, name_pinyin);

CREATE TABLE registration_cases (
    id uuid NOT NULL PRIMARY KEY,
    window_id uuid NOT NULL REFERENCES registration_windows (id),
    person_id uuid NOT NULL REFERENCES people (id),
    -- Where the teacher worked when it was handed in, for good.
    school_id uuid NOT NULL REFERENCES organizations (id),
    district_id uuid REFERENCES organizations (id),
    name_pinyin text COLLATE "C" NOT NULL,
    kind text NOT NULL CHECK (kind IN ('first', 'renewal')),
    state text NOT NULL CHECK (state IN ('at_school', 'at_district', 'at_city', 'at_province',
        'returned', 'registered', 'deferred', 'refused', 'withdrawn')),
    -- The running case of the approval engine: route, round, who acted.
    approval text NOT NULL,
    due_on date,
    -- The verdict tree with its rule sets, as it was when the case last moved.
    assessment text NOT NULL,
    policy_version_id uuid NOT NULL REFERENCES policy_versions (id),
    proposed text NOT NULL CHECK (proposed IN ('qualified', 'deferred', 'unqualified')),
    -- What the offices so far hold, and why where it departs from the proposal.
    opinion text NOT NULL CHECK (opinion IN ('qualified', 'deferred', 'unqualified')),
    opinion_reason text,
    -- Something is not met, or an office departs from the proposal: reviewed first.
    is_exception boolean NOT NULL,
    -- The school's publicity.
    notice_id uuid REFERENCES notices (id),
    -- The last signature: the decision in the journal, and what follows from it.
    decision_id uuid REFERENCES journal_entries (id),
    signed_by text,
    trial_until date,
    barred_until date,
    submitted_at timestamptz NOT NULL,
    decided_at timestamptz,
    version bigint NOT NULL,
    -- One case for a teacher in a window; a new round of it is the same case.
    UNIQUE (window_id, person_id),
    CHECK ((decided_at IS NULL) = (state NOT IN ('registered', 'deferred', 'refused', 'withdrawn'))),
    CHECK ((decision_id IS NOT NULL) = (state IN ('registered', 'deferred', 'refused')))
);
CREATE INDEX registration_cases_by_person ON registration_cases (person_id, id);
CREATE INDEX registration_cases_by_school ON registration_cases (school_id, window_id, state, id);
CREATE INDEX registration_cases_by_district
    ON registration_cases (district_id, window_id, state, id);
CREATE INDEX registration_cases_by_window ON registration_cases (window_id, state, id);

CREATE TABLE registrations (
    id uuid NOT NULL PRIMARY KEY,
    number text NOT NULL UNIQUE,
    person_id uuid NOT NULL REFERENCES people (id),
    case_id uuid NOT NULL UNIQUE REFERENCES registration_cases (id),
    kind text NOT NULL CHECK (kind IN ('first', 'renewal')),
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    registered_on date NOT NULL,
    -- What the sheet says: name, school, post, document of the decision.
    sheet text NOT NULL,
    registered_at timestamptz NOT NULL,
    CHECK (valid_to > valid_from)
);
CREATE INDEX registrations_by_person ON registrations (person_id, valid_from);

-- Finds the few settlements among many transfers.
CREATE INDEX transfers_settled ON transfers (holder_id, year) WHERE kind = 'settle';
