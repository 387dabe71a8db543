"""From what a response earned, and how sure the learner was, to a rating of the recall."""

from studyapp.domain.common.ratings import Rating

RULE = 2  # the rule that new rows of the log are rated by; 1 took no notice of how sure somebody was
RULE_OF_RETURNS = 2  # from this rule on, what was wrong and sure comes back on the next study day

SURE = "sure"
NOT_SURE = frozenset({"unsure", "guess"})


def rating_of(*, is_right: bool, confidence: str = "") -> Rating:
    """Right is Good, but Hard if the learner said that they were not sure; wrong is Again, however sure they were.

    `confidence` is `sure`, `unsure`, `guess`, or empty where nothing was said. A machine never gives Easy here.
    """
    if not is_right:
        return Rating.AGAIN
    return Rating.HARD if confidence in NOT_SURE else Rating.GOOD


def must_return(*, rating: int, confidence: str, rule: int) -> bool:
    """Whether the fact has to come back on the next study day: the learner was sure, and wrong.

    `rule` is the one that the row was rated by; rows of the first one are left as they were.
    """
    return rule >= RULE_OF_RETURNS and rating == Rating.AGAIN and confidence == SURE
