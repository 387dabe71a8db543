"""Statistics from plain arrays: what a count of answers allows to be said."""
