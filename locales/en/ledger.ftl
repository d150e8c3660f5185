# Categories, and what the ledger refuses.
category-general = General subjects
category-professional = Professional subjects
category-elective = Elective subjects
ledger-exists-with-another-body = A record with this id exists with other content; nothing was booked twice.
ledger-amount-not-positive = Hours must be more than 0 (now { $hours }).
ledger-accounts-must-differ = Hours cannot move from an account to itself.
ledger-target-missing = The record to settle or reverse was not found.
ledger-target-of-wrong-kind = The record is not in a state that allows this.
ledger-accounts-differ = The accounts are not those of the first record.
ledger-amount-differs = The hours ({ $hours }) are not those of the first record ({ $target }).
ledger-target-already-ended = Somebody else has settled this record already; please reload.
ledger-target-settled = These hours were counted into a registration, so they are not undone here.
