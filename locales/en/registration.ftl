# Periodic registration: conditions, verdicts, duties, windows.

registration-qualified = Registered
registration-deferred = Deferred
registration-unqualified = Not registered
registration-first = First registration
registration-renewal = Periodic registration
registration-recheck = Re-check after a deferral

condition-qualification-held = Qualification valid
condition-ethics = Ethics standard met
condition-assessments-in-a-row = No failed assessments in a row
condition-assessments = Every annual assessment passed
condition-hours = Class hours of the cycle
condition-interruption = Teaching not interrupted
condition-type-fits-post = Certificate fits the post
condition-sanction = No sanction running
condition-fitness = Fit in body and mind
condition-employment = In post, on establishment
condition-probation = Probation passed
condition-last-assessment = Last annual assessment passed
condition-time-in-post = Time in post
condition-first-hours = Class hours before the first registration
condition-teaching-load = Teaching load done
condition-term-assessment = Assessment of the term passed
condition-enterprise-practice = Practice in enterprises

finding-hours = { $found } hours of { $required } required
finding-hours-short = { $short } hours short ({ $found } of { $required })
finding-assessments = { $found } of { $required } counted years passed
finding-assessments-short = Only { $found } of { $required } counted years passed
finding-no-row = No failed years in a row
finding-row = { $found } failed years in a row; at most { $required }
finding-ethics = No breach of ethics with grave effect
finding-ethics-grave = { $found } breaches of ethics with grave effect; { $required } allowed
finding-no-sanction = No sanction is running
finding-sanction = { $found } sanctions are running; { $required } allowed
finding-qualification-held = Neither lost nor revoked
finding-qualification-gone = The qualification was lost or revoked
finding-no-interruption = No interruption
finding-interruption-short = Longest interruption { $months } months and { $days } days, not more than { $required } months
finding-interruption-long = Interrupted for { $months } months and { $days } days, more than { $required } months
finding-post-fits = The certificate fits the post ({ $level })
finding-post-fits-by-training = Fits the post ({ $level }) with the pre-school training passed
finding-post-needs-training = For the post ({ $level }), pre-school training has to be passed too
finding-post-other = The certificates are not for the post ({ $level })
finding-post-no-certificate = No valid certificate for the post ({ $level })
finding-post-unknown = The file does not say what the post teaches
finding-fit = No hospital has certified unfitness
finding-unfit = Certified temporarily unfit by a hospital
finding-employed = In post, on establishment
finding-not-employed = Not in post or not on establishment
finding-probation-passed = Probation passed, or none required
finding-probation-not-passed = Probation not passed yet
finding-last-assessment = Last year passed, or ungraded
finding-last-assessment-short = Last year not passed, or without result
finding-term-assessment = Assessment of the term passed
finding-term-assessment-short = Assessment of the term not passed, or without result
finding-load = Teaching load done
finding-load-short = No record that the teaching load was done
finding-time-in-post = { $months } months and { $days } days in post; { $required } months required
finding-time-in-post-short = Only { $months } months and { $days } days in post; { $required } months required
finding-practice = { $months } months and { $days } days of practice; { $required } months required
finding-practice-short = Only { $months } months and { $days } days of practice; { $required } months required

cure-from = Can be made good on { $day } at the earliest
cure-once-put-right = Looked at again as soon as it is put right
cure-not-in-this-cycle = Cannot be made good in this cycle
cure-never = Cannot be made good

absence-not-employed = Not employed

registration-not-employed = Not employed now, so registration is not needed; the certificate itself stays valid.
registration-does-not-teach = This post does not teach, so registration is not needed; the certificate itself stays valid.
registration-private-school = The rules in force leave out private schools; the certificate itself stays valid.
registration-not-on-establishment = Not on establishment, so registration is not needed; the certificate itself stays valid.

duty-on-probation = On probation until { $day }; apply for the first registration after passing it.
duty-probation-failed = Probation was not passed; there is no first registration.
duty-apply-first = Apply for the first registration by the end of { $day }.
duty-apply-first-any-time = Apply for the first registration in the next window.
duty-first-overdue = The first registration was due by { $day }; apply as soon as you can.
duty-recheck = Deferred on { $day }; make up what is missing, then apply for the re-check.
duty-registered = Registered until { $day }; nothing to do now.
duty-renew = Registered until { $day }; apply for renewal before that.
duty-expired = The registration ran out on { $day }; apply for renewal as soon as you can.

outcome-registered = Registered from { $from } to { $until }.
outcome-deferred = Deferred. In principle no teaching post until it is made good; a trial contract may run to { $trial }. The certificate itself stays valid.
outcome-refused = Not registered. No teaching; in special cases a trial to { $trial }. The certificate itself is not touched.

sign-qualification-gone = The qualification was lost or revoked; nobody can be registered without it.
sign-nothing-unmet = Every condition is met, so there is no ground to defer or refuse; if something changed, correct the file first.
sign-reason-missing = A deferral, a refusal and whatever departs from the proposal need a written reason.

window-planned = Not open yet
window-open = Open
window-deciding = Being decided
window-overdue = Decisions late
window-concluded = Concluded
window-backwards = It closes before it opens; please check.
window-past = The closing day is over; please check.
window-due-before-opening = Nobody falls due in this window: its range ends before it opens.
window-overlaps = It overlaps another window of its kind ({ $opens } to { $closes }); change the dates.

apply-fraud-bar = Because of false statements, no registration until the end of { $day }.
apply-not-open-yet = This window opens on { $day }.
apply-closed = This window closed on { $day }.
apply-probation-not-passed = The first registration comes after passing probation.
apply-not-due = Registered until { $day }, which this window does not take.
apply-other-kind = This window is for “{ $kind }”; choose the right one.

registration-state-at-school = With the school
registration-state-at-district = With the district
registration-state-at-city = With the city
registration-state-at-province = Awaiting the province’s answer
registration-state-returned = Sent back
registration-state-withdrawn = Taken back

registration-field-certificate = Certificate
registration-field-employment = Post and service
registration-field-assessments = Annual assessments
registration-field-hours = Class hours
registration-field-absences = Leave and absences
registration-field-opinion = The school’s opinion
registration-field-other = Other

registration-moved-meanwhile = Somebody else has just acted on this case; look at it again.
registration-nobody-to-hand-in = Nobody at this school is left to hand in for this window.
registration-not-at-school = The case is no longer with the school: { $state }.
registration-one-school = An opinion is given for one school and one window at a time.
registration-not-published = The school has not published its opinion yet.
registration-facts-changed = Something in the file changed since the last opinion; look at this case by itself.
registration-document-missing = Name the document with which the last office answers.
apply-already = There is already an application in this window.

window-name-missing = Give the window a name.
window-name-too-long = The name has more than { $most } characters.
