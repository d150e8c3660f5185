# The credit bank: a teacher's own page.

# The first sentence.
statement-headline-short = { $hours } hours still missing in { $year }
statement-headline-met = { $year } is complete
statement-headline-missed = { $year } closed with { $hours } hours missing
statement-of-somebody = { $name }: { $told }
statement-closes = Finish by { $day }; nothing can be made up for afterwards.
statement-lead-met = All the hours that this year asks for are posted.
statement-lead-missed = This year has closed and cannot be made up for. Study that was done in time and never recorded can still be claimed late.
statement-outlook-no-pace = One of the subject classes has no hours yet, so there is no pace to go by.
statement-outlook-in-time = At this pace you will be done on { $day }.
statement-outlook-too-late = At this pace it would take until { $day }; please hurry.
statement-outlook-short = At this pace { $hours } hours will be missing in the end; please hurry.
statement-pending-met = Once everything that waits is confirmed, the year is complete.
statement-pending-in-time = Once everything that waits is confirmed, you will be done on { $day }.
statement-pending-not-enough = Even with everything that waits it is not enough.
statement-complete = Complete
statement-closed = Closed
statement-days-left = { $days ->
    [one] 1 day left
   *[other] { $days } days left
}
statement-short = { $hours } hours short

# This year.
statement-years = Years
statement-of-year = { $year }
statement-find-courses = Courses that close the gap
statement-claim-study = Claim own study
statement-tasks = What waits
statement-tasks-none = Nothing is waiting.
statement-tasks-left = { $count } more below.
statement-your-turn = Your turn
statement-returned = Sent back; put it right and hand it in again
statement-returned-until = Sent back; put it right and hand it in again by { $day }
statement-draft = Not handed in yet
statement-waiting = { $hours } hours, done on { $day }
statement-name = Name
statement-teacher-number = Teacher number
statement-school = School
statement-no-school = Not employed at a school at present
statement-figures = Hours by subject class
statement-category = Class
statement-required = Required
statement-posted-hours = Posted
statement-pending = Pending
statement-over = Over a cap
statement-still-short = Missing
statement-total = Total
statement-rule = Rule: { $rule } · { $certainty }

# Pace and courses.
statement-pace = Pace and forecast
statement-expected = At this pace the year ends with { $hours } hours, { $short } short.
statement-method = Method: the average number of hours a day from 1 January until today, carried on to the end of the year, each class by itself, without what is pending. A guide only; nothing is decided from it.
statement-courses = Courses that close the gap
statement-all-courses = All open courses
statement-course = Course
statement-course-days = Dates
statement-hours = Hours
statement-remedy = { $count ->
    [one] The choice with the fewest hours: this course, { $hours } hours.
   *[other] The choice with the fewest hours: these { $count } courses, { $hours } hours in all.
}
statement-remedy-left = After them { $hours } hours are still missing; own study can be claimed as well.
statement-remedy-none = No open course closes the gap at present. Claim own study, or look again in a few days.
statement-remedy-pending = The { $hours } hours that wait are taken as confirmed.

# The cycle.
statement-cycle = Five-year cycle { $first }–{ $last }
statement-cycle-met = { $counted } of { $required } hours: the cycle is complete.
statement-cycle-missed = { $counted } of { $required } hours, { $short } short; the cycle has ended.
statement-cycle-no-pace = { $counted } of { $required } hours, { $short } to go.
statement-cycle-in-time = { $counted } of { $required } hours, { $short } to go; at this pace done on { $day }.
statement-cycle-too-late = { $counted } of { $required } hours, { $short } to go; at this pace { $expected } will be missing when the cycle ends.
statement-cycle-unknown = The file does not say when the cycle began, so the last five years are shown.
statement-year = Year
statement-state = State

# The lines.
statement-waiting-lines = Waiting
statement-waiting-hint = Counted as posted only once confirmed
statement-lines = Lines
statement-lines-none = Nothing is posted in this year yet
statement-lines-none-advice = Hours appear here once a provider has submitted them and the school has confirmed them.
statement-export-xlsx = Export to Excel
statement-export-csv = Export as CSV
statement-print = Print
statement-done-on = Done on
statement-recorded = Recorded on
statement-what = What
statement-counted = Hours counted
statement-explanation = Explanation
statement-who = Who decided, and when
statement-effective-on = Done until
statement-known-on = Recorded until
statement-show = Show
statement-as-of-hint = Each line has two dates: when the study was done, and when the system learned of it. Choose a date to see the statement as of then.
statement-as-of-effective = Only what was done on or before { $day }.
statement-as-of-known = As it was known on { $day }; what was recorded later is left out.
statement-as-of-both = Only what was done on or before { $effective } and recorded on or before { $known }.
statement-as-of-today = As of { $day }
statement-see-today = See the present statement
statement-unknown-origin = Other hours
statement-reversal-of = Reversal: { $title }
statement-state-posted = Posted
statement-state-capped = Posted, partly over a cap
statement-state-voided = Not counted
statement-state-expired = Not confirmed in time
statement-state-reversed = Reversed
statement-state-reversal = Reversal
statement-converted = { $item }: { $quantity } × { $each } hours = { $hours } hours
statement-over-cap = { $hours } hours over the cap are not counted
statement-over-cap-of = Yearly cap { $cap } hours; the { $hours } hours over it are not counted
statement-because = Reason: { $reason }
statement-late = Claimed late
statement-recorded-on = Recorded on { $day }
statement-signed = { $name }, { $at }
statement-announced = Handed in
statement-school-confirmed = Confirmed by the school
statement-posted = Posted
statement-voided = Refused
statement-expired = Expired
statement-reversed = Reversed

# Print.
statement-file = Statement of continuing education
statement-by-year = By year
statement-back = Back
statement-print-hint = Use your browser's print function (Ctrl + P) on A4.
