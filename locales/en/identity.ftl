# Sign-in, passwords and accounts.

sign-in-wrong = The login or the password is not right. Check both and try again; after 5 wrong tries in a row you will have to wait.
sign-in-waiting = Too many wrong tries. To keep the account safe, wait { $minutes } min and try again; if you forgot the password, ask your office for a new activation code.
activation-code-unknown = This activation code does not work: it may be mistyped, used already, or older than 14 days. Check it, or ask your office for a new one.
password-present-wrong = The present password is not right.
password-too-short = A password needs at least { $count } characters. A sentence that is easy to remember does well.
password-too-long = This password is too long; choose a shorter one.
password-contains-login = A password cannot be little more than the login or the name. Choose one that nobody guesses.
password-too-common = This password is so common that it is tried first. Choose another, such as a few unrelated words in a row.

# Administration of accounts.
account-login-form = A login has 3 to 60 letters, digits or . _ - @.
account-login-taken = Somebody has this login already.
account-no-such-teacher = No teacher has this number; check it.
account-teacher-has-one = { $name } has an account already.
account-is-closed = The account is closed. Open it again before you issue a code.
account-not-ones-own = Nobody closes their own account; another system administrator can.

# Rights.
rights-own = Nobody grants or ends their own rights; another security administrator can.
rights-account-closed = The account is closed and can be given no role.
rights-ends-before-it-starts = The last day lies before the first.
rights-wrong-kind-of-place = This organization has no role “{ $role }”; choose another organization or role.
rights-no-teacher = No teacher belongs to this account, so it cannot have the role of a teacher.
rights-three-apart = System administrator, security administrator and auditor stay apart and hold no other role: with “{ $held }” nobody can be given “{ $role }”.
rights-held-already = The role “{ $role }” is held at this organization already, on some of the same days.
rights-has-ended = This role has ended already.

# Activation and password.
activate-title = Activate your account
activate-lead = Set a password with the activation code that your office gave you. If you forgot yours, set a new one here.
activate-code = Activation code
activate-code-hint = 12 letters and digits; capitals and hyphens do not matter
activate-submit = Set the password and sign in
activate-to-sign-in = You have a password? Sign in
new-password = New password
new-password-again = New password again
present-password = Present password
password-hint = At least { $count } characters; a few unrelated words are safe and easy to remember
password-not-the-same = The two passwords are not the same.
signed-out = You are signed out.
account-activated = Your password is set. Welcome.

# One's own account.
account-roles = Roles
account-no-roles = No roles yet
account-no-roles-advice = The bureau's security administrator grants roles; tell your office what you need to do.
change-password = Change the password
change-password-lead = All other devices will be signed out.
password-changed = The password is changed, and all other devices are signed out.
own-sessions = Signed-in devices
own-sessions-lead = If you do not know a device, sign it out first, then change your password.
session-device = Device
session-since = Signed in
session-seen = Last used
session-this-one = This one
session-unknown-device = Another device
session-revoke = Sign it out
session-revoked = That device is signed out.
role-name = Role
role-place = Organization
role-days = Term
role-state = State
role-first-day = First day
role-last-day = Last day
role-last-day-hint = Leave it empty for a role without end
role-since = since { $from }
role-from-to = { $from } to { $to }
role-held = held
role-to-come = to come
role-over = over

# Pages about accounts.
accounts-lead = Open accounts, hand out codes, unlock and close. The security administrator grants the rights.
accounts-search = Login or name, from its beginning
accounts-none = No account found
accounts-none-advice = Try another beginning, or open an account.
accounts-shown = { $count ->
    [one] 1 account on this page
   *[other] { $count } accounts on this page
}
account-name = Name
account-open = Open an account
account-open-lead = Then issue a code, with which its owner sets a password. It can do nothing until the security administrator grants a role.
account-teacher-number = Teacher number
account-teacher-number-hint = For a teacher's account; leave it empty for administrators and providers
account-state-new = not activated
account-state-active = active
account-state-locked = locked for now
account-state-closed = closed
account-opened-at = Opened
account-locked-for = { $count } wrong passwords in a row; ends by itself in { $minutes } min
account-code-until = One code works until { $until }
account-opened = The account is open. Issue a code next.
account-unlock = Unlock
account-unlocked = The account is unlocked.
account-close = Close the account
account-close-lead = Nobody can sign in any more, and all devices are signed out; the records stay.
account-closed = The account is closed.
account-reopen = Open it again
account-reopen-lead = Its owner can sign in with the former password and has the former roles.
account-reopened = The account is open again.
account-code-lead = A code is shown once, works once and for 14 days; a new one ends the one before. It also helps whoever forgot the password.
account-code-resets = This account is active: once the code is used, all its roles but that of a teacher end, and the security administrator grants them anew. A code that is never used changes nothing.
account-code-three-apart = System administrators, security administrators and auditors change their own password; no code resets it. If it is forgotten, the security administrator ends the role first, and grants it anew after a code has reset the password.
account-issue-code = Issue a code
code-lead = Hand it over in person or sealed. Its owner sets a password with it, from the sign-in page.
code-until = Works until
code-once = Once you leave this page, nobody can see this code again.
code-done = I have it; back to the account

# Pages about rights.
rights-lead = Grant roles to accounts and end them. Nobody grants to themselves; the system administrator opens the accounts.
rights-search-organization = Name or code of an organization
rights-no-such-organization = No such organization, or several of this name. Give the whole name or the code.
rights-all = All accounts
rights-none-advice = Try another beginning; the system administrator opens accounts that are missing.
rights-no-holders = Nobody has a role at this organization
rights-no-holders-advice = Find an account first, then grant it a role here.
rights-no-roles = No roles yet
rights-no-roles-advice = Grant the first one below.
rights-organization-hint = Whole name, or code
role-grant = Grant a role
role-granted = The role is granted.
role-end = End
role-end-now = End it now
role-ended = The role is ended, from now on.
reason = Reason
actions = Actions
choose = Choose
field-needed = Fill in this field.
