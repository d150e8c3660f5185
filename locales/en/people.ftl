# People: documents and names.

document-citizen-id = Resident identity card
document-residence-permit = Residence permit for Hong Kong, Macao and Taiwan residents
document-hk-mo-permit = Mainland travel permit for Hong Kong and Macao residents
document-taiwan-permit = Mainland travel permit for Taiwan residents
document-passport = Passport
document-other = Other document

document-empty = Enter the document number.
document-first-generation = This is an old 15-digit identity number, no longer in use; enter the 18-digit number.
document-length = The number has { $found } characters, but should have { $expected }; look for a missing or extra one.
document-length-range = The number has { $found } characters, but should have { $least } to { $most }; look for a missing or extra one.
document-character = “{ $character }” cannot be character { $place } of this number; please check the document.
document-other-kind = This number belongs to another kind of document ({ $kind }); please choose that kind.
document-province = The first two digits are no province code; please check the document.
document-birth-date = Digits 7 to 14 are no date of birth; please check the document.
document-check-digit = The last character does not agree with the others, so one may be mistyped; please check the document.

post-teacher = Teacher
post-principal = Principal (kindergarten head)
post-deputy-principal = Deputy principal
post-research-staff = Teaching-research staff
post-support = Support and other staff

title-full-senior = Senior teacher (full)
title-senior = Senior teacher
title-first-grade = First-grade teacher
title-second-grade = Second-grade teacher
title-third-grade = Third-grade teacher

grade-excellent = Excellent
grade-pass = Pass
grade-basic-pass = Basic pass
grade-fail = Fail
grade-ungraded = Ungraded

sex-unknown = Unknown
sex-male = Male
sex-female = Female
sex-not-stated = Not stated

teacher-number-form = A teacher number is T4401 and eight digits. Please check it.
teacher-number-check-digit = The last digit does not agree with the others; one of them may be wrong.

document-known = Somebody with this document number is already on file. Search for the file first.
person-name-empty = Please enter the name.
person-name-too-long = A name has at most { $most } characters.
person-name-character = A name does not contain “{ $character }”. Please check the document.
person-birth-missing = This document does not tell the date of birth. Please enter it.
person-birth-differs = Not what the document number says: its date of birth is { $date }.
person-born-in-future = The date of birth is after today. Please check it.
person-sex-differs = Not what the document number says: its sex is “{ $sex }”.

employment-not-an-employer = Choose a school or provider; an education bureau is no place of work here.
employment-school-closed = “{ $school }” was not open on that day.
employment-too-far-ahead = Employments can be entered at most one year ahead.
employment-too-young = On the first day one must be { $age } years old. Please check both dates.
employment-not-employed = This person works nowhere at present.
employment-same-school = This person already works at this school.
employment-before-start = Must be after the present employment began ({ $date }).
employment-overlaps = Overlaps the employment that began on { $date }. End it or transfer the person first.
transfer-out-of-reach = This school is not in your care; the city bureau moves people between districts.

title-in-future = The date is after today. Please check it.
title-known = The file has this title already.
assessment-year-not-assessed = Only a year that is over can be assessed (from December on, the present one).
purpose-needed = Say what you need the number for. The person can see it in the file’s history.
reason-needed = Please give the reason.

# The list, one person’s file, and the forms that change it.
save = Save
cancel = Cancel
export-xlsx = Export to Excel
export-csv = Export to CSV
day-needed = Enter a day, such as 2026-09-01.

people-lead = { $count ->
    [one] One person in your care.
   *[other] { $count } people in your care, by pinyin.
}
people-lead-school = { $count ->
    [one] { $school }: one person.
   *[other] { $school }: { $count } people, by pinyin.
}
people-list = People
people-search = Find people
people-search-hint = Characters of the name, pinyin, its initials, or a teacher number: 明, zhangsan, zs, T4401
people-all-schools = Show all schools
people-none = Nobody was found
people-none-advice = Try another spelling, or check whether the person is in your care.
people-shown = { $shown } on this page, { $total } in all

person-name = Name
person-number = Teacher number
person-sex = Sex
person-born-on = Date of birth
person-age = { $age } years old
person-document = Document number
person-document-kind = Document type
person-second-document = and another document that was confirmed
person-cycle-started-on = Registration cycle began
person-title = Title
person-particulars = Particulars
person-titles = Titles
person-no-titles = No title on file yet.
person-assessments = Annual assessments
person-no-assessments = No assessment on file yet.
person-employments = Employments
person-history = History of the file
person-credit-bank = Credit bank
person-not-employed = Not employed at present
person-saved = Saved, and noted in the history of the file.
title-day-unknown = date not on file
title-granted-on = Granted on
assessment-year = Year
assessment-grade = Result

employment-school = School
employment-school-code = School code
employment-school-code-hint = Ten digits; see the page of organizations
employment-post = Post
employment-subject = Subject
employment-since = Since
employment-until = Until
employment-first-day = First day
employment-last-day = Last day
employment-ended = left
employment-lasts = at present

document-reveal = Show the whole document number
document-purpose = What for
document-purpose-hint = Goes into the history of the file, where the person can see it
document-show = Show
document-shown-briefly = The whole number is shown for a few minutes; this look was noted in the history.

edit-employ = Begin an employment
edit-transfer = Transfer
edit-end = End the employment
edit-post = Correct post or subject
edit-name = Change the name
edit-title = Enter a title
edit-assessment = Enter an assessment
edit-employ-lead = This person works nowhere at present; a new employment may begin.
edit-transfer-lead = The present employment ends on the day before. The new school answers for this year’s hours.
edit-end-lead = Enter the last day at the school.
edit-post-lead = Corrects post and subject of the present employment; its dates stay.
edit-name-lead = As the document has it now. The history keeps the old name.
edit-title-lead = A title that was granted.
edit-assessment-lead = Entering a year again corrects it; the history keeps what was there.

happened-person-registered = File opened
happened-person-employed = Employment begun
happened-employment-ended = Employment ended
happened-person-transferred = Transferred
happened-post-corrected = Post or subject corrected
happened-person-renamed = Name changed from “{ $before }” to “{ $after }”
happened-title-granted = Title entered
happened-assessment-recorded = Assessment of { $year } entered
happened-document-revealed = Whole document number shown
happened-match-same = “{ $name }” of a roster was found to be this person
happened-match-other = “{ $name }” of a roster was found to be somebody else
happened-other = Another entry

# One newcomer.
newcomer-title = Add one person
newcomer-lead = The same rules as a roster: somebody who may already be on file is left to a human, and no file is opened twice.
newcomer-document-kind = Document type
newcomer-document-number = Document number
newcomer-unless-told = May be left empty where the citizen ID tells it
newcomer-send = Add
newcomer-on-file = The person is on file.
newcomer-asked = This may be somebody already on file; an officer will say.
roster-too-many-alike = More than { $count } rows have this name and birthday; please check them.

person-parts = Parts of the file
tab-particulars = Particulars
tab-certificates = Qualification
tab-absences = Absences
tab-ethics = Ethics
