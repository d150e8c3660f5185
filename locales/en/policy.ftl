# How certain a rule's text is.
certainty-found = Text found
certainty-recalled = Needs confirmation
certainty-confirmed = Confirmed by the bureau
