# Leave and other absences: kind, from when to when, who approved it.

absence-study = Approved study
absence-training = Approved training
absence-exchange = Approved academic exchange
absence-sick = Sick leave
absence-unfit = Unfit to teach for a time, certified by a hospital
absence-maternity = Maternity leave
absence-personal = Personal leave
absence-other-work = On loan to work outside education
absence-unapproved = Away without approval

absences-lead = Approved study, training and exchange, sick leave and maternity leave never count as an interruption.
absences-none = No absence is on file
absences-none-advice = School HR enters them.
absence-add = Enter an absence
absence-correct = Correct
absence-take-out = Take out
absence-form-lead = Leave the last day open while the absence lasts, and come back when it is over.
absence-kind = Kind
absence-started-on = First day
absence-ended-on = Last day
absence-ended-hint = Empty while it lasts
absence-approved-by = Approved by
absence-approved-hint = Such as the school; empty where nobody approved it
absence-lasts = Still away
absence-saved = Saved, and written into the file's record.
absence-taken-out = Taken out, and written into the file's record.
absence-too-far-ahead = At most a year ahead.
absence-ends-before-start = The last day comes before the first; please check.
absence-overlaps = Overlaps with another absence that began on { $since }; please check.
absence-approval-missing = Please say who approved it; if nobody did, choose "Away without approval".
