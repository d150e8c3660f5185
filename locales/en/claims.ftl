# Own study: claimed by teachers, recognised by schools and offices.

claim-state-draft = Draft
claim-state-at-school = With the school
claim-state-at-district = With the education office
claim-state-returned = Sent back to be put right
claim-state-recognised = Recognised
claim-state-refused = Refused
claim-state-withdrawn = Withdrawn
claim-state-reversed = Reversed

claim-field-item = Kind of study
claim-field-title = Title
claim-field-done-on = Done on
claim-field-quantity = Quantity
claim-field-description = Description
claim-field-files = Evidence
claim-field-late-reason = Reason for lateness

claim-item-unknown = Choose a row of the conversion table.
claim-title-missing = Give it a title, such as that of the paper or lesson.
claim-text-too-long = This is too long; { $most } characters at most.
claim-day-ahead = This day has not come yet; claim it when it is done.
claim-day-before-employment = This is before the year you were first employed in ({ $day }).
claim-quantity-not-positive = The quantity must be more than 0.
claim-quantity-too-large = The quantity is too large; { $most } at most.
claim-quantity-not-whole = This is counted in pieces, so the quantity must be a whole number.
claim-quantity-not-exact = At { $hours } hours a unit this does not come to whole hundredths of an hour; choose another quantity.
claim-late-reason-missing = { $year } closed on { $closed }. A late claim needs a reason, and the education office decides.
claim-late-opinion-missing = This claim is late; say why you recognise it.
claim-without-school = You are not employed at a school at present; ask the school's HR to update your file.
claim-not-open-to-change = A claim that was handed in cannot be changed; withdraw it first, or wait for the school to send it back.
claim-not-recognised = Only a recognised claim can be reversed.
claim-duplicate = “{ $title }” ({ $day }) is on record already; the same study counts once.
claim-files-missing = Upload at least one file of evidence before you hand it in.
claim-day-missing = Give the day, such as 2026-09-10.
claim-quantity-not-a-number = Give a number, such as 1 or 2.5.
claim-verdict-missing = Choose to agree, to send back or to refuse.

# Lists.
claims-title = Own study
claims-lead-own = Papers, open lessons, mentoring, rural teaching: own study counts as hours by the conversion table.
claims-lead-queue = { $count ->
    [one] 1 claim waits for you
   *[other] { $count } claims wait for you
}
claims-queue = Waiting for me
claims-queue-none = No claim waits for you
claims-queue-none-advice = Claims appear here once teachers hand them in, the oldest first.
claims-others = With other offices
claims-own = My claims
claims-own-none = No claims yet
claims-own-none-advice = After a paper, an open lesson or a year of mentoring you can claim hours here.
claim-row = { $name } · { $school } · { $hours } hours
claim-due = by { $day }
claim-due-on = Due
claim-is-late = Late claim

# The form.
claim-new = Claim own study
claim-new-title = Claim own study
claim-edit-title = Change a claim
claim-new-lead = Posted once the school has looked at it and the education office has recognised it; until then its hours are pending.
claim-choose = Choose
claim-item-hint = What each is worth, and what has to be shown, stands in the table
claim-title-hint = Of the paper, the lesson, the degree; { $most } characters at most
claim-day-hint = When it was published, taught or finished
claim-quantity-hint = How many pieces, months or years
claim-late-summary = Has the year closed? Say why it comes late
claim-late-hint = What was done in time and not recorded can be claimed late. The education office decides, and the hours count in the year in which it was done
claim-files-hint = PDF, JPG, PNG, Word or Excel, up to 20 MB each; several at once
claim-submit = Hand in
claim-save = Save as a draft
claim-table = Conversion table
claim-rate = Worth
claim-cap = Yearly cap
claim-no-cap = none
claim-rate-piece = { $hours } hours each
claim-rate-class-hour = { $hours } per class hour
claim-rate-month = { $hours } hours a month
claim-rate-year = { $hours } hours a school year
claim-table-note = Amounts marked as needing confirmation have not been confirmed by the bureau yet and may change.

# One claim.
claim-lead = { $name } · { $year } · { $category }
claim-please-correct = Put these right and hand it in again
claim-list-gap = { ", " }
claim-by-table = By the table
claim-counts = Counts as
claim-worth-capped = { $hours } hours ({ $over } more lie over the yearly cap and do not count)
claim-files-none = No evidence yet.
claim-files-add = Add evidence
claim-file-remove = Remove
claim-file-replace = Replace
claim-file-replaced = Replaces "{ $name }" (uploaded { $at }); open the earlier version
claim-file-same-again = The same content as "{ $name }" before it (uploaded { $at })
claim-file-reuse = Use one of my files
claim-file-use = Use it
claim-upload = Upload
claim-next = What next
claim-change = Change
claim-progress = Progress
claim-stage-endorsed = Agreed
claim-stage-holds = Has it now
claim-stage-refused = Refused
claim-stage-again = To look again
claim-stage-ahead = Not yet
claim-withdraw = Withdraw the claim
claim-reopen = Claim again
claim-reopen-reason = Why again
claim-reopen-send = Claim again
claim-reverse = Reverse
claim-reverse-hint = The teacher reads it. An opposite transfer undoes the posted hours; the first one stays on record
claim-reverse-send = Reverse
claim-history = History
claim-decide = Decision
claim-verdict = Verdict
claim-verdict-endorse = Agree, on to the education office
claim-verdict-endorse-hint = It is true, and the evidence is complete
claim-verdict-recognise = Recognise
claim-verdict-recognise-hint = Hours are posted at once; what lies over the yearly cap is shown apart
claim-verdict-return = Send back
claim-verdict-return-hint = Tick what has to be put right, and say why
claim-verdict-refuse = Refuse
claim-verdict-refuse-hint = Say why; the teacher reads it
claim-to-correct = To put right
claim-only-if-returned = if sent back
claim-reason = Opinion or reason
claim-reason-hint = Needed to send back, to refuse, and to recognise a late claim
claim-decide-send = Decide

claim-handed-in = Handed in; the school has it now.
claim-saved = Saved.
claim-taken-back = Withdrawn.
claim-opened-again = Open again; change it and hand it in.
claim-undone = Reversed.
claim-files-added = Uploaded.
claim-file-taken-back = Removed.
claim-decided-recognised = Recognised; the hours are posted.
claim-decided-refused = Refused.
claim-decided-returned = Sent back to the teacher.
claim-decided-endorsed = Agreed; the education office has it now.
