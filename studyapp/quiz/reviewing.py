"""Items as those who teach a pack review them: what learners see before and after the response, with the key marked."""

from dataclasses import replace

from studyapp.domain.common.ratings import Rating
from studyapp.domain.items.scoring import Response
from studyapp.quiz.models import Item
from studyapp.quiz.services import TYPED, is_self_rated
from studyapp.quiz.showing import Feedback, Question, feedback_of, question_of


def question_with_key(item: Item) -> Question:
    """The question with every option a learner may see; what is right is marked, chosen or filled in."""
    question = question_of(item, _as_written(item), reveal=True)
    return replace(
        question,
        choices=tuple(replace(choice, is_key=choice.number in item.keys) for choice in question.choices),
        prompts=tuple(replace(prompt, chosen=prompt.number) for prompt in question.prompts),
        text=item.accepted[0] if question.is_typed else "",
    )


def feedback_when_right(item: Item) -> Feedback:
    """What a learner sees who was right."""
    return feedback_of(item, _as_written(item), right_response(item))


def right_response(item: Item) -> Response:
    """What earns the item."""
    if is_self_rated(item):
        return Response(rating=Rating.GOOD)
    if item.kind in TYPED:
        return Response(text=item.accepted[0])
    if item.kind == "ordering":
        return Response(choices=_as_written(item))
    if item.kind == "matching":
        return Response(choices=tuple(range(1, len(item.prompts) + 1)))
    return Response(choices=tuple(item.keys))


def _as_written(item: Item) -> tuple[int, ...]:
    return tuple(range(1, len(item.options) + 1))
