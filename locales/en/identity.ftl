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
