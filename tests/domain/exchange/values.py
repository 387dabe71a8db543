"""Questions as Hypothesis makes them: words, marks of Markdown, labels and whatever else may be mistaken for markup."""

from hypothesis import strategies as st

from studyapp.domain.exchange.escaping import cleaned, literal
from studyapp.domain.exchange.incoming import Choice, Incoming
from studyapp.domain.lessons.html.inline import shown
from studyapp.domain.lessons.readers.answers import is_placeholder

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8ffff3f0005fe02fea735"
    "81e40000000049454e44ae426082"
)
_PIECES = st.sampled_from(
    [
        "index", "B-tree", "GIN", "Größe", "索引", "a_b", "__init__", "**", "*", "_", "`", "``", "```", "[x]", "[ ]",
        "](", "![", "<b>", "</details>", "<!-- x -->", "&amp;", "&", "#", "##", ">", "-", "+", "1.", "2.1", "A.", "(b)",
        "|", "\\", "~~", "==", "$5", "::", ":::", "!!!", "???", "{{", "Answer: B", "The answer is", "Note:",
        "Exam Trap:", "Explanation:", "why:", "Question 3", "Rubric", "Q:", "True", "http://example.org/a_b*c", "?",
        "…", "___", "---", "===", "\u00a0", "💡", "Model answer", "Solutions", "^", "@",
    ]
)  # fmt: skip
_LETTERS = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]), min_size=1, max_size=8)
_WORDS = st.lists(_PIECES | _LETTERS, min_size=1, max_size=6).map(" ".join).map(cleaned)


def _is_text(text: str) -> bool:
    """Whether something remains that a reader sees as it stands."""
    return bool(text) and shown(text) == text


lines = _WORDS.filter(_is_text)
texts = st.lists(lines, min_size=1, max_size=3).map("\n".join)
stems = texts.filter(lambda text: any(letter.isalnum() for letter in text))


def _distinct(strategy: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(strategy, min_size=least, max_size=most, unique=True)


@st.composite
def choices(draw: st.DrawFn) -> Incoming:
    """A question with options, one or several of them right."""
    options = draw(_distinct(lines, 2, 6))
    keys = draw(st.sets(st.sampled_from(range(len(options))), min_size=1))
    whys = [draw(st.just("") | lines) for _ in options]
    return Incoming(
        "multiple" if len(keys) > 1 else "single",
        draw(stems),
        1,
        options=tuple(Choice(text, at in keys, why) for at, (text, why) in enumerate(zip(options, whys, strict=True))),
        explanation=draw(st.just("") | texts),
        id=draw(ids),
    )


ids = st.just("") | st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)


@st.composite
def orderings(draw: st.DrawFn) -> Incoming:
    """A question whose steps have one order."""
    steps = tuple(draw(_distinct(lines, 2, 5)))
    return Incoming("ordering", draw(stems), 1, sequence=steps, explanation=draw(st.just("") | texts), id=draw(ids))


@st.composite
def matchings(draw: st.DrawFn) -> Incoming:
    """A question of pairs."""
    left = draw(_distinct(lines, 2, 4))
    pairs = tuple((one, draw(lines)) for one in left)
    return Incoming("matching", draw(stems), 1, pairs=pairs, explanation=draw(st.just("") | texts), id=draw(ids))


def is_answer(text: str) -> bool:
    """Whether a typed answer is none of the words that mean something else to a pack."""
    is_split = " / " in text or "; " in text or text.endswith((";", " /")) or text.startswith("/ ")
    return not (is_placeholder(text) or is_split or text.casefold().rstrip(".") in ("true", "false"))


@st.composite
def short_answers(draw: st.DrawFn) -> Incoming:
    """A question whose answer is typed."""
    accepted = tuple(draw(_distinct(lines.filter(is_answer), 1, 3)))
    return Incoming("short-answer", draw(stems), 1, accepted=accepted, explanation=draw(st.just("") | texts))


@st.composite
def cards(draw: st.DrawFn) -> Incoming:
    """A card."""
    return Incoming("card", draw(stems), 1, answer=draw(texts), id=draw(ids), both_ways=draw(st.booleans()))


questions = choices() | orderings() | matchings() | short_answers() | cards()


def as_markdown(question: Incoming) -> Incoming:
    """The same question of plain texts, as a reader of plain text makes it."""
    return Incoming(
        question.kind,
        literal(question.stem),
        question.line,
        options=tuple(Choice(literal(one.text), one.is_key, literal(one.why)) for one in question.options),
        accepted=question.accepted,
        answer=literal(question.answer),
        sequence=tuple(map(literal, question.sequence)),
        pairs=tuple((literal(one), literal(other)) for one, other in question.pairs),
        explanation=literal(question.explanation),
        section=question.section,
        id=question.id,
        both_ways=question.both_ways,
    )
