"""From marks to a rating of memory. Derived, so it can be derived again from the stored marks."""

from studyapp.domain.common.ratings import Rating

RULE_VERSION = "marks-1"


def rating_of_marks(marks: float, max_marks: float, *, required_missed: bool, hint_used: bool, slow: bool) -> Rating:
    """The rating of a first try. `slow` = slower than the learner's own 75th percentile.

    Raises ValueError unless 0 <= marks <= max_marks and max_marks > 0.
    """
    if not 0 <= marks <= max_marks or max_marks <= 0:
        raise ValueError(f"need 0 <= marks <= max_marks and max_marks > 0, got {marks} of {max_marks}")
    share = round(marks / max_marks, 6)
    rating = _rating_of_share(share, required_missed=required_missed, slow=slow)
    return min(rating, Rating.HARD) if hint_used else rating


def _rating_of_share(share: float, *, required_missed: bool, slow: bool) -> Rating:
    if share < 0.4:
        return Rating.AGAIN
    if share < 0.7:
        return Rating.AGAIN if required_missed else Rating.HARD
    if share < 0.95 or slow:
        return Rating.GOOD
    return Rating.EASY


def rating_of_credit(credit: float) -> Rating:
    """The rating of one criterion's fact: 1 Good, 0.5 and more Hard, less Again.

    Raises ValueError unless 0 <= credit <= 1.
    """
    if not 0 <= credit <= 1:
        raise ValueError(f"need 0 <= credit <= 1, got {credit}")
    if credit >= 1:
        return Rating.GOOD
    return Rating.HARD if credit >= 0.5 else Rating.AGAIN
