# How certain a rule's text is.
certainty-found = Text found
certainty-recalled = Rule needs confirmation
certainty-confirmed = Confirmed by the bureau

# The page of rules.
policy-title = Rules
policy-lead = The program calculates by these rules. The text of a rule that needs confirmation was not found; the bureau has to confirm it first.
policy-in-force = In force
policy-not-in-force = Not in force
policy-open-end = today
policy-period = In force
policy-document = Document
policy-source = Source
policy-key = Key and version
policy-parameters = Parameters
policy-parameter = Parameter
policy-value = Value
