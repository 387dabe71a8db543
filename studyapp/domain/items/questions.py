"""Items out of the questions an author wrote: asked as written."""

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape

from studyapp.domain.items.definitions import left_out, others
from studyapp.domain.items.levels import levels_of
from studyapp.domain.items.markup import join, paragraph
from studyapp.domain.items.matching import pairs_feedback
from studyapp.domain.items.processes import in_order_html
from studyapp.domain.items.tables import Yield
from studyapp.domain.items.values import Fact, Item, Option
from studyapp.domain.lessons.blocks import Phrase, Question
from studyapp.domain.lessons.pack import Section
from studyapp.domain.lessons.readers.option_findings import stated_count

LONGEST_TYPED = 60  # characters; a longer model answer is read and rated by oneself
_CLOZE_GAP = re.compile(r"_{3,}|\[\.\.\.\]|…{2,}")


def question_yield(section: Section, question: Question, rivals: Sequence[str] = ()) -> Yield:
    """The question as one fact. A card in both directions and a cloze of several phrases give several items."""
    items = tuple(_items(section, question, rivals))
    fact = Fact(
        question.key, "question", question.key, section.key, question.key, _title(question), section.task, question.line
    )
    return Yield((fact,), items) if items else Yield()


def _title(question: Question) -> str:
    text = " ".join(question.stem.text.split())
    return text if len(text) <= 120 else text[:119].rstrip() + "…"


def _items(section: Section, question: Question, rivals: Sequence[str]) -> list[Item]:
    match question.kind:
        case "single" | "multiple" | "true-false":
            return _choice(section, question)
        case "ordering":
            return _ordering(section, question)
        case "matching":
            return _matching(section, question)
        case "cloze":
            return _clozes(section, question, rivals)
        case "short-answer":
            return [_short_answer(section, question, rivals)]
        case "card":
            return _cards(section, question)


def _base(section: Section, question: Question) -> Item:
    return Item(
        fact_key=question.key,
        form="authored",
        kind=question.kind,
        stem=question.stem.text,
        stem_html=question.stem.html,
        feedback_html=question.explanation_html,
        file=section.file,
        line=question.line,
    )


def _choice(section: Section, question: Question) -> list[Item]:
    keys = tuple(place for place, option in enumerate(question.options, 1) if option.is_key)
    if not keys or len(question.options) < 2:
        return []
    stem = _announced(question.stem, len(keys)) if question.kind == "multiple" else question.stem
    item = replace(
        _base(section, question),
        stem=stem.text,
        stem_html=stem.html,
        options=tuple(Option(one.text, one.html, "authored", one.why_html) for one in question.options),
        keys=keys,
        numeric=levels_of([option.text for option in question.options]) is not None and question.kind != "true-false",
    )
    return [item]


def _announced(stem: Phrase, count: int) -> Phrase:
    """The stem with `(Choose 2.)`, unless it says so itself."""
    return stem if stated_count(stem.text) else join(stem, f" (Choose {count}.)")


def _ordering(section: Section, question: Question) -> list[Item]:
    options = tuple(Option(step.text, step.html, f"step:{place}") for place, step in enumerate(question.sequence, 1))
    feedback = in_order_html(question.sequence) + question.explanation_html
    return [replace(_base(section, question), options=options, feedback_html=feedback)] if len(options) > 1 else []


def _matching(section: Section, question: Question) -> list[Item]:
    sides = [tuple(Option(side.text, side.html) for side in column) for column in zip(*question.pairs, strict=True)]
    if len(question.pairs) < 2:
        return []
    feedback = pairs_feedback(question.pairs) + question.explanation_html
    return [replace(_base(section, question), prompts=sides[0], options=sides[1], feedback_html=feedback)]


def _clozes(section: Section, question: Question, rivals: Sequence[str]) -> list[Item]:
    """One item for each phrase found in the text; a text with its gap already in it is asked as it stands."""
    base = replace(_base(section, question), feedback_html=question.explanation_html or paragraph(question.stem))
    if _CLOZE_GAP.search(question.stem.text):
        answers = " / ".join(question.accepted)
        feedback = question.explanation_html or paragraph(question.stem, f" — {answers}")
        return [
            replace(base, accepted=question.accepted, feedback_html=feedback, rivals=others(rivals, question.accepted))
        ]
    found = [phrase for phrase in question.accepted if question.stem.text.count(phrase) == 1]
    return [
        replace(_blank(base, phrase), accepted=(phrase,), ordinal=ordinal, rivals=others(rivals, (phrase,)))
        for ordinal, phrase in enumerate(found, 1)
    ]


def _blank(item: Item, phrase: str) -> Item:
    stem = left_out(Phrase(item.stem, item.stem_html), phrase)
    return replace(item, stem=stem.text, stem_html=stem.html)


def _short_answer(section: Section, question: Question, rivals: Sequence[str]) -> Item:
    """Typed if some accepted answer is short enough to type; else a card that the learner rates."""
    base = _base(section, question)
    typed = tuple(text for text in question.accepted if len(text) <= LONGEST_TYPED)
    answers = question.explanation_html or "".join(paragraph(text) for text in question.accepted)
    if not typed:
        return replace(base, kind="card", accepted=question.accepted, feedback_html=answers)
    return replace(base, accepted=typed, feedback_html=answers, rivals=others(rivals, typed))


def _cards(section: Section, question: Question) -> list[Item]:
    back = " / ".join(question.accepted)
    if not back:
        return []
    base = _base(section, question)
    feedback = question.explanation_html or paragraph(back)
    there = replace(base, accepted=(back,), feedback_html=feedback)
    if not question.both_ways:
        return [there]
    front = replace(
        base,
        stem=back,
        stem_html=escape(back),
        accepted=(question.stem.text,),
        feedback_html=paragraph(question.stem),
        ordinal=2,
    )
    return [there, front]
