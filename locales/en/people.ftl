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
