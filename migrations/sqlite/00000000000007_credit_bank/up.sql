-- The credit bank: what teachers did, who said so, and how each year stands.

CREATE TABLE projects (
    id BLOB NOT NULL PRIMARY KEY,
    provider_id BLOB NOT NULL REFERENCES organizations (id),
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    -- The office that decides: a district, or the bureau.
    authority_id BLOB NOT NULL REFERENCES organizations (id),
    year INTEGER NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'refused', 'closed')),
    decision_reason TEXT,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CHECK (ends_on >= starts_on)
) STRICT;
CREATE INDEX projects_by_provider ON projects (provider_id, year);
CREATE INDEX projects_by_authority ON projects (authority_id, state);

CREATE TABLE courses (
    id BLOB NOT NULL PRIMARY KEY,
    project_id BLOB NOT NULL REFERENCES projects (id),
    code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    -- The title without spacing, punctuation, ordinals and abbreviations.
    title_key TEXT NOT NULL,
    category TEXT NOT NULL CHECK (category IN ('general', 'professional', 'elective')),
    -- Accredited hours, in hundredths.
    hours INTEGER NOT NULL CHECK (hours > 0),
    headcount_max INTEGER NOT NULL CHECK (headcount_max > 0),
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    CHECK (ends_on >= starts_on)
) STRICT;
CREATE INDEX courses_by_project ON courses (project_id, code);
CREATE INDEX courses_by_end ON courses (ends_on, category);

-- Random samples that a district audits. The seed's hash is public from the start.
CREATE TABLE audit_rounds (
    id BLOB NOT NULL PRIMARY KEY,
    -- None for the round of the schools that the bureau runs itself.
    district_id BLOB REFERENCES organizations (id),
    name TEXT NOT NULL,
    -- SHA-256 of the seed, published when the round opens.
    commitment BLOB NOT NULL,
    -- Encrypted until the draw, then published.
    seed_cipher BLOB NOT NULL,
    seed BLOB,
    -- Base share of the sample, in thousandths; risk weighs on top.
    share_permille INTEGER NOT NULL CHECK (share_permille BETWEEN 1 AND 1000),
    state TEXT NOT NULL CHECK (state IN ('open', 'drawn', 'closed')),
    opened_at INTEGER NOT NULL,
    drawn_at INTEGER,
    closed_at INTEGER,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_rounds_by_district ON audit_rounds (district_id, state);

CREATE TABLE completions (
    id BLOB NOT NULL PRIMARY KEY,
    course_id BLOB NOT NULL REFERENCES courses (id),
    project_id BLOB NOT NULL REFERENCES projects (id),
    person_id BLOB NOT NULL REFERENCES people (id),
    -- The school that confirms and its district: where the teacher worked on that day.
    school_id BLOB NOT NULL REFERENCES organizations (id),
    district_id BLOB REFERENCES organizations (id),
    year INTEGER NOT NULL,
    completed_on TEXT NOT NULL,
    hours INTEGER NOT NULL CHECK (hours > 0),
    category TEXT NOT NULL,
    title_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('submitted', 'confirmed', 'sampled', 'posted', 'refused', 'failed_audit', 'expired', 'reversed')),
    -- Why a school refused, an audit failed or a reversal was needed.
    reason TEXT,
    -- Counts up when an earlier one of the same course and day was refused, failed or expired.
    attempt INTEGER NOT NULL,
    -- How much more likely than others it is drawn for audit, in thousandths.
    audit_weight INTEGER NOT NULL,
    audit_round_id BLOB REFERENCES audit_rounds (id),
    -- The school's decision in the journal: who confirmed or refused.
    school_decision_id BLOB REFERENCES journal_entries (id),
    -- The import and the row that it came from; none for one that was typed in.
    job_id BLOB,
    source_row INTEGER,
    submitted_at INTEGER NOT NULL,
    decided_at INTEGER,
    version INTEGER NOT NULL,
    -- The same course on the same day is the same completion: a repeated import stores nothing.
    UNIQUE (person_id, course_id, completed_on, attempt)
) STRICT;
CREATE INDEX completions_by_school ON completions (school_id, state, id);
CREATE INDEX completions_by_course ON completions (course_id, state);
CREATE INDEX completions_by_district ON completions (district_id, state, id);
CREATE INDEX completions_by_round ON completions (audit_round_id, state, id);

-- Own study that a teacher asks to have recognised: papers, degrees, open lessons, mentoring …
CREATE TABLE claims (
    id BLOB NOT NULL PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES people (id),
    school_id BLOB NOT NULL REFERENCES organizations (id),
    district_id BLOB REFERENCES organizations (id),
    -- A row of the conversion table, and the version of the table.
    item TEXT NOT NULL,
    policy_version_id BLOB NOT NULL REFERENCES policy_versions (id),
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    description TEXT NOT NULL,
    year INTEGER NOT NULL,
    done_on TEXT NOT NULL,
    -- How much of it, in hundredths of the item's unit.
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    category TEXT NOT NULL CHECK (category IN ('general', 'professional', 'elective')),
    -- By the conversion table, before caps; and what was recognised in the end.
    hours INTEGER NOT NULL CHECK (hours > 0),
    hours_posted INTEGER,
    hours_over_cap INTEGER,
    -- After the year was closed: its own route with a reason.
    is_late INTEGER NOT NULL,
    late_reason TEXT,
    state TEXT NOT NULL CHECK (state IN
        ('draft', 'at_school', 'at_district', 'returned', 'recognised', 'refused', 'withdrawn', 'reversed')),
    -- The running case of the approval engine: route, round, who acted.
    approval TEXT NOT NULL,
    due_on TEXT,
    created_at INTEGER NOT NULL,
    submitted_at INTEGER,
    decided_at INTEGER,
    version INTEGER NOT NULL,
    CHECK (is_late = FALSE OR late_reason IS NOT NULL)
) STRICT;
CREATE INDEX claims_by_person ON claims (person_id, year);
CREATE INDEX claims_by_school ON claims (school_id, state, id);
CREATE INDEX claims_by_district ON claims (district_id, state, id);

-- How each teacher's year stands: a fold of the transfers, kept in the transaction that posts them.
CREATE TABLE standings (
    person_id BLOB NOT NULL REFERENCES people (id),
    year INTEGER NOT NULL,
    school_id BLOB NOT NULL REFERENCES organizations (id),
    district_id BLOB REFERENCES organizations (id),
    name_pinyin TEXT NOT NULL,
    policy_version_id BLOB REFERENCES policy_versions (id),
    required_general INTEGER NOT NULL,
    required_professional INTEGER NOT NULL,
    required_elective INTEGER NOT NULL,
    required_total INTEGER NOT NULL,
    posted_general INTEGER NOT NULL,
    posted_professional INTEGER NOT NULL,
    posted_elective INTEGER NOT NULL,
    pending_general INTEGER NOT NULL,
    pending_professional INTEGER NOT NULL,
    pending_elective INTEGER NOT NULL,
    over_cap_general INTEGER NOT NULL,
    over_cap_professional INTEGER NOT NULL,
    over_cap_elective INTEGER NOT NULL,
    -- What is missing: by category, and in all (at least the sum of the categories).
    short_general INTEGER NOT NULL,
    short_professional INTEGER NOT NULL,
    short_elective INTEGER NOT NULL,
    short_total INTEGER NOT NULL,
    PRIMARY KEY (person_id, year)
) STRICT;
CREATE INDEX standings_by_school ON standings (school_id, year, short_total, name_pinyin);
CREATE INDEX standings_by_district ON standings (district_id, year, short_total, name_pinyin);
CREATE INDEX standings_by_year ON standings (year, short_total, name_pinyin);

-- The same by school, for the overviews.
CREATE TABLE school_standings (
    school_id BLOB NOT NULL REFERENCES organizations (id),
    year INTEGER NOT NULL,
    district_id BLOB REFERENCES organizations (id),
    teachers INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    -- What its teachers miss, added up, in hundredths of a class hour.
    short_general INTEGER NOT NULL,
    short_professional INTEGER NOT NULL,
    short_elective INTEGER NOT NULL,
    short_total INTEGER NOT NULL,
    PRIMARY KEY (school_id, year)
) STRICT;
CREATE INDEX school_standings_by_year ON school_standings (year, district_id);
