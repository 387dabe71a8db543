"""How well something was recalled: the four ratings of the review log."""

from enum import IntEnum


class Rating(IntEnum):
    """A rated recall. The numbers are stored and are those of FSRS."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4
