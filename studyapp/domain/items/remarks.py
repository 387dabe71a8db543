"""Items out of exam traps and first principles."""

from studyapp.domain.items.markup import join, paragraph, plain, quoted
from studyapp.domain.items.rules import keeps_rules
from studyapp.domain.items.statements import true_statement
from studyapp.domain.items.tables import Yield
from studyapp.domain.items.values import TRAP, Fact, FactKind, Item, Option
from studyapp.domain.lessons.blocks import Callout, Phrase, Trap
from studyapp.domain.lessons.pack import Section

IS_TRAP = paragraph("This is an exam trap.")


def trap_yield(section: Section, trap: Trap, *, asks_truth: bool = False) -> Yield:
    """The belief or the truth as true or false, if the author wrote them; else the trap as a card.

    Nothing is ever negated here.
    """
    item = _truth_item(section, trap) if asks_truth else None
    if item is None or not keeps_rules(item):
        item = _belief_item(section, trap, trap.belief) if trap.belief and trap.belief.text.strip() else None
    item = item or _trap_card(section, trap)
    return _one(section, "trap", item, title=trap.text)


def principle_yield(section: Section, principle: Callout) -> Yield:
    """The principle as a card to recall and rate oneself."""
    same = [block for block in section.blocks if isinstance(block, Callout) and block.kind == "principle"]
    stem = _numbered(f"What is the first principle of “{section.title}”", same.index(principle), len(same))
    item = _card(section, principle, stem)
    return _one(section, "principle", item, title=principle.text)


def _one(section: Section, kind: FactKind, item: Item, *, title: str) -> Yield:
    key = item.fact_key
    fact = Fact(key, kind, key, section.key, key, title, section.task, item.line)
    return Yield((fact,), (item,)) if keeps_rules(item) else Yield()


def _belief_item(section: Section, trap: Trap, belief: Phrase) -> Item:
    truth = paragraph(trap.truth) if trap.truth and trap.truth.text.strip() else trap.html
    options = (_fallen(trap, "True"), Option("False", "False", "key"))
    return _true_or_false(section, trap, belief, options, truth)


def _truth_item(section: Section, trap: Trap) -> Item | None:
    statement = true_statement(trap)
    if statement is None or trap.belief is None or trap.truth is None:
        return None
    options = (Option("True", "True", "key"), _fallen(trap, "False"))
    feedback = paragraph("The exam trap is to believe: ", quoted(trap.belief), ".") + paragraph(trap.truth)
    return _true_or_false(section, trap, statement, options, feedback)


def _fallen(trap: Trap, text: str) -> Option:
    """The option of those who believe what is not true."""
    return Option(text, text, f"{TRAP}{trap.key}", trap_named(trap))


def trap_named(trap: Trap) -> str:
    """A sentence that names the trap, for feedback; not by "is", for its name may say what is true."""
    if not trap.text.strip():
        return IS_TRAP
    return paragraph("The exam trap ", quoted(plain(trap.text)), " warns of this.")


def _true_or_false(section: Section, trap: Trap, statement: Phrase, options: tuple[Option, ...], feedback: str) -> Item:
    stem = join("True or false: ", quoted(statement))
    return Item(
        fact_key=trap.key,
        form="belief",
        kind="true-false",
        stem=stem.text,
        stem_html=stem.html,
        feedback_html=feedback,
        file=section.file,
        line=trap.line,
        options=options,
        keys=tuple(place for place, option in enumerate(options, 1) if option.origin == "key"),
    )


def _trap_card(section: Section, trap: Trap) -> Item:
    same = [block for block in section.blocks if isinstance(block, Trap)]
    stem = _numbered(f"Which exam trap does “{section.title}” warn of", same.index(trap), len(same))
    return _card(section, trap, stem)


def _numbered(question: str, place: int, count: int) -> str:
    return f"{question} ({place + 1} of {count})?" if count > 1 else f"{question}?"


def _card(section: Section, block: Trap | Callout, stem: str) -> Item:
    return Item(
        fact_key=block.key,
        form="recall",
        kind="card",
        stem=stem,
        stem_html=plain(stem).html,
        feedback_html=block.html or paragraph(block.text),
        file=section.file,
        line=block.line,
        accepted=(block.text,),
    )
