# What is typed into a long form and kept until it is sent.

draft-saved = Saved at
draft-restored = What you typed before was filled in again.
draft-discard = Discard it
draft-failed = Not saved: the server cannot be reached, or you are no longer signed in.
draft-too-large = Too much text to keep as a draft.
