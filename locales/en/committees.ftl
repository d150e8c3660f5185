# Committees: the pool of experts, draws, invitations, recusal.

draw-committee = members
draw-reviews = reviews
draw-lessons = the order of lessons and defences
draw-reserves = the order of equals on the reserve list
draw-announced-already = A draw is announced already; open that one first.
draw-not-announced = Announce the draw first: its commitment is published before anything is drawn.
draw-committee-is-full = The committee is full; nothing is left to draw.
draw-pool-too-small = The pool has { $has } experts to draw from; members and reserves come to { $needs }. The bureau can take more experts in.
draw-subjects-missing = The pool has no expert in: { $subjects }. The bureau can take some in.
draw-too-many-subjects = Candidates come from { $subjects } subjects, more than the committee has members.
draw-district-max-too-small = With so few members from one district the committee cannot be filled; at least { $least } would be needed, or experts from other districts.
draw-recused = Too many experts have a tie: some candidate would be left with fewer than { $each } members who may look. Appoint more experts.

member-reserve = Reserve
member-drawn = Drawn, not invited
member-invited = Invited
member-accepted = Serves
member-declined = Declined
member-released = Released
member-wrong-state = This member is “{ $state }”; that cannot be done now.
member-conflict-undecided = Nobody can be invited: decide first on the conflicts of interest that were found.
member-chair-does-not-serve = Only a member who serves can lead the committee.

expert-unknown = There is no such teacher number.
expert-ends-before-start = The last day of the term lies before the first.
expert-term-too-long = A term lasts { $years } years at most.
expert-term-overlaps = This expert has a term on some of these days already.
expert-term-is-over = This term is over.

conflict-note-length = Explain in { $most } characters at most.
conflict-new-found = A tie has come to light since the last search: look again on the page of conflicts, and decide there.

task-invitations = { $count ->
    [one] { $count } invitation to a committee
   *[other] { $count } invitations to committees
}

conflict-same-school = Colleagues in recent years
conflict-co-nominee = Nominated in the same round
conflict-kin = Family
conflict-mentor = Mentor and pupil
conflict-studio = Same studio
conflict-co-author = Co-authors
conflict-other = Another tie

experts-title = Pool of experts
experts-lead = { $count ->
    [one] { $count } expert
   *[other] { $count } experts
} in the pool. Members are drawn from those whose term covers the day.
experts-none = The pool is empty
experts-none-advice = The bureau takes experts in by teacher number, with subject and term.
expert-appoint = Take into the pool
expert-number = Teacher number
expert-subject = Subject
expert-starts-on = First day of the term
expert-ends-on = Last day of the term
expert-who = Expert
expert-term = Term
expert-change = Change
expert-end = End the term early
expert-appointed = Taken into the pool.
expert-ended = The term has ended.

committee-title = Committee
committee-lead = { $serving } serve, at least { $wanted } are needed
committee-draw = Draw
committee-draw-hint = The commitment to a seed is published first, then the seed is opened and the members drawn. Anybody can repeat it: an expert’s lot is the SHA-256 of the seed and the expert’s id, the smallest first; each subject with candidates has a member, and no district sends more than the maximum.
committee-draw-file = Download what it was drawn from (seed, pool, constraints, result), to draw again
committee-uncovered = Fewer than { $each } members may review these candidates; look at the conflicts again or draw more members before you invite: { $names }
committee-announce = Publish the commitment
committee-do-draw = Open the seed and draw
committee-invite = Invite those drawn
committee-none = Nobody has been drawn yet
committee-none-advice = Once conflicts of interest are looked into, the secretary publishes a commitment and draws from the pool.
committee-drawn = Members drawn, and conflicts of interest looked for.
draw-announced = Commitment published.
members-invited = { $count ->
    [one] { $count } member invited.
   *[other] { $count } members invited.
}
member-position = Order
member-who = Member
member-district = District
member-state = State
member-chair = Chair
member-undecided = A conflict of interest waits for a decision
member-no-account = Has no committee role yet; the security administrator can grant it
member-lead = Name as chair
member-release = Release
member-was-released = Released; the next reserve moved up.
chair-was-named = Chair named.

seats-title = Committee work
seats-lead = Committees that you are invited to or serve on.
seats-none = No committee work now
seats-none-advice = Invitations will appear here.
seat-candidates = Candidates and ties to them
seat-invited-hint = Look at the candidates first, declare ties if there are any, then answer.
seat-accept = Accept
seat-decline = Decline
invitation-answered = Answered.

candidates-title = Candidates
candidates-lead = Candidates from whom you are recused are not listed.
candidates-none = No candidates for you to review
tie-declare = Declare a tie
tie-hint = Family, mentor and pupil, the same studio, co-authors: please declare them all. You will then see neither the candidate’s file nor score nor name again. The secretary decides on it then; you cannot take it back yourself.
tie-kind = Tie
tie-note = Explanation
tie-declared = Declared.

conflicts-title = Recusal
conflicts-lead = { $count ->
    [one] { $count } pair
   *[other] { $count } pairs
}, { $undecided } to decide. What is not decided counts as a conflict.
conflicts-none = No conflicts of interest were found
conflicts-none-advice = They are looked for when members are drawn; members declare their own, too.
conflicts-find = Look again
conflicts-found = Looked again.
conflict-candidate = Candidate
conflict-why = Found by
conflict-standing = State
conflict-undecided = To decide
conflict-yes = Recuse
conflict-no = No conflict
conflict-decided = Decided.
conflict-tick = Tick
conflict-tick-some = Tick the pairs that you decide on.
conflict-known-already = This pair is on the list above; decide on it there.
conflict-decide-ticked = Decide on the ticked pairs
conflict-add = Recuse another member from a candidate
conflict-in-school = { $kind }: { $school }, { $from } to { $until }
conflict-said = { $kind }: { $note }
conflict-stated-by-nominee = { $kind }: { $note } (stated by the nominee)
conflict-stated-by-bureau = { $kind }: { $note } (from a list of the bureau)
stated-ties-title = Ties to possible members
stated-ties-lead = Relatives, mentors, members of one studio, co-authors and others who may sit on the committee: state them before it is drawn. Only its secretary reads this, to decide on recusal; it does not touch your review.
stated-ties-none = You have stated none
tie-state = State a tie
tie-stated = It is stated.
tie-number = The other's teacher number
tie-name = The other's name
tie-take-back = Take back
tie-taken-back = It is taken back.
tie-nobody-so-called = Number and name do not belong together.
ties-take-in = Take in a list of ties
ties-take-in-lead = Columns: Kind (kin, mentor, studio, co-author, other), Teacher number, The other's teacher number, Since, Until, Source. One wrong line and nothing is taken in. They are found whenever conflicts are looked for.
ties-taken-in = Ties taken in: { $count }.
ties-would-be-taken-in = Ties that could be taken in: { $count }; nothing is kept yet.
stated-line-nobody = there is no such teacher number
stated-line-oneself = both numbers are one person
stated-line-day = the days are wrong
stated-line-source = the source is missing
stated-line-kind = this kind is not known
