-- Bureau, districts, schools and providers, as one tree, and the alliances between them.

CREATE TABLE organizations (
    id uuid NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('bureau', 'district', 'school', 'provider')),
    -- Area code of a bureau or district, school identifier code, or provider code. Never reused.
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    name_en text,
    -- A district's bureau, a school's district or bureau, a provider's authority.
    parent_id uuid REFERENCES organizations (id),
    -- The district that looks after it; its own id for a district; none for bureau-run bodies.
    district_id uuid REFERENCES organizations (id),
    -- Stage of a school: kindergarten, primary, junior, senior, complete, vocational, special.
    stage text,
    is_rural boolean NOT NULL,
    -- Unified social credit code (GB 32100-2015), where it is known.
    credit_code text UNIQUE,
    opened_on date NOT NULL,
    closed_on date,
    version bigint NOT NULL,
    CHECK (parent_id IS NOT NULL OR kind = 'bureau')
);
CREATE INDEX organizations_by_parent ON organizations (parent_id, code);
CREATE INDEX organizations_by_district ON organizations (district_id, kind, code);

-- Providers and schools that accept each other's courses (教师专业发展联盟).
CREATE TABLE alliances (
    id uuid NOT NULL PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    founded_on date NOT NULL
);

CREATE TABLE alliance_members (
    alliance_id uuid NOT NULL REFERENCES alliances (id),
    organization_id uuid NOT NULL REFERENCES organizations (id),
    joined_on date NOT NULL,
    left_on date,
    PRIMARY KEY (alliance_id, organization_id, joined_on),
    CHECK (left_on IS NULL OR left_on >= joined_on)
);
CREATE INDEX alliance_members_by_organization ON alliance_members (organization_id);
