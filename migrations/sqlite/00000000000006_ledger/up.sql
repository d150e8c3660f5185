-- Hours are money: accounts and immutable transfers between them.

CREATE TABLE ledger_accounts (
    -- Derived from the four columns below, so that it is known without asking.
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('source', 'credit', 'over_cap', 'settlement')),
    -- A project or a recognising office (source), else a person.
    owner_id BLOB NOT NULL,
    -- Calendar year of the credit; the first year of the cycle for a settlement; 0 for a source.
    year INTEGER NOT NULL,
    category TEXT NOT NULL CHECK (category IN ('general', 'professional', 'elective', 'any'))
) STRICT;
CREATE INDEX ledger_accounts_by_owner ON ledger_accounts (owner_id, year);

CREATE TABLE transfers (
    -- Made by the caller: the same id twice is the same transfer, or an error.
    id BLOB NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL
        CHECK (kind IN ('pending', 'post', 'void', 'expire', 'direct', 'reversal', 'settle')),
    debit_account_id BLOB NOT NULL REFERENCES ledger_accounts (id),
    credit_account_id BLOB NOT NULL REFERENCES ledger_accounts (id),
    -- Hundredths of a class hour.
    amount INTEGER NOT NULL CHECK (amount > 0),
    -- The teacher whose accounts it touches: the distribution key.
    holder_id BLOB NOT NULL REFERENCES people (id),
    -- The year that it counts in.
    year INTEGER NOT NULL,
    -- The pending transfer that a post, void or expire ends; the transfer that a reversal undoes.
    target_id BLOB REFERENCES transfers (id),
    -- When it happened, and when we learned it: the two dates of every balance.
    effective_on TEXT NOT NULL,
    recorded_at INTEGER NOT NULL,
    -- The completion or claim that it came from.
    origin_id BLOB NOT NULL,
    journal_id BLOB NOT NULL REFERENCES journal_entries (id),
    CHECK (debit_account_id <> credit_account_id),
    CHECK ((target_id IS NULL) = (kind IN ('pending', 'direct', 'settle')))
) STRICT;
-- A pending transfer ends once; a transfer is undone once.
CREATE UNIQUE INDEX transfers_by_target ON transfers (target_id) WHERE target_id IS NOT NULL;
CREATE INDEX transfers_by_holder ON transfers (holder_id, year);
CREATE TRIGGER transfers_no_update BEFORE UPDATE ON transfers BEGIN
    SELECT RAISE(ABORT, 'transfers is append-only');
END;
CREATE TRIGGER transfers_no_delete BEFORE DELETE ON transfers BEGIN
    SELECT RAISE(ABORT, 'transfers is append-only');
END;
