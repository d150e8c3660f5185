# How certain a rule's text is.
certainty-found = 已查到原文
certainty-recalled = 待确认
certainty-confirmed = 已由市局确认
