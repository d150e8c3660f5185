# Audits.
audit-state-open = Open
audit-state-drawn = Under audit
audit-state-closed = Closed
audit-wrong-state = The round is “{ $state }” now, so this cannot be done.
audit-another-is-open = Another round has not been drawn yet. Draw that one first.
audit-nothing-to-draw = Nothing that schools confirmed waits for a draw now.
audit-name-missing = Enter a name.
audit-share-range = The share must be from 0.1% to 100%.
