# Import of rosters, and rows that may be somebody known.

roster-title = Import a roster
roster-word-unknown = “{ $found }” is not understood. Choose from the list in the blank form.
roster-school-missing = Enter the school code or the name of the school.
roster-school-code-unknown = No school has the code { $code }.
roster-school-name-unknown = No school is called “{ $name }”. Enter the school code instead.
roster-school-ambiguous = Several schools have this name. Enter the school code instead.
roster-school-out-of-reach = This school is not in your care.
roster-number-unknown = Nobody has this teacher number. New teachers get theirs here: leave it blank.
roster-number-of-other-name = This teacher number belongs to a teacher of another name. Please check it.
roster-number-and-document-differ = The teacher number and the document number belong to two people. Please check both.
roster-document-of-another = It was decided that this document number is not this person’s. Please check the document.
roster-name-differs = On file, this document number has another name. Please check it.
roster-employed-elsewhere = This person works elsewhere at present. The district or the city bureau makes transfers.
roster-start-differs = On file, the employment began on { $date }. Please check the date.

match-same-name-and-birth = Same name and date of birth, another document number
match-document-of-other-name = Same document number, another name
match-old-number-form = 15-digit and 18-digit form of the same citizen number
match-number-of-other-document = Same teacher number and name, another document number
