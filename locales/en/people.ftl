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
