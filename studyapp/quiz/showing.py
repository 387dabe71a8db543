"""Items as pages show them: before the response without anything that depends on the key, after it with all."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.http import QueryDict

from studyapp.domain.items.markup import segments
from studyapp.domain.items.scoring import Response, Scored
from studyapp.domain.items.values import CHOICES, TRAP
from studyapp.domain.lessons.readers.option_findings import stated_count
from studyapp.library.addresses import lesson_address
from studyapp.library.fitting import fit_key
from studyapp.quiz.models import Item
from studyapp.quiz.services import TYPED, is_self_rated, score_response

BLOCK_KEY_CHARACTERS = 200
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Choice:
    """An option or a step before the response; `number` is its place on the page and what the form sends.

    `place` is where the learner put a step so far; `is_key` is for those who review an item, never for a learner.
    """

    number: int
    letter: str
    html: str
    is_chosen: bool = False
    place: int = 0
    is_key: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """The left side of a pair; `chosen` is the number of the option picked so far."""

    number: int
    html: str
    chosen: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """An item to answer."""

    kind: str
    template: str
    stem_html: str
    language: str
    choices: tuple[Choice, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    count: int = 1
    says_count: bool = False  # the stem itself says how many to choose
    text: str = ""
    back_html: str = ""  # of a card, once it was turned over

    @property
    def is_typed(self) -> bool:
        """Whether the learner types: then the field is where to be."""
        return self.template in {"quiz/_item_cloze.html", "quiz/_item_short_answer.html"}


@dataclass(frozen=True, slots=True)
class Answered:
    """An option after the response."""

    letter: str
    html: str
    is_chosen: bool
    is_right: bool
    why: str = ""
    prompt_html: str = ""
    owner_html: str = ""  # of a pair: the left side whose the chosen one is, empty if it is nobody's
    right_html: str = ""
    trap_url: str = ""  # of the exam trap that was chosen, where another block than the item's own warns of it


@dataclass(frozen=True, slots=True)
class Feedback:
    """An item with the learner's response and what was right."""

    kind: str
    template: str
    stem_html: str
    language: str
    is_right: bool
    is_self_rated: bool
    answers: tuple[Answered, ...]
    others: tuple[Answered, ...]
    text: str
    accepted: str
    note: str
    feedback_html: str
    scored: Scored = field(repr=False)


def question_of(item: Item, order: Sequence[int], fields: QueryDict | None = None, *, reveal: bool = False) -> Question:
    """The item as it is asked. `fields` is a form that was refused, whose choices stay.

    `reveal` turns a self-rated item over; others have no back.
    """
    given = fields if fields is not None else QueryDict()
    self_rated = is_self_rated(item)
    return Question(
        kind=item.kind,
        template=f"quiz/_item_{'card' if self_rated else item.kind.replace('-', '_')}.html",
        stem_html=item.stem_html,
        language=_language(item),
        choices=() if self_rated else _choices(item, order, given),
        prompts=_prompts(item, given),
        count=len(item.keys),
        says_count=stated_count(item.stem) is not None,
        text=given.get("text", ""),
        back_html=item.feedback_html if reveal and self_rated else "",
    )


def feedback_of(item: Item, order: Sequence[int], response: Response) -> Feedback:
    """The item after the response, with the reason for every option."""
    scored = score_response(item, response)
    self_rated = is_self_rated(item)
    answers = _answers(item, order, response)
    return Feedback(
        kind=item.kind,
        template=f"quiz/_answered_{_answered_as(item)}.html",
        stem_html=item.stem_html,
        language=_language(item),
        is_right=scored.is_right,
        is_self_rated=self_rated,
        answers=answers,
        others=_others(item, answers),
        text=response.text,
        accepted=item.accepted[0] if item.accepted else "",
        note=scored.note,
        feedback_html=_explanation(item),
        scored=scored,
    )


def _others(item: Item, answers: Sequence[Answered]) -> tuple[Answered, ...]:
    """Options neither right nor chosen; of true and false the other is news only with its author's reason."""
    left = tuple(answer for answer in answers if not answer.is_right and not answer.is_chosen)
    if item.kind != "true-false":
        return left
    return tuple(answer for answer in left if answer.why and item.form == "authored")


def _explanation(item: Item) -> str:
    """The feedback, unless the right options and their reasons already say all of it."""
    if item.kind not in CHOICES:
        return item.feedback_html
    left = _text(item.feedback_html)
    for place in item.keys:
        option = item.options[place - 1]
        left = left.replace(_text(option["why"]), "", 1).replace(_text(option["html"]), "", 1)
    return item.feedback_html if any(letter.isalnum() for letter in left) else ""


def _text(html: str) -> str:
    return " ".join(" ".join(text for _, text in segments(html)).split())


def right_answer_html(item: Item) -> str:
    """The right answer in short, for a list of misses."""
    if item.kind in CHOICES:
        return "; ".join(item.options[place - 1]["html"] for place in item.keys)
    return item.feedback_html


def _answered_as(item: Item) -> str:
    """Which partial shows the item after the response."""
    if is_self_rated(item):
        return "card"
    if item.kind in TYPED:
        return "typed"
    return item.kind if item.kind in {"ordering", "matching"} else "choice"


def _language(item: Item) -> str:
    version = item.fact.pack.current_version
    return version.language if version else "en"


def _choices(item: Item, order: Sequence[int], given: QueryDict) -> tuple[Choice, ...]:
    chosen = set(given.getlist("choice"))
    return tuple(
        Choice(
            number,
            LETTERS[number - 1],
            item.options[position - 1]["html"],
            str(number) in chosen,
            _place(given.get(f"place-{number}", ""), number, len(order)),
        )
        for number, position in enumerate(order, 1)
    )


def _place(sent: str, number: int, count: int) -> int:
    return int(sent) if sent in {str(place) for place in range(1, count + 1)} else number


def _prompts(item: Item, given: QueryDict) -> tuple[Prompt, ...]:
    return tuple(
        Prompt(number, prompt["html"], _place(given.get(f"match-{number}", ""), 0, len(item.options)))
        for number, prompt in enumerate(item.prompts, 1)
    )


def _answers(item: Item, order: Sequence[int], response: Response) -> tuple[Answered, ...]:
    if item.kind == "ordering":
        return tuple(_step(item, place, position) for place, position in enumerate(response.choices, 1))
    if item.kind == "matching":
        return tuple(_pair(item, order, place, chosen) for place, chosen in enumerate(response.choices, 1))
    return tuple(_option(item, number, position, response) for number, position in enumerate(order, 1))


def _option(item: Item, number: int, position: int, response: Response) -> Answered:
    option = item.options[position - 1]
    is_right = position in item.keys
    letter = "" if item.kind == "true-false" else LETTERS[number - 1]
    is_chosen = position in response.choices
    trap_url = _trap_url(item, option["origin"]) if is_chosen else ""
    return Answered(letter, option["html"], is_chosen, is_right, option["why"], trap_url=trap_url)


def _trap_url(item: Item, origin: str) -> str:
    """The address of a trap whose belief stands among the options: it is one of the item's section."""
    key = fit_key(origin.removeprefix(TRAP), BLOCK_KEY_CHARACTERS)
    if not origin.startswith(TRAP) or key == item.block_key:
        return ""
    title = getattr(item, "lesson_title", None) or item.revision.title
    return lesson_address(item.fact.pack.key, item.fact.lesson.key, title, anchor=key)


def _step(item: Item, place: int, position: int) -> Answered:
    return Answered(str(place), item.options[position - 1]["html"], is_chosen=True, is_right=place == position)


def _owner(item: Item, chosen: int) -> str:
    if not item.pair_facts or chosen > len(item.prompts):
        return ""
    return str(item.prompts[chosen - 1]["html"])


def _pair(item: Item, order: Sequence[int], place: int, chosen: int) -> Answered:
    given, right = item.options[chosen - 1], item.options[place - 1]
    return Answered(
        LETTERS[list(order).index(chosen)],
        given["html"],
        is_chosen=True,
        is_right=chosen == place or given["text"] == right["text"],
        why=given["why"],
        owner_html=_owner(item, chosen),
        prompt_html=item.prompts[place - 1]["html"],
        right_html=right["html"],
    )
