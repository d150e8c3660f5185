# Imports: what came of rosters and lists of completions.

import-is-no-trial = Only a trial run that is over can be turned into an import.
import-was-trial = This was a trial run; nothing was saved
import-trial-advice = This is what an import would give. Mend the rows that were refused first, or import the others now.
import-store-now = Import now
import-download-refused = Download refused rows
import-rows = Rows of data
import-accepted = Accepted
import-duplicates = Known already, not saved again
import-tasks = Waiting for a decision
import-refused = Refused
import-nothing-refused = No row was refused.
import-refused-rows = Refused rows
import-row = Row
import-column = Column
import-problem = Problem
import-rows-shown = { $shown } rows on this page, { $refused } refused in all
import-tasks-wait = Some rows may be people already on file
import-to-matches = Decide whether they are
