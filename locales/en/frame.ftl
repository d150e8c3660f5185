# What every page shares.
product-mark = Xingtan
product-name = Xingtan
product-line = Xingtan · teacher credentials and development ledger
language-name = English
skip-to-content = Skip to content
main-navigation = Main
breadcrumb = You are here
account-menu = Account menu:
account-and-security = Account and security
sign-in = Sign in
sign-out = Sign out
password = Password
search = Search
optional = optional
pages = Pages
previous-page = Previous
next-page = Next
to-home = Back to the start
to-where-it-was = Back to where you were
tasks-waiting = { $count ->
    [one] { $count } task waiting
   *[other] { $count } tasks waiting
}
printed-by = Printed by { $name }, { $at }
printed-on = Printed { $at }
form-has-problems = Please put these right, then send the form again
hours-with-unit = { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}

# Sign-in page.
sign-in-lead = A teacher’s hours, qualification, applications and development, kept in one ledger.
sign-in-login = Account
sign-in-login-hint = Teacher number, or the account your organisation gave you
sign-in-first-time = First time here? Use the activation code from your school.
sign-in-demonstration = This is a demonstration; all data are made up. Choose somebody and sign in with the password { $password }:

# What did not work.
failure-not-found = We cannot find this page
failure-not-found-advice = The address may be mistyped, or the content has moved. Check the address or begin again from the start page.
failure-refused = This is not allowed
failure-stale = Somebody has just changed this
failure-stale-advice = After you opened the page, somebody else changed the same thing, so your change was not saved. Look at the present state, then decide whether to change it.
failure-unreadable = The form could not be read
failure-unreadable-advice = Something is missing from what was sent, or the page was open for too long. Go back, reload and send it again.
failure-too-large = The file is too large
failure-too-large-advice = At most { $megabytes } MB can be sent at once. Split the file or compress its pictures, then try again.
failure-too-many = Too many tries
failure-too-many-advice = { $minutes ->
    [one] To protect the account, please wait { $minutes } minute before you try again.
   *[other] To protect the account, please wait { $minutes } minutes before you try again.
}
failure-fault = Something broke on our side
failure-fault-advice = Nothing was saved, and it was not your mistake. Please try again later; if it stays broken, give the administrator this number: { $id }.

# Charts.
chart-posted = posted
chart-pending = pending
chart-required = required
chart-full = complete
chart-nothing-required = nothing required
chart-pending-hours = { $hours } pending
chart-required-hours = { $hours } hours required
chart-expected-hours = { $hours } hours at this pace
chart-bar-title = { $label }: { $posted } hours posted, { $pending } pending, { $required } required
chart-pace-title = { $hours } hours by { $today }; { $required } required by { $until }
chart-figures = The figures of this chart
chart-day = Date
chart-hours-in-all = Hours in all
chart-people = People
chart-met = Complete
chart-share = Share
chart-bar = Share as a bar
form-expired = This page has expired or was not opened from this site, so nothing was sent. Please go back, reload and try again.
nav-registration = Registration
