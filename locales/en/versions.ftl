# Versions of a nomination: kept each time it is handed in, and compared two by two.

versions-title = What was handed in
versions-lead = Each time, the statement, the evidence and what the file says are kept and do not change any more. School, district, bureau and committee read what was handed in last.
versions-none = Nothing was handed in yet
versions-none-advice = What goes to the school is kept here as it was handed in.
version-which = Handed in
version-handed-in = When
version-name = { $number ->
    [1] 1st time
    [2] 2nd time
    [3] 3rd time
   *[other] { $number }th time
}
version-newest = newest
version-kept-at = Handed in on { $at }
versions-only-one = It was handed in once; there is nothing to compare.
versions-since = Handed in { $number } times; compared with time { $before }:
versions-see = See every change
versions-compared = From time { $before } to time { $after }
versions-before = Earlier
versions-after = Later
versions-compare = Compare
versions-unchanged = Nothing changed.
versions-statement-changed = The statement changed.
versions-statement-same = The statement did not change.
versions-files-changed = Evidence: { $added } added, { $removed } removed.
versions-facts-changed = What the file says changed.
versions-facts-same = No change.
versions-facts = What the file said
versions-facts-lead = As it was on the day of handing in, up to the round’s cut-off.
versions-legend = Marks:
versions-added = added
versions-removed = removed
versions-same = unchanged
versions-now = now
versions-earlier = before
versions-added-begins = (added:{" "}
versions-removed-begins = (removed:{" "}
versions-ends = )
