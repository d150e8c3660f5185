-- Accounts, how they sign in, and what they may do.

CREATE TABLE accounts (
    id uuid NOT NULL PRIMARY KEY,
    login text NOT NULL UNIQUE,
    display_name text NOT NULL,
    person_id uuid UNIQUE REFERENCES people (id),
    -- Argon2id; none until the account is activated.
    password_hash text,
    state text NOT NULL CHECK (state IN ('new', 'active', 'closed')),
    failed_count bigint NOT NULL,
    locked_until timestamptz,
    created_at timestamptz NOT NULL,
    version bigint NOT NULL,
    CHECK (state <> 'active' OR password_hash IS NOT NULL)
);

-- One-time codes: the only way to a first password. Never derived from an identity number.
CREATE TABLE activation_codes (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    code_hash bytea NOT NULL UNIQUE,
    issued_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX activation_codes_by_account ON activation_codes (account_id);

CREATE TABLE sessions (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    token_hash bytea NOT NULL UNIQUE,
    -- What the person reads in the list of own sessions.
    device text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX sessions_by_account ON sessions (account_id, revoked_at);

-- Roles are bound to an organization and to dates.
CREATE TABLE role_grants (
    id uuid NOT NULL PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts (id),
    role text NOT NULL,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    starts_on date NOT NULL,
    ends_on date,
    granted_by uuid REFERENCES accounts (id),
    -- Taken away before its last day; from that instant it is not held.
    ended_at timestamptz,
    CHECK (ends_on IS NULL OR ends_on >= starts_on)
);
CREATE INDEX role_grants_by_account ON role_grants (account_id);
CREATE INDEX role_grants_by_organization ON role_grants (organization_id, role);
