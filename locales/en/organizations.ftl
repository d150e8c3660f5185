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

organizations-lead = The city bureau and the districts, with their schools and providers.
organizations-tree = Bureaus of the city and the districts
organizations-search = Find by name or code
organizations-all-districts = All
organizations-none = Nothing was found
organizations-none-advice = Try another word, or leave out the district.
organizations-shown = { $shown } on this page
organization-schools = { $count ->
    [one] one school
   *[other] { $count } schools
}
organization-bureau-run = Run by the bureau:
organization-name-label = Name
organization-name-en = English name
organization-code = Code
organization-code-hint = A school has ten digits; a provider’s code begins with a letter
organization-code-unknown = Nothing has the code { $code }.
organization-kind = Kind
organization-stage = Stage
organization-stage-hint = Required for schools; agrees with the category in the code
organization-rural = Rural school
organization-office = Looked after by
organization-credit-code = Unified social credit code
organization-opened-on = Opened on
organization-closed-on = Closed on
organization-closed = closed
organization-new = Open an organization
organization-new-lead = A code is given once. A school that is renamed keeps its code.
organization-open = Open
organization-opened = The organization is open.
organization-saved = Saved.
organization-rename = Rename
organization-rename-lead = The code stays.
organization-close = Close
organization-close-lead = Everybody must be transferred or have left before. The code is never given again.

alliances-title = Development alliances
alliances-lead = Members accept each other’s courses, also across districts.
alliances-none = No alliance yet
alliances-none-advice = Courses of an alliance’s members are accepted across districts.
alliance = Alliance
alliance-new = Found an alliance
alliance-code = Code of the alliance
alliance-name = Name of the alliance
alliance-founded-on = Founded on
alliance-found = Found
alliance-membership = A member joins or leaves
alliance-member-code = Code of the organization
alliance-member-code-hint = School code or provider code
alliance-day = Day
alliance-join = Joins
alliance-leave = Leaves
alliance-since = since { $date }
alliance-saved = Saved.
