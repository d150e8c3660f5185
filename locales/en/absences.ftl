# Leave and other absences: kind, from when to when, who approved it.

absence-study = Approved study
absence-training = Approved training
absence-exchange = Approved academic exchange
absence-sick = Sick leave
absence-maternity = Maternity leave
absence-personal = Personal leave
absence-other-work = On loan to work outside education
absence-unapproved = Away without approval
