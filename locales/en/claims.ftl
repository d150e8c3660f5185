# Own study: claimed by teachers, recognised by schools and offices.

claim-state-draft = Draft
claim-state-at-school = With the school
claim-state-at-district = With the education office
claim-state-returned = Sent back to be put right
claim-state-recognised = Recognised
claim-state-refused = Refused
claim-state-withdrawn = Withdrawn
claim-state-reversed = Reversed

claim-field-item = Kind of study
claim-field-title = Title
claim-field-done-on = Done on
claim-field-quantity = Quantity
claim-field-description = Description
claim-field-files = Evidence
claim-field-late-reason = Reason for lateness

claim-item-unknown = Choose a row of the conversion table.
claim-title-missing = Give it a title, such as that of the paper or lesson.
claim-text-too-long = This is too long; { $most } characters at most.
claim-day-ahead = This day has not come yet; claim it when it is done.
claim-day-before-employment = This is before the year you were first employed in ({ $day }).
claim-quantity-not-positive = The quantity must be more than 0.
claim-quantity-too-large = The quantity is too large; { $most } at most.
claim-quantity-not-whole = This is counted in pieces, so the quantity must be a whole number.
claim-quantity-not-exact = At { $hours } hours a unit this does not come to whole hundredths of an hour; choose another quantity.
claim-late-reason-missing = { $year } closed on { $closed }. A late claim needs a reason, and the education office decides.
claim-late-opinion-missing = This claim is late; say why you recognise it.
claim-without-school = You are not employed at a school at present; ask the school's HR to update your file.
claim-not-open-to-change = A claim that was handed in cannot be changed; withdraw it first, or wait for the school to send it back.
claim-not-recognised = Only a recognised claim can be reversed.
claim-duplicate = “{ $title }” ({ $day }) is on record already; the same study counts once.
claim-files-missing = Upload at least one file of evidence before you hand it in.
claim-files-too-many = A claim has at most { $most } files.
claim-file-too-large = The file is larger than 20 MB; compress it or split it.
claim-file-empty = The file is empty; choose another.
claim-file-wrong-kind = Only PDF, JPG, PNG, Word (docx) and Excel (xlsx) files are taken; renaming a file does not help.
