"""How much of one session may be true or false: half of that is luck."""

SHARE = 4  # at most one question in four


def most_true_false(questions: int) -> int:
    """How many of so many questions may be true or false: a quarter, but one where there are fewer than four.

    Raises ValueError if `questions` is negative.
    """
    if questions < 0:
        raise ValueError(f"no session has {questions} questions")
    return max(1, questions // SHARE)


def most_beside(others: int) -> int:
    """How many may be true or false beside so many others: one for three of them, but at least one."""
    return max(1, others // (SHARE - 1))
