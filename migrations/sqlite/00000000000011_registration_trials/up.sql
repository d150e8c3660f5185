-- What a draft of the conditions would do, tried over the files of a window, and who would change
-- sides. Nothing rests on it.

CREATE TABLE registration_trials (
    -- The job that works on it.
    id BLOB NOT NULL PRIMARY KEY REFERENCES jobs (id),
    window_id BLOB NOT NULL REFERENCES registration_windows (id),
    -- The rule set that the draft departs from, and the draft.
    policy_version_id BLOB NOT NULL REFERENCES policy_versions (id),
    draft TEXT NOT NULL,
    -- The day whose facts are looked at.
    tried_on TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    looked_at INTEGER NOT NULL CHECK (looked_at >= 0)
) STRICT;
CREATE INDEX registration_trials_by_window ON registration_trials (window_id, id);

CREATE TABLE registration_flips (
    trial_id BLOB NOT NULL REFERENCES registration_trials (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    school_id BLOB NOT NULL REFERENCES organizations (id),
    district_id BLOB REFERENCES organizations (id),
    verdict_before TEXT NOT NULL
        CHECK (verdict_before IN ('qualified', 'deferred', 'unqualified')),
    verdict_after TEXT NOT NULL
        CHECK (verdict_after IN ('qualified', 'deferred', 'unqualified')),
    PRIMARY KEY (trial_id, person_id),
    CHECK (verdict_before <> verdict_after)
) STRICT;
CREATE INDEX registration_flips_by_school
    ON registration_flips (trial_id, school_id, verdict_before, verdict_after);

-- Counts who is short of something in a district.
CREATE INDEX registration_proposals_by_district
    ON registration_proposals (window_id, district_id, verdict);
