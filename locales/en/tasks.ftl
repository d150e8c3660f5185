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
