# Ethics: sanctions, other handling, bars and look-backs.

sanction-warning = Warning
sanction-demerit = Demerit
sanction-major-demerit = Major demerit
sanction-lower-post = Lowering of the post grade
sanction-lower-rank = Demotion
sanction-removal = Removal from post
sanction-dismissal = Dismissal

staff-teacher = teachers and other staff
staff-public-official = public officials

admonition-criticism = Criticism
admonition-talk = Admonishing talk
admonition-self-examination = Self-examination in writing
admonition-circular-criticism = Criticism by circular

gravity-ordinary = Ordinary
gravity-grave = With grave effect

alert-open = Stands
alert-lifted = Lifted
alert-set-aside = Set aside

purpose-registration = Periodic registration
purpose-title = Professional titles
purpose-selection = Honours and selections
purpose-talent-pool = Talent pools
purpose-studio = Studios
purpose-promotion = Posts and promotion

grade-barred-excellent = A sanction touches this year: the assessment cannot be excellent.
grade-barred-pass = A demerit or heavier touches this year: the assessment can be neither excellent nor pass.

alert-not-yet = Not decided yet
alert-running = In effect until the end of { $until }
alert-without-end = A dismissal has no end
alert-awaits-lifting = The period is over and bars nothing; it waits to be lifted in writing
alert-over = Over
alert-void = Set aside, as if it had never been

bar-by-sanction = A sanction runs until the end of { $until }.
bar-by-rights-loss = Rights are lost until the end of { $until }.
bar-by-look-back = There is a breach of ethics in the look-back window; after { $until } it no longer counts.

ethics-not-heard = Hear the teacher before you decide.
ethics-not-for-staff = “{ $sanction }” is not for { $staff }; choose another sanction.
ethics-rights-loss-too-short = Rights are lost for at least { $least } months.
ethics-closed = This record is closed ({ $state }) and cannot be closed again.
ethics-still-open = This record stands; there is nothing to reopen.
ethics-never-ends = A dismissal has no end and cannot be lifted; if the decision was wrong, set it aside.
ethics-still-running = The period runs until the end of { $until }; it can be lifted after that.
ethics-document-missing = Enter the number of the document that lifts it.
ethics-reason-missing = Give a reason.

handling-sanction = Sanction
handling-rights-loss = Loss of awards, promotion and the like
handling-admonition = Other handling

ethics-lead = Open to the teacher, the head and HR of the school, the education bureaus above it, and audit.
alerts-none = No decision about ethics is on file
alerts-none-advice = District and city bureau enter them from the written decision.
alert-add = Enter a decision
alert-lead = As the written decision has it; how long it lasts is computed from its day.
alert-saved = Entered, and written into the journal.
alert-summary = What happened
alert-decided-by = Decided by
alert-heard-on = Teacher heard on
alert-heard-hint = Must come before the decision
alert-state-reason = Basis
alert-history = Record
alert-change = Lift, set aside or restore
alert-step = Step
alert-step-missing = Please choose a step.
alert-step-lift = Lift
alert-step-lift-hint = After its period, by a document; give its number.
alert-step-set-aside = Set aside
alert-step-set-aside-hint = Found wrong on review or appeal, as if it had never been; give the reason.
alert-step-reopen = Restore
alert-step-reopen-hint = It was lifted or set aside by mistake; give the reason.
alert-step-reason = Document or reason
alert-effects = What it keeps from at present
alert-no-effect = Nothing
alert-sanction = Sanction
alert-sanction-hint = Its term is computed by the rules
alert-months = Months without these rights
alert-months-hint = Only for a loss of awards, promotion and the like
alert-months-needed = Please give the months, such as 24.
alert-admonition = Kind of other handling
alert-staff = Binding on
alert-field-needed = Please fill this in.
alert-day-in-future = That day has not come yet; please check.
alert-day-too-early = Decisions before 8 November 2018 are not entered here.
