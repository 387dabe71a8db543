"""The base of every error that a page may show to a person."""


class StudyappError(Exception):
    """Something a person can mend. Its text names what was wrong, where, and what to do."""
