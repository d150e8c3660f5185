# Evidence: kinds of paper, versions, use in another case.

paper-certificate = Certificates of qualification or level
paper-degree = Diplomas and degrees
paper-publication = Papers and books
paper-proof = Proofs of open lessons, lectures and the like
paper-award = Awards
paper-assessment = Assessment forms
paper-leave = Papers about leave or illness
paper-other = Other
