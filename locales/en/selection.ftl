# Selections: programmes, rounds, phases, places, nominations.

nav-selection = Selections
selection-lead = Rounds of specialist teachers, renowned teachers, principals and others, with their phases and places.
selection-day = Day
selection-day-missing = “{ $field }”: please give a day.
selection-number-missing = “{ $field }”: please give a whole number, 0 or more.

programmes-title = Programmes
programme-needs-confirmation = partly to be confirmed
programme-to-confirm = What is marked “Needs confirmation” was not found in a text of this city; the bureau has to confirm it before real use.
programme-version = Version { $version } of the rules
programme-tracks = Tracks and seats
programme-conditions = Conditions
programme-parameters = Procedure
programme-phases = Phases and the days they usually take
programme-certainty = Basis
programme-seats-by-round = said by each year's notice
programme-working-days = { $days } working days
programme-days = { $days } days
programme-ratio = Nominees to seats
programme-rural = Rural nominees of each district, at least
programme-share = { $stages } together at least { $share }
programme-stage-share = Tilt to stages
programme-leaders = School leaders at most
programme-publicity-school = Posted at the school
programme-publicity-district = Posted in the district
programme-publicity-city = Posted in the city
programme-school-days = Time of the school
programme-district-days = Time of the district
programme-correction-days = Time of an applicant to put something right
programme-recommendation = Recommendation by the school's staff
programme-ballot = Ballot of the committee
programme-committee = Members of the committee, at least
programme-reserves = Reserve members
programme-per-district = Members from one district, at most
programme-same-school = Years in the same school that call for recusal
programme-term = Years of an expert's term, at most
programme-reviews-each = Reviews of each candidate
programme-load = Reviews by one member, at most
programme-official = Mean of reviews that counts
programme-lesson-minutes = Lesson (minutes)
programme-defence-minutes = Defence (minutes)
programme-allowance = Allowance (yuan a month)
programme-fraud-bar = Years without applying after an honour was revoked
nomination-barred = An honour of yours was revoked, or fraud was found in an application; you cannot apply until { $until } is over.
programme-criteria = What is reviewed
programme-criterion-points = weight { $share }, 0 to { $most } points
programme-criterion-choice = weight { $share }, one of: { $options }
programme-criterion-text = in words, at least { $least } characters, without points
programme-criterion-of = { $name } ({ $tracks })
programme-wrong = This file is no programme that could be followed: { $detail }
programme-shipped = “{ $key }” is the key of a programme that comes with the system. Please choose another.
programme-not-next = Versions count up by one; the next is { $next }.
programme-changed = There is a version { $version } already, and it says something else. Versions are never edited: please count up by one.

vote-rule = at least { $quorum } present, yes from { $pass } of { $base }; an abstention is not a yes
vote-base-present = those present
vote-base-committee = the whole body
vote-base-present-minus-recused = those present and not recused

test-title-years = looked up in the titles on file
test-ethics = looked up in the ethics file
test-post-is = Looked up by post
test-stage-is = Looked up by the stage of the school; confirmed by a person where it teaches several
condition-of-tracks = { $name } ({ $tracks })
test-assessments = looked up in the yearly assessments
test-service-years = looked up in the employments; what is not there, a person confirms
test-rural-years = looked up in the schools; what is not there, a person confirms
test-younger-than = by the birthday
test-by-person = confirmed by a person
test-asked-of = { $test } ({ $posts })

phase-preparation = Preparation
phase-nominate = Nomination
phase-school-publicity = Publicity at schools
phase-district-review = Review by districts
phase-eligibility-check = Eligibility check
phase-conflicts = Conflicts of interest
phase-review = Expert review
phase-calibration = Calibration
phase-meeting = Committee meeting
phase-ballot = Ballot
phase-publicity = Publicity of results
phase-objections = Objections
phase-certify = Certification
phase-closed = Closed
phase-does-not-allow = This cannot be done now: the open phase is “{ $phase }”.
phase-not-yet = “{ $phase }” begins on { $day }.
phase-over = “{ $phase }” ended on { $day }.

permission-set-quotas = The bureau shares places out
permission-apply = Teachers write and hand in applications
permission-record-vote = Schools record the vote of their staff
permission-decide-at-school = Schools look into applications, post and recommend them, or send them back
permission-decide-at-district = Districts choose, post and recommend (the bureau for its own schools)
permission-check-eligibility = The bureau confirms conditions and signs who is eligible
permission-compose-committee = The secretary draws the committee and invites its members
permission-manage-conflicts = Members declare ties, the secretary decides on recusal
permission-assign-reviews = The secretary assigns reviews
permission-write-review = Members review, score and comment
permission-hold-lessons = The order of lessons and defences is drawn, and they are scored
permission-hold-meeting = The secretary holds the meeting and records who is there
permission-cast-vote = Members vote by secret ballot, the secretary counts
permission-post-results = The bureau posts the list of those selected
permission-certify = The bureau approves and issues certificates

rounds-none = No selection at present
rounds-none-advice = Selections appear here when the bureau opens them.
round-new = Open a selection
round-new-lead = Choose programme and track, seats and first day. Then share the places out, and go on to nomination.
round-track = Programme and track
round-track-blank = Please choose
round-track-choice = { $programme } · { $track }
round-track-seats = { $name } ({ $seats } seats)
round-track-unknown = Please choose a programme and track.
round-title = Title
round-title-missing = Please give it a title.
round-title-too-long = A title has at most { $most } characters.
round-seats = Seats
round-seats-hint = No more than the document names; a seat may stay empty.
round-seats-out-of-range = Between 1 and { $most } seats.
round-starts-on = First day of nomination
round-starts-on-hint = The phases follow one another with their usual days, which can be changed.
round-starts-in-the-past = The first day cannot be before today.
round-cutoff-on = Evidence counts up to
round-cutoff-on-hint = Years and achievements are counted up to this day.
round-cutoff-after-start = This day cannot be after the first day of nomination.
round-open = Open
round-opened = Opened. Please share the places out first.
round-change = Change title, seats or day
round-change-lead = As long as the selection is prepared, nobody outside the bureau sees it.
round-change-seats-hint = Places that are shared out already are shared out again, within the same floors and caps.
round-changed = Changed.
round-drop = Drop this selection
round-drop-lead = It disappears from the list; the journal keeps that it was opened, and your reason.
round-dropped = Dropped.
round-advanced = The next phase is open.
round-rescheduled = The days were changed.
round-lead = { $programme } · { $track }
round-places = Places for nominees
round-to-places = See how they are shared
round-programme = Rules
round-to-programme = See conditions and procedure
round-overdue = The last day of this phase is over; the bureau has to go on or extend it.
round-now = What can be done now
round-answering = Objections to the posted list are being answered; certificates follow once all are.
round-closed = This round is closed.
round-apart = You stand in this round, or were drawn for its committee; you neither look into it nor act in it as an officer.
round-draw-file = Download what it was drawn from (seed, ids, places), to draw again
round-draws = Draws by lot
round-phases = Phases
round-phase = Phase
round-days = Days
round-standing = State
round-phase-done = Done
round-phase-planned = Planned
round-phase-overdue = Time is up
round-phase-open = Open
round-phase-over = The days of a phase that is done cannot be changed.
round-phase-already-open = A phase that is open keeps its first day.
round-phase-ends-before-start = The last day cannot be before the first.
round-phase-ends-in-the-past = The last day cannot be before today.
round-places-not-shared = Please share the places out over the districts first.
round-nobody-serves = Nobody serves in the committee yet, so the next phase cannot begin.
round-meeting-open = The meeting goes on. Close it first.
round-not-voted = No ballot has been counted, so no result could be posted.
round-not-signed = Chair and secretary have not signed the minutes, so no result could be posted.
round-not-posted = Results are not posted yet, and could not be posted after this phase.
round-unanswered = { $count } { $count ->
    [one] member has
   *[other] members have
} not answered the invitation. The committee has { $members } seats, { $serving } members have accepted; it has to be complete before the phase of reviews ends.
round-stranded-lead = This is not done, and cannot be done in the next phase:
round-accepts-stranded = It will not be done
round-would-strand = Matters that are not done, and cannot be done in the next phase: { $count }. Tick the box if they will not be done.
waiting-without-vote = { $count } { $count ->
    [one] application without a vote of the school
   *[other] applications without a vote of the school
}
waiting-at-school = { $count } { $count ->
    [one] application that its school has not decided
   *[other] applications that their school has not decided
}
waiting-returned = { $count } { $count ->
    [one] application sent back and not handed in again
   *[other] applications sent back and not handed in again
}
waiting-at-district = { $count } { $count ->
    [one] application that its district has not decided
   *[other] applications that their district has not decided
}
waiting-unsigned = { $count } { $count ->
    [one] nominee for whom nobody has signed
   *[other] nominees for whom nobody has signed
}
waiting-uninvited = { $count } { $count ->
    [one] member who was drawn and not invited
   *[other] members who were drawn and not invited
}
waiting-undecided = { $count } { $count ->
    [one] possible conflict that nobody has decided
   *[other] possible conflicts that nobody has decided
}
waiting-unreviewed = { $count } { $count ->
    [one] review that is not in
   *[other] reviews that are not in
}
waiting-questions-open = { $count } { $count ->
    [one] question of a member has no answer
   *[other] questions of members have no answer
}
waiting-lessons-open = { $count } { $count ->
    [one] candidate has no points for lesson and defence
   *[other] candidates have no points for lesson and defence
}
waiting-uncertified = { $count } { $count ->
    [one] candidate proposed and not certified
   *[other] candidates proposed and not certified
}
round-step-back = Go back to “{ $phase }”
round-step-back-lead = What was done stays. Everybody who can see the round can read the reason.
round-step-back-reason = Why it goes back
round-stepped-back = The round went back a phase.
round-stepped-back-told = On { $day } the round went from “{ $from }” back to “{ $to }”. Reason: { $reason }
round-nothing-before = There is no phase to go back to.
round-ballot-opened = A ballot was opened already, so the round does not go back.
round-results-posted = Results are posted, so the round does not go back.
round-faces-seen = Members have seen in lessons who is which number; no review would be blind any more.
round-go-on = Go on to “{ $phase }”
round-end = Close this round
round-next-ends-on = Last day of the next phase
round-first-day = First day
round-last-day = Last day
round-reason = Reason
round-reason-hint = Kept in the journal, where it can be looked up.
round-reschedule = Change the days of a phase
round-reschedule-hint = If a phase gets longer, what is planned after it moves along.
round-history = What was done

quota-title = Places for nominees
quota-lead = Seats: { $seats }; nominees a seat { $ratio }; places: { $places }. A place may stay empty; none is added.
quota-none = Places are not shared out yet
quota-none-advice = They appear here when the bureau has done so.
quota-bureau-run = Schools run by the bureau
quota-weight = Teachers
quota-floor = At least
quota-cap = At most
quota-places = Places
quota-total = Total
quota-field = { $name }: { $field }
quota-share-out = Share out by teachers
quota-kept = Preferences and limits
quota-kept-lead = Counted over the nominees recommended so far.
quota-arithmetic = The arithmetic
quota-step-floor = { $name }: the share would be below the floor, so { $places }
quota-step-cap = { $name }: the share would be above the cap, so { $places }
quota-step-share = { $name }: { $numerator } ÷ { $denominator } is { $whole } whole, { $remainder } remain
quota-step-remainder = { $name }: one more by largest remainder
quota-not-a-number = Please give a whole number, 0 or more, or leave it empty ({ $key }).
quota-nobody = Nobody is on file to share places among.
quota-unknown-name = “{ $key }” is not on file.
quota-negative = Numbers cannot be below 0.
quota-floor-above-cap = The floor is above the cap ({ $key }).
quota-floors-above-places = The floors add up to { $floors }, more than there are places.
quota-caps-below-places = The caps allow { $possible } only; places would be left.
places-shared = The places are shared out.
dimension-district = By district
dimension-stage = By stage
dimension-subject = By subject
dimension-district-hint = A district sends no more; schools run by the bureau stand apart.
dimension-stage-hint = For the districts to plan by.
dimension-subject-hint = For the districts to plan by; teachers without a subject on file are not counted.

permission-correct = Teachers put returned applications right
nominations-title = Nominations
nominations-lead = Teachers apply; the school votes, posts and recommends; the district posts and recommends.
nominations-none = No applications yet
nominations-none-advice = They appear here when teachers hand them in, in the phase of applications.
nomination-own = My application
nomination-apply = Apply
nomination-statement = Statement
nomination-statement-hint = Achievements and reasons, { $least } to { $most } characters.
nomination-statement-length = A statement has { $least } to { $most } characters.
nomination-save-draft = Save
nomination-submit = Hand in to the school
nomination-withdraw = Withdraw
nomination-withdraw-lead = You cannot apply again in this round afterwards; your name leaves the lists that hang.
nomination-due = Put it right and hand it in again by { $day }; after that it lapses.
nomination-due-office = To be decided by { $day }
nomination-exclude = Take the candidate out
nomination-exclude-lead = The committee neither reviews nor votes any more; a ballot that was opened stays as it is. The candidate reads the reason.
nomination-was-excluded = The candidate is out.
nomination-begun = Saved as a draft; it is not handed in yet.
nomination-saved = Saved.
nomination-submitted = Handed in to the school.
nomination-taken-back = Withdrawn.
nomination-exists = You have an application in this round already.
nomination-honour-held = You hold this honour already.
nomination-without-school = No school where you teach now is on file; please ask school HR.
nomination-draft = Draft
nomination-at-school = With the school
nomination-at-district = With the district
nomination-returned = Returned
nomination-endorsed = Recommended by the district
nomination-refused = Not recommended
nomination-withdrawn = Withdrawn
nomination-expired = Lapsed, not put right in time
nomination-excluded = Taken out by the bureau
nomination-eligible = Eligible
nomination-not-eligible = Not eligible
nomination-who = Candidate
nomination-school = School
nomination-state = State
nomination-to-list = To the list
nomination-post = Post those chosen
nomination-post-hint = Posted for { $days } working days; nobody is recommended before they are over and every objection is answered.
nomination-again-reason = Why there is another list
nomination-again-reason-hint = Only for those whose list an objection brought down; everybody reads it.
nomination-again-without-reason = An objection to the list before was found right: say why there is another.
nominations-any-stand = Any
nominations-search = Teacher or school
nominations-all = Show all
nominations-none-such = No nomination fits
nominations-shown = { $count ->
    [one] 1 nomination
   *[other] { $count } nominations
}
nominations-shown-first = The first { $count } are shown: narrow the list down.
nomination-list-posted = Posted.
nomination-lists = Lists
nomination-not-here = It is not at this level now.
nomination-vote-missing = Please record the school's vote first.
nomination-vote-not-passed = The school's teachers do not recommend this candidate.
nomination-already-listed = A list names this candidate already.
nomination-nobody-chosen = Please choose whom to post.
nomination-of = { $name }: { $why }
nomination-no-place-left = Places: { $places }; none is left.
nomination-not-listed = No list names this candidate yet.
nomination-file-tells = The file tells this; it is not for a person to confirm.
nomination-no-candidate = Nobody signed that this nominee is eligible.
nomination-results-posted = There are results already; act on the result.
nomination-not-out = The nominee is not out: refuse, exclude or strike them first. Whoever has a certificate loses that.
nomination-fraud-known = That is written down already.
nomination-fraud-stands = Fraud is written down for this nomination; take that back first, if there was none.
nomination-fraud-told = Fraud was found on { $day }: no other application up to { $until }. { $reason }
nomination-fraud-find = Write down fraud
nomination-fraud-lift = There was no fraud
nomination-fraud-lead = Fraud bars the nominee from all selections for some years. The nominee reads the reason.
nomination-fraud-kept = Kept.
nomination-verdict-missing = Please choose what to do.
nomination-conditions = Conditions
nomination-conditions-lead = Looked up in the file one by one; what the file does not tell a person confirms, and nothing is met silently. The bureau signs.
nomination-signed = Signed:
nomination-decide = Decide
nomination-decide-lead = Recommend when the list has hung its days and every objection is answered.
nomination-opinion = Opinion
nomination-opinion-hint = Say why if you return or refuse it; the candidate reads it.
nomination-endorse = Recommend
nomination-return = Return
nomination-refuse = Do not recommend
nomination-decided = Done.
task-nominations = { $count ->
    [one] One nomination waits for a recommendation
   *[other] { $count } nominations wait for a recommendation
}
task-nominations-returned = { $count } { $count ->
    [one] application sent back, to be put right
   *[other] applications sent back, to be put right
}
task-nominations-to-sign = { $count } { $count ->
    [one] nominee to be checked and signed for
   *[other] nominees to be checked and signed for
}

vote-title = Recommendation by the school's teachers
vote-none = Not recorded yet.
vote-held-on = Day of the meeting
vote-staff = All who may vote
vote-present = Present
vote-yes = Yes
vote-no = No
vote-abstain = Abstentions
vote-again-reason = Why there is another vote
vote-again-without-reason = A vote was written down already: please say why there is another. Both stay in the journal.
vote-record = Record
vote-recorded = The vote is recorded.
vote-told = { $day }: { $present } of { $staff } present; { $yes } yes, { $no } no, { $abstain } abstained.
vote-passed = Recommended
vote-not-passed = Not recommended
vote-in-the-future = The meeting cannot be after today.
vote-before-the-round = The meeting cannot be before the round was opened on { $day }.
vote-without-staff = At least one person may vote.
vote-more-present-than-staff = More are present than may vote.
vote-more-ballots-than-present = More ballots than people present.
vote-uncountable = These numbers cannot be counted; please check them.

outcome-met = Met
outcome-not-met = Not met
outcome-to-confirm = To be confirmed
outcome-not-asked = Not asked
found-no-ethics = No record that bars a selection
found-ethics = { $count ->
    [one] 1 record that bars a selection
   *[other] { $count } records that bar a selection
}
found-not-asked = Not asked of this candidate
found-by-person = Not on file; a person confirms it
found-no-title = No such title on file
found-title-without-day = The title on file has no day
found-title = Since { $day }
found-title-too-high = Has the title of this selection, or a higher one, already
found-post = Employed as { $post }
found-stage = The school teaches: { $stage }
found-no-stage = The file does not tell what the school teaches
found-assessments = Years passed: { $passed }; not on file or without grade: { $open }
found-years = Full years on file: { $years }
found-no-birthday = No birthday on file
found-age = { $years } years old
cure-title = { $years } full years are reached on { $day }; this round counts up to { $cutoff }
cure-years = Short on file by { $days } { $days ->
    [one] day
   *[other] days
}, counted up to { $cutoff }; older posts may not be on file
part-title = { $title }, since { $day }
part-title-without-day = { $title }, without a day
part-year = { $year }: { $grade }
part-year-without-grade = not on file
part-job = { $post }, { $first } to { $last }
part-job-now = { $post }, since { $first }
part-job-rural = { $post }, { $first } to { $last }, rural school
part-job-now-rural = { $post }, since { $first }, rural school
weight-counts = Counted
weight-against = Speaks against it
weight-silent = Does not tell
weight-beside = Not counted
eligibility-short = { $count ->
    [one] 1 condition is not met
   *[other] { $count } conditions are not met
}
eligibility-open = { $count ->
    [one] 1 condition is still to be confirmed
   *[other] { $count } conditions are still to be confirmed
}
condition-confirm = Confirm a condition
condition-which = Condition
condition-seen-by = What it was seen by
condition-met = Met
condition-not-met = Not met
condition-kept = Kept.
condition-confirmed = Confirmed by a person: { $reason } ({ $name }, { $at })
verdict-sign = Sign
verdict-sign-again = Sign anew
verdict-reason-hint = The candidate reads it.
verdict-eligible = Eligible
verdict-not-eligible = Not eligible
verdict-signed = Signed.
verdict-signed-free = Signed. The place is free again; if the district should send another nominee, go back to its phase.
round-to-nominations = Nominations
quota-endorsed = Taken
quota-left = Left
