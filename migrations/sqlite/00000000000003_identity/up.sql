-- Accounts, how they sign in, and what they may do.

CREATE TABLE accounts (
    id BLOB NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    person_id BLOB UNIQUE REFERENCES people (id),
    -- Argon2id; none until the account is activated.
    password_hash TEXT,
    state TEXT NOT NULL CHECK (state IN ('new', 'active', 'closed')),
    failed_count INTEGER NOT NULL,
    locked_until INTEGER,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CHECK (state <> 'active' OR password_hash IS NOT NULL)
) STRICT;

-- One-time codes: the only way to a first password. Never derived from an identity number.
CREATE TABLE activation_codes (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    code_hash BLOB NOT NULL UNIQUE,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX activation_codes_by_account ON activation_codes (account_id);

CREATE TABLE sessions (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    token_hash BLOB NOT NULL UNIQUE,
    -- What the person reads in the list of own sessions.
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id, revoked_at);

-- Roles are bound to an organization and to dates.
CREATE TABLE role_grants (
    id BLOB NOT NULL PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL,
    organization_id BLOB NOT NULL REFERENCES organizations (id),
    starts_on TEXT NOT NULL,
    ends_on TEXT,
    granted_by BLOB REFERENCES accounts (id),
    -- Taken away before its last day; from that instant it is not held.
    ended_at INTEGER,
    CHECK (ends_on IS NULL OR ends_on >= starts_on)
) STRICT;
CREATE INDEX role_grants_by_account ON role_grants (account_id);
CREATE INDEX role_grants_by_organization ON role_grants (organization_id, role);
