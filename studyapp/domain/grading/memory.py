"""From credit to a rating of memory. Derived, so it can be derived again from the stored credit."""

from studyapp.domain.common.ratings import Rating


def rating_of_credit(credit: float) -> Rating:
    """The rating of one criterion's fact: 1 Good, 0.5 and more Hard, less Again.

    Raises ValueError unless 0 <= credit <= 1.
    """
    if not 0 <= credit <= 1:
        raise ValueError(f"need 0 <= credit <= 1, got {credit}")
    if credit >= 1:
        return Rating.GOOD
    return Rating.HARD if credit >= 0.5 else Rating.AGAIN
