"""Judges items by the lesson they were made of, as somebody with the page in hand would. Shares no code with items."""

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from itertools import combinations

from studyapp.domain.common.words import content_words
from studyapp.domain.items.values import Bank, Fact, Item
from studyapp.domain.lessons.blocks import ComparisonTable, Definition, Phrase, Steps, Trap
from studyapp.domain.lessons.pack import Section, StudyPack

CONTRASTS = {"compare", "differs", "odd-one-out"}
NAMING_ROWS = {"reverse", "scenario", "odd-one-out", "compare"}
HEIGHT = {"none": 0, "very low": 0.5, "low": 1, "medium": 2, "moderate": 2, "high": 3, "very high": 4}
_WORD = re.compile(r"[^\W_]+")
_SCALE = re.compile(r"\$+|(?:very )?(?:low|high)|medium|moderate|none|[\d.,]+ ?(?:%|[a-z]{1,12}(?:/[a-z]+)?)?")


def is_on_a_scale(text: str) -> bool:
    return bool(_SCALE.fullmatch(text.strip().lower()))


def height(text: str) -> float:
    bare = text.strip().lower()
    if bare in HEIGHT:
        return HEIGHT[bare]
    return len(bare) if set(bare) == {"$"} else float(re.sub(r"[^\d.]", "", bare))


def same(one: str, other: str) -> bool:
    return " ".join(one.lower().split()).rstrip(".") == " ".join(other.lower().split()).rstrip(".")


def are_near(one: str, other: str) -> bool:
    """Whether two texts say nearly the same."""
    first, second = content_words(one), content_words(other)
    return same(one, other) or (len(first & second) >= 0.6 * len(first | second) > 0)


def are_alike(one: str, other: str) -> bool:
    """Whether one text could be taken for the other: they are near, or one holds the other."""
    if same(one, other):
        return True
    if is_on_a_scale(one) and is_on_a_scale(other):
        return False
    first, second = content_words(one), content_words(other)
    shorter = min(len(first), len(second))
    return are_near(one, other) or len(first & second) >= 0.8 * shorter > 0


def faults(pack: StudyPack, bank: Bank) -> list[str]:
    """What is wrong with the generated items of a pack; an empty list is a fair bank."""
    facts = {fact.key: fact for fact in bank.facts}
    sections = {section.key: section for section in pack.sections}
    return [
        f"{item.file}:{item.line} {item.form}: {fault} ({item.stem!r}, {[option.text for option in item.options]})"
        for item in bank.items
        if item.form != "authored"
        for fault in (
            *_of_any(item),
            *_of_form(pack, sections[facts[item.fact_key].section_key], facts[item.fact_key], item),
        )
    ]


def _of_any(item: Item) -> Iterator[str]:
    texts = [option.text for option in item.options]
    if not item.line or not item.feedback_html or not item.stem.strip() or len(item.stem) > 600:
        yield "has no line, feedback or stem of fair size"
    if any(not text.strip() or len(text) > 200 for text in texts):
        yield "has a blank or endless option"
    if any(same(*pair) for pair in combinations(texts, 2)):
        yield "has two equal options"
    if item.kind == "single":
        yield from _of_choice(item, texts)


def _of_choice(item: Item, texts: Sequence[str]) -> Iterator[str]:
    [key], wrong = _parted(item)
    if not (2 if item.form in {"compare", "next-step", "missing-step"} else 3) <= len(texts) <= 5:
        yield "has too few or too many options"
    are_names = item.form in NAMING_ROWS or max(map(len, texts)) <= 20 or all(map(is_on_a_scale, texts))
    if not are_names and len(key) > 1.3 * max(map(len, wrong)):
        yield "is given away by its length"
    words = content_words(item.stem, shortest=4) & content_words(key, shortest=4)
    if item.form != "compare" and words.difference(*(content_words(text, shortest=4) for text in wrong)):
        yield "is given away by a word of its stem"


def _parted(item: Item) -> tuple[list[str], list[str]]:
    key = [item.options[place - 1].text for place in item.keys]
    return key, [option.text for place, option in enumerate(item.options, 1) if place not in item.keys]


def _of_form(pack: StudyPack, section: Section, fact: Fact, item: Item) -> Iterator[str]:
    if fact.kind == "cell":
        table = next(block for block in section.blocks if getattr(block, "key", "") == fact.block_key)
        assert isinstance(table, ComparisonTable)
        yield from (
            _of_match(item) if item.form == "match" else _of_cell(table, fact, item, nearby(pack, section, table))
        )
        return
    block = next(block for block in section.blocks if getattr(block, "key", "") == fact.block_key)
    check: dict[str, Callable[[Item], Iterator[str]]] = {
        "order": lambda item: _of_order(block, item),
        "next-step": lambda item: _of_step(block, item),
        "missing-step": lambda item: _of_step(block, item),
        "term": lambda item: _of_term(block, item),
        "definition": lambda item: _of_definition(section, block, item),
        "cloze": lambda item: _of_cloze(block, item),
        "belief": lambda item: _of_belief(block, item),
        "recall": lambda item: iter([] if item.accepted else ["has nothing to recall"]),
    }
    yield from check[item.form](item)


def nearby(pack: StudyPack, section: Section, table: ComparisonTable) -> list[ComparisonTable]:
    """The other tables of the section and of its exam domain."""
    domains = {task.id: domain.id for domain in pack.manifest.domains for task in domain.tasks}
    home = domains.get(section.task)
    return [
        block
        for other in pack.sections
        if other.key == section.key or (home is not None and domains.get(other.task) == home)
        for block in other.blocks
        if isinstance(block, ComparisonTable) and not (other.key == section.key and block.key == table.key)
    ]


def _of_foreign(
    table: ComparisonTable, row: int, column: int, item: Item, text: str, *, others: Sequence[ComparisonTable]
) -> Iterator[str]:
    """An option that stands nowhere in the column: it is somebody's under the same header, and like nothing here."""
    [option] = [one for one in item.options if one.text == text]
    header = table.columns[column].text.strip().lower()
    owners = {
        cells[other.key_column - 1].text
        for other in others
        for place, title in enumerate(other.columns)
        if title.text.strip().lower() == header
        for cells in other.rows
        if cells[place].text == text
    }
    owner = option.origin.removeprefix("row:")
    if owner not in owners or owner not in re.sub("<[^>]*>", "", unescape(option.why)):
        yield "has an option that is nobody's, or does not say whose"
    if any(are_alike(text, cell.text) for cell in table.rows[row]):
        yield "has an option that the asked row bears out"
    if are_alike(owner, table.rows[row][table.key_column - 1].text):
        yield "has an option of a row that is called like the asked one"


def _of_cell(table: ComparisonTable, fact: Fact, item: Item, others: Sequence[ComparisonTable] = ()) -> Iterator[str]:
    row = table.row_lines.index(item.line)
    names = [cells[table.key_column - 1].text for cells in table.rows]
    [column] = [
        number for number, header in enumerate(table.columns)
        if number != table.key_column - 1 and fact.title == f"{names[row]}, {header.text}"
    ][:1]  # fmt: skip
    values = [cells[column].text for cells in table.rows]
    [key], wrong = _parted(item)
    if item.form in CONTRASTS:
        if defended(table, item, column) != {key}:
            yield "can be answered otherwise by the table"
        return
    if item.form == "forward":
        if not same(key, values[row]) or any(are_alike(text, key) for text in wrong):
            yield "has another option that the cell bears out"
        for text in wrong:
            if text not in values:
                yield from _of_foreign(table, row, column, item, text, others=others)
        if any(text not in values for text in wrong) and _clean(table, row, column) >= 2:
            yield "has an option from elsewhere though its own column has two"
    elif not same(key, names[row]) or [
        other for other, value in enumerate(values) if are_alike(value, values[row])
    ] != [row]:
        yield "is true of another row"
    elif f"“{values[row].strip().rstrip('.')}" not in item.stem:
        yield "does not quote its value"
    leaks = names if item.form != "forward" else [names[row]]
    if any(content_words(values[row]) & content_words(name) for name in leaks):
        yield "has a word of a row's name"


def _clean(table: ComparisonTable, row: int, column: int) -> int:
    """How many values of the column, taken in order, could stand beside the asked one; for short plain values only."""
    own = table.rows[row][column].text
    name = content_words(table.rows[row][table.key_column - 1].text)
    taken = [own]
    for other, cells in enumerate(table.rows):
        text = cells[column].text
        is_plain = text.isalnum() and own.isalnum() and 3 <= len(text) <= 20 and len(own) <= 20
        is_named = bool(cells[table.key_column - 1].text.strip())
        if other != row and is_plain and is_named and not content_words(text) & name:
            taken += [] if any(are_alike(text, one) for one in taken) else [text]
    return len(taken) - 1


def defended(table: ComparisonTable, item: Item, column: int) -> set[str]:
    """The options that somebody with the table in hand can defend."""
    shown = [option.text for option in item.options]
    by_name = {row[table.key_column - 1].text: row for row in table.rows}
    if item.form == "compare":
        heights = {name: height(by_name[name][column].text) for name in shown}
        return {name for name in shown if heights[name] == max(heights.values())}
    if item.form == "odd-one-out":
        values = [by_name[name][column].text.strip().lower() for name in shown]
        return {name for name, value in zip(shown, values, strict=True) if values.count(value) == 1}
    pair = [name for name in by_name if f"<strong>{name}</strong>" in item.stem_html]
    places = {header.text: number for number, header in enumerate(table.columns)}
    one, other = (by_name[name] for name in pair)
    return {header for header in shown if not same(one[places[header]].text, other[places[header]].text)}


def _of_match(item: Item) -> Iterator[str]:
    surplus = len(item.options) - len(item.prompts)
    if not 4 <= len(item.prompts) <= 7 or len(item.pair_facts) != len(item.prompts) or surplus not in (0, 1):
        yield "has pairs and options of different number"
    for side in (item.options, item.prompts):
        if any(are_alike(one.text, other.text) for one, other in combinations(side, 2)):
            yield "has two choices for one place"


def _of_order(block: object, item: Item) -> Iterator[str]:
    assert isinstance(block, Steps)
    steps, shown = [step.text for step in block.steps], [option.text for option in item.options]
    windows = [steps[first : first + len(shown)] for first in range(len(steps))]
    if shown not in windows or not 3 <= len(shown) <= 7:
        yield "is no run of the steps"
    if any(are_near(*pair) for pair in combinations(shown, 2)):
        yield "has two steps that can change places"


def _of_step(block: object, item: Item) -> Iterator[str]:
    """The key follows the quoted step; if two are quoted it stands between them."""
    assert isinstance(block, Steps)
    steps = [step.text for step in block.steps]
    [key], wrong = _parted(item)
    quoted = re.findall("“(.*?)”", item.stem)[-(2 if item.form == "missing-step" else 1) :]
    place = steps.index(key)
    around = [steps[place - 1]] if item.form == "next-step" else [steps[place - 1], *steps[place + 1 : place + 2]]
    if place == 0 or [one.rstrip(".") for one in around] != [one.rstrip(".") for one in quoted]:
        yield "does not ask for its key"
    if any(text in around or text not in steps or are_alike(text, key) for text in wrong):
        yield "has a wrong answer that is none"


def _spoken(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _of_term(block: object, item: Item) -> Iterator[str]:
    assert isinstance(block, Definition)
    if block.term not in item.accepted:
        yield "does not accept its term"
    if any(_spoken(name) in _spoken(item.stem.partition(":")[2]) for name in item.accepted):
        yield "says its term"


def _of_definition(section: Section, block: object, item: Item) -> Iterator[str]:
    assert isinstance(block, Definition)
    [key], wrong = _parted(item)
    if (
        not content_words(key) <= content_words(block.text) | content_words(block.term)
        or f"“{block.term}”" not in item.stem
    ):
        yield "has a key that is not the meaning"
    if _spoken(block.term) in _spoken(key):
        yield "says its term in the key"
    if any(are_alike(*pair) for pair in combinations([key, *wrong], 2)):
        yield "has two options that say the same"
    beliefs = {f"trap:{trap.key}" for trap in section.blocks if isinstance(trap, Trap) and trap.belief}
    for option in item.options:
        is_known = option.origin == "key" or option.origin in beliefs or option.origin.startswith("term:")
        if not is_known or option.origin == f"term:{block.term}":
            yield f"has an option of the wrong origin: {option.origin}"


def _of_cloze(block: object, item: Item) -> Iterator[str]:
    assert isinstance(block, Definition)
    phrase = item.accepted[0]
    if block.text.count(phrase) != 1 or item.stem.count("_____") != 1 or phrase in item.stem.partition(":")[2]:
        yield "shows what it asks for, or asks for something else"


def _of_belief(block: object, item: Item) -> Iterator[str]:
    assert isinstance(block, Trap)
    assert block.belief
    [answer], [wrong] = _parted(item)
    stated = item.stem.removeprefix("True or false: “").removesuffix("”").rstrip(".")
    is_belief = same(stated, block.belief.text)
    own: Sequence[Phrase] = [one for one in (block.truth, Phrase(block.text, "")) if one]
    said = _spoken(" ".join(one.text for one in reversed(own)))
    is_true = not is_belief and all(_spoken(part) in said for part in re.split(r"(?<=\.) ", stated))
    if (answer, wrong) != (("False", "True") if is_belief else ("True", "False")) or is_belief == is_true:
        yield "is answered against its author"
    if [option.text for option in item.options] != ["True", "False"]:
        yield "does not put True first"
