-- Nominations for a selection: application, the school's vote, lists, what a person confirmed.

CREATE TABLE nominations (
    id BLOB NOT NULL PRIMARY KEY,
    round_id BLOB NOT NULL REFERENCES selection_rounds (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    school_id BLOB NOT NULL REFERENCES organizations (id),
    -- None for the schools that the bureau runs itself.
    district_id BLOB REFERENCES organizations (id),
    -- What the candidate was when the application was made.
    post TEXT NOT NULL,
    subject TEXT,
    statement TEXT NOT NULL,
    state TEXT NOT NULL,
    -- The running case of the approval engine: route, round, who acted.
    approval TEXT NOT NULL,
    due_on TEXT,
    -- The verdict as an officer signed it, with what was found for each condition.
    verdict TEXT,
    is_eligible INTEGER,
    signed_reason TEXT,
    signed_at INTEGER,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    UNIQUE (round_id, person_id),
    CHECK ((verdict IS NULL) = (is_eligible IS NULL)),
    CHECK ((verdict IS NULL) = (signed_at IS NULL))
) STRICT;
CREATE INDEX nominations_by_round ON nominations (round_id, state, id);
CREATE INDEX nominations_by_person ON nominations (person_id);
CREATE INDEX nominations_by_school ON nominations (school_id, state);
CREATE INDEX nominations_by_district ON nominations (district_id, state);

-- The democratic recommendation (民主推荐) at the school.
CREATE TABLE nomination_votes (
    nomination_id BLOB NOT NULL PRIMARY KEY REFERENCES nominations (id),
    held_on TEXT NOT NULL,
    staff INTEGER NOT NULL,
    present INTEGER NOT NULL,
    yes INTEGER NOT NULL,
    no INTEGER NOT NULL,
    abstain INTEGER NOT NULL,
    has_passed INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    CHECK (yes + no + abstain <= present AND present <= staff)
) STRICT;

-- On which lists a nominee stands.
CREATE TABLE nomination_lists (
    nomination_id BLOB NOT NULL REFERENCES nominations (id),
    notice_id BLOB NOT NULL REFERENCES notices (id),
    level TEXT NOT NULL CHECK (level IN ('school', 'district')),
    PRIMARY KEY (nomination_id, notice_id)
) STRICT;
CREATE INDEX nomination_lists_by_notice ON nomination_lists (notice_id);

-- What no data tells, as a person saw it.
CREATE TABLE nomination_confirmations (
    nomination_id BLOB NOT NULL REFERENCES nominations (id),
    condition TEXT NOT NULL,
    is_met INTEGER NOT NULL,
    reason TEXT NOT NULL,
    confirmed_at INTEGER NOT NULL,
    PRIMARY KEY (nomination_id, condition)
) STRICT;
