-- Bureau, districts, schools and providers, as one tree, and the alliances between them.

CREATE TABLE organizations (
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('bureau', 'district', 'school', 'provider')),
    -- Area code of a bureau or district, school identifier code, or provider code. Never reused.
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_en TEXT,
    -- A district's bureau, a school's district or bureau, a provider's authority.
    parent_id BLOB REFERENCES organizations (id),
    -- The district that looks after it; its own id for a district; none for bureau-run bodies.
    district_id BLOB REFERENCES organizations (id),
    -- Stage of a school: kindergarten, primary, junior, senior, complete, vocational, special.
    stage TEXT,
    is_rural INTEGER NOT NULL,
    -- Unified social credit code (GB 32100-2015), where it is known.
    credit_code TEXT UNIQUE,
    opened_on TEXT NOT NULL,
    closed_on TEXT,
    version INTEGER NOT NULL,
    CHECK (parent_id IS NOT NULL OR kind = 'bureau')
) STRICT;
CREATE INDEX organizations_by_parent ON organizations (parent_id, code);
CREATE INDEX organizations_by_district ON organizations (district_id, kind, code);

-- Providers and schools that accept each other's courses (教师专业发展联盟).
CREATE TABLE alliances (
    id BLOB NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    founded_on TEXT NOT NULL
) STRICT;

CREATE TABLE alliance_members (
    alliance_id BLOB NOT NULL REFERENCES alliances (id),
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    joined_on TEXT NOT NULL,
    left_on TEXT,
    PRIMARY KEY (alliance_id, organization_id, joined_on),
    CHECK (left_on IS NULL OR left_on >= joined_on)
) STRICT;
CREATE INDEX alliance_members_by_organization ON alliance_members (organization_id);
