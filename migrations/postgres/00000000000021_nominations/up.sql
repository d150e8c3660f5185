-- Nominations for a selection: application, the school's vote, lists, what a person confirmed.

CREATE TABLE nominations (
    id uuid NOT NULL PRIMARY KEY,
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    person_id uuid NOT NULL REFERENCES people (id),
    school_id uuid NOT NULL REFERENCES organizations (id),
    -- None for the schools that the bureau runs itself.
    district_id uuid REFERENCES organizations (id),
    -- What the candidate was when the application was made.
    post text NOT NULL,
    subject text,
    statement text NOT NULL,
    state text NOT NULL,
    -- The running case of the approval engine: route, round, who acted.
    approval text NOT NULL,
    due_on date,
    -- The verdict as an officer signed it, with what was found for each condition.
    verdict text,
    is_eligible boolean,
    signed_reason text,
    signed_at timestamptz,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    UNIQUE (round_id, person_id),
    CHECK ((verdict IS NULL) = (is_eligible IS NULL)),
    CHECK ((verdict IS NULL) = (signed_at IS NULL))
);
CREATE INDEX nominations_by_round ON nominations (round_id, state, id);
CREATE INDEX nominations_by_person ON nominations (person_id);
CREATE INDEX nominations_by_school ON nominations (school_id, state);
CREATE INDEX nominations_by_district ON nominations (district_id, state);

-- The democratic recommendation (民主推荐) at the school.
CREATE TABLE nomination_votes (
    nomination_id uuid NOT NULL PRIMARY KEY REFERENCES nominations (id),
    held_on date NOT NULL,
    staff bigint NOT NULL,
    present bigint NOT NULL,
    yes bigint NOT NULL,
    no bigint NOT NULL,
    abstain bigint NOT NULL,
    has_passed boolean NOT NULL,
    recorded_at timestamptz NOT NULL,
    CHECK (yes + no + abstain <= present AND present <= staff)
);

-- On which lists a nominee stands.
CREATE TABLE nomination_lists (
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    notice_id uuid NOT NULL REFERENCES notices (id),
    level text NOT NULL CHECK (level IN ('school', 'district')),
    PRIMARY KEY (nomination_id, notice_id)
);
CREATE INDEX nomination_lists_by_notice ON nomination_lists (notice_id);

-- What no data tells, as a person saw it.
CREATE TABLE nomination_confirmations (
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    condition text NOT NULL,
    is_met boolean NOT NULL,
    reason text NOT NULL,
    confirmed_at timestamptz NOT NULL,
    PRIMARY KEY (nomination_id, condition)
);
