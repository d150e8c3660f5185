# What awaits me.
tasks-title = Tasks
tasks-lead-none = Nothing awaits you now.
tasks-lead = { $count ->
    [one] One kind of task awaits you.
   *[other] { $count } kinds of tasks await you.
}
tasks-empty-title = All done
tasks-empty-advice = New tasks will appear here.
tasks-due-on = by { $date }
tasks-your-turn = Your turn
nav-tasks = Tasks
nav-credit-bank = Credit bank
nav-claims = Own study
nav-courses = Courses
nav-completions = Confirm hours
nav-overview = Overview
nav-people = People
nav-matches = Matches
nav-projects = Projects
nav-audits = Audits
nav-organizations = Organizations
nav-accounts = Accounts
nav-rights = Rights
nav-journal = Journal
nav-policies = Rules
nav-own-file = My record
nav-more = More

# One line a kind of task.
task-claims-returned = { $count ->
    [one] One claim of own study was returned to you
   *[other] { $count } claims of own study were returned to you
}
task-completions-to-confirm = { $count ->
    [one] One completion awaits the school
   *[other] { $count } completions await the school
}
task-completions-to-draw = { $count ->
    [one] One confirmed completion awaits an audit draw
   *[other] { $count } confirmed completions await an audit draw
}
task-completions-to-audit = { $count ->
    [one] One sampled completion awaits a look
   *[other] { $count } sampled completions await a look
}
task-claims-to-decide = { $count ->
    [one] One claim of own study awaits a decision
   *[other] { $count } claims of own study await a decision
}
task-projects-to-decide = { $count ->
    [one] One training project awaits a decision
   *[other] { $count } training projects await a decision
}
task-matches-to-decide = { $count ->
    [one] One roster row may be somebody already known
   *[other] { $count } roster rows may be somebody already known
}
task-objections-to-answer = { $count ->
    [one] One objection to a public notice waits for an answer
   *[other] { $count } objections to public notices wait for an answer
}
task-registrations = { $count ->
    [one] { $count } registration to decide
   *[other] { $count } registrations to decide
}
task-registration-short = Something is missing for your next registration
task-registration-warnings = { $count } teachers are short of something for registration

# What a selection waits for from whoever runs it.
task-committee-draw = { $round }: the committee waits to be drawn
task-ties-decide = { $round }: { $count ->
    [one] one tie waits for a decision
   *[other] { $count } ties wait for a decision
}
task-members-invite = { $round }: { $count ->
    [one] one member who was drawn waits to be invited
   *[other] { $count } members who were drawn wait to be invited
}
task-reviews-deal = { $round }: reviews wait to be dealt out
task-meeting-open = { $round }: the committee waits to meet
task-ballot-hold = { $round }: let the committee vote, and count
task-minutes-sign = { $round }: { $count ->
    [one] minutes wait for the secretary’s signature
   *[other] { $count } minutes wait for the secretary’s signature
}
task-results-post = { $round }: results wait to be posted
task-awards-certify = { $round }: { $count ->
    [one] one proposed candidate waits for approval and certificate
   *[other] { $count } proposed candidates wait for approval and certificates
}
task-round-overdue = { $round }: the phase is over, the next one waits
