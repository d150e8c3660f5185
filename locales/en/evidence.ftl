# Evidence: kinds of paper, versions, use in another case.

paper-certificate = Certificates of qualification or level
paper-degree = Diplomas and degrees
paper-publication = Papers and books
paper-proof = Proofs of open lessons, lectures and the like
paper-award = Awards
paper-assessment = Assessment forms
paper-leave = Papers about leave or illness
paper-other = Other

nav-evidence = My files
evidence-lead = Stored once, used in any application; at most { $most }, seen by you alone until you use one.
evidence-none = No file is stored yet
evidence-none-advice = Store scans of certificates and proofs here, and choose them when you apply.
evidence-add = Store a file
evidence-replace = Replace
evidence-replace-title = Replace "{ $name }" with a newer file
evidence-take-out = Take out
evidence-earlier = Open the earlier version
evidence-paper = What it is
evidence-dated-on = Dated
evidence-dated-hint = The day that the paper bears; empty if none
evidence-file = File
evidence-file-missing = Please choose a file.
evidence-day-in-future = That day has not come yet; please check.
evidence-saved = Stored.
evidence-taken-out = Taken out; what uses it keeps it.

files-too-many = At most { $most } files.
file-too-large = The file is larger than 20 MB; compress it or split it.
file-empty = The file is empty; choose another.
file-wrong-kind = Only PDF, JPG, PNG, Word (docx) and Excel (xlsx) files are taken; renaming a file does not help.
