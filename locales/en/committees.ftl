# Committees: the pool of experts, draws, invitations, recusal.

draw-committee = members
draw-reviews = reviews
draw-lessons = the order of lessons and defences
draw-announced-already = A draw is announced already; open that one first.
draw-not-announced = Announce the draw first: its commitment is published before anything is drawn.
draw-committee-is-full = The committee is full; nothing is left to draw.
draw-pool-too-small = The pool has { $has } experts to draw from; members and reserves come to { $needs }. The bureau can take more experts in.
draw-subjects-missing = The pool has no expert in: { $subjects }. The bureau can take some in.
draw-too-many-subjects = Candidates come from { $subjects } subjects, more than the committee has members.
draw-district-max-too-small = With so few members from one district the committee cannot be filled; at least { $least } would be needed, or experts from other districts.

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
