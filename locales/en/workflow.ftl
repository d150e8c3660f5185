# The course of a case, working days and public notices: shared by all procedures.

workflow-level-school = the school
workflow-level-district = the district education bureau
workflow-level-city = the city education bureau
workflow-level-province = the provincial department of education

workflow-state-draft = draft
workflow-state-awaiting = awaiting a decision
workflow-state-returned = returned to the applicant
workflow-state-returned-to-office = returned to an earlier office
workflow-state-approved = approved
workflow-state-refused = refused
workflow-state-withdrawn = withdrawn
workflow-state-expired = expired

workflow-act-submit = Submit
workflow-act-endorse = Endorse
workflow-act-return = Return
workflow-act-refuse = Refuse
workflow-act-withdraw = Withdraw
workflow-act-expire = Expired
workflow-act-reopen = Reopen

workflow-closed = This round has ended ({ $state }). To go on, reopen the case.
workflow-still-open = The case is still running; there is nothing to reopen.
workflow-with-applicant = The applicant is still writing or correcting; offices act once it is submitted.
workflow-with-office = The case is with { $office }; please wait for its decision.
workflow-clock-only = Cases expire by themselves when the deadline passes; nobody does it by hand.
workflow-not-due = The applicant may submit until the end of { $deadline }; the case has not expired.
workflow-not-applicant = Only the applicant can do this.
workflow-own-case = Nobody decides on their own case; somebody else in the office has to.
workflow-not-your-office = The case is with { $office }, and you have no seat there.
workflow-substitute-barred = At this step { $office } signs in person; a substitute cannot.
workflow-acted-as-applicant = You acted for the applicant in this round, so you cannot also review the case.
workflow-acted-elsewhere = You acted at step { $step } in this round; one person acts at one step only.
workflow-not-earlier = A case goes back to an earlier step or to the applicant.
workflow-fields-missing = Say which fields have to be put right.
workflow-reason-missing = Give a reason.

workflow-route-empty = The route has no steps; please check the procedure's settings.
workflow-route-too-long = The route has { $steps } steps, more than allowed; please check the procedure's settings.

workflow-holidays-missing = The public holidays of { $year } are not on file yet, so the deadline cannot be counted; please ask the system administrator to add them.
workflow-holidays-syntax = The holiday file cannot be read: { $detail }
workflow-holidays-year-twice = The holiday file gives { $year } twice.
workflow-holidays-backwards = The days off from { $day } end before they begin.
workflow-holidays-outside-year = { $day } is not in the year it is listed under.
workflow-holidays-day-twice = { $day } is listed twice; list each day once, either off or working.
workflow-holidays-weekday = { $day } is no weekend and cannot be a swapped working day.

workflow-notice-not-posted = The notice is posted on { $day }; objections are taken from then on.
workflow-notice-over = The notice ended on { $day }; objections are no longer taken.
workflow-notice-running = The notice runs until the end of { $day }; what it announces has to wait for it.
workflow-objections-open = Objections without an answer: { $count }. Certification has to wait for them.
workflow-objection-upheld = Objection { $number } was found to be right; what was posted cannot be certified.
workflow-objection-answered = This objection was answered on { $day }; it is not answered twice.

case-by-time = time ran out
case-by-applicant = the applicant
case-by-office = the office that applied
case-submitted = Handed in
case-endorsed = Agreed
case-returned = Sent back to be put right
case-refused = Refused
case-withdrawn = Taken back
case-expired = Lapsed
case-reopened = Opened again
