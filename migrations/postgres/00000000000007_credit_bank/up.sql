-- The credit bank: what teachers did, who said so, and how each year stands.

CREATE TABLE projects (
    id uuid NOT NULL PRIMARY KEY,
    provider_id uuid NOT NULL REFERENCES organizations (id),
    code text NOT NULL UNIQUE,
    title text NOT NULL,
    -- The office that decides: a district, or the bureau.
    authority_id uuid NOT NULL REFERENCES organizations (id),
    year integer NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    state text NOT NULL
        CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'refused', 'closed')),
    decision_reason text,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CHECK (ends_on >= starts_on)
);
CREATE INDEX projects_by_provider ON projects (provider_id, year);
CREATE INDEX projects_by_authority ON projects (authority_id, state);

CREATE TABLE courses (
    id uuid NOT NULL PRIMARY KEY,
    project_id uuid NOT NULL REFERENCES projects (id),
    code text NOT NULL UNIQUE,
    title text NOT NULL,
    -- The title without spacing, punctuation, ordinals and abbreviations.
    title_key text NOT NULL,
    category text NOT NULL CHECK (category IN ('general', 'professional', 'elective')),
    -- Accredited hours, in hundredths.
    hours bigint NOT NULL CHECK (hours > 0),
    headcount_max bigint NOT NULL CHECK (headcount_max > 0),
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    CHECK (ends_on >= starts_on)
);
CREATE INDEX courses_by_project ON courses (project_id, code);
CREATE INDEX courses_by_end ON courses (ends_on, category);

-- Random samples that a district audits. The seed's hash is public from the start.
CREATE TABLE audit_rounds (
    id uuid NOT NULL PRIMARY KEY,
    -- None for the round of the schools that the bureau runs itself.
    district_id uuid REFERENCES organizations (id),
    name text NOT NULL,
    -- SHA-256 of the seed, published when the round opens.
    commitment bytea NOT NULL,
    -- Encrypted until the draw, then published.
    seed_cipher bytea NOT NULL,
    seed bytea,
    -- Base share of the sample, in thousandths; risk weighs on top.
    share_permille integer NOT NULL CHECK (share_permille BETWEEN 1 AND 1000),
    state text NOT NULL CHECK (state IN ('open', 'drawn', 'closed')),
    opened_at timestamptz NOT NULL,
    drawn_at timestamptz,
    closed_at timestamptz,
    version bigint NOT NULL
);
CREATE INDEX audit_rounds_by_district ON audit_rounds (district_id, state);

CREATE TABLE completions (
    id uuid NOT NULL PRIMARY KEY,
    course_id uuid NOT NULL REFERENCES courses (id),
    project_id uuid NOT NULL REFERENCES projects (id),
    person_id uuid NOT NULL REFERENCES people (id),
    -- The school that confirms and its district: where the teacher worked on that day.
    school_id uuid NOT NULL REFERENCES organizations (id),
    district_id uuid REFERENCES organizations (id),
    year integer NOT NULL,
    completed_on date NOT NULL,
    hours bigint NOT NULL CHECK (hours > 0),
    category text NOT NULL,
    title_key text NOT NULL,
    state text NOT NULL CHECK (state IN
        ('submitted', 'confirmed', 'sampled', 'posted', 'refused', 'failed_audit', 'expired', 'reversed')),
    -- Why a school refused, an audit failed or a reversal was needed.
    reason text,
    -- Counts up when an earlier one of the same course and day was refused, failed or expired.
    attempt integer NOT NULL,
    -- How much more likely than others it is drawn for audit, in thousandths.
    audit_weight integer NOT NULL,
    audit_round_id uuid REFERENCES audit_rounds (id),
    -- The school's decision in the journal: who confirmed or refused.
    school_decision_id uuid REFERENCES journal_entries (id),
    -- The import and the row that it came from; none for one that was typed in.
    job_id uuid,
    source_row integer,
    submitted_at timestamptz NOT NULL,
    decided_at timestamptz,
    version bigint NOT NULL,
    -- The same course on the same day is the same completion: a repeated import stores nothing.
    UNIQUE (person_id, course_id, completed_on, attempt)
);
CREATE INDEX completions_by_school ON completions (school_id, state, id);
CREATE INDEX completions_by_course ON completions (course_id, state);
CREATE INDEX completions_by_district ON completions (district_id, state, id);
CREATE INDEX completions_by_round ON completions (audit_round_id, state, id);

-- Own study that a teacher asks to have recognised: papers, degrees, open lessons, mentoring …
CREATE TABLE claims (
    id uuid NOT NULL PRIMARY KEY,
    person_id uuid NOT NULL REFERENCES people (id),
    school_id uuid NOT NULL REFERENCES organizations (id),
    district_id uuid REFERENCES organizations (id),
    -- A row of the conversion table, and the version of the table.
    item text NOT NULL,
    policy_version_id uuid NOT NULL REFERENCES policy_versions (id),
    title text NOT NULL,
    title_key text NOT NULL,
    description text NOT NULL,
    year integer NOT NULL,
    done_on date NOT NULL,
    -- How much of it, in hundredths of the item's unit.
    quantity bigint NOT NULL CHECK (quantity > 0),
    category text NOT NULL CHECK (category IN ('general', 'professional', 'elective')),
    -- By the conversion table, before caps; and what was recognised in the end.
    hours bigint NOT NULL CHECK (hours > 0),
    hours_posted bigint,
    hours_over_cap bigint,
    -- After the year was closed: its own route with a reason.
    is_late boolean NOT NULL,
    late_reason text,
    state text NOT NULL CHECK (state IN
        ('draft', 'at_school', 'at_district', 'returned', 'recognised', 'refused', 'withdrawn', 'reversed')),
    -- The running case of the approval engine: route, round, who acted.
    approval text NOT NULL,
    due_on date,
    created_at timestamptz NOT NULL,
    submitted_at timestamptz,
    decided_at timestamptz,
    version bigint NOT NULL,
    CHECK (is_late = FALSE OR late_reason IS NOT NULL)
);
CREATE INDEX claims_by_person ON claims (person_id, year);
CREATE INDEX claims_by_school ON claims (school_id, state, id);
CREATE INDEX claims_by_district ON claims (district_id, state, id);

-- How each teacher's year stands: a fold of the transfers, kept in the transaction that posts them.
CREATE TABLE standings (
    person_id uuid NOT NULL REFERENCES people (id),
    year integer NOT NULL,
    school_id uuid NOT NULL REFERENCES organizations (id),
    district_id uuid REFERENCES organizations (id),
    name_pinyin text COLLATE "C" NOT NULL,
    policy_version_id uuid REFERENCES policy_versions (id),
    required_general bigint NOT NULL,
    required_professional bigint NOT NULL,
    required_elective bigint NOT NULL,
    required_total bigint NOT NULL,
    posted_general bigint NOT NULL,
    posted_professional bigint NOT NULL,
    posted_elective bigint NOT NULL,
    pending_general bigint NOT NULL,
    pending_professional bigint NOT NULL,
    pending_elective bigint NOT NULL,
    over_cap_general bigint NOT NULL,
    over_cap_professional bigint NOT NULL,
    over_cap_elective bigint NOT NULL,
    -- What is missing: by category, and in all (at least the sum of the categories).
    short_general bigint NOT NULL,
    short_professional bigint NOT NULL,
    short_elective bigint NOT NULL,
    short_total bigint NOT NULL,
    PRIMARY KEY (person_id, year)
);
CREATE INDEX standings_by_school ON standings (school_id, year, short_total, name_pinyin);
CREATE INDEX standings_by_district ON standings (district_id, year, short_total, name_pinyin);
CREATE INDEX standings_by_year ON standings (year, short_total, name_pinyin);

-- The same by school, for the overviews.
CREATE TABLE school_standings (
    school_id uuid NOT NULL REFERENCES organizations (id),
    year integer NOT NULL,
    district_id uuid REFERENCES organizations (id),
    teachers bigint NOT NULL,
    complete bigint NOT NULL,
    -- What its teachers miss, added up, in hundredths of a class hour.
    short_general bigint NOT NULL,
    short_professional bigint NOT NULL,
    short_elective bigint NOT NULL,
    short_total bigint NOT NULL,
    PRIMARY KEY (school_id, year)
);
CREATE INDEX school_standings_by_year ON school_standings (year, district_id);
