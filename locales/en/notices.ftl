# Public notices: what hangs, objections, receipts, answers.

nav-notices = Public notices
notices-lead = What schools and education bureaus have posted. While a notice hangs anybody may object, without signing in.
notices-search = Find by school or office
notices-none = Nothing is posted at present
notices-none-advice = Lists are no longer shown once their period is over. If you objected, look up the answer by your receipt.
notice-until = Posted until { $day }
notice-kind-registration = Periodic registration
notice-kind-selection = Selections and nominations
notice-lead = { $place } · { $kind }
notice-period = Posted from { $first } to the end of { $last }: { $days } working days, the first day not counted.
notice-name = Name
notice-detail = Subject or school
notice-proposal = Proposed
notice-over = The period is over; the list is no longer shown in public.
notice-withdrawn = This notice was taken down and certifies nothing.
notice-objections = Objections
notice-no-objections = Nobody has objected.
notice-may-certify = The period is over and every objection is answered: it may be certified.
notice-without-title = Please give the notice a heading.
notice-without-entries = The notice names nobody; settle first who is to be posted.
notice-too-long = A notice names at most { $most } people; please post several.
notice-without-days = A notice hangs for at least one working day.

proposal-registered = To be registered
proposal-deferred = To be deferred
proposal-not-registered = Not to be registered
proposal-selected = To be selected
proposal-reserve = To be held in reserve

objection-title = Raise an objection
objection-lead = Please give facts that can be looked into. Who you are is not recorded; keep the receipt code you get, the answer is found by it.
objection-text = Your objection
objection-text-hint = Whom it is about, what happened, how you know; at most { $most } characters.
objection-contact = How to reach you
objection-contact-hint = Helps to clear things up; seen only by those who answer.
objection-send = Send the objection
objection-taken = Your objection has arrived. Please keep the receipt code below.
objection-too-short = Please give facts: at least { $least } characters.
objection-too-long = An objection has at most { $most } characters; please shorten it.
objection-contact-too-long = At most { $most } characters.
objection-wait = That was too often; please try again in { $minutes } minutes.
objection-open = Not answered yet
objection-dismissed = Without ground
objection-upheld = Found to be right
objection-number = Objection { $number }
objection-received = Received on { $day }
objection-one = Objection
objection-no-contact = No contact given
objection-answer = Answer
objection-reason = What was found, and why
objection-reason-hint = Whoever has the receipt code can read this.
objection-answer-send = Answer
objection-answer-saved = Answered; whoever has the receipt code can read it.

objections-title = Objections to answer
objections-lead = Until all are answered, what was posted cannot be certified.
objections-none = No objection waits for an answer
objections-none-advice = New ones appear here and among your tasks.

finding-title = What was found
finding-missing = Please say what was found.
finding-dismiss = Without ground
finding-dismiss-hint = What was posted has been looked into and is right.
finding-uphold = Right
finding-uphold-hint = What was posted is wrong; this notice certifies nothing, and a corrected one has to be posted.

receipt-look-up = Look up an answer
receipt-lead = By the receipt code that you got when you objected.
receipt-code = Receipt code
receipt-code-hint = Four groups of four letters or digits; small letters and dashes do not matter.
receipt-show = Look up
receipt-received = Received
receipt-answered = Answered
receipt-answer = Answer
receipt-keep = Not answered yet. Keep the receipt code and look here again; a lost code cannot be replaced.
objection-receipt-unknown = Nobody has this receipt code; please check it.
