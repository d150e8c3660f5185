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
