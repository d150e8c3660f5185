# Organizations: schools and codes.

school-category-kindergarten = Kindergarten
school-category-primary = Primary school
school-category-adult-primary = Adult primary school
school-category-junior-secondary = Junior secondary school
school-category-vocational-junior = Vocational junior secondary school
school-category-adult-junior = Adult junior secondary school
school-category-senior-secondary = Senior secondary school
school-category-adult-senior = Adult senior secondary school
school-category-secondary-vocational = Secondary vocational school
school-category-reformatory = Reform school
school-category-college = College or university
school-category-adult-college = Adult college
school-category-special-education = Special education school
school-category-other = Other body

code-empty = Enter the code.
code-length = The code has { $found } characters, but should have { $expected }; look for a missing or extra one.
code-character = “{ $character }” cannot be character { $place } of this code; please check it.
code-category = The first two digits are no school category; please check the school's code.
code-province = Digits 3 and 4 are no province code; please check the school's code.
code-check-digit = The last character does not agree with the others, so one may be mistyped; please check it.

organization-bureau = City bureau
organization-district = District bureau
organization-school = School
organization-provider = Provider

stage-kindergarten = Kindergarten
stage-primary = Primary school
stage-junior = Junior secondary school
stage-senior = Senior secondary school
stage-complete = Complete or all-through school
stage-vocational = Secondary vocational school
stage-special = Special education school

organization-office-is-reference = Bureaus are reference data; they are not opened or closed here.
organization-code-taken = This code is, or was, in use. A code is never given twice.
organization-name = Please enter the name, at most { $most } characters.
organization-stage-differs = Choose the stage; it must agree with the category in the school code.
organization-still-employs = { $people ->
    [one] One person still works here. Transfer the person or end the employment first.
   *[other] { $people } people still work here. Transfer them or end their employments first.
}
organization-already-closed = It is closed already.
organization-closes-before-opening = The last day is before the first. Please check it.

alliance-office-is-no-member = A bureau is no member. Choose a school or provider.
alliance-already-member = It is a member of the alliance on that day.
alliance-no-member = It is not a member of the alliance now.
alliance-too-early = Before the alliance was founded or joined.
