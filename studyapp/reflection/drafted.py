"""Practice on a question that has a model answer but no rubric: points by a draft, which are stored nowhere."""

from functools import lru_cache

from studyapp.domain.common.source import SourceLine
from studyapp.domain.grading.drafting import draft_rubric
from studyapp.domain.grading.engine import grade
from studyapp.domain.grading.highlight import quoted, segments
from studyapp.domain.grading.parsing import parse_rubric
from studyapp.domain.grading.results import CriterionResult, Result
from studyapp.domain.grading.rubric import Rubric
from studyapp.domain.grading.second_try import combine
from studyapp.library.models import ReflectionQuestion
from studyapp.reflection.models import Answer
from studyapp.reflection.presenting import DENIED, OpenHint, ShownCriterion, ShownResult
from studyapp.reflection.queries import tries_of

ABOUT_THE_WORDS = frozenset({"too-short", "copied", "keyword-list", "repetition"})  # nobody waits for a teacher here


def draft_for(question: ReflectionQuestion) -> Rubric | None:
    """A rubric with a point for each sentence of the question's model answer; None if it has none to make one of."""
    return _drafted(question.model_answer, question.stem) if question.model_answer else None


def present_draft(answer: Answer, question: ReflectionQuestion) -> ShownResult | None:
    """The result by the draft, marked as one; sentences of the model answer are shown like labels: not too early."""
    rubric = draft_for(question)
    if rubric is None:
        return None
    first, second = tries_of(answer.learner_id, answer)
    is_over = second is not None or first.model_answer_seen_at is not None
    results = [grade(rubric, one.text, question=question.stem) for one in (first, second) if one]
    return _shown(rubric, results, second or first, is_over=is_over)


def _shown(rubric: Rubric, results: list[Result], answer: Answer, *, is_over: bool) -> ShownResult:
    labels = {one.key: one.label for one in rubric.criteria}
    latest, both = results[-1], combine(results[0], results[-1])
    credit = both.credits if len(results) > 1 else {one.key: one.credit for one in latest.criteria}

    def shown(number: int, one: CriterionResult) -> ShownCriterion:
        words = quoted(answer.text, one.spans)
        return ShownCriterion(number, labels[one.key], one.points, credit[one.key], one.reason, words)

    found = list(enumerate(latest.criteria, start=1))
    unmet = [(number, one) for number, one in found if credit[one.key] < 1 and one.credit < 1]
    return ShownResult(
        marks=both.marks if len(results) > 1 else latest.marks,
        max_marks=latest.max_marks,
        segments=segments(answer.text, latest),
        met=tuple(shown(number, one) for number, one in found if one.reason in ("met", "partial")),
        denied=tuple(shown(number, one) for number, one in found if one.reason in DENIED),
        hints=() if is_over else tuple(OpenHint("", one.points, required=False) for _, one in unmet),
        unmet=tuple(shown(number, one) for number, one in unmet) if is_over else (),
        traps=(),
        flags=tuple(one for one in latest.flags if one in ABOUT_THE_WORDS),
        needs_review=False,
        may_try_again=bool(unmet) and not is_over,
        can_still_gain=round(sum((1 - one.credit) * one.points for _, one in unmet) / 2, 2),
        model_answer=rubric.model_answer if is_over or not unmet else "",
        is_over=is_over,
        is_draft=True,
    )


@lru_cache(maxsize=512)
def _drafted(model_answer: str, stem: str) -> Rubric | None:
    lines = draft_rubric(model_answer, stem).splitlines()
    if not lines:
        return None
    rubric, _ = parse_rubric(
        [SourceLine(text, number) for number, text in enumerate(lines, start=1)],
        file="", question=stem, heading_points=None, heading_line=1, synonyms=(),
    )  # fmt: skip
    return rubric
