# Teacher qualification: certificates, posts, Putonghua, loss and revocation.

certificate-kindergarten = Kindergarten teacher qualification
certificate-primary = Primary school teacher qualification
certificate-junior = Junior secondary teacher qualification
certificate-senior = Senior secondary teacher qualification
certificate-vocational = Secondary vocational teacher qualification
certificate-practice-instructor = Vocational practice instructor qualification
certificate-higher = Higher education teacher qualification

level-kindergarten = Kindergarten
level-primary = Primary
level-junior = Junior secondary
level-senior = Senior secondary
level-vocational = Secondary vocational
level-vocational-practice = Vocational practice instruction

putonghua-third-b = Level 3 B
putonghua-third-a = Level 3 A
putonghua-second-b = Level 2 B
putonghua-second-a = Level 2 A
putonghua-first-b = Level 1 B
putonghua-first-a = Level 1 A

qualification-event-lost = Qualification lost
qualification-event-revoked = Qualification revoked
qualification-event-cheated = Cheated in the examination

certificate-number-empty = Enter the number of the certificate.
certificate-number-too-long = A certificate number has at most { $most } characters; please check.
certificate-number-identity = This is an identity card number; enter the number printed on the certificate.
certificate-number-year = The first four digits are the year of certification, and { $found } cannot be: it lies between { $first } and { $last }. Check the certificate.
certificate-number-province = Digits 5 and 6 are no province (Guangdong is 44). Check the certificate.
certificate-number-type = Digit 10 is the type, 1 to 7, and here it is { $digit }. Check the certificate.

certificate-doubt-other-form = The number does not have the 17 digits of the unified form. It is kept as written; check whether the certificate is an early one.
certificate-doubt-type = The number says “{ $type }”, which is not what was entered. Please check.
certificate-doubt-year = The number says that it was certified in { $year }, which is not the date entered. Please check.

qualification-standing-lost = The qualification was lost on { $since } and cannot be regained.
qualification-standing-revoked = The qualification was revoked; no new application until the end of { $until }.
qualification-standing-cheated = Because of cheating, no examination until the end of { $until }; certificates already held stay valid.
qualification-standing-clear = No loss, revocation or cheating stands in the way.
qualification-exam-expired = The certificate of the examination ran out on { $on }; the examination has to be taken again.

fit-by-certificate = Holds the { $certificate }, which fits this post.
fit-by-training = Holds the { $certificate } and passed pre-school training on { $on }, which fits this post.
unfit-without-training = Holds the { $certificate }; to teach in a kindergarten, a pre-school training course run by the county authority or above has to be passed too.
unfit-other-posts = The { $certificate } held does not fit this post.
unfit-no-certificate = No valid teacher qualification certificate.
fit-other-subject = The certificate names the subject “{ $subject }”, not the one taught. That is no bar, but worth a look.

putonghua-too-low = Putonghua must reach { $required }; it is { $found }.
putonghua-missing = Putonghua must reach { $required }; no level is on file.

qualification-event-lost-hint = The qualification can never be regained.
qualification-event-revoked-hint = No new application while the bar runs; the certificate is collected.
qualification-event-cheated-hint = No examination while the bar runs; certificates held stay valid.
qualification-event-add = Enter a loss, revocation or cheating
qualification-event-lead = As the judgment or decision has it; how long it bars is computed by date.
qualification-event-kind = What happened
qualification-event-saved = Entered, and written into the file's record.
qualification-event-taken-out = Taken out, and written into the file's record.
qualification-events = Loss, revocation and cheating
qualification-document-missing = Please give the number of the judgment or decision.
judgment-title = The judgment
judgment-hint = Only for the loss of a qualification.
judgment-missing = Please say what the court decided.
judgment-forfeits-nothing = This forfeits no qualification: only loss of political rights does, or imprisonment or heavier for an intentional crime, suspended or not.
judgment-political-rights = Deprived of political rights
judgment-intentional-imprisonment = Intentional crime, imprisonment or heavier (suspended or not)
judgment-negligence = Crime of negligence
judgment-lighter = A lighter penalty than imprisonment

certificates-none = No qualification certificate is on file
certificates-none-advice = School HR enters it from the original.
certificate-add = Enter a certificate
certificate-correct = Correct
certificate-take-out = Take out
certificate-lead = As the original has it. Numbers of early certificates are typed as they are.
certificate-kind = Type
certificate-number = Certificate number
certificate-number-hint = 17 digits in the unified form; earlier forms as they are
certificate-certified-on = Certified on
certificate-subject = Subject
certificate-issued-by = Certifying body
certificate-putonghua = Putonghua level
certificate-exam-passed-on = Examination passed on
certificate-exam-number = Number of the examination certificate
certificate-exam-hint = For certificates gained by the national examination
certificate-exam-until = usable until
certificate-preschool-trained-on = Pre-school training passed on
certificate-preschool-hint = Needed to teach in a kindergarten with another certificate
certificate-valid = Valid
certificate-void = Void
certificate-saved = Saved, and written into the file's record.
certificate-taken-out = Taken out, and written into the file's record.
certificate-known = A certificate with this number is in the file already.
certificate-of-somebody-else = This number stands in another teacher's file; please check the original.
certificate-day-in-future = That day has not come yet; please check.
certificate-too-young = The holder was not yet { $age } on that day; please check.
certificate-exam-afterwards = The examination was passed after the certificate was given; please check.

posts-title = May teach
post-own-level = { $level } (present post)
post-may-teach = May teach
post-may-not-teach = May not teach
