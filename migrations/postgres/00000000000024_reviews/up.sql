-- What a committee does with candidates: wishes, deals, reviews, questions, lessons.

-- How gladly a member reviews a candidate; missing is 0.
CREATE TABLE review_preferences (
    member_id uuid NOT NULL REFERENCES committee_members (id),
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    preference bigint NOT NULL CHECK (preference <> 0 AND preference * preference <= 400),
    PRIMARY KEY (member_id, nomination_id)
);
CREATE INDEX review_preferences_by_nomination ON review_preferences (nomination_id);

-- Candidates dealt out to members at once, under a seed that decided among equals.
CREATE TABLE review_deals (
    id uuid NOT NULL PRIMARY KEY,
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    draw_id uuid NOT NULL UNIQUE REFERENCES selection_draws (id),
    -- Wishes and expertise together.
    total bigint NOT NULL,
    reviews bigint NOT NULL,
    kept_at timestamptz NOT NULL
);
CREATE INDEX review_deals_by_round ON review_deals (round_id, id);

-- One row for each member and candidate that were brought together.
CREATE TABLE reviews (
    id uuid NOT NULL PRIMARY KEY,
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    member_id uuid NOT NULL REFERENCES committee_members (id),
    state text NOT NULL CHECK (state IN ('due', 'submitted', 'declined', 'released')),
    -- None where a person chose.
    deal_id uuid REFERENCES review_deals (id),
    -- Points by criterion, as far as there are any.
    scores text NOT NULL,
    comment text NOT NULL,
    -- In thousandths of a point of 100.
    total bigint,
    -- Why it was declined or taken away.
    reason text,
    assigned_at timestamptz NOT NULL,
    saved_at timestamptz,
    submitted_at timestamptz,
    version bigint NOT NULL,
    UNIQUE (nomination_id, member_id),
    CHECK ((state = 'submitted') = (submitted_at IS NOT NULL)),
    CHECK ((state = 'submitted') = (total IS NOT NULL)),
    CHECK (state NOT IN ('declined', 'released') OR reason IS NOT NULL)
);
CREATE INDEX reviews_by_round ON reviews (round_id, state);
CREATE INDEX reviews_by_member ON reviews (member_id, state);

-- What members see of a candidate where the programme wants reviews without names.
CREATE TABLE blind_candidates (
    nomination_id uuid NOT NULL PRIMARY KEY REFERENCES nominations (id),
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    number bigint NOT NULL CHECK (number > 0),
    statement text NOT NULL,
    -- Ids of the files that tell no name, as the secretary found.
    files text NOT NULL,
    confirmed_at timestamptz,
    version bigint NOT NULL,
    UNIQUE (round_id, number)
);

-- Questions of members to a candidate, which go through the secretary.
CREATE TABLE review_questions (
    id uuid NOT NULL PRIMARY KEY,
    review_id uuid NOT NULL REFERENCES reviews (id),
    nomination_id uuid NOT NULL REFERENCES nominations (id),
    state text NOT NULL CHECK (state IN ('asked', 'forwarded', 'refused', 'answered')),
    question text NOT NULL,
    -- As the secretary passed it on.
    forwarded text,
    reason text,
    answer text,
    asked_at timestamptz NOT NULL,
    decided_at timestamptz,
    answered_at timestamptz,
    version bigint NOT NULL,
    CHECK ((state IN ('forwarded', 'answered')) = (forwarded IS NOT NULL)),
    CHECK ((state = 'refused') = (reason IS NOT NULL)),
    CHECK ((state = 'answered') = (answer IS NOT NULL))
);
CREATE INDEX review_questions_by_nomination ON review_questions (nomination_id, id);
CREATE INDEX review_questions_by_review ON review_questions (review_id);

-- When and where lessons and defences are held; their order is drawn by lot.
CREATE TABLE lesson_plans (
    round_id uuid NOT NULL PRIMARY KEY REFERENCES selection_rounds (id),
    draw_id uuid NOT NULL UNIQUE REFERENCES selection_draws (id),
    -- Days, rooms and hours, as they were set before the draw.
    timetable text NOT NULL,
    drawn_at timestamptz,
    version bigint NOT NULL
);

CREATE TABLE lessons (
    nomination_id uuid NOT NULL PRIMARY KEY REFERENCES nominations (id),
    round_id uuid NOT NULL REFERENCES selection_rounds (id),
    place bigint NOT NULL CHECK (place > 0),
    held_on date NOT NULL,
    room text NOT NULL,
    -- Minutes after midnight.
    starts_minute bigint NOT NULL CHECK (starts_minute BETWEEN 0 AND 1439),
    ends_minute bigint NOT NULL CHECK (ends_minute > starts_minute AND ends_minute <= 1440),
    UNIQUE (round_id, place),
    UNIQUE (round_id, held_on, room, starts_minute)
);

-- Who is there on a day.
CREATE TABLE lesson_presences (
    member_id uuid NOT NULL REFERENCES committee_members (id),
    held_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (member_id, held_on)
);

-- Points given on the spot; those of the defence apart.
CREATE TABLE lesson_scores (
    nomination_id uuid NOT NULL REFERENCES lessons (nomination_id),
    member_id uuid NOT NULL REFERENCES committee_members (id),
    lesson bigint NOT NULL CHECK (lesson BETWEEN 0 AND 100),
    defence bigint NOT NULL CHECK (defence BETWEEN 0 AND 100),
    scored_at timestamptz NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (nomination_id, member_id)
);
CREATE INDEX lesson_scores_by_member ON lesson_scores (member_id);
