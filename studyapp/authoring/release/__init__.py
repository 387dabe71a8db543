"""Between a draft and its learners: what changes, what is in the way, and when."""
