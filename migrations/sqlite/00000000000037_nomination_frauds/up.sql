-- Nominations in which the bureau found fraud, whenever it was found and however they had ended:
-- whoever made them applies for no other honour for as long as the programme says.

CREATE TABLE nomination_frauds (
    nomination_id BLOB NOT NULL PRIMARY KEY REFERENCES nominations (id),
    found_on TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
