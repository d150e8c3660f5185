# What the command line says.
command-database-up-to-date = The database is up to date.
command-not-found = There is no such thing.
command-busy = The database is busy; try again later.
command-database-failed = The database failed: { $detail }
command-failed = It did not work: { $detail }
command-demo-making = Making the demonstration city
command-demo-other-data = The database holds other data and was left alone. The demonstration city is made in an empty database only.
command-demo-sign-ins = The demonstration city is ready; all of it is made up. The password of every account is { $password }:
command-demo-sign-in = { $role } ({ $place })
command-demo-code = The account { $login } is not activated yet; its code is { $code }. The code is shown this once and works for two weeks.
command-demo-address = Run xingtan serve and open http://127.0.0.1:8000. The fixed numbers are in docs/demo.md.
command-demo-project = Files can be written against provider { $provider }, project { $project }.
command-demo-files = Files to import are in { $folder }; docs/demo.md tells what becomes of each row.
command-rehearsal-demo-only = Only a demonstration city can be served on another day.
command-no-such-teacher = Nobody has the teacher number { $number }.
command-statement-of = Hours of { $name } ({ $number }) on { $date }:
command-statement-required = required
command-statement-posted = posted
command-statement-pending = pending
command-statement-over-cap = over the cap
command-statement-short = short
command-statement-total = total
command-statement-cycle = Five-year cycle: { $required } hours required, { $counted } counted.
command-importing = Importing
command-import-refused = Row { $row }, { $column }: { $message }
command-import-did = { $rows } rows: { $accepted } accepted, { $duplicates } there already, { $refused } refused.
command-import-would = A trial run; nothing was stored. { $rows } rows: { $accepted } would be accepted, { $duplicates } are there already, { $refused } would be refused.
command-import-refused-file = The file was not imported: { $message }
command-import-tasks = { $count ->
    [one] One more row may be somebody already known
   *[other] { $count } more rows may be people already known
} and waits for a human to decide.
command-no-such-file = There is no file { $path }.

command-registration-verdict = { $verdict } ({ $kind }), by the facts and rules of { $date }
command-registration-assessing = Assessing
command-registration-assessed = { $assessed } assessed; { $due } due: { $qualified } to be registered, { $deferred } to be deferred, { $unqualified } not to be registered
command-no-such-window = There is no registration window “{ $window }”.
command-not-employed-yet = { $number } was not employed by { $date }.

command-programme-right = This could be taken in: { $name }, version { $version }.
command-programme-taken-in = The programme was taken in.
command-programme-known = This version was taken in before; nothing changed.
